"""The parts of a calendar as lines that people type: one month, leap day, moon or era a line.

``Hammer, 30`` · ``Midwinter, 1, intercalary`` · ``Third, 3, every 3 from 1`` are months;
``February: every 4, not every 100, every 400`` and ``Midsummer, Shieldmeet, after 1: every 4`` leap
days; ``Selûne, 30.4375, 2`` a moon with its cycle and its first new moon; ``DR, from 1`` ·
``AR, from 1492-3-12, restart`` · ``BC, before, backward`` eras. What is read is a part of the
document, which :func:`.read_calendar` checks as a whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Record = dict[str, Any]

_EVERY: Final = re.compile(r"(not\s+)?every\s+(\d{1,7})(?:\s+from\s+(-?\d{1,12}))?", re.IGNORECASE)
_START: Final = re.compile(r"from\s+(-?\d{1,12})(?:-(\d{1,3})-(\d{1,6}))?", re.IGNORECASE)
_WORDS: Final = frozenset({"intercalary", "restart", "before", "backward"})


def typed_lines_of(part: str, text: str, document: Mapping[str, Any]) -> list[Any]:
    """Return a part of a calendar from its lines.

    Args:
        part: ``months``, ``weekdays``, ``leapDays``, ``moons`` or ``eras``.
        text: One of them a line; weekdays with commas between them.
        document: The calendar so far; leap days name its months.

    Raises:
        UserError: A line cannot be read; it is named with what was expected.
    """
    if part == "weekdays":
        return [name for name in _parts(text.replace("\n", ",")) if name]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if part == "leapDays":
        names = [str(month.get("name")) for month in document.get("months", ())]
        return [_leap_day(line, names) for line in lines]
    return [_READERS[part](line) for line in lines]


def lines_of(part: str, document: Mapping[str, Any]) -> str:
    """Return a part of a calendar as lines, as :func:`typed_lines_of` reads them again."""
    listed = document.get(part, ())
    if part == "weekdays":
        return ", ".join(listed)
    if part == "leapDays":
        names = [str(month.get("name")) for month in document.get("months", ())]
        return "\n".join(_leap_line(one, names) for one in listed)
    return "\n".join(_WRITERS[part](one) for one in listed)


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(",")]


def _wrong(line: str, expected: str) -> UserError:
    return UserError(f"“{line}” cannot be read. Write for example {expected}.")


def _month(line: str) -> Record:
    expected = "Hammer, 30, or Midwinter, 1, intercalary"
    parts = _parts(line)
    month: Record = {}
    while len(parts) > 2:
        last = parts.pop()
        every = _EVERY.fullmatch(last)
        if last.lower() == "intercalary":
            month["intercalary"] = True
        elif every is not None and not every[1]:
            month |= {"every": int(every[2]), "offset": int(every[3] or 0)}
        else:
            raise _wrong(line, expected)
    if len(parts) != 2 or not parts[1].isdecimal():
        raise _wrong(line, expected)
    return {"name": parts[0], "days": int(parts[1]), **month}


def _month_line(month: Mapping[str, Any]) -> str:
    parts = [str(month["name"]), str(month["days"])]
    if month.get("intercalary"):
        parts.append("intercalary")
    if month.get("every", 1) != 1:
        parts.append(_every_text(month))
    return ", ".join(parts)


def _every_text(rule: Mapping[str, Any]) -> str:
    offset = f" from {rule['offset']}" if rule.get("offset") else ""
    return f"{'not ' if rule.get('except') else ''}every {rule['every']}{offset}"


def _leap_day(line: str, months: list[str]) -> Record:
    expected = "February: every 4, not every 100, every 400"
    head, colon, rules = line.rpartition(":")
    name, *more = _parts(head)
    place = next((i for i, month in enumerate(months, 1) if month.lower() == name.lower()), 0)
    if not colon or not place:
        raise _wrong(line, f"{expected} with the name of a month")
    leap: Record = {"name": "", "month": place, "rules": []}
    for part in more:
        after = re.fullmatch(r"after\s+(\d{1,6})", part, re.IGNORECASE)
        if after is not None:
            leap |= {"intercalary": True, "after": int(after[1])}
        elif not leap["name"]:
            leap["name"] = part
        else:
            raise _wrong(line, "Midsummer, Shieldmeet, after 1: every 4")
    for text in _parts(rules):
        found = _EVERY.fullmatch(text)
        if found is None:
            raise _wrong(line, expected)
        rule: Record = {"every": int(found[2])}
        if int(found[3] or 0):
            rule["offset"] = int(found[3])
        if found[1]:
            rule["except"] = True
        leap["rules"].append(rule)
    return leap


def _leap_line(leap: Mapping[str, Any], months: list[str]) -> str:
    place = leap.get("month", 0)
    parts = [months[place - 1] if 0 < place <= len(months) else "?"]
    if leap.get("name"):
        parts.append(leap["name"])
    if leap.get("intercalary"):
        parts.append(f"after {leap.get('after', 0)}")
    return f"{', '.join(parts)}: {', '.join(map(_every_text, leap.get('rules', ())))}"


def _moon(line: str) -> Record:
    name, *numbers = _parts(line)
    if not name or not 1 <= len(numbers) <= 2:
        raise _wrong(line, "Selûne, 30.4375")
    return {"name": name, "cycle": numbers[0], "offset": numbers[1] if numbers[1:] else "0"}


def _moon_line(moon: Mapping[str, Any]) -> str:
    parts = [str(moon["name"]), str(moon.get("cycle", ""))]
    if str(moon.get("offset", "0")) != "0":
        parts.append(str(moon["offset"]))
    return ", ".join(parts)


def _era(line: str) -> Record:
    expected = "DR, from 1, or BC, before, backward"
    name, *parts = _parts(line)
    era: Record = {"name": name}
    words = {part.lower() for part in parts}
    start = next((found for part in parts if (found := _START.fullmatch(part))), None)
    if start is not None:
        words.discard(start[0].lower())
        era["start"] = {
            "year": int(start[1]), "month": int(start[2] or 1), "day": int(start[3] or 1),
        }  # fmt: skip
    if words - _WORDS or (start is None) != ("before" in words):
        raise _wrong(line, expected)
    return era | {key: True for key in ("restart", "backward") if key in words}


def _era_line(era: Mapping[str, Any]) -> str:
    start = era.get("start")
    since = "before"
    if start is not None:
        month, day = start.get("month", 1), start.get("day", 1)
        since = f"from {start['year']}" + ("" if (month, day) == (1, 1) else f"-{month}-{day}")
    return ", ".join([str(era["name"]), since, *(k for k in ("restart", "backward") if era.get(k))])


_READERS: Final[Mapping[str, Callable[[str], Record]]] = {
    "months": _month,
    "moons": _moon,
    "eras": _era,
}
_WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "months": _month_line,
    "moons": _moon_line,
    "eras": _era_line,
}
