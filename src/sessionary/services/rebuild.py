"""Computes the index from documents and entries: to compare it, or to write it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.entries import DerivedEntry
from sessionary.core.store.errors import BadReason
from sessionary.services.stored import opened, sentence
from sessionary.storage import derived, goal_hits, queries, rebuild, settings
from sessionary.storage.found_again import FoundAgain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sessionary.core.store.backend import Rows
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader, Writer
    from sessionary.storage.queries import StoredDocument

    Report = Callable[[int, int], None]


def rebuild_index(library: Library, report: Report) -> None:
    """Write the index anew, in one transaction. No document may be open.

    What the index holds of a document that cannot be used stays as it is.
    """
    library.epochs.forget()
    with library.reading() as connection:
        facets = rebuild.document_facets(connection)
        stored = {}
        for document in queries.documents(connection):
            rows = _rows(library, document)
            if isinstance(rows, BadReason):
                there = _there(connection, document, facets)
                rows = {**there, "document": [(document.container,)]}
            stored[document.pk] = (rows, 1 if document.binned else None)
    with library.file.writing() as connection:
        rebuild.write_index(connection, stored, library.columns_of, report)
        settings.keep_index(connection)


def bring_index_up(library: Library, report: Report) -> None:
    """Write the index anew if a version of the program wrote it that computed it otherwise."""
    if library.read_only:
        return
    with library.reading() as connection:
        new = settings.has_new_index(connection)
    if not new:
        rebuild_index(library, report)


def index_problems(library: Library, report: Report) -> list[str]:
    """Return where the stored index differs from what documents and entries give."""
    library.epochs.forget()
    with (
        library.reading() as connection,
        FoundAgain(connection, library.file.address()) as found,
    ):
        problems = _document_problems(library, connection, found)
        total = queries.count_entries(connection)
        done = 0
        for part in rebuild.entry_rows(connection):
            computed = [(row, library.columns_of(*row[1:6])) for row in part]
            problems += [
                f"The index of the {row[2]} {row[13]} is not its record's."
                for row, columns in computed
                if rebuild.stored_columns(columns) != tuple(row[6:13])
            ]
            found.take_entries((row[0], columns) for row, columns in computed)
            done += len(part)
            report(done, total)
        if library.file.has_goals:
            problems += goal_hits.hit_problems(connection)
        return problems + found.problems()


def reckon_again(library: Library, connection: Writer, campaign: str) -> None:
    """Place the sessions and entries of a campaign anew in a transaction that changes its epoch."""
    sessions = [
        document
        for document in queries.documents(connection, "session")
        if document.container == campaign
    ]
    for document in sessions:
        rows = _rows(library, document)
        if not isinstance(rows, BadReason):
            rebuild.place_document(connection, document.pk, rows)
    rebuild.place_entries(connection, campaign, library.columns_of)


def _document_problems(library: Library, connection: Reader, found: FoundAgain) -> list[str]:
    problems = []
    facets = rebuild.document_facets(connection)
    for document in queries.documents(connection):
        rows = _rows(library, document)
        if isinstance(rows, BadReason):
            told = sentence(rows, document.text)
            problems.append(f"{document.kind}/{document.key} cannot be used. {told}")
            rows = _there(connection, document, facets)
        found.take_document(document.pk, [row[0] for row in rows.get("search", ())])
        found.take_entries(_numbered(connection, document, rows))
        computed = rebuild.comparable(rows)
        stored = rebuild.comparable(_there(connection, document, facets))
        problems += [
            f"The index ({table}) of {document.kind}/{document.key} is not its document's."
            for table in computed
            if computed[table] != stored[table]
        ]
    return problems


def _there(
    connection: Reader, document: StoredDocument, facets: Mapping[int, list[tuple[Any, ...]]]
) -> Rows:
    known = facets.get(document.pk, [])
    return rebuild.stored_rows(connection, document.pk, document.kind, known)


def _numbered(
    connection: Reader, document: StoredDocument, rows: Rows
) -> list[tuple[int, DerivedEntry]]:
    """Return the entries that follow from a document with the numbers that they have."""
    entries = [DerivedEntry(*row) for row in rows.get("entry", ())]
    there = derived.stored(connection, document.pk) if entries else {}
    known = ((there.get((one.type, one.id)), one) for one in entries)
    return [(stored[0], entry) for stored, entry in known if stored is not None]


def _rows(library: Library, document: StoredDocument) -> Rows | BadReason:
    data = opened(library, document.kind, document.text)
    if isinstance(data, BadReason):
        return data
    return library.kinds[document.kind].index(document.key, data)
