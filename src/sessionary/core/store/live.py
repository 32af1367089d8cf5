"""The engine's side of a session: its state, and what happens when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.store.errors import (
    BadReason,
    Caught,
    PatchError,
    SessionBad,
    SessionStopped,
    State,
)
from sessionary.core.store.notices import Notices
from sessionary.core.store.saving import Saver
from sessionary.core.store.undo import Step, UndoStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from sessionary.core.store.database import Database
    from sessionary.core.store.document import Document
    from sessionary.core.store.session import Session
    from sessionary.core.store.values import J


class Live:
    """What the store and acts do with a session. Callers of the engine use `Session`.

    Args:
        database: The session's database.
        document: Its document.
        forgotten: Called when the session is done, so that the store lets go of it.
        bad: Why it is bad from the start; it is then done at once.

    Attributes:
        state: ``open``, ``saving`` or ``done``.
        reason: Why it ended, None for an end as it should be.
        bad: Why it is bad, None if it is not.
        borrowed: Whether only an act holds it, which lets go of it at its end.
    """

    def __init__(
        self,
        database: Database,
        document: Document,
        forgotten: Callable[[], object],
        bad: BadReason | None = None,
    ) -> None:
        self.database = database
        self.document = document
        self.notices = Notices(database.activity, database.on_error)
        self.undos = UndoStack(document.rules.undo_limit)
        self.saver = Saver(database, document, self.end)
        self.bad = bad
        self.reason = bad
        self.borrowed = False
        self.state: State = "open" if bad is None else "done"
        self._forgotten = forgotten
        self._stopped: list[list[Callable[[BadReason | None], object]]] = []

    def check_open(self) -> None:
        """Raise SessionStopped or SessionBad if the session cannot be changed any more."""
        if self.bad is not None:
            raise SessionBad(self.document.key, self.bad)
        if self.state != "open":
            raise SessionStopped(self.document.key)

    def check_changeable(self) -> None:
        """Raise what refuses a change at this moment."""
        self.database.activity.check()
        self.check_open()
        self.notices.check_accepts()

    def changed(self, value: J, label: str) -> None:
        """Take over a new value; the callers of :meth:`Notices.drain` tell the callbacks."""
        self.document.replace(value, label)
        self.notices.queue(self.document.version, value)

    def patched(self, value: J, label: str) -> None:
        """Take over what a patch made, tell the callbacks and see that it is saved."""
        self.undos.add(Step(self.document.value, value, label))
        self.changed(value, label)
        self.saver.arm()
        self.notices.drain()

    def on_stopped(self, fn: Callable[[BadReason | None], object]) -> Callable[[], None]:
        """Have `fn` called at the end, or now if that has come; return what unbinds it."""
        if self.state == "done":
            self._tell(fn)
            return _nothing
        # Its own object for each binding: the same function may be bound twice.
        binding = [fn]
        self._stopped.append(binding)
        return binding.clear

    def stop(self) -> None:
        """Begin the end."""
        self.state = "saving"
        self.notices.drop()
        self.saver.finish()

    def end(self, reason: BadReason | None = None) -> None:
        """Be done, without any further save."""
        if self.state == "done":
            return
        self.state = "done"
        self.reason = reason
        self.saver.close()
        self.notices.drop()
        self.undos.clear()
        self._forgotten()
        bindings, self._stopped = self._stopped, []
        for binding in bindings:
            for fn in tuple(binding):
                self._tell(fn)

    def lose(self) -> None:
        """Be bad and done at once, because another copy of the program holds the lock now."""
        if self.state == "done":
            return
        if self.document.changed:
            self.database.rescue(self.document, "lock_lost")
        self.bad = BadReason("lock_lost", self.document.key)
        self.end(self.bad)

    def _tell(self, fn: Callable[[BadReason | None], object]) -> None:
        with Caught() as caught, self.database.activity.callback():
            fn(self.reason)
        if caught.error is not None:
            self.database.on_error(caught.error)


def tell_all(sessions: Iterable[Session[Any]]) -> None:
    """Tell the callbacks of sessions that changed together; raise the first refusal at the end.

    All have their new values and notices by now, so that a callback which changes another session
    cannot bring its versions out of order.
    """
    refused: PatchError | None = None
    for session in sessions:
        try:
            session.live.notices.drain()
        except PatchError as error:
            refused = refused or error
    if refused is not None:
        raise refused


def _nothing() -> None:
    """What was told at once need not be unbound."""
