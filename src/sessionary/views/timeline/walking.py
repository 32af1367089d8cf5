"""Walking over a timeline with the keyboard: from one thing to the next, none left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from sessionary.views.timeline.picked import Picked, PickedKind

if TYPE_CHECKING:
    from sessionary.models.timeline_content import TimelineContent


class Walk:
    """Finds the neighbours of a thing on a timeline.

    Marks and bands are walked apart: from a mark one comes to the next mark, from a band to the
    next band. The folds between them are stations on both ways, so that they can be opened.
    """

    def __init__(self, content: TimelineContent) -> None:
        """Walk over `content`."""
        self._content = content
        self._levels = content.levels

    def time(self, picked: Picked) -> int:
        """Return when a thing is or begins."""
        if picked.kind == PickedKind.MARK:
            return int(self._levels.times[picked.index])
        if picked.kind == PickedKind.BAND:
            return int(self._content.starts[picked.index])
        return self._levels.span.folds[picked.index].start

    def lane(self, picked: Picked) -> int | None:
        """Return the lane of a thing, None for a fold, which is in all of them."""
        if picked.kind == PickedKind.MARK:
            return int(self._levels.lanes[picked.index])
        if picked.kind == PickedKind.BAND:
            return int(self._content.band_lanes[picked.index])
        return None

    def mark(self, index: int) -> Picked:
        """Return event number `index` as picked."""
        return Picked(PickedKind.MARK, index, int(self._levels.pks[index]))

    def band(self, index: int) -> Picked:
        """Return band number `index` as picked."""
        return Picked(PickedKind.BAND, index, self._content.bands[index].pk)

    def first_from(self, time: int) -> Picked | None:
        """Return the first mark at or after `time`, else the last mark, else a band, or None."""
        count = self._levels.count
        if count:
            at = int(np.searchsorted(self._levels.times, time))
            return self.mark(min(at, count - 1))
        return self.end(PickedKind.BAND, last=False)

    def end(self, kind: PickedKind, *, last: bool) -> Picked | None:
        """Return the first or last mark or band; marks where there are no bands, and so on."""
        marks, bands = self._levels.count, len(self._content.bands)
        if bands and (kind == PickedKind.BAND or not marks):
            return self.band(bands - 1 if last else 0)
        if marks:
            return self.mark(marks - 1 if last else 0)
        return None

    def beside(self, picked: Picked, by: int, *, kind: PickedKind) -> Picked | None:
        """Return the next thing (`by` 1) or the one before (-1), None at the end.

        Args:
            picked: Where one is.
            by: 1 or -1.
            kind: Which things one walks over when `picked` is a fold.
        """
        if picked.kind == PickedKind.FOLD:
            return self._from_fold(picked.index, by, kind)
        index = picked.index + by
        times = self._levels.times if picked.kind == PickedKind.MARK else self._content.starts
        if not 0 <= index < times.size:
            return None
        here, there = sorted((int(times[picked.index]), int(times[index])))
        folds = self._folds_between(here, there)
        if folds:
            return Picked(PickedKind.FOLD, folds[0] if by > 0 else folds[-1])
        return self.mark(index) if picked.kind == PickedKind.MARK else self.band(index)

    def _folds_between(self, first: int, last: int) -> range:
        folds = self._levels.span.folds
        return range(
            bisect_left(folds, first, key=lambda fold: fold.start),
            bisect_right(folds, last, key=lambda fold: fold.start),
        )

    def _from_fold(self, fold: int, by: int, kind: PickedKind) -> Picked | None:
        """Return what comes after or before a fold: another fold, or a thing of `kind`."""
        marks = kind == PickedKind.MARK and self._levels.count > 0
        times = self._levels.times if marks else self._content.starts
        after = int(np.searchsorted(times, self._levels.span.folds[fold].start))
        index = after if by > 0 else after - 1
        other = fold + by
        folds = self._levels.span.folds
        if 0 <= other < len(folds):
            there = folds[other].start
            nothing = not 0 <= index < times.size
            if nothing or (int(times[index]) > there if by > 0 else int(times[index]) < there):
                return Picked(PickedKind.FOLD, other)
        if not 0 <= index < times.size:
            return None
        return self.mark(index) if marks else self.band(index)

    def along(self, picked: Picked, by: int) -> Picked | None:
        """Return the next thing (`by` 1) or the one before (-1) in the same lane."""
        if picked.kind == PickedKind.MARK:
            index = self._levels.lane_neighbour(picked.index, by)
            return None if index is None else self.mark(index)
        if picked.kind == PickedKind.BAND:
            mine = self._content.lanes[int(self._content.band_lanes[picked.index])].bands
            place = mine.index(picked.index) + by
            return self.band(mine[place]) if 0 <= place < len(mine) else None
        return None

    def across(self, lane: int, by: int, time: int) -> Picked | None:
        """Return the thing nearest to `time` in the next lane down (`by` 1) or up (-1) with any."""
        lane += by
        while 0 <= lane < len(self._content.lanes):
            index = self._levels.nearest(lane, time)
            if index is not None:
                return self.mark(index)
            if mine := self._content.lanes[lane].bands:
                starts = self._content.starts
                return self.band(min(mine, key=lambda band: abs(int(starts[band]) - time)))
            lane += by
        return None
