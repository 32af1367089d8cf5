"""Days of a calendar: what date a day has, and which day a date is. Never walks the years.

Days are counted from the first day of year 1, which is 0; earlier ones are negative. Any whole
number is a day.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sessionary.core.calendar.definition import Calendar, Date, Era, LeapDay, Month
from sessionary.core.calendar.recurrence import (
    ALWAYS,
    Remainders,
    both,
    congruent,
    count_before,
    of_rules,
    plus,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_KEPT_DATES: Final = 4_096


class NoSuchDate(Exception):
    """A date that the calendar does not have; its text is for people."""


@dataclass(frozen=True, slots=True)
class MonthDays:
    """One month of one year.

    Attributes:
        year: As it is written.
        month: Its place in the calendar.
        first: Its first day.
        days: How many days it has, intercalary ones included.
    """

    year: int
    month: int
    first: int
    days: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A month of a kind of year.

    Attributes:
        month: Its place in the calendar.
        start: The days of the year before it.
        numbered: How many of its days have a number.
        extras: (number of the day before it, place among the leap days) of those that have none.
        week_start: The days of the year before it that belong to weeks.
    """

    month: int
    start: int
    numbered: int
    extras: tuple[tuple[int, int], ...]
    week_start: int

    @property
    def days(self) -> int:
        return self.numbered + len(self.extras)

    def at(self, position: int) -> tuple[int, int]:
        """Return number and leap day (−1 for none) of a day, counted from 0."""
        for before, (after, leap) in enumerate(self.extras):
            if position == after + before:
                return after, leap
            if position < after + before:
                return position + 1 - before, -1
        return position + 1 - len(self.extras), -1

    def position(self, day: int, leap: int) -> int | None:
        """Return where a day stands, counted from 0; None if the month has no such day."""
        if leap >= 0:
            found = [i for i, extra in enumerate(self.extras) if extra == (day, leap)]
            return day + found[0] if found else None
        if not 1 <= day <= self.numbered:
            return None
        return day - 1 + sum(after < day for after, _leap in self.extras)


