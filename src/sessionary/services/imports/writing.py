"""The second reading of an import: everything of it in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.json_text import dump
from sessionary.core.problems import UserError
from sessionary.core.store.backend import DocumentWrite
from sessionary.core.survey.rows import SURVEY, survey_rows
from sessionary.services.collector import collector_paused
from sessionary.services.imports.formats import IMPORTERS
from sessionary.services.imports.goals import as_read
from sessionary.services.imports.reading import file_digest
from sessionary.services.imports.report import Verdict
from sessionary.services.imports.survey_preview import ComingShelf
from sessionary.services.imports.survey_reading import changed_versions, record_bytes
from sessionary.services.library import Change
from sessionary.services.rebuild import reckon_again
from sessionary.services.reckoning import Choices, reckoning_in
from sessionary.services.survey_shelf import index_again
from sessionary.storage import bulk
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.beside import Beside
from sessionary.storage.entry_changes import EntryWriter
from sessionary.storage.goal_keeper import keep_all
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.lock import JOB_PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.problems import Problem
    from sessionary.core.store.backend import Rows
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.preview import Preview
    from sessionary.services.imports.report import FileReport
    from sessionary.services.imports.state import State
    from sessionary.services.library import Library
    from sessionary.storage.connection import Writer

    Report = Callable[[int, int], None]


def write_import(library: Library, preview: Preview, report: Report, *, at: float) -> Change:
    """Write what a preview shows, all of it or nothing.

    Runs on any thread while no document of the library is open. Call
    :meth:`Library.announce` with the result on the library's own thread.

    Args:
        library: Where it goes.
        preview: What :func:`.reading.read_files` found.
        report: Called with bytes done and in all; may raise to cancel.
        at: The time of day in seconds since 1970.

    Raises:
        UserError: A file has changed since it was read.
        DiskError: The disk did not take it; nothing was changed.
    """
    for file in preview.files:
        if not file.is_folder and file_digest(file.path) != file.sha256:
            raise UserError(f"{file.path.name} has changed since it was read; read it again.")
    names = [file.path.name for file in preview.files if not file.is_folder]
    name = f"Import {names[0]}" if len(names) == 1 else f"Import {len(names)} files"
    with collector_paused(), library.file.writing(patience=JOB_PATIENCE_S) as connection:
        act = begin_act(connection, name, "import", at)
        _Writer(library, preview, connection, act, at).write(report)
    return Change(act=act, name=name, origin="import", documents=frozenset(), entries=True)


@dataclass(slots=True)
class Writing:
    """One file while it is read again and written.

    Attributes:
        library, preview, connection, act: What is written where, by what.
        number: Which of the files it is.
        source: The number of its source.
        beside: Fills the index while the file is read.
        touched: The documents whose entries must be counted in the end.
    """

    library: Library
    preview: Preview
    connection: Writer
    act: int
    number: int
    source: int
    beside: Beside
    touched: set[int] = field(default_factory=set)

    @property
    def file(self) -> FileReport:
        """What the preview says of the file."""
        return self.preview.files[self.number]

    @property
    def was_good(self) -> bool:
        """Whether the first reading found a record in every part of the file, and a place for it.

        The bytes are the same, so a second reading need not look for faults again.
        """
        faults = self.file.counts[Verdict.WRONG] or self.file.noted
        return not faults and not any(file == self.number for file, _at in self.preview.unplaced)

    @property
    def state(self) -> State:
        """The drafts of all files; the documents are written."""
        return self.preview.state

    def entries(self) -> bulk.BulkWriter:
        """Return what writes the entries of the file; :meth:`written` ends it."""
        return bulk.BulkWriter(
            self.connection, self.beside, self.act, self.source, self.library.columns_of,
            fresh=is_fresh(self.preview),
        )  # fmt: skip

    def written(self, entries: bulk.BulkWriter) -> None:
        """Write what of the entries waits."""
        self.touched |= entries.finish()

    def put_aside(self, place: str, problem: Problem, text: bytes) -> None:
        """Keep a part of the file word for word, unless the same file is kept already."""
        if not self.file.kept:
            row = (place, problem.code, problem.found, problem.expected, problem.message, text)
            bulk.add_rejects(self.connection, self.act, self.source, [row])


def is_fresh(preview: Preview) -> bool:
    """Say whether none of the entries can be known, and none comes twice."""
    return not preview.scopes and not preview.repeated


class _Writer:
    """Writes one import within its transaction."""

    def __init__(
        self, library: Library, preview: Preview, connection: Writer, act: int, at: float
    ) -> None:
        self._library = library
        self._preview = preview
        self._connection = connection
        self._act = act
        self._at = at
        self._state = preview.state
        # Snapshots are written after the sessions that are read by them.
        self._shelf = ComingShelf(preview.surveys, preview.state, library.shelf)

    def write(self, report: Report) -> None:
        state = self._state
        learnt = {c: e for c in state.campaigns() if (e := state.epoch_of(c)) is not None}
        late = {c for c in learnt if self._library.epochs.set_for(c) is None}
        self._library.epochs.learn(learnt)
        late |= self._learn_reckonings()
        try:
            self._documents("campaign", "session", "world", "definition", "survey")
            for campaign in late:
                reckon_again(self._library, self._connection, campaign)
            self._files(report)
            self._index_again()
            # Last: what their records count already are the events that have come until then.
            self._documents("goal")
            keep_all(self._connection, self._act, self._library.columns_of)
        except BaseException:
            # What was learnt is not true if it is rolled back.
            self._library.epochs.forget()
            self._library.sources.forget()
            raise

    def _index_again(self) -> None:
        """Index the sessions anew that were here before a definition on which they depend."""
        drafts = [draft for draft in self._state.drafts.values() if draft.writes]
        changed = changed_versions(self._preview, drafts)
        if changed:
            done = {draft.pk for draft in drafts if draft.pk is not None}
            index_again(self._library, self._connection, self._act, changed, without=done)

    def _learn_reckonings(self) -> set[str]:
        """Learn by what campaigns will reckon; return those for which that is new."""
        epochs = self._library.epochs
        drafts = [draft for draft in self._state.drafts.values() if draft.kind == "campaign"]
        coming = {draft.id: reckoning_in(draft.data) for draft in drafts}
        late = {key for key, one in coming.items() if one != epochs.reckoning_of(key)}
        epochs.learn_reckonings(coming)
        return late

    def _files(self, report: Report) -> None:
        total = sum(file.size for file in self._preview.files)
        coming = sum(file.records for file in self._preview.files)
        fresh = is_fresh(self._preview)
        put_back = bulk.without_indexes(self._connection, coming) if fresh else None
        touched: set[int] = set()
        done = 0
        with Beside(self._connection) as beside:
            for number, file in enumerate(self._preview.files):
                if file.is_folder:
                    continue
                base = done

                def progress(at: int, _size: int, base: int = base) -> None:
                    report(base + at, total)

                touched |= self._file(number, file, beside, progress)
                done += file.size
        if put_back is not None:
            put_back()
        # Without its index each count would walk over all entries.
        IndexWriter(self._connection).count_entries(touched)

    def _file(self, number: int, file: FileReport, beside: Beside, report: Report) -> set[int]:
        shifts = {c: s for c in self._state.campaigns() if (s := self._state.shift_of(c))}
        source = bulk.add_source(
            self._connection, self._act, name=file.path.name, path=str(file.path),
            sha256=file.sha256, format_=file.format, size=file.size,
            choices={
                "zone": self._library.zone.key,
                "campaign": self._state.chosen,
                "shift": shifts,
                "playersSee": self._preview.players_see,
                "accepted": self._accepted(),
            },
        )  # fmt: skip
        self._library.sources.learn(source, Choices(shifts, players_see=self._preview.players_see))
        writing = Writing(
            self._library, self._preview, self._connection, self._act, number, source, beside
        )
        if file.refused:
            if not file.too_large:
                writing.put_aside("", file.problems[0], file.path.read_bytes())
            return set()
        self._put_aside_refused(writing)
        IMPORTERS[file.format].write(writing, report)
        return writing.touched

    def _accepted(self) -> dict[str, list[list[str]]]:
        """Return which conflicts are taken all the same, so that a redo takes them too."""
        drafts = self._state.drafts.items()
        return {
            "documents": [list(name) for name, draft in drafts if draft.accepted],
            "events": [list(name) for name in sorted(self._preview.accepted)],
        }

    def _put_aside_refused(self, writing: Writing) -> None:
        for draft in self._state.drafts.values():
            if draft.refused is None:
                continue
            for file, record in draft.records:
                if file == writing.number:
                    text = record_bytes(draft.kind, record.text)
                    writing.put_aside(record.place, draft.refused, text)

    def _documents(self, *kinds: str) -> None:
        """Write the documents of some kinds, in this order: sessions are indexed by epochs."""
        index = IndexWriter(self._connection)
        of_kinds = [draft for draft in self._state.drafts.values() if draft.kind in kinds]
        drafts = sorted(
            (draft for draft in of_kinds if draft.writes),
            key=lambda draft: kinds.index(draft.kind),
        )
        if not of_kinds:
            return
        writes = [(draft, self._document_write(draft)) for draft in drafts]
        for _draft, write in writes:
            take_out(self._connection, index, write)
        claims = EntryWriter(self._connection, self._act, self._library.columns_of)
        for draft, write in writes:
            write_document(self._connection, index, self._act, write, self._at)
            draft.pk = self._pk(draft)
            if write.base == 0:
                bulk.forget_seen(self._connection, draft.pk)
                claims.claim(write)
            bulk.add_seen(self._connection, self._act, draft.pk, draft.hashes)
        claims.finish()
        for draft in of_kinds:
            if draft.pk is not None and draft.verdict() is Verdict.SAME:
                bulk.add_seen(self._connection, self._act, draft.pk, draft.hashes)

    def _pk(self, draft: Draft) -> int:
        pk: int = self._connection.exec_driver_sql(
            "SELECT pk FROM document WHERE kind=? AND key=?", (draft.kind, draft.key)
        ).scalar_one()
        return pk

    def _document_write(self, draft: Draft) -> DocumentWrite:
        data = draft.data
        if draft.kind == "session" and (shift := self._state.shift_of(draft.campaign)):
            if draft.whole and draft.base == 0:
                shift += data["own"].get("gameShift", 0)
            data = {**data, "own": {**data["own"], "gameShift": shift}}
        if (
            draft.kind in ("session", "goal", "world")
            and draft.campaign
            and not data["record"].get("campaignId")
        ):
            data = {**data, "own": {**data["own"], "campaign": draft.campaign}}
        if draft.kind == "goal":
            data = as_read(self._connection, draft, data)
        text = dump({"migrations": [], "pending": {}, "data": data})
        return DocumentWrite(
            store=draft.kind,
            key=draft.key,
            base=draft.base,
            text=text,
            value=data,
            rows=self._rows(draft, data),
        )

    def _rows(self, draft: Draft, data: dict[str, Any]) -> Rows:
        if draft.kind == SURVEY:
            return survey_rows(draft.key, data, self._shelf)
        return self._library.kinds[draft.kind].index(draft.key, data)
