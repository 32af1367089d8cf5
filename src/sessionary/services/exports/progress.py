"""How far an export has come, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Told events done and in all; what it raises ends the export."""

REPORT_EVERY = 500


class Progress:
    """Counts events and tells how far an export has come.

    Args:
        report: Called with events done and in all; what it raises ends the export.
        total: How many there are.
    """

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = 0

    def step(self, events: int = 1) -> None:
        """Take note of events that are done."""
        before, self._done = self._done, self._done + events
        if before // REPORT_EVERY != self._done // REPORT_EVERY:
            self._report(min(self._done, self._total), self._total)

    def heed(self) -> None:
        """Report once more, so that an export that waits can be ended too."""
        self._report(min(self._done, self._total), self._total)
