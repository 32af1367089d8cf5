from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.check_session import STATISTICS
from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.campaign.statistics import LABELS, counted_statistics, declared_statistics
from sessionary.core.campaign.tallies import Sort, own_value, party_of, tally

SESSION = {
    "participants": {
        "characters": ["fighter-pc"],
        "players": [{"userId": "ann", "characterIds": ["wizard-pc"]}],
    }
}
PARTY = party_of(SESSION, [{"id": "wizard-pc", "name": "Ilma"}, {"id": "other", "name": "Bo"}])


def event(word: str, key: str = "e", **more: Any) -> dict[str, Any]:
    value = more.pop("value", None)
    body = {"type": word} if value is None else {"type": word, "value": value}
    return {"id": key, "event": body, **more}


def effects(*immediate: tuple[str, str, Any], cascade: Any = ()) -> dict[str, Any]:
    return {
        "immediate": [
            {"type": kind, "target": to, "value": value} for kind, to, value in immediate
        ],
        "cascade": list(cascade),
    }


def to(*targets: str, actor: str = "") -> dict[str, Any]:
    return {"targets": list(targets), **({"actor": actor} if actor else {})}


def test_the_party_is_the_sessions_and_the_players_characters_by_id_and_name() -> None:
    assert sorted(PARTY) == ["fighter-pc", "ilma", "wizard-pc"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], {}),
        ([event("combat_start"), event("combat_start")], {"combatEncounters": 2, "eventCount": 2}),
        ([event("round_end"), event("goal_completed")], {}),
        ([event("dance")], {"eventCount": 1}),
        (
            [event("attack", effects=effects(("damage", "goblin", 8), ("damage", "Ilma", 3)))],
            {"totalDamageDealt": 8, "totalDamageReceived": 3, "eventCount": 1},
        ),
        (
            [event("damage", value=8, participants=to("goblin"))],
            {"totalDamageDealt": 8, "eventCount": 1},
        ),
        (
            [event("damage", value=8, participants=to("FIGHTER-PC "))],
            {"totalDamageReceived": 8, "eventCount": 1},
        ),
        ([event("damage", value=8)], {"totalDamageDealt": 8, "eventCount": 1}),
        ([event("attack", value=8, participants=to("goblin"))], {"eventCount": 1}),
        (
            [event("damage", value=99, effects=effects(("damage", "goblin", 8)))],
            {"totalDamageDealt": 8, "eventCount": 1},
        ),
        (
            [event("fall", value=6, participants={"actor": "wizard-pc"})],
            {"totalDamageReceived": 6, "eventCount": 1},
        ),
        ([event("hazard")], {"eventCount": 1}),
        (
            [event("healing", value=5, participants=to("goblin"))],
            {"totalHealingDone": 5, "eventCount": 1},
        ),
        (
            [
                event(
                    "spell_cast", effects=effects(("healing", "Ilma", 7), ("condition", "Ilma", 2))
                )
            ],
            {"totalHealingDone": 7, "eventCount": 1},
        ),
        (
            [event("creature_death", participants=to("goblin", "orc", "Ilma", actor="wizard-pc"))],
            {"npcsKilled": 2, "eventCount": 1},
        ),
        (
            [event("creature_death", participants=to(actor="goblin"))],
            {"npcsKilled": 1, "eventCount": 1},
        ),
        ([event("creature_death", participants=to(actor="Ilma"))], {"eventCount": 1}),
        ([event("creature_death")], {"npcsKilled": 1, "eventCount": 1}),
        ([event("enemy_defeated", value=3)], {"npcsKilled": 3, "eventCount": 1}),
        ([event("xp_awarded", value=400)], {"xpEarned": 400, "eventCount": 1}),
        ([{**event("xp_awarded"), "value": 400}], {"xpEarned": 400, "eventCount": 1}),
        (
            [event("xp_awarded", effects=effects(("resource", "xp", 300), ("resource", "xp", 50)))],
            {"xpEarned": 350, "eventCount": 1},
        ),
        ([event("xp_awarded")], {"eventCount": 1}),
        ([event("treasure_gained", value=150.0)], {"treasureGained": 150, "eventCount": 1}),
        (
            [{"event": {"type": "treasure_gained", "value": 25, "coin": "sp"}}],
            {"treasureGained": 2.5, "eventCount": 1},
        ),
        (
            [{"event": {"type": "treasure_gained", "amount": 3, "coin": "PP"}}],
            {"treasureGained": 30, "eventCount": 1},
        ),
        ([event("gold_spent", value=50)], {"eventCount": 1}),
        ([event("damage", value=-8, participants=to("goblin"))], {"eventCount": 1}),
        ([event("damage", value="8", participants=to("goblin"))], {"eventCount": 1}),
        ([event("safety_pause")], {}),
    ],
)
def test_the_log_is_counted_by_the_rules(
    events: list[dict[str, Any]], expected: dict[str, Any]
) -> None:
    counted = counted_statistics(events, PARTY)
    assert counted == {**dict.fromkeys(STATISTICS, 0), **expected}
    assert all(type(value) is not float or value % 1 for value in counted.values())


