"""What is known of the logs of all sessions of a campaign at once, and figures kept of them."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.storage.connection import Reader, Writer

_PREFIX: Final = "figures:"
_OF_CAMPAIGN: Final = (
    "SELECT pk FROM document WHERE kind='session' AND container=? AND binned IS NULL"
)


class SessionDocument(NamedTuple):
    """A session of a campaign, with what changes whenever its document does."""

    pk: int
    key: str
    hash: bytes


def session_documents(connection: Reader, container: str) -> list[SessionDocument]:
    """Return the sessions of a campaign that are not in the bin."""
    rows = connection.exec_driver_sql(
        "SELECT pk, key, hash FROM document "
        "WHERE kind='session' AND container=? AND binned IS NULL ORDER BY pk",
        (container,),
    )
    return [SessionDocument(*row) for row in rows]


def document_text(connection: Reader, pk: int) -> str | None:
    """Return what is stored of a document, None if it is gone."""
    text: str | None = connection.exec_driver_sql(
        "SELECT text FROM document WHERE pk=?", (pk,)
    ).scalar()
    return text


def log_states(connection: Reader, container: str) -> dict[int, tuple[Any, ...]]:
    """Return for each session of a campaign that has entries what changes with each of them.

    What a later act has written makes the greatest act rise. Where it does not, what has happened
    was taken back: then entries are gone, or they bear lower acts than before.
    """
    rows = connection.exec_driver_sql(
        "SELECT document, count(*), sum(pk), sum(act), max(act) FROM entry "
        f"WHERE document IN ({_OF_CAMPAIGN}) GROUP BY document",
        (container,),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def log_categories(
    connection: Reader, sessions: Iterable[int], *, players_only: bool = False
) -> dict[int, dict[str, int]]:
    """Return how many entries of each category some sessions have.

    Args:
        connection: A reader.
        sessions: The numbers of their documents.
        players_only: Leave out what not all players may see.
    """
    seen = "AND visible = 1" if players_only else ""
    listed = ", ".join(str(int(pk)) for pk in sessions)
    rows = connection.exec_driver_sql(
        "SELECT document, category, count(*) FROM entry "
        f"WHERE document IN ({listed}) AND struck IS NULL {seen} GROUP BY document, category"
    )
    found: dict[int, dict[str, int]] = {}
    for document, category, count in rows:
        found.setdefault(document, {})[category] = count
    return found


def kept_figures(connection: Reader, name: str) -> tuple[int, str] | None:
    """Return what was kept under a name, and the act as of which it is complete, 0 if it is not."""
    row = connection.exec_driver_sql(
        "SELECT act, blob FROM cache WHERE name=?", (_PREFIX + name,)
    ).first()
    return None if row is None else (row[0], zlib.decompress(row[1]).decode())


def keep_figures(connection: Writer, name: str, text: str, *, read: int, complete: bool) -> None:
    """Keep a text in the place of the one that had its name.

    Nothing is kept if somebody was forgotten since it was read: it may tell of that person.

    Args:
        connection: A writer.
        name: What names it.
        text: What is kept.
        read: The newest act of the library when what it is made of was read.
        complete: Whether it is all that can be said as of that act.
    """
    forgotten = connection.exec_driver_sql(
        "SELECT 1 FROM act WHERE pk > ? AND origin = 'forget'", (read,)
    ).first()
    if forgotten is None:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO cache (name, act, blob) VALUES (?, ?, ?)",
            (_PREFIX + name, read if complete else 0, zlib.compress(text.encode(), 1)),
        )
