"""Copies of the program on one backend, each with a clock and a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sessionary.core.store import Database, LockSupport, Process, Session, Store
from sessionary.core.store.memory import HandScheduler, MemoryBackend
from sessionary.core.store.memory_locks import KnownProcesses

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
