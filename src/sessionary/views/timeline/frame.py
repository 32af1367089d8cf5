"""One frame of the timeline: everything that is seen, with its place; painting only follows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sessionary.core.timeline.folding import Passed, passed
from sessionary.core.timeline.labels import Wanted, place_labels
from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.ruler import RulerTick, ruler

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sessionary.core.timeline.window import Window
    from sessionary.models.timeline_content import TimelineContent
    from sessionary.models.timeline_model import MarkText
    from sessionary.views.timeline.measures import Measures
    from sessionary.views.timeline.texts import LaidOut, Texts

MOST_MARKS: Final = 400
"""With more events than this in sight, columns stand for them."""

COLUMN: Final = 4
_NARROW_BAND: Final = 4.0
_NARROW_FOLD: Final = 3.0
# Of a mark nearer to the next one than this share of its size only a splinter would be seen.
_COVERED: Final = 0.36
# Labels that would leave the canvas at the right are cut shorter, or away.
_EDGE: Final = 6.0
_CUT_STEP: Final = 16.0
_LEAST_LABEL: Final = 32


@dataclass(frozen=True, slots=True)
class FoldBox:
    """A fold in sight."""

    index: int
    x: float
    width: float
    length: Passed


@dataclass(frozen=True, slots=True)
class BandBox:
    """A session in sight, wide enough to be drawn by itself."""

    index: int
    pk: int
    lane: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class MarkBox:
    """An event in sight; `covered` if the next one of its lane lies on it."""

    index: int
    lane: int
    x: float
    category: int
    text: MarkText
    covered: bool = False


@dataclass(frozen=True, slots=True)
class LabelBox:
    """A label that found a place."""

    index: int
    x: float
    lane: int
    line: int
    laid_out: LaidOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where the lanes are: all of one height, some of them scrolled out of sight.

    Attributes:
        top: Of the first lane, from the top of the widget; above the ruler when scrolled.
        height: Of each lane.
        seen: The lanes in sight.
    """

    top: int
    height: int
    seen: range

    def y(self, lane: int) -> int:
        """Return the top of a lane."""
        return self.top + lane * self.height

    def lane_at(self, y: float) -> int | None:
        """Return the lane in sight at `y`, None beside them."""
        lane = int((y - self.top) // self.height)
        return lane if lane in self.seen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is seen. Pixels count from the left edge of the canvas, right of the gutter.

    Attributes:
        columns: Counts of events by lane in sight and column, None where marks are shown.
        first_column: The pixel at which the first column begins.
        full: The count of a column of full height.
        narrow: (lane, pixel, hue) of sessions too narrow to be drawn by themselves.
    """

    window: Window
    rows: Rows
    ticks: list[RulerTick]
    folds: list[FoldBox]
    bands: list[BandBox]
    narrow: list[tuple[int, int, int]]
    marks: list[MarkBox] = field(default_factory=list)
    labels: list[LabelBox] = field(default_factory=list)
    columns: NDArray[np.int32] | None = None
    first_column: float = 0.0
    full: float = 1.0

    def at(self, x: float, y: float, reach: float) -> Picked | None:
        """Return what is at a point: a mark within `reach` pixels, a fold, or a band."""
        lane = self.rows.lane_at(y)
        near = [mark for mark in self.marks if mark.lane == lane and abs(mark.x - x) <= reach]
        if near:
            # Of marks at the same distance the last one painted is the one that is seen.
            mark = min(reversed(near), key=lambda mark: abs(mark.x - x))
            return Picked(PickedKind.MARK, mark.index, mark.text.pk)
        for fold in self.folds:
            if fold.x <= x < fold.x + fold.width:
                return Picked(PickedKind.FOLD, fold.index)
        for band in reversed(self.bands):
            if band.lane == lane and band.x - 1 <= x <= band.x + band.width + 1:
                return Picked(PickedKind.BAND, band.index, band.pk)
        return None

    def near(self, x: float, y: float, reach: float) -> list[MarkBox]:
        """Return the marks of one lane that lie within `reach` of a point, from left to right."""
        lane = self.rows.lane_at(y)
        found = [mark for mark in self.marks if mark.lane == lane and abs(mark.x - x) <= reach]
        return sorted(found, key=lambda mark: mark.index)


def fold_length(content: TimelineContent, index: int) -> Passed:
    """Return how long the gap of fold number `index` is."""
    axis = content.axis
    gap = content.levels.span.folds[index].gap
    return passed(gap // axis.second, day_seconds=axis.day_seconds)


def arrange(
    content: TimelineContent,
    window: Window,
    rows: Rows,
    measures: Measures,
    texts: Texts,
    *,
    read: Callable[[Sequence[int]], Sequence[MarkText]],
    taken: tuple[float, float] | None = None,
) -> Frame:
    """Return what is seen of `content` in `window`.

    Args:
        content: All there is.
        window: The window on time, as wide as the canvas.
        rows: Where the lanes are.
        measures: Sizes.
        texts: Lays labels out.
        read: Gives the texts of events by their pks.
        taken: Where the ruler has no room, because now is shown there.
    """
    ticks = ruler(
        content.axis,
        window,
        apart=measures.apart,
        width_of=lambda label: texts.get(label, "chip").width,
        taken=taken,
    )
    folds = _folds(content, window)
    bands, narrow = _bands(content, window, rows)
    frame = Frame(window=window, rows=rows, ticks=ticks, folds=folds, bands=bands, narrow=narrow)
    if content.levels.surely_more(window, rows.seen, MOST_MARKS):
        return _with_columns(frame, content)
    # Marks just outside take part, so that their labels do not jump when they come in.
    number, places = content.levels.visible(window, rows.seen, margin=measures.longest)
    if number > MOST_MARKS:
        return _with_columns(frame, content)
    if sum(map(len, places)) > 2 * MOST_MARKS:
        _, places = content.levels.visible(window, rows.seen)
    _add_marks(frame, content, places, measures, texts, read)
    return frame


def _folds(content: TimelineContent, window: Window) -> list[FoldBox]:
    if window.fold_width < _NARROW_FOLD:
        return []
    return [
        FoldBox(
            index,
            window.fold_x(index),
            window.fold_width,
            fold_length(content, index),
        )
        for index in window.folds_in(0.0, window.width)
    ]


def _bands(
    content: TimelineContent, window: Window, rows: Rows
) -> tuple[list[BandBox], list[tuple[int, int, int]]]:
    first = content.levels.pixels(window, content.starts)
    last = content.levels.pixels(window, content.ends)
    lanes = content.band_lanes
    seen = np.flatnonzero(
        (last >= -_NARROW_BAND)
        & (first <= window.width)
        & (lanes >= rows.seen.start)
        & (lanes < rows.seen.stop)
    )
    wide = last[seen] - first[seen] >= _NARROW_BAND
    boxes = [
        BandBox(
            index,
            content.bands[index].pk,
            int(lanes[index]),
            float(first[index]),
            float(last[index] - first[index]),
        )
        for index in seen[wide].tolist()
    ]
    thin = seen[~wide]
    # Sessions narrower than that are drawn once in four pixels, however many there are.
    places = np.floor((first[thin] + window.left) / _NARROW_BAND).astype(np.int64)
    _, once = np.unique(places * len(content.lanes) + lanes[thin], return_index=True)
    shift = window.left
    narrow = [
        (int(lanes[index]), round(place * _NARROW_BAND - shift), content.bands[index].hue)
        for index, place in zip(thin[once].tolist(), places[once].tolist(), strict=True)
    ]
    return boxes, narrow


def _with_columns(frame: Frame, content: TimelineContent) -> Frame:
    window = frame.window
    # Columns are anchored to the time, not to the window, so that they move with it as one.
    first = -(window.left % COLUMN)
    edges = np.arange(first, window.width + COLUMN, COLUMN)
    columns = content.levels.columns(window, frame.rows.seen, edges)
    full = content.levels.full(COLUMN / window.scale)
    return Frame(
        window=window,
        rows=frame.rows,
        ticks=frame.ticks,
        folds=frame.folds,
        bands=frame.bands,
        narrow=frame.narrow,
        columns=columns,
        first_column=first,
        full=full,
    )


def _add_marks(
    frame: Frame,
    content: TimelineContent,
    places: list[range],
    measures: Measures,
    texts: Texts,
    read: Callable[[Sequence[int]], Sequence[MarkText]],
) -> None:
    window, levels = frame.window, content.levels
    found = [levels.order[mine.start : mine.stop] for mine in places if mine]
    if not found:
        return
    indexes = np.concatenate(found)
    pixels = levels.pixels(window, levels.times[indexes])
    lanes = levels.lanes[indexes]
    covered = np.zeros(indexes.size, bool)
    covered[:-1] = (np.diff(pixels) < measures.mark * _COVERED) & (np.diff(lanes) == 0)
    frame.marks.extend(
        map(
            MarkBox,
            indexes.tolist(),
            lanes.tolist(),
            pixels.tolist(),
            levels.categories[indexes].tolist(),
            read(levels.pks[indexes].tolist()),
            covered.tolist(),
        )
    )
    importances = levels.importances[indexes].tolist()
    first = 0
    for mine in found:
        last = first + mine.size
        marks = frame.marks[first:last]
        frame.labels.extend(_labels(frame, marks, importances[first:last], measures, texts))
        first = last


def _labels(
    frame: Frame,
    marks: list[MarkBox],
    importances: list[int],
    measures: Measures,
    texts: Texts,
) -> list[LabelBox]:
    laid_out = [texts.get(mark.text.label, "secondary", measures.longest) for mark in marks]
    wanted = [
        Wanted(mark.x, one.width, importance)
        for mark, one, importance in zip(marks, laid_out, importances, strict=True)
    ]
    roomy = frame.rows.height >= 3 * measures.line
    lines = place_labels(
        wanted,
        lines=2 if roomy else 1,
        offset=measures.label,
        radius=measures.mark / 2 - 2,
        taken=[(fold.x, fold.x + fold.width) for fold in frame.folds],
    )
    boxes = []
    for mark, one, line in zip(marks, laid_out, lines, strict=True):
        if line is None or not 0 <= mark.x <= frame.window.width or not one.width:
            continue
        room = frame.window.width - mark.x - measures.label - _EDGE
        if one.width > room:
            # In steps, because each width is laid out anew.
            cut = int(room // _CUT_STEP * _CUT_STEP)
            if cut < _LEAST_LABEL:
                continue
            one = texts.get(mark.text.label, "secondary", cut)  # noqa: PLW2901 - cut shorter
        boxes.append(LabelBox(mark.index, mark.x + measures.label, mark.lane, line, one))
    return boxes
