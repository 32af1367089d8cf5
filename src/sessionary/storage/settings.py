"""What holds for one library alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.storage.ids import INDEX_VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection

INDEX: Final = "index"


def value(connection: Connection, name: str) -> str | None:
    """Return a setting of the library, None if it was never kept."""
    found: str | None = connection.exec_driver_sql(
        "SELECT value FROM setting WHERE name=?", (name,)
    ).scalar()
    return found


def keep(connection: Connection, name: str, text: str) -> None:
    """Keep a setting of the library."""
    connection.exec_driver_sql(
        "INSERT INTO setting (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value=excluded.value",
        (name, text),
    )


def has_new_index(connection: Connection) -> bool:
    """Say whether this version computed the index, so that it need not be written anew."""
    return value(connection, INDEX) == str(INDEX_VERSION)


def keep_index(connection: Connection) -> None:
    """Note that this version computed the index."""
    keep(connection, INDEX, str(INDEX_VERSION))
