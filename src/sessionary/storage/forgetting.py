"""Everything in a library file that may speak of a person: walked over, and written anew."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.json_text import digest
from sessionary.storage.entry_changes import ENTRY_COLUMNS
from sessionary.storage.indexing import IndexWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from sessionary.storage.entry_changes import ColumnsOf

    Clean = Callable[[str], str]

_PART = 2_000
# Texts that people read, by table; each table has a number.
_WORDS = {
    "act": ("name",),
    "source": ("name", "path", "choices"),
    "reject": ("place", "found", "expected", "message"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A text that is kept of a document besides the present one.

    Attributes:
        kind, key: What names the document.
        revision: The revision that it is, 0 for a copy that is none.
        saved_at: When it was saved, in seconds since 1970.
        text: The envelope.
    """

    kind: str
    key: str
    revision: int
    saved_at: float
    text: str = field(repr=False)


def former_texts(connection: Connection) -> Iterator[Kept]:
    """Walk over all former revisions, those of deleted documents too."""
    names = {
        row[0]: (row[1], row[2])
        for row in connection.exec_driver_sql(
            "SELECT document, kind, key FROM act_document UNION SELECT pk, kind, key FROM document"
        )
    }
    rows = connection.exec_driver_sql(
        "SELECT document, revision, saved_at, packed FROM history ORDER BY document, revision"
    )
    for pk, revision, saved_at, packed in rows:
        if pk in names:
            kind, key = names[pk]
            text = zlib.decompress(packed).decode()
            yield Kept(kind=kind, key=key, revision=revision, saved_at=saved_at, text=text)


def copied_texts(connection: Connection) -> Iterator[Kept]:
    """Walk over rescue copies and what was kept from before migrations."""
    for kind, key, at, text in connection.exec_driver_sql("SELECT kind, key, at, text FROM rescue"):
        yield Kept(kind=kind, key=key, revision=0, saved_at=at, text=text)
    made_for = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name='backup'")
    if made_for.first() is None:
        # A library of the first version that is only read.
        return
    for kind, key, at, revision, packed in connection.exec_driver_sql(
        "SELECT kind, key, at, revision, packed FROM backup"
    ):
        text = zlib.decompress(packed).decode()
        yield Kept(kind=kind, key=key, revision=revision, saved_at=at, text=text)


def entry_texts(connection: Connection) -> Iterator[list[tuple[int, str]]]:
    """Yield parts of (number, text) of all events.

    What belongs to surveys are files of another program, and what follows from these.
    """
    last = connection.exec_driver_sql("SELECT max(pk) FROM entry").scalar() or 0
    for start in range(0, last + 1, _PART):
        rows = connection.exec_driver_sql(
            "SELECT pk, text FROM entry WHERE pk BETWEEN ? AND ? "
            "AND kind NOT IN ('definition', 'survey')",
            (start, start + _PART - 1),
        )
        yield [(row[0], row[1]) for row in rows]


def reject_texts(connection: Connection) -> Iterator[tuple[int, str]]:
    """Walk over (number, text) of what could not be read."""
    for pk, text in connection.exec_driver_sql("SELECT pk, text FROM reject"):
        yield pk, text.decode("utf-8", "surrogateescape")


def count_formers(connection: Connection, places: Sequence[tuple[str, str]]) -> int:
    """Return how many former revisions there are of some documents."""
    return sum(
        connection.exec_driver_sql(
            "SELECT count(*) FROM history WHERE document IN "
            "(SELECT pk FROM document WHERE kind=?1 AND key=?2 "
            "UNION SELECT document FROM act_document WHERE kind=?1 AND key=?2)",
            place,
        ).scalar_one()
        for place in places
    )


def begin(connection: Connection) -> None:
    """Have what is overwritten in this transaction be overwritten in the file as well."""
    connection.exec_driver_sql("PRAGMA secure_delete=ON").close()


