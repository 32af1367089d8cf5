"""How numbers and times lie: equal steps that people count in, and how many fall into each.

Numbers are exact fractions; times are seconds, of the day or since 1970 UTC.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DAY: Final = 86_400
_HOUR: Final = 3_600
_MOST: Final = 12
_SINGLE: Final = 20
_HALF_HOUR: Final = 1_800


class Measure(StrEnum):
    """What a number counts."""

    NUMBER = "number"
    DURATION = "duration"
    DAYTIME = "daytime"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One step of a distribution.

    Attributes:
        low: Where it begins.
        high: Where the next one begins; equal to `low` where the step is one value.
        count: How many values fall into it.
    """

    low: Fraction
    high: Fraction
    count: int

    @property
    def is_single(self) -> bool:
        """Whether it stands for one value."""
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What some numbers amount to; there is at least one of them."""

    count: int
    least: Fraction
    greatest: Fraction
    mean: Fraction
    median: Fraction


def figures_of(values: Sequence[Fraction]) -> Figures | None:
    """Return what numbers amount to, None if there are none."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    even = len(ordered) % 2 == 0
    return Figures(
        count=len(ordered),
        least=ordered[0],
        greatest=ordered[-1],
        mean=sum(ordered, Fraction()) / len(ordered),
        median=(ordered[middle - 1] + ordered[middle]) / 2 if even else ordered[middle],
    )


def bins_of(
    values: Sequence[Fraction],
    measure: Measure,
    bounds: tuple[Fraction, Fraction] | None = None,
    *,
    grain: Fraction = Fraction(1),
) -> tuple[Bin, ...]:
    """Return the steps of a distribution, from the least value to the greatest.

    Args:
        values: What is distributed.
        measure: What they count: times have steps of hours and days.
        bounds: The least and the greatest value that can be given. Where there are few of them
            each is a step of its own, whether or not anybody gave it.
        grain: Of what all numbers are multiples, as far as they are.
    """
    if not values:
        return ()
    least, greatest = min(values), max(values)
    if measure is Measure.NUMBER and not any(value % grain for value in values):
        if bounds is not None:
            low, high = min(least, bounds[0]), max(greatest, bounds[1])
            if (high - low) / grain <= _SINGLE:
                return _singles(values, low, high, grain)
        if (greatest - least) / grain < _MOST:
            return _singles(values, least, greatest, grain)
    if least == greatest or (measure is Measure.MOMENT and len(set(values)) <= _MOST):
        # Of some dates each is told: people choose among them.
        each = sorted(Counter(values).items())
        return tuple(Bin(low=value, high=value, count=count) for value, count in each)
    width, origin = _step(least, greatest, measure)
    counts = Counter((value - origin) // width for value in values)
    return tuple(
        Bin(low=origin + at * width, high=origin + (at + 1) * width, count=counts[at])
        for at in range(min(counts), max(counts) + 1)
    )


def _singles(
    values: Sequence[Fraction], low: Fraction, high: Fraction, grain: Fraction
) -> tuple[Bin, ...]:
    counts = Counter(values)
    steps = (low + at * grain for at in range(int((high - low) / grain) + 1))
    return tuple(Bin(low=step, high=step, count=counts[step]) for step in steps)


def _step(least: Fraction, greatest: Fraction, measure: Measure) -> tuple[Fraction, Fraction]:
    """Return the least step that leaves few enough of them, and where one of them begins."""
    for width, origin in _steps(least, greatest, measure):
        if (greatest - origin) // width - (least - origin) // width < _MOST:
            return width, origin
    raise AssertionError("steps grow without end")


_TIMES: Final = (60, 300, 900, 1_800, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, DAY)
_DAYS: Final = (DAY, 2 * DAY)
_WEEKS: Final = (7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 364 * DAY)
_FIRST_MONDAY: Final = 4 * DAY
"""1970 began on a Thursday; weeks are counted from the Monday after."""


def _steps(
    least: Fraction, greatest: Fraction, measure: Measure
) -> Iterator[tuple[Fraction, Fraction]]:
    nought = Fraction()
    if measure is Measure.NUMBER:
        yield from ((width, nought) for width in _decimal(greatest - least))
        return
    yield from ((Fraction(width), nought) for width in (*_TIMES, *_DAYS))
    monday = Fraction(_FIRST_MONDAY) if measure is Measure.MOMENT else nought
    yield from ((Fraction(width), monday) for width in _WEEKS)
    for power in count():
        for times in (2, 5, 10):
            yield Fraction(times * 10 ** int(power) * 364 * DAY), monday


def _decimal(span: Fraction) -> Iterator[Fraction]:
    """Return 1, 2 and 5 times the powers of ten, from below a twelfth of a span upwards."""
    power = len(str(int(span))) - 1 if span >= 1 else -len(str(int(1 / span)))
    for exponent in count(power - 3):
        for times in (1, 2, 5):
            yield times * Fraction(10) ** int(exponent)


def coverage(ranges: Sequence[tuple[int, int]]) -> tuple[Bin, ...]:
    """Return how many ranges of times of day cover each half hour.

    A range that ends before it begins goes past midnight. The half hours begin after the longest
    time of day that no range covers, so that an evening stays in one piece; those after midnight
    have 24 hours and more.
    """
    per_day = DAY // _HALF_HOUR
    counts = [0] * per_day
    for begin, end in ranges:
        last = end if end >= begin else end + DAY
        for at in {at % per_day for at in range(begin // _HALF_HOUR, -(-last // _HALF_HOUR))}:
            counts[at] += 1
    if not any(counts):
        return ()
    first, shown = _without_longest_gap(counts)
    return tuple(
        Bin(
            low=Fraction(at * _HALF_HOUR),
            high=Fraction((at + 1) * _HALF_HOUR),
            count=counts[at % per_day],
        )
        for at in range(first, first + shown)
    )


def _without_longest_gap(counts: Sequence[int]) -> tuple[int, int]:
    """Return where to begin in a circle, and how far to go, to leave its longest gap out."""
    size = len(counts)
    best = (0, 0, size)
    for start in range(size):
        if counts[start] == 0 or counts[start - 1] != 0:
            continue
        gap = next(back for back in range(1, size + 1) if counts[start - 1 - back] != 0)
        best = max(best, (gap, start, size - gap), key=lambda one: one[0])
    return best[1], best[2]
