"""The axis of real time: microseconds since 1970 UTC, shown as a zone's clocks show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from sessionary.core.timeline.axis import Step, Tick, decades, shortest

SECOND_US = 1_000_000
_DAY_US = 86_400 * SECOND_US
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# One day inside datetime's range, so that a zone's offset cannot leave it.
_FIRST = (datetime(1, 1, 2, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LAST = (datetime(9999, 12, 30, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SECONDS = (
    (1, 1),
    (2, 2),
    (5, 5),
    (15, 3),
    (30, 6),
    (60, 6),
    (120, 4),
    (300, 5),
    (900, 3),
    (1_800, 6),
    (3_600, 4),
    (10_800, 3),
    (21_600, 6),
    (43_200, 4),
)
_STEPS: tuple[Step, ...] = (
    *(Step("second", seconds, parts, seconds * SECOND_US) for seconds, parts in _SECONDS),
    Step("day", 1, 4, _DAY_US),
    Step("day", 2, 2, 2 * _DAY_US),
    Step("day", 7, 7, 7 * _DAY_US),
    Step("month", 1, 1, 30 * _DAY_US),
    Step("month", 3, 3, 91 * _DAY_US),
    Step("month", 6, 6, 182 * _DAY_US),
    *decades("year", 365 * _DAY_US, 1, 5000),
)


@dataclass(frozen=True, slots=True)
class RealAxis:
    """Real time in microseconds since 1970 UTC.

    Times outside the years 1 to 9999 are shown as the nearest day within them.

    Attributes:
        zone: The zone whose clocks the labels show; changes of summer time are followed.
    """

    zone: tzinfo = UTC

    @property
    def second(self) -> int:
        """Return 1,000,000: the unit is the microsecond."""
        return SECOND_US

    @property
    def day_seconds(self) -> int:
        """Return 86,400, whatever a change of the clocks makes of a day."""
        return 86_400

    def step(self, length: float) -> Step:
        """Return the shortest step that is at least `length` µs long, or the longest."""
        return shortest(_STEPS, length)

    def ticks(self, first: int, last: int, step: Step) -> list[Tick]:
        """Return the ticks from `first` to `last`, both included, in order."""
        first, last = max(first, _FIRST), min(last, _LAST)
        if step.unit == "second":
            return self._seconds(first, last, step)
        if step.unit == "day":
            return self._days(first, last, step)
        return self._months(first, last, step)

    def context(self, time: int, step: Step) -> str:
        """Return the date among hours, the year among days and months, nothing among years."""
        here = self._local(time)
        if step.unit == "second":
            return f"{_WEEKDAYS[here.weekday()]} {_day(here)} {here.year}"
        return "" if step.unit == "year" else str(here.year)

    def day(self, time: int) -> str:
        """Return the date, such as ``20 Nov``."""
        return _day(self._local(time))

    def text(self, time: int) -> str:
        """Return a moment such as ``Fri 20 Nov 2026, 19:15``; seconds only if there are."""
        here = self._local(time)
        clock = f"{here:%H:%M:%S}" if here.second else f"{here:%H:%M}"
        return f"{_WEEKDAYS[here.weekday()]} {_day(here)} {here.year}, {clock}"

    def _local(self, time: int) -> datetime:
        inside = min(max(time, _FIRST), _LAST)
        return (_EPOCH + timedelta(microseconds=inside)).astimezone(self.zone)

    def _offset(self, time: int) -> int:
        """Return how far the zone's clocks are ahead of UTC, in µs."""
        return (self._local(time).utcoffset() or timedelta()) // _MICROSECOND

    def _midnight(self, day: date) -> int:
        local = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return (local - _EPOCH) // _MICROSECOND

    def _seconds(self, first: int, last: int, step: Step) -> list[Tick]:
        """Return ticks at round times of the zone's clocks, through its changes of offset."""
        whole = step.amount * SECOND_US
        distance = whole // step.parts
        ticks: list[Tick] = []
        # One before the first: where the clocks change just then, flooring may pass it.
        time = _aligned(first, self._offset(first), distance)
        while time <= last:
            offset = self._offset(time)
            if time >= first:
                ticks.append(self._second_tick(time, time + offset, step))
            following = time + distance
            moved = self._offset(following)
            if moved != offset:
                following = _aligned(following, moved, distance)
                following += distance * (following <= time)
            time = following
        return ticks

    def _second_tick(self, time: int, face: int, step: Step) -> Tick:
        if face % (step.amount * SECOND_US):
            return Tick(time, "", opens=False)
        here = self._local(time)
        if face % _DAY_US == 0:
            return Tick(time, f"{_WEEKDAYS[here.weekday()]} {_day(here)}", opens=True)
        return Tick(time, f"{here:%H:%M}" if step.amount >= 60 else f"{here:%H:%M:%S}", opens=False)

    def _days(self, first: int, last: int, step: Step) -> list[Tick]:
        ticks = []
        day = self._local(first).date()
        until = self._local(last).date()
        quarter = _DAY_US // step.parts if step.amount == 1 else 0
        while day <= until:
            time = self._midnight(day)
            # Weeks begin on Monday, and day 1 of the calendar was one.
            labelled = (day.toordinal() - 1) % step.amount == 0
            year = labelled and day.month == 1 and day.day <= step.amount
            label = f"{_day(day)} {day.year}" if year else _day(day) if labelled else ""
            ticks.append(Tick(time, label, opens=year))
            if quarter:
                ticks += [Tick(time + part * quarter, "", opens=False) for part in (1, 2, 3)]
            day += timedelta(days=1)
        return [tick for tick in ticks if first <= tick.time <= last]

    def _months(self, first: int, last: int, step: Step) -> list[Tick]:
        months = step.amount * (12 if step.unit == "year" else 1)
        distance = months // step.parts
        here = self._local(first)
        count = (here.year * 12 + here.month - 1) // distance * distance
        ticks: list[Tick] = []
        while (year := count // 12) <= 9999:
            if year >= 1:
                time = self._midnight(date(year, count % 12 + 1, 1))
                if time > last:
                    break
                if time >= first:
                    ticks.append(_month_tick(time, count, months))
            count += distance
        return ticks


def _aligned(time: int, offset: int, distance: int) -> int:
    """Return the last moment up to `time` whose face is a multiple of `distance`."""
    return time - (time + offset) % distance


def _month_tick(time: int, count: int, months: int) -> Tick:
    year, month = divmod(count, 12)
    if count % months:
        return Tick(time, "", opens=False)
    if month == 0:
        return Tick(time, str(year), opens=months < 12)
    return Tick(time, _MONTHS[month], opens=False)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"
