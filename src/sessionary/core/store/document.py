"""The memory side of a document: its value, its version, and what of it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.store.backend import Committed, DocumentWrite
from sessionary.core.store.envelope import Envelope, EnvelopeWriter
from sessionary.core.store.values import J, freeze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.store.backend import Backend
    from sessionary.core.store.locking import Place
    from sessionary.core.store.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a document starts with in memory.

    Attributes:
        data: The value; None for a bad document.
        frozen: Whether it is frozen already; if not, nobody else holds it.
        revision: The stored revision, 0 if there is none.
        label: Why it has to be saved though nobody patched it; empty if it has not.
        pending: Entries of transactions that stay in the envelope.
        settling: Transactions whose entries were applied just now.
        backup: The stored text to be put aside before the first save, None if there is none.
    """

    data: J = field(repr=False)
    frozen: bool = True
    revision: int = 0
    label: str = ""
    pending: Mapping[str, J] = field(default_factory=dict)
    settling: tuple[str, ...] = ()
    backup: str | None = field(default=None, repr=False)


class Document:
    """One document in memory. It knows nothing of callbacks, time and undo.

    Attributes:
        rules: Those of its store.
        key: Its key there.
        revision: The stored revision that memory builds on, 0 if nothing is stored.
        version: How many changes were applied since the load.
        label: What the last change is called.
        pending: Entries of transactions that are stored with it.
        settling: Transactions of which its next save is the last trace to be written here.
    """

    def __init__(self, rules: Rules, key: str, content: Content) -> None:
        self.rules = rules
        self.key = key
        self.revision = content.revision
        self.version = 0
        self.label = content.label
        self._data = content.data
        self._frozen = content.frozen
        self.pending = content.pending
        self.settling = content.settling
        self._backup = content.backup
        self._envelopes = EnvelopeWriter()
        self._saved_version = -1 if content.label else 0
        self._persons: dict[str, None] = {}
        self._persons_saved = 0

    @property
    def place(self) -> Place:
        """The store's name and the key."""
        return self.rules.name, self.key

    @property
    def value(self) -> J:
        """The present value. It is frozen at the first look: many are loaded, few are read."""
        if not self._frozen:
            self._data = freeze(self._data)
            self._frozen = True
        return self._data

    @property
    def changed(self) -> bool:
        """Whether the value differs from the stored revision, as far as is known."""
        return self.version != self._saved_version

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save: the value, or persons noted since the last save."""
        return self.changed or len(self._persons) > self._persons_saved

    def replace(self, value: J, label: str) -> None:
        """Take over a new frozen value as the next version."""
        self._data, self._frozen = value, True
        self.version += 1
        self.label = label

    def note_person(self, person: str) -> None:
        """Note that the document holds data of a person; a second time changes nothing."""
        self._persons.setdefault(person)

    def holds(self, person: str) -> bool:
        """Return whether a person was noted since the load."""
        return person in self._persons

    def text_of(self, value: J, pending: Mapping[str, J] | None = None) -> str:
        """Return the envelope in which `value` is stored, with its own or other entries."""
        entries = self.pending if pending is None else pending
        envelope = Envelope(migrations=self.rules.steps, pending=entries, data=value)
        return self._envelopes.text(envelope)

    def pending_without(self, txid: str) -> Mapping[str, J]:
        """Return the entries of all other transactions."""
        return {known: entry for known, entry in self.pending.items() if known != txid}

    def persons(self) -> tuple[tuple[str, str, str], ...]:
        """Return the noted persons as the person index wants them."""
        return tuple((self.rules.name, self.key, person) for person in self._persons)

    def put_backup_aside(self, backend: Backend) -> None:
        """Keep the text from before a migration; once, before the first save after it."""
        if self._backup is not None:
            backend.put_aside(*self.place, self._backup, "migration", self.revision)
            self._backup = None

    def saved(self, version: int, persons: int, revision: int) -> None:
        """Take note that `version` with the first `persons` noted persons is stored."""
        self._saved_version = version
        self._persons_saved = persons
        self.revision = revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A document's part in a commit: a snapshot, so that later patches stay dirty.

    Attributes:
        document: The document.
        value: The frozen value to write; None writes the persons alone.
        version: The document's version that is saved with it.
        persons: The noted persons to hand over.
        pending: The entries of transactions to store with it, None for those it has.
    """

    document: Document
    value: J = field(repr=False)
    version: int
    persons: tuple[tuple[str, str, str], ...]
    pending: Mapping[str, J] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, document: Document) -> Change:
        """Return the change that saves the document as it is."""
        return cls(
            document=document,
            value=document.value if document.changed else None,
            version=document.version,
            persons=document.persons(),
        )

    @property
    def place(self) -> Place:
        """The store's name and the key."""
        return self.document.place

    def write(self) -> DocumentWrite | None:
        """Return what the backend writes, None if only persons are handed over."""
        if self.value is None:
            return None
        rules, key = self.document.rules, self.document.key
        return DocumentWrite(
            store=rules.name,
            key=key,
            base=self.document.revision,
            text=self.document.text_of(self.value, self.pending),
            value=self.value,
            rows=rules.rows(key, self.value),
        )

    def prepare(self, backend: Backend) -> None:
        """Do what has to be on disk before the commit."""
        if self.value is not None:
            self.document.put_backup_aside(backend)

    def landed(self, committed: Committed) -> None:
        """Take note of the commit."""
        document = self.document
        revision = committed.revisions.get(document.place, document.revision)
        document.saved(self.version, len(self.persons), revision)
        if self.pending is not None:
            document.pending = self.pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A deleted document's part in a commit."""

    rules: Rules
    key: str
    base: int
    persons: tuple[tuple[str, str, str], ...] = ()

    @property
    def place(self) -> Place:
        """The store's name and the key."""
        return self.rules.name, self.key

    def write(self) -> DocumentWrite:
        """Return what the backend writes."""
        return DocumentWrite(
            store=self.rules.name,
            key=self.key,
            base=self.base,
            text=None,
            value=None,
            rows=self.rules.rows(self.key, None),
        )

    def prepare(self, _backend: Backend) -> None:
        """Nothing has to be on disk before a deletion."""

    def landed(self, _committed: Committed) -> None:
        """Nothing is left to take note of it."""
