"""Game time by a campaign's own clock: the calendar names days, the seconds stay."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.test_almanac import GREGORIAN, HARPTOS

from sessionary.core.calendar.document import calendar_document
from sessionary.core.campaign.clock import PLAIN, Clock, campaign_clock
from sessionary.core.campaign.gametime import (
    clock_face,
    days_name,
    elapsed_text,
    game_time,
    gap_text,
    is_readable,
    parse_clock,
    parse_shift,
    sort_value,
)
from sessionary.core.campaign.typed import typed_face

DAY = 86_400
WORLD = Clock(calendar=HARPTOS.calendar, day_zero=1_491 * 365 + 372)
EARTH = Clock(calendar=GREGORIAN.calendar)
LONG = Clock(day_length=30 * 3_600, round_length=10, calendar=HARPTOS.calendar)


@pytest.mark.parametrize(
    ("face", "clock", "said"),
    [
        (0, WORLD, "1 Hammer 1492 DR, 12:00 AM"),
        (-1, WORLD, "30 Nightal 1491 DR, 11:59 PM"),
        (30 * DAY + 55_800, WORLD, "Midwinter 1492 DR, 3:30 PM"),
        (719_162 * DAY + 2**31, EARTH, "19 January 2038 AD, 3:14 AM"),
        (-366 * DAY, EARTH, "1 January 1 BC, 12:00 AM"),
        (31 * 30 * 3_600 + 27 * 3_600, LONG, "1 Alturiak 1 DR, 27:00"),
    ],
)
def test_the_face_of_the_clock_is_a_date(face: int, clock: Clock, said: str) -> None:
    assert clock_face(face, clock=clock) == said
    assert parse_clock(said, clock=clock) == face // 60 * 60


@given(st.sampled_from([WORLD, EARTH, LONG]), st.integers(min_value=-(10**14), max_value=10**14))
def test_every_date_is_read_again_and_later_ones_are_later(clock: Clock, face: int) -> None:
    assert parse_clock(clock_face(face, clock=clock), clock=clock) == face // 60 * 60
    assert game_time(face, epoch=5, clock=clock)["total"] == face - 5


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("Day 15, 3:30 PM", 15 * DAY + 55_800),
        ("D15 15:30", 15 * DAY + 55_800),
        ("12 Hammer 1492 at 9:00", 11 * DAY + 32_400),
        ("12 Hammer 1492 DR 9am", 11 * DAY + 32_400),
        ("12 Hammer 1492", 11 * DAY),
        ("12 Hammer, 1492", 11 * DAY),
        ("31 Hammer 1492", None),
        ("12 Hammer 1492, 25:00", None),
        ("Hammer", None),
    ],
)
def test_dates_stand_beside_counted_days(text: str, face: int | None) -> None:
    assert parse_clock(text, clock=WORLD) == face
    assert is_readable(text, WORLD) is (face is not None)


def test_a_date_without_a_time_leaves_the_word_to_the_total() -> None:
    time = {"total": 3_600, "formatted": "12 Hammer 1492 DR"}
    assert sort_value(time, 11 * DAY, clock=WORLD) == 11 * DAY + 3_600
    assert sort_value({"formatted": time["formatted"]}, 0, clock=WORLD) == 11 * DAY
    assert sort_value(time, 0) == 3_600


def test_what_is_typed_may_be_a_date_a_shift_or_a_time_of_a_long_day() -> None:
    assert typed_face("3 Ches 1492, 8:00 AM", former=None, clock=WORLD) == 63 * DAY + 28_800
    assert typed_face("27:30", former=30 * 3_600, clock=LONG) == 57 * 3_600 + 1_800
    assert typed_face("+1d 1r", former=0, clock=LONG) == 30 * 3_600 + 10
    assert parse_shift("+1w", WORLD) == 10 * DAY
    assert parse_shift("+1w") == 7 * DAY


def test_spans_are_told_in_the_days_of_the_campaign() -> None:
    assert elapsed_text(30 * 3_600 + 20, LONG) == "1 day 2 rounds"
    assert gap_text(-60 * 3_600, LONG) == "2 days earlier"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (3, 3, "4 Hammer 1492 DR"),
        (3, 8, "4–9 Hammer 1492 DR"),
        (3, 30, "4 Hammer – Midwinter 1492 DR"),
        (3, 32, "4 Hammer – 2 Alturiak 1492 DR"),
        (-1, 3, "30 Nightal 1491 DR – 4 Hammer 1492 DR"),
    ],
)
def test_a_stretch_of_days_says_once_what_its_ends_share(first: int, last: int, said: str) -> None:
    assert days_name(first, last, WORLD) == said


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"calendar": {"months": []}},
        {"calendar": 3, "dayLength": "long", "roundLength": 0, "rests": [1]},
        {"dayLength": 59},
    ],
)
def test_what_cannot_be_used_leaves_the_plain_clock(own: dict[str, Any]) -> None:
    assert campaign_clock({"own": own}) == PLAIN


def test_the_clock_of_a_campaign_is_what_its_document_says() -> None:
    own = {
        "calendar": {**calendar_document(HARPTOS.calendar), "dayZero": WORLD.day_zero},
        "rests": {"short": 600},
    }
    clock = campaign_clock({"own": own})
    assert (clock.calendar, clock.day_zero, clock.short_rest) == (
        WORLD.calendar, WORLD.day_zero, 600,
    )  # fmt: skip
    assert not clock.plain
