"""The questions of a survey as its sessions get them, and what is odd about its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sessionary.core.survey.findings import Level
from sessionary.models.survey_questions import QuestionListModel
from sessionary.views.survey.place.question_list import QuestionList
from sessionary.views.survey.session_header import Notice
from sessionary.views.survey.small_parts import FindingLines
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from sessionary.core.survey.findings import Finding
    from sessionary.services.surveys import Survey, Version
    from sessionary.views.theme import Theme

_SERIOUS: Final = frozenset({Level.FATAL, Level.ERROR})
_MOST_FINDINGS: Final = 4


class QuestionsTab(QWidget):
    """Lists the questions of the newest version.

    Signals:
        opened: The reader wants to edit a question; its uid.
        repair_asked: The reader wants to edit a line as it stands in the file; its number.
    """

    opened = Signal(str)
    repair_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: object = None
        self._wrong: Finding | None = None
        self.notice = Notice(theme)
        self.findings = FindingLines(theme)
        self.model = QuestionListModel(self)
        self.list = QuestionList(theme, self.tr("Questions"))
        self.list.setModel(self.model)
        self.empty = EmptyState(theme, "clipboard-list", " ", " ")
        self._stack = QStackedWidget()
        self._stack.addWidget(CardFrame(self.list))
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.notice)
        column.addWidget(self.findings)
        column.addWidget(self._stack, 1)
        self.list.opened.connect(self._open)
        self.notice.acted.connect(self._repair)

    def show_survey(self, survey: Survey, *, player_view: bool, editable: bool) -> None:
        """Show the questions of a survey's newest version.

        Args:
            survey: What is shown.
            player_view: Without what respondents do not see.
            editable: Whether a damaged line can be repaired.
        """
        newest = survey.newest
        self._show_findings(newest, player_view=player_view, editable=editable)
        wanted = (survey.id, None if newest is None else newest.name, player_view)
        if wanted == self._shown:
            return
        self._shown = wanted
        self.model.show(None if newest is None else newest.definition, hidden=not player_view)
        if self.model.rowCount():
            self._stack.setCurrentIndex(0)
            return
        if newest is None:
            self.empty.say(
                "file",
                self.tr("Its questions are not known"),
                self.tr("Sessions of this survey are here, but none of its definitions is."),
            )
        else:
            self.empty.say(
                "clipboard-list",
                self.tr("No questions yet"),
                self.tr("Add the first one under Edit."),
            )
        self._stack.setCurrentIndex(1)

    def _show_findings(self, newest: Version | None, *, player_view: bool, editable: bool) -> None:
        """Say what is wrong with the lines of the file, the worst first with a way to mend it."""
        found = () if newest is None or player_view else newest.definition.findings
        errors = [one for one in found if one.level in _SERIOUS]
        others = [one for one in found if one.level is Level.WARNING]
        self._wrong = errors[0] if errors else None
        if self._wrong is None:
            self.notice.hide()
        else:
            words = self.tr("Line {0}: {1}").format(self._wrong.line, self._wrong.message)
            can = editable and newest is not None and newest.is_current
            button = self.tr("Repair…") if can else ""
            self.notice.say(self._wrong.level, words, button, self._wrong.code)
        shown = [*errors[1:], *others][:_MOST_FINDINGS]
        self.findings.show_all(
            [
                (one.level, self.tr("Line {0}: {1}").format(one.line, one.message), one.code)
                for one in shown
            ]
        )

    def _repair(self) -> None:
        if self._wrong is not None:
            self.repair_asked.emit(self._wrong.line)

    def _open(self, row: int) -> None:
        question = self.model.question(row)
        if question is not None:
            self.opened.emit(question.uid)
