"""The page of one survey session: form, interview, its lines, what is odd, and notes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.problems import UserError
from sessionary.core.survey.findings import Level
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.core.survey.session import read_session
from sessionary.services.stored import DocumentBad
from sessionary.views.campaign.edits import DocumentEdits
from sessionary.views.campaign.held import Holder
from sessionary.views.campaign.small_parts import flush_all
from sessionary.views.stored_text_dialog import StoredTextDialog
from sessionary.views.survey.findings_tab import FindingsTab
from sessionary.views.survey.form import SurveyForm
from sessionary.views.survey.interview import Interview
from sessionary.views.survey.lines_tab import LinesTab
from sessionary.views.survey.notes_tab import NotesTab
from sessionary.views.survey.raw_line_dialog import RawLineDialog
from sessionary.views.survey.session_header import Notice, SurveySessionHeader
from sessionary.views.survey.session_view import SessionView, links_of, read_view
from sessionary.views.survey.survey_work import LibraryEditor
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.tab_bar import TabPages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent

    from sessionary.core.survey.findings import Finding
    from sessionary.core.survey.lines import Line
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.library import Change
    from sessionary.views.survey.survey_work import Refusal
    from sessionary.views.theme import Theme

FORM, INTERVIEW, LINES, FINDINGS, NOTES = "form", "interview", "lines", "findings", "notes"
_FOR_GM: Final = (LINES, FINDINGS, NOTES)


def _no_category(_tag: str) -> None:
    return None


class SurveySessionPage(QWidget):
    """Shows one session of a survey and takes what is answered and edited in it.

    It shows by itself what becomes of its session. In the player view, which hides what is for
    the GM alone, questions can still be answered: the respondent may sit at this machine.

    Signals:
        export_asked: The reader wants to export the session; its key.
        link_asked: The reader wants to link it to a session of a campaign; its key.
        linked_asked: The reader wants to see a session that it is linked to; its key.
        acted: Something was done that can be taken back; the sentence says what.
    """

    export_asked = Signal(str)
    link_asked = Signal(str)
    linked_asked = Signal(str)
    acted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        parent: QWidget | None = None,
        *,
        category_of: Callable[[str], int | str | None] = _no_category,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        """Make a page that shows nothing yet.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            parent: The widget it belongs to.
            category_of: The colour of a tag.
            now: The time of day, with an offset.
        """
        super().__init__(parent)
        self.theme, self._library_now, self._now = theme, library, now
        self.key = ""
        self.view: SessionView | None = None
        self.raw_dialog: RawLineDialog | None = None
        self._open: OpenLibrary | None = None
        self._edits: DocumentEdits | None = None
        self._holder: Holder | None = None
        self._bad: DocumentBad | None = None
        self._player_view = False
        self._stale: set[str] = set()
        self._tab = FORM
        self.editor = LibraryEditor(lambda: self._edits, now)
        self.header = SurveySessionHeader(theme, self.editor.save_tags, category_of)
        self.notice = Notice(theme)
        self.tabs = TabPages(theme, self.tr("Parts of the session"))
        self.form = SurveyForm(theme, self.editor)
        self.interview = Interview(theme, self.editor)
        self.lines = LinesTab(theme)
        self.findings = FindingsTab(theme)
        self.notes = NotesTab(theme, self.editor.type_notes)
        self.empty = EmptyState(theme, "clipboard-list", "", "")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_nothing()

    def _lay_out(self) -> None:
        self.tabs.add(FORM, self.tr("Form"), self.form)
        self.tabs.add(INTERVIEW, self.tr("Interview"), self.interview)
        self.tabs.add(LINES, self.tr("Answers"), self.lines)
        self.tabs.add(FINDINGS, self.tr("Findings"), self.findings)
        self.tabs.add(NOTES, self.tr("Notes"), self.notes)
        around = QHBoxLayout()
        around.setContentsMargins(24, 4, 24, 4)
        around.addWidget(self.notice)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.header)
        inner.addLayout(around)
        inner.addWidget(self.tabs, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self.tabs.turned.connect(self._turn)
        self.header.close_asked.connect(self.close_session)
        self.header.back_asked.connect(self.take_back_last)
        self.header.export_asked.connect(lambda: self.export_asked.emit(self.key))
        self.header.link_asked.connect(lambda: self.link_asked.emit(self.key))
        self.header.linked_asked.connect(self.linked_asked)
        self.notice.acted.connect(self._act_on_notice)
        self.interview.form_asked.connect(lambda: self.tabs.turn_to(FORM))
        self.lines.question_asked.connect(self.show_question)
        self.findings.place_asked.connect(self.show_line)
        self.findings.repair_asked.connect(self.edit_line)
        self.empty.acted.connect(self._look_at_text)

    # What the place does with it.

    def show_session(self, key: str) -> None:
        """Show a session, or that none is chosen; what was typed in the former one is stored."""
        if key == self.key and self.view is not None:
            self.refresh()
            return
        self.flush()
        self._give_up()
        if self._edits is not None:
            self._edits.let_go()
        self.key = key
        self._take_library()
        self.refresh()

    def refresh(self) -> None:
        """Show what the library says of the session now."""
        self._take_library()
        if self._edits is None or not self.key:
            self._show_nothing()
            return
        self._edits.key = self.key
        if self._holder is not None:
            self._holder.show(self.key)
        try:
            view = read_view(
                self._edits.library,
                self.key,
                editable=self.editable,
                for_players=self._player_view,
            )
        except DocumentBad as bad:
            self._bad = bad
            self._show_nothing(
                self.tr("This session cannot be used"),
                self.tr("{0} It is kept as it is, and never written.").format(bad),
                self.tr("Look at its text…"),
            )
            return
        except UserError as error:
            self._show_nothing(str(error), self.tr("Choose another session."))
            return
        self._show_view(view)

    def flush(self) -> bool:
        """Store what is typed; say whether all of it was stored."""
        if self.view is None or self._edits is None:
            return True
        parts = (self.header, self.form, self.interview, self.notes.text)
        return flush_all(parts) and self._edits.flush()

    def set_player_view(self, *, on: bool) -> None:
        """Hide whatever is for the GM alone, or show it again."""
        if on == self._player_view:
            return
        self.flush()
        self._give_up()
        self._player_view = on
        self.refresh()

    @property
    def busy(self) -> bool:
        """Whether rows of the form are still being made."""
        return self.form.questions.busy

    @property
    def editable(self) -> bool:
        """Whether the session may be changed at all: nobody else edits it, and it can be saved."""
        if self._open is None or self._open.library.read_only:
            return False
        return self._holder is None or not self._holder.held

    def enter(self, *, begin: bool = False) -> None:
        """Take the focus where one goes on; to `begin`, that is where answers are given."""
        if begin and self.tabs.key() not in (FORM, INTERVIEW):
            self.tabs.turn_to(FORM)
        current = self.tabs.key()
        if current == FORM:
            self.form.enter()
        elif current == INTERVIEW:
            self.interview.enter()
        else:
            parts = {LINES: self.lines.table, FINDINGS: self.findings.table, NOTES: self.notes.text}
            part = parts[current] if parts[current].isVisible() else self.tabs.bar
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the reader does.

    def show_question(self, uid: str) -> None:
        """Turn to the form and go to a question."""
        self.tabs.turn_to(FORM)
        self.form.jump_to(uid)

    def show_line(self, line: int) -> None:
        """Go to what stands in a physical line: its question, else the line itself."""
        if self.view is None:
            return
        session = self.view.opened.session
        if line in session.raw:
            self.edit_line(line)
            return
        found = next((one for one in session.body if one.line == line), None)
        if found is not None and not found.is_system:
            self.show_question(found.uid)
        else:
            self.tabs.turn_to(LINES)
            self.lines.show_line(line)

    def edit_line(self, number: int) -> None:
        """Edit a line as it stands in the file."""
        if self.view is None or not self.editable or self._player_view:
            return
        lines = self.view.opened.session.lines
        dialog = RawLineDialog(self.theme, lines, number, self._check, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.repaired.connect(self._repair)
        dialog.finished.connect(lambda _result: setattr(self, "raw_dialog", None))
        self.raw_dialog = dialog
        dialog.open()

    def close_session(self) -> None:
        """Close the session for good; the window's undo opens it again."""
        if self.flush():
            self._tell(self.editor.close(), self.tr("Session closed"))

    def take_back_last(self) -> None:
        """Take the last answer back."""
        self.form.give_up()
        self._tell(self.editor.delete_previous(), "")

    def _repair(self, lines: Sequence[Line]) -> None:
        self._tell(self.editor.repair(lines), self.tr("Line edited"))

    def _act_on_notice(self) -> None:
        if self.view is None:
            return
        opened = self.view.opened
        if opened.session.fatal or opened.session.damaged:
            serious = (Level.FATAL, Level.ERROR)
            wrong = next((one for one in opened.findings if one.level in serious), None)
            self.edit_line(1 if wrong is None else wrong.line)
        elif opened.confirm:
            self._tell(self.editor.confirm(), "")
        elif opened.offer:
            self._tell(self.editor.keep_version(), "")

    def _tell(self, refused: Refusal | None, done: str) -> None:
        """Say why something was not done, else what was."""
        if refused is not None:
            self.notice.say(Level.ERROR, refused.message, code=refused.code)
        elif done:
            self.acted.emit(done)

    def _check(self, lines: Sequence[Line]) -> Sequence[Finding]:
        return read_session(lines, id=self.key).findings

    # How it is shown.

    def _take_library(self) -> None:
        """Look whether another library is open, and follow that one."""
        found = self._library_now()
        if found is self._open:
            return
        self._open = found
        self._edits = self._holder = None
        if found is not None:
            self._edits = DocumentEdits(found, SURVEY)
            self._holder = Holder(found, SURVEY, self)
            self._holder.changed.connect(self.refresh)
            found.changed.connect(self._changed)

    def _changed(self, change: Change) -> None:
        """Show what an act has changed, if it may be this session; a job names no documents."""
        mine = any(one == (SURVEY, self.key) or one[0] == DEFINITION for one in change.documents)
        if self.key and (mine or not change.documents):
            self.refresh()

    def _show_view(self, view: SessionView) -> None:
        self.view, self._bad = view, None
        own = {} if view.for_players else view.own
        links = [] if self._open is None else links_of(self._open.library, own)
        self.header.show_view(view, links, editable=self.editable)
        self.notice.show_view(view, self.editor.barred)
        for key in _FOR_GM:
            if self._player_view and self.tabs.key() == key:
                self.tabs.turn_to(FORM)
            self.tabs.set_shown(key, shown=not self._player_view)
        findings = [one for one in view.opened.findings if one.level is not Level.INFO]
        self.tabs.set_count(FINDINGS, len(findings) or None)
        self._stale = {FORM, INTERVIEW, LINES, FINDINGS, NOTES}
        self._stack.setCurrentIndex(1)
        self._turned(self.tabs.key())
        # Nothing of the GM's stays behind where nobody looks.
        for key in _FOR_GM if self._player_view else ():
            self._turned(key)

    def _turn(self, key: str) -> None:
        """Show a tab; what was typed in the one before is stored."""
        former, self._tab = self._tab, key
        if former == FORM:
            self.form.flush()
        elif former == INTERVIEW:
            self.interview.flush()
        self._turned(key)

    def _turned(self, key: str) -> None:
        if self.view is None or key not in self._stale:
            return
        self._stale.discard(key)
        view = None if self._player_view and key in _FOR_GM else self.view
        if key in (FORM, INTERVIEW, LINES):
            show = {FORM: self.form.show_view, INTERVIEW: self.interview.show_view}
            show.get(key, self.lines.show_view)(view)
        elif key == FINDINGS:
            self.findings.show_view(view, editable=self.editable)
        else:
            self.notes.show_view(view, editable=self.editable)

    def _show_nothing(self, statement: str = "", sentence: str = "", button: str = "") -> None:
        self.view = None
        self.empty.say(
            "triangle-alert" if button else "clipboard-list",
            statement or self.tr("No session selected"),
            sentence or self.tr("Choose a session to see its answers, and to go on answering."),
            button,
        )
        for part in (self.form, self.interview, self.lines):
            part.show_view(None)
        self._stack.setCurrentIndex(0)

    def _give_up(self) -> None:
        for part in (self.header, self.form, self.interview):
            part.give_up()

    def _look_at_text(self) -> None:
        if self._bad is not None:
            StoredTextDialog(self.theme, self._bad, self).open()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._library_now() is self._open:
            self.flush()
        else:
            # The library is another by now: nothing of the former one may be shown or edited.
            self._give_up()
            self._edits, self.key = None, ""
            self._show_nothing()
