"""Database: the stores of one backend, and the one way in which anything is written."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.core.store.act import Act
from sessionary.core.store.activity import Activity
from sessionary.core.store.backend import ActWrite
from sessionary.core.store.document import Change
from sessionary.core.store.errors import Caught, LockLost, PatchError, StoreError
from sessionary.core.store.journal import Circle
from sessionary.core.store.locks import Locks, NoLocks
from sessionary.core.store.notices import Notices
from sessionary.core.store.recovery import Recovery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from sessionary.core.store.backend import Backend, Committed, Forget, Scheduler
    from sessionary.core.store.document import Deletion, Document
    from sessionary.core.store.journal import JournalTable, JournalWrite
    from sessionary.core.store.locking import LockSupport, Place
    from sessionary.core.store.persons import Forgotten, PersonIndex
    from sessionary.core.store.rules import Rules
    from sessionary.core.store.session import Session
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
        locks: What is needed to share the backend with other copies of the program; None if
            it is not shared.
        journal: What transactions over several files need; None if there are none.
        circle: The databases with which it may share transactions.
        persons: What finds the documents that hold data of a person; None if nobody asks.
    """

    def __init__(
        self,
        backend: Backend,
        scheduler: Scheduler,
        on_error: Callable[[Exception], None] | None = None,
        locks: LockSupport | None = None,
        journal: JournalTable | None = None,
        circle: Circle | None = None,
        persons: PersonIndex | None = None,
    ) -> None:
        self.backend = backend
        self.scheduler = scheduler
        self.on_error = on_error or _to_excepthook
        self.activity = Activity()
        self.locks = NoLocks()
        if locks is not None:
            self.locks = Locks(locks, scheduler, self.on_error, self._lost, self._pause)
        self.journal = journal
        self.circle = Circle() if circle is None else circle
        self.recovery = Recovery(self)
        self.persons = persons
        self._listeners = Notices(self.activity, self.on_error, collapse=False)
        self._stores: dict[str, Store[Any]] = {}
        self._announced = 0
        self._closed = False
        self.circle.join(self)
        self.recovery.at_opening()

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
        dirty = [session for session in self.sessions() if session.dirty]
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
        done = self.scheduler.run_until(
            lambda: all(store.is_idle() for store in self._stores.values()), timeout
        )
        if done:
            self.circle.leave(self)
        return done

    def long_write(self) -> AbstractContextManager[None]:
        """Return a block for a job that holds the writer so long that heartbeats must wait."""
        return self.locks.busy()

    def rescue(self, document: Document, reason: str) -> None:
        """Keep what could not be saved outside the document; a failure is reported."""
        with Caught() as caught:
            text = document.text_of(document.value)
            self.backend.put_aside(*document.place, text, reason, document.revision)
        if caught.error is not None:
            self.on_error(caught.error)

    def sessions(self) -> list[Session[Any]]:
        """Return the sessions of all stores that are open or still saving."""
        return [session for store in self._stores.values() for session in store.sessions()]

    def rules_of(self, store: str) -> Rules | None:
        """Return the rules of a store, None if there is none of that name."""
        found = self._stores.get(store)
        return None if found is None else found.rules

    def session_at(self, place: Place) -> Session[Any] | None:
        """Return the session that is open or still saving, None if there is none."""
        store = self._stores.get(place[0])
        return None if store is None else store.session_of(place[1])

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
        changes: Sequence[Change | Deletion | Forgotten],
        entries: tuple[object, ...] = (),
        journal: tuple[JournalWrite, ...] = (),
        forget: Forget | None = None,
    ) -> ActDone:
        """Write all of it or nothing, and note in the documents what is saved.

        Every write of the engine comes through here: sessions and acts alone call it. It calls
        no callbacks; that is for :meth:`announce`, when memory has the new values.

        Raises:
            LockLost: Another copy of the program took locks over; those sessions are bad now.
        """
        writes = tuple(write for change in changes if (write := change.write()) is not None)
        for change in changes:
            change.prepare(self.backend)
        places = [change.place for change in changes]
        if forget is not None:
            places += forget.documents
        act = ActWrite(
            name=name,
            origin=origin,
            at=self.scheduler.wall(),
            documents=writes,
            entries=entries,
            persons=tuple(person for change in changes for person in change.persons),
            journal=journal,
            fences=self.locks.fences(places),
            forget=forget,
        )
        committed = self._commit(act)
        for change in changes:
            change.landed(committed)
            if isinstance(change, Change) and change.value is not None:
                self.recovery.settle(change.document)
        return ActDone(
            act=committed.act,
            name=name,
            origin=origin,
            documents=tuple((write.store, write.key) for write in writes),
            entries=entries,
        )

    def _commit(self, act: ActWrite) -> Committed:
        try:
            return self.backend.commit(act)
        except LockLost as error:
            self.locks.lost(error.places)
            raise

    def _lost(self, place: Place) -> None:
        session = self.session_at(place)
        if session is not None:
            session.live.lose()

    def _pause(self, seconds: float) -> None:
        self.activity.check_may_wait()
        over: list[bool] = []
        self.scheduler.later(seconds, lambda: over.append(True))
        self.scheduler.run_until(lambda: bool(over), None)

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
