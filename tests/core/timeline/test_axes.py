"""Ticks and words of the two axes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.campaign.clock import campaign_clock
from sessionary.core.campaign.gametime import day_name, short_day_name
from sessionary.core.timeline.axis import CENTURY_SECONDS, Axis
from sessionary.core.timeline.calendar_months import CalendarMonths
from sessionary.core.timeline.game_axis import GameAxis
from sessionary.core.timeline.real_axis import RealAxis

DAY = 86_400
BERLIN = ZoneInfo("Europe/Berlin")


def us(*parts: int, zone: ZoneInfo | None = None) -> int:
    moment = datetime(*parts, tzinfo=zone or UTC)  # type: ignore[arg-type,misc]  # few parts
    return round(moment.timestamp()) * 1_000_000


def labels(axis: Axis, first: int, last: int, length: float) -> list[str]:
    return [tick.label for tick in axis.ticks(first, last, axis.step(length)) if tick.label]


@pytest.mark.parametrize(
    ("first", "last", "length", "expected"),
    [
        (15 * DAY + 32_400, 15 * DAY + 32_418, 6, ["9:00:00 AM", "9:00:06 AM", "9:00:12 AM"]),
        (15 * DAY + 32_400, 15 * DAY + 34_200, 600, ["9:00 AM", "9:10 AM", "9:20 AM", "9:30 AM"]),
        (14 * DAY + 82_800, 15 * DAY + 7_200, 3600, ["11:00 PM", "Day 15", "1:00 AM", "2:00 AM"]),
        (14 * DAY, 15 * DAY, 40_000, ["Day 14", "12:00 PM", "Day 15"]),
        (14 * DAY + 1, 17 * DAY, DAY, ["Day 15", "Day 16", "Day 17"]),
        (0, 40 * DAY, 10 * DAY, ["Day 0", "Day 10", "Day 20", "Day 30", "Day 40"]),
        (-2 * DAY, DAY, DAY, ["Day -2", "Day -1", "Day 0", "Day 1"]),
        (-7_200, 0, 3600, ["10:00 PM", "11:00 PM", "Day 0"]),
        (0, CENTURY_SECONDS, 10_000 * DAY, ["Day 0", "Day 10000", "Day 20000", "Day 30000"]),
    ],
)
def test_game_ticks_read_as_the_clock_face(
    first: int, last: int, length: float, expected: list[str]
) -> None:
    found = labels(GameAxis(), first, last, length)
    assert [label for label in found if label in expected] == expected
    assert len(found) <= len(expected) + 1


def test_a_day_of_thirty_hours_keeps_its_hours() -> None:
    axis = GameAxis(day_seconds=30 * 3600)
    found = labels(axis, 2 * 108_000, 3 * 108_000, 6 * 3600)
    assert found == ["Day 2", "6:00", "12:00", "18:00", "24:00", "Day 3"]
    assert axis.text(2 * 108_000 + 27 * 3600 + 1800) == "Day 2, 27:30"


def test_the_last_label_of_an_odd_day_keeps_away_from_midnight() -> None:
    axis = GameAxis(day_seconds=25 * 3600)
    assert labels(axis, 0, 25 * 3600, 6 * 3600) == ["Day 0", "6:00", "12:00", "18:00", "Day 1"]


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (15 * DAY + 55_800, "Day 15, 3:30 PM"),
        (15 * DAY + 55_806, "Day 15, 3:30:06 PM"),
        (0, "Day 0, 12:00 AM"),
        (-1, "Day -1, 11:59:59 PM"),
        (2**33, "Day 99420, 12:56:32 PM"),
    ],
)
def test_a_moment_of_game_time_is_said_in_full(time: int, text: str) -> None:
    assert GameAxis().text(time) == text


def test_hours_leave_the_day_to_the_context() -> None:
    axis = GameAxis()
    assert axis.context(15 * DAY + 5, axis.step(600)) == axis.day(15 * DAY) == "Day 15"


def test_a_day_shorter_than_a_minute_is_refused() -> None:
    with pytest.raises(ValueError, match="60 seconds"):
        GameAxis(day_seconds=59)


@pytest.mark.parametrize(
    ("first", "last", "seconds", "expected"),
    [
        (us(2026, 11, 20, 18), us(2026, 11, 20, 19), 900, "19:00 19:15 19:30 19:45 20:00"),
        (us(2026, 11, 20, 22), us(2026, 11, 21), 3600, "23:00|Sat 21 Nov|01:00"),
        (us(2026, 12, 30), us(2027, 1, 2), DAY, "31 Dec|1 Jan 2027|2 Jan"),
        (us(2026, 11, 1), us(2027, 2, 2), 30 * DAY, "Dec|2027|Feb"),
        (us(2000, 1, 2), us(2100, 1, 2), 20 * 365 * DAY, "2020|2040|2060|2080|2100"),
        (us(2026, 11, 20, 18), us(2026, 11, 20, 18, 0, 4), 2, "19:00:00 19:00:02 19:00:04"),
    ],
)
def test_real_ticks_read_as_the_zones_clocks(
    first: int, last: int, seconds: int, expected: str
) -> None:
    wanted = expected.split("|" if "|" in expected else " ")
    assert labels(RealAxis(BERLIN), first, last, seconds * 1_000_000) == wanted


def test_the_hour_that_summer_time_leaves_out_has_no_tick() -> None:
    first = us(2026, 3, 29, 0, zone=BERLIN)
    found = labels(RealAxis(BERLIN), first, first + 4 * 3_600_000_000, 3_600_000_000)
    assert found == ["Sun 29 Mar", "01:00", "03:00", "04:00", "05:00"]


def test_the_hour_that_comes_twice_has_two_ticks() -> None:
    first = us(2026, 10, 25, 0, zone=BERLIN)
    found = labels(RealAxis(BERLIN), first, first + 4 * 3_600_000_000, 3_600_000_000)
    assert found == ["Sun 25 Oct", "01:00", "02:00", "02:00", "03:00"]


def test_real_context_names_what_the_labels_leave_out() -> None:
    axis = RealAxis(BERLIN)
    time = us(2026, 11, 20, 18, 15)
    assert axis.context(time, axis.step(60e6)) == "Fri 20 Nov 2026"
    assert axis.context(time, axis.step(DAY * 1e6)) == "2026"
    assert axis.context(time, axis.step(400 * DAY * 1e6)) == ""
    assert axis.day(time) == "20 Nov"
    assert axis.text(time) == "Fri 20 Nov 2026, 19:15"
    assert axis.text(time + 5_000_000) == "Fri 20 Nov 2026, 19:15:05"


def test_times_no_calendar_reaches_do_not_raise() -> None:
    axis = RealAxis(BERLIN)
    for time in (-(2**62), 2**62):
        assert axis.text(time)
        assert axis.ticks(time - 10, time + 10, axis.step(1e6)) == []
    everything = axis.ticks(-(2**62), 2**62, axis.step(2**62))
    assert 1 <= len(everything) <= 20


def of_calendar(calendar: dict[str, Any], *, day_seconds: int = DAY) -> GameAxis:
    clock = campaign_clock({"own": {"calendar": calendar, "dayLength": day_seconds}})
    assert clock.almanac is not None
    months = CalendarMonths(clock.almanac, clock.day_zero)
    return GameAxis(
        clock.day_length,
        lambda day, whole: (day_name if whole else short_day_name)(day, clock),
        months,
    )


HARBOUR: dict[str, Any] = {
    "months": [
        {"name": "Ebb", "days": 20},
        {"name": "Still", "days": 1, "intercalary": True},
        {"name": "Flood", "days": 20},
        {"name": "Spring", "days": 20},
        {"name": "Neap", "days": 20},
    ],
    "leapDays": [{"name": "Storm", "month": 1, "rules": [{"every": 4}]}],
    "eras": [{"name": "AB", "start": {"year": 1}}],
    # Day 1 is the 1st of Ebb 5: four years before it, one of them a leap year.
    "dayZero": 4 * 81 + 1 - 1,
}


@pytest.mark.parametrize(
    ("first", "last", "length", "expected"),
    [
        (1, 82, 20, [(1, "Ebb 5 AB"), (22, "Flood"), (42, "Spring"), (62, "Neap"),
                     (82, "Ebb 6 AB")]),
        (1, 82, 21, [(1, "Ebb 5 AB"), (42, "Spring"), (82, "Ebb 6 AB")]),
        (2, 330, 60, [(82, "6 AB"), (163, "7 AB"), (244, "8 AB"), (326, "9 AB")]),
        (-400, 500, 400, [(1, "5 AB"), (407, "10 AB")]),
        (21, 23, 1, [(21, "Still"), (22, "1 Flood"), (23, "2 Flood")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("day_seconds", [DAY, 100_000])
def test_ticks_stand_where_months_and_years_of_the_calendar_begin(
    first: int, last: int, length: int, expected: list[tuple[int, str]], day_seconds: int
) -> None:
    axis = of_calendar(HARBOUR, day_seconds=day_seconds)
    ticks = axis.ticks(first * day_seconds, last * day_seconds, axis.step(length * day_seconds))
    found = [(tick.time / day_seconds, tick.label) for tick in ticks if tick.label]
    assert found[-len(expected) :] == expected


AXES = st.sampled_from(
    [
        GameAxis(),
        GameAxis(day_seconds=100_000),
        of_calendar(HARBOUR),
        of_calendar({"months": [{"name": "Moon", "days": 28}]}),
        RealAxis(UTC),
        RealAxis(BERLIN),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    axis=AXES,
    start=st.integers(-(2**36), 2**36),
    log=st.floats(0.0, 9.4),
    columns=st.integers(1, 14),
)
def test_ticks_rise_stay_inside_and_are_few(
    axis: Axis, start: int, log: float, columns: int
) -> None:
    first = start * axis.second
    length = 10**log * axis.second
    last = first + int(length * columns)
    step = axis.step(length)
    ticks = axis.ticks(first, last, step)
    times = [tick.time for tick in ticks]
    assert times == sorted(set(times))
    assert all(first <= time <= last for time in times)
    assert len(times) <= (columns + 2) * max(step.parts, 7) * 2
