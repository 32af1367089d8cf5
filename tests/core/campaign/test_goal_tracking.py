"""Which events move a goal, and by how much: specification, section 6, and section 10, *Goals*."""

from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.campaign.goal_tracking import (
    matches,
    moves_by,
    total,
    tracked_events,
    words_tracked,
)

EVENT = {
    "id": "e-1",
    "sessionId": "s-1",
    "event": {"type": "room_explored", "category": "exploration", "name": "Crypt", "value": 3},
    "participants": {"actor": "thorin", "targets": ["goblin", "orc"], "location": "temple"},
    "mechanics": {"roll": {"type": "d20", "total": 17, "advantage": True}},
    "effects": {"immediate": [{"type": "damage", "target": "orc", "value": 5}]},
    "metadata": {"tags": ["dark", "undead"], "location": "not the first place that has it"},
}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, True),
        # The top of the event, the event, its participants, its metadata.
        ({"sessionId": "s-1"}, True),
        ({"category": "exploration"}, True),
        ({"location": "temple"}, True),
        ({"tags": "undead"}, True),
        # The first place that has a key decides.
        ({"location": "not the first place that has it"}, False),
        # Every key must agree.
        ({"location": "temple", "actor": "thorin"}, True),
        ({"location": "temple", "actor": "elara"}, False),
        # A list matches when any item does; one in the filter lists what will do.
        ({"targets": "orc"}, True),
        ({"targets": "troll"}, False),
        ({"actor": ["elara", "thorin"]}, True),
        ({"targets": ["troll", "orc"]}, True),
        ({"targets": ["troll", "elf"]}, False),
        # Dotted paths, also through lists.
        ({"mechanics.roll.type": "d20"}, True),
        ({"mechanics.roll.type": "d6"}, False),
        ({"effects.immediate.target": "orc"}, True),
        ({"roll.total": 17}, False),
        # Objects are matched key by key.
        ({"mechanics": {"roll": {"type": "d20"}}}, True),
        ({"mechanics": {"roll": {"type": "d20", "total": 1}}}, False),
        ({"effects.immediate": {"type": "damage", "value": 5}}, True),
        # A number is a number, and true is none.
        ({"value": 3.0}, True),
        ({"value": "3"}, False),
        ({"mechanics.roll.advantage": True}, True),
        ({"mechanics.roll.advantage": 1}, False),
        # Nothing there.
        ({"weather": "rain"}, False),
        ({"weather": None}, True),
        ({"actor": None}, False),
    ],
)
def test_each_key_of_a_filter_must_be_what_the_event_has_there(
    wanted: dict[str, Any], *, found: bool
) -> None:
    assert matches(wanted, EVENT) is found


def amount(*tracked: object, kind: str = "room_explored") -> object:
    event = {**EVENT, "event": {**EVENT["event"], "type": kind}}  # type: ignore[dict-item]  # plain JSON
    return moves_by(tracked_events({"trackedEvents": list(tracked)}), event)


@pytest.mark.parametrize(
    ("tracked", "moved"),
    [
        ([{"type": "room_explored", "contribution": 2}], 2),
        ([{"type": "room_explored"}], 1),
        ([{"type": "room_explored", "contribution": "two"}], 1),
        ([{"type": "room_explored", "contribution": 10**400}], 1),
        ([{"type": "room_explored", "contribution": -1}], -1),
        ([{"type": "room_explored", "contribution": 0}], 0),
        ([{"type": "attack", "contribution": 2}], None),
        ([{"contribution": 2}, "rooms", None], None),
        # Two entries that match the same event both count.
        ([{"type": "room_explored"}, {"type": "room_explored", "filter": {"actor": "thorin"}}], 2),
        ([{"type": "room_explored"}, {"type": "room_explored", "filter": {"actor": "elara"}}], 1),
        ([{"type": "room_explored", "contribution": 0.1}] * 3, 0.3),
    ],
)
def test_an_event_moves_a_goal_by_all_that_tracks_it(tracked: list[object], moved: object) -> None:
    assert amount(*tracked) == moved


@pytest.mark.parametrize("word", ["creature_death", "enemy_defeated"])
@pytest.mark.parametrize("kind", ["creature_death", "enemy_defeated"])
def test_other_words_for_a_type_are_tracked_too(word: str, kind: str) -> None:
    assert amount({"type": word, "contribution": 5}, kind=kind) == 5
    assert words_tracked(tracked_events({"trackedEvents": [{"type": word}]})) >= {word, kind}


def test_a_type_of_nobodys_is_tracked_as_it_stands() -> None:
    assert amount({"type": "tavern_brawl"}, kind="tavern_brawl") == 1
    assert amount({"type": "tavern_brawl"}, kind="tavern") is None


def test_sums_are_those_of_people() -> None:
    assert total([0.1] * 3) == 0.3
    assert total([10**30, 1]) == 10**30 + 1
    assert total([0.5, 0.5]) == 1
    assert total([]) == 0
