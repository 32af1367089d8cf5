"""Lists of sessions, for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.storage import queries

if TYPE_CHECKING:
    from sessionary.core.kinds import ListedSession, SessionSummary
    from sessionary.services.library import Library

DOCUMENT_OF = {"campaign": "session"}
"""Kind of session -> kind of the document it is, where the two have different names."""


def document_kind(session: SessionSummary | ListedSession) -> str:
    """Return the kind of the document that a session is."""
    return DOCUMENT_OF.get(session.kind, session.kind)


def listed(library: Library, kind: str | None = None) -> list[ListedSession]:
    """Return the sessions that are not in the bin, by container, number and start."""
    with library.reading() as connection:
        sessions = queries.listed_sessions(connection, kind)
    sessions.sort(
        key=lambda session: (
            session.kind,
            session.container,
            session.number is None,
            session.number or 0,
            session.start_us or 0,
            session.key,
        )
    )
    return sessions


def key_of(session: SessionSummary | ListedSession) -> str:
    """Return the KEY of a session, such as ``session/session-015``."""
    return f"{document_kind(session)}/{session.key}"


def listed_json(session: ListedSession) -> dict[str, Any]:
    """Return a session as ``list --json`` prints it."""
    value: dict[str, Any] = {"key": key_of(session), "kind": session.kind, "id": session.id}
    if session.number is not None:
        value["number"] = session.number
    return {
        **value,
        "title": session.title or None,
        "status": session.status,
        "start": session.start or None,
        "end": session.end or None,
        "durationMinutes": session.duration,
        "entries": session.entries,
    }
