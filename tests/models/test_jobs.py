"""Work on a thread of its own: exactly one ending, told on the window's thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.models.jobs import Cancelled, Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    Report = Callable[[int, int], None]


def endings(job: Job) -> list[tuple[str, Any]]:
    """Return a list that takes up how a job ends."""
    told: list[tuple[str, Any]] = []
    job.finished.connect(lambda result: told.append(("finished", result)))
    job.failed.connect(lambda error: told.append(("failed", error)))
    job.cancelled.connect(lambda: told.append(("cancelled", None)))
    return told


def test_what_the_work_returns_is_told_on_the_windows_thread(qtbot: QtBot) -> None:
    here = threading.get_ident()
    threads: list[int] = []
    job = Job("Count", lambda _report: (threading.get_ident(), 2**40))
    told = endings(job)
    job.finished.connect(lambda _result: threads.append(threading.get_ident()))
    with qtbot.waitSignal(job.finished):
        job.start()
    ((ending, (worker, number)),) = told
    assert (ending, number) == ("finished", 2**40)
    assert worker != here
    assert threads == [here]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), MemoryError()])
def test_whatever_the_work_raises_is_a_failure_not_an_end(
    qtbot: QtBot, error: BaseException
) -> None:
    def work(_report: Report) -> None:
        raise error

    job = Job("Fail", work)
    told = endings(job)
    with qtbot.waitSignal(job.failed):
        job.start()
    assert told == [("failed", error)]


def test_a_cancelled_job_ends_at_its_next_report(qtbot: QtBot) -> None:
    begun = threading.Event()
    rolled_back = threading.Event()

    def work(report: Report) -> None:
        begun.set()
        try:
            for number in range(10**9):
                report(number, 10**9)
        except Cancelled:
            rolled_back.set()
            raise

    job = Job("Long", work)
    told = endings(job)
    job.start()
    assert begun.wait(5)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert rolled_back.is_set()
    assert told == [("cancelled", None)]
    assert not job.running()


def test_progress_is_told_now_and_then_and_at_the_end(qtbot: QtBot) -> None:
    def work(report: Report) -> None:
        for number in range(1, 50_001):
            report(number, 50_000)

    seen: list[tuple[int, int]] = []
    job = Job("Report", work)
    job.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(job.finished):
        job.start()
    assert seen[-1] == (50_000, 50_000)
    assert len(seen) < 100


def test_one_can_wait_for_the_end(qtbot: QtBot) -> None:
    go = threading.Event()
    job = Job("Wait", lambda _report: go.wait(10))
    job.start()
    assert not job.wait(0.01)
    go.set()
    with qtbot.waitSignal(job.finished):
        assert job.wait(5)
