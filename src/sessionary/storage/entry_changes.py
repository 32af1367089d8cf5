"""Applies changes of entries, and keeps what an act replaced so that it can be undone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.entries import EntryPut
from sessionary.core.json_text import digest
from sessionary.storage.connection import driver
from sessionary.storage.indexing import IndexWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from sessionary.core.entries import EntryColumns
    from sessionary.core.store.backend import DocumentWrite

    ColumnsOf = Callable[[str, str, str, str, int | None], EntryColumns]

ENTRY_COLUMNS = (
    "pk", "kind", "type", "scope", "id", "document", "wanted", "position", "real_us", "game_s",
    "category", "word", "importance", "visible", "label", "act", "source", "struck", "hash",
    "seen", "text",
)  # fmt: skip
INSERT_ENTRY = (
    f"INSERT INTO entry ({', '.join(ENTRY_COLUMNS)}) VALUES ({', '.join('?' * len(ENTRY_COLUMNS))})"
)

NOTHING = ""
"""What ``entry_old`` keeps where there was no entry before the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRemove:
    """A change: take an entry out of the library; its undo puts it back."""

    pk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRestore:
    """A change: put an entry back as a former act found it."""

    pk: int
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActUndone:
    """A change: note that a former act is undone by this one."""

    act: int


