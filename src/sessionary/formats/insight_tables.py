"""Charts as CSV tables: one row a session, plain numbers, empty where nothing is known.

Durations are minutes, game times seconds. See :mod:`sessionary.formats.csv_tables` for the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TextIO

from sessionary.core.campaign.insight_words import category_title, mark_words
from sessionary.core.campaign.insights import Shape, Unit
from sessionary.formats.csv_tables import NameOf, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.campaign.insights import AttendanceChart, Bar, Chart, Series
    from sessionary.core.campaign.session_figures import SessionFigures

_COUNTED_IN: Final = {Unit.MINUTES: "minutes", Unit.GAME_SECONDS: "seconds"}
_SESSION: Final = ("number", "title", "start")


def write_chart(stream: TextIO, chart: Chart) -> int:
    """Write the values of a chart; return how many rows.

    A statistic has three columns: what is shown, whether it is from the file or from the log, and
    what the log gives.
    """
    columns = [*_SESSION, *(name for one in chart.series for name in _columns(one, chart))]
    return write_table(
        stream,
        columns,
        (
            [*_session(session), *(v for one in chart.series for v in _cells(one.bars[at], chart))]
            for at, session in enumerate(chart.sessions)
        ),
    )


def write_attendance_chart(stream: TextIO, chart: AttendanceChart, name: NameOf = str) -> int:
    """Write who came to which session, one column a player; empty where one is not listed."""
    players = [player.user for player in chart.players]
    return write_table(
        stream,
        [*_SESSION, "status", "came", "listed", *map(name, players)],
        (_attendance(chart, at, players) for at in range(len(chart.sessions))),
    )


def _attendance(chart: AttendanceChart, at: int, players: list[str]) -> list[Any]:
    session = chart.sessions[at]
    marks = [chart.marks[player][at] for player in players]
    listed = [mark for mark in marks if mark is not None]
    came = sum(mark.attended for mark in listed)
    words = [None if mark is None else mark_words(session, mark) for mark in marks]
    return [*_session(session), session.status.value, came, len(listed), *words]


def _session(session: SessionFigures) -> tuple[Any, ...]:
    return session.number, session.title, session.start


def _columns(series: Series, chart: Chart) -> Iterator[str]:
    if chart.shape is Shape.STACKED:
        yield category_title(series.key)
    elif chart.shape is Shape.SPANS:
        yield from ("first day", "last day", "days")
    elif chart.is_statistic:
        yield from (series.key, f"{series.key}, from", f"{series.key}, in the log")
    else:
        yield f"{series.key} ({_COUNTED_IN[chart.unit]})"


def _cells(bar: Bar, chart: Chart) -> Iterator[Any]:
    if chart.shape is Shape.SPANS:
        yield from bar.span or (None, None)
        yield bar.value
    elif chart.is_statistic:
        source = "file" if bar.declared else "log"
        yield from (bar.value, None if bar.value is None else source, bar.counted)
    else:
        yield bar.value
