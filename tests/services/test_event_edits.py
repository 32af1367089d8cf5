"""Every field of an event is edited as one act; nothing else of it moves, undo gives it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.services.conftest import at, event, quiet, session

from sessionary.core.problems import UserError
from sessionary.services.campaign_pages import campaign_page
from sessionary.services.event_edits import (
    edit_end_time,
    edit_event,
    edit_game_time,
    move_event,
    shift_events,
)
from sessionary.services.pages import session_page
from sessionary.services.rebuild import index_problems
from sessionary.services.search import search
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from tests.services.conftest import Desk

DAY = 86_400
ODD = (
    '{"id":"odd","sessionId":"s-1" ,"timestamp":{"gameTime":{"total":1.296e6,'
    '"formatted":"Day 15, 9:00 AM","moon":"full"}},"event":{"type":"my_type","name":"\\u00c9lan"},'
    '"effects":{"immediate":[{"type":"damage","value":8.0},{"type":"status","x":1e3}]},'
    '"metadata":{"tags":["a" , "b"]},"luck": -0}'
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Two sessions of a campaign whose clock stands at Day 0, 9:00 AM at total 0."""
    desk.take(
        desk.paper(
            "all.jsonl",
            session(1),
            session(2),
            session(1, "other", id="s-9"),
            ODD,
            at(1, 1_299_600, "Day 15, 10:00 AM"),
            at(2, 1_303_200, None),
            at(3, 1_306_800, "Round 2, Turn 3"),
            event(4),
        )
    )
    return desk


def pk_of(desk: Desk, identity: str) -> int:
    ((pk,),) = desk.rows("SELECT pk FROM entry WHERE id=?", identity)
    return int(pk)


def text_of(desk: Desk, identity: str) -> str:
    ((text,),) = desk.rows("SELECT text FROM entry WHERE id=?", identity)
    return str(text)


def game_time(desk: Desk, identity: str) -> Any:
    return json.loads(text_of(desk, identity))["timestamp"]["gameTime"]


def found(desk: Desk, query: str) -> set[str]:
    return {entry.id for entry, _session in search(desk.library, query).entries}


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({"/event/type": "note"}, ('"my_type"', '"note"')),
        ({"/effects/immediate/0/value": 9}, ("8.0", "9")),
        ({"/effects/immediate/0": None}, ('{"type":"damage","value":8.0},', "")),
        ({"/metadata/tags/-": "c"}, ('"b"]', '"b" , "c"]')),
        ({"/participants/actor": "Ann"}, ("-0}", '-0,"participants": {"actor": "Ann"}}')),
    ],
)
def test_only_what_was_edited_is_written_anew(
    desk: Desk, values: dict[str, Any], changed: tuple[str, str]
) -> None:
    pk, before, index = pk_of(desk, "odd"), desk.content(), desk.index()
    act = edit_event(desk.library, pk, values, "Edit")
    assert text_of(desk, "odd") == ODD.replace(*changed)
    assert act is not None
    undo(desk.library, act)
    assert text_of(desk, "odd") == ODD
    assert (desk.content(), desk.index()) == (before, index)


def test_what_is_the_same_is_no_act(desk: Desk) -> None:
    assert edit_event(desk.library, pk_of(desk, "odd"), {"/event/type": "my_type"}, "Edit") is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"/effects/immediate/0/value": "a lot"},
            'effects.immediate[0].value: "a lot" stands where a number is expected',
        ),
        ({"/event/type/deeper": 1}, "This event has no room for /event/type/deeper."),
    ],
)
def test_a_value_that_may_not_stand_there_is_refused(
    desk: Desk, values: dict[str, Any], sentence: str
) -> None:
    before = desk.content()
    with pytest.raises(UserError) as refused:
        edit_event(desk.library, pk_of(desk, "odd"), values, "Edit")
    assert str(refused.value) == sentence
    assert desk.content() == before


@pytest.mark.parametrize(
    ("typed", "total", "formatted"),
    [
        ("Day 15, 3:30 PM", 1_319_400, "Day 15, 3:30 PM"),
        ("day 15 3:30pm", 1_319_400, "Day 15, 3:30 PM"),
        ("D15 15:30", 1_319_400, "Day 15, 3:30 PM"),
        ("15d 9h", 1_296_000, "Day 15, 9:00 AM"),
        ("+2h", 1_306_800, "Day 15, 12:00 PM"),
        ("+3d 4h", 1_573_200, "Day 18, 2:00 PM"),
        ("11:15 am", 1_304_100, "Day 15, 11:15 AM"),
        ("Day -1, 6:00 AM", -97_200, "Day -1, 6:00 AM"),
    ],
)
def test_a_game_time_is_typed_and_total_and_text_agree(
    desk: Desk, typed: str, total: int, formatted: str
) -> None:
    edit_game_time(desk.library, pk_of(desk, "e-1"), typed, "Edit game time")
    time = game_time(desk, "e-1")
    assert (time["total"], time["formatted"]) == (total, formatted)


