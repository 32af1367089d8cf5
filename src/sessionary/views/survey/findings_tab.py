"""What is odd or wrong in a session, and the ways to where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sessionary.models.survey_lines import ICON_ROLE, FindingsModel, level_word
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.survey.small_parts import FindingLine
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import set_tip

if TYPE_CHECKING:
    from sessionary.core.survey.findings import Finding
    from sessionary.views.survey.session_view import SessionView
    from sessionary.views.theme import Theme


class FindingsTab(QWidget):
    """A table of findings; Enter goes to the place of one, the button edits its line as it stands.

    Signals:
        place_asked: The reader wants to see where a finding is; its physical line.
        repair_asked: The reader wants to edit a line as it stands; its number.
    """

    place_asked = Signal(int)
    repair_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._editable = False
        self.model = FindingsModel(self)
        looks = (
            ColumnLook(kind=CellKind.ICON, width=34, role=ICON_ROLE),
            ColumnLook(kind=CellKind.NUMBER, width=52, tone="text2"),
            ColumnLook(kind=CellKind.TITLE),
            ColumnLook(kind=CellKind.TEXT, width=170, tone="text2", gives_way=1),
        )
        self.table = Table(theme, looks, self.tr("Findings"))
        self.table.setModel(self.model)
        self.whole = FindingLine(theme)
        self.go = OutlinedButton(theme, self.tr("Go there"), "arrow-right")
        set_tip(self.go, self.tr("Enter"))
        self.repair = OutlinedButton(theme, self.tr("Edit the line…"), "pencil")
        self.nothing = EmptyState(
            theme,
            "circle-check",
            self.tr("Nothing is odd"),
            self.tr("Every line of the session reads as it should."),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _index: self._go())
        self.go.clicked.connect(self._go)
        self.repair.clicked.connect(self._repair)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go)
        buttons.addWidget(self.repair)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(10)
        column.addWidget(CardFrame(self.table), 1)
        column.addWidget(self.whole)
        column.addLayout(buttons)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def show_view(self, view: SessionView | None, *, editable: bool) -> None:
        """Show the findings of a session.

        Args:
            view: The session.
            editable: Whether lines may be edited as they stand.
        """
        former = self._finding()
        self._editable = editable
        findings = () if view is None else view.opened.findings
        self.model.show(findings)
        self._stack.setCurrentIndex(1 if findings else 0)
        if findings:
            again = next((i for i, one in enumerate(findings) if one == former), 0)
            self.table.choose_row(again)
        self._choose(self.table.currentIndex())

    def _finding(self) -> Finding | None:
        row = self.table.currentIndex().row()
        return self.model.finding(row) if 0 <= row < self.model.count() else None

    def _choose(self, _index: QModelIndex) -> None:
        found = self._finding()
        self.go.setEnabled(found is not None)
        self.repair.setEnabled(found is not None and self._editable)
        if found is not None:
            where = self.tr("{0} in line {1}").format(level_word(found.level), found.line)
            field = self.tr(", field {0}").format(found.field) if found.field else ""
            self.whole.say(found.level, f"{where}{field}: {found.message}", found.code)
        self.whole.setVisible(found is not None)

    def _go(self) -> None:
        if (found := self._finding()) is not None:
            self.place_asked.emit(found.line)

    def _repair(self) -> None:
        if (found := self._finding()) is not None:
            self.repair_asked.emit(found.line)
