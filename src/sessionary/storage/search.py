"""Turns a search into SQL: full text, facets, days and status, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

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


def _quoted(term: Term) -> str:
    text = '"' + fold(term.value).replace('"', '""').replace("\0", " ") + '"'
    return text if term.phrase else text + "*"


def find_entries(connection: Connection, query: Query, limit: int) -> list[int]:
    """Return the numbers of the newest entries that meet the query, at most ``limit``."""
    plain = query.of("")
    expression = full_text(plain)
    clauses: list[str] = []
    given: list[Any] = []
    for term in query.terms:
        clause, values = _entry_clause(connection, term)
        if clause:
            clauses.append(f"NOT ({clause})" if term.excluded else clause)
            given += values
    if expression:
        source = "fts JOIN entry ON entry.pk = fts.rowid"
        clauses.insert(0, "fts MATCH ? AND fts.rowid > 0")
        given.insert(0, expression)
        order = "fts.rowid"
    elif clauses:
        source, order = "entry", "entry.pk"
    else:
        return []
    rows = connection.exec_driver_sql(
        f"SELECT entry.pk FROM {source} LEFT JOIN document ON document.pk = entry.document "
        f"WHERE {' AND '.join(clauses)} AND entry.struck IS NULL AND document.binned IS NULL "
        f"ORDER BY {order} DESC LIMIT ?",
        (*given, limit),
    )
    return [row[0] for row in rows]


def _entry_clause(connection: Connection, term: Term) -> tuple[str, list[Any]]:
    field, value = term.field, fold(term.value)
    if not field:
        return "", []
    if field == "day":
        days = term.days()
        if days is None:
            return "0", []
        return "entry.game_s >= ? AND entry.game_s < ?", [days[0] * DAY, (days[1] + 1) * DAY]
    if field in ("category", "importance", "visibility"):
        return _column_clause(field, value)
    if field in ("session", "status", "kind"):
        return _session_clause(field, term)
    names = _PERSON if field == "person" else (field,)
    return _facet_clause(connection, names, value, "entry.pk")


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


def _facet_clause(
    connection: Connection, names: Sequence[str], value: str, owner: str
) -> tuple[str, list[Any]]:
    # Values that begin with what was typed, so that @Mal finds Malachar.
    numbers = connection.exec_driver_sql(
        f"SELECT pk FROM facet_value WHERE name IN ({', '.join('?' * len(names))}) "
        "AND value >= ? AND value < ? LIMIT 500",
        (*names, value, value + "\U0010ffff"),
    ).scalars()
    listed = ", ".join(str(number) for number in numbers)
    if not listed:
        return "0", []
    return f"{owner} IN (SELECT owner FROM facet WHERE value IN ({listed}))", []


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
            clauses.append(f"NOT ({clause})" if term.excluded else clause)
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
        days = term.days()
        if days is None:
            return "0", []
        return (
            "game_start < ? AND coalesce(game_end, game_start) >= ?",
            [(days[1] + 1) * DAY, days[0] * DAY],
        )
    if field == "status":
        return "status = ?", [term.status()]
    if field == "kind":
        return "session_row.kind = ?", [value]
    if field == "session":
        return "(CAST(number AS TEXT) = ? OR session_row.id = ?)", [term.value, term.value]
    names = _PERSON if field == "person" else (field,)
    return _facet_clause(connection, names, value, "-document.pk")
