"""Reads for the page of a campaign: who came to its sessions, and all its events by the page."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sessionary.core.campaign.event_filter import EventFilter
from sessionary.core.query import Term
from sessionary.storage.search import full_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
_LOOSE = "FROM entry WHERE document IS NULL AND scope = ? AND struck IS NULL AND kind = 'session'"
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


def campaigns_of_sessions(connection: Connection) -> list[str]:
    """Return the campaigns that have a session, those too without a document of their own."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT container FROM document WHERE kind='session'"
    )
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Which entries of a campaign are meant; never what lies in the bin or is struck.

    What happened between its sessions, or waits for one that is not here, is among them.

    Attributes:
        container: The campaign's id.
        players_only: Leave out what not all players may see.
        without: Numbers of sessions whose events are left out.
        wanted: What the reader filters by; numbers of entries are not looked at.
        named: Of each word of the filter's text the ids of those whose name has it.
    """

    container: str
    players_only: bool = False
    without: tuple[int, ...] = ()
    wanted: EventFilter = field(default_factory=EventFilter)
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)


def campaign_numbers(connection: Connection, events: Events) -> Iterator[array[int]]:
    """Yield parts of the numbers of a campaign's entries, in the order of game time."""
    source, clause, values = _clause(connection, events)
    rows = connection.execution_options(stream_results=True).exec_driver_sql(
        f"SELECT entry.pk FROM {source} WHERE {clause} "
        "ORDER BY entry.game_s IS NULL, entry.game_s, entry.real_us, entry.pk",
        values,
    )
    for part in rows.partitions(20_000):
        yield array("q", [row[0] for row in part])


def campaign_categories(connection: Connection, events: Events) -> dict[str, int]:
    """Return how many of a campaign's entries each category has."""
    source, clause, values = _clause(connection, events)
    rows = connection.exec_driver_sql(
        f"SELECT entry.category, COUNT(*) FROM {source} WHERE {clause} GROUP BY entry.category",
        values,
    )
    return {row[0]: row[1] for row in rows}


def count_loose(connection: Connection, container: str) -> int:
    """Return how many entries a campaign has outside its sessions."""
    return connection.exec_driver_sql(f"SELECT COUNT(*) {_LOOSE}", (container,)).scalar() or 0


def _clause(connection: Connection, events: Events) -> tuple[str, str, tuple[Any, ...]]:
    """Return tables, condition and values of the entries that are meant."""
    wanted = events.wanted
    source, container = "entry JOIN document ON document.pk = entry.document", events.container
    # A survey may have the id of the campaign; with a plus no index is chosen by that.
    clauses = ["entry.struck IS NULL", "document.binned IS NULL", "+entry.kind = 'session'"]
    values: list[Any] = [container]
    if connection.exec_driver_sql(f"SELECT 1 {_LOOSE} LIMIT 1", (container,)).first() is None:
        clauses.append("document.container = ?")
    else:
        # Most campaigns have none, and are read without asking that of each entry.
        source = "entry LEFT JOIN document ON document.pk = entry.document"
        clauses.append("(document.container = ? OR entry.document IS NULL AND entry.scope = ?)")
        values.append(container)
    if events.players_only:
        clauses.append("entry.visible = 1")
    if events.without:
        hidden = ", ".join(str(int(pk)) for pk in events.without)
        clauses.append(f"(entry.document IS NULL OR entry.document NOT IN ({hidden}))")
    if wanted.categories is not None:
        clauses.append(f"entry.category IN ({', '.join('?' * len(wanted.categories))})")
        values += sorted(wanted.categories)
    if wanted.least:
        clauses.append("entry.importance >= ?")
        values.append(wanted.least)
    if wanted.visible is not None:
        clauses.append("entry.visible = ?")
        values.append(wanted.visible)
    for word in wanted.text.split():
        if expression := _word_expression(word, events.named.get(word, ())):
            clauses.append("entry.pk IN (SELECT rowid FROM fts WHERE fts MATCH ? AND rowid > 0)")
            values.append(expression)
    return source, " AND ".join(clauses), tuple(values)


def _word_expression(word: str, named: Sequence[str]) -> str:
    """Return the FTS5 expression of a word, or of the id of somebody whose name has it."""
    terms = [Term("", word), *(Term("", one, phrase=True) for one in named)]
    return " OR ".join(filter(None, (full_text([term]) for term in terms)))


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
