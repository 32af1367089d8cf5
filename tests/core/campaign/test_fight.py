"""The fight that is going on, rebuilt from the log."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.combats import combats
from sessionary.core.campaign.fight import Fight, Fighter, open_fight
from sessionary.core.campaign.tallies import tally
from sessionary.core.campaign.told import tell_all, told_seconds

PARTY = frozenset({"ann"})


def fight_of(*records: dict[str, Any]) -> Fight | None:
    events = [(record, event_columns(record, epoch=0, zone=UTC)) for record in records]
    told, tallies = tell_all(events, PARTY), tally(list(records), PARTY)
    found = combats(told, told_seconds(told), tallies.counted)
    return open_fight(found, events, tallies.counted, PARTY)


def event(word: str, target: str = "", value: int | None = None, **more: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"event": {"type": word, **more}}
    if target:
        record["participants"] = {"targets": [target]}
    if value is not None:
        effect = {"type": word, "target": target, "value": value}
        record["effects"] = {"immediate": [effect]}
    return record


def test_without_a_fight_there_is_none() -> None:
    assert fight_of() is None
    assert fight_of(event("combat_start"), event("combat_end")) is None


def test_everybody_stands_as_the_log_says() -> None:
    fight = fight_of(
        event("damage", "goblin", 99),
        event("combat_start", name="Ambush"),
        event("damage", "goblin", 8),
        event("combat_round", name="Round 2"),
        event("damage", "Ann", 5),
        event("pc_down", "Ann"),
        event("healing", "Ann", 3),
        event("damage", "goblin", 2),
        event("creature_death", "goblin"),
        event("combat_round", name="Round 3"),
        event("pc_down", "Ann"),
    )
    assert fight is not None
    assert (fight.name, fight.round, fight.first) == ("Ambush", 3, 1)
    assert fight.fighters == (
        Fighter(name="Ann", damage=5, healed=3, down=True, dead=False, party=True),
        Fighter(name="goblin", damage=10, healed=0, down=False, dead=True, party=False),
    )


def test_a_round_that_is_taken_back_was_not_fought() -> None:
    started, second = event("combat_start"), event("combat_round", name="Round 2")
    one, two = fight_of(started), fight_of(started, second)
    assert one is not None
    assert two is not None
    assert (one.round, two.round) == (1, 2)
