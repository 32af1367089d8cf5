"""What is held about a person: found by the person index, exported, forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from sessionary.core.store.backend import DocumentWrite, Forget
from sessionary.core.store.envelope import (
    SETTLED,
    Envelope,
    open_text,
    read_envelope,
    write_envelope,
)
from sessionary.core.store.errors import BadReason, ForgetBlocked, SessionLocked, StoreError
from sessionary.core.store.recovery import Resolved
from sessionary.core.store.values import freeze, thaw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sessionary.core.store.backend import Committed, Rows, Stored
    from sessionary.core.store.database import Database
    from sessionary.core.store.locking import Place
    from sessionary.core.store.rules import Rules
    from sessionary.core.store.values import J

FORGET = "forget"
"""The name of the action ``(value, person) -> value`` that takes a person out of a document."""


class PersonIndex(Protocol):
    """Reads the person index of a backend. `ActWrite.persons` and `ActWrite.forget` write it."""

    def people(self) -> Sequence[str]:
        """Return all persons of the index, in any order."""

    def documents_of(self, person: str) -> Sequence[Place]:
        """Return the documents that hold data of a person, in any order."""

    def purge(self) -> None:
        """Leave no trace in the file of what was deleted.

        Raises:
            SaveFailed: The disk or the database refused.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """What forgetting a person did.

    Attributes:
        changed: (store, key) of the documents from which the person was taken out.
        deleted: (store, key) of the documents that are gone.
    """

    changed: tuple[Place, ...]
    deleted: tuple[Place, ...]


def people(database: Database) -> list[str]:
    """Return all persons of whom a document holds data, sorted."""
    return sorted(_index(database).people())


def export_person(database: Database, person: int | str) -> dict[str, J]:
    """Return all that is saved about a person; no lock is needed.

    Returns:
        ``{"person": …, "documents": [{"store", "key", "revision", "data"}]}``, sorted by store and
        key. The data of a document that cannot be read is its stored text.
    """
    documents = []
    for store, key in sorted(_index(database).documents_of(str(person))):
        stored = database.backend.read(store, key)
        if stored is not None:
            envelope = read_envelope(stored.text)
            data = stored.text if envelope is None else envelope.data
            documents.append(
                {"store": store, "key": key, "revision": stored.revision, "data": data}
            )
    return {"person": str(person), "documents": documents}


def forget(database: Database, person: int | str) -> ForgetReport:
    """Take a person out of all documents, with their history and copies. Cannot be undone.

    A store's action named ``forget`` changes its documents; without one they are deleted. Open
    sessions of them end without a last save, in both cases.

    Raises:
        ForgetBlocked: Another copy of the program holds some of them, a transaction is pending
            there, or they are bad and the action cannot be applied; nothing was changed.
    """
    database.activity.check()
    database.activity.check_no_act("nested")
    database.check_not_closed()
    return _Forgetting(database, str(person)).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A document's part in the commit that forgets a person.

    Attributes:
        place: The store's name and the key.
        base: The revision that is replaced.
        text: The new envelope, None to delete the document.
        value: The new value, frozen.
        rows: Its index rows.
    """

    place: Place
    base: int
    text: str | None = field(repr=False)
    value: J = field(repr=False)
    rows: Rows = field(repr=False)
    persons: tuple[tuple[str, str, str], ...] = ()

    def write(self) -> DocumentWrite:
        """Return what the backend writes."""
        store, key = self.place
        return DocumentWrite(
            store=store, key=key, base=self.base, text=self.text, value=self.value, rows=self.rows
        )

    def prepare(self, _backend: object) -> None:
        """Nothing is put aside: the copy would hold what is to be forgotten."""

    def landed(self, _committed: Committed) -> None:
        """No document in memory outlives this."""


class _Forgetting:
    def __init__(self, database: Database, person: str) -> None:
        self._database = database
        self._person = person
        self._index = _index(database)
        self._places = sorted({*self._index.documents_of(person), *self._noted()})
        self._taken: list[Place] = []
        self._blocked: list[Place] = []

    def run(self) -> ForgetReport:
        try:
            return self._run()
        finally:
            for place in self._taken:
                self._database.locks.give_back(place)

    def _run(self) -> ForgetReport:
        for place in self._places:
            self._take(place)
        changes = [change for place in self._places if (change := self._change(place)) is not None]
        if self._blocked:
            raise ForgetBlocked(tuple(dict.fromkeys(self._blocked)))
        if not self._places:
            return ForgetReport(changed=(), deleted=())
        # The sessions end after the commit: if it fails, nothing has happened to them.
        done = self._database.commit(
            "Forget a person",
            FORGET,
            changes,
            forget=Forget(person=self._person, documents=tuple(self._places)),
        )
        for place in self._places:
            session = self._database.session_at(place)
            if session is not None:
                session.live.undos.disown("a person was forgotten")
                session.live.end()
        self._purge()
        self._database.announce(done)
        return ForgetReport(
            changed=tuple(change.place for change in changes if change.text is not None),
            deleted=tuple(change.place for change in changes if change.text is None),
        )

    def _noted(self) -> Iterable[Place]:
        """Return the open documents that are noted to hold data, but not saved so far."""
        for session in self._database.sessions():
            document = session.live.document
            if document.holds(self._person):
                yield document.place

    def _take(self, place: Place) -> None:
        try:
            if self._database.locks.take(place):
                self._taken.append(place)
        except SessionLocked:
            self._blocked.append(place)

    def _change(self, place: Place) -> Forgotten | None:
        stored = self._database.backend.read(*place)
        if stored is None or place in self._blocked:
            return None
        if self._is_pending(place, stored):
            self._blocked.append(place)
            return None
        rules = self._database.rules_of(place[0])
        if rules is None or rules.action(FORGET) is None:
            rows = {} if rules is None else rules.rows(place[1], None)
            return Forgotten(place=place, base=stored.revision, text=None, value=None, rows=rows)
        return self._without_person(place, stored, rules)

    def _without_person(self, place: Place, stored: Stored, rules: Rules) -> Forgotten | None:
        opened = open_text(stored.text, rules, _keep)
        if isinstance(opened, BadReason):
            self._blocked.append(place)
            return None
        before = opened.data if opened.frozen else freeze(opened.data)
        action: Any = rules.action(FORGET)
        with self._database.activity.patch_function():
            value = rules.patched(before, action, (self._person,))
        if value is before:
            return None
        envelope = Envelope(migrations=rules.steps, pending=opened.pending, data=value)
        return Forgotten(
            place=place,
            base=stored.revision,
            text=write_envelope(envelope),
            value=value,
            rows=rules.rows(place[1], value),
        )

    def _is_pending(self, place: Place, stored: Stored) -> bool:
        envelope = read_envelope(stored.text)
        entries = {} if envelope is None else envelope.pending
        return self._database.recovery.names(place) or any(
            SETTLED not in entry for entry in entries.values()
        )

    def _purge(self) -> None:
        try:
            self._index.purge()
        except StoreError as error:
            self._database.on_error(error)


def _index(database: Database) -> PersonIndex:
    if database.persons is None:
        raise StoreError("no_persons")
    return database.persons


def _keep(pending: Mapping[str, J]) -> Resolved:
    return Resolved(dict(thaw(pending)))
