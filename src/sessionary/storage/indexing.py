"""Writes the index of documents and entries: what is computed, in the transaction of the truth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.entries import EntryColumns

_SESSION_ROW = (
    "INSERT INTO session_row (document, kind, id, container, number, title, status, start, "
    'start_us, "end", end_us, duration, game_start, game_end, listed, attended, planned, reached, '
    "tags, people, binned, entries) VALUES (" + "?, " * 21 + "0)"
)
_INSERTS = {
    "attendance": (
        'INSERT OR REPLACE INTO attendance (document, person, came, late, "left") '
        "VALUES (?, ?, ?, ?, ?)"
    ),
    "link": "INSERT OR IGNORE INTO link (document, to_kind, to_key, role) VALUES (?, ?, ?, ?)",
}
_FACET_IN = "INSERT OR IGNORE INTO facet (owner, value) VALUES (?, ?)"
_FACET_OUT = "DELETE FROM facet WHERE owner=? AND value=?"
_BIGGEST = 2**63 - 1


def document_owner(pk: int) -> int:
    """Return the number under which full text and facets know a document.

    Entries go by their own number. Documents are below zero, so that either is a range of row
    numbers, which full text can search alone; odd and even numbers would be read one by one.
    """
    return -pk


class IndexWriter:
    """Keeps the index in step within one transaction.

    The numbers of facet values are remembered for the transaction, so make one writer each.

    Attributes:
        known_facets: The numbers that :meth:`facet_value` has returned, by name and value.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._values: dict[tuple[str, str], int] = {}
        self._searched: dict[int, tuple[str, list[int]]] = {}
        self._statuses: dict[int, str | None] = {}
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
            sql = self._connection.exec_driver_sql
            row = sql("SELECT pk FROM facet_value WHERE name=? AND value=?", wanted).first()
            if row is None:
                row = sql(
                    "INSERT INTO facet_value (name, value) VALUES (?, ?) RETURNING pk", wanted
                ).one()
            number = self._values[wanted] = row[0]
        self.known_facets[name, value] = number
        return number

    def entry_in(self, pk: int, columns: EntryColumns) -> None:
        """Put an entry into full text and facets."""
        sql = self._connection.exec_driver_sql
        sql("INSERT INTO fts (rowid, text) VALUES (?, ?)", (pk, fold(columns.search)))
        for name, value in columns.facets:
            number = self.facet_value(name, value)
            sql("INSERT OR IGNORE INTO facet (value, owner) VALUES (?, ?)", (number, pk))

    def entry_out(self, pk: int, columns: EntryColumns) -> None:
        """Take an entry out again; ``columns`` are those it was put in with."""
        sql = self._connection.exec_driver_sql
        self._text_out(pk, fold(columns.search))
        for name, value in columns.facets:
            number = self.facet_value(name, value)
            sql("DELETE FROM facet WHERE value=? AND owner=?", (number, pk))

    def document_in(
        self, pk: int, rows: Mapping[str, Sequence[tuple[Any, ...]]], binned: int | None
    ) -> None:
        """Put a document's rows in; what stood there before must be out already."""
        sql = self._connection.exec_driver_sql
        for row in rows.get("session_row", ()):
            sql(_SESSION_ROW, (pk, *(_storable(value) for value in row), binned))
        for table in ("attendance", "link"):
            given = [(pk, *row) for row in rows.get(table, ())]
            if given:
                sql(_INSERTS[table], given)
        for row in rows.get("person", ()):
            # It only grows: what the document held before is still in its former revisions.
            sql(
                "INSERT OR IGNORE INTO person_index (person, kind, key) "
                "SELECT ?, kind, key FROM document WHERE pk=?",
                (row[0], pk),
            )
        self._find_document(pk, rows)
        self.count_entries([pk])

    def _find_document(self, pk: int, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        """Write what a document is found by, as far as that is not what was there before."""
        owner = document_owner(pk)
        sql = self._connection.exec_driver_sql
        numbers = sorted({self.facet_value(name, value) for name, value in rows.get("facet", ())})
        text = fold("\n".join(row[0] for row in rows.get("search", ())))
        before = self._searched.pop(pk, None)
        if before == (text, numbers):
            return
        if before is None:
            sql("INSERT INTO fts (rowid, text) VALUES (?, ?)", (owner, text))
            self._facets(owner, _FACET_IN, numbers)
        else:
            if before[0] != text:
                self._text_out(owner, before[0])
                sql("INSERT INTO fts (rowid, text) VALUES (?, ?)", (owner, text))
            was, now = set(before[1]), set(numbers)
            self._facets(owner, _FACET_OUT, was - now)
            self._facets(owner, _FACET_IN, now - was)
        sql(
            "INSERT OR REPLACE INTO searched (document, text, facets) VALUES (?, ?, ?)",
            (pk, text, json.dumps(numbers)),
        )

    def _facets(self, owner: int, statement: str, numbers: Iterable[int]) -> None:
        given = [(owner, number) for number in numbers]
        if given:
            self._connection.exec_driver_sql(statement, given)

    def _text_out(self, owner: int, text: str) -> None:
        # A contentless table forgets only what it is told word for word.
        self._connection.exec_driver_sql(
            "INSERT INTO fts (fts, rowid, text) VALUES ('delete', ?, ?)", (owner, text)
        )

    def document_out(self, pk: int) -> None:
        """Take the rows of a document out that rules of the tables look at.

        By what it is found is changed when it comes in again, or goes with :meth:`document_gone`.
        """
        sql = self._connection.exec_driver_sql
        former = sql(
            "SELECT text, facets, status FROM searched LEFT JOIN session_row "
            "ON session_row.document = searched.document WHERE searched.document=?",
            (pk,),
        ).first()
        if former is not None:
            self._searched[pk] = (former[0], json.loads(former[1]))
            self._statuses[pk] = former[2]
        for table in ("session_row", "attendance", "link"):
            sql(f"DELETE FROM {table} WHERE document=?", (pk,))

    def moves(self, pk: int, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> bool:
        """Return whether the rows of a document that was taken out have another status."""
        former = self._statuses.pop(pk, None)
        return former is not None and any(row[5] != former for row in rows.get("session_row", ()))

    def document_gone(self, pk: int) -> None:
        """Take out the rest of a document that was taken out and does not come in again."""
        searched = self._searched.pop(pk, None)
        if searched is not None:
            owner = document_owner(pk)
            self._text_out(owner, searched[0])
            self._facets(owner, _FACET_OUT, searched[1])
        self._connection.exec_driver_sql("DELETE FROM searched WHERE document=?", (pk,))

    def count_entries(self, documents: Iterable[int]) -> None:
        """Bring the number of entries of some documents up to date."""
        for pk in documents:
            self._connection.exec_driver_sql(
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
