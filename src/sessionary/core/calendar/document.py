"""The calendar as a campaign's document keeps it: read with every error named, and written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import lcm
from typing import TYPE_CHECKING, Any, Final

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
from sessionary.core.problems import Problem, Severity

if TYPE_CHECKING:
    from fractions import Fraction

CODE: Final = "calendar.invalid"
_MOST: Final = {"months": 200, "weekdays": 100, "leapDays": 200, "moons": 50, "eras": 200}
_MOST_RULES: Final = 8
_LONGEST_MONTH: Final = 100_000
_LONGEST_PERIOD: Final = 1_000_000
_FARTHEST: Final = 10**12
_LONGEST_NAME: Final = 200
_LONGEST_FRACTION: Final = 40


def read_calendar(value: object) -> tuple[Calendar | None, tuple[Problem, ...]]:
    """Return the calendar that a document keeps, or what is wrong with it.

    Keys that are not known here are left alone.

    Returns:
        The calendar and nothing, or None and at least one problem that names the place, what was
        found and what was expected.
    """
    reading = _Reading()
    calendar = reading.calendar(value)
    if not reading.problems:
        try:
            Almanac(calendar)
        except NoSuchDate as error:
            reading.wrong("eras", "a first day that there is not", str(error))
    return (None if reading.problems else calendar), tuple(reading.problems)


class _Reading:
    """Reads values and notes what they should have been."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: str, found: str, expected: str) -> None:
        self.problems.append(
            Problem(severity=Severity.ERROR, code=CODE, place=place, found=found, expected=expected)
        )

    def calendar(self, value: object) -> Calendar:
        if not isinstance(value, Mapping):
            self.wrong("", _said(value), "a calendar, which is an object")
            return Calendar(name="", months=())
        months = tuple(
            self._month(f"months[{i}]", one) for i, one in self._list(value, "", "months")
        )
        if not any(month.days and month.every == 1 for month in months) and not self.problems:
            self.wrong("months", f"{len(months)} months", "a month with days that is in every year")
        weekdays = tuple(
            self._name(f"weekdays[{i}]", one) for i, one in self._list(value, "", "weekdays")
        )
        return Calendar(
            name=self._name("name", value.get("name", "Calendar")),
            months=months,
            weekdays=weekdays,
            first_weekday=self._whole(value, "", "firstWeekday", 0, 0, max(len(weekdays) - 1, 0)),
            weekdays_restart=self._flag(value, "", "weekdaysRestart"),
            leap_days=tuple(
                self._leap_day(f"leapDays[{i}]", one, len(months))
                for i, one in self._list(value, "", "leapDays")
            ),
            year_zero=self._flag(value, "", "yearZero"),
            moons=tuple(
                self._moon(f"moons[{i}]", one) for i, one in self._list(value, "", "moons")
            ),
            eras=tuple(
                self._era(f"eras[{i}]", one, len(months))
                for i, one in self._list(value, "", "eras")
            ),
        )

    def _month(self, place: str, value: object) -> Month:
        one = self._object(place, value)
        every = self._whole(one, place, "every", 1, 1, _LONGEST_PERIOD)
        return Month(
            name=self._name(f"{place}.name", one.get("name")),
            days=self._whole(one, place, "days", None, 0, _LONGEST_MONTH),
            intercalary=self._flag(one, place, "intercalary"),
            every=every,
            offset=self._whole(one, place, "offset", 0, -_FARTHEST, _FARTHEST),
        )

    def _leap_day(self, place: str, value: object, months: int) -> LeapDay:
        one = self._object(place, value)
        rules = [
            self._rule(f"{place}.rules[{i}]", rule) for i, rule in self._list(one, place, "rules")
        ]
        if not any(rule.leap for rule in rules):
            self.wrong(f"{place}.rules", "no rule", "a rule that says in which years it falls")
        if len(rules) > _MOST_RULES:
            self.wrong(f"{place}.rules", f"{len(rules)} rules", f"at most {_MOST_RULES}")
        return LeapDay(
            name=self._name(f"{place}.name", one.get("name", ""), empty=True),
            month=self._whole(one, place, "month", None, 1, max(months, 1)) - 1,
            rules=tuple(rules),
            intercalary=self._flag(one, place, "intercalary"),
            after=self._whole(one, place, "after", 0, 0, _LONGEST_MONTH),
        )

    def _rule(self, place: str, value: object) -> LeapRule:
        one = self._object(place, value)
        return LeapRule(
            every=self._whole(one, place, "every", None, 1, _LONGEST_PERIOD),
            offset=self._whole(one, place, "offset", 0, -_FARTHEST, _FARTHEST),
            leap=not self._flag(one, place, "except"),
        )

    def _moon(self, place: str, value: object) -> Moon:
        one = self._object(place, value)
        cycle = self._fraction(f"{place}.cycle", one.get("cycle"))
        if cycle is not None and cycle <= 0:
            self.wrong(f"{place}.cycle", str(one.get("cycle")), "more than 0 days")
        offset = self._fraction(f"{place}.offset", one.get("offset", 0))
        name = self._name(f"{place}.name", one.get("name"))
        if cycle is None or cycle <= 0 or offset is None:
            return Moon(name=name, cycle=1)
        return moon_of(name, cycle, offset)

    def _era(self, place: str, value: object, months: int) -> Era:
        one = self._object(place, value)
        backward = self._flag(one, place, "backward")
        start = one.get("start")
        if start is not None and backward:
            self.wrong(f"{place}.backward", "an era with a start", "one that has none")
        return Era(
            name=self._name(f"{place}.name", one.get("name")),
            start=None if start is None else self._date(f"{place}.start", start, months),
            restart=self._flag(one, place, "restart"),
            backward=backward,
        )

    def _date(self, place: str, value: object, months: int) -> Date:
        one = self._object(place, value)
        return Date(
            self._whole(one, place, "year", None, -_FARTHEST, _FARTHEST),
            self._whole(one, place, "month", 1, 1, max(months, 1)) - 1,
            self._whole(one, place, "day", 1, 1, _LONGEST_MONTH),
        )

    def _object(self, place: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.wrong(place, _said(value), "an object")
        return {}

    def _list(self, value: Mapping[str, Any], place: str, key: str) -> list[tuple[int, Any]]:
        where = f"{place}.{key}" if place else key
        found = value.get(key, [])
        if not isinstance(found, (list, tuple)):
            self.wrong(where, _said(found), "a list")
            return []
        if len(found) > _MOST.get(key, _MOST_RULES):
            self.wrong(where, f"{len(found)} of them", f"at most {_MOST.get(key, _MOST_RULES)}")
            return []
        return list(enumerate(found))

    def _name(self, place: str, value: object, *, empty: bool = False) -> str:
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if not isinstance(value, str) or (not text and not empty) or len(text) > _LONGEST_NAME:
            self.wrong(place, _said(value), f"a name of 1 to {_LONGEST_NAME} characters")
            return ""
        return text

    def _flag(self, value: Mapping[str, Any], place: str, key: str) -> bool:
        found = value.get(key, False)
        if not isinstance(found, bool):
            self.wrong(f"{place}.{key}" if place else key, _said(found), "true or false")
        return found is True

    def _whole(
        self,
        value: Mapping[str, Any],
        place: str,
        key: str,
        usual: int | None,
        least: int,
        most: int,
    ) -> int:
        found = value.get(key, usual)
        if type(found) is int and least <= found <= most:
            return found
        where = f"{place}.{key}" if place else key
        self.wrong(where, _said(found), f"a whole number from {least} to {most}")
        return max(least, min(most, usual or 0))

    def _fraction(self, place: str, value: object) -> Fraction | None:
        found = fraction(value)
        if found is None:
            self.wrong(place, _said(value), "a number of days such as 29.53")
        return found


def moon_of(name: str, cycle: Fraction, offset: Fraction) -> Moon:
    """Return a moon whose cycle and offset are given in days."""
    parts = lcm(cycle.denominator, offset.denominator)
    return Moon(name=name, cycle=int(cycle * parts), offset=int(offset * parts), parts=parts)


def fraction(value: object) -> Fraction | None:
    """Return a JSON number, or a text that is one, exactly as it is written; None if it is none."""
    # Only who has moons waits for it.
    from fractions import Fraction  # noqa: PLC0415

    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value).strip()
    if len(text) > _LONGEST_FRACTION or "_" in text or "e" in text.lower():
        return None
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return found if abs(found) <= _FARTHEST else None


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def calendar_document(calendar: Calendar) -> dict[str, Any]:
    """Return a calendar as a document keeps it; :func:`read_calendar` reads it again."""
    document: dict[str, Any] = {
        "name": calendar.name,
        "months": [_month(month) for month in calendar.months],
        "weekdays": list(calendar.weekdays),
        "firstWeekday": calendar.first_weekday,
        "weekdaysRestart": calendar.weekdays_restart,
        "leapDays": [_leap_day(leap) for leap in calendar.leap_days],
        "yearZero": calendar.year_zero,
        "moons": [_moon(moon) for moon in calendar.moons],
        "eras": [_era(era) for era in calendar.eras],
    }
    return {key: value for key, value in document.items() if value or key in ("name", "months")}


