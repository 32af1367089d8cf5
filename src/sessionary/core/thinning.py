"""Which former revisions of a document are worth keeping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

NEWEST: Final = 50
"""How many are kept whatever they are."""

HOURLY_S: Final = 2 * 86_400.0
"""For how long the last of each hour is kept; after that the last of each day, for ever."""

_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Former:
    """A former revision.

    Attributes:
        revision: Its number, by which they are ordered.
        saved_at: When it was saved, in seconds since 1970, by a clock that may have been wrong.
        marked: Whether it is kept for ever: it came from an import, a move of the status or an
            undo, or somebody gave it a name.
    """

    revision: int
    saved_at: float
    marked: bool = False


def to_thin(
    formers: Sequence[Former], now: float, zone: tzinfo, *, newest: int = NEWEST
) -> list[int]:
    """Return the numbers of the revisions that are not worth keeping, rising.

    Args:
        formers: All former revisions of one document, in any order.
        now: The present, in seconds since 1970.
        zone: Where a day begins.
        newest: How many of the newest stay whatever they are.
    """
    ordered = sorted(formers, key=lambda former: former.revision, reverse=True)
    seen: set[object] = set()
    thinned = []
    for place, former in enumerate(ordered):
        span = _span(former.saved_at, now, zone)
        first = span not in seen
        seen.add(span)
        if place >= newest and not first and not former.marked:
            thinned.append(former.revision)
    return thinned[::-1]


def _span(saved_at: float, now: float, zone: tzinfo) -> object:
    """Return what names the hour or the day of which only the last revision is kept."""
    if now - saved_at < HOURLY_S:
        return "hour", saved_at // _HOUR_S
    try:
        return "day", datetime.fromtimestamp(saved_at, zone).date()
    except (ValueError, OverflowError, OSError):
        return "day", saved_at // 86_400
