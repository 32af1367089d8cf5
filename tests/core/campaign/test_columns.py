from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.event_types import (
    CATEGORIES,
    EVENT_TYPES,
    category_of,
    is_counted,
    meaning,
    readable,
)
from sessionary.core.campaign.record import has_offset, instant_us
from sessionary.core.entries import EntryColumns, Importance, Visible
from sessionary.core.times import read_instant

NINE = 9 * 3_600


def columns(value: dict[str, Any]) -> EntryColumns:
    return event_columns(value, epoch=NINE, zone=UTC)


def test_an_event_becomes_the_columns_by_which_it_is_found() -> None:
    event = {
        "id": "event-1",
        "timestamp": {
            "realTime": "2025-01-20T18:30:00Z",
            "gameTime": {"total": 1_299_600, "formatted": "Day 15, 10:00 AM"},
        },
        "event": {"type": "attack", "name": "Axe", "description": "It hits."},
        "participants": {
            "actor": "ann",
            "targets": ["goblin", "orc", "goblin"],
            "location": "Cave",
        },
        "mechanics": {"prompt": "Does it hit?", "outcome": "hit"},
        "metadata": {
            "tags": ["Cave", "Boss", "Cave"],
            "importance": "critical",
            "visibility": "public",
        },
    }
    assert columns(event) == EntryColumns(
        real_us=1_737_397_800_000_000,
        game_s=15 * 86_400 + 36_000,
        category="combat",
        word="attack",
        importance=Importance.CRITICAL,
        visible=Visible.PLAYERS,
        label="Axe",
        facets=(
            ("type", "attack"),
            ("actor", "ann"),
            ("target", "goblin"),
            ("target", "orc"),
            ("place", "Cave"),
            ("tag", "Cave"),
            ("tag", "Boss"),
        ),
        search="Axe\nIt hits.\nann\ngoblin\norc\nCave\nDoes it hit?\nhit\nCave\nBoss",
    )


def test_the_event_of_the_samples_is_at_ten_on_day_15(lifecycle: list[dict[str, Any]]) -> None:
    made = columns(lifecycle[2])
    assert (made.game_s, made.category, made.label) == (1_332_000, "combat", "Ambushed by cultists")


@pytest.mark.parametrize(
    ("event", "label"),
    [
        ({"type": "damage", "value": 8}, "Damage 8"),
        ({"type": "xp_awarded", "value": 400}, "XP awarded 400"),
        ({"type": "combat_start"}, "Combat start"),
        ({"type": "damage", "name": ""}, "Damage"),
        ({"type": "house-rule"}, "House rule"),
        ({"type": "note", "description": "The door\nis locked."}, "The door"),
        ({"type": "note"}, "Note"),
        ({"type": "damage", "description": "Ouch."}, "Damage"),
        ({"type": "damage", "value": True}, "Damage"),
        ({"description": "Only this."}, "Only this."),
        ({}, "Event"),
        ({"name": "x" * 300}, "x" * 199 + "…"),
        ({"type": "note", "description": "x" * 300}, "x" * 199 + "…"),
    ],
)
def test_a_list_shows_the_name_or_the_type_with_its_value(
    event: dict[str, Any], label: str
) -> None:
    assert columns({"event": event}).label == label


def test_what_is_no_name_among_names_is_passed_over() -> None:
    odd = {"participants": {"targets": [["x"], "orc", 3, "orc", ""], "actor": ""}}
    assert columns(odd).facets == (("target", "orc"),)
    assert columns({"participants": {"targets": [3, "orc"]}}).facets == (("target", "orc"),)
    assert columns({"metadata": {"tags": [3, ""]}}).facets == ()


def test_a_value_at_the_top_is_shown_as_well() -> None:
    assert (
        columns({"event": {"type": "treasure_gained"}, "value": 150}).label == "Treasure gained 150"
    )


@pytest.mark.parametrize(
    ("metadata", "visible"),
    [
        (None, Visible.GM),
        ({}, Visible.GM),
        ({"visibility": None}, Visible.GM),
        ({"visibility": "public"}, Visible.PLAYERS),
        ({"visibility": "gm-only"}, Visible.GM),
        ({"visibility": "player-specific"}, Visible.SOME),
        ({"visibility": "everyone"}, Visible.GM),
        ({"visibility": ["public"]}, Visible.GM),
    ],
)
def test_what_a_file_does_not_show_to_players_is_the_gms(metadata: object, visible: int) -> None:
    assert columns({"metadata": metadata}).visible == visible


def test_unmarked_events_may_be_shown_but_wrongly_marked_ones_and_safety_pauses_never() -> None:
    def seen(value: dict[str, Any]) -> int:
        return event_columns(value, epoch=0, zone=UTC, unmarked=Visible.PLAYERS).visible

    assert seen({}) == Visible.PLAYERS
    assert seen({"metadata": {"visibility": "everyone"}}) == Visible.GM
    pause = {"event": {"type": "safety_pause"}, "metadata": {"visibility": "public"}}
    assert seen(pause) == Visible.GM


