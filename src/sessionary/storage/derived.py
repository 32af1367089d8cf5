"""Entries that follow from their document: brought in step with it by the save of the document.

They have numbers as all entries have, so that lists, facets, full text and the timeline need not
know them; what each of them is found by is kept beside, as a contentless full text forgets only
what it is told word for word. They are no part of what an act added or replaced: to take the act
back is to save the document as it was.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.entries import DERIVED, DerivedEntry
from sessionary.core.json_text import digest
from sessionary.storage.connection import driver
from sessionary.storage.entry_changes import INSERT_ENTRY, next_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from sessionary.storage.indexing import IndexWriter

KINDS: Final = frozenset(kind for kind, _type in DERIVED)
"""The kinds of documents that have such entries."""

# With a plus it is no way to look entries up: nearly all there are may be of that kind.
IS_DERIVED: Final = " OR ".join(
    f"(+entry.kind='{kind}' AND +entry.type='{type_}')" for kind, type_ in sorted(DERIVED)
)
"""SQL: whether an entry is one."""

_OF_DOCUMENT: Final = (
    "FROM entry LEFT JOIN derived ON derived.entry = entry.pk "
    f"WHERE entry.document=? AND ({IS_DERIVED})"
)
_MARKS: Final = f"SELECT entry.type, entry.id, entry.pk, mark {_OF_DOCUMENT}"
_COLUMNS: Final = (
    "SELECT entry.pk, entry.type, entry.id, position, real_us, category, word, importance, "
    "visible, label, struck IS NOT NULL, derived.text, facets"
)
_ONE: Final = (
    f"{_COLUMNS} FROM entry LEFT JOIN derived ON derived.entry = entry.pk WHERE entry.pk=?"
)
_CHANGE: Final = (
    "UPDATE entry SET position=?, real_us=?, category=?, word=?, importance=?, visible=?, "
    "label=?, struck=?, act=? WHERE pk=?"
)
_KEEP: Final = "INSERT OR REPLACE INTO derived (entry, mark, text, facets) VALUES (?, ?, ?, ?)"
_TEXT_IN: Final = "INSERT INTO fts (rowid, text) VALUES (?, ?)"
_TEXT_OUT: Final = "INSERT INTO fts (fts, rowid, text) VALUES ('delete', ?, ?)"
_FACET_IN: Final = "INSERT OR IGNORE INTO facet (owner, value) VALUES (?, ?)"
_FACET_OUT: Final = "DELETE FROM facet WHERE owner=? AND value=?"
_NO_TEXT: Final = ""
_NO_HASH: Final = digest(_NO_TEXT)


class DerivedWriter:
    """Writes the derived entries of documents, changing only what is another.

    Args:
        connection: The writer, inside its transaction.
        index: Knows the numbers of facet values.
    """

    def __init__(self, connection: Connection, index: IndexWriter) -> None:
        raw = driver(connection)
        self._connection = connection
        self._sql = raw.execute
        self._many = raw.executemany
        self._index = index

    def bring_in(
        self, pk: int, name: tuple[str, str], act: int, entries: Sequence[DerivedEntry]
    ) -> None:
        """Make the entries of a document those that it has by now.

        Args:
            pk: The number of the document.
            name: Its kind and key.
            act: The act that writes it.
            entries: What follows from it.
        """
        # Of thousands of entries one has changed: no more of the others is read than a mark.
        there = {row[:2]: row[2:] for row in self._sql(_MARKS, (pk,)).fetchall()}
        came: list[DerivedEntry] = []
        changed = False
        for entry in entries:
            known = there.pop(entry[:2], None)
            if known is None:
                came.append(entry)
            elif known[1] != _mark(entry):
                self._change(known[0], entry, act)
                changed = True
        self._remove(number for number, _mark in there.values())
        if came:
            self._add(pk, name, act, came)
        # One that counts no more, or again, is another number in the lists.
        if came or there or changed:
            self._index.count_entries([pk])

    def rebuild(self, pk: int, entries: Sequence[DerivedEntry]) -> None:
        """Do the same for any document, where full text and facets have just been emptied."""
        kind, key, act = self._sql(
            "SELECT kind, key, act FROM document WHERE pk=?", (pk,)
        ).fetchone()
        if kind in KINDS:
            self.bring_in(pk, (kind, key), act, entries)

    def _add(
        self, document: int, name: tuple[str, str], act: int, entries: Sequence[DerivedEntry]
    ) -> None:
        kind, key = name
        first = next_entry(self._connection)
        numbered = list(enumerate(entries, first))
        self._many(
            INSERT_ENTRY,
            [
                (
                    pk, kind, one.type, key, one.id, document, None, one.position, one.real_us,
                    None, one.category, one.word, one.importance, one.visible, one.label, act,
                    None, act if one.struck else None, _NO_HASH, b"", _NO_TEXT,
                )
                for pk, one in numbered
            ],
        )  # fmt: skip
        self._many(_TEXT_IN, [(pk, one.search) for pk, one in numbered])
        self._many(_FACET_IN, [(pk, value) for pk, one in numbered for value in self._values(one)])
        self._many(_KEEP, [(pk, *_kept(one)) for pk, one in numbered])
        # Numbers are never given twice, also where a document takes its entries with it. No act
        # adds entries from a last one alone, so to take it back removes none of these.
        self._sql("UPDATE act SET last_entry=? WHERE pk=?", (numbered[-1][0], act))

    def _change(self, pk: int, now: DerivedEntry, act: int) -> None:
        was = self._was(pk)
        self._sql(
            _CHANGE,
            (
                now.position, now.real_us, now.category, now.word, now.importance, now.visible,
                now.label, act if now.struck else None, act, pk,
            ),
        )  # fmt: skip
        if was is None or was.search != now.search:
            if was is not None:
                self._sql(_TEXT_OUT, (pk, was.search))
            self._sql(_TEXT_IN, (pk, now.search))
        old, new = set(() if was is None else self._values(was)), set(self._values(now))
        self._many(_FACET_OUT, [(pk, value) for value in old - new])
        self._many(_FACET_IN, [(pk, value) for value in new - old])
        self._sql(_KEEP, (pk, *_kept(now)))

    def _was(self, pk: int) -> DerivedEntry | None:
        return _entry(self._sql(_ONE, (pk,)).fetchone())[1]

    def _remove(self, numbers: Iterable[int]) -> None:
        gone = [(pk, self._was(pk)) for pk in numbers]
        kept = [(pk, was) for pk, was in gone if was is not None]
        self._many(_TEXT_OUT, [(pk, was.search) for pk, was in kept])
        self._many(_FACET_OUT, [(pk, value) for pk, was in kept for value in self._values(was)])
        for table, column in (("derived", "entry"), ("entry", "pk")):
            self._many(f"DELETE FROM {table} WHERE {column}=?", [(pk,) for pk, _was in gone])

    def _values(self, entry: DerivedEntry) -> list[int]:
        return [self._index.facet_value(*facet) for facet in entry.facets]


def stored(
    connection: Connection, pk: int
) -> dict[tuple[str, str], tuple[int, DerivedEntry | None]]:
    """Return the derived entries of a document by (type, id), each with its number.

    None stands for one of which it is not known by what it is found.
    """
    rows = driver(connection).execute(f"{_COLUMNS} {_OF_DOCUMENT}", (pk,))
    return {(row[1], row[2]): _entry(row) for row in rows}


def _entry(row: Sequence[Any]) -> tuple[int, DerivedEntry | None]:
    if row[11] is None:
        return row[0], None
    facets = tuple((str(name), str(value)) for name, value in json.loads(row[12]))
    return row[0], DerivedEntry._make((*row[1:10], bool(row[10]), row[11], facets))


def _kept(entry: DerivedEntry) -> tuple[bytes, str, str]:
    return _mark(entry), entry.search, json.dumps(entry.facets, ensure_ascii=False)


# The same entries are compared at each save of their document.
@lru_cache(maxsize=20_000)
def _mark(entry: DerivedEntry) -> bytes:
    """Return by what it is known that an entry is the same as before."""
    return blake2b(repr(tuple(entry)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
