"""Reads the figures of all sessions of a campaign, and counts the logs that have changed.

Reading documents and an index is quick; counting reads every event. So the two are apart: what is
read can be shown while the rest is counted. What was counted is kept in the library under a seal,
a digest of all that went into it, and only sessions whose seal has changed are counted again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sessionary import __version__
from sessionary.core.campaign.clock import CLOCK_KEYS, PLAIN
from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.own_types import OWN_TYPES
from sessionary.core.campaign.record import list_at, text_at
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.session_figures import (
    SessionFigures,
    figures_value,
    in_order,
    read_figures,
    session_figures,
    with_log,
)
from sessionary.core.entries import Visible
from sessionary.core.store.errors import BadReason, StoreError
from sessionary.services.collector import collector_paused
from sessionary.services.hidden import unreadable_names
from sessionary.services.session_pages.reading import read_events, read_parts
from sessionary.services.stored import opened
from sessionary.storage import queries, session_logs, walks, world_queries
from sessionary.storage.library_file import DiskError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.session_logs import SessionDocument

    Report = Callable[[int, int], None]

Data = dict[str, Any]

_FORM: Final = f"2 {' '.join(SessionFigures.__slots__)}"
"""Its number is to be raised when figures are made in another way: what is kept is no use then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """The figures of a campaign.

    Attributes:
        campaign: Its id.
        name: What it is called.
        sessions: Its sessions by number; for players those that they may see.
        names: Id -> name of its people and characters.
        unreadable: Keys of sessions that cannot be read; they are in no chart.
        players_only: Whether it is what players may see.
        act: The newest act of the library when it was read.
        numbers: Key -> number of the session's document.
        seals: Number of a session's document -> what changes when its figures may.
        stamp: What changes when the figures of all sessions may.
        clock: How its days are counted and called.
    """

    campaign: str
    name: str
    sessions: tuple[SessionFigures, ...]
    names: Mapping[str, str]
    unreadable: tuple[str, ...]
    players_only: bool
    act: int
    numbers: Mapping[str, int]
    seals: Mapping[int, str]
    stamp: str
    clock: Clock = PLAIN

    @property
    def waiting(self) -> int:
        """How many sessions have a log that is still to be counted."""
        return sum(one.waits for one in self.sessions)


def read_insights(
    library: Library, campaign: str, report: Report, *, players_only: bool = False
) -> Insights:
    """Return what documents, index and former counts say of a campaign; from any thread.

    Args:
        library: Where it is.
        campaign: Its id.
        report: Called as it goes on; may raise to cancel.
        players_only: Only what players may see.
    """
    with collector_paused(), library.reading() as connection:
        stamp, act = f"{_FORM} {__version__} {library.zone}", queries.newest_act(connection)
        kept = _Kept.read(connection, _name(campaign, players_only=players_only))
        if kept is not None and kept.act == act and kept.stamp.startswith(stamp):
            found = kept.insights(campaign, players_only=players_only)
            return replace(found, clock=library.epochs.clock_of(campaign))
        return _Reading(library, connection, campaign, players_only=players_only).insights(
            act, stamp, kept, report
        )


def count_insights(library: Library, insights: Insights, report: Report) -> Insights:
    """Count the logs that are still to be counted, and keep all figures; from any thread.

    Args:
        library: Where they are.
        insights: What :func:`read_insights` gave.
        report: Called with events done and in all; may raise to cancel. What was counted until
            then is kept.

    Returns:
        The same with nothing waiting. A log that has changed meanwhile is counted as it is now.
    """
    done = {one.key: one for one in insights.sessions}
    try:
        with collector_paused(), library.reading() as connection:
            reading = _Reading(
                library, connection, insights.campaign, players_only=insights.players_only
            )
            waiting = [one for one in insights.sessions if one.waits]
            total, counted = sum(one.events or 0 for one in waiting), 0
            for one in waiting:
                report(counted, total)
                done[one.key] = reading.counted(one, insights.numbers[one.key])
                counted += one.events or 0
    finally:
        whole = replace(insights, sessions=tuple(done.values()))
        _keep(library, whole)
    report(total, total)
    return whole


def _name(campaign: str, *, players_only: bool) -> str:
    return f"{'players' if players_only else 'all'}/{campaign}"


