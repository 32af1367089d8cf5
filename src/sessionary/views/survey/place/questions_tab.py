"""The questions of a survey as its sessions get them, and what is odd about its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sessionary.models.survey_questions import QuestionListModel
from sessionary.views.survey.place.question_list import QuestionList
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from sessionary.services.surveys import Survey
    from sessionary.views.theme import Theme


class QuestionsTab(QWidget):
    """Lists the questions of the newest version.

    Signals:
        opened: The reader wants to edit a question; its uid.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: object = None
        self.model = QuestionListModel(self)
        self.list = QuestionList(theme, self.tr("Questions"))
        self.list.setModel(self.model)
        self.empty = EmptyState(theme, "clipboard-list", " ", " ")
        self._stack = QStackedWidget()
        self._stack.addWidget(CardFrame(self.list))
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(self._stack)
        self.list.opened.connect(self._open)

    def show_survey(self, survey: Survey, *, player_view: bool) -> None:
        """Show the questions of a survey's newest version."""
        newest = survey.newest
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

    def _open(self, row: int) -> None:
        question = self.model.question(row)
        if question is not None:
            self.opened.emit(question.uid)
