"""Charts across the sessions of a campaign: which there are, and the values that they show.

A chart has sessions that took place on its axis, by number. A value that nobody knows is None: it
is no bar, and no 0 in a mean. What a file declares is what is shown, with what the log gives
beside it, as on a session's page.

Source: campaign specification, sections 5, 7 and 8.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.campaign.attendance import (
    PlayerAttendance,
    Presence,
    Visit,
    attendance_of,
)
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import CATEGORIES
from sessionary.core.campaign.session_figures import SessionFigures, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sessionary.core.campaign.record import Number


class Measure(StrEnum):
    """What a chart shows."""

    DURATION = "duration"
    GAME_TIME = "game_time"
    DAYS = "days"
    DAMAGE = "damage"
    HEALING = "healing"
    XP = "xp"
    TREASURE = "treasure"
    CATEGORIES = "categories"


class Unit(StrEnum):
    """What the values of a chart are counted in."""

    MINUTES = "minutes"
    GAME_SECONDS = "game seconds"
    POINTS = "points"
    XP = "XP"
    GOLD = "gp"
    EVENTS = "events"
    DAYS = "days"


class Shape(StrEnum):
    """How a chart is drawn: bars side by side, parts on top of each other, or from–to."""

    BARS = "bars"
    STACKED = "stacked"
    SPANS = "spans"


class Bar(NamedTuple):
    """What one session adds to one series.

    Attributes:
        value: What is shown; None if nothing is known.
        counted: Of a statistic what the log gives; None if it gives none.
        span: From where to where, of a chart that says so.
        declared: Whether the value is what the file declares.
    """

    value: Number | None = None
    counted: Number | None = None
    span: tuple[int, int] | None = None
    declared: bool = False

    @property
    def differs(self) -> bool:
        """Whether the log gives another value than the file declares."""
        return self.declared and self.counted is not None and self.counted != self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of values, one a session of the chart.

    Attributes:
        key: Its name in tables, such as ``damage dealt``; of an event category its key.
        label: What it is called.
        bars: One a session, in the order of the chart's sessions.
        total: The sum of the values that are known; None if there is none.
        known: How many are known.
    """

    key: str
    label: str
    bars: tuple[Bar, ...]
    total: Number | None
    known: int

    @property
    def mean(self) -> Number | None:
        """The total by the sessions whose value is known, to two decimals."""
        if self.total is None:
            return None
        return number_of(Fraction(round(_fraction(self.total) * 100 / self.known), 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart.

    Attributes:
        measure: What it shows.
        title: What it is called.
        unit: What its values are counted in.
        shape: How it is drawn.
        sessions: The sessions on its axis.
        series: What is drawn; none where nothing is known of any session.
        days: Of a chart of game days, how many different days there are in all.
        clock: How the campaign's days are counted and called.
    """

    measure: Measure
    title: str
    unit: Unit
    shape: Shape
    sessions: tuple[SessionFigures, ...]
    series: tuple[Series, ...]
    days: int | None = None
    clock: Clock = PLAIN

    @property
    def is_statistic(self) -> bool:
        """Whether a file may declare what it shows, and a log give something else."""
        return self.measure in _FROM_LOG

    @property
    def waits(self) -> bool:
        """Whether logs are still to be counted that may change it."""
        return self.is_statistic and any(one.waits for one in self.sessions)

    @property
    def differs(self) -> bool:
        """Whether a log gives another value than the file declares, for some session."""
        return any(bar.differs for one in self.series for bar in one.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceChart:
    """Who came to which session.

    Attributes:
        sessions: The sessions that are counted.
        players: How often each came, in the order in which they first appear.
        marks: User id -> one a session, None where the player is not listed.
    """

    sessions: tuple[SessionFigures, ...]
    players: tuple[PlayerAttendance, ...]
    marks: dict[str, tuple[Presence | None, ...]]


_NOTHING: Final = Bar()
_Take = Callable[[SessionFigures], Bar]


def _plain(take: Callable[[SessionFigures], Number | None]) -> _Take:
    return lambda figures: Bar(value=take(figures))


def _statistic(key: str) -> _Take:
    def bar(figures: SessionFigures) -> Bar:
        declared = figures.declared.get(key)
        counted = None if figures.counted is None else figures.counted[key]
        if declared is None:
            return Bar(value=counted, counted=counted)
        return Bar(value=declared, counted=counted, declared=True)

    return bar


def _span(figures: SessionFigures) -> Bar:
    if figures.days is None:
        return Bar()
    first, last = figures.days
    return Bar(value=last - first + 1, span=figures.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A row of the table of charts; each series is (key, label, what a session adds)."""

    measure: Measure
    title: str
    unit: Unit
    series: tuple[tuple[str, str, _Take], ...]
    shape: Shape = Shape.BARS


_KINDS: Final = (
    _Kind(
        measure=Measure.DURATION, title="Duration", unit=Unit.MINUTES,
        series=(("duration", "Duration", _plain(lambda one: one.minutes)),),
    ),
    _Kind(
        measure=Measure.GAME_TIME, title="Game time", unit=Unit.GAME_SECONDS,
        series=(("game time", "Game time", _plain(lambda one: one.elapsed)),),
    ),
    _Kind(
        measure=Measure.DAYS, title="Days covered", unit=Unit.DAYS, shape=Shape.SPANS,
        series=(("days", "Days", _span),),
    ),
    _Kind(
        measure=Measure.DAMAGE, title="Damage", unit=Unit.POINTS,
        series=(
            ("damage dealt", "Dealt", _statistic("totalDamageDealt")),
            ("damage received", "Received", _statistic("totalDamageReceived")),
        ),
    ),
    _Kind(
        measure=Measure.HEALING, title="Healing", unit=Unit.POINTS,
        series=(("healing", "Healing", _statistic("totalHealingDone")),),
    ),
    _Kind(
        measure=Measure.XP, title="Experience", unit=Unit.XP,
        series=(("XP", "XP", _statistic("xpEarned")),),
    ),
    _Kind(
        measure=Measure.TREASURE, title="Treasure", unit=Unit.GOLD,
        series=(("treasure", "Treasure", _statistic("treasureGained")),),
    ),
)  # fmt: skip
_FROM_LOG: Final = frozenset({Measure.DAMAGE, Measure.HEALING, Measure.XP, Measure.TREASURE})


def charts(sessions: Iterable[SessionFigures], clock: Clock = PLAIN) -> tuple[Chart, ...]:
    """Return the charts of a campaign; the sessions that did not take place are in none.

    Args:
        sessions: The figures of its sessions.
        clock: How its days are counted and called.
    """
    shown = in_order([one for one in sessions if one.took_place])
    made = [_chart(kind, shown, clock) for kind in _KINDS]
    return (*made, _by_category(shown))


def attendance_chart(sessions: Iterable[SessionFigures], *, every: bool = False) -> AttendanceChart:
    """Return who came to which session.

    Args:
        sessions: Those of a campaign, in any order.
        every: Whether sessions that are planned or cancelled count as well.
    """
    shown = in_order([one for one in sessions if every or one.took_place])
    players = attendance_of(
        Visit(session=one.key, number=one.number, start=one.start, presence=presence)
        for one in shown
        for presence in one.players
    )
    marks = {}
    for player in players:
        there = {visit.session: visit.presence for visit in player.history}
        marks[player.user] = tuple(there.get(one.key) for one in shown)
    return AttendanceChart(sessions=shown, players=players, marks=marks)


def number_of(value: Fraction) -> Number:
    """Return a fraction as a number: whole where it is whole, or too large to be anything else."""
    if value.denominator == 1:
        return int(value)
    try:
        return float(value)
    except OverflowError:
        return round(value)


def _chart(kind: _Kind, sessions: tuple[SessionFigures, ...], clock: Clock) -> Chart:
    rows = [
        _series(key, label, [take(one) for one in sessions]) for key, label, take in kind.series
    ]
    return Chart(
        measure=kind.measure,
        title=kind.title,
        unit=kind.unit,
        shape=kind.shape,
        sessions=sessions,
        series=tuple(rows) if any(row.known for row in rows) else (),
        days=_different_days(sessions) if kind.shape is Shape.SPANS else None,
        clock=clock,
    )


def _by_category(sessions: tuple[SessionFigures, ...]) -> Chart:
    found = {name for one in sessions for name in one.categories}
    known = [name for name in CATEGORIES if name in found]
    names = [*known, *sorted(found.difference(known))]
    # One bar for each number there is: to make one for each session takes longer than all else.
    bars: dict[int, Bar] = {}

    def bar(one: SessionFigures, name: str) -> Bar:
        if not one.categories:
            return _NOTHING
        # A log without an event of the category has 0 of them.
        count = one.categories.get(name, 0)
        return bars.get(count) or bars.setdefault(count, Bar(value=count))

    rows = [_series(name, name, [bar(one, name) for one in sessions]) for name in names]
    return Chart(
        measure=Measure.CATEGORIES,
        title="Events by category",
        unit=Unit.EVENTS,
        shape=Shape.STACKED,
        sessions=sessions,
        series=tuple(rows),
    )


def _series(key: str, label: str, bars: Sequence[Bar]) -> Series:
    known = [bar.value for bar in bars if bar.value is not None]
    return Series(
        key=key,
        label=label,
        bars=tuple(bars),
        total=_sum(known) if known else None,
        known=len(known),
    )


def _sum(values: Sequence[Number]) -> Number:
    whole = sum(value for value in values if isinstance(value, int))
    parts = [_fraction(value) for value in values if not isinstance(value, int)]
    # As fractions: a whole number of any size plus a float would not fit a float.
    return number_of(sum(parts, Fraction(whole))) if parts else whole


def _fraction(value: Number) -> Fraction:
    # Through its text: 0.1 is a tenth, as whoever wrote it meant.
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def _different_days(sessions: Sequence[SessionFigures]) -> int | None:
    """Return how many different days sessions cover; one day of two sessions is one."""
    spans = sorted(one.days for one in sessions if one.days is not None)
    if not spans:
        return None
    count, reached = 0, spans[0][0] - 1
    for first, last in spans:
        count += max(0, last - max(first, reached + 1) + 1)
        reached = max(reached, last)
    return count
