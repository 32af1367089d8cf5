"""What other programs do to the library meanwhile: their acts, and the documents they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.store.errors import LockInfo
from sessionary.services.library import Change
from sessionary.storage import acts
from sessionary.storage.locks import held_rows
from sessionary.storage.processes import SystemProcesses, this_boot

if TYPE_CHECKING:
    from sessionary.core.store.locking import Place
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

ORIGIN = "elsewhere"
"""The origin of a :class:`.Change` that another program made."""

_PROCESSES = SystemProcesses()


class Elsewhere:
    """Tells what other programs did since it was asked last, on the library's own thread.

    Acts of this program are known by the library's own notices, so it must be made before the
    first of them.

    Attributes:
        held: The documents that other programs have open to change them, and who does.
    """

    def __init__(self, library: Library) -> None:
        self.held: dict[Place, LockInfo] = {}
        self._library = library
        self._own: set[int] = set()
        self._seen = library.newest_act()
        self._off = library.on_change(lambda change: self._own.add(change.act))

    def look(self) -> Change | None:
        """Bring :attr:`held` up to date; return what others changed, None if they did not.

        What is told is not announced yet: whoever asked does that. Not to be called while a job
        writes, whose act is not known so far.

        Raises:
            LibraryDamaged, DiskError: The library cannot be read just now.
        """
        with self._library.reading() as connection:
            self.held = self._held(connection)
            newest = acts.newest(connection)
            if newest == self._seen:
                return None
            others = [act for act in acts.after(connection, self._seen) if act not in self._own]
            documents = acts.documents_of(connection, others)
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

    def _held(self, connection: Reader) -> dict[Place, LockInfo]:
        if not self._library.file.has_sharing:
            return {}
        found = {}
        for row in held_rows(connection):
            if row.holder is None or row.holder.owner == self._library.database.locks.owner:
                continue
            alive = _PROCESSES.lives(row.holder)
            if alive is not False:
                found[row.store, row.key] = LockInfo(
                    owner=row.holder.owner,
                    label=row.holder.label,
                    same_machine=row.holder.boot == this_boot(),
                    alive=alive,
                )
        return found
