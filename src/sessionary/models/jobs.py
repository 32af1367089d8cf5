"""Work that would hold the window up is a job: a plain function on a thread of its own."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[int, int], None]
    Work = Callable[[Report], Any]

_BETWEEN_REPORTS_S = 0.1


class Cancelled(Exception):
    """Raised in the work by its report: the transaction it is in rolls back."""


class _Thread(QThread):
    """Runs the work; what it gave or raised is kept for the job."""

    reported = Signal(object, object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.stop = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work. Nothing it raises may leave the thread: Qt would call it finished."""
        try:
            self.result = self._work(self._report)
        except BaseException as error:  # noqa: BLE001  told by the job, on the thread of the window
            self.error = error

    _last = 0.0

    def _report(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _BETWEEN_REPORTS_S or done >= total:
            self._last = now
            self.reported.emit(done, total)


class Job(QObject):
    """One piece of work. Exactly one of finished, failed, cancelled is emitted.

    Signals:
        progressed: Done and in all, at most ten times a second.
        finished: What the work returned.
        failed: What it raised.
        cancelled: It was stopped; nothing of it is left.
    """

    progressed = Signal(object, object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, name: str, work: Work, parent: QObject | None = None) -> None:
        """Make a job; :meth:`start` begins it.

        Args:
            name: What is done, in words for people.
            work: Called with a report on a thread of its own; knows no Qt.
            parent: What it belongs to.
        """
        super().__init__(parent)
        self.name = name
        self._thread = _Thread(work, self)
        self._thread.reported.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._thread.finished.connect(self._end)

    def start(self) -> None:
        """Begin the work."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next report."""
        self._thread.stop.set()

    def running(self) -> bool:
        """Say whether the work has begun and not ended."""
        return self._thread.isRunning()

    def wait(self, seconds: float) -> bool:
        """Wait for the work to end; say whether it did. A thread must not be left behind."""
        return self._thread.wait(round(seconds * 1000))

    @Slot()
    def _end(self) -> None:
        error = self._thread.error
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.finished.emit(self._thread.result)
