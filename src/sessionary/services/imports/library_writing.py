"""Writes the entries of a library's JSON, and the rejects that it carries."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sessionary.core.campaign.columns import event_columns
from sessionary.core.json_text import digest
from sessionary.formats.library_json import (
    LibraryEntry,
    LibraryReject,
    part_text,
    read_library,
)
from sessionary.formats.records import Reject
from sessionary.services.imports.library_reading import (
    entry_home,
    is_snapshot,
    judge_entry,
)
from sessionary.services.imports.report import Verdict
from sessionary.services.imports.survey_writing import write_snapshot
from sessionary.services.reckoning import Choices
from sessionary.storage import bulk, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.formats.library_json import LibraryPart
    from sessionary.services.imports.writing import Writing

    Report = Callable[[int, int], None]

_BATCH = 500


def write(writing: Writing, report: Report) -> None:
    """Read a file again and write its entries and rejects."""
    writer = _LibraryWriter(writing)
    for position, part in enumerate(read_library(writing.file.path, report)):
        writer.take(part, position)
    writer.end()


class _LibraryWriter:
    """Writes one file, part by part."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._preview = writing.preview
        self._state = writing.state
        self._library = writing.library
        self._connection = writing.connection
        self._entries = writing.entries()
        self._waiting: list[LibraryEntry] = []
        self._sources: dict[tuple[str, int, bool], int] = {}
        self._files: dict[tuple[str, str], int] = {}

    def take(self, part: LibraryPart | Reject, position: int) -> None:
        if isinstance(part, Reject):
            self._writing.put_aside(part.place, part.problem, part.text)
        elif problem := self._preview.unplaced.get((self._writing.number, position)):
            text = part_text(part).encode("utf-8", "surrogatepass")
            self._writing.put_aside(problem.place, problem, text)
        elif isinstance(part, LibraryEntry) and is_snapshot(part):
            write_snapshot(
                self._writing, self._entries, part.scope, part.id, seen=bytes.fromhex(part.seen)
            )
        elif isinstance(part, LibraryEntry):
            self._waiting.append(part)
            if len(self._waiting) >= _BATCH:
                self._flush()
        elif isinstance(part, LibraryReject):
            self._reject(part)

    def end(self) -> None:
        """Write what waits."""
        self._flush()
        self._writing.written(self._entries)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        placed = [(entry, *entry_home(self._state, entry)) for entry in waiting]
        ids: dict[str, list[str]] = defaultdict(list)
        for entry, scope, _session in placed:
            if scope in self._preview.scopes:
                ids[scope].append(entry.id)
        known = {
            (scope, identifier): found
            for scope, wanted in ids.items()
            for identifier, found in seen.known_entries(
                self._connection, "session", "event", scope, wanted
            ).items()
        }
        for entry, scope, session in placed:
            verdict = judge_entry(self._connection, known.get((scope, entry.id)), entry)
            accepted = (scope, entry.id) in self._preview.accepted
            if verdict in (Verdict.NEW, Verdict.CHANGED) or (
                verdict is Verdict.CONFLICT and accepted
            ):
                self._add(entry, scope, session)

    def _add(self, entry: LibraryEntry, scope: str, session: str | None) -> None:
        here, wanted = self._document(entry, scope, session)
        shift = entry.shift + self._state.shift_of(scope)
        self._entries.add(
            bulk.BulkEntry(
                kind=entry.kind, type=entry.type, scope=scope, id=entry.id, document=here,
                wanted=wanted, position=entry.position, text=entry.record,
                hash=digest(entry.record), seen=bytes.fromhex(entry.seen), struck=entry.struck,
                source=self._source(scope, shift, players_see=entry.players_see),
                columns=event_columns(
                    json.loads(entry.record), epoch=self._library.epochs.of(scope),
                    zone=self._library.zone, shift=shift,
                    unmarked=self._library.unmarked(scope, players_see=entry.players_see),
                    clock=self._library.epochs.clock_of(scope),
                    categories=self._library.epochs.types_of(scope).categories,
                    meanings=self._library.epochs.types_of(scope).meanings,
                ),
            )
        )  # fmt: skip

    def _document(
        self, entry: LibraryEntry, scope: str, session: str | None
    ) -> tuple[int | None, str | None]:
        """Return the number of an entry's document, or the id for which it waits."""
        if session is not None:
            known = self._state.known("session", scope, session)
            return (known.pk, None) if known is not None else (None, session)
        if entry.document is None:
            return None, entry.wanted
        name = (self._writing.number, entry.kind, entry.document)
        draft = self._preview.drafts_of.get(name)
        if draft is None:
            return None, entry.document
        # What belongs to a session that is refused waits for it.
        return (draft.pk, None) if draft.pk is not None else (None, draft.id)

    def _source(self, scope: str, shift: int, *, players_see: bool) -> int:
        """Return the number of the source that holds the choices made for an entry."""
        name = (scope if shift else "", shift, players_see)
        number = self._sources.get(name)
        if number is None:
            shifts = {scope: shift} if shift else {}
            number = self._sources[name] = self._add_source(
                self._writing.file.path.name, self._writing.file.format,
                {"shift": shifts, "playersSee": players_see},
            )  # fmt: skip
            self._library.sources.learn(number, Choices(shifts, players_see=players_see))
        return number

    def _add_source(self, name: str, format_: str, choices: dict[str, object]) -> int:
        # Without path and digest it is no file that could be read again.
        return bulk.add_source(
            self._connection, self._writing.act, name=name, path="", sha256="",
            format_=format_, size=0, choices=choices,
        )  # fmt: skip

    def _reject(self, reject: LibraryReject) -> None:
        if seen.reject_kept(
            self._connection, reject.place, reject.code, reject.bytes, but_by=self._writing.act
        ):
            return
        name = (reject.file, reject.format)
        source = self._files.get(name)
        if source is None:
            source = self._files[name] = self._add_source(*name, {})
        row = (reject.place, reject.code, "", "", "", reject.bytes)
        bulk.add_rejects(self._connection, self._writing.act, source, [row])
