"""The calendar of a campaign's document: read, written, and refused with what is wrong named."""

from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.calendar.definition import Moon
from sessionary.core.calendar.document import calendar_document, read_calendar

WHOLE: dict[str, Any] = {
    "name": "Reckoning",
    "months": [
        {"name": "Ash", "days": 5},
        {"name": "Feast", "days": 1, "intercalary": True},
        {"name": "Third", "days": 3, "every": 3, "offset": 1},
    ],
    "weekdays": ["Sun", "Moon"],
    "firstWeekday": 1,
    "weekdaysRestart": True,
    "leapDays": [
        {"name": "", "month": 1, "rules": [{"every": 4}, {"every": 100, "except": True}]},
        {
            "name": "Gap",
            "month": 1,
            "rules": [{"every": 2, "offset": 1}],
            "intercalary": True,
            "after": 2,
        },
    ],
    "yearZero": True,
    "moons": [{"name": "Pale", "cycle": "29.535", "offset": "-0.5"}],
    "eras": [
        {"name": "before", "backward": True},
        {"name": "after", "start": {"year": 7, "month": 1, "day": 1}, "restart": True},
    ],
}


def test_a_calendar_is_written_as_it_was_read() -> None:
    calendar, problems = read_calendar(WHOLE)
    assert not problems
    assert calendar is not None
    assert calendar_document(calendar) == WHOLE
    assert (calendar.moons[0].cycle, calendar.moons[0].parts) == (5907, 200)


def test_a_fraction_is_taken_as_it_is_written_and_not_as_a_float_holds_it() -> None:
    moon = {"name": "Pale", "cycle": 29.53, "offset": "0.1"}
    calendar, _ = read_calendar({**WHOLE, "moons": [moon]})
    assert calendar is not None
    assert calendar.moons[0] == Moon(name="Pale", cycle=2953, offset=10, parts=100)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([], "found a list, expected a calendar, which is an object"),
        (
            {"months": []},
            "months: found 0 months, expected a month with days that is in every year",
        ),
        (
            {"months": [{"name": "A", "days": 3, "every": 2}]},
            "months: found 1 months, expected a month with days that is in every year",
        ),
        (
            {"months": [{"name": "A", "days": "two"}]},
            'months[0].days: found "two", expected a whole number from 0 to 100000',
        ),
        (
            {"months": [{"name": " ", "days": 2}]},
            'months[0].name: found " ", expected a name of 1 to 200 characters',
        ),
        ({"months": 3}, "months: found 3, expected a list"),
        ({"months": [3]}, "months[0]: found 3, expected an object"),
        ({"firstWeekday": 2}, "firstWeekday: found 2, expected a whole number from 0 to 1"),
        ({"yearZero": "no"}, 'yearZero: found "no", expected true or false'),
        (
            {"leapDays": [{"month": 4, "rules": [{"every": 4}]}]},
            "leapDays[0].month: found 4, expected a whole number from 1 to 3",
        ),
        (
            {"leapDays": [{"month": 1, "rules": [{"every": 4, "except": True}]}]},
            "leapDays[0].rules: found no rule, expected a rule that says in which years it falls",
        ),
        (
            {"leapDays": [{"month": 1, "rules": [{"every": 0}]}]},
            "leapDays[0].rules[0].every: found 0, expected a whole number from 1 to 1000000",
        ),
        (
            {"leapDays": [{"month": 1, "rules": [{"every": n} for n in range(1, 10)]}]},
            "leapDays[0].rules: found 9 of them, expected at most 8",
        ),
        (
            {"moons": [{"name": "A", "cycle": "1e9"}]},
            'moons[0].cycle: found "1e9", expected a number of days such as 29.53',
        ),
        ({"moons": [{"name": "A", "cycle": -1}]}, "moons[0].cycle: found -1, expected more than 0"),
        (
            {"eras": [{"name": "A", "start": {"year": 7, "day": 6}}]},
            "eras: found a first day that there is not, expected Ash of the year 7 has no day 6.",
        ),
        (
            {"eras": [{"name": "A", "start": {"year": 7}, "backward": True}]},
            "eras[0].backward: found an era with a start, expected one that has none",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changed: Any, said: str) -> None:
    whole = {**WHOLE, **changed} if isinstance(changed, dict) else changed
    calendar, problems = read_calendar(whole)
    assert calendar is None
    assert any(one.sentence().startswith(said) for one in problems), problems
