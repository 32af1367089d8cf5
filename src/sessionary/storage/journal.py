"""The journal: transactions over several files that are not settled everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sessionary.core.store.errors import SaveFailed, StoreError
from sessionary.core.store.journal import CHANGED, JournalRow, Participant
from sessionary.core.store.values import freeze
from sessionary.storage.library_file import DiskError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from sessionary.core.store.journal import JournalWrite
    from sessionary.storage.library_file import LibraryFile


class SqliteJournal:
    """The journal of a library file. Acts write to it together with documents.

    Attributes:
        file: An id of the file that stays with it when it is moved.
    """

    def __init__(self, file: LibraryFile) -> None:
        self._file = file
        with file.reading() as connection:
            self.file: str = connection.exec_driver_sql("SELECT id FROM file_id").scalar_one()

    def rows(self) -> list[JournalRow]:
        """Return all rows."""
        with self._file.reading() as connection:
            texts = connection.exec_driver_sql("SELECT text FROM journal ORDER BY rowid").all()
        return [_made(row[0]) for row in texts]

    def row(self, txid: str) -> JournalRow | None:
        """Return a row, None if there is none."""
        with self._file.reading() as connection:
            text = _text(connection, txid)
        return None if text is None else _made(text)

    def naming(self, file: str, store: str, key: str) -> list[JournalRow]:
        """Return the rows in which a document is not settled."""
        # There are hardly ever any: what is not settled is gone with the next loads.
        return [row for row in self.rows() if row.participant(file, (store, key)) is not None]

    def write(self, write: JournalWrite) -> None:
        """Write a row by a transaction of its own.

        Raises:
            StoreError: ``journal_changed`` if the row is not what was seen.
            SaveFailed: The disk or the database refused.
        """
        try:
            with self._file.writing() as connection:
                write_journal(connection, (write,))
        except DiskError as error:
            raise SaveFailed(error) from error


def write_journal(connection: Connection, writes: Iterable[JournalWrite]) -> None:
    """Write rows inside a transaction.

    Raises:
        StoreError: ``journal_changed`` if a row is not what was seen.
    """
    for write in writes:
        seen = None if write.seen is None else _told(write.seen)
        if _text(connection, write.txid) != seen:
            raise StoreError(CHANGED, write.txid)
        if write.row is None:
            connection.exec_driver_sql("DELETE FROM journal WHERE txid=?", (write.txid,))
        else:
            connection.exec_driver_sql(
                "INSERT INTO journal (txid, text) VALUES (?, ?) "
                "ON CONFLICT (txid) DO UPDATE SET text=excluded.text",
                (write.txid, _told(write.row)),
            )


def _text(connection: Connection, txid: str) -> str | None:
    text: str | None = connection.exec_driver_sql(
        "SELECT text FROM journal WHERE txid=?", (txid,)
    ).scalar()
    return text


def _told(row: JournalRow) -> str:
    """Return a row as it is kept; the same row gives the same text."""
    told: dict[str, Any] = {
        "txid": row.txid,
        "outcome": row.outcome,
        "coordinator": row.coordinator,
        "anchor": row.anchor,
        "participants": [
            {
                "file": one.file,
                "store": one.store,
                "key": one.key,
                "success": one.success,
                "failure": one.failure,
                "owed": one.owed,
            }
            for one in row.participants
        ],
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def _made(text: str) -> JournalRow:
    told = json.loads(text)
    participants = tuple(
        Participant(
            file=one["file"],
            store=one["store"],
            key=one["key"],
            success=tuple(freeze(call) for call in one["success"]),
            failure=tuple(freeze(call) for call in one["failure"]),
            owed=one["owed"],
        )
        for one in told["participants"]
    )
    return JournalRow(
        txid=told["txid"],
        outcome=told["outcome"],
        coordinator=told["coordinator"],
        anchor=(told["anchor"][0], told["anchor"][1]),
        participants=participants,
    )
