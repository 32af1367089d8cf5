"""The surveys of a library: their versions, and how far each of their sessions is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from sessionary.core.store.errors import BadReason
from sessionary.core.survey.creation import check_fillable
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.findings import Level
from sessionary.core.survey.flow import standing
from sessionary.core.survey.lines import join_lines, split_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.records import State
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.results import Response, results_of
from sessionary.core.survey.rows import DEFINITION, SURVEY, file_lines
from sessionary.core.survey.session import read_session
from sessionary.services.stored import opened, sentence
from sessionary.storage import survey_queries, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sessionary.core.survey.records import Definition, Opened
    from sessionary.core.survey.results import Results
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

    Report = Callable[[int, int], None]

Data = dict[str, Any]

CURRENT = "current"
CAMPAIGN_SESSION = "session"
"""The kind of what a survey session is feedback for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a survey.

    Attributes:
        name: The SHA1 of its bytes; under it a snapshot is kept.
        definition: What it says.
        is_current: Whether new sessions are of it.
        is_kept: Whether there is a snapshot of it.
        sessions: How many sessions belong to it.
        since: When the first of them was begun, in UNIX seconds; 0 if that is not known.
    """

    name: str
    definition: Definition
    is_current: bool
    is_kept: bool
    sessions: int = 0
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentSession:
    """What a list tells of one session of a survey.

    Attributes:
        version: The name of its version: a SHA1, or ``current`` while nothing is current.
        state: None where the session cannot be opened.
        done, total: Its progress; there is no total without its version.
        approximate: Whether the progress is a guess.
        started, closed: In UNIX seconds; 0 if that is not known.
        answers: How many given answers it has.
        errors, warnings: How many findings there are.
        links: The keys of the campaign sessions that it belongs to.
        revision: The revision of its document: another one says that it was changed.
        bad: Why it cannot be read at all, empty if it can.
    """

    key: str
    survey: str
    revision: int = 0
    version: str = ""
    respondent: str = ""
    group: str = ""
    state: State | None = None
    done: int = 0
    total: int | None = None
    approximate: bool = False
    started: int = 0
    closed: int = 0
    answers: int = 0
    errors: int = 0
    warnings: int = 0
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    bad: str = ""

    @property
    def share(self) -> float | None:
        """How much of it is done, from 0 to 1; None where nobody knows."""
        return min(self.done / self.total, 1.0) if self.total else None


@dataclass(frozen=True, kw_only=True)
class Survey:
    """One survey.

    Attributes:
        id: Its id.
        versions: The current one first, then the others, those used last before the older ones.
        sessions: Newest first.
    """

    id: str
    versions: tuple[Version, ...] = ()
    sessions: tuple[RespondentSession, ...] = ()

    @cached_property
    def current(self) -> Version | None:
        """The version that new sessions are of, None while there is none."""
        return next((one for one in self.versions if one.is_current), None)

    @cached_property
    def barred(self) -> str:
        """Why no new session can be begun: a code of the specification, empty if one can."""
        if self.current is None:
            return "S-DEF-MISSING"
        try:
            check_fillable(self.current.definition)
        except Refused as refused:
            return refused.code
        return ""

    @property
    def newest(self) -> Version | None:
        """The current version, else the one that was used last, None if none is known."""
        return self.versions[0] if self.versions else None

    @property
    def title(self) -> str:
        """What it is called: its description, else its id."""
        newest = self.newest
        return (newest.definition.description.strip() if newest else "") or self.id

    @property
    def seal(self) -> object:
        """What is another once anything of the survey has changed."""
        versions = tuple((one.name, one.is_current, one.is_kept) for one in self.versions)
        return self.id, versions, tuple((one.key, one.revision) for one in self.sessions)

    def version(self, name: str) -> Version | None:
        """Return a version by its name."""
        return next((one for one in self.versions if one.name == name), None)


class Surveys:
    """Reads the surveys of a library, from any thread.

    What has not changed since the last reading is not read again.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._one_at_a_time = Lock()
        self._sessions: dict[str, tuple[object, RespondentSession]] = {}
        self._definitions: dict[tuple[str, object], tuple[str, Definition]] = {}

    def read(self, report: Report = lambda _done, _all: None) -> tuple[Survey, ...]:
        """Return all surveys, those too that are known by their sessions alone, by title."""
        with self._library.reading() as connection:
            shelf = self._shelf(connection)
            held = survey_queries.held(connection, SURVEY)
            rows: dict[str, list[RespondentSession]] = defaultdict(list)
            known: dict[str, tuple[object, RespondentSession]] = {}
            for at, one in enumerate(held):
                report(at, len(held))
                # A definition that comes later, or is edited, changes how a session stands.
                seal = (one.revision, shelf.seal(one.container))
                found = self._sessions.get(one.key)
                if found is None or found[0] != seal:
                    text = survey_queries.text_of(connection, SURVEY, one.key) or ""
                    row = _session_row(self._library, shelf, one.key, text)
                    found = seal, replace(row, revision=one.revision)
                known[one.key] = found
                rows[found[1].survey or one.container].append(found[1])
            self._sessions = known
        made = [_survey(id_, shelf, rows[id_]) for id_ in {*rows, *shelf.surveys()}]
        return tuple(sorted(made, key=lambda one: (one.title.casefold(), one.id)))

    def results(
        self, survey: Survey, report: Report = lambda _done, _all: None, *, version: str = ""
    ) -> Results:
        """Return what the answers of a survey's sessions amount to.

        Args:
            survey: As :meth:`read` returned it.
            report: Told how many of its sessions are read.
            version: The name of the version that is counted, empty for all.
        """
        responses = []
        with self._library.reading() as connection:
            shelf = self._shelf(connection)
            for at, row in enumerate(survey.sessions):
                report(at, len(survey.sessions))
                text = survey_queries.text_of(connection, SURVEY, row.key)
                if row.state is None or text is None or (version and row.version != version):
                    continue
                found = _opened(self._library, shelf, row.key, text)
                if found is not None:
                    responses.append(_response(row, found))
        known = {one.name: one.definition for one in survey.versions}
        return results_of(survey.id, known, responses, title=survey.title, version=version)

    def _shelf(self, connection: Reader) -> _Shelf:
        with self._one_at_a_time:
            shelf = _Shelf(self._library, connection, self._definitions)
            self._definitions = shelf.definitions
        return shelf


