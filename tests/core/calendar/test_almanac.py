"""Days and dates of calendars, against tables reckoned by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.calendar.almanac import Almanac, NoSuchDate
from sessionary.core.calendar.definition import (
    Calendar,
    Date,
    Era,
    LeapDay,
    LeapRule,
    Month,
    Moon,
)
from sessionary.core.calendar.words import date_text, day_text, month_text, read_date, weekday_text

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
GREGORIAN = Almanac(
    Calendar(
        name="Gregorian",
        months=tuple(
            Month(name=name, days=days)
            for name, days in zip(
                _MONTHS,
                (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31),
                strict=True,
            )
        ),
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        leap_days=(
            LeapDay(
                name="",
                month=1,
                rules=(LeapRule(every=4), LeapRule(every=100, leap=False), LeapRule(every=400)),
            ),
        ),
        eras=(Era(name="BC", backward=True), Era(name="AD", start=Date(1, 0, 1))),
    )
)

_TEN = ("Hammer", "Alturiak", "Ches", "Tarsakh", "Mirtul", "Kythorn", "Flamerule")
_LAST = ("Eleasis", "Eleint", "Marpenoth", "Uktar", "Nightal")
_FEASTS = {
    "Hammer": "Midwinter",
    "Tarsakh": "Greengrass",
    "Flamerule": "Midsummer",
    "Eleint": "Highharvestide",
    "Uktar": "Feast of the Moon",
}


def _harptos_months() -> tuple[Month, ...]:
    months = []
    for name in (*_TEN, *_LAST):
        months.append(Month(name=name, days=30))
        if name in _FEASTS:
            months.append(Month(name=_FEASTS[name], days=1, intercalary=True))
    return tuple(months)


# Midsummer is the 10th of 17; Shieldmeet follows it every four years.
HARPTOS = Almanac(
    Calendar(
        name="Harptos",
        months=_harptos_months(),
        weekdays=tuple(f"{n}-day" for n in range(1, 11)),
        leap_days=(
            LeapDay(
                name="Shieldmeet", month=9, rules=(LeapRule(every=4),), intercalary=True, after=1
            ),
        ),
        year_zero=True,
        moons=(Moon(name="Selûne", cycle=487, parts=16),),
        eras=(Era(name="DR", start=Date(1, 0, 1)),),
    )
)
assert HARPTOS.calendar.months[9].name == "Midsummer"

# Two short months, a third in every third year, two nameless days between the days of the first.
ODD = Almanac(
    Calendar(
        name="Odd",
        months=(
            Month(name="Ash", days=5),
            Month(name="Mist", days=0),
            Month(name="Bone", days=4),
            Month(name="Third", days=3, every=3, offset=1),
        ),
        weekdays=("Sun", "Moon", "Star"),
        leap_days=(
            LeapDay(name="First", month=0, rules=(LeapRule(every=2),), intercalary=True, after=2),
            LeapDay(name="Second", month=0, rules=(LeapRule(every=2),), intercalary=True, after=2),
            LeapDay(name="Fog", month=1, rules=(LeapRule(every=5, offset=1),)),
            LeapDay(name="", month=3, rules=(LeapRule(every=2, offset=1),)),
        ),
        eras=(Era(name="of Kings", start=Date(3, 0, 1), restart=True),),
    )
)


@pytest.mark.parametrize(
    ("almanac", "day", "said"),
    [
        # The days of a usual year, and of one with a leap day: 1582 years of the rules before.
        (GREGORIAN, 0, "1 January 1 AD"),
        (GREGORIAN, -1, "31 December 1 BC"),
        (GREGORIAN, -366, "1 January 1 BC"),
        (GREGORIAN, 719_162, "1 January 1970 AD"),
        (GREGORIAN, 730_177, "28 February 2000 AD"),
        (GREGORIAN, 730_178, "29 February 2000 AD"),
        (GREGORIAN, 730_179, "1 March 2000 AD"),
        (GREGORIAN, 693_653, "28 February 1900 AD"),
        (GREGORIAN, 693_654, "1 March 1900 AD"),
        # A year of Harptos has 365 days; Midsummer is its 214th, Shieldmeet the day after.
        (HARPTOS, 0, "1 Hammer 1 DR"),
        (HARPTOS, 29, "30 Hammer 1 DR"),
        (HARPTOS, 30, "Midwinter 1 DR"),
        (HARPTOS, 31, "1 Alturiak 1 DR"),
        (HARPTOS, 212, "Midsummer 1 DR"),
        (HARPTOS, 213, "1 Eleasis 1 DR"),
        (HARPTOS, 3 * 365 + 212, "Midsummer 4 DR"),
        (HARPTOS, 3 * 365 + 213, "Shieldmeet 4 DR"),
        (HARPTOS, 3 * 365 + 214, "1 Eleasis 4 DR"),
        (HARPTOS, 1_491 * 365 + 372, "1 Hammer 1492 DR"),
        # Year 0 is one of the fourth years, so it has 366 days, and −1 has 365.
        (HARPTOS, -1, "30 Nightal 0"),
        (HARPTOS, -366, "1 Hammer 0"),
        (HARPTOS, -367, "30 Nightal -1"),
        # Year 1 has Ash 5, Fog 1, Bone 4, Third 3 and its leap day; year 2 has Ash with two more.
        (ODD, 4, "5 Ash 1"),
        (ODD, 5, "1 Mist 1"),
        (ODD, 6, "1 Bone 1"),
        (ODD, 10, "1 Third 1"),
        (ODD, 13, "4 Third 1"),
        (ODD, 14, "1 Ash 2"),
        (ODD, 15, "2 Ash 2"),
        (ODD, 16, "First 2"),
        (ODD, 17, "Second 2"),
        (ODD, 18, "3 Ash 2"),
        (ODD, 20, "5 Ash 2"),
        (ODD, 21, "1 Bone 2"),
        (ODD, 25, "1 Ash 1 of Kings"),
        # There is no year 0: before 1 comes −1, which is even as the rules count.
        (ODD, -1, "4 Bone -1"),
        (ODD, -11, "1 Ash -1"),
        (ODD, -12, "4 Bone -2"),
    ],
)
def test_a_day_has_the_date_of_the_table_and_is_found_by_it(
    almanac: Almanac, day: int, said: str
) -> None:
    assert date_text(almanac, day) == said
    assert read_date(almanac, said) == day
    assert almanac.day_of(almanac.date(day)) == day


def test_the_proleptic_gregorian_calendar_is_pythons() -> None:
    for ordinal in (*range(1, 800), *range(693_000, 694_000), *range(730_000, 731_000, 7)):
        real, found = date.fromordinal(ordinal), GREGORIAN.date(ordinal - 1)
        assert (found.year, found.month + 1, found.day) == (real.year, real.month, real.day)
        assert GREGORIAN.weekday(ordinal - 1) == real.weekday()


def test_days_outside_of_weeks_hold_the_week_up() -> None:
    days = range(14, 22)
    assert [weekday_text(ODD, day) for day in range(3)] == ["Sun", "Moon", "Star"]
    # The 14 days of year 1 are all of weeks: 14 leave 2 of a week of 3.
    assert [weekday_text(ODD, day) for day in days] == [
        "Star", "Sun", "", "", "Moon", "Star", "Sun", "Moon",
    ]  # fmt: skip
    assert weekday_text(HARPTOS, 29) == "10-day"
    assert weekday_text(HARPTOS, 30) == ""
    assert weekday_text(HARPTOS, 31) == "1-day"
    assert weekday_text(ODD, -1) == "Star"


def test_weeks_may_begin_anew_with_each_month() -> None:
    calendar = Calendar(
        name="", months=(Month(name="A", days=4), Month(name="B", days=4)),
        weekdays=("x", "y", "z"), weekdays_restart=True,
    )  # fmt: skip
    assert [weekday_text(Almanac(calendar), day) for day in range(6)] == list("xyzxxy")


def test_months_follow_each_other_and_those_without_a_day_are_left_out() -> None:
    month = ODD.month_of(0)
    names = []
    for _ in range(7):
        names.append((month_text(ODD, month.first), month.days))
        month = ODD.next_month(month)
    assert names == [
        ("Ash 1", 5), ("Mist 1", 1), ("Bone 1", 4), ("Third 1", 4), ("Ash 2", 7), ("Bone 2", 4),
        ("Ash 1 of Kings", 5),
    ]  # fmt: skip
    assert ODD.previous_month(ODD.month_of(14)) == ODD.month_of(10)
    assert [one.days for one in ODD.months_of(2)] == [7, 4]
    assert ODD.months_of(0) == ()
    assert (ODD.days_in_year(1), ODD.days_in_year(2), ODD.days_in_year(0)) == (14, 11, 0)
    assert (GREGORIAN.days_in_year(1900), GREGORIAN.days_in_year(2000)) == (365, 366)


@pytest.mark.parametrize(
    ("date_", "said"),
    [
        (Date(0, 0, 1), "There is no year 0 in this calendar."),
        (Date(1900, 1, 29), "February of the year 1900 has no day 29."),
        (Date(1900, 1, 0), "February of the year 1900 has no day 0."),
    ],
)
def test_a_date_that_there_is_not_is_named(date_: Date, said: str) -> None:
    with pytest.raises(NoSuchDate, match=said):
        GREGORIAN.day_of(date_)


def test_a_leap_day_is_missed_in_years_without_it() -> None:
    with pytest.raises(NoSuchDate, match="The year 1 has no Shieldmeet"):
        HARPTOS.day_of(Date(1, 9, 1, 0))
    with pytest.raises(NoSuchDate, match="Third of the year 2 has no day 1"):
        ODD.day_of(Date(2, 3, 1))


@pytest.mark.parametrize(
    ("almanac", "typed", "said"),
    [
        (HARPTOS, "Hammer 12, 1492", "12 Hammer 1492 DR"),
        (HARPTOS, "the 12th of Hammer, 1492 DR", "12 Hammer 1492 DR"),
        (HARPTOS, "12 ham. 1492", "12 Hammer 1492 DR"),
        (HARPTOS, "3-day, 12 HAMMER 1492 dr", "12 Hammer 1492 DR"),
        (HARPTOS, "1492-1-12", "12 Hammer 1492 DR"),
        (HARPTOS, "  midsummer   of the year 1492", "Midsummer 1492 DR"),
        (HARPTOS, "Feast of the Moon 1492", "Feast of the Moon 1492 DR"),
        (GREGORIAN, "44 BC", None),
        (GREGORIAN, "15 March 44 BC", "15 March 44 BC"),
        (GREGORIAN, "15 March −44", "15 March 44 BC"),
        (GREGORIAN, "Ma 3, 2000", None),
        (GREGORIAN, "3 Ju 2000", None),
        (GREGORIAN, "30 February 2000", None),
        (GREGORIAN, "3 March 2000 XX", None),
        (GREGORIAN, "3 March", None),
        (GREGORIAN, "2000-13-01", None),
        (HARPTOS, "2 Shieldmeet 4", None),
        (HARPTOS, "Shieldmeet 5", None),
        (HARPTOS, "", None),
        (ODD, "2 Bone 3 of kings", "2 Bone 3 of Kings"),
    ],
)
def test_typed_dates_are_read_forgivingly(almanac: Almanac, typed: str, said: str | None) -> None:
    day = read_date(almanac, typed)
    assert (None if day is None else date_text(almanac, day)) == said


def test_a_moon_of_a_broken_number_of_days_keeps_its_phase_for_ever() -> None:
    moon = Moon(name="", cycle=2_953, offset=300, parts=100)
    assert [moon.phase(day) for day in (3, 7, 11, 18, 25, 32)] == [0, 1, 2, 4, 6, 0]
    assert moon.phase(3 + 2953 * 10**12) == 0


_RULES = st.lists(
    st.builds(
        LeapRule,
        every=st.sampled_from([1, 2, 3, 4, 5, 8, 100]),
        offset=st.integers(-9, 9),
        leap=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def _calendars(draw: st.DrawFn) -> Calendar:
    months = [
        Month(name="Every", days=draw(st.integers(1, 40))),
        *(
            Month(
                name=f"M{number}",
                days=draw(st.integers(0, 40)),
                intercalary=draw(st.booleans()),
                every=draw(st.sampled_from([1, 1, 2, 3, 7])),
                offset=draw(st.integers(-5, 5)),
            )
            for number in range(draw(st.integers(0, 4)))
        ),
    ]
    leaps = [
        LeapDay(
            name=f"L{number}",
            month=draw(st.integers(0, len(months) - 1)),
            rules=tuple(draw(_RULES)),
            intercalary=draw(st.booleans()),
            after=draw(st.integers(0, 50)),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return Calendar(
        name="",
        months=tuple(months),
        weekdays=tuple("abcdefg"[: draw(st.integers(0, 7))]),
        weekdays_restart=draw(st.booleans()),
        leap_days=tuple(leaps),
        year_zero=draw(st.booleans()),
    )


@given(_calendars(), st.integers(-(10**9), 10**9))
def test_every_day_has_one_date_and_dates_keep_the_order_of_days(
    calendar: Calendar, first: int
) -> None:
    almanac = Almanac(calendar)
    dates = [almanac.date(first + i) for i in range(60)]
    assert [almanac.day_of(date_) for date_ in dates] == [first + i for i in range(60)]
    assert dates == sorted(set(dates))
    assert all(date_.year != 0 for date_ in dates) or calendar.year_zero


@given(_calendars(), st.integers(-300, 300))
def test_counted_at_once_the_years_are_as_long_as_walked_one_by_one(
    calendar: Calendar, year: int
) -> None:
    almanac = Almanac(calendar)
    months = almanac.months_of(year)
    assert almanac.days_in_year(year) == sum(month.days for month in months)
    week = [almanac.weekday(months[0].first + i) for i in range(50)] if months else []
    inside = [day for day in week if day is not None]
    if calendar.weekdays and not calendar.weekdays_restart:
        length = len(calendar.weekdays)
        assert inside == [(inside[0] + i) % length for i in range(len(inside))] if inside else True


def test_dates_a_thousand_million_days_away_are_found_at_once() -> None:
    for day in (10**9, -(10**9), 10**12):
        assert GREGORIAN.day_of(GREGORIAN.date(day)) == day
    assert GREGORIAN.date(10**9).year == 2_737_908


def test_the_words_of_a_day_alone_leave_out_its_year() -> None:
    assert day_text(HARPTOS, 30) == "Midwinter"
    assert day_text(HARPTOS, 31) == "1 Alturiak"
