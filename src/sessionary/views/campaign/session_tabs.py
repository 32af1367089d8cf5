"""The tabs of a session's page, each of them made when it is opened for the first time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import Signal

from sessionary.views.campaign.attendance_tab import AttendanceTab
from sessionary.views.campaign.goal_work import GoalWork
from sessionary.views.campaign.goals_tab import GoalsTab
from sessionary.views.campaign.log_tab import LogTab
from sessionary.views.campaign.log_work import LogWork
from sessionary.views.campaign.notes_tab import NotesTab
from sessionary.views.campaign.other_fields_tab import OtherFieldsTab
from sessionary.views.campaign.overview_tab import OverviewTab
from sessionary.views.campaign.statistics_tab import StatisticsTab
from sessionary.views.widgets.tab_bar import TabPages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtCore import QByteArray
    from PySide6.QtWidgets import QWidget

    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.pages import SessionPage as PageData
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme

    W = TypeVar("W", bound=QWidget)


class Tab(Protocol):
    """What the page asks of its tabs."""

    def show_page(self, page: PageData, *, editable: bool) -> None:
        """Show a session."""

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""

    def give_up(self) -> None:
        """Close all editors without saving."""


class SessionTabs(TabPages):
    """What a session's page consists of.

    Signals:
        followed: The reader wants to see events of the session; their positions.
        event_asked: The reader opened an event; the number of its entry.
        thing_asked: The reader wants the page of somebody or something; the name.
        survey_asked: The reader wants to see a session of a survey; its key.
        goal_event_asked: The reader wants an event that a goal counts; the number of its entry.
    """

    followed = Signal(object)
    event_asked = Signal(object)
    thing_asked = Signal(str)
    survey_asked = Signal(str)
    goal_event_asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        library: OpenLibrary,
        edits: DocumentEdits,
        saves: SessionSaves,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(theme, self.tr("Parts of the session"))
        self._library, self._edits, self._saves, self._now = library, edits, saves, now
        self._players_only = False
        self._log_state: QByteArray | None = None
        self.made: dict[str, Tab] = {}
        self.parts: dict[str, Callable[[], Tab]] = {}
        self.wanted.connect(lambda key: self.parts[key]())
        self._promise("overview", self.tr("Overview"), lambda: self.overview)
        self._promise("log", self.tr("Log"), lambda: self.log)
        self._promise("attendance", self.tr("Attendance"), lambda: self.attendance)
        self._promise("goals", self.tr("Goals"), lambda: self.goals)
        self._promise("statistics", self.tr("Stats"), lambda: self.statistics)
        self._promise("notes", self.tr("Notes"), lambda: self.notes)
        self._promise("other", self.tr("Other fields"), lambda: self.other)

    def _promise(self, key: str, word: str, tab: Callable[[], Tab]) -> None:
        self.parts[key] = tab
        self.add(key, word)

    def _made(self, key: str, tab: W) -> W:
        self.made[key] = tab  # type: ignore[assignment]  # all tabs are widgets as well
        self.put(key, tab)
        return tab

    @cached_property
    def overview(self) -> OverviewTab:
        """What the session was, at a glance."""
        tab = OverviewTab(self.theme, self._saves)
        tab.followed.connect(self.followed)
        tab.survey_asked.connect(self.survey_asked)
        return self._made("overview", tab)

    @cached_property
    def log(self) -> LogTab:
        """What happened."""
        tab = LogTab(self.theme, LogWork(self._edits, self._now))
        tab.event_asked.connect(self.event_asked)
        tab.thing_asked.connect(self.thing_asked)
        if self._log_state is not None:
            tab.splitter.restoreState(self._log_state)
        return self._made("log", tab)

    @cached_property
    def attendance(self) -> AttendanceTab:
        """Who came."""
        return self._made("attendance", AttendanceTab(self.theme, self._saves))

    @cached_property
    def goals(self) -> GoalsTab:
        """What it was for."""
        tab = GoalsTab(self.theme, GoalWork(self._library, self._now))
        tab.set_player_view(on=self._players_only)
        tab.event_asked.connect(self.goal_event_asked)
        return self._made("goals", tab)

    @cached_property
    def statistics(self) -> StatisticsTab:
        """What it comes to in numbers."""
        return self._made("statistics", StatisticsTab(self.theme, self._saves))

    @cached_property
    def notes(self) -> NotesTab:
        """What somebody wrote about it."""
        return self._made("notes", NotesTab(self.theme, self._saves))

    @cached_property
    def other(self) -> OtherFieldsTab:
        """What its record says beyond that."""
        return self._made("other", OtherFieldsTab(self.theme, self._edits))

    @property
    def log_state(self) -> QByteArray | None:
        """How the log divides its room; None if that was never said and nobody looked at it."""
        return self.log.splitter.saveState() if "log" in self.made else self._log_state

    @log_state.setter
    def log_state(self, state: QByteArray) -> None:
        self._log_state = state
        if "log" in self.made:
            self.log.splitter.restoreState(state)

    def set_player_view(self, *, on: bool) -> None:
        """Leave out what is for the GM alone, or show it again, when something is shown next."""
        self._players_only = on
        if "goals" in self.made:
            self.goals.set_player_view(on=on)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        done = [tab.flush() for tab in self.made.values()]
        return all(done)

    def give_up(self) -> None:
        """Close all editors without saving."""
        for tab in self.made.values():
            tab.give_up()
