from __future__ import annotations

import copy
from datetime import UTC
from itertools import product
from typing import Any

import pytest

from sessionary.core.campaign.lifecycle import (
    MOVES,
    EndBeforeStart,
    InvalidTransition,
    Status,
    move,
    moved,
    status_of,
)

ALLOWED = {
    ("planned", "in_progress"),
    ("in_progress", "completed"),
    ("planned", "cancelled"),
    ("cancelled", "planned"),
    ("completed", "in_progress"),
}


@pytest.mark.parametrize(("old", "new"), list(product(Status, Status)))
def test_only_the_moves_of_the_life_cycle_are_allowed(old: Status, new: Status) -> None:
    if (old.value, new.value) in ALLOWED:
        assert move(old, new) is new
    else:
        with pytest.raises(InvalidTransition) as refused:
            move(old, new)
        assert old.replace("_", " ") in str(refused.value)
        assert new.replace("_", " ") in str(refused.value)


def test_every_status_has_its_moves_and_its_word() -> None:
    assert MOVES.keys() == set(Status)
    assert [status.word for status in Status] == ["Planned", "Live", "Played", "Cancelled"]


@pytest.mark.parametrize("record", [{}, {"status": None}, {"status": "odd"}, {"status": 3}])
def test_a_session_that_does_not_say_is_planned(record: dict[str, Any]) -> None:
    assert status_of(record) is Status.PLANNED


def session(**record: Any) -> dict[str, Any]:
    return {"record": {"id": "s", **record}, "own": {}, "spelling": {}}


def start(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    return moved(data, Status.IN_PROGRESS, now="2025-01-20T18:05:00Z", zone=UTC, **more)


def end(data: dict[str, Any], now: str = "2025-01-20T22:15:59Z", **more: Any) -> dict[str, Any]:
    return moved(data, Status.COMPLETED, now=now, zone=UTC, **more)


def test_a_session_is_started_and_ended() -> None:
    data = session(realTime={"startTime": "2025-01-20T18:00:00Z"})
    start(data, game={"total": 1_296_000, "formatted": "Day 15, 9:00 AM"})
    assert data["own"]["plannedStart"] == "2025-01-20T18:00:00Z"
    assert data["record"]["status"] == "in_progress"
    assert data["record"]["realTime"] == {"startTime": "2025-01-20T18:05:00Z"}
    end(data, game={"total": 1_328_400, "formatted": "Day 15, 6:00 PM"})
    assert data["record"]["status"] == "completed"
    assert data["record"]["realTime"] == {
        "startTime": "2025-01-20T18:05:00Z",
        "endTime": "2025-01-20T22:15:59Z",
        "durationMinutes": 250,
    }
    assert data["record"]["gameTime"] == {
        "startTime": {"total": 1_296_000, "formatted": "Day 15, 9:00 AM"},
        "endTime": {"total": 1_328_400, "formatted": "Day 15, 6:00 PM"},
        "elapsed": {"hours": 9},
    }
    assert data["own"]["edited"] == [
        "/status",
        "/realTime/startTime",
        "/gameTime/startTime",
        "/realTime/endTime",
        "/realTime/durationMinutes",
        "/gameTime/endTime",
        "/gameTime/elapsed",
    ]


def test_a_session_without_game_time_has_a_life_too() -> None:
    data = end(start(session()))
    assert data["record"]["realTime"]["durationMinutes"] == 250
    assert "gameTime" not in data["record"]
    assert "plannedStart" not in data["own"]
    never_started = session(status="in_progress", realTime={"startTime": "soon"})
    assert end(never_started)["record"]["realTime"] == {
        "startTime": "soon",
        "endTime": "2025-01-20T22:15:59Z",
    }
    odd = end(start(session(gameTime=3)), game={"formatted": "Day 3, 9:00 AM"})
    assert odd["record"]["gameTime"] == {"endTime": {"formatted": "Day 3, 9:00 AM"}}


def test_a_session_cannot_end_before_it_starts() -> None:
    data = start(session())
    before = copy.deepcopy(data)
    with pytest.raises(EndBeforeStart, match="18:05"):
        end(data, now="2025-01-20T18:04:00Z")
    assert data == before


def test_reopening_drops_the_end() -> None:
    data = end(start(session()), game={"total": 7})
    moved(data, Status.IN_PROGRESS, now="2025-01-21T10:00:00Z", zone=UTC)
    assert data["record"]["status"] == "in_progress"
    assert data["record"]["realTime"] == {"startTime": "2025-01-20T18:05:00Z"}
    assert data["record"]["gameTime"] == {}
    bare = {"record": {"id": "s", "status": "completed"}}
    moved(bare, Status.IN_PROGRESS, now="", zone=UTC)
    assert bare["record"] == {"id": "s", "status": "in_progress"}


def test_a_cancelled_session_is_planned_again_at_another_time() -> None:
    data = session(realTime={"startTime": "2025-01-20T18:00:00Z"})
    moved(data, Status.CANCELLED, now="", zone=UTC)
    assert data["record"]["realTime"] == {"startTime": "2025-01-20T18:00:00Z"}
    moved(data, Status.PLANNED, now="2025-01-27T18:00:00Z", zone=UTC)
    assert data["record"]["status"] == "planned"
    assert data["record"]["realTime"] == {"startTime": "2025-01-27T18:00:00Z"}


def test_a_refused_move_changes_nothing() -> None:
    data = session()
    with pytest.raises(InvalidTransition):
        end(data)
    assert data == session()
