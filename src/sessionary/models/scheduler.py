"""Keeps the Store's time on Qt's event loop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_MS = 5


class QtScheduler(QObject):
    """Calls back from the event loop of the thread it lives on."""

    def monotonic(self) -> float:
        """Return seconds that only rise."""
        return time.monotonic()

    def wall(self) -> float:
        """Return the time of day in seconds since 1970."""
        return time.time()

    def later(self, seconds: float, fn: Callable[[], None], /) -> Callable[[], None]:
        """Call `fn` once after `seconds`; return what cancels that."""
        timer = QTimer(self)
        timer.setSingleShot(True)

        def call() -> None:
            timer.deleteLater()
            fn()

        def cancel() -> None:
            timer.stop()
            timer.deleteLater()

        timer.timeout.connect(call)
        timer.start(round(seconds * 1000))
        return cancel

    def run_until(self, ready: Callable[[], bool], timeout: float | None, /) -> bool:
        """Let timers and jobs go on, without the user's input, until `ready()` or the time-out."""
        if ready():
            return True
        loop = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if ready() else None)
        look.start(_LOOK_MS)
        if timeout is not None:
            QTimer.singleShot(round(timeout * 1000), loop, loop.quit)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return ready()
