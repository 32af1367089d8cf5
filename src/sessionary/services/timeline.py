"""What a timeline draws, as plain values: arrays of a million events come out of a cache."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.services.hidden import hidden_everywhere
from sessionary.storage import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.entries import Entry
    from sessionary.services.library import Library


@dataclass(frozen=True, slots=True)
class EventTimes:
    """The events of some sessions, sorted by time.

    Attributes:
        times: Seconds on the clock face, or microseconds since 1970 UTC.
        pks: Numbers of the entries.
        sessions: Numbers of their sessions.
        categories: Places in ``names``.
        importance: Values of ``Importance``.
        names: The categories that occur.
    """

    times: array[int]
    pks: array[int]
    sessions: array[int]
    categories: array[int]
    importance: array[int]
    names: tuple[str, ...]


def event_times(
    library: Library,
    column: str,
    sessions: Sequence[int] | None = None,
    *,
    between: str | None = None,
    players_only: bool = False,
) -> EventTimes:
    """Return when the events of some sessions happened; from any thread.

    Args:
        library: Where they are.
        column: ``game_s`` or ``real_us``.
        sessions: Numbers of sessions; None for all that are not in the bin, and for what happened
            between them.
        between: With some sessions, the campaign of which that is taken too.
        players_only: Leave out what players may not see.
    """
    times, pks, owners = array("q"), array("q"), array("q")
    categories, importance = array("h"), array("b")
    names: dict[str, int] = {}
    with library.reading() as connection:
        for part in queries.timeline_rows(
            connection,
            sessions,
            column,
            between=between,
            players_only=players_only,
            without=hidden_everywhere(connection) if players_only else (),
        ):
            for time, pk, owner, category, weight in part:
                times.append(time)
                pks.append(pk)
                owners.append(owner)
                categories.append(names.setdefault(category, len(names)))
                importance.append(weight)
    return EventTimes(times, pks, owners, categories, importance, tuple(names))


def entries_by_pk(library: Library, pks: Sequence[int]) -> list[Entry]:
    """Return some entries in the order asked for; from any thread."""
    with library.reading() as connection:
        return queries.entries_by_pk(connection, pks)
