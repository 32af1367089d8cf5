"""The revisions of a document, and the acts that made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRevision:
    """One revision of a document, without its text.

    Attributes:
        revision: Its number.
        saved_at: When it was saved, in seconds since 1970.
        act: The act that made it.
        name: What that act is called, empty if it is not known any more.
        origin: Where the act came from.
    """

    revision: int
    saved_at: float
    act: int
    name: str
    origin: str


def revisions(connection: Connection, kind: str, key: str) -> list[StoredRevision]:
    """Return the revisions that are kept of a document, the present one first."""
    rows = connection.exec_driver_sql(
        "SELECT revision, saved_at, act, coalesce(name, ''), coalesce(origin, '') FROM ("
        "SELECT revision, saved_at, act FROM document WHERE kind=?1 AND key=?2 UNION ALL "
        "SELECT history.revision, history.saved_at, history.act FROM history "
        "JOIN document ON document.pk = history.document WHERE kind=?1 AND key=?2) "
        "LEFT JOIN act ON act.pk = act ORDER BY revision DESC",
        (kind, key),
    )
    return [
        StoredRevision(revision=row[0], saved_at=row[1], act=row[2], name=row[3], origin=row[4])
        for row in rows
    ]
