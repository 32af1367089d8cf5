"""A card with one chart across the sessions of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from sessionary.core.campaign.insight_words import chart_words
from sessionary.services.insight_files import chart_table, chart_text
from sessionary.views.campaign.when import number_text
from sessionary.views.insights.value_plots import plot_of
from sessionary.views.plots.plot_card import PlotCard

if TYPE_CHECKING:
    from sessionary.core.campaign.insights import AttendanceChart, Chart
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme


class InsightCard(PlotCard):
    """A card with a chart of insights."""

    def __init__(self, theme: Theme, title: str, takeaway: Takeaway) -> None:
        super().__init__(theme, title, takeaway)
        self.chart: Chart | AttendanceChart | None = None

    def name_of(self, identity: str) -> str:
        """Return the name that an id stands for."""
        return identity

    @override
    def as_text(self) -> str:
        return "" if self.chart is None else chart_text(self.chart, self.name_of)

    @override
    def as_table(self) -> bytes:
        return b"" if self.chart is None else chart_table(self.chart, self.name_of)


class ChartCard(InsightCard):
    """A card with a chart of values."""

    def __init__(self, theme: Theme, chart: Chart, takeaway: Takeaway) -> None:
        super().__init__(theme, chart.title, takeaway)
        self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """Show newer values of the same chart."""
        self.chart = chart
        sentence = chart_words(chart, number_text)
        if chart.waits:
            waiting = sum(one.waits for one in chart.sessions)
            one, many = (
                self.tr("1 log is not counted yet."),
                self.tr("{0} logs are not counted yet."),
            )
            sentence = f"{one if waiting == 1 else many.format(number_text(waiting))} {sentence}"
        self.show_plot(plot_of(self.theme, chart) if chart.series else None, sentence)
