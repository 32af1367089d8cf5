from __future__ import annotations

import time
from typing import Any, TypeAlias

import pytest

from sessionary.core.store import Database, PlainScheduler, Store
from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]


@pytest.fixture(params=[PlainScheduler, HandScheduler])
def any_scheduler(request: pytest.FixtureRequest) -> PlainScheduler | HandScheduler:
    made: PlainScheduler | HandScheduler = request.param()
    return made


def test_calls_are_made_in_the_order_in_which_they_fall_due(
    any_scheduler: PlainScheduler | HandScheduler,
) -> None:
    calls: list[str] = []
    any_scheduler.later(0.02, lambda: calls.append("second"))
    any_scheduler.later(0.0, lambda: calls.append("first"))
    cancel = any_scheduler.later(0.01, lambda: calls.append("never"))
    any_scheduler.later(0.03, lambda: calls.append("third"))
    cancel()
    cancel()
    assert calls == []
    assert any_scheduler.run_until(lambda: len(calls) == 3, None)
    assert calls == ["first", "second", "third"]


def test_waiting_ends_at_the_time_out(any_scheduler: PlainScheduler | HandScheduler) -> None:
    any_scheduler.later(60, lambda: None)
    start = any_scheduler.monotonic()
    assert not any_scheduler.run_until(lambda: False, 0.02)
    assert any_scheduler.monotonic() - start == pytest.approx(0.02, abs=0.5)


def test_waiting_ends_when_nothing_is_left_to_happen(
    any_scheduler: PlainScheduler | HandScheduler,
) -> None:
    any_scheduler.later(0, lambda: None)
    assert not any_scheduler.run_until(lambda: False, None)
    assert any_scheduler.run_until(lambda: True, None)


def test_a_call_may_ask_for_another(any_scheduler: PlainScheduler | HandScheduler) -> None:
    calls: list[int] = []

    def again() -> None:
        calls.append(len(calls))
        if len(calls) < 3:
            any_scheduler.later(0, again)

    any_scheduler.later(0, again)
    assert any_scheduler.run_until(lambda: len(calls) == 3, 5)


def test_a_command_saves_by_closing_its_database() -> None:
    backend = MemoryBackend()
    scheduler = PlainScheduler()
    database = Database(backend, scheduler)
    store: Store[Value] = Store(database, "session", default_data=dict)
    session = store.load("one")
    session.patch(lambda _: {"title": "Into the Temple"})
    assert database.close()
    assert store.view("one").latest() == {"title": "Into the Temple"}
    assert backend.acts[0].at == pytest.approx(time.time(), abs=60)