class _Shelf:
    """The definitions of all surveys; each is read and taken apart once."""

    def __init__(
        self,
        library: Library,
        connection: Reader,
        former: Mapping[tuple[str, object], tuple[str, Definition]],
    ) -> None:
        self.definitions: dict[tuple[str, object], tuple[str, Definition]] = {}
        self._currents: dict[str, tuple[str, object]] = {}
        self._kept: dict[str, dict[str, tuple[str, object]]] = defaultdict(dict)
        for one in survey_queries.held(connection, DEFINITION):
            place: tuple[str, object] = (one.key, (CURRENT, one.revision))
            self._currents[one.key] = place
            content = former.get(place) or _current(library, connection, one.key)
            self.definitions[place] = content
        for kept in survey_queries.kept_versions(connection):
            place = (kept.survey, kept.pk)
            self._kept[kept.survey][kept.name] = place
            self.definitions[place] = former.get(place) or _kept(connection, kept)

    def surveys(self) -> set[str]:
        """Return the surveys that have a document of their own: in the bin they are gone."""
        return set(self._currents)

    def seal(self, survey: str) -> object:
        """Return what changes whenever a definition of a survey does."""
        return self._currents.get(survey), tuple(self._kept.get(survey, ()))

    def snapshot(self, survey: str, name: str) -> str | None:
        """Return the content of a snapshot, None if it is not there."""
        place = self._kept.get(survey, {}).get(name)
        return None if place is None else self.definitions[place][0]

    def current(self, survey: str) -> str | None:
        """Return the content of a survey's present definition, None while there is none."""
        place = self._currents.get(survey)
        # A document without lines is a survey of which only snapshots are known.
        return (self.definitions[place][0] or None) if place is not None else None

    def versions(self, survey: str) -> list[Version]:
        """Return the versions of a survey, the current one first."""
        found: dict[str, Version] = {}
        current = self.current(survey)
        if current is not None:
            definition = self.definitions[self._currents[survey]][1]
            name = snapshot_name(current)
            kept = name in self._kept.get(survey, {})
            found[name] = Version(name=name, definition=definition, is_current=True, is_kept=kept)
        for name, place in reversed(self._kept.get(survey, {}).items()):
            found.setdefault(
                name,
                Version(
                    name=name,
                    definition=self.definitions[place][1],
                    is_current=False,
                    is_kept=True,
                ),
            )
        return list(found.values())


