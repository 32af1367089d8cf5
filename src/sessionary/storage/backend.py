"""The Store's backend on SQLite: one act is one transaction, index rows included."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING, Any, cast

from sessionary.core.entries import EntryPut
from sessionary.core.json_text import digest
from sessionary.core.store.backend import ActWrite, Committed, DocumentWrite, Stored
from sessionary.core.store.errors import SaveFailed, StoreError
from sessionary.core.thinning import NEWEST
from sessionary.storage import aside, history
from sessionary.storage.connection import driver
from sessionary.storage.derived import KINDS, DerivedWriter
from sessionary.storage.entry_changes import EntryWriter
from sessionary.storage.goal_keeper import GoalKeeper
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.journal import write_journal
from sessionary.storage.library_file import DiskError
from sessionary.storage.locks import check_fences, check_unheld
from sessionary.storage.persons import add_persons, forget_person
from sessionary.storage.versions import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import tzinfo

    from sqlalchemy import Connection

    from sessionary.core.entries import DerivedEntry
    from sessionary.storage.entry_changes import ColumnsOf
    from sessionary.storage.library_file import LibraryFile

    IndexAgain = Callable[[Connection, int, AbstractSet[tuple[str, str]]], None]

_HISTORY = (
    "SELECT history.revision, packed, history.saved_at FROM history "
    "JOIN document ON document.pk = history.document WHERE kind=? AND key=?"
)


_THIN_AFTER = 100
"""After so many saves of one document its history is thinned, so that typing does not fill it."""

_NEWEST_WHILE_OPEN = 300
"""How many former revisions are left then: undo may want them as long as the window is open."""


class SqliteBackend:
    """Reads and commits documents in a library file.

    Args:
        file: The library file.
        columns_of: Computes an entry's columns.
        zone: Where a day begins, of which the last revision is kept.
        owner: This start of the program, as the lock rows know it; empty without locks.
        index_again: Computes anew what depends on definitions of surveys that an act has changed.
    """

    def __init__(
        self,
        file: LibraryFile,
        columns_of: ColumnsOf,
        zone: tzinfo = UTC,
        owner: str = "",
        index_again: IndexAgain | None = None,
    ) -> None:
        self._file = file
        self._owner = owner
        self._columns_of = columns_of
        self._index_again = index_again
        self._zone = zone
        self._saves: Counter[tuple[str, str]] = Counter()

    def read(self, store: str, key: str) -> Stored | None:
        """Return what is stored under a key, or None."""
        return self._stored(
            "SELECT revision, text, saved_at FROM document WHERE kind=? AND key=?", store, key
        )

    def revision(self, store: str, key: str, revision: int) -> Stored | None:
        """Return one revision of a document, the present one or a former one."""
        present = self.read(store, key)
        if present is not None and present.revision == revision:
            return present
        return self._stored(f"{_HISTORY} AND history.revision=?", store, key, revision)

    def at_time(self, store: str, key: str, unix: float) -> Stored | None:
        """Return the highest revision that was saved at ``unix`` or before."""
        present = self.read(store, key)
        if present is not None and present.saved_at <= unix:
            return present
        return self._stored(
            f"{_HISTORY} AND history.saved_at<=? ORDER BY history.revision DESC LIMIT 1",
            store, key, unix,
        )  # fmt: skip

    def _stored(self, query: str, *given: object) -> Stored | None:
        with self._file.reading() as connection:
            row = connection.exec_driver_sql(query, given).first()
        if row is None:
            return None
        text = row[1] if isinstance(row[1], str) else zlib.decompress(row[1]).decode()
        return Stored(revision=row[0], text=text, saved_at=row[2])

    def keys(self, store: str) -> list[str]:
        """Return the keys of a store, sorted; those in the bin are among them."""
        with self._file.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT key FROM document WHERE kind=? ORDER BY key", (store,)
            )
            return [row[0] for row in rows]

    def put_aside(self, store: str, key: str, text: str, reason: str, revision: int) -> None:
        """Keep a text that could not be saved or is about to be migrated.

        Raises:
            SaveFailed: The disk did not take it.
        """
        try:
            with self._file.writing() as connection:
                aside.put_aside(connection, (store, key), text, reason, revision)
        except DiskError as error:
            raise SaveFailed(error) from error

    def commit(self, write: ActWrite) -> Committed:
        """Write an act whole or not at all.

        Raises:
            LockLost: Another program took locks over; it names all documents of which that is so.
            DocumentHeld: Another program holds a document that is written without its lock.
            StoreError: ``journal_changed``: a row of the journal is not what was seen;
                ``conflict``: a document is no longer the revision that was changed, or a rule of
                the tables (one number once in a campaign) says no.
            SaveFailed: The disk did not take it; nothing was changed.
        """
        try:
            with self._file.writing() as connection:
                return self.write_act(connection, write)
        except DiskError as error:
            raise SaveFailed(error) from error

    def write_act(self, connection: Connection, write: ActWrite) -> Committed:
        """Write an act inside a transaction that the caller has begun."""
        check_fences(connection, write.fences)
        self._check_unfenced(connection, write)
        write_journal(connection, write.journal)
        act = begin_act(connection, write.name, write.origin, write.at)
        index = IndexWriter(connection)
        goals = GoalKeeper(connection, self._columns_of)
        revisions: dict[tuple[str, str], int] = {}
        # All index rows go first: two sessions may swap their numbers in one act.
        for document in write.documents:
            goals.before(document)
            take_out(connection, index, document)
        for document in write.documents:
            revisions[document.store, document.key] = put_document(
                connection, index, act, document, write.at
            )
        versions = {(one.key, CURRENT) for one in write.documents if one.store == "definition"}
        new = [one for one in write.documents if one.base == 0 and one.text is not None]
        if write.entries or new or goals.concerned:
            writer = EntryWriter(connection, act, self._columns_of)
            writer.apply(write.entries)
            # Last: an entry that is put back may be one that waits for a document of this act.
            for document in new:
                writer.claim(document)
            goals.keep(writer)
            writer.finish()
            versions |= writer.snapshots
        if versions and self._index_again is not None:
            self._index_again(connection, act, versions)
        self._thin_busy(connection, write)
        add_persons(connection, write.persons)
        if write.forget is not None:
            forget_person(connection, write.forget)
        return Committed(act=act, revisions=revisions)

    def _check_unfenced(self, connection: Connection, write: ActWrite) -> None:
        fenced = {(fence.store, fence.key) for fence in write.fences}
        places = {(document.store, document.key) for document in write.documents}
        for change in write.entries:
            if isinstance(change, EntryPut) and change.document is not None:
                places.add(change.document)
        check_unheld(connection, places - fenced, self._owner)

    def _thin_busy(self, connection: Connection, write: ActWrite) -> None:
        for document in write.documents:
            name = (document.store, document.key)
            self._saves[name] += 1
            if self._saves[name] % _THIN_AFTER == 0:
                history.thin(connection, name, write.at, self._zone, newest=_NEWEST_WHILE_OPEN)

    def tidy(self, now: float, *, newest: int = NEWEST) -> None:
        """Thin out the history of what was saved here; for the end, as undo needs it no more.

        Args:
            now: The present, in seconds since 1970.
            newest: How many former revisions of a document stay whatever they are.

        Raises:
            SaveFailed: The disk did not take it.
        """
        with self._file.reading() as connection:
            crowded = history.crowded(connection, self._saves, newest)
        if not crowded:
            return
        try:
            with self._file.writing(lasting=False) as connection:
                for name in crowded:
                    history.thin(connection, name, now, self._zone, newest=newest)
        except DiskError as error:
            raise SaveFailed(error) from error


def begin_act(connection: Connection, name: str, origin: str, at: float) -> int:
    """Note a new act and return its number."""
    made = driver(connection).execute(
        "INSERT INTO act (at, name, origin) VALUES (?, ?, ?) RETURNING pk", (at, name, origin)
    )
    act: int = made.fetchall()[0][0]
    return act


def take_out(connection: Connection, index: IndexWriter, document: DocumentWrite) -> None:
    """Take a document's rows out of the index before it is written."""
    found = driver(connection).execute(
        "SELECT pk FROM document WHERE kind=? AND key=?", (document.store, document.key)
    )
    for (pk,) in found.fetchall():
        index.document_out(pk)


