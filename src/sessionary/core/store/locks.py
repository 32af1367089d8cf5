"""Locks: one writer per document, by lease and heartbeat, fenced by generation.

Time of day is never compared. A holder is believed gone if its process is proved dead, or if it
did not beat for the whole lease by the observer's own clock.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from typing_extensions import override

from sessionary.core.store.errors import LockInfo, SessionLocked, StoreError
from sessionary.core.store.locking import Fence, LockRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sessionary.core.store.backend import Scheduler
    from sessionary.core.store.locking import LockSupport, Place

BEAT_S = 5.0
LEASE_S = 20.0
LOOK_S = 1.0
"""How often an observer looks whether a holder beats."""


class NoLocks:
    """For a backend that keeps no locks: everything is free, nothing is fenced."""

    owner = ""

    def take(self, place: Place, *, takeover: bool = False) -> bool:
        """Hold a document's lock; return whether it was not held here before.

        Args:
            place: The document.
            takeover: Wait until a holder that does not beat any more is proved gone.

        Raises:
            SessionLocked: Another copy holds it.
        """
        del place, takeover
        return True

    def give_back(self, place: Place) -> None:
        """Let go of a lock, if it is held."""

    def fences(self, places: Iterable[Place]) -> tuple[Fence, ...]:
        """Return what must be true of the locks when these documents are written."""
        del places
        return ()

    def lost(self, places: Iterable[Place]) -> None:
        """Take note that others took these locks over."""

    def check_gone(self, place: Place, owner: str, *, takeover: bool = False) -> None:
        """Raise SessionLocked unless `owner` is proved not to hold a document any more."""
        del place, owner, takeover

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Mark a long write, during which there are no heartbeats."""
        yield


class Locks(NoLocks):
    """The locks that one database holds.

    Args:
        support: Lock rows, and who lives.
        scheduler: Keeps time.
        on_error: Gets what a heartbeat or giving back could not write.
        lost: Called for each document whose lock turns out to be another's.
        pause: Waits some seconds; raises where nobody may wait.
    """

    def __init__(
        self,
        support: LockSupport,
        scheduler: Scheduler,
        on_error: Callable[[Exception], None],
        lost: Callable[[Place], None],
        pause: Callable[[float], None],
    ) -> None:
        self.owner = support.me.owner
        self._table = support.table
        self._me = support.me
        self._processes = support.processes
        self._scheduler = scheduler
        self._on_error = on_error
        self._tell_lost = lost
        self._pause = pause
        self._held: dict[Place, int] = {}
        self._unreturned: set[Place] = set()
        self._cancel: Callable[[], None] | None = None

    @override
    def take(self, place: Place, *, takeover: bool = False) -> bool:
        while place not in self._held:
            seen = self._table.row(*place)
            if not self._free(seen):
                if not takeover:
                    raise SessionLocked(self._info(seen))
                seen = self._watch(place, seen)
                if place in self._held:
                    break
            if self._claim(place, seen):
                return True
        return False

    @override
    def give_back(self, place: Place) -> None:
        generation = self._held.pop(place, None)
        if generation is not None:
            self._release(Fence(*place, self.owner, generation))

    @override
    def fences(self, places: Iterable[Place]) -> tuple[Fence, ...]:
        # One that is not held is asked for with a generation that never was: it fails.
        return tuple(
            Fence(*place, self.owner, self._held.get(place, -1)) for place in dict.fromkeys(places)
        )

    @override
    def lost(self, places: Iterable[Place]) -> None:
        for place in places:
            self._held.pop(place, None)
            self._tell_lost(place)

    @override
    def check_gone(self, place: Place, owner: str, *, takeover: bool = False) -> None:
        row = self._table.row(*place)
        if row is None or row.holder is None or row.holder.owner != owner:
            return
        if self._free(row):
            return
        if not takeover:
            raise SessionLocked(self._info(row))
        self._watch(place, row)

    @contextmanager
    @override
    def busy(self) -> Iterator[None]:
        """Mark a long write: until it ends, only a dead process makes these locks stale."""
        self._table.set_busy(self.owner, busy=True)
        try:
            yield
        finally:
            # The next heartbeat is late; nobody may watch an unmarked row that cannot beat.
            self._beat()
            self._table.set_busy(self.owner, busy=False)

    def _free(self, row: LockRow | None) -> bool:
        """Return whether a row may be taken without waiting: nobody's, ours, or a dead one's."""
        if row is None or row.holder is None or row.holder.owner == self.owner:
            return True
        return self._processes.lives(row.holder) is False

    def _claim(self, place: Place, seen: LockRow | None) -> bool:
        row = LockRow(store=place[0], key=place[1], holder=self._me)
        if seen is not None:
            over = seen.holder is not None and seen.holder.owner != self.owner
            row = replace(row, generation=seen.generation + over, beat=seen.beat + 1)
        if not self._table.replace(row, seen):
            return False
        self._held[place] = row.generation
        self._unreturned.discard(place)
        self._arm()
        return True

    def _watch(self, place: Place, seen: LockRow | None) -> LockRow | None:
        """Wait until a lock may be taken, and return its row; raise SessionLocked at a beat."""
        silent = 0.0
        row = seen
        while row is not None and not self._free(row) and silent < LEASE_S:
            if row.busy or row != seen:
                raise SessionLocked(self._info(row))
            before = self._scheduler.monotonic()
            self._pause(LOOK_S)
            # A pause that came out long proves nothing: the computer may have slept, and the
            # holder with it.
            silent += min(self._scheduler.monotonic() - before, 2 * LOOK_S)
            row = self._table.row(*place)
        return row

    def _info(self, row: LockRow | None) -> LockInfo:
        holder = self._me if row is None or row.holder is None else row.holder
        return LockInfo(
            owner=holder.owner,
            label=holder.label,
            same_machine=holder.boot == self._me.boot,
            alive=self._processes.lives(holder),
        )

    def _arm(self) -> None:
        if self._cancel is None and (self._held or self._unreturned):
            self._cancel = self._scheduler.later(BEAT_S, self._heartbeat)

    def _heartbeat(self) -> None:
        self._cancel = None
        if self._held or self._unreturned:
            self._beat()
        self._arm()

    def _beat(self) -> None:
        try:
            mine = {(row.store, row.key): row for row in self._table.beat(self.owner)}
        except StoreError as error:
            self._on_error(error)
            return
        self.lost(
            place
            for place, generation in tuple(self._held.items())
            if place not in mine or mine[place].generation != generation
        )
        # What could not be given back would be kept alive by these very beats.
        for place in tuple(self._unreturned):
            self._unreturned.discard(place)
            if place in mine and place not in self._held:
                self._release(mine[place])

    def _release(self, fence: Fence) -> None:
        try:
            self._table.release(fence)
        except StoreError as error:
            self._unreturned.add((fence.store, fence.key))
            self._on_error(error)
            self._arm()
