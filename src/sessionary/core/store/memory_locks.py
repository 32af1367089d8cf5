"""Lock rows in memory, processes that a test kills, and crashes at a chosen write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sessionary.core.store.errors import SaveFailed
from sessionary.core.store.locking import Fence

if TYPE_CHECKING:
    from sessionary.core.store.locking import LockRow, Process


class Crash(BaseException):
    """The program is killed here. No error: nothing in the program may catch it."""


@dataclass(slots=True)
class Fuse:
    """Kills the program after some writes; backends that share it count together.

    Attributes:
        left: How many more writes there are before the crash; None for no crash.
        burnt: How many writes there were.
    """

    left: int | None = None
    burnt: int = 0

    def burn(self) -> None:
        """Let one write happen, or raise Crash."""
        if self.left == 0:
            raise Crash
        self.left = None if self.left is None else self.left - 1
        self.burnt += 1


class MemoryLocks:
    """Lock rows in a dict.

    Attributes:
        rows: The lock rows.
        failures: How many of the next writes the disk refuses.
    """

    def __init__(self, fuse: Fuse) -> None:
        self.rows: dict[tuple[str, str], LockRow] = {}
        self.failures = 0
        self._fuse = fuse

    def row(self, store: str, key: str) -> LockRow | None:
        """Return a lock row."""
        return self.rows.get((store, key))

    def replace(self, row: LockRow, seen: LockRow | None) -> bool:
        """Write a row if the present one is as it was seen."""
        self._write()
        if self.row(row.store, row.key) != seen:
            return False
        self.rows[row.store, row.key] = row
        return True

    def release(self, fence: Fence) -> bool:
        """Empty the holder, if it is still that one."""
        self._write()
        row = self.row(fence.store, fence.key)
        if row is None or not self.holds(fence):
            return False
        self.rows[fence.store, fence.key] = replace(row, holder=None, busy=False)
        return True

    def beat(self, owner: str) -> list[Fence]:
        """Beat for all rows of an owner."""
        self._write()
        for row in self._of(owner):
            self.rows[row.store, row.key] = replace(row, beat=row.beat + 1)
        return [Fence(row.store, row.key, owner, row.generation) for row in self._of(owner)]

    def set_busy(self, owner: str, *, busy: bool) -> None:
        """Mark all rows of an owner."""
        self._write()
        for row in self._of(owner):
            self.rows[row.store, row.key] = replace(row, busy=busy)

    def holds(self, fence: Fence) -> bool:
        """Return whether a fence is true."""
        row = self.row(fence.store, fence.key)
        holder = None if row is None else row.holder
        return (
            row is not None
            and holder is not None
            and (holder.owner, row.generation) == (fence.owner, fence.generation)
        )

    def _of(self, owner: str) -> list[LockRow]:
        return [row for row in self.rows.values() if row.holder and row.holder.owner == owner]

    def _write(self) -> None:
        if self.failures:
            self.failures -= 1
            raise SaveFailed("disk full")
        self._fuse.burn()


@dataclass(slots=True)
class KnownProcesses:
    """Processes of one computer, of which a test says who is dead.

    Attributes:
        boot: The present run of the computer.
        dead: The owners whose processes are gone.
    """

    boot: str = "boot"
    dead: set[str] = field(default_factory=set)

    def lives(self, process: Process) -> bool | None:
        """Return what is known of a process."""
        if process.boot != self.boot:
            return None
        return process.owner not in self.dead
