"""Whether a library file is whole: SQLite's own check, and the hash of each record.

SQLite has no checksums: of damaged files a third pass its check with wrong rows in them.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_PART = 5_000

# As bytes: a text that is no UTF-8 any more could not even be fetched.
_RECORDS = {
    "document": "SELECT kind, key, CAST(text AS BLOB), hash FROM document WHERE pk BETWEEN ? AND ?",
    "entry": "SELECT type, id, CAST(text AS BLOB), hash FROM entry WHERE pk BETWEEN ? AND ?",
}
_NOT_AS_WRITTEN = {
    "document": "{0}/{1} is not as it was written.",
    "entry": "The {0} {1} is not as it was written.",
}


def file_problems(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong with the file, at most a hundred sentences."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [] if found == ["ok"] else [f"The file is damaged: {line}." for line in found]


class Last(NamedTuple):
    """The numbers of the last document and the last entry, 0 where there is none."""

    document: int
    entry: int


def last_record(connection: Connection) -> Last:
    """Return how far the numbers of documents and entries go."""
    sql = connection.exec_driver_sql
    return Last(
        sql("SELECT max(pk) FROM document").scalar() or 0,
        sql("SELECT max(pk) FROM entry").scalar() or 0,
    )


def all_hash_problems(connection: Connection, report: Callable[[int, int], None]) -> list[str]:
    """Return the documents and entries whose text is not the one that was written."""
    last = last_record(connection)
    problems = hash_problems(connection, "document", 0, last.document)
    for start in range(0, last.entry + 1, _PART):
        problems += hash_problems(connection, "entry", start, start + _PART - 1)
        report(min(start + _PART, last.entry), last.entry)
    return problems


def hash_problems(connection: Connection, table: str, first: int, last: int) -> list[str]:
    """Return what of some records is not as it was written, a sentence each.

    Args:
        connection: The library.
        table: ``document`` or ``entry``.
        first: The number of the first record that is looked at.
        last: That of the last one.
    """
    rows = connection.exec_driver_sql(_RECORDS[table], (first, last))
    return [_NOT_AS_WRITTEN[table].format(*row) for row in rows if _digest(row[2]) != row[3]]


def owner_problems(connection: Connection) -> list[str]:
    """Return what belongs to a document that is not there, and counts that are not true."""
    sql = connection.exec_driver_sql
    lost = sql(
        "SELECT type, id FROM entry WHERE document IS NOT NULL "
        "AND document NOT IN (SELECT pk FROM document)"
    )
    wrong = sql(
        "SELECT document.kind, key FROM document "
        "JOIN session_row ON session_row.document = document.pk "
        "WHERE entries <> (SELECT count(*) FROM entry WHERE entry.document = document.pk "
        "AND struck IS NULL) OR (session_row.binned IS NULL) <> (document.binned IS NULL) "
        "OR session_row.container <> document.container"
    )
    return [
        *(f"The {row[0]} {row[1]} belongs to nothing." for row in lost),
        *(f"The list is wrong about {row[0]}/{row[1]}." for row in wrong),
    ]


def _digest(text: bytes | None) -> bytes:
    # None where a bit has flipped in what says how long the text is.
    return blake2b(text or b"", digest_size=16).digest()
