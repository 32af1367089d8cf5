"""Calendars of other programs: Calendarium (and the plugin before it) and Fantasy-Calendar files.

What has no place in our calendars is named in a note; the whole source is kept beside the
definition. Source: "What other tools write", section 2.9.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.calendar.document import fraction, read_calendar
from sessionary.core.json_text import JsonError, parse
from sessionary.core.problems import Problem, Severity, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

LARGEST_FILE: Final = 64 * 1024 * 1024
_SHOWN_LENGTH: Final = 60
_MOST_YEARS: Final = 20_000
_EMPTY: Final = (None, False, "", 0, "0")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCalendar:
    """One calendar of a file.

    Attributes:
        name: What it is called.
        calendar: It as a campaign's document keeps it, with its whole source; None where it cannot
            be used.
        current: The date that the file says is today: year as written, month and day from 1; None
            where it says none.
        day_length: Seconds in a day, where the file says so.
        problems: What is wrong with it, or could not be taken over.
    """

    name: str
    calendar: Record | None
    current: tuple[int, int, int] | None
    day_length: int | None
    problems: tuple[Problem, ...]


def read_calendar_file(path: Path) -> tuple[FoundCalendar, ...]:
    """Return the calendars of a file, the one that it calls its default first.

    Raises:
        UserError: It cannot be read, or holds none.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(f"{path.name} is larger than 64 MB; no calendar is.")
        value = parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}.") from error
    except UnicodeDecodeError:
        raise UserError(f"{path.name} is not text in UTF-8.") from None
    except JsonError as error:
        raise UserError(
            f"{path.name}, character {error.position}: found {error.found}, "
            f"expected {error.expected}."
        ) from None
    found = tuple(_one(one) for one in _calendars(value))
    if not found:
        raise UserError(
            f"{path.name} holds no calendar of Calendarium or Fantasy-Calendar that is known here."
        )
    return found


def _calendars(value: Any) -> list[Record]:
    if not isinstance(value, dict):
        return []
    listed = value.get("calendars")
    found = listed if isinstance(listed, list) else [value]
    known = [one for one in found if isinstance(one, dict) and _parts(one) is not None]
    default = value.get("defaultCalendar")
    return sorted(known, key=lambda one: default is None or one.get("id") != default)


def _parts(value: Record) -> str | None:
    """Return which key holds the parts of a calendar, None if it is none."""
    return next(
        (key for key in ("static", "static_data") if isinstance(value.get(key), dict)), None
    )


def _one(source: Record) -> FoundCalendar:
    taking = _FantasyCalendar(source) if _parts(source) == "static_data" else _Calendarium(source)
    document = taking.document()
    calendar, wrong = read_calendar(document)
    problems = (*wrong, *taking.problems)
    return FoundCalendar(
        name=str(document["name"]),
        calendar=None if calendar is None else {**document, "source": source},
        current=taking.current(),
        day_length=taking.day_length(),
        problems=problems,
    )


