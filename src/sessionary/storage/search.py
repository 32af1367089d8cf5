"""Turns a search into SQL: full text, facets, days and status, newest first."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from sessionary.core.campaign.day_span import day_span
from sessionary.core.campaign.own_events import END_LINK, UNTIL_FACET
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.query import Query, Term

_Span: TypeAlias = tuple[int, int]
_Clause: TypeAlias = tuple[str, list[Any]]
_Scopes: TypeAlias = _Clause
_NO_CLOCKS: Mapping[str, Clock] = MappingProxyType({})
_IMPORTANCE = {"trivial": 0, "normal": 1, "significant": 2, "critical": 3}
_VISIBLE = {"gm-only": 0, "gm": 0, "public": 1, "players": 1, "player-specific": 2}
# A person is whoever acts, is acted upon, or is named as a player.
_PERSON = ("actor", "target", "person")
_NO_FACETS = frozenset(
    {"", "day", "category", "importance", "visibility", "session", "status", "kind"}
)
_MANY = 5_000
_MERGED = 100
_NAMED = " UNION ALL ".join(
    "SELECT json_extract(person.value, '$.id'), json_extract(person.value, '$.name') FROM document "
    f"JOIN json_each(CASE WHEN json_valid(document.text) THEN document.text ELSE '{{}}' END, "
    f"'$.data.own.{part}') AS person WHERE document.kind='campaign'"
    for part in ("users", "characters")
)
# Until when an event lasts is said here, or by its own record.
_LASTING = (
    "SELECT entry.pk FROM link JOIN document ON document.pk = link.document JOIN entry "
    "ON entry.kind = 'session' AND entry.type = 'event' AND entry.scope = document.container "
    "AND entry.id = link.to_key WHERE link.to_kind = ? AND CAST(link.role AS INTEGER) >= ? "
    "AND entry.game_s < ? AND {0} UNION "
    "SELECT entry.pk FROM facet_value JOIN facet ON facet.value = facet_value.pk "
    "JOIN entry ON entry.pk = facet.owner WHERE facet_value.name = ? "
    "AND CAST(facet_value.value AS INTEGER) >= ? AND entry.game_s < ? AND {0} "
    f"LIMIT {_MANY}"
)
_WORD = re.compile(r"\w", re.UNICODE)


def full_text(terms: Sequence[Term]) -> str:
    """Return the FTS5 expression of plain words; empty if nothing in them can be searched.

    Each word is quoted, so that no text is taken for syntax. A word outside quotes also finds
    longer ones that begin with it.
    """
    wanted = [_quoted(term) for term in terms if not term.excluded and _WORD.search(term.value)]
    refused = [_quoted(term) for term in terms if term.excluded and _WORD.search(term.value)]
    if not wanted:
        return ""
    return " AND ".join(wanted) + "".join(f" NOT {text}" for text in refused)


def _any_of(terms: Sequence[Term]) -> str:
    """Return the FTS5 expression of texts that hold any of some words."""
    return " OR ".join(_quoted(term) for term in terms if _WORD.search(term.value))


def _quoted(term: Term) -> str:
    text = '"' + fold(term.value).replace('"', '""').replace("\0", " ") + '"'
    return text if term.phrase else text + "*"


Clocks: TypeAlias = "Mapping[str, Clock]"
"""The clocks of campaigns that count or call their days in their own way, by the campaign's id."""


def find_entries(
    connection: Connection, query: Query, limit: int, clocks: Clocks = _NO_CLOCKS
) -> list[int]:
    """Return the numbers of the newest entries that meet the query, at most ``limit``.

    Args:
        connection: A reader.
        query: What is looked for.
        limit: How many at most.
        clocks: How campaigns count their days that do not do it plainly.
    """
    plain = query.of("")
    expression = full_text(plain)
    source, order = "entry", "entry.pk"
    clauses: list[str] = []
    given: list[Any] = []
    rest = [term for term in query.terms if term.field]
    if expression:
        # CROSS JOIN: whatever the planner thinks, the newest hits are looked at first.
        source, order = "fts CROSS JOIN entry ON entry.pk = fts.rowid", "fts.rowid"
        clauses.append("fts MATCH ? AND fts.rowid > 0")
        given.append(expression)
    elif (term := next(filter(_has_owners, rest), None)) is not None:
        rest.remove(term)
        source = f"({_owners(connection, term)}) AS known CROSS JOIN entry ON entry.pk = owner"
        order = "owner"
    for term in rest:
        clause, values = _entry_clause(connection, term, clocks)
        clauses.append(_unless(clause) if term.excluded else clause)
        given += values
    if source == "entry" and not clauses:
        return []
    if not expression and (refused := _any_of(plain)):
        clauses.append("entry.pk NOT IN (SELECT rowid FROM fts WHERE fts MATCH ?)")
        given.append(refused)
    rows = connection.exec_driver_sql(
        f"SELECT entry.pk FROM {source} LEFT JOIN document ON document.pk = entry.document "
        f"WHERE {' AND '.join([*clauses, 'entry.struck IS NULL', 'document.binned IS NULL'])} "
        f"ORDER BY {order} DESC LIMIT ?",
        (*given, limit),
    )
    return [row[0] for row in rows]


