from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.combats import Share, combats
from sessionary.core.campaign.discoveries import Named, discoveries
from sessionary.core.campaign.tallies import party_of, tally
from sessionary.core.campaign.told import tell_all, told_seconds

if TYPE_CHECKING:
    from sessionary.core.campaign.order import LoggedEvent

PARTY = party_of({"participants": {"characters": ["ilma", "brok"]}})


def event(word: str, name: str = "", game: str = "", **more: Any) -> LoggedEvent:
    record: dict[str, Any] = {"id": word, "event": {"type": word, "name": name}, **more}
    if "value" in more:
        record["event"]["value"] = record.pop("value")
    if game:
        record["timestamp"] = {"gameTime": {"formatted": game}}
    return record, event_columns(record, epoch=0, zone=UTC)


def damage(value: int, actor: str, target: str) -> LoggedEvent:
    return event("damage", value=value, participants={"actor": actor, "targets": [target]})


def fights(*events: LoggedEvent) -> Any:
    told = tell_all(events, PARTY)
    tallies = tally([record for record, _ in events], PARTY)
    return combats(told, told_seconds(told), tallies.counted, str.title)


def test_a_fight_is_rebuilt_from_the_log() -> None:
    (fight,) = fights(
        event("note"),
        event("combat_start", "Ambush", game="Day 1, 9:00 AM"),
        damage(5, "ilma", "goblin"),
        event("round_end"),
        damage(8, "brok", "goblin"),
        damage(4, "ilma", "orc"),
        damage(3, "goblin", "ilma"),
        event("healing", value=2, participants={"targets": ["ilma"]}),
        event("creature_death", participants={"targets": ["goblin", "orc", "brok"]}),
        event("round_end"),
        event("combat_end", game="Day 1, 9:01 AM", mechanics={"outcome": "victory"}),
        damage(99, "ilma", "door"),
    )
    assert (fight.name, fight.first, fight.last, fight.open) == ("Ambush", 1, 10, False)
    assert (fight.rounds, fight.seconds) == (2, 60)
    assert (fight.dealt, fight.received, fight.healing) == (17, 3, 2)
    assert fight.dealt_by == (Share(name="Ilma", amount=9), Share(name="Brok", amount=8))
    assert fight.received_by == (Share(name="Ilma", amount=3),)
    assert fight.deaths == ("Goblin", "Orc")
    assert fight.fallen == ("Brok",)
    assert fight.outcome == "Victory"


def test_a_start_before_an_end_closes_the_fight_before() -> None:
    first, second = fights(
        event("combat_start", "One"),
        damage(5, "ilma", "goblin"),
        event("combat_start", "Two"),
        damage(7, "ilma", "goblin"),
    )
    assert (first.name, first.last, first.open, first.dealt) == ("One", 1, True, 5)
    assert (second.name, second.last, second.open, second.dealt) == ("Two", 3, True, 7)
    assert first.seconds is None


def test_an_end_without_a_start_is_no_fight() -> None:
    assert fights(event("combat_end")) == ()


@pytest.mark.parametrize(
    ("events", "rounds"),
    [
        ([], 0),
        ([event("round_end"), event("combat_round")], 2),
        ([event("attack", game="Round 5, Turn 1"), event("round_end")], 5),
        ([event("combat_round", "Round 3")], 3),
    ],
)
def test_rounds_are_those_ended_or_the_largest_named(
    events: list[LoggedEvent], rounds: int
) -> None:
    assert fights(event("combat_start"), *events)[0].rounds == rounds


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ({"mechanics": {"outcome": " fled "}}, "Fled"),
        ({"mechanics": {"result": "draw"}}, "Draw"),
        ({"mechanics": {"result": 3}}, ""),
        ({}, ""),
    ],
)
def test_the_outcome_is_what_the_end_says_in_words(end: dict[str, Any], outcome: str) -> None:
    assert fights(event("combat_start"), event("combat_end", **end))[0].outcome == outcome


def test_a_nameless_fight_with_a_nameless_death_has_words_for_both() -> None:
    (fight,) = fights(event("combat_start"), event("creature_death"))
    assert (fight.name, fight.deaths) == ("Combat", ("someone",))


def named(*events: LoggedEvent) -> dict[str, tuple[Named, ...]]:
    return {key: found for key, found in discoveries(tell_all(events, PARTY)).items() if found}


def test_the_log_feeds_each_list_once_an_entity() -> None:
    assert named(
        event("location_discovered", participants={"location": "Temple"}),
        event("location_discovered", "The Well"),
        event("location_discovered", participants={"location": "TEMPLE"}),
        event("item_acquired", "Rope"),
        event("character_death", "Ilma falls"),
        event("dialogue", "Who goes there?"),
        event("promise_made", "We shall return"),
        event("room_explored", participants={"location": "Cellar"}),
    ) == {
        "locationsVisited": (
            Named(name="Temple", events=(0, 2)),
            Named(name="The Well", events=(1,)),
        ),
        "itemsAcquired": (Named(name="Rope", events=(3,)),),
        "highlights": (Named(name="Ilma falls", events=(4,)),),
        "dialogue": (Named(name="Who goes there?", events=(5,)),),
        "openThreads": (Named(name="We shall return", events=(6,)),),
        "roomsExplored": (Named(name="Cellar", events=(7,)),),
    }


def test_an_id_whose_name_is_blank_is_left_out() -> None:
    events = [event("npc_introduced", participants={"actor": "x"})]
    assert discoveries(tell_all(events, PARTY), lambda _: " ")["npcsIntroduced"] == ()


@pytest.mark.parametrize(
    ("participants", "name", "people"),
    [
        ({"actor": "elara"}, "A meeting", ["elara"]),
        ({"actor": "ilma", "targets": ["elara", "brok", "bo"]}, "", ["elara", "bo"]),
        ({"actor": "ilma"}, "Elara", ["Elara"]),
        ({"targets": ["elara"]}, "", ["elara"]),
        ({}, "", []),
        ({"actor": "  "}, " ", []),
    ],
)
def test_who_is_introduced_is_the_npc_and_not_who_meets_them(
    participants: dict[str, Any], name: str, people: list[str]
) -> None:
    found = named(event("npc_introduced", name, participants=participants))
    assert [one.name for one in found.get("npcsIntroduced", ())] == people
