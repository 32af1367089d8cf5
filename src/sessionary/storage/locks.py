"""Lock rows: which start of the program has which document open to change it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sessionary.core.problems import UserError
from sessionary.core.store.errors import LockLost, SaveFailed
from sessionary.core.store.locking import Fence, LockRow, Process
from sessionary.storage.connection import driver
from sessionary.storage.library_file import DiskError, LibraryBusy
from sessionary.storage.processes import SystemProcesses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from sessionary.storage.library_file import LibraryFile

_COLUMNS = "kind, key, owner, label, pid, started, boot, generation, beat, busy"
_HOLDS = "SELECT 1 FROM session_lock WHERE kind=? AND key=? AND owner=? AND generation=?"
_MINE = "WHERE owner=? RETURNING kind, key, owner, generation"
_MY_FENCES = "SELECT kind, key, owner, generation FROM session_lock WHERE owner=?"
_PATIENCE_S = 2.0
_BEAT_PATIENCE_S = 0.2
_PROCESSES = SystemProcesses()


class SqliteLocks:
    """The lock rows of a library file.

    What it writes does not wait for the disk: a power cut ends all programs that hold locks, and
    the first save under a lock takes the lock's row to the disk with it.
    """

    def __init__(self, file: LibraryFile) -> None:
        self._file = file

    def row(self, store: str, key: str) -> LockRow | None:
        """Return a lock row, None if that document was never locked."""
        with self._file.reading() as connection:
            return _row(connection, store, key)

    def replace(self, row: LockRow, seen: LockRow | None) -> bool:
        """Write a row if the present one still is `seen` (None: there is none); else False.

        Raises:
            SaveFailed: The disk or the database refused.
        """
        holder = row.holder
        values = ("", 0, "", "")
        if holder is not None:
            values = (holder.label, holder.pid, holder.started, holder.boot)
        with self._writing() as connection:
            if _row(connection, row.store, row.key) != seen:
                return False
            connection.exec_driver_sql(
                f"INSERT OR REPLACE INTO session_lock ({_COLUMNS}) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row.store,
                    row.key,
                    None if holder is None else holder.owner,
                    *values,
                    row.generation,
                    row.beat,
                    row.busy,
                ),
            )
        return True

    def release(self, fence: Fence) -> bool:
        """Empty the holder if owner and generation are still those; return whether they were.

        Raises:
            SaveFailed: The disk or the database refused.
        """
        with self._writing() as connection:
            done = connection.exec_driver_sql(
                "UPDATE session_lock SET owner=NULL, busy=0 "
                "WHERE kind=? AND key=? AND owner=? AND generation=?",
                (fence.store, fence.key, fence.owner, fence.generation),
            )
            return done.rowcount == 1

    def beat(self, owner: str) -> list[Fence]:
        """Add 1 to the beat of all rows of an owner by one statement; return which those are.

        While others write for long it does not wait for them, and leaves the beat out: nobody
        can take anything over meanwhile.

        Raises:
            SaveFailed: The disk or the database refused.
        """
        try:
            with self._file.writing(lasting=False, patience=_BEAT_PATIENCE_S) as connection:
                return _fences(connection, f"UPDATE session_lock SET beat=beat+1 {_MINE}", owner)
        except LibraryBusy:
            with self._file.reading() as connection:
                return _fences(connection, _MY_FENCES, owner)
        except DiskError as error:
            raise SaveFailed(error) from error

    def set_busy(self, owner: str, *, busy: bool) -> None:
        """Mark all rows of an owner as in a long write, or as out of it.

        Raises:
            SaveFailed: The disk or the database refused.
        """
        with self._writing() as connection:
            connection.exec_driver_sql(
                "UPDATE session_lock SET busy=? WHERE owner=?", (busy, owner)
            )

    def held(self) -> list[LockRow]:
        """Return the rows of all documents that somebody holds."""
        with self._file.reading() as connection:
            return held_rows(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._file.writing(lasting=False, patience=_PATIENCE_S) as connection:
                yield connection
        except DiskError as error:
            raise SaveFailed(error) from error


def _fences(connection: Connection, statement: str, owner: str) -> list[Fence]:
    return [Fence(*row) for row in connection.exec_driver_sql(statement, (owner,))]


def held_rows(connection: Connection) -> list[LockRow]:
    """Return the rows of all documents that somebody holds."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM session_lock WHERE owner IS NOT NULL"
    )
    return [_made(row) for row in rows]


def check_fences(connection: Connection, fences: Iterable[Fence]) -> None:
    """Raise LockLost, naming all documents whose locks are not what they should be."""
    sql = driver(connection).execute
    lost = tuple(
        (fence.store, fence.key)
        for fence in fences
        if sql(_HOLDS, (fence.store, fence.key, fence.owner, fence.generation)).fetchone() is None
    )
    if lost:
        raise LockLost(lost)


def _row(connection: Connection, store: str, key: str) -> LockRow | None:
    query = f"SELECT {_COLUMNS} FROM session_lock WHERE kind=? AND key=?"
    row = driver(connection).execute(query, (store, key)).fetchone()
    return None if row is None else _made(row)


def _made(row: Sequence[Any]) -> LockRow:
    store, key, owner, label, pid, started, boot, generation, beat, busy = row
    holder = None
    if owner is not None:
        holder = Process(owner=owner, label=label, pid=pid, started=started, boot=boot)
    return LockRow(
        store=store,
        key=key,
        holder=holder,
        generation=generation,
        beat=beat,
        busy=bool(busy),
    )


class DocumentHeld(UserError):
    """A document cannot be written by a job now: another program has it open to change it."""


def check_unheld(
    connection: Connection, places: Iterable[tuple[str, str]], owner: str = ""
) -> None:
    """Raise DocumentHeld if another program that may live holds one of the documents.

    For what is written without their locks, such as an import.

    Args:
        connection: The writer.
        places: Kind and key of the documents.
        owner: Who may hold them.
    """
    for kind, key in places:
        row = _row(connection, kind, key)
        if row is None or row.holder is None or row.holder.owner == owner:
            continue
        if _PROCESSES.lives(row.holder) is not False:
            raise DocumentHeld(
                f"The {kind} {key} is open for editing in {row.holder.label}. Nothing was changed; "
                "close it there and try again."
            )
