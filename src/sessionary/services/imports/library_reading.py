"""Reads the JSON of a library into a preview: documents with their own part, entries, rejects."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sessionary.core.json_text import digest
from sessionary.core.problems import Problem, Severity
from sessionary.core.store.values import same
from sessionary.core.survey.lines import is_bytes
from sessionary.core.survey.rows import DEFINITION, SNAPSHOT, SURVEY, is_file_record
from sessionary.core.survey.session import is_session_id, is_snapshot_name, is_survey_id
from sessionary.formats.library_json import (
    LibraryDocument,
    LibraryEntry,
    LibraryReject,
    part_text,
    read_library,
)
from sessionary.formats.records import Record, Reject
from sessionary.services.documents import is_data
from sessionary.services.imports.events import judge
from sessionary.services.imports.report import Line, Verdict
from sessionary.services.imports.survey_reading import adopt_whole, take_snapshot
from sessionary.storage import seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.formats.library_json import LibraryPart
    from sessionary.services.imports.preview import Reading
    from sessionary.services.imports.state import State
    from sessionary.storage.connection import Reader

    Report = Callable[[int, int], None]

_BATCH = 500
_LARGEST = 2**63 - 1


def read(reading: Reading, report: Report) -> None:
    """Read a file.

    Raises:
        FileRefused: Nothing of it can be taken.
    """
    reader = _LibraryReader(reading)
    for position, part in enumerate(read_library(reading.file.path, report)):
        reader.take(part, position)
    reader.end()


def fault(part: LibraryPart, kinds: frozenset[str]) -> str:
    """Return what of a part this program cannot hold, in a few words; empty if it can."""
    if isinstance(part, LibraryDocument):
        return _document_fault(part, kinds)
    if isinstance(part, LibraryEntry):
        if is_snapshot(part):
            return ""
        if (part.kind, part.type) != ("session", "event") or part.plain:
            return f"entries of the type {part.kind} {part.type}"
        if not part.record.startswith("{"):
            return "an event that is no object"
        return "" if max(abs(part.position), abs(part.shift)) < _LARGEST else "such a large number"
    return ""


def _document_fault(document: LibraryDocument, kinds: frozenset[str]) -> str:
    kind = document.kind
    if kind not in kinds:
        return f"documents of the kind {kind}"
    if not _may_be_called(kind, document.key):
        return f"a {kind} with such a key"
    data = document_data(document)
    if not is_data(data):
        return "data in which a part is no object"
    is_whole = kind not in (SURVEY, DEFINITION) or is_file_record(data["record"])
    return "" if is_whole else f"a {kind} whose lines are those of no file"


def is_snapshot(entry: LibraryEntry) -> bool:
    """Say whether an entry is a snapshot of a survey's definition, with its bytes as text."""
    if (entry.kind, entry.type) != (DEFINITION, SNAPSHOT) or not entry.plain:
        return False
    named = _may_be_called(DEFINITION, entry.scope) and is_snapshot_name(entry.id)
    return named and is_bytes(entry.record)


def _may_be_called(kind: str, key: str) -> bool:
    """Say whether a document may have a key: in a home folder those of surveys name files."""
    if kind == SURVEY:
        return is_session_id(key)
    return is_survey_id(key) if kind == DEFINITION else True


def document_data(document: LibraryDocument) -> dict[str, Any]:
    """Return a document's data as the library holds it."""
    return {
        "record": json.loads(document.record),
        "own": json.loads(document.own),
        "spelling": json.loads(document.spelling),
    }


def entry_home(state: State, entry: LibraryEntry) -> tuple[str, str | None]:
    """Return (campaign, id of the session) where an entry without a document belongs here.

    A session for which it waited there may be in this library.
    """
    if entry.wanted is None:
        return entry.scope, None
    campaigns = {entry.scope} if entry.scope else state.campaigns_of(entry.wanted)
    for campaign in campaigns if len(campaigns) == 1 else ():
        if state.known("session", campaign, entry.wanted) is not None:
            return campaign, entry.wanted
    return entry.scope, None


def judge_entry(connection: Reader, known: seen.KnownEntry | None, entry: LibraryEntry) -> Verdict:
    """Return what becomes of an entry, given what is in the library under its names."""
    verdict = judge(connection, known, digest(entry.record), lambda: json.loads(entry.record))
    if verdict is Verdict.SAME and known is not None and entry.struck and not known.struck:
        # That it was struck out is news, unless it is another text by now.
        unedited = same(json.loads(known.text), json.loads(entry.record))
        return Verdict.CHANGED if unedited else verdict
    return verdict


