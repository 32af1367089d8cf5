"""Turns a search into SQL: full text, facets, days and status, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.own_events import END_LINK
from sessionary.core.query import DAY
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from sessionary.core.query import Query, Term

_IMPORTANCE = {"trivial": 0, "normal": 1, "significant": 2, "critical": 3}
_VISIBLE = {"gm-only": 0, "gm": 0, "public": 1, "players": 1, "player-specific": 2}
# A person is whoever acts, is acted upon, or is named as a player.
_PERSON = ("actor", "target", "person")
_NO_FACETS = frozenset(
    {"", "day", "category", "importance", "visibility", "session", "status", "kind"}
)
# Later ones are no column's.
_LAST_DAY = 2**62 // DAY
_MANY = 5_000
_MERGED = 100
_NAMED = " UNION ALL ".join(
    "SELECT json_extract(person.value, '$.id'), json_extract(person.value, '$.name') FROM document "
    f"JOIN json_each(CASE WHEN json_valid(document.text) THEN document.text ELSE '{{}}' END, "
    f"'$.data.own.{part}') AS person WHERE document.kind='campaign'"
    for part in ("users", "characters")
)
_LASTING = (
    "SELECT entry.pk FROM link JOIN document ON document.pk = link.document JOIN entry "
    "ON entry.kind = 'session' AND entry.type = 'event' AND entry.scope = document.container "
    "AND entry.id = link.to_key WHERE link.to_kind = ? AND CAST(link.role AS INTEGER) >= ? "
    f"AND entry.game_s < ? LIMIT {_MANY}"
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


def find_entries(connection: Connection, query: Query, limit: int) -> list[int]:
    """Return the numbers of the newest entries that meet the query, at most ``limit``."""
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
        clause, values = _entry_clause(connection, term)
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


def _entry_clause(connection: Connection, term: Term) -> tuple[str, list[Any]]:
    field, value = term.field, fold(term.value)
    if field == "day":
        span = _seconds(term)
        return ("0", []) if span is None else _day_clause(connection, span)
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


def _day_clause(connection: Connection, span: tuple[int, int]) -> tuple[str, list[Any]]:
    """Return what holds of entries that touch a span: long ones begin before and end in it."""
    lasting = connection.exec_driver_sql(_LASTING, (END_LINK, *span)).scalars().all()
    if not lasting:
        return "entry.game_s >= ? AND entry.game_s < ?", [*span]
    listed = ", ".join(map(str, lasting))
    return f"(entry.game_s >= ? AND entry.game_s < ? OR entry.pk IN ({listed}))", [*span]


def _unless(clause: str) -> str:
    # What a row does not say at all is not what is left out.
    return f"NOT coalesce(({clause}), 0)"


def _seconds(term: Term) -> tuple[int, int] | None:
    """Return the first second of the days of a term and the first after them."""
    days = term.days()
    if days is None or max(map(abs, days)) > _LAST_DAY:
        return None
    return days[0] * DAY, (days[1] + 1) * DAY


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


def find_documents(connection: Connection, query: Query, limit: int) -> list[int]:
    """Return the numbers of the newest sessions that meet the query, at most ``limit``."""
    clauses: list[str] = ["document.binned IS NULL"]
    given: list[Any] = []
    expression = full_text(query.of(""))
    if expression:
        clauses.append("document.pk IN (SELECT -rowid FROM fts WHERE fts MATCH ? AND rowid < 0)")
        given.append(expression)
    elif query.of(""):
        return []
    for term in query.terms:
        clause, values = _document_clause(connection, term)
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


def _document_clause(connection: Connection, term: Term) -> tuple[str, list[Any]]:
    field, value = term.field, fold(term.value)
    if not field:
        return "", []
    if field == "day":
        span = _seconds(term)
        if span is None:
            return "0", []
        return "game_start < ? AND coalesce(game_end, game_start) >= ?", [span[1], span[0]]
    if field == "status":
        return "status = ?", [term.status()]
    if field == "kind":
        return "session_row.kind = ?", [value]
    if field == "session":
        return "(CAST(number AS TEXT) = ? OR session_row.id = ?)", [term.value, term.value]
    listed = ", ".join(map(str, _facet_values(connection, term)))
    having = f"SELECT owner FROM facet WHERE value IN ({listed}) AND owner < 0"
    return f"-document.pk IN ({having})", []
