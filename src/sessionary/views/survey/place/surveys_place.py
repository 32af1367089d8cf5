"""The Surveys place: surveys and their sessions, with the page of what is chosen beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout
from typing_extensions import override

from sessionary.services.surveys import Surveys
from sessionary.views.place import Place
from sessionary.views.survey.place.survey_lists import SurveyLists
from sessionary.views.survey.place.survey_page import SurveyPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.surveys import Survey
    from sessionary.views.plots.takeaway import Takeaway
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
        self, theme: Theme, library: Callable[[], OpenLibrary | None], takeaway: Takeaway
    ) -> None:
        """Make the place, empty until it is opened.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            takeaway: Where results go when they are copied or saved.
        """
        super().__init__()
        self.theme, self._library = theme, library
        self._reader: tuple[OpenLibrary, Surveys] | None = None
        self._player_view = self._again = False
        self._reading: Job | None = None
        self._then: tuple[str, str] | None = None
        self.lists = SurveyLists(theme)
        self.page = SurveyPage(theme, takeaway)
        self.detail = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.lists.survey_chosen.connect(self._show_survey)
        self.lists.session_chosen.connect(self._show_session)
        self.lists.opened.connect(self._enter_page)
        self.lists.new_session.clicked.connect(self.make_item)
        self.page.export_asked.connect(lambda: self._export("definition", self._survey_id()))
        self.page.session_asked.connect(lambda key: self.lists.choose(self._survey_id(), key))

    def _lay_out(self) -> None:
        self.detail.addWidget(self.page)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.lists)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.lists.setMinimumWidth(self.theme.px(380))
        self.detail.setMinimumWidth(self.theme.px(420))
        self.splitter.setSizes([self.theme.px(540), self.theme.px(660)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

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
        self.lists.show_surveys(surveys)
        if self._then is not None:
            wanted, self._then = self._then, None
            self.lists.choose(*wanted)
        elif self.lists.session() is not None:
            self._show_session()
        else:
            self._show_survey()

    @override
    def flush(self) -> None:
        """Save what is typed."""
        self.page.flush()

    @override
    def set_player_view(self, *, on: bool) -> None:
        """Leave out what is for the GM alone, or show it again."""
        if on != self._player_view:
            self.flush()
            self._player_view = on
            self.lists.new_survey.setVisible(not on)
            self._show_survey()

    @property
    @override
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._reading is not None or self.page.busy

    def _show_survey(self) -> None:
        survey = self.lists.survey()
        reader = None if self._reader is None else self._reader[1]
        self.page.show_survey(survey, self._library(), reader, player_view=self._player_view)
        self.detail.setCurrentWidget(self.page)
        self.chosen.emit()

    def _show_session(self) -> None:
        self.chosen.emit()

    def _enter_page(self) -> None:
        self.page.questions.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _survey_id(self) -> str:
        survey = self.lists.survey()
        return "" if survey is None else survey.id

    def _export(self, kind: str, key: str) -> None:
        if key:
            self.export_asked.emit(kind, key)

    def seek(self, survey: str, session: str = "") -> None:
        """Choose a survey or one of its sessions as soon as it is read."""
        if self._reading is None and self.lists.choose(survey, session):
            return
        self._then = (survey, session)

    @property
    @override
    def document(self) -> tuple[str, str] | None:
        """The session that is looked at, else the survey."""
        session = self.lists.session()
        if session is not None:
            return "survey", session.key
        survey = self.lists.survey()
        return None if survey is None else ("definition", survey.id)

    @override
    def find_here(self) -> bool:
        """Go into the filter."""
        self.lists.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.lists.field.selectAll()
        return True
