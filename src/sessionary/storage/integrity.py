"""Whether a library file is whole: SQLite's own check, and the hash of each record.

SQLite has no checksums: of damaged files a third pass its check with wrong rows in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.json_text import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_PART = 5_000


def file_problems(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong with the file, at most a hundred sentences."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [] if found == ["ok"] else [f"The file is damaged: {line}." for line in found]


def hash_problems(connection: Connection, report: Callable[[int, int], None]) -> list[str]:
    """Return the documents and entries whose text is not the one that was written."""
    sql = connection.exec_driver_sql
    problems = [
        f"{row[0]}/{row[1]} is not as it was written."
        for row in sql("SELECT kind, key, text, hash FROM document")
        if digest(row[2]) != row[3]
    ]
    last = sql("SELECT max(pk) FROM entry").scalar() or 0
    for start in range(0, last + 1, _PART):
        rows = sql(
            "SELECT type, id, text, hash FROM entry WHERE pk BETWEEN ? AND ?",
            (start, start + _PART - 1),
        )
        problems += [
            f"The {row[0]} {row[1]} is not as it was written."
            for row in rows
            if digest(row[2]) != row[3]
        ]
        report(min(start + _PART, last), last)
    return problems
