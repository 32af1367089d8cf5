"""When a document is saved: at ticks, when asked, and at its end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sessionary.core.store.document import Change
from sessionary.core.store.errors import BadReason, Caught

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sessionary.core.store.database import Database
    from sessionary.core.store.document import Document

RETRY_AFTER_S = (1.0, 2.0, 4.0, 8.0, 16.0)
"""The pauses between the tries of a last save. After them the value goes to a rescue copy."""

_JITTER = 1e-6


class Saver:
    """Saves one document. Ticks come only while there is something to save or to wait for.

    Args:
        database: Where to save.
        document: What to save.
        ended: Called when the last save is done, with the reason if it was given up.

    Attributes:
        completed: How many saves ended well, those with nothing to write included.
    """

    def __init__(
        self, database: Database, document: Document, ended: Callable[[BadReason | None], object]
    ) -> None:
        self.completed = 0
        self._database = database
        self._document = document
        self._ended = ended
        self._started = database.scheduler.monotonic()
        self._cancel: Callable[[], None] | None = None
        self._under_way = False
        self._pauses: Iterator[float] | None = None
        self._failed_last = False
        self._closed = False

    def arm(self) -> None:
        """See to it that the next tick happens. Does nothing once the end has begun."""
        if self._cancel is None and self._pauses is None and not self._closed:
            interval = self._document.rules.autosave_s
            now = self._database.scheduler.monotonic() - self._started
            # A timer that comes a hair early must not make two ticks of one.
            ticks = math.floor(now / interval + _JITTER) + 1
            self._schedule(ticks * interval - now, self._tick)

    def soon(self) -> None:
        """Save as soon as the running call has returned. For an open session."""
        self._schedule(0.0, self._tick)

    def finish(self) -> None:
        """Make the last save, if there is anything to save, and then say that it has ended."""
        self._pauses = iter(RETRY_AFTER_S)
        # A save that is under way is finished first; it then goes on to the last one.
        if not self._under_way:
            self._go_on()

    def finish_now(self) -> None:
        """Make the last save at once, unless it has failed already and waits for its next try."""
        if self._cancel is not None and self._pauses is not None and not self._failed_last:
            self.drop()
            self._try_last()

    def close(self) -> None:
        """Never save again: the session is done."""
        self.drop()
        self._closed = True

    def drop(self) -> None:
        """Let nothing happen any more that was scheduled."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _schedule(self, seconds: float, fn: Callable[[], None]) -> None:
        self.drop()
        self._cancel = self._database.scheduler.later(max(seconds, 0.0), fn)

    def _tick(self) -> None:
        self._cancel = None
        self._attempt()
        if self._closed:
            return
        if self._pauses is not None:
            self._go_on()
        elif self._document.dirty:
            self.arm()

    def _go_on(self) -> None:
        self.drop()
        if self._document.dirty:
            self._schedule(0.0, self._try_last)
        else:
            self._ended(None)

    def _try_last(self) -> None:
        self._cancel = None
        error = self._attempt()
        if self._closed:
            return
        if error is None:
            self._go_on()
            return
        self._failed_last = True
        pause = next(self._pauses or iter(()), None)
        if pause is None:
            self._rescue(error)
        else:
            self._schedule(pause, self._try_last)

    def _attempt(self) -> Exception | None:
        """Save what there is to save; return what went wrong, which was reported."""
        document, done = self._document, None
        self._under_way = True
        try:
            with Caught() as caught:
                if document.dirty:
                    done = self._database.commit(document.label, "edit", [Change.of(document)])
        finally:
            self._under_way = False
        if caught.error is None:
            self.completed += 1
        else:
            self._database.on_error(caught.error)
        if done is not None:
            self._database.announce(done)
        return caught.error

    def _rescue(self, error: Exception) -> None:
        self._database.rescue(self._document, "save_failed")
        self._ended(BadReason("save_failed", str(error)))
