"""Values as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.typed_values import (
    clock_text,
    moment_text,
    read_clock,
    read_moment,
    read_scaled,
    scaled_text,
    stepped_moment,
)

_WHOLE = st.integers(-(2**63), 2**63 - 1)


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("9", 0, 9), (" -4 ", 0, -4), ("\u22124", 0, -4), ("+7", 0, 7), ("007", 0, 7),
        ("1.25", 2, 125), ("1,2", 2, 120), (".5", 1, 5), ("3.", 1, 30), ("1.250", 2, 125),
        ("1.5", 0, None), ("1.255", 2, None), ("", 0, None), ("-", 0, None), (".", 2, None),
        ("1 000", 0, None), ("1e3", 0, None), ("nine", 0, None),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly_or_not_at_all(
    text: str, decimals: int, value: int | None
) -> None:
    assert read_scaled(text, decimals) == value


@given(_WHOLE, st.integers(-1, 18))
def test_every_number_comes_back(value: int, decimals: int) -> None:
    assert read_scaled(scaled_text(value, decimals), decimals) == value


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("19:30", 70_200), ("7:30 pm", 70_200), ("7.30", 27_000), ("12am", 0), ("12 p.m.", 43_200),
        ("24:00", 86_400), ("24:01", None), ("19", 68_400), ("19:30:15", 70_215), ("19:60", None),
        ("13 pm", None), ("", None), ("noon", None), ("1:2", None),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, second: int | None) -> None:
    assert read_clock(text) == second


@given(st.integers(0, 86_400))
def test_every_time_of_day_comes_back(second: int) -> None:
    assert read_clock(clock_text(second)) == second


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2024-07-06 18:00", 1_720_288_800), ("2024-07-06T18:00", 1_720_288_800),
        ("2024-7-6, 6 pm", 1_720_288_800), ("1970-01-01", 0), ("@-5", -5), ("2024-02-30", None),
        ("2024-07-06 late", None), ("tomorrow", None),
    ],
)  # fmt: skip
def test_a_date_and_time(text: str, seconds: int | None) -> None:
    assert read_moment(text) == seconds


@given(_WHOLE)
def test_every_moment_comes_back_also_one_that_no_calendar_has(seconds: int) -> None:
    assert read_moment(moment_text(seconds)) == seconds


@pytest.mark.parametrize(
    ("unit", "steps", "text"),
    [
        ("day", 1, "2024-02-01 18:00"), ("month", 1, "2024-02-29 18:00"),
        ("year", -1, "2023-01-31 18:00"), ("hour", 7, "2024-02-01 01:00"),
        ("minute", -1, "2024-01-31 17:55"), ("year", 9000, "2024-01-31 18:00"),
    ],
)  # fmt: skip
def test_steps_of_a_date(unit: str, steps: int, text: str) -> None:
    begun = read_moment("2024-01-31 18:00")
    assert begun is not None
    assert moment_text(stepped_moment(begun, unit, steps)) == text
