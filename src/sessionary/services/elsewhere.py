"""What other programs do to the library meanwhile: their acts, and the documents they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.services.held import HeldDocuments
from sessionary.services.library import Change
from sessionary.storage import acts
from sessionary.storage.locks import held_rows

if TYPE_CHECKING:
    from sessionary.core.store.errors import LockInfo
    from sessionary.core.store.locking import Place
    from sessionary.services.library import Library

ORIGIN = "elsewhere"
"""The origin of a :class:`.Change` that another program made."""


class Elsewhere:
    """Tells what other programs did since it was asked last, on the library's own thread.

    Acts of this program are known by the library's own notices, so it must be made before the
    first of them.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._held = HeldDocuments(library)
        self._own: set[int] = set()
        self._seen = library.newest_act()
        self._off = library.on_change(lambda change: self._own.add(change.act))

    @property
    def held(self) -> dict[Place, LockInfo]:
        """The documents that other programs have open to change them, and who does."""
        return self._held.places

    def look(self) -> Change | None:
        """Bring :attr:`held` up to date; return what others changed, None if they did not.

        What is told is not announced yet: whoever asked does that. Not to be called while a job
        writes, whose act is not known so far.

        Raises:
            LibraryDamaged, DiskError: The library cannot be read just now.
        """
        with self._library.reading() as connection:
            rows = held_rows(connection) if self._library.file.has_sharing else []
            newest = acts.newest(connection)
            others = [act for act in acts.after(connection, self._seen) if act not in self._own]
            documents = acts.documents_of(connection, others)
        self._held.see(rows)
        self._seen = newest
        self._own.clear()
        if not others:
            return None
        # They may have changed what is reckoned with, and it is read anew.
        self._library.epochs.forget()
        self._library.sources.forget()
        return Change(
            act=others[-1], name="", origin=ORIGIN, documents=frozenset(documents), entries=True
        )

    def holder(self, kind: str, key: str) -> LockInfo | None:
        """Return who else has a document open to change it, as of the last look."""
        return self.held.get((kind, key))

    def close(self) -> None:
        """Listen no longer."""
        self._off()
