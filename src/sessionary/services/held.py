"""Which documents other programs hold, and which of those programs are proved to be gone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sessionary.core.store.errors import LockInfo, SaveFailed
from sessionary.core.store.locks import LEASE_S, LOOK_S
from sessionary.storage.locks import SqliteLocks
from sessionary.storage.processes import SystemProcesses, this_boot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.core.store.locking import LockRow, Place
    from sessionary.services.library import Library

_PROCESSES = SystemProcesses()


@dataclass(slots=True)
class _Watched:
    """A lock of which only its beats tell whether its holder lives.

    Attributes:
        row: As it was seen last.
        at: When, on the clock that only rises.
        silent: For how long it has been like that, as far as it was watched.
    """

    row: LockRow
    at: float
    silent: float = 0.0


class HeldDocuments:
    """Watches the locks of other programs.

    Of a program on this computer the system says whether it lives. The lock of one elsewhere that
    has not beaten for the whole lease is given back for it: nobody else could, and that program
    finds it lost if it ever comes back.

    Attributes:
        places: The documents that are held, and who holds them.
    """

    def __init__(self, library: Library) -> None:
        self.places: dict[Place, LockInfo] = {}
        self._library = library
        self._table = SqliteLocks(library.file)
        self._watched: dict[Place, _Watched] = {}

    def see(self, rows: Iterable[LockRow]) -> None:
        """Take in the rows of all documents that somebody holds."""
        self.places = {}
        watched: dict[Place, _Watched] = {}
        for row in rows:
            place, holder = (row.store, row.key), row.holder
            if holder is None or holder.owner == self._library.database.locks.owner:
                continue
            alive = _PROCESSES.lives(holder)
            if alive is None:
                watched[place] = self._watch(place, row)
            if alive is not False:
                self.places[place] = LockInfo(
                    owner=holder.owner,
                    label=holder.label,
                    same_machine=holder.boot == this_boot(),
                    alive=alive,
                )
        self._watched = watched
        if not self._library.read_only:
            for place, one in tuple(watched.items()):
                if one.silent >= LEASE_S:
                    self._free(place, one.row)

    def _watch(self, place: Place, row: LockRow) -> _Watched:
        now = self._library.scheduler.monotonic()
        known = self._watched.get(place)
        # A holder in a long write cannot beat.
        if known is None or known.row != row or row.busy:
            return _Watched(row, now)
        # A look that comes late proves nothing: this computer may have slept, and that one too.
        return _Watched(row, now, known.silent + min(now - known.at, 2 * LOOK_S))

    def _free(self, place: Place, row: LockRow) -> None:
        freed = replace(
            row, holder=None, busy=False, generation=row.generation + 1, beat=row.beat + 1
        )
        # What cannot be written now is tried with the next look.
        with suppress(SaveFailed):
            if self._table.replace(freed, row):
                self.places.pop(place, None)
                self._watched.pop(place, None)