def write_document(
    connection: Connection, index: IndexWriter, act: int, document: DocumentWrite, at: float
) -> int:
    """Do what :func:`put_document` does, for a job that has no locks.

    Raises:
        DocumentHeld: Another program has the document open to change it.
        StoreError: ``conflict``: the stored revision is not the one that was changed.
    """
    check_unheld(connection, [(document.store, document.key)])
    return put_document(connection, index, act, document, at)


def put_document(
    connection: Connection, index: IndexWriter, act: int, document: DocumentWrite, at: float
) -> int:
    """Write one document whose index rows are out; return its revision, 0 when it is gone.

    Raises:
        StoreError: ``conflict``: the stored revision is not the one that was changed.
    """
    sql = driver(connection).execute
    name = (document.store, document.key)
    old = sql(
        "SELECT pk, revision, text, act, saved_at, binned FROM document WHERE kind=? AND key=?",
        name,
    ).fetchone()
    if (0 if old is None else old[1]) != document.base:
        raise StoreError("conflict", f"{document.store}/{document.key} was changed elsewhere")
    left = b"" if document.text is None else digest(document.text)
    pk, former = _number(connection, name) if old is None else (old[0], old[1])
    if old is not None:
        history.keep_former(
            connection, pk, revision=old[1], act=old[3], saved_at=old[4], binned=old[5], text=old[2]
        )
    revision = 0
    if document.text is None:
        index.document_gone(pk)
        _derive(connection, index, pk, document, act)
        _delete(connection, pk, document.store, name[1] if old is None else old[2])
    else:
        revision = former + 1
        _upsert(connection, pk, revision, document, act, at, left)
        if index.moves(pk, document.rows):
            history.mark(connection, pk, revision, history.STATUS)
        index.document_in(pk, document.rows, _binned(document, act))
        _derive(connection, index, pk, document, act)
    sql("INSERT OR REPLACE INTO act_document (act, document, kind, key, before, hash) "
        "VALUES (?, ?, ?, ?, ?, ?)", (act, pk, *name, document.base, left))  # fmt: skip
    return revision