class _LibraryReader:
    """Reads one file, part by part."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._preview = reading.preview
        self._state = reading.state
        self._file = reading.file
        self._connection = reading.connection
        self._kinds = frozenset(reading.library.kinds)
        self._ids: set[int] = set()
        self._batch: list[LibraryEntry] = []
        self._events: dict[tuple[str, str | None, Verdict], int] = defaultdict(int)

    def take(self, part: LibraryPart | Reject, position: int) -> None:
        if isinstance(part, Reject):
            self._file.add(part.problem)
            if part.problem.severity is Severity.ERROR:
                self._reading.wrong()
            else:
                self._file.noted += 1
        elif found := fault(part, self._kinds):
            self._refuse(part, position, found)
        elif isinstance(part, LibraryDocument):
            self._document(part, position)
        elif isinstance(part, LibraryEntry) and is_snapshot(part):
            self._snapshot(part)
        elif isinstance(part, LibraryEntry):
            self._batch.append(part)
            if len(self._batch) >= _BATCH:
                self._flush()
        else:
            self._reject(part)

    def _refuse(self, part: LibraryPart, position: int, found: str) -> None:
        self._preview.unplaced[self._reading.number, position] = problem = Problem(
            severity=Severity.ERROR,
            code="record.unknown",
            place="documents" if isinstance(part, LibraryDocument) else "entries",
            found=found,
            expected="sessions, campaigns, goals, things of a world, events and surveys",
            file=self._file.path.name,
        )
        self._reading.wrong(problem)

    def _document(self, document: LibraryDocument, position: int) -> None:
        data = document_data(document)
        identifier = str(data["record"].get("id") or document.key)
        container = document.key if document.kind == "campaign" else document.container
        if is_survey := document.kind in (SURVEY, DEFINITION):
            container, identifier = "", document.key
        draft = self._state.draft(
            self._connection, document.kind, container, identifier, document.key
        )
        self._preview.drafts_of[self._reading.number, document.kind, document.key] = draft
        text = part_text(document)
        record = Record(
            sort=document.kind, value=data["record"], text=text, place=f"documents[{position}]",
            line=0, column=0, position=position, digest=seen.library_mark(digest(text)),
        )  # fmt: skip
        if draft.pk is not None and seen.was_seen(self._connection, draft.pk, record.digest):
            self._file.counts[Verdict.SAME] += 1
        else:
            if is_survey:
                adopt_whole(self._reading, draft, record, data)
            else:
                draft.adopt(self._reading.number, record, data)
            draft.hashes += [bytes.fromhex(value) for value in document.seen]
        if document.kind == "campaign" and isinstance(epoch := data["own"].get("epoch"), int):
            self._state.declare(identifier, epoch)
        elif document.kind != "campaign" and container:
            self._state.campaign(self._connection, container)

    def _snapshot(self, entry: LibraryEntry) -> None:
        verdict = take_snapshot(self._reading, entry.scope, entry.id, entry.record)
        self._file.counts[verdict] += 1
        self._file.lines.append(
            Line(sort=SNAPSHOT, title=entry.id, verdict=verdict, detail=entry.scope)
        )
        self._file.records += verdict in (Verdict.NEW, Verdict.CHANGED)

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        scopes: dict[str, list[tuple[LibraryEntry, str | None]]] = defaultdict(list)
        for entry in batch:
            scope, session = entry_home(self._state, entry)
            if entry.document is not None:
                name = (self._reading.number, entry.kind, entry.document)
                draft = self._preview.drafts_of.get(name)
                session = draft.id if draft is not None else entry.document
            scopes[scope].append((entry, session))
        for scope, entries in scopes.items():
            self._judge(scope, entries)

    def _judge(self, scope: str, entries: list[tuple[LibraryEntry, str | None]]) -> None:
        known: dict[str, seen.KnownEntry] = {}
        if scope in self._preview.scopes or seen.has_entries(
            self._connection, "session", "event", scope
        ):
            self._preview.scopes.add(scope)
            ids = [entry.id for entry, _owner in entries]
            known = seen.known_entries(self._connection, "session", "event", scope, ids)
        for entry, owner in entries:
            mark = hash((scope, entry.id))
            self._preview.repeated |= mark in self._ids
            self._ids.add(mark)
            verdict = judge_entry(self._connection, known.get(entry.id), entry)
            self._file.counts[verdict] += 1
            self._events[scope, owner, verdict] += 1
            if verdict is Verdict.CONFLICT:
                self._conflict(scope, entry)

    def _conflict(self, scope: str, entry: LibraryEntry) -> None:
        self._preview.conflicts.add((scope, entry.id))
        self._reading.problem(
            "conflict", "entries", "another text of an event that was edited here",
            "the event as it was first read",
            f"Event {entry.id} was edited here; the file's new text is left out.",
        )  # fmt: skip

    def _reject(self, reject: LibraryReject) -> None:
        known = seen.reject_kept(self._connection, reject.place, reject.code, reject.bytes)
        self._file.counts[Verdict.SAME if known else Verdict.NEW] += 1

    def end(self) -> None:
        """Judge the last entries, and sum up."""
        self._flush()
        for (scope, owner, verdict), count in self._events.items():
            title = owner or "between sessions"
            self._file.lines.append(
                Line(sort="event", title=title, verdict=verdict, detail=scope, count=count)
            )
            if verdict in (Verdict.NEW, Verdict.CHANGED):
                self._file.records += count
