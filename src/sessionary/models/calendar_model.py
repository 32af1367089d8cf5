"""What the calendar shows: a page of days, and what stands on each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.campaign.gametime import DEFAULT_EPOCH
from sessionary.models.event_words import label_text
from sessionary.models.month_pages import GamePages, RealPages, locale_day
from sessionary.services.month_days import Days, EventsOfDay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.month_pages import Page, Pages

    Events = dict[int, EventsOfDay]
    # Reads on another thread and calls back on the caller's.
    Read = Callable[[Days, Callable[[Events], None]], None]

_PLAYED = ("completed", "in_progress")


@dataclass(frozen=True, slots=True)
class DayItem:
    """A session or an event on its day.

    Attributes:
        pk: Its number.
        text: What it is called.
        status: The session's status; empty for an event.
        category: The event's category.
    """

    pk: int
    text: str
    status: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the filter lets through.

    Attributes:
        sessions: The sessions.
        everything: Whether these are all there are.
        players_only: Leave out what only the GM may see.
        clock_of: Gives how a campaign's days are counted and written.
    """

    sessions: tuple[SessionSummary, ...] = ()
    everything: bool = True
    players_only: bool = False
    clock_of: Callable[[str], Clock] = lambda _campaign: PLAIN


class CalendarModel(QObject):
    """Holds the page that is open and reads what happened on its days.

    In game time the days are those of one campaign: of the only one that is shown, else of the one
    that was played last.

    Signals:
        changed: There is another page, or something else on its days.
    """

    changed = Signal()

    def __init__(self, read: Read, today: Callable[[], int], parent: QObject | None = None) -> None:
        """Make a calendar without sessions, open at today.

        Args:
            read: Reads the events of days and hands them on.
            today: Returns the day of now, as :class:`RealPages` counts days.
            parent: The owner.
        """
        super().__init__(parent)
        self._read, self._today = read, today
        self._shown = Shown()
        self._sessions: dict[int, list[DayItem]] = {}
        self._events: Events = {}
        self._asked: Days | None = None
        self._pages: Pages = RealPages()
        self.game = False
        self.campaign = ""
        self.clock = PLAIN
        self.day = today()
        self.page: Page = self._pages.page(self.day)

    def show(self, shown: Shown) -> None:
        """Show other sessions; the page stays, unless it is of another campaign."""
        self._shown = shown
        campaign = self._campaign()
        clock = shown.clock_of(campaign)
        other = self.game and (campaign, clock) != (self.campaign, self.clock)
        self.campaign, self.clock = campaign, clock
        if other:
            self._turn_to_game()
        self._place()

    def set_game(self, *, game: bool) -> None:
        """Show the days of the game, or those of real time."""
        if game == self.game:
            return
        self.game = game
        if game:
            self._turn_to_game()
        else:
            self._pages = RealPages()
            self.day = self._today()
        self._place()

    def _turn_to_game(self) -> None:
        self._pages = GamePages(self.clock)
        self.day = self.latest()

    @property
    def today(self) -> int | None:
        """The day of now; None in game time, which has none."""
        return None if self.game else self._today()

    def latest(self) -> int:
        """Return today, or the last day of the game that was played."""
        if not self.game:
            return self._today()
        ends = [
            one.game_start if one.game_end is None else one.game_end
            for one in self._of_campaign()
            if one.game_start is not None and one.status in _PLAYED
        ]
        return max(ends, default=DEFAULT_EPOCH) // self.clock.day_length

    def go(self, day: int) -> None:
        """Choose a day and turn to its page."""
        day = self._pages.within(day)
        turned = not self.page.first <= day <= self.page.last
        self.day = day
        if turned:
            self._place()
        else:
            self.changed.emit()

    def turn(self, pages: int) -> None:
        """Turn forward or, below 0, back, to the day at the same place or the nearest."""
        place = self.day - self.page.first
        page = self.page
        for _ in range(abs(pages)):
            beside = page.last + 1 if pages > 0 else page.first - 1
            page = self._pages.page(self._pages.within(beside))
        self.go(min(page.first + place, page.last))

    def items(self, day: int) -> list[DayItem]:
        """Return what stands on a day of the page: sessions, then the weightiest events."""
        sessions = self._sessions.get(day, [])
        found = self._events.get(day - self.page.first)
        if found is None:
            return sessions
        return [
            *sessions,
            *(
                DayItem(one.pk, label_text(one.label), category=one.category)
                for one in found.events
            ),
        ]

    def sessions_on(self, day: int) -> int:
        """Return how many sessions stand on a day of the page."""
        return len(self._sessions.get(day, ()))

    def events_on(self, day: int) -> int:
        """Return how many events happened on a day of the page, named or not."""
        found = self._events.get(day - self.page.first)
        return 0 if found is None else found.count

    @property
    def total(self) -> tuple[int, int]:
        """How many sessions and how many events stand on the page."""
        inside = {item.pk for items in self._sessions.values() for item in items}
        return len(inside), sum(found.count for found in self._events.values())

    def _campaign(self) -> str:
        campaigns = {one.container for one in self._shown.sessions}
        if len(campaigns) == 1:
            return next(iter(campaigns))
        told = [one for one in self._shown.sessions if one.game_start is not None]
        last = max(told, key=lambda one: one.start_us or 0, default=None)
        return "" if last is None else last.container

    def _of_campaign(self) -> Sequence[SessionSummary]:
        return [one for one in self._shown.sessions if one.container == self.campaign]

    def _place(self) -> None:
        """Make the page anew and ask for its events."""
        self.page = self._pages.page(self.day)
        self._sessions = {}
        shown = self._of_campaign() if self.game else self._shown.sessions
        for session in sorted(shown, key=lambda one: (one.start_us or 0, one.number or 0)):
            for day in self._days_of(session):
                self._sessions.setdefault(day, []).append(_item(session))
        wanted = self._wanted() if self.game else None
        if wanted is None or self._asked is None or not _alike(wanted, self._asked):
            self._events = {}
        self._asked = wanted
        self.changed.emit()
        if wanted is not None:
            self._read(wanted, lambda events: self._take(wanted, events))

    def _days_of(self, session: SessionSummary) -> range:
        """Return the days of the page on which a session stands."""
        if not self.game:
            if session.start_us is None:
                return range(0)
            first = last = locale_day(session.start_us)
        else:
            if session.game_start is None:
                return range(0)
            end = session.game_start if session.game_end is None else session.game_end
            first, last = sorted(
                (session.game_start // self.clock.day_length, end // self.clock.day_length)
            )
        return range(max(first, self.page.first), min(last, self.page.last) + 1)

    def _wanted(self) -> Days | None:
        sessions = self._of_campaign()
        if not self.campaign or not sessions:
            return None
        length = self.clock.day_length
        return Days(
            campaign=self.campaign,
            first=self.page.first * length,
            length=length,
            count=len(self.page.days),
            documents=None if self._shown.everything else [one.pk for one in sessions],
            players_only=self._shown.players_only,
        )

    def _take(self, asked: Days, events: Events) -> None:
        # Whoever turned on has asked for something else since.
        if asked is self._asked:
            self._events = events
            self.changed.emit()


def _alike(one: Days, other: Days) -> bool:
    """Return whether two pages are the same, so that what was there may stay till more is known."""
    return (one.campaign, one.first, one.length) == (other.campaign, other.first, other.length)


def _item(session: SessionSummary) -> DayItem:
    number = "" if session.number is None else f"{session.number}  "
    named = session.title or number == ""
    return DayItem(session.pk, f"{number}{session.name}" if named else session.name, session.status)
