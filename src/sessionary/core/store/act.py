"""Act: changes of several documents and entries that are written together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from sessionary.core.store.document import Change, Deletion
from sessionary.core.store.errors import StoreError, TransactionError
from sessionary.core.store.live import tell_all
from sessionary.core.store.undo import Direction, Shared, Step
from sessionary.core.store.values import freeze

if TYPE_CHECKING:
    from types import TracebackType

    from sessionary.core.store.database import ActDone, Database
    from sessionary.core.store.locking import Place
    from sessionary.core.store.rules import Action, Rules
    from sessionary.core.store.session import Session
    from sessionary.core.store.store import Store
    from sessionary.core.store.values import J

T = TypeVar("T")


@dataclass(slots=True, eq=False, kw_only=True)
class _Part:
    """What the act has done so far to one document.

    Attributes:
        rules: Those of its store.
        key: Its key.
        session: Its session, open, borrowed or created.
        value: The working copy, frozen.
        created: Whether the act made the document.
        deleted: Whether the act deletes it.
        direction: Whether its step is taken back or done again, None for a new change.
    """

    rules: Rules
    key: str
    session: Session[Any]
    value: J = field(repr=False)
    created: bool = False
    deleted: bool = False
    direction: Direction | None = None

    def settle(self) -> bool:
        """Return whether there is anything to write, and share what several patches left alone."""
        if self.deleted:
            return self.session.live.document.revision > 0
        before = self.session.value
        if self.value is not before:
            self.value = freeze(self.value, before)
        return self.created or self.value is not before

    def change(self) -> Change | Deletion:
        """Return the part in the commit."""
        document = self.session.live.document
        if self.deleted:
            return Deletion(rules=self.rules, key=self.key, base=document.revision)
        self.session.live.check_open()
        return Change(
            document=document,
            value=self.value,
            version=document.version + (self.value is not document.value),
            persons=document.persons(),
        )

    def land(self, shared: Shared) -> None:
        """Bring the written value into memory; callbacks are told later."""
        live = self.session.live
        before = live.document.value
        live.saver.completed += 1
        if self.value is before:
            return
        live.changed(self.value, shared.name)
        if self.direction is not None:
            live.undos.move(self.direction)
        elif not self.created:
            step = Step(before, self.value, shared.name, shared)
            shared.parts.append((self.session, step))
            live.undos.add(step)


class Act:
    """Collects changes on working copies; `Database.act` makes it for one ``with`` block.

    Leaving the block writes everything by one commit, then memory changes, then listeners and
    callbacks hear of it. If the block or the commit raises, nothing has happened. Sessions with
    unsaved patches are written with them, if the act changes them.

    Attributes:
        name: What is done.
        origin: ``edit``, ``import``, ``undo`` …
        number: The act's number after the block; None if there was nothing to write.
    """

    def __init__(self, database: Database, name: str, origin: str) -> None:
        self.name = name
        self.origin = origin
        self.number: int | None = None
        self._database = database
        self._parts: dict[tuple[str, str], _Part] = {}
        self._closed: dict[tuple[str, str], Deletion] = {}
        self._borrowed: list[Session[Any]] = []
        self._locked: list[Place] = []
        self._entries: list[object] = []

    def __enter__(self) -> Self:
        activity = self._database.activity
        activity.check()
        activity.check_no_act("nested")
        activity.act = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        done = None
        landed = False
        try:
            if kind is None:
                done = self._write()
                landed = True
        finally:
            self._database.activity.act = None
            self._let_go(landed=landed)
            self._database.tell()
        self._tell(done)

    def patch(self, session: Session[Any], fn: Action, *args: J) -> bool:
        """Do what `Session.patch` does, on the act's working copy; return whether it changed.

        Memory keeps the old value, and nobody is told, until the block is left.
        """
        self._check()
        part = self._part(session)
        with self._database.activity.patch_function():
            value = part.rules.patched(part.value, fn, args)
        changed = value is not part.value
        part.value = value
        return changed

    def edit(self, store: Store[Any], key: str, fn: Action, *args: J) -> bool:
        """Patch a document that need not be open: if it is not, only this act holds it.

        A key that is not there yet starts from the store's default data.

        Raises:
            SessionBad: The stored document is bad.
        """
        self._check()
        self._check_store(store)
        self._check_not_deleted(store, key)
        session = store.borrow(key)
        self._borrowed.append(session)
        return self.patch(session, fn, *args)

    def create(self, store: Store[T], key: str, value: T) -> None:
        """Add a new document.

        Raises:
            StoreError: ``exists`` if the store has that key.
            PatchError: ``not_json`` or ``schema`` for a value that is refused.
        """
        self._check()
        self._check_store(store)
        self._check_not_deleted(store, key)
        session = store.adopt(key, value, self.name)
        self._borrowed.append(session)
        self._part(session).created = True

    def delete(self, store: Store[Any], key: str) -> bool:
        """Delete a document for good; an open session of it is done after the block.

        Returns:
            False if there is no such document.
        """
        self._check()
        self._check_store(store)
        place = (store.name, key)
        session = store.session_of(key)
        if session is not None:
            part = self._parts.setdefault(place, _part_of(session))
            found, part.deleted = not part.deleted, True
            return found
        if place in self._closed or self._database.backend.read(*place) is None:
            return False
        if self._database.locks.take(place):
            self._locked.append(place)
        stored = self._database.backend.read(*place)
        if stored is None:
            return False
        self._closed[place] = Deletion(rules=store.rules, key=key, base=stored.revision)
        return True

    def put(self, change: object) -> None:
        """Add an entry change. The engine hands it to the backend as it is."""
        self._check()
        self._entries.append(change)

    def value(self, session: Session[T]) -> T:
        """Return the working copy of a session's value, frozen."""
        part = self._parts.get(_place(session))
        return session.value if part is None else cast("T", part.value)

    def holds(self, session: Session[Any]) -> bool:
        """Return whether the act has a working copy of the session."""
        return _place(session) in self._parts

    def travel(self, session: Session[Any], step: Step, direction: Direction) -> None:
        """Take back, or do again, the session's top step. For undo and redo of acts alone."""
        part = self._part(session)
        part.value, part.direction = step.target(direction), direction

    def _check(self) -> None:
        activity = self._database.activity
        activity.check()
        if activity.act is not self:
            raise TransactionError("ended")

    def _check_store(self, store: Store[Any]) -> None:
        if store.database is not self._database:
            raise TransactionError("other_database")

    def _check_not_deleted(self, store: Store[Any], key: str) -> None:
        part = self._parts.get((store.name, key))
        if (store.name, key) in self._closed or (part is not None and part.deleted):
            raise StoreError("deleted", key)

    def _part(self, session: Session[Any]) -> _Part:
        live = session.live
        if live.database is not self._database:
            raise TransactionError("other_database")
        live.check_changeable()
        part = self._parts.setdefault(_place(session), _part_of(session))
        if part.deleted:
            raise StoreError("deleted", session.key)
        return part

    def _write(self) -> ActDone | None:
        parts = [part for part in self._parts.values() if part.settle()]
        changes = [*(part.change() for part in parts), *self._closed.values()]
        if not changes and not self._entries:
            return None
        done = self._database.commit(self.name, self.origin, changes, tuple(self._entries))
        self.number = done.act
        shared = Shared(self.name, beyond=self._beyond())
        for part in parts:
            if not part.deleted:
                part.land(shared)
        return done

    def _beyond(self) -> str:
        if self._entries:
            return "the act changed entries too"
        if self._closed or any(part.created or part.deleted for part in self._parts.values()):
            return "the act created or deleted documents too"
        return ""

    def _let_go(self, *, landed: bool) -> None:
        for place in self._locked:
            self._database.locks.give_back(place)
        for session in self._borrowed:
            if session.live.borrowed:
                session.live.end()
        for part in self._parts.values():
            # A created document of an act that failed is nowhere; one that was deleted is gone.
            if part.deleted if landed else part.created:
                part.session.live.end()

    def _tell(self, done: ActDone | None) -> None:
        if done is not None:
            self._database.announce(done)
        tell_all(part.session for part in self._parts.values())


def _place(session: Session[Any]) -> tuple[str, str]:
    return session.live.document.rules.name, session.key


def _part_of(session: Session[Any]) -> _Part:
    document = session.live.document
    return _Part(rules=document.rules, key=session.key, session=session, value=document.value)
