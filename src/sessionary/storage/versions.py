"""The snapshots of surveys' definitions: entries that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

CURRENT = "current"
"""The name by which sessions are pinned to whatever is the present definition."""

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


def added_by(connection: Connection, act: int) -> set[tuple[str, str]]:
    """Return survey and name of the snapshots that an act has added."""
    rows = connection.exec_driver_sql(
        "SELECT scope, id FROM entry WHERE kind='definition' AND type='snapshot' AND act=?", (act,)
    )
    return {(row[0], row[1]) for row in rows}


def former_texts(connection: Connection, document: int) -> list[bytes]:
    """Return the former revisions of a document, packed, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT packed FROM history WHERE document=? ORDER BY revision DESC", (document,)
    )
    return [row[0] for row in rows]


def dependents(connection: Connection, survey: str, changed: frozenset[str]) -> list[int]:
    """Return the numbers of the sessions that are read by versions of a survey that have changed.

    Args:
        connection: Inside the transaction that has changed them.
        survey: The id of the survey.
        changed: Names of snapshots, and :data:`CURRENT`, which also stands in for snapshots that
            are missing.
    """
    rows = connection.exec_driver_sql(
        "SELECT document.pk, role FROM document JOIN link ON link.document = document.pk "
        "WHERE document.kind='survey' AND container=? AND to_kind='definition' AND to_key=?",
        (survey, survey),
    ).all()
    there = set(snapshot_names(connection, survey)) if CURRENT in changed else set()
    missing = {role for _pk, role in rows} - there if CURRENT in changed else set()
    return [pk for pk, role in rows if role in changed or role in missing]
