"""What holds for one library alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


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
