"""The words of a filter: what they ask for, and which sessions meet them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.kinds import SessionSummary
from sessionary.core.query import Term, matches, parse_query

SESSION = SessionSummary(
    pk=1,
    kind="campaign",
    key="session-015",
    id="session-015",
    container="campaign-001",
    number=15,
    title="Into the Temple",
    status="completed",
    start="2025-01-20T18:05:00Z",
    start_us=1_737_396_300_000_000,
    end_us=1_737_411_300_000_000,
    duration=250,
    game_start=15 * 86_400 + 9 * 3600,
    game_end=17 * 86_400,
    entries=247,
    listed=2,
    attended=2,
    planned=3,
    reached=3,
    tag_lines="dungeon-crawl\nCult",
    people_lines="Ann\nMalachar",
)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("status:played", (Term("status", "played"),)),
        ("#temple", (Term("tag", "temple"),)),
        ("@Malachar", (Term("person", "Malachar"),)),
        ("^temple", (Term("place", "temple"),)),
        ('@"Priestess Elara"', (Term("person", "Priestess Elara", phrase=True),)),
        ("day:12..15", (Term("day", "12..15"),)),
        ("-#cult", (Term("tag", "cult", excluded=True),)),
        ("unknown:word", (Term("", "unknown:word"),)),
        ('a "b c', (Term("", "a"), Term("", "b c", phrase=True))),
        ("item:sword", (Term("item", "sword"),)),
        ("#", (Term("", "#"),)),
    ],
)
def test_words_are_read_as_conditions(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse_query(typed).terms == terms


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "temple",
        "INTO temple",
        "15",
        "status:played",
        "status:completed",
        "#cult",
        "#dung",
        "@mala",
        "day:15",
        "day:16",
        "day:16..40",
        "-status:planned",
        "kind:campaign",
        "session:15",
        '"into the"',
    ],
)
def test_the_session_meets_the_filter(typed: str) -> None:
    assert matches(parse_query(typed), SESSION)


@pytest.mark.parametrize(
    "typed",
    ["dragon", "status:planned", "#harbour", "@bob", "day:14", "day:18", "day:x", "-temple",
     "temple -#cult", "kind:visit", "session:1"],
)  # fmt: skip
def test_the_session_does_not_meet_the_filter(typed: str) -> None:
    assert not matches(parse_query(typed), SESSION)


def test_live_is_the_word_for_a_session_in_progress() -> None:
    live = SESSION._replace(status="in_progress")
    assert matches(parse_query("status:live"), live)
    assert matches(parse_query("status:in_progress"), live)
    assert matches(parse_query("status:in-progress"), live)


def test_a_session_without_game_time_is_on_no_day() -> None:
    assert not matches(parse_query("day:1"), SESSION._replace(game_start=None, game_end=None))


def test_full_and_half_width_letters_are_found_alike() -> None:
    wide = SESSION._replace(title="\uff34\uff45\uff4d\uff50\uff4c\uff45")
    assert matches(parse_query("temple"), wide)


@given(st.text(max_size=80))
def test_any_text_is_a_query(typed: str) -> None:
    matches(parse_query(typed), SESSION)
