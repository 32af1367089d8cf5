"""The charts of Insights as exports: Markdown with a table a chart, or a folder of CSV tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.insights import attendance_chart, charts
from sessionary.core.problems import UserError
from sessionary.formats.csv_tables import ENCODING, NEWLINE, write_players
from sessionary.formats.file_names import FolderNames
from sessionary.formats.insight_tables import write_attendance_chart, write_chart
from sessionary.services.exports.files import NamedFolder, target
from sessionary.services.insight_files import insights_text
from sessionary.services.insights import count_insights, read_insights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sessionary.services.exports.files import Files
    from sessionary.services.exports.progress import Report
    from sessionary.services.exports.selection import Part
    from sessionary.services.insights import Insights
    from sessionary.services.library import Library


def whole_campaigns(parts: Sequence[Part]) -> list[str]:
    """Return the campaigns of an export of Insights.

    Raises:
        UserError: A session or goal is to be taken by itself.
    """
    if not all(part.whole for part in parts):
        raise UserError("Insights are of all sessions together; export the campaign.")
    return [part.campaign for part in parts]


def figures_of(
    library: Library, campaigns: Sequence[str], report: Report, *, player_safe: bool
) -> Iterator[Insights]:
    """Yield the figures of campaigns, counted where they are not yet; from any thread.

    Args:
        library: Where they are.
        campaigns: Their ids; one of which there is no session to be shown is left out.
        report: Called with events done and in all; may raise to cancel.
        player_safe: Whether only what players may see is counted.
    """
    for campaign in campaigns:
        insights = read_insights(library, campaign, report, players_only=player_safe)
        if insights.waiting:
            insights = count_insights(library, insights, report)
        if insights.sessions:
            yield insights


def write_figures(found: Sequence[Insights], to: Path) -> tuple[Path, ...]:
    """Write the charts of each campaign as a file of Markdown."""
    names = FolderNames()
    with target(to, files=len(found)) as files:
        for one in found:
            with files.text(names.name(one.name, one.campaign, ".md")) as stream:
                stream.write(figures_text(one))
    return tuple(files.paths)


def figures_text(insights: Insights) -> str:
    """Return the charts of a campaign as Markdown."""
    made = charts(insights.sessions, insights.clock)
    return insights_text(insights, made, attendance_chart(insights.sessions))


def write_figure_tables(found: Sequence[Insights], to: Path) -> tuple[Path, ...]:
    """Write the charts of each campaign as CSV tables; a single one into the folder named."""
    names = FolderNames()
    paths: list[Path] = []
    for one in found:
        path = to if len(found) == 1 else to / names.name(one.name, one.campaign)
        with NamedFolder(path) as folder:
            write_tables(one, folder)
        paths += folder.paths
    return tuple(paths)


def write_tables(insights: Insights, files: Files) -> None:
    """Write the tables of one campaign."""

    def name_of(identity: str) -> str:
        return insights.names.get(identity, identity)

    attendance = attendance_chart(insights.sessions)
    with files.text("attendance.csv", encoding=ENCODING, newline=NEWLINE) as stream:
        write_attendance_chart(stream, attendance, name_of)
    with files.text("players.csv", encoding=ENCODING, newline=NEWLINE) as stream:
        write_players(stream, attendance.players, name_of)
    for chart in charts(insights.sessions, insights.clock):
        name = f"{chart.title.lower().replace(' ', '-')}.csv"
        with files.text(name, encoding=ENCODING, newline=NEWLINE) as stream:
            write_chart(stream, chart)
