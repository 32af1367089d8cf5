"""Which ticks and labels the ruler has: those of each stretch between folds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.timeline.labels import claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sessionary.core.timeline.axis import Axis
    from sessionary.core.timeline.window import Window

# With narrower folds than this there are too many to treat the stretches between them one by one.
_NARROW: Final = 6.0
_INDENT: Final = 4.0


class RulerTick(NamedTuple):
    """A tick of the ruler.

    Attributes:
        x: Its pixel, from the left edge of the canvas.
        label: What it says; empty where it has none or no room.
        left: Where the label begins.
        opens: Whether the label says which day (or year) begins here.
        major: Whether the tick is one that may have a label.
        line: Whether a line runs down from it; where a fold ends none does.
    """

    x: float
    label: str
    left: float
    opens: bool = False
    major: bool = True
    line: bool = True


class _Stretch(NamedTuple):
    """A visible stretch between folds, `opened` if it begins after a fold that is visible."""

    first: float
    last: float
    start: int
    end: int
    opened: bool


def ruler(
    axis: Axis,
    window: Window,
    *,
    apart: float,
    width_of: Callable[[str], float],
    taken: tuple[float, float] | None = None,
) -> list[RulerTick]:
    """Return the ticks that are seen in `window`.

    Args:
        axis: Whose ticks.
        window: The window on time.
        apart: Least distance of ticks that may have a label.
        width_of: Tells how wide a label is.
        taken: A stretch of pixels without labels, where the flag of now is.
    """
    used = [taken] if taken else []
    if window.span.folds and window.fold_width < _NARROW:
        return _dense(axis, window, apart, width_of, used)
    step = axis.step(apart / window.scale)
    stretches = list(_stretches(window))
    days = [
        (stretch.first, day)
        for stretch in stretches
        if stretch.opened
        and claim(
            (
                stretch.first + _INDENT,
                stretch.first + _INDENT + width_of(day := axis.day(stretch.start)),
            ),
            used,
        )
    ]
    ticks = [RulerTick(x, day, x + _INDENT, opens=True, line=False) for x, day in days]
    for stretch in stretches:
        for time, label, opens in axis.ticks(stretch.start, stretch.end, step):
            x = window.x(time)
            left = x - width_of(label) / 2 if label else x
            shown = label if label and left >= 0 and claim((left, 2 * x - left), used) else ""
            ticks.append(RulerTick(x, shown, left, opens, major=bool(label)))
    return ticks


def _stretches(window: Window) -> Iterator[_Stretch]:
    x, opened = 0.0, False
    start = window.time_at(0.0)
    for index in window.folds_in(0.0, window.width):
        fold = window.span.folds[index]
        begin = window.fold_x(index)
        if begin > x:
            yield _Stretch(x, begin, start, fold.start, opened)
        x, start, opened = begin + window.fold_width, fold.end, True
    if x < window.width:
        yield _Stretch(x, window.width, start, window.time_at(window.width), opened)


def _dense(
    axis: Axis,
    window: Window,
    apart: float,
    width_of: Callable[[str], float],
    used: list[tuple[float, float]],
) -> list[RulerTick]:
    """Return a label for every so many folds; which ones depends on the scale alone."""
    every = _round_up(apart * len(window.span.folds) / window.total)
    seen = window.folds_in(0.0, window.width)
    ticks = []
    for index in range(-(-seen.start // every) * every, seen.stop, every):
        x = window.fold_x(index) + window.fold_width
        label = axis.day(window.span.folds[index].end)
        left = x - width_of(label) / 2
        shown = label if left >= 0 and claim((left, 2 * x - left), used) else ""
        ticks.append(RulerTick(x, shown, left))
    return ticks


def _round_up(count: float) -> int:
    """Return the next of 1, 2, 5, 10, 20 …."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power >= count:
                return digit * power
        power *= 10
