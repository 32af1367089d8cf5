"""Two files, a crash after each write of a transaction, and another in the recovery from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.core.store.copies import Program, add, take_away

from sessionary.core.store import SaveFailed, SessionLocked, StoreError, transaction
from sessionary.core.store.memory import MemoryBackend
from sessionary.core.store.memory_locks import Crash, Fuse, KnownProcesses

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNTS = [("here", "giver"), ("here", "bank"), ("there", "taker"), ("there", "witness")]
BEFORE = [10, 10, 10, 10]
SUCCESS = [10, 11, 15, 10]
FAILURE = [15, 10, 10, 9]


BOTH_BACKENDS = True


@pytest.fixture
def files(make_backend: Callable[..., MemoryBackend]) -> dict[str, MemoryBackend]:
    fuse = Fuse()
    return {file: make_backend(fuse, file) for file in ("here", "there")}


def saved(files: dict[str, MemoryBackend]) -> list[int]:
    texts = [files[file].stored["account", key].text for file, key in ACCOUNTS]
    return [json.loads(text)["data"]["count"] for text in texts]


def start(owner: str, files: dict[str, MemoryBackend], processes: KnownProcesses) -> Program:
    return Program(owner, files, processes)


def prepare(files: dict[str, MemoryBackend], processes: KnownProcesses) -> Program:
    """A program in which all four accounts are open and saved."""
    program = start("first", files, processes)
    for file, key in ACCOUNTS:
        program.load(file, key).save()
    program.scheduler.advance(0)
    return program


def transfer(program: Program) -> bool:
    """Give the bank 1 and the taker 5; else the giver gets 5 back and the witness pays 1."""
    giver, bank, taker, witness = (program.load(*account) for account in ACCOUNTS)

    def success() -> None:
        assert bank.patch(add, 1)
        assert taker.patch(add, 2)
        assert taker.patch(add, 3)

    def failure() -> None:
        assert giver.patch(add, 5)
        assert witness.patch(add, -1)

    return transaction(success, failure)


def end(program: Program) -> None:
    """Load all, have all saved, and close."""
    for account in ACCOUNTS:
        program.load(*account)
    assert program.close()


def count_writes(work: Callable[[], object], fuse: Fuse) -> int:
    before = fuse.burnt
    work()
    return fuse.burnt - before


def survive(files: dict[str, MemoryBackend], processes: KnownProcesses) -> list[int]:
    """Start anew until all is settled; return what the accounts hold then."""
    fuse = files["here"].fuse
    fuse.left = None
    end(start("second", files, processes))
    first = saved(files)
    end(start("third", files, processes))
    assert saved(files) == first
    for backend in files.values():
        assert not backend.journal.kept
        for stored in backend.stored.values():
            assert all("settled" in e for e in json.loads(stored.text)["pending"].values())
        assert all(row.holder is None for row in backend.locks.rows.values())
    return first


def writes_of_a_transfer() -> int:
    fuse = Fuse()
    files = {file: MemoryBackend(fuse, file) for file in ("here", "there")}
    program = prepare(files, KnownProcesses())
    return count_writes(lambda: transfer(program), fuse)


WRITES = writes_of_a_transfer()
DECIDING = 2
"""Two writes prepare, the next one decides and applies in the first file."""


@pytest.mark.parametrize("after", range(WRITES + 1))
def test_a_crash_leaves_nothing_or_the_failure_or_the_success_on_all(
    files: dict[str, MemoryBackend], after: int
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    files["here"].fuse.left = after
    if after < WRITES:
        with pytest.raises(Crash):
            transfer(program)
    else:
        assert transfer(program)
    program.kill()
    expected = BEFORE if after == 0 else FAILURE if after <= DECIDING else SUCCESS
    assert survive(files, processes) == expected


@pytest.mark.parametrize("after", range(1, WRITES))
def test_a_crash_in_the_recovery_changes_nothing_about_the_end(
    make_backend: Callable[..., MemoryBackend], after: int
) -> None:
    for again in range(60):
        fuse = Fuse()
        files = {file: make_backend(fuse, file) for file in ("here", "there")}
        processes = KnownProcesses()
        program = prepare(files, processes)
        fuse.left = after
        with pytest.raises(Crash):
            transfer(program)
        program.kill()
        fuse.left = again
        crashed = True
        try:
            end(start("between", files, processes))
            crashed = False
        except Crash:
            processes.dead.add("between")
        assert survive(files, processes) == (FAILURE if after <= DECIDING else SUCCESS)
        if not crashed:
            return
    pytest.fail("the recovery never came to its end")


FAILING = [
    # Which commits fail, counted from the first; what comes of it.
    ({0}, FAILURE),
    ({1}, FAILURE),
    ({2}, FAILURE),
    ({0, 1}, FAILURE),
    ({1, 2}, FAILURE),
    ({3}, SUCCESS),
    ({3, 4}, SUCCESS),
    ({0, 1, 2}, FAILURE),
    ({2, 3}, FAILURE),
    ({1, 2, 3}, FAILURE),
    (set(range(8)), FAILURE),
]


@pytest.mark.parametrize(("failing", "expected"), FAILING)
def test_writes_that_fail_lose_nothing_and_are_reported(
    files: dict[str, MemoryBackend], failing: set[int], expected: list[int]
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    commits = iter(range(100))

    def fail() -> None:
        if next(commits) in failing:
            raise SaveFailed("disk full")

    for backend in files.values():
        backend.during_commit = fail
    assert transfer(program) == (expected is SUCCESS)
    assert program.errors
    for backend in files.values():
        backend.during_commit = None
    assert program.close()
    assert survive(files, processes) == expected


@pytest.mark.parametrize("after", range(1, WRITES))
def test_what_is_decided_or_not_is_locked_as_long_as_its_program_lives(
    files: dict[str, MemoryBackend], after: int
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    files["here"].fuse.left = after
    with pytest.raises(Crash):
        transfer(program)
    files["here"].fuse.left = None
    other = start("other", files, processes)
    for account in ACCOUNTS:
        with pytest.raises(SessionLocked):
            other.load(*account)
    assert not other.errors


def test_an_undecided_document_is_locked_though_its_own_lock_is_free(
    files: dict[str, MemoryBackend],
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    files["here"].fuse.left = 2
    with pytest.raises(Crash):
        transfer(program)
    files["here"].fuse.left = None
    for key in ("taker", "witness"):
        take_away(files["there"], ("account", key))
    other = start("other", files, processes)
    with pytest.raises(SessionLocked):
        other.load("there", "taker")
    assert files["there"].locks.rows["account", "taker"].holder is None
    program.kill()
    assert other.load("there", "taker").value == {"count": 10}
    assert other.load("here", "giver").value == {"count": 15}


def test_a_transaction_whose_journal_is_not_there_stays_pending_and_is_reported(
    files: dict[str, MemoryBackend],
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    files["here"].fuse.left = 2
    with pytest.raises(Crash):
        transfer(program)
    program.kill()
    files["here"].fuse.left = None
    alone = start("alone", {"there": files["there"]}, processes)
    taker = alone.load("there", "taker")
    assert taker.value == {"count": 10}
    assert [error.code for error in alone.errors if isinstance(error, StoreError)] == [
        "journal_missing"
    ]
    taker.patch(add, 100)
    assert alone.close()
    end(start("again", files, processes))
    assert saved(files) == [15, 10, 110, 9]


def take_lock(files: dict[str, MemoryBackend], account: tuple[str, str]) -> None:
    """Have another copy take a lock over, and give it back."""
    take_away(files[account[0]], ("account", account[1]))


def test_one_that_lost_its_lock_before_the_prepare_gets_the_failure_at_its_next_load(
    files: dict[str, MemoryBackend],
) -> None:
    processes = KnownProcesses()
    for account in ACCOUNTS:
        program = prepare(files, processes)
        before = saved(files)
        take_lock(files, account)
        assert not transfer(program)
        assert program.close()
        end(start("next", files, processes))
        gained = [now - then for now, then in zip(saved(files), before, strict=True)]
        assert gained == [now - then for now, then in zip(FAILURE, BEFORE, strict=True)]
        assert not files["here"].journal.kept


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("commit", range(4))
def test_one_that_loses_its_lock_amid_a_transaction_ends_as_all_others(
    files: dict[str, MemoryBackend], account: tuple[str, str], commit: int
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    commits = iter(range(100))

    def lose() -> None:
        if next(commits) == commit:
            take_lock(files, account)

    for backend in files.values():
        backend.during_commit = lose
    done = transfer(program)
    for backend in files.values():
        backend.during_commit = None
    program.close()
    assert survive(files, processes) == (SUCCESS if done else FAILURE)


def test_a_program_that_slept_finds_its_transaction_aborted(
    files: dict[str, MemoryBackend],
) -> None:
    processes = KnownProcesses()
    program = prepare(files, processes)
    commits = iter(range(100))

    def sleep() -> None:
        if next(commits) == 2:
            processes.dead.add("first")
            other = start("other", files, processes)
            assert other.load("here", "giver").value == {"count": 15}
            assert other.close()

    for backend in files.values():
        backend.during_commit = sleep
    assert not transfer(program)
    program.close()
    assert survive(files, processes) == FAILURE
