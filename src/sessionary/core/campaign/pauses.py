"""Real time that was not played, and how late a session began.

Source: campaign specification, section 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import Record, instant_us, list_at
from sessionary.core.campaign.words import span_of_minutes

if TYPE_CHECKING:
    from datetime import tzinfo

_US_PER_MINUTE: Final = 60_000_000
_MINUTES_PER_DAY: Final = 24 * 60


def paused_us(own: Record, start_us: int, end_us: int, zone: tzinfo) -> int:
    """Return the microseconds of a session that were pauses.

    Args:
        own: The session's own part; ``pauses`` holds pairs of date-times, the last of them without
            an end while the pause lasts.
        start_us: Start of the session; what lies before it is no pause.
        end_us: Its end; what lies behind it is none either.
        zone: The zone of date-times that give no offset.
    """
    total, reached = 0, start_us
    for begun, over in sorted(_spans(own, end_us, zone)):
        # Pauses that overlap are one: each minute is taken off once.
        first, last = max(begun, reached), min(over, end_us)
        if last > first:
            total += last - first
            reached = last
    return total


def _spans(own: Record, end_us: int, zone: tzinfo) -> list[tuple[int, int]]:
    spans = []
    for pause in list_at(own, "pauses"):
        times = [_moment(time, zone) for time in list_at(pause)]
        if times and times[0] is not None:
            over = times[1] if len(times) > 1 else None
            spans.append((times[0], end_us if over is None else over))
    return spans


def _moment(value: object, zone: tzinfo) -> int | None:
    return instant_us(value, zone) if isinstance(value, str) else None


def lateness(planned_us: int | None, start_us: int | None) -> str:
    """Return "started 5 min late" or "… early"; nothing if on time to the minute, or unknown."""
    if planned_us is None or start_us is None:
        return ""
    minutes = abs(start_us - planned_us) // _US_PER_MINUTE
    if minutes == 0:
        return ""
    days = minutes // _MINUTES_PER_DAY
    span = f"{days} days" if days > 1 else span_of_minutes(minutes)
    return f"started {span} {'late' if start_us > planned_us else 'early'}"


def is_paused(own: Record) -> bool:
    """Say whether a session that is going on is paused: its last pause has no end."""
    pauses = list_at(own, "pauses")
    return bool(pauses) and len(list_at(pauses[-1])) == 1


def played_us(own: Record, start_us: int, now_us: int, zone: tzinfo) -> int:
    """Return the microseconds that were played of a session that is going on."""
    return max(0, now_us - start_us - paused_us(own, start_us, now_us, zone))


def with_pause(data: dict[str, Any], at: str) -> dict[str, Any] | None:
    """Begin a pause, or end the one that lasts.

    Args:
        data: The session's data, plain; it is changed.
        at: The date-time, as files write it.
    """
    pauses = [list(pause) for pause in list_at(data, "own", "pauses") if list_at(pause)]
    if pauses and len(pauses[-1]) == 1:
        pauses[-1].append(at)
    else:
        pauses.append([at])
    data["own"]["pauses"] = pauses
    return data
