"""The timeline's level of detail: a million events, counted per column in a few microseconds.

Events lie sorted by lane and time in plain arrays. While a column is many histogram bins wide its
count is the difference of two sums; closer up, where few events are visible, the bounds of the
columns are searched among the events themselves. Nothing here loops over events in Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from sessionary.core.timeline.folding import Fold, folds_between
from sessionary.core.timeline.window import FoldedTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sessionary.core.timeline.window import Window

Ints: TypeAlias = "NDArray[np.int64]"

_BINS: Final = 1 << 15
# More lanes than this have few events each and are searched directly.
_MOST_HISTOGRAMS: Final = 64
# A column must be at least this many bins wide, so that a bin's width cannot be seen.
_BINS_PER_COLUMN: Final = 4
_MOST_FOLDS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventArrays:
    """Events as a source gives them: parallel arrays, one element an event.

    Attributes:
        times: On the chosen axis; in any order, equal times in the order they should be read.
        pks: The entries' numbers.
        categories: Places in `category_names`.
        importances: Values of `Importance`.
        sessions: The pk of the band an event belongs to, 0 for none.
        category_names: The names that `categories` point to.
    """

    times: Ints
    pks: Ints
    categories: NDArray[np.int16]
    importances: NDArray[np.int8]
    sessions: Ints
    category_names: tuple[str, ...]

    def by_time(self) -> EventArrays:
        """Return the same events in the order of time, equal times in the order given."""
        if self.times.size < 2 or bool(np.all(self.times[:-1] <= self.times[1:])):
            return self
        return self.take(np.argsort(self.times, kind="stable"))

    def take(self, places: Ints) -> EventArrays:
        """Return the events at these places, in that order."""
        return EventArrays(
            times=self.times[places],
            pks=self.pks[places],
            categories=self.categories[places],
            importances=self.importances[places],
            sessions=self.sessions[places],
            category_names=self.category_names,
        )


def no_events() -> EventArrays:
    """Return arrays without an event."""
    none = np.zeros(0, np.int64)
    return EventArrays(
        times=none,
        pks=none,
        categories=none.astype(np.int16),
        importances=none.astype(np.int8),
        sessions=none,
        category_names=(),
    )


def folded_time(
    times: Ints, spans: Sequence[tuple[int, int]], *, threshold: int, padding: int
) -> FoldedTime | None:
    """Return the time that events and spans cover, with folds where nothing happens for long.

    Args:
        times: Sorted times of events.
        spans: Start and end of each band.
        threshold: Gaps longer than this are folded.
        padding: How much time stays visible beside a fold, and before the first and after the
            last thing.

    Returns:
        None if there is nothing at all.
    """
    busy = [*_clusters(times, threshold), *spans]
    if not busy:
        return None
    first = min(start for start, _ in busy)
    last = max(max(span) for span in busy)
    folds = folds_between(busy, threshold=threshold, padding=padding, limit=_MOST_FOLDS)
    return FoldedTime(first - padding, last + padding, folds)


def _clusters(times: Ints, threshold: int) -> list[tuple[int, int]]:
    """Return (first, last) of each run of events without a gap over `threshold`.

    Gaps that could not be among the longest that are folded do not part runs.
    """
    if times.size == 0:
        return []
    gaps = np.diff(times)
    cuts = np.flatnonzero(gaps > threshold)
    if cuts.size > _MOST_FOLDS:
        longest = np.argpartition(gaps[cuts], -_MOST_FOLDS)[-_MOST_FOLDS:]
        cuts = np.sort(cuts[longest])
    firsts = times[np.concatenate(([0], cuts + 1))]
    lasts = times[np.concatenate((cuts, [times.size - 1]))]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """Events of a timeline, ready to be counted and walked. Made by `build`.

    Attributes:
        span: The time with its folds.
        times: In the order of time; so are `pks`, `lanes`, `categories` and `importances`.
        order: Places in the order of time, sorted by lane and then time.
        firsts: Where each lane begins in `order`; one more than there are lanes.
        live: Time with folds cut out, in the order of `order`.
        fold_starts: When each fold begins; `fold_places` in live time.
        cuts: How much time is cut out before each fold, and at last by all of them.
        sums: Histogram of each lane, summed up from the left; None with many lanes.
        peaks: The highest count in 1, 2, 4 … neighbouring bins.
    """

    span: FoldedTime
    times: Ints
    pks: Ints
    lanes: NDArray[np.int32]
    categories: NDArray[np.int16]
    importances: NDArray[np.int8]
    order: NDArray[np.int32]
    firsts: Ints
    live: Ints
    fold_starts: Ints
    fold_places: NDArray[np.float64]
    cuts: Ints
    sums: NDArray[np.int32] | None
    peaks: NDArray[np.float64]

    @property
    def count(self) -> int:
        """Return how many events there are."""
        return int(self.times.size)

    @property
    def lane_count(self) -> int:
        """Return how many lanes there are, those without events included."""
        return int(self.firsts.size) - 1

    def live_at(self, window: Window, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return live time at each pixel of `window`; all pixels of a fold have the same."""
        places = pixels + window.left
        if not self.fold_places.size:
            return places / window.scale
        width = window.fold_width
        begins = self.fold_places * window.scale + np.arange(self.fold_places.size) * width
        before = begins.searchsorted(places, side="right")
        live = (places - before * width) / window.scale
        floor = np.concatenate(([-np.inf], self.fold_places))[before]
        return np.maximum(live, floor)

    def pixels(self, window: Window, times: Ints) -> NDArray[np.float64]:
        """Return the pixel of each of `times`, none of which lies in a fold."""
        before = self.fold_starts.searchsorted(times)
        live = times - self.span.start - self.cuts[before]
        return np.asarray(live * window.scale + before * window.fold_width - window.left)

    def columns(
        self, window: Window, lanes: range, edges: NDArray[np.float64]
    ) -> NDArray[np.int32]:
        """Return how many events of each of `lanes` lie between neighbouring `edges` (pixels).

        Returns:
            An array of one row a lane, one element less than there are edges in each.
        """
        live = self.live_at(window, edges)
        bins = np.clip(live * (_BINS / self.span.live_length), 0, _BINS)
        if self.sums is not None and float(np.max(np.diff(bins))) >= _BINS_PER_COLUMN:
            counted = self.sums[lanes.start : lanes.stop].take(bins.astype(np.int64), axis=1)
            return np.diff(counted, axis=1)
        whole = np.ceil(live).astype(np.int64)
        first, last = int(bins[0]), int(np.ceil(bins[-1]))
        result = np.empty((len(lanes), edges.size - 1), np.int32)
        for row, lane in enumerate(lanes):
            begin, end = self._within(lane, first, last)
            result[row] = np.diff(self.live[begin:end].searchsorted(whole))
        return result

    def _within(self, lane: int, first: int, last: int) -> tuple[int, int]:
        """Return where events of `lane` from bin `first` to before bin `last` stand in `order`.

        A search in these few stays in the processor's cache, one in the whole lane does not.
        """
        begin = int(self.firsts[lane])
        if self.sums is None:
            return begin, int(self.firsts[lane + 1])
        sums = self.sums[lane]
        return begin + int(sums[first]), begin + int(sums[last])

    def full(self, units: float) -> float:
        """Return the count that a column of `units` of live time should be drawn full for.

        It depends on the scale alone, so columns do not change their height while one pans.
        """
        level = np.log2(max(units * _BINS / self.span.live_length, 2.0**-20))
        highest = self.peaks.size - 1
        if level <= 0:
            return max(4.0, float(self.peaks[0] * 2.0**level))
        return max(4.0, float(np.interp(level, np.arange(highest + 1), self.peaks)))

    def visible(
        self, window: Window, lanes: range, *, margin: float = 0.0
    ) -> tuple[int, list[range]]:
        """Return how many events of `lanes` are seen in `window`, and which.

        Args:
            window: The window on time.
            lanes: Which lanes are asked for.
            margin: Events that many pixels outside the window are in the list, not in the number.

        Returns:
            The number, and the places of `order` of each lane.
        """
        wide = window.width
        live = self.live_at(window, np.array([-margin, 0.0, wide, wide + margin]))
        bounds = np.ceil(live).astype(np.int64)
        # What stands on the last pixel is still seen.
        bounds[2:] = np.floor(live[2:]).astype(np.int64) + 1
        number, found = 0, []
        firsts = self.firsts[lanes.start : lanes.stop + 1].tolist()
        for first, last in pairwise(firsts):
            far, left, right, end = self.live[first:last].searchsorted(bounds).tolist()
            number += right - left
            found.append(range(first + far, first + end))
        return number, found

    def surely_more(self, window: Window, lanes: range, than: int) -> bool:
        """Tell whether more than so many events are seen, if the histograms can; else False."""
        if self.sums is None:
            return False
        live = self.live_at(window, np.array([0.0, window.width]))
        places = np.clip(live * (_BINS / self.span.live_length), 0, _BINS)
        first, last = int(np.ceil(places[0])), int(places[1])
        counted = self.sums[lanes.start : lanes.stop]
        return first < last and int(np.sum(counted[:, last] - counted[:, first])) > than

    def index_of(self, pk: int) -> int | None:
        """Return an event's place in the order of time, None if it is not here."""
        found = np.flatnonzero(self.pks == pk)
        return int(found[0]) if found.size else None

    def lane_neighbour(self, index: int, by: int) -> int | None:
        """Return the event `by` places further in the same lane (negative: before), or None."""
        lane = int(self.lanes[index])
        first, last = int(self.firsts[lane]), int(self.firsts[lane + 1])
        place = int(np.searchsorted(self.order[first:last], index)) + by
        return int(self.order[first + place]) if 0 <= place < last - first else None

    def nearest(self, lane: int, time: int) -> int | None:
        """Return the event of `lane` whose time is nearest to `time`, None in an empty lane."""
        first, last = int(self.firsts[lane]), int(self.firsts[lane + 1])
        if first == last:
            return None
        mine = self.order[first:last]
        after = int(np.searchsorted(self.times[mine], time))
        around = [int(mine[place]) for place in (after - 1, after) if 0 <= place < mine.size]
        return min(around, key=lambda index: abs(int(self.times[index]) - time))


