"""Where the labels of marks go: beside the mark, else one line lower, else nowhere."""

from __future__ import annotations

from bisect import bisect_left, insort
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
    taken: Iterable[tuple[float, float]] = (),
) -> list[int | None]:
    """Return the line of each label, 0 beside its mark, or None if it is hidden.

    Important labels are placed first, equal ones from left to right, so that panning does not
    change the choice. No two labels of a line come closer than 8 pixels.

    Args:
        wanted: The labels of one lane, in any order.
        lines: How many lines the lane has room for.
        offset: From the middle of a mark to the start of its label.
        taken: Stretches (first, last) where no line may have text, such as a fold's.
    """
    blocked = sorted(taken)
    used: list[list[tuple[float, float]]] = [list(blocked) for _ in range(lines)]
    result: list[int | None] = [None] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda i: (-wanted[i].importance, wanted[i].x))
    for index in order:
        first = wanted[index].x + offset
        stretch = (first, first + wanted[index].width)
        for line, others in enumerate(used):
            if _free(stretch, others):
                insort(others, stretch)
                result[index] = line
                break
    return result


def _free(stretch: tuple[float, float], others: list[tuple[float, float]]) -> bool:
    """Tell whether `stretch` keeps its distance from `others`, sorted and apart from each other."""
    after = bisect_left(others, stretch)
    if after < len(others) and others[after][0] < stretch[1] + _BETWEEN:
        return False
    return after == 0 or others[after - 1][1] + _BETWEEN <= stretch[0]
