"""What the first page needs, read with plain sqlite3: the ORM takes longer to import than to read.

The one place of this room that does so. It checks ``application_id`` and ``user_version`` before
anything is trusted, and reads the rows of the list of sessions.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from enum import Enum, auto
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sessionary.core.kinds import SessionSummary
from sessionary.storage.first_rows import open_plain
from sessionary.storage.ids import APPLICATION_ID, INDEX_VERSION, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUMMARY_COLUMNS = (
    "session_row.document, session_row.kind, document.key, session_row.id, session_row.container, "
    "number, title, status, start, start_us, end_us, duration, game_start, game_end, entries, "
    "listed, attended, planned, reached, tags, people"
)

_WRONG = (AttributeError, TypeError, ValueError)

SUMMARIES = (
    f"SELECT {SUMMARY_COLUMNS} FROM session_row JOIN document ON document.pk = session_row.document"
)
"""SQL: the rows from which :func:`summaries` makes its values."""

# The keys lie side by side in an index of their own: documents come first, so that it is walked
# through. The other way round each key is looked up among the documents' texts.
ALL_SESSIONS = "document CROSS JOIN session_row ON session_row.document = document.pk"
ALL_SUMMARIES = f"SELECT {SUMMARY_COLUMNS} FROM {ALL_SESSIONS}"
"""SQL: the same of all sessions, which is quicker for those and slower for a few."""


class FileState(Enum):
    """What lies where the library should be."""

    MISSING = auto()
    FOREIGN = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


def inspect_file(path: Path) -> FileState:
    """Return what ``path`` is, without writing to it."""
    if not path.exists():
        return FileState.MISSING
    try:
        with closing(open_plain(path)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError:
        # It may be ours for all that: the disk failed, or a program was stopped in the one write
        # that turns a copy into a library. Whoever opens it to write takes that back, or says
        # what is wrong; what the file is stands in its header before and after.
        application, version = _header(path)
    except sqlite3.Error:
        return FileState.FOREIGN
    # A file of no bytes is a valid, empty database: not ours, and nothing may be made of it.
    if application != APPLICATION_ID:
        return FileState.FOREIGN
    if version == SCHEMA_VERSION:
        return FileState.CURRENT
    return FileState.NEWER if version > SCHEMA_VERSION else FileState.OLDER


def has_new_index(path: Path) -> bool:
    """Say whether the index of a current library is as this version computes it."""
    with suppress(sqlite3.DatabaseError), closing(open_plain(path)) as connection:
        kept = connection.execute("SELECT value FROM setting WHERE name='index'").fetchone()
        return kept is not None and kept[0] == str(INDEX_VERSION)
    # Whoever opens it says what is wrong.
    return True


def _header(path: Path) -> tuple[int, int]:
    header = b""
    with suppress(OSError), path.open("rb") as file:
        header = file.read(100)
    return int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big")


# What `SessionSummary._make` does, but for looking whether there are as many fields.
_made: partial[SessionSummary] = partial(tuple.__new__, SessionSummary)


def summaries(rows: Sequence[Sequence[Any]]) -> list[SessionSummary]:
    """Return the sessions of rows of :data:`SUMMARIES`, by their numbers."""
    return list(map(_made, sorted(rows, key=itemgetter(0))))


def first_summaries(path: Path) -> list[SessionSummary]:
    """Return all sessions of campaigns that are not in the bin.

    Empty if the file is not a current library, or so damaged that they cannot be read: the
    library says so when it is opened.
    """
    if inspect_file(path) is not FileState.CURRENT:
        return []
    # A bit that flips can make a number of a text.
    with suppress(sqlite3.DatabaseError, *_WRONG), closing(open_plain(path)) as connection:
        rows = connection.execute(
            f"{ALL_SUMMARIES} WHERE session_row.binned IS NULL AND session_row.kind='campaign'"
        ).fetchall()
        return summaries(rows)
    return []


def first_campaigns(path: Path) -> list[tuple[str, str]]:
    """Return (id, name) of the campaigns by name; empty as :func:`first_summaries` is."""
    if inspect_file(path) is not FileState.CURRENT:
        return []
    with suppress(sqlite3.DatabaseError, *_WRONG), closing(open_plain(path)) as connection:
        rows = connection.execute(
            "SELECT key, coalesce(CASE WHEN json_valid(text) THEN "
            "json_extract(text, '$.data.record.name') END, key) FROM document "
            "WHERE kind='campaign' AND binned IS NULL"
        )
        return sorted(((key, str(name)) for key, name in rows), key=lambda one: one[1].casefold())
    return []
