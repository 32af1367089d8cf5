"""The person index: which documents hold data of whom, and how that is taken out for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.store.errors import SaveFailed
from sessionary.core.text import fold
from sessionary.storage.connection import driver
from sessionary.storage.library_file import DiskError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from sessionary.core.store.backend import Forget
    from sessionary.storage.library_file import LibraryFile


class SqlitePersons:
    """Reads the person index of a library file. Acts write it.

    A deleted document stays in it, since its former revisions are kept: they hold what it held.
    """

    def __init__(self, file: LibraryFile) -> None:
        self._file = file

    def people(self) -> list[str]:
        """Return all persons of the index, sorted."""
        if not self._file.has_sharing:
            return []
        with self._file.reading() as connection:
            return [
                row[0]
                for row in connection.exec_driver_sql(
                    "SELECT DISTINCT person FROM person_index ORDER BY person"
                )
            ]

    def documents_of(self, person: str) -> list[tuple[str, str]]:
        """Return (kind, key) of the documents that hold, or held, data of a person, sorted."""
        if not self._file.has_sharing:
            return []
        with self._file.reading() as connection:
            return [
                (row[0], row[1])
                for row in connection.exec_driver_sql(
                    "SELECT kind, key FROM person_index WHERE person=? ORDER BY kind, key",
                    (person,),
                )
            ]

    def purge(self) -> None:
        """Leave no trace in the file of what was deleted; takes as long as copying the file.

        Raises:
            SaveFailed: The disk did not take it. What was deleted is gone from sight all the same.
        """
        try:
            with self._file.writing() as connection:
                # Full text keeps the words of what was taken out until its parts are merged.
                connection.exec_driver_sql("INSERT INTO fts (fts) VALUES ('optimize')")
            self._file.vacuum()
        except DiskError as error:
            raise SaveFailed(error) from error


def all_rows(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (person, kind, key) of the whole index, sorted."""
    rows = connection.exec_driver_sql(
        "SELECT person, kind, key FROM person_index ORDER BY person, kind, key"
    )
    return [(row[0], row[1], row[2]) for row in rows]


def count_events(connection: Connection, person: str, kind: str = "session") -> int:
    """Return how many entries name a person, as who or whom.

    Args:
        connection: A reader.
        person: The id, as documents have it.
        kind: The kind of documents whose entries are counted.
    """
    count: int = connection.exec_driver_sql(
        "SELECT count(DISTINCT owner) FROM facet JOIN facet_value ON facet_value.pk = facet.value "
        "JOIN entry ON entry.pk = owner "
        "WHERE name IN ('actor', 'target', 'person') AND facet_value.value=? AND owner > 0 "
        "AND entry.kind=?",
        (fold(person), kind),
    ).scalar_one()
    return count


def owners(connection: Connection) -> dict[int, str]:
    """Return the number of each document -> its key."""
    return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT pk, key FROM document")}


def add_persons(connection: Connection, persons: Iterable[tuple[str, str, str]]) -> None:
    """Note that documents hold data of persons: (kind, key, person) each. Twice does no harm."""
    given = [(person, kind, key) for kind, key, person in persons]
    if given:
        driver(connection).executemany(
            "INSERT OR IGNORE INTO person_index (person, kind, key) VALUES (?, ?, ?)", given
        )


def forget_person(connection: Connection, forget: Forget) -> None:
    """Take out of documents what they were and what was kept beside them, for good."""
    sql = connection.exec_driver_sql
    # What is overwritten in the file cannot be read from it, should the last step never come.
    sql("PRAGMA secure_delete=ON").close()
    for kind, key in forget.documents:
        name = (kind, key)
        numbers = sql(
            "SELECT pk FROM document WHERE kind=? AND key=? "
            "UNION SELECT document FROM act_document WHERE kind=? AND key=?",
            (*name, *name),
        ).all()
        for (pk,) in numbers:
            sql("DELETE FROM history WHERE document=?", (pk,))
            sql("DELETE FROM revision_mark WHERE document=?", (pk,))
        for table in ("backup", "rescue"):
            sql(f"DELETE FROM {table} WHERE kind=? AND key=?", name)
        sql("DELETE FROM person_index WHERE person=? AND kind=? AND key=?", (forget.person, *name))
