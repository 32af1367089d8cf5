"""What an import asks of the library: what is known already, and what was read before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that is in the library under an id that a file brings again."""

    pk: int
    hash: bytes
    seen: bytes
    text: str
    struck: bool


def known_entries(
    connection: Connection, kind: str, type_: str, scope: str, ids: Sequence[str]
) -> dict[str, KnownEntry]:
    """Return the entries of one scope that have one of ``ids``."""
    found: dict[str, KnownEntry] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows = connection.exec_driver_sql(
            "SELECT id, pk, hash, seen, text, struck FROM entry "
            "WHERE kind=? AND type=? AND scope=? "
            f"AND id IN ({', '.join('?' * len(part))})",
            (kind, type_, scope, *part),
        )
        found.update(
            (row[0], KnownEntry(row[1], row[2], row[3], row[4], struck=row[5] is not None))
            for row in rows
        )
    return found


def has_entries(connection: Connection, kind: str, type_: str, scope: str) -> bool:
    """Say whether a scope holds any entry."""
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM entry WHERE kind=? AND type=? AND scope=? LIMIT 1", (kind, type_, scope)
        ).first()
        is not None
    )


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that an import may meet again.

    Attributes:
        pk: Its number.
        kind: Its kind.
        key: Its key, our handle.
        id: The id that files give it.
        container: Its campaign.
        number: A session's number.
        binned: Whether it lies in the bin.
    """

    pk: int
    kind: str
    key: str
    id: str
    container: str
    number: int | None
    binned: bool


def known_documents(connection: Connection) -> list[KnownDocument]:
    """Return all documents by name, those in the bin too."""
    rows = connection.exec_driver_sql(
        "SELECT document.pk, document.kind, document.key, session_row.id, document.container, "
        "session_row.number, document.binned FROM document "
        "LEFT JOIN session_row ON session_row.document = document.pk"
    )
    return [
        KnownDocument(row[0], row[1], row[2], row[3] or row[2], row[4], row[5], row[6] is not None)
        for row in rows
    ]


def was_seen(connection: Connection, document: int, hash_: bytes) -> bool:
    """Say whether a record with this digest was merged into a document before."""
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM seen WHERE document=? AND hash=?", (document, hash_)
        ).first()
        is not None
    )


def entry_was_seen(connection: Connection, entry: int, hash_: bytes) -> bool:
    """Say whether a record with this digest stood in an entry before a later one replaced it."""
    return was_seen(connection, -entry, hash_)


def library_mark(hash_: bytes) -> bytes:
    """Return the mark of a document that came out of another library, own part included.

    It is kept where digests of records are, and is none of them.
    """
    return b"\x01" + hash_


def content_mark(hash_: bytes) -> bytes:
    """Return the mark of a content that came out of another library; see :func:`library_mark`."""
    return b"\x02" + hash_


def reject_kept(
    connection: Connection, place: str, code: str, text: bytes, *, but_by: int = 0
) -> bool:
    """Say whether something that could not be read is kept already, by another act than one."""
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM reject WHERE place=? AND code=? AND text=? AND act<>?",
            (place, code, text, but_by),
        ).first()
        is not None
    )


def source_kept(connection: Connection, sha256: str) -> bool:
    """Say whether what could not be read of a file of these bytes is put aside already."""
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM source JOIN act ON act.pk = source.act "
            "WHERE sha256=? AND undone_by IS NULL "
            "AND EXISTS (SELECT 1 FROM reject WHERE reject.source = source.pk)",
            (sha256,),
        ).first()
        is not None
    )
