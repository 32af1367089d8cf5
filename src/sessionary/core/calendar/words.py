"""Dates as people write them: ``12 Hammer 1492 DR``, ``Midwinter 1492 DR``; made and read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.calendar.almanac import NoSuchDate
from sessionary.core.calendar.definition import Date, Era

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.calendar.almanac import Almanac

_DAY_BEFORE: Final = re.compile(r"(?:the\s+)?(\d{1,6})(?:st|nd|rd|th|\.)?(?:\s+(?:day\s+)?of)?")
_DAY_BEHIND: Final = re.compile(r"(\d{1,6})(?:st|nd|rd|th|\.)?(?:\s*,\s*|\s+)(?=[-−\d])")
_YEAR: Final = re.compile(r",?\s*(?:of\s+)?(?:the\s+)?(?:year\s+)?([-−]?\d{1,12})\s*(.*)")
_NUMBERS: Final = re.compile(r"([-−]?\d{1,12})-(\d{1,3})-(\d{1,6})")
_SHORTEST: Final = 3
_LONGEST_TEXT: Final = 500


def date_text(almanac: Almanac, day: int) -> str:
    """Return a day's date with year and era, such as ``12 Hammer 1492 DR``."""
    era = almanac.era(day)
    year = almanac.year_in_era(almanac.date(day).year, era)
    return f"{day_text(almanac, day)} {year}" + (f" {era.name}" if era else "")


def day_text(almanac: Almanac, day: int) -> str:
    """Return a day's date without its year, such as ``12 Hammer`` or ``Midwinter``."""
    date = almanac.date(day)
    month = almanac.calendar.months[date.month]
    if date.leap >= 0:
        return almanac.calendar.leap_days[date.leap].name or f"Leap day of {month.name}"
    if month.intercalary and month.days <= 1 and date.day == 1:
        return month.name
    return f"{date.day} {month.name}"


def month_text(almanac: Almanac, day: int) -> str:
    """Return month, year and era of a day, such as ``Hammer 1492 DR``."""
    date, era = almanac.date(day), almanac.era(day)
    year = almanac.year_in_era(date.year, era)
    name = almanac.calendar.months[date.month].name
    return f"{name} {year}" + (f" {era.name}" if era else "")


def weekday_text(almanac: Almanac, day: int) -> str:
    """Return the name of a day's weekday, empty for a day outside of weeks."""
    weekday = almanac.weekday(day)
    return "" if weekday is None else almanac.calendar.weekdays[weekday]


class _Named(NamedTuple):
    """A name that a date may hold.

    Attributes:
        name: In small letters.
        month: The place of the month.
        leap: The place of the leap day, −1 for a month.
        single: Whether it says the day by itself.
    """

    name: str
    month: int
    leap: int
    single: bool


def read_date(almanac: Almanac, text: str) -> int | None:
    """Return the day that a text names, None if it names none.

    Read are ``12 Hammer 1492 DR``, ``Hammer 12, 1492``, ``12th of Hammer, 1492``, a weekday before
    it, an intercalary day with its year, months by their first three letters or more where only one
    begins so, and ``1492-01-12`` with the months numbered.
    """
    line = " ".join(text.split()).lower()
    if not line or len(line) > _LONGEST_TEXT:
        return None
    numbers = _NUMBERS.fullmatch(line)
    if numbers:
        year, month = _number(numbers[1]), int(numbers[2]) - 1
        inside = 0 <= month < len(almanac.calendar.months)
        return _day(almanac, Date(year, month, int(numbers[3]))) if inside else None
    for shorter in (line, *_without_weekday(almanac, line)):
        for named, before, behind in _occurrences(almanac, shorter):
            day = _read_around(almanac, named, before, behind)
            if day is not None:
                return day
    return None


def _number(text: str) -> int:
    return int(text.replace("−", "-"))


def _without_weekday(almanac: Almanac, line: str) -> Iterator[str]:
    for name in almanac.calendar.weekdays:
        folded = name.lower()
        if line.startswith(folded) and line[len(folded) : len(folded) + 1] in {",", " "}:
            yield line[len(folded) :].lstrip(", ")


@lru_cache(maxsize=64)
def _names(almanac: Almanac) -> tuple[_Named, ...]:
    """Return all names of days and months, the longest first."""
    calendar = almanac.calendar
    named = [
        _Named(leap.name.lower(), leap.month, number, single=True)
        if leap.name
        else _Named(f"leap day of {calendar.months[leap.month].name}".lower(), leap.month, number,
                    single=True)
        for number, leap in enumerate(calendar.leap_days)
        if leap.intercalary
    ]  # fmt: skip
    for place, month in enumerate(calendar.months):
        single = month.intercalary and month.days <= 1
        named.append(_Named(month.name.lower(), place, -1, single))
    return tuple(sorted(named, key=lambda one: -len(one.name)))


def _occurrences(almanac: Almanac, line: str) -> Iterator[tuple[_Named, str, str]]:
    for named in _names(almanac):
        at = line.find(named.name)
        end = at + len(named.name)
        if at >= 0 and not line[at - 1 : at].isalnum() and not line[end : end + 1].isalnum():
            yield named, line[:at].strip(), line[end:].strip()
    for found in re.finditer(r"[^\W\d_]{3,}", line):
        begun = [one for one in _names(almanac) if one.name.startswith(found[0])]
        if len(begun) == 1 and len(found[0]) >= _SHORTEST:
            behind = line[found.end() :].removeprefix(".")
            yield begun[0], line[: found.start()].strip(), behind.strip()


def _read_around(almanac: Almanac, named: _Named, before: str, behind: str) -> int | None:
    """Return the day that a name and what stands before and behind it make, if they make one."""
    number: int | None = None
    if before:
        found = _DAY_BEFORE.fullmatch(before)
        if found is None:
            return None
        number = int(found[1])
    elif not named.single:
        found = _DAY_BEHIND.match(behind)
        if found is None:
            return None
        number, behind = int(found[1]), behind[found.end() :]
    year = _YEAR.fullmatch(behind)
    if year is None:
        return None
    era = _era(almanac, year[2].strip(" ,."))
    if era is None and year[2].strip(" ,."):
        return None
    return _in_year(almanac, named, number, _number(year[1]), era)


def _era(almanac: Almanac, name: str) -> Era | None:
    return next((era for era in almanac.calendar.eras if era.name.lower() == name), None)


def _in_year(
    almanac: Almanac, named: _Named, number: int | None, year: int, era: Era | None
) -> int | None:
    written = year if era is None else almanac.year_out_of_era(year, era)
    if named.leap >= 0:
        if number is not None:
            return None
        return _leap_day(almanac, named, written)
    return _day(almanac, Date(written, named.month, 1 if number is None else number))


def _leap_day(almanac: Almanac, named: _Named, year: int) -> int | None:
    for month in almanac.months_of(year):
        if month.month == named.month:
            days = range(month.first, month.first + month.days)
            return next((day for day in days if almanac.date(day).leap == named.leap), None)
    return None


def _day(almanac: Almanac, date: Date) -> int | None:
    try:
        return almanac.day_of(date)
    except NoSuchDate:
        return None
