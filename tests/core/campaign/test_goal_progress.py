"""How goals stand: specification, section 6, and section 10, *Goals*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.goal_events import caused_by, completion_id, completion_record
from sessionary.core.campaign.goal_milestones import milestone_lines, typed_milestones, with_tick
from sessionary.core.campaign.goal_progress import Standing, Tally, goal_of, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

TRACKED = [{"type": "room_explored", "contribution": 1}]


def goal(name: str, target: float | None = 3, **more: Any) -> dict[str, Any]:
    progress = {} if target is None else {"target": target}
    return {"id": name, "progress": progress, "trackedEvents": TRACKED, **more}


def stand(
    *records: Any,
    moved: Mapping[str, Mapping[str, float]] | None = None,
    **hits: Any,
) -> dict[str, Standing]:
    """Settle goals that so many events have moved; ``moved`` says what their completions do."""
    tallies = {name: Tally(amount=amount, matches=1) for name, amount in hits.items()}
    goals = [goal_of(record) for record in records]
    return settle(goals, tallies, lambda one: (moved or {}).get(one, {}))


def test_what_is_shown_is_the_files_current_and_what_was_logged_since() -> None:
    at = stand(goal("g", progress={"current": 12, "target": 20, "unit": "rooms"}), g=3)["g"]
    assert (at.current, at.moved, at.text, at.share) == (15, 3, "15/20 rooms", 0.75)


@pytest.mark.parametrize(
    ("status", "hits", "becomes"),
    [
        ("not_started", {}, "not_started"),
        ("not_started", {"g": 1}, "in_progress"),
        # The first match starts it, even if it adds nothing.
        ("not_started", {"g": 0}, "in_progress"),
        (None, {"g": 1}, "in_progress"),
        ("in_progress", {"g": 2}, "in_progress"),
        ("in_progress", {"g": 3}, "completed"),
        ("not_started", {"g": 5}, "completed"),
        # What somebody has said stays.
        ("failed", {"g": 3}, "failed"),
        ("abandoned", {"g": 3}, "abandoned"),
        ("completed", {"g": 1}, "completed"),
    ],
)
def test_the_status_follows_from_the_log(
    status: str | None, hits: dict[str, Any], becomes: str
) -> None:
    said: dict[str, Any] = {} if status is None else {"status": status}
    at = stand(goal("g", **said), **hits)["g"]
    assert at.status == becomes
    assert at.computed is (becomes == "completed" and status != "completed")


def test_progress_past_the_target_is_kept() -> None:
    at = stand(goal("g", 20), g=23)["g"]
    assert (at.text, at.status, at.share) == ("23/20", "completed", 1.0)


def test_a_goal_that_nothing_has_moved_is_what_its_file_says() -> None:
    full = goal("g", status="in_progress", progress={"current": 20, "target": 20})
    assert stand(full)["g"].status == "in_progress"


def test_a_goal_without_target_is_never_completed_by_events() -> None:
    at = stand(goal("g", None), g=7)["g"]
    assert (at.status, at.text, at.share) == ("in_progress", "7", None)


def test_a_goal_that_waits_does_not_start_and_loses_nothing() -> None:
    key, cellar = goal("key", 1), goal("cellar", 3, dependencies=["key", "map"])
    at = stand(key, cellar, cellar=3, key=1)["cellar"]
    assert (at.status, at.current, at.held) == ("not_started", 0, 3)
    assert at.waits_for == ("map",)
    at = stand(key, cellar, goal("map", status="completed"), cellar=3, key=1)["cellar"]
    assert (at.status, at.current, at.held, at.waits_for) == ("completed", 3, 0, ())


def test_a_goal_that_has_started_waits_for_nothing() -> None:
    at = stand(goal("g", status="in_progress", dependencies=["other"]), g=1)["g"]
    assert (at.current, at.waits_for) == (1, ())


@pytest.mark.parametrize("named_by", ["parent", "child"])
def test_a_parent_counts_its_completed_sub_goals(named_by: str) -> None:
    parent: dict[str, Any] = {"id": "p"}
    children = [goal("a", 1), goal("b", 1, status="completed"), goal("c", 1)]
    if named_by == "parent":
        parent["childGoalIds"] = ["a", "b", "c", "unknown"]
    else:
        children = [{**child, "parentGoalId": "p"} for child in children]
    at = stand(parent, *children, a=1)["p"]
    assert (at.text, at.status, at.rolled_up) == ("2/3 sub-goals", "in_progress", True)
    assert at.children == ("a", "b", "c")
    assert stand(parent, *children, a=1, c=1)["p"].status == "completed"


def test_a_parent_with_a_target_of_its_own_need_not_wait_for_all() -> None:
    parent = {"id": "p", "progress": {"current": 9, "target": 1}, "childGoalIds": ["a", "b"]}
    at = stand(parent, goal("a", 1), goal("b", 1), a=1)["p"]
    assert (at.text, at.status) == ("1/1 sub-goals", "completed")


def test_a_parent_that_tracks_events_counts_those() -> None:
    parent = goal("p", 5, childGoalIds=["a"])
    at = stand(parent, goal("a", 1), a=1, p=2)["p"]
    assert (at.text, at.rolled_up, at.children) == ("2/5", False, ("a",))


def test_completions_go_up_the_whole_tree_and_on_to_who_tracks_them() -> None:
    tree = [
        goal("leaf", 1, parentGoalId="branch"),
        {"id": "branch", "parentGoalId": "root"},
        {"id": "root"},
        goal("fame", 2),
    ]
    at = stand(*tree, leaf=1, moved={"leaf": {"fame": 1}, "branch": {"fame": 1}})
    assert {name: one.status for name, one in at.items()} == dict.fromkeys(at, "completed")


def test_what_a_completion_sets_off_does_not_take_it_back() -> None:
    goals = [goal("a", 1), goal("b", 1)]
    at = stand(*goals, a=1, moved={"a": {"a": -1, "b": 1}, "b": {"a": -5}})
    assert [at["a"].status, at["b"].status] == ["completed", "completed"]
    assert at["a"].current == -5


def test_goals_that_are_their_own_parents_come_to_an_end() -> None:
    at = stand({"id": "a", "parentGoalId": "b"}, {"id": "b", "parentGoalId": "a"})
    assert [one.status for one in at.values()] == ["not_started", "not_started"]


@given(st.permutations(["a", "b", "c", "d"]), st.sets(st.sampled_from(["a", "b", "c"])))
def test_the_order_of_goals_does_not_matter(order: list[str], moved: set[str]) -> None:
    records = {
        "a": goal("a", 1),
        "b": goal("b", 1, dependencies=["a"]),
        "c": goal("c", 2, dependencies=["b"]),
        "d": {"id": "d", "childGoalIds": ["a", "b"]},
    }
    hits = dict.fromkeys(moved, 1.0)
    sets_off = {"b": {"c": 1.0}}

    def told(*names: str) -> set[tuple[str, str, float]]:
        found = stand(*(records[name] for name in names), moved=sets_off, **hits)
        return {(name, one.status, one.current) for name, one in found.items()}

    assert told(*order) == told(*records)


@pytest.mark.parametrize(
    ("milestone", "text", "reached"),
    [
        (5, "5", True),
        (10, "10", False),
        ({"value": 5, "name": "Half"}, "Half", True),
        ({"target": 10, "description": "All"}, "All", False),
        ({"name": "Said", "reached": True}, "Said", True),
        ("Only words", "Only words", False),
        (None, "", False),
    ],
)
def test_milestones_are_reached_on_the_way(milestone: object, text: str, *, reached: bool) -> None:
    one = goal_of({"id": "g", "progress": {"milestones": [milestone]}}).milestones(7)[0]
    assert (one.text, one.reached) == (text, reached)


@pytest.mark.parametrize(
    ("before", "ticked"),
    [
        ("Find the key", {"text": "Find the key", "reached": True}),
        ({"name": "Find it", "x": 1}, {"name": "Find it", "x": 1, "reached": True}),
    ],
)
def test_a_milestone_of_words_is_ticked_and_its_tick_taken_away(before: Any, ticked: Any) -> None:
    assert with_tick([5, before], 1, reached=True) == [5, ticked]
    assert with_tick([5, ticked], 1, reached=False) == [5, before]
    assert with_tick([{"text": "x", "completed": True}], 0, reached=False) == ["x"]


def test_milestones_are_typed_a_line_each_and_keep_what_was_not_touched() -> None:
    given = [5, {"value": 10, "name": "All", "x": 1}, {"text": "Key", "reached": True}, "Words"]
    record = {"progress": {"milestones": given}}
    assert milestone_lines(record) == "5\n10: All\nKey\nWords"
    assert typed_milestones("10: All\nKey\n 7: More \n2.5\nNew", given) == [
        given[1], given[2], {"at": 7, "text": "More"}, 2.5, "New",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ("A crown", ("A crown",)),
        (["A crown", {"name": "A sword"}], ("A crown", "A sword")),
        ({"xp": 500, "items": ["Crown", "Sword"]}, ("xp: 500", "items: Crown, Sword")),
        (None, ()),
        (True, ()),
        ({"xp": None}, ()),
    ],
)
def test_rewards_are_told_in_whatever_form_they_stand(
    given_: object, told: tuple[str, ...]
) -> None:
    assert goal_of({"id": "g", "rewards": given_}).rewards == told


def test_a_completion_happens_where_its_cause_does() -> None:
    cause = {"id": "e-9", "sessionId": "s-1", "timestamp": {"realTime": "2025-01-01T10:00:00Z"}}
    record = completion_record(goal_of({"id": "g", "name": "Rooms"}), cause, public=True)
    assert record["id"] == completion_id("g") == "completed-g"
    assert (record["sessionId"], record["timestamp"]) == ("s-1", cause["timestamp"])
    assert record["event"]["name"] == "Rooms"
    assert record["metadata"] == {"visibility": "public"}
    assert caused_by(record) == "e-9"
    assert caused_by({"id": "completed-g", "completedBy": "e-9"}) == ""


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_record_is_too_odd(value: object) -> None:
    keys = ("progress", "trackedEvents", "dependencies", "childGoalIds", "rewards", "status")
    record = dict.fromkeys(keys, value) | {"id": "g"}
    at = settle([goal_of(record)], {}, lambda _goal: {})["g"]
    assert at.text == "" or at.current
