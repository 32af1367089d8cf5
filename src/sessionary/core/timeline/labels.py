"""Where the labels of marks go: beside the mark, else one line lower, else nowhere."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# From the middle of a mark to its label, and the least distance of two labels.
LABEL_OFFSET = 12.0
_BETWEEN = 8.0


class Wanted(NamedTuple):
    """A label that wants a place.

    Attributes:
        x: The middle of its mark.
        width: How wide the text is.
        importance: The more important label is placed first.
    """

    x: float
    width: float
    importance: int


def place_labels(
    wanted: Sequence[Wanted],
    *,
    lines: int,
    offset: float = LABEL_OFFSET,
    radius: float = 0.0,
    taken: Iterable[tuple[float, float]] = (),
) -> list[int | None]:
    """Return the line of each label, 0 beside its mark, or None if it is hidden.

    Important labels are placed first, equal ones from left to right, so that panning does not
    change the choice. No two labels of a line come closer than 8 pixels.

    Args:
        wanted: The labels of one lane, in any order.
        lines: How many lines the lane has room for.
        offset: From the middle of a mark to the start of its label.
        radius: How far a mark reaches; the labels beside the marks do not cover other marks.
        taken: Stretches (first, last) where no line may have text, such as a fold's.
    """
    blocked = sorted(taken)
    used: list[list[tuple[float, float]]] = [list(blocked) for _ in range(lines)]
    if radius:
        # To the right a mark reaches no further than its own label's distance allows.
        right = min(radius, offset - _BETWEEN)
        used[0] = sorted([*blocked, *((mark.x - radius, mark.x + right) for mark in wanted)])
    result: list[int | None] = [None] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda i: (-wanted[i].importance, wanted[i].x))
    for index in order:
        first = wanted[index].x + offset
        stretch = (first, first + wanted[index].width)
        for line, others in enumerate(used):
            if claim(stretch, others):
                result[index] = line
                break
    return result


def claim(stretch: tuple[float, float], others: list[tuple[float, float]]) -> bool:
    """Put `stretch` among `others` if it keeps 8 pixels' distance from them, and tell whether.

    `others` are sorted, and none lies within another.
    """
    after = bisect_left(others, stretch)
    if after < len(others) and others[after][0] < stretch[1] + _BETWEEN:
        return False
    if after and others[after - 1][1] + _BETWEEN > stretch[0]:
        return False
    others.insert(after, stretch)
    return True
