"""A library in memory: one store of plain dicts, time moved by hand, errors collected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from tests.core.store.copies import Copy, Program, refuse, remember
from tests.core.store.filed import Cabinet

from sessionary.core.store import ActDone, Database, Store
from sessionary.core.store.memory import HandScheduler, MemoryBackend
from sessionary.core.store.memory_locks import KnownProcesses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Value: TypeAlias = dict[str, Any]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of modules that say so on backends in memory and on files."""
    both = getattr(metafunc.module, "BOTH_BACKENDS", False)
    if both and "make_backend" in metafunc.fixturenames:
        metafunc.parametrize("make_backend", ["memory", "sqlite"], indirect=True)


@pytest.fixture
def make_backend(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., MemoryBackend]]:
    """What makes a backend of (fuse, file)."""
    if getattr(request, "param", "memory") == "memory":
        yield MemoryBackend
        return
    cabinet = Cabinet(tmp_path)
    yield cabinet
    cabinet.close()


@pytest.fixture
def backend(make_backend: Callable[..., MemoryBackend]) -> MemoryBackend:
    return make_backend()


@pytest.fixture
def scheduler() -> HandScheduler:
    return HandScheduler()


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def database(backend: MemoryBackend, scheduler: HandScheduler, errors: list[Exception]) -> Database:
    return Database(backend, scheduler, errors.append)


@pytest.fixture
def store(database: Database) -> Store[Value]:
    return Store(
        database,
        "session",
        default_data=lambda: {"count": 0, "tags": [], "plan": {"rooms": ["hall", "crypt"]}},
        index=lambda key, value: {} if value is None else {"count": [(key, value["count"])]},
    )


@pytest.fixture
def done(database: Database) -> list[ActDone]:
    """What listeners were told, in order."""
    told: list[ActDone] = []
    database.committed(told.append)
    return told


@pytest.fixture
def program(make_backend: Callable[..., MemoryBackend]) -> Program:
    files = {file: make_backend(file=file) for file in ("here", "there")}
    made = Program("me", files, KnownProcesses())
    for store in made.stores.values():
        store.action("refuse", refuse)
        store.action("remember", remember)
        store.action("nothing", lambda _: None)
    return made


@pytest.fixture
def processes() -> KnownProcesses:
    return KnownProcesses()


@pytest.fixture
def here(backend: MemoryBackend, processes: KnownProcesses) -> Copy:
    return Copy("here", backend, processes)


@pytest.fixture
def there(backend: MemoryBackend, processes: KnownProcesses) -> Copy:
    return Copy("there", backend, processes)


@pytest.fixture
def afar(backend: MemoryBackend, processes: KnownProcesses) -> Copy:
    """A copy on another computer: nobody elsewhere can know whether its process lives."""
    return Copy("afar", backend, processes, boot="other")
