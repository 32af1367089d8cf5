"""Folding: stretches of time in which nothing happened are drawn as a narrow labelled gap."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fold:
    """A stretch of time that is cut out of the axis.

    Attributes:
        start: The first moment cut out.
        end: The first moment shown again.
        since: When the last thing before it happened; at or before `start`.
        until: When the next thing happened; at or after `end`.
    """

    start: int
    end: int
    since: int
    until: int

    def __post_init__(self) -> None:
        if not self.since <= self.start < self.end <= self.until:
            raise ValueError("a fold cuts out a stretch within its gap")

    @property
    def cut(self) -> int:
        """Return how much time is cut out."""
        return self.end - self.start

    @property
    def gap(self) -> int:
        """Return how much time passes from the last thing before to the first thing after."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Passed:
    """How long a gap is, for a label: `count` of `unit` (``day``, ``hour`` or ``minute``)."""

    count: int
    unit: str


def passed(seconds: int, *, day_seconds: int = 86_400) -> Passed:
    """Return a gap in the largest unit of which one whole passed, cut, not rounded."""
    for unit, length in (("day", day_seconds), ("hour", 3600)):
        if seconds >= length:
            return Passed(seconds // length, unit)
    return Passed(max(0, seconds) // 60, "minute")


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` of (start, end) in order, those that touch or overlap made one.

    A span whose end lies before its start counts as the moment of its start.
    """
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        last = max(start, end)
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((start, last))
    return result


def folds_between(
    spans: Iterable[tuple[int, int]], *, threshold: int, padding: int, limit: int = 2_000
) -> tuple[Fold, ...]:
    """Return the folds between the things that happened.

    Args:
        spans: When something happened, as (start, end), in any order.
        threshold: Gaps longer than this are folded; must be more than twice `padding`.
        padding: How much of a gap stays visible on both sides, so that nothing sticks to a fold.
        limit: With more gaps than this only the longest are folded.

    Returns:
        Folds in order, none touching another.
    """
    if padding * 2 >= threshold:
        raise ValueError("the threshold must be more than the padding on both sides")
    busy = merged(spans)
    gaps = [
        (before, after)
        for (_, before), (after, _) in itertools.pairwise(busy)
        if after - before > threshold
    ]
    if len(gaps) > limit:
        gaps = sorted(sorted(gaps, key=lambda gap: gap[0] - gap[1])[:limit])
    return tuple(
        Fold(since + padding, until - padding, since=since, until=until) for since, until in gaps
    )
