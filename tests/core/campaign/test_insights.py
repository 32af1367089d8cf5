"""Charts across the sessions of a campaign: what is known, what it adds up to, and its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest

from sessionary.core.campaign.attendance import Presence
from sessionary.core.campaign.clock import campaign_clock
from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.campaign.insight_words import (
    apart_words,
    attendance_words,
    bar_words,
    category_title,
    chart_words,
    mark_words,
    said_value,
    session_words,
)
from sessionary.core.campaign.insights import (
    Chart,
    Measure,
    Unit,
    attendance_chart,
    charts,
)
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.session_figures import (
    SessionFigures,
    figures_value,
    read_figures,
    session_figures,
    with_log,
)
from sessionary.core.entries import EntryColumns
from sessionary.formats.markdown.insights import chart_markdown


def figures(number: int, **known: Any) -> SessionFigures:
    """Return the figures of a session that was played."""
    values: dict[str, Any] = {
        "key": f"s-{number}", "number": number, "title": "", "status": Status.COMPLETED, **known,
    }  # fmt: skip
    return SessionFigures(**values)


def listed(number: int, status: str = "completed", **came: str) -> SessionFigures:
    """Return a session with players: ``ann="came"``, ``"absent"``, ``"late"`` or ``"left"``."""
    players = tuple(
        Presence(
            user=user, characters=(f"{user}'s",), attended=word != "absent",
            late=word == "late", left=word == "left",
        )
        for user, word in came.items()
    )  # fmt: skip
    return figures(number, status=Status(status), players=players)


def chart(measure: Measure, *sessions: SessionFigures) -> Chart:
    return next(one for one in charts(sessions) if one.measure is measure)


def values(shown: Chart) -> list[list[Any]]:
    return [[bar.value for bar in one.bars] for one in shown.series]


def test_what_is_not_known_is_neither_zero_nor_in_the_mean() -> None:
    shown = chart(
        Measure.DURATION,
        figures(3, minutes=None),
        figures(1, minutes=250),
        figures(2, minutes=0),
    )
    assert [one.number for one in shown.sessions] == [1, 2, 3]
    assert values(shown) == [[250, 0, None]]
    (series,) = shown.series
    assert (series.total, series.known, series.mean) == (250, 2, 125)
    assert chart_words(shown) == (
        "4 h 10 min in 2 sessions, 2 h 5 min on average; of 1 nothing is known."
    )
    assert [bar_words(shown, at) for at in range(3)] == ["4 h 10 min", "0 min", "not known"]


@pytest.mark.parametrize(
    ("declared", "counted", "value", "differs", "words"),
    [
        (None, None, None, False, "not known"),
        (None, 0, 0, False, "0"),
        (None, 12, 12, False, "12"),
        (40, None, 40, False, "40"),
        (40, 40, 40, False, "40"),
        (247, 1, 247, True, "247 as declared, 1 in the log"),
    ],
)
def test_what_a_file_declares_is_shown_with_the_log_beside_it(
    declared: int | None, counted: int | None, value: int | None, differs: bool, words: str
) -> None:
    key = "totalHealingDone"
    one = figures(
        1,
        declared={} if declared is None else {key: declared},
        counted=None if counted is None else dict.fromkeys(_STATISTICS, counted),
    )
    shown = chart(Measure.HEALING, one, figures(2, declared={key: 1}))
    bar = shown.series[0].bars[0]
    assert (bar.value, bar.differs, shown.differs) == (value, differs, differs)
    assert bar_words(shown, 0) == words


_STATISTICS = (
    "eventCount", "combatEncounters", "totalDamageDealt", "totalDamageReceived",
    "totalHealingDone", "npcsKilled", "treasureGained", "xpEarned",
)  # fmt: skip


def test_a_log_that_is_still_to_be_counted_says_so() -> None:
    shown = chart(Measure.XP, figures(1, waits=True), figures(2, declared={"xpEarned": 400}))
    assert shown.waits
    assert bar_words(shown, 0) == "not counted yet"
    assert not chart(Measure.DURATION, figures(1, waits=True, minutes=5)).waits


def test_days_are_as_long_and_called_as_the_campaign_has_them() -> None:
    months = [{"name": "Ebb", "days": 20}, {"name": "Flood", "days": 20}]
    clock = campaign_clock({"own": {"dayLength": 144_000, "calendar": {"months": months}}})
    sessions = [figures(1, days=(0, 21), elapsed=288_000)]
    made = {one.measure: one for one in charts(sessions, clock)}
    assert bar_words(made[Measure.DAYS], 0) == "1 Ebb 1 to 2 Flood 1, 22 days"
    assert bar_words(made[Measure.GAME_TIME], 0) == "2 days"
    assert "| 1 | 1 Ebb 1 | 2 Flood 1 | 22 |" in chart_markdown(made[Measure.DAYS])


def test_a_day_of_two_sessions_is_one_day() -> None:
    shown = chart(
        Measure.DAYS,
        figures(1, days=(1, 2)),
        figures(2, days=(2, 4)),
        figures(3, days=(0, 0)),
        figures(4, days=(9, 9)),
        figures(5),
    )
    assert shown.days == 6
    assert values(shown) == [[2, 3, 1, 1, None]]
    assert (
        chart_words(shown) == "Day 0 to Day 9, 6 days of them in 4 sessions; of 1 nothing is known."
    )


def test_events_by_category_have_a_part_each_and_none_without_a_log() -> None:
    shown = chart(
        Measure.CATEGORIES,
        figures(1, categories={"note": 1, "combat": 2}),
        figures(2, categories={"omen": 3}),
        figures(3),
    )
    assert [one.key for one in shown.series] == ["combat", "note", "omen"]
    assert values(shown) == [[2, 0, None], [1, 0, None], [0, 3, None]]
    assert bar_words(shown, 0) == "3 events: 2 combat, 1 note"
    assert bar_words(shown, 2) == "no events"
    assert chart_words(shown) == ("6 events in 2 sessions, 3 on average; of 1 nothing is known.")


def test_planned_and_cancelled_sessions_stand_apart() -> None:
    sessions = [
        figures(1, minutes=60),
        figures(2, minutes=90, status=Status.PLANNED),
        figures(3, status=Status.CANCELLED),
        figures(4, minutes=30, status=Status.IN_PROGRESS),
    ]
    assert values(chart(Measure.DURATION, *sessions)) == [[60, 30]]
    assert apart_words(sessions) == "Apart: 1 cancelled, 1 planned."
    assert apart_words(sessions[:1]) == ""


def test_numbers_of_any_size_are_summed() -> None:
    huge = 10**400
    shown = chart(
        Measure.XP,
        figures(1, declared={"xpEarned": huge}),
        figures(2, declared={"xpEarned": 0.1}),
        figures(3, declared={"xpEarned": 0.2}),
    )
    assert shown.series[0].total == huge
    small = chart(
        Measure.XP, figures(1, declared={"xpEarned": 0.1}), figures(2, declared={"xpEarned": 0.2})
    )
    assert (small.series[0].total, small.series[0].mean) == (0.3, 0.15)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit.MINUTES, 250, "4 h 10 min"),
        (Unit.MINUTES, 204.91, "3 h 25 min"),
        (Unit.GAME_SECONDS, 32_400, "9 h"),
        (Unit.GAME_SECONDS, 49_172.73, "13 h 40 min"),
        (Unit.GAME_SECONDS, -7_200, "2 h earlier"),
        (Unit.GAME_SECONDS, 18, "3 rounds"),
        (Unit.POINTS, 48.64, "48.64"),
        (Unit.XP, 400, "400 XP"),
        (Unit.GOLD, 2.5, "2.5 gp"),
        (Unit.EVENTS, 1, "1 event"),
        (Unit.DAYS, 6, "6 days"),
    ],
)
def test_a_value_reads_as_people_say_it(unit: Unit, value: float, words: str) -> None:
    assert said_value(value, unit) == words


def test_attendance_counts_what_took_place_and_with_the_switch_everything() -> None:
    sessions = [
        listed(1, ann="came", bea="late"),
        listed(2, ann="came"),
        listed(3, ann="absent", bea="left"),
        listed(4, status="planned", ann="absent", bea="absent"),
        listed(5, status="cancelled", bea="absent"),
    ]
    shown = attendance_chart(sessions)
    ann, bea = shown.players
    assert (ann.attended, ann.counted, ann.percentage) == (2, 3, Decimal("66.67"))
    assert attendance_words(ann) == "2 of 3 sessions, 66.67 %, longest run 2"
    assert attendance_words(bea) == (
        "2 of 2 sessions, 100.00 %, late once, left early once, longest run 2"
    )
    assert [mark and mark.word for mark in shown.marks["bea"]] == [
        "came late", None, "left early",
    ]  # fmt: skip
    every = attendance_chart(sessions, every=True)
    assert [(one.attended, one.counted, one.percentage) for one in every.players] == [
        (2, 4, Decimal("50.00")),
        (2, 4, Decimal("50.00")),
    ]
    words = [
        mark and mark_words(one, mark)
        for one, mark in zip(every.sessions, every.marks["bea"], strict=True)
    ]
    assert words == ["came late", None, "left early", "expected", "cancelled"]


def test_the_figures_of_a_document_and_its_log_are_those_of_its_page() -> None:
    data = {
        "record": {
            "id": "session-015",
            "number": 15,
            "title": "Into the Temple",
            "status": "completed",
            "realTime": {"startTime": "2025-01-20T18:05:00Z", "endTime": "2025-01-20T22:15:00Z"},
            "gameTime": {
                "startTime": {"total": 1_296_000, "formatted": "Day 15, 9:00 AM"},
                "endTime": {"total": 1_328_400, "formatted": "Day 15, 6:00 PM"},
            },
            "participants": {
                "players": [{"userId": "u", "characterIds": ["hero"], "attended": True}]
            },
            "stats": {"xpEarned": 4000},
        },
        "own": {},
    }
    campaign = {"record": {}, "own": {"epoch": 32_400, "characters": [{"id": "hero", "name": "H"}]}}
    first = session_figures("k", data, campaign=campaign, categories={"combat": 1}, zone=UTC)
    assert (first.minutes, first.elapsed, first.days) == (250, 32_400, (15, 15))
    assert first.waits
    assert first.counted is None
    hits = [("goblin", 8), ("hero", 3), ("H", 2)]
    events = [
        (
            event_parts(
                {
                    "event": {"type": "attack"},
                    "effects": {"immediate": [{"type": "damage", "target": who, "value": points}]},
                }
            ),
            EntryColumns(category="combat", word="attack"),
        )
        for who, points in hits
    ]
    counted = with_log(first, data, events, campaign=campaign)
    assert counted.counted is not None
    assert counted.counted["totalDamageDealt"] == 8
    assert counted.counted["totalDamageReceived"] == 5
    assert dict(counted.categories) == {"combat": 3}
    assert read_figures(figures_value(counted)) == counted
    assert with_log(first, data, (), campaign=campaign).counted is None


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.DURATION, "No session says when it began and ended."),
        (Measure.GAME_TIME, "No session says how much game time passed in it."),
        (Measure.DAYS, "No session says its game days."),
        (Measure.CATEGORIES, "No event is logged yet."),
        (Measure.XP, "Neither a file nor a log says anything of it yet."),
    ],
)
def test_a_chart_of_nothing_says_what_is_missing(measure: Measure, words: str) -> None:
    shown = chart(measure, figures(1))
    assert shown.series == ()
    assert chart_words(shown) == words


def test_two_rows_of_bars_are_told_by_name_and_one_may_be_unknown() -> None:
    shown = chart(Measure.DAMAGE, figures(1, declared={"totalDamageDealt": 40}))
    assert bar_words(shown, 0) == "dealt 40, received not known"
    assert shown.series[1].mean is None
    assert chart_words(shown) == "Dealt 40 in one session, 40 on average; received not known."
    days = chart(Measure.DAYS, figures(1, days=(3, 3)), figures(2, days=(3, 4)))
    assert [bar_words(days, at) for at in range(2)] == ["Day 3", "Day 3 to Day 4, 2 days"]
    one = chart(Measure.DAYS, figures(1, days=(3, 3)))
    assert chart_words(one) == "Day 3, in one session."


@pytest.mark.parametrize(
    ("key", "title"),
    [("table", "At the table"), ("combat", "Combat"), ("my_own", "My own"), ("", "Other")],
)
def test_a_category_is_called_as_people_read_it(key: str, title: str) -> None:
    assert category_title(key) == title


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"title": "Into the Temple"}, "15 Into the Temple"),
        ({}, "15"),
        ({"number": None, "title": "Prologue"}, "Prologue"),
        ({"number": None}, "s-15"),
    ],
)
def test_a_session_without_number_or_title_is_called_by_what_there_is(
    known: dict[str, Any], words: str
) -> None:
    assert session_words(replace(figures(15), **known)) == words
