"""Writes the index of documents and entries: what is computed, in the transaction of the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.text import fold
from sessionary.storage.connection import driver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.entries import EntryColumns

_SESSION_ROW = (
    "INSERT INTO session_row (document, kind, id, container, number, title, status, start, "
    'start_us, "end", end_us, duration, game_start, game_end, listed, attended, planned, reached, '
    "tags, people, binned, entries) VALUES (" + "?, " * 21 + "?)"
)
_FORMER = (
    "SELECT text, facets, status, entries FROM searched LEFT JOIN session_row "
    "ON session_row.document = searched.document WHERE searched.document=?"
)
_FORMER_ROWS = {
    "attendance": 'SELECT person, came, late, "left" FROM attendance WHERE document=?',
    "link": "SELECT to_kind, to_key, role FROM link WHERE document=?",
}
_INSERTS = {
    "attendance": (
        'INSERT OR REPLACE INTO attendance (document, person, came, late, "left") '
        "VALUES (?, ?, ?, ?, ?)"
    ),
    "link": "INSERT OR IGNORE INTO link (document, to_kind, to_key, role) VALUES (?, ?, ?, ?)",
}
_FACET_IN = "INSERT OR IGNORE INTO facet (owner, value) VALUES (?, ?)"
_FACET_OUT = "DELETE FROM facet WHERE owner=? AND value=?"
_PERSON_IN = (
    "INSERT OR IGNORE INTO person_index (person, kind, key) "
    "SELECT ?, kind, key FROM document WHERE pk=?"
)
_VALUES = (
    "SELECT name, facet_value.value, pk FROM json_each(?) JOIN facet_value "
    "ON facet_value.pk = json_each.value"
)
_BIGGEST = 2**63 - 1


def document_owner(pk: int) -> int:
    """Return the number under which full text and facets know a document.

    Entries go by their own number. Documents are below zero, so that either is a range of row
    numbers, which full text can search alone; odd and even numbers would be read one by one.
    """
    return -pk


@dataclass(slots=True, kw_only=True)
class _Former:
    """What the index held of a document, to be changed only where that is not what it will hold.

    Attributes:
        text: By what full text knows it; None if it does not.
        facets: The numbers of its facet values.
        status: Its status, None if it is no session.
        entries: How many entries it has, None if that is not known.
        rows: Table -> its rows there.
    """

    text: str | None = None
    facets: list[int] = field(default_factory=list)
    status: str | None = None
    entries: int | None = None
    rows: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)


class IndexWriter:
    """Keeps the index in step within one transaction.

    The numbers of facet values are remembered for the transaction, so make one writer each.

    Attributes:
        known_facets: The numbers that :meth:`facet_value` has returned, by name and value.
    """

    def __init__(self, connection: Connection) -> None:
        raw = driver(connection)
        self._sql = raw.execute
        self._many = raw.executemany
        self._values: dict[tuple[str, str], int] = {}
        self._formers: dict[int, _Former] = {}
        self.known_facets: dict[tuple[str, str], int] = {}

    def facet_value(self, name: str, value: str) -> int:
        """Return the number of a facet value, making it when it is new."""
        # Texts repeat: folding each of them again would take longer than all the rest of this.
        spelt = self.known_facets.get((name, value))
        if spelt is not None:
            return spelt
        wanted = (name, fold(value))
        number = self._values.get(wanted)
        if number is None:
            sql = self._sql
            row = sql("SELECT pk FROM facet_value WHERE name=? AND value=?", wanted).fetchone()
            if row is None:
                # Not `lastrowid`: an import has another thread that inserts by this connection.
                made = sql(
                    "INSERT INTO facet_value (name, value) VALUES (?, ?) RETURNING pk", wanted
                )
                (row,) = made.fetchall()
            number = self._values[wanted] = row[0]
        self.known_facets[name, value] = number
        return number

    def entry_in(self, pk: int, columns: EntryColumns) -> None:
        """Put an entry into full text and facets."""
        self._text_in(pk, fold(columns.search))
        self._many(_FACET_IN, [(pk, self.facet_value(*facet)) for facet in columns.facets])

    def entry_out(self, pk: int, columns: EntryColumns) -> None:
        """Take an entry out again; ``columns`` are those it was put in with."""
        self._text_out(pk, fold(columns.search))
        self._many(_FACET_OUT, [(pk, self.facet_value(*facet)) for facet in columns.facets])

    def facets_in(self, pk: int, columns: EntryColumns, name: str) -> None:
        """Let an entry be found by its facets of one name."""
        for facet in columns.facets:
            if facet[0] == name:
                self._sql(_FACET_IN, (pk, self.facet_value(*facet)))

    def facets_out_of(self, pk: int, name: str) -> None:
        """Let an entry be found by no facet of a name any more."""
        self._sql(
            "DELETE FROM facet WHERE owner=? "
            "AND value IN (SELECT pk FROM facet_value WHERE name=?)",
            (pk, name),
        )

    def facets_out(self, scope: str, name: str) -> None:
        """Let no entry of a campaign be found by a facet of a name that few of them have."""
        self._sql(
            "DELETE FROM facet WHERE value IN (SELECT pk FROM facet_value WHERE name=?) "
            "AND owner IN (SELECT pk FROM entry WHERE pk IN (SELECT owner FROM facet "
            "WHERE value IN (SELECT pk FROM facet_value WHERE name=?)) AND scope=?)",
            (name, name, scope),
        )

    def document_in(
        self, pk: int, rows: Mapping[str, Sequence[tuple[Any, ...]]], binned: int | None
    ) -> None:
        """Put a document's rows in; what stood there before must be out already."""
        former = self._formers.pop(pk, None) or _Former()
        for row in rows.get("session_row", ()):
            stored = (_storable(value) for value in row)
            # What an act does to entries comes after its documents, and is counted then.
            self._sql(_SESSION_ROW, (pk, *stored, binned, former.entries or 0))
            if former.entries is None:
                self.count_entries([pk])
        for table, insert in _INSERTS.items():
            self._bring_in(table, insert, pk, former, rows.get(table, ()))
        # It only grows: what the document held before is still in its former revisions.
        self._many(_PERSON_IN, [(row[0], pk) for row in rows.get("person", ())])
        self._find_document(pk, former, rows)

    def _bring_in(
        self, table: str, insert: str, pk: int, former: _Former, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        before = former.rows.get(table, set())
        if before == set(rows):
            return
        if before:
            self._sql(f"DELETE FROM {table} WHERE document=?", (pk,))
        self._many(insert, [(pk, *row) for row in rows])

    def _find_document(
        self, pk: int, former: _Former, rows: Mapping[str, Sequence[tuple[Any, ...]]]
    ) -> None:
        """Write what a document is found by, as far as that is not what was there before."""
        owner = document_owner(pk)
        numbers = sorted({self.facet_value(name, value) for name, value in rows.get("facet", ())})
        text = fold("\n".join(row[0] for row in rows.get("search", ())))
        if (former.text, former.facets) == (text, numbers):
            return
        if former.text != text:
            if former.text is not None:
                self._text_out(owner, former.text)
            self._text_in(owner, text)
        was, now = set(former.facets), set(numbers)
        self._many(_FACET_OUT, [(owner, number) for number in was - now])
        self._many(_FACET_IN, [(owner, number) for number in now - was])
        self._sql(
            "INSERT OR REPLACE INTO searched (document, text, facets) VALUES (?, ?, ?)",
            (pk, text, json.dumps(numbers)),
        )

    def _text_in(self, owner: int, text: str) -> None:
        self._sql("INSERT INTO fts (rowid, text) VALUES (?, ?)", (owner, text))

    def _text_out(self, owner: int, text: str) -> None:
        # A contentless table forgets only what it is told word for word.
        self._sql("INSERT INTO fts (fts, rowid, text) VALUES ('delete', ?, ?)", (owner, text))

    def document_out(self, pk: int) -> None:
        """Take the row of a document out that rules of the tables look at.

        The rest is changed when it comes in again, or goes with :meth:`document_gone`.
        """
        sql = self._sql
        former = _Former()
        found = sql(_FORMER, (pk,)).fetchone()
        if found is not None:
            former.text, facets, former.status, former.entries = found
            former.facets = json.loads(facets)
            for name, value, number in sql(_VALUES, (facets,)):
                self._values[name, value] = number
        for table, query in _FORMER_ROWS.items():
            former.rows[table] = set(sql(query, (pk,)))
        self._formers[pk] = former
        sql("DELETE FROM session_row WHERE document=?", (pk,))

    def moves(self, pk: int, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> bool:
        """Return whether the rows of a document that was taken out have another status."""
        former = self._formers.get(pk)
        return (
            former is not None
            and former.status is not None
            and any(row[5] != former.status for row in rows.get("session_row", ()))
        )

    def document_gone(self, pk: int) -> None:
        """Take out the rest of a document that was taken out and does not come in again."""
        former = self._formers.pop(pk, None) or _Former()
        owner = document_owner(pk)
        if former.text is not None:
            self._text_out(owner, former.text)
        self._many(_FACET_OUT, [(owner, number) for number in former.facets])
        for table in ("attendance", "link", "searched"):
            self._sql(f"DELETE FROM {table} WHERE document=?", (pk,))

    def count_entries(self, documents: Iterable[int]) -> None:
        """Bring the number of entries of some documents up to date."""
        for pk in documents:
            self._sql(
                "UPDATE session_row SET entries = (SELECT count(*) FROM entry "
                "WHERE entry.document = session_row.document AND struck IS NULL) "
                "WHERE document=?",
                (pk,),
            )


def _storable(value: Any) -> Any:
    """Return the value, or None for a whole number that SQLite cannot hold."""
    if isinstance(value, int) and not -_BIGGEST <= value <= _BIGGEST:
        return None
    return value
