"""Whether the search finds what it would find if it were built anew.

The full text keeps no texts, so it cannot be read back. What can be compared is its vocabulary:
it is built a second time, in a file that is gone afterwards, and the words of both are counted.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import blake2b
from typing import TYPE_CHECKING

from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from sqlalchemy import Connection

    from sessionary.core.entries import DerivedEntry, EntryColumns

_WORDS = "SELECT term, doc, cnt FROM {} ORDER BY term"
_PART = 10_000
_ALL = 2**64
# Odd, with ones and noughts in no order: multiplying by them mixes the bits of a number.
_SPREAD = 0x9E3779B97F4A7C15
_MIXED = 0xD6E8FEB86659FD93


class FoundAgain:
    """Takes all that should be found, and says whether it is what is found.

    Args:
        connection: A reader of the library.
        address: The URI under which the same file can be read once more.
    """

    def __init__(self, connection: Connection, address: str) -> None:
        self._connection = connection
        # A database without a name lies in a file of its own that is removed when it is closed.
        self._mirror = sqlite3.connect("", uri=True, isolation_level=None)
        sql = self._mirror.execute
        sql("ATTACH ? AS library", (address,))
        (made,) = sql("SELECT sql FROM library.sqlite_master WHERE name='fts'").fetchone()
        sql("PRAGMA main.journal_mode=OFF")
        sql("BEGIN")
        sql(made.replace("CREATE VIRTUAL TABLE fts", "CREATE VIRTUAL TABLE main.fts", 1))
        self._texts = 0
        self._facets = 0
        self._values: dict[tuple[str, str], int] = {}

    def __enter__(self) -> FoundAgain:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._mirror.close()

    def take_entries(self, entries: Iterable[tuple[int, EntryColumns | DerivedEntry]]) -> None:
        """Take entries: (number, columns) each."""
        taken = list(entries)
        self._take((pk, fold(columns.search)) for pk, columns in taken)
        for pk, columns in taken:
            # A value that is named twice is one row.
            self._facets += sum(_mark(value, pk) for value in set(map(self._value, columns.facets)))

    def take_document(self, pk: int, texts: Sequence[str]) -> None:
        """Take the search text of a document."""
        self._take([(-pk, fold("\n".join(texts)))])

    def _take(self, rows: Iterable[tuple[int, str]]) -> None:
        given = list(rows)
        self._texts += len(given)
        self._mirror.executemany("INSERT INTO main.fts (rowid, text) VALUES (?, ?)", given)

    def _value(self, facet: tuple[str, str]) -> int:
        number = self._values.get(facet)
        if number is None:
            name, value = facet
            said = f"{name}\0{fold(value)}".encode("utf-8", "surrogatepass")
            number = int.from_bytes(blake2b(said, digest_size=8).digest())
            self._values[facet] = number
        return number

    def problems(self) -> list[str]:
        """Return what is found that should not be, or the other way round, a sentence each."""
        problems = []
        sql = self._connection.exec_driver_sql
        count = sql("SELECT count(*) FROM fts_docsize").scalar() or 0
        if count != self._texts:
            problems.append(f"The full text holds {count} texts; there are {self._texts}.")
        elif not self._same_words():
            problems.append("The full text holds other words than documents and entries do.")
        values = {
            pk: self._value((name, value))
            for pk, name, value in sql("SELECT pk, name, value FROM facet_value")
        }
        rows = sql("SELECT value, owner FROM facet WHERE owner > 0")
        stored = sum(
            _mark(values.get(value, 0), owner)
            for part in rows.partitions(_PART)
            for value, owner in part
        )
        if stored % _ALL != self._facets % _ALL:
            problems.append("Entries are found by other names, places and tags than they have.")
        return problems

    def _same_words(self) -> bool:
        newest = "SELECT max(pk) FROM {}act"
        here = self._connection.exec_driver_sql(newest.format("")).scalar()
        sql = self._mirror.execute
        if sql(newest.format("library.")).fetchone()[0] != here:
            return True  # Somebody has written in the meantime: the two cannot be compared.
        sql("CREATE VIRTUAL TABLE temp.anew USING fts5vocab(main, fts, 'row')")
        sql("CREATE VIRTUAL TABLE temp.kept USING fts5vocab(library, fts, 'row')")
        with closing(self._mirror.cursor()) as kept, closing(self._mirror.cursor()) as anew:
            kept.execute(_WORDS.format("temp.kept"))
            anew.execute(_WORDS.format("temp.anew"))
            while row := kept.fetchone():
                if row != anew.fetchone():
                    return False
            return anew.fetchone() is None


def _mark(value: int, owner: int) -> int:
    """Return a number for a row; their sum is the same in any order, and for no other rows."""
    return ((value ^ owner * _SPREAD) * _MIXED) % _ALL
