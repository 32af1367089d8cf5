"""The other views of the filter of the Sessions place: the timeline and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal

from sessionary.core.campaign.clock import PLAIN
from sessionary.models.calendar_model import CalendarModel, Shown
from sessionary.models.month_pages import locale_day
from sessionary.models.timeline_model import TimelineModel
from sessionary.models.timeline_source import LibraryTimeline
from sessionary.services.month_days import Days, events_of_days
from sessionary.views.sessions.calendar_pane import CalendarPane
from sessionary.views.sessions.filter_parts import CALENDAR, TIMELINE
from sessionary.views.sessions.timeline_pane import TimelinePane
from sessionary.views.widgets.stacks import discard

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.models.session_list import SessionListModel
    from sessionary.services.month_days import EventsOfDay
    from sessionary.views.sessions.session_list import SessionListPane
    from sessionary.views.theme import Theme

_WORKERS_END_MS = 3000
_US = 1_000_000


class OtherViews(QObject):
    """Makes the views beside the list, and keeps one filter for all.

    Signals:
        session_asked: The reader opened a session; its pk.
        event_asked: The reader opened an event; its pk.
        view_chosen: The reader wants another view.
    """

    session_asked = Signal(object)
    event_asked = Signal(object)
    view_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        library: OpenLibrary,
        beside: SessionListPane,
        stack: QStackedWidget,
        parent: QObject,
    ) -> None:
        """Make the timeline; the calendar is made when it is wanted.

        Args:
            theme: Colours and sizes.
            library: Where events are read.
            beside: The list, whose filter holds.
            stack: What the views are put into.
            parent: What they belong to.
        """
        super().__init__(parent)
        self.theme, self._library, self._list, self._stack = theme, library, beside, stack
        self._sessions: SessionListModel = beside.model
        # Its own, so that nobody else's work is waited for when the library is closed.
        self._workers = QThreadPool(self)
        self._job: Job | None = None
        self._next: tuple[Days, Callable[[dict[int, EventsOfDay]], None]] | None = None
        source = LibraryTimeline(library.library)
        model = TimelineModel(source, zone=library.library.zone, pool=self._workers)
        self.timeline = TimelinePane(theme, model, source)
        model.setParent(self.timeline)
        self.calendar: CalendarPane | None = None
        self._join(self.timeline)

    def _join(self, pane: TimelinePane | CalendarPane) -> None:
        self._stack.addWidget(pane)
        pane.switch.chosen.connect(self.view_chosen)
        pane.field.textChanged.connect(self._list.field.setText)
        pane.statuses.chosen.connect(
            lambda status: self._list.filter_by(self._list.field.text(), status)
        )
        pane.session_asked.connect(self.session_asked)
        pane.event_asked.connect(self.event_asked)
        self._say(pane)

    def make_calendar(self) -> CalendarPane:
        """Return the calendar, which is made when it is asked for the first time."""
        if self.calendar is None:
            model = CalendarModel(self._read, self._today)
            self.calendar = CalendarPane(self.theme, model)
            model.setParent(self.calendar)
            self._join(self.calendar)
        return self.calendar

    def open(self) -> TimelinePane | CalendarPane | None:
        """Return the view that is open, None for the list."""
        shown = self._stack.currentWidget()
        return next((pane for pane in self._panes() if pane is shown), None)

    def view(self) -> str:
        """Return which of these views is open, empty for the list."""
        shown = self.open()
        if shown is None:
            return ""
        return TIMELINE if shown is self.timeline else CALENDAR

    def show(self, view: str) -> None:
        """Open one of these views."""
        pane = self.timeline if view == TIMELINE else self.make_calendar()
        self._stack.setCurrentWidget(pane)

    def begin(self) -> bool:
        """Take the focus to where one begins in the view that is open; say whether one is."""
        pane = self.open()
        if pane is not None:
            pane.begin()
        return pane is not None

    def choose(self, view: str) -> None:
        """Say in each view which one is open."""
        for pane in self._panes():
            pane.switch.choose(view)

    def follow_filter(self) -> None:
        """Show in each view what the filter is."""
        for pane in self._panes():
            self._say(pane)

    def _say(self, pane: TimelinePane | CalendarPane) -> None:
        # Typed in any view, the filter is the same; setting what stands there says nothing.
        pane.field.setText(self._list.field.text())
        pane.statuses.choose(self._list.statuses.key())
        shown, total = len(self._sessions.shown()), self._sessions.total
        count = str(total) if shown == total else self.tr("{0} of {1}").format(shown, total)
        pane.header.set_count(count)

    def renew(self, *, players_only: bool) -> None:
        """Show what the filter lets through in the view that is open."""
        shown, pane = self._sessions.shown(), self.open()
        if pane is None:
            return
        self._say(pane)
        if pane is self.timeline:
            self.timeline.model.set_clock(self._clock(shown))
            self.timeline.source.show(
                shown,
                everything=len(shown) == len(self._sessions.everything()),
                players_only=players_only,
            )
            self.timeline.model.reload()
        elif pane is self.calendar and self.calendar is not None:
            self.calendar.model.show(
                Shown(
                    sessions=tuple(shown),
                    everything=len(shown) == self._sessions.total,
                    players_only=players_only,
                    clock_of=self._sessions.clock_of,
                )
            )

    def _clock(self, shown: list[SessionSummary]) -> Clock:
        """Return the clock of all sessions, the plain one where campaigns have several."""
        clocks = {self._sessions.clock_of(one) for one in {one.container for one in shown}}
        return clocks.pop() if len(clocks) == 1 else PLAIN

    @property
    def loading(self) -> bool:
        """Whether the view that is open is still to be told something."""
        return self.timeline.model.loading or self._job is not None

    def let_go(self) -> None:
        """Leave the library: nothing is read any more, and the views go."""
        self._next = None
        if self._job is not None:
            self._job.cancel()
            self._job.wait(_WORKERS_END_MS / 1000)
        for pane in self._panes():
            discard(self._stack, pane)
        self._workers.waitForDone(_WORKERS_END_MS)
        self.deleteLater()

    def _panes(self) -> list[TimelinePane | CalendarPane]:
        return [self.timeline, *([self.calendar] if self.calendar is not None else [])]

    def _today(self) -> int:
        return locale_day(round(self._library.library.scheduler.wall() * _US))

    def _read(self, days: Days, take: Callable[[dict[int, EventsOfDay]], None]) -> None:
        """Read the events of days on another thread; of several pages asked for only the last."""
        self._next = (days, take)
        if self._job is None:
            self._read_next()

    def _read_next(self) -> None:
        self._job = None
        if self._next is None:
            return
        days, take = self._next
        self._next = None
        library = self._library.library
        # It belongs to the library, which outlives the view: a thread must not die while it runs.
        job = self._job = self._library.run(
            self.tr("Read events"), lambda _report: events_of_days(library, days), shown=False
        )
        job.finished.connect(take)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(lambda *_result: self._read_next())
