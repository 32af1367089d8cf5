"""Charts as CSV and Markdown, to the byte."""

from __future__ import annotations

import io
from typing import Any

from sessionary.core.campaign.attendance import Presence
from sessionary.core.campaign.insights import Measure, attendance_chart, charts
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.session_figures import SessionFigures
from sessionary.formats.insight_tables import write_attendance_chart, write_chart
from sessionary.formats.markdown.insights import (
    attendance_markdown,
    chart_markdown,
    insights_markdown,
)


def figures(number: int, title: str, **known: Any) -> SessionFigures:
    came = known.pop("came", {})
    players = tuple(
        Presence(user=user, characters=(f"hero-{user}",), attended=there, late=False, left=False)
        for user, there in came.items()
    )
    return SessionFigures(
        key=f"s-{number}",
        number=number,
        title=title,
        status=known.pop("status", Status.COMPLETED),
        players=players,
        **known,
    )


SESSIONS = [
    figures(
        1, "=SUM(A1)", start="2025-01-20T18:05:00Z", minutes=250, days=(14, 15),
        declared={"totalDamageDealt": 40}, categories={"combat": 2}, came={"u": True, "v": False},
        counted={
            "eventCount": 2, "combatEncounters": 0, "totalDamageDealt": 12,
            "totalDamageReceived": 3, "totalHealingDone": 0, "npcsKilled": 0,
            "treasureGained": 2.5, "xpEarned": 0,
        },
    ),
    figures(2, "A | B", elapsed=32_400, came={"u": True}),
]  # fmt: skip
NAMES = {"u": "Ann", "hero-u": "Sir *Ann*"}
MADE = {one.measure: one for one in charts(SESSIONS)}


def name(identity: str) -> str:
    return NAMES.get(identity, identity)


def csv_of(measure: Measure) -> str:
    stream = io.StringIO(newline="")
    assert write_chart(stream, MADE[measure]) == 2
    return stream.getvalue()


def test_csv_has_plain_numbers_and_empty_cells() -> None:
    assert csv_of(Measure.DURATION) == (
        "number,title,start,duration (minutes)\r\n"
        "1,'=SUM(A1),2025-01-20T18:05:00Z,250\r\n"
        "2,A | B,,\r\n"
    )
    assert csv_of(Measure.GAME_TIME).splitlines()[::2] == [
        "number,title,start,game time (seconds)",
        "2,A | B,,32400",
    ]
    assert csv_of(Measure.DAYS).splitlines()[:2] == [
        "number,title,start,first day,last day,days",
        "1,'=SUM(A1),2025-01-20T18:05:00Z,14,15,2",
    ]
    assert csv_of(Measure.CATEGORIES).splitlines() == [
        "number,title,start,Combat",
        "1,'=SUM(A1),2025-01-20T18:05:00Z,2",
        "2,A | B,,",
    ]


def test_csv_says_of_a_statistic_where_it_is_from() -> None:
    assert csv_of(Measure.DAMAGE).splitlines() == [
        (
            'number,title,start,damage dealt,"damage dealt, from","damage dealt, in the log",'
            'damage received,"damage received, from","damage received, in the log"'
        ),
        "1,'=SUM(A1),2025-01-20T18:05:00Z,40,file,12,3,log,3",
        "2,A | B,,,,,,,",
    ]


def test_csv_of_attendance_has_a_column_a_player() -> None:
    stream = io.StringIO(newline="")
    write_attendance_chart(stream, attendance_chart(SESSIONS), name)
    assert stream.getvalue().splitlines() == [
        "number,title,start,status,came,listed,Ann,v",
        "1,'=SUM(A1),2025-01-20T18:05:00Z,completed,1,2,came,absent",
        "2,A | B,,completed,1,1,came,",
    ]


def test_markdown_shows_what_is_declared_beside_what_is_counted() -> None:
    assert chart_markdown(MADE[Measure.DAMAGE]) == (
        "## Damage\n\n"
        "| Session | Dealt | Dealt in the log | Received | Received in the log |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 1 \\=SUM(A1) | 40 | 12 | 3 | 3 |\n"
        "| 2 A \\| B |  |  |  |  |\n"
        "\n"
        "Dealt 40 in one session, 40 on average; received 3 in one session, 3 on average; "
        "of 1 nothing is known.\n"
    )
    assert chart_markdown(MADE[Measure.DURATION]) == (
        "## Duration\n\n"
        "| Session | Duration |\n"
        "| --- | --- |\n"
        "| 1 \\=SUM(A1) | 4 h 10 min |\n"
        "| 2 A \\| B |  |\n"
        "\n"
        "4 h 10 min in one session, 4 h 10 min on average; of 1 nothing is known.\n"
    )


def test_markdown_of_attendance_names_shares_with_their_denominators_and_characters() -> None:
    assert attendance_markdown(attendance_chart(SESSIONS), name) == (
        "## Attendance\n\n"
        "| Player | Attended | Of | Share | Late | Left early | Longest run |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| Ann | 2 | 2 | 100.00 % | 0 | 0 | 2 |\n"
        "| v | 0 | 1 | 0.00 % | 0 | 0 | 0 |\n"
        "\n"
        "| Session | Ann | v |\n"
        "| --- | --- | --- |\n"
        "| 1 \\=SUM(A1) | came (Sir \\*Ann\\*) | absent |\n"
        "| 2 A \\| B | came (Sir \\*Ann\\*) |  |\n"
    )
    assert attendance_markdown(attendance_chart([])) == ("## Attendance\n\nNo player is listed.\n")


def test_the_whole_document_leaves_out_what_nobody_knows() -> None:
    planned = figures(3, "Next", status=Status.PLANNED)
    text = insights_markdown(
        "# Bells", charts([*SESSIONS, planned]), attendance_chart(SESSIONS), [*SESSIONS, planned]
    )
    assert text.startswith("# \\# Bells\n\nApart: 1 planned.\n\n## Attendance\n")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Attendance", "## Duration", "## Game time", "## Days covered", "## Damage",
        "## Healing", "## Experience", "## Treasure", "## Events by category",
    ]  # fmt: skip
    empty = insights_markdown("", charts([]), attendance_chart([]), [])
    assert empty == "# Campaign\n"


def test_a_chart_of_nothing_is_a_sentence() -> None:
    (chart,) = (one for one in charts([]) if one.measure is Measure.XP)
    assert chart_markdown(chart) == (
        "## Experience\n\nNeither a file nor a log says anything of it yet.\n"
    )
