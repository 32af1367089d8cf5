"""What calendars of other programs have in common, and the notes of what has no place in ours."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from math import lcm
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.calendar.document import fraction, read_calendar
from sessionary.core.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EMPTY: Final = (None, False, "", 0, "0")
_SHOWN_LENGTH: Final = 60
_MOST_YEARS: Final = 20_000
Record = dict[str, Any]


def objects(value: Any) -> list[Record]:
    """Return the objects of a list, none where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def whole(value: Any, usual: int = 0) -> int:
    """Return a whole number, also one that is written as a text or with a zero behind a point."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return usual
    found = fraction(value)
    return int(found) if found is not None and found.denominator == 1 else usual


def said(value: Any) -> str:
    """Return a value as a note shows it."""
    if isinstance(value, (list, Mapping)):
        return f"{len(value)} of them"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def days(value: Any) -> Any:
    """Return a length as whole days; what is none stays as it is, and is named as wrong."""
    found = fraction(value) if isinstance(value, (int, float, str)) else None
    return int(found) if found is not None and found.denominator == 1 else value


class Taking(ABC):
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
            if key not in known and not (one in EMPTY or one in ([], {})):
                self.note(f"{place}.{key}", said(one), "nothing: it is kept with the source only")

    def months(self, place: str, listed: Any, known: Sequence[str]) -> list[Record]:
        """Return the months of a list; `known` are further keys that are no loss."""
        months = []
        for number, month in enumerate(objects(listed), 1):
            made: Record = {
                "name": month.get("name") or f"Month {number}",
                "days": days(month.get("length")),
            }
            if month.get("type") == "intercalary":
                made["intercalary"] = True
            every = whole(month.get("interval"), 1)
            if every > 1:
                made |= {"every": every, "offset": whole(month.get("offset"))}
            months.append(made)
            self.note_rest(
                place, month, ("id", "name", "type", "length", "interval", "offset", *known)
            )
        return months

    def moons(self, place: str, listed: Any, offset: str) -> list[Record]:
        """Return the moons of a list; `offset` is the key of their offset."""
        moons = []
        for number, moon in enumerate(objects(listed), 1):
            cycle = moon.get("cycle")
            if fraction(cycle) is None or (fraction(cycle) or 0) <= 0:
                self.note(f"{place}[{number - 1}]", said(cycle), "a cycle of days; it is left out")
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
        month = whole(start.get("timespan", start.get("month"))) + 1
        made: Record = {
            "name": name,
            "start": {
                "year": whole(start.get("year"), 1),
                "month": month,
                "day": whole(start.get("day"), 1),
            },
        }
        if restart:
            made["restart"] = True
        if era.get("end") not in EMPTY:
            self.note(
                f"{place}.end", said(era["end"]), "nothing: an era ends where the next begins"
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
        """Note how many events there are, which are no part of a calendar here."""
        for key in ("events", "categories"):
            if listed := objects(self.source.get(key)):
                self.note(
                    key, f"{len(listed)} of them", "no more than a calendar: they are kept with it"
                )
