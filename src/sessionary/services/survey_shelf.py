"""The definitions of surveys in a library: what is current, and the snapshots of former times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sessionary.core.store.errors import BadReason
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import join_lines
from sessionary.core.survey.opening import open_session
from sessionary.core.survey.rows import DEFINITION, SURVEY, file_lines, session_in, survey_rows
from sessionary.core.survey.values import printable
from sessionary.services.sessions import document_data
from sessionary.services.stored import opened
from sessionary.storage import queries, rebuild, versions

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sessionary.core.survey.records import Opened
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader, Writer


class ConnectionShelf:
    """The definitions that one connection sees: what is written, while it is not yet committed.

    Contents are the bytes of files, one character each.
    """

    def __init__(self, library: Library, connection: Reader) -> None:
        self._library = library
        self._connection = connection

    def snapshot(self, survey: str, name: str) -> str | None:
        """Return the content of a snapshot, None if it is not there."""
        return versions.snapshot(self._connection, survey, name)

    def current(self, survey: str) -> str | None:
        """Return the content of a survey's present definition, None while there is none."""
        stored = queries.document(self._connection, DEFINITION, survey)
        if stored is None or stored.binned:
            return None
        data = opened(self._library, DEFINITION, stored.text)
        lines = () if isinstance(data, BadReason) else file_lines(data)
        return join_lines(lines) if lines else None


class LibraryShelf:
    """The definitions that a library holds, as they are saved; from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def snapshot(self, survey: str, name: str) -> str | None:
        """Return the content of a snapshot, None if it is not there."""
        with self._library.reading() as connection:
            return ConnectionShelf(self._library, connection).snapshot(survey, name)

    def current(self, survey: str) -> str | None:
        """Return the content of a survey's present definition, None while there is none."""
        with self._library.reading() as connection:
            return ConnectionShelf(self._library, connection).current(survey)

    def snapshots(self, survey: str) -> list[str]:
        """Return the names of a survey's snapshots in the order in which they came."""
        with self._library.reading() as connection:
            return versions.snapshot_names(connection, survey)


def opened_session(library: Library, key: str) -> Opened:
    """Return a survey session with the definition that it is pinned to, unsaved edits included.

    Raises:
        DocumentBad: Its document cannot be used.
        UserError: There is no such session.
    """
    return opened_in(library, key, document_data(library, SURVEY, key))


def survey_title(library: Library, kind: str, key: str) -> str:
    """Return what people call a survey, or a session of one; empty if nothing says it.

    Raises:
        DocumentBad: Its document cannot be used.
        UserError: There is no such document.
    """
    if kind == DEFINITION:
        lines = file_lines(document_data(library, DEFINITION, key))
        return printable(read_definition(lines).description.strip())
    found = opened_session(library, key)
    survey = "" if found.definition is None else found.definition.description.strip()
    parts = (found.session.respondent, survey or found.session.survey)
    return " · ".join(printable(part) for part in parts if part)


def opened_in(library: Library, key: str, data: dict[str, Any]) -> Opened:
    """Return the session that a document's data holds with its definition."""
    found = open_session(session_in(key, data), library.shelf)
    # Somebody has confirmed that a snapshot may be used which is not what its name says.
    return replace(found, confirm=False) if data["own"].get("confirmed") else found


def index_again(
    library: Library,
    connection: Writer,
    act: int,
    changed: AbstractSet[tuple[str, str]],
    *,
    without: AbstractSet[int] = frozenset(),
) -> None:
    """Compute anew what sessions show by definitions that an act has changed, within the act.

    Args:
        library: The library.
        connection: The writer, inside the transaction of the act.
        act: Its number.
        changed: Survey and name of each version: that of a snapshot, or ``current``.
        without: Numbers of sessions that are indexed by these versions already.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for survey, name in changed:
        names[survey].add(name)
    shelf = ConnectionShelf(library, connection)
    for survey, versions_changed in names.items():
        for pk in versions.dependents(connection, survey, frozenset(versions_changed)):
            if pk in without:
                continue
            stored = queries.document_by_pk(connection, pk)
            data = None if stored is None else opened(library, SURVEY, stored.text)
            if stored is not None and data is not None and not isinstance(data, BadReason):
                rebuild.index_document(connection, pk, survey_rows(stored.key, data, shelf), act)
