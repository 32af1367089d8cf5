from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.merge import (
    conflicts,
    merge_all,
    merge_record,
    merge_session,
    merge_spelling,
    moves_back,
    planned_start,
)
from sessionary.core.store.values import freeze, same


def merged(*updates: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] | None = None
    for update in updates:
        value = merge_session(value, update).value
    assert value is not None
    return value


def test_the_sample_lifecycle_gives_one_completed_session(lifecycle: list[dict[str, Any]]) -> None:
    planned, started, _, completed = lifecycle
    session = merged(planned, started, completed)
    assert (session["number"], session["status"]) == (15, "completed")
    assert session["realTime"]["durationMinutes"] == 250
    assert session["gameTime"]["elapsed"] == {"hours": 9}
    assert session["participants"] == {
        "gm": "user-gm-1",
        "players": [
            {"userId": "user-player-1", "characterIds": ["fighter-pc"], "attended": True},
            {
                "userId": "user-player-2",
                "characterIds": ["wizard-pc"],
                "attended": True,
                "arrivedLate": True,
            },
        ],
    }
    assert len(session["plannedObjectives"]) == len(session["actualObjectives"]) == 3


def test_the_last_update_imported_again_changes_nothing(lifecycle: list[dict[str, Any]]) -> None:
    planned, started, _, completed = lifecycle
    session = merged(planned, started, completed)
    again = merge_session(session, completed)
    assert again.changed == ()
    assert again.value == session
    assert again.players == ()


def test_neither_the_record_nor_the_update_is_changed(lifecycle: list[dict[str, Any]]) -> None:
    planned, started = lifecycle[0], lifecycle[1]
    before = copy.deepcopy([planned, started])
    value = merge_session(freeze(planned), started).value
    assert [planned, started] == before
    value["participants"]["players"][0]["characterIds"].append("x")
    value["gameTime"]["startTime"]["days"] = 0
    assert [planned, started] == before


@pytest.mark.parametrize(
    ("current", "update", "value", "changed"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}, ("/b",)),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}, ("/a/y",)),
        ({"tags": ["a", "b"]}, {"tags": ["b"]}, {"tags": ["b"]}, ("/tags",)),
        ({"title": "A"}, {"title": None}, {"title": None}, ("/title",)),
        ({"title": None}, {"title": None}, {"title": None}, ()),
        ({"summary": {"gm": "x"}}, {"summary": None}, {"summary": None}, ("/summary",)),
        ({"summary": None}, {"summary": {"gm": "x"}}, {"summary": {"gm": "x"}}, ("/summary",)),
        ({"n": 1}, {"n": 1.0}, {"n": 1.0}, ("/n",)),
        ({"n": 1}, {"n": True}, {"n": True}, ("/n",)),
        ({}, {"stats": {}}, {"stats": {}}, ("/stats",)),
        ({"stats": {"a": 1}}, {"stats": {}}, {"stats": {"a": 1}}, ()),
        ({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, {"a/b": {"~": 2}}, ("/a~1b/~0",)),
        (None, {"id": "s"}, {"id": "s"}, ("/id",)),
    ],
)
def test_objects_merge_key_by_key_and_lists_are_replaced(
    current: dict[str, Any] | None, update: dict[str, Any], value: object, changed: tuple[str, ...]
) -> None:
    result = merge_session(current, update)
    assert same(result.value, value)
    assert result.changed == changed


def players(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"participants": {"players": list(entries)}}


def test_players_merge_by_user_and_those_not_mentioned_stay() -> None:
    current = players({"userId": "ann", "characterIds": ["a"]}, {"userId": "ben", "x": 1})
    update = players({"userId": "cat"}, {"userId": "ben", "attended": True})
    result = merge_session(current, update)
    assert result.value == players(
        {"userId": "ann", "characterIds": ["a"]},
        {"userId": "ben", "x": 1, "attended": True},
        {"userId": "cat"},
    )
    assert result.changed == ("/participants/players/2", "/participants/players/1/attended")
    assert result.players == (2, 1)
    assert result.place("/participants/players/1/x") == "/participants/players/1/x"
    assert result.place("/participants/players/0/x") == "/participants/players/2/x"
    assert result.place("/participants/players/9/x") == "/participants/players/9/x"
    assert result.place("/participants/players") == "/participants/players"
    assert result.place("/stats/xpEarned") == "/stats/xpEarned"


def test_a_player_listed_twice_is_put_together_in_order() -> None:
    twice = players(
        {"userId": "ann", "attended": False, "characterIds": ["a"]},
        {"userId": "ben"},
        {"userId": "ann", "attended": True},
    )
    expected = players(
        {"userId": "ann", "attended": True, "characterIds": ["a"]}, {"userId": "ben"}
    )
    assert merge_session(None, twice).value == expected
    assert merge_session(expected, twice).changed == ()


def test_a_player_without_an_id_is_kept_once() -> None:
    odd: dict[str, Any] = {"participants": {"players": [{"attended": True}, "ann"]}}
    assert merged(odd, odd) == odd


def test_an_empty_list_of_players_is_kept() -> None:
    nobody: dict[str, Any] = {"players": []}
    assert merge_session({"participants": nobody}, players()).changed == ()
    assert merge_session(None, players()).value == players()
    assert merge_session(players({"userId": "ann"}), players()).changed == ()