def _current(library: Library, connection: Reader, survey: str) -> tuple[str, Definition]:
    text = survey_queries.text_of(connection, DEFINITION, survey) or ""
    data = opened(library, DEFINITION, text)
    lines = () if isinstance(data, BadReason) else file_lines(data)
    return join_lines(lines), read_definition(lines)


def _kept(connection: Reader, kept: survey_queries.KeptVersion) -> tuple[str, Definition]:
    content = versions.snapshot(connection, kept.survey, kept.name) or ""
    return content, read_definition(split_lines(content))


def _survey(id_: str, shelf: _Shelf, rows: Iterable[RespondentSession]) -> Survey:
    found = shelf.versions(id_)
    current = next((one.name for one in found if one.is_current), CURRENT)
    sessions = sorted(
        (replace(one, version=current) if one.version == CURRENT else one for one in rows),
        key=lambda one: (-one.started, one.respondent.casefold(), one.key),
    )
    counted = [_counted(one, sessions) for one in found]
    counted.sort(key=lambda one: (not one.is_current, -one.since))
    return Survey(id=id_, versions=tuple(counted), sessions=tuple(sessions))


def _counted(version: Version, sessions: Iterable[RespondentSession]) -> Version:
    mine = [one for one in sessions if one.version == version.name]
    since = min((one.started for one in mine if one.started), default=0)
    return replace(version, sessions=len(mine), since=since)


def _opened(library: Library, shelf: _Shelf, key: str, text: str) -> Opened | None:
    data = opened(library, SURVEY, text)
    if isinstance(data, BadReason):
        return None
    found = open_session(read_session(file_lines(data), id=key), shelf)
    return None if found.session.fatal else found


def _session_row(library: Library, shelf: _Shelf, key: str, text: str) -> RespondentSession:
    data = opened(library, SURVEY, text)
    if isinstance(data, BadReason):
        return RespondentSession(key=key, survey="", bad=sentence(data, text))
    found = open_session(read_session(file_lines(data), id=key), shelf)
    session, levels = found.session, [one.level for one in found.findings]
    row = RespondentSession(
        key=key,
        survey=session.survey,
        version=session.snapshot,
        respondent=session.respondent,
        errors=levels.count(Level.ERROR) + levels.count(Level.FATAL),
        warnings=levels.count(Level.WARNING),
        tags=_texts(data["own"].get("tags")),
        links=linked_sessions(data),
    )
    if session.fatal:
        return row
    now, group = standing(found), session.head("@group")
    started, closed = times_of(found)
    return replace(
        row,
        group="" if group is None else group.text,
        state=now.state,
        done=now.done,
        total=now.total,
        approximate=now.approximate,
        started=started,
        closed=closed,
        answers=len(session.given),
    )


def times_of(found: Opened) -> tuple[int, int]:
    """Return when a session was begun and when it was closed, 0 where that is not known."""
    session = found.session
    state = session.head("@state")
    user = session.head("@user")
    # The first generation has no field for it; its header was stored when it was begun.
    begun = state.time_begin if state is not None else user.stored if user is not None else 0
    if state is not None:
        return begun, state.time_end
    closed = session.head("@closed")
    return begun, closed.stored if closed is not None and closed.value else 0


def linked_sessions(data: Data) -> tuple[str, ...]:
    """Return the keys of the campaign sessions that a survey session belongs to."""
    links = data["own"].get("links")
    found = links if isinstance(links, list | tuple) else ()
    return tuple(
        str(one.get("key"))
        for one in found
        if hasattr(one, "get") and one.get("kind") == CAMPAIGN_SESSION and one.get("key")
    )


def _texts(stored: object) -> tuple[str, ...]:
    listed = stored if isinstance(stored, list | tuple) else ()
    return tuple(one for one in listed if isinstance(one, str))


def _response(row: RespondentSession, found: Opened) -> Response:
    return Response(
        key=row.key,
        respondent=row.respondent,
        version=row.version,
        state=row.state or State.NEW,
        started=row.started,
        answers=found.session.given,
    )
