"""Logging a line, as the log line of a session does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sessionary.core.problems import UserError
from sessionary.services.event_edits import strike
from sessionary.services.log_entries import log_line, table_of
from sessionary.services.pages import session_page
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from tests.services.conftest import Desk

SESSION = "session-11"
NOW = datetime(2026, 11, 10, 21, 0, tzinfo=UTC)


def labels(desk: Desk) -> list[str]:
    return [entry.label for entry in session_page(desk.library, SESSION).entries]


def test_a_line_is_durable_when_the_call_returns(sample: Desk) -> None:
    log_line(sample.library, SESSION, 'npc The Ferryman ^"Salt Hall" !gm #toll', NOW)
    with closing(sqlite3.connect(sample.library.file.path)) as other:
        ((text, visible),) = other.execute(
            "SELECT text, visible FROM entry ORDER BY pk DESC LIMIT 1"
        ).fetchall()
    assert '"npc_introduced"' in text
    assert '"2026-11-10T21:00:00Z"' in text
    assert visible == 0
    assert "The Ferryman" in labels(sample)


def test_the_clock_goes_on_from_the_last_line(sample: Desk) -> None:
    before = table_of(sample.library, SESSION).face
    assert before is not None
    log_line(sample.library, SESSION, "+2h rowing back", NOW)
    log_line(sample.library, SESSION, "The tide turns", NOW)
    assert table_of(sample.library, SESSION).face == before + 7_200
    log_line(sample.library, SESSION, "-1d what Pell dreamt", NOW)
    assert table_of(sample.library, SESSION).face == before + 7_200 - 86_400


def test_a_session_without_events_begins_where_the_last_one_ended(sample: Desk) -> None:
    with sample.library.reading() as connection:
        (planned,) = connection.exec_driver_sql(
            "SELECT key FROM document JOIN session_row ON document = document.pk WHERE number = 12"
        ).scalars()
    assert table_of(sample.library, planned).face == table_of(sample.library, SESSION).face
    log_line(sample.library, planned, "+30m We begin", NOW)
    (entry,) = session_page(sample.library, planned).entries
    assert entry.label == "We begin"
    assert entry.game_s == (table_of(sample.library, SESSION).face or 0) + 1_800


def test_who_is_known_is_found_by_name(sample: Desk) -> None:
    before = session_page(sample.library, SESSION)
    log_line(sample.library, SESSION, "dmg 8 @Brannoch Teague", NOW)
    after = session_page(sample.library, SESSION)
    known = {entry.id for entry in before.entries}
    (record,) = [one for one in after.records if one["id"] not in known]
    assert record["effects"]["immediate"] == [
        {"type": "damage", "target": "char-brannoch", "value": 8}
    ]
    received = {line.key: line.counted for line in after.review.statistics}["totalDamageReceived"]
    former = {line.key: line.counted for line in before.review.statistics}["totalDamageReceived"]
    assert received == former + 8


def test_a_line_that_lacks_something_is_a_note(sample: Desk) -> None:
    before = labels(sample)
    log_line(sample.library, SESSION, "dmg goblin", NOW)
    assert sorted(labels(sample)) == sorted([*before, "dmg goblin"])
    with pytest.raises(UserError, match="nothing to log"):
        log_line(sample.library, SESSION, "!gm", NOW)


def test_experience_for_each_is_that_of_the_party(sample: Desk) -> None:
    def earned() -> float:
        lines = session_page(sample.library, SESSION).review.statistics
        return next(line.counted for line in lines if line.key == "xpEarned")

    before, party = earned(), table_of(sample.library, SESSION).party
    assert party > 1
    log_line(sample.library, SESSION, "xp 50 each", NOW)
    assert earned() == before + 50 * party


def test_a_line_is_undone_by_itself(sample: Desk) -> None:
    before = labels(sample)
    log_line(sample.library, SESSION, "first", NOW)
    act = log_line(sample.library, SESSION, "second", NOW)
    assert act is not None
    undo(sample.library, act)
    assert sorted(labels(sample)) == sorted([*before, "first"])


def test_a_struck_event_is_gone_from_the_page_and_comes_back(sample: Desk) -> None:
    page = session_page(sample.library, SESSION)
    entry = page.entries[3]
    act = strike(sample.library, entry.pk)
    assert entry.id not in [one.id for one in session_page(sample.library, SESSION).entries]
    assert act is not None
    undo(sample.library, act)
    assert [one.id for one in session_page(sample.library, SESSION).entries] == [
        one.id for one in page.entries
    ]


def test_an_event_that_is_gone_cannot_be_struck(sample: Desk) -> None:
    with pytest.raises(UserError, match="gone"):
        strike(sample.library, 99_999)
