from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.attendance import attendance_by_player
from sessionary.formats import csv_tables
from sessionary.formats.atomic import atomic_text
from sessionary.formats.csv_tables import (
    guarded,
    unguarded,
    write_attendance,
    write_events,
    write_players,
    write_sessions,
    write_table,
)

SESSION: dict[str, Any] = {
    "record": {
        "id": "session-015",
        "campaignId": "campaign-001",
        "number": 15,
        "title": "=HYPERLINK(1)",
        "status": "completed",
        "realTime": {
            "startTime": "2025-01-20T18:05:00Z",
            "endTime": "2025-01-20T22:15:00Z",
            "durationMinutes": 250,
        },
        "gameTime": {
            "startTime": {"total": 1296000, "formatted": "Day 15, 9:00 AM"},
            "endTime": {"total": 1328400, "formatted": "Day 15, 6:00 PM"},
        },
        "participants": {
            "gm": "user-gm-1",
            "players": [
                {"userId": "user-player-1", "characterIds": ["fighter-pc"], "attended": True},
                {"userId": "user-player-2", "attended": True, "arrivedLate": True},
                {"userId": "user-player-3", "attended": False, "arrivedLate": True},
                {"attended": True},
            ],
        },
        "plannedObjectives": ["a", "b", "c"],
        "actualObjectives": ["a"],
        "stats": {"eventCount": 247, "xpEarned": 4000, "treasureGained": -5},
        "tags": ["temple", "cult"],
    },
    "own": {"tags": ["cult", "mine"]},
}
NAMES = {"user-gm-1": "Ann", "user-player-1": "Bob", "fighter-pc": "Sir Bo, the Bold"}


def name(identity: str) -> str:
    return NAMES.get(identity, identity)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''-x", "\uff1d1", "-"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@given(st.text(st.sampled_from("'=+-@\t ab1")))
def test_the_apostrophe_can_always_be_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t"} or not text


@pytest.mark.parametrize("text", ["", "'", "'quoted'", "a=b", "15", "1-2", " x", "Day 15"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


def test_a_session_is_one_row() -> None:
    stream = io.StringIO(newline="")
    assert write_sessions(stream, [SESSION, {"record": {"number": "x"}, "own": {}}], name) == 2
    first, empty = rows(stream.getvalue())
    assert first == {
        "campaign": "campaign-001",
        "number": "15",
        "id": "session-015",
        "title": "'=HYPERLINK(1)",
        "status": "completed",
        "start": "2025-01-20T18:05:00Z",
        "end": "2025-01-20T22:15:00Z",
        "minutes": "250",
        "game start": "Day 15, 9:00 AM",
        "game end": "Day 15, 6:00 PM",
        "location": "",
        "GM": "Ann",
        "players listed": "3",
        "players attended": "2",
        "objectives planned": "3",
        "objectives reached": "1",
        "tags": "temple; cult; mine",
        "events": "247",
        "combats": "",
        "damage dealt": "",
        "damage received": "",
        "healing": "",
        "NPCs killed": "",
        "treasure (gp)": "-5",
        "XP": "4000",
    }
    assert empty["number"] == ""
    assert empty["status"] == "planned"


def test_attendance_has_a_row_a_player_and_session() -> None:
    stream = io.StringIO(newline="")
    assert write_attendance(stream, [SESSION], name) == 3
    table = rows(stream.getvalue())
    assert [(r["player"], r["attended"], r["arrived late"]) for r in table] == [
        ("Bob", "yes", "no"),
        ("user-player-2", "yes", "yes"),
        ("user-player-3", "no", "no"),
    ]
    assert table[0]["characters"] == "Sir Bo, the Bold"


def test_a_player_is_one_row_with_the_share_of_sessions_attended() -> None:
    records = [{**SESSION["record"], "id": str(n), "number": n} for n in (1, 2)]
    absent = {"userId": "user-player-1", "attended": False}
    records.append({**records[0], "number": 3, "participants": {"players": [absent]}})
    stream = io.StringIO(newline="")
    assert write_players(stream, attendance_by_player(records), name) == 3
    assert rows(stream.getvalue())[0] == {
        "player": "Bob",
        "player id": "user-player-1",
        "attended": "2",
        "counted": "3",
        "percent": "66.67",
        "late": "0",
        "left early": "0",
        "longest run": "2",
    }


def test_an_event_is_one_row() -> None:
    event = {
        "id": "event-001",
        "sessionId": "session-015",
        "timestamp": {
            "realTime": "2025-01-20T18:30:00Z",
            "gameTime": {"total": 1299600, "formatted": "Day 15, 10:00 AM"},
        },
        "event": {"type": "combat_start", "name": "-Ambush", "description": "two\nlines"},
        "participants": {"actor": "fighter-pc", "targets": ["goblin", "fighter-pc"]},
        "mechanics": {"roll": {"expression": "1d20+5", "total": 17}},
        "value": 8,
        "metadata": {"tags": ["a", "b"], "importance": "critical"},
    }
    stream = io.StringIO(newline="")
    assert write_events(stream, iter([event, {}]), name, numbers={"session-015": 15}) == 2
    first, empty = rows(stream.getvalue())
    assert first["session"] == "15"
    assert first["game seconds"] == "1299600"
    assert first["category"] == "combat"
    assert first["name"] == "'-Ambush"
    assert first["description"] == "two\nlines"
    assert first["targets"] == "goblin; Sir Bo, the Bold"
    assert (first["roll"], first["rolled"], first["value"]) == ("1d20+5", "17", "8")
    assert set(empty.values()) == {""}


def test_the_file_is_one_that_excel_reads(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with atomic_text(path, encoding=csv_tables.ENCODING, newline=csv_tables.NEWLINE) as stream:
        write_table(stream, ("a", "b"), [("é\0", None), (True, 2.5), (["x", "y"], 'q"u')])
    assert path.read_bytes() == '\ufeffa,b\r\né␀,\r\nyes,2.5\r\nx; y,"q""u"\r\n'.encode()


HOSTILE_FILE = Path(__file__).parents[1] / "data" / "markdown" / "hostile.json"


@pytest.mark.parametrize("text", json.loads(HOSTILE_FILE.read_text("utf-8")))
def test_a_hostile_text_stays_in_its_cell(text: str) -> None:
    stream = io.StringIO(newline="")
    write_table(stream, ("a", "b"), [(text, "end")])
    heading, row = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert (len(heading), len(row), row[1]) == (2, 2, "end")
    stream.getvalue().encode()
