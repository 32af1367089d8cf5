"""The definitions of surveys in a library: what is current, and the snapshots of former times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.store.errors import BadReason
from sessionary.core.survey.lines import join_lines
from sessionary.core.survey.rows import file_lines
from sessionary.services.stored import opened
from sessionary.storage import queries, versions

if TYPE_CHECKING:
    from sessionary.services.library import Library


class LibraryShelf:
    """The definitions that a library holds, as they are saved; from any thread.

    Contents are the bytes of files, one character each.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def snapshot(self, survey: str, name: str) -> str | None:
        """Return the content of a snapshot, None if it is not there."""
        with self._library.reading() as connection:
            return versions.snapshot(connection, survey, name)

    def current(self, survey: str) -> str | None:
        """Return the content of a survey's present definition, None while there is none."""
        with self._library.reading() as connection:
            stored = queries.document(connection, "definition", survey)
        if stored is None or stored.binned:
            return None
        data = opened(self._library, "definition", stored.text)
        lines = () if isinstance(data, BadReason) else file_lines(data)
        return join_lines(lines) if lines else None