@pytest.mark.parametrize(
    ("event", "metadata", "importance"),
    [
        ({"type": "attack"}, {}, Importance.NORMAL),
        ({"type": "pc_death"}, {}, Importance.CRITICAL),
        ({"type": "character_death"}, None, Importance.CRITICAL),
        ({"type": "pc_death"}, {"importance": "trivial"}, Importance.TRIVIAL),
        ({"type": "attack"}, {"importance": "huge"}, Importance.NORMAL),
        ({"type": "attack"}, {"importance": 3}, Importance.NORMAL),
    ],
)
def test_importance_is_what_the_event_says_or_what_its_type_weighs(
    event: dict[str, Any], metadata: object, importance: int
) -> None:
    assert columns({"event": event, "metadata": metadata}).importance == importance


@pytest.mark.parametrize(
    ("event", "category"),
    [
        ({"type": "npc_introduced"}, "social"),
        ({"type": "round_end"}, "combat"),
        ({"type": "goal_progress"}, "goal"),
        ({"type": "note"}, "note"),
        ({"type": "npc_introduced", "category": "plot"}, "plot"),
        ({"type": "npc_introduced", "category": ""}, "social"),
        ({"type": "dance"}, ""),
        ({}, ""),
    ],
)
def test_the_category_is_the_files_or_follows_from_the_type(
    event: dict[str, Any], category: str
) -> None:
    assert columns({"event": event}).category == category


def test_numbers_that_no_column_holds_are_left_out_of_them() -> None:
    assert columns({"timestamp": {"gameTime": {"total": 2**64}}}).game_s is None
    assert columns({"timestamp": {"gameTime": {"total": 2**60}}}).game_s == 2**60 + NINE


def test_nul_is_left_out_of_the_search_text_alone() -> None:
    made = columns({"event": {"name": "a\0b"}})
    assert (made.search, made.label) == ("ab", "a\0b")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "name", "targets", "tags", "realTime", "gameTime", "total"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
PARTS = ["event", "timestamp", "participants", "mechanics", "metadata", "value"]


@given(st.dictionaries(st.sampled_from(PARTS), JSON))
def test_no_event_is_so_odd_that_it_has_no_columns(value: dict[str, Any]) -> None:
    made = columns(value)
    assert made.label
    assert all(isinstance(text, str) for pair in made.facets for text in pair)


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-20T18:30:00Z",
        "2025-01-20T18:30:00.123Z",
        "2025-01-20T18:30:00.123456789Z",
        "2025-01-20T18:30:00+05:30",
        "2025-01-20T18:30:00",
        "2025-01-20T18:30:00.5",
        "2025-01-20 18:30:00Z",
        "2025-01-20T18:30Z",
        "2025-01-20T24:00:00Z",
        "2025-02-30T18:30:00Z",
        "2025-W04-1T18:30:00Z",
        "1899-01-20T18:30:00Z",
        "1900-01-01T00:00:00Z",
        "2999-12-31T23:59:59Z",
        "3000-01-01T00:00:00Z",
        "2025-01-20T18:30:60Z",
        "2025-01-20T18:30:00Zulu",
        "20250120T183000Z",
        "soon",
        "",
    ],
)
@pytest.mark.parametrize("zone", [UTC, ZoneInfo("America/New_York")])
def test_the_quick_reading_of_times_is_that_of_the_thorough_one(text: str, zone: Any) -> None:
    instant = read_instant(text, zone)
    assert instant_us(text, zone) == (None if instant is None else instant.us)
    assert has_offset(text) == (instant is not None and instant.offset)


@given(st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kathmandu")])))
def test_any_date_time_is_read_alike_by_both(moment: Any) -> None:
    text = moment.isoformat()
    instant = read_instant(text, UTC)
    assert instant_us(text, UTC) == (None if instant is None else instant.us)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("round_end", "combat_round"),
        ("character_death", "pc_death"),
        ("short_rest", "short_rest_complete"),
        ("time_passed", "time_advanced"),
        ("enemy_defeated", "creature_death"),
        ("attack", "attack"),
        ("dance", "dance"),
    ],
)
def test_other_words_for_a_type_mean_that_type(word: str, meant: str) -> None:
    assert meaning(word) == meant


@pytest.mark.parametrize(
    ("word", "counted"),
    [
        ("attack", True),
        ("dance", True),
        ("combat_round", False),
        ("round_end", False),
        ("goal_completed", False),
        ("goal_failed", False),
        ("goal_progress", False),
        ("objective_completed", False),
        ("session_started", False),
        ("player_left", False),
        ("safety_pause", False),
        ("note", True),
        ("quest_completed", True),
    ],
)
def test_types_marked_with_zero_are_not_counted(word: str, counted: bool) -> None:
    assert is_counted(word) is counted


def test_the_table_of_types_holds_together() -> None:
    assert {row.category for row in EVENT_TYPES.values()} == set(CATEGORIES)
    assert all(not row.same_as or row.same_as in EVENT_TYPES for row in EVENT_TYPES.values())
    assert category_of("xp_awarded") == "progress"
    assert readable("npc_introduced") == "NPC introduced"
    assert readable("xp_awarded") == "XP awarded"