def _objects(value: Any) -> list[Record]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _whole(value: Any, usual: int = 0) -> int:
    """Return a whole number, also one that is written as a text or with a zero behind a point."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return usual
    found = fraction(value)
    return int(found) if found is not None and found.denominator == 1 else usual


def _said(value: Any) -> str:
    if isinstance(value, (list, Mapping)):
        return f"{len(value)} of them"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


class _Taking(ABC):
    """What both programs have in common: months, weekdays, moons, and a list of notes."""

    def __init__(self, source: Record) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._noted: set[str] = set()

    @abstractmethod
    def document(self) -> Record:
        """Return the calendar as a campaign's document keeps it, without its source."""

    @abstractmethod
    def current(self) -> tuple[int, int, int] | None:
        """Return year, month and day of the date that is today, None if the file says none."""

    def day_length(self) -> int | None:
        """Return how many seconds a day has, None where the file does not say."""
        return None

    def note(self, place: str, found: str, expected: str) -> None:
        """Note once what could not be taken over."""
        if place not in self._noted:
            self._noted.add(place)
            self.problems.append(
                Problem(
                    severity=Severity.WARNING, code="calendar.left_out", place=place, found=found,
                    expected=expected,
                )
            )  # fmt: skip

    def note_rest(self, place: str, value: Record, known: Sequence[str]) -> None:
        """Note what stands in an object beside what is taken from it."""
        for key, one in value.items():
            if key not in known and not (one in _EMPTY or one in ([], {})):
                self.note(f"{place}.{key}", _said(one), "nothing: it is kept with the source only")

    def months(self, place: str, listed: Any, known: Sequence[str]) -> list[Record]:
        months = []
        for number, month in enumerate(_objects(listed), 1):
            made: Record = {
                "name": month.get("name") or f"Month {number}",
                "days": _days(month.get("length")),
            }
            if month.get("type") == "intercalary":
                made["intercalary"] = True
            every = _whole(month.get("interval"), 1)
            if every > 1:
                made |= {"every": every, "offset": _whole(month.get("offset"))}
            months.append(made)
            self.note_rest(
                place, month, ("id", "name", "type", "length", "interval", "offset", *known)
            )
        return months

    def moons(self, place: str, listed: Any, offset: str) -> list[Record]:
        moons = []
        for number, moon in enumerate(_objects(listed), 1):
            cycle = moon.get("cycle")
            if fraction(cycle) is None or (fraction(cycle) or 0) <= 0:
                self.note(f"{place}[{number - 1}]", _said(cycle), "a cycle of days; it is left out")
                continue
            shift = moon.get(offset)
            moons.append(
                {
                    "name": moon.get("name") or f"Moon {number}",
                    "cycle": str(cycle),
                    "offset": "0" if fraction(shift) is None else str(shift),
                }
            )
            self.note_rest(place, moon, ("id", "name", "cycle", offset))
        return moons

    def era(
        self, era: Record, place: str, start: Any, *, restart: bool, first: bool
    ) -> Record | None:
        """Return an era; `start` has its year, and its month counted from 0."""
        name = era.get("name")
        if not isinstance(name, str) or not name.strip():
            return None
        if first or not isinstance(start, dict) or start.get("year") is None:
            return {"name": name}
        month = _whole(start.get("timespan", start.get("month"))) + 1
        made: Record = {
            "name": name,
            "start": {
                "year": _whole(start.get("year"), 1),
                "month": month,
                "day": _whole(start.get("day"), 1),
            },
        }
        if restart:
            made["restart"] = True
        if era.get("end") not in _EMPTY:
            self.note(
                f"{place}.end", _said(era["end"]), "nothing: an era ends where the next begins"
            )
        return made

    def same_years(self, place: str, leap: Record, falls: Callable[[int], bool]) -> None:
        """Note a leap day that falls in other years here than in the program it comes from."""
        document = {"name": "x", "months": [{"name": "x", "days": 1}]}
        calendar, _ = read_calendar({**document, "leapDays": [{**leap, "month": 1}]})
        if calendar is None:
            return
        ours = calendar.leap_days[0]
        cycle = lcm(*(rule.every for rule in ours.rules))
        for year in range(1, min(cycle, _MOST_YEARS) + 1):
            if ours.falls_in(year) != falls(year):
                self.note(place, f"rules that differ in the year {year}", "rules that nest")
                return

    def count_events(self) -> None:
        for key in ("events", "categories"):
            if listed := _objects(self.source.get(key)):
                self.note(
                    key, f"{len(listed)} of them", "no more than a calendar: they are kept with it"
                )


def _days(value: Any) -> Any:
    """Return a length as whole days; what is none stays as it is, and is named as wrong."""
    found = fraction(value) if isinstance(value, (int, float, str)) else None
    return int(found) if found is not None and found.denominator == 1 else value


class _Calendarium(_Taking):
    """Takes a calendar of the plugins Calendarium and Fantasy Calendar for Obsidian."""

    def document(self) -> Record:
        parts = self.source["static"]
        weekdays = [one.get("name") for one in _objects(parts.get("weekdays"))]
        document = {
            "name": self.source.get("name") or "Calendar",
            "months": self.months("static.months", parts.get("months"), ("short",)),
            "weekdays": weekdays,
            "firstWeekday": _whole(parts.get("firstWeekDay")) % max(len(weekdays), 1),
            "weekdaysRestart": parts.get("overflow") is False,
            "leapDays": [
                self._leap_day(f"static.leapDays[{i}]", one)
                for i, one in enumerate(_objects(parts.get("leapDays")))
            ],
            "moons": self.moons("static.moons", parts.get("moons"), "offset"),
            "eras": self._eras(parts.get("eras")),
        }
        self.note_rest(
            "static",
            parts,
            ("firstWeekDay", "overflow", "weekdays", "months", "leapDays", "moons", "eras"),
        )
        self.count_events()
        return document

    def _leap_day(self, place: str, leap: Record) -> Record:
        intervals = sorted(
            _objects(leap.get("interval")), key=lambda one: _whole(one.get("interval"), 1)
        )
        offset = _whole(leap.get("offset"))
        rules: list[Record] = []
        if intervals and intervals[0].get("exclusive"):
            rules.append({"every": 1})
        for one in intervals:
            rule: Record = {"every": max(_whole(one.get("interval"), 1), 1)}
            if offset and not one.get("ignore"):
                rule["offset"] = offset
            if one.get("exclusive"):
                rule["except"] = True
            rules.append(rule)
        made: Record = {
            "name": leap.get("name") or "",
            "month": _whole(leap.get("timespan")) + 1,
            "rules": rules,
        }
        if leap.get("intercalary"):
            made |= {"intercalary": True, "after": max(_whole(leap.get("after")), 0)}
        self.note_rest(
            "static.leapDays",
            leap,
            ("id", "name", "type", "interval", "timespan", "intercalary", "offset", "after"),
        )
        self.same_years(place, made, lambda year: _falls(intervals, offset, year))
        return made

    def _eras(self, listed: Any) -> list[Record]:
        eras = []
        for era in _objects(listed):
            start = era.get("start", era.get("date"))
            restart = bool(era.get("restart"))
            made = self.era(
                era, "static.eras", start, restart=restart, first=bool(era.get("isStartingEra"))
            )
            if made is not None:
                eras.append(made)
            known = ("id", "name", "start", "date", "end", "restart", "isStartingEra", "type")
            self.note_rest("static.eras", era, known)
        return eras

    def current(self) -> tuple[int, int, int] | None:
        now = self.source.get("current")
        if not isinstance(now, dict) or now.get("year") is None:
            return None
        return _whole(now["year"], 1), _whole(now.get("month")) + 1, _whole(now.get("day"), 1)