class _Reading:
    """Reads one campaign, in one state of the library.

    Args:
        library: Where it is.
        connection: A reader.
        campaign: Its id.
        players_only: Only what players may see.
    """

    def __init__(
        self, library: Library, connection: Reader, campaign: str, *, players_only: bool
    ) -> None:
        self._library, self._connection = library, connection
        self._campaign, self._players_only = campaign, players_only
        self._texts: list[str] = []
        self._full = self._campaign_data()
        self._goals = self._documents("goal") if players_only else []
        self._world = self._documents("world") if players_only else []
        self._unreadable = unreadable_names(library, connection, campaign) if players_only else []
        view = self._view_of([])
        shown = view.campaign(self._full)
        self._shown = shown if players_only else self._full
        own = {**self._shown["own"], "epoch": library.epochs.of(campaign)}
        self._shown = {**self._shown, "own": own}

    def insights(self, act: int, stamp: str, kept: _Kept | None, report: Report) -> Insights:
        """Return the figures, those that were kept where nothing has changed."""
        connection = self._connection
        stamp = f"{stamp} {self._reckoning()}"
        states = session_logs.log_states(connection, self._campaign)
        documents = session_logs.session_documents(connection, self._campaign)
        seals = {one.pk: _seal(one, states.get(one.pk)) for one in documents}
        known = kept.figures if kept is not None and kept.stamp == stamp else {}
        changed = {pk for pk, seal in seals.items() if known.get(pk, ("",))[0] != seal}
        categories = session_logs.log_categories(
            connection, changed, players_only=self._players_only
        )
        sessions: dict[int, SessionFigures | None] = {}
        unreadable = []
        for place, one in enumerate(documents):
            if one.pk not in changed:
                sessions[one.pk] = known[one.pk][1]
                continue
            report(place, len(documents))
            data = self._session(one.pk)
            if data is None:
                unreadable.append(one.key)
            else:
                sessions[one.pk] = self._figures(one.key, data, categories.get(one.pk, {}))
        found = {pk: figures for pk, figures in sessions.items() if figures is not None}
        insights = Insights(
            campaign=self._campaign,
            name=text_at(self._shown, "record", "name") or self._campaign,
            sessions=in_order(list(found.values())),
            names=self._names(),
            unreadable=tuple(unreadable),
            players_only=self._players_only,
            act=act,
            numbers={figures.key: pk for pk, figures in found.items()},
            seals={pk: seals[pk] for pk in found},
            stamp=stamp,
            clock=self._library.epochs.clock_of(self._campaign),
        )
        if not insights.waiting:
            _keep(self._library, insights)
        return insights

    def counted(self, figures: SessionFigures, pk: int) -> SessionFigures:
        """Return figures with what the log gives."""
        data = self._session(pk)
        if data is None:
            return replace(figures, waits=False)
        parts = walks.logged(self._connection, pk)
        shown: Data | None = data
        if self._players_only:
            logged = [one for part in parts for one in read_events(part)]
            shown, seen = self._for_players(data, logged)
            events = [(event_parts(record), columns) for record, columns in seen]
        else:
            events = [one for part in parts for one in read_parts(part)]
        if shown is None:
            return replace(figures, waits=False)
        return with_log(figures, shown, events, campaign=self._shown)

    def _figures(
        self, key: str, data: Data, categories: Mapping[str, int]
    ) -> SessionFigures | None:
        shown: Data | None = data
        if self._players_only:
            shown = self._view_of([data]).session(data)
        if shown is None:
            return None
        return session_figures(
            key, shown, campaign=self._shown, categories=categories, zone=self._library.zone
        )

    def _for_players(
        self, data: Data, events: Sequence[LoggedEvent]
    ) -> tuple[Data | None, list[LoggedEvent]]:
        """Return what players may see of a session and of its log."""
        view = self._view_of([data])
        marked = [
            (record, columns, columns.visible == Visible.PLAYERS) for record, columns in events
        ]
        for record, _columns, public in marked:
            view.notice(record, made_here=public)
        seen = [
            shown
            for record, columns, public in marked
            for shown in view.log([(record, columns)], made_here=public)
        ]
        return view.session(data), seen

    def _view_of(self, sessions: Sequence[Data]) -> PlayerView:
        return PlayerView(
            self._full,
            world=self._world,
            goals=self._goals,
            sessions=sessions,
            unreadable=self._unreadable,
        )

    def _session(self, pk: int) -> Data | None:
        """Return the data of a session, None if it cannot be used."""
        text = session_logs.document_text(self._connection, pk)
        data = None if text is None else opened(self._library, "session", text)
        return None if isinstance(data, BadReason) else data

    def _campaign_data(self) -> Data:
        stored = queries.document(self._connection, "campaign", self._campaign)
        if stored is not None:
            self._texts.append(stored.text)
        data = None if stored is None else opened(self._library, "campaign", stored.text)
        if data is None or isinstance(data, BadReason):
            return {"record": {"id": self._campaign}, "own": {}, "spelling": {}}
        return data

    def _documents(self, kind: str) -> list[Data]:
        found = world_queries.documents_in(self._connection, kind, self._campaign)
        self._texts += [text for _key, text in found]
        read = [opened(self._library, kind, text) for _key, text in found]
        return [data for data in read if not isinstance(data, BadReason)]

    def _names(self) -> dict[str, str]:
        """Return the names of the people and characters that can be named."""
        name_of = names_of(self._shown)
        own = self._shown["own"]
        people = (*list_at(own, "users"), *list_at(own, "characters"))
        return {one: name_of(one) for one in (text_at(who, "id") for who in people) if one}

    def _reckoning(self) -> str:
        """Return a digest of all that bears on the figures of every session.

        For players that is the whole campaign; else a new name of it would count all logs anew.
        """
        own = self._shown["own"]
        bears: list[Any] = [own["epoch"], list_at(own, "characters")]
        # How long its days are, what they are called, and what its own types count as.
        bears += [self._full["own"].get(key) for key in (*CLOCK_KEYS, OWN_TYPES)]
        return _digest(repr(bears + (self._texts if self._players_only else [])))


