"""Files with one thing wrong in each, as section 9 of the specification lists them."""

from __future__ import annotations

import pytest
from tests.services.conftest import DATA, Desk

from sessionary.services.imports.report import Verdict
from sessionary.services.sessions import summaries

BAD = DATA / "bad"

# File, what it brings, and of each problem: code, place, found, expected.
DAMAGED: list[tuple[str, int, list[tuple[str, str, str, str]]]] = [
    (
        "campaign.ambiguous.jsonl",
        3,
        [("campaign.ambiguous", "line 3, campaignId", "nothing",
          "one of campaign-bad, campaign-other")],
    ),
    (
        "campaign.missing.jsonl",
        2,
        [("campaign.missing", "line 2, campaignId", "nothing", "the id of a campaign")],
    ),
    (
        "goal.cycle.json",
        3,
        [
            ("goal.cycle", "goals[0].parentGoalId", "goal-a → goal-b → goal-a",
             "goals that do not come back to themselves"),
            ("goal.cycle", "goals[1].parentGoalId", "goal-a → goal-b → goal-a",
             "goals that do not come back to themselves"),
            ("goal.cycle", "goals[2].dependencies", "goal-c → goal-d → goal-c",
             "goals that do not come back to themselves"),
            ("goal.cycle", "goals[3].dependencies", "goal-c → goal-d → goal-c",
             "goals that do not come back to themselves"),
        ],
    ),
    (
        "id.missing.json",
        3,
        [("id.missing", "sessions[1].id", "nothing", "a text that is this record's own")],
    ),
    (
        "json.depth.jsonl",
        2,
        [("json.depth", "line 2, column 129", "level 101", "at most 100 levels")],
    ),
    (
        "json.duplicate_key.jsonl",
        2,
        [("json.duplicate_key", "line 2, column 36", "the key number again", "each key once")],
    ),
    (
        "json.not_finite.jsonl",
        2,
        [
            ("json.not_finite", "line 2, column 33", "NaN", "a finite number"),
            ("json.not_finite", "line 3, column 45", "1e400", "a finite number"),
        ],
    ),
    (
        "json.syntax.jsonl",
        2,
        [
            ("json.syntax", "line 2, column 35", ', "title": "Two comm', "a key in double quotes"),
            ("json.syntax", "line 3, column 39", "the end of the line",
             "the string's end, a character or a valid escape"),
        ],
    ),
    (
        "number.duplicate.jsonl",
        2,
        [("number.duplicate", "line 2, number", "1",
          "a number that no other session of the campaign has")],
    ),
    (
        "number.type.jsonl",
        2,
        [("number.type", "line 2, number", '"nine"', "a whole number, 0 or more")],
    ),
    (
        "record.unknown.jsonl",
        2,
        [
            ("record.unknown", "line 2", '{"colour": "red", "size": 3}',
             "a session, an event or a goal"),
            ("record.unknown", "line 3", "17", "a session, an event or a goal"),
        ],
    ),
    (
        "status.unknown.jsonl",
        2,
        [("status.unknown", "line 2, status", '"postponed"',
          "planned or in_progress or completed or cancelled")],
    ),
    (
        "time.invalid.jsonl",
        2,
        [
            ("time.invalid", "line 2, realTime.startTime", '"next Friday"',
             "a date-time such as 2025-01-20T18:05:00Z"),
            ("time.invalid", "line 3, realTime.startTime", '"2025-02-30T18:00:00Z"',
             "a date-time such as 2025-01-20T18:05:00Z"),
        ],
    ),
    (
        "time.order.jsonl",
        2,
        [("time.order", "line 2, realTime.endTime", '"2025-02-09T17:00:00Z"',
          "a time at or after the start, 2025-02-09T18:00:00Z")],
    ),
    (
        "value.range.jsonl",
        2,
        [
            ("value.range", "line 2, number", "-1", "a whole number, 0 or more"),
            ("value.range", "line 3, stats.eventCount", "-5", "a number, 0 or more"),
            ("value.range", "line 4, column 63", "a number of 4301 digits", "at most 4300 digits"),
        ],
    ),
    (
        "value.type.json",
        2,
        [
            ("value.type", "[1].participants.players[0].attended", '"yes"', "true or false"),
            ("value.type", "[2].tags", '"dungeon"', "a list of texts"),
        ],
    ),
]  # fmt: skip

