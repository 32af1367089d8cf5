from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.goal_typed import tracked_lines, typed_target, typed_tracked
from sessionary.core.problems import UserError


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("room_explored", {"type": "room_explored", "contribution": 1}),
        ("attack +5", {"type": "attack", "contribution": 5}),
        ("attack −2", {"type": "attack", "contribution": -2}),
        ("attack -0,5", {"type": "attack", "contribution": -0.5}),
        (
            "creature_death  actor=thorin metadata.tags=boss +3",
            {
                "type": "creature_death",
                "filter": {"actor": "thorin", "metadata.tags": "boss"},
                "contribution": 3,
            },
        ),
        (
            'quest_completed name="Silence the Bell" value=3 done=true',
            {
                "type": "quest_completed",
                "filter": {"name": "Silence the Bell", "value": 3, "done": True},
                "contribution": 1,
            },
        ),
        (
            'attack actor=["a b", "c"] mechanics={"roll": {"type": "d20"}}',
            {
                "type": "attack",
                "filter": {"actor": ["a b", "c"], "mechanics": {"roll": {"type": "d20"}}},
                "contribution": 1,
            },
        ),
        ('note name="3"', {"type": "note", "filter": {"name": "3"}, "contribution": 1}),
    ],
)
def test_a_line_says_what_is_tracked(line: str, entry: dict[str, Any]) -> None:
    assert typed_tracked(line) == [entry]
    assert typed_tracked(tracked_lines({"trackedEvents": [entry]})) == [entry]


@pytest.mark.parametrize(
    "line", ["+1", "actor=thorin", "attack thorin", 'attack name="half', "attack a={1}"]
)
def test_a_line_that_says_nothing_is_refused(line: str) -> None:
    with pytest.raises(UserError):
        typed_tracked(line)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text('ab ={}[]"3+-\\é', max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", min_size=1), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.text("ab. =", min_size=1), VALUES, max_size=3), st.integers(-9, 9))
def test_what_is_tracked_reads_back_as_itself(wanted: dict[str, Any], amount: int) -> None:
    entry = {"type": "attack", **({"filter": wanted} if wanted else {}), "contribution": amount}
    record = {"trackedEvents": [entry]}
    lines = tracked_lines(record)
    assert typed_tracked(lines) == [entry]
    assert typed_tracked(lines, [entry]) == [entry]


def test_a_line_that_was_not_changed_loses_nothing() -> None:
    entry = {"type": "attack", "contribution": 1, "note": "kept"}
    assert typed_tracked("attack\n\n note ", [entry]) == [
        entry, {"type": "note", "contribution": 1},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("20 rooms", (20, "rooms")),
        (" 3  drowned  bells ", (3, "drowned bells")),
        ("7", (7, "")),
        ("0,5 miles", (0.5, "miles")),
        ("", (None, "")),
    ],
)
def test_a_target_is_a_number_and_what_is_counted(
    text: str, target: tuple[float | None, str]
) -> None:
    assert typed_target(text) == target


def test_a_target_without_a_number_is_refused() -> None:
    with pytest.raises(UserError, match="20 rooms"):
        typed_target("many rooms")
