"""Charts as text and as tables, and the files that they go to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sessionary.core.campaign.insights import AttendanceChart, Chart
from sessionary.formats.atomic import atomic_bytes
from sessionary.formats.csv_tables import ENCODING, NEWLINE, write_players
from sessionary.formats.file_names import safe_name
from sessionary.formats.insight_tables import write_attendance_chart, write_chart
from sessionary.formats.markdown.insights import (
    attendance_markdown,
    chart_markdown,
    insights_markdown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sessionary.services.insights import Insights

    NameOf = Callable[[str], str]


def chart_text(chart: Chart | AttendanceChart, name: NameOf = str) -> str:
    """Return a chart as Markdown.

    Args:
        chart: What is shown.
        name: Gives the name that an id stands for.
    """
    if isinstance(chart, Chart):
        return chart_markdown(chart)
    return attendance_markdown(chart, name)


def chart_table(chart: Chart | AttendanceChart, name: NameOf = str) -> bytes:
    """Return a chart as a CSV table, one row a session."""
    stream = io.StringIO(newline=NEWLINE)
    if isinstance(chart, Chart):
        write_chart(stream, chart)
    else:
        write_attendance_chart(stream, chart, name)
    return stream.getvalue().encode(ENCODING)


def players_table(chart: AttendanceChart, name: NameOf = str) -> bytes:
    """Return how often each player came as a CSV table."""
    stream = io.StringIO(newline=NEWLINE)
    write_players(stream, chart.players, name)
    return stream.getvalue().encode(ENCODING)


def insights_text(insights: Insights, charts: Sequence[Chart], attendance: AttendanceChart) -> str:
    """Return all charts of a campaign as one Markdown document."""
    names = insights.names
    return insights_markdown(
        insights.name, charts, attendance, insights.sessions, lambda one: names.get(one, one)
    )


def proposed_name(title: str, campaign: str, ending: str) -> str:
    """Return the name that is proposed for a file.

    Args:
        title: What it is called.
        campaign: The id of the campaign, which keeps the names of two campaigns apart.
        ending: Without the dot.
    """
    return safe_name(title, campaign, f".{ending}")


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that is there is replaced.

    Raises:
        OSError: What the disk says; the file is what it was.
    """
    with atomic_bytes(path) as stream:
        stream.write(content)
