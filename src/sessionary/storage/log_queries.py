"""What logging at the table asks of a library: where the clock stands, and who is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
