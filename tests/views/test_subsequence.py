from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.views.subsequence import match

NAMES = (
    "New session",
    "Start or resume",
    "End session",
    "Sessions",
    "Find everywhere",
    "Full screen",
    "Export as Markdown",
    "Player view",
)


def _best(query: str) -> str:
    found = [(hit.score, name) for name in NAMES if (hit := match(query, name)) is not None]
    return max(found)[1]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("new", "New session"),
        ("ns", "New session"),
        ("sess", "Sessions"),
        ("end", "End session"),
        ("fe", "Find everywhere"),
        ("mark", "Export as Markdown"),
        ("full", "Full screen"),
        ("pv", "Player view"),
        ("session new", "New session"),
        ("NEW SESSION", "New session"),
    ],
)
def test_the_command_that_was_meant_comes_first(query: str, name: str) -> None:
    assert _best(query) == name


@pytest.mark.parametrize("query", ["xyz", "sn ew q", "zz"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert match(query, "New session", "Session") is None


def test_a_word_of_the_menu_finds_a_command_but_counts_less() -> None:
    own, menu = match("session", "New session", "Edit"), match("session", "Pause", "Session")
    assert own is not None
    assert menu is not None
    assert own.score > menu.score
    assert menu.places == ()


def test_nothing_typed_finds_everything_alike() -> None:
    for name in NAMES:
        found = match("  ", name)
        assert found is not None
        assert (found.score, found.places) == (0, ())


def test_the_places_are_those_of_the_letters() -> None:
    found = match("ns", "New session")
    assert found is not None
    assert found.places == (0, 4)
    whole = match("sess", "New session")
    assert whole is not None
    assert whole.places == (4, 5, 6, 7)


@given(st.text(max_size=30), st.text(max_size=12))
def test_places_rise_and_lie_in_the_name(name: str, query: str) -> None:
    found = match(query, name)
    if found is not None:
        assert list(found.places) == sorted(set(found.places))
        assert all(0 <= place < len(name) for place in found.places)


@given(st.text(alphabet="abcdeABC ", min_size=1, max_size=30), st.data())
def test_every_subsequence_is_found(name: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    query = "".join(letter for letter, keep in zip(name, kept, strict=True) if keep)
    assert match(query.replace(" ", ""), name) is not None


@given(st.text(max_size=10), st.text(max_size=30))
def test_case_does_not_count(query: str, name: str) -> None:
    if query.isascii() and name.isascii():
        assert match(query.upper(), name) == match(query.lower(), name)
