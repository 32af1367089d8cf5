"""Where months and years of a campaign's calendar begin, as the axis of game time asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sessionary.core.calendar.words import month_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.calendar.almanac import Almanac, MonthDays


class Opening(NamedTuple):
    """A day with which a month, or a year, begins.

    Attributes:
        day: The day, as the clock counts days.
        place: Which month of its year it is, counted from 0; which year, among years.
        label: What begins.
    """

    day: int
    place: int
    label: str


class CalendarMonths:
    """Months and years of a calendar; intercalary months are no months to count by.

    Args:
        almanac: Reckons with the calendar.
        day_zero: Which day of the calendar Day 0 is.

    Attributes:
        in_year: How many months a year usually has.
        month_days: How long a month usually is, in days.
        year_days: How long a year usually is, in days.
    """

    def __init__(self, almanac: Almanac, day_zero: int) -> None:
        self._almanac, self._zero = almanac, day_zero
        months = almanac.calendar.months
        plain = [place for place, month in enumerate(months) if not month.intercalary]
        self._counted = frozenset(plain or range(len(months)))
        self.year_days = max(1, round(almanac.usual_year))
        self.in_year = max(1, sum(months[place].every == 1 for place in self._counted))
        self.month_days = max(1, self.year_days // self.in_year)

    def months(self, first: int, last: int) -> Iterator[Opening]:
        """Yield the months that begin from one day to another, both included, in order."""
        year = self._almanac.year_at(first + self._zero)
        while self._almanac.year_start(year) - self._zero <= last:
            for place, month in enumerate(self._months_of(year)):
                day = month.first - self._zero
                if first <= day <= last:
                    yield Opening(day, place, self._label(month, place))
            year += 1

    def _months_of(self, year: int) -> list[MonthDays]:
        months = self._almanac.months_of(self._almanac.written(year))
        return [month for month in months if month.month in self._counted]

    def _label(self, month: MonthDays, place: int) -> str:
        if place == 0:
            return month_text(self._almanac, month.first)
        return self._almanac.calendar.months[month.month].name

    def years(self, first: int, last: int, every: int) -> Iterator[Opening]:
        """Yield each so many years that begin from one day to another, in order."""
        almanac = self._almanac
        year = -(-almanac.year_at(first + self._zero) // every) * every
        while (start := almanac.year_start(year)) - self._zero <= last:
            if start - self._zero >= first:
                yield Opening(start - self._zero, year, self._year_label(year, start))
            year += every

    def _year_label(self, year: int, day: int) -> str:
        era = self._almanac.era(day)
        number = self._almanac.year_in_era(self._almanac.written(year), era)
        return f"{number} {era.name}".strip() if era else str(number)
