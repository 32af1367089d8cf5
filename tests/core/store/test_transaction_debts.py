"""What the journal owes to documents whose locks were lost, and how it forgets what it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.core.store.copies import Program, Value, add, take_away

from sessionary.core.store import SaveFailed, Session, transaction
from sessionary.core.store.memory_locks import Crash, Fuse, KnownProcesses

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.store.memory import MemoryBackend

BOTH_BACKENDS = True


@pytest.fixture
def files(make_backend: Callable[..., MemoryBackend]) -> dict[str, MemoryBackend]:
    fuse = Fuse()
    return {file: make_backend(fuse, file) for file in ("here", "there")}


@pytest.fixture
def program(files: dict[str, MemoryBackend]) -> Program:
    return Program("me", files, KnownProcesses())


def open_saved(program: Program, *places: tuple[str, str]) -> list[Session[Value]]:
    sessions = [program.load(*place) for place in places]
    for session in sessions:
        session.save()
    program.scheduler.advance(0)
    return sessions


def take_lock(backend: MemoryBackend, key: str) -> None:
    take_away(backend, ("account", key))


def test_one_that_lost_its_lock_in_one_file_gets_the_failure_at_its_next_load(
    program: Program, files: dict[str, MemoryBackend]
) -> None:
    one, two = open_saved(program, ("here", "one"), ("here", "two"))
    take_lock(files["here"], "two")
    assert not transaction(
        lambda: one.patch(add) and two.patch(add), lambda: one.patch(add, 5) and two.patch(add, 7)
    )
    assert one.value == {"count": 15}
    assert two.bad() is not None
    assert two.value == {"count": 10}
    assert len(files["here"].journal.kept) == 1
    again = program.load("here", "two")
    assert again.value == {"count": 17}
    program.scheduler.advance(15)
    assert not files["here"].journal.kept
    again.stop()
    program.scheduler.advance(0)
    assert program.load("here", "two").value == {"count": 17}


def test_without_failure_calls_one_that_lost_its_lock_is_owed_nothing(
    program: Program, files: dict[str, MemoryBackend]
) -> None:
    one, two = open_saved(program, ("here", "one"), ("here", "two"))
    take_lock(files["here"], "two")
    assert not transaction(lambda: one.patch(add) and two.patch(add))
    assert one.value == {"count": 10}
    assert not files["here"].journal.kept


def test_a_journal_that_cannot_be_told_is_told_by_a_later_save(
    program: Program, files: dict[str, MemoryBackend]
) -> None:
    one, two = open_saved(program, ("here", "one"), ("here", "two"))
    take_lock(files["here"], "two")
    assert not transaction(lambda: one.patch(add) and two.patch(add), lambda: two.patch(add, 7))
    again = program.load("here", "two")
    files["here"].journal.failures = 1
    again.save()
    program.scheduler.advance(0)
    assert [type(error) for error in program.errors][-1] is SaveFailed
    assert files["here"].journal.kept
    again.patch(add)
    again.save()
    program.scheduler.advance(0)
    assert not files["here"].journal.kept
    assert program.close()
    later = Program("later", files, KnownProcesses())
    assert later.load("here", "two").value == {"count": 18}


def test_opening_forgets_what_no_document_names_any_more(
    program: Program, files: dict[str, MemoryBackend]
) -> None:
    one, two = open_saved(program, ("here", "one"), ("there", "two"))
    fuse = files["here"].fuse
    fuse.left = 4
    with pytest.raises(Crash):
        transaction(lambda: one.patch(add) and two.patch(add))
    fuse.left = None
    program.kill()
    (row,) = files["here"].journal.rows()
    assert [part.key for part in row.participants] == ["two"]
    Program("alone", {"here": files["here"]}, program.processes)
    assert files["here"].journal.kept
    both = {"there": files["there"], "here": files["here"]}
    Program("both", both, program.processes)
    assert not files["here"].journal.kept


def test_opening_goes_on_when_the_journal_cannot_be_written(
    program: Program, files: dict[str, MemoryBackend]
) -> None:
    one, two = open_saved(program, ("here", "one"), ("there", "two"))
    files["here"].fuse.left = 2
    with pytest.raises(Crash):
        transaction(lambda: one.patch(add) and two.patch(add), lambda: one.patch(add, 5))
    files["here"].fuse.left = None
    program.kill()
    files["here"].journal.failures = 1
    later = Program("later", files, program.processes)
    assert [type(error) for error in later.errors] == [SaveFailed]
    assert later.load("here", "one").value == {"count": 15}
    assert later.load("there", "two").value == {"count": 10}


def test_the_same_document_loaded_while_one_waits_for_its_lock_is_one_session(
    program: Program, files: dict[str, MemoryBackend]
) -> None:
    other = Program("other", files, program.processes)
    (held,) = open_saved(other, ("here", "one"))
    found: list[Session[Value]] = []
    program.scheduler.later(3.5, held.stop)
    program.scheduler.later(3.7, lambda: found.append(program.load("here", "one")))
    assert program.stores["here"].load("one", takeover=True) is found[0]
