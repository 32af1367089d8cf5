"""The snapshots of surveys' definitions: entries that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SNAPSHOTS = "FROM entry WHERE kind='definition' AND type='snapshot' AND scope=?"


def snapshot(connection: Connection, survey: str, name: str) -> str | None:
    """Return the bytes of a snapshot, one character each; None if it is not there."""
    text: str | None = connection.exec_driver_sql(
        f"SELECT text {_SNAPSHOTS} AND id=? AND struck IS NULL", (survey, name)
    ).scalar()
    return text


def snapshot_names(connection: Connection, survey: str) -> list[str]:
    """Return the names of a survey's snapshots in the order in which they came."""
    rows = connection.exec_driver_sql(
        f"SELECT id {_SNAPSHOTS} AND struck IS NULL ORDER BY pk", (survey,)
    )
    return [row[0] for row in rows]
