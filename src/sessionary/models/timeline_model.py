"""The timeline's content over time: fetched and built off the GUI thread, texts kept at hand."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from sessionary.core.campaign.gametime import day_name, short_day_name
from sessionary.core.timeline.game_axis import DAY_SECONDS, GameAxis
from sessionary.core.timeline.real_axis import RealAxis
from sessionary.models.timeline_content import AxisKind, LaneKind, content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.timeline.axis import Axis
    from sessionary.core.timeline.folding import Fold
    from sessionary.models.timeline_content import Band, Members, TimelineContent
    from sessionary.models.timeline_lod import EventArrays

_MOST_TEXTS: Final = 4_000


@dataclass(frozen=True, slots=True)
class MarkText:
    """What is said of an event.

    Attributes:
        pk: The entry's number.
        label: One line, shown beside the mark.
        detail: More for the tooltip and the screen reader; may be empty.
    """

    pk: int
    label: str
    detail: str = ""


class TimelineSource(Protocol):
    """Where a timeline gets its content."""

    def bands(self) -> Sequence[Band]:
        """Return the sessions. Called in a worker thread."""
        ...

    def times(self, axis: AxisKind) -> EventArrays:
        """Return the events that have a time on `axis`. Called in a worker thread."""
        ...

    def members(self, lanes: LaneKind) -> Members | None:
        """Return which events stand in which lane, None where their own arrays say it.

        Called in a worker thread.
        """
        ...

    def labels(self, pks: Sequence[int]) -> Sequence[MarkText]:
        """Return the texts of some hundred events at most. Called in the GUI thread, so quick."""
        ...


def _day_name(clock: Clock, day: int, whole: bool) -> str:  # noqa: FBT001  the axis's
    return day_name(day, clock) if whole else short_day_name(day, clock)


class _Arrivals(QObject):
    """Brings results from workers; belongs to nobody, so that it outlives every one of them."""

    done = Signal(object, object)


class TimelineModel(QObject):
    """Holds what a timeline shows, and rebuilds it in a worker when asked for something else.

    Signals:
        changed: There is new content (or none).
    """

    changed = Signal()

    def __init__(
        self,
        source: TimelineSource,
        *,
        day_seconds: int = DAY_SECONDS,
        zone: tzinfo = UTC,
        axis: AxisKind = AxisKind.GAME,
        lanes: LaneKind = LaneKind.CATEGORY,
        pool: QThreadPool | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make a model without content; `reload` fetches it.

        Args:
            source: Where sessions and events come from.
            day_seconds: The length of a day in the game.
            zone: The zone in which real time is shown.
            axis: Which time runs along it at first.
            lanes: What the lanes are at first.
            pool: Where the work is done; None does it in the caller's thread at once.
            parent: The owner.
        """
        super().__init__(parent)
        self._source = source
        self._axes: dict[AxisKind, Axis] = {
            AxisKind.GAME: GameAxis(day_seconds),
            AxisKind.REAL: RealAxis(zone),
        }
        self._pool = pool
        self._numbers = count(1)
        self._wanted = 0
        self._texts: OrderedDict[int, MarkText] = OrderedDict()
        self._opened: frozenset[Fold] = frozenset()
        self._running: set[int] = set()
        self._arrivals = _Arrivals()
        self._arrivals.done.connect(self._arrived)
        self.axis_kind = axis
        self.lane_kind = lanes
        self.content: TimelineContent | None = None

    @property
    def loading(self) -> bool:
        """Tell whether newer content than `content` is being made."""
        return self._wanted in self._running

    @property
    def opened(self) -> frozenset[Fold]:
        """Return the folds that were opened."""
        return self._opened

    @Slot()
    def reload(self) -> None:
        """Fetch everything anew; `changed` says when it is there."""
        self._texts.clear()
        self._start()

    def set_axis(self, kind: AxisKind) -> None:
        """Show game time or real time."""
        if kind != self.axis_kind:
            self.axis_kind = kind
            self._opened = frozenset()
            self._start()

    def set_clock(self, clock: Clock) -> None:
        """Count and name the days of the game in another way, from the next content on."""
        names = None if clock.calendar is None else partial(_day_name, clock)
        months = None
        if clock.almanac is not None:
            # The first picture of the window does not wait for calendars.
            from sessionary.core.timeline.calendar_months import CalendarMonths  # noqa: PLC0415

            months = CalendarMonths(clock.almanac, clock.day_zero)
        self._axes[AxisKind.GAME] = GameAxis(clock.day_length, names, months)

    def set_lanes(self, kind: LaneKind) -> None:
        """Show a lane for each category or for each session."""
        if kind != self.lane_kind:
            self.lane_kind = kind
            self._start()

    def open_fold(self, fold: Fold) -> None:
        """Show the time that `fold` cut out."""
        self._opened |= {fold}
        self._start()

    def close_folds(self) -> None:
        """Fold again what was opened."""
        if self._opened:
            self._opened = frozenset()
            self._start()

    def texts(self, pks: Sequence[int]) -> list[MarkText]:
        """Return the texts of events, in the order asked for; the source is asked once for each."""
        missing = [pk for pk in pks if pk not in self._texts]
        if missing:
            self._texts.update((pk, MarkText(pk, "")) for pk in missing)
            self._texts.update((text.pk, text) for text in self._source.labels(missing))
        found = [self._texts[pk] for pk in pks]
        while len(self._texts) > max(_MOST_TEXTS, len(pks)):
            self._texts.popitem(last=False)
        return found

    def _start(self) -> None:
        number = self._wanted = next(self._numbers)
        source, axis_kind, lane_kind = self._source, self.axis_kind, self.lane_kind
        axis, opened = self._axes[axis_kind], self._opened

        def work() -> TimelineContent | None:
            return content(
                source.bands(),
                source.times(axis_kind),
                axis,
                axis_kind=axis_kind,
                lane_kind=lane_kind,
                opened=opened,
                members=source.members(lane_kind),
            )

        if self._pool is None:
            self.content = work()
            self.changed.emit()
            return
        self._running.add(number)
        arrivals = self._arrivals

        def run() -> None:
            made = None
            try:
                made = work()
            finally:
                arrivals.done.emit(number, made)

        self._pool.start(run)

    @Slot(object, object)
    def _arrived(self, number: int, made: TimelineContent | None) -> None:
        self._running.discard(number)
        # Whoever asked for the older content has asked for something else since.
        if number == self._wanted:
            self.content = made
            self.changed.emit()
