"""Reads for the world of a campaign: what its events, sessions and documents name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sessionary.core.query import Term
from sessionary.core.text import fold
from sessionary.storage.search import full_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.storage.connection import Reader

_WHERE = (
    "e.scope=? AND e.kind='session' AND e.type='event' AND e.struck IS NULL AND e.wanted IS NULL"
)
# Facets hold names as searches compare them, so the spelling is that of the first event; with
# min() the other columns are those of that event, too. The order of the tables is that of the
# smallest index first: the planner would begin with all entries.
_NAMED = (
    "SELECT v.name, v.value, coalesce(e.document, 0), e.visible, count(*), e.game_s, min(e.pk) "
    "FROM facet_value v CROSS JOIN facet f ON f.value = v.pk CROSS JOIN entry e ON e.pk = f.owner "
    "WHERE v.name IN ('actor', 'target', 'place') AND f.owner BETWEEN ? AND ? "
    f"AND {_WHERE} AND coalesce(e.document, 0) NOT IN (%s) AND e.word NOT IN (%s) "
    "GROUP BY v.pk, e.visible"
)
# Who does something to himself is an actor and a target, of one event.
_TWICE = (
    "SELECT v.value, e.visible, count(*) FROM facet_value v "
    "CROSS JOIN facet_value w ON w.name = 'target' AND w.value = v.value "
    "CROSS JOIN facet f ON f.value = v.pk "
    "CROSS JOIN facet g ON g.value = w.pk AND g.owner = f.owner "
    "CROSS JOIN entry e ON e.pk = f.owner WHERE v.name = 'actor' AND f.owner BETWEEN ? AND ? "
    f"AND {_WHERE} AND coalesce(e.document, 0) NOT IN (%s) AND e.word NOT IN (%s) "
    "GROUP BY v.pk, e.visible"
)
_NAMING = (
    "SELECT coalesce(e.document, 0), e.visible, e.game_s, "
    "json_object('participants', json_extract(e.text, '$.participants'), "
    "'event', json_extract(e.text, '$.event')) "
    "FROM facet_value v CROSS JOIN facet f ON f.value = v.pk CROSS JOIN entry e ON e.pk = f.owner "
    f"WHERE v.name = 'type' AND v.value IN (%s) AND f.owner BETWEEN ? AND ? AND {_WHERE} "
    "AND coalesce(e.document, 0) NOT IN (%s) ORDER BY e.pk"
)
_SPELT = "SELECT pk, json_extract(text, '$.participants') FROM entry WHERE pk IN (%s)"
_TOLD = (
    "SELECT e.pk, coalesce(e.document, 0), e.game_s, e.real_us, e.category, e.word, e.visible, "
    "e.label FROM entry e WHERE e.pk IN (SELECT rowid FROM fts WHERE fts MATCH ? AND rowid > 0 "
    "UNION SELECT f.owner FROM facet_value v JOIN facet f ON f.value = v.pk "
    "WHERE v.name IN ('actor', 'target', 'place') AND v.value IN (%s)) "
    f"AND {_WHERE} AND coalesce(e.document, 0) NOT IN (%s) "
    "ORDER BY e.game_s IS NULL, e.game_s, e.real_us, e.pk"
)
_OWNERS = (
    "SELECT f.owner FROM facet_value v CROSS JOIN facet f ON f.value = v.pk "
    "WHERE v.name IN ('actor', 'target', 'place') AND v.value IN (%s) AND f.owner > 0"
)
_SESSIONS = (
    "SELECT document.pk, document.key, session_row.number, session_row.title, "
    "json_object('status', json_extract(text, '$.data.record.status'), "
    "'summary', json_extract(text, '$.data.record.summary'), "
    "'participants', json_extract(text, '$.data.record.participants')), "
    "json_extract(text, '$.data.own.visibility') "
    "FROM document JOIN session_row ON session_row.document = document.pk "
    "WHERE document.kind='session' AND document.container=? AND document.binned IS NULL "
    "AND json_valid(text) ORDER BY session_row.number IS NULL, session_row.number, "
    "session_row.start_us, document.pk"
)
_PART = 500


class NamedRow(NamedTuple):
    """That events name something by one of their fields; the session is that of the first."""

    facet: str
    value: str
    session: int
    visible: int
    events: int
    game_s: int | None
    pk: int


class NamingRow(NamedTuple):
    """An event whose type names something."""

    session: int
    visible: int
    game_s: int | None
    record: dict[str, Any]


class ToldRow(NamedTuple):
    """What a list shows of an event that tells of something."""

    pk: int
    session: int
    game_s: int | None
    real_us: int | None
    category: str
    word: str
    visible: int
    label: str


class SessionRow(NamedTuple):
    """Of a session: what it is called, what of its record names something, who may see it."""

    pk: int
    key: str
    number: int | None
    title: str
    record: dict[str, Any]
    visibility: str


def named_in_events(
    connection: Reader, campaign: str, words: Sequence[str], sessions: Sequence[int]
) -> list[NamedRow]:
    """Return what the events of a campaign name as actor, target or place.

    Args:
        connection: A reader.
        campaign: The campaign's id.
        words: Types of events that are left out.
        sessions: Numbers of sessions that are left out.
    """
    left_out = (_numbers(sessions), _marks(words))
    given = (*_span(connection, campaign), campaign, *words)
    doubled = connection.exec_driver_sql(_TWICE % left_out, given).all()
    twice = {("actor", value, visible): count for value, visible, count in doubled}
    rows = (
        NamedRow._make(row) for row in connection.exec_driver_sql(_NAMED % left_out, given).all()
    )
    return [
        row._replace(events=row.events - twice.get((row.facet, row.value, row.visible), 0))
        for row in rows
    ]


def naming_events(
    connection: Reader, campaign: str, words: Sequence[str], sessions: Sequence[int]
) -> Iterator[NamingRow]:
    """Walk over the events of some types in the order in which they came.

    Args:
        connection: A reader.
        campaign: The campaign's id.
        words: The types.
        sessions: Numbers of sessions that are left out.
    """
    query = _NAMING % (_marks(words), _numbers(sessions))
    given = (*words, *_span(connection, campaign), campaign)
    rows = connection.exec_driver_sql(query, given).all()
    for session, visible, game_s, record in rows:
        yield NamingRow(session, visible, game_s, json.loads(record))


def told_of(
    connection: Reader, campaign: str, names: Sequence[str], sessions: Sequence[int]
) -> list[ToldRow]:
    """Return the events that name something or speak of it, in the order of game time.

    Args:
        connection: A reader.
        campaign: The campaign's id.
        names: All names and ids of it.
        sessions: Numbers of sessions that are left out.
    """
    phrases = (full_text([Term("", name, phrase=True)]) for name in names)
    # Where nothing can be searched, nothing is found; an empty expression is an error.
    expression = " OR ".join(filter(None, phrases)) or '""'
    folded = [fold(name) for name in names]
    query = _TOLD % (_marks(folded), _numbers(sessions))
    rows = connection.exec_driver_sql(query, (expression, *folded, campaign)).all()
    return [ToldRow._make(row) for row in rows]


def naming(connection: Reader, names: Sequence[str]) -> set[int]:
    """Return the numbers of the entries that have one of some names as actor, target or place."""
    folded = [fold(name) for name in names]
    rows = connection.exec_driver_sql(_OWNERS % _marks(folded), tuple(folded))
    return {row[0] for row in rows}


def _span(connection: Reader, campaign: str) -> tuple[int, int]:
    """Return the least and the greatest number of a campaign's entries.

    Campaigns were mostly read one after the other, so that little of the others lies between.
    """
    least, greatest = connection.exec_driver_sql(
        "SELECT min(pk), max(pk) FROM entry WHERE kind='session' AND type='event' AND scope=?",
        (campaign,),
    ).one()
    return least or 0, greatest or 0


def binned_sessions(connection: Reader, campaign: str) -> list[int]:
    """Return the numbers of the sessions of a campaign that lie in the bin."""
    rows = connection.exec_driver_sql(
        "SELECT pk FROM document WHERE kind='session' AND container=? AND binned IS NOT NULL",
        (campaign,),
    )
    return [row[0] for row in rows]


def participants(connection: Reader, pks: Sequence[int]) -> dict[int, Any]:
    """Return of some events who takes part in them, as they spell it."""
    found: dict[int, Any] = {}
    for start in range(0, len(pks), _PART):
        part = tuple(pks[start : start + _PART])
        rows = connection.exec_driver_sql(_SPELT % _marks(part), part)
        found.update((pk, _read(text)) for pk, text in rows)
    return found


def naming_sessions(connection: Reader, campaign: str) -> list[SessionRow]:
    """Return the sessions of a campaign by number, with what names somebody."""
    rows = connection.exec_driver_sql(_SESSIONS, (campaign,))
    return [
        SessionRow(pk, key, number, title, json.loads(record), seen if type(seen) is str else "")
        for pk, key, number, title, record, seen in rows
    ]


def documents_in(connection: Reader, kind: str, campaign: str) -> list[tuple[str, str]]:
    """Return (key, stored text) of the documents of a kind in a campaign, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT key, text FROM document WHERE kind=? AND container=? AND binned IS NULL "
        "ORDER BY pk",
        (kind, campaign),
    )
    return [(key, text) for key, text in rows]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(str(int(value)) for value in values)


def _read(text: Any) -> Any:
    return json.loads(text) if type(text) is str and text.startswith(("{", "[")) else {}
