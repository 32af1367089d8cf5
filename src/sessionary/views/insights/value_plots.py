"""Charts of values: bars, bars from day to day, and bars of several parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from sessionary.core.campaign.gametime import day_name
from sessionary.core.campaign.insight_words import bar_words, said_value
from sessionary.core.campaign.insights import Shape, Unit
from sessionary.models.event_words import category_order, category_word
from sessionary.views.campaign.when import number_text
from sessionary.views.insights.session_plot import SessionPlot
from sessionary.views.plots.plot import Legend, filled
from sessionary.views.plots.scale import Scale, scale_of
from sessionary.views.timeline.shapes import looks, mark_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

    from sessionary.core.campaign.insights import Bar, Chart, Series
    from sessionary.core.campaign.record import Number
    from sessionary.views.theme import Theme

_ZERO: Final = 2.0
"""How high a value of 0 is: it is seen, where an unknown one is a dash."""
_MARKED_FROM: Final = 13
"""The height from which on a part of a bar has the mark of its category."""

translate = QCoreApplication.translate


class ValuePlot(SessionPlot):
    """A chart of values over a scale."""

    def __init__(self, theme: Theme, chart: Chart) -> None:
        super().__init__(theme, chart.title, chart.sessions)
        self.chart = chart
        self.scale = self._scale()
        self._labels = [(tick, self._tick(tick)) for tick in self.scale.ticks]

    def value(self, place: int, row: int) -> str:  # noqa: ARG002  there is one row
        """Return the value, with what the log gives beside what is declared."""
        return bar_words(self.chart, place, number_text)

    def measured_gutter(self) -> float:
        """Return the width that the scale needs."""
        metrics, px = self.metrics("caption"), self.theme.px
        words = [text for _, text in self._labels] + [translate("Insights", "Session")]
        widest = max(metrics.horizontalAdvance(text) for text in words)
        return min(widest, px(120)) + px(12)

    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        """Paint the lines of the scale."""
        tokens, px = self.theme.tokens, self.theme.px
        for tick, text in self._labels:
            y = self._y(area, tick)
            base = tick in {0, self.scale.low}
            self.line(painter, y, area.left(), area.right(), tokens.strong if base else tokens.line)
            beside = QRectF(0, y - px(10), area.left() - px(8), px(20))
            self.write(painter, beside, text, align=Qt.AlignmentFlag.AlignRight)

    def _scale(self) -> Scale:
        values = [bar.value for one in self.chart.series for bar in one.bars]
        counted = [bar.counted for one in self.chart.series for bar in one.bars if bar.differs]
        known = [value for value in (*values, *counted) if value is not None]
        return scale_of(known, self.chart.unit, day=self.chart.clock.day_length)

    def _tick(self, tick: int) -> str:
        if tick == 0 or self.chart.unit in {Unit.EVENTS, Unit.DAYS}:
            return number_text(tick)
        return said_value(tick, self.chart.unit, number_text, self.chart.clock)

    def _y(self, area: QRectF, value: Number) -> float:
        return area.bottom() - self.scale.share(value) * area.height()

    def _unknown(self, painter: QPainter, slot: QRectF, place: int) -> None:
        """Paint that a value is not known, or not counted yet."""
        px = self.theme.px
        waits = self.chart.is_statistic and self.sessions[place].waits
        base = self._y(slot, max(self.scale.low, 0))
        line = QRectF(slot.left() - px(4), base - px(18), slot.width() + px(8), px(16))
        self.write(painter, line, "…" if waits else "–")


class BarPlot(ValuePlot):
    """One bar a session, or two beside each other; a dashed line is the mean of a single one."""

    def signs(self) -> Sequence[Legend]:
        """Return the names of two rows of bars, and what the line across a bar is."""
        entries = []
        if len(self.chart.series) > 1:
            entries = [
                Legend(partial(self._sign, at), one.label)
                for at, one in enumerate(self.chart.series)
            ]
        if self.chart.differs:
            words = translate(
                "Insights", "counted from the log, where the file declares more or less"
            )
            entries.append(Legend(self._line_sign, words))
        if self._mean() is not None:
            entries.append(Legend(self._mean_sign, translate("Insights", "average")))
        return entries

    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        """Paint the bars of a session."""
        for slot, one, at in self._slots(column):
            bar = one.bars[place]
            if bar.value is None:
                self._unknown(painter, slot, place)
            else:
                self._bar(painter, slot, bar.value, at)
            self._counted(painter, slot, bar)

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        """Paint the mean of a single row of bars."""
        mean = self._mean()
        if mean is not None:
            self._dashes(painter, self._y(area, mean), area.left(), area.right())

    def _mean(self) -> Number | None:
        """Return the mean of a single row of bars; of one bar there is none to be shown."""
        if len(self.chart.series) != 1 or self.chart.series[0].known < 2:
            return None
        return self.chart.series[0].mean

    def _dashes(self, painter: QPainter, y: float, left: float, right: float) -> None:
        painter.setPen(QPen(self.theme.tokens.text2, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(left, round(y) + 0.5), QPointF(right, round(y) + 0.5))

    def _mean_sign(self, painter: QPainter, middle: QPointF) -> None:
        half = self.theme.px(8)
        self._dashes(painter, middle.y(), middle.x() - half, middle.x() + half)

    def _slots(self, column: QRectF) -> list[tuple[QRectF, Series, int]]:
        """Return the place of each bar of a column."""
        count = len(self.chart.series)
        inner = min(column.width() * 0.72, self.theme.px(22 * count + 6))
        each = inner / max(count, 1)
        left = column.center().x() - inner / 2
        gap = 1 if count > 1 else 0
        return [
            (
                QRectF(left + at * each, column.top(), max(each - gap, 2), column.height()),
                one,
                at,
            )
            for at, one in enumerate(self.chart.series)
        ]

    def _bar(self, painter: QPainter, slot: QRectF, value: Number, at: int) -> None:
        zero, y = self._y(slot, 0), self._y(slot, value)
        top, height = min(zero, y), max(abs(zero - y), _ZERO)
        rect = QRectF(
            slot.left(), min(top, zero - _ZERO) if y <= zero else top, slot.width(), height
        )
        self._dress(painter, at)
        inset = 0.75 if at else 0.0
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 2, 2)

    def _dress(self, painter: QPainter, at: int) -> None:
        """Set the colours of a row of bars: the second one is an outline, so told by its shape."""
        tokens = self.theme.tokens
        if at == 0:
            filled(painter, tokens.accent)
        else:
            rust = tokens.category("rust")
            painter.setPen(QPen(rust, 1.5))
            painter.setBrush(tokens.band_fill(rust))

    def _counted(self, painter: QPainter, slot: QRectF, bar: Bar) -> None:
        if not bar.differs or bar.counted is None:
            return
        y = self._y(slot, bar.counted)
        wide = slot.adjusted(-2, 0, 2, 0)
        painter.fillRect(QRectF(wide.left(), y - 2, wide.width(), 4), self.theme.tokens.surface)
        painter.fillRect(QRectF(wide.left(), y - 1, wide.width(), 2), self.theme.tokens.text)

    def _sign(self, at: int, painter: QPainter, middle: QPointF) -> None:
        self._dress(painter, at)
        half = self.theme.px(5)
        painter.drawRoundedRect(
            QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half), 2, 2
        )

    def _line_sign(self, painter: QPainter, middle: QPointF) -> None:
        half = self.theme.px(6)
        painter.fillRect(
            QRectF(middle.x() - half, middle.y() - 1, 2 * half, 2), self.theme.tokens.text
        )


class SpanPlot(ValuePlot):
    """One bar a session from its first game day to its last."""

    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        """Paint from when to when a session went."""
        span = self.chart.series[0].bars[place].span
        wide = min(column.width() * 0.72, self.theme.px(28))
        slot = QRectF(column.center().x() - wide / 2, column.top(), wide, column.height())
        if span is None:
            self._unknown(painter, slot, place)
            return
        top, bottom = self._y(column, span[1] + 1), self._y(column, span[0])
        height = max(bottom - top, float(self.theme.px(4)))
        filled(painter, self.theme.tokens.accent)
        painter.drawRoundedRect(QRectF(slot.left(), bottom - height, wide, height), 2, 2)

    def _scale(self) -> Scale:
        spans = [bar.span for bar in self.chart.series[0].bars if bar.span is not None]
        # A day ends where the next one begins.
        ends = [end for first, last in spans for end in (first, last + 1)]
        return scale_of(ends, Unit.DAYS, from_zero=False)

    def _tick(self, tick: int) -> str:
        if self.chart.clock.calendar is not None:
            return day_name(tick, self.chart.clock)
        return translate("Insights", "Day {0}").format(number_text(tick))


class StackPlot(ValuePlot):
    """One bar a session whose parts are the categories of its events, each with its mark."""

    def __init__(self, theme: Theme, chart: Chart) -> None:
        self._looks = looks([one.key for one in chart.series])
        self._ordered = sorted(chart.series, key=lambda one: category_order(one.key))
        super().__init__(theme, chart)

    def height(self) -> int:
        """Return how high the columns are."""
        return self.theme.px(220)

    def signs(self) -> Sequence[Legend]:
        """Return the categories in the order in which they stand on each other."""
        return [
            Legend(partial(self._sign, one.key), category_word(one.key)) for one in self._ordered
        ]

    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        """Paint the events of a session."""
        wide = min(column.width() * 0.72, self.theme.px(28))
        slot = QRectF(column.center().x() - wide / 2, column.top(), wide, column.height())
        bottom, under = slot.bottom(), 0
        if not self.sessions[place].categories:
            self._unknown(painter, slot, place)
            return
        for one in self._ordered:
            value = one.bars[place].value
            if not value:
                continue
            under += round(value)
            top = self._y(slot, under)
            part = QRectF(slot.left(), top, wide, max(bottom - top - 1, 1))
            painter.fillRect(part, self._colour(one.key))
            if part.height() >= self.theme.px(_MARKED_FROM) and wide >= self.theme.px(12):
                self._mark(painter, part.center(), one.key, self.theme.tokens.surface, 3.5)
            bottom = top

    def _scale(self) -> Scale:
        sums = [one.events or 0 for one in self.sessions]
        return scale_of(sums, Unit.EVENTS, most=5)

    def _colour(self, category: str) -> QColor:
        return self.theme.tokens.category(self._looks[category][0])

    def _sign(self, category: str, painter: QPainter, middle: QPointF) -> None:
        self._mark(painter, middle, category, self._colour(category), 5.5)

    def _mark(
        self, painter: QPainter, middle: QPointF, category: str, colour: QColor, radius: float
    ) -> None:
        painter.save()
        painter.translate(middle)
        painter.fillPath(mark_path(self._looks[category][1], self.theme.px(1) * radius), colour)
        painter.restore()


_PLOTS: Final = {Shape.BARS: BarPlot, Shape.SPANS: SpanPlot, Shape.STACKED: StackPlot}


def plot_of(theme: Theme, chart: Chart) -> ValuePlot:
    """Return the plot that paints a chart of which something is known."""
    return _PLOTS[chart.shape](theme, chart)
