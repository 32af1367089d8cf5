"""The scheduler of the command line: one thread, no event loop."""

from __future__ import annotations

import heapq
import itertools
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Agenda:
    """Calls to be made at some time, earliest first; those of one time in the order of asking."""

    def __init__(self) -> None:
        self._calls: list[tuple[float, int, list[Callable[[], None]]]] = []
        self._numbers = itertools.count()

    def add(self, due: float, fn: Callable[[], None]) -> Callable[[], None]:
        """Note a call; return what cancels it, which does nothing once it was made."""
        slot = [fn]
        heapq.heappush(self._calls, (due, next(self._numbers), slot))
        return slot.clear

    def next_due(self) -> float | None:
        """Return when the next call is due, None if none is left."""
        while self._calls and not self._calls[0][2]:
            heapq.heappop(self._calls)
        return self._calls[0][0] if self._calls else None

    def call_next(self) -> None:
        """Make the call that :meth:`next_due` speaks of."""
        heapq.heappop(self._calls)[2].pop()()


class PlainScheduler:
    """Calls back only while :meth:`run_until` runs; a command ends with ``Database.close``."""

    def __init__(self) -> None:
        self._agenda = Agenda()

    def monotonic(self) -> float:
        """Return seconds that only rise."""
        return time.monotonic()

    def wall(self) -> float:
        """Return the time of day in seconds since 1970."""
        return time.time()

    def later(self, seconds: float, fn: Callable[[], None], /) -> Callable[[], None]:
        """Call `fn` once after `seconds`; return what cancels that."""
        return self._agenda.add(self.monotonic() + seconds, fn)

    def run_until(self, ready: Callable[[], bool], timeout: float | None, /) -> bool:
        """Make the scheduled calls until `ready()`, for `timeout` seconds, or until none is left.

        With no call left and one thread, nothing could make it ready any more.
        """
        end = None if timeout is None else self.monotonic() + timeout
        while not ready():
            due, now = self._agenda.next_due(), self.monotonic()
            if due is None or (end is not None and now >= end):
                return False
            if due <= now:
                self._agenda.call_next()
            else:
                time.sleep((due if end is None else min(due, end)) - now)
        return True
