"""What every session has, whatever its kind: all that lists and timelines know."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class SessionSummary(NamedTuple):
    """One row of a list of sessions, computed from its document and kept as an index.

    A tuple, because a row is one already: a window lists thousands of them.

    Attributes:
        pk: The document's number in this library; stable while the document lives.
        kind: ``campaign``, ``score``, ``survey`` or ``visit``.
        key: The document's key in its store (``session`` for campaign sessions).
        id: The id that the file gave; equal to ``key`` unless two campaigns share it.
        container: The id of the campaign, game, survey or site.
        number: The session's number in its container.
        title: The title, empty if none was given.
        status: The file's word: ``planned``, ``in_progress``, ``completed``, ``cancelled`` …
        start: Start in real time as the file writes it, empty if unknown.
        start_us: The same in microseconds since 1970 UTC.
        end_us: End in real time in microseconds since 1970 UTC; None while it runs.
        duration: Whole minutes, pauses included.
        game_start: First game time, in seconds on the campaign's clock face.
        game_end: Last game time, in seconds on the campaign's clock face.
        entries: How many entries (events, scores, answers) it holds, struck ones left out.
        listed: Players expected.
        attended: Players who came.
        planned: Objectives planned.
        reached: Objectives reached.
        tag_lines: Tags in order, those of the file and those set here, one a line.
        people_lines: Names by which its people are found, one a line.
    """

    pk: int
    kind: str
    key: str
    id: str
    container: str
    number: int | None
    title: str
    status: str
    start: str
    start_us: int | None
    end_us: int | None
    duration: int | None
    game_start: int | None
    game_end: int | None
    entries: int
    listed: int
    attended: int
    planned: int
    reached: int
    tag_lines: str
    people_lines: str

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags in order, those of the file and those set here."""
        return _lines(self.tag_lines)

    @property
    def people(self) -> tuple[str, ...]:
        """Names by which its people are found."""
        return _lines(self.people_lines)

    @property
    def name(self) -> str:
        """What the session is called: its title, else its number, else its id."""
        return _name(self)


class ListedSession(NamedTuple):
    """What one line tells of a session, and what its place among others follows from.

    The fields are those of :class:`SessionSummary`. To read the rest of them too, and to make
    values with as many fields, takes twice as long.
    """

    kind: str
    key: str
    id: str
    container: str
    number: int | None
    title: str
    status: str
    start: str
    start_us: int | None
    end: str
    duration: int | None
    entries: int

    @property
    def name(self) -> str:
        """What the session is called: its title, else its number, else its id."""
        return _name(self)


# The same few people come evening after evening.
@lru_cache(maxsize=4_096)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _name(session: SessionSummary | ListedSession) -> str:
    return session.title or (session.id if session.number is None else f"Session {session.number}")
