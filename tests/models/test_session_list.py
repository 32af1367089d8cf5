"""The list of sessions as a model: what its cells say, in which order, with which gaps."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from sessionary.core.kinds import SessionSummary
from sessionary.core.query import parse_query
from sessionary.models.session_list import (
    GAP_ROLE,
    HEADING_ROLE,
    STATUS_ROLE,
    SessionListModel,
    came_text,
    duration_text,
    game_text,
    reached_text,
)

DAY = 86_400


def session(number: int, **more: Any) -> SessionSummary:
    """Return a session of a list, two days of game time after the one before."""
    given: dict[str, Any] = {
        "pk": number,
        "kind": "campaign",
        "key": f"s-{number}",
        "id": f"s-{number}",
        "container": "salt",
        "number": number,
        "title": f"Evening {number}",
        "status": "completed",
        "start": f"2026-01-{number:02}T18:00:00Z",
        "start_us": 1_767_200_000_000_000 + number * DAY * 1_000_000,
        "end_us": None,
        "duration": 60 * number,
        "game_start": number * 2 * DAY,
        "game_end": number * 2 * DAY + 3600,
        "entries": number,
        "listed": 4,
        "attended": 3,
        "planned": 2,
        "reached": 1,
        "tag_lines": "",
        "people_lines": "",
    }
    return SessionSummary(**{**given, **more})


@pytest.fixture
def model() -> SessionListModel:
    made = SessionListModel()
    made.set_sessions([session(1), session(2), session(3)], {"salt": "The Salt Road"})
    return made


def cells(model: SessionListModel, column: int = 2) -> list[str]:
    """Return a column as the eye reads it."""
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_it_keeps_the_rules_of_a_model(model: SessionListModel) -> None:
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    model.sort_by("oldest")
    model.narrow(query=parse_query("evening 2"))
    model.narrow(query=parse_query(""))
    model.set_sessions([])
    model.set_sessions([session(5)])
    assert tester.model() is model


def test_a_gap_stands_between_the_sessions_it_lies_between(model: SessionListModel) -> None:
    down = ["Evening 3", "1 day 23 hours later", "Evening 2", "1 day 23 hours later", "Evening 1"]
    assert cells(model) == down
    model.sort_by("oldest")
    assert cells(model) == down[::-1]
    model.sort_by("title")
    assert cells(model) == ["Evening 1", "Evening 2", "Evening 3"]
    gap = model.index(1, 0)
    assert not gap.data(GAP_ROLE)
    model.sort_by("newest")
    assert model.index(1, 0).data(GAP_ROLE)
    assert model.flags(model.index(1, 0)) == Qt.ItemFlag.NoItemFlags


def test_several_campaigns_have_headings_and_one_has_none(model: SessionListModel) -> None:
    other = session(9, container="sea", game_start=None, game_end=None)
    model.set_sessions([session(1), other], {"salt": "The Salt Road", "sea": "At Sea"})
    headings = [cell for cell in cells(model) if "·" in cell]
    assert headings == ["At Sea  ·  1 session", "The Salt Road  ·  1 session"]
    assert model.index(0, 0).data(HEADING_ROLE)
    model.narrow(query=parse_query(""), container="sea")
    assert cells(model) == ["Evening 9"]
    assert model.total == 1
    assert len(model.everything()) == 2


def test_a_session_without_a_title_is_called_by_its_number(model: SessionListModel) -> None:
    model.set_sessions([session(1, title="")])
    assert cells(model) == ["Session 1"]


def test_rows_are_found_by_key_and_gaps_hold_no_session(model: SessionListModel) -> None:
    assert model.row_of("s-1") == 4
    assert model.row_of("nowhere") == -1
    assert model.session_at(1) is None
    assert model.session_at(99) is None


def test_what_changes_without_moving_keeps_the_choice(model: SessionListModel) -> None:
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.dataChanged.connect(lambda *_range: told.append("changed"))
    model.set_sessions([session(1), session(2, title="Another"), session(3)])
    assert told == ["changed"]
    assert "Another" in cells(model)


def test_screen_readers_are_told_what_a_cell_is(model: SessionListModel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 2).data(role) == "Title: Evening 3"
    assert model.index(0, 0).data(role) == "Played"
    assert model.index(0, 0).data(STATUS_ROLE) == "completed"


@pytest.mark.parametrize(
    ("minutes", "text"), [(None, "–"), (0, "0:00"), (250, "4:10"), (-5, "−0:05"), (6000, "100:00")]
)
def test_a_length_is_hours_and_minutes(minutes: int | None, text: str) -> None:
    assert duration_text(minutes) == text


@pytest.mark.parametrize(
    ("more", "came", "reached"),
    [
        ({}, "3/4", "1/2"),
        ({"status": "planned"}, "", "2"),
        ({"listed": 0, "planned": 0, "reached": 0}, "", ""),
        ({"planned": 0, "reached": 2}, "3/4", "+2"),
        ({"planned": 3, "reached": 4}, "3/4", "3/3"),
    ],
)
def test_attendance_and_objectives(more: dict[str, Any], came: str, reached: str) -> None:
    assert (came_text(session(1, **more)), reached_text(session(1, **more))) == (came, reached)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (15 * DAY, 15 * DAY + 3600, "Day 15"),
        (9 * DAY, 14 * DAY, "Day 9–14"),
        (9 * DAY, None, "Day 9"),
        (None, None, ""),
        (-DAY, 0, "Day -1–0"),
    ],
)
def test_game_days(first: int | None, last: int | None, text: str) -> None:
    assert game_text(session(1, game_start=first, game_end=last)) == text
