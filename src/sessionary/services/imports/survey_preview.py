"""What an import reads of surveys, until all of it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import join_lines
from sessionary.core.survey.rows import CURRENT, DEFINITION, file_lines
from sessionary.core.survey.session import read_session
from sessionary.core.survey.values import printable

if TYPE_CHECKING:
    from sessionary.core.survey.lines import Line
    from sessionary.core.survey.opening import Shelf
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.state import State

_HEAD: Final = 8
"""As many lines of a file as say what it is."""

Version = tuple[str, str]
"""The id of a survey and the name of a version of its definition."""


@dataclass(slots=True)
class SurveyPreview:
    """What an import brings of surveys besides documents.

    Attributes:
        snapshots: The contents of the snapshots that are to be written.
        written: Those of them that are written by now.
        sessions: (file, key, lines) of each session that a file brings.
    """

    snapshots: dict[Version, str] = field(default_factory=dict)
    written: set[Version] = field(default_factory=set)
    sessions: list[tuple[int, str, tuple[Line, ...]]] = field(default_factory=list)


def named(draft: Draft) -> tuple[str, str]:
    """Return what people call a survey or a session of one, and the id of the survey."""
    lines = file_lines(draft.data)[:_HEAD]
    if draft.kind == DEFINITION:
        title = read_definition(lines).description.strip()
        return printable(title) or draft.id, draft.id
    session = read_session(lines, id=draft.key)
    return printable(session.respondent) or draft.id, session.survey


class ComingShelf:
    """The definitions that a library will hold when an import is written.

    Args:
        surveys: What the import brings of surveys.
        state: Its drafts.
        library: What is there by now.
    """

    def __init__(self, surveys: SurveyPreview, state: State, library: Shelf) -> None:
        self._surveys = surveys
        self._state = state
        self._library = library
        self._known: dict[Version, str | None] = {}

    def snapshot(self, survey: str, name: str) -> str | None:
        """Return the content of a snapshot, None if it will not be there."""
        return self._content(survey, name)

    def current(self, survey: str) -> str | None:
        """Return the content of a survey's present definition, None if there will be none."""
        return self._content(survey, CURRENT)

    def _content(self, survey: str, name: str) -> str | None:
        version = (survey, name)
        if version not in self._known:
            self._known[version] = self._coming(version) or self._here(version)
        return self._known[version]

    def _coming(self, version: Version) -> str | None:
        survey, name = version
        if name != CURRENT:
            return self._surveys.snapshots.get(version)
        draft = self._state.drafts.get((DEFINITION, "", survey))
        writes = draft is not None and draft.writes and not draft.data["own"].get("binned")
        return join_lines(file_lines(draft.data)) if draft is not None and writes else None

    def _here(self, version: Version) -> str | None:
        survey, name = version
        if name == CURRENT:
            return self._library.current(survey)
        return self._library.snapshot(survey, name)