def test_unknown_keys_of_a_game_time_stay_and_a_round_leaves_the_total(desk: Desk) -> None:
    edit_game_time(desk.library, pk_of(desk, "odd"), "+1h", "Edit game time")
    assert game_time(desk, "odd")["moon"] == "full"
    edit_game_time(desk.library, pk_of(desk, "e-3"), "Round 3, Turn 1", "Edit game time")
    assert game_time(desk, "e-3") == {"total": 1_306_800, "formatted": "Round 3, Turn 1"}
    edit_game_time(desk.library, pk_of(desk, "e-1"), "", "Edit game time")
    assert json.loads(text_of(desk, "e-1"))["timestamp"] == {}


@pytest.mark.parametrize(
    ("identity", "typed", "sentence"),
    [
        ("e-1", "teatime", "“teatime” is no game time. Write for example Day 15, 3:30 PM"),
        ("e-1", "Day 15, 25:00", "“Day 15, 25:00” is no game time."),
        ("e-4", "+2h", "“+2h” counts from a time, and there is none yet."),
        ("e-1", "999999999999999d", "“999999999999999d” is too far away"),
    ],
)
def test_what_is_no_game_time_is_named_with_what_is_expected(
    desk: Desk, identity: str, typed: str, sentence: str
) -> None:
    with pytest.raises(UserError) as refused:
        edit_game_time(desk.library, pk_of(desk, identity), typed, "Edit game time")
    assert str(refused.value).startswith(sentence)


def test_later_events_are_shifted_as_one_act(desk: Desk) -> None:
    before = desk.content()
    pks = [pk_of(desk, identity) for identity in ("e-1", "e-2", "e-3", "e-4")]
    edit_end_time(desk.library, pks[0], "+1d", "Edit end")
    with_end = desk.content()
    act = shift_events(desk.library, pks, 7_200)
    assert game_time(desk, "e-1")["formatted"] == "Day 15, 12:00 PM"
    assert game_time(desk, "e-2") == {"total": 1_303_200 + 7_200}
    assert game_time(desk, "e-3") == {"total": 1_306_800 + 7_200, "formatted": "Round 2, Turn 3"}
    own = session_page(desk.library, "s-1").data["own"]["events"]
    assert own["e-1"]["timestamp"]["endGameTime"]["formatted"] == "Day 16, 12:00 PM"
    assert [change.name for change in desk.changes][-1] == "Shift 4 events by 2 h"
    assert act is not None
    undo(desk.library, act)
    assert desk.content() == with_end != before


def test_a_long_event_is_found_on_each_day_it_touches(desk: Desk) -> None:
    act = edit_end_time(desk.library, pk_of(desk, "e-1"), "Day 17, 8:00 AM", "Edit end")
    assert "endGameTime" not in text_of(desk, "e-1")
    assert index_problems(desk.library, quiet) == []
    for day in ("day:15", "day:16", "day:17", "day:17..30"):
        assert "e-1" in found(desk, day), day
    assert found(desk, "day:14") == found(desk, "day:18") == set()
    assert found(desk, "day:16 -day:17") == set()
    assert act is not None
    undo(desk.library, act)
    assert found(desk, "day:16") == set()


def test_an_end_before_the_begin_is_refused(desk: Desk) -> None:
    with pytest.raises(
        UserError, match=r"Day 15, 9:00 AM is before it begins, which is Day 15, 10"
    ):
        edit_end_time(desk.library, pk_of(desk, "e-1"), "15d 9h", "Edit end")


def test_an_event_moves_to_another_session_and_between_sessions(desk: Desk) -> None:
    pk, before, index = pk_of(desk, "e-1"), desk.content(), desk.index()
    first = edit_end_time(desk.library, pk, "+2d", "Edit end")
    act = move_event(desk.library, pk, "s-2")
    assert [entry.id for entry in session_page(desk.library, "s-2").entries] == ["e-1"]
    assert json.loads(text_of(desk, "e-1"))["sessionId"] == "s-2"
    assert "e-1" in found(desk, "day:17")
    loose = move_event(desk.library, pk, "")
    assert "sessionId" not in json.loads(text_of(desk, "e-1"))
    assert campaign_page(desk.library, "c").data["own"]["events"].keys() == {"e-1"}
    assert "e-1" in found(desk, "day:17")
    assert move_event(desk.library, pk, "") is None
    for number in (loose, act, first):
        assert number is not None
        undo(desk.library, number)
    assert (desk.content(), desk.index()) == (before, index)


def test_an_event_does_not_move_to_another_campaign(desk: Desk) -> None:
    with pytest.raises(UserError, match="not of the event's campaign"):
        move_event(desk.library, pk_of(desk, "e-1"), "s-9")
