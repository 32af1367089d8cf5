"""The words of a filter or a search: ``status:played #temple @Elara day:12..15 -ambush``.

Words are joined by AND, quotes make phrases, a leading ``-`` excludes, and a ``word:`` that means
nothing here is plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.kinds import SessionSummary

DAY: Final = 86_400

FIELDS: Final = frozenset(
    {"status", "tag", "person", "place", "day", "kind", "type", "category", "actor", "target",
     "item", "session", "by", "importance", "visibility"}
)  # fmt: skip

_MARKS: Final = {"#": "tag", "@": "person", "^": "place"}
# People type the words they see; files carry their own.
_STATUS: Final = {"live": "in_progress", "played": "completed"}
_TERM: Final = re.compile(
    r"""(?P<no>-)?(?:(?P<field>[A-Za-z]+):|(?P<mark>[#@^]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))"""
)
_DAYS: Final = re.compile(r"(-?\d+)(?:\.\.(-?\d+))?")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        field: A name of :data:`FIELDS`, empty for plain text.
        value: What was typed, without its marks.
        phrase: Whether it stood in quotes, and so is looked for as a whole.
        excluded: Whether what matches is left out.
    """

    field: str
    value: str
    phrase: bool = False
    excluded: bool = False

    def days(self) -> tuple[int, int] | None:
        """Return the first and last day of ``day:12..15``, None if it names no days."""
        found = _DAYS.fullmatch(self.value)
        if not found or len(self.value) > 24:
            return None
        first = int(found[1])
        return first, int(found[2]) if found[2] else first

    def status(self) -> str:
        """Return the file's word for the status that was typed."""
        word = fold(self.value).replace(" ", "_").replace("-", "_")
        return _STATUS.get(word, word)


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions of one search; each must hold."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def of(self, field: str) -> tuple[Term, ...]:
        """Return the terms of one field; the empty name gives the plain words."""
        return tuple(term for term in self.terms if term.field == field)


def parse_query(text: str) -> Query:
    """Return what ``text`` asks for. Every text asks for something; nothing is an error."""
    return Query(tuple(term for found in _TERM.finditer(text) if (term := _term(found))))


def _term(found: re.Match[str]) -> Term | None:
    field = (found["field"] or "").casefold()
    phrase = found["phrase"] is not None
    value = found["phrase"] if phrase else found["word"]
    if field and field not in FIELDS:
        value, field = f"{found['field']}:{value}", ""
    if found["mark"]:
        field = _MARKS[found["mark"]]
    if not value.strip():
        return None
    return Term(field, value, phrase, excluded=found["no"] is not None)


def _plain_span(term: Term) -> tuple[int, int] | None:
    days = term.days()
    return None if days is None else (days[0] * DAY, (days[1] + 1) * DAY)


def matches(
    query: Query,
    session: SessionSummary,
    day_span: Callable[[Term], tuple[int, int] | None] = _plain_span,
) -> bool:
    """Say whether a session of a list meets every condition that can be asked of a session.

    Args:
        query: The conditions.
        session: The session.
        day_span: Returns the first second of the days that a term names in the session's campaign,
            and the first one after them; None if it names none.
    """
    return all(_holds(term, session, day_span) != term.excluded for term in query.terms)


def _holds(
    term: Term, session: SessionSummary, day_span: Callable[[Term], tuple[int, int] | None]
) -> bool:
    wanted = fold(term.value)
    if term.field == "status":
        return session.status.startswith(term.status())
    if term.field == "tag":
        return any(fold(tag).startswith(wanted) for tag in session.tags)
    if term.field in ("person", "actor", "target"):
        return any(wanted in fold(name) for name in session.people)
    if term.field == "day":
        return _on_day(day_span(term), session)
    if term.field == "kind":
        return session.kind == wanted
    if term.field == "session":
        return wanted in (str(session.number), fold(session.id))
    return wanted in searched(session)


def _on_day(span: tuple[int, int] | None, session: SessionSummary) -> bool:
    if span is None or session.game_start is None:
        return False
    last = session.game_start if session.game_end is None else session.game_end
    low, high = sorted((session.game_start, last))
    return low < span[1] and high >= span[0]


def searched(session: SessionSummary) -> str:
    """Return the text of a session in which plain words of a filter are looked for."""
    number = "" if session.number is None else str(session.number)
    return fold("\n".join((session.title, number, *session.tags, *session.people)))