def rewrite_entries(
    connection: Connection,
    pks: Sequence[int],
    clean: Clean,
    columns_of: ColumnsOf,
    done: Callable[[], None],
) -> None:
    """Write the records of entries anew, with their columns and their index.

    What they were when they were last imported stays known by its digest, so that importing the
    same file again brings nothing back.
    """
    sql = connection.exec_driver_sql
    index = IndexWriter(connection)
    for pk in pks:
        done()
        found = sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM entry WHERE pk=?", (pk,)).one()
        row = dict(zip(ENTRY_COLUMNS, found, strict=True))
        named = (row["kind"], row["type"], row["scope"])
        index.entry_out(pk, columns_of(*named, row["text"], row["source"]))
        text = clean(row["text"])
        columns = columns_of(*named, text, row["source"])
        sql(
            "UPDATE entry SET text=?, hash=?, real_us=?, game_s=?, category=?, word=?, "
            "importance=?, visible=?, label=? WHERE pk=?",
            (
                text, digest(text), columns.real_us, columns.game_s, columns.category,
                columns.word, int(columns.importance), int(columns.visible), columns.label, pk,
            ),
        )  # fmt: skip
        index.entry_in(pk, columns)


def rewrite_former_entries(connection: Connection, clean: Clean) -> None:
    """Write anew what acts replaced; such an act cannot be taken back any more."""
    sql = connection.exec_driver_sql
    for act, entry, row in sql("SELECT act, entry, row FROM entry_old WHERE row<>''").all():
        kept = json.loads(row)
        text = clean(kept["text"])
        if text != kept["text"]:
            kept |= {"text": text, "hash": digest(text).hex()}
            sql(
                "UPDATE entry_old SET row=? WHERE act=? AND entry=?", (json.dumps(kept), act, entry)
            )


def rewrite_rejects(connection: Connection, pks: Sequence[int], clean: Clean) -> None:
    """Write anew what could not be read."""
    sql = connection.exec_driver_sql
    for pk in pks:
        text = sql("SELECT text FROM reject WHERE pk=?", (pk,)).scalar_one()
        new = clean(text.decode("utf-8", "surrogateescape"))
        sql("UPDATE reject SET text=? WHERE pk=?", (new.encode("utf-8", "surrogateescape"), pk))


def remove_rejects(connection: Connection, pks: Sequence[int]) -> None:
    """Take out what could not be read."""
    for pk in pks:
        connection.exec_driver_sql("DELETE FROM reject WHERE pk=?", (pk,))


def count_words(connection: Connection, clean: Clean) -> int:
    """Return how many acts and files have a name that would be written anew."""
    return sum(table != "reject" for table, *_row in _changed_words(connection, clean))


def rewrite_words(connection: Connection, clean: Clean) -> None:
    """Write anew what people read of acts, sources, rejects and named revisions."""
    sql = connection.exec_driver_sql
    for table, pk, texts in list(_changed_words(connection, clean)):
        places = ", ".join(f"{column}=?" for column in _WORDS[table])
        sql(f"UPDATE {table} SET {places} WHERE pk=?", (*texts, pk))
    marks = sql("SELECT document, revision, why, name FROM revision_mark WHERE name<>''").all()
    for document, revision, why, name in marks:
        sql(
            "UPDATE revision_mark SET name=? WHERE document=? AND revision=? AND why=?",
            (clean(name), document, revision, why),
        )


def _changed_words(connection: Connection, clean: Clean) -> Iterator[tuple[str, int, list[str]]]:
    """Walk over (table, number, new texts) of the rows whose texts would be others."""
    for table, columns in _WORDS.items():
        rows = connection.exec_driver_sql(f"SELECT pk, {', '.join(columns)} FROM {table}")
        for pk, *texts in rows:
            new = [clean(text) for text in texts]
            if new != texts:
                yield table, pk, new


def sweep_index(connection: Connection) -> None:
    """Take out of the index what only waits to be used again: values of nobody, and caches."""
    connection.exec_driver_sql("DELETE FROM facet_value WHERE pk NOT IN (SELECT value FROM facet)")
    connection.exec_driver_sql("DELETE FROM cache")
