"""Writes the events of a campaign's file, and puts aside what could not be read of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sessionary.core.campaign.columns import event_columns
from sessionary.core.problems import Problem, Severity
from sessionary.formats.campaign.reader import read_campaign
from sessionary.formats.records import Record, Reject
from sessionary.services.imports.events import Ambiguous, judge, name_event
from sessionary.services.imports.report import Verdict
from sessionary.storage import bulk, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.entries import Visible
    from sessionary.services.imports.events import EventName
    from sessionary.services.imports.writing import Writing
    from sessionary.services.reckoning import Reckoning

    Report = Callable[[int, int], None]

_BATCH = 500


def write(writing: Writing, report: Report) -> None:
    """Read a file again and write its events."""
    writer = _CampaignWriter(writing)
    for record in read_campaign(
        writing.file.path, zone=writing.library.zone, report=report,
        wrong=frozenset(writing.file.wrong), again=writing.was_good,
    ):  # fmt: skip
        writer.take(record)
    writer.end()


class _CampaignWriter:
    """Writes one file, record by record."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._preview = writing.preview
        self._state = writing.state
        self._connection = writing.connection
        self._library = writing.library
        self._entries = writing.entries()
        self._waiting: list[Record] = []
        self._zone = writing.library.zone
        self._names: dict[tuple[str, str], EventName] = {}
        self._reckonings: dict[str, tuple[int, int, Visible, Reckoning]] = {}
        self._pks: dict[tuple[str, str], int] = {}

    def take(self, record: Record | Reject) -> None:
        if isinstance(record, Reject):
            self._writing.put_aside(record.place, record.problem, record.text)
        elif record.wrong:
            errors = (p for p in record.problems if p.severity is Severity.ERROR)
            self._put_aside(record, next(errors))
        elif problem := self._preview.unplaced.get((self._writing.number, record.position)):
            self._put_aside(record, problem)
        elif record.sort == "event":
            self._waiting.append(record)
            if len(self._waiting) >= _BATCH:
                self._flush()

    def end(self) -> None:
        """Write what waits."""
        self._flush()
        self._writing.written(self._entries)

    def _put_aside(self, record: Record, problem: Problem) -> None:
        text = record.text.encode("utf-8", "surrogatepass")
        self._writing.put_aside(record.place, problem, text)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        named: list[tuple[Record, EventName]] = []
        for record in waiting:
            try:
                named.append((record, self._name(record)))
            except Ambiguous as ambiguous:
                self._put_aside(record, _ambiguous(record, ambiguous))
        known = self._known(named)
        for record, name in named:
            there = known.get((name.scope, str(record.value["id"])))
            if there is None or self._wanted(there, name.scope, record):
                self._add(record, name)

    def _name(self, record: Record) -> EventName:
        # Five hundred events name the same session.
        session = record.value.get("sessionId")
        if type(session) is not str:
            return name_event(self._state, record)
        name = self._names.get((record.campaign, session))
        if name is None:
            name = self._names[record.campaign, session] = name_event(self._state, record)
        return name

    def _add(self, record: Record, name: EventName) -> None:
        scope = name.scope
        reckoning = self._reckonings.get(scope)
        if reckoning is None:
            unmarked = self._library.unmarked(scope, players_see=self._preview.players_see)
            epochs = self._library.epochs
            shift, way = self._state.shift_of(scope), epochs.reckoning_of(scope)
            reckoning = epochs.of(scope), shift, unmarked, way
            self._reckonings[scope] = reckoning
        here = self._document(scope, name.session) if name.here else None
        self._entries.add(
            bulk.BulkEntry(
                kind="session", type="event", scope=scope, id=str(record.value["id"]),
                document=here, wanted=name.session if here is None else None,
                position=record.position, text=record.text, hash=record.digest,
                columns=event_columns(
                    record.value, epoch=reckoning[0], zone=self._zone, shift=reckoning[1],
                    unmarked=reckoning[2], clock=reckoning[3].clock,
                    categories=reckoning[3].types.categories,
                    meanings=reckoning[3].types.meanings,
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

    def _wanted(self, known: seen.KnownEntry, scope: str, record: Record) -> bool:
        verdict = judge(self._connection, known, record.digest, record.value)
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


def _ambiguous(record: Record, ambiguous: Ambiguous) -> Problem:
    return Problem(
        severity=Severity.ERROR,
        code="campaign.ambiguous",
        place=record.place,
        found="nothing",
        expected="one of " + ", ".join(ambiguous.campaigns),
    )
