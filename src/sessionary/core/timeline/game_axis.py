"""The axis of game time: seconds on the clock face, counted in days of any length."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.timeline.axis import Step, Tick, decades, shortest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.timeline.calendar_months import CalendarMonths

DAY_SECONDS = 86_400
_LONGEST_DAYS = 10**9
_DAYS_OF_A_STEP = 20
_MONTHS = (1, 2, 3, 4, 6)
# (seconds, minor parts): a round is 6 s, so the steps below a minute are made of rounds.
_WITHIN_DAY = (
    (1, 1),
    (2, 2),
    (6, 6),
    (12, 2),
    (30, 5),
    (60, 10),
    (120, 2),
    (300, 5),
    (600, 10),
    (900, 3),
    (1_800, 6),
    (3_600, 4),
    (7_200, 4),
    (10_800, 3),
    (21_600, 6),
    (43_200, 4),
)


@dataclass(frozen=True, slots=True)
class GameAxis:
    """Game time in whole seconds; day 0 begins at 0, earlier days are negative.

    Attributes:
        day_seconds: The length of a day; with another than 24 hours, times read ``27:30``.
        names: Returns how a day is called, without its year or with it; None where days are only
            counted.
        months: Where months and years begin; None where days are only counted.
    """

    day_seconds: int = DAY_SECONDS
    names: Callable[[int, bool], str] | None = field(default=None, compare=False)
    months: CalendarMonths | None = field(default=None, compare=False)
    _steps: tuple[Step, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.day_seconds < 60:
            raise ValueError("a day has at least 60 seconds")
        within = [
            Step("second", seconds, parts, seconds)
            for seconds, parts in _WITHIN_DAY
            if seconds * 2 <= self.day_seconds
        ]
        days = decades("day", self.day_seconds, 1, _LONGEST_DAYS)
        if self.months is not None:
            days = [one for one in days if one.amount * 2 < self.months.month_days]
            days += self._months_and_years(self.months)
        object.__setattr__(self, "_steps", (*within, *days))

    def _months_and_years(self, months: CalendarMonths) -> list[Step]:
        length = months.month_days * self.day_seconds
        steps = [
            Step("month", amount, amount, amount * length)
            for amount in _MONTHS
            if amount == 1 or (months.in_year % amount == 0 and amount < months.in_year)
        ]
        most = max(1, _LONGEST_DAYS // months.year_days)
        return [*steps, *decades("year", months.year_days * self.day_seconds, 1, most)]

    @property
    def second(self) -> int:
        """Return 1: the unit is the second."""
        return 1

    def step(self, length: float) -> Step:
        """Return the shortest step that is at least `length` seconds long, or the longest."""
        return shortest(self._steps, length)

    def ticks(self, first: int, last: int, step: Step) -> list[Tick]:
        """Return the ticks from `first` to `last`, both included, in order."""
        if step.unit == "second":
            return self._within(first, last, step)
        if step.unit == "day" or self.months is None:
            return self._days(first, last, step)
        return self._openings(self.months, first, last, step)

    def _openings(self, months: CalendarMonths, first: int, last: int, step: Step) -> list[Tick]:
        """Return ticks where months or years of the calendar begin."""
        days = -(-first // self.day_seconds), last // self.day_seconds
        if step.unit == "month":
            found, every = months.months(*days), step.amount
        else:
            found, every = months.years(*days, step.amount // step.parts), step.amount
        return [
            Tick(
                one.day * self.day_seconds,
                one.label if one.place % every == 0 else "",
                opens=step.unit == "month" and one.place == 0,
            )
            for one in found
        ]

    def context(self, time: int, step: Step) -> str:  # noqa: ARG002 - the protocol's
        """Return the day, whatever the step: between folds the labels may leave it out."""
        return self.day(time)

    def day(self, time: int) -> str:
        """Return the day, such as ``Day 15`` or ``12 Hammer``."""
        return self._name(time // self.day_seconds)

    def _name(self, day: int, *, whole: bool = False) -> str:
        return f"Day {day}" if self.names is None else self.names(day, whole)

    def text(self, time: int) -> str:
        """Return the face of the clock, such as ``Day 15, 3:30 PM``; seconds only if there are."""
        day, second = divmod(time, self.day_seconds)
        return f"{self._name(day, whole=True)}, {self._clock(second, seconds=second % 60 != 0)}"

    def _within(self, first: int, last: int, step: Step) -> list[Tick]:
        """Return ticks that start anew each day, so that a day of odd length keeps its hours."""
        ticks = []
        distance = step.amount // step.parts
        day, within = divmod(first, self.day_seconds)
        count = -(-within // distance)
        while (time := day * self.day_seconds + count * distance) <= last:
            second = count * distance
            if second >= self.day_seconds:
                day, count = day + 1, 0
                continue
            label = ""
            if count == 0:
                label = self._name(day)
            # The last label of a day of odd length must not touch the next midnight's.
            elif count % step.parts == 0 and self.day_seconds - second >= step.amount // 2:
                label = self._clock(second, seconds=step.amount < 60)
            ticks.append(Tick(time, label, opens=count == 0))
            count += 1
        return ticks

    def _days(self, first: int, last: int, step: Step) -> list[Tick]:
        distance = step.amount // step.parts
        day = -(-first // (self.day_seconds * distance)) * distance
        ticks = []
        while day * self.day_seconds <= last:
            # Where weeks and months are skipped, a day alone would not say which.
            whole = step.amount > _DAYS_OF_A_STEP
            label = self._name(day, whole=whole) if day % step.amount == 0 else ""
            ticks.append(Tick(day * self.day_seconds, label, opens=False))
            day += distance
        return ticks

    def _clock(self, second: int, *, seconds: bool) -> str:
        hour, minute = second // 3600, second % 3600 // 60
        tail = f":{second % 60:02}" if seconds else ""
        if self.day_seconds != DAY_SECONDS:
            return f"{hour}:{minute:02}{tail}"
        half = "AM" if hour < 12 else "PM"
        return f"{hour % 12 or 12}:{minute:02}{tail} {half}"
