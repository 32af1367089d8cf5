"""One campaign as an export reads it: in full, or reduced to what players may see."""

from __future__ import annotations

import json
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.campaign.event_types import ALWAYS_HIDDEN
from sessionary.core.campaign.goal_review import computed_record
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.record import object_at, text_at
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.session_figures import session_figures, with_log
from sessionary.core.entries import Visible
from sessionary.core.json_text import dump
from sessionary.core.survey.rows import DEFINITION, SNAPSHOT
from sessionary.formats.library_json import LibraryEntry
from sessionary.services.exports.page_maker import PageMaker
from sessionary.services.goals import SessionGoals, computed_goals
from sessionary.services.hidden import unreadable_names
from sessionary.services.player_pages import player_lines
from sessionary.services.session_pages.reading import exported, read_events, read_parts
from sessionary.storage import queries, walks
from sessionary.storage.connection import last_act
from sessionary.storage.goal_hits import has_goals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sessionary.core.campaign.goal_progress import Standing
    from sessionary.core.campaign.order import LoggedEvent, ReadEvent
    from sessionary.core.campaign.session_review import GoalLine, SessionReview
    from sessionary.core.kinds import SessionSummary
    from sessionary.formats.markdown.names import MarkdownNames
    from sessionary.services.exports.page_keeper import PageKeeper
    from sessionary.services.exports.progress import Progress
    from sessionary.services.exports.selection import Part
    from sessionary.services.library import Library
    from sessionary.services.reckoning import Sources
    from sessionary.storage.connection import Reader
    from sessionary.storage.walks import KeptEntry