def build(
    events: EventArrays, lanes: NDArray[np.int32], lane_count: int, span: FoldedTime
) -> Levels:
    """Return events ready to be shown. Pure, but not quick: run it in a worker.

    Args:
        events: In the order of time.
        lanes: The lane of each event, 0 to `lane_count` - 1.
        lane_count: How many lanes there are.
        span: Covers all events; none lies in a fold.
    """
    order = _lane_order(lanes, lane_count)
    firsts = np.concatenate(([0], np.cumsum(np.bincount(lanes, minlength=lane_count))))
    fold_starts = np.array([fold.start for fold in span.folds], np.int64)
    cuts = np.zeros(fold_starts.size + 1, np.int64)
    np.cumsum([fold.cut for fold in span.folds], out=cuts[1:])
    live = _live(events.times, span.start, fold_starts, cuts)
    bins = np.minimum(live * (_BINS / span.live_length), _BINS - 1).astype(np.int32)
    sums = None
    if lane_count <= _MOST_HISTOGRAMS:
        cells = lanes.astype(np.int32) * np.int32(_BINS) + bins
        counts = np.bincount(cells, minlength=lane_count * _BINS).reshape(lane_count, _BINS)
        sums = np.zeros((lane_count, _BINS + 1), np.int32)
        np.cumsum(counts, axis=1, out=sums[:, 1:])
        highest = counts
    else:
        highest = np.bincount(bins, minlength=_BINS).reshape(1, _BINS)
    return Levels(
        span=span,
        times=events.times,
        pks=events.pks,
        lanes=lanes,
        categories=events.categories,
        importances=events.importances,
        order=order,
        firsts=firsts.astype(np.int64),
        live=live[order],
        fold_starts=fold_starts,
        fold_places=np.array(span.live_starts, np.float64),
        cuts=cuts,
        sums=sums,
        peaks=_peaks(highest),
    )