class Almanac:
    """Reckons with a calendar. Its methods know no state but what they keep to be quick.

    Args:
        calendar: The calendar; every year of it must have a day.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        occurs = [_occurs(month) for month in calendar.months]
        falls = [both(occurs[leap.month], of_rules(leap.rules)) for leap in calendar.leap_days]
        days: Remainders = {}
        in_weeks: Remainders = {}
        for month, when in zip(calendar.months, occurs, strict=True):
            plus(days, when, month.days)
            if not month.intercalary:
                plus(in_weeks, when, month.days)
        for leap, when in zip(calendar.leap_days, falls, strict=True):
            plus(days, when)
            if not self._is_outside_weeks(leap):
                plus(in_weeks, when)
        self._days, self._in_weeks = _listed(days), _listed(in_weeks)
        self._origin = count_before(self._days, 1)
        self._week_origin = count_before(self._in_weeks, 1)
        self._longest = sum(month.days for month in calendar.months) + len(calendar.leap_days)
        # The usual length of a year as a fraction, by which a year is guessed.
        period = 1
        for length, _remainder, _weight in self._days:
            period *= length
        self._usual = (
            sum(period // length * weight for length, _remainder, weight in self._days),
            period,
        )
        self._layouts: dict[tuple[bool, ...], tuple[_Part, ...]] = {}
        self._date: Callable[[int], Date] = lru_cache(maxsize=_KEPT_DATES)(self._find_date)
        self._era_starts = [
            (self.day_of(era.start), era) for era in calendar.eras if era.start is not None
        ]
        self._era_starts.sort(key=lambda pair: pair[0])
        self._before_eras = next((era for era in calendar.eras if era.start is None), None)

    def _is_outside_weeks(self, leap: LeapDay) -> bool:
        return leap.intercalary or self.calendar.months[leap.month].intercalary

    def date(self, day: int) -> Date:
        """Return the date of a day."""
        return self._date(day)

    def day_of(self, date: Date) -> int:
        """Return the day of a date.

        Raises:
            NoSuchDate: The calendar has no such date.
        """
        year = self._counted(date.year)
        if year is None:
            raise NoSuchDate("There is no year 0 in this calendar.")
        for part in self._layout(year):
            if part.month == date.month:
                position = part.position(date.day, date.leap)
                if position is None:
                    break
                return self._year_start(year) + part.start + position
        name = self.calendar.months[date.month].name
        if date.leap >= 0:
            name = self.calendar.leap_days[date.leap].name
            raise NoSuchDate(f"The year {date.year} has no {name}.")
        raise NoSuchDate(f"{name} of the year {date.year} has no day {date.day}.")

    def days_in_year(self, year: int) -> int:
        """Return the length of a year as it is written; 0 for a year 0 that there is not."""
        counted = self._counted(year)
        if counted is None:
            return 0
        return self._year_start(counted + 1) - self._year_start(counted)

    def weekday(self, day: int) -> int | None:
        """Return the weekday of a day as a place in the week; None for one outside of weeks."""
        week = len(self.calendar.weekdays)
        year, part, position = self._place(day)
        _number, leap = part.at(position)
        if not week or leap >= 0 or self.calendar.months[part.month].intercalary:
            return None
        # Days without a number stand outside of weeks.
        in_month = position - sum(
            after + before < position for before, (after, _leap) in enumerate(part.extras)
        )
        if self.calendar.weekdays_restart:
            return in_month % week
        before = count_before(self._in_weeks, year) - self._week_origin
        return (self.calendar.first_weekday + before + part.week_start + in_month) % week

    def month_of(self, day: int) -> MonthDays:
        """Return the month that a day lies in."""
        year, part, position = self._place(day)
        return MonthDays(self.written(year), part.month, day - position, part.days)

    def next_month(self, month: MonthDays) -> MonthDays:
        """Return the month after one."""
        return self.month_of(month.first + month.days)

    def previous_month(self, month: MonthDays) -> MonthDays:
        """Return the month before one."""
        return self.month_of(month.first - 1)

    def months_of(self, year: int) -> tuple[MonthDays, ...]:
        """Return the months of a year as it is written that have a day; none for no year."""
        counted = self._counted(year)
        if counted is None:
            return ()
        start = self._year_start(counted)
        return tuple(
            MonthDays(year, part.month, start + part.start, part.days)
            for part in self._layout(counted)
            if part.days
        )

    def era(self, day: int) -> Era | None:
        """Return the era that a day lies in, None where there is none."""
        found = [era for start, era in self._era_starts if start <= day]
        return found[-1] if found else self._before_eras

    def year_in_era(self, year: int, era: Era | None) -> int:
        """Return how a year as it is written is counted in an era."""
        if era is None:
            return year
        if era.start is None:
            return -year if era.backward else year
        if not era.restart:
            return year
        first, counted = self._counted(era.start.year), self._counted(year)
        return year if first is None or counted is None else counted - first + 1

    def year_out_of_era(self, number: int, era: Era) -> int:
        """Return the year as it is written of a year counted in an era."""
        if era.start is None:
            return -number if era.backward else number
        first = self._counted(era.start.year)
        return number if first is None or not era.restart else self.written(first + number - 1)

    def written(self, year: int) -> int:
        """Return a year that is counted with a year 0 as this calendar writes it."""
        return year if year > 0 or self.calendar.year_zero else year - 1

    def _counted(self, written: int) -> int | None:
        """Return a year as it is counted with a year 0; None for a year that there is not."""
        if self.calendar.year_zero or written > 0:
            return written
        return written + 1 if written else None

    def _find_date(self, day: int) -> Date:
        year, part, position = self._place(day)
        number, leap = part.at(position)
        return Date(self.written(year), part.month, number, leap)

    def _place(self, day: int) -> tuple[int, _Part, int]:
        """Return year (with a year 0), month and place in the month of a day."""
        year = self._year_of(day)
        in_year = day - self._year_start(year)
        parts = self._layout(year)
        # Of months that begin together the last has the day: the others have none.
        at = bisect_right(parts, in_year, key=lambda part: part.start) - 1
        return year, parts[at], in_year - parts[at].start

    @property
    def usual_year(self) -> Fraction:
        """How many days a year has on average."""
        return Fraction(*self._usual)

    def year_at(self, day: int) -> int:
        """Return the year that a day lies in, counted with a year 0."""
        return self._year_of(day)

    def year_start(self, year: int) -> int:
        """Return the first day of a year that is counted with a year 0."""
        return self._year_start(year)

    def _year_start(self, year: int) -> int:
        return count_before(self._days, year) - self._origin

    def _year_of(self, day: int) -> int:
        total, period = self._usual
        year = 1 + day * period // total
        while True:
            start = self._year_start(year)
            if day < start:
                # No year is longer: as many years as that lie between at least.
                year -= -(-(start - day) // self._longest)
                continue
            behind = day - self._year_start(year + 1)
            if behind < 0:
                return year
            year += 1 + behind // self._longest

    def _layout(self, year: int) -> tuple[_Part, ...]:
        calendar = self.calendar
        kind = (
            *((year - month.offset) % month.every == 0 for month in calendar.months),
            *(leap.falls_in(year) for leap in calendar.leap_days),
        )
        if kind not in self._layouts:
            self._layouts[kind] = tuple(self._parts(kind))
        return self._layouts[kind]

    def _parts(self, kind: tuple[bool, ...]) -> Iterable[_Part]:
        start = week_start = 0
        months = self.calendar.months
        for place, month in enumerate(months):
            if not kind[place]:
                continue
            fallen = [
                (number, leap)
                for number, leap in enumerate(self.calendar.leap_days)
                if leap.month == place and kind[len(months) + number]
            ]
            numbered = month.days + sum(not leap.intercalary for _number, leap in fallen)
            extras = sorted(
                (min(leap.after, numbered), number) for number, leap in fallen if leap.intercalary
            )
            part = _Part(place, start, numbered, tuple(extras), week_start)
            if part.days:
                yield part
            start += part.days
            week_start += 0 if month.intercalary else numbered


def _occurs(month: Month) -> Remainders:
    return dict(ALWAYS) if month.every == 1 else congruent(month.every, month.offset)


def _listed(remainders: Remainders) -> tuple[tuple[int, int, int], ...]:
    return tuple((period, rest, weight) for (period, rest), weight in sorted(remainders.items()))
