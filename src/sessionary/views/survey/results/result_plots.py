"""Charts of what was answered: bars of choices, steps of numbers and times, spans of series."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from typing_extensions import override

from sessionary.core.campaign.insights import Unit
from sessionary.core.survey.distribution import Bin, Measure
from sessionary.core.survey.result_words import (
    bin_label,
    bin_words,
    range_words,
    series_words,
    share_text,
    value_words,
)
from sessionary.core.survey.results import Choices, Numbers, Ranges, Series
from sessionary.core.survey.values import day_time_text, printable
from sessionary.core.text import one_line
from sessionary.models.survey_words import title_of
from sessionary.views.plots.plot import Legend, Plot, filled
from sessionary.views.plots.scale import Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from sessionary.core.survey.results import QuestionResult
    from sessionary.views.theme import ColourRole, Theme

_ROW: Final = 30
_BAR: Final = 14
_LABEL_CHARACTERS: Final = 80
_WIDEST_LABEL: Final = 200
_ENDLESS: Final = 100_000
_DATE_STEP: Final = 78
_DAY: Final = 86_400

translate = QCoreApplication.translate


class _RowsPlot(Plot):
    """A chart with one row a label, a bar or span in it, and words at its right."""

    most_step = _ENDLESS
    below = 0
    opens = False

    def __init__(
        self, theme: Theme, title: str, labels: Sequence[str], said: Sequence[str]
    ) -> None:
        super().__init__(theme, title, ["rows"])
        self.labels = [one_line(printable(one), _LABEL_CHARACTERS) or "–" for one in labels]
        self.said = list(said)

    @property
    @override
    def rows(self) -> int:
        return len(self.labels)

    @override
    def words(self, place: int, row: int = 0) -> str:
        return f"{self.labels[row]}: {self.value(place, row)}"

    @override
    def name(self, place: int) -> str:
        return ""

    @override
    def label(self, place: int) -> str:
        return ""

    @override
    def value(self, place: int, row: int) -> str:
        return self.said[row]

    @override
    def height(self) -> int:
        return self.theme.px(_ROW) * self.rows

    @override
    def measured_gutter(self) -> float:
        metrics, px = self.metrics("body"), self.theme.px
        widest = max(metrics.horizontalAdvance(one) for one in self.labels)
        return min(max(widest, px(48)), px(_WIDEST_LABEL)) + px(12)

    @override
    def cell(self, column: QRectF, row: int) -> QRectF:
        high = self.theme.px(_ROW)
        return QRectF(column.left(), column.top() + row * high, column.width(), high)

    def write_labels(self, painter: QPainter, area: QRectF) -> None:
        """Write what the rows are."""
        for row, label in enumerate(self.labels):
            cell = self.cell(area, row)
            room = QRectF(0, cell.top(), area.left() - self.theme.px(10), cell.height())
            left = Qt.AlignmentFlag.AlignLeft
            self.write(painter, room, label, role="body", tone="text", align=left)


class ChoicesPlot(_RowsPlot):
    """One bar a choice, as long as its share of those who answered."""

    def __init__(self, theme: Theme, result: QuestionResult, told: Choices) -> None:
        words = translate("Results", "{0} of {1} ({2})")
        self._counts = [one.count for one in told.choices]
        self._offered = [one.offered for one in told.choices]
        self._all = max(result.answered, 1)
        super().__init__(
            theme,
            title_of(result.question),
            [one.text for one in told.choices],
            [
                words.format(one.count, result.answered, share_text(one.count, self._all))
                + ("" if one.offered else translate("Results", ", not offered any more"))
                for one in told.choices
            ],
        )

    @override
    def measured_margin(self) -> float:
        metrics, px = self.metrics("body"), self.theme.px
        counts = max(metrics.horizontalAdvance(str(one)) for one in self._counts)
        return px(10) + counts + px(10) + metrics.horizontalAdvance("100 %")

    @override
    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        self.write_labels(painter, area)

    @override
    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        metrics = self.metrics("body")
        percent = metrics.horizontalAdvance("100 %")
        for row, count in enumerate(self._counts):
            cell = self.cell(column, row)
            top = cell.center().y() - px(_BAR) / 2
            bar = QRectF(column.left(), top, column.width(), px(_BAR))
            filled(painter, tokens.sunken)
            painter.drawRoundedRect(bar, 3, 3)
            if count:
                bar.setWidth(max(column.width() * count / self._all, 3.0))
                # What is no choice any more is told by its fill as well as by its words.
                filled(painter, tokens.accent if self._offered[row] else tokens.strong)
                painter.drawRoundedRect(bar, 3, 3)
            beside = QRectF(column.right(), cell.top(), self.margin, cell.height())
            right = Qt.AlignmentFlag.AlignRight
            share = share_text(count, self._all)
            self.write(painter, beside, share, role="body", align=right)
            counted = beside.adjusted(0, 0, -percent - px(10), 0)
            tone: ColourRole = "text" if count else "text2"
            self.write(painter, counted, str(count), role="body", tone=tone, align=right)


class SeriesPlot(_RowsPlot):
    """One row a label, with a span from the least to the greatest and a dot at the mean."""

    below = 22

    def __init__(self, theme: Theme, result: QuestionResult, told: Series) -> None:
        self._question, self._told = result.question, told
        self._figures = [figures for _label, figures in told.labels]
        known = [one for one in self._figures if one is not None]
        ends = [end for one in known for end in (one.least, one.greatest)]
        unit = Unit.POINTS if told.measure is Measure.NUMBER else Unit.GAME_SECONDS
        self.scale: Scale = scale_of(map(float, ends), unit, most=5, from_zero=False)
        super().__init__(
            theme,
            title_of(result.question),
            [label for label, _figures in told.labels],
            [series_words(told, row, result.question) for row in range(len(told.labels))],
        )
        self._means = ["–" if one is None else self._short(one.mean) for one in self._figures]

    def _short(self, value: Fraction) -> str:
        measure = self._told.measure
        seconds = Fraction(60 * round(value / 60)) if measure is not Measure.NUMBER else value
        text = value_words(seconds, self._question, measure, self._told.places)
        return text.split(" ")[0] if measure is Measure.MOMENT else text

    @override
    def measured_margin(self) -> float:
        metrics = self.metrics("body")
        return self.theme.px(12) + max(metrics.horizontalAdvance(one) for one in self._means)

    @override
    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        self.write_labels(painter, area)
        metrics = self.metrics("caption")
        former = -1e9
        for tick in self.scale.ticks:
            x = self._x(area, tick)
            painter.fillRect(QRectF(round(x), area.top(), 1, area.height()), tokens.line)
            text = self._short(Fraction(tick))
            wide = metrics.horizontalAdvance(text) + px(6)
            if x - wide / 2 > former:
                former = x + wide / 2
                below = QRectF(x - wide / 2, area.bottom() + px(2), wide, px(18))
                self.write(painter, below, text)

    @override
    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        for row, figures in enumerate(self._figures):
            cell = self.cell(column, row)
            y = cell.center().y()
            if figures is not None:
                left, right = (self._x(column, end) for end in (figures.least, figures.greatest))
                span = QRectF(left - px(3), y - px(4), right - left + px(6), px(8))
                filled(painter, tokens.band_fill(tokens.accent))
                painter.drawRoundedRect(span, px(4), px(4))
                filled(painter, tokens.accent)
                painter.drawEllipse(QPointF(self._x(column, figures.mean), y), px(5), px(5))
            beside = QRectF(column.right(), cell.top(), self.margin, cell.height())
            right_side = Qt.AlignmentFlag.AlignRight
            mean = self._means[row]
            self.write(painter, beside, mean, role="body", tone="text", align=right_side)

    def _x(self, area: QRectF, value: Fraction | int) -> float:
        inner = area.adjusted(self.theme.px(8), 0, -self.theme.px(8), 0)
        return inner.left() + self.scale.share(float(value)) * inner.width()

    @override
    def signs(self) -> Sequence[Legend]:
        return (
            Legend(self._mean_sign, translate("Results", "average")),
            Legend(self._span_sign, translate("Results", "least to greatest")),
        )

    def _mean_sign(self, painter: QPainter, middle: QPointF) -> None:
        filled(painter, self.theme.tokens.accent)
        painter.drawEllipse(middle, self.theme.px(5), self.theme.px(5))

    def _span_sign(self, painter: QPainter, middle: QPointF) -> None:
        px, tokens = self.theme.px, self.theme.tokens
        filled(painter, tokens.band_fill(tokens.accent))
        around = QRectF(middle.x() - px(8), middle.y() - px(4), px(16), px(8))
        painter.drawRoundedRect(around, px(4), px(4))


class BinsPlot(Plot):
    """One bar a step of a distribution, over a scale of how many."""

    from_end = False
    opens = False

    def __init__(self, theme: Theme, result: QuestionResult, told: Numbers | Ranges) -> None:
        self._question, self._told = result.question, told
        self.bins: tuple[Bin, ...] = told.bins
        super().__init__(theme, title_of(result.question), [str(one.low) for one in self.bins])
        self._answered = result.answered
        self.scale = scale_of([one.count for one in self.bins], Unit.EVENTS, most=4)
        dates = isinstance(told, Numbers) and told.measure is Measure.MOMENT
        self.least_step = _DATE_STEP if dates else Plot.least_step

    @override
    def name(self, place: int) -> str:
        one = self.bins[place]
        if isinstance(self._told, Ranges):
            return range_words(one)
        return bin_words(one, self._question, self._told)

    @override
    def value(self, place: int, row: int) -> str:
        count = self.bins[place].count
        words = translate("Results", "{0} of {1} ({2})")
        return words.format(count, self._answered, share_text(count, self._answered))

    @override
    def label(self, place: int) -> str:
        one = self.bins[place]
        if isinstance(self._told, Ranges):
            return day_time_text(int(one.low) % _DAY)
        return bin_label(one, self._question, self._told)

    @override
    def height(self) -> int:
        return self.theme.px(120)

    @override
    def measured_gutter(self) -> float:
        metrics = self.metrics("caption")
        widest = max(metrics.horizontalAdvance(str(tick)) for tick in self.scale.ticks)
        return widest + self.theme.px(14)

    @override
    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        for tick in self.scale.ticks:
            y = area.bottom() - self.scale.share(tick) * area.height()
            self.line(painter, y, area.left(), area.right(), tokens.line if tick else tokens.strong)
            beside = QRectF(0, y - px(10), area.left() - px(8), px(20))
            self.write(painter, beside, str(tick), align=Qt.AlignmentFlag.AlignRight)

    @override
    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        one, px = self.bins[place], self.theme.px
        if not one.count:
            return
        # Steps that follow on each other touch; single values stand apart.
        share = 0.64 if one.is_single else 0.92
        wide = min(column.width() * share, px(56 if one.is_single else 90))
        high = self.scale.share(one.count) * column.height()
        filled(painter, self.theme.tokens.accent)
        left = column.center().x() - wide / 2
        painter.drawRoundedRect(QRectF(left, column.bottom() - high, wide, high), 2, 2)


def plot_of(theme: Theme, result: QuestionResult) -> Plot | None:
    """Return the chart of a question's results, None where they are none or only texts."""
    told = result.told
    if not result.answered:
        return None
    if isinstance(told, Choices) and told.choices:
        return ChoicesPlot(theme, result, told)
    if isinstance(told, Series) and any(figures for _label, figures in told.labels):
        return SeriesPlot(theme, result, told)
    if isinstance(told, Numbers | Ranges) and told.bins:
        return BinsPlot(theme, result, told)
    return None
