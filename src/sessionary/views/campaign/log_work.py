"""What a log does to its session: a line is logged, an event edited, moved or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.services.event_edits import (
    edit_end_time,
    edit_event,
    edit_game_time,
    game_second_of,
    loose_event,
    move_event,
    shift_events,
    strike,
)
from sessionary.services.log_entries import Table, log_line, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, tzinfo
    from typing import Any

    from sessionary.core.entries import Entry
    from sessionary.views.campaign.edits import DocumentEdits


class LogWork:
    """Logs in the session that is being edited. Each line is one act, and so is each edit.

    The functions that write return the sentence that stands in the way, empty if there was none.
    """

    def __init__(self, edits: DocumentEdits, now: Callable[[], datetime]) -> None:
        """Make the work of one page.

        Args:
            edits: The edits of the session.
            now: The time of day, with an offset.
        """
        self._edits, self._now = edits, now

    @property
    def zone(self) -> tzinfo:
        """The zone in which the library reads times that give no offset."""
        return self._edits.library.zone

    def table(self) -> Table | None:
        """Return what is known where the session is played, None if it cannot be read."""
        try:
            return table_of(self._edits.library, self._edits.key)
        except UserError:
            return None

    def event(self, pk: int) -> tuple[Entry, dict[str, Any]] | None:
        """Return an event with its record, None if it is gone or belongs to a session."""
        return loose_event(self._edits.library, pk)

    def log(self, typed: str) -> str:
        """Log a line."""
        edits = self._edits
        return edits.do(lambda: log_line(edits.library, edits.key, typed, self._now()))

    def edit(self, pk: int, values: Mapping[str, Any], name: str) -> str:
        """Change what an event says: JSON pointers into its record, each with its new value."""
        return self._edits.do(lambda: edit_event(self._edits.library, pk, values, name))

    def edit_game_time(self, pk: int, typed: str, name: str) -> str:
        """Change when an event happened."""
        return self._edits.do(lambda: edit_game_time(self._edits.library, pk, typed, name))

    def edit_end_time(self, pk: int, typed: str, name: str) -> str:
        """Change until when an event lasted."""
        return self._edits.do(lambda: edit_end_time(self._edits.library, pk, typed, name))

    def shift(self, pks: Sequence[int], seconds: int) -> str:
        """Move the game time of events."""
        return self._edits.do(lambda: shift_events(self._edits.library, pks, seconds))

    def move(self, pk: int, key: str) -> str:
        """Move an event to another session; an empty key is between sessions."""
        return self._edits.do(lambda: move_event(self._edits.library, pk, key))

    def remove(self, pk: int) -> str:
        """Remove an event; it comes back when the act is undone."""
        return self._edits.do(lambda: strike(self._edits.library, pk))

    def game_second(self, pk: int) -> int | None:
        """Return where an event stands now, in seconds on the clock face."""
        return game_second_of(self._edits.library, pk)

    def sessions(self) -> dict[str, tuple[str, str]]:
        """Return key -> (number, title) of the sessions of the campaign, the last first."""
        found = self._edits.open_library.summaries()
        mine = next((one.container for one in found if one.key == self._edits.key), None)
        mine = self._edits.key if self._edits.kind == "campaign" else mine
        return {
            one.key: ("" if one.number is None else str(one.number), one.name)
            for one in sorted(found, key=lambda one: one.number or 0, reverse=True)
            if one.container == mine
        }
