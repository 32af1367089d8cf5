"""The page of one survey: its questions, its versions, what its answers amount to, its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import describe
from sessionary.core.survey.rows import DEFINITION, file_lines
from sessionary.core.survey.values import printable
from sessionary.services.sessions import document_data
from sessionary.services.survey_edits import save_definition
from sessionary.views.campaign.edits import DocumentEdits
from sessionary.views.campaign.fields import EditableText
from sessionary.views.survey.place.edit_tab import EditTab
from sessionary.views.survey.place.questions_tab import QuestionsTab
from sessionary.views.survey.place.versions_tab import VersionsTab
from sessionary.views.survey.raw_line_dialog import RawLineDialog
from sessionary.views.survey.results.results_tab import ResultsTab
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.tab_bar import TabPages
from sessionary.views.widgets.text import TextLabel, one_line, shown_text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sessionary.core.survey.lines import Line
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.surveys import Survey, Surveys
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme

_NARROW = 520
_TITLE = 90

QUESTIONS, VERSIONS, RESULTS, EDIT = "questions", "versions", "results", "edit"


class SurveyPage(QWidget):
    """Shows one survey and takes what is edited in it.

    Signals:
        export_asked: The reader wants to export the survey.
        session_asked: The reader wants to see one of its sessions; the key.
    """

    export_asked = Signal()
    session_asked = Signal(str)

    def __init__(self, theme: Theme, takeaway: Takeaway, parent: QWidget | None = None) -> None:
        """Make a page that shows nothing yet.

        Args:
            theme: Colours and sizes.
            takeaway: Where results go when they are copied or saved.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.survey: Survey | None = None
        self._edits: DocumentEdits | None = None
        self._player_view = False
        self.title = EditableText(
            theme, self.tr("Title"), self._save_title, role="page_title", wrap=True
        )
        self.export_button = OutlinedButton(theme, self.tr("&Export"), "file-down")
        self.facts = TextLabel(tone="text2", elide=True)
        self.tabs = TabPages(theme, self.tr("Survey"))
        self.questions = QuestionsTab(theme)
        self.versions = VersionsTab(theme)
        self.results = ResultsTab(theme, takeaway)
        self.edit = EditTab(theme)
        self.empty = EmptyState(
            theme,
            "clipboard-list",
            self.tr("No survey selected"),
            self.tr("Choose a survey to see its questions, its versions and its results."),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.export_button.clicked.connect(self.export_asked)
        self.results.session_asked.connect(self.session_asked)
        self.questions.opened.connect(self.show_editor)
        self.questions.repair_asked.connect(self.repair)
        self.versions.restore_asked.connect(self.restore)

    def _lay_out(self) -> None:
        self.tabs.add(QUESTIONS, self.tr("Questions"), self.questions)
        self.tabs.add(RESULTS, self.tr("Results"), self.results)
        self.tabs.add(VERSIONS, self.tr("Versions"), self.versions)
        self.tabs.add(EDIT, self.tr("Edit"), self.edit)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title, 1)
        first.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setContentsMargins(6, 0, 0, 0)
        second.addWidget(self.facts, 1)
        head = QVBoxLayout()
        head.setContentsMargins(18, 12, 24, 4)
        head.setSpacing(4)
        head.addLayout(first)
        head.addLayout(second)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def show_survey(
        self,
        survey: Survey | None,
        library: OpenLibrary | None,
        reader: Surveys | None,
        *,
        player_view: bool,
    ) -> None:
        """Show a survey, or that none is chosen.

        Args:
            survey: What is shown.
            library: The library that is open.
            reader: Counts its answers.
            player_view: Only read, without what respondents do not see.
        """
        if survey is None or library is None or reader is None:
            self.survey = None
            self._stack.setCurrentIndex(0)
            return
        if self._edits is None or self._edits.open_library is not library:
            self._edits = DocumentEdits(library, DEFINITION)
        if self.survey is None or self.survey.id != survey.id:
            self.title.give_up()
        self.survey, self._edits.key = survey, survey.id
        self._player_view = player_view
        editable = not player_view and not library.library.read_only
        title = printable(survey.title)
        short = one_line(title, _TITLE)
        self.title.set_value(short, title, "" if short == title else shown_text(title, 1000))
        self.title.set_editable(editable=editable and survey.current is not None)
        self._say_facts(survey)
        self.questions.show_survey(survey, player_view=player_view, editable=editable)
        self.versions.show_survey(survey, editable=editable)
        self.edit.show_survey(survey, self._edits, editable=editable)
        # What all have answered is for the GM alone.
        self.results.show_survey(None if player_view else survey, library, reader)
        newest = survey.newest
        count = 0 if newest is None else len(newest.definition.questions)
        self.tabs.set_count(QUESTIONS, count)
        self.tabs.set_count(VERSIONS, len(survey.versions))
        for tab in (RESULTS, VERSIONS, EDIT):
            if player_view and self.tabs.key() == tab:
                self.tabs.turn_to(QUESTIONS)
            self.tabs.set_shown(tab, shown=not player_view)
        self._stack.setCurrentIndex(1)

    def _say_facts(self, survey: Survey) -> None:
        newest, sessions = survey.newest, len(survey.sessions)
        facts = [survey.id if survey.id != survey.title else ""]
        if newest is not None:
            count = len(newest.definition.questions)
            one, many = self.tr("1 question"), self.tr("{0} questions")
            facts.append(one if count == 1 else many.format(count))
            if newest.definition.with_python:
                facts.append(self.tr("a program decides what is asked"))
            if not newest.is_current:
                facts.append(self.tr("no current version"))
        one, many = self.tr("1 session"), self.tr("{0} sessions")
        facts.append(one if sessions == 1 else many.format(sessions))
        self.facts.setText("  ·  ".join(filter(None, facts)))

    @property
    def busy(self) -> bool:
        """Whether something is still being read that will be shown."""
        return self.results.isVisible() and self.results.busy

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.export_button.set_compact(compact=event.size().width() < self.theme.px(_NARROW))

    def enter(self) -> None:
        """Take the focus where one goes on."""
        if self.tabs.key() == QUESTIONS and self.questions.model.rowCount():
            self.questions.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.tabs.key() == EDIT:
            self.edit.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_title(self) -> None:
        """Edit the title."""
        self.title.open_editor()

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([self.title.flush(), self.edit.flush()])

    def _save_title(self, typed: str) -> str:
        edits, survey = self._edits, self.survey
        current = None if survey is None else survey.current
        if edits is None or survey is None or current is None:
            return ""
        title = " ".join(typed.split())
        if not title:
            return self.tr("It needs a title.")
        name = self.tr("Rename survey")

        def save() -> None:
            now = read_definition(self._lines(edits, survey))
            save_definition(edits.library, survey.id, describe(now, title), name)

        return edits.do(save)

    def _lines(self, edits: DocumentEdits, survey: Survey) -> tuple[Line, ...]:
        """Return the lines as they are now: what was edited a moment ago is not on this page."""
        return file_lines(document_data(edits.library, DEFINITION, survey.id))

    def repair(self, number: int) -> None:
        """Edit a line of the current version as it stands in the file."""
        edits, survey = self._edits, self.survey
        if edits is None or survey is None:
            return
        lines = self._lines(edits, survey)
        dialog = RawLineDialog(
            self.theme, lines, number, lambda typed: read_definition(typed).findings, self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = self.tr("Repair survey")
        dialog.repaired.connect(
            lambda mended: edits.open_library.try_act(
                lambda: save_definition(edits.library, survey.id, mended, name)
            )
        )
        dialog.open()

    def restore(self, name: str) -> None:
        """Make a former version the current one."""
        edits, survey = self._edits, self.survey
        former = None if survey is None else survey.version(name)
        if edits is not None and survey is not None and former is not None and self.flush():
            lines, words = former.definition.lines, self.tr("Restore version")
            edits.open_library.try_act(
                lambda: save_definition(edits.library, survey.id, lines, words)
            )

    def show_editor(self, uid: str = "") -> None:
        """Turn to the editor, and to one of its questions."""
        if self.survey is not None and not self._player_view:
            self.tabs.turn_to(EDIT)
            if uid:
                self.edit.choose(uid)
            self.edit.list.setFocus(Qt.FocusReason.OtherFocusReason)
