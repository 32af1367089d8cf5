"""Surveys in exports: which are taken, and their pages, records and files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.problems import UserError
from sessionary.core.survey.opening import open_session
from sessionary.core.survey.rows import DEFINITION, SNAPSHOT, SURVEY, session_in
from sessionary.core.survey.values import printable
from sessionary.formats.survey.markdown import USUAL, survey_lines
from sessionary.services.survey_results import survey_results
from sessionary.services.survey_shelf import ConnectionShelf
from sessionary.storage import queries, versions, walks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sessionary.core.survey.records import Opened
    from sessionary.core.survey.results import Results
    from sessionary.formats.survey.markdown import Included
    from sessionary.services.exports.selection import Named
    from sessionary.services.library import Library
    from sessionary.services.surveys import Survey
    from sessionary.storage.connection import Reader
    from sessionary.storage.queries import StoredDocument
    from sessionary.storage.walks import KeptEntry

KINDS = frozenset((SURVEY, DEFINITION))
"""The kinds of documents that this file takes care of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPart:
    """What is taken of surveys.

    Attributes:
        sessions: The keys of sessions.
        definitions: The ids of surveys of which all versions are taken.
    """

    sessions: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sessions or self.definitions)


def select_surveys(
    connection: Reader, chosen: Sequence[Named] | None, bad: Mapping[Named, UserError]
) -> SurveyPart:
    """Return what is taken of surveys.

    Args:
        connection: A reader.
        chosen: Kind and key of each document; None for everything.
        bad: The documents that cannot be used, each with why.

    Raises:
        UserError: Something chosen is not there, or cannot be used.
    """
    here = {
        (one.kind, one.key)
        for kind in (SURVEY, DEFINITION)
        for one in queries.documents(connection, kind)
        if not one.binned or chosen is not None
    }
    if chosen is None:
        names = sorted(here - bad.keys())
    else:
        names = [name for name in dict.fromkeys(chosen) if name[0] in KINDS]
        for name in names:
            if name in bad:
                raise UserError(f"{name[0]}/{name[1]} cannot be exported. {bad[name]}")
            if name not in here:
                raise UserError(f"There is no {name[0]} {name[1]}.")
    return SurveyPart(
        sessions=tuple(key for kind, key in names if kind == SURVEY),
        definitions=tuple(key for kind, key in names if kind == DEFINITION),
    )


class SurveyContents:
    """Gives what an export takes of surveys.

    Args:
        connection: A reader, good for the whole export.
        library: Where it is read from.
        part: What is taken.
        include: What pages tell beyond what respondents see.
        player_safe: Whether they tell nothing beyond that, whatever is to be included; then
            nobody's notes on a session are told either.
    """

    def __init__(
        self,
        connection: Reader,
        library: Library,
        part: SurveyPart,
        include: Included = USUAL,
        *,
        player_safe: bool = False,
    ) -> None:
        self.part = part
        self.include = USUAL if player_safe else include
        self._player_safe = player_safe
        self.connection = connection
        self._library = library
        self._shelf = ConnectionShelf(library, connection)

    def opened(self) -> Iterator[tuple[str, Opened, str]]:
        """Walk over (key, session, notes) of the sessions that are taken."""
        for stored in self._stored(SURVEY, self.part.sessions):
            data = _data(stored)
            notes = None if self._player_safe else data["own"].get("notes")
            session = open_session(session_in(stored.key, data), self._shelf)
            yield stored.key, session, notes if isinstance(notes, str) else ""

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Walk over (title, key, Markdown) of the sessions that are taken."""
        for key, opened, notes in self.opened():
            definition = opened.definition
            about = definition.description.strip() if definition is not None else ""
            title = f"{about or opened.session.survey} {opened.session.respondent}".strip()
            text = "".join(survey_lines(opened, include=self.include, notes=notes))
            yield printable(title), key, text

    def results(self) -> Iterator[tuple[Survey, Results]]:
        """Walk over the surveys that are taken, each with what its answers amount to."""
        for key in self.part.definitions:
            yield survey_results(self._library, key)

    def documents(self) -> Iterator[tuple[StoredDocument, dict[str, Any]]]:
        """Walk over the documents that are taken, sessions with the surveys they belong to."""
        surveys = dict.fromkeys(self.part.definitions)
        sessions = list(self._stored(SURVEY, self.part.sessions))
        surveys.update(dict.fromkeys(one.container for one in sessions))
        for stored in (*self._stored(DEFINITION, list(surveys)), *sessions):
            yield stored, _data(stored)

    def entries(self) -> Iterator[KeptEntry]:
        """Walk over the snapshots of what is taken; of single sessions those they are read by."""
        wanted = {
            (survey, name)
            for survey in self.part.definitions
            for name in versions.snapshot_names(self.connection, survey)
        }
        for stored in self._stored(SURVEY, self.part.sessions):
            session = session_in(stored.key, _data(stored))
            wanted.add((session.survey, session.snapshot))
        for survey, name in sorted(wanted):
            found = walks.kept_named(self.connection, DEFINITION, SNAPSHOT, survey, name)
            if found is not None:
                yield found

    def _stored(self, kind: str, keys: Sequence[str]) -> Iterator[StoredDocument]:
        for key in keys:
            stored = queries.document(self.connection, kind, key)
            if stored is not None:
                yield stored


def _data(stored: StoredDocument) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(stored.text)["data"]
    return data