# File, what it brings, and the warning: code, place, found, expected.
ODD: list[tuple[str, int, tuple[str, str, str, str]]] = [
    (
        "event.session.unknown.jsonl",
        3,
        ("event.session.unknown", "line 3, sessionId", '"session-404"',
         "the id of a session that is here"),
    ),
    (
        "gametime.mismatch.jsonl",
        5,
        ("gametime.mismatch", "line 4, timestamp.gameTime", '"Day 3, 9:00 PM"', "Day 1, 2:00 AM"),
    ),
    (
        "gametime.unreadable.jsonl",
        3,
        ("gametime.unreadable", "line 3, timestamp.gameTime.formatted", '"when the moon rose"',
         "a text such as Day 15, 3:30 PM"),
    ),
    (
        "roll.sum.jsonl",
        3,
        ("roll.sum", "line 3, mechanics.roll", "2 + 5 with 3 as 12",
         "dice and modifiers that give the total"),
    ),
    (
        "time.no_offset.jsonl",
        3,
        ("time.no_offset", "line 2, realTime.startTime", '"2025-02-09T18:00:00"',
         "an offset or Z"),
    ),
    (
        "visibility.unknown.jsonl",
        3,
        ("visibility.unknown", "line 3, metadata.visibility", '"friends-of-friends"',
         "public or gm-only or player-specific"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "problems"), DAMAGED, ids=[row[0] for row in DAMAGED])
def test_a_damaged_file_says_what_is_wrong_and_the_rest_is_taken(
    desk: Desk, name: str, good: int, problems: list[tuple[str, str, str, str]]
) -> None:
    preview = desk.take(BAD / name)
    (file,) = preview.files
    assert [(p.code, p.place, p.found, p.expected) for p in file.problems] == problems
    assert {p.severity.value for p in file.problems} == {"error"}
    assert {p.file for p in file.problems} == {name}
    assert file.counts == {Verdict.NEW: good, Verdict.WRONG: len(problems)}
    assert len(summaries(desk.library)) == (
        3 if name.startswith("campaign.amb") else 1 if name.startswith("goal") else 2
    )
    # The bad ones lie beside, word for word.
    text = (BAD / name).read_bytes()
    kept = desk.rows("SELECT code, found, expected, text FROM reject ORDER BY pk")
    assert sorted(row[:3] for row in kept) == sorted((c, f, e) for c, _, f, e in problems)
    assert all(row[3] in text for row in kept)
    # And again: nothing new, nothing changed, nothing kept twice.
    act = desk.library.newest_act()
    again = desk.take(BAD / name)
    assert again.counts == {Verdict.SAME: good, Verdict.WRONG: len(problems)}
    assert desk.library.newest_act() == act


@pytest.mark.parametrize(("name", "good", "warning"), ODD, ids=[row[0] for row in ODD])
def test_what_is_odd_is_taken_and_marked(
    desk: Desk, name: str, good: int, warning: tuple[str, str, str, str]
) -> None:
    preview = desk.take(BAD / name)
    (problem,) = preview.files[0].problems
    assert (problem.code, problem.place, problem.found, problem.expected) == warning
    assert problem.severity.value == "warning"
    assert preview.counts == {Verdict.NEW: good}
    assert desk.rows("SELECT count(*) FROM reject") == [(0,)]


def test_every_code_of_a_damaged_file_is_held_to_something() -> None:
    named = {row[0] for row in DAMAGED} | {row[0] for row in ODD}
    assert {path.name for path in BAD.iterdir()} - named == {
        "status.move.jsonl",
        "status.move-first.jsonl",
    }
