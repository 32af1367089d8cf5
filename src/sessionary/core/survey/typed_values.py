"""Values as people type them into a field, and as the field writes them out.

Every function that reads returns None for what it cannot read; nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

DAY_SECONDS: Final = 86_400

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER: Final = re.compile(r"([+\-\u2212]?)(\d{0,40})(?:[.,](\d{0,40}))?")
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?", re.IGNORECASE
)
_MOMENT: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s,]+(.+))?")
_SECONDS: Final = re.compile(r"@\s*([+\-\u2212]?\d{1,19})")


def read_scaled(text: str, decimals: int = 0) -> int | None:
    """Return a number times 10 to the power of `decimals`; more places than that are refused."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        return None
    places = (match[3] or "").rstrip("0")
    if len(places) > max(decimals, 0):
        return None
    size = int((match[2] or "0") + places.ljust(max(decimals, 0), "0"))
    return -size if match[1] in ("-", "\u2212") else size


def scaled_text(value: int, decimals: int = 0) -> str:
    """Return a stored number with its decimal point, as `read_scaled` takes it."""
    if decimals <= 0:
        return str(value)
    digits = str(abs(value)).rjust(decimals + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def read_clock(text: str) -> int | None:
    """Return the second of the day of a time such as ``19:30``, ``7:30 pm``, ``24:00``."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, second = (int(match[part] or 0) for part in (1, 2, 3))
    if half := (match[4] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    total = hour * 3600 + minute * 60 + second
    return total if minute < 60 and second < 60 and total <= DAY_SECONDS else None


def clock_text(seconds: int) -> str:
    """Return a second of the day as ``19:30``; seconds only where there are some."""
    if not 0 <= seconds <= DAY_SECONDS:
        return f"@{seconds}"
    face = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
    return f"{face}:{seconds % 60:02}" if seconds % 60 else face


def read_moment(text: str) -> int | None:
    """Return UNIX seconds of ``2024-07-06 18:00`` in UTC, or of bare seconds: ``@1720288800``."""
    text = text.strip()
    if (bare := _SECONDS.fullmatch(text)) is not None:
        return int(bare[1].replace("\u2212", "-"))
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    clock = read_clock(match[4]) if match[4] else 0
    try:
        day = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError:
        return None
    return None if clock is None else (day - _EPOCH) // timedelta(seconds=1) + clock


def moment_text(seconds: int) -> str:
    """Return UNIX seconds as `read_moment` takes them; bare where no calendar has a date."""
    moment = moment_of(seconds)
    if moment is None:
        return f"@{seconds}"
    face = f"{moment.year:04}-{moment.month:02}-{moment.day:02} {moment.hour:02}:{moment.minute:02}"
    return f"{face}:{moment.second:02}" if moment.second else face


def moment_of(seconds: int) -> datetime | None:
    """Return the moment of UNIX seconds; None before the year 1 and after the year 9999."""
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None


def stepped_moment(seconds: int, unit: str, steps: int) -> int:
    """Return a moment so many ``year``, ``month``, ``day``, ``hour`` or ``minute`` steps away.

    A step of minutes is five of them. A day that the other month does not have becomes its last.
    """
    moment = moment_of(seconds)
    sizes = {"day": DAY_SECONDS, "hour": 3600, "minute": 300}
    if unit in sizes or moment is None:
        return seconds + steps * sizes.get(unit, 1)
    months = moment.year * 12 + moment.month - 1 + steps * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return seconds
    for day in range(moment.day, moment.day - 4, -1):
        try:
            there = moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
        return (there - _EPOCH) // timedelta(seconds=1)
    return seconds


def read_items(text: str) -> list[str]:
    """Return the items of a comma-separated list; nothing is an empty one."""
    return text.split(",") if text else []
