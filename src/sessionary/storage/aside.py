"""Texts put aside: what could not be saved, and what a document was before a migration."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATION = "migration"
"""The reason for a backup; any other is one for a rescue copy."""

BACKUPS = 3
"""How many texts from before migrations are kept of one document."""


def put_aside(
    connection: Connection, name: tuple[str, str], text: str, reason: str, revision: int
) -> None:
    """Keep a text outside its document.

    Args:
        connection: The writer.
        name: The document's kind and key.
        text: What is kept.
        reason: Why; :data:`MIGRATION` makes it a backup.
        revision: The stored revision that it is, or on which it was built.
    """
    sql = connection.exec_driver_sql
    now = "(julianday('now') - 2440587.5) * 86400"
    if reason != MIGRATION:
        sql(
            f"INSERT INTO rescue (kind, key, at, reason, text, revision) "
            f"VALUES (?, ?, {now}, ?, ?, ?)",
            (*name, reason, text, revision),
        )
        return
    sql(
        f"INSERT INTO backup (kind, key, at, revision, packed) VALUES (?, ?, {now}, ?, ?)",
        (*name, revision, zlib.compress(text.encode(), 1)),
    )
    sql(
        "DELETE FROM backup WHERE kind=? AND key=? AND pk NOT IN "
        "(SELECT pk FROM backup WHERE kind=? AND key=? ORDER BY pk DESC LIMIT ?)",
        (*name, *name, BACKUPS),
    )
