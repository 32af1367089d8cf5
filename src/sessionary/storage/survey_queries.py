"""Reads for the surveys of a library: which there are, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sessionary.storage.connection import Reader


class Held(NamedTuple):
    """A document that is not in the bin, without its text."""

    key: str
    container: str
    revision: int


class KeptVersion(NamedTuple):
    """A snapshot of a survey's definition, without its text."""

    survey: str
    name: str
    pk: int


def held(connection: Reader, kind: str) -> list[Held]:
    """Return the documents of a kind that are not in the bin, by key."""
    rows = connection.exec_driver_sql(
        "SELECT key, container, revision FROM document WHERE kind=? AND binned IS NULL "
        "ORDER BY key",
        (kind,),
    )
    return [Held(*row) for row in rows]


def text_of(connection: Reader, kind: str, key: str) -> str | None:
    """Return the stored text of a document, None if there is none."""
    text: str | None = connection.exec_driver_sql(
        "SELECT text FROM document WHERE kind=? AND key=?", (kind, key)
    ).scalar()
    return text


def kept_versions(connection: Reader) -> list[KeptVersion]:
    """Return the snapshots of all surveys in the order in which they came."""
    rows = connection.exec_driver_sql(
        "SELECT scope, id, pk FROM entry WHERE kind='definition' AND type='snapshot' "
        "AND struck IS NULL ORDER BY pk"
    )
    return [KeptVersion(*row) for row in rows]


def linked_with(connection: Connection, kind: str, to_kind: str, to_key: str) -> list[str]:
    """Return the keys of the documents of a kind that are linked to another document."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT document.key FROM link JOIN document ON document.pk = link.document "
        "WHERE link.to_kind=? AND link.to_key=? AND document.kind=? AND document.binned IS NULL "
        "ORDER BY document.key",
        (to_kind, to_key, kind),
    )
    return [row[0] for row in rows]


def binned_definitions(connection: Reader) -> list[tuple[int, str, str]]:
    """Return number, key and stored text of the surveys that lie in the bin."""
    rows = connection.exec_driver_sql(
        "SELECT pk, key, text FROM document WHERE kind='definition' AND binned IS NOT NULL "
        "ORDER BY key"
    )
    return [(row[0], row[1], row[2]) for row in rows]
