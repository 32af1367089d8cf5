"""Where the days of a page stand: weeks in rows, days outside of weeks in rows of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.models.month_pages import Page, PageDay


@dataclass(slots=True)
class Row:
    """One row of a page.

    Attributes:
        wide: Whether its days share the whole width: they stand outside of weeks.
        cells: (place of the day on the page, column).
    """

    wide: bool
    cells: list[tuple[int, int]] = field(default_factory=list)


def rows_of(page: Page) -> list[Row]:
    """Return the rows of a page, from top to bottom."""
    rows: list[Row] = []
    for place, day in enumerate(page.days):
        wide = day.column is None
        column = _column(rows, page, day)
        last = rows[-1] if rows else None
        if last is None or last.wide != wide or column <= last.cells[-1][1]:
            last = Row(wide)
            rows.append(last)
        last.cells.append((place, column))
    return rows


def _column(rows: list[Row], page: Page, day: PageDay) -> int:
    if day.column is not None:
        return day.column
    if rows and rows[-1].wide and len(rows[-1].cells) < page.columns:
        return len(rows[-1].cells)
    return 0


class Grid:
    """The rectangles of a page's days in a view of some size."""

    def __init__(
        self, page: Page, width: int, height: int, *, week: int, wide: int, mirrored: bool = False
    ) -> None:
        """Lay out a page.

        Args:
            page: Its days.
            width: How wide it is.
            height: How high it may be without scrolling.
            week: How high a week is at least.
            wide: How high a row of days outside of weeks is.
            mirrored: Whether weeks run from right to left.
        """
        self.rows = rows_of(page)
        self.columns, self.width, self._mirrored = page.columns, width, mirrored
        weeks = sum(not row.wide for row in self.rows)
        room = height - (len(self.rows) - weeks) * wide
        self.week = max(week, room // weeks) if weeks else week
        self.wide = wide if weeks else max(wide, height // max(len(self.rows), 1))
        self.rects: list[QRect] = [QRect()] * len(page.days)
        top = 0
        for row in self.rows:
            high = self.wide if row.wide else self.week
            for place, left, right in self._edges(row):
                self.rects[place] = QRect(left, top, right - left, high)
            top += high
        self.height = top

    def _edges(self, row: Row) -> Iterator[tuple[int, int, int]]:
        count = len(row.cells) if row.wide else self.columns
        for place, column in row.cells:
            yield place, *self.column(column, count)

    def column(self, column: int, count: int) -> tuple[int, int]:
        """Return the left and the right edge of one of so many columns."""
        if self._mirrored:
            column = count - 1 - column
        return column * self.width // count, (column + 1) * self.width // count

    def at(self, x: int, y: int) -> int | None:
        """Return the place of the day at a point, None where there is none."""
        return next((i for i, rect in enumerate(self.rects) if rect.contains(x, y)), None)

    def beside(self, place: int, down: int) -> int | None:
        """Return the place of the day a row further down (or up), None beyond the page."""
        number = next(i for i, row in enumerate(self.rows) if place in (c[0] for c in row.cells))
        number += down
        if not 0 <= number < len(self.rows):
            return None
        middle = self.rects[place].center().x()
        cells = self.rows[number].cells
        return min(cells, key=lambda cell: abs(self.rects[cell[0]].center().x() - middle))[0]
