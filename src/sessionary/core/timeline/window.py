"""The window on time: which moment stands at which pixel, folds cut out; zoom, pan and fit.

Three coordinates follow each other. *Time* is the axis's whole number. *Live* time is time since
the start with all folds cut out. A *pixel* is live time times the scale, plus the width of each
fold before it, minus how far the window has been moved.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from sessionary.core.timeline.axis import CENTURY_SECONDS, ROUND_SECONDS

if TYPE_CHECKING:
    from sessionary.core.timeline.folding import Fold

# Wide enough for a line of text that runs upwards.
FOLD_WIDTH = 26.0
# With many folds, all of them together take at most this part of what is between them.
_FOLD_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class FoldedTime:
    """The stretch of time that a timeline covers, and the folds in it.

    Attributes:
        start: Its first moment.
        end: Its last moment, after `start`.
        folds: In order, inside the stretch, not touching each other.
    """

    start: int
    end: int
    folds: tuple[Fold, ...] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _cuts: list[int] = field(init=False, repr=False, compare=False)
    _live_starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("the stretch must have a length")
        starts = [fold.start for fold in self.folds]
        cuts = [0, *accumulate(fold.cut for fold in self.folds)]
        live = [start - self.start - cut for start, cut in zip(starts, cuts, strict=False)]
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_cuts", cuts)
        object.__setattr__(self, "_live_starts", live)

    @property
    def live_length(self) -> int:
        """Return the length of the stretch with all folds cut out."""
        return self.end - self.start - self._cuts[-1]

    @property
    def fold_units(self) -> float:
        """Return how much live time a fold is as wide as, before it is as wide as it gets."""
        return self.live_length * _FOLD_SHARE / len(self.folds) if self.folds else 0.0

    @property
    def live_starts(self) -> list[int]:
        """Return where each fold stands in live time."""
        return self._live_starts

    def place(self, time: int) -> tuple[int, int, float]:
        """Return (live time, folds wholly before, share of the fold that holds `time`).

        The share is 0 outside folds. Times before the start or after the end go on linearly.
        """
        index = bisect_right(self._starts, time)
        if index and time < (fold := self.folds[index - 1]).end:
            return self._live_starts[index - 1], index - 1, (time - fold.start) / fold.cut
        return time - self.start - self._cuts[index], index, 0.0

    def time(self, live: int, folds_before: int) -> int:
        """Return the moment at `live` time with `folds_before` folds to its left."""
        return self.start + live + self._cuts[folds_before]

    def without(self, fold: Fold) -> FoldedTime:
        """Return the same stretch with `fold` opened."""
        return FoldedTime(self.start, self.end, tuple(f for f in self.folds if f != fold))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What part of a folded time is seen, and how large. Changes return a new window.

    Attributes:
        span: The time with its folds.
        width: The window's width in pixels, at least 1.
        scale: Pixels per unit of time.
        left: How many pixels of the drawn time lie left of the window; negative before the start.
        second: Units per second; bounds how far one may zoom.
        widest_fold: How wide a fold is at most; folds narrow only where there are too many.
        fold_width: How wide every fold is at this scale.
    """

    span: FoldedTime
    width: float
    scale: float = 1.0
    left: float = 0.0
    second: int = 1
    widest_fold: float = FOLD_WIDTH
    fold_width: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        narrowed = self.span.fold_units * self.scale
        object.__setattr__(self, "fold_width", min(self.widest_fold, narrowed))

    @property
    def total(self) -> float:
        """Return how wide the whole time is at this scale."""
        return self.span.live_length * self.scale + len(self.span.folds) * self.fold_width

    @property
    def highest(self) -> float:
        """Return the largest scale: a round fills the window."""
        return self.width / (ROUND_SECONDS * self.second)

    @property
    def lowest(self) -> float:
        """Return the smallest scale: a century fills the window, or all there is fills half."""
        return min(self.width / (CENTURY_SECONDS * self.second), self.fitted().scale / 2)

    def fitted(self, *, margin: float = 12.0) -> Window:
        """Return the window that shows everything with `margin` pixels on both sides."""
        room = max(1.0, self.width - 2 * margin)
        folds = len(self.span.folds)
        scale = room / (self.span.live_length + folds * self.span.fold_units)
        if self.span.fold_units * scale > self.widest_fold:
            scale = (room - folds * self.widest_fold) / self.span.live_length
        scale = min(scale, self.highest)
        fitting = replace(self, scale=scale)
        return replace(fitting, left=-(self.width - fitting.total) / 2)

    def x(self, time: int) -> float:
        """Return the pixel at which `time` stands; may lie outside the window."""
        live, before, share = self.span.place(time)
        return live * self.scale + (before + share) * self.fold_width - self.left

    def time_at(self, x: float) -> int:
        """Return the moment at pixel `x`, rounded to a whole unit."""
        place = x + self.left
        index = self._folds_before(place)
        if index:
            fold = self.span.folds[index - 1]
            inside = place - self._fold_place(index - 1)
            if inside < self.fold_width:
                return fold.start + min(round(inside / self.fold_width * fold.cut), fold.cut - 1)
        return self.span.time(round((place - index * self.fold_width) / self.scale), index)

    def fold_x(self, index: int) -> float:
        """Return the pixel at which fold number `index` begins."""
        return self._fold_place(index) - self.left

    def folds_in(self, first: float, last: float) -> range:
        """Return the numbers of the folds that are seen between two pixels."""
        begin = self._folds_before(first + self.left - self.fold_width)
        return range(begin, self._folds_before(last + self.left))

    def zoomed(self, factor: float, x: float) -> Window:
        """Return the window at `factor` times the scale; what stands at pixel `x` stays there."""
        scale = min(max(self.scale * factor, self.lowest), self.highest)
        place = x + self.left
        index = self._folds_before(place)
        share = 0.0
        live = (place - index * self.fold_width) / self.scale
        if index:
            inside = place - self._fold_place(index - 1)
            if inside < self.fold_width:
                share = inside / self.fold_width
                live, index = self.span.live_starts[index - 1], index - 1
        after = replace(self, scale=scale)
        left = live * scale + (index + share) * after.fold_width - x
        return replace(after, left=left).clamped()

    def panned(self, pixels: float) -> Window:
        """Return the window moved to the right over the time by `pixels`."""
        return replace(self, left=self.left + pixels).clamped()

    def resized(self, width: float) -> Window:
        """Return the window with another width; its left edge stays where it is."""
        return replace(self, width=max(1.0, width)).clamped()

    def clamped(self) -> Window:
        """Return the window moved so that its middle lies within the time."""
        half = self.width / 2
        return replace(self, left=min(max(self.left, -half), self.total - half))

    def showing(self, time: int, *, margin: float = 48.0) -> Window:
        """Return the window moved as little as possible so that `time` is well inside."""
        x = self.x(time)
        margin = min(margin, self.width / 3)
        if x < margin:
            return self.panned(x - margin)
        if x > self.width - margin:
            return self.panned(x - self.width + margin)
        return self

    def _fold_place(self, index: int) -> float:
        return self.span.live_starts[index] * self.scale + index * self.fold_width

    def _folds_before(self, place: float) -> int:
        """Return how many folds begin at or left of a pixel of the drawn time."""
        return bisect_right(range(len(self.span.folds)), place, key=self._fold_place)
