"""Planned evenings as an iCalendar file, which any calendar takes.

Source: RFC 5545. The library writes folding, escaping and times; what stands in an event is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sessionary.core.text import one_line, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PRODUCT: Final = "-//Sessionary//Sessions//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """One session as a calendar has it.

    Attributes:
        uid: What keeps it the same event when the file is taken again.
        title: What it is called.
        start_us: When it begins, in microseconds since 1970 UTC.
        minutes: How long it takes.
        changed_us: When it was last changed, in microseconds since 1970 UTC.
        location: Where people meet, empty if it is not known.
        description: What is said of it.
        cancelled: Whether it does not take place.
    """

    uid: str
    title: str
    start_us: int
    minutes: int
    changed_us: int
    location: str = ""
    description: str = ""
    cancelled: bool = False


def calendar_text(name: str, evenings: Iterable[Evening]) -> str:
    """Return the text of an iCalendar file, its lines ended with CR LF.

    Args:
        name: What the calendar is called.
        evenings: Its events.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415  seldom wanted

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(name, None))
    for evening in evenings:
        event = Event()
        start = _EPOCH + timedelta(microseconds=evening.start_us)
        event.add("uid", evening.uid)
        event.add("summary", one_line(evening.title, None))
        event.add("dtstart", start.replace(microsecond=0))
        event.add("dtend", (start + timedelta(minutes=evening.minutes)).replace(microsecond=0))
        changed = _EPOCH + timedelta(microseconds=evening.changed_us)
        event.add("dtstamp", changed.replace(microsecond=0))
        event.add("status", "CANCELLED" if evening.cancelled else "CONFIRMED")
        if evening.location:
            event.add("location", one_line(evening.location, None))
        if evening.description:
            event.add("description", shown(evening.description, None))
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()
