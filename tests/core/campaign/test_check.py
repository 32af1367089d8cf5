from __future__ import annotations

import copy
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.check import (
    Sort,
    check_end,
    check_record,
    lacks_campaign,
    sort_of,
)
from sessionary.core.campaign.check_event import check_event, is_plain_event
from sessionary.core.campaign.findings import Findings
from sessionary.core.problems import Severity

SESSION: dict[str, Any] = {
    "id": "session-001",
    "campaignId": "campaign-001",
    "number": 1,
    "status": "completed",
    "realTime": {"startTime": "2025-01-20T18:05:00Z", "endTime": "2025-01-20T22:15:00Z"},
    "gameTime": {"startTime": {"total": 1_296_000, "formatted": "Day 15, 9:00 AM"}},
    "participants": {"gm": "gm", "players": [{"userId": "ann"}, {"userId": "ben"}]},
}
EVENT: dict[str, Any] = {
    "id": "event-001",
    "sessionId": "session-001",
    "timestamp": {
        "realTime": "2025-01-20T18:30:00Z",
        "gameTime": {"days": 15, "total": 1_299_600, "formatted": "Day 15, 10:00 AM"},
    },
    "event": {"type": "attack", "category": "combat", "name": "Axe", "description": "It hits."},
    "participants": {"actor": "ann", "targets": ["goblin"], "location": "Cave"},
    "mechanics": {"roll": {"expression": "1d20+5", "rolls": [14], "modifiers": 5, "total": 19}},
    "effects": {"immediate": [{"type": "damage", "target": "goblin", "value": 8}], "cascade": []},
    "metadata": {"tags": ["cave"], "importance": "normal", "visibility": "public"},
}
GOAL: dict[str, Any] = {
    "id": "goal-001",
    "campaignId": "campaign-001",
    "name": "Explore",
    "type": "campaign",
    "status": "in_progress",
    "progress": {"current": 0, "target": 20},
}
RECORDS = {"session": SESSION, "event": EVENT, "goal": GOAL}


