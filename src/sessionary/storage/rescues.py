"""Rescue copies: values that could not be saved, kept beside their documents until looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.storage.aside import MIGRATION

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRescue:
    """One rescue copy.

    Attributes:
        pk: Its number.
        kind, key: What names the document.
        at: When it was put aside, in seconds since 1970.
        reason: Why: ``save_failed``, ``lock_lost``.
        text: The envelope.
    """

    pk: int
    kind: str
    key: str
    at: float
    reason: str
    text: str = field(repr=False)


def rescues(connection: Connection) -> list[StoredRescue]:
    """Return all rescue copies, newest first."""
    rows = connection.exec_driver_sql(
        # Libraries of the first version kept the texts from before migrations here too.
        "SELECT pk, kind, key, at, reason, text FROM rescue WHERE reason<>? ORDER BY pk DESC",
        (MIGRATION,),
    )
    return [
        StoredRescue(pk=row[0], kind=row[1], key=row[2], at=row[3], reason=row[4], text=row[5])
        for row in rows
    ]


def drop_rescue(connection: Connection, pk: int) -> None:
    """Take a rescue copy away."""
    connection.exec_driver_sql("DELETE FROM rescue WHERE pk=?", (pk,))
