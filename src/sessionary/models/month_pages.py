"""The pages of a calendar: months of real time, of a campaign's calendar, or counted days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from sessionary.core.calendar.definition import PHASES
from sessionary.core.calendar.words import day_text, month_text, weekday_text
from sessionary.core.campaign.gametime import day_name
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from sessionary.core.calendar.almanac import Almanac
    from sessionary.core.campaign.clock import Clock

_WEEK: Final = 7
_COUNTED_WEEKS: Final = 4
_WIDEST_WEEK: Final = 14
_LAST_DAY: Final = date.max.toordinal()
# The Julian day before the first of the year 1.
_JULIAN: Final = 1_721_425
# A calendar may have months of any length; a page is something to look at.
_MOST_DAYS: Final = 140
_NEW, _FULL = 0, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDay:
    """One day of a page.

    Attributes:
        day: Its number in its reckoning.
        number: What stands in its corner.
        name: Its date in full, as it is said.
        column: Where in the week it stands; None for a day outside of weeks.
        moons: (name, phase) of the moons that are new or full on it.
    """

    day: int
    number: str
    name: str
    column: int | None
    moons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A month, or as much of counted days.

    Attributes:
        title: What stands above it.
        weekdays: The names of the columns, empty where they have none.
        columns: How many columns there are.
        days: Its days in order, at least one.
    """

    title: str
    weekdays: tuple[str, ...]
    columns: int
    days: tuple[PageDay, ...]

    @property
    def first(self) -> int:
        """The number of its first day."""
        return self.days[0].day

    @property
    def last(self) -> int:
        """The number of its last day."""
        return self.days[-1].day


class Pages(Protocol):
    """A reckoning of days in pages."""

    def page(self, day: int) -> Page:
        """Return the page that a day stands on."""
        ...

    def within(self, day: int) -> int:
        """Return a day, or the nearest one that there is a page of."""
        ...


class RealPages:
    """Months of real time, in the words and weeks of the reader; a day is its ordinal."""

    def page(self, day: int) -> Page:
        """Return the month that a day lies in."""
        one = date.fromordinal(self.within(day))
        first = one.replace(day=1)
        locale = QLocale()
        begin = locale.firstDayOfWeek().value
        short = QLocale.FormatType.ShortFormat
        days = []
        length = QDate(one.year, one.month, 1).daysInMonth()
        for number in range(length):
            shown = QDate(one.year, one.month, number + 1)
            days.append(
                PageDay(
                    day=first.toordinal() + number,
                    number=str(number + 1),
                    name=locale.toString(shown, QLocale.FormatType.LongFormat),
                    column=(shown.dayOfWeek() - begin) % _WEEK,
                )
            )
        month = locale.standaloneMonthName(one.month, QLocale.FormatType.LongFormat)
        return Page(
            title=f"{month} {one.year}",
            weekdays=tuple(
                locale.standaloneDayName((begin - 1 + i) % _WEEK + 1, short) for i in range(_WEEK)
            ),
            columns=_WEEK,
            days=tuple(days),
        )

    def within(self, day: int) -> int:
        """Return a day of the years 1 to 9999."""
        return max(1, min(_LAST_DAY, day))


class GamePages:
    """Months of a campaign's calendar; four weeks a page where days are only counted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def page(self, day: int) -> Page:
        """Return the page that a day of the clock face stands on."""
        return self._counted(day) if self._clock.almanac is None else self._month(day)

    def within(self, day: int) -> int:
        """Return the day: game time has no end."""
        return day

    def _counted(self, day: int) -> Page:
        length = _WEEK * _COUNTED_WEEKS
        first = (day - 1) // length * length + 1
        return Page(
            title=_words("Day {0}–{1}").format(first, first + length - 1),
            weekdays=(),
            columns=_WEEK,
            days=tuple(
                PageDay(
                    day=first + i, number=str(first + i), name=day_name(first + i), column=i % 7
                )
                for i in range(length)
            ),
        )

    def _month(self, day: int) -> Page:
        almanac, zero = self._clock.almanac, self._clock.day_zero
        if almanac is None:
            return self._counted(day)
        month = almanac.month_of(day + zero)
        week = len(almanac.calendar.weekdays)
        named = 1 < week <= _WIDEST_WEEK
        columns = week if named else _WEEK
        begin = (day + zero - month.first) // _MOST_DAYS * _MOST_DAYS
        count = min(_MOST_DAYS, month.days - begin)
        days = tuple(
            self._day(almanac, month.first + place, None if named else place % columns)
            for place in range(begin, begin + count)
        )
        title = one_line(month_text(almanac, month.first), 120)
        if count < month.days:
            title = f"{title} ({days[0].number}–{days[-1].number})"
        return Page(
            title=title,
            weekdays=almanac.calendar.weekdays if named else (),
            columns=columns,
            days=days,
        )

    def _day(self, almanac: Almanac, day: int, column: int | None) -> PageDay:
        """Return a day of a month; without a column it stands under its weekday."""
        counted = day - self._clock.day_zero
        one = almanac.date(day)
        plain = one.leap < 0 and not almanac.calendar.months[one.month].intercalary
        weekday = weekday_text(almanac, day)
        name = day_name(counted, self._clock)
        return PageDay(
            day=counted,
            number=str(one.day) if plain else one_line(day_text(almanac, day), 60),
            name=f"{weekday}, {name}" if weekday else name,
            column=(almanac.weekday(day) if column is None else column) if plain else None,
            moons=self._moons(day),
        )

    def _moons(self, day: int) -> tuple[tuple[str, int], ...]:
        """Return the moons that are new or full on a day and were not on the day before."""
        calendar = self._clock.calendar
        found = []
        for moon in () if calendar is None else calendar.moons:
            phase = moon.phase(day)
            if phase in (_NEW, _FULL) and moon.phase(day - 1) != phase:
                found.append((moon.name, phase))
        return tuple(found)


def phase_words(name: str, phase: int) -> str:
    """Return a moon's phase as it is said: ``Selûne: full moon``."""
    return f"{one_line(name, 60)}: {_words(PHASES[phase]).lower()}"


def locale_day(us: int) -> int:
    """Return the day of a moment in the reader's zone, as :class:`RealPages` counts days."""
    return QDateTime.fromMSecsSinceEpoch(us // 1000).date().toJulianDay() - _JULIAN


def _words(text: str) -> str:
    return QCoreApplication.translate("Calendar", text)
