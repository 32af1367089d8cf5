"""The index rows of a survey's documents: what lists, the timeline and the search know of them.

Pure functions of a document's data and of the definitions on a shelf: called with each value about
to be written, and again for all of them when the index is rebuilt. They never raise, whatever
stands in the lines.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import object_at, texts_at
from sessionary.core.entries import EntryColumns
from sessionary.core.index_rows import all_texts, joined, once, own_links
from sessionary.core.survey.answer_rows import LABEL, answer_rows
from sessionary.core.survey.flow import standing
from sessionary.core.survey.lines import (
    Line,
    is_bytes,
    join_lines,
    shown,
    split_lines,
    stored_lines,
)
from sessionary.core.survey.opening import snapshot_name
from sessionary.core.survey.records import Generation, Opened, State
from sessionary.core.survey.remembered import definition_of, session_of
from sessionary.core.survey.values import printable
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.store.backend import Rows
    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.opening import Shelf
    from sessionary.core.survey.records import Definition, SurveySession

    Data = Mapping[str, Any]

SURVEY: Final = "survey"
"""The kind of session, and the store of its documents."""

DEFINITION: Final = "definition"
SNAPSHOT: Final = "snapshot"
CURRENT: Final = "current"

PREFIX: Final = "survey:"
"""Before the name of a respondent in the index of persons."""

_US: Final = 1_000_000


def file_lines(data: Data) -> tuple[Line, ...]:
    """Return the lines that a document of a survey holds, none where it holds no file."""
    stored = data["record"].get("lines", ())
    try:
        lines = tuple(map(Line._make, stored))
    except TypeError:
        return ()
    if not set(map(type, chain.from_iterable(lines))) <= {str}:
        return ()
    return lines if is_bytes("".join(line.text for line in lines)) else ()


def is_file_record(record: Data) -> bool:
    """Say whether a record holds a file's lines just as they are split, or no file at all."""
    if "lines" not in record:
        return True
    content = join_lines(file_lines({"record": record}))
    return bool(stored_lines(split_lines(content)) == record["lines"])


def session_in(key: str, data: Data) -> SurveySession:
    """Return what the document of a survey session says."""
    return session_of(file_lines(data), key)


def pinned_definition(session: SurveySession, shelf: Shelf) -> Definition | None:
    """Return the definition that a session is pinned to, None if it is not there or unreadable.

    Where its snapshot is missing, a present definition with the same bytes stands in for it.
    """
    if session.fatal:
        return None
    content = None
    if session.snapshot != CURRENT:
        content = shelf.snapshot(session.survey, session.snapshot)
    if content is None:
        content = shelf.current(session.survey)
        wanted = (CURRENT, None if content is None else snapshot_name(content))
        if session.snapshot not in wanted:
            content = None
    definition = None if content is None else definition_of(content)
    return None if definition is None or definition.fatal else definition


def definition_rows(key: str, data: Data | None) -> Rows:
    """Return the index rows of a survey's present definition."""
    if data is None:
        return {}
    own = object_at(data, "own")
    tags = texts_at(own, "tags")
    texts = [printable(shown(line.text)) for line in file_lines(data)]
    return {
        "facet": once([("tag", tag) for tag in tags]),
        "search": [(joined([key, *texts, *tags, *all_texts(own.get("notes"))]),)],
        "link": own_links(own),
        "document": [(key,)],
    }


def snapshot_columns(content: str) -> EntryColumns:
    """Return the columns of a snapshot, given its bytes as latin-1: it is listed, never searched.

    What is searched is the survey's present definition.
    """
    lines = content.split("\n", 2)
    description = shown(lines[1]) if len(lines) > 1 else ""
    return EntryColumns(label=one_line(description, LABEL))


def survey_rows(key: str, data: Data | None, shelf: Shelf) -> Rows:
    """Return the index rows of a survey session.

    Args:
        key: Its id.
        data: ``{"record": …, "own": …}``; None for a document that is deleted.
        shelf: The definitions by which it is read.
    """
    if data is None:
        return {}
    session = session_in(key, data)
    definition = pinned_definition(session, shelf)
    stands = standing(Opened(session=session, definition=definition, findings=()))
    own = object_at(data, "own")
    tags, person = texts_at(own, "tags"), printable(session.respondent)
    description = printable(definition.description) if definition is not None else ""
    head = [one_line(part, LABEL) for part in (description.strip() or session.survey, person)]
    title = " · ".join(filter(None, head))
    group = session.head("@group")
    texts = [title, session.survey, key, person, "" if group is None else printable(group.text)]
    links = [(DEFINITION, session.survey, session.snapshot)] if session.survey else []
    return {
        "session_row": [_session_row(key, session, stands, title, tags)],
        "facet": once([*(("tag", tag) for tag in tags), ("person", person)]),
        "search": [(joined([*texts, *tags, *all_texts(own.get("notes"))]),)],
        "link": [*links, *own_links(own)],
        "document": [(session.survey,)],
        "person": person_rows(session),
        "entry": answer_rows(session, definition),
    }


def respondents(data: Data) -> tuple[str, ...]:
    """Return whose answers a document holds: the name of its user, if there is one."""
    person = printable(session_in("", data).respondent)
    return (person,) if person else ()


def person_rows(session: SurveySession) -> list[tuple[str]]:
    """Return the rows of the index of persons for a session."""
    person = printable(session.respondent)
    return [(PREFIX + person,)] if person else []


def _session_row(
    key: str, session: SurveySession, stands: Standing, title: str, tags: tuple[str, ...]
) -> tuple[Any, ...]:
    start, end = _began(session), _ended(session, stands)
    total = stands.total or 0
    return (
        SURVEY,
        key,
        session.survey,
        None,
        title,
        stands.word,
        _iso(start),
        None if start is None else start * _US,
        _iso(end),
        None if end is None else end * _US,
        None if start is None or end is None else (end - start) // 60,
        None,
        None,
        0,
        0,
        total,
        min(stands.done, total),
        "\n".join(tags),
        one_line(printable(session.respondent)),
    )


def _began(session: SurveySession) -> int | None:
    """Return when a session was made; the first generation notes it with its user alone."""
    if session.generation is Generation.SECOND:
        state = session.head("@state")
        return None if state is None else _second(state.time_begin)
    user = session.head("@user")
    return None if user is None else _second(user.stored)


def _ended(session: SurveySession, stands: Standing) -> int | None:
    """Return when a session was closed, None while it is not or nobody knows."""
    if stands.state is not State.CLOSED:
        return None
    if session.generation is Generation.SECOND:
        state = session.head("@state")
        return None if state is None else _second(state.time_end)
    closed = session.head("@closed")
    return None if closed is None else _second(closed.stored)


def _second(value: int) -> int | None:
    """Return UNIX seconds that a calendar knows; 0 says that nobody has noted any."""
    return value if 0 < value < _YEAR_10000 else None


_YEAR_10000: Final = 253_402_300_800


def _iso(second: int | None) -> str:
    if second is None:
        return ""
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")
