"""The Store's time, kept by Qt's event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.models.scheduler import QtScheduler

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_what_is_asked_for_later_is_called_once(qtbot: QtBot) -> None:
    scheduler, called = QtScheduler(), list[str]()
    scheduler.later(0.01, lambda: called.append("one"))
    qtbot.waitUntil(lambda: called == ["one"])
    assert not scheduler.run_until(lambda: len(called) > 1, 0.05)


def test_what_was_cancelled_is_not_called(qtbot: QtBot) -> None:
    scheduler, called = QtScheduler(), list[str]()
    cancel = scheduler.later(0.01, lambda: called.append("one"))
    cancel()
    assert not scheduler.run_until(lambda: bool(called), 0.05)


def test_waiting_lets_timers_go_on_and_tells_whether_it_was_in_time(qtbot: QtBot) -> None:
    scheduler, called = QtScheduler(), list[str]()
    scheduler.later(0.02, lambda: called.append("one"))
    assert scheduler.run_until(lambda: bool(called), 5)
    assert scheduler.run_until(lambda: True, 0)
    assert not scheduler.run_until(lambda: False, 0.01)


def test_its_clocks_go_on(qtbot: QtBot) -> None:
    scheduler = QtScheduler()
    first = scheduler.monotonic()
    assert scheduler.monotonic() >= first
    assert scheduler.wall() > 1.7e9