def _has_owners(term: Term) -> bool:
    """Tell whether a term is a facet by which entries can be found from the newest on."""
    return not term.excluded and term.field not in _NO_FACETS


def _owners(connection: Connection, term: Term) -> str:
    """Return SQL that gives the entries which have a facet, the newest first.

    Those of each value lie in order, so they are merged: no more of them are read than are wanted.
    """
    numbers = _facet_values(connection, term)
    if len(numbers) > _MERGED:
        listed = ", ".join(map(str, numbers))
        return (
            f"SELECT DISTINCT owner FROM facet WHERE value IN ({listed}) AND owner > 0 "
            "ORDER BY owner DESC"
        )
    each = [f"SELECT owner FROM facet WHERE value = {n} AND owner > 0" for n in numbers or [0]]
    return " UNION ".join(each) + " ORDER BY owner DESC"


def _entry_clause(connection: Connection, term: Term, clocks: Clocks) -> tuple[str, list[Any]]:
    field, value = term.field, fold(term.value)
    if field == "day":
        return _any_scope(
            term,
            clocks,
            "entry.scope",
            lambda span, scopes: _day_clause(connection, span, scopes),
        )
    if field in ("category", "importance", "visibility"):
        return _column_clause(field, value)
    if field in ("session", "status", "kind"):
        return _session_clause(field, term)
    listed = ", ".join(map(str, _facet_values(connection, term)))
    having = f"SELECT owner FROM facet WHERE value IN ({listed}) AND owner > 0"
    if _are_many(connection, having):
        # To gather them all would take longer than to ask the few entries that are looked at.
        return f"EXISTS ({having} AND owner = entry.pk)", []
    return f"entry.pk IN ({having})", []


def _any_scope(
    term: Term, clocks: Clocks, column: str, clause_of: Callable[[_Span, _Scopes], _Clause]
) -> _Clause:
    """Return what holds of rows on the days of a term, each by the clock of its campaign.

    Args:
        term: Names the days.
        clocks: How campaigns count their days that do not do it plainly.
        column: What says of a row which campaign is its.
        clause_of: Returns what holds of rows that touch a span, given what limits their campaigns.
    """
    marks = ", ".join("?" * len(clocks))
    plain: _Scopes = (f"{column} NOT IN ({marks})", [*clocks]) if clocks else ("1", [])
    # Campaigns whose days begin and end alike are asked for together.
    alike: dict[_Span, list[str]] = {}
    for scope, clock in clocks.items():
        if (own := day_span(term, clock)) is not None:
            alike.setdefault(own, []).append(scope)
    parts = [
        clause_of(span, (f"{column} IN ({', '.join('?' * len(scopes))})", [*scopes]))
        for span, scopes in alike.items()
    ]
    if (span := day_span(term)) is not None:
        parts.insert(0, clause_of(span, plain))
    if not parts:
        return "0", []
    values = [value for _, given in parts for value in given]
    return f"({' OR '.join(clause for clause, _ in parts)})", values


def _day_clause(connection: Connection, span: _Span, scopes: _Scopes) -> _Clause:
    """Return what holds of entries that touch a span: long ones begin before and end in it."""
    among, named = scopes
    given = [END_LINK, *span, *named, UNTIL_FACET, *span, *named]
    lasting = connection.exec_driver_sql(_LASTING.format(among), tuple(given)).scalars().all()
    within = "entry.game_s >= ? AND entry.game_s < ?"
    if among != "1":
        within = f"{within} AND {among}"
    if lasting:
        within = f"{within} OR entry.pk IN ({', '.join(map(str, lasting))})"
    return f"({within})", [*span, *named]


def _unless(clause: str) -> str:
    # What a row does not say at all is not what is left out.
    return f"NOT coalesce(({clause}), 0)"


def _are_many(connection: Connection, having: str) -> bool:
    counted = f"SELECT count(*) FROM ({having} LIMIT {_MANY})"
    return connection.exec_driver_sql(counted).scalar() == _MANY


