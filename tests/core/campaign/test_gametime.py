from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign import gametime
from sessionary.core.campaign.clock import Clock
from sessionary.core.campaign.epochs import EpochVote, choose_epoch
from sessionary.core.campaign.gametime import (
    DEFAULT_EPOCH,
    agrees,
    clock_face,
    elapsed_fields,
    elapsed_seconds,
    elapsed_text,
    game_time,
    gap_text,
    is_readable,
    pair_of,
    parse_clock,
    parse_round,
    parse_shift,
    sort_value,
    whole,
)

DAY, HOUR = 86_400, 3_600
NINE = 9 * HOUR

seconds = st.integers(min_value=-(2**40), max_value=2**40)


@pytest.mark.parametrize(
    ("total", "epoch", "face"),
    [
        (1_296_000, NINE, "Day 15, 9:00 AM"),
        (1_328_400, NINE, "Day 15, 6:00 PM"),
        (1_299_600, NINE, "Day 15, 10:00 AM"),
        (21_600, 3 * DAY, "Day 3, 6:00 AM"),
        (0, DEFAULT_EPOCH, "Day 1, 12:00 AM"),
        (-1, DEFAULT_EPOCH, "Day 0, 11:59 PM"),
        (-DAY - 1, DEFAULT_EPOCH, "Day -1, 11:59 PM"),
        (12 * HOUR, DEFAULT_EPOCH, "Day 1, 12:00 PM"),
        (59, 0, "Day 0, 12:00 AM"),
        (2**31 * DAY, 0, "Day 2147483648, 12:00 AM"),
    ],
)
def test_the_clock_shows_epoch_plus_total(total: int, epoch: int, face: str) -> None:
    assert clock_face(total, epoch=epoch) == face


def test_a_day_that_is_not_24_hours_long_is_written_with_plain_hours() -> None:
    day_length = 30 * HOUR
    total = 2 * day_length + 27 * HOUR + 30 * 60
    assert clock_face(total, clock=Clock(day_length=day_length)) == "D2 27:30"
    assert parse_clock("D2 27:30", clock=Clock(day_length=day_length)) == total
    assert parse_clock("D2 27:30") is None
    assert parse_clock("Day 2, 3:30 PM", clock=Clock(day_length=day_length)) is None


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("Day 15, 3:30 PM", 15 * DAY + 15 * HOUR + 1_800),
        ("day 15 3:30pm", 15 * DAY + 15 * HOUR + 1_800),
        ("D15 15:30", 15 * DAY + 15 * HOUR + 1_800),
        ("15d 9h", 15 * DAY + NINE),
        ("15d 9h 30m", 15 * DAY + NINE + 1_800),
        ("15 days", 15 * DAY),
        ("Day 15", 15 * DAY),
        ("Day 15, 3 p.m.", 15 * DAY + 15 * HOUR),
        ("Day 15 at 3:30:06 PM", 15 * DAY + 15 * HOUR + 1_806),
        ("Day 0, 12:00 AM", 0),
        ("Day 0, 12:30 PM", 12 * HOUR + 1_800),
        ("Day -2, 11:00 PM", -2 * DAY + 23 * HOUR),
        ("  DAY 3,6:00 am ", 3 * DAY + 6 * HOUR),
    ],
)
def test_texts_that_people_write_are_read(text: str, face: int) -> None:
    assert parse_clock(text) == face
    assert is_readable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "noon",
        "Day",
        "Day fifteen",
        "Day 15, 13:00 PM",
        "Day 15, 0:30 AM",
        "Day 15, 24:00",
        "Day 15, 3:60 PM",
        "Day 15 3",
        "Day 153pm",
        "15d 24h",
        "15d 1h 60m",
        "3:30 PM",
        "Day \u0661\u0665, 3:30 PM",
        "12 Mirtul 1492",
    ],
)
def test_other_texts_are_not_guessed_at(text: str) -> None:
    assert parse_clock(text) is None
    assert not is_readable(text)


def test_a_round_is_readable_but_no_time_of_day() -> None:
    assert parse_round("Round 2, Turn 3") == (2, 3)
    assert parse_round("round 12") == (12, 0)
    assert parse_round("Day 2") is None
    assert is_readable("Round 2, Turn 3")
    assert parse_clock("Round 2, Turn 3") is None


