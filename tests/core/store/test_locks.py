from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.store.copies import PLACE, Copy, add, holder, saved_count

from sessionary.core.store import (
    SaveFailed,
    SessionLocked,
    StoreError,
)

if TYPE_CHECKING:
    from sessionary.core.store.memory import MemoryBackend
    from sessionary.core.store.memory_locks import KnownProcesses

BOTH_BACKENDS = True


def together(seconds: float, *copies: Copy) -> None:
    """Let time pass for several copies at once, a second at a time."""
    for _ in range(round(seconds)):
        for copy in copies:
            copy.scheduler.advance(1)


def test_what_one_copy_holds_another_cannot_load_but_view(here: Copy, there: Copy) -> None:
    session = here.store.load("one")
    session.patch(add)
    session.wait()
    with pytest.raises(SessionLocked) as caught:
        there.store.load("one")
    info = caught.value.info
    assert (info.owner, info.label, info.same_machine, info.alive) == (
        "here",
        "desk, here",
        True,
        True,
    )
    assert there.store.view("one").latest() == {"count": 1}
    assert there.store.keys() == ["one"]


def test_nothing_is_known_of_a_process_on_another_computer(here: Copy, afar: Copy) -> None:
    afar.store.load("one")
    with pytest.raises(SessionLocked) as caught:
        here.store.load("one")
    assert (caught.value.info.same_machine, caught.value.info.alive) == (False, None)


