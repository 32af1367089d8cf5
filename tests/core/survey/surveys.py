"""Small surveys for tests, written as files are and read as files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.survey.lines import Line, join_lines, split_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.records import Opened, Question
from sessionary.core.survey.session import read_session

if TYPE_CHECKING:
    from collections.abc import Iterable

ID = "aaaaaaaa-0000-0000-0000-aaaaaaaaaaaa"
CREATED = 1000
NOW = 2000


def question(type_: str = "TEXT", uid: str = "q1", **said: Any) -> Question:
    """Return a question that stands alone."""
    usual: dict[str, Any] = {"line": 4, "uid": uid, "text": "Question", "html": "", "type": type_}
    return Question(**(usual | said))


def definition(*questions: str, directive: str = "without python", version: int = 2) -> str:
    """Return a definition file; a question may be a whole line or just a uid, then it is a TEXT."""
    lines = [line if ":" in line else f"{line}:Question::TEXT:0::-1:-1:0:0::" for line in questions]
    head = [f"version {version}", "About"] + ([directive] if version == 2 else [])
    return "".join(f"{line}\n" for line in (*head, *lines))


def answer(
    uid: str,
    text: str = "x",
    *,
    type_: str = "TEXT",
    deleted: bool = False,
    stored: int = CREATED,
) -> str:
    """Return the line of an answer."""
    return f"{uid}:{type_}:{text}:0:0:0:0:0:0:0::{int(deleted)}:{stored}"


def session(
    *answers: str, survey: str = "", state: int = 2, asked: str = "", generation: int = 2
) -> str:
    """Return a session file.

    Args:
        answers: The lines of its body.
        survey: The definition that it is pinned to.
        state: Of the second generation; 4 closes one of the first.
        asked: The uids that its header says are asked next.
        generation: 1 or 2.
    """
    last = (
        f"@state:META:{asked}:{state}:0:0:{CREATED}:0:0:0::0:{CREATED}"
        if generation == 2
        else f"@closed:META::{int(state == 4)}:0:0:0:0:0:0::0:{CREATED}"
    )
    head = [
        f"foo/{snapshot_name(survey)}",
        f"@user:META:ann:0:0:0:0:0:0:0::0:{CREATED}",
        f"@group:META::0:0:0:0:0:0:0::0:{CREATED}",
        f"@authority:META::0:0:0:0:0:0:0::0:{CREATED}",
        last,
    ]
    return "".join(f"{line}\n" for line in (*head, *answers))


class Shelf:
    """A shelf with one definition on it, whatever it is asked for."""

    def __init__(self, survey: str | None, current: str | None = None) -> None:
        self._survey = survey
        self._current = survey if current is None else current

    def snapshot(self, _survey: str, _name: str) -> str | None:
        return self._survey

    def current(self, _survey: str) -> str | None:
        return self._current


def opened(file: str | Iterable[Line], survey: str | None) -> Opened:
    """Return a session file, or its lines, opened with its definition."""
    lines = split_lines(file) if isinstance(file, str) else tuple(file)
    return open_session(read_session(lines, id=ID), Shelf(survey))


def told(lines: Iterable[Line]) -> list[str]:
    """Return the lines of a file without their ends."""
    return join_lines(lines).split("\n")[:-1]
