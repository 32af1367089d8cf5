"""The axis of game time: seconds on the clock face, counted in days of any length."""

from __future__ import annotations

from dataclasses import dataclass, field

from sessionary.core.timeline.axis import Step, Tick, decades, shortest

DAY_SECONDS = 86_400
_LONGEST_DAYS = 10**9
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
    """

    day_seconds: int = DAY_SECONDS
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
        object.__setattr__(self, "_steps", (*within, *days))

    @property
    def second(self) -> int:
        """Return 1: the unit is the second."""
        return 1

    def step(self, length: float) -> Step:
        """Return the shortest step that is at least `length` seconds long, or the longest."""
        return shortest(self._steps, length)

    def ticks(self, first: int, last: int, step: Step) -> list[Tick]:
        """Return the ticks from `first` to `last`, both included, in order."""
        return (
            self._within(first, last, step)
            if step.unit == "second"
            else self._days(first, last, step)
        )

    def context(self, time: int, step: Step) -> str:  # noqa: ARG002 - the protocol's
        """Return the day, whatever the step: between folds the labels may leave it out."""
        return self.day(time)

    def day(self, time: int) -> str:
        """Return the day, such as ``Day 15``."""
        return f"Day {time // self.day_seconds}"

    def text(self, time: int) -> str:
        """Return the face of the clock, such as ``Day 15, 3:30 PM``; seconds only if there are."""
        day, second = divmod(time, self.day_seconds)
        return f"Day {day}, {self._clock(second, seconds=second % 60 != 0)}"

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
                label = f"Day {day}"
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
            label = f"Day {day}" if day % step.amount == 0 else ""
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
