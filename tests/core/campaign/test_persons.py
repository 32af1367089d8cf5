"""Who is in a campaign's documents, and how a person is taken out of them."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.campaign.persons import (
    Forgetter,
    campaign_people,
    last_former,
    names_in,
    session_people,
)
from sessionary.core.store.values import freeze, same

SESSION: dict[str, Any] = {
    "record": {
        "participants": {
            "gm": "user-ingrid",
            "players": [
                {"userId": "user-tomas", "attended": True, "characterIds": ["char-brannoch"]},
                {"userId": "user-aiko", "attended": False},
                {"userId": "former-player-1", "attended": True},
                {"attended": True},
                "user-dev",
            ],
        }
    }
}
CAMPAIGN: dict[str, Any] = {
    "record": {"gm": "user-ingrid"},
    "own": {
        "users": [{"id": "user-tomas", "name": "Tomás Reyes"}, {"name": "nobody"}],
        "characters": [{"id": "char-pell", "name": "Pell", "userId": "user-dev"}],
    },
}
TOMAS = Forgetter("user-tomas", ["Tomás Reyes"], "former-player-2")


def test_the_people_of_a_session_are_its_gm_and_players() -> None:
    assert session_people(SESSION) == ("user-ingrid", "user-tomas", "user-aiko")


def test_the_people_of_a_campaign_are_its_gm_users_and_those_who_play() -> None:
    assert campaign_people(CAMPAIGN) == ("user-ingrid", "user-tomas", "user-dev")
    assert names_in(CAMPAIGN, "user-tomas") == ("Tomás Reyes",)


CASES: list[tuple[str, Any, Any]] = [
    ("an id", {"gm": "user-tomas"}, {"gm": "former-player-2"}),
    ("another id", {"gm": "user-tomas-2"}, {"gm": "user-tomas-2"}),
    ("an id in a text", ["ask user-tomas."], ["ask former-player-2."]),
    ("a name in a text", ["with Tomás Reyes’s dice"], ["with former player 2’s dice"]),
    ("a name inside a word", ["Tomás Reyeson"], ["Tomás Reyeson"]),
    ("an id as a key", {"late": {"user-tomas": 5}}, {"late": {"former-player-2": 5}}),
    ("a pointer", {"/own/late/user-tomas": "5.0"}, {"/own/late/former-player-2": "5.0"}),
    (
        "a user keeps the role alone",
        [{"id": "user-tomas", "name": "T", "email": "t@example.org", "role": "gm"}],
        [{"id": "former-player-2", "role": "gm"}],
    ),
    (
        "attendance stays",
        {"userId": "user-tomas", "name": "T", "attended": True, "characterIds": ["c"], "late": 5},
        {"userId": "former-player-2", "attended": True, "characterIds": ["c"], "late": 5},
    ),
    (
        "a character stays",
        {"id": "char-brannoch", "name": "Brannoch", "userId": "user-tomas", "level": 4},
        {"id": "char-brannoch", "name": "Brannoch", "userId": "former-player-2", "level": 4},
    ),
    ("targets", {"targets": ["user-tomas", "goblin"]}, {"targets": ["former-player-2", "goblin"]}),
    ("an event’s own id", {"id": "x user-tomas", "event": {}}, {"id": "x user-tomas", "event": {}}),
    ("what is not theirs", {"a": [1, None, True, "x"]}, {"a": [1, None, True, "x"]}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_person_is_taken_out(before: Any, after: Any) -> None:
    for value in (before, freeze(before)):
        made = TOMAS.value(value)
        assert same(made, after)
        if same(before, after):
            assert made is value, "what is not theirs stays the same object"
    assert TOMAS.touches(json.dumps(before)) == (not same(before, after))
    assert not TOMAS.touches(json.dumps(after))


def test_a_short_id_is_only_a_person_where_persons_stand() -> None:
    seven = Forgetter("7", ["Ann"], "former-player-1")
    before = {"number": 7, "level": "7", "gm": "7", "players": [{"userId": "7", "name": "Ann"}],
              "note": "Ann met Anna at 7", "who": "Ann",
              "users": [{"id": "7", "name": "Ann"}]}  # fmt: skip
    assert seven.value(before) == {
        "number": 7, "level": "7", "gm": "former-player-1",
        "players": [{"userId": "former-player-1"}],
        "note": "Ann met Anna at 7", "who": "former player 1", "users": [{"id": "former-player-1"}],
    }  # fmt: skip
    assert seven.mentions(json.dumps(before))
    assert not seven.mentions('{"note": "Anna met Bea"}')
    assert seven.needles == (b'"7"', b'"Ann"')
    assert TOMAS.needles == (b"user-tomas", "Tomás Reyes".encode())


@pytest.mark.parametrize(
    "text", ['{"gm": "user\\u002dtomas"}', '["Tom\\u00e1s Reyes"]', '["Tom\\u00E1s Reyes!"]']
)
def test_a_person_is_found_however_the_letters_are_written(text: str) -> None:
    assert TOMAS.touches(text)


def test_half_a_record_is_cleaned_as_text() -> None:
    assert TOMAS.words('{"userId": "user-tomas", "name": "Tomás Reyes') == (
        '{"userId": "former-player-2", "name": "former player 2'
    )
    assert Forgetter("7", [], "former-player-1").words('{"gm": "7", "n": 7') == (
        '{"gm": "former-player-1", "n": 7'
    )


def test_numbers_of_forgotten_people_are_never_given_twice() -> None:
    assert last_former('["former-player-2", "former-player-11", "former-player-"]') == 11
    assert last_former("[]") == 0


JSON = st.recursive(
    st.none() | st.integers() | st.sampled_from(["user-tomas", "Tomás Reyes", "so Tomás Reyes"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["userId", "name", "user-tomas", "a"]), inner)
    ),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=150)
@given(JSON)
def test_nothing_of_a_person_is_left_and_nothing_given_is_changed(value: Any) -> None:
    before = copy.deepcopy(value)
    made = TOMAS.value(value)
    assert value == before
    text = json.dumps(made, ensure_ascii=False)
    assert "user-tomas" not in text
    assert "Tomás Reyes" not in text
    assert same(TOMAS.value(made), made)
