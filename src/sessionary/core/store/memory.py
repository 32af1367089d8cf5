"""A backend in memory and a scheduler moved by hand: what tests run the engine on."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.store.backend import Committed, Stored
from sessionary.core.store.errors import LockLost, StoreError
from sessionary.core.store.memory_journal import MemoryJournal
from sessionary.core.store.memory_locks import Fuse, MemoryLocks
from sessionary.core.store.plain import Agenda

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.store.backend import ActWrite, DocumentWrite, Forget, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A text that was put aside."""

    store: str
    key: str
    text: str = field(repr=False)
    reason: str
    revision: int


class MemoryBackend:
    """Keeps documents in dicts. A new database on the same backend is a program started anew.

    Args:
        fuse: Shared with other backends, to kill the program after some writes to any of them.
        file: The id that its journal gives to the file.

    Attributes:
        fuse: Kills the program after some writes.
        locks: The lock rows.
        journal: The journal.
        stored: The present revisions.
        former: All former revisions, oldest first.
        rows: The index rows of each document.
        persons: The person index.
        acts: Every act that was written, in order.
        aside: What was put aside, in order.
        failures: Raised by the next commits, one each.
        purged: How often it was asked to leave no trace of what was deleted.
        during_commit: Called in each commit before anything is written.
    """

    def __init__(self, fuse: Fuse | None = None, file: str = "main") -> None:
        self.fuse = fuse or Fuse()
        self.locks = MemoryLocks(self.fuse)
        self.journal = MemoryJournal(file, self.fuse)
        self.stored: dict[tuple[str, str], Stored] = {}
        self.former: dict[tuple[str, str], list[Stored]] = {}
        self.rows: dict[tuple[str, str], Rows] = {}
        self.persons: set[tuple[str, str, str]] = set()
        self.acts: list[ActWrite] = []
        self.aside: list[Aside] = []
        self.failures: deque[StoreError] = deque()
        self.purged = 0
        self.during_commit: Callable[[], None] | None = None

    def read(self, store: str, key: str) -> Stored | None:
        """Return the present revision."""
        return self.stored.get((store, key))

    def keys(self, store: str) -> list[str]:
        """Return the keys of a store."""
        return [key for name, key in self.stored if name == store]

    def commit(self, write: ActWrite) -> Committed:
        """Write all of it or nothing."""
        if self.during_commit is not None:
            self.during_commit()
        if self.failures:
            raise self.failures.popleft()
        self.fuse.burn()
        lost = tuple((f.store, f.key) for f in write.fences if not self.locks.holds(f))
        if lost:
            raise LockLost(lost)
        for document in write.documents:
            self._check_base(document)
        self.journal.check(write.journal)
        self.journal.put(write.journal)
        for document in write.documents:
            self._put(document, write.at)
        self.persons.update(write.persons)
        self._forget(write.forget)
        self.acts.append(write)
        revisions = {
            (document.store, document.key): document.base + 1
            for document in write.documents
            if document.text is not None
        }
        return Committed(act=len(self.acts), revisions=revisions)

    def people(self) -> list[str]:
        """Return all persons of the index."""
        return list({person for _, _, person in self.persons})

    def documents_of(self, person: str) -> list[tuple[str, str]]:
        """Return the documents that hold data of a person."""
        return [(store, key) for store, key, known in self.persons if known == person]

    def purge(self) -> None:
        """Count that it was asked for."""
        self.fuse.burn()
        self.purged += 1

    def revision(self, store: str, key: str, revision: int) -> Stored | None:
        """Return a former revision."""
        kept = self.former.get((store, key), ())
        return next((stored for stored in kept if stored.revision == revision), None)

    def at_time(self, store: str, key: str, unix: float) -> Stored | None:
        """Return the highest revision saved at `unix` or before."""
        kept = [*self.former.get((store, key), ())]
        present = self.read(store, key)
        if present is not None:
            kept.append(present)
        then = [stored for stored in kept if stored.saved_at <= unix]
        return max(then, key=lambda stored: stored.revision, default=None)

    def put_aside(self, store: str, key: str, text: str, reason: str, revision: int) -> None:
        """Keep a copy outside the document."""
        self.fuse.burn()
        aside = Aside(store=store, key=key, text=text, reason=reason, revision=revision)
        self.aside.append(aside)

    def _forget(self, forget: Forget | None) -> None:
        for place in () if forget is None else forget.documents:
            self.former.pop(place, None)
            self.aside = [aside for aside in self.aside if (aside.store, aside.key) != place]
            self.persons.discard((*place, forget.person if forget else ""))

    def _check_base(self, document: DocumentWrite) -> None:
        present = self.read(document.store, document.key)
        if document.base != (0 if present is None else present.revision):
            raise StoreError("conflict", document.key)

    def _put(self, document: DocumentWrite, at: float) -> None:
        place = (document.store, document.key)
        if document.text is None:
            for kept in (self.stored, self.former, self.rows):
                kept.pop(place, None)
            self.persons = {person for person in self.persons if person[:2] != place}
            return
        if place in self.stored:
            self.former.setdefault(place, []).append(self.stored[place])
        self.stored[place] = Stored(revision=document.base + 1, text=document.text, saved_at=at)
        self.rows[place] = document.rows


class HandScheduler:
    """Time that moves only when told to.

    Attributes:
        wall_shift: Added to the time of day, as when somebody sets the clock.
    """

    def __init__(self, wall: float = 1_700_000_000.0) -> None:
        self.wall_shift = wall
        self._now = 0.0
        self._agenda = Agenda()

    def monotonic(self) -> float:
        """Return the seconds moved so far."""
        return self._now

    def wall(self) -> float:
        """Return the time of day."""
        return self._now + self.wall_shift

    def later(self, seconds: float, fn: Callable[[], None], /) -> Callable[[], None]:
        """Call `fn` once after `seconds`; return what cancels that."""
        return self._agenda.add(self._now + seconds, fn)

    def run_until(self, ready: Callable[[], bool], timeout: float | None, /) -> bool:
        """Move time from call to call until `ready()`, or by `timeout`; return `ready()`.

        With no call left and no time-out, nothing could make it ready any more.
        """
        end = None if timeout is None else self._now + timeout
        while not ready():
            due = self._agenda.next_due()
            if due is None or (end is not None and due > end):
                self._now = self._now if end is None else end
                return False
            self._now = max(self._now, due)
            self._agenda.call_next()
        return True

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass and make every call that falls due in them."""
        self.run_until(lambda: False, seconds)
