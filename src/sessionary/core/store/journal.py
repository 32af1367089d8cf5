"""The journal of transactions over several files: what was meant, and how it was decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from sessionary.core.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.store.database import Database
    from sessionary.core.store.locking import Place
    from sessionary.core.store.values import J

Outcome: TypeAlias = Literal["prepared", "committed", "aborted"]

CHANGED = "journal_changed"
"""The code of the error when a journal row is not what it was seen to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One document of a transaction, as long as it is not settled there.

    Attributes:
        file: The id of its file.
        store: Its store's name.
        key: Its key.
        success: The calls ``{"name": …, "args": […]}`` that are applied if it is committed.
        failure: The calls that are applied if it is aborted.
        owed: Whether the document may lack its pending entry, so that whoever loads it takes
            the failure calls from here.
    """

    file: str
    store: str
    key: str
    success: tuple[J, ...] = field(repr=False)
    failure: tuple[J, ...] = field(repr=False)
    owed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One transaction, in the file of its first participant.

    Attributes:
        txid: Its id.
        outcome: How it is decided.
        coordinator: The owner id of the program that runs it; empty without locks.
        anchor: A document of this file that the coordinator holds as long as it lives.
        participants: Those that are not settled.
    """

    txid: str
    outcome: Outcome
    coordinator: str
    anchor: Place
    participants: tuple[Participant, ...]

    def participant(self, file: str, place: Place) -> Participant | None:
        """Return one that is not settled, None if it is none."""
        return next(
            (p for p in self.participants if (p.file, (p.store, p.key)) == (file, place)), None
        )

    def without(self, file: str, place: Place) -> JournalRow | None:
        """Return the row when one more is settled; None if that was the last."""
        gone = self.participant(file, place)
        left = tuple(p for p in self.participants if p is not gone)
        return replace(self, participants=left) if left else None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalWrite:
    """A change of a journal row.

    Attributes:
        txid: The transaction's id.
        seen: What the row must be now, None if there must be none.
        row: What it becomes, None to remove it.
    """

    txid: str
    seen: JournalRow | None
    row: JournalRow | None


class JournalTable(Protocol):
    """The journal of a backend. `ActWrite.journal` writes to it together with documents."""

    @property
    def file(self) -> str:
        """An id of the file that stays with it when it is moved."""

    def rows(self) -> Sequence[JournalRow]:
        """Return all rows."""

    def row(self, txid: str) -> JournalRow | None:
        """Return a row, None if there is none."""

    def naming(self, file: str, store: str, key: str) -> Sequence[JournalRow]:
        """Return the rows in which a document is not settled."""

    def write(self, write: JournalWrite) -> None:
        """Write a row by a transaction of its own.

        Raises:
            StoreError: ``journal_changed`` if the row is not what was seen.
            SaveFailed: The disk or the database refused.
        """


class Circle:
    """The databases that are open together, so that transactions can go over all of them."""

    def __init__(self) -> None:
        self._databases: dict[str, Database] = {}

    def join(self, database: Database) -> None:
        """Take up a database that has a journal; raise ValueError if its file is here already."""
        if database.journal is not None:
            file = database.journal.file
            if self._databases.setdefault(file, database) is not database:
                raise ValueError(f"The file {file} is open already.")

    def leave(self, database: Database) -> None:
        """Forget a database."""
        self._databases = {
            f: known for f, known in self._databases.items() if known is not database
        }

    def find(self, file: str) -> Database | None:
        """Return the database of a file, None if it is not open."""
        return self._databases.get(file)

    def journals(self) -> list[tuple[Database, JournalTable]]:
        """Return all databases with their journals."""
        return [(d, d.journal) for d in self._databases.values() if d.journal is not None]

    def row(self, txid: str) -> tuple[JournalTable, Database, JournalRow] | None:
        """Return the row of a transaction and where it is, None if no open file has it."""
        for database, journal in self.journals():
            row = journal.row(txid)
            if row is not None:
                return journal, database, row
        return None


def rewrite(
    journal: JournalTable, txid: str, change: Callable[[JournalRow], JournalRow | None]
) -> JournalRow | None:
    """Change a row whatever others make of it meanwhile; return what it became.

    Args:
        journal: Where it is.
        txid: The transaction's id.
        change: Makes the new row of the present one, None to remove it.
    """
    while (seen := journal.row(txid)) is not None:
        row = change(seen)
        if row == seen or _written(journal, JournalWrite(txid=txid, seen=seen, row=row)):
            return row
    return None


def _written(journal: JournalTable, write: JournalWrite) -> bool:
    try:
        journal.write(write)
    except StoreError as error:
        if error.code != CHANGED:
            raise
        return False
    return True
