"""What a log does to its session: a line is logged, an event removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.services.event_edits import edit_event, strike
from sessionary.services.log_entries import Table, log_line, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from sessionary.views.campaign.edits import DocumentEdits


class LogWork:
    """Logs in the session that is being edited. Each line is one act.

    The functions that write return the sentence that stands in the way, empty if there was none.
    """

    def __init__(self, edits: DocumentEdits, now: Callable[[], datetime]) -> None:
        """Make the work of one page.

        Args:
            edits: The edits of the session.
            now: The time of day, with an offset.
        """
        self._edits, self._now = edits, now

    def table(self) -> Table | None:
        """Return what is known where the session is played, None if it cannot be read."""
        try:
            return table_of(self._edits.library, self._edits.key)
        except UserError:
            return None

    def log(self, typed: str) -> str:
        """Log a line."""
        edits = self._edits
        return edits.do(lambda: log_line(edits.library, edits.key, typed, self._now()))

    def edit(self, pk: int, values: Mapping[str, Any], name: str) -> str:
        """Change what an event says: JSON pointers into its record, each with its new value."""
        return self._edits.do(lambda: edit_event(self._edits.library, pk, values, name))

    def remove(self, pk: int) -> str:
        """Remove an event; it comes back when the act is undone."""
        return self._edits.do(lambda: strike(self._edits.library, pk))