def with_value(record: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of `record` with `value` at a dotted path, made where it is missing."""
    changed = copy.deepcopy(record)
    *parents, key = path.split(".")
    spot: Any = changed
    for parent in parents:
        spot = spot[int(parent)] if isinstance(spot, list) else spot.setdefault(parent, {})
    if isinstance(spot, list):
        spot[int(key)] = value
    elif value is ...:
        del spot[key]
    else:
        spot[key] = value
    return changed


def found(sort: Sort, record: object, *, first: bool = True) -> list[tuple[str, str]]:
    """Return (code, place) of each problem."""
    problems = check_record(sort, record, first=first, zone=UTC)
    return [(problem.code, problem.place) for problem in problems]


@pytest.mark.parametrize("sort", ["session", "event", "goal"])
def test_a_good_record_has_no_problem(sort: Sort) -> None:
    assert sort_of(RECORDS[sort]) == sort
    assert found(sort, RECORDS[sort]) == []


@pytest.mark.parametrize(
    ("sort", "path", "value", "code", "place"),
    [
        ("session", "id", ..., "id.missing", "id"),
        ("session", "id", None, "id.missing", "id"),
        ("session", "id", "", "id.missing", "id"),
        ("session", "id", 15, "value.type", "id"),
        ("event", "id", ..., "id.missing", "id"),
        ("goal", "id", ..., "id.missing", "id"),
        ("session", "number", "two", "number.type", "number"),
        ("session", "number", 1.5, "number.type", "number"),
        ("session", "number", True, "number.type", "number"),
        ("session", "number", -1, "value.range", "number"),
        ("session", "number", 2**63, "value.range", "number"),
        ("session", "status", "done", "status.unknown", "status"),
        ("session", "status", 3, "status.unknown", "status"),
        ("goal", "status", "done", "status.unknown", "status"),
        ("session", "realTime.startTime", ..., "time.invalid", "realTime.startTime"),
        ("session", "realTime.startTime", None, "time.invalid", "realTime.startTime"),
        ("session", "realTime", ..., "time.invalid", "realTime.startTime"),
        ("session", "realTime.startTime", "soon", "time.invalid", "realTime.startTime"),
        ("session", "realTime.endTime", "2025-02-30T18:05:00Z", "time.invalid", "realTime.endTime"),
        ("session", "realTime.endTime", 1737396300, "time.invalid", "realTime.endTime"),
        ("session", "realTime.endTime", "2025-01-20T18:04:00Z", "time.order", "realTime.endTime"),
        ("session", "createdAt", "2025-01-20", "time.invalid", "createdAt"),
        ("event", "timestamp.realTime", "later", "time.invalid", "timestamp.realTime"),
        ("session", "realTime.durationMinutes", "250", "value.type", "realTime.durationMinutes"),
        ("session", "realTime.durationMinutes", -5, "value.range", "realTime.durationMinutes"),
        ("session", "title", 15, "value.type", "title"),
        ("session", "tags", "temple", "value.type", "tags"),
        ("session", "tags", ["temple", 3], "value.type", "tags[1]"),
        ("session", "participants", [], "value.type", "participants"),
        ("session", "participants.players", {}, "value.type", "participants.players"),
        ("session", "participants.players.1", "ben", "value.type", "participants.players[1]"),
        (
            "session",
            "participants.players.1.attended",
            "yes",
            "value.type",
            "participants.players[1].attended",
        ),
        (
            "session",
            "participants.players.0.userId",
            ...,
            "value.type",
            "participants.players[0].userId",
        ),
        ("session", "stats.xpEarned", "4000", "value.type", "stats.xpEarned"),
        ("session", "stats.xpEarned", -1, "value.range", "stats.xpEarned"),
        ("session", "summary.highlights", [1], "value.type", "summary.highlights[0]"),
        ("session", "gameTime.startTime.total", "12", "value.type", "gameTime.startTime.total"),
        ("session", "gameTime.elapsed.hours", "9", "value.type", "gameTime.elapsed.hours"),
        ("session", "gameTime.endTime", "Day 3", "value.type", "gameTime.endTime"),
        ("event", "sessionId", 15, "value.type", "sessionId"),
        ("event", "event", "attack", "value.type", "event"),
        ("event", "event.type", 7, "value.type", "event.type"),
        ("event", "timestamp.gameTime.days", "15", "value.type", "timestamp.gameTime.days"),
        ("event", "participants.targets", "goblin", "value.type", "participants.targets"),
        ("event", "participants.targets.0", 4, "value.type", "participants.targets[0]"),
        ("event", "effects.immediate.0.value", "8", "value.type", "effects.immediate[0].value"),
        ("event", "effects.immediate.0", "8", "value.type", "effects.immediate[0]"),
        ("event", "effects.immediate", "8", "value.type", "effects.immediate"),
        ("event", "effects.ongoing", [3], "value.type", "effects.ongoing[0]"),
        ("event", "effects.cascade", [3], "value.type", "effects.cascade[0]"),
        ("event", "mechanics.roll.rolls.0", "14", "value.type", "mechanics.roll.rolls[0]"),
        ("event", "mechanics.roll.total", "19", "value.type", "mechanics.roll.total"),
        ("event", "metadata.tags", "cave", "value.type", "metadata.tags"),
        ("event", "metadata.visibility", 1, "value.type", "metadata.visibility"),
        ("goal", "progress.target", "20", "value.type", "progress.target"),
        ("goal", "progress.target", -20, "value.range", "progress.target"),
        ("goal", "trackedEvents", [{"contribution": "1"}], "value.type", None),
    ],
)
def test_an_error_names_its_code_and_place(
    sort: Sort, path: str, value: object, code: str, place: str | None
) -> None:
    record = with_value(RECORDS[sort], path, value)
    problems = check_record(sort, record, first=True, zone=UTC)
    assert [problem.code for problem in problems] == [code]
    assert place is None or problems[0].place == place
    assert problems[0].severity == Severity.ERROR
    assert problems[0].found
    assert problems[0].expected
    assert problems[0].message


@pytest.mark.parametrize(
    ("sort", "path", "value", "code", "place"),
    [
        ("session", "realTime.startTime", "2025-01-20T18:05:00", "time.no_offset", None),
        ("event", "timestamp.realTime", "2025-01-20T18:30:00", "time.no_offset", None),
        (
            "event",
            "timestamp.gameTime.formatted",
            "teatime",
            "gametime.unreadable",
            "timestamp.gameTime.formatted",
        ),
        (
            "session",
            "gameTime.endTime",
            {"total": 1_296_000 + 3_600, "formatted": "Day 15, 6:00 PM"},
            "gametime.mismatch",
            "gameTime.endTime",
        ),
        ("event", "mechanics.roll.total", 20, "roll.sum", "mechanics.roll"),
        ("event", "metadata.visibility", "secret", "visibility.unknown", "metadata.visibility"),
        ("goal", "visibility", "secret", "visibility.unknown", "visibility"),
        (
            "session",
            "participants.players.1.userId",
            "ann",
            "value.range",
            "participants.players[1].userId",
        ),
    ],
)
def test_a_warning_names_its_code_and_place(
    sort: Sort, path: str, value: object, code: str, place: str | None
) -> None:
    record = with_value(RECORDS[sort], path, value)
    problems = check_record(sort, record, first=True, zone=UTC)
    assert [problem.code for problem in problems] == [code]
    assert place is None or problems[0].place == place
    assert problems[0].severity == Severity.WARNING
    assert problems[0].message


def test_elapsed_time_that_the_two_totals_deny_is_a_mismatch() -> None:
    times = {"startTime": {"total": 0}, "endTime": {"total": 32_400}, "elapsed": {"hours": 9}}
    assert found("session", {**SESSION, "gameTime": times}) == []
    wrong = {**times, "elapsed": {"hours": 8}}
    assert found("session", {**SESSION, "gameTime": wrong}) == [
        ("gametime.mismatch", "gameTime.elapsed")
    ]


def test_an_update_needs_only_its_id_but_cannot_clear_what_is_required() -> None:
    assert found("session", {"id": "s", "status": "completed"}, first=False) == []
    assert found("session", {"id": "s", "title": None, "stats": None}, first=False) == []
    cleared = {"id": "s", "campaignId": None, "number": None, "status": None, "realTime": None}
    assert found("session", cleared, first=False) == [
        ("number.type", "number"),
        ("status.unknown", "status"),
        ("time.invalid", "realTime.startTime"),
        ("campaign.missing", "campaignId"),
    ]


def test_a_first_session_without_a_campaign_is_asked_for_and_no_error() -> None:
    record = with_value(SESSION, "campaignId", ...)
    assert found("session", record) == []
    assert lacks_campaign(record)
    assert not lacks_campaign(SESSION)


def test_what_updates_add_up_to_must_end_after_it_starts() -> None:
    times = {"startTime": "2025-01-20T18:05:00Z", "endTime": "2025-01-20T18:05:00+01:00"}
    problems = check_end({"realTime": times}, UTC)
    assert [problem.code for problem in problems] == ["time.order"]
    assert check_end(SESSION, UTC) == ()
    assert check_end({"realTime": {"endTime": "2025-01-20T18:05:00Z"}}, UTC) == ()


def test_a_time_without_an_offset_is_ordered_in_the_zone_of_the_user() -> None:
    times = {"startTime": "2025-01-20T18:00:00", "endTime": "2025-01-20T17:30:00Z"}
    berlin = check_record(
        "session", {**SESSION, "realTime": times}, first=True, zone=ZoneInfo("Europe/Berlin")
    )
    assert [problem.code for problem in berlin] == ["time.no_offset"]
    assert "time.order" in [code for code, _ in found("session", {**SESSION, "realTime": times})]


def test_unknown_keys_are_never_a_problem() -> None:
    for sort, record in RECORDS.items():
        strange = {**record, "x": [{"y": None}], "foundry": {"flags": 1e9}}
        assert check_record(sort, strange, first=True, zone=UTC) == ()  # type: ignore[arg-type]  # the keys are sorts


def test_what_is_no_object_is_no_record() -> None:
    assert found("session", ["a"]) == [("record.unknown", "")]
    assert found("event", None) == [("record.unknown", "")]


def test_the_sentence_of_an_error_says_where_and_what() -> None:
    record = with_value(SESSION, "number", "two")
    (problem,) = check_record("session", record, first=True, zone=UTC)
    assert problem.found == '"two"'
    assert problem.expected == "a whole number, 0 or more"
    assert problem.sentence() == (
        'number: "two" stands where a whole number, 0 or more is expected'
    )


def test_a_long_value_is_shortened_in_the_message() -> None:
    (problem,) = check_record("session", {**SESSION, "status": "x" * 500}, first=True, zone=UTC)
    assert len(problem.found) == 60
    assert problem.found.endswith("…")


@pytest.mark.parametrize(
    ("value", "sort"),
    [
        ({"id": "e", "event": {"type": "note"}}, "event"),
        ({"id": "e", "sessionId": "s", "timestamp": {}}, "event"),
        ({"id": "s", "status": "completed"}, "session"),
        ({"id": "s", "tags": ["x"]}, "session"),
        ({"number": 3, "realTime": {}}, "session"),
        ({"id": "g", "progress": {}}, "goal"),
        ({"id": "g", "status": "abandoned"}, "goal"),
        ({"id": "g", "name": "Find", "type": "quest"}, "goal"),
        ({"id": "c", "name": "C", "calendar": {}}, "campaign"),
        ({"id": "u", "name": "Ann"}, None),
        ({"id": "u"}, None),
        ({}, None),
        ([], None),
        ("session", None),
        (None, None),
    ],
)
def test_the_keys_tell_what_a_record_is(value: object, sort: Sort | None) -> None:
    assert sort_of(value) == sort


def test_characters_and_users_of_a_bundle_are_checked_too() -> None:
    assert found("character", {"id": "fighter-pc", "name": "Brok", "userId": "ann"}) == []
    assert found("user", {"id": "ann", "name": 4}) == [("value.type", "name")]
    assert found("campaign", {"name": "The Temple"}) == [("id.missing", "id")]


def test_the_samples_have_no_problem(lifecycle: list[dict[str, Any]]) -> None:
    for position, record in enumerate(lifecycle):
        sort = sort_of(record)
        assert sort == ("event" if position == 2 else "session")
        assert check_record(sort, record, first=position == 0, zone=UTC) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
PATHS = [
    "id",
    "sessionId",
    "campaignId",
    "value",
    "timestamp",
    "timestamp.realTime",
    "timestamp.gameTime",
    "timestamp.gameTime.total",
    "timestamp.gameTime.formatted",
    "event",
    "event.type",
    "event.name",
    "event.value",
    "participants",
    "participants.targets",
    "participants.actor",
    "mechanics",
    "mechanics.roll",
    "mechanics.roll.rolls",
    "mechanics.roll.modifiers",
    "mechanics.roll.advantage",
    "effects",
    "effects.immediate",
    "effects.immediate.0",
    "effects.immediate.0.value",
    "effects.cascade",
    "effects.ongoing",
    "metadata",
    "metadata.tags",
    "metadata.visibility",
    "metadata.importance",
]


@given(st.sampled_from(PATHS), JSON)
def test_the_quick_look_never_passes_what_the_thorough_one_objects_to(
    path: str, value: object
) -> None:
    record = with_value(EVENT, path, value)
    findings = Findings(UTC)
    check_event(findings, record)
    if is_plain_event(record, UTC):
        assert findings.problems == []


def test_an_ordinary_event_passes_the_quick_look() -> None:
    assert is_plain_event(EVENT, UTC)
    assert is_plain_event({"id": "e"}, UTC)
    assert is_plain_event({"id": "e", "timestamp": {"gameTime": None}}, UTC)


def test_effects_of_conditions_may_have_any_value() -> None:
    effects = {"ongoing": [{"type": "condition", "value": "until dawn"}, {"type": "damage"}]}
    assert found("event", {**EVENT, "effects": effects}) == []


def test_a_player_that_is_no_object_is_named_once() -> None:
    players = ["ann", {"userId": 3}]
    record = {**SESSION, "participants": {"players": players}}
    assert found("session", record) == [
        ("value.type", "participants.players[0]"),
        ("value.type", "participants.players[1].userId"),
    ]


@given(st.sampled_from(["session", "event", "goal", "user"]), JSON, st.booleans())
def test_no_value_makes_the_check_fail(sort: Sort, value: object, first: bool) -> None:
    check_record(sort, value, first=first, zone=UTC)
    if isinstance(value, dict):
        check_record(sort, {**RECORDS.get(sort, {}), **value}, first=first, zone=UTC)
    assert sort_of(value) is None or isinstance(value, dict)
