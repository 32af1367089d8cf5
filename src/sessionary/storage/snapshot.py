"""One moment of a library file as a file of its own, proved to be whole before it counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sessionary.core.backups import BackupFailed, Contents, NotWhole
from sessionary.storage.ids import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Report = Callable[[int, int], None]

_PAGES_AT_ONCE: Final = 4096
_SAMPLE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a library file holds at one moment.

    Attributes:
        version: Of its tables.
        documents, entries, act: How many, and the newest act; 0 where the tables are others.
        contents: What people count, None where the tables are others.
        latest: When its latest session began, as its file says; empty if none has.
    """

    version: int
    documents: int = 0
    entries: int = 0
    act: int = 0
    contents: Contents | None = None
    latest: str = ""


def take(library: Path, target: Path, report: Report) -> Snapshot:
    """Copy a library, open or not, to ``target`` as it is at one moment, and prove the copy.

    Args:
        library: The file; it is only read.
        target: A file that is not there.
        report: Called with pages done and in all; may raise to cancel.

    Raises:
        NotWhole: The library is damaged, or none of this program.
        BackupFailed: The disk did not give or take it.
    """
    with _told(library, target):
        address = f"{library.resolve().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, isolation_level=None)) as origin,
            closing(sqlite3.connect(target, isolation_level=None)) as made,
        ):
            # Within a transaction, so that what is counted is what is copied.
            origin.execute("BEGIN")
            seen = _look(origin, library)
            origin.backup(
                made,
                pages=_PAGES_AT_ONCE,
                progress=lambda _status, left, total: report(total - left, total),
            )
            # A copy is one file: no WAL may be needed to read it.
            made.execute("PRAGMA journal_mode=DELETE").close()
            _prove(made, target, seen)
        return seen


def prove(copy: Path) -> Snapshot:
    """Return what a copy holds that lies there as one file, if it is whole.

    Raises:
        NotWhole: It is damaged, or no library of this program.
    """
    with (
        _told(copy, copy),
        closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as made,
    ):
        seen = _look(made, copy)
        _prove(made, copy, seen)
        return seen


def use_wal(copy: Path) -> None:
    """Make of a copy that lies there as one file a library that is written to by a WAL.

    Raises:
        BackupFailed: The disk did not take it.
    """
    with _told(copy, copy), closing(sqlite3.connect(copy)) as made:
        made.execute("PRAGMA journal_mode=WAL").close()


def empty_wal(library: Path) -> None:
    """Move what the WAL of a library holds into the file, for good.

    Raises:
        BackupFailed: The disk did not take it.
    """
    with _told(library, library), closing(sqlite3.connect(library)) as connection:
        connection.execute("PRAGMA synchronous=FULL").close()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


@contextmanager
def _told(library: Path, target: Path) -> Iterator[None]:
    """Say in words for people what SQLite and the disk say."""
    try:
        yield
    except sqlite3.OperationalError as error:
        # Python's own words for a text that is no UTF-8 any more, which no disk has done.
        if "decode to UTF-8" in str(error):
            raise NotWhole(f"{library} is not whole: {error}.") from error
        raise BackupFailed(f"{library} could not be copied to {target}: {error}.") from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise NotWhole(f"{library} is not a library of this program.") from error
        raise NotWhole(f"{library} is not whole: {error}.") from error
    except OSError as error:
        raise BackupFailed(f"{target} could not be written: {error.strerror}.") from error


def _look(connection: sqlite3.Connection, path: Path) -> Snapshot:
    def value(query: str) -> int:
        return int(connection.execute(query).fetchone()[0] or 0)

    if value("PRAGMA application_id") != APPLICATION_ID:
        raise NotWhole(f"{path} is not a library of this program.")
    version = value("PRAGMA user_version")
    if not 1 <= version <= SCHEMA_VERSION:
        return Snapshot(version=version)
    shown = "FROM session_row WHERE binned IS NULL"
    return Snapshot(
        version=version,
        documents=value("SELECT count(*) FROM document"),
        entries=value("SELECT count(*) FROM entry"),
        act=value("SELECT max(pk) FROM act"),
        contents=Contents(
            sessions=value(f"SELECT count(*) {shown}"),
            events=value(f"SELECT sum(entries) {shown}"),
        ),
        latest=connection.execute(f"SELECT max(start) {shown}").fetchone()[0] or "",
    )


def _prove(made: sqlite3.Connection, path: Path, seen: Snapshot) -> None:
    verdict = made.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise NotWhole(f"{path} is not whole: {verdict}.")
    if _look(made, path) != seen:
        raise NotWhole(f"{path} does not hold what was copied.")
    if 1 <= seen.version <= SCHEMA_VERSION:
        for table in ("document", "entry"):
            _prove_hashes(made, table, seen.act, path)


def _prove_hashes(made: sqlite3.Connection, table: str, turn: int, path: Path) -> None:
    """Compare a sample of the texts with their hashes; another one at another time.

    A bit that flips within a text breaks nothing that SQLite looks at.
    """
    last = made.execute(f"SELECT max(pk) FROM {table}").fetchone()[0] or 0
    stride = last // _SAMPLE + 1
    for pk in range(1 + turn % stride, last + 1, stride):
        query = f"SELECT CAST(text AS BLOB), hash FROM {table} WHERE pk=?"
        row = made.execute(query, (pk,)).fetchone()
        if row is not None and blake2b(row[0] or b"", digest_size=16).digest() != row[1]:
            raise NotWhole(f"{path} is not whole: a {table} is not as it was written.")
