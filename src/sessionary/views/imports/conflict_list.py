"""What would overwrite something edited here, with ticks to take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from sessionary.models.import_conflicts import PreviewConflicts
from sessionary.views.delegates import CellKind, ColumnLook
from sessionary.views.imports.rows import TICK_LOOK, TickTable
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.views.theme import Theme

_CONFLICT_LOOKS: Final = (
    TICK_LOOK,
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=120, tone="text2", gives_way=1),
    ColumnLook(width=150),
    ColumnLook(width=150),
)


class ConflictList(QWidget):
    """What would overwrite something edited here; taken only where it is ticked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model = PreviewConflicts(self)
        self.table = TickTable(theme, _CONFLICT_LOOKS, self.tr("Conflicts"))
        self.table.setModel(self.model)
        self.all = OutlinedButton(theme, self.tr("&Tick all"))
        words = TextLabel(
            self.tr("These would overwrite what was edited here, or move a session back."),
            tone="text2",
            wrap=True,
        )
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(words, 1)
        head.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.all.clicked.connect(self._turn_all)
        self.model.ticked.connect(self._name_button)
        self.model.modelReset.connect(self._name_button)

    def _all_taken(self) -> bool:
        return all(self.model.taken(row) for row in self.model.rows)

    @Slot()
    def _turn_all(self) -> None:
        self.model.take(range(len(self.model.rows)), taken=not self._all_taken())

    @Slot()
    def _name_button(self) -> None:
        taken = bool(self.model.rows) and self._all_taken()
        self.all.setText(self.tr("&Tick none") if taken else self.tr("&Tick all"))