def _derive(
    connection: Connection, index: IndexWriter, pk: int, document: DocumentWrite, act: int
) -> None:
    """Bring the entries that follow from a document in step with it; gone, it has none."""
    if document.store in KINDS:
        entries = cast("Sequence[DerivedEntry]", document.rows.get("entry", ()))
        name = (document.store, document.key)
        DerivedWriter(connection, index).bring_in(pk, name, act, entries)


def _number(connection: Connection, name: tuple[str, str]) -> tuple[int, int]:
    """Return the pk for a document that is not there, and the last revision it ever had.

    One that comes back has the number and the history it had; numbers are never given twice.
    """
    sql = driver(connection).execute
    row = sql(
        "SELECT document FROM act_document WHERE kind=? AND key=? ORDER BY act DESC LIMIT 1", name
    ).fetchone()
    # Of a document that was forgotten nothing is left that keeps its number.
    if row is None or sql("SELECT 1 FROM document WHERE pk=?", row).fetchone() is not None:
        (last,) = sql("SELECT max(pk) FROM document").fetchone()
        (kept,) = sql("SELECT max(document) FROM history").fetchone()
        row = (1 + max(last or 0, kept or 0),)
    (former,) = sql("SELECT max(revision) FROM history WHERE document=?", row).fetchone()
    return row[0], former or 0


def _delete(connection: Connection, pk: int, kind: str, text: str) -> None:
    sql = connection.exec_driver_sql
    sql("DELETE FROM document WHERE pk=?", (pk,))
    # Its entries wait for it, should it come back; those of a definition go by their scope.
    wanted = None if kind == "definition" else _id_in(text)
    sql("UPDATE entry SET wanted=?, document=NULL WHERE document=?", (wanted, pk))


def _id_in(text: str) -> str | None:
    """Return the id that files give a document, None for a text that cannot be read."""
    try:
        wanted = json.loads(text)["data"]["record"]["id"]
    except (ValueError, LookupError, TypeError):
        return None
    return wanted if isinstance(wanted, str) else None


def _upsert(
    connection: Connection, pk: int, revision: int, document: DocumentWrite, act: int, at: float,
    left: bytes,
) -> None:  # fmt: skip
    container = next((row[0] for row in document.rows.get("document", ())), "")
    driver(connection).execute(
        "INSERT INTO document "
        "(pk, kind, key, container, revision, text, hash, act, saved_at, binned) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET "
        "container=excluded.container, revision=excluded.revision, text=excluded.text, "
        "hash=excluded.hash, act=excluded.act, saved_at=excluded.saved_at, binned=excluded.binned",
        (
            pk, document.store, document.key, container, revision, document.text, left, act, at,
            _binned(document, act),
        ),
    )  # fmt: skip


def _binned(document: DocumentWrite, act: int) -> int | None:
    own: Any = document.value.get("own", {}) if isinstance(document.value, dict) else {}
    return act if own.get("binned") else None
