"""Reads a campaign's file into a preview: sessions, events and goals in any mix."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sessionary.core.campaign.gametime import is_readable
from sessionary.core.campaign.merge import merge_record, merge_spelling
from sessionary.core.json_text import spellings
from sessionary.core.problems import Severity
from sessionary.core.store.values import same
from sessionary.formats.campaign.reader import read_campaign
from sessionary.formats.records import Record, Reject
from sessionary.services.imports.events import Ambiguous, EventName, judge, name_event
from sessionary.services.imports.places import inside
from sessionary.services.imports.report import Line, Verdict
from sessionary.storage import seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.problems import Problem
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.preview import Reading
    from sessionary.storage.seen import KnownEntry

    Report = Callable[[int, int], None]

_BATCH = 500


def read(reading: Reading, report: Report) -> None:
    """Read a file.

    Raises:
        FileRefused: Nothing of it can be taken.
    """
    reader = _CampaignReader(reading)
    for record in read_campaign(reading.file.path, zone=reading.library.zone, report=report):
        reader.take(record)
    reader.end()


class _CampaignReader:
    """Reads one file, record by record."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._preview = reading.preview
        self._state = reading.state
        self._file = reading.file
        self._number = reading.number
        self._connection = reading.connection
        self._ids: set[int] = set()
        self._batch: list[Record] = []
        self._early: list[Record] = []
        self._events: dict[tuple[str, str | None, Verdict], int] = defaultdict(int)

    def take(self, record: Record | Reject) -> None:
        if isinstance(record, Reject):
            self._file.add(record.problem)
            if record.problem.severity is Severity.ERROR:
                self._reading.wrong()
            else:
                self._file.noted += 1
            return
        for problem in record.problems:
            if not self._is_date(record, problem):
                self._file.add(problem)
        if record.wrong:
            self._file.wrong.add(record.position)
            self._reading.wrong()
        elif record.sort == "event":
            self._batch.append(record)
            if len(self._batch) >= _BATCH:
                self._flush()
        else:
            self._take_document(record)

    def _is_date(self, record: Record, problem: Problem) -> bool:
        """Say whether a game time that cannot be read is a date of its campaign's calendar."""
        if problem.code != "gametime.unreadable" or problem.found.endswith("…"):
            return False
        value = record.value
        named = value.get("campaignId") or record.campaign or self._state.chosen
        session = value.get("sessionId", value.get("id"))
        campaigns = [str(named)] if named else self._state.campaigns_of(str(session))
        clocks = map(self._state.library.epochs.clock_of, campaigns)
        text = json.loads(problem.found)
        return any(clock.calendar and is_readable(text, clock) for clock in clocks)

    def _take_document(self, record: Record) -> None:
        campaign = self._campaign_of(record)
        if campaign is None:
            self._reading.wrong()
            return
        identifier = str(record.value["id"])
        kind = record.sort if record.sort in ("session", "goal", "world") else "campaign"
        if kind == "campaign":
            self._take_named(record, campaign)
            return
        draft = self._state.draft(self._connection, kind, campaign, identifier)
        self._merge(draft, record)
        times = record.value.get("gameTime")
        if isinstance(times, dict):
            for name in ("startTime", "endTime"):
                self._state.hear(
                    campaign, self._number, record, f"gameTime.{name}", times.get(name)
                )
        self._state.campaign(self._connection, campaign)

    def _merge(self, draft: Draft, record: Record) -> None:
        if self._is_known(draft, record):
            self._file.counts[Verdict.SAME] += 1
        else:
            draft.merge(self._number, record)

    def _is_known(self, draft: Draft, record: Record) -> bool:
        return record.digest in draft.hashes or (
            draft.pk is not None and seen.was_seen(self._connection, draft.pk, record.digest)
        )

    def _take_named(self, record: Record, campaign: str) -> None:
        draft = self._state.campaign(self._connection, campaign)
        if record.sort == "campaign":
            self._merge(draft, record)
            return
        if self._is_known(draft, record):
            self._file.counts[Verdict.SAME] += 1
            return
        # Users and characters of a bundle live with their campaign, in the order of the file.
        listed = [*draft.data["own"].get(f"{record.sort}s", ())]
        at = next((i for i, one in enumerate(listed) if one.get("id") == record.value["id"]), None)
        before = {} if at is None else listed[at]
        merged = merge_record(before, record.value)
        if at is None:
            at = len(listed)
            listed.append(merged.value)
            verdict = Verdict.NEW
        else:
            verdict = Verdict.SAME if same(merged.value, before) else Verdict.CHANGED
            listed[at] = merged.value
        root = f"/own/{record.sort}s/{at}"
        spelling = spellings(record.text, root)
        draft.data["spelling"] = merge_spelling(draft.data["spelling"], spelling, merged, root)
        draft.data["own"] = {**draft.data["own"], f"{record.sort}s": listed}
        draft.hashes.append(record.digest)
        self._file.counts[verdict] += 1

    def _campaign_of(self, record: Record) -> str | None:
        """Return the campaign of a document, None (and a problem) if that cannot be known."""
        if record.sort == "campaign":
            return str(record.value["id"])
        named = record.value.get("campaignId") or record.campaign
        if named:
            return str(named)
        if record.sort == "session":
            campaigns = self._state.campaigns_of(str(record.value["id"]))
            if len(campaigns) == 1:
                return next(iter(campaigns))
            if campaigns and self._state.chosen not in campaigns:
                self._ambiguous(record, sorted(campaigns))
                return None
        if self._state.chosen:
            return self._state.chosen
        self._preview.unplaced[self._number, record.position] = self._reading.problem(
            "campaign.missing", inside(record, "campaignId"), "nothing", "the id of a campaign",
            f"{record.value['id']} is not known yet and names no campaign; choose one for it.",
        )  # fmt: skip
        return None

    def _ambiguous(self, record: Record, campaigns: list[str]) -> None:
        self._preview.unplaced[self._number, record.position] = self._reading.problem(
            "campaign.ambiguous", inside(record, "campaignId"), "nothing",
            "one of " + ", ".join(campaigns),
            f"{record.value.get('sessionId') or record.value['id']} is known in several "
            f"campaigns ({', '.join(campaigns)}); choose one for it.",
        )  # fmt: skip

    def _flush(self, *, late: bool = False) -> None:
        """Judge the events that wait, scope by scope."""
        batch, self._batch = self._batch, []
        scopes: dict[str, list[tuple[Record, EventName]]] = defaultdict(list)
        for record in batch:
            try:
                name = name_event(self._state, record)
            except Ambiguous as ambiguous:
                self._ambiguous(record, ambiguous.campaigns)
                self._reading.wrong()
                continue
            if name.session is not None and not name.here and not late:
                # Its session may stand further down in the file.
                self._early.append(record)
            else:
                scopes[name.scope].append((record, name))
        for scope, events in scopes.items():
            if scope:
                self._state.campaign(self._connection, scope)
            self._judge(scope, events)

    def _judge(self, scope: str, events: list[tuple[Record, EventName]]) -> None:
        known: dict[str, KnownEntry] = {}
        if scope in self._preview.scopes or seen.has_entries(
            self._connection, "session", "event", scope
        ):
            self._preview.scopes.add(scope)
            ids = [str(record.value["id"]) for record, _name in events]
            known = seen.known_entries(self._connection, "session", "event", scope, ids)
        for record, name in events:
            identifier = str(record.value["id"])
            verdict = judge(self._connection, known.get(identifier), record.digest, record.value)
            mark = hash((scope, identifier))
            if mark in self._ids:
                self._preview.repeated = True
                if verdict is Verdict.NEW:
                    verdict = Verdict.CHANGED
            self._ids.add(mark)
            self._file.counts[verdict] += 1
            self._events[scope, name.session, verdict] += 1
            if verdict is Verdict.CONFLICT:
                self._conflict(scope, record)
            timestamp = record.value.get("timestamp")
            if isinstance(timestamp, dict):
                self._state.hear(
                    scope, self._number, record, "timestamp.gameTime", timestamp.get("gameTime")
                )

    def _conflict(self, scope: str, record: Record) -> None:
        self._preview.conflicts.add((scope, str(record.value["id"])))
        self._reading.problem(
            "conflict", record.place, "another text of an event that was edited here",
            "the event as it was first read",
            f"Event {record.value['id']} was edited here; the file's new text is left out.",
        )  # fmt: skip

    def end(self) -> None:
        """Judge what waited for the end of the file."""
        self._flush()
        self._batch, self._early = self._early, []
        for record in self._batch:
            session = str(record.value["sessionId"])
            if not any(self._state.has_session(c, session) for c in self._scopes(record)):
                self._reading.problem(
                    "event.session.unknown", inside(record, "sessionId"), json.dumps(session),
                    "the id of a session that is here",
                    f"Session {session} is not here yet; event {record.value['id']} waits for it "
                    "as unassigned.",
                    Severity.WARNING,
                )  # fmt: skip
        self._flush(late=True)
        for (scope, owner, verdict), count in self._events.items():
            title = owner or "between sessions"
            self._file.lines.append(
                Line(sort="event", title=title, verdict=verdict, detail=scope, count=count)
            )
            if verdict in (Verdict.NEW, Verdict.CHANGED):
                self._file.records += count

    def _scopes(self, record: Record) -> set[str]:
        named = {record.campaign or self._state.chosen}
        return named | self._state.campaigns_of(str(record.value["sessionId"]))
