"""Database: the stores of one backend, and the one way in which anything is written."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.core.store.act import Act
from sessionary.core.store.activity import Activity
from sessionary.core.store.backend import ActWrite
from sessionary.core.store.errors import PatchError, StoreError
from sessionary.core.store.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from sessionary.core.store.backend import Backend, Scheduler
    from sessionary.core.store.document import Change, Deletion
    from sessionary.core.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDone:
    """What listeners learn of a commit.

    Attributes:
        act: The act's number.
        name: What was done.
        origin: ``edit``, ``import``, ``undo`` …
        documents: (store, key) of every document written or deleted.
        entries: The entry changes, as they were put.
    """

    act: int
    name: str
    origin: str
    documents: tuple[tuple[str, str], ...]
    entries: tuple[object, ...]


class Database:
    """The stores that share a backend, a scheduler and a thread: the one that makes it.

    Args:
        backend: Keeps the documents.
        scheduler: Keeps time.
        on_error: Gets what callbacks raise and why saves fail; `sys.excepthook` if None.
    """

    def __init__(
        self,
        backend: Backend,
        scheduler: Scheduler,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self.backend = backend
        self.scheduler = scheduler
        self.on_error = on_error or _to_excepthook
        self.activity = Activity()
        self._listeners = Notices(self.activity, self.on_error, collapse=False)
        self._stores: dict[str, Store[Any]] = {}
        self._announced = 0
        self._closed = False

    def act(self, name: str, origin: str = "edit") -> Act:
        """Return an act to be used in a ``with`` block: what it collects is one commit.

        Args:
            name: What is done, in words for people.
            origin: ``edit``, ``import``, ``undo`` …
        """
        self.check_not_closed()
        self._listeners.check_accepts()
        return Act(self, name, origin)

    def committed(self, fn: Callable[[ActDone], object]) -> Callable[[], None]:
        """Call `fn` after each commit, in their order; return what unbinds it.

        Memory has the new values by then. A listener may begin another act; the others hear of
        that one after they have heard of this one.
        """
        return self._listeners.bind(fn, self._announced)

    def save_all(self, timeout: float = 10.0) -> bool:
        """Save everything that is dirty now and wait; return whether all of it was saved."""
        self.activity.check_may_wait()
        dirty = [
            session
            for store in self._stores.values()
            for session in store.sessions()
            if session.dirty
        ]
        for session in dirty:
            if session.state == "open":
                session.save()
        return self.scheduler.run_until(
            lambda: not any(session.dirty for session in dirty), timeout
        )

    def close(self, timeout: float = 10.0) -> bool:
        """Stop all sessions and wait; return whether all were done in `timeout` seconds.

        Nothing can be loaded or done any more. Sessions whose last save fails go on trying as
        long as the scheduler lives.
        """
        self.activity.check_may_wait()
        self._closed = True
        for store in self._stores.values():
            store.stop_all()
        return self.scheduler.run_until(
            lambda: all(store.is_idle() for store in self._stores.values()), timeout
        )

    def register(self, store: Store[Any]) -> None:
        """Take up a store; raise ValueError if there is one of its name."""
        if self._stores.setdefault(store.name, store) is not store:
            raise ValueError(f"There is a store named {store.name} already.")

    def check_not_closed(self) -> None:
        """Raise StoreError ``closed`` after :meth:`close`."""
        if self._closed:
            raise StoreError("closed")

    def commit(
        self,
        name: str,
        origin: str,
        changes: Sequence[Change | Deletion],
        entries: tuple[object, ...] = (),
    ) -> ActDone:
        """Write all of it or nothing, and note in the documents what is saved.

        Every write of the engine comes through here: sessions and acts alone call it. It calls
        no callbacks; that is for :meth:`announce`, when memory has the new values.
        """
        writes = tuple(write for change in changes if (write := change.write()) is not None)
        for change in changes:
            change.prepare(self.backend)
        committed = self.backend.commit(
            ActWrite(
                name=name,
                origin=origin,
                at=self.scheduler.wall(),
                documents=writes,
                entries=entries,
                persons=tuple(person for change in changes for person in change.persons),
            )
        )
        for change in changes:
            change.landed(committed)
        return ActDone(
            act=committed.act,
            name=name,
            origin=origin,
            documents=tuple((write.store, write.key) for write in writes),
            entries=entries,
        )

    def announce(self, done: ActDone) -> None:
        """Have the listeners told of a commit: now, or when the running act has ended."""
        self._announced += 1
        self._listeners.queue(self._announced, done)
        self.tell()

    def tell(self) -> None:
        """Tell the listeners what they do not know yet; endless answers are reported."""
        if self.activity.act is not None:
            return
        try:
            self._listeners.drain()
        except PatchError as error:
            self.on_error(error)


def _to_excepthook(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)
