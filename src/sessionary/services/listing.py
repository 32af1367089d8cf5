"""Lists of sessions, for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.services.sessions import summaries

if TYPE_CHECKING:
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library

DOCUMENT_OF = {"campaign": "session"}
"""Kind of session -> kind of the document it is, where the two have different names."""


def listed(library: Library, kind: str | None = None) -> list[SessionSummary]:
    """Return the sessions that are not in the bin, by container, number and start."""
    return sorted(
        (session for session in summaries(library) if kind in (None, session.kind)),
        key=lambda session: (
            session.kind,
            session.container,
            session.number is None,
            session.number or 0,
            session.start_us or 0,
            session.key,
        ),
    )


def key_of(session: SessionSummary) -> str:
    """Return the KEY of a session, such as ``session/session-015``."""
    return f"{DOCUMENT_OF.get(session.kind, session.kind)}/{session.key}"


def listed_json(session: SessionSummary) -> dict[str, Any]:
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
