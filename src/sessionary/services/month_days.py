"""The events of the days that a page of a calendar shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sessionary.core.campaign.mentions import Names
from sessionary.services.hidden import hidden_names, hidden_sessions
from sessionary.storage.calendar_queries import DayEvent, Days, day_counts, day_events

if TYPE_CHECKING:
    from sessionary.services.library import Library

MOST_NAMED = 20
"""So many events of one day are named; the others are counted."""

__all__ = ["MOST_NAMED", "DayEvent", "Days", "EventsOfDay", "events_of_days"]


@dataclass(frozen=True, slots=True)
class EventsOfDay:
    """What happened on one day.

    Attributes:
        count: How many events it has.
        events: The weightiest of them.
    """

    count: int
    events: tuple[DayEvent, ...]


def events_of_days(library: Library, days: Days) -> dict[int, EventsOfDay]:
    """Return the events of days, counted from the first one asked for; from any thread."""
    named: dict[int, list[DayEvent]] = {}
    names = hidden_names(library, days.campaign) if days.players_only else Names(())
    with library.reading() as connection:
        if days.players_only:
            hidden = hidden_sessions(connection, days.campaign)
            days = replace(days, without=tuple(sorted(hidden)))
        counts = day_counts(connection, days)
        for event in day_events(connection, days, MOST_NAMED):
            shown = event._replace(label=names.left_out(event.label))
            named.setdefault(event.day, []).append(shown)
    return {day: EventsOfDay(count, tuple(named.get(day, ()))) for day, count in counts.items()}
