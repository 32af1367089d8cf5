"""What a calendar is made of, as plain values. Whole days only; nothing here counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PHASES: Final = (
    "New moon",
    "Waxing crescent",
    "First quarter",
    "Waxing gibbous",
    "Full moon",
    "Waning gibbous",
    "Last quarter",
    "Waning crescent",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month, or a festival that stands between months.

    Attributes:
        name: What it is called.
        days: How many days it has without leap days; 0 where only leap days fall into it.
        intercalary: Whether its days belong to no week.
        every: It occurs in one of so many years: 1 in all.
        offset: In which: in years whose remainder is this one's.
    """

    name: str
    days: int
    intercalary: bool = False
    every: int = 1
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeapRule:
    """Says of one in so many years whether it has a leap day.

    Attributes:
        every: The years it speaks of: those that leave the same remainder as `offset`.
        offset: The remainder.
        leap: Whether those years have the leap day; False for an exception.
    """

    every: int
    offset: int = 0
    leap: bool = True

    def speaks_of(self, year: int) -> bool:
        """Return whether a year, counted with a year 0, is one of those it speaks of."""
        return (year - self.offset) % self.every == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeapDay:
    """A day that only some years have.

    Attributes:
        name: What it is called; empty for a day that is only one more of its month.
        month: The place of its month in the calendar.
        rules: Of those that speak of a year the one with the longest period decides.
        intercalary: Whether it stands between the days of the month and has no number; else the
            month is one day longer.
        after: The number of the day behind which an intercalary one stands; 0 is before the first.
    """

    name: str
    month: int
    rules: tuple[LeapRule, ...]
    intercalary: bool = False
    after: int = 0

    def falls_in(self, year: int) -> bool:
        """Return whether a year, counted with a year 0, has it as far as its rules go."""
        speaking = [rule for rule in self.rules if rule.speaks_of(year)]
        return bool(speaking) and max(speaking, key=lambda rule: rule.every).leap


@dataclass(frozen=True, slots=True, kw_only=True)
class Moon:
    """A moon.

    Attributes:
        name: What it is called.
        cycle: From one new moon to the next, in parts of a day.
        offset: From the first day of year 1 to a new moon, in parts of a day.
        parts: How many such parts a day has: a cycle of 29.53 days is one of 2,953 hundredths.
    """

    name: str
    cycle: int
    offset: int = 0
    parts: int = 1

    def phase(self, day: int) -> int:
        """Return its phase on a day, counted from the first day of year 1, as a place in PHASES."""
        age = (day * self.parts - self.offset) % self.cycle
        return (2 * age * len(PHASES) + self.cycle) // (2 * self.cycle) % len(PHASES)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of a calendar; later dates are greater.

    Attributes:
        year: As it is written: where there is no year 0, −1 comes before 1.
        month: The place of its month in the calendar, from 0.
        day: Its number in the month; that of the day before it for an intercalary leap day.
        leap: The place of the intercalary leap day in the calendar, −1 for any other day.
    """

    year: int
    month: int
    day: int
    leap: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """A stretch of years with a name.

    Attributes:
        name: What stands behind the year.
        start: Its first day; None for what was before all others.
        restart: Whether its years are counted from 1 anew.
        backward: Whether its years are counted down to its end, as with "5 BC"; only where it has
            no start.
    """

    name: str
    start: Date | None = None
    restart: bool = False
    backward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The calendar of a world.

    Attributes:
        name: What it is called.
        months: In their order, intercalary ones among them.
        weekdays: Their names in order; empty where there are no weeks.
        first_weekday: The weekday of the first day of year 1, as a place in `weekdays`.
        weekdays_restart: Whether each month begins with the first weekday.
        leap_days: Days that only some years have.
        year_zero: Whether there is a year 0 between −1 and 1.
        moons: Its moons.
        eras: By their start.
    """

    name: str
    months: tuple[Month, ...]
    weekdays: tuple[str, ...] = ()
    first_weekday: int = 0
    weekdays_restart: bool = False
    leap_days: tuple[LeapDay, ...] = ()
    year_zero: bool = False
    moons: tuple[Moon, ...] = ()
    eras: tuple[Era, ...] = ()