class EntryWriter:
    """Applies the entry changes of one act within its transaction.

    What it replaces, removes or puts back is noted, so that the act can be taken back.

    Args:
        connection: The writer, inside the act's transaction.
        act: The act's number.
        columns_of: Computes the columns of a record from (kind, type, scope, text,
            source); needed to take a replaced entry out of the full text.

    Attributes:
        changed: Number and id of the entries that were added, replaced, removed, put back or
            given to a session that has come.
        snapshots: Survey and name of those among them that are snapshots of definitions.
    """

    def __init__(self, connection: Connection, act: int, columns_of: ColumnsOf) -> None:
        self._sql = connection.exec_driver_sql
        self._act = act
        self._columns_of = columns_of
        self._index = IndexWriter(connection)
        self._touched: set[int] = set()
        self.changed: dict[int, str] = {}
        self.snapshots: set[tuple[str, str]] = set()
        # Numbers are never given twice, so that the range an act added means those entries alone.
        self._next = next_entry(connection)
        self._first = self._next

    def apply(self, changes: Iterable[object]) -> None:
        """Apply changes in order; :meth:`finish` ends them.

        Raises:
            TypeError: A change is none this file knows.
        """
        for change in changes:
            if isinstance(change, EntryPut):
                self._put(change)
            elif isinstance(change, EntryRemove):
                self._remove(change.pk)
            elif isinstance(change, EntryRestore):
                self._restore(change)
            elif isinstance(change, ActUndone):
                self._sql("UPDATE act SET undone_by=? WHERE pk=?", (self._act, change.act))
            else:
                raise TypeError(f"not an entry change: {change!r}")

    def finish(self) -> None:
        """Note what is left of what was replaced, and bring counts up to date."""
        self._note_what_is_left()
        self._index.count_entries(self._touched)
        if self._next > self._first:
            self._sql(
                "UPDATE act SET first_entry=coalesce(first_entry, ?), last_entry=? WHERE pk=?",
                (self._first, self._next - 1, self._act),
            )

    def claim(self, document: DocumentWrite) -> None:
        """Give a new document the entries that have waited for it, unassigned until now.

        Deleting the document sends them back to waiting; only that they had no campaign before
        must be noted.
        """
        if document.store == "definition":
            self._claim_snapshots(document)
            return
        for row in document.rows.get("session_row", ()):
            _kind, wanted, container = row[:3]
            pk = self._document(document.store, document.key)
            waiting = self._sql(
                f"SELECT {', '.join(ENTRY_COLUMNS)} FROM entry "
                "WHERE wanted=? AND kind=? AND document IS NULL AND scope IN ('', ?)",
                (wanted, document.store, container),
            ).all()
            for found in waiting:
                entry = dict(zip(ENTRY_COLUMNS, found, strict=True))
                columns = self._columns({**entry, "scope": container})
                moved = self._sql(
                    "UPDATE OR IGNORE entry SET document=?, wanted=NULL, scope=?, game_s=? "
                    "WHERE pk=?",
                    (pk, container, columns.game_s, entry["pk"]),
                )
                self.changed[entry["pk"]] = entry["id"]
                # One whose id is taken in that campaign goes on waiting.
                if moved.rowcount and entry["scope"] != container:
                    self._note(entry["pk"], packed(entry))
            self._touched.add(pk)

    def _claim_snapshots(self, document: DocumentWrite) -> None:
        """Give a definition the snapshots that were left when it was deleted."""
        pk = self._document(document.store, document.key)
        self._sql(
            "UPDATE entry SET document=? WHERE kind=? AND scope=? AND document IS NULL",
            (pk, document.store, document.key),
        )

    def _put(self, change: EntryPut) -> None:
        document = None if change.document is None else self._document(*change.document)
        name = (change.kind, change.type, change.scope, change.id)
        old = self._sql(
            "SELECT pk, position FROM entry WHERE kind=? AND type=? AND scope=? AND id=?", name
        ).first()
        if old is None:
            pk, self._next = self._next, self._next + 1
            position = self._last_position(document) + 1
        else:
            pk, position = old
            self._take_out(pk)
        if change.position is not None:
            position = change.position
        columns = change.columns
        text = change.text
        self._sql(
            INSERT_ENTRY,
            (
                pk, *name, document, change.wanted, position, columns.real_us, columns.game_s,
                columns.category, columns.word, int(columns.importance), int(columns.visible),
                columns.label, self._act, change.source, self._act if change.struck else None,
                digest(text), change.seen, text,
            ),
        )  # fmt: skip
        self._index.entry_in(pk, columns)
        self._has_changed(pk, *name)
        self._touch(document)

    def _remove(self, pk: int) -> None:
        self._take_out(pk)

    def _restore(self, change: EntryRestore) -> None:
        if self._sql("SELECT 1 FROM entry WHERE pk=?", (change.pk,)).first():
            self._take_out(change.pk)
        else:
            self._note(change.pk, NOTHING)
        row = _unpacked(change.row)
        columns = self._columns(row)
        # Its campaign may be reckoned from another epoch by now.
        row["game_s"] = columns.game_s
        self._sql(INSERT_ENTRY, tuple(row[name] for name in ENTRY_COLUMNS))
        self._index.entry_in(change.pk, columns)
        self._has_changed(change.pk, row["kind"], row["type"], row["scope"], row["id"])
        self._touch(row["document"])

    def _take_out(self, pk: int) -> None:
        found = self._sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM entry WHERE pk=?", (pk,)).one()
        row = dict(zip(ENTRY_COLUMNS, found, strict=True))
        self._note(pk, packed(row))
        self._has_changed(pk, row["kind"], row["type"], row["scope"], row["id"])
        self._index.entry_out(pk, self._columns(row))
        self._sql("DELETE FROM entry WHERE pk=?", (pk,))
        self._touch(row["document"])

    def _has_changed(self, pk: int, kind: str, type_: str, scope: str, identifier: str) -> None:
        self.changed[pk] = identifier
        if (kind, type_) == ("definition", "snapshot"):
            self.snapshots.add((scope, identifier))

    def _note(self, pk: int, row: str) -> None:
        # An act that changes one entry twice goes back to what was there before the first time.
        self._sql(
            "INSERT OR IGNORE INTO entry_old (act, entry, row) VALUES (?, ?, ?)",
            (self._act, pk, row),
        )

    def _note_what_is_left(self) -> None:
        self._sql(
            "UPDATE entry_old SET remains = "
            "(SELECT hash FROM entry WHERE entry.pk = entry_old.entry) WHERE act=?",
            (self._act,),
        )

    def _columns(self, row: dict[str, Any]) -> EntryColumns:
        return self._columns_of(row["kind"], row["type"], row["scope"], row["text"], row["source"])

    def _document(self, kind: str, key: str) -> int:
        pk: int = self._sql(
            "SELECT pk FROM document WHERE kind=? AND key=?", (kind, key)
        ).scalar_one()
        return pk

    def _last_position(self, document: int | None) -> int:
        where = "document IS NULL" if document is None else "document=?"
        given = () if document is None else (document,)
        return self._sql(f"SELECT max(position) FROM entry WHERE {where}", given).scalar() or 0

    def _touch(self, document: int | None) -> None:
        if document is not None:
            self._touched.add(document)


def next_entry(connection: Connection) -> int:
    """Return a number that no entry has or ever had."""
    sql = driver(connection).execute
    (last,) = sql("SELECT max(pk) FROM entry").fetchone()
    (given,) = sql("SELECT max(last_entry) FROM act WHERE last_entry IS NOT NULL").fetchone()
    return 1 + max(last or 0, given or 0)


def packed(row: dict[str, Any]) -> str:
    """Return the text under which ``entry_old`` keeps a row of :data:`ENTRY_COLUMNS`."""
    return json.dumps({**row, "hash": row["hash"].hex(), "seen": row["seen"].hex()})


def _unpacked(text: str) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(text)
    return {**row, "hash": bytes.fromhex(row["hash"]), "seen": bytes.fromhex(row["seen"])}
