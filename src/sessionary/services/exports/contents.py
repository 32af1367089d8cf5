"""One campaign as an export reads it: in full, or reduced to what players may see."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.summary import summary_text
from sessionary.core.entries import Visible
from sessionary.core.json_text import dump
from sessionary.formats.library_json import LibraryEntry
from sessionary.services.exports.session_page import session_page
from sessionary.storage import queries, walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.session_review import SessionReview
    from sessionary.core.entries import EntryColumns
    from sessionary.core.kinds import SessionSummary
    from sessionary.formats.markdown.names import MarkdownNames
    from sessionary.services.exports.page_keeper import PageKeeper
    from sessionary.services.exports.selection import Part
    from sessionary.services.library import Library
    from sessionary.services.reckoning import Sources
    from sessionary.storage.connection import Reader
    from sessionary.storage.walks import KeptEntry

    Report = Callable[[int, int], None]

Data = dict[str, Any]

REPORT_EVERY = 500


class Progress:
    """Counts events and tells how far an export has come.

    Args:
        report: Called with events done and in all; what it raises ends the export.
        total: How many there are.
    """

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = 0

    def step(self, events: int = 1) -> None:
        """Take note of events that are done."""
        before, self._done = self._done, self._done + events
        if before // REPORT_EVERY != self._done // REPORT_EVERY:
            self._report(min(self._done, self._total), self._total)


class Contents:
    """Gives the records of one part of an export, one session at a time.

    Players get other records, not other pages: everything is taken out of them before anything
    is made of them.

    Args:
        connection: A reader, good for the whole export.
        part: What is taken.
        library: Where it is read from.
        progress: Told of each event.
        player_safe: Whether only what players may see is given.
        keeper: Keeps pages from one export to the next; never those for players, which depend on
            every event of the campaign.
    """

    def __init__(
        self,
        connection: Reader,
        part: Part,
        library: Library,
        progress: Progress,
        *,
        player_safe: bool,
        keeper: PageKeeper | None = None,
    ) -> None:
        self.part = part
        self.player_safe = player_safe
        self._connection = connection
        self.zone = library.zone
        self._sources = library.sources
        self._progress = progress
        self._keeper = None if player_safe else keeper
        full = self._stored("campaign", part.campaign)
        self._view = self._player_view(full) if player_safe else None
        self.campaign = full if self._view is None else self._view.campaign(full)
        self.name_of = names_of(self.campaign)

    @property
    def name(self) -> str:
        """The campaign's name, its id where it has none."""
        return str(self.campaign["record"].get("name") or self.id)

    @property
    def id(self) -> str:
        """The campaign's id."""
        return str(self.campaign["record"].get("id") or self.part.campaign)

    def warnings(self) -> list[str]:
        """Return whom the records given out so far name, though only hidden events know them."""
        if self._view is None:
            return []
        return [mention.sentence() for mention in self._view.mentions()]

    def sessions(self) -> Iterator[tuple[SessionSummary, Data]]:
        """Walk over the sessions that are taken, by number."""
        for session in self.part.sessions:
            data = self._session(session.key)
            if data is not None:
                yield session, data

    def log(self, session: SessionSummary) -> list[LoggedEvent]:
        """Return the events of a session in the order of its file."""
        return list(self.events(session))

    def events(self, session: SessionSummary) -> Iterator[LoggedEvent]:
        """Walk over the events of a session in the order of its file."""
        for part in walks.logged(self._connection, session.pk):
            self._progress.step(len(part))
            for record, columns in _read(part):
                if self._view is None:
                    yield record, columns
                else:
                    shown = columns.visible == Visible.PLAYERS
                    yield from self._view.log([(record, columns)], made_here=shown)

    def loose_events(self) -> Iterator[Data]:
        """Walk over what happened between sessions, or waits for one that is not here."""
        return (json.loads(entry.record) for entry in self.loose_entries())

    def entries(self, session: SessionSummary) -> Iterator[LibraryEntry]:
        """Walk over the entries of a session, each with its exact text, in the order they came."""
        return self._given(walks.kept_in(self._connection, session.pk))

    def loose_entries(self) -> Iterator[LibraryEntry]:
        """Walk over what happened between sessions, or waits for one that is not here."""
        if self.part.whole:
            yield from self._given(walks.kept_loose(self._connection, self.part.campaign))

    def _given(self, entries: Iterable[KeptEntry]) -> Iterator[LibraryEntry]:
        for entry in entries:
            self._progress.step()
            if self._view is None:
                yield library_entry(entry, self._sources)
                continue
            shown = entry.visible == Visible.PLAYERS
            record = self._view.event(json.loads(entry.text), made_here=shown)
            if record is not None:
                yield LibraryEntry(
                    kind=entry.kind, scope=self.id, type=entry.type, id=str(record.get("id")),
                    document=record.get("sessionId"), position=entry.position,
                    record=dump(record), players_see=shown,
                )  # fmt: skip

    def goals(self) -> Iterator[tuple[str, Data]]:
        """Walk over (key, data) of the goals that are taken."""
        for key in self.part.goals:
            full = self._stored("goal", key)
            data = full if self._view is None else self._view.goal(full)
            if data is not None:
                yield key, data

    def overview(self) -> list[SessionReview]:
        """Return reviews of the sessions made without their events."""
        return [self.review(session, data, ()) for session, data in self.sessions()]

    def reviews(self) -> Iterator[SessionReview]:
        """Walk over reviews of the sessions with all their events, made one at a time."""
        for session, data in self.sessions():
            yield self.review(session, data, self.log(session))

    def pages(self, variant: str, names: MarkdownNames, level: int) -> Iterator[tuple[Data, str]]:
        """Walk over the sessions with a Markdown page of each, made one at a time.

        Args:
            variant: Names the sort of page among those that are kept.
            names: How people and places are named.
            level: The level of the page's heading.
        """
        for session, data in self.sessions():
            before = self._before(session)
            made = partial(
                session_page,
                data,
                self.events(session),
                campaign=self.campaign,
                previous=None if before is None else before[1],
                zone=self.zone,
                names=names,
                level=level,
            )
            if self._keeper is None:
                yield data, made()
                continue
            beside = [("campaign", self.part.campaign)]
            beside += [] if before is None else [("session", before[0])]
            yield data, self._keeper.page(session, variant, tuple(beside), made)

    def review(
        self, session: SessionSummary, data: Data, events: Iterable[LoggedEvent]
    ) -> SessionReview:
        """Return the review of one session."""
        before = self._before(session)
        return review_session(
            data,
            campaign=self.campaign,
            events=tuple(events),
            previous=None if before is None else before[1],
            findings=False,
            zone=self.zone,
        )

    def for_players(self, session: SessionSummary, data: Data) -> Data:
        """Return reduced data with the statistics and the summary that visible events give."""
        review = self.review(session, data, self.log(session))
        stats = {line.key: line.counted for line in review.statistics if line.counted}
        record = dict(data["record"])
        if stats:
            record["stats"] = stats
        if review.status in (Status.COMPLETED, Status.IN_PROGRESS):
            summary = record.get("summary") or {}
            record["summary"] = {"auto": summary_text(review), **summary}
        return {**data, "record": record}

    def key(self, key: str, data: Data) -> str:
        """Return the key under which a document leaves the library; players get its id."""
        given = str(data["record"].get("id") or key)
        return key if self._view is None or key.startswith(given) else given

    def _before(self, session: SessionSummary) -> tuple[str, Data] | None:
        """Return key and data of the session played before one, so that the gap can be told."""
        if session.number is None:
            return None
        for earlier in reversed(self.part.history):
            played = earlier.status in (Status.COMPLETED, Status.IN_PROGRESS)
            if earlier.number is None or earlier.number >= session.number or not played:
                continue
            data = self._session(earlier.key) if earlier.game_end is not None else None
            if data is not None:
                return earlier.key, data
        return None

    def _session(self, key: str) -> Data | None:
        data = self._stored("session", key)
        return data if self._view is None else self._view.session(data)

    def _stored(self, kind: str, key: str) -> Data:
        stored = queries.document(self._connection, kind, key)
        if stored is None or (kind, key) in self.part.bad:
            return {"record": {"id": key}, "own": {}, "spelling": {}}
        data: Data = json.loads(stored.text)["data"]
        return data

    def _player_view(self, campaign: Data) -> PlayerView:
        """Return the players' view, having shown it every event of the campaign."""
        history = self.part.history
        goals = [
            json.loads(goal.text)["data"]
            for goal in queries.documents(self._connection, "goal")
            if goal.container == self.part.campaign and (goal.kind, goal.key) not in self.part.bad
        ]
        sessions = (self._stored("session", session.key) for session in history)
        view = PlayerView(campaign, goals=goals, sessions=sessions)
        taken = {session.pk: session for session in (*history, *self.part.sessions)}
        for pk in taken:
            for part in walks.logged(self._connection, pk):
                for record, columns in _read(part):
                    view.notice(record, made_here=columns.visible == Visible.PLAYERS)
        for entry in walks.kept_loose(self._connection, self.part.campaign):
            view.notice(json.loads(entry.text), made_here=entry.visible == Visible.PLAYERS)
        return view


def _read(part: Sequence[tuple[str, EntryColumns]]) -> Iterator[LoggedEvent]:
    """Return events of which the records are texts yet.

    Their texts are read as one: the reader makes each key once, and takes a third of the time.
    """
    records = json.loads(f"[{','.join([text for text, _ in part])}]")
    return zip(records, [columns for _, columns in part], strict=True)


def library_entry(entry: KeptEntry, sources: Sources) -> LibraryEntry:
    """Return an entry as the JSON of a library has it."""
    choices = sources.of(entry.source)
    return LibraryEntry(
        kind=entry.kind, scope=entry.scope, type=entry.type, id=entry.id, document=entry.key,
        position=entry.position, record=entry.text, wanted=entry.wanted, seen=entry.seen.hex(),
        struck=entry.struck, shift=choices.shift.get(entry.scope, 0),
        players_see=choices.players_see,
    )  # fmt: skip
