"""The editor of a survey's questions: a list to add to, move in and remove from, and one question.

Each edit makes the current version another one; snapshots, and sessions with them, stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.problems import UserError
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import (
    add_question,
    change_question,
    move_question,
    remove_question,
)
from sessionary.core.survey.findings import Level
from sessionary.core.survey.question_typed import fresh_uid, new_question
from sessionary.core.survey.rows import DEFINITION, file_lines
from sessionary.models.survey_questions import QuestionListModel
from sessionary.services.sessions import document_data
from sessionary.services.survey_edits import save_definition
from sessionary.views.survey.place.question_editor import QuestionEditor
from sessionary.views.survey.place.question_list import QuestionList
from sessionary.views.widgets.buttons import IconButton, OutlinedButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.core.survey.lines import Line
    from sessionary.core.survey.records import Definition, Question
    from sessionary.services.surveys import Survey
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.theme import Theme

_WIDE: Final = 780
Make: TypeAlias = Callable[["Definition"], "tuple[Line, ...]"]

_MOVES: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EditTab(QWidget):
    """Edits the current version of a survey."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.survey: Survey | None = None
        self._edits: DocumentEdits | None = None
        self._editable = False
        self._read: tuple[Line, ...] = ()
        self.definition: Definition | None = None
        self._first = True
        self.model = QuestionListModel(self)
        self.list = QuestionList(theme, self.tr("Questions"), short=True)
        self.list.setModel(self.model)
        self.editor = QuestionEditor(theme, self._change)
        self.add_button = OutlinedButton(theme, self.tr("&Add question"), "plus")
        self.copy_button = IconButton(theme, "copy", self.tr("Add a copy of the question"))
        self.up_button = IconButton(theme, "arrow-up", self.tr("Move up (Alt+Shift+Up)"))
        self.down_button = IconButton(theme, "arrow-down", self.tr("Move down (Alt+Shift+Down)"))
        self.remove_button = IconButton(theme, "trash-2", self.tr("Remove the question (Del)"))
        self.note = TextLabel(role="secondary", tone="text2", elide=True)
        self.empty = EmptyState(theme, "lock", " ", " ")
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self._stack = QStackedWidget()
        self._lay_out()
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.list.opened.connect(lambda _row: self.editor.begin())
        self.add_button.clicked.connect(self.add_question)
        self.copy_button.clicked.connect(self.copy_question)
        self.up_button.clicked.connect(lambda: self.move_question(-1))
        self.down_button.clicked.connect(lambda: self.move_question(1))
        self.remove_button.clicked.connect(self.remove_question)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 10, 24, 8)
        tools.setSpacing(4)
        tools.addWidget(self.add_button)
        tools.addSpacing(4)
        buttons = (self.copy_button, self.up_button, self.down_button, self.remove_button)
        for button in buttons:
            tools.addWidget(button)
        tools.addSpacing(8)
        tools.addWidget(self.note, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.editor)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.list.setMinimumHeight(self.theme.px(120))
        self.list.setMinimumWidth(self.theme.px(260))
        self.editor.setMinimumHeight(self.theme.px(160))
        self.splitter.setSizes([self.theme.px(200), self.theme.px(300)])
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.splitter, 1)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)
        tab_through([self.add_button, *buttons, self.list, self.editor])

    def show_survey(self, survey: Survey, edits: DocumentEdits, *, editable: bool) -> None:
        """Show the questions of a survey's current version.

        Args:
            survey: What is shown.
            edits: Writes them.
            editable: Whether they can be edited.
        """
        other = self.survey is None or self.survey.id != survey.id
        if other:
            self.editor.show_question(None, editable=False)
        self.survey, self._edits, self._editable = survey, edits, editable
        self.note.setText(self._about(survey))
        self._first = self._first or other
        if self.isVisible():
            self._show()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Who never edits does not wait for what an editor has to know.
        self._show()

    def _show(self) -> None:
        first, self._first = self._first, False
        self._reload(0 if first else None)

    def _reload(self, row: int | None = None) -> None:
        """Show the questions as they are now, and choose a row, or the question that was chosen.

        They are read from the document itself: what was edited a moment ago is in it.
        """
        lines = self._lines()
        if lines != self._read:
            self._read = lines
            self.definition = read_definition(lines) if lines else None
            shown = self.editor.question
            at = self.list.currentIndex().row() if row is None else row
            self.model.show(self.definition)
            known = self.model.row_of(shown.uid) if shown is not None and row is None else -1
            self._choose(known if known >= 0 else min(max(at, 0), self.model.rowCount() - 1))
        elif row is not None:
            self._choose(row)
        if self.definition is None or not _is_whole(self.definition):
            self._say_why()
            return
        self._stack.setCurrentIndex(0)
        self._show_chosen()

    def _lines(self) -> tuple[Line, ...]:
        edits, survey = self._edits, self.survey
        if edits is None or survey is None:
            return ()
        try:
            return file_lines(document_data(edits.library, DEFINITION, survey.id))
        except UserError:
            return ()

    def _say_why(self) -> None:
        if self.definition is None:
            words = self.tr(
                "This survey has no current version to edit; only former ones are kept."
            )
        else:
            words = self.tr("A line of it is damaged. Repair it under Questions first.")
        self.empty.say("lock", self.tr("The questions cannot be edited"), words)
        self._stack.setCurrentIndex(1)

    def _about(self, survey: Survey) -> str:
        current = survey.current
        if current is None or not current.sessions:
            return ""
        if current.sessions == 1:
            return self.tr("1 session keeps the questions as they are now.")
        return self.tr("{0} sessions keep the questions as they are now.").format(current.sessions)

    @property
    def _questions(self) -> tuple[Question, ...]:
        return () if self.definition is None else self.definition.questions

    def _row(self) -> int:
        """Return the place of the chosen question among those that take part, -1 without one."""
        row = self.list.currentIndex().row()
        return row if 0 <= row < len(self._questions) else -1

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _show_chosen(self) -> None:
        row, count = self._row(), len(self._questions)
        self.editor.show_question(
            self._questions[row] if row >= 0 else None, editable=self._editable
        )
        self.add_button.setEnabled(self._editable)
        self.copy_button.setEnabled(self._editable and row >= 0)
        self.up_button.setEnabled(self._editable and row > 0)
        self.down_button.setEnabled(self._editable and 0 <= row < count - 1)
        self.remove_button.setEnabled(self._editable and row >= 0 and count > 1)

    @property
    def has_question(self) -> bool:
        """Whether a question is chosen that can be edited."""
        return self._editable and self._row() >= 0

    def choose(self, uid: str) -> None:
        """Choose a question."""
        row = self.model.row_of(uid)
        if row >= 0:
            self._choose(row)

    def add_question(self) -> None:
        """Add a question behind the chosen one and edit it."""
        made = new_question(fresh_uid(self._questions), self.tr("New question"))
        self._insert(made, self.tr("Add question"))

    def copy_question(self) -> None:
        """Add a copy of the chosen question behind it and edit it."""
        if self._row() >= 0:
            chosen = self._questions[self._row()]
            made = replace(chosen, uid=fresh_uid(self._questions))
            self._insert(made, self.tr("Copy question"))

    def _insert(self, made: Question, name: str) -> None:
        if not self._editable or not self.editor.flush():
            return
        at = self._row() + 1 if self._row() >= 0 else len(self._questions)
        if self._put(lambda whole: add_question(whole, made, at), name, at):
            self.editor.begin()

    def move_question(self, by: int) -> None:
        """Move the chosen question up (-1) or down (1)."""
        row = self._row()
        to = row + by
        inside = row >= 0 and 0 <= to < len(self._questions)
        if self._editable and inside and self.editor.flush():
            self._put(lambda whole: move_question(whole, row, to), self.tr("Move question"), to)

    def remove_question(self) -> None:
        """Remove the chosen question from the current version."""
        row = self._row()
        if self._editable and row >= 0:
            removed = self.tr("Remove question")
            self._put(lambda whole: remove_question(whole, row), removed, row)

    def _change(self, question: Question, name: str) -> str:
        row, edits, survey, whole = self._row(), self._edits, self.survey, self.definition
        if row < 0 or edits is None or survey is None or whole is None:
            return ""
        lines = change_question(whole, row, question)
        refused = edits.do(lambda: save_definition(edits.library, survey.id, lines, name))
        if not refused:
            self._reload(row)
        return refused

    def _put(self, make: Make, name: str, row: int) -> bool:
        """Write the lines that an edit makes, and choose a row; say whether that was done."""
        edits, survey, whole = self._edits, self.survey, self.definition
        if edits is None or survey is None or whole is None:
            return False
        done = edits.open_library.try_act(
            lambda: save_definition(edits.library, survey.id, make(whole), name)
        )
        if done:
            self._reload(row)
        return done

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.editor.flush()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent):
            both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.KeyPress and key in _MOVES and event.modifiers() == both:
                self.move_question(_MOVES[key])
                return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self.theme.px(_WIDE)
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)


def _is_whole(definition: Definition) -> bool:
    """Say whether a definition can be edited; that it asks nothing yet is no damage."""
    wrong = {one.code for one in definition.findings if one.level is Level.ERROR}
    return not definition.fatal and not wrong - {"D-NO-QUESTIONS"}
