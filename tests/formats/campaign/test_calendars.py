"""Calendars of Calendarium and Fantasy-Calendar, and what of them has no place here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.calendar.almanac import Almanac
from sessionary.core.calendar.document import read_calendar
from sessionary.core.calendar.words import date_text, read_date, weekday_text
from sessionary.core.problems import UserError
from sessionary.formats.campaign.calendars import FoundCalendar, read_calendar_file

if TYPE_CHECKING:
    from pathlib import Path

CALENDARIUM: dict[str, Any] = {
    "id": "a1",
    "name": "Marsh count",
    "static": {
        "firstWeekDay": 2,
        "overflow": True,
        "weekdays": [{"type": "day", "name": name, "id": name} for name in ("Mud", "Reed", "Rain")],
        "months": [
            {"type": "month", "name": "Low", "length": 30, "id": "m1"},
            {"type": "intercalary", "name": "Flood", "length": 2, "interval": 1, "offset": 0},
            {"type": "month", "name": "High", "length": "30", "interval": 2, "offset": 1},
        ],
        "leapDays": [
            {
                "type": "leapday",
                "name": "Still",
                "interval": [
                    {"interval": 400, "ignore": False, "exclusive": False},
                    {"interval": 100, "ignore": False, "exclusive": True},
                    {"interval": 4, "ignore": False, "exclusive": False},
                ],
                "timespan": 0,
                "intercalary": True,
                "offset": 0,
                "after": "10",
            },
            {
                "name": "Odd",
                "interval": [{"interval": 2}, {"interval": 3}, {"interval": 6, "exclusive": True}],
                "timespan": 0,
                "offset": 0,
                "after": None,
            },
        ],
        "moons": [
            {"name": "Wisp", "cycle": 29.53, "offset": None, "faceColor": "#fff"},
            {"name": "Never", "cycle": 0, "offset": 0},
        ],
        "eras": [
            {"name": "of Old", "isStartingEra": True},
            {"name": "MC", "start": {"year": 100, "month": 0, "day": 1}, "restart": True},
        ],
        "years": [{"name": "The year of the heron"}],
        "displayMoons": False,
    },
    "current": {"year": 104, "month": 0, "day": 12},
    "events": [{"name": "The dam breaks", "date": {"year": 104, "month": 0, "day": 3}}],
    "categories": [],
}
OTHER = {**CALENDARIUM, "id": "b2", "name": "Hill count"}

FANTASY: dict[str, Any] = {
    "name": "Free Cities",
    "static_data": {
        "year_data": {
            "first_day": 2,
            "overflow": False,
            "global_week": ["One", "Two", "Three", "Four"],
            "timespans": [
                {"name": "Frost", "type": "month", "interval": 1, "offset": 0, "length": 28},
                {"name": "Thaw", "type": "month", "interval": 1, "offset": 0, "length": 28,
                 "week": ["A", "B"]},
            ],
            "leap_days": [
                {"name": "Leap", "intercalary": False, "timespan": 1, "interval": "400,!100,4",
                 "offset": 0, "adds_week_day": True}
            ],
        },
        "moons": [{"name": "Luna", "cycle": 29.5, "shift": 1.5, "granularity": 16}],
        "clock": {"enabled": True, "hours": 20, "minutes": 100, "offset": 0},
        "seasons": {"data": [{"name": "Winter"}], "locations": []},
        "eras": [{"name": "FC", "date": {"year": 1, "timespan": 0, "day": 1}, "settings": {}}],
        "settings": {"year_zero_exists": True},
    },
    "dynamic_data": {"year": 12, "timespan": 1, "day": 3, "epoch": 700},
    "events": [],
}  # fmt: skip


def read(folder: Path, value: Any) -> tuple[FoundCalendar, ...]:
    path = folder / "data.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return read_calendar_file(path)


def almanac_of(found: FoundCalendar) -> Almanac:
    calendar, problems = read_calendar(found.calendar)
    assert calendar is not None, problems
    return Almanac(calendar)


def test_a_calendar_of_the_plugin_keeps_months_weeks_leap_days_moons_and_eras(
    tmp_path: Path,
) -> None:
    (found,) = read(tmp_path, CALENDARIUM)
    almanac = almanac_of(found)
    assert (found.name, found.current) == ("Marsh count", (104, 1, 12))
    assert weekday_text(almanac, 0) == "Rain"
    # Year 1 has 30 + 2 + 30 days, year 2 is without High and with Odd.
    assert [almanac.days_in_year(year) for year in (1, 2, 4, 100, 400)] == [62, 33, 34, 33, 34]
    assert date_text(almanac, 30) == "1 Flood 1 of Old"
    still = read_date(almanac, "Still 5 MC")
    assert still is not None
    assert date_text(almanac, still - 1) == "10 Low 5 MC"
    assert (almanac.calendar.moons[0].cycle, almanac.calendar.moons[0].parts) == (2953, 100)


def test_what_has_no_place_is_named_and_the_source_is_whole(tmp_path: Path) -> None:
    (found,) = read(tmp_path, CALENDARIUM)
    assert [problem.place for problem in found.problems] == [
        "static.leapDays[1]", "static.moons.faceColor", "static.moons[1]", "static.years", "events",
    ]  # fmt: skip
    assert (
        found.problems[0]
        .sentence()
        .startswith("static.leapDays[1]: found rules that differ in the year 6")
    )
    assert found.calendar is not None
    assert found.calendar["source"] == CALENDARIUM


def test_of_several_calendars_the_default_comes_first(tmp_path: Path) -> None:
    both = {"calendars": [CALENDARIUM, OTHER, "nothing"], "defaultCalendar": "b2", "version": {}}
    assert [one.name for one in read(tmp_path, both)] == ["Hill count", "Marsh count"]


def test_a_calendar_of_the_website_is_taken_too(tmp_path: Path) -> None:
    (found,) = read(tmp_path, FANTASY)
    almanac = almanac_of(found)
    assert (found.current, found.day_length) == ((12, 2, 3), 20 * 100 * 60)
    assert [almanac.days_in_year(year) for year in (0, 1, 4, 100, 400)] == [57, 56, 57, 56, 57]
    assert [weekday_text(almanac, day) for day in (0, 28)] == ["One", "One"]
    assert date_text(almanac, 0) == "1 Frost 1 FC"
    assert [problem.place for problem in found.problems] == [
        "year_data.timespans.week", "year_data.leap_days.adds_week_day", "moons.granularity",
        "seasons", "clock.minutes",
    ]  # fmt: skip


def test_a_calendar_that_cannot_be_used_says_where_and_why(tmp_path: Path) -> None:
    broken = {"name": "X", "static": {"months": [{"name": "A", "length": "many"}]}}
    (found,) = read(tmp_path, broken)
    assert found.calendar is None
    assert found.problems[0].sentence() == (
        'months[0].days: found "many", expected a whole number from 0 to 100000'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "data.json, character 1: found"),
        ("[1]", "data.json holds no calendar"),
        ('{"calendars": [{"name": "X"}]}', "data.json holds no calendar"),
    ],
)
def test_other_files_are_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(tmp_path, text)
