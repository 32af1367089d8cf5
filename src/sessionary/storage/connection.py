"""Connections to a library file: one that writes, many that read."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from sessionary.storage import plain_log

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    from sqlalchemy import Connection, Engine

    # What other rooms call it: they hold connections and hand them back to this one.
    Reader: TypeAlias = Connection
    Writer: TypeAlias = Connection

# WAL with FULL is what loses nothing in a power cut; NORMAL loses acknowledged commits.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
)

_WRITER_PRAGMAS = (
    # The writer makes its checkpoints itself, where nobody else writes; once one was made, the
    # next commit begins the WAL anew and cuts it off.
    "wal_autocheckpoint=0",
    "journal_size_limit=4000000",
    "cache_size=-65536",
)


def writer_engine(path: Path) -> Engine:
    """Return an engine with the one connection that writes; a transaction takes the lock at once.

    ``BEGIN IMMEDIATE`` also makes migrations atomic, which Python's own transactions are not.
    """

    def connect() -> sqlite3.Connection:
        # The connection is lent to one job at a time by LibraryFile, so threads may share it.
        return sqlite3.connect(path, check_same_thread=False, cached_statements=256)

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (*_PRAGMAS, *_WRITER_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver(connection).execute("BEGIN IMMEDIATE")

    return engine


def driver(connection: Connection) -> sqlite3.Connection:
    """Return sqlite3's own connection below one of SQLAlchemy: the same transaction.

    Around each statement SQLAlchemy takes ten times as long as SQLite takes for a small one. Where
    one act makes many of them, or one of them gives many rows, they are told to the driver.
    """
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"not a connection of sqlite3: {raw!r}")
    return raw


def reader_address(path: Path, *, immutable: bool = False) -> str:
    """Return the URI under which SQLite opens a file only to read it; see `reader_engine`."""
    return path.resolve().as_uri() + ("?immutable=1" if immutable else "?mode=ro")


def reader_engine(path: Path, *, immutable: bool = False) -> Engine:
    """Return an engine whose connections only read.

    Args:
        path: The library file.
        immutable: Read a file in a folder that cannot be written; only where no WAL lies beside it.
    """
    address = reader_address(path, immutable=immutable)

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False, cached_statements=256)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=4
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=5000", "trusted_schema=OFF", "query_only=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def last_act(connection: Connection) -> int:
    """Return the number of the newest act that a connection sees, 0 if there is none."""
    return plain_log.last_act(driver(connection))


def sqlite_version() -> str:
    """Return the version of SQLite that this program runs on."""
    return sqlite3.sqlite_version
