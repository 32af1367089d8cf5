"""Store: documents of one kind, and the sessions that are open on them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from sessionary.core.store.document import Content, Document
from sessionary.core.store.envelope import Opened, finish, open_text
from sessionary.core.store.errors import BadReason, StoreError
from sessionary.core.store.live import Live
from sessionary.core.store.rules import PUT, Action, Index, Migration, Rules
from sessionary.core.store.session import Session
from sessionary.core.store.values import freeze
from sessionary.core.store.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.core.store.backend import Stored
    from sessionary.core.store.database import Database
    from sessionary.core.store.recovery import Resolved
    from sessionary.core.store.values import J

T = TypeVar("T")
F = TypeVar("F", bound=Action)

LONGEST_KEY = 200
SHORTEST_AUTOSAVE_S = 1.0
LONGEST_AUTOSAVE_S = 3600.0


class Store(Generic[T]):
    """Documents under keys. One store of a name in a database.

    Args:
        database: Where the documents live.
        name: The kind of document, such as ``session``.
        default_data: Makes the value of a key that is not there yet.
        index: Pure; returns the index rows of a value about to be written (None = deleted).
        migrations: The steps to the newest form, oldest first; never removed or renamed.
        schema: Whether a value is one this store may hold. It gets it frozen.
        autosave_s: Seconds between saves of a session with changes, 1 to 3600.
        undo_limit: How many changes a session can take back.
        history_limit: How many former revisions are kept whole, for a backend that asks.
        strict: Run each patch function twice and refuse one that is not pure.

    Raises:
        ValueError: A step or a store of that name is there twice, or the interval is out of range.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        *,
        default_data: Callable[[], T],
        index: Index | None = None,
        migrations: Sequence[Migration] = (),
        schema: Callable[[J], bool] | None = None,
        autosave_s: float = 15.0,
        undo_limit: int = 100,
        history_limit: int = 50,
        strict: bool = False,
    ) -> None:
        twice = [step for step, times in Counter(m.step for m in migrations).items() if times > 1]
        if twice:
            raise ValueError(f"Migration {twice[0]} is there twice.")
        if not SHORTEST_AUTOSAVE_S <= autosave_s <= LONGEST_AUTOSAVE_S:
            raise ValueError(f"Saving every {autosave_s} seconds is out of range.")
        self.database = database
        self.name = name
        self.history_limit = history_limit
        self.rules = Rules(
            name=name,
            default_data=default_data,
            index=index,
            migrations=tuple(migrations),
            schema=schema,
            autosave_s=autosave_s,
            undo_limit=undo_limit,
            strict=strict,
        )
        self._sessions: dict[str, Session[T]] = {}
        database.register(self)

    @overload
    def action(self, name: str, fn: F) -> F: ...
    @overload
    def action(self, name: str) -> Callable[[F], F]: ...
    def action(self, name: str, fn: F | None = None) -> F | Callable[[F], F]:
        """Register a function under a fixed name; without `fn`, return a decorator.

        Raises:
            ValueError: Another function has that name.
        """
        if name == PUT:
            raise ValueError(f"No action can be named {PUT}.")
        if fn is None:
            return lambda decorated: self.action(name, decorated)
        if self.rules.actions.setdefault(name, fn) is not fn:
            raise ValueError(f"Another action of {self.name} is named {name}.")
        return fn

    def load(self, key: str, *, takeover: bool = False) -> Session[T]:
        """Return the session of a document: the open one, or one with the stored value.

        An unknown key starts from the default data, unsaved. A document that cannot be used
        gives a bad session, never an exception.

        Args:
            key: The document's key.
            takeover: Wait, at most 25 seconds, whether another copy of the program that holds
                the document is gone, and take it over if it is.

        Raises:
            ValueError: The key is empty, too long or has control characters.
            SessionLocked: Another copy of the program holds the document.
            StoreError: ``closed``; ``wait_inside`` if its last save fails and cannot be awaited.
        """
        session = self._present(key) or self._open(key, takeover=takeover)
        session.live.borrowed = False
        return session

    def view(self, key: str) -> View[T]:
        """Return a reader of what is saved under a key."""
        check_key(key)
        return View(self.database.backend, self.name, key)

    def keys(self) -> list[str]:
        """Return the keys of all saved documents, sorted."""
        return sorted(self.database.backend.keys(self.name))

    def delete(self, key: str) -> bool:
        """Delete a document by an act of its own; its open session is done without a save.

        Returns:
            False if there is no such document.

        Raises:
            SessionLocked: Another copy of the program holds it.
        """
        with self.database.act("Delete") as act:
            return act.delete(self, key)

    def close(self, timeout: float = 10.0) -> bool:
        """Stop all sessions and wait; return whether all were done in `timeout` seconds."""
        self.database.activity.check_may_wait()
        self.stop_all()
        return self.database.scheduler.run_until(self.is_idle, timeout)

    def sessions(self) -> tuple[Session[T], ...]:
        """Return the sessions that are open or still saving."""
        return tuple(self._sessions.values())

    def stop_all(self) -> None:
        """Stop all sessions without waiting."""
        for session in tuple(self._sessions.values()):
            session.stop()

    def is_idle(self) -> bool:
        """Return whether no session is open or still saving."""
        return not self._sessions

    def session_of(self, key: str) -> Session[T] | None:
        """Return the session that is open or still saving, None if there is none. For acts."""
        check_key(key)
        return self._sessions.get(key)

    def borrow(self, key: str) -> Session[T]:
        """Return the open session or load one that the act lets go of at its end. For acts."""
        session = self._present(key)
        if session is None:
            session = self._open(key)
            session.live.borrowed = True
        return session

    def adopt(self, key: str, value: T, label: str) -> Session[T]:
        """Return a session for a new document that only an act holds so far. For acts."""
        if self._present(key) is not None or self._read(key) is not None:
            raise StoreError("exists", key)
        value = self.rules.checked(value)
        self.database.locks.take((self.name, key))
        session = self._begin(key, Content(data=value, label=label))
        session.live.borrowed = True
        return session

    def _present(self, key: str) -> Session[T] | None:
        """Return the open session of a key; wait for one that is still saving."""
        self.database.activity.check_thread()
        self.database.check_not_closed()
        check_key(key)
        session = self._sessions.get(key)
        if session is not None and session.state == "saving":
            session.live.saver.finish_now()
            if key in self._sessions:
                self.database.activity.check_may_wait()
                self.database.scheduler.run_until(lambda: key not in self._sessions, None)
            session = self._sessions.get(key)
        return session

    def _read(self, key: str) -> Stored | None:
        return self.database.backend.read(self.name, key)

    def _open(self, key: str, *, takeover: bool = False) -> Session[T]:
        """Lock a document and bring it into memory. A bad one is not locked."""
        place, locks = (self.name, key), self.database.locks
        locks.take(place, takeover=takeover)
        # While it waited for the lock, somebody else here may have loaded the document.
        session = self._sessions.get(key)
        if session is None:
            try:
                session = self._brought_in(key, takeover=takeover)
            finally:
                if key not in self._sessions:
                    locks.give_back(place)
        return session

    def _brought_in(self, key: str, *, takeover: bool) -> Session[T]:
        def resolve(pending: Mapping[str, J]) -> Resolved:
            recovery = self.database.recovery
            return recovery.resolve((self.name, key), pending, takeover=takeover)

        stored = self._read(key)
        if stored is None:
            new = Opened(
                data=freeze(self.rules.default_data()), frozen=True, pending={}, label="New"
            )
            opened = finish(new, self.rules, resolve)
        else:
            opened = open_text(stored.text, self.rules, resolve)
        if isinstance(opened, BadReason):
            return self._bad(key, opened)
        return self._begin(
            key,
            Content(
                data=opened.data,
                frozen=opened.frozen,
                revision=0 if stored is None else stored.revision,
                label=opened.label,
                pending=opened.pending,
                settling=opened.settling,
                backup=stored.text if stored is not None and opened.migrated else None,
            ),
        )

    def _bad(self, key: str, reason: BadReason) -> Session[T]:
        document = Document(self.rules, key, Content(data=None))
        return Session(Live(self.database, document, _nothing, reason))

    def _begin(self, key: str, content: Content) -> Session[T]:
        document = Document(self.rules, key, content)
        session: Session[T] = Session(Live(self.database, document, lambda: self._let_go(key)))
        self._sessions[key] = session
        if document.dirty:
            session.live.saver.arm()
        return session

    def _let_go(self, key: str) -> None:
        self._sessions.pop(key, None)
        self.database.locks.give_back((self.name, key))


def check_key(key: str) -> None:
    """Raise ValueError if `key` is empty, longer than 200 or has control characters."""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise ValueError(f"A key has 1 to {LONGEST_KEY} characters, not {len(key)}.")
    if not key.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs"} for c in key):
        raise ValueError(f"The key {key!a} has control characters.")


def _nothing() -> None:
    """Bad sessions are not kept by their store."""
