"""The revisions of a document, and the acts that made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.storage.history import mark

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
        title: What somebody called it, so that it is kept for ever; mostly empty.
    """

    revision: int
    saved_at: float
    act: int
    name: str
    origin: str
    title: str


NAMED: Final = "named"
"""Why a revision is marked: somebody gave it a name, and it is never thinned out."""


def revisions(connection: Connection, kind: str, key: str) -> list[StoredRevision]:
    """Return the revisions that are kept of a document, the present one first."""
    rows = connection.exec_driver_sql(
        "SELECT kept.revision, saved_at, kept.act, coalesce(act.name, ''), "
        "coalesce(origin, ''), coalesce(revision_mark.name, '') FROM ("
        "SELECT pk AS document, revision, saved_at, act FROM document WHERE kind=?1 AND key=?2 "
        "UNION ALL SELECT document, history.revision, history.saved_at, history.act FROM history "
        "JOIN document ON document.pk = history.document WHERE kind=?1 AND key=?2) AS kept "
        "LEFT JOIN act ON act.pk = kept.act LEFT JOIN revision_mark ON why=?3 AND "
        "revision_mark.document = kept.document AND revision_mark.revision = kept.revision "
        "ORDER BY kept.revision DESC",
        (kind, key, NAMED),
    )
    return [
        StoredRevision(
            revision=row[0], saved_at=row[1], act=row[2], name=row[3], origin=row[4], title=row[5]
        )
        for row in rows
    ]


def name_revision(connection: Connection, kind: str, key: str, revision: int, title: str) -> None:
    """Give a revision of a document a name, another one, or with an empty one none."""
    pk = connection.exec_driver_sql(
        "SELECT pk FROM document WHERE kind=? AND key=?", (kind, key)
    ).scalar_one()
    connection.exec_driver_sql(
        "DELETE FROM revision_mark WHERE document=? AND revision=? AND why=?",
        (pk, revision, NAMED),
    )
    if title:
        mark(connection, pk, revision, NAMED, title)
