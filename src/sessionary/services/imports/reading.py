"""The first reading of an import: what is new, changed, the same and wrong. Nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sessionary.core.campaign.check import check_end
from sessionary.core.campaign.gametime import clock_face, pair_of
from sessionary.core.campaign.goals import dependency_edges, find_cycle, parent_edges
from sessionary.core.problems import Problem, Severity, UserError
from sessionary.core.store.values import same
from sessionary.formats.campaign.reader import read_campaign
from sessionary.formats.records import FileRefused, Record, Reject
from sessionary.formats.sniff import detect
from sessionary.services.imports.report import FileReport, Line, Verdict
from sessionary.services.imports.state import State
from sessionary.storage import seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sessionary.core.campaign.merge import Conflict
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.seen import KnownEntry

    Report = Callable[[int, int], None]

_BATCH = 500


@dataclass(slots=True)
class Preview:
    """What an import would do; :func:`.writing.write_import` does it.

    Attributes:
        files: A report each.
        state: The drafts, and where records without a campaign go.
        conflicts: (campaign, id) of events whose new record would overwrite one edited here.
        accepted: Those of them that are taken all the same.
        scopes: Campaigns that have entries already, so that ids must be looked up.
        repeated: Whether an event's id comes twice.
        players_see: Whether events that do not say who may see them are the players' too.
        unplaced: (file, position) of records whose campaign cannot be known, and why.
    """

    files: list[FileReport]
    state: State
    conflicts: set[tuple[str, str]] = field(default_factory=set)
    accepted: set[tuple[str, str]] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    repeated: bool = False
    players_see: bool = False
    unplaced: dict[tuple[int, int], Problem] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[Verdict]:
        """Records by verdict, over all files."""
        return sum((file.counts for file in self.files), Counter())

    @property
    def rejects(self) -> bool:
        """Whether anything of the files is to be put aside word for word."""
        return any(file.counts[Verdict.WRONG] and not file.kept for file in self.files)

    @property
    def writes(self) -> bool:
        """Whether any document or event would be written."""
        return any(self.counts[verdict] for verdict in (Verdict.NEW, Verdict.CHANGED)) or any(
            draft.writes for draft in self.state.drafts.values()
        )


@dataclass(slots=True)
class EventName:
    """Where an event belongs.

    Attributes:
        scope: The campaign in which its id stands, empty while nobody knows.
        session: The id of its session, None between sessions.
        here: Whether that session is there.
    """

    scope: str
    session: str | None
    here: bool


class Ambiguous(Exception):
    """The id of a session is known in several campaigns."""

    def __init__(self, campaigns: Iterable[str]) -> None:
        super().__init__()
        self.campaigns = sorted(campaigns)


def name_event(state: State, record: Record) -> EventName:
    """Return where an event belongs.

    Raises:
        Ambiguous: Its session is known in two campaigns, and it names none.
    """
    session = record.value.get("sessionId")
    session = session if isinstance(session, str) and session else None
    scope = record.campaign
    if not scope and session is not None:
        campaigns = state.campaigns_of(session)
        if len(campaigns) == 1:
            scope = next(iter(campaigns))
        elif state.chosen in campaigns:
            scope = state.chosen
        elif campaigns:
            raise Ambiguous(campaigns)
    scope = scope or state.chosen
    here = session is not None and state.has_session(scope, session)
    return EventName(scope, session, here)


def judge(known: KnownEntry | None, record: Record) -> Verdict:
    """Return what becomes of an event, given what is in the library under its id."""
    if known is None:
        return Verdict.NEW
    if known.seen == record.digest or same(json.loads(known.text), record.value):
        return Verdict.SAME
    return Verdict.CONFLICT if known.hash != known.seen else Verdict.CHANGED


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_files(
    library: Library,
    paths: Iterable[Path],
    report: Report,
    *,
    campaign: str = "",
    players_see: bool = False,
) -> Preview:
    """Read files and return what importing them would do.

    Args:
        library: Where they would go.
        paths: The files, in the order in which their records are merged.
        report: Called with bytes done and in all; may raise to cancel.
        campaign: The campaign of records that name none.
        players_see: Whether events that do not say who may see them are the players' too.

    Raises:
        UserError: A file cannot be opened.
    """
    sizes: dict[Path, int] = {}
    for path in (paths := tuple(paths)):
        try:
            sizes[path] = path.stat().st_size
            path.open("rb").close()
        except OSError as error:
            raise UserError(f"{path}: {error.strerror or error}.") from error
    refused: dict[int, Problem] = {}
    while True:
        # A file that turns out to be none in its middle must leave nothing in the drafts.
        files = [FileReport(path=path, size=sizes[path]) for path in paths]
        preview = Preview(files, State(library, campaign), players_see=players_see)
        found = _read_all(preview, library, refused, report)
        if found is None:
            return preview
        refused.update([found])


def _read_all(
    preview: Preview, library: Library, refused: dict[int, Problem], report: Report
) -> tuple[int, Problem] | None:
    """Read all files but those refused before; return the number and problem of one that is."""
    total = sum(file.size for file in preview.files)
    done = 0
    with library.reading() as connection:
        for number, file in enumerate(preview.files):
            base = done

            def progress(at: int, _size: int, base: int = base) -> None:
                report(base + at, total)

            reader = _Reader(preview, number, connection, library)
            if number in refused:
                reader.refuse(refused[number])
            elif problem := reader.read(progress):
                return number, problem
            done += file.size
        _judge_documents(preview, library)
    return None


class _Reader:
    """Reads one file into the preview."""

    def __init__(self, preview: Preview, number: int, connection: Reader, library: Library) -> None:
        self._preview = preview
        self._state = preview.state
        self._number = number
        self._file = preview.files[number]
        self._connection = connection
        self._library = library
        self._ids: set[int] = set()
        self._batch: list[Record] = []
        self._early: list[Record] = []
        self._events: dict[tuple[str, str | None, Verdict], int] = defaultdict(int)

    def read(self, report: Report) -> Problem | None:
        """Read the file; return why nothing of it can be taken, if that is so."""
        self._look()
        if self._file.format != "campaign":
            self._refuse_format()
            return None
        try:
            for record in read_campaign(self._file.path, zone=self._library.zone, report=report):
                self._take(record)
        except FileRefused as refused:
            return refused.problem
        self._flush()
        self._end()
        return None

    def refuse(self, problem: Problem) -> None:
        """Take note of a file of which nothing can be taken."""
        self._look()
        self._file.refused = True
        self._file.add(problem)
        self._file.counts[Verdict.WRONG] += 1

    def _look(self) -> None:
        self._file.sha256 = file_digest(self._file.path)
        self._file.kept = seen.source_kept(self._connection, self._file.sha256)
        self._file.format = detect(self._file.path) or ""

    def _refuse_format(self) -> None:
        with self._file.path.open("rb") as file:
            head = file.read(40)
        self._problem(
            "record.unknown", "", repr(head.decode("utf-8", "replace")),
            "sessions, events, goals or a bundle of a campaign, as JSON or JSON Lines",
        )  # fmt: skip
        self._file.counts[Verdict.WRONG] += 1

    def _problem(
        self, code: str, place: str, found: str, expected: str, message: str = ""
    ) -> Problem:
        problem = Problem(
            severity=Severity.WARNING if code == "event.session.unknown" else Severity.ERROR,
            code=code, place=place, found=found, expected=expected, message=message,
            file=self._file.path.name,
        )  # fmt: skip
        self._file.add(problem)
        return problem

    def _take(self, record: Record | Reject) -> None:
        if isinstance(record, Reject):
            self._file.add(record.problem)
            self._file.counts[Verdict.WRONG] += 1
            return
        for problem in record.problems:
            self._file.add(problem)
        if record.wrong:
            self._file.wrong.add(record.position)
            self._file.counts[Verdict.WRONG] += 1
        elif record.sort == "event":
            self._batch.append(record)
            if len(self._batch) >= _BATCH:
                self._flush()
        else:
            self._take_document(record)

    def _take_document(self, record: Record) -> None:
        campaign = self._campaign_of(record)
        if campaign is None:
            self._file.counts[Verdict.WRONG] += 1
            return
        identifier = str(record.value["id"])
        kind = {"session": "session", "goal": "goal"}.get(record.sort, "campaign")
        if kind == "campaign":
            self._take_named(record, campaign)
            return
        draft = self._state.draft(self._connection, kind, campaign, identifier)
        self._merge(draft, record)
        self._vote(campaign, record.value.get("gameTime"))
        self._campaign(campaign)

    def _merge(self, draft: Draft, record: Record) -> None:
        known = record.digest in draft.hashes or (
            draft.pk is not None and seen.was_seen(self._connection, draft.pk, record.digest)
        )
        if known:
            self._file.counts[Verdict.SAME] += 1
        else:
            draft.merge(self._number, record)

    def _campaign(self, identifier: str) -> Draft:
        draft = self._state.draft(self._connection, "campaign", identifier, identifier)
        if not draft.record:
            draft.data["record"] = {"id": identifier}
        return draft

    def _take_named(self, record: Record, campaign: str) -> None:
        draft = self._campaign(campaign)
        if record.sort == "campaign":
            self._merge(draft, record)
            return
        # Users and characters of a bundle live with their campaign, in the order of the file.
        listed = [*draft.data["own"].get(f"{record.sort}s", ())]
        at = next((i for i, one in enumerate(listed) if one.get("id") == record.value["id"]), None)
        if at is None:
            listed.append(record.value)
            verdict = Verdict.NEW
        else:
            merged = {**listed[at], **record.value}
            verdict = Verdict.SAME if same(merged, listed[at]) else Verdict.CHANGED
            listed[at] = merged
        draft.data["own"] = {**draft.data["own"], f"{record.sort}s": listed}
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
        self._preview.unplaced[self._number, record.position] = self._problem(
            "campaign.missing", _inside(record, "campaignId"), "nothing", "the id of a campaign",
            f"{record.value['id']} is not known yet and names no campaign; choose one for it.",
        )  # fmt: skip
        return None

    def _ambiguous(self, record: Record, campaigns: list[str]) -> None:
        self._preview.unplaced[self._number, record.position] = self._problem(
            "campaign.ambiguous", _inside(record, "campaignId"), "nothing",
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
                self._file.counts[Verdict.WRONG] += 1
                continue
            if name.session is not None and not name.here and not late:
                # Its session may stand further down in the file.
                self._early.append(record)
            else:
                scopes[name.scope].append((record, name))
        for scope, events in scopes.items():
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
            mark = hash((scope, identifier))
            if mark in self._ids:
                self._preview.repeated = True
            self._ids.add(mark)
            verdict = judge(known.get(identifier), record)
            self._file.counts[verdict] += 1
            self._events[scope, name.session, verdict] += 1
            if verdict is Verdict.CONFLICT:
                self._conflict(scope, record)
            timestamp = record.value.get("timestamp")
            if isinstance(timestamp, dict):
                self._vote_time(scope, timestamp.get("gameTime"))

    def _conflict(self, scope: str, record: Record) -> None:
        self._preview.conflicts.add((scope, str(record.value["id"])))
        self._problem(
            "conflict", record.place, "another text of an event that was edited here",
            "the event as it was first read",
            f"Event {record.value['id']} was edited here; the file's new text is left out.",
        )  # fmt: skip

    def _vote(self, campaign: str, times: object) -> None:
        if isinstance(times, dict):
            for name in ("startTime", "endTime"):
                self._vote_time(campaign, times.get(name))

    def _vote_time(self, campaign: str, time: object) -> None:
        pair = pair_of(time) if isinstance(time, dict) else None
        if pair is not None:
            self._state.votes[campaign].add(*pair)

    def _end(self) -> None:
        self._batch, self._early = self._early, []
        for record in self._batch:
            session = str(record.value["sessionId"])
            if not any(self._state.has_session(c, session) for c in self._scopes(record)):
                self._problem(
                    "event.session.unknown", _inside(record, "sessionId"), json.dumps(session),
                    "the id of a session that is here",
                    f"Session {session} is not here yet; event {record.value['id']} waits for it "
                    "as unassigned.",
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


def _inside(record: Record, key: str) -> str:
    if not record.place:
        return key
    return f"{record.place}, {key}" if record.place.startswith("line") else f"{record.place}.{key}"


def _judge_documents(preview: Preview, library: Library) -> None:
    """Judge the drafts once all files are read: what they add up to is what counts."""
    _set_epochs(preview.state)
    _refuse_numbers(preview)
    _refuse_cycles(preview)
    for draft in preview.state.drafts.values():
        if draft.kind == "session" and draft.refused is None:
            draft.refused = next(iter(check_end(draft.record, library.zone)), None)
        for file, line in _lines(preview, draft):
            report = preview.files[file]
            report.lines.append(line)
            report.counts[line.verdict] += 1
            if draft.refused is not None:
                report.add(replace(draft.refused, file=report.path.name))


def _lines(preview: Preview, draft: Draft) -> Iterator[tuple[int, Line]]:
    """Yield a line of the preview for each record that is merged into a draft."""
    verdict = draft.verdict()
    if not draft.records:
        return
    conflicts = draft.conflicts() if verdict is Verdict.CONFLICT else ()
    if verdict is Verdict.CONFLICT:
        _tell_conflict(preview, draft, conflicts)
    record = draft.record
    title = str(record.get("title") or record.get("name") or draft.id)
    number = record.get("number")
    if draft.kind == "session" and number is not None:
        title = f"{number} {title}"
    for at, (file, _record) in enumerate(draft.records):
        # The first record of a new document makes it; those after it change what it made.
        told = Verdict.CHANGED if verdict is Verdict.NEW and at else verdict
        pointers = ", ".join(conflict.pointer.strip("/") for conflict in conflicts)
        detail = pointers or draft.campaign
        yield file, Line(sort=draft.kind, title=title, verdict=told, detail=detail)


def _tell_conflict(preview: Preview, draft: Draft, conflicts: tuple[Conflict, ...]) -> None:
    file, record = draft.records[-1]
    report = preview.files[file]
    for conflict in conflicts:
        place = conflict.pointer.strip("/").replace("/", ".")
        if conflict.reason == "status":
            code = "status.move"
            message = f"{draft.id} is {conflict.ours} and would become {conflict.theirs} again"
        else:
            code = "conflict"
            message = f"{place} of {draft.id} was edited here"
        report.add(
            Problem(
                severity=Severity.ERROR,
                code=code,
                place=_inside(record, place),
                found=json.dumps(conflict.theirs, ensure_ascii=False),
                expected=json.dumps(conflict.ours, ensure_ascii=False),
                message=f"{message}; the record is left out unless it is ticked.",
                file=report.path.name,
            )
        )


def _set_epochs(state: State) -> None:
    for campaign in {name[1] for name in state.drafts if name[1]}:
        draft = state.drafts.get(("campaign", campaign, campaign))
        if draft is None:
            continue
        epoch = state.epoch_of(campaign)
        if epoch is not None and state.library.epochs.set_for(campaign) is None:
            draft.data["own"] = {**draft.data["own"], "epoch": epoch}


def _refuse_numbers(preview: Preview) -> None:
    """Refuse sessions whose number another session of their campaign has."""
    state = preview.state
    taken: dict[tuple[str, int], str] = {}
    # Those that are here already keep their numbers against newcomers.
    drafts = sorted(
        (draft for draft in state.drafts.values() if draft.kind == "session"),
        key=lambda draft: draft.base == 0,
    )
    moving = {draft.pk for draft in drafts if draft.writes}
    for draft in drafts:
        number = draft.record.get("number")
        if not isinstance(number, int) or draft.data["own"].get("binned"):
            continue
        name = (draft.campaign, number)
        known = state.numbers.get(name)
        holder = taken.get(name)
        if holder is None and known is not None and known.pk not in moving:
            holder = known.id
        if holder is None or holder == draft.id:
            taken[name] = draft.id
            continue
        place = _inside(draft.records[0][1], "number") if draft.records else "number"
        draft.refused = Problem(
            severity=Severity.ERROR,
            code="number.duplicate",
            place=place,
            found=str(number),
            expected="a number that no other session of the campaign has",
            message=f"{draft.id} has number {number} of {draft.campaign}, as {holder} has.",
        )


def _refuse_cycles(preview: Preview) -> None:
    """Refuse goals that are their own parents or wait for themselves."""
    goals = {draft.id: draft for draft in preview.state.drafts.values() if draft.kind == "goal"}
    for edges, key in ((parent_edges, "parentGoalId"), (dependency_edges, "dependencies")):
        while cycle := find_cycle(edges([goal.record for goal in goals.values()])):
            for identifier in cycle:
                draft = goals.pop(identifier, None)
                if draft is None:
                    continue
                draft.refused = Problem(
                    severity=Severity.ERROR,
                    code="goal.cycle",
                    place=_inside(draft.records[0][1], key) if draft.records else key,
                    found=" → ".join([*cycle, cycle[0]]),
                    expected="goals that do not come back to themselves",
                    message=f"Goal {identifier} leads back to itself: "
                    + " → ".join([*cycle, cycle[0]])
                    + ".",
                )


def epoch_text(epoch: int) -> str:
    """Return an epoch as it is shown, such as ``Day 0, 9:00 AM``."""
    return clock_face(0, epoch=epoch)
