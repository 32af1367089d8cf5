"""Writes many entries in one transaction: an import, however large, and its undo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.text import fold
from sessionary.storage.entry_changes import (
    ENTRY_COLUMNS,
    INSERT_ENTRY,
    next_entry,
    packed,
)
from sessionary.storage.indexing import IndexWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.entries import EntryColumns
    from sessionary.storage.beside import Beside
    from sessionary.storage.entry_changes import ColumnsOf

BATCH = 10_000
# Indexes that are quicker to build anew than to keep in step while most of their rows come in.
_LATE_INDEXES = ("entry_name", "entry_in_document", "entry_in_game_time", "entry_in_real_time")


# One statement a batch, see Beside. A facet is one number: its value, then its owner.
_OWNER_BITS = 40
_INSERT_TEXTS = "INSERT INTO fts (rowid, text) SELECT ? + key, value FROM json_each(?)"
_INSERT_FACETS = (
    "INSERT OR IGNORE INTO facet (value, owner) "
    f"SELECT value >> {_OWNER_BITS}, value & {(1 << _OWNER_BITS) - 1} FROM json_each(?)"
)


# Not frozen: that would take as long as reading the record.
@dataclass(slots=True, kw_only=True)
class BulkEntry:
    """An entry to be added or, where it is known, replaced. Nobody changes it.

    Attributes:
        kind, type, scope, id: What names it.
        document: The number of its document, None while unassigned.
        wanted: The id of a document that is not here yet.
        position: Its place in the order of its file.
        text, hash: Its record and the digest of that.
        columns: What was computed from it.
        seen: The digest of the record last imported, where that is not this one.
        struck: Whether it is struck out.
        source: The number of its source, where that is not the writer's.
    """

    kind: str
    type: str
    scope: str
    id: str
    document: int | None
    wanted: str | None
    position: int
    text: str
    hash: bytes
    columns: EntryColumns
    seen: bytes | None = None
    struck: bool = False
    source: int | None = None


class BulkWriter:
    """Adds entries to the library within one transaction, in batches.

    Args:
        connection: The writer, inside its transaction.
        beside: Fills the index of each batch while the next one is read.
        act: The number of the act they belong to.
        source: The number of the file they are read from.
        columns_of: Computes the columns of an entry that is replaced.
        fresh: Whether none of the entries is known yet and no id comes twice, so that none is
            looked up.
    """

    def __init__(
        self, connection: Connection, beside: Beside, act: int, source: int,
        columns_of: ColumnsOf, *, fresh: bool,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._beside = beside
        self._act = act
        self._source = source
        self._columns_of = columns_of
        self._fresh = fresh
        self._index = IndexWriter(connection)
        self._next = next_entry(connection)
        self._first = self._next
        self._batch: list[BulkEntry] = []
        # What waits to be written, of entries whose numbers follow each other.
        self._rows: list[tuple[Any, ...]] = []
        self._texts: list[str] = []
        self._facets: list[int] = []
        self._documents: set[int] = set()

    def add(self, entry: BulkEntry) -> None:
        """Add one entry; it is written with its batch."""
        if self._fresh:
            self._take_in(self._next, entry)
            self._next += 1
        else:
            self._batch.append(entry)
        if len(self._rows) >= BATCH or len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        batch, self._batch = self._batch, []
        known = self._known(batch)
        for entry in batch:
            name = (entry.type, entry.scope, entry.id)
            old = known.get(name)
            if old is None:
                known[name] = self._next
                self._take_in(self._next, entry)
                self._next += 1
            else:
                # A record that comes twice in a file replaces itself; what waits goes in first.
                self._insert()
                self._beside.wait()
                self._take_out(old)
                self._take_in(old, entry)
                self._insert()
        self._insert()

    def _take_in(self, pk: int, entry: BulkEntry) -> None:
        columns = entry.columns
        self._rows.append((
            pk, entry.kind, entry.type, entry.scope, entry.id, entry.document, entry.wanted,
            entry.position, columns.real_us, columns.game_s, columns.category, columns.word,
            int(columns.importance), int(columns.visible), columns.label, self._act,
            self._source if entry.source is None else entry.source,
            self._act if entry.struck else None, entry.hash,
            entry.hash if entry.seen is None else entry.seen, entry.text,
        ))  # fmt: skip
        self._texts.append(fold(columns.search))
        known = self._index.known_facets
        for facet in columns.facets:
            number = known.get(facet) or self._index.facet_value(*facet)
            self._facets.append(number << _OWNER_BITS | pk)
        if entry.document is not None:
            self._documents.add(entry.document)

    def _insert(self) -> None:
        if not self._rows:
            return
        self._beside.wait()
        self._sql(INSERT_ENTRY, self._rows)
        # Sorted, so that the rows of one value are written side by side.
        self._facets.sort()
        texts = json.dumps(self._texts, ensure_ascii=False)
        self._beside.run(
            [(_INSERT_TEXTS, (self._rows[0][0], texts)), (_INSERT_FACETS, (repr(self._facets),))]
        )
        self._rows, self._texts, self._facets = [], [], []

    def _known(self, batch: Sequence[BulkEntry]) -> dict[tuple[str, str, str], int]:
        found: dict[tuple[str, str, str], int] = {}
        groups: dict[tuple[str, str, str], list[str]] = {}
        for entry in batch:
            groups.setdefault((entry.kind, entry.type, entry.scope), []).append(entry.id)
        for (kind, type_, scope), ids in groups.items():
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                rows = self._sql(
                    "SELECT id, pk FROM entry WHERE kind=? AND type=? AND scope=? "
                    f"AND id IN ({', '.join('?' * len(part))})",
                    (kind, type_, scope, *part),
                )
                found.update(((type_, scope, row[0]), row[1]) for row in rows)
        return found

    def _take_out(self, pk: int) -> None:
        row = self._sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM entry WHERE pk=?", (pk,)).one()
        values = dict(zip(ENTRY_COLUMNS, row, strict=True))
        if values["act"] != self._act:
            self._sql(
                "INSERT OR IGNORE INTO entry_old (act, entry, row) VALUES (?, ?, ?)",
                (self._act, pk, packed(values)),
            )
        # Should the record that it replaces come again, it is known.
        add_seen(self._connection, self._act, -pk, [values["seen"]])
        columns = self._columns_of(
            values["kind"], values["type"], values["scope"], values["text"], values["source"]
        )
        self._index.entry_out(pk, columns)
        self._sql("DELETE FROM entry WHERE pk=?", (pk,))
        if values["document"] is not None:
            self._documents.add(values["document"])

    def finish(self) -> frozenset[int]:
        """Write the rest and note the range; return the sessions whose entries must be counted.

        They are counted by :meth:`IndexWriter.count_entries` when all indexes are in place.
        """
        self.flush()
        self._beside.wait()
        self._sql(
            "UPDATE entry_old SET remains = (SELECT hash FROM entry WHERE entry.pk = "
            "entry_old.entry) WHERE act=?",
            (self._act,),
        )
        if self._next > self._first:
            self._sql(
                "UPDATE act SET first_entry=coalesce(first_entry, ?), last_entry=? WHERE pk=?",
                (self._first, self._next - 1, self._act),
            )
        return frozenset(self._documents)


def without_indexes(connection: Connection, coming: int) -> Callable[[], None]:
    """Drop the indexes of entries if more are coming than are there; return what puts them back."""
    sql = connection.exec_driver_sql
    there = sql("SELECT count(*) FROM entry").scalar() or 0
    if coming < max(there, 1000):
        return _nothing
    made = sql(
        "SELECT name, sql FROM sqlite_master WHERE type='index' AND tbl_name='entry' "
        f"AND name IN ({', '.join('?' * len(_LATE_INDEXES))})",
        _LATE_INDEXES,
    ).all()
    for name, _statement in made:
        sql(f"DROP INDEX {name}")

    def put_back() -> None:
        for _name, statement in made:
            sql(statement)

    return put_back


def _nothing() -> None:
    """Do nothing: the indexes were left in place."""


def add_source(
    connection: Connection, act: int, *, name: str, path: str, sha256: str, format_: str,
    size: int, choices: Mapping[str, Any],
) -> int:  # fmt: skip
    """Note a file that is read; return its number."""
    number: int = connection.exec_driver_sql(
        "INSERT INTO source (act, name, path, sha256, format, size, choices) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING pk",
        (act, name, path, sha256, format_, size, json.dumps(choices, ensure_ascii=False)),
    ).scalar_one()
    return number


def add_rejects(
    connection: Connection, act: int, source: int, rows: Iterable[tuple[str | bytes, ...]]
) -> None:
    """Keep what could not be read: (place, code, found, expected, message, bytes) each."""
    given = [(source, act, *row) for row in rows]
    if given:
        connection.exec_driver_sql(
            "INSERT INTO reject (source, act, place, code, found, expected, message, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            given,
        )


def add_seen(connection: Connection, act: int, document: int, hashes: Iterable[bytes]) -> None:
    """Note which records were merged into a document."""
    given = [(document, value, act) for value in hashes]
    if given:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO seen (document, hash, act) VALUES (?, ?, ?)", given
        )


def forget_seen(connection: Connection, document: int) -> None:
    """Forget which records were merged into a document that was there before it was deleted."""
    connection.exec_driver_sql("DELETE FROM seen WHERE document=?", (document,))


def remove_import(
    connection: Connection, act: int, columns_of: ColumnsOf, report: Callable[[int, int], None]
) -> None:
    """Take out all entries and rejects that an import added; its sources stay for a redo."""
    sql = connection.exec_driver_sql
    first, last = sql("SELECT first_entry, last_entry FROM act WHERE pk=?", (act,)).one()
    documents: set[int | None] = set()
    if first is not None:
        index = IndexWriter(connection)
        total = last - first + 1
        for start in range(first, last + 1, 1000):
            rows = sql(
                "SELECT pk, document, kind, type, scope, text, source FROM entry "
                "WHERE pk BETWEEN ? AND ? "
                "AND act=?",
                (start, min(start + 999, last), act),
            ).all()
            for row in rows:
                index.entry_out(row[0], columns_of(*row[2:7]))
                documents.add(row[1])
            sql(
                "DELETE FROM entry WHERE pk BETWEEN ? AND ? AND act=?",
                (start, min(start + 999, last), act),
            )
            report(min(start + 999, last) - first + 1, total)
        index.count_entries(pk for pk in documents if pk is not None)
    sql("DELETE FROM reject WHERE act=?", (act,))
    sql("DELETE FROM seen WHERE act=?", (act,))
