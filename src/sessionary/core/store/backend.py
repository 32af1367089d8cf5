"""What the engine needs from outside: a backend that keeps documents, a scheduler that keeps time.

`storage/` has the backend on SQLite, `models/` the scheduler on Qt; :mod:`.memory` has both for
tests, :mod:`.plain` the scheduler of the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from sessionary.core.store.journal import JournalWrite
    from sessionary.core.store.locking import Fence
    from sessionary.core.store.values import J

Rows: TypeAlias = Mapping[str, Sequence[tuple[Any, ...]]]
"""Index table name -> its rows for one document, without the document's own number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One revision of a document as it is kept.

    Attributes:
        revision: 1 for a document's first save, one more with each.
        text: The envelope ``{"migrations": [...], "pending": {}, "data": value}``.
        saved_at: Wall clock of the save in seconds since 1970; for people, never for order.
    """

    revision: int
    text: str
    saved_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWrite:
    """One document of an act.

    Attributes:
        store: The store's name.
        key: The document's key.
        base: The revision that is replaced; 0 if there is none.
        text: The new envelope; None deletes the document and all that belongs to it.
        value: The value in the envelope, frozen; None with a deletion.
        rows: The document's index rows; they replace all it had.
    """

    store: str
    key: str
    base: int
    text: str | None = field(repr=False)
    value: J = field(repr=False)
    rows: Rows = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """What goes with a person: history, backups, rescue copies and the person's index rows.

    Attributes:
        person: The person, whose rows of these documents leave the person index.
        documents: (store, key) of the documents; those that stay keep their present revision only.
    """

    person: str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActWrite:
    """All that one act changes.

    Attributes:
        name: What was done, in words for people.
        origin: ``edit``, ``import``, ``undo`` …
        at: Wall clock in seconds since 1970.
        documents: The documents, in the order of their first change; last those that are deleted
            without having been open.
        entries: Changes of entries, opaque to the engine, in the order they were put.
        persons: (store, key, person) for the person index; it only grows by these.
        fences: What must be true of the locks; empty for a backend without them.
        journal: Changes of the journal; empty for a backend without one.
        forget: What goes for good, after the documents were written; None except with a person.
    """

    name: str
    origin: str
    at: float
    documents: tuple[DocumentWrite, ...]
    entries: tuple[object, ...]
    persons: tuple[tuple[str, str, str], ...] = ()
    fences: tuple[Fence, ...] = ()
    journal: tuple[JournalWrite, ...] = ()
    forget: Forget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a commit gave back.

    Attributes:
        act: The act's number; rising.
        revisions: (store, key) -> the new revision, for every document not deleted.
    """

    act: int
    revisions: Mapping[tuple[str, str], int]


class Backend(Protocol):
    """Keeps documents and their former revisions."""

    def read(self, store: str, key: str) -> Stored | None:
        """Return the present revision, None if there is no such document."""

    def keys(self, store: str) -> list[str]:
        """Return the keys of all documents of the store, in any order."""

    def commit(self, write: ActWrite) -> Committed:
        """Write all of it or nothing.

        Raises:
            LockLost: A fence does not hold; it names all those that do not.
            StoreError: ``conflict`` if a base is not the stored revision; ``journal_changed``
                if a journal row is not what was seen.
            SaveFailed: The disk or the database refused.
        """

    def revision(self, store: str, key: str, revision: int) -> Stored | None:
        """Return a former revision, None if it is not kept."""

    def at_time(self, store: str, key: str, unix: float) -> Stored | None:
        """Return the highest revision, the present one included, with ``saved_at <= unix``."""

    def put_aside(self, store: str, key: str, text: str, reason: str, revision: int) -> None:
        """Keep a copy outside the document.

        Args:
            store: The store's name.
            key: The document's key.
            text: An envelope, or whatever text was stored.
            reason: ``migration`` for a backup of the text before a migration (the last 3 are
                kept); any other, such as ``save_failed``, for a rescue copy.
            revision: The stored revision that it is, or on which it was built; 0 for none.

        Raises:
            SaveFailed: The disk or the database refused.
        """


class Scheduler(Protocol):
    """Keeps time and calls back, always on the thread of the database."""

    def monotonic(self) -> float:
        """Return seconds that only rise."""

    def wall(self) -> float:
        """Return the time of day in seconds since 1970."""

    def later(self, seconds: float, fn: Callable[[], None], /) -> Callable[[], None]:
        """Call `fn` once after `seconds`, never before returning; return what cancels that."""

    def run_until(self, ready: Callable[[], bool], timeout: float | None, /) -> bool:
        """Let scheduled calls happen until `ready()`, or for `timeout` seconds; return `ready()`.

        None waits without end.
        """
