from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import (
    BadReason,
    Database,
    SaveFailed,
    Session,
    SessionStopped,
    Store,
    StoreError,
)

if TYPE_CHECKING:
    from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]


def state_of(session: Session[Value]) -> str:
    """Read anew: mypy believes that a property keeps its value over a call."""
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


def test_stop_saves_and_is_done_when_wait_returns(
    session: Session[Value], backend: MemoryBackend
) -> None:
    reasons: list[BadReason | None] = []
    session.stopped(reasons.append)
    session.patch(add)
    session.stop()
    assert state_of(session) == "saving"
    assert not reasons
    with pytest.raises(SessionStopped):
        session.patch(add)
    assert session.wait()
    assert state_of(session) == "done"
    assert reasons == [None]
    assert saved_count(backend) == 1


def test_a_clean_session_is_done_at_once(session: Session[Value], backend: MemoryBackend) -> None:
    session.stop()
    assert state_of(session) == "done"
    assert session.wait()
    assert len(backend.acts) == 1


def test_updated_callbacks_are_dropped_at_stop(session: Session[Value]) -> None:
    calls: list[Value] = []
    unbind = session.updated(calls.append)
    session.patch(add)
    session.stop()
    session.wait()
    unbind()
    assert len(calls) == 2


def test_stopped_tells_once_each_and_at_once_if_it_is_over(
    session: Session[Value], errors: list[Exception]
) -> None:
    reasons: list[BadReason | None] = []
    session.stopped(reasons.append)
    session.stopped(reasons.append)
    session.stopped(lambda _: reasons.extend([None] * 100))()

    def refuse(_: BadReason | None) -> None:
        raise LookupError

    session.stopped(refuse)
    session.stop()
    assert reasons == [None, None]
    session.stopped(reasons.append)()
    assert reasons == [None, None, None]
    assert [type(error) for error in errors] == [LookupError]


def test_a_last_save_that_fails_is_tried_again_after_growing_pauses(
    session: Session[Value],
    scheduler: HandScheduler,
    backend: MemoryBackend,
    errors: list[Exception],
) -> None:
    session.patch(add)
    fail(backend, 5)
    session.stop()
    times: list[float] = []
    for _ in range(3200):
        before = len(errors)
        scheduler.advance(0.01)
        if len(errors) > before:
            times.append(round(scheduler.monotonic() - 15, 1))
    assert times == [0, 1, 3, 7, 15]
    assert state_of(session) == "done"
    assert saved_count(backend) == 1
    assert session.wait()


def test_a_last_save_that_always_fails_ends_in_a_rescue_copy(
    session: Session[Value],
    scheduler: HandScheduler,
    backend: MemoryBackend,
    errors: list[Exception],
) -> None:
    reasons: list[BadReason | None] = []
    session.stopped(reasons.append)
    session.patch(add)
    fail(backend, 6)
    session.stop()
    assert not session.wait(30.9)
    assert state_of(session) == "saving"
    assert not session.wait()
    assert scheduler.monotonic() == pytest.approx(15 + 31)
    assert state_of(session) == "done"
    assert len(errors) == 6
    assert reasons == [BadReason("save_failed", "save_failed: disk full")]
    assert session.bad() is None
    assert saved_count(backend) == 0
    (aside,) = backend.aside
    assert (aside.store, aside.key, aside.reason) == ("session", "one", "save_failed")
    assert json.loads(aside.text)["data"]["count"] == 1


def test_a_rescue_copy_that_fails_is_reported_and_the_session_ends(
    session: Session[Value],
    backend: MemoryBackend,
    errors: list[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: str) -> None:
        raise SaveFailed("no space at all")

    monkeypatch.setattr(backend, "put_aside", refuse)
    session.patch(add)
    fail(backend, 6)
    session.stop()
    assert not session.wait()
    assert state_of(session) == "done"
    assert str(errors[-1]) == "save_failed: no space at all"


def test_loading_a_session_that_is_saving_finishes_its_save_first(
    session: Session[Value], store: Store[Value]
) -> None:
    session.patch(add)
    session.stop()
    again = store.load("one")
    assert again is not session
    assert again.value["count"] == 1
    assert state_of(session) == "done"


def test_loading_a_session_whose_last_save_fails_waits_for_its_end(
    session: Session[Value],
    store: Store[Value],
    scheduler: HandScheduler,
    backend: MemoryBackend,
) -> None:
    session.patch(add)
    fail(backend, 2)
    session.stop()
    scheduler.advance(0)
    again = store.load("one")
    assert scheduler.monotonic() == pytest.approx(18)
    assert again.value["count"] == 1
    assert state_of(again) == "open"


def test_a_session_that_cannot_be_awaited_is_not_loaded_in_an_act(
    session: Session[Value], store: Store[Value], database: Database, backend: MemoryBackend
) -> None:
    session.patch(add)
    fail(backend, 1)
    session.stop()
    with pytest.raises(StoreError) as caught, database.act("Add") as act:
        act.edit(store, "one", add)
    assert caught.value.code == "wait_inside"
    assert session.wait()
