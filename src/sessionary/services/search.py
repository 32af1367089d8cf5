"""Finds sessions and entries by words, people, places, tags and days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.query import parse_query
from sessionary.services.listing import key_of
from sessionary.storage import queries
from sessionary.storage.search import find_documents, find_entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.entries import Entry
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, newest first.

    Attributes:
        sessions: Sessions that meet it themselves.
        entries: Entries that meet it, each with the session it belongs to.
    """

    sessions: tuple[SessionSummary, ...]
    entries: tuple[tuple[Entry, SessionSummary | None], ...]


def search(library: Library, text: str, *, limit: int = 50) -> Found:
    """Return the newest sessions and entries that meet the words of ``text``.

    Args:
        library: Where to look.
        text: Words, phrases and fields; see :mod:`sessionary.core.query`.
        limit: At most so many of each.
    """
    query = parse_query(text)
    with library.reading() as connection:
        clocks = _clocks(library, connection) if query.of("day") else {}
        found = find_documents(connection, query, limit, clocks)
        numbers = find_entries(connection, query, limit, clocks)
        entries = queries.entries_by_pk(connection, numbers)
        owning = {entry.document for entry in entries if entry.document is not None}
        owners = queries.summaries_by_pk(connection, owning.union(found))
    return Found(
        tuple(owners[pk] for pk in found if pk in owners),
        tuple((entry, owners.get(entry.document) if entry.document else None) for entry in entries),
    )


def _clocks(library: Library, connection: Reader) -> dict[str, Clock]:
    """Return the clocks of the campaigns that count or call their days in their own way."""
    clocks = {
        key: library.epochs.clock_of(key) for key, _name in queries.campaign_names(connection)
    }
    return {key: clock for key, clock in clocks.items() if not clock.plain}


def found_json(
    found: Found, clock_of: Callable[[str], Clock] = lambda _campaign: PLAIN
) -> list[dict[str, Any]]:
    """Return what was found as the command line prints it.

    Args:
        found: What was found.
        clock_of: Gives how a campaign's days are counted and written.
    """
    sessions = [
        {
            "type": "session",
            "key": key_of(session),
            "kind": session.kind,
            "id": session.id,
            "number": session.number,
            "title": session.title,
            "session": session.name,
            "start": session.start or None,
        }
        for session in found.sessions
    ]
    entries = [
        {
            "type": entry.type,
            "key": key_of(session) if session else None,
            "kind": session.kind if session else None,
            "id": entry.id,
            "title": entry.label,
            "session": session.name if session else None,
            "category": entry.category,
            "gameTime": None
            if entry.game_s is None
            else clock_face(entry.game_s, clock=clock_of(entry.scope)),
        }
        for entry, session in found.entries
    ]
    return [*sessions, *entries]
