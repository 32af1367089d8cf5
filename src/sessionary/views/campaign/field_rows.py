"""Fields below each other, each with its word at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from sessionary.views.widgets.cards import WidthFirst
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.views.theme import Theme

_WORDS: Final = 84


class FieldRows(WidthFirst):
    """Rows of a word and a field; those of several such widgets line up."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._words: dict[QWidget, TextLabel] = {}
        theme.changed.connect(self._resized)
        self._resized()

    def add_row(self, word: str, field: QWidget, *, middle: bool = False) -> None:
        """Add a field below the others, its word at its top or, of a button, at its middle."""
        label = TextLabel(word, tone="text2", elide=True)
        label.setContentsMargins(0, 3, 0, 3)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        place = self._grid.rowCount()
        align = Qt.AlignmentFlag
        self._grid.addWidget(label, place, 0, align.AlignVCenter if middle else align.AlignTop)
        self._grid.addWidget(field, place, 1)
        self._words[field] = label

    def add_wide(self, widget: QWidget) -> None:
        """Add a widget over the whole width below the others."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def show_row(self, field: QWidget, *, shown: bool) -> None:
        """Show or hide a row."""
        field.setVisible(shown)
        self._words[field].setVisible(shown)

    def _resized(self) -> None:
        self._grid.setColumnMinimumWidth(0, self.theme.px(_WORDS))


class FlowRow(QWidget):
    """Fields side by side that go on in the next line where there is no room."""

    def __init__(self, fields: Iterable[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=2)
        for field in fields:
            flow.addWidget(field)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
