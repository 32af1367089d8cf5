from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessionary.core.campaign.check import check_record
from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.campaign.event_types import EVENT_TYPES
from sessionary.core.campaign.line_words import party_at_table, with_sum
from sessionary.core.campaign.log_line import ALIASES, LogLine, parse_line
from sessionary.core.campaign.logged import logged_record
from sessionary.core.campaign.statistics import counted_statistics
from sessionary.core.problems import Severity
from sessionary.formats.markdown.log import event_text
from sessionary.formats.markdown.names import MarkdownNames

NAMES = ["Old Cuddy", "Ann", "Ann Marie"]
PLACES = ["the Well", "salt hall"]


def record_of(line: LogLine, number: int = 1) -> dict[str, Any]:
    record = logged_record(
        line,
        identity=f"event-{number}",
        session="s-1",
        real_time="2026-11-10T18:05:00Z",
        face=15 * 86_400 + 9 * 3600,
        epoch=86_400,
        id_of=lambda name: {"Ann": "char-ann"}.get(name, name),
    )
    return dict(record)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("npc Malachar", "**Malachar** (NPC introduced)."),
        ("npc @Malachar ^temple !gm",
         "**Malachar** (NPC introduced). Malachar, at temple. *(GM only)*"),
        ("loc The Sunken Nave", "**The Sunken Nave** (Location discovered)."),
        ("loot a silver bell", "**a silver bell** (Item acquired)."),
        ("fight Ambush ^bridge", "**Ambush** (Combat start). At bridge."),
        ("dmg 8 goblin", "8 damage to goblin."),
        ("dmg 8 goblin @Ann", "char-ann → goblin. 8 damage to goblin."),
        ("dmg 2.5 @Ann", "2.5 damage to char-ann."),
        ("heal 5 Ann", "5 healing to char-ann."),
        ("xp 400", "XP awarded 400."),
        ("xp 400 for the bridge", "**for the bridge** (XP awarded 400)."),
        ("gp 150", "Treasure gained 150 gp."),
        ("q+ Find the bell", "**Find the bell** (Quest started)."),
        ("q! Find the bell #main", "**Find the bell** (Quest completed)."),
        ("rest l", "Long rest complete."),
        ("rest", "Short rest complete."),
        ("+3d", "Time advanced."),
        ("+3d 4h sailing to Crake", "**sailing to Crake** (Time jump)."),
        ("* Ysolde holds the gate", "Ysolde holds the gate."),
        ("*Ysolde holds the gate", "Ysolde holds the gate."),
        ('"It was dry"', "“It was dry”"),
        ("round", "Combat round."),
        ("end fled", "Combat end. Outcome: fled."),
        ("dead goblin", "Creature death: goblin."),
        ("decision go north", "**go north** (Decision)."),
        ("The bell is silent", "The bell is silent."),
        ("Fight breaks out", "Fight breaks out."),
        ("Talked to @old cuddy at ^the well.", "Talked to Old Cuddy at the Well."),
        ('Met @"Two Rivers" #cult', "Met Two Rivers."),
        ("Met @Ann", "Met Ann. char-ann."),
    ],
)  # fmt: skip
def test_a_line_reads_in_the_log_as_it_was_meant(typed: str, said: str) -> None:
    line = parse_line(typed, names=NAMES, places=PLACES)
    assert line.problem == ""
    assert event_text(event_parts(record_of(line)), MarkdownNames()) == said


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("+3d", 259_200), ("-2h", -7_200), ("+3d 4h by sea", 273_600), ("+ 10 min", 600),
        ("+3d 4 wolves", 259_200), ("rest l", 28_800), ("rest s", 3_600), ("round", 6),
        ("npc Malachar", 0), ("+1 to hit", 0), ("-- so be it", 0),
    ],
)  # fmt: skip
def test_the_clock_moves_by_what_was_typed(typed: str, seconds: int) -> None:
    assert parse_line(typed).shift == seconds


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("dmg goblin", "How much? Such as dmg 8 goblin."),
        ("dmg 8", "To whom? Such as dmg 8 goblin."),
        ("xp lots", "How much? Such as xp 150."),
        ("npc", "What is it called? Such as npc Malachar."),
        ("down", "Who? Such as down goblin."),
        ("clue", "There is nothing to log yet."),
    ],
)
def test_what_lacks_something_is_a_note_that_says_what(typed: str, hint: str) -> None:
    line = parse_line(f"{typed} !gm")
    assert (line.word, line.text, line.visibility) == ("note", typed, "gm-only")
    assert (line.problem, line.hint, line.shift) == ("", hint, 0)


