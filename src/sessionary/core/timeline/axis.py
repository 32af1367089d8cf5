"""What an axis of the timeline is: a unit of time, ticks on it, and words for a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

# The longest axis a person zooms to without having data that long, and the shortest.
CENTURY_SECONDS = 36_525 * 86_400
ROUND_SECONDS = 6


class Tick(NamedTuple):
    """A mark of the ruler.

    Attributes:
        time: Where it stands, in the axis's units.
        label: What stands beside it; empty for a minor tick.
        opens: Whether the label names a larger unit that begins here: a day among hours.
    """

    time: int
    label: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The distance of two labelled ticks.

    Attributes:
        unit: ``second``, ``day``, ``month`` or ``year``.
        amount: How many of that unit.
        parts: Into how many parts minor ticks divide it.
        length: Its usual length in the axis's units, by which it is chosen.
    """

    unit: str
    amount: int
    parts: int
    length: int


class Axis(Protocol):
    """Game time or real time, as whole numbers of one unit."""

    @property
    def second(self) -> int:
        """Return how many units a second has."""
        ...

    @property
    def day_seconds(self) -> int:
        """Return how many seconds a day usually has."""
        ...

    def step(self, length: float) -> Step:
        """Return the shortest step that is at least `length` units long, or the longest."""
        ...

    def ticks(self, first: int, last: int, step: Step) -> list[Tick]:
        """Return the ticks from `first` to `last`, both included, in order."""
        ...

    def context(self, time: int, step: Step) -> str:
        """Return what labels at this step leave unsaid of `time`: the day, the year, or nothing."""
        ...

    def day(self, time: int) -> str:
        """Return the day of `time`, as short as it can be said beside others."""
        ...

    def text(self, time: int) -> str:
        """Return a moment in full, as a tooltip and a screen reader say it."""
        ...


def shortest(steps: tuple[Step, ...], length: float) -> Step:
    """Return the first of `steps`, which rise, that is at least `length` long, or the last."""
    for step in steps:
        if step.length >= length:
            return step
    return steps[-1]


def decades(unit: str, usual: int, first: int, last: int) -> list[Step]:
    """Return steps of 1, 2, 5, 10 … `unit`s from `first` to at most `last`.

    Args:
        unit: The unit of the steps.
        usual: Its usual length in the axis's units.
        first: The smallest amount wanted.
        last: The largest amount wanted.
    """
    steps = []
    power = 1
    while power <= last:
        for digit, parts in ((1, 5), (2, 4), (5, 5)):
            amount = digit * power
            if first <= amount <= last:
                fitting = next(part for part in (parts, 2, 1) if amount % part == 0)
                steps.append(Step(unit, amount, fitting, amount * usual))
        power *= 10
    return steps
