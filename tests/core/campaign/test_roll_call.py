"""The roll call: what it notes, and what it keeps."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.attendance import presences
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.roll_call import AWAY, Called, roll_call, with_call


def session(**player: Any) -> dict[str, Any]:
    entry = {"userId": "ann", "characterIds": ["kestrel"], "attended": False, **player}
    return {"record": {"participants": {"players": [entry]}}, "own": {}}


@pytest.mark.parametrize(
    ("called", "word", "minutes"),
    [
        (Called.CAME, "came", None),
        (Called.LATE, "came late", 20),
        (Called.LEFT, "left early", 90),
        (Called.EXCUSED, "absent", None),
        (Called.STANDBY, "absent", None),
        (Called.ABSENT, "absent", None),
    ],
)
def test_a_player_is_called(called: Called, word: str, minutes: int | None) -> None:
    data = with_call(session(), "ann", called, minutes)
    assert data is not None
    (call,) = roll_call(data, {"ann": "Ann", "kestrel": "Kestrel"}.get)  # type: ignore[arg-type]
    assert (call.name, call.characters, call.called) == ("Ann", ("Kestrel",), called)
    assert presences(data["record"])[0].word == word
    noted = call.minutes if called is Called.LATE else call.left_minutes
    assert noted == minutes


def test_who_was_late_and_leaves_early_was_both() -> None:
    data = with_call(session(), "ann", Called.LATE, 15)
    assert data is not None
    data = with_call(data, "ann", Called.LEFT, 120)
    assert data is not None
    (call,) = roll_call(data)
    assert (call.called, call.late, call.minutes, call.left_minutes) == (Called.LEFT, True, 15, 120)
    assert presences(data["record"])[0].word == "came late and left early"


def test_a_guest_is_added_and_stays_a_guest() -> None:
    data = with_call(session(), "Zoe", Called.GUEST)
    assert data is not None
    assert [(call.user, call.called, call.guest) for call in roll_call(data)] == [
        ("ann", Called.OPEN, False),
        ("Zoe", Called.GUEST, True),
    ]
    data = with_call(data, "Zoe", Called.LATE, 5)
    assert data is not None
    assert roll_call(data)[1].guest


def test_nobody_is_called_who_is_not_listed() -> None:
    assert with_call(session(), "bob", Called.CAME) is None


def test_who_is_taken_back_is_open_again_and_leaves_nothing_behind() -> None:
    data = with_call(session(), "ann", Called.EXCUSED)
    assert data is not None
    data = with_call(data, "ann", Called.OPEN)
    assert data is not None
    assert "roll" not in data["own"]
    assert data["record"] == session()["record"]


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ([(Called.CAME, None)], "came"),
        ([(Called.LATE, 15)], "came 15 min late"),
        ([(Called.LATE, None)], "came late"),
        (
            [(Called.LATE, 15), (Called.LEFT, 130)],
            "came 15 min late and left early after 2 h 10 min",
        ),
        ([(Called.EXCUSED, None)], "excused"),
        ([(Called.STANDBY, None)], "on standby"),
        ([(Called.GUEST, None)], "came, a guest"),
        ([(Called.ABSENT, None)], "absent"),
    ],
)
def test_a_review_says_what_the_roll_call_noted(
    calls: list[tuple[Called, int | None]], said: str
) -> None:
    data = session()
    for called, minutes in calls:
        after = with_call(data, "ann", called, minutes)
        assert after is not None
        data = after
    assert [player.word for player in review_session(data).players] == [said]


@given(st.lists(st.sampled_from(sorted(Called)), max_size=6), st.integers(-5, 2000) | st.none())
def test_only_the_last_call_says_whether_somebody_was_there(
    calls: list[Called], minutes: int | None
) -> None:
    data = session(note="keeps")
    for called in calls:
        before = copy.deepcopy(data)
        after = with_call(data, "ann", called, minutes)
        assert after is not None
        data = after
        (presence,) = presences(data["record"])
        assert presence.attended == (called not in AWAY)
        assert data["record"]["participants"]["players"][0]["note"] == "keeps"
        assert before["record"].keys() == data["record"].keys()
