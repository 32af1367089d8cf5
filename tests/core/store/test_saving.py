from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import (
    Database,
    SaveFailed,
    Session,
    Store,
    StoreError,
)

if TYPE_CHECKING:
    from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]


def is_dirty(session: Session[Value]) -> bool:
    """Read anew: mypy believes that a property keeps its value over a call."""
    return session.dirty


def state_of(session: Session[Value]) -> str:
    return session.state


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


def saved_count(backend: MemoryBackend, key: str = "one") -> int | None:
    stored = backend.read("session", key)
    return None if stored is None else json.loads(stored.text)["data"]["count"]


def fail(backend: MemoryBackend, times: int) -> None:
    backend.failures.extend(SaveFailed(OSError("disk full")) for _ in range(times))


@pytest.fixture
def session(store: Store[Value], scheduler: HandScheduler) -> Session[Value]:
    """An open session whose document was saved once, at second 15."""
    session = store.load("one")
    scheduler.advance(15)
    return session


def test_an_untouched_new_document_is_written_at_the_first_tick(
    store: Store[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session = store.load("one")
    assert is_dirty(session)
    scheduler.advance(14.9)
    assert saved_count(backend) is None
    scheduler.advance(0.1)
    assert saved_count(backend) == 0
    assert not is_dirty(session)
    assert session.version == 0


def test_ticks_come_at_fixed_intervals_and_write_only_what_is_dirty(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    scheduler.advance(100)
    assert len(backend.acts) == 1
    session.patch(add)
    scheduler.advance(4.9)
    assert is_dirty(session)
    scheduler.advance(0.1)
    assert saved_count(backend) == 1
    assert scheduler.monotonic() == pytest.approx(120)


@pytest.mark.parametrize("seconds", [0.5, 3601])
def test_an_interval_out_of_range_is_refused(database: Database, seconds: float) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Store(database, "other", default_data=dict, autosave_s=seconds)


def test_setting_the_clock_does_not_stop_autosave(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    for day in (-86_400, 2 * 86_400):
        scheduler.wall_shift += day
        session.patch(add)
        scheduler.advance(15)
        assert not is_dirty(session)
    assert [act.at for act in backend.acts][1:] == sorted(act.at for act in backend.acts[1:])


def test_save_writes_when_the_running_call_has_returned(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session.patch(add)
    session.save()
    session.save()
    assert is_dirty(session)
    scheduler.advance(0)
    assert saved_count(backend) == 1
    session.save()
    scheduler.advance(0)
    assert len(backend.acts) == 2


def test_save_then_wait_is_quick(session: Session[Value], scheduler: HandScheduler) -> None:
    session.patch(add)
    session.save()
    before = scheduler.monotonic()
    assert session.wait()
    assert scheduler.monotonic() == before
    assert not is_dirty(session)


def test_waiting_on_an_idle_session_lasts_at_most_an_interval(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    scheduler.advance(3)
    assert session.await_()
    assert scheduler.monotonic() == pytest.approx(30)
    assert len(backend.acts) == 1
    assert not session.wait(timeout=10)
    assert scheduler.monotonic() == pytest.approx(40)


def test_wait_goes_on_over_a_save_that_fails(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session.patch(add)
    fail(backend, 2)
    assert session.wait()
    assert scheduler.monotonic() == pytest.approx(60)


def test_the_commit_of_an_act_counts_as_a_save(
    session: Session[Value], scheduler: HandScheduler, database: Database
) -> None:
    def act() -> None:
        with database.act("Add") as running:
            running.patch(session, add)

    scheduler.later(2, act)
    assert session.wait()
    assert scheduler.monotonic() == pytest.approx(17)


def test_patches_made_during_a_save_are_in_the_next_save(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    def patch_once() -> None:
        backend.during_commit = None
        session.patch(add, 10)

    session.patch(add)
    backend.during_commit = patch_once
    scheduler.advance(15)
    assert saved_count(backend) == 1
    assert is_dirty(session)
    scheduler.advance(15)
    assert saved_count(backend) == 11


def test_a_stop_during_a_save_writes_what_came_after_its_snapshot(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    def patch_and_stop() -> None:
        backend.during_commit = None
        session.patch(add, 10)
        session.stop()
        assert state_of(session) == "saving"

    session.patch(add)
    backend.during_commit = patch_and_stop
    scheduler.advance(15)
    assert [act.documents[0].value["count"] for act in backend.acts] == [0, 1, 11]
    assert state_of(session) == "done"


def test_a_save_that_fails_changes_nothing_and_comes_again_at_the_next_tick(
    session: Session[Value],
    scheduler: HandScheduler,
    backend: MemoryBackend,
    errors: list[Exception],
) -> None:
    fail(backend, 1)
    session.patch(add)
    scheduler.advance(15)
    assert saved_count(backend) == 0
    assert is_dirty(session)
    assert [str(error) for error in errors] == ["save_failed: disk full"]
    assert isinstance(errors[0], SaveFailed)
    assert isinstance(errors[0].cause, OSError)
    scheduler.advance(15)
    assert saved_count(backend) == 1


def test_an_index_that_raises_fails_the_save_like_a_disk_does(
    database: Database, scheduler: HandScheduler, errors: list[Exception]
) -> None:
    wrong = [True]

    def index(_key: str, _value: Any) -> dict[str, Any]:
        if wrong:
            raise LookupError("no such column")
        return {}

    store: Store[Value] = Store(database, "session", default_data=dict, index=index)
    session = store.load("one")
    scheduler.advance(15)
    assert is_dirty(session)
    assert [type(error) for error in errors] == [LookupError]
    wrong.clear()
    scheduler.advance(15)
    assert not is_dirty(session)


def test_the_index_is_called_with_what_is_written(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session.patch(add, 4)
    scheduler.advance(15)
    assert backend.rows["session", "one"] == {"count": [("one", 4)]}


def test_persons_are_handed_over_with_a_write_and_make_one_by_themselves(
    session: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session.userid(7)
    assert is_dirty(session)
    scheduler.advance(15)
    assert not is_dirty(session)
    assert backend.persons == {("session", "one", "7")}
    assert backend.acts[-1].documents == ()
    session.userid("7")
    assert not is_dirty(session)
    session.userid("campaign:ann")
    session.patch(add)
    scheduler.advance(15)
    assert backend.persons == {("session", "one", "7"), ("session", "one", "campaign:ann")}
    stored = backend.read("session", "one")
    assert stored is not None
    assert stored.revision == 2


def test_saving_all_takes_no_longer_than_its_saves(
    store: Store[Value], database: Database, backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    one, two, three = (store.load(key) for key in ("one", "two", "three"))
    three.stop()
    assert database.save_all()
    assert scheduler.monotonic() == 0
    assert [state_of(session) for session in (one, two, three)] == ["open", "open", "done"]
    assert store.keys() == ["one", "three", "two"]
    one.patch(add)
    fail(backend, 1)
    assert not database.save_all(5)
    assert saved_count(backend) == 0
    assert database.save_all()
    assert saved_count(backend) == 1


def test_closing_a_store_stops_and_saves_all(
    store: Store[Value], backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    sessions = [store.load(key) for key in "abc"]
    assert store.close()
    assert {session.state for session in sessions} == {"done"}
    assert store.keys() == ["a", "b", "c"]
    assert store.load("a").state == "open"


def test_closing_a_database_gives_up_at_the_time_out(
    store: Store[Value], database: Database, backend: MemoryBackend
) -> None:
    session = store.load("one")
    fail(backend, 100)
    assert not database.close(5)
    assert state_of(session) == "saving"
    for call in (lambda: store.load("two"), lambda: database.act("Late")):
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.code == "closed"
    backend.failures.clear()
    assert database.close()
