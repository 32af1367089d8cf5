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
# Which entries count is found out in one walk through them, and nearly all do; to look each up
# from its facets takes three times as long. The order of the tables is told: the planner would
# begin with all facets there are.
_NAMED = (
    "SELECT v.name, v.value, count(*), min(f.owner) "
    "FROM facet_value v CROSS JOIN facet f ON f.value = v.pk "
    "WHERE v.name IN ('actor', 'target', 'place') AND f.owner BETWEEN ? AND ? "
    "AND f.owner NOT IN (SELECT e.pk FROM entry e WHERE e.pk BETWEEN ? AND ? AND NOT "
    f"({_WHERE} AND coalesce(e.document, 0) NOT IN (%s) AND e.word NOT IN (%s) AND %s)) "
    "GROUP BY v.pk"
)
# Who does something to himself is an actor and a target, of one event.
_TWICE = (
    "SELECT v.value, count(*) FROM facet_value v "
    "CROSS JOIN facet_value w ON w.name = 'target' AND w.value = v.value "
    "CROSS JOIN facet f ON f.value = v.pk "
    "CROSS JOIN facet g ON g.value = w.pk AND g.owner = f.owner "
    "CROSS JOIN entry e ON e.pk = f.owner WHERE v.name = 'actor' AND f.owner BETWEEN ? AND ? "
    f"AND {_WHERE} AND coalesce(e.document, 0) NOT IN (%s) AND e.word NOT IN (%s) AND %s "
    "GROUP BY v.pk"
)
_NAMING = (
    "SELECT coalesce(e.document, 0), e.game_s, "
    "json_object('participants', json_extract(e.text, '$.participants'), "
    "'event', json_extract(e.text, '$.event')) "
    "FROM facet_value v CROSS JOIN facet f ON f.value = v.pk CROSS JOIN entry e ON e.pk = f.owner "
    f"WHERE v.name = 'type' AND v.value IN (%s) AND f.owner BETWEEN ? AND ? AND {_WHERE} "
    "AND coalesce(e.document, 0) NOT IN (%s) AND %s ORDER BY e.pk"
)
_ADDED = (
    f"SELECT coalesce(e.document, 0), e.game_s, e.text FROM entry e WHERE e.pk > ? AND {_WHERE} "
    "AND coalesce(e.document, 0) NOT IN (%s) AND %s ORDER BY e.pk LIMIT ?"
)
_BY_HAND = ("edit", "undo", "redo")
"""The origins of acts that change entries one by one, and note each."""
_FIRST = (
    "SELECT pk, coalesce(document, 0), game_s, json_extract(text, '$.participants') "
    "FROM entry WHERE pk IN (%s)"
)
_TOLD = (
    "SELECT e.pk, coalesce(e.document, 0), e.game_s, e.real_us, e.category, e.word, "
    "e.label FROM entry e WHERE e.pk IN (SELECT rowid FROM fts WHERE fts MATCH ? AND rowid > 0 "
    "UNION SELECT f.owner FROM facet_value v JOIN facet f ON f.value = v.pk "
    "WHERE v.name IN ('actor', 'target', 'place') AND v.value IN (%s)) "
    f"AND {_WHERE} AND coalesce(e.document, 0) NOT IN (%s) AND %s "
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
    """That events name something by one of their fields, and the number of the first of them."""

    facet: str
    value: str
    events: int
    pk: int


class FirstRow(NamedTuple):
    """Of an event that names something: where and when it was, who takes part as it spells it."""

    session: int
    game_s: int | None
    participants: Any


class NamingRow(NamedTuple):
    """An event whose type names something."""

    session: int
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
    label: str


class SessionRow(NamedTuple):
    """Of a session: what it is called, what of its record names something, who may see it."""

    pk: int
    key: str
    number: int | None
    title: str
    record: dict[str, Any]
    visibility: str


class Scope(NamedTuple):
    """Which events of a campaign are meant.

    Attributes:
        campaign: The campaign's id.
        without: Numbers of sessions that are left out; those in the bin are among them.
        players_only: Leave out what not all players may see.
    """

    campaign: str
    without: tuple[int, ...] = ()
    players_only: bool = False

    @property
    def seen(self) -> str:
        """The clause for who may see an entry."""
        return "e.visible = 1" if self.players_only else "1"


def named_in_events(connection: Reader, scope: Scope, words: Sequence[str]) -> list[NamedRow]:
    """Return what events name as actor, target or place.

    Args:
        connection: A reader.
        scope: Which events.
        words: Types of events that are left out.
    """
    left_out = (_numbers(scope.without), _marks(words), scope.seen)
    span = _span(connection, scope.campaign)
    given = (scope.campaign, *words)
    doubled = connection.exec_driver_sql(_TWICE % left_out, (*span, *given)).all()
    twice = {("actor", value): count for value, count in doubled}
    rows = connection.exec_driver_sql(_NAMED % left_out, (*span, *span, *given)).all()
    return [
        NamedRow(facet, value, count - twice.get((facet, value), 0), pk)
        for facet, value, count, pk in rows
    ]


def naming_events(connection: Reader, scope: Scope, words: Sequence[str]) -> Iterator[NamingRow]:
    """Walk over the events of some types in the order in which they came."""
    query = _NAMING % (_marks(words), _numbers(scope.without), scope.seen)
    given = (*words, *_span(connection, scope.campaign), scope.campaign)
    for session, game_s, record in connection.exec_driver_sql(query, given).all():
        yield NamingRow(session, game_s, json.loads(record))


def last_entry(connection: Reader, campaign: str) -> int:
    """Return the number of the newest entry of a campaign, 0 if it has none."""
    return _span(connection, campaign)[1]


def added_since(
    connection: Reader, scope: Scope, act: int, last: int, most: int
) -> list[NamingRow] | None:
    """Return the events that were logged since an act, in the order in which they came.

    Args:
        connection: A reader.
        scope: Which events.
        act: The number of the act.
        last: The number of the newest entry that there was by then.
        most: Of so many events or more nothing is returned.

    Returns:
        None if more has happened since: an import, another reckoning, an event that was changed.
    """
    sql = connection.exec_driver_sql
    others = sql(
        f"SELECT 1 FROM act WHERE pk > ? AND origin NOT IN ({_marks(_BY_HAND)}) LIMIT 1",
        (act, *_BY_HAND),
    )
    if others.first() is not None:
        return None
    # It has a row for each entry that an act changed, removed or added.
    if sql("SELECT 1 FROM entry_old WHERE act > ? AND entry <= ? LIMIT 1", (act, last)).first():
        return None
    rows = sql(_ADDED % (_numbers(scope.without), scope.seen), (last, scope.campaign, most)).all()
    if len(rows) >= most:
        return None
    return [NamingRow(session, game_s, json.loads(text)) for session, game_s, text in rows]


def first_events(connection: Reader, pks: Sequence[int]) -> dict[int, FirstRow]:
    """Return some events by their numbers."""
    found: dict[int, FirstRow] = {}
    for start in range(0, len(pks), _PART):
        part = tuple(pks[start : start + _PART])
        rows = connection.exec_driver_sql(_FIRST % _marks(part), part)
        found.update((pk, FirstRow(session, at, _read(who))) for pk, session, at, who in rows)
    return found


def naming_sessions(connection: Reader, campaign: str) -> list[SessionRow]:
    """Return the sessions of a campaign by number, with what names somebody."""
    rows = connection.exec_driver_sql(_SESSIONS, (campaign,))
    return [
        SessionRow(pk, key, number, title, json.loads(record), seen if type(seen) is str else "")
        for pk, key, number, title, record, seen in rows
    ]


def told_of(connection: Reader, scope: Scope, names: Sequence[str]) -> list[ToldRow]:
    """Return the events that name something or speak of it, in the order of game time.

    Args:
        connection: A reader.
        scope: Which events.
        names: All names and ids of it.
    """
    phrases = (full_text([Term("", name, phrase=True)]) for name in names)
    # Where nothing can be searched, nothing is found; an empty expression is an error.
    expression = " OR ".join(filter(None, phrases)) or '""'
    folded = [fold(name) for name in names]
    query = _TOLD % (_marks(folded), _numbers(scope.without), scope.seen)
    rows = connection.exec_driver_sql(query, (expression, *folded, scope.campaign)).all()
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


def documents_in(connection: Reader, kind: str, campaign: str) -> list[tuple[str, str]]:
    """Return (key, stored text) of the documents of a kind in a campaign, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT key, text FROM document WHERE kind=? AND container=? AND binned IS NULL "
        "ORDER BY pk",
        (kind, campaign),
    )
    return [(key, text) for key, text in rows]


def found_by(connection: Reader, kind: str, key: str) -> str:
    """Return the text by which searches find a document, as it was when it was last written."""
    found: str | None = connection.exec_driver_sql(
        "SELECT searched.text FROM searched JOIN document ON document.pk = searched.document "
        "WHERE document.kind=? AND document.key=?",
        (kind, key),
    ).scalar()
    return found or ""


def unreadable_sessions(connection: Reader, campaign: str) -> list[int]:
    """Return the numbers of the sessions of a campaign whose stored text is no JSON any more."""
    rows = connection.exec_driver_sql(
        "SELECT pk FROM document WHERE kind='session' AND container=? AND NOT json_valid(text)",
        (campaign,),
    )
    return [row[0] for row in rows]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(str(int(value)) for value in values)


def _read(text: Any) -> Any:
    return json.loads(text) if type(text) is str and text.startswith(("{", "[")) else {}
