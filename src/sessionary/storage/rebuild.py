"""The index computed anew, and compared with what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.own_events import UNTIL_FACET
from sessionary.core.entries import DerivedEntry
from sessionary.core.text import fold
from sessionary.storage import derived, goal_hits
from sessionary.storage.indexing import IndexWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.entries import EntryColumns
    from sessionary.core.store.backend import Rows
    from sessionary.storage.entry_changes import ColumnsOf

    Report = Callable[[int, int], None]

_PART = 2_000
_UPDATE = (
    "UPDATE entry SET real_us=?, game_s=?, category=?, word=?, importance=?, visible=?, label=? "
    "WHERE pk=?"
)
_TABLES = (
    "session_row", "attendance", "link", "searched", "facet", "facet_value", "cache", "derived",
)  # fmt: skip


def entry_rows(connection: Connection) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield parts of (pk, kind, type, scope, text, source, the stored columns, id).

    Entries that follow from their document are left out: they come with that.
    """
    last = connection.exec_driver_sql("SELECT max(pk) FROM entry").scalar() or 0
    for start in range(0, last + 1, _PART):
        yield connection.exec_driver_sql(
            "SELECT pk, kind, type, scope, text, source, real_us, game_s, category, word, "
            "importance, visible, label, id FROM entry WHERE pk BETWEEN ? AND ? "
            f"AND NOT ({derived.IS_DERIVED})",
            (start, start + _PART - 1),
        ).all()


def stored_columns(columns: EntryColumns) -> tuple[Any, ...]:
    """Return the columns as the entry table holds them."""
    return (
        columns.real_us, columns.game_s, columns.category, columns.word,
        int(columns.importance), int(columns.visible), columns.label,
    )  # fmt: skip


def write_index(
    connection: Connection,
    documents: Mapping[int, tuple[Rows, int | None]],
    columns_of: ColumnsOf,
    report: Report,
) -> None:
    """Drop the index and write it anew from documents and entries.

    Args:
        connection: The writer, inside a transaction.
        documents: pk -> index rows and whether it lies in the bin.
        columns_of: Computes an entry's columns.
        report: Called with entries done and in all.
    """
    sql = connection.exec_driver_sql
    for table in _TABLES:
        sql(f"DELETE FROM {table}")
    sql("INSERT INTO fts (fts) VALUES ('delete-all')")
    index = IndexWriter(connection)
    entries = derived.DerivedWriter(connection, index)
    for pk, (rows, binned) in documents.items():
        index.document_in(pk, rows, binned)
        entries.rebuild(pk, [DerivedEntry(*row) for row in rows.get("entry", ())])
    total = sql("SELECT count(*) FROM entry").scalar() or 0
    done = 0
    for part in entry_rows(connection):
        for row in part:
            columns = columns_of(*row[1:6])
            if stored_columns(columns) != tuple(row[6:13]):
                sql(_UPDATE, (*stored_columns(columns), row[0]))
            index.entry_in(row[0], columns)
        done += len(part)
        report(done, total)
    index.count_entries(documents)
    goal_hits.count_again(connection)


def index_document(connection: Connection, pk: int, rows: Rows, act: int) -> None:
    """Write the index of one document anew, where something else has changed that it depends on."""
    kind, key, binned = connection.exec_driver_sql(
        "SELECT kind, key, binned FROM document WHERE pk=?", (pk,)
    ).one()
    index = IndexWriter(connection)
    index.document_out(pk)
    index.document_in(pk, rows, binned)
    if kind in derived.KINDS:
        entries = [DerivedEntry(*row) for row in rows.get("entry", ())]
        derived.DerivedWriter(connection, index).bring_in(pk, (kind, key), act, entries)


def place_document(connection: Connection, pk: int, rows: Rows) -> None:
    """Write when a session was in game time, where that alone has changed."""
    for row in rows.get("session_row", ()):
        connection.exec_driver_sql(
            "UPDATE session_row SET game_start=?, game_end=? WHERE document=?",
            (row[11], row[12], pk),
        )


def place_entries(connection: Connection, scope: str, columns_of: ColumnsOf) -> None:
    """Compute anew what of a campaign's events follows from how it is reckoned.

    That is when they were in game time, who may see them, and what their types count as.
    """
    last = ""
    index = IndexWriter(connection)
    # Until when events last follows the clock as well; few records say it.
    index.facets_out(scope, UNTIL_FACET)
    while True:
        rows = connection.exec_driver_sql(
            "SELECT pk, kind, type, scope, text, source, real_us, game_s, category, word, "
            "importance, visible, label, id FROM entry WHERE kind='session' "
            "AND type='event' AND scope=? AND id>? ORDER BY id LIMIT ?",
            (scope, last, _PART),
        ).all()
        if not rows:
            return
        last = rows[-1][13]
        changed = []
        for row in rows:
            columns = columns_of(*row[1:6])
            now = stored_columns(columns)
            if now != tuple(row[6:13]):
                changed.append((*now, row[0]))
            index.facets_in(row[0], columns, UNTIL_FACET)
            if columns.word != row[9]:
                index.facets_out_of(row[0], "type")
                index.facets_in(row[0], columns, "type")
        if changed:
            connection.exec_driver_sql(_UPDATE, changed)


def document_facets(connection: Connection) -> dict[int, list[tuple[Any, ...]]]:
    """Return (name, value) of the facets of each document that has any, read in one go.

    They lie by value: to look for those of one document is to look through all of them.
    """
    found: dict[int, list[tuple[Any, ...]]] = {}
    rows = connection.exec_driver_sql(
        "SELECT owner, name, facet_value.value FROM facet "
        "JOIN facet_value ON facet_value.pk = facet.value WHERE owner < 0"
    )
    for owner, name, value in rows:
        found.setdefault(-owner, []).append((name, value))
    return found


def stored_rows(
    connection: Connection, pk: int, kind: str, facets: list[tuple[Any, ...]]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the index holds of a document, in the form of its index rows."""
    entries = derived.stored(connection, pk).values() if kind in derived.KINDS else ()
    sql = connection.exec_driver_sql
    return {
        "session_row": [
            tuple(row)
            for row in sql(
                'SELECT kind, id, container, number, title, status, start, start_us, "end", '
                "end_us, duration, game_start, game_end, listed, attended, planned, reached, "
                "tags, people FROM session_row WHERE document=?",
                (pk,),
            )
        ],
        "attendance": [
            (row[0], bool(row[1]), bool(row[2]), bool(row[3]))
            for row in sql(
                'SELECT person, came, late, "left" FROM attendance WHERE document=?', (pk,)
            )
        ],
        "link": [
            tuple(row)
            for row in sql("SELECT to_kind, to_key, role FROM link WHERE document=?", (pk,))
        ],
        "facet": facets,
        "search": [tuple(row) for row in sql("SELECT text FROM searched WHERE document=?", (pk,))],
        "entry": [entry for _pk, entry in entries if entry is not None],
    }


def comparable(rows: Rows) -> dict[str, set[tuple[Any, ...]]]:
    """Return index rows in a form in which computed and stored ones are equal."""
    search = fold("\n".join(row[0] for row in rows.get("search", ())))
    return {
        "session_row": {tuple(row) for row in rows.get("session_row", ())},
        "attendance": {
            (row[0], *(bool(value) for value in row[1:])) for row in rows.get("attendance", ())
        },
        "link": {tuple(row) for row in rows.get("link", ())},
        "facet": {(name, fold(value)) for name, value in rows.get("facet", ())},
        "search": {(search,)},
        "entry": {tuple(row) for row in rows.get("entry", ())},
    }
