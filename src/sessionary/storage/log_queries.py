"""What logging at the table asks of a library: where the clock stands, and who is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sessionary.storage.connection import Reader


def last_game_second(connection: Reader, document: int) -> int | None:
    """Return the clock face of the entry that came into a document last, None without any."""
    row = connection.exec_driver_sql(
        "SELECT game_s FROM entry WHERE pk = (SELECT max(pk) FROM entry "
        "WHERE document=? AND struck IS NULL AND game_s IS NOT NULL)",
        (document,),
    ).first()
    return None if row is None else row[0]


def fight_texts(connection: Reader, document: int, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return type and text of a document's entries of some types, as they came in.

    Args:
        connection: A reader.
        document: The number of the document.
        words: The types.
    """
    marks = ", ".join("?" * len(words))
    rows = connection.exec_driver_sql(
        f"SELECT word, text FROM entry WHERE document=? AND struck IS NULL AND word IN ({marks}) "
        "ORDER BY pk",
        (document, *words),
    )
    return [(row[0], row[1]) for row in rows]


class LastEntry(NamedTuple):
    """The entry that came into a document last."""

    pk: int
    text: str


def last_entry(connection: Reader, kind: str, key: str) -> LastEntry | None:
    """Return the entry that came into a document last and is not struck, None without any."""
    row = connection.exec_driver_sql(
        "SELECT pk, text FROM entry WHERE pk = (SELECT max(pk) FROM entry WHERE struck IS NULL "
        "AND document = (SELECT pk FROM document WHERE kind=? AND key=?))",
        (kind, key),
    ).first()
    return None if row is None else LastEntry(pk=row[0], text=row[1])


def facet_values(connection: Reader, names: tuple[str, ...], most: int) -> list[str]:
    """Return values by which entries are found, the newest first, each once.

    Args:
        connection: A reader.
        names: Names of facets, such as ``actor``.
        most: How many values at most.
    """
    marks = ", ".join("?" * len(names))
    rows = connection.exec_driver_sql(
        f"SELECT value FROM facet_value WHERE name IN ({marks}) ORDER BY pk DESC LIMIT ?",
        (*names, most),
    )
    return list(dict.fromkeys(row[0] for row in rows))
