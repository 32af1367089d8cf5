"""Reads for the page of a campaign: who came to its sessions, and all its events by the page."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

# Of a session's record only what attendance is computed from: logs and summaries stay unread.
_PRESENCE = (
    "SELECT json_object("
    "'id', json_extract(text, '$.data.record.id'), "
    "'number', json_extract(text, '$.data.record.number'), "
    "'status', json_extract(text, '$.data.record.status'), "
    "'realTime', json_extract(text, '$.data.record.realTime'), "
    "'participants', json_extract(text, '$.data.record.participants')), "
    "pk, json_extract(text, '$.data.own.visibility') "
    "FROM document WHERE kind='session' AND container=? AND binned IS NULL AND json_valid(text)"
)
_SHOWN = (
    "SELECT entry.pk, entry.document, entry.real_us, entry.game_s, entry.category, entry.word, "
    "entry.importance, entry.visible, entry.label, "
    "json_extract(entry.text, '$.participants.actor') FROM entry WHERE entry.pk IN "
)


class Presence(NamedTuple):
    """Of a session: its number, part of its record, and who may see it if that is set here."""

    pk: int
    record: dict[str, Any]
    visibility: str


def session_presences(connection: Connection, container: str) -> list[Presence]:
    """Return of each session of a campaign what its attendance is computed from."""
    rows = connection.exec_driver_sql(_PRESENCE, (container,))
    return [Presence(pk, json.loads(record), seen or "") for record, pk, seen in rows]


def campaign_numbers(
    connection: Connection,
    container: str,
    *,
    players_only: bool = False,
    without: Sequence[int] = (),
) -> Iterator[array[int]]:
    """Yield parts of the numbers of a campaign's entries, in the order of game time.

    What lies in the bin, is struck or belongs to no session is left out.

    Args:
        connection: A reader.
        container: The campaign's id.
        players_only: Leave out what not all players may see.
        without: Numbers of sessions whose events are left out.
    """
    seen = "AND entry.visible = 1" if players_only else ""
    if without:
        seen += f" AND entry.document NOT IN ({', '.join(str(int(pk)) for pk in without)})"
    rows = connection.execution_options(stream_results=True).exec_driver_sql(
        "SELECT entry.pk FROM entry JOIN document ON document.pk = entry.document "
        f"WHERE entry.struck IS NULL AND document.binned IS NULL AND document.container=? {seen} "
        "ORDER BY entry.game_s IS NULL, entry.game_s, entry.real_us, entry.pk",
        (container,),
    )
    for part in rows.partitions(20_000):
        yield array("q", [row[0] for row in part])


def shown_entries(connection: Connection, pks: Sequence[int]) -> dict[int, Sequence[Any]]:
    """Return what a list shows of some entries, at most a few hundred, by their number."""
    marks = ", ".join("?" * len(pks))
    rows = connection.exec_driver_sql(f"{_SHOWN}({marks})", tuple(pks))
    return {row[0]: row for row in rows}


def session_labels(connection: Connection, container: str) -> dict[int, tuple[str, str]]:
    """Return the number of each session of a campaign -> (its key, what it is called)."""
    rows = connection.exec_driver_sql(
        "SELECT session_row.document, document.key, session_row.number, session_row.title "
        "FROM session_row JOIN document ON document.pk = session_row.document "
        "WHERE session_row.container=?",
        (container,),
    )
    return {
        pk: (key, f"{number}  {title}".strip() if number is not None else title or key)
        for pk, key, number, title in rows
    }