def _lane_order(lanes: NDArray[np.int32], lane_count: int) -> NDArray[np.int32]:
    """Return the places sorted by lane, the order of time kept within a lane."""
    # numpy sorts 16 bit numbers by radix, ten times as fast as wider ones.
    narrow = lanes.astype(np.int16) if lane_count <= 2**15 else lanes
    return np.argsort(narrow, kind="stable").astype(np.int32)


def _live(times: Ints, start: int, fold_starts: Ints, cuts: Ints) -> Ints:
    """Return sorted `times` with all folds cut out."""
    bounds = np.concatenate(([0], np.searchsorted(times, fold_starts), [times.size]))
    return times - start - np.repeat(cuts, np.diff(bounds))


def _peaks(counts: Ints) -> NDArray[np.float64]:
    """Return the highest count in windows of 1, 2, 4 … bins."""
    peaks = []
    while True:
        peaks.append(float(counts.max(initial=0)))
        if counts.shape[1] == 1:
            return np.array(peaks)
        counts = counts[:, 0::2] + counts[:, 1::2]


def column_image(
    counts: NDArray[np.int32],
    full: float,
    colours: NDArray[np.uint32],
    *,
    height: int,
    width: int,
    gap: int,
) -> NDArray[np.uint32]:
    """Return pictures of counts as columns that stand on the ground, one picture a lane.

    Args:
        counts: One row a lane, one element a column.
        full: The count of a column of full height; heights grow with the logarithm.
        colours: Of each lane, as 0xAARRGGBB premultiplied.
        height: Of a picture in pixels.
        width: Of a column with its gap in pixels.
        gap: How many of these stay empty, at the right.

    Returns:
        An array (lanes, height, columns x width) of the same pixel format.
    """
    lanes, columns = counts.shape
    share = np.log1p(counts) * (height / np.log1p(full))
    heights = np.where(counts > 0, np.clip(np.rint(share), 2, height), 0).astype(np.int16)
    rows = np.arange(height, 0, -1, dtype=np.int16)
    filled = rows[None, :, None] <= heights[:, None, :]
    # A column's row of pixels is copied as one item, several times as fast as pixel by pixel.
    piece = np.zeros((lanes, width), np.uint32)
    piece[:, : width - gap] = colours[:, None]
    whole = piece.view(np.dtype((np.void, 4 * width)))[:, :, None]
    picture = np.where(filled, whole, np.zeros_like(whole))
    return picture.view(np.uint32).reshape(lanes, height, columns * width)


def merged_folds(span: FoldedTime, opened: frozenset[Fold]) -> FoldedTime:
    """Return `span` without the folds that a person opened."""
    if not opened:
        return span
    return FoldedTime(span.start, span.end, tuple(f for f in span.folds if f not in opened))