def _falls(intervals: Sequence[Record], offset: int, year: int) -> bool:
    """Return whether Calendarium has a leap day in a year: each interval, and what it excludes."""
    for place, one in enumerate(intervals):
        every = max(_whole(one.get("interval"), 1), 1)
        divides = (year - (0 if one.get("ignore") else offset)) % every == 0
        if one.get("exclusive"):
            if place == 0 and not divides:
                return True
            continue
        behind = intervals[place + 1] if place + 1 < len(intervals) else {}
        if divides and behind.get("exclusive"):
            excluded = max(_whole(behind.get("interval"), 1), 1)
            divides = (year - (0 if behind.get("ignore") else offset)) % excluded != 0
        if divides:
            return True
    return False


class _FantasyCalendar(_Taking):
    """Takes a calendar of Fantasy-Calendar.com."""

    def document(self) -> Record:
        parts = self.source["static_data"]
        year = parts["year_data"] if isinstance(parts.get("year_data"), dict) else {}
        settings = parts.get("settings")
        week = year.get("global_week")
        weekdays = week if isinstance(week, list) else []
        document = {
            "name": self.source.get("name") or "Calendar",
            "months": self.months("year_data.timespans", year.get("timespans"), ()),
            "weekdays": weekdays,
            "firstWeekday": (_whole(year.get("first_day"), 1) - 1) % max(len(weekdays), 1),
            "weekdaysRestart": year.get("overflow") is False,
            "leapDays": [self._leap_day(one) for one in _objects(year.get("leap_days"))],
            "yearZero": isinstance(settings, dict) and settings.get("year_zero_exists") is True,
            "moons": self.moons("moons", parts.get("moons"), "shift"),
            "eras": self._eras(parts.get("eras")),
        }
        known = ("first_day", "overflow", "global_week", "timespans", "leap_days")
        self.note_rest("year_data", year, known)
        for key in ("seasons", "cycles"):
            value = parts.get(key)
            listed = value.get("data", value.get("locations")) if isinstance(value, dict) else value
            if listed:
                self.note(key, _said(listed), "nothing: it is kept with the source only")
        self._note_clock()
        self.count_events()
        return document

    def _leap_day(self, leap: Record) -> Record:
        offset = _whole(leap.get("offset"))
        rules = []
        for written in str(leap.get("interval", "")).split(","):
            text = written.strip()
            every = _whole(text.lstrip("!+"), 0)
            rule: Record = {"every": every}
            if offset and "+" not in text:
                rule["offset"] = offset
            if "!" in text:
                rule["except"] = True
            rules.append(rule)
        made: Record = {
            "name": leap.get("name") or "",
            "month": _whole(leap.get("timespan")) + 1,
            "rules": rules,
        }
        if leap.get("intercalary"):
            made |= {"intercalary": True, "after": max(_whole(leap.get("day")), 0)}
        known = ("name", "interval", "timespan", "intercalary", "offset", "day")
        self.note_rest("year_data.leap_days", leap, (*known, "not_numbered", "show_text"))
        return made

    def _eras(self, listed: Any) -> list[Record]:
        eras = []
        for era in _objects(listed):
            settings = era["settings"] if isinstance(era.get("settings"), dict) else {}
            made = self.era(
                era,
                "eras",
                era.get("date"),
                restart=bool(settings.get("restart")),
                first=bool(settings.get("starting_era")),
            )
            if made is not None:
                eras.append(made)
            known = ("restart", "starting_era", "show_as_event", "event_category_id")
            self.note_rest("eras.settings", settings, (*known, "use_custom_format"))
        return eras

    def _clock(self) -> tuple[int, int] | None:
        clock = self.source["static_data"].get("clock")
        if not isinstance(clock, dict) or not clock.get("enabled"):
            return None
        return _whole(clock.get("hours"), 24), _whole(clock.get("minutes"), 60)

    def _note_clock(self) -> None:
        clock = self._clock()
        if clock is not None and clock[1] != 60:
            self.note("clock.minutes", str(clock[1]), "60: hours are written with 60 minutes")

    def day_length(self) -> int | None:
        clock = self._clock()
        length = None if clock is None else clock[0] * clock[1] * 60
        return length if length and length > 0 else None

    def current(self) -> tuple[int, int, int] | None:
        now = self.source.get("dynamic_data")
        if not isinstance(now, dict) or now.get("year") is None:
            return None
        return _whole(now["year"], 1), _whole(now.get("timespan")) + 1, _whole(now.get("day"), 1)
