"""What the engine needs from outside to lock documents: lock rows, and who still lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Place: TypeAlias = tuple[str, str]
"""A store's name and a key in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One start of the program.

    Attributes:
        owner: A random id made at the start.
        label: Computer and program, for people.
        pid: The number of the system process.
        started: When that process began, as the system tells it; tells two of one number apart.
        boot: The id of the computer's present run; another after each restart of the computer.
    """

    owner: str
    label: str
    pid: int
    started: str
    boot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRow:
    """The lock of one document. Once made the row stays, so that its generation never falls.

    Attributes:
        store: The store's name.
        key: The document's key.
        holder: Who holds it, None if nobody does.
        generation: How often it was taken over from a holder that did not give it back.
        beat: Rises with each heartbeat of the holder and each change of hands.
        busy: Whether the holder is in a long write, during which it cannot beat.
    """

    store: str
    key: str
    holder: Process | None
    generation: int = 0
    beat: int = 0
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """What must still be true of a lock for a write to happen: who holds it, how often taken."""

    store: str
    key: str
    owner: str
    generation: int


class LockTable(Protocol):
    """The lock rows of a backend. Each call that writes is a transaction of its own.

    All of them may raise SaveFailed.
    """

    def row(self, store: str, key: str) -> LockRow | None:
        """Return a lock row, None if that document was never locked."""

    def replace(self, row: LockRow, seen: LockRow | None) -> bool:
        """Write a row if the present one still is `seen` (None: there is none); else False."""

    def release(self, fence: Fence) -> bool:
        """Empty the holder if owner and generation are still those; return whether they were."""

    def beat(self, owner: str) -> Sequence[Fence]:
        """Add 1 to the beat of all rows of an owner by one statement; return which those are."""

    def set_busy(self, owner: str, *, busy: bool) -> None:
        """Mark all rows of an owner as in a long write, or as out of it."""


class Processes(Protocol):
    """Knows the processes of this computer."""

    def lives(self, process: Process) -> bool | None:
        """Return whether a process still runs.

        Returns:
            False only if that is proved: it ran in the present run of this computer, and its
            number is gone or belongs to a process that began at another time. None for one of
            another computer, or of another run of this one: that cannot be known from here.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class LockSupport:
    """What a database needs to lock its documents.

    Attributes:
        table: The lock rows, in the same file as the documents.
        me: This start of the program.
        processes: Knows who lives.
    """

    table: LockTable
    me: Process
    processes: Processes
