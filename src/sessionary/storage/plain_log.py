"""The events of sessions, read with nothing but sqlite3: by exports, and by those who help them.

A process that helps with the pages of an export lives for a second; to import the ORM would take a
third of that. An export itself reads as many events, and the ORM's rows cost as much as SQLite.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.entries import LoggedEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    # What other rooms call it: they hold one and hand it back to this module.
    Snapshot: TypeAlias = sqlite3.Connection

_AT_ONCE: Final = 25
"""So many records are read as fast as any number, and fit into the processor's own memory."""

# Its own maker is a function of Python, which takes three times as long.
_LOGGED: Final = partial(tuple.__new__, LoggedEntry)

# By their numbers, which an index has: else SQLite would copy all of each row, its record too, to
# put them in order.
_EVENTS: Final = (
    f"SELECT {', '.join(LoggedEntry._fields)} FROM entry "
    "WHERE pk IN (SELECT pk FROM entry WHERE document=?) AND struck IS NULL ORDER BY pk"
)


def open_snapshot(address: str) -> sqlite3.Connection:
    """Open a library to read one state of it.

    Args:
        address: Where it is; see :meth:`~sessionary.storage.library_file.LibraryFile.address`.
    """
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    for pragma in ("busy_timeout=5000", "trusted_schema=OFF", "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    connection.execute("BEGIN").close()
    return connection


def last_act(connection: sqlite3.Connection) -> int:
    """Return the number of the newest act, 0 if there is none.

    Whoever sees the same number sees the same documents and entries.
    """
    (number,) = connection.execute("SELECT coalesce(max(pk), 0) FROM act").fetchone()
    return int(number)


def entry_state(connection: sqlite3.Connection, document: int) -> tuple[Any, ...]:
    """Return what changes with each change of a document's entries, undone ones included.

    An act leaves an entry in one way only, so which entries there are, and which act each was
    last written by, tells all of what they say.
    """
    row: tuple[Any, ...] = connection.execute(
        "SELECT count(*), sum(pk), group_concat(act) FROM "
        "(SELECT pk, act FROM entry WHERE document=? ORDER BY pk)",
        (document,),
    ).fetchone()
    return row


def document_hash(connection: sqlite3.Connection, kind: str, key: str) -> bytes | None:
    """Return the digest of a document's text, None if there is no such document."""
    row = connection.execute(
        "SELECT hash FROM document WHERE kind=? AND key=?", (kind, key)
    ).fetchone()
    return None if row is None else row[0]


def logged(connection: sqlite3.Connection, document: int) -> Iterator[list[LoggedEntry]]:
    """Walk over a document's entries in the order of the file, struck ones left out, in parts."""
    rows = connection.execute(_EVENTS, (document,))
    while part := rows.fetchmany(_AT_ONCE):
        yield list(map(_LOGGED, part))
