"""Charts as Markdown tables, in words that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.gametime import day_name
from sessionary.core.campaign.insight_words import (
    apart_words,
    category_title,
    chart_words,
    mark_words,
    said_value,
    session_words,
)
from sessionary.core.campaign.insights import Shape
from sessionary.core.campaign.words import said_number
from sessionary.formats.markdown.escape import escape
from sessionary.formats.markdown.session import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sessionary.core.campaign.insights import AttendanceChart, Bar, Chart
    from sessionary.core.campaign.session_figures import SessionFigures

    NameOf = Callable[[str], str]


def chart_markdown(chart: Chart) -> str:
    """Return a chart as a heading, a table with a row a session, and what it amounts to."""
    return "".join(_chart(chart))


def attendance_markdown(chart: AttendanceChart, name: NameOf = str) -> str:
    """Return attendance as two tables: one row a player, and one row a session.

    Args:
        chart: Who came to which session.
        name: Gives the name that an id stands for.
    """
    return "".join(_attendance(chart, name))


def insights_markdown(
    title: str,
    charts: Sequence[Chart],
    attendance: AttendanceChart,
    sessions: Iterable[SessionFigures],
    name: NameOf = str,
) -> str:
    """Return all charts of a campaign as one document.

    Args:
        title: What the campaign is called.
        charts: Its charts; one of which nothing is known is left out.
        attendance: Who came.
        sessions: All its sessions; those in no chart are counted.
        name: Gives the name that an id stands for.
    """
    parts = [f"# {escape(title) or 'Campaign'}\n"]
    if apart := apart_words(sessions):
        parts.append(f"{apart}\n")
    if attendance.players:
        parts.append(attendance_markdown(attendance, name))
    parts += [chart_markdown(chart) for chart in charts if chart.series]
    return "\n".join(parts)


def _chart(chart: Chart) -> Iterator[str]:
    yield f"## {chart.title}\n\n"
    if chart.series:
        yield from table(
            ("Session", *_heads(chart)),
            (
                (escape(session_words(session)), *_row(chart, place))
                for place, session in enumerate(chart.sessions)
            ),
        )
        yield "\n"
    yield f"{chart_words(chart)}\n"


def _heads(chart: Chart) -> Iterator[str]:
    if chart.shape is Shape.SPANS:
        yield from ("From", "To", "Days")
        return
    for one in chart.series:
        yield escape(category_title(one.label)) if chart.shape is Shape.STACKED else one.label
        if chart.differs:
            yield f"{one.label} in the log"


def _row(chart: Chart, place: int) -> Iterator[str]:
    for one in chart.series:
        bar = one.bars[place]
        if chart.shape is Shape.SPANS:
            yield from (escape(day_name(day, chart.clock)) for day in bar.span or ())
            yield from () if bar.span else ("", "")
            yield "" if bar.value is None else said_number(bar.value)
            continue
        yield _said(bar, chart)
        if chart.differs:
            yield "" if bar.counted is None else said_number(bar.counted)


def _said(bar: Bar, chart: Chart) -> str:
    if bar.value is None:
        return ""
    if chart.shape is Shape.STACKED or chart.is_statistic:
        return said_number(bar.value)
    return said_value(bar.value, chart.unit, clock=chart.clock)


def _attendance(chart: AttendanceChart, name: NameOf) -> Iterator[str]:
    yield "## Attendance\n\n"
    if not chart.players:
        yield "No player is listed.\n"
        return
    yield from table(
        ("Player", "Attended", "Of", "Share", "Late", "Left early", "Longest run"),
        (
            (
                escape(name(player.user)),
                str(player.attended),
                str(player.counted),
                "" if player.percentage is None else f"{player.percentage} %",
                str(player.late),
                str(player.left),
                str(player.longest_run),
            )
            for player in chart.players
        ),
    )
    yield "\n"
    users = [player.user for player in chart.players]
    yield from table(
        ("Session", *(escape(name(user)) for user in users)),
        (
            (escape(session_words(session)), *(_mark(chart, user, at, name) for user in users))
            for at, session in enumerate(chart.sessions)
        ),
    )


def _mark(chart: AttendanceChart, user: str, at: int, name: NameOf) -> str:
    mark = chart.marks[user][at]
    if mark is None:
        return ""
    played = ", ".join(escape(name(one)) for one in mark.characters) if mark.attended else ""
    word = mark_words(chart.sessions[at], mark)
    return f"{word} ({played})" if played else word
