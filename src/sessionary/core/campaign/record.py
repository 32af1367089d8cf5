"""Reading records that come from files: what has another type than expected reads as absent.

Records are kept as they are, also with values that make no sense; these functions let the rules
look at them without ever raising. They take plain and frozen values alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sessionary.core.times import FIRST_YEAR, LAST_YEAR, read_instant

Record: TypeAlias = Mapping[str, Any]
Number: TypeAlias = int | float

_NOTHING: Final[Record] = MappingProxyType({})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_YEARS: Final = (str(FIRST_YEAR), str(LAST_YEAR) + "~")
# A frozen value is a dict too, though of another type, and that is quicker to ask.
_OBJECTS: Final = (dict, Mapping)
LARGEST_COLUMN: Final = 2**63 - 1
"""The largest whole number that a column of the library holds."""


def at(value: object, *keys: str) -> Any:
    """Return what stands under `keys`, one inside the other; None where a step is no object."""
    for key in keys:
        # Nearly all values are plain; to ask whether one is any mapping takes five times as long.
        if type(value) is not dict and not isinstance(value, _OBJECTS):
            return None
        value = value.get(key)
    return value


def object_at(value: object, *keys: str) -> Record:
    """Return the object under `keys`, an empty one if there is none."""
    found = at(value, *keys)
    return found if type(found) is dict or isinstance(found, _OBJECTS) else _NOTHING


def list_at(value: object, *keys: str) -> Sequence[Any]:
    """Return the list under `keys`, an empty one if there is none."""
    found = at(value, *keys)
    return found if isinstance(found, (list, tuple)) else ()


def text_at(value: object, *keys: str) -> str:
    """Return the text under `keys`, empty if there is none."""
    # The same walk as in `at`: the rules ask for texts a dozen times an event.
    for key in keys:
        if type(value) is not dict and not isinstance(value, _OBJECTS):
            return ""
        value = value.get(key)
    return value if isinstance(value, str) else ""


def event_text_at(record: Record, key: str) -> str:
    """Return the same as ``text_at(record, "event", key)``, for walks over long logs."""
    try:
        text = record["event"][key]
    except (KeyError, TypeError):
        return ""
    return text if isinstance(text, str) else ""


def texts_at(value: object, *keys: str) -> tuple[str, ...]:
    """Return the texts of the list under `keys`, in order; what is no text is left out."""
    return tuple(entry for entry in list_at(value, *keys) if isinstance(entry, str))


def number(value: object) -> Number | None:
    """Return `value` if it is a JSON number; true and false are none."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def exact(value: Number) -> Number:
    """Return a whole float as an int, so that sums read 400 and not 400.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def in_column(value: int | None) -> int | None:
    """Return `value` if a column of the library can hold it, else None."""
    return value if value is not None and -LARGEST_COLUMN - 1 <= value <= LARGEST_COLUMN else None


# One text is asked for twice, by the check of a record and by its columns.
@lru_cache(maxsize=256)
def instant_us(text: str, zone: tzinfo) -> int | None:
    """Return microseconds since 1970 UTC of a date-time, None if it is none.

    The same as :func:`sessionary.core.times.read_instant`, but for the usual shape
    (``2025-01-20T18:05:00Z``, with a fraction or an offset) several times faster.
    """
    if (
        text[19:]
        and text[10] == "T"
        and text[4] == text[7] == "-"
        and text[13] == text[16] == ":"
        and _YEARS[0] <= text < _YEARS[1]
    ):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if moment.tzinfo is not None:
                return (moment - _EPOCH) // _MICROSECOND
    instant = read_instant(text, zone)
    return None if instant is None else instant.us


def has_offset(text: str) -> bool:
    """Return whether a date-time says its offset from UTC."""
    instant = read_instant(text, UTC)
    return instant is not None and instant.offset
