"""Walks over a whole library in the order in which it grew: for exports, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.storage import plain_log
from sessionary.storage.connection import driver
from sessionary.storage.derived import IS_DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from sessionary.core.entries import LoggedEntry

_PART = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """An entry with all that only the library knows of it.

    Attributes:
        kind, scope, type, id: Its names.
        document: The number of its document, None while unassigned.
        key: The key of that document.
        wanted: The id of a document that is not here yet.
        position: Its place in the order of its file.
        text: The exact text of its record.
        visible: Who may see it, as its columns have it.
        seen: Digest of the record last imported, empty for one that was made here.
        struck: Whether it was struck out.
        source: The number of the file it was read from.
        word: The type that it counts as.
    """

    kind: str
    scope: str
    type: str
    id: str
    document: int | None
    key: str | None
    wanted: str | None
    position: int
    text: str = field(repr=False)
    visible: int
    seen: bytes
    struck: bool
    source: int | None
    word: str


_KEPT = (
    "SELECT entry.kind, scope, type, id, document, document.key, wanted, position, entry.text, "
    "visible, seen, struck, source, word "
    "FROM entry LEFT JOIN document ON document.pk = entry.document"
)


def kept_entries(connection: Connection) -> Iterator[KeptEntry]:
    """Walk over all entries in the order in which they came in.

    Those that follow from their document are left out.
    """
    last = connection.exec_driver_sql("SELECT max(pk) FROM entry").scalar() or 0
    for start in range(1, last + 1, _PART):
        rows = connection.exec_driver_sql(
            f"{_KEPT} WHERE entry.pk BETWEEN ? AND ? AND NOT ({IS_DERIVED}) ORDER BY entry.pk",
            (start, start + _PART - 1),
        )
        yield from map(_kept, rows.all())


def kept_in(connection: Connection, document: int) -> Iterator[KeptEntry]:
    """Walk over a document's entries in the order in which they came in, struck ones left out."""
    rows = connection.exec_driver_sql(
        f"{_KEPT} WHERE entry.document=? AND struck IS NULL ORDER BY entry.pk", (document,)
    )
    yield from map(_kept, rows)


def kept_entry(connection: Connection, pk: int) -> KeptEntry | None:
    """Return one entry with all that only the library knows of it, None if it is gone."""
    row = connection.exec_driver_sql(f"{_KEPT} WHERE entry.pk=?", (pk,)).first()
    return None if row is None else _kept(row)


def kept_named(
    connection: Connection, kind: str, type_: str, scope: str, identifier: str
) -> KeptEntry | None:
    """Return the entry of some names, None if there is none."""
    row = connection.exec_driver_sql(
        f"{_KEPT} WHERE entry.kind=? AND type=? AND scope=? AND id=?",
        (kind, type_, scope, identifier),
    ).first()
    return None if row is None else _kept(row)


def kept_loose(connection: Connection, scope: str) -> Iterator[KeptEntry]:
    """Walk over what a campaign has outside its sessions, struck ones left out.

    That is what happened between sessions, and what waits for a session that is not here.
    """
    rows = connection.exec_driver_sql(
        f"{_KEPT} WHERE entry.document IS NULL AND scope=? AND struck IS NULL "
        "AND entry.kind='session' ORDER BY entry.pk",
        (scope,),
    )
    yield from map(_kept, rows)


def _kept(row: Sequence[Any]) -> KeptEntry:
    return KeptEntry(
        kind=row[0], scope=row[1], type=row[2], id=row[3], document=row[4], key=row[5],
        wanted=row[6], position=row[7], text=row[8], visible=row[9], seen=row[10],
        struck=row[11] is not None, source=row[12], word=row[13],
    )  # fmt: skip


def logged(connection: Connection, document: int) -> Iterator[list[LoggedEntry]]:
    """Walk over a document's entries; see :func:`.plain_log.logged`."""
    return plain_log.logged(driver(connection), document)


def count_homeless(connection: Connection) -> int:
    """Return how many entries belong to no campaign at all."""
    return (
        connection.exec_driver_sql(
            "SELECT count(*) FROM entry WHERE document IS NULL AND scope='' AND struck IS NULL"
        ).scalar()
        or 0
    )


def seen_records(connection: Connection, document: int) -> list[bytes]:
    """Return the digests of the records that were imported into a document, in a fixed order."""
    rows = connection.exec_driver_sql(
        "SELECT hash FROM seen WHERE document=? AND length(hash)=16 ORDER BY hash", (document,)
    )
    return [row[0] for row in rows]