def _column_clause(field: str, value: str) -> tuple[str, list[Any]]:
    if field == "category":
        return "entry.category = ?", [value]
    if field == "importance":
        return "entry.importance = ?", [_IMPORTANCE.get(value, -1)]
    return "entry.visible = ?", [_VISIBLE.get(value, -1)]


def _session_clause(field: str, term: Term) -> tuple[str, list[Any]]:
    inside = "entry.document IN (SELECT document FROM session_row WHERE {})"
    if field == "status":
        return inside.format("status = ?"), [term.status()]
    if field == "kind":
        return inside.format("kind = ?"), [fold(term.value)]
    return inside.format("CAST(number AS TEXT) = ? OR id = ?"), [term.value, term.value]


def _facet_values(connection: Connection, term: Term) -> list[int]:
    """Return the numbers of values in which a word begins with what was typed.

    So ``@Mal`` finds Malachar, and ``^heron`` the Gutted Heron.
    """
    names = _PERSON if term.field == "person" else (term.field,)
    value = fold(term.value)
    marks = ", ".join("?" * len(names))
    found = list(
        connection.exec_driver_sql(
            f"SELECT pk FROM facet_value WHERE name IN ({marks}) "
            "AND (value >= ? AND value < ? OR instr(value, ?)) LIMIT 500",
            (*names, value, value + "\U0010ffff", f" {value}"),
        ).scalars()
    )
    if term.field in (*_PERSON, "person"):
        ids = _people(connection, value)
        some = connection.exec_driver_sql(
            f"SELECT pk FROM facet_value WHERE name IN ({marks}) "
            f"AND value IN ({', '.join('?' * len(ids))})",
            (*names, *ids),
        )
        found += [pk for pk in some.scalars() if pk not in found]
    return found


def _people(connection: Connection, beginning: str) -> list[str]:
    """Return the ids of users and characters who have a name that begins so, or a part of it.

    Events name people by their ids, and nobody searches for an id.
    """
    rows = connection.exec_driver_sql(_NAMED)
    return [
        fold(identifier)
        for identifier, name in rows
        if isinstance(identifier, str)
        and isinstance(name, str)
        and f" {fold(name)}".find(f" {beginning}") >= 0
    ][:500]


def find_documents(
    connection: Connection, query: Query, limit: int, clocks: Clocks = _NO_CLOCKS
) -> list[int]:
    """Return the numbers of the newest sessions that meet the query, at most ``limit``.

    Args:
        connection: A reader.
        query: What is looked for.
        limit: How many at most.
        clocks: How campaigns count their days that do not do it plainly.
    """
    clauses: list[str] = ["document.binned IS NULL"]
    given: list[Any] = []
    expression = full_text(query.of(""))
    if expression:
        clauses.append("document.pk IN (SELECT -rowid FROM fts WHERE fts MATCH ? AND rowid < 0)")
        given.append(expression)
    elif query.of(""):
        return []
    for term in query.terms:
        clause, values = _document_clause(connection, term, clocks)
        if clause:
            clauses.append(_unless(clause) if term.excluded else clause)
            given += values
    if len(clauses) == 1:
        return []
    rows = connection.exec_driver_sql(
        "SELECT document.pk FROM document JOIN session_row ON session_row.document = document.pk "
        f"WHERE {' AND '.join(clauses)} ORDER BY start_us DESC, document.pk DESC LIMIT ?",
        (*given, limit),
    )
    return [row[0] for row in rows]


def _sessions_clause(span: _Span, scopes: _Scopes) -> _Clause:
    """Return what holds of sessions that touch a span, whichever end of theirs comes first."""
    low, high = "min(game_start, {0})", "max(game_start, {0})"
    end = "coalesce(game_end, game_start)"
    touching = f"{low.format(end)} < ? AND {high.format(end)} >= ?"
    return f"({touching} AND {scopes[0]})", [span[1], span[0], *scopes[1]]


def _document_clause(connection: Connection, term: Term, clocks: Clocks) -> _Clause:
    field, value = term.field, fold(term.value)
    if not field:
        return "", []
    if field == "day":
        return _any_scope(term, clocks, "session_row.container", _sessions_clause)
    if field == "status":
        return "status = ?", [term.status()]
    if field == "kind":
        return "session_row.kind = ?", [value]
    if field == "session":
        return "(CAST(number AS TEXT) = ? OR session_row.id = ?)", [term.value, term.value]
    listed = ", ".join(map(str, _facet_values(connection, term)))
    having = f"SELECT owner FROM facet WHERE value IN ({listed}) AND owner < 0"
    return f"-document.pk IN ({having})", []
