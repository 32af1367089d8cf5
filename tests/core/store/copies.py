"""Copies of the program on one backend, each with a clock and a process of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sessionary.core.store import Circle, Database, LockSupport, Process, Session, Store
from sessionary.core.store.memory import HandScheduler
from sessionary.core.store.memory_locks import KnownProcesses

if TYPE_CHECKING:
    from sessionary.core.store.memory import MemoryBackend

Value: TypeAlias = dict[str, Any]


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


def state_of(session: Session[Value]) -> str:
    """Read anew: mypy believes that a property keeps its value over a call."""
    return session.state


@dataclass
class Copy:
    """One start of the program on a backend."""

    owner: str
    backend: MemoryBackend
    processes: KnownProcesses
    scheduler: HandScheduler = field(default_factory=HandScheduler)
    boot: str = "boot"
    errors: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        process = Process(
            owner=self.owner, label=f"desk, {self.owner}", pid=7, started="1", boot=self.boot
        )
        self.database = Database(
            self.backend,
            self.scheduler,
            self.errors.append,
            locks=LockSupport(
                table=self.backend.locks,
                me=process,
                processes=KnownProcesses(self.boot, self.processes.dead),
            ),
        )
        self.store: Store[Value] = Store(
            self.database, "session", default_data=lambda: {"count": 0}
        )

    def kill(self) -> None:
        """End the process as the system sees it; what is scheduled never happens."""
        self.processes.dead.add(self.owner)


class Program:
    """One start of the program with two files, each with a store of accounts.

    Args:
        owner: The id of the start; it is also the label.
        files: The backends by the ids of their files.
        processes: Who lives.
        autosave_s: Seconds between saves.
    """

    def __init__(
        self,
        owner: str,
        files: dict[str, MemoryBackend],
        processes: KnownProcesses,
        autosave_s: float = 15.0,
    ) -> None:
        self.owner = owner
        self.processes = processes
        self.scheduler = HandScheduler()
        self.errors: list[Exception] = []
        self.circle = Circle()
        me = Process(owner=owner, label=owner, pid=7, started="1", boot=processes.boot)
        self.stores: dict[str, Store[Value]] = {}
        for file, backend in files.items():
            database = Database(
                backend,
                self.scheduler,
                self.errors.append,
                locks=LockSupport(table=backend.locks, me=me, processes=processes),
                journal=backend.journal,
                circle=self.circle,
            )
            store: Store[Value] = Store(
                database, "account", default_data=lambda: {"count": 10}, autosave_s=autosave_s
            )
            store.action("add", add)
            self.stores[file] = store

    def load(self, file: str, key: str, *, takeover: bool = False) -> Session[Value]:
        """Load an account."""
        return self.stores[file].load(key, takeover=takeover)

    def kill(self) -> None:
        """End the process as the system sees it; what is scheduled never happens."""
        self.processes.dead.add(self.owner)

    def close(self) -> bool:
        """End the program as it should be."""
        # All is saved before the first file goes: what is saved in one is told to another.
        stopped = [store.close() for store in self.stores.values()]
        closed = [store.database.close() for store in self.stores.values()]
        return all(stopped + closed)


def refuse(_value: Value) -> Value:
    raise LookupError("no")


def remember(value: Value, what: Any) -> Value:
    return value | {"what": what}


def backend_of(database: Database) -> MemoryBackend:
    # On a file, it has all that the tests ask of one in memory.
    return cast("MemoryBackend", database.backend)


def texts(program: Program) -> list[str]:
    return [
        stored.text
        for store in program.stores.values()
        for stored in backend_of(store.database).stored.values()
    ]


def saved(session: Session[Value]) -> int:
    stored = session.live.database.backend.read("account", session.key)
    assert stored is not None
    envelope = json.loads(stored.text)
    assert envelope["pending"] == {}
    count: int = envelope["data"]["count"]
    return count


PLACE = ("session", "one")


def take_away(backend: MemoryBackend, place: tuple[str, str]) -> None:
    """Have another copy take a lock over, and give it back; no crash comes of that."""
    row = backend.locks.rows[place]
    left, backend.fuse.left = backend.fuse.left, None
    taken = replace(row, holder=None, generation=row.generation + 1)
    assert backend.locks.replace(taken, row)
    backend.fuse.left = left


def holder(backend: MemoryBackend) -> tuple[str | None, int]:
    row = backend.locks.rows[PLACE]
    return (row.holder.owner if row.holder else None), row.generation


def saved_count(backend: MemoryBackend) -> int:
    count: int = json.loads(backend.stored[PLACE].text)["data"]["count"]
    return count
