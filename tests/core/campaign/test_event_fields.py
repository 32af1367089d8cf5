"""What is typed into the fields of an event, and what becomes of it in the record."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.campaign.effect_fields import effect_values, luck_values, roll_values
from sessionary.core.campaign.event_fields import (
    added_values,
    amount_values,
    cascade_values,
    category_values,
    changed_values,
    game_time_values,
    json_or_text,
    real_time_values,
    shown_numbers,
    shown_value,
    type_values,
    typed_number,
    without_values,
)
from sessionary.core.campaign.gametime import agrees, parse_clock, sort_value
from sessionary.core.problems import UserError

BERLIN = ZoneInfo("Europe/Berlin")
IDS = {"ann lee": "ann", "goblin": "npc-1"}
DICE: dict[str, Any] = {"mechanics": {"roll": {"rolls": [3], "modifiers": 5, "advantage": True}}}
HIT: dict[str, Any] = {
    "effects": {"immediate": [{"type": "damage", "value": 8, "duration": {"rounds": 3}}, "odd"]}
}


def id_of(name: str) -> str:
    return IDS.get(name.lower(), name)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("combat_start", "combat_start"),
        ("fight", "combat_start"),
        ("npc", "npc_introduced"),
        ("NPC introduced", "npc_introduced"),
        ("combat START", "combat_start"),
        ("Kampf beginnt", "combat_start"),
        ("short_rest", "short_rest"),
        ("q!", "quest_completed"),
        (" Tea party ", "Tea party"),
        ("", None),
    ],
)
def test_a_type_is_known_by_all_its_names_and_any_other_word_stays(
    typed: str, word: str | None
) -> None:
    assert type_values(typed, {"Kampf beginnt": "combat_start"}) == {"/event/type": word}


@pytest.mark.parametrize(
    ("typed", "word"),
    [("Combat", "combat"), ("At the table", "table"), ("Cooking", "Cooking"), (" ", None)],
)
def test_a_category_is_known_by_its_title(typed: str, word: str | None) -> None:
    assert category_values(typed, {"At the table": "table"}) == {"/event/category": word}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("8", 8), ("+5", 5), ("−2", -2), ("12.5", 12.5), (".5", 0.5), ("1e3", 1000.0)],
)
def test_a_number_is_read(typed: str, number: float) -> None:
    assert typed_number(typed) == number
    assert type(typed_number(typed)) is type(number)


@pytest.mark.parametrize("typed", ["", "two", "1,5", "nan", "1e999", "٣", "0x10", "9" * 61])
def test_what_is_no_number_is_named(typed: str) -> None:
    with pytest.raises(UserError, match=r"is no number\. Write for example"):
        typed_number(typed)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("expression", "2d20kh1 + 5", "2d20kh1 + 5"),
        ("rolls", "14, 3", [14, 3]),
        ("rolls", "[14 3]", [14, 3]),
        ("rolls", "4+4+1", [4, 4, 1]),
        ("modifiers", "+5", 5),
        ("modifiers", "+2 -1", [2, -1]),
        ("total", "19", 19),
        ("total", "", None),
    ],
)
def test_a_roll_is_typed_part_by_part(key: str, typed: str, value: Any) -> None:
    assert roll_values(DICE, key, typed) == {f"/mechanics/roll/{key}": value}


def test_one_modifier_stays_a_list_where_there_was_one() -> None:
    record = {"mechanics": {"roll": {"modifiers": [1, 2]}}}
    assert roll_values(record, "modifiers", "3") == {"/mechanics/roll/modifiers": [3]}


def test_luck_sets_one_flag_and_takes_the_other() -> None:
    assert luck_values(DICE, "disadvantage") == {
        "/mechanics/roll/advantage": None,
        "/mechanics/roll/disadvantage": True,
    }
    assert luck_values({"mechanics": {"roll": {"advantage": False}}}, "") == {}


@pytest.mark.parametrize(
    ("position", "key", "typed", "values"),
    [
        (0, "value", "12", {"/effects/immediate/0/value": 12}),
        (0, "value", "", {"/effects/immediate/0/value": None}),
        (0, "type", "Healing", {"/effects/immediate/0/type": "healing"}),
        (0, "target", "Goblin", {"/effects/immediate/0/target": "npc-1"}),
        (0, "target", "a stranger", {"/effects/immediate/0/target": "a stranger"}),
        (0, "duration", '{"rounds": 4}', {"/effects/immediate/0/duration": {"rounds": 4}}),
        (0, "duration", "a while", {"/effects/immediate/0/duration": "a while"}),
        (0, "condition", "3", {"/effects/immediate/0/condition": "3"}),
        (1, "", "odder", {"/effects/immediate/1": "odder"}),
        (2, "type", "status", {"/effects/immediate/-": {"type": "status"}}),
        (2, "type", "", {}),
    ],
)
def test_an_effect_is_typed_part_by_part(
    position: int, key: str, typed: str, values: dict[str, Any]
) -> None:
    assert effect_values(HIT, "immediate", position, key, typed, id_of) == values


def test_a_first_effect_makes_its_list() -> None:
    made = effect_values({}, "ongoing", 0, "condition", "prone", id_of)
    assert made == {"/effects/ongoing": [{"condition": "prone"}]}


def test_lists_take_and_give_back_items_and_odd_values_stay_until_they_are_edited() -> None:
    record = {"metadata": {"tags": ["a", 5]}, "participants": {"targets": "goblin"}}
    tags, targets = "/metadata/tags", "/participants/targets"
    assert added_values(record, tags, ["b", "a"]) == {f"{tags}/-": "b"}
    assert added_values(record, tags, ["a"]) == {}
    assert added_values(record, tags, ["b", "c"]) == {tags: ["a", 5, "b", "c"]}
    assert added_values(record, targets, ["orc"]) == {targets: ["goblin", "orc"]}
    assert added_values({}, tags, ["a"]) == {tags: ["a"]}
    assert without_values(record, tags, 1) == {f"{tags}/1": None}
    assert without_values(record, targets, 0) == {targets: None}
    assert changed_values(record, tags, 0, "z") == {f"{tags}/0": "z"}
    assert changed_values(record, targets, 0, "") == {targets: None}


def test_a_value_is_edited_where_the_record_has_it() -> None:
    assert amount_values({"value": 4}, "5") == {"/value": 5}
    assert amount_values({"event": {"value": 4}, "value": 3}, "a lot") == {"/event/value": "a lot"}
    assert amount_values({}, "") == {"/event/value": None}


def test_what_is_summed_must_be_a_number() -> None:
    with pytest.raises(UserError, match="“lots” is no number"):
        amount_values({"event": {"type": "xp_awarded"}}, "lots")
    with pytest.raises(UserError, match="“lots” is no number"):
        effect_values(HIT, "immediate", 0, "value", "lots", id_of)


def test_an_event_does_not_trigger_itself() -> None:
    with pytest.raises(UserError, match="does not trigger itself"):
        cascade_values({"id": "e1"}, "e1")
    assert cascade_values({"id": "e1"}, "e2") == {"/effects/cascade": ["e2"]}


def test_a_real_time_is_typed_with_the_former_day_at_hand() -> None:
    record = {"timestamp": {"realTime": "2025-01-20T18:05:00Z"}}
    pointer = "/timestamp/realTime"
    assert real_time_values(record, "20:15", BERLIN) == {pointer: "2025-01-20T20:15:00+01:00"}
    assert real_time_values(record, "", BERLIN) == {pointer: None}
    with pytest.raises(UserError, match=r"“soon” is no date and time\. Write for"):
        real_time_values(record, "soon", BERLIN)


def test_what_is_no_text_is_shown_as_json() -> None:
    assert shown_value(None) == ""
    assert shown_value({"a": [True]}) == '{"a": [true]}'
    assert shown_numbers((14, 2.5)) == "14, 2.5"
    assert shown_numbers([14, "x"]) == '[14, "x"]'
    assert json_or_text("[1]", [0]) == [1]
    assert json_or_text("[1]", "0") == "[1]"


@settings(max_examples=80)
@given(
    former=st.none() | st.integers(-(10**12), 10**12),
    epoch=st.integers(-(10**7), 10**7),
    shift=st.integers(-(10**6), 10**6).map(lambda minutes: minutes * 60),
    day=st.integers(-999, 99_999),
    minute=st.integers(0, 1439),
)
def test_total_and_text_of_a_typed_time_say_the_same(
    former: int | None, epoch: int, shift: int, day: int, minute: int
) -> None:
    record = {
        "timestamp": {"gameTime": {"total": 1, "formatted": "old", "hours": 9, "moon": "new"}}
    }
    typed = f"Day {day}, {minute // 60}:{minute % 60:02}"
    values = game_time_values(record, typed, former=former, epoch=epoch, shift=shift)
    time = values["/timestamp/gameTime"]
    face = parse_clock(typed)
    assert face is not None
    assert time["moon"] == "new"
    assert agrees(parse_clock(time["formatted"]) or 0, time["total"], epoch - shift)
    assert sort_value(time, epoch, shift=shift) == face
