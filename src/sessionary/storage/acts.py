"""What an act did, read back so that it can be undone."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.core.store.errors import UndoBlocked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class StoredAct:
    """An act: its name, where it came from, and the range of entries it added."""

    pk: int
    name: str
    origin: str
    first_entry: int | None
    last_entry: int | None


@dataclass(frozen=True, slots=True)
class TouchedDocument:
    """A document that an act wrote.

    Attributes:
        pk, kind, key: What names it.
        before: The text it had before, None if there was none.
        left: Digest of the text the act left, empty if it deleted the document.
        now: Digest of the text it has now, empty if there is none.
        revision: The present revision, 0 if there is none.
    """

    pk: int
    kind: str
    key: str
    before: str | None
    left: bytes
    now: bytes
    revision: int


@dataclass(frozen=True, slots=True)
class ReplacedEntry:
    """An entry that an act replaced or removed.

    Attributes:
        pk: Its number.
        row: What it was before, as ``entry_old`` packs it; empty if it was not there.
        remains: Digest of what the act left, None if it removed the entry.
        now: Digest of what is there now, None if nothing is.
    """

    pk: int
    row: str
    remains: bytes | None
    now: bytes | None


def stored_act(connection: Connection, act: int) -> StoredAct | None:
    """Return an act, None if there is none of that number."""
    row = connection.exec_driver_sql(
        "SELECT pk, name, origin, first_entry, last_entry FROM act WHERE pk=?", (act,)
    ).first()
    return None if row is None else StoredAct(*row)


def touched_documents(connection: Connection, act: int) -> list[TouchedDocument]:
    """Return the documents that an act wrote, in the order of their numbers.

    Raises:
        UndoBlocked: A text from before it was thinned out of the history, or forgotten.
    """
    rows = connection.exec_driver_sql(
        "SELECT act_document.document, act_document.kind, act_document.key, before, "
        "act_document.hash, document.hash, document.revision, document.text FROM act_document "
        "LEFT JOIN document ON document.pk = act_document.document "
        "WHERE act_document.act=? ORDER BY act_document.document",
        (act,),
    ).all()
    return [
        TouchedDocument(
            pk=row[0],
            kind=row[1],
            key=row[2],
            before=_former(connection, row[0], row[3]),
            left=row[4],
            now=row[5] or b"",
            revision=row[6] or 0,
        )
        for row in rows
    ]


def _former(connection: Connection, pk: int, revision: int) -> str | None:
    if not revision:
        return None
    packed = connection.exec_driver_sql(
        "SELECT packed FROM history WHERE document=? AND revision=?", (pk, revision)
    ).scalar()
    if packed is None:
        raise UndoBlocked("what was there before is not kept any more")
    return zlib.decompress(packed).decode()


def replaced_entries(connection: Connection, act: int) -> list[ReplacedEntry]:
    """Return the entries that an act replaced or removed."""
    rows = connection.exec_driver_sql(
        "SELECT entry_old.entry, entry_old.row, remains, entry.hash FROM entry_old "
        "LEFT JOIN entry ON entry.pk = entry_old.entry WHERE entry_old.act=?",
        (act,),
    )
    return [ReplacedEntry(*row) for row in rows]


def added_entries(connection: Connection, act: StoredAct) -> list[int]:
    """Return the entries that an act added and that are as it left them."""
    if act.first_entry is None or act.last_entry is None:
        return []
    rows = connection.exec_driver_sql(
        "SELECT pk FROM entry WHERE pk BETWEEN ? AND ? AND act=?",
        (act.first_entry, act.last_entry, act.pk),
    )
    return [row[0] for row in rows]


def lost_entries(connection: Connection, act: StoredAct) -> int:
    """Return how many of the entries that an act added were changed or removed since."""
    if act.first_entry is None or act.last_entry is None:
        return 0
    left: int = connection.exec_driver_sql(
        "SELECT count(*) FROM entry WHERE pk BETWEEN ? AND ? AND act=?",
        (act.first_entry, act.last_entry, act.pk),
    ).scalar_one()
    # An act numbers its entries one after the other.
    return act.last_entry - act.first_entry + 1 - left


def mark_undone(connection: Connection, act: int, by: int) -> None:
    """Note by which act an act was undone."""
    connection.exec_driver_sql("UPDATE act SET undone_by=? WHERE pk=?", (by, act))


def sources_of(connection: Connection, act: int) -> list[tuple[str, str, str]]:
    """Return (path, sha256, choices) of the files that an act read."""
    rows = connection.exec_driver_sql(
        "SELECT path, sha256, choices FROM source WHERE act=? AND path<>'' ORDER BY pk", (act,)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def undone_by(connection: Connection, act: int) -> int | None:
    """Return the act that ``act`` took back, None if it took none back."""
    found: int | None = connection.exec_driver_sql(
        "SELECT pk FROM act WHERE undone_by=?", (act,)
    ).scalar()
    return found


def newest(connection: Connection) -> int:
    """Return the number of the newest act, 0 if there is none."""
    found: int | None = connection.exec_driver_sql("SELECT max(pk) FROM act").scalar()
    return found or 0


def after(connection: Connection, act: int) -> list[int]:
    """Return the numbers of the acts that came after one, in their order."""
    rows = connection.exec_driver_sql("SELECT pk FROM act WHERE pk>? ORDER BY pk", (act,))
    return [row[0] for row in rows]


def documents_of(connection: Connection, numbers: Iterable[int]) -> set[tuple[str, str]]:
    """Return (kind, key) of the documents that some acts wrote or deleted."""
    return {
        (row[0], row[1])
        for act in numbers
        for row in connection.exec_driver_sql(
            "SELECT kind, key FROM act_document WHERE act=?", (act,)
        )
    }
