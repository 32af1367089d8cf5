"""Game time: what the clock in the game world shows, in whole seconds and never in floats.

A *face* is what that clock shows, in seconds since Day 0, midnight. A *total* counts seconds since
the campaign began. The *epoch* of a campaign is the face at total 0, so that face = epoch + total.

Source: campaign specification, sections 3 and 10; the worked values are the test cases.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sessionary.core.campaign.clock import PLAIN, SECONDS_PER_DAY, Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS_PER_MINUTE: Final = 60
SECONDS_PER_HOUR: Final = 3_600
DEFAULT_EPOCH: Final = SECONDS_PER_DAY
"""Day 1, 12:00 AM: what the clock shows at total 0 unless a campaign says otherwise."""

_Units: TypeAlias = "tuple[tuple[str, int, str, str], ...]"
"""Of each unit its key in files, its seconds, and its words for one and for many."""

_LONG_NAMES: Final = {"h": "hour", "min": "minute"}

_DAY_AND_TIME: Final = re.compile(
    r"""\s*d(?:ay)?\.?\s*(?P<day>-?\d{1,15})
    (?:\s*,?\s*(?:at\s+)?(?<!\d)(?P<hour>\d{1,6})(?=:|\s*[ap])
    (?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?\s*(?P<half>[ap]\.?m\.?)?)?\s*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DAYS_AND_HOURS: Final = re.compile(
    r"\s*(?P<day>-?\d{1,15})\s*d(?:ays?)?(?:\s*,?\s*(?P<hour>\d{1,6})\s*h(?:ours?|rs?)?)?"
    r"(?:\s*,?\s*(?P<minute>\d{1,2})\s*m(?:in(?:utes?)?)?)?"
    r"(?:\s*,?\s*(?P<second>\d{1,2})\s*s(?:ec(?:onds?)?)?)?\s*",
    re.IGNORECASE | re.ASCII,
)
_ROUND: Final = re.compile(
    r"\s*(?:round|rd\.?|r)\s*(?P<round>\d{1,9})(?:\s*[,;/-]?\s*(?:turn|t)\s*(?P<turn>\d{1,9}))?\s*",
    re.IGNORECASE | re.ASCII,
)
_SHIFT: Final = re.compile(
    r"(?P<sign>[+-])?\s*(?P<amount>\d{1,12})\s*(?P<unit>weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m"
    r"|rounds?|rnds?|r|seconds?|secs?|s)(?![a-z])\s*,?\s*",
    re.IGNORECASE | re.ASCII,
)
_FIXED_SECONDS: Final = {"h": SECONDS_PER_HOUR, "m": SECONDS_PER_MINUTE, "s": 1}
_CLOCK_BEHIND: Final = re.compile(
    r"(?P<day>.*?\S)\s*,?\s+(?:at\s+)?(?P<hour>\d{1,6})(?=:|\s*[ap])"
    r"(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?\s*(?P<half>[ap]\.?m\.?)?\s*",
    re.IGNORECASE | re.ASCII,
)


@lru_cache(maxsize=64)
def _units(clock: Clock) -> _Units:
    units = (
        ("days", clock.day_length, "day", "days"),
        ("hours", SECONDS_PER_HOUR, "h", "h"),
        ("minutes", SECONDS_PER_MINUTE, "min", "min"),
        ("rounds", clock.round_length, "round", "rounds"),
    )
    # A day of half an hour is no hour.
    return tuple(sorted(units, key=lambda unit: -unit[1]))


def clock_face(total: int, *, epoch: int = 0, clock: Clock = PLAIN) -> str:
    """Return the in-game date and time that a clock in the game world shows.

    Args:
        total: Seconds since the campaign began; negative in a prologue.
        epoch: What the clock showed at total 0, in seconds since Day 0, midnight.
        clock: How long its days are and by which calendar they are named.

    Returns:
        Text such as ``Day 15, 3:30 PM`` or ``12 Hammer 1492 DR, 3:30 PM``; where a day has not 24
        hours, ``D2 27:30``. Seconds within a minute are cut, not rounded.
        Never raises: every pair of ints has a face.
    """
    day, second = divmod(epoch + total, clock.day_length)
    hour, minute = second // SECONDS_PER_HOUR, second % SECONDS_PER_HOUR // SECONDS_PER_MINUTE
    if clock.day_length != SECONDS_PER_DAY:
        if clock.almanac is None:
            return f"D{day} {hour:02}:{minute:02}"
        return f"{day_name(day, clock)}, {hour:02}:{minute:02}"
    return f"{day_name(day, clock)}, {hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def day_name(day: int, clock: Clock = PLAIN) -> str:
    """Return how a day is called: ``Day 15``, or its date, such as ``12 Hammer 1492 DR``."""
    if clock.almanac is None:
        return f"Day {day}"
    # The first picture of the window does not wait for calendars.
    from sessionary.core.calendar.words import date_text  # noqa: PLC0415

    return date_text(clock.almanac, day + clock.day_zero)


def short_day_name(day: int, clock: Clock = PLAIN) -> str:
    """Return how a day is called where its year is known: ``Day 15``, ``12 Hammer``."""
    if clock.almanac is None:
        return f"Day {day}"
    from sessionary.core.calendar.words import day_text  # noqa: PLC0415

    return day_text(clock.almanac, day + clock.day_zero)


def days_name(first: int, last: int, clock: Clock = PLAIN) -> str:
    """Return how a stretch of days is called: ``Day 9–14``, ``12 Hammer – 3 Ches 1492 DR``.

    What both ends have in common is said once.
    """
    if first == last:
        return day_name(first, clock)
    if clock.almanac is None:
        return f"Day {first}–{last}"
    from sessionary.core.calendar.words import date_text, day_text  # noqa: PLC0415

    one, other = first + clock.day_zero, last + clock.day_zero
    start, end = clock.almanac.date(one), clock.almanac.date(other)
    until = date_text(clock.almanac, other)
    if start.year != end.year or clock.almanac.era(one) != clock.almanac.era(other):
        return f"{date_text(clock.almanac, one)} – {until}"
    short = day_text(clock.almanac, one)
    day, _, month = short.partition(" ")
    if start.month == end.month and day.isdecimal() and f" {month} " in until:
        return f"{day}–{until}"
    return f"{short} – {until}"


def parse_clock(text: str, *, clock: Clock = PLAIN) -> int | None:
    """Return what the clock shows according to `text`, in seconds since Day 0, midnight.

    Readable are ``Day 15, 3:30 PM``, ``day 15 3:30pm``, ``D15 15:30``, ``15d 9h`` (the face of day
    15, 9:00), a date of the clock's calendar with or without a time, and a day alone, which is its
    midnight.

    Returns:
        None if the text cannot be read, or names a time that the day does not have.
    """
    read = _read_face(text, clock)
    return None if read is None else read.face


def parse_round(text: str) -> tuple[int, int] | None:
    """Return round and turn of ``Round 2, Turn 3`` (turn 0 if there is none), or None."""
    found = _ROUND.fullmatch(text)
    return (int(found["round"]), int(found["turn"] or 0)) if found else None


@lru_cache(maxsize=4096)
def is_readable(text: str, clock: Clock = PLAIN) -> bool:
    """Return whether a game time's text says when it was: a day and time, or a round."""
    return parse_clock(text, clock=clock) is not None or parse_round(text) is not None


class _Face(NamedTuple):
    face: int
    timed: bool  # False for a day alone: a total says more than its midnight


def _read_face(text: str, clock: Clock = PLAIN) -> _Face | None:
    # Nearly all texts read "Day 15, 3:30 PM", and nearly all are different: but a day has only
    # so many minutes.
    day, comma, time = text.partition(", ")
    if comma and day[:4] == "Day " and day[4:].isdecimal() and clock.day_length == SECONDS_PER_DAY:
        in_day = _read_clock(time)
        if in_day is not None and len(day) < 20 and day.isascii():
            return _Face(int(day[4:]) * SECONDS_PER_DAY + in_day, timed=True)
    found = _read_any_face(text, clock.day_length)
    return _read_dated(text, clock) if found is None and clock.almanac is not None else found


@lru_cache(maxsize=4096)
def _read_dated(text: str, clock: Clock) -> _Face | None:
    """Return the face of a date of the calendar, with or without a time of day behind it."""
    if clock.almanac is None:
        return None
    from sessionary.core.calendar.words import read_date  # noqa: PLC0415

    # The time first: "12 Hammer 1492, 9:00" holds a date, "12 Hammer, 1492" only a date.
    found = _CLOCK_BEHIND.fullmatch(text)
    if found is not None:
        day = read_date(clock.almanac, found["day"].rstrip(", "))
        in_day = _in_day(found.groupdict(), clock.day_length)
        if day is not None and in_day is not None:
            return _Face((day - clock.day_zero) * clock.day_length + in_day, timed=True)
    day = read_date(clock.almanac, text)
    return None if day is None else _Face((day - clock.day_zero) * clock.day_length, timed=False)


@lru_cache(maxsize=2048)
def _read_clock(text: str) -> int | None:
    """Return the second of the day of ``3:30 PM``, None for text of any other shape."""
    found = _read_any_face(f"Day 0, {text}", SECONDS_PER_DAY) if text[:1].isdecimal() else None
    return found.face if found is not None and found.timed else None


@lru_cache(maxsize=4096)
def _read_any_face(text: str, day_length: int) -> _Face | None:
    found = _DAY_AND_TIME.fullmatch(text) or _DAYS_AND_HOURS.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    in_day = _in_day(parts, day_length)
    if in_day is None:
        return None
    return _Face(int(parts["day"]) * day_length + in_day, timed=parts["hour"] is not None)


def _in_day(parts: Mapping[str, str | None], day_length: int) -> int | None:
    """Return the second of the day that hour, minute, second and half name, None if none."""
    hour = _hour_of(parts.get("hour"), parts.get("half"), day_length)
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    if hour is None or minute > 59 or second > 59:
        return None
    in_day = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second
    return in_day if in_day < day_length else None


def _hour_of(hour: str | None, half: str | None, day_length: int) -> int | None:
    """Return the hour of the day, or None where such an hour does not exist."""
    if hour is None:
        return 0
    number = int(hour)
    if half is None:
        return number
    if day_length != SECONDS_PER_DAY or not 1 <= number <= 12:
        return None
    return number % 12 + (12 if half[0] in "pP" else 0)


def whole(value: object) -> int | None:
    """Return a JSON number that is whole as an int (also ``1e3``), and None for anything else."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None


def pair_of(time: Mapping[str, Any], clock: Clock = PLAIN) -> tuple[int, int] | None:
    """Return (face, total) of a game time that has both: a witness of its campaign's epoch."""
    text, total = time.get("formatted"), whole(time.get("total"))
    if total is None or not isinstance(text, str):
        return None
    read = _read_face(text, clock)
    return (read.face, total) if read is not None and read.timed else None


def implied_epoch(face: int, total: int) -> int:
    """Return the epoch that a pair of text and total implies.

    A text has no seconds, so a total of 9:00:06 may stand beside "9:00 AM": where the text is on a
    whole minute, the total is taken down to one before they are compared.
    """
    return face - total if face % SECONDS_PER_MINUTE else face - total + total % SECONDS_PER_MINUTE


def agrees(face: int, total: int, epoch: int) -> bool:
    """Return whether a text and a total name the same time, given the epoch."""
    return epoch + total == face or (
        face % SECONDS_PER_MINUTE == 0 and 0 <= epoch + total - face < SECONDS_PER_MINUTE
    )


def sort_value(
    time: Mapping[str, Any], epoch: int, *, shift: int = 0, clock: Clock = PLAIN
) -> int | None:
    """Return where a game time stands, in seconds on the campaign's clock face.

    Args:
        time: The game time as the file has it.
        epoch: The campaign's epoch.
        shift: What is added to a text, where its file had another epoch than the campaign.
        clock: How the campaign's days are counted and written.

    Returns:
        From the text where it is readable (to the second, where the total agrees with it), else
        total + epoch, else the days, hours, minutes and rounds taken as a face; None if the time
        says nothing, or only the round of a combat.
    """
    text = time.get("formatted")
    read = _read_face(text, clock) if type(text) is str else None
    total = time.get("total")
    if type(total) is not int:
        total = whole(total)
    if read is not None and (read.timed or total is None):
        face = read.face + shift
        if total is not None and 0 < epoch + total - face < SECONDS_PER_MINUTE and not face % 60:
            return epoch + total
        return face
    if total is not None:
        return epoch + total
    return _from_fields(time, clock)


def _from_fields(time: Mapping[str, Any], clock: Clock) -> int | None:
    amounts = [(whole(time.get(unit[0])), unit[1]) for unit in _units(clock)]
    known = [amount * seconds for amount, seconds in amounts if amount is not None]
    return sum(known) if known and whole(time.get("days")) is not None else None


def game_time(face: int, *, epoch: int, clock: Clock = PLAIN) -> dict[str, Any]:
    """Return a face as files write it: its days, hours and minutes, the total, and the text."""
    day, second = divmod(face, clock.day_length)
    fields: dict[str, Any] = {"days": day}
    for name, seconds, *_ in _units(clock):
        if name != "days":
            amount, second = divmod(second, seconds)
            if amount:
                fields[name] = amount
    return {**fields, "total": face - epoch, "formatted": clock_face(face, clock=clock)}


def elapsed_fields(seconds: int, clock: Clock = PLAIN) -> dict[str, int]:
    """Return a span in the largest whole units: 32 400 is ``{"hours": 9}``.

    A remainder under a round is left out; an earlier end gives negative amounts.
    """
    sign, rest = (-1, -seconds) if seconds < 0 else (1, seconds)
    fields = {}
    for name, length, *_ in _units(clock):
        amount, rest = divmod(rest, length)
        if amount:
            fields[name] = sign * amount
    return fields


def elapsed_seconds(fields: Mapping[str, Any], clock: Clock = PLAIN) -> int | None:
    """Return the seconds of ``{"hours": 9}``, None if it holds no whole amount."""
    amounts = [(whole(fields.get(unit[0])), unit[1]) for unit in _units(clock)]
    known = [amount * length for amount, length in amounts if amount is not None]
    return sum(known) if known else None


def elapsed_text(seconds: int, clock: Clock = PLAIN) -> str:
    """Return a span as people write it: "9 h", "2 h 30 min", "12 days", "3 rounds", "2 h earlier".

    A remainder under a round is dropped; less than a round is "no time".
    """
    parts = []
    for name, amount in elapsed_fields(abs(seconds), clock).items():
        one, many = next((unit[2], unit[3]) for unit in _units(clock) if unit[0] == name)
        parts.append(f"{amount} {one if amount == 1 else many}")
    if not parts:
        return "no time"
    return " ".join(parts) + (" earlier" if seconds < 0 else "")


def gap_text(seconds: int, clock: Clock = PLAIN) -> str:
    """Return how far the next session starts from the end of the one before, in game time.

    Returns:
        "12 days later", "2 hours earlier" for a flashback; the two largest units, and nothing for
        less than a round.
    """
    parts = []
    for name, amount in list(elapsed_fields(abs(seconds), clock).items())[:2]:
        one = next(unit[2] for unit in _units(clock) if unit[0] == name)
        word = _LONG_NAMES.get(one, one)
        parts.append(f"{amount} {word if amount == 1 else word + 's'}")
    if not parts:
        return ""
    return " ".join(parts) + (" earlier" if seconds < 0 else " later")


def parse_shift(text: str, clock: Clock = PLAIN) -> int | None:
    """Return the seconds of a typed shift such as ``+3d 4h``, ``-10 min`` or ``+1 round``.

    It begins with a sign, which holds until another is given. Returns None for anything else.
    """
    rest = text.strip()
    if not rest.startswith(("+", "-")):
        return None
    lengths = {
        **_FIXED_SECONDS,
        "w": _week(clock) * clock.day_length,
        "d": clock.day_length,
        "r": clock.round_length,
    }
    seconds, sign, at = 0, 1, 0
    while at < len(rest):
        found = _SHIFT.match(rest, at)
        if found is None:
            return None
        if found["sign"]:
            sign = -1 if found["sign"] == "-" else 1
        seconds += sign * int(found["amount"]) * lengths[found["unit"][0].lower()]
        at = found.end()
    return seconds


def _week(clock: Clock) -> int:
    return (len(clock.calendar.weekdays) if clock.calendar is not None else 0) or 7
