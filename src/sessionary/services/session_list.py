"""The sessions that a window lists: after each act only those are read anew that it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.services.listing import document_kind
from sessionary.services.sessions import summaries
from sessionary.storage import queries

if TYPE_CHECKING:
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Change, Library

_ORIGINS = frozenset({"edit", "undo", "redo"})
# What a campaign says may change all of its sessions; what is not of a campaign changes none.
_KINDS = frozenset({"session", "goal", "world", "definition", "survey"})
_MOST = 50


class SessionList:
    """Reads the sessions of campaigns that are not in the bin.

    Reading two thousand of them takes a hundred times as long as the one that was edited.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: list[SessionSummary] = []
        self._changed: set[tuple[str, str]] | None = None

    def take(self, change: Change) -> None:
        """Note what has changed since the last reading; to be told of every change."""
        known = change.origin in _ORIGINS and change.documents and not change.entries
        if self._changed is None or not known or any(k not in _KINDS for k, _ in change.documents):
            self._changed = None
        else:
            self._changed |= change.documents

    def read(self) -> list[SessionSummary]:
        """Return the sessions as they are now, by their numbers.

        All of them are read unless it is known since the last time which ones changed.
        """
        changed, self._changed = self._changed, set()
        if changed and len(changed) <= _MOST:
            self._known = self._brought_up(changed)
        else:
            self._known = summaries(self._library)
        return list(self._known)

    def _brought_up(self, changed: set[tuple[str, str]]) -> list[SessionSummary]:
        with self._library.reading() as connection:
            sessions = {name for name in changed if name[0] == "session"}
            found = queries.summaries_by_name(connection, sessions)
        others = (one for one in self._known if (document_kind(one), one.key) not in changed)
        return sorted((*others, *found), key=lambda session: session.pk)
