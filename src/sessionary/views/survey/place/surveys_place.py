"""The Surveys place: surveys and their sessions, with the page of what is chosen beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout
from typing_extensions import override

from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.services.surveys import Surveys
from sessionary.views.place import Place
from sessionary.views.survey.place.survey_acts import SurveyActs, is_possible
from sessionary.views.survey.place.survey_lists import SurveyLists
from sessionary.views.survey.place.survey_page import EDIT, RESULTS, SurveyPage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sessionary.core.kinds import SessionSummary
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.surveys import Survey
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.survey.session_page import SurveySessionPage
    from sessionary.views.theme import Theme


class SurveysPlace(Place):
    """Lists surveys and sessions, with a page beside them.

    Signals:
        acted: Something was done that can be taken back; the sentence says what.
        told: The sentence says why nothing was done.
        chosen: Another survey or session is chosen, or none.
        export_asked: The reader wants to export a document; its kind and key.
    """

    acted = Signal(str)
    told = Signal(str)
    chosen = Signal()
    export_asked = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        takeaway: Takeaway,
        *,
        sessions: Callable[[], tuple[Sequence[SessionSummary], Mapping[str, str]]],
        category_of: Callable[[str], int | str | None],
        now: Callable[[], datetime],
    ) -> None:
        """Make the place, empty until it is opened.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            takeaway: Where results go when they are copied or saved.
            sessions: Returns the sessions of campaigns, and what the campaigns are called.
            category_of: The colour of a tag.
            now: The time of day, with an offset.
        """
        super().__init__()
        self.theme, self._library, self._now = theme, library, now
        self._category_of = category_of
        self.acts = SurveyActs(theme, library, sessions=sessions, now=now, parent=self)
        self._reader: tuple[OpenLibrary, Surveys] | None = None
        self._player_view = self._again = self._goes_in = False
        self._reading: Job | None = None
        self._then: tuple[str, str] | None = None
        self._line: tuple[str, int] | None = None
        self.lists = SurveyLists(theme)
        self.page = SurveyPage(theme, takeaway)
        self.session_page: SurveySessionPage | None = None
        self.detail = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.detail.addWidget(self.page)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.lists)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(1, 1)
        self.lists.setMinimumWidth(self.theme.px(380))
        self.detail.setMinimumWidth(self.theme.px(420))
        self.splitter.setSizes([self.theme.px(540), self.theme.px(660)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

    def _connect(self) -> None:
        self.acts.acted.connect(self.acted)
        self.acts.told.connect(self.told)
        self.acts.made.connect(self._made)
        self.lists.survey_chosen.connect(self._show_survey)
        self.lists.session_chosen.connect(self._show_session)
        self.lists.opened.connect(self._enter_page)
        self.lists.new_session.clicked.connect(self.make_item)
        self.lists.new_survey.clicked.connect(self.ask_for_survey)
        self.lists.survey_asked.connect(self.ask_for_survey)
        self.page.export_asked.connect(
            lambda: self.export_asked.emit(*self.document or (DEFINITION, ""))
        )
        self.page.session_asked.connect(lambda key: self.seek(self.lists.survey_id, key))

    def _made_session_page(self) -> SurveySessionPage:
        """Return the page of a session; it is made when the first one is shown."""
        # Imported here: who only looks at a survey does not wait for its widgets.
        from sessionary.views.survey.session_page import SurveySessionPage  # noqa: PLC0415

        if self.session_page is None:
            with self.theme.undressed():
                page = self.session_page = SurveySessionPage(
                    self.theme, self._library, category_of=self._category_of, now=self._now
                )
                self.detail.addWidget(page)
            page.export_asked.connect(lambda key: self.export_asked.emit(SURVEY, key))
            page.link_asked.connect(self.ask_to_link)
            page.linked_asked.connect(self.session_asked)
            page.acted.connect(self.acted)
            page.set_player_view(on=self._player_view)
        return self.session_page

    @override
    def begin(self) -> None:
        """Take the focus into the list."""
        if self.lists.surveys.rowCount():
            self.lists.enter()
        else:
            self.lists.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def refresh(self) -> None:
        """Read the surveys anew; what is shown stays until they are read."""
        library = self._library()
        if self._reading is not None and self._reading.parent() is library:
            self._again = True
            return
        self._reading = None
        if library is None or library.closed:
            self._reader = None
            self._show(())
            return
        if self._reader is None or self._reader[0] is not library:
            self._reader = library, Surveys(library.library)
        job = self._reading = library.run(
            self.tr("Reading the surveys"), self._reader[1].read, shown=False
        )
        job.finished.connect(lambda surveys: self._read(job, surveys))
        job.failed.connect(lambda error: self._failed(job, error))
        job.cancelled.connect(lambda: self._failed(job, None))

    def _failed(self, job: Job, error: BaseException | None) -> None:
        if job is self._reading:
            self._reading = None
            if error is not None:
                self.told.emit(self.tr("The surveys cannot be read. {0}").format(error))

    def _read(self, job: Job, surveys: tuple[Survey, ...]) -> None:
        if job is not self._reading:
            return
        self._reading = None
        if self._again:
            self._again = False
            self.refresh()
            return
        self._show(surveys)

    def _show(self, surveys: tuple[Survey, ...]) -> None:
        library = self._library()
        writable = library is not None and not library.closed and not library.library.read_only
        self.lists.set_writable(writable=writable and not self._player_view)
        self.lists.show_surveys(surveys)
        focus = QApplication.focusWidget()
        if not surveys and focus is not None and self.detail.isAncestorOf(focus):
            self.begin()
        self.detail.setVisible(bool(surveys))  # Without one, the list says so alone.
        wanted, self._then = self._then, None
        if wanted is not None:
            survey, session = wanted
            if self._choose(survey or self.lists.survey_of(session), session):
                return
        (self._show_session if self.lists.session() is not None else self._show_survey)()

    @override
    def flush(self) -> None:
        """Save what is typed."""
        self.page.flush()
        if self.session_page is not None:
            self.session_page.flush()

    @override
    def set_player_view(self, *, on: bool) -> None:
        """Leave out what is for the GM alone, or show it again."""
        if on == self._player_view:
            return
        self.flush()
        self._player_view = on
        self.lists.set_writable(writable=not on)
        if self.session_page is not None:
            self.session_page.set_player_view(on=on)
        # Also the page that is not seen: nothing of the GM's may stay behind in it.
        self._fill_survey_page()
        self.chosen.emit()

    @property
    @override
    def busy(self) -> bool:
        """Whether something is still being read."""
        page = self.session_page
        shown = page is not None and self.detail.currentWidget() is page and page.busy
        return self._reading is not None or self.page.busy or shown

    def _fill_survey_page(self) -> None:
        reader = None if self._reader is None else self._reader[1]
        survey = self.lists.survey()
        self.page.show_survey(survey, self._library(), reader, player_view=self._player_view)

    def _show_survey(self) -> None:
        self._fill_survey_page()
        if self.session_page is not None and self.detail.currentWidget() is self.session_page:
            self.session_page.flush()
        self.detail.setCurrentWidget(self.page)
        self.chosen.emit()

    def _show_session(self) -> None:
        session = self.lists.session()
        if session is None or self._library() is None:
            return
        page = self._made_session_page()
        if page.key != session.key or page.view is None:
            # The session that is shown follows what becomes of it by itself.
            page.show_session(session.key)
        self.detail.setCurrentWidget(page)
        if self._line is not None and self._line[0] == session.key:
            page.show_line(self._line[1])
            self._line = None
        self.chosen.emit()

    def _enter_page(self, *, begin: bool = False) -> None:
        if self.lists.session() is not None and self.session_page is not None:
            self.session_page.enter(begin=begin)
        else:
            self.page.enter()

    def seek(self, survey: str, session: str = "") -> None:
        """Choose a survey or one of its sessions as soon as it is read."""
        if self._reading is None and self._choose(survey, session):
            return
        self._then = (survey, session)

    @override
    def show_document(self, kind: str, key: str) -> bool:
        """Choose a survey, or a session whatever survey it is of."""
        if kind == SURVEY:
            self.seek(self.lists.survey_of(key), key)
        elif kind == DEFINITION:
            self.seek(key)
        return kind in {SURVEY, DEFINITION}

    def show_line(self, key: str, line: int) -> None:
        """Show a session, and what stands in a physical line of its file; 0 for its beginning."""
        self._line = (key, line) if line else None
        self.show_document(SURVEY, key)

    @property
    @override
    def foot_facts(self) -> tuple[str, ...]:
        """How many surveys there are, and how many sessions they have."""
        return self.lists.surveys.facts

    @property
    @override
    def document(self) -> tuple[str, str] | None:
        """The session that is looked at, else the survey."""
        session = self.lists.session()
        if session is not None:
            return SURVEY, session.key
        survey = self.lists.survey()
        return None if survey is None else (DEFINITION, survey.id)

    # What is done with the keyboard and in menus.

    @property
    @override
    def has_item(self) -> bool:
        """Whether something is chosen that can be renamed and deleted."""
        return self.lists.survey() is not None and not self._player_view

    @override
    def allows(self, command: str) -> bool:
        """Say whether a command can be done now."""
        survey, session = self.lists.survey() is not None, self.lists.session() is not None
        question = not session and self.page.tabs.key() == EDIT and self.page.edit.has_question
        chosen = {"survey": survey, "session": session, "question": question}
        return is_possible(command, **chosen, gm=not self._player_view)

    @override
    def make_item(self) -> bool:
        """Ask who answers a new session of the chosen survey, or begin a survey."""
        survey = self.lists.survey()
        if self._player_view:
            return True
        if survey is None:
            self.ask_for_survey()
        elif not survey.barred:
            self.acts.ask_for_session(survey)
        return True

    def ask_for_survey(self) -> None:
        """Ask for the title of a new survey."""
        if not self._player_view:
            self.acts.ask_for_survey(self.lists.surveys.ids())

    def ask_to_link(self, key: str = "") -> None:
        """Ask to which evening of a campaign a session belongs."""
        session = self.lists.session()
        key = key or (session.key if session is not None else "")
        if key and not self._player_view:
            self.acts.ask_to_link(key)

    def _made(self, survey: str, session: str) -> None:
        self._goes_in = True
        if not session:
            self.page.tabs.turn_to(EDIT)
        self.seek(survey, session)

    def _choose(self, survey: str, session: str) -> bool:
        """Choose what is there; what was just made has the focus then."""
        chosen = self.lists.choose(survey, session)
        if chosen and self._goes_in:
            self._goes_in = False
            self._enter_page(begin=True)
        return chosen

    @override
    def rename_item(self) -> bool:
        """Edit the title of the survey, or the question that is chosen in its editor."""
        if self.lists.session() is None and not self._player_view:
            if self.page.edit.list.hasFocus():
                self.page.edit.editor.begin()
            else:
                self.page.begin_title()
        return True

    @override
    def delete_item(self) -> bool:
        """Delete the question, the sessions or the survey that is chosen."""
        survey, chosen = self.lists.survey(), self.lists.selected()
        if self._player_view or survey is None:
            return True
        if self.page.edit.list.hasFocus():
            self.page.edit.remove_question()
            return True
        self.flush()
        if chosen:
            self.acts.delete_sessions(chosen)
        else:
            self.acts.delete_survey(survey)
        return True

    @override
    def step_item(self, down: int) -> bool:
        """Choose the session below (1) or above (-1) the chosen one."""
        self.lists.step(down)
        return True

    def show_results(self) -> None:
        """Show the results of the chosen survey."""
        self._turn_to(RESULTS)
        self.page.enter()

    def show_editor(self) -> None:
        """Show the questions of the chosen survey where they are edited."""
        self._turn_to(EDIT)
        self.page.show_editor()

    def _turn_to(self, tab: str) -> None:
        if self.lists.survey() is not None and not self._player_view:
            self.lists.choose(self.lists.survey_id)
            self.page.tabs.turn_to(tab)

    @override
    def filter_tag(self, tag: str) -> bool:
        """Leave only the sessions with a tag."""
        self.lists.field.setText(f"#{tag}")
        return True

    @override
    def find_here(self) -> bool:
        """Go into the filter."""
        self.lists.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.lists.field.selectAll()
        return True
