"""What people type for times, lists and names: read forgivingly, written as files write it.

What cannot be read is refused by returning None; nothing is guessed. Text that a file brought is
never sent through here unless somebody edits it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import game_time, parse_clock, parse_shift
from sessionary.core.text import one_line
from sessionary.core.times import read_instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?(?::(?P<second>[0-5]\d))?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<offset>z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DATES: Final = tuple(
    re.compile(_WEEKDAY + shape, re.IGNORECASE | re.ASCII)
    for shape in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})",
        r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)
_NAME: Final = re.compile(r'\s*"((?:[^"]|"")+)"\s*(?=[,;\n]|$)|([^,;\n]+)')
_KNOWN_GAME_KEYS: Final = ("rounds", "minutes", "hours", "days", "total", "formatted")


def typed_instant(text: str, *, former: str, zone: tzinfo) -> str | None:
    """Return what was typed for a date-time as a file writes it, None if it is none.

    Read are all date-times of files, also ``2025-1-20 18:05``, ``20 Jan 2025, 6:05 pm``,
    ``20.1.2025 18:05``, a time alone (on the former day) and a date alone (at the former time).
    A date-time of a file's own shape that says its offset stays as it was typed.

    Args:
        text: What was typed.
        former: The text that stood there, empty if there was none.
        zone: The zone of what gives no offset, in which the former time was shown.
    """
    text = " ".join(text.split())
    instant = read_instant(text, zone)
    if instant is not None:
        return (
            text if instant.offset else _written(_EPOCH + timedelta(microseconds=instant.us), zone)
        )
    before = read_instant(former, zone) if former else None
    moment = None if before is None else _EPOCH + timedelta(microseconds=before.us)
    return _loosely(text, moment, zone)


def _loosely(text: str, former: datetime | None, zone: tzinfo) -> str | None:
    date, rest = _leading_date(text)
    clock = _clock_of(rest.lstrip(" ,tT")) if rest else None
    if (rest or date is None) and clock is None:
        return None
    here = None if former is None else former.astimezone(zone)
    if date is None:
        date = None if here is None else (here.year, here.month, here.day)
    if clock is None:
        clock = None if here is None else (here.hour, here.minute, here.second, "")
    if date is None or clock is None:
        return None
    *time, offset = clock
    year, month, day = date
    stamp = f"{year:04}-{month:02}-{day:02}T{time[0]:02}:{time[1]:02}:{time[2]:02}{offset}"
    instant = read_instant(stamp, zone)
    if instant is None or instant.offset:
        return None if instant is None else stamp
    return _written(_EPOCH + timedelta(microseconds=instant.us), zone)


def _leading_date(text: str) -> tuple[tuple[int, int, int] | None, str]:
    for shape in _DATES:
        found = shape.match(text)
        if found is None:
            continue
        month = found["month"]
        if not month.isdigit():
            if month[:3].lower() not in _MONTHS:
                continue
            month = str(_MONTHS.index(month[:3].lower()) + 1)
        return (int(found["year"]), int(month), int(found["day"])), text[found.end() :]
    return None, text


def _clock_of(text: str) -> tuple[int, int, int, str] | None:
    found = _CLOCK.fullmatch(text)
    if found is None or (found["minute"] is None and found["half"] is None):
        return None
    hour, half = int(found["hour"]), found["half"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    offset = (found["offset"] or "").upper()
    return hour, int(found["minute"] or 0), int(found["second"] or 0), offset


def _written(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return local.isoformat(timespec="microseconds" if local.microsecond else "seconds")


def typed_face(text: str, *, former: int | None, clock: Clock = PLAIN) -> int | None:
    """Return what was typed for a game time, in seconds on the clock face; None if it is none.

    Args:
        text: ``Day 15, 3:30 PM``, ``15d 9h``, ``+2h`` from the former time, or a time of day such
            as ``3:30 PM``, which is on the former day; a date of the clock's calendar.
        former: The face that stood there, None if there was none.
        clock: How the campaign's days are counted and written.
    """
    # First the shift: "-1d" means a day back, the first day before Day 0 is "Day -1".
    shift = parse_shift(text, clock) if former is not None else None
    if shift is not None and former is not None:
        return former + shift
    face = parse_clock(text, clock=clock)
    if face is not None or former is None:
        return face
    time = _clock_of(text.strip())
    if time is None or time[3]:
        return None
    in_day = time[0] * 3600 + time[1] * 60 + time[2]
    return former - former % clock.day_length + in_day if in_day < clock.day_length else None


def game_time_over(
    former: Mapping[str, Any], face: int, *, epoch: int, shift: int = 0, clock: Clock = PLAIN
) -> dict[str, Any]:
    """Return a game time for a file, with the unknown keys of the one that stood there.

    Args:
        former: The game time so far, empty if there was none.
        face: The new time, in seconds on the campaign's clock face.
        epoch: The campaign's epoch.
        shift: What the campaign's face is ahead of the face that the file writes.
        clock: How the campaign's days are counted and written.
    """
    kept = {key: value for key, value in former.items() if key not in _KNOWN_GAME_KEYS}
    return {**game_time(face - shift, epoch=epoch - shift, clock=clock), **kept}


def typed_lines(text: str, former: Sequence[str]) -> list[str]:
    """Return the entries of a list that was edited with one entry a line.

    An entry that was not touched stays word for word, also one that has several lines and was
    shown as one.
    """
    waiting: dict[str, list[str]] = {}
    for entry in former:
        waiting.setdefault(one_line(entry, None), []).append(entry)
    entries = []
    for line in text.split("\n"):
        same = waiting.get(line) or waiting.get(line.strip())
        if same:
            entries.append(same.pop(0))
        elif line.strip():
            entries.append(line.strip())
    return entries


def names_line(names: Sequence[str]) -> str:
    """Return names with commas between them, as :func:`typed_names` reads them again."""
    return ", ".join(
        '"' + name.replace('"', '""') + '"' if re.search('[,;\n"]', name) else name
        for name in names
    )


def typed_names(text: str) -> list[str]:
    """Return the names of a list typed with commas or line breaks between them, each once.

    A name in quotes may hold commas.
    """
    found = (
        quoted.replace('""', '"') if quoted else bare.strip()
        for quoted, bare in _NAME.findall(text)
    )
    return list(dict.fromkeys(name for name in found if name))


def typed_back(source: str, shown: str, typed: str) -> str:
    """Return a text with what was typed, where the editor could not show all of it.

    Editors turn line breaks into their own and lose what they cannot show. What lies before and
    behind the place that was edited is taken from the source.

    Args:
        source: The text as it is kept.
        shown: What the editor made of it.
        typed: What the editor holds now.
    """
    if shown == typed:
        return source
    places = _places(source, shown)
    if places is None:
        return typed
    limit = min(len(shown), len(typed))
    start = next((i for i in range(limit) if shown[i] != typed[i]), limit)
    most = limit - start
    end = next((i for i in range(most) if shown[-1 - i] != typed[-1 - i]), most)
    return (
        source[: places[start]]
        + typed[start : len(typed) - end]
        + source[places[len(shown) - end] :]
    )


def _places(source: str, shown: str) -> list[int] | None:
    """Return where each character of `shown` begins in `source`, and its end; None if unknown."""
    places, at = [], 0
    for character in shown:
        while at < len(source) and "\ud800" <= source[at] <= "\udfff":
            at += 1
        if at >= len(source):
            return None
        places.append(at)
        if source.startswith("\r\n", at) and character == "\n":
            at += 2
        elif source[at] == character or character in "\n \ufffd\u2400":
            at += 1
        else:
            return None
    if source[at:].strip("\ud800"):
        return None
    return [*places, len(source)]
