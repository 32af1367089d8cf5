from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.attendance import attendance_by_player, percentage, presences
from sessionary.core.campaign.lifecycle import Status


def session(number: int, status: str = "completed", **players: Any) -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "number": number,
        "status": status,
        "realTime": {"startTime": f"2025-01-{number + 1:02}T18:00:00Z"},
        "participants": {
            "players": [
                {"userId": user, **({"attended": came} if isinstance(came, bool) else came)}
                for user, came in players.items()
            ]
        },
    }


@pytest.mark.parametrize(
    ("attended", "counted", "text"),
    [(2, 3, "66.67"), (1, 32, "3.13"), (1, 3, "33.33"), (0, 4, "0.00"), (4, 4, "100.00")],
)
def test_percentages_have_two_decimals_rounded_half_up(
    attended: int, counted: int, text: str
) -> None:
    assert str(percentage(attended, counted)) == text


def test_nothing_counted_gives_no_percentage() -> None:
    assert percentage(0, 0) is None


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_percentage_is_off_by_half_a_hundredth_at_most(attended: int, counted: int) -> None:
    shown = percentage(attended, counted)
    assert shown is not None
    assert abs(shown - Decimal(100 * attended) / counted) <= Decimal("0.005")


def test_two_of_three_sessions_with_one_run_of_two() -> None:
    sessions = [session(3, ann=False), session(1, ann=True), session(2, ann=True)]
    (ann,) = attendance_by_player(sessions)
    assert (ann.user, ann.attended, ann.counted, ann.longest_run) == ("ann", 2, 3, 2)
    assert ann.percentage == Decimal("66.67")
    assert [(visit.number, visit.presence.attended) for visit in ann.history] == [
        (1, True),
        (2, True),
        (3, False),
    ]
    assert ann.history[0].start == "2025-01-02T18:00:00Z"
    assert ann.history[0].session == "s1"


def test_planned_and_cancelled_sessions_count_only_when_asked_for() -> None:
    sessions = [
        session(1, ann=True),
        session(2, "in_progress", ann=True),
        session(3, "planned", ann=False),
        session(4, "cancelled", ann=False),
    ]
    assert attendance_by_player(sessions)[0].counted == 2
    assert attendance_by_player(sessions, every=True)[0].counted == 4


def test_a_session_without_the_player_breaks_no_run() -> None:
    sessions = [session(1, ann=True), session(2, ben=True), session(3, ann=True)]
    ann, ben = attendance_by_player(sessions)
    assert (ann.longest_run, ann.counted) == (2, 2)
    assert (ben.longest_run, ben.counted) == (1, 1)


def test_late_but_absent_is_absent() -> None:
    (presence,) = presences(
        session(1, ann={"attended": False, "arrivedLate": True, "leftEarly": True})
    )
    assert (presence.attended, presence.late, presence.left) == (False, False, False)
    assert presence.word == "absent"


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"attended": True}, "came"),
        ({"attended": True, "arrivedLate": True}, "came late"),
        ({"attended": True, "leftEarly": True}, "left early"),
        ({"attended": True, "arrivedLate": True, "leftEarly": True}, "came late and left early"),
        ({}, "absent"),
        ({"attended": "yes"}, "absent"),
    ],
)
def test_a_presence_is_said_in_a_word(entry: dict[str, Any], word: str) -> None:
    assert presences(session(1, ann=entry))[0].word == word


@pytest.mark.parametrize(
    ("status", "came", "word"),
    [
        (Status.PLANNED, False, "expected"),
        (Status.CANCELLED, False, "cancelled"),
        (Status.IN_PROGRESS, False, "absent"),
        (Status.COMPLETED, False, "absent"),
        (Status.PLANNED, True, "came"),
    ],
)
def test_nobody_is_absent_from_what_did_not_take_place(
    status: Status, came: bool, word: str
) -> None:
    (presence,) = presences(session(1, ann={"attended": came}))
    assert presence.word_at(status) == word


def test_late_and_early_are_counted() -> None:
    sessions = [
        session(1, ann={"attended": True, "arrivedLate": True}),
        session(2, ann={"attended": True, "leftEarly": True}),
    ]
    (ann,) = attendance_by_player(sessions)
    assert (ann.late, ann.left) == (1, 1)


def test_odd_entries_of_a_list_are_passed_over() -> None:
    odd = {
        "participants": {
            "players": ["ann", None, {"userId": ""}, {"userId": "ben"}, {"userId": "ben"}]
        }
    }
    assert [presence.user for presence in presences(odd)] == ["ben"]
    assert presences({"participants": 3}) == ()
