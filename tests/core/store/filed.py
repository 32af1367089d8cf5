"""A backend on a library file that a test looks into, and kills, as it does with one in memory."""

from __future__ import annotations

import shutil
import zlib
from collections import deque
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from sessionary.core.store import Fence, LockRow, SaveFailed, Stored, StoreError
from sessionary.core.store.memory import Aside
from sessionary.core.store.memory_locks import Fuse
from sessionary.storage.backend import SqliteBackend
from sessionary.storage.journal import SqliteJournal
from sessionary.storage.library_file import LibraryFile
from sessionary.storage.locks import SqliteLocks
from sessionary.storage.persons import SqlitePersons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection

    from sessionary.core.entries import EntryColumns
    from sessionary.core.store import ActWrite, Committed, JournalRow, JournalWrite
    from sessionary.core.store.memory import MemoryBackend

Place = tuple[str, str]


def _no_columns(*_entry: object) -> EntryColumns:
    raise AssertionError


class FiledStored:
    """What a library file holds, as the dict of a backend in memory shows it."""

    def __init__(self, backend: FiledBackend) -> None:
        self._backend = backend

    def __getitem__(self, place: Place) -> Stored:
        stored = self._backend.read(*place)
        if stored is None:
            raise KeyError(place)
        return stored

    def __setitem__(self, place: Place, stored: Stored) -> None:
        with self._backend.file.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE document SET revision=?, text=?, saved_at=? WHERE kind=? AND key=?",
                (stored.revision, stored.text, stored.saved_at, *place),
            )

    def __contains__(self, place: Place) -> bool:
        return self._backend.read(*place) is not None

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __iter__(self) -> Iterator[Place]:
        with self._backend.file.reading() as connection:
            rows = connection.exec_driver_sql("SELECT kind, key FROM document ORDER BY pk").all()
        return iter([(row[0], row[1]) for row in rows])

    def values(self) -> list[Stored]:
        return [self[place] for place in self]


class FiledLocks(SqliteLocks):
    """Lock rows of a file; the disk can refuse them, and the program can be killed."""

    def __init__(self, backend: FiledBackend) -> None:
        super().__init__(backend.file)
        self._backend = backend
        self.failures = 0

    @property
    def rows(self) -> Mapping[Place, LockRow]:
        with self._backend.file.reading() as connection:
            names = connection.exec_driver_sql("SELECT kind, key FROM session_lock").all()
        found = {(kind, key): self.row(kind, key) for kind, key in names}
        return MappingProxyType({place: row for place, row in found.items() if row is not None})

    def _write(self) -> None:
        if self.failures:
            self.failures -= 1
            raise SaveFailed("disk full")
        self._backend.fuse.burn()

    @override
    def replace(self, row: LockRow, seen: LockRow | None) -> bool:
        self._write()
        return super().replace(row, seen)

    @override
    def release(self, fence: Fence) -> bool:
        self._write()
        return super().release(fence)

    @override
    def beat(self, owner: str) -> list[Fence]:
        self._write()
        return super().beat(owner)

    @override
    def set_busy(self, owner: str, *, busy: bool) -> None:
        self._write()
        super().set_busy(owner, busy=busy)


class FiledJournal(SqliteJournal):
    """The journal of a file; the disk can refuse it, and the program can be killed."""

    def __init__(self, backend: FiledBackend, name: str) -> None:
        super().__init__(backend.file)
        self._backend = backend
        self.file = name
        self.failures = 0

    @property
    def kept(self) -> dict[str, JournalRow]:
        return {row.txid: row for row in self.rows()}

    @override
    def write(self, write: JournalWrite) -> None:
        if self.failures:
            self.failures -= 1
            raise SaveFailed("disk full")
        self._backend.fuse.burn()
        super().write(write)


class FiledBackend(SqliteBackend):
    """A backend on a library file of its own."""

    def __init__(self, folder: Path, fuse: Fuse | None = None, name: str = "main") -> None:
        self.file = LibraryFile(folder)
        super().__init__(self.file, _no_columns)
        self.fuse = fuse or Fuse()
        self.locks = FiledLocks(self)
        self.journal = FiledJournal(self, name)
        self.persons = SqlitePersons(self.file)
        self.stored = FiledStored(self)
        self.acts: list[ActWrite] = []
        self.failures: deque[StoreError] = deque()
        self.during_commit: Callable[[], None] | None = None

    @property
    def aside(self) -> list[Aside]:
        with self.file.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT kind, key, text, reason, revision FROM rescue "
                "UNION ALL SELECT kind, key, packed, 'migration', revision FROM backup"
            ).all()
        return [
            Aside(
                store=kind,
                key=key,
                text=text if isinstance(text, str) else zlib.decompress(text).decode(),
                reason=reason,
                revision=revision,
            )
            for kind, key, text, reason, revision in rows
        ]

    @override
    def commit(self, write: ActWrite) -> Committed:
        if self.during_commit is not None:
            self.during_commit()
        if self.failures:
            raise self.failures.popleft()
        committed = super().commit(write)
        self.acts.append(write)
        return committed

    @override
    def write_act(self, connection: Connection, write: ActWrite) -> Committed:
        done = super().write_act(connection, write)
        # Killed with everything written but the commit.
        self.fuse.burn()
        return done

    @override
    def put_aside(self, store: str, key: str, text: str, reason: str, revision: int) -> None:
        self.fuse.burn()
        super().put_aside(store, key, text, reason, revision)


class Cabinet:
    """Makes backends on files, each a copy of one empty library, and closes them.

    Args:
        folder: Where they go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[FiledBackend] = []
        self._empty = folder / "empty"
        LibraryFile(self._empty).close()

    def __call__(self, fuse: Fuse | None = None, file: str = "main") -> MemoryBackend:
        folder = Path(mkdtemp(dir=self._folder))
        shutil.copytree(self._empty, folder, dirs_exist_ok=True)
        backend = FiledBackend(folder, fuse, file)
        self._made.append(backend)
        # It has what a test asks of one in memory.
        return cast("MemoryBackend", backend)

    def close(self) -> None:
        for backend in self._made:
            backend.file.close()
