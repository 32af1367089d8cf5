"""The library file: recognised before it is trusted, one writer, many readers."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.storage import backup
from sessionary.storage.connection import driver, reader_address, reader_engine, writer_engine
from sessionary.storage.first_page import FileState, inspect_file
from sessionary.storage.ids import APPLICATION_ID, FILE_NAME
from sessionary.storage.left_locks import give_all_back
from sessionary.storage.lock import PATIENCE_S, LibraryLock, LockHeld
from sessionary.storage.migrate import migrate
from sessionary.storage.settings import keep_index
from sessionary.storage.writer import Writer, WriterBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_OPENING_S = 3.0
"""How long a start waits for one that makes, moves or restores the library."""


class NotALibrary(UserError):
    """The file is none of ours; it is left as it is."""


class LibraryInUse(UserError):
    """Another copy of the program has the library in a way that leaves no room for this one."""


class LibraryDamaged(UserError):
    """The file is ours, but SQLite cannot read all of it; nothing was changed."""


class LibraryGone(NotALibrary):
    """There is no file, but there are backups of one: it was lost, and none is made silently."""


class DiskError(OSError):
    """SQLite could not write: the disk is full, failing, or locked for too long."""


class LibraryBusy(DiskError):
    """Another program, or a job of this one, was writing all the time."""


class LibraryFile:
    """One open library file. Writing happens in :meth:`writing`, reading in :meth:`reading`.

    Several programs may have one file open; their transactions come one after the other.

    Attributes:
        folder: The folder that holds it.
        path: The file.
        read_only: Whether nothing can be written.
        reason: Why it is only read, in a sentence for people.
        damaged: Whether it is known to be damaged.
        patience: How many seconds a transaction waits for those of others, if it does not say.
        has_sharing: Whether it has the tables of locks, journal and persons: an older one that is
            only read lacks them.
        has_goals: Whether it has the table of what moves goals, likewise.
    """

    def __init__(self, folder: Path, *, read_only: bool = False, alone: bool = False) -> None:
        """Open the library in ``folder``, making it when there is none.

        Args:
            folder: The folder that holds ``library.sessionary``.
            read_only: Never write, whatever state the file is in.
            alone: Let no other program write to it meanwhile.

        Raises:
            NotALibrary: The file is not a library, or damaged in its header.
            LibraryGone: There is no file where there was one.
            LibraryDamaged: It is cut off, or cannot be opened.
            LibraryInUse: Another program needs it alone, or has it open and this one needs it
                alone: on request, to make it or to migrate it.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self.read_only = read_only
        self.reason = ""
        self.damaged = False
        self.has_sharing = self.has_goals = True
        self.patience = PATIENCE_S
        self._lock: LibraryLock | None = None
        self._writer: Writer | None = None
        older = False
        state = inspect_file(self.path)
        if _is_cut_off(self.path):
            raise self._damaged("it is shorter than it was")
        if state is FileState.FOREIGN:
            raise NotALibrary(f"{self.path} is not a Sessionary library; it was left as it is.")
        if state is FileState.MISSING and any((folder / backup.FOLDER).glob("*.sessionary*")):
            raise LibraryGone(f"{self.path} is gone, but there are backups of it.")
        if state is FileState.NEWER:
            self.read_only = True
            self.reason = (
                "This library was written by a newer Sessionary. It is shown, but not changed."
            )
        if not self.read_only:
            self._open_writer(state, alone=alone)
        elif state is FileState.MISSING:
            raise NotALibrary(f"There is no library in {folder}.")
        else:
            # One that is only read is not migrated.
            older = state is FileState.OLDER
        self._readers = reader_engine(self.path, immutable=self._must_be_immutable())
        if older:
            self.has_sharing, self.has_goals = map(self._has, ("session_lock", "goal_hit"))
        opened = self.path.stat()
        self._identity = (opened.st_dev, opened.st_ino)

    def _has(self, table: str) -> bool:
        with self.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)
            )
            return found.first() is not None

    def mark_damaged(self, reason: str) -> None:
        """Note that this library, open for reading only, is damaged; the reason is for people."""
        self.damaged, self.reason = True, reason

    def _open_writer(self, state: FileState, *, alone: bool) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        needed = state in (FileState.MISSING, FileState.OLDER)
        with self._alone(needed=needed) as is_alone:
            if is_alone:
                with self._telling():
                    self._bring_up()
        self._lock = self._locked(alone=alone)
        try:
            self._check_current()
            self._writer = Writer(self.path)
        except (DBAPIError, sqlite3.DatabaseError) as error:
            self.close()
            raise self._told(error) from error
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _alone(self, *, needed: bool) -> Iterator[bool]:
        """Have the library to oneself for a block, if it is to be had; lend whether it is."""
        try:
            lock = self._locked(alone=True, patience=None if needed else 0.0)
        except LibraryInUse:
            if needed:
                raise
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def _check_current(self) -> None:
        # From here on nobody replaces it; until here somebody may have.
        if inspect_file(self.path) is not FileState.CURRENT:
            raise LibraryInUse(f"{self.path} was replaced just now. Open it again.")

    def _locked(self, *, alone: bool, patience: float | None = None) -> LibraryLock:
        patience = _OPENING_S if patience is None else patience
        try:
            return LibraryLock(self.folder, alone=alone, patience=patience)
        except LockHeld as held:
            words = "is open in another window" if alone else "is needed alone by another program"
            raise LibraryInUse(f"The library {words} ({held.owner}).") from held

    def _bring_up(self) -> None:
        """Make the file, or move it to the newest version, unless another start just did.

        Nobody else has it open: whoever has a document by its locks is no more, be it by a power
        cut, of which no process can tell.
        """
        state = inspect_file(self.path)
        if state is FileState.MISSING:
            self._make()
        if state is FileState.CURRENT:
            give_all_back(self.path)
        if state is not FileState.OLDER:
            return
        backup.make(self.path, self.folder / backup.FOLDER, "before migration")
        engine = writer_engine(self.path)
        try:
            migrate(engine)
        finally:
            engine.dispose()

    def _make(self) -> None:
        """Make the file beside its place, so that a library is never there by half."""
        beginning = self.path.with_name(self.path.name + ".new")
        for suffix in ("", "-wal", "-shm"):
            beginning.with_name(beginning.name + suffix).unlink(missing_ok=True)
        engine = writer_engine(beginning)
        try:
            migrate(engine)
            with engine.begin() as connection:
                keep_index(connection)
            raw = engine.raw_connection()
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            raw.close()
        finally:
            engine.dispose()
        beginning.replace(self.path)

    def _must_be_immutable(self) -> bool:
        # A WAL database in a folder that cannot be written is not even readable otherwise; with
        # a WAL beside it, immutable would show an older state, so then the error is the answer.
        wal = self.path.with_name(self.path.name + "-wal")
        return self.read_only and not os.access(self.folder, os.W_OK) and not wal.exists()

    @contextmanager
    def writing(
        self, *, lasting: bool = True, patience: float | None = None
    ) -> Iterator[Connection]:
        """Lend the one writer for one transaction; leaving it commits, an exception rolls back.

        Args:
            lasting: Wait until it is on the disk; see :class:`.Writer`.
            patience: Seconds to wait for other writers; :attr:`patience` if not given.

        Raises:
            UserError: The library is read-only.
            LibraryBusy: Others were writing all the time; nothing was changed.
            DiskError: SQLite could not write; nothing was changed.
            LibraryDamaged: SQLite cannot read what it would change; nothing was changed.
            StoreError: ``conflict``: a rule of the tables says no, such as that a number stands
                once in a campaign; nothing was changed.
        """
        if self._writer is None:
            raise UserError(self.reason or "This library is open for reading only.")
        patience = self.patience if patience is None else patience
        try:
            with self._writer.transaction(lasting=lasting, patience=patience) as connection:
                yield connection
        except (DBAPIError, sqlite3.DatabaseError) as error:  # bare of what ran beside
            raise self._told(error) from error
        self.check_in_place()

    def check_in_place(self) -> None:
        """Raise DiskError if the file that is open is no longer the one that lies there."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            raise DiskError(f"{self.path} was deleted while it was open.") from None
        if (there.st_dev, there.st_ino) != self._identity:
            raise DiskError(f"{self.path} was replaced while it was open.")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that only reads and sees one state for as long as it is held.

        Raises:
            LibraryDamaged: SQLite cannot read all of the file.
            DiskError: The disk does not give it.
        """
        try:
            with self._readers.connect() as connection:
                raw = driver(connection)
                raw.execute("BEGIN")
                try:
                    yield connection
                finally:
                    raw.execute("ROLLBACK")
        except (DBAPIError, sqlite3.DatabaseError) as error:  # bare of what ran beside
            raise self._told(error) from error

    def _told(self, error: DBAPIError | sqlite3.DatabaseError) -> Exception:
        """Return what an error of SQLite means to the rest of the program."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        # Python's own words for a text that is no UTF-8 any more, which no disk has done.
        if "decode to UTF-8" in str(cause):
            return self._damaged(str(cause))
        if isinstance(cause, WriterBusy):
            return LibraryBusy(str(cause))
        if isinstance(cause, sqlite3.OperationalError):
            return DiskError(str(cause))
        if isinstance(cause, sqlite3.IntegrityError):
            return StoreError("conflict", str(cause))
        if type(cause) is sqlite3.DatabaseError:
            return self._damaged(str(cause))
        return error

    def _damaged(self, how: str) -> LibraryDamaged:
        return LibraryDamaged(
            f"The library {self.path} is damaged ({how}). Restore a backup, or export what can "
            "still be read."
        )

    def address(self) -> str:
        """Return the URI under which the file can be opened once more, only to read it."""
        return reader_address(self.path, immutable=self._must_be_immutable())

    def checkpoint(self) -> None:
        """Move what the WAL holds into the file, so that a copy of the file is the library.

        Raises:
            DiskError: SQLite could not write.
        """
        if self._writer is not None:
            with self._telling():
                self._writer.checkpoint()

    def vacuum(self) -> None:
        """Write the file anew without what was deleted; for as long as that takes nobody writes.

        Raises:
            DiskError: SQLite could not write; nothing was changed.
        """
        if self._writer is not None:
            with self._telling():
                self._writer.vacuum()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.DatabaseError) as error:
            raise self._told(error) from error

    def wal_bytes(self) -> int:
        """Return how much the WAL holds, in bytes."""
        return 0 if self._writer is None else self._writer.wal_bytes()

    def close(self) -> None:
        """Give everything back; if no other program has it open, the file is all there is."""
        readers = getattr(self, "_readers", None)
        if readers is not None:
            readers.dispose()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _is_cut_off(path: Path) -> bool:
    """Say whether a library is shorter than its header says; a WAL may hold what it lacks."""
    wal = path.with_name(path.name + "-wal")
    if not path.exists() or (wal.exists() and wal.stat().st_size):
        return False
    with path.open("rb") as file:
        header = file.read(100)
    if header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        return False
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    # 1 stands for 65536, which has no room in the field.
    return path.stat().st_size < pages * (65_536 if page == 1 else page)