def test_damage_that_a_cascade_tells_again_is_counted_once() -> None:
    attack = event("attack", "a", effects=effects(("damage", "goblin", 8), cascade=["d"]))
    damage = event("damage", "d", value=8, participants=to("goblin"))
    for events in ([attack, damage], [damage, attack]):
        assert counted_statistics(events, PARTY)["totalDamageDealt"] == 8
    with_effects = event("damage", "d", effects=effects(("damage", "goblin", 8)))
    assert counted_statistics([attack, with_effects], PARTY)["totalDamageDealt"] == 8


def test_damage_told_only_by_the_cascade_is_counted() -> None:
    spell = event("spell_cast", "s", effects=effects(cascade=["d", "e"]))
    hits = [event("damage", key, value=8, participants=to("goblin")) for key in "de"]
    assert counted_statistics([spell, *hits], PARTY)["totalDamageDealt"] == 16


def test_an_attack_triggered_by_another_counts_for_itself() -> None:
    first = event("attack", "a", effects=effects(("damage", "goblin", 8), cascade=["b"]))
    second = event("attack", "b", effects=effects(("damage", "orc", 5)))
    assert counted_statistics([first, second], PARTY)["totalDamageDealt"] == 13


def test_events_that_list_each_other_are_counted_once() -> None:
    one = event("damage", "a", effects=effects(("damage", "goblin", 8), cascade=["b"]))
    two = event("damage", "b", effects=effects(("damage", "goblin", 8), cascade=["a"]))
    assert counted_statistics([one, two], PARTY)["totalDamageDealt"] == 8


def test_a_long_cascade_is_counted_quickly() -> None:
    chain = [
        event("damage", str(i), value=1, effects=effects(cascade=[str(i + 1)]))
        for i in range(20_000)
    ]
    assert counted_statistics(chain, PARTY)["totalDamageDealt"] == 20_000
    chain[0]["effects"]["immediate"] = [{"type": "damage", "target": "goblin", "value": 7}]
    for events in (chain, chain[::-1]):
        assert counted_statistics(events, PARTY)["totalDamageDealt"] == 7


def test_negative_damage_is_reported_and_not_summed() -> None:
    found = tally([event("damage", value=-8, participants=to("goblin", actor="Ilma"))], PARTY)
    assert found.counted == ()
    (negative,) = found.negative
    assert (negative.sort, negative.amount, negative.event) == (Sort.DEALT, -8, 0)
    assert (negative.actor, negative.target) == ("Ilma", "goblin")


def test_an_events_own_value_is_looked_for_in_order() -> None:
    full = {**event("xp_awarded", value=1), "value": 2, "effects": effects(("resource", "", 3))}
    assert own_value(event_parts(full)) == 1
    del full["event"]["value"]
    assert own_value(event_parts(full)) == 2
    del full["value"]
    assert own_value(event_parts(full)) == 3
    assert own_value(event_parts({"event": {"value": True}})) is None
    assert own_value(event_parts({})) is None


def test_declared_statistics_are_those_that_a_file_gives() -> None:
    stats = {"eventCount": 247, "xpEarned": 0, "npcsKilled": None, "oddity": 3}
    assert declared_statistics({"stats": stats}) == {"eventCount": 247, "xpEarned": 0}
    assert declared_statistics({"stats": None}) == {}
    assert tuple(LABELS) == STATISTICS


EVENT = st.builds(
    lambda word, key, value, target, kind, amount, cascade: event(
        word,
        key,
        value=value,
        participants=to(target),
        effects=effects(*([(kind, target, amount)] if kind else []), cascade=cascade),
    ),
    st.sampled_from(["attack", "damage", "healing", "creature_death", "xp_awarded", "round_end"]),
    st.sampled_from("abcd"),
    st.none() | st.integers(-5, 50),
    st.sampled_from(["goblin", "wizard-pc", "Ilma"]),
    st.sampled_from(["", "damage", "healing", "resource"]),
    st.integers(-5, 50),
    st.lists(st.sampled_from("abcd"), max_size=2),
)


@given(st.lists(EVENT, max_size=8))
def test_statistics_are_never_negative_and_agree_with_their_tallies(
    events: list[dict[str, Any]],
) -> None:
    counted = counted_statistics(events, PARTY)
    assert tuple(counted) == STATISTICS
    assert all(value >= 0 for value in counted.values())
    found = tally(events, PARTY)
    assert (
        sum(one.amount for one in found.counted if one.sort is Sort.HEALING)
        == counted["totalHealingDone"]
    )
    assert all(one.amount < 0 for one in found.negative)


@given(st.lists(EVENT, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_events_without_cascades_does_not_matter(
    events: list[dict[str, Any]], random: Any
) -> None:
    for one in events:
        one["effects"]["cascade"] = []
    shuffled = list(events)
    random.shuffle(shuffled)
    assert counted_statistics(events, PARTY) == counted_statistics(shuffled, PARTY)
