"""The second reading of an import: everything of it in one transaction."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sessionary.core.campaign.columns import event_columns
from sessionary.core.entries import Visible
from sessionary.core.json_text import dump
from sessionary.core.problems import Problem, Severity, UserError
from sessionary.core.store.backend import DocumentWrite
from sessionary.formats.campaign.reader import read_campaign
from sessionary.formats.records import Record, Reject
from sessionary.services.imports.reading import Ambiguous, file_digest, judge, name_event
from sessionary.services.imports.report import Verdict
from sessionary.services.library import Change
from sessionary.services.reckoning import Choices
from sessionary.storage import bulk, seen
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.entry_changes import EntryWriter
from sessionary.storage.indexing import IndexWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.reading import EventName, Preview
    from sessionary.services.imports.report import FileReport
    from sessionary.services.library import Library
    from sessionary.storage.connection import Writer

    Report = Callable[[int, int], None]

_BATCH = 500


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
        if file_digest(file.path) != file.sha256:
            raise UserError(f"{file.path.name} has changed since it was read; read it again.")
    names = [file.path.name for file in preview.files]
    name = f"Import {names[0]}" if len(names) == 1 else f"Import {len(names)} files"
    with _collector_paused(), library.file.writing() as connection:
        act = begin_act(connection, name, "import", at)
        _Writer(library, preview, connection, act, at).write(report)
    return Change(act=act, name=name, origin="import", documents=frozenset(), entries=True)


@contextmanager
def _collector_paused() -> Iterator[None]:
    # A million records make no cycles, but the collector would look through them again and again.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
        self._unmarked = Visible.PLAYERS if preview.players_see else Visible.GM
        self._pks: dict[tuple[str, str], int] = {}
        self._touched: frozenset[int] = frozenset()

    def write(self, report: Report) -> None:
        state = self._state
        learnt = {c: e for c in state.campaigns() if (e := state.epoch_of(c)) is not None}
        late = {c for c in learnt if self._library.epochs.set_for(c) is None}
        self._library.epochs.learn(learnt)
        try:
            self._documents()
            self._recount(late)
            total = sum(file.size for file in self._preview.files)
            coming = sum(file.records for file in self._preview.files)
            put_back = bulk.without_indexes(self._connection, coming) if self._fresh() else None
            done = 0
            for number, file in enumerate(self._preview.files):
                base = done

                def progress(at: int, _size: int, base: int = base) -> None:
                    report(base + at, total)

                self._file(number, file, progress)
                done += file.size
            if put_back is not None:
                put_back()
            # Without its index each count would walk over all entries.
            IndexWriter(self._connection).count_entries(self._touched)
        except BaseException:
            # What was learnt is not true if it is rolled back.
            self._library.epochs.forget()
            self._library.sources.forget()
            raise

    def _fresh(self) -> bool:
        return not self._preview.scopes and not self._preview.repeated

    def _documents(self) -> None:
        index = IndexWriter(self._connection)
        # Campaigns first: sessions are indexed by their epoch.
        order = {"campaign": 0, "session": 1, "goal": 2}
        drafts = sorted(
            (draft for draft in self._state.drafts.values() if draft.writes),
            key=lambda draft: order[draft.kind],
        )
        writes = [(draft, self._document_write(draft)) for draft in drafts]
        for _draft, write in writes:
            take_out(self._connection, index, write)
        claims = EntryWriter(self._connection, self._act, self._library.columns_of)
        for draft, write in writes:
            write_document(self._connection, index, self._act, write, self._at)
            draft.pk = self._pk(draft)
            bulk.add_seen(self._connection, self._act, draft.pk, draft.hashes)
            if write.base == 0:
                claims.claim(write)
        claims.apply(())

    def _pk(self, draft: Draft) -> int:
        pk: int = self._connection.exec_driver_sql(
            "SELECT pk FROM document WHERE kind=? AND key=?", (draft.kind, draft.key)
        ).scalar_one()
        return pk

    def _document_write(self, draft: Draft) -> DocumentWrite:
        data = draft.data
        if draft.kind == "session" and (shift := self._state.shift_of(draft.campaign)):
            data = {**data, "own": {**data["own"], "gameShift": shift}}
        if draft.kind in ("session", "goal") and not data["record"].get("campaignId"):
            data = {**data, "own": {**data["own"], "campaign": draft.campaign}}
        text = dump({"migrations": [], "pending": {}, "data": data})
        return DocumentWrite(
            store=draft.kind,
            key=draft.key,
            base=draft.base,
            text=text,
            value=data,
            rows=self._library.kinds[draft.kind].index(draft.key, data),
        )

    def _recount(self, campaigns: set[str]) -> None:
        """Place the entries anew of campaigns whose epoch is known only now."""
        for campaign in campaigns:
            rows = self._connection.exec_driver_sql(
                "SELECT pk, kind, type, scope, text FROM entry WHERE kind='session' AND "
                "type='event' AND scope=?",
                (campaign,),
            ).all()
            moved = [(self._library.columns_of(*row[1:]).game_s, row[0]) for row in rows]
            if moved:
                self._connection.exec_driver_sql("UPDATE entry SET game_s=? WHERE pk=?", moved)

    def _file(self, number: int, file: FileReport, report: Report) -> None:
        shifts = {c: s for c in self._state.campaigns() if (s := self._state.shift_of(c))}
        source = bulk.add_source(
            self._connection, self._act, name=file.path.name, path=str(file.path),
            sha256=file.sha256, format_=file.format, size=file.size,
            choices={
                "zone": self._library.zone.key,
                "campaign": self._state.chosen,
                "shift": shifts,
                "playersSee": self._preview.players_see,
            },
        )  # fmt: skip
        self._library.sources.learn(source, Choices(shifts, players_see=self._preview.players_see))
        # What an earlier import of the same bytes put aside is there still.
        self._keeps = not file.kept
        self._put_aside_refused(number, source)
        if file.refused or file.format != "campaign":
            self._put_aside_file(file, source)
            return
        writer = bulk.BulkWriter(
            self._connection, self._act, source, self._library.columns_of, fresh=self._fresh()
        )
        waiting: list[Record] = []
        for record in read_campaign(
            file.path, zone=self._library.zone, report=report, wrong=frozenset(file.wrong)
        ):
            if isinstance(record, Reject) or record.wrong:
                self._put_aside(source, record)
            elif problem := self._preview.unplaced.get((number, record.position)):
                self._put_aside(source, record, problem)
            elif record.sort == "event":
                waiting.append(record)
                if len(waiting) >= _BATCH:
                    self._events(writer, source, waiting)
                    waiting = []
        self._events(writer, source, waiting)
        self._touched |= writer.finish()

    def _events(self, writer: bulk.BulkWriter, source: int, records: list[Record]) -> None:
        named: list[tuple[Record, EventName]] = []
        for record in records:
            try:
                named.append((record, name_event(self._state, record)))
            except Ambiguous as ambiguous:
                self._put_aside(source, record, _ambiguous(record, ambiguous))
        known = self._known(named)
        for record, name in named:
            identifier = str(record.value["id"])
            if not self._wanted(known.get((name.scope, identifier)), name.scope, record):
                continue
            here = self._document(name.scope, name.session) if name.here else None
            writer.add(
                bulk.BulkEntry(
                    kind="session", type="event", scope=name.scope, id=identifier, document=here,
                    wanted=name.session if here is None else None, position=record.position,
                    text=record.text, hash=record.digest,
                    columns=event_columns(
                        record.value, epoch=self._library.epochs.of(name.scope),
                        zone=self._library.zone, shift=self._state.shift_of(name.scope),
                        unmarked=self._unmarked,
                    ),
                )
            )  # fmt: skip

    def _known(
        self, named: list[tuple[Record, EventName]]
    ) -> dict[tuple[str, str], seen.KnownEntry]:
        ids: dict[str, list[str]] = defaultdict(list)
        for record, name in named:
            if name.scope in self._preview.scopes:
                ids[name.scope].append(str(record.value["id"]))
        return {
            (scope, identifier): entry
            for scope, wanted in ids.items()
            for identifier, entry in seen.known_entries(
                self._connection, "session", "event", scope, wanted
            ).items()
        }

    def _wanted(self, known: seen.KnownEntry | None, scope: str, record: Record) -> bool:
        verdict = judge(known, record)
        if verdict is Verdict.CONFLICT:
            return (scope, str(record.value["id"])) in self._preview.accepted
        return verdict is not Verdict.SAME

    def _document(self, campaign: str, session: str | None) -> int | None:
        if session is None:
            return None
        pk = self._pks.get((campaign, session))
        if pk is None:
            draft = self._state.drafts.get(("session", campaign, session))
            known = self._state.known("session", campaign, session)
            pk = draft.pk if draft is not None else known.pk if known is not None else None
            if pk is not None:
                self._pks[campaign, session] = pk
        return pk

    def _put_aside(
        self, source: int, record: Record | Reject, problem: Problem | None = None
    ) -> None:
        if isinstance(record, Reject):
            problem = record.problem
            text = record.text
        else:
            wrong = (p for p in record.problems if p.severity is Severity.ERROR)
            problem = problem or next(wrong)
            text = record.text.encode("utf-8", "surrogatepass")
        self._keep(source, record.place, problem, text)

    def _keep(self, source: int, place: str, problem: Problem, text: bytes) -> None:
        if self._keeps:
            row = (place, problem.code, problem.found, problem.expected, problem.message, text)
            bulk.add_rejects(self._connection, self._act, source, [row])

    def _put_aside_refused(self, number: int, source: int) -> None:
        for draft in self._state.drafts.values():
            if draft.refused is None:
                continue
            for file, record in draft.records:
                if file == number:
                    text = record.text.encode("utf-8", "surrogatepass")
                    self._keep(source, record.place, draft.refused, text)

    def _put_aside_file(self, file: FileReport, source: int) -> None:
        if self._keeps:
            self._keep(source, "", file.problems[0], file.path.read_bytes())


def _ambiguous(record: Record, ambiguous: Ambiguous) -> Problem:
    return Problem(
        severity=Severity.ERROR,
        code="campaign.ambiguous",
        place=record.place,
        found="nothing",
        expected="one of " + ", ".join(ambiguous.campaigns),
    )