@pytest.mark.parametrize("typed", ["", "#tag !gm", "*", '"'])
def test_a_line_that_says_nothing_is_refused(typed: str) -> None:
    assert parse_line(typed).problem == "There is nothing to log yet."


@pytest.mark.parametrize(
    ("typed", "party", "amount", "text"),
    [
        ("xp 400 each", 4, 1600, "1,600 XP, 400 each"),
        ("xp 400 each for the bell", 3, 1200, "1,200 XP, 400 each for the bell"),
        ("gp 12.5 each", 2, 25, "25 gp, 12.5 each"),
        ("xp 400 total", 4, 400, ""),
        ("xp 400", 4, 400, ""),
        ("xp 400 each", 0, 400, "each"),
        ("gp 5 each_way", 4, 5, "each_way"),
    ],
)
def test_what_each_gets_is_summed_over_the_party(
    typed: str, party: int, amount: float, text: str
) -> None:
    line = with_sum(parse_line(typed), party)
    assert (line.amount, line.text) == (amount, text)


@pytest.mark.parametrize(
    ("players", "party"),
    [
        ([], 0),
        ([{"userId": "a"}, {"userId": "b"}], 2),
        ([{"userId": "a", "attended": True}, {"userId": "b"}], 1),
        ([{"userId": "a", "attended": True, "characterIds": ["x", "y"]}], 2),
    ],
)
def test_a_party_are_the_characters_of_those_who_came(players: list[Any], party: int) -> None:
    assert party_at_table({"participants": {"players": players}}) == party


def test_marks_may_stand_anywhere_and_leave_a_sentence() -> None:
    typed = "!gm #cult @Ann Marie lies to @Old Cuddy about ^the Well, #secret"
    line = parse_line(typed, names=NAMES, places=PLACES)
    assert line.text == "Ann Marie lies to Old Cuddy about the Well"
    assert line.people == ("Ann Marie", "Old Cuddy")
    assert line.place == "the Well"
    assert line.tags == ("cult", "secret")
    assert line.visibility == "gm-only"
    assert parse_line("!players They all saw it").visibility == "public"


def test_a_name_known_only_in_small_letters_stays_as_it_is_typed() -> None:
    assert parse_line("loc ^Salt Hall", places=PLACES).text == "Salt Hall"


def test_a_mark_alone_is_a_character() -> None:
    assert parse_line("1 @ 2 # 3 !loud a@b.c").text == "1 @ 2 # 3 !loud a@b.c"


def test_a_note_may_begin_with_a_word_that_is_an_alias() -> None:
    assert parse_line("note npc is short for a word").text == "npc is short for a word"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("npc Malachar", "Malachar"), ("dmg 12 goblin", "Damage 12"),
        ("gp 150", "Treasure gained 150 gp"),
        ("decide go north", "go north"), ("* Ysolde holds", "Ysolde holds"), ("A note", "A note"),
        ("rest l", "Long rest complete"), ("+3d by sea", "by sea"),
    ],
)  # fmt: skip
def test_a_list_shows_what_was_logged(typed: str, label: str) -> None:
    columns = event_columns(record_of(parse_line(typed)), epoch=86_400, zone=UTC)
    assert columns.label == label


def test_every_alias_names_a_type() -> None:
    assert {alias.word for alias in ALIASES.values()} <= set(EVENT_TYPES)


def test_lines_count_as_they_should() -> None:
    typed = ["fight Ambush", "dmg 8 goblin", "dmg 3 @Ann", "heal 5 Ann", "dead goblin", "gp 150",
             "sp 20", "xp 400", "end won"]  # fmt: skip
    records = [record_of(parse_line(one, names=NAMES), i) for i, one in enumerate(typed)]
    assert counted_statistics(records, frozenset({"char-ann"})) == {
        "eventCount": 9, "combatEncounters": 1, "totalDamageDealt": 8, "totalDamageReceived": 3,
        "totalHealingDone": 5, "npcsKilled": 1, "treasureGained": 152, "xpEarned": 400,
    }  # fmt: skip


_WORDS = st.sampled_from(
    [*ALIASES, *EVENT_TYPES, "+3d", "-1", "8", "@", "^", "#", "!gm", "@Ann", '"']
)
_LINES = st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=8).map(" ".join)


@given(_LINES)
@example('@"')
@example("dmg 999999999999999 x")
def test_whatever_is_typed_makes_a_good_event_or_a_question(typed: str) -> None:
    line = parse_line(typed, names=NAMES, places=PLACES)
    if line.problem:
        return
    record = record_of(line)
    problems = check_record("event", record, first=True, zone=UTC)
    assert [one for one in problems if one.severity is Severity.ERROR] == []
    assert event_columns(record, epoch=86_400, zone=UTC).label