class _Kept:
    """Figures as they are kept.

    Args:
        act: The newest act of the library when they were read.
        value: What :func:`_keep` wrote.
    """

    def __init__(self, act: int, value: Mapping[str, Any]) -> None:
        self.act = act
        self.stamp: str = value["stamp"]
        self.figures = {
            pk: (seal, read_figures(figures)) for pk, seal, figures in value["sessions"]
        }
        self._name, self._names = value["name"], value["names"]
        self._unreadable = value["unreadable"]

    @classmethod
    def read(cls, connection: Reader, name: str) -> _Kept | None:
        """Return what is kept under a name, None if nothing is."""
        kept = session_logs.kept_figures(connection, name)
        if kept is None:
            return None
        value = json.loads(kept[1])
        return cls(kept[0], value) if value["form"] == _FORM else None

    def insights(self, campaign: str, *, players_only: bool) -> Insights:
        """Return them as they were read."""
        return Insights(
            campaign=campaign,
            name=self._name,
            sessions=in_order([figures for _seal, figures in self.figures.values()]),
            names=self._names,
            unreadable=tuple(self._unreadable),
            players_only=players_only,
            act=self.act,
            numbers={figures.key: pk for pk, (_seal, figures) in self.figures.items()},
            seals={pk: seal for pk, (seal, _figures) in self.figures.items()},
            stamp=self.stamp,
        )


def _keep(library: Library, insights: Insights) -> None:
    """Keep the figures whose logs are counted."""
    if library.read_only:
        return
    counted = [one for one in insights.sessions if not one.waits]
    text = json.dumps(
        {
            "form": _FORM,
            "stamp": insights.stamp,
            "name": insights.name,
            "names": insights.names,
            "unreadable": insights.unreadable,
            "sessions": [
                (pk, insights.seals[pk], figures_value(one))
                for one in counted
                for pk in (insights.numbers[one.key],)
            ],
        }
    )
    name = _name(insights.campaign, players_only=insights.players_only)
    complete = len(counted) == len(insights.sessions)
    # What cannot be kept is counted again the next time.
    with suppress(DiskError, StoreError), library.file.writing() as connection:
        session_logs.keep_figures(connection, name, text, read=insights.act, complete=complete)


def _seal(document: SessionDocument, state: tuple[Any, ...] | None) -> str:
    return _digest(f"{document.hash.hex()} {state!r}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
