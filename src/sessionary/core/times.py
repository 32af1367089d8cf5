"""Date-times of files: read once, kept as they are written, compared in microseconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = str(FIRST_YEAR)
_LAST: Final = str(LAST_YEAR)
_DAY: Final = timedelta(days=1)
_SECONDS: Final = 24 * 60 * 60
_SHAPE: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})[Tt ]"
    r"([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?|[0-9]{4}(?:[0-9]{2}(?:[.,][0-9]+)?)?)"
    r"([Zz]|[+-][0-9]{2}(?::?[0-9]{2}(?::[0-9]{2})?)?)?"
)
_MIDNIGHT: Final = re.compile(r"24:?00(?::?00(?:[.,]0+)?)?")


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment as a file gives it.

    Attributes:
        us: Microseconds since 1970 UTC.
        text: The file's own text, which is what is exported again.
        offset: Whether the text says its offset; if not, a time zone was assumed.
    """

    us: int
    text: str
    offset: bool


def read_instant(text: str, zone: tzinfo) -> Instant | None:
    """Read an ISO 8601 date-time.

    Read are ``2025-01-20T18:05``, with seconds, with a fraction (cut after microseconds), with
    ``Z`` or an offset (``+01``, ``+0100``, ``+01:00``), a blank or ``t`` instead of ``T``, the
    same without hyphens and colons, and ``24:00`` as the end of a day. Dates alone, weeks, single
    digits, leap seconds and years outside 1900 to 2999 are not.

    Args:
        text: What stands in the file.
        zone: The zone of times that give no offset. Of an hour that comes twice the first is
            meant; a time that a clock change skips is read as if the clock had not changed.

    Returns:
        The moment, or None if `text` is not a date-time. Never raises.
    """
    match = _SHAPE.fullmatch(text)
    # Four digits compare as texts as they do as numbers.
    if not match or not _FIRST <= text[:4] <= _LAST:
        return None
    date, time, offset = match.groups()
    late = _MIDNIGHT.fullmatch(time) is not None if time.startswith("24") else False
    try:
        moment = datetime.fromisoformat(
            f"{date}T{'00:00' if late else time}{(offset or '').upper()}"
        )
    except ValueError:
        return None
    if offset is None:
        moment = moment.replace(tzinfo=zone)
    if late:
        moment += _DAY  # on the clock, for a day in which it changes has no 24 hours
    since = moment - _EPOCH
    return Instant(
        (since.days * _SECONDS + since.seconds) * 1_000_000 + since.microseconds, text, bool(offset)
    )
