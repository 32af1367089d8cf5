"""What differs between two values, and between two texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sessionary.core.changes import ABSENT, Line, Member, differences, line_changes
from sessionary.core.store.values import freeze, same

ANN, BEA = {"userId": "ann", "attended": True}, {"userId": "bea", "attended": False}

CASES: list[tuple[str, Any, Any, list[tuple[tuple[str, ...], Any, Any]]]] = [
    ("nothing", {"a": 1}, {"a": 1}, []),
    ("a number of another kind", {"a": 1}, {"a": 1.0}, [(("a",), 1, 1.0)]),
    ("a key that came", {}, {"a": None}, [(("a",), ABSENT, None)]),
    ("a key that went", {"a": 1}, {}, [(("a",), 1, ABSENT)]),
    ("inside an object", {"a": {"b": 1}}, {"a": {"b": 2}}, [(("a", "b"), 1, 2)]),
    ("an object that came", {}, {"a": {"b": 2}}, [(("a", "b"), ABSENT, 2)]),
    ("an empty object that came", {}, {"a": {}}, [(("a",), ABSENT, {})]),
    ("a list of texts", {"a": ["x"]}, {"a": ["x", "y"]}, [(("a",), ["x"], ["x", "y"])]),
    (
        "one player of a list",
        [ANN, BEA],
        [ANN, {**BEA, "attended": True}],
        [((Member("bea"), "attended"), False, True)],
    ),
    ("a player that went", [ANN, BEA], [BEA], [
        ((Member("ann"), "userId"), "ann", ABSENT), ((Member("ann"), "attended"), True, ABSENT)
    ]),
    ("the order of players", [ANN, BEA], [BEA, ANN], [((), ["ann", "bea"], ["bea", "ann"])]),
    ("the same player twice", [ANN, ANN], [ANN], [((), [ANN, ANN], [ANN])]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_differences_are_told_place_by_place(old: Any, new: Any, expected: list[Any]) -> None:
    found = [(one.path, one.old, one.new) for one in differences(freeze(old), freeze(new))]
    assert len(found) == len(expected)
    for (path, before, after), (where, was, is_now) in zip(found, expected, strict=True):
        assert path == where
        assert before is was or same(before, was)
        assert after is is_now or same(after, is_now)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "userId", "a"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(JSON, JSON)
def test_two_values_differ_somewhere_or_are_the_same(old: Any, new: Any) -> None:
    assert bool(list(differences(old, new))) == (not same(old, new))


def test_texts_are_laid_side_by_side_line_by_line() -> None:
    old = ["one", "two", "three", "four", "five", "six"]
    new = ["one", "two", "three", "four", "5", "six"]
    assert line_changes(old, new) == [
        Line("…", ""), Line(" ", "four"), Line("-", "five"), Line("+", "5"), Line(" ", "six"),
    ]  # fmt: skip


def test_very_long_texts_are_shown_one_after_the_other() -> None:
    lines = line_changes(["a"] * 1500, ["b"] * 1500)
    assert [line.sign for line in lines] == ["-"] * 1500 + ["+"] * 1500


@settings(max_examples=100)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_what_went_and_came_makes_the_one_text_of_the_other(old: list[str], new: list[str]) -> None:
    assume(old != new)
    lines = line_changes(old, new, around=20)
    assert [line.text for line in lines if line.sign in " -"] == old
    assert [line.text for line in lines if line.sign in " +"] == new
