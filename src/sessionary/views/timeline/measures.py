"""The sizes of a timeline's parts, grown with the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Pixels of a timeline.

    Attributes:
        ruler: Height of the ruler.
        gutter: Width of the column of lane names.
        lowest, highest: Between these lies the height of a lane.
        inset: From a lane's edge to a band.
        mark: Diameter of a mark.
        reach: How far from its middle a mark is under the pointer.
        label: From the middle of a mark to its label.
        line: From a label to one pushed a line lower.
        apart: Least distance of labelled ticks.
        fold: Width of a fold.
        named: Under this width a band has no label.
        titled: With less room a band has its number in place of a title cut short.
        longest: No label of a mark is wider.
    """

    ruler: int
    gutter: int
    lowest: int
    highest: int
    inset: int
    mark: int
    reach: int
    label: int
    line: int
    apart: int
    fold: int
    named: int
    titled: int
    longest: int

    @classmethod
    def of(cls, theme: Theme) -> Measures:
        """Return the design's measures at today's text size."""
        px = theme.px
        return cls(
            ruler=px(28),
            gutter=px(128),
            lowest=px(36),
            highest=px(44),
            inset=px(5),
            mark=px(14),
            reach=px(9),
            label=px(12),
            line=px(14),
            apart=px(84),
            fold=px(26),
            named=px(28),
            titled=px(44),
            longest=px(200),
        )
