"""The one connection of this program that writes, lent to one transaction at a time."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from sessionary.storage.connection import writer_engine
from sessionary.storage.lock import PATIENCE_S, WRITE_NAME, FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

LONG_WAL = 16_000_000
"""Bytes in the WAL from which a commit moves them into the file: reads grow slow with them."""

_CLOSING_WAIT_MS = 200


class WriterBusy(sqlite3.OperationalError):
    """Another program, or a job of this one, writes all the time."""

    def __init__(self) -> None:
        super().__init__("the library is being written to; try again in a moment")


class Writer:
    """Writes to a library file that other programs may write to as well.

    Each transaction and each checkpoint happens under the lock on a file beside the library.
    """

    def __init__(self, path: Path) -> None:
        self._wal = path.with_name(path.name + "-wal")
        self._thread = threading.Lock()
        self._long = LONG_WAL
        self._gate = FileLock(path.with_name(WRITE_NAME))
        self._engine = writer_engine(path)
        try:
            # Now, not at the first write: by then the file may be gone, and SQLite would make one.
            self._engine.connect().close()
        except BaseException:
            self._engine.dispose()
            self._gate.close()
            raise

    @contextmanager
    def transaction(
        self, *, lasting: bool = True, patience: float = PATIENCE_S
    ) -> Iterator[Connection]:
        """Lend the connection for one transaction; leaving it commits, an exception rolls back.

        Args:
            lasting: Wait until it is on the disk. What need not outlive a power cut, since no
                program outlives one either, need not wait; the next lasting one takes it along.
            patience: Seconds to wait for other writers.

        Raises:
            WriterBusy: Others were writing all the time.
        """
        with self._alone(patience):
            if not lasting:
                self._pragma("synchronous=NORMAL")
            try:
                with self._engine.begin() as connection:
                    yield connection
            finally:
                if not lasting:
                    self._pragma("synchronous=FULL")
            self._shorten_wal()

    def _shorten_wal(self) -> None:
        size = self.wal_bytes()
        if size <= LONG_WAL:
            self._long = LONG_WAL
        elif size > self._long:
            # Where a reader stands in the way it goes on growing, and is not tried at each commit.
            self._long = size + LONG_WAL // 4
            # What fails here was committed all the same.
            with suppress(sqlite3.Error):
                self._pragma("wal_checkpoint(PASSIVE)")

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        if not self._thread.acquire(timeout=patience):
            raise WriterBusy
        try:
            with self._gate.held(patience) as taken:
                if not taken:
                    raise WriterBusy
                yield
        finally:
            self._thread.release()

    def checkpoint(self) -> None:
        """Move what the WAL holds into the file, so that a copy of the file is the library."""
        with self._alone(PATIENCE_S):
            self._pragma("wal_checkpoint(TRUNCATE)")

    def vacuum(self) -> None:
        """Write the file anew without what was deleted; for as long as that takes nobody writes."""
        with self._alone(PATIENCE_S):
            self._pragma("wal_checkpoint(TRUNCATE)")
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM").close()
            finally:
                raw.close()
            self._pragma("wal_checkpoint(TRUNCATE)")

    def _pragma(self, text: str) -> None:
        raw = self._engine.raw_connection()
        try:
            raw.cursor().execute(f"PRAGMA {text}").close()
        finally:
            raw.close()

    def wal_bytes(self) -> int:
        """Return how much the WAL holds, in bytes."""
        try:
            return self._wal.stat().st_size
        except FileNotFoundError:
            return 0

    def close(self) -> None:
        """Give the connection back; if nobody else has one, the file alone is the library."""
        # On a damaged file or a full disk the WAL stays where it is, and nothing is lost. SQLite
        # itself makes a checkpoint when its last connection is closed, so that is done in here.
        with suppress(WriterBusy), self._alone(PATIENCE_S):
            with suppress(sqlite3.Error, DBAPIError):
                self._pragma(f"busy_timeout={_CLOSING_WAIT_MS}")
                self._pragma("wal_checkpoint(TRUNCATE)")
            self._engine.dispose()
        self._engine.dispose()
        self._gate.close()
