"""Gives a timeline the sessions of the list and their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sessionary.core.entries import Importance, Visible
from sessionary.models.event_words import importance_word, visible_word
from sessionary.models.timeline_content import AxisKind, Band, LaneKind, Members, bands_of
from sessionary.models.timeline_lod import EventArrays, no_events
from sessionary.models.timeline_model import MarkText
from sessionary.services.hidden import entries_for_players
from sessionary.services.timeline import entries_by_pk, event_times
from sessionary.services.timeline_lanes import lane_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.entries import Entry
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library


class LibraryTimeline:
    """The sessions that a list shows, as a timeline's source.

    The list sets what is shown on the window's thread; a worker reads the values it was given.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sessions: tuple[SessionSummary, ...] = ()
        self._all = True
        self._between: str | None = None
        self._players_only = False

    def show(
        self,
        sessions: Sequence[SessionSummary],
        *,
        everything: bool,
        between: str | None = None,
        players_only: bool = False,
    ) -> None:
        """Show these sessions.

        Args:
            sessions: What the list shows.
            everything: Whether these are all sessions, so that none need be named.
            between: A campaign of which is shown, too, what happened between its sessions.
            players_only: Leave out what only the GM may see.
        """
        self._sessions = tuple(sessions)
        self._all, self._between = everything, between
        self._players_only = players_only

    def bands(self) -> Sequence[Band]:
        """Return the sessions."""
        return bands_of(self._sessions)

    def times(self, axis: AxisKind) -> EventArrays:
        """Return their events that have a time on ``axis``."""
        if not self._sessions:
            return no_events()
        found = event_times(
            self._library,
            "game_s" if axis == AxisKind.GAME else "real_us",
            None if self._all else [session.pk for session in self._sessions],
            between=self._between,
            players_only=self._players_only,
        )
        return EventArrays(
            times=np.frombuffer(found.times, np.int64),
            pks=np.frombuffer(found.pks, np.int64),
            categories=np.frombuffer(found.categories, np.int16),
            importances=np.frombuffer(found.importance, np.int8),
            sessions=np.frombuffer(found.sessions, np.int64),
            category_names=found.names,
        )

    def members(self, lanes: LaneKind) -> Members | None:
        """Return which events stand in which lane, None for lanes by category or session."""
        if lanes in {LaneKind.CATEGORY, LaneKind.SESSION}:
            return None
        found = lane_members(self._library, str(lanes), players_only=self._players_only)
        return Members(
            pks=np.frombuffer(found.pks, np.int64),
            places=np.frombuffer(found.places, np.int16),
            names=found.names,
        )

    def labels(self, pks: Sequence[int]) -> Sequence[MarkText]:
        """Return what is said of some events."""
        entries = entries_by_pk(self._library, list(pks))
        if self._players_only:
            entries = entries_for_players(self._library, entries)
        return [_text(entry) for entry in entries]


def _text(entry: Entry) -> MarkText:
    parts = []
    if entry.importance >= Importance.SIGNIFICANT:
        parts.append(importance_word(entry.importance))
    if entry.visible != Visible.PLAYERS:
        parts.append(visible_word(entry.visible))
    return MarkText(entry.pk, entry.label, " · ".join(parts))
