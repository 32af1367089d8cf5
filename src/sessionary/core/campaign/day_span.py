"""From when to when the days of a search last, as the clock of a campaign counts them.

Source: "At the table", section 1, point 6; campaign specification, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import parse_clock

if TYPE_CHECKING:
    from sessionary.core.query import Term

LAST_SECOND: Final = 2**62
"""Later ones are no column's."""


def day_span(term: Term, clock: Clock = PLAIN) -> tuple[int, int] | None:
    """Return the first second of the days that a term names, and the first one after them.

    Args:
        term: ``day:15``, ``day:12..15``, or a date such as ``day:"12 Hammer 1492"``.
        clock: How the campaign's days are counted and called.

    Returns:
        Seconds on the clock face; None if it names no day of that clock.
    """
    days = term.days() or _dated(term.value, clock)
    if days is None:
        return None
    first, after = days[0] * clock.day_length, (days[1] + 1) * clock.day_length
    return None if max(abs(first), abs(after)) > LAST_SECOND else (first, after)


def _dated(text: str, clock: Clock) -> tuple[int, int] | None:
    first, _, last = text.partition("..")
    faces = [parse_clock(one.strip(), clock=clock) for one in (first, last or first)]
    days = [face // clock.day_length for face in faces if face is not None]
    return (days[0], days[1]) if len(days) == len(faces) else None
