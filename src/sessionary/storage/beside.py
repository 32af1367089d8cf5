"""Lets SQLite work on a thread of its own while Python goes on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from sessionary.storage.connection import driver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from sqlalchemy import Connection

    Statement = tuple[str, tuple[Any, ...]]


class Beside:
    """Runs long statements of one transaction beside what the caller does meanwhile.

    SQLite works without Python's lock for as long as one statement runs, and only so long: so
    each statement should do the work of a whole batch. ``executemany`` asks for the lock again
    for every row, and would wait longer for it than the row takes.

    To be used in a ``with``: whatever ends it, nothing runs any more behind it, so that no
    statement comes after the end of its transaction.

    Args:
        connection: The writer, inside its transaction. Its other statements wait for those here.
    """

    def __init__(self, connection: Connection) -> None:
        self._raw = driver(connection)
        self._pool = ThreadPoolExecutor(1, "sqlite")
        self._running: Future[None] | None = None

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: object, *_raised: object) -> None:
        """Wait for what runs; an error of it is told unless another one is already."""
        try:
            if kind is None:
                self.wait()
        finally:
            self._pool.shutdown(wait=True)

    def run(self, statements: Sequence[Statement]) -> None:
        """Begin to execute statements in their order, after those that run already."""
        self.wait()
        self._running = self._pool.submit(self._execute, statements)

    def wait(self) -> None:
        """Wait until nothing runs.

        Raises:
            sqlite3.Error: A statement failed.
        """
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def _execute(self, statements: Sequence[Statement]) -> None:
        for text, given in statements:
            self._raw.execute(text, given).close()
