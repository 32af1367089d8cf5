"""Session: a document that is open, to be patched, watched, undone and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from sessionary.core.store.activity import RECORDING
from sessionary.core.store.errors import BadReason, State, UndoBlocked
from sessionary.core.store.recording import Part
from sessionary.core.store.transaction import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.store.live import Live
    from sessionary.core.store.rules import Action
    from sessionary.core.store.undo import Direction, Shared
    from sessionary.core.store.values import J

T = TypeVar("T")


class Session(Generic[T]):
    """A live document. `Store.load` makes it; it belongs to the thread of its database.

    Attributes:
        live: The engine's side; callers have no business with it.
    """

    def __init__(self, live: Live) -> None:
        self.live = live

    @property
    def key(self) -> str:
        """The document's key in its store."""
        return self.live.document.key

    @property
    def value(self) -> T:
        """The present value, frozen; None if the session is bad. Stays after the end."""
        return cast("T", self.live.document.value)

    @property
    def version(self) -> int:
        """How many changes were applied since the load."""
        return self.live.document.version

    @property
    def state(self) -> State:
        """``open``, then ``saving`` while the last save runs, then ``done``."""
        return self.live.state

    @property
    def dirty(self) -> bool:
        """Whether there is anything that a save would write."""
        return self.live.state != "done" and self.live.document.dirty

    def patch(self, fn: Action, *args: J) -> bool:
        """Replace the value by ``fn(copy, *args)`` and tell the callbacks; return whether it did.

        None or an equal value is no change. What `fn` raises comes through, and nothing changed.
        In a function of a transaction `fn` must be an action; it is tried on a working copy.

        Raises:
            SessionStopped: The session is not open.
            PatchError: ``not_json``, ``schema``, ``nested``, ``impure`` or ``feedback``.
            TransactionError: ``in_act``: the running act has patched this session already.
        """
        live = self.live
        recording = RECORDING.get()
        if recording is not None:
            return recording.patch(self, fn, args)
        live.check_changeable()
        self._check_not_in_act("in_act")
        rules, before = live.document.rules, live.document.value
        with live.database.activity.patch_function():
            after = rules.patched(before, fn, args)
        if after is before:
            return False
        live.patched(after, rules.label_of(fn))
        return True

    def updated(self, fn: Callable[[T], object]) -> Callable[[], None]:
        """Call ``fn(value)`` now and then once for each later version; return what unbinds it.

        What `fn` raises now comes through and it is not bound; later it goes to `on_error`.
        """
        self.live.database.activity.check()
        self.live.check_open()
        document = self.live.document
        return self.live.notices.bind_and_call(fn, document.version, document.value)

    def stopped(self, fn: Callable[[BadReason | None], object]) -> Callable[[], None]:
        """Call `fn` once when the session is done, at once if it is; return what unbinds it.

        It gets None, the reason why the session is bad, or ``save_failed``.
        """
        self.live.database.activity.check_thread()
        return self.live.on_stopped(fn)

    def save(self) -> None:
        """Ask for a save now; it is made when the running call has returned. See :meth:`wait`."""
        self.live.database.activity.check_thread()
        self.live.check_open()
        self.live.saver.soon()

    def stop(self) -> None:
        """End the session after a last save. Returns at once; a second call does nothing.

        A last save that fails is tried again for half a minute; then the value is kept as a
        rescue copy and the callbacks of :meth:`stopped` get ``save_failed``.
        """
        activity = self.live.database.activity
        activity.check()
        activity.check_no_act("stop_inside")
        if self.live.state == "open":
            self.live.stop()

    def userid(self, person: int | str) -> None:
        """Note that this document holds data of a person. To be repeated after each load."""
        self.live.database.activity.check_thread()
        self.live.check_open()
        self.live.document.note_person(str(person))
        if self.live.document.dirty:
            self.live.saver.arm()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the next save has ended well or the session is done.

        Returns:
            False at the time-out, and for a session that ended bad or with ``save_failed``.

        Raises:
            StoreError: ``wait_inside`` a callback, a patch function or an act.
        """
        live = self.live
        if live.state != "done":
            live.database.activity.check_may_wait()
            live.saver.arm()
            before = live.saver.completed
            saved = live.database.scheduler.run_until(
                lambda: live.saver.completed > before or self.state == "done", timeout
            )
            if self.state != "done":
                return saved
        return live.reason is None

    def await_(self, timeout: float | None = None) -> bool:
        """Do the same as :meth:`wait`; ``await`` itself is a word of Python."""
        return self.wait(timeout)

    def bad(self) -> BadReason | None:
        """Return why the session is bad, None if it is not."""
        return self.live.bad

    def undo(self) -> bool:
        """Put back the value before the last change as a new version; False if there is none.

        A change made by an act is taken back on all its sessions, as an act of its own.

        Raises:
            UndoBlocked: Not all of the act can be taken back here.
        """
        return self._travel("undo")

    def redo(self) -> bool:
        """Do again what was undone last; False if there is nothing."""
        return self._travel("redo")

    def can_undo(self) -> bool:
        """Return whether :meth:`undo` would do something."""
        return self._can_travel("undo")

    def can_redo(self) -> bool:
        """Return whether :meth:`redo` would do something."""
        return self._can_travel("redo")

    def _check_not_in_act(self, code: str) -> None:
        act = self.live.database.activity.act
        if act is not None and act.holds(self):
            self.live.database.activity.check_no_act(code)

    def _can_travel(self, direction: Direction) -> bool:
        step = self.live.undos.top(direction)
        if step is None or self.state != "open":
            return False
        return step.shared is None or not _blocked(step.shared, direction)

    def _travel(self, direction: Direction) -> bool:
        live = self.live
        live.check_changeable()
        live.database.activity.check_no_act("undo_inside")
        step = live.undos.top(direction)
        if step is None:
            return False
        if step.shared is not None:
            _travel_together(step.shared, direction)
            return True
        live.undos.move(direction)
        live.changed(step.target(direction), f"{direction.title()}: {step.label}")
        live.saver.arm()
        live.notices.drain()
        return True


def _blocked(shared: Shared, direction: Direction) -> str:
    """Return why an act cannot be taken back or done again, empty if it can."""
    for session, step in shared.parts:
        if session.state != "open":
            return f"{session.key} is not open"
        if session.live.undos.top(direction) is not step:
            return f"{session.key} was changed since"
    return shared.beyond


def _travel_together(shared: Shared, direction: Direction) -> None:
    reason = _blocked(shared, direction)
    if reason:
        raise UndoBlocked(reason)
    name = f"{direction.title()}: {shared.name}"
    databases = {session.live.database for session, _ in shared.parts}
    if len(databases) == 1:
        with databases.pop().act(name, direction) as act:
            for session, step in shared.parts:
                act.travel(session, step, direction)
        return
    parts = [
        Part.putting(session, step.target(direction), direction) for session, step in shared.parts
    ]
    if not run(parts, name):
        raise UndoBlocked("it could not be written")
