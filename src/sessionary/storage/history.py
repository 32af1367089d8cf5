"""Former revisions: put aside by each save, thinned out when there are many."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from sessionary.core.thinning import Former, to_thin
from sessionary.storage.connection import driver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from sqlalchemy import Connection

STATUS: Final = "status"
"""Why a revision is marked: it moved a session to another status."""

_KEPT_ORIGINS = ("import", "redo import", "undo", "redo", "undo import")
_MARKS = ", ".join("?" * len(_KEPT_ORIGINS))

# What an import replaced is kept as well: without it the import could not be undone.
_FORMERS = f"""
SELECT history.revision, history.saved_at,
    act.origin IN ({_MARKS})
    OR EXISTS (SELECT 1 FROM revision_mark WHERE revision_mark.document = history.document
        AND revision_mark.revision = history.revision)
    OR history.revision IN (SELECT before FROM act_document JOIN act ON act.pk = act_document.act
        WHERE act_document.kind = ? AND act_document.key = ? AND origin IN ('import', 'reckon'))
FROM history LEFT JOIN act ON act.pk = history.act WHERE history.document = ?
"""


def keep_former(
    connection: Connection,
    pk: int,
    *,
    revision: int,
    act: int,
    saved_at: float,
    binned: int | None,
    text: str,
) -> None:
    """Put the revision that is about to be replaced into the history, compressed."""
    driver(connection).execute(
        "INSERT OR REPLACE INTO history (document, revision, act, saved_at, binned, packed) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (pk, revision, act, saved_at, binned, zlib.compress(text.encode(), 1)),
    )


def mark(connection: Connection, pk: int, revision: int, why: str, name: str = "") -> None:
    """Keep a revision for ever."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO revision_mark (document, revision, why, name) VALUES (?, ?, ?, ?)",
        (pk, revision, why, name),
    )


def crowded(
    connection: Connection, names: Iterable[tuple[str, str]], most: int
) -> list[tuple[str, str]]:
    """Return those of some documents that have more than `most` former revisions."""
    return [
        name
        for name in names
        if (
            connection.exec_driver_sql(
                "SELECT count(*) FROM history JOIN document ON document.pk = history.document "
                "WHERE kind=? AND key=?",
                name,
            ).scalar()
            or 0
        )
        > most
    ]


def thin(
    connection: Connection, name: tuple[str, str], now: float, zone: tzinfo, *, newest: int
) -> int:
    """Take former revisions of a document out that are not worth keeping; return how many.

    Args:
        connection: The writer.
        name: The document's kind and key.
        now: The present, in seconds since 1970.
        zone: Where a day begins.
        newest: How many of the newest stay whatever they are.
    """
    sql = connection.exec_driver_sql
    pk = sql("SELECT pk FROM document WHERE kind=? AND key=?", name).scalar()
    if pk is None:
        return 0
    rows = sql(_FORMERS, (*_KEPT_ORIGINS, *name, pk))
    formers = [Former(row[0], row[1], bool(row[2])) for row in rows]
    gone = to_thin(formers, now, zone, newest=newest)
    if gone:
        sql(
            "DELETE FROM history WHERE document=? AND revision=?",
            [(pk, revision) for revision in gone],
        )
    return len(gone)