Data = dict[str, Any]


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
        player: The user id of the one player whom it is for; empty for all of them.
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
        player: str = "",
        keeper: PageKeeper | None = None,
    ) -> None:
        self.part = part
        self.player_safe = player_safe
        self._connection = connection
        self.zone = library.zone
        self._start = {"library": library.file.address(), "act": last_act(connection)}
        self._read: dict[str, Data] = {}
        self._makers: list[PageMaker] = []
        self._sources = library.sources
        self._progress = progress
        self._has_goals = library.file.has_goals and has_goals(connection)
        self._goals: SessionGoals | None = None
        self._standings: dict[str, tuple[Standing, str]] | None = None
        self._keeper = None if player_safe else keeper
        self._unreadable = (
            unreadable_names(library, connection, part.campaign) if player_safe else []
        )
        self._player = player
        full = self._stored("campaign", part.campaign)
        self._view = self._player_view(full) if player_safe else None
        self.campaign = full if self._view is None else self._view.campaign(full)
        # Players get what it makes of what they may see, not the template.
        self._template = text_at(full, "own", "template")
        self.name_of = names_of(self.campaign)
        # By number, as the history is; those of the same number are all before the next one.
        self._played = [
            one
            for one in part.history
            if one.status in (Status.COMPLETED, Status.IN_PROGRESS)
            and one.number is not None
            and one.game_end is not None
        ]
        self._numbers = [one.number or 0 for one in self._played]

    def close(self) -> None:
        """End whoever helps."""
        for maker in self._makers:
            maker.close()

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
        return (event for part in self.parts(session) for event in part)

    def parts(self, session: SessionSummary) -> Iterator[list[LoggedEvent]]:
        """Walk over the events of a session in the order of its file, a few at a time."""
        for part in exported(walks.logged(self._connection, session.pk)):
            self._progress.step(len(part))
            events = read_events(part)
            yield events if self._view is None else self._seen(self._view, events)

    def told(self, session: SessionSummary) -> Iterator[list[ReadEvent]]:
        """Walk over what is told of the same."""
        if self._view is None:
            for part in exported(walks.logged(self._connection, session.pk)):
                self._progress.step(len(part))
                yield read_parts(part)
        else:
            for seen in self.parts(session):
                yield [(event_parts(record), columns) for record, columns in seen]

    @staticmethod
    def _seen(view: PlayerView, events: list[LoggedEvent]) -> list[LoggedEvent]:
        given = ((event, event[1].visible == Visible.PLAYERS) for event in events)
        return [seen for event, shown in given for seen in view.log([event], made_here=shown)]

    def loose_events(self) -> Iterator[Data]:
        """Walk over what happened between sessions, or waits for one that is not here."""
        return (json.loads(entry.record) for entry in self.loose_entries(told=True))

    def entries(self, session: SessionSummary, *, told: bool = False) -> Iterator[LibraryEntry]:
        """Walk over the entries of a session, each with its exact text, in the order they came.

        Args:
            session: The session.
            told: Leave out safety pauses, which nobody is told of.
        """
        return self._given(walks.kept_in(self._connection, session.pk), told=told)

    def loose_entries(self, *, told: bool = False) -> Iterator[LibraryEntry]:
        """Walk over what happened between sessions, or waits for one that is not here."""
        if self.part.whole:
            loose = walks.kept_loose(self._connection, self.part.campaign)
            yield from self._given(loose, told=told)

    def _given(self, entries: Iterable[KeptEntry], *, told: bool) -> Iterator[LibraryEntry]:
        for entry in entries:
            self._progress.step()
            if told and entry.word in ALWAYS_HIDDEN:
                continue
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
            data = full if self._view is None else self._view.goal(self._computed(key, full))
            if data is not None:
                yield key, data

    def world(self) -> Iterator[tuple[str, Data]]:
        """Walk over (key, data) of what is written about the world, if that is taken."""
        for key in self.part.world:
            full = self._stored("world", key)
            data = full if self._view is None else self._view.thing(full)
            if data is not None:
                yield key, data

    def computed_goals(self) -> Iterator[tuple[str, Data]]:
        """Walk over (key, data) of the goals that are taken, with what they have come to.

        For those who get records and not what they are computed from.
        """
        for key, data in self.goals():
            yield key, data if self.player_safe else self._computed(key, data)

    def _computed(self, key: str, data: Data) -> Data:
        if self._standings is None:
            self._standings = (
                computed_goals(self._connection, self.part.campaign, players_only=self.player_safe)
                if self._has_goals
                else {}
            )
        if key not in self._standings:
            return data
        standing, completed_at = self._standings[key]
        record = computed_record(data["record"], standing, completed_at=completed_at)
        if record is data["record"]:
            return data
        spelling = {p: n for p, n in data["spelling"].items() if p != "/record/progress/current"}
        return {**data, "record": dict(record), "spelling": spelling}

    def goals_of(self, session: SessionSummary) -> list[GoalLine]:
        """Return what became of goals in a session."""
        if not self._has_goals:
            return []
        if self._goals is None:
            self._goals = SessionGoals(
                self._connection, self.part.campaign, players_only=self.player_safe
            )
        found = self._goals.of(session.pk, session.id)
        if self._view is not None:
            return player_lines(self._view, found)
        return [goal.move.line(object_at(goal.data, "record")) for goal in found]

    def overview(self) -> list[SessionReview]:
        """Return reviews of the sessions made without their events."""
        return [self.review(session, data, None) for session, data in self.sessions()]

    def reviews(self) -> Iterator[SessionReview]:
        """Walk over reviews of the sessions with all their events, made one at a time."""
        for session, data in self.sessions():
            yield self.review(session, data, self.log(session))

    def pages(self, variant: str, names: MarkdownNames, level: int) -> Iterator[tuple[Data, str]]:
        """Return the sessions with a Markdown page of each; see :class:`.PageMaker`."""
        maker = PageMaker(self, self._keeper, self._start, self._progress)
        self._makers.append(maker)
        return maker.pages(variant, names, level)

    def review(
        self, session: SessionSummary, data: Data, events: Iterable[LoggedEvent] | None
    ) -> SessionReview:
        """Return the review of one session; without events, goals are not looked up either."""
        before = self.before(session)
        return review_session(
            data,
            campaign=self.campaign,
            events=tuple(events or ()),
            previous=None if before is None else before[1],
            goals=() if events is None else self.goals_of(session),
            findings=False,
            zone=self.zone,
            template=self._template,
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
            record["summary"] = {"auto": review.summary(), **summary}
        return {**data, "record": record}

    def stated(self, session: SessionSummary, data: Data) -> Data:
        """Return data with the length and the statistics that the session comes to.

        What is declared stays; players get what they can see counted.
        """
        if self.player_safe:
            data = self.for_players(session, data)
        record = dict(data["record"])
        figures = session_figures(
            session.key, data, campaign=self.campaign, categories={}, zone=self.zone
        )
        if figures.minutes is not None:
            times = object_at(record, "realTime")
            record["realTime"] = {**times, "durationMinutes": figures.minutes}
        if not self.player_safe:
            events = [event for part in self.told(session) for event in part]
            counted = with_log(figures, data, events, campaign=self.campaign).counted or {}
            known = {key: value for key, value in counted.items() if value}
            record["stats"] = {**known, **object_at(record, "stats")}
        return {**data, "record": record}

    def key(self, key: str, data: Data) -> str:
        """Return the key under which a document leaves the library; players get its id."""
        given = str(data["record"].get("id") or key)
        return key if self._view is None or key.startswith(given) else given

    def before(self, session: SessionSummary) -> tuple[str, Data] | None:
        """Return key and data of the session played before one, so that the gap can be told."""
        if session.number is None:
            return None
        for earlier in reversed(self._played[: bisect_left(self._numbers, session.number)]):
            data = self._session(earlier.key)
            if data is not None:
                return earlier.key, data
        return None

    def _session(self, key: str) -> Data | None:
        if self._view is not None:
            return self._view.session(self._stored("session", key))
        if key not in self._read:
            self._read[key] = self._stored("session", key)
        return self._read[key]

    def _stored(self, kind: str, key: str) -> Data:
        stored = queries.document(self._connection, kind, key)
        if stored is None or (kind, key) in self.part.bad:
            return {"record": {"id": key}, "own": {}, "spelling": {}}
        data: Data = json.loads(stored.text)["data"]
        return data

    def _player_view(self, campaign: Data) -> PlayerView:
        """Return the players' view, having shown it every event of the campaign."""
        history = self.part.history
        goals, world = (
            [
                json.loads(one.text)["data"]
                for one in queries.documents(self._connection, kind)
                if one.container == self.part.campaign and (kind, one.key) not in self.part.bad
            ]
            for kind in ("goal", "world")
        )
        sessions = (self._stored("session", session.key) for session in history)
        view = PlayerView(
            campaign, world=world, goals=goals, sessions=sessions, player=self._player,
            unreadable=self._unreadable,
        )  # fmt: skip
        taken = {session.pk: session for session in (*history, *self.part.sessions)}
        for pk in taken:
            for part in walks.logged(self._connection, pk):
                for record, columns in read_events(part):
                    view.notice(record, made_here=columns.visible == Visible.PLAYERS)
        for entry in walks.kept_loose(self._connection, self.part.campaign):
            view.notice(json.loads(entry.text), made_here=entry.visible == Visible.PLAYERS)
        return view


def library_entry(entry: KeptEntry, sources: Sources) -> LibraryEntry:
    """Return an entry as the JSON of a library has it."""
    choices = sources.of(entry.source)
    return LibraryEntry(
        kind=entry.kind, scope=entry.scope, type=entry.type, id=entry.id, document=entry.key,
        position=entry.position, record=entry.text, wanted=entry.wanted, seen=entry.seen.hex(),
        struck=entry.struck, shift=choices.shift.get(entry.scope, 0),
        players_see=choices.players_see, plain=(entry.kind, entry.type) == (DEFINITION, SNAPSHOT),
    )  # fmt: skip
