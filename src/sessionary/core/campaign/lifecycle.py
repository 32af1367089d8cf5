"""The life of a session: planned, in progress, completed or cancelled, and the moves between them.

Source: campaign specification, sections 2 and 10.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """Where a session is in its life; the values are those of the file format."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """How it is shown: Planned, Live, Played or Cancelled."""
        return _WORDS[self]


_WORDS: Final = {
    Status.PLANNED: "Planned",
    Status.IN_PROGRESS: "Live",
    Status.COMPLETED: "Played",
    Status.CANCELLED: "Cancelled",
}

MOVES: Final[Mapping[Status, frozenset[Status]]] = {
    Status.PLANNED: frozenset({Status.IN_PROGRESS, Status.CANCELLED}),
    Status.IN_PROGRESS: frozenset({Status.COMPLETED}),
    Status.COMPLETED: frozenset({Status.IN_PROGRESS}),
    Status.CANCELLED: frozenset({Status.PLANNED}),
}
"""To which statuses a session can be moved here. Imports are not bound by it."""


class InvalidTransition(UserError):
    """A move that the life of a session does not have."""

    def __init__(self, old: Status, new: Status) -> None:
        super().__init__(
            f"A session that is {old.replace('_', ' ')} cannot become {new.replace('_', ' ')}."
        )
        self.old = old
        self.new = new


def status_of(record: Mapping[str, Any]) -> Status:
    """Return the status of a session; one that does not say is planned."""
    value = record.get("status")
    try:
        return Status(value) if isinstance(value, str) else Status.PLANNED
    except ValueError:
        return Status.PLANNED


def move(old: Status, new: Status) -> Status:
    """Return `new` if a session may be moved there from `old`.

    Raises:
        InvalidTransition: There is no such move; the message names both statuses.
    """
    if new not in MOVES[old]:
        raise InvalidTransition(old, new)
    return new
