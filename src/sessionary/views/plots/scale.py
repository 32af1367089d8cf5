"""The scale at the side of a chart: from where to where, and where its lines are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.clock import SECONDS_PER_DAY
from sessionary.core.campaign.insights import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sessionary.core.campaign.record import Number

_HOUR = 3_600
# The steps that people count in; what is larger goes on with 1, 2 and 5 of the last one's powers.
_STEPS: Final = {
    Unit.MINUTES: (5, 10, 15, 30, 60, 120, 180, 240, 300, 600),
    Unit.GAME_SECONDS: (
        60, 300, 900, 1_800, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR,
    ),
}  # fmt: skip
_DAYS: Final = (1, 2, 5, 10)
_PLAIN_STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale in whole steps.

    Attributes:
        low: Its lower end.
        high: Its upper end, above the lower one.
        ticks: Where a line is drawn, both ends among them.
    """

    low: int
    high: int
    ticks: tuple[int, ...]

    def share(self, value: Number) -> float:
        """Return where a value stands, 0 at the lower end and 1 at the upper one."""
        try:
            share = (value - self.low) / (self.high - self.low)
        except OverflowError:
            # A whole number of any size beside a float.
            share = float((Fraction(value) - self.low) / (self.high - self.low))
        return min(max(share, 0.0), 1.0)


def scale_of(
    values: Iterable[Number],
    unit: Unit,
    *,
    most: int = 4,
    from_zero: bool = True,
    day: int = SECONDS_PER_DAY,
) -> Scale:
    """Return a scale on which all values have room.

    Args:
        values: What is shown.
        unit: What they are counted in.
        most: How many steps there are at most.
        from_zero: Whether it begins at 0, as it must where the length of a bar is what is seen.
        day: How many seconds the campaign's day has.
    """
    known: Sequence[int] = [
        end for value in values for end in (math.floor(value), math.ceil(value))
    ]
    if from_zero or not known:
        known = [0, *known]
    least, greatest = min(known), max(known)
    for step in _steps(unit, day):
        low, high = least // step * step, -(-greatest // step) * step
        high = max(high, low + step)
        if (high - low) // step <= most:
            return Scale(low=low, high=high, ticks=tuple(range(low, high + step, step)))
    raise AssertionError("steps grow without end")


def _steps(unit: Unit, day: int) -> Iterator[int]:
    steps: Sequence[int] = _STEPS.get(unit, _PLAIN_STEPS)
    if unit is Unit.GAME_SECONDS:
        steps = [*(step for step in steps if step < day), *(days * day for days in _DAYS)]
    yield from steps
    for power in count():
        for times in (2, 5, 10):
            yield steps[-1] * times * 10**power