def _month(month: Month) -> dict[str, Any]:
    document: dict[str, Any] = {"name": month.name, "days": month.days}
    if month.intercalary:
        document["intercalary"] = True
    if month.every != 1:
        document |= {"every": month.every, "offset": month.offset}
    return document


def _leap_day(leap: LeapDay) -> dict[str, Any]:
    document: dict[str, Any] = {"name": leap.name, "month": leap.month + 1, "rules": []}
    for rule in leap.rules:
        kept: dict[str, Any] = {"every": rule.every}
        if rule.offset:
            kept["offset"] = rule.offset
        if not rule.leap:
            kept["except"] = True
        document["rules"].append(kept)
    if leap.intercalary:
        document |= {"intercalary": True, "after": leap.after}
    return document


def _moon(moon: Moon) -> dict[str, Any]:
    from fractions import Fraction  # noqa: PLC0415

    days = (Fraction(amount, moon.parts) for amount in (moon.cycle, moon.offset))
    return {"name": moon.name, **dict(zip(("cycle", "offset"), map(_days, days), strict=True))}


def _days(days: Fraction) -> str:
    """Return an exact number of days: as a decimal where it is one, else as a fraction."""
    power = next((k for k in range(_LONGEST_FRACTION) if 10**k % days.denominator == 0), None)
    if not power:
        return str(days)
    digits = f"{abs(days.numerator) * 10**power // days.denominator:0{power + 1}}"
    return f"{'-' if days < 0 else ''}{digits[:-power]}.{digits[-power:]}"


def _era(era: Era) -> dict[str, Any]:
    document: dict[str, Any] = {"name": era.name}
    if era.start is not None:
        first = era.start
        document["start"] = {"year": first.year, "month": first.month + 1, "day": first.day}
    for key, value in (("restart", era.restart), ("backward", era.backward)):
        if value:
            document[key] = True
    return document