def test_stop_gives_the_lock_back_and_the_row_stays(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    session = here.store.load("one")
    session.patch(add)
    session.stop()
    with pytest.raises(SessionLocked):
        there.store.load("one")
    assert session.wait()
    assert holder(backend) == (None, 0)
    assert there.store.load("one").value == {"count": 1}
    assert holder(backend) == ("there", 0)


def test_a_bad_document_is_not_locked(
    here: Copy, there: Copy, backend: MemoryBackend, processes: KnownProcesses
) -> None:
    session = here.store.load("one")
    session.wait()
    session.stop()
    backend.stored[PLACE] = type(backend.stored[PLACE])(revision=1, text="{", saved_at=0.0)
    assert here.store.load("one").bad() is not None
    assert there.store.load("one").bad() is not None
    assert holder(backend) == (None, 0)


def test_the_lock_of_a_dead_process_is_taken_at_once(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    session = here.store.load("one")
    session.patch(add)
    session.wait()
    session.patch(add)
    here.kill()
    assert there.store.load("one").value == {"count": 1}
    assert there.scheduler.monotonic() == 0
    assert holder(backend) == ("there", 1)


def test_heartbeats_come_each_five_seconds_while_something_is_held(
    here: Copy, backend: MemoryBackend
) -> None:
    one, two = here.store.load("one"), here.store.load("two")
    first = backend.locks.rows[PLACE].beat
    here.scheduler.advance(25)
    assert backend.locks.rows[PLACE].beat == first + 5
    assert backend.locks.rows["session", "two"].beat == first + 5
    for session in (one, two):
        session.stop()
        session.wait()
    burnt = backend.fuse.burnt
    here.scheduler.advance(100)
    assert backend.fuse.burnt == burnt


def test_a_copy_that_does_not_beat_is_taken_over_after_the_lease_if_asked(
    here: Copy, afar: Copy, backend: MemoryBackend
) -> None:
    afar.store.load("one").wait()
    afar.kill()
    with pytest.raises(SessionLocked):
        here.store.load("one")
    assert here.scheduler.monotonic() == 0
    session = here.store.load("one", takeover=True)
    assert 20 <= here.scheduler.monotonic() <= 25
    assert session.value == {"count": 0}
    assert holder(backend) == ("here", 1)


def test_a_copy_that_beats_is_never_taken_over(
    here: Copy, afar: Copy, backend: MemoryBackend
) -> None:
    afar.store.load("one").wait()
    here.scheduler.later(17, lambda: afar.scheduler.advance(5))
    with pytest.raises(SessionLocked):
        here.store.load("one", takeover=True)
    assert here.scheduler.monotonic() == pytest.approx(17, abs=1)
    assert holder(backend) == ("afar", 0)


def test_a_lock_that_is_given_back_while_one_waits_is_taken(
    here: Copy, afar: Copy, backend: MemoryBackend
) -> None:
    session = afar.store.load("one")
    session.wait()
    here.scheduler.later(7, session.stop)
    assert here.store.load("one", takeover=True).value == {"count": 0}
    assert here.scheduler.monotonic() <= 8
    assert holder(backend) == ("here", 0)


def test_a_computer_that_slept_while_it_watched_has_not_seen_the_lease_run_out(
    here: Copy, afar: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    afar.store.load("one").wait()
    jumps = iter([3600.0] * 3)
    now = here.scheduler.monotonic

    total = [0.0]

    def monotonic() -> float:
        return now() + total[0]

    monkeypatch.setattr(here.scheduler, "monotonic", monotonic)
    here.scheduler.later(3.5, lambda: total.__setitem__(0, next(jumps)))
    here.scheduler.later(6.5, lambda: afar.scheduler.advance(5))
    with pytest.raises(SessionLocked):
        here.store.load("one", takeover=True)


@pytest.mark.parametrize("shift", [-86_400, 86_400])
def test_setting_the_clock_moves_no_lock(
    here: Copy, there: Copy, backend: MemoryBackend, shift: float
) -> None:
    session = here.store.load("one")
    here.scheduler.wall_shift += shift
    there.scheduler.wall_shift -= shift
    together(60, here, there)
    with pytest.raises(SessionLocked):
        there.store.load("one")
    session.patch(add)
    together(15, here, there)
    assert saved_count(backend) == 1


def test_only_a_dead_process_makes_a_busy_lock_stale(
    here: Copy, afar: Copy, there: Copy, backend: MemoryBackend
) -> None:
    afar.store.load("one").wait()
    with afar.database.long_write():
        assert backend.locks.rows[PLACE].busy
        with pytest.raises(SessionLocked):
            here.store.load("one", takeover=True)
        here.scheduler.advance(1000)
        with pytest.raises(SessionLocked):
            here.store.load("one", takeover=True)
    assert not backend.locks.rows[PLACE].busy
    there.store.load("two").wait()
    with there.database.long_write():
        there.kill()
        assert here.store.load("two").value == {"count": 0}


def test_waiting_for_a_lock_is_refused_where_nobody_may_wait(here: Copy, afar: Copy) -> None:
    afar.store.load("one")
    with pytest.raises(StoreError) as caught, here.database.act("Wait"):
        here.store.load("one", takeover=True)
    assert caught.value.code == "wait_inside"


def test_what_another_copy_holds_is_neither_deleted_nor_edited_nor_made(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    here.store.load("one").wait()
    here.store.load("new")
    with pytest.raises(SessionLocked):
        there.store.delete("one")
    with pytest.raises(SessionLocked), there.database.act("Edit") as act:
        act.edit(there.store, "one", add)
    with pytest.raises(SessionLocked), there.database.act("Make") as act:
        act.create(there.store, "new", {"count": 1})
    assert len(backend.acts) == 1


def test_an_act_holds_closed_documents_no_longer_than_it_lasts(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    with here.database.act("Make") as act:
        act.create(here.store, "one", {"count": 1})
        act.edit(here.store, "two", add)
        with pytest.raises(SessionLocked):
            there.store.load("two")
    assert there.store.load("one").value == {"count": 1}
    assert there.store.load("two").value == {"count": 1}
    there.database.close()

    def fail() -> None:
        with here.database.act("Fail") as act:
            act.edit(here.store, "one", add)
            act.delete(here.store, "two")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert all(row.holder is None for row in backend.locks.rows.values())
    assert here.store.delete("two")
    assert all(row.holder is None for row in backend.locks.rows.values())


def test_a_deleted_document_keeps_its_lock_row(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    here.store.load("one").wait()
    here.kill()
    there.store.load("one")
    assert there.store.delete("one")
    assert holder(backend) == (None, 1)


def test_a_lock_that_could_not_be_given_back_is_at_the_next_beat(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    session = here.store.load("one")
    session.wait()
    backend.locks.failures = 1
    session.stop()
    assert [type(error) for error in here.errors] == [SaveFailed]
    with pytest.raises(SessionLocked):
        there.store.load("one")
    here.scheduler.advance(5)
    assert there.store.load("one").value == {"count": 0}


def test_what_could_not_be_given_back_can_be_loaded_again_here(
    here: Copy, there: Copy, backend: MemoryBackend
) -> None:
    session = here.store.load("one")
    session.wait()
    backend.locks.failures = 1
    session.stop()
    assert here.store.load("one").value == {"count": 0}
    here.scheduler.advance(20)
    with pytest.raises(SessionLocked):
        there.store.load("one")


def test_a_heartbeat_that_fails_is_reported_and_comes_again(
    here: Copy, backend: MemoryBackend
) -> None:
    session = here.store.load("one")
    session.save()
    session.wait()
    beat = backend.locks.rows[PLACE].beat
    backend.locks.failures = 1
    here.scheduler.advance(5)
    assert [type(error) for error in here.errors] == [SaveFailed]
    here.scheduler.advance(5)
    assert backend.locks.rows[PLACE].beat == beat + 1


def test_closing_gives_all_locks_back(here: Copy, backend: MemoryBackend) -> None:
    for key in ("one", "two", "three"):
        here.store.load(key).patch(add)
    assert here.database.close()
    assert all(row.holder is None for row in backend.locks.rows.values())


def test_two_that_claim_a_dead_ones_lock_at_once_do_not_both_get_it(
    here: Copy, there: Copy, afar: Copy, backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.store.load("one").wait()
    here.kill()
    replace = backend.locks.replace

    def race(*args: Any) -> bool:
        monkeypatch.setattr(backend.locks, "replace", replace)
        other = Copy("other", backend, there.processes)
        other.store.load("one")
        return replace(*args)

    monkeypatch.setattr(backend.locks, "replace", race)
    with pytest.raises(SessionLocked) as caught:
        there.store.load("one")
    assert caught.value.info.owner == "other"


def test_no_saved_change_is_lost_in_a_thousand_races(
    backend: MemoryBackend, processes: KnownProcesses
) -> None:
    chance = random.Random(7)  # noqa: S311  # a test wants the same chances each time
    copies = [Copy(f"start {number}", backend, processes) for number in range(2)]
    saved = 0
    # On a file each save waits for the disk.
    for race in range(50 if hasattr(backend, "file") else 1000):
        chance.shuffle(copies)
        session = copies[0].store.load("one")
        with pytest.raises(SessionLocked):
            copies[1].store.load("one")
        assert session.value["count"] == saved
        session.patch(add)
        end = chance.choice(["stop", "kill", "sleep"])
        if end == "stop":
            session.stop()
            session.wait()
            saved += 1
        elif end == "kill":
            copies[0].kill()
            copies[0] = Copy(f"race {race}", backend, processes)
        else:
            other = copies[1].store.load("one", takeover=True)
            session.save()
            assert not session.wait()
            other.patch(add)
            other.stop()
            assert other.wait()
            saved += 1
    assert saved_count(backend) == saved