@given(seconds)
def test_a_face_is_read_as_the_minute_it_shows(face: int) -> None:
    assert parse_clock(clock_face(face)) == face // 60 * 60


@given(seconds, seconds)
def test_epoch_and_total_may_change_places_with_the_face(total: int, epoch: int) -> None:
    assert clock_face(total, epoch=epoch) == clock_face(epoch + total)


@given(st.integers(min_value=1, max_value=60), seconds)
def test_days_of_any_length_round_trip(hours: int, face: int) -> None:
    odd = Clock(day_length=hours * HOUR)
    assert parse_clock(clock_face(face, clock=odd), clock=odd) == face // 60 * 60


@given(st.integers(min_value=-(2**70), max_value=2**70))
def test_game_time_is_never_rounded(face: int) -> None:
    time = game_time(face, epoch=NINE)
    assert time["total"] == face - NINE
    assert type(time["total"]) is int
    assert sort_value({"total": time["total"]}, NINE) == face


@pytest.mark.parametrize(
    ("time", "epoch", "value"),
    [
        ({"total": 1_296_000, "formatted": "Day 15, 9:00 AM"}, NINE, 15 * DAY + NINE),
        ({"total": 1_296_000}, NINE, 15 * DAY + NINE),
        ({"total": 7, "formatted": "Day 15, 9:00 AM"}, NINE, 15 * DAY + NINE),
        ({"total": 7, "formatted": "whenever"}, NINE, NINE + 7),
        ({"total": 7, "formatted": "Round 2, Turn 3"}, NINE, NINE + 7),
        ({"formatted": "Round 2, Turn 3"}, NINE, None),
        ({"total": 1_296_006, "formatted": "Day 15, 9:00 AM"}, NINE, 15 * DAY + NINE + 6),
        ({"total": 1_299_600, "formatted": "Day 15"}, NINE, 15 * DAY + 10 * HOUR),
        ({"formatted": "Day 15"}, NINE, 15 * DAY),
        ({"days": 15, "hours": 9}, 0, 15 * DAY + NINE),
        ({"hours": 9}, 0, None),
        ({"total": 1e3}, 0, 1_000),
        ({"total": "1000"}, 0, None),
        ({}, 0, None),
    ],
)
def test_the_text_decides_the_order_and_the_total_only_without_one(
    time: dict[str, Any], epoch: int, value: int | None
) -> None:
    assert sort_value(time, epoch) == value


def test_newcomers_from_another_epoch_are_shifted_in_the_computed_value() -> None:
    time = {"total": 21_600, "formatted": "Day 3, 6:00 AM"}
    shift = NINE - 3 * DAY
    assert sort_value(time, NINE, shift=shift) == NINE + 21_600
    assert sort_value({"total": 21_600}, NINE, shift=shift) == NINE + 21_600


def test_the_samples_imply_day_0_nine_o_clock() -> None:
    times = [
        {"total": 1_296_000, "formatted": "Day 15, 9:00 AM"},
        {"total": 1_299_600, "formatted": "Day 15, 10:00 AM"},
        {"total": 1_328_400, "formatted": "Day 15, 6:00 PM"},
    ]
    choice = choose_epoch([pair for time in times if (pair := pair_of(time))])
    assert choice.epoch == NINE
    assert choice.agreed
    assert choice.mismatches == ()
    assert clock_face(0, epoch=NINE) == "Day 0, 9:00 AM"


@pytest.mark.parametrize(
    ("pairs", "epoch", "mismatches"),
    [
        ([], None, ()),
        ([(3 * DAY + 6 * HOUR, 21_600)], 3 * DAY, ()),
        ([(100 * 60, 0), (200 * 60, 0), (260 * 60, 3_600)], 200 * 60, (0,)),
        ([(100 * 60, 0), (200 * 60, 0)], 100 * 60, (1,)),
        ([(15 * DAY + NINE, 1_296_006), (15 * DAY + NINE, 1_296_000)], NINE, ()),
    ],
)
def test_the_epoch_is_what_most_pairs_imply_and_of_equals_the_first(
    pairs: list[tuple[int, int]], epoch: int | None, mismatches: tuple[int, ...]
) -> None:
    choice = choose_epoch(pairs)
    assert (choice.epoch, choice.mismatches) == (epoch, mismatches)
    assert choice.agreed == (not mismatches)