def test_goals_have_no_players_and_replace_all_their_lists() -> None:
    assert merge_record(players({"userId": "a"}), players({"userId": "b"})).value == players(
        {"userId": "b"}
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=5,
)
PLAYER = st.fixed_dictionaries(
    {"userId": st.sampled_from(["ann", "ben", "cat"])},
    optional={"attended": st.booleans(), "characterIds": st.lists(st.sampled_from("ab"))},
)
SESSION = st.fixed_dictionaries(
    {"id": st.just("s")},
    optional={
        "status": st.sampled_from(["planned", "completed"]),
        "participants": st.fixed_dictionaries(
            {}, optional={"players": st.lists(PLAYER | JSON, max_size=4), "gm": JSON}
        )
        | JSON,
        "a": JSON,
        "b": JSON,
    },
)


@given(st.none() | SESSION, SESSION)
def test_merging_an_update_twice_is_merging_it_once(current: Any, update: Any) -> None:
    once = merge_session(current, update)
    twice = merge_session(once.value, update)
    assert same(twice.value, once.value)
    assert twice.changed == ()


@given(SESSION, SESSION)
def test_what_is_not_said_to_have_changed_has_not(current: Any, update: Any) -> None:
    start = merge_session(None, current).value
    result = merge_session(start, update)
    if result.changed == ():
        assert same(result.value, start)
    for key, value in start.items():
        if not any(place.split("/")[1] == key for place in result.changed):
            assert same(result.value[key], value)


@given(st.none() | SESSION, st.lists(SESSION, max_size=3))
def test_several_updates_at_once_are_those_one_by_one(current: Any, updates: list[Any]) -> None:
    value: Any = current if current is not None else {}
    for update in updates:
        value = merge_session(value, update).value
    assert same(merge_all(current, updates).value, value)


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        ("planned", "in_progress", False),
        ("planned", "completed", False),
        ("in_progress", "planned", True),
        ("completed", "planned", True),
        ("completed", "in_progress", True),
        ("completed", "cancelled", True),
        ("planned", "cancelled", False),
        ("cancelled", "planned", False),
        ("cancelled", "completed", False),
        ("completed", "completed", False),
    ],
)
def test_a_status_moves_back_towards_the_plan(old: str, new: str, back: bool) -> None:
    assert moves_back(old, new) is back


def test_a_step_back_is_a_conflict() -> None:
    current = {"id": "s", "status": "completed"}
    (conflict,) = conflicts(current, merge_session(current, {"id": "s", "status": "planned"}), [])
    assert (conflict.reason, conflict.ours, conflict.theirs) == ("status", "completed", "planned")


def test_steps_inside_one_file_are_judged_by_where_they_end() -> None:
    current = {"id": "s", "status": "completed"}
    updates = [{"id": "s", "status": "planned"}, {"id": "s", "status": "completed"}]
    assert conflicts(current, merge_all(current, updates), []) == ()


@pytest.mark.parametrize(
    ("edited", "places"),
    [
        (["/title"], ["/title"]),
        (["/summary"], ["/summary/gm"]),
        (["/summary/gm"], ["/summary/gm"]),
        (["/summary/g"], []),
        (["/tags/0"], ["/tags"]),
        (["/notes"], []),
        ([], []),
    ],
)
def test_overwriting_what_was_edited_here_is_a_conflict(
    edited: list[str], places: list[str]
) -> None:
    current = {"title": "A", "summary": {"gm": "x"}, "tags": ["a"], "notes": "n"}
    update = {"title": "B", "summary": {"gm": "y"}, "tags": ["b"], "notes": "n"}
    found = conflicts(current, merge_session(current, update), edited)
    assert [conflict.pointer for conflict in found] == places
    assert {conflict.reason for conflict in found} <= {"edited"}


def test_a_first_document_has_no_conflict() -> None:
    assert conflicts(None, merge_session(None, {"status": "planned"}), ["/status"]) == ()


def test_the_spelling_of_numbers_goes_with_them() -> None:
    current = players({"userId": "ann", "x": 1000.0})
    update = {"stats": {"xpEarned": 4000.0}, **players({"userId": "ben", "x": 10.0})}
    result = merge_session({**current, "stats": {"xpEarned": 1.0}}, update)
    before = {"/record/participants/players/0/x": "1e3", "/record/stats/xpEarned": "1e0"}
    theirs = {"/record/participants/players/0/x": "1e1", "/record/stats/xpEarned": "4e3"}
    assert merge_spelling(before, theirs, result) == {
        "/record/participants/players/0/x": "1e3",
        "/record/participants/players/1/x": "1e1",
        "/record/stats/xpEarned": "4e3",
    }
    assert merge_spelling(before, {}, merge_session(current, {"stats": {"xpEarned": 2}})) == {
        "/record/participants/players/0/x": "1e3"
    }


def test_the_planned_start_is_kept_when_a_session_starts(lifecycle: list[dict[str, Any]]) -> None:
    planned, started, _, completed = lifecycle
    now_live = merged(planned, started)
    start = planned_start(planned, now_live)
    assert start == "2025-01-20T18:00:00Z"
    assert planned_start(now_live, merged(now_live, completed), start) == start
    assert planned_start(now_live, merged(now_live, completed)) is None
    assert planned_start(None, completed) is None
    assert planned_start(planned, planned) is None
    assert planned_start({"status": "planned"}, completed) is None
