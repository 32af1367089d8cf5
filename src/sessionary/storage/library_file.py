"""The library file: recognised before it is trusted, one writer, many readers."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.storage import backup
from sessionary.storage.connection import reader_address, reader_engine, writer_engine
from sessionary.storage.first_page import FileState, inspect_file
from sessionary.storage.ids import APPLICATION_ID, FILE_NAME
from sessionary.storage.lock import LibraryLock, LockHeld
from sessionary.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine


class NotALibrary(UserError):
    """The file is none of ours; it is left as it is."""


class LibraryInUse(UserError):
    """Another copy of the program holds the library."""


class LibraryDamaged(UserError):
    """The file is ours, but SQLite cannot read all of it; nothing was changed."""


class LibraryGone(NotALibrary):
    """There is no file, but there are backups of one: it was lost, and none is made silently."""


class DiskError(OSError):
    """SQLite could not write: the disk is full, failing, or locked for too long."""


class LibraryFile:
    """One open library file. Writing happens in :meth:`writing`, reading in :meth:`reading`.

    Attributes:
        folder: The folder that holds it.
        path: The file.
        read_only: Whether nothing can be written.
        reason: Why it is only read, in a sentence for people.
        damaged: Whether it is known to be damaged.
        has_sharing: Whether it has the tables of locks, journal and persons: an older one that is
            only read lacks them.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the library in ``folder``, making it when there is none.

        Args:
            folder: The folder that holds ``library.sessionary``.
            read_only: Never write, whatever state the file is in.

        Raises:
            NotALibrary: The file is not a library, or damaged in its header.
            LibraryGone: There is no file where there was one.
            LibraryDamaged: It is cut off, or cannot be opened.
            LibraryInUse: Another program writes to it.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self.read_only = read_only
        self.reason = ""
        self.damaged = False
        self.has_sharing = True
        self._lock: LibraryLock | None = None
        self._writer: Engine | None = None
        self._writing = threading.RLock()
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
            self._open_writer(state)
        elif state is FileState.MISSING:
            raise NotALibrary(f"There is no library in {folder}.")
        else:
            # One that is only read is not migrated.
            self.has_sharing = state is not FileState.OLDER
        self._readers = reader_engine(self.path, immutable=self._must_be_immutable())

    def mark_damaged(self, reason: str) -> None:
        """Note that this library, open for reading only, is damaged; the reason is for people."""
        self.damaged, self.reason = True, reason

    def _open_writer(self, state: FileState) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock = LibraryLock(self.folder)
        except LockHeld as held:
            raise LibraryInUse(f"The library is open in another window ({held.owner}).") from held
        try:
            if state is FileState.OLDER:
                backup.make(self.path, self.folder / backup.FOLDER, "before migration")
            if state is FileState.MISSING:
                self._make()
            self._writer = writer_engine(self.path)
            # Now, not at the first write: by then the file may be gone, and SQLite would make one.
            self._writer.connect().close()
            if state is FileState.OLDER:
                migrate(self._writer)
        except DBAPIError as error:
            self.close()
            raise self._told(error) from error
        except BaseException:
            self.close()
            raise

    def _make(self) -> None:
        """Make the file beside its place, so that a library is never there by half."""
        beginning = self.path.with_name(self.path.name + ".new")
        for suffix in ("", "-wal", "-shm"):
            beginning.with_name(beginning.name + suffix).unlink(missing_ok=True)
        engine = writer_engine(beginning)
        try:
            migrate(engine)
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
    def writing(self) -> Iterator[Connection]:
        """Lend the one writer for one transaction; leaving it commits, an exception rolls back.

        Raises:
            UserError: The library is read-only.
            DiskError: SQLite could not write; nothing was changed.
            LibraryDamaged: SQLite cannot read what it would change; nothing was changed.
            StoreError: ``conflict``: a rule of the tables says no, such as that a number stands
                once in a campaign; nothing was changed.
        """
        if self._writer is None:
            raise UserError(self.reason or "This library is open for reading only.")
        with self._writing:
            try:
                with self._writer.begin() as connection:
                    yield connection
            except (DBAPIError, sqlite3.DatabaseError) as error:  # bare of what ran beside
                raise self._told(error) from error
            self._after_commit()

    def _after_commit(self) -> None:
        if not self.path.exists():
            raise DiskError(f"{self.path} was deleted while it was open.")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that only reads and sees one state for as long as it is held.

        Raises:
            LibraryDamaged: SQLite cannot read all of the file.
            DiskError: The disk does not give it.
        """
        try:
            with self._readers.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    yield connection
                finally:
                    connection.exec_driver_sql("ROLLBACK")
        except (DBAPIError, sqlite3.DatabaseError) as error:  # bare of what ran beside
            raise self._told(error) from error

    def _told(self, error: DBAPIError | sqlite3.DatabaseError) -> Exception:
        """Return what an error of SQLite means to the rest of the program."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        # Python's own words for a text that is no UTF-8 any more, which no disk has done.
        if "decode to UTF-8" in str(cause):
            return self._damaged(str(cause))
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
        """Move what the WAL holds into the file, so that a copy of the file is the library."""
        if self._writer is not None:
            with self._writing:
                raw = self._writer.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
                finally:
                    raw.close()

    def vacuum(self) -> None:
        """Write the file anew without what was deleted; for as long as that takes nobody writes.

        Raises:
            DiskError: SQLite could not write; nothing was changed.
        """
        if self._writer is None:
            return
        with self._writing:
            raw = self._writer.raw_connection()
            try:
                raw.cursor().execute("VACUUM").close()
            except sqlite3.DatabaseError as error:
                raise self._told(error) from error
            finally:
                raw.close()
        self.checkpoint()

    def wal_bytes(self) -> int:
        """Return how much the WAL holds, in bytes."""
        wal = self.path.with_name(self.path.name + "-wal")
        return wal.stat().st_size if wal.exists() else 0

    def close(self) -> None:
        """Give everything back; the file alone is then the whole library."""
        readers = getattr(self, "_readers", None)
        if readers is not None:
            readers.dispose()
        if self._writer is not None:
            # On a damaged file or a full disk the WAL stays where it is, and nothing is lost.
            with suppress(sqlite3.Error, DBAPIError):
                self.checkpoint()
            self._writer.dispose()
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