@given(st.integers(min_value=-(10**6), max_value=10**6), st.lists(seconds, min_size=1))
def test_a_clock_that_is_right_always_gives_its_epoch(minute: int, totals: list[int]) -> None:
    epoch = minute * 60
    pairs = [(parse_clock(clock_face(total, epoch=epoch)) or 0, total) for total in totals]
    choice = choose_epoch(pairs)
    assert choice.epoch == epoch
    assert choice.agreed
    assert all(agrees(face, total, epoch) for face, total in pairs)


def test_votes_are_counted_without_keeping_the_pairs() -> None:
    vote = EpochVote()
    assert vote.winner() is None
    assert vote.agreed()
    for face, total in [(60, 0), (120, 0), (180, 60)]:
        vote.add(face, total)
    assert vote.winner() == 120
    assert not vote.agreed()


@pytest.mark.parametrize(
    ("span", "fields", "text"),
    [
        (32_400, {"hours": 9}, "9 h"),
        (9_000, {"hours": 2, "minutes": 30}, "2 h 30 min"),
        (12 * DAY, {"days": 12}, "12 days"),
        (DAY, {"days": 1}, "1 day"),
        (DAY + 6, {"days": 1, "rounds": 1}, "1 day 1 round"),
        (18, {"rounds": 3}, "3 rounds"),
        (65, {"minutes": 1}, "1 min"),
        (5, {}, "no time"),
        (0, {}, "no time"),
        (-7_200, {"hours": -2}, "2 h earlier"),
        (-9_000, {"hours": -2, "minutes": -30}, "2 h 30 min earlier"),
    ],
)
def test_a_span_is_given_in_the_largest_whole_units(
    span: int, fields: dict[str, int], text: str
) -> None:
    assert elapsed_fields(span) == fields
    assert elapsed_text(span) == text


@given(seconds)
def test_a_span_loses_less_than_a_round(span: int) -> None:
    back = elapsed_seconds(elapsed_fields(span)) or 0
    assert 0 <= abs(span) - abs(back) < 6


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (12 * DAY, "12 days later"),
        (DAY, "1 day later"),
        (DAY + HOUR + 60, "1 day 1 hour later"),
        (-2 * HOUR, "2 hours earlier"),
        (-90, "1 minute 5 rounds earlier"),
        (5, ""),
        (0, ""),
    ],
)
def test_a_jump_between_sessions_is_told_in_words(gap: int, text: str) -> None:
    assert gap_text(gap) == text


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("+3d 4h", 3 * DAY + 4 * HOUR),
        ("+2h", 2 * HOUR),
        ("-1h30m", -5_400),
        ("+1d -2h", DAY - 2 * HOUR),
        ("+1 round", 6),
        ("+10 min", 600),
        ("+1w", 7 * DAY),
        (" +8 hours, 5 s ", 8 * HOUR + 5),
        ("3d", None),
        ("+", None),
        ("+3 months", None),
        ("+3", None),
        ("", None),
    ],
)
def test_typed_shifts_are_read(text: str, shift: int | None) -> None:
    assert parse_shift(text) == shift


@pytest.mark.parametrize(
    ("value", "read"), [(3, 3), (3.0, 3), (3.5, None), ("3", None), (True, None)]
)
def test_whole_numbers_are_told_from_others(value: object, read: int | None) -> None:
    assert whole(value) == read


@given(
    st.sampled_from(["Day ", "day ", "Day  ", "D", "Day -", ""]),
    st.one_of(st.integers(0, 10**16).map(str), st.sampled_from(["", "٣", "1 ", "-2"])),
    st.sampled_from([", ", ",", " ", ", at ", ",  "]),
    st.sampled_from(
        ["3:30 PM", "12:00 AM", "0:00 AM", "15:30", "24:00", "3pm", "3", "9:61 AM", "", "٣:00"]
    ),
    st.sampled_from([86_400, 108_000]),
)
def test_the_usual_shape_is_read_as_all_the_others_are(
    word: str, day: str, between: str, clock: str, day_length: int
) -> None:
    text = f"{word}{day}{between}{clock}"
    slowly = gametime._read_any_face(text, day_length)
    assert parse_clock(text, clock=Clock(day_length=day_length)) == (
        None if slowly is None else slowly.face
    )
