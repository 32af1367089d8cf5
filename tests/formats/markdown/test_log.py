from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.campaign.clock import Clock
from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.entries import EntryColumns, Visible
from sessionary.formats.markdown.log import event_text, log_lines
from sessionary.formats.markdown.names import MarkdownNames

DAY = 86_400
HOUR = 3_600
NAMES = {"fighter-pc": "Sir Bo", "npc-malachar": "Cult Leader Malachar"}


def name(identity: str) -> str:
    return NAMES.get(identity, identity)


def log(*events: tuple[int | None, dict[str, Any]], **options: Any) -> str:
    pairs = ((record, EntryColumns(game_s=face)) for face, record in events)
    return "".join(log_lines(pairs, MarkdownNames(name), **options))


def said(record: dict[str, Any], *, linked: bool = False) -> str:
    return event_text(event_parts(record), MarkdownNames(name, linked=linked))


def test_a_log_has_a_heading_a_day_and_a_line_an_event() -> None:
    one = {"event": {"type": "note", "description": "One"}}
    two = {"event": {"type": "note", "description": "Two."}}
    late = {
        "event": {"type": "note", "description": "Late"},
        "timestamp": {"realTime": "2025-01-20T18:30:00Z"},
    }
    assert log(
        (15 * DAY + 10 * HOUR, one),
        (15 * DAY + 10 * HOUR + 59, two),
        (16 * DAY, one),
        (-1, one),
        (None, late),
        (None, one),
    ) == (
        "### Day 15\n\n- 10:00 AM: One.\n- 10:00 AM: Two.\n\n"
        "### Day 16\n\n- 12:00 AM: One.\n\n"
        "### Day -1\n\n- 11:59 PM: One.\n\n"
        "### Without game time\n\n- 18:30: Late.\n- One.\n"
    )
    assert log() == ""


def test_a_day_of_another_length_is_told_in_hours() -> None:
    event = {"event": {"name": "X"}}
    assert log((2 * 30 * HOUR + 27 * HOUR, event), clock=Clock(day_length=30 * HOUR)) == (
        "### Day 2\n\n- 27:00: **X**.\n"
    )


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (
            {"event": {"type": "combat_start", "name": "Ambushed by cultists"}},
            "**Ambushed by cultists** (Combat start).",
        ),
        (
            {
                "event": {"type": "attack", "name": "Strike", "description": "It hurts!"},
                "participants": {
                    "actor": "npc-malachar",
                    "targets": ["fighter-pc", "goblin_1"],
                    "location": "Hall",
                },
                "effects": {
                    "immediate": [{"type": "damage", "value": 8, "target": "fighter-pc"}],
                    "ongoing": [{"type": "condition", "condition": "prone", "target": "goblin_1"}],
                },
                "mechanics": {"roll": {"expression": "1d20+5", "total": 17}, "outcome": "hit"},
            },
            (r"**Strike** (Attack). Cult Leader Malachar → Sir Bo, goblin\_1, at Hall. "
            r"8 damage to Sir Bo, prone to goblin\_1. Rolled 1d20+5 = 17, hit. It hurts!"),
        ),
        ({"event": {"type": "xp_awarded", "value": 400}}, "XP awarded 400."),
        ({"event": {"type": "xp_awarded", "name": "Win"}, "value": 4}, "**Win** (XP awarded 4)."),
        ({"event": {"type": "quote", "description": "Run"}}, "“Run”"),
        ({"event": {"type": "dialogue", "description": "They talk"}}, "Dialogue: They talk."),
        ({"event": {"type": "note", "name": "A note"}}, "**A note**."),
        ({"event": {"type": "npc_introduced"}, "participants": {"targets": ["Elara"]}},
         "NPC introduced: Elara."),
        (
            {"event": {"type": "damage"}, "participants": {"targets": ["goblin"]},
             "effects": {"immediate": [{"type": "damage", "value": 8, "target": "goblin"}]}},
            "8 damage to goblin.",
        ),
        (
            {"event": {"type": "damage"}, "participants": {"actor": "Ann", "targets": ["Bo"]},
             "effects": {"immediate": [{"type": "damage", "value": 8, "target": "Bo"}]}},
            "Ann → Bo. 8 damage to Bo.",
        ),
        ({"event": {"type": "travel"}, "participants": {"location": "Hall"}}, "Travel. At Hall."),
        ({"mechanics": {"outcome": "hit"}}, "Event. Outcome: hit."),
        ({"mechanics": {"roll": {"total": 3}}}, "Event. Rolled 3."),
        ({}, "Event."),
        (
            {"event": [], "participants": 3, "effects": {"immediate": [3, {}]}, "mechanics": "x",
             "metadata": 7},
            "Event.",
        ),
        ({"event": {"name": "A"}, "metadata": {"visibility": "gm-only"}}, "**A**. *(GM only)*"),
        ({"event": {"name": "A"}, "metadata": {"visibility": "public"}}, "**A**."),
        (
            {"event": {"name": "A"}, "metadata": {"visibility": "player-specific"}},
            "**A**. *(for some players)*",
        ),
        ({"event": {"name": "[[x]]\n# y", "type": "a*b"}}, r"**\[\[x\]\] \# y** (A\*b)."),
    ],
)  # fmt: skip
def test_an_event_reads_as_a_sentence(record: dict[str, Any], text: str) -> None:
    assert said(record) == text


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (EntryColumns(word="attack", label="Strike *1*", visible=Visible.PLAYERS),
         r"**Strike \*1\*** (Attack)"),
        (EntryColumns(word="combat_end", label="Combat end", visible=Visible.PLAYERS),
         "Combat end"),
        (EntryColumns(word="note", label="A note"), "A note *(GM only)*"),
        (EntryColumns(label="", visible=Visible.SOME), "Event *(for some players)*"),
    ],
)  # fmt: skip
def test_a_brief_log_is_made_of_columns_alone(columns: EntryColumns, text: str) -> None:
    lines = log_lines([({}, columns)], MarkdownNames(), brief=True)
    assert list(lines) == ["### Without game time\n\n", f"- {text}\n"]


def test_in_a_vault_people_and_places_are_links() -> None:
    record = {"event": {"name": "X"}, "participants": {"actor": "fighter-pc", "location": "Hall"}}
    assert said(record, linked=True) == "**X**. [[Sir Bo]], at [[Hall]]."


def test_names_are_listed_as_english_lists_them() -> None:
    names = MarkdownNames(name)
    assert names.listed(()) == ""
    assert names.listed(["fighter-pc"]) == "Sir Bo"
    assert names.listed(["a", "b"]) == "a and b"
    assert names.listed(["a", " ", "b", "c"]) == "a, b and c"
