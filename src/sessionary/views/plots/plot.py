"""What all charts have in common: columns, a gutter, words below, and a legend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from sessionary.core.text import one_line
from sessionary.views.theme.fonts import tabular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QFont

    from sessionary.views.theme import ColourRole, TextRole, Theme

DrawMark: TypeAlias = Callable[[QPainter, QPointF], None]
"""Draws the sign of a legend's entry around a point."""

_NAME_CHARACTERS: Final = 300
_LEGEND_GAP: Final = 16


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of a legend: a sign and what it stands for."""

    draw: DrawMark
    text: str


class Plot:
    """One chart, ready to be painted at any width.

    A chart of several rows counts them from the top. Painting happens in one direction only: time
    and numbers run from left to right.

    Args:
        theme: Colours, fonts and sizes.
        title: What the chart is called, for screen readers.
        keys: What its columns are known by, from left to right.
    """

    least_step = 16
    most_step = 96
    below = 26
    """How high the line of words below the columns is, in pixels of the design."""
    from_end = True
    """Whether the last columns are seen first where there is no room for all."""
    opens = True
    """Whether a column stands for something that can be opened."""

    def __init__(self, theme: Theme, title: str, keys: Sequence[str]) -> None:
        self.theme, self.title, self.keys = theme, title, tuple(keys)

    @property
    def rows(self) -> int:
        """How many rows each column has."""
        return 1

    def words(self, place: int, row: int = 0) -> str:
        """Return what the chart says of one column, its name first."""
        return f"{self.name(place)}: {self.value(place, row)}"

    def name(self, place: int) -> str:
        """Return what a column is called."""
        raise NotImplementedError

    def label(self, place: int) -> str:
        """Return what stands below a column."""
        raise NotImplementedError

    @property
    def axis(self) -> str:
        """What all of the columns are."""
        return ""

    def value(self, place: int, row: int) -> str:
        """Return what the chart says of one column."""
        raise NotImplementedError

    def height(self) -> int:
        """Return how high the columns are."""
        return self.theme.px(140)

    @cached_property
    def gutter(self) -> float:
        """How wide the part at the left of the columns is."""
        return self.measured_gutter()

    @cached_property
    def margin(self) -> float:
        """How wide the part at the right of the columns is."""
        return self.measured_margin()

    def measured_gutter(self) -> float:
        """Return the width that what stands at the left needs."""
        return 0.0

    def measured_margin(self) -> float:
        """Return the width that what stands at the right needs."""
        return 0.0

    def restyle(self) -> None:
        """Measure anew: the fonts are others."""
        for name in ("gutter", "margin"):
            self.__dict__.pop(name, None)

    @cached_property
    def legend(self) -> Sequence[Legend]:
        """What the signs stand for; nothing where there is but one."""
        return self.signs()

    def signs(self) -> Sequence[Legend]:
        """Return the entries of the legend."""
        return ()

    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        """Paint what lies behind the columns, and what stands beside them."""

    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        """Paint one column."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        """Paint what lies over the columns."""

    def cell(self, column: QRectF, row: int) -> QRectF:  # noqa: ARG002  of those with rows
        """Return the part of a column that stands for a row."""
        return column

    # What the kinds of charts paint with.

    def font(self, role: TextRole) -> QFont:
        """Return a font with digits of one width."""
        return tabular(self.theme.fonts[role])

    def metrics(self, role: TextRole) -> QFontMetricsF:
        """Return the measures of such a font."""
        return QFontMetricsF(self.font(role))

    def write(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        *,
        role: TextRole = "caption",
        tone: ColourRole = "text2",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    ) -> None:
        """Write one line into a rectangle, cut with an ellipsis where it is too long.

        What cannot be shown becomes a sign: in a picture it would not even be XML.
        """
        painter.setFont(self.font(role))
        painter.setPen(self.theme.tokens.colour(tone))
        line = self.metrics(role).elidedText(
            one_line(text, _NAME_CHARACTERS), Qt.TextElideMode.ElideRight, rect.width()
        )
        flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, int(flags), line)

    def line(self, painter: QPainter, y: float, left: float, right: float, tone: QColor) -> None:
        """Draw a line of one pixel from left to right."""
        painter.fillRect(QRectF(left, round(y), right - left, 1), tone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the columns of a chart stand.

    Attributes:
        area: What the columns share.
        step: The width of one.
        first: The position of the first one that is seen.
        shown: How many are seen.
    """

    area: QRectF
    step: float
    first: int
    shown: int

    def column(self, place: int) -> QRectF:
        """Return the column at a position."""
        left = self.area.left() + (place - self.first) * self.step
        return QRectF(left, self.area.top(), self.step, self.area.height())

    def place_at(self, x: float) -> int | None:
        """Return the position of the column at `x`, None if there is none."""
        at = int((x - self.area.left()) // self.step)
        return self.first + at if 0 <= at < self.shown else None


def frame_of(plot: Plot, width: float, first: int | None = None) -> Frame:
    """Return where the columns of a chart stand.

    Args:
        plot: The chart.
        width: How wide the whole of it is.
        first: The first column that is seen; None for the end at which the chart begins.
    """
    px, count = plot.theme.px, max(len(plot.keys), 1)
    room = max(width - plot.gutter - plot.margin, px(plot.least_step))
    step = min(max(room / count, px(plot.least_step)), px(plot.most_step))
    shown = min(count, int(room / step + 1e-6))
    last_first = count - shown
    usual = last_first if plot.from_end else 0
    begin = usual if first is None else min(max(first, 0), last_first)
    top = float(readout_height(plot))
    # Whole columns only: half a bar reads as a smaller one.
    area = QRectF(plot.gutter, top, step * shown, plot.height())
    return Frame(area=area, step=step, first=begin, shown=shown)


def full_width(plot: Plot) -> float:
    """Return the least width at which all columns are seen."""
    return plot.gutter + plot.margin + len(plot.keys) * plot.theme.px(plot.least_step)


def readout_height(plot: Plot) -> int:
    """Return the height of the line above the columns that says what the current one is."""
    return plot.theme.px(22)


def axis_height(plot: Plot) -> int:
    """Return the height of the words below the columns."""
    return plot.theme.px(plot.below)


def height_of(plot: Plot, width: float) -> int:
    """Return how high a chart is at a width."""
    lines = _legend_lines(plot, width)
    legend = plot.theme.px(22) * len(lines) + (plot.theme.px(4) if lines else 0)
    return readout_height(plot) + plot.height() + axis_height(plot) + legend


def paint_plot(painter: QPainter, plot: Plot, frame: Frame, width: float) -> None:
    """Paint a chart but for what is current in it.

    Args:
        painter: Its origin is the top left of the chart.
        plot: The chart.
        frame: Where the columns stand.
        width: How wide the whole of it is.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    plot.paint_ground(painter, frame.area)
    for place in range(frame.first, frame.first + frame.shown):
        plot.paint_column(painter, frame.column(place), place)
    plot.paint_over(painter, frame.area)
    if plot.below:
        _paint_labels(painter, plot, frame)
    _paint_legend(painter, plot, frame.area.bottom() + axis_height(plot), width)


def paint_readout(painter: QPainter, plot: Plot, text: str, width: float) -> None:
    """Write a line above the columns."""
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    line = QRectF(0, 0, width, readout_height(plot) - plot.theme.px(4))
    plot.write(painter, line, text, role="secondary", tone="text", align=Qt.AlignmentFlag.AlignLeft)


def _paint_labels(painter: QPainter, plot: Plot, frame: Frame) -> None:
    """Write what stands below the columns, as much of it as has room."""
    metrics = plot.metrics("caption")
    texts = {place: plot.label(place) for place in range(frame.first, frame.first + frame.shown)}
    widest = max((metrics.horizontalAdvance(text) for text in texts.values()), default=0.0)
    every = max(1, -int(-(widest + plot.theme.px(6)) // frame.step))
    # A little lower than the line, so that the foot of the scale has room beside it.
    top, height = frame.area.bottom() + plot.theme.px(6), axis_height(plot) - plot.theme.px(6)
    for place, text in texts.items():
        if place % every == 0:
            column = frame.column(place)
            middle, half = column.center().x(), max(widest, column.width())
            plot.write(painter, QRectF(middle - half, top, 2 * half, height), text)
    # The first number may stand out at the left of its column.
    out = max(0.0, (widest - frame.step) / 2)
    beside = QRectF(0, top, plot.gutter - plot.theme.px(8) - out, height)
    align = Qt.AlignmentFlag.AlignRight
    plot.write(painter, beside, plot.axis, align=align)


def _legend_lines(plot: Plot, width: float) -> list[list[tuple[float, Legend]]]:
    """Return the lines of a legend, each entry with where it begins."""
    metrics, px = plot.metrics("chip"), plot.theme.px
    lines: list[list[tuple[float, Legend]]] = []
    x = width
    for entry in plot.legend:
        wide = px(20) + metrics.horizontalAdvance(entry.text) + px(_LEGEND_GAP)
        if not lines or x + wide - px(_LEGEND_GAP) > width:
            lines.append([])
            x = 0.0
        lines[-1].append((x, entry))
        x += wide
    return lines


def _paint_legend(painter: QPainter, plot: Plot, top: float, width: float) -> None:
    px = plot.theme.px
    for at, line in enumerate(_legend_lines(plot, width)):
        y = top + px(4) + at * px(22)
        for x, entry in line:
            entry.draw(painter, QPointF(x + px(8), y + px(11)))
            rect = QRectF(x + px(20), y, width - x - px(20), px(22))
            align = Qt.AlignmentFlag.AlignLeft
            plot.write(painter, rect, entry.text, role="chip", tone="text", align=align)


def outlined(painter: QPainter, colour: QColor, width: float = 1.5) -> None:
    """Set a painter to draw outlines only."""
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def filled(painter: QPainter, colour: QColor) -> None:
    """Set a painter to draw surfaces only."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
