"""What became of a goal in one session, in words; and a goal's record with what it has come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.record import Number, object_at, text_at
from sessionary.core.campaign.session_review import GoalLine

if TYPE_CHECKING:
    from sessionary.core.campaign.goal_progress import Standing
    from sessionary.core.campaign.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMove:
    """What the events of one session have done to a goal.

    Attributes:
        standing: How the goal stands by now.
        current: How far it had come with the last of them, None if they have not moved it.
        moved: By how much they moved it.
        completed: Whether one of them has completed it.
    """

    standing: Standing
    current: Number | None = None
    moved: Number = 0
    completed: bool = False

    def line(self, record: Record) -> GoalLine:
        """Return the line of a review.

        Args:
            record: The goal's record, as those may see it for whom the review is.
        """
        told = list(filter(None, (self._amount(record), self._end())))
        return GoalLine(
            id=self.standing.goal.id,
            text=text_at(record, "name") or self.standing.goal.id,
            standing=", ".join(told),
        )

    def _amount(self, record: Record) -> str:
        standing = self.standing
        unit = text_at(record, "progress", "unit")
        if self.current is None:
            return standing.text_with(unit)
        if standing.waits_for:
            return f"{self.moved} more, held until it can start"
        return f"{standing.text_with(unit, self.current)}, {_signed(self.moved)}"

    def _end(self) -> str:
        if self.completed:
            return "completed"
        over = self.current is None and self.standing.status not in {"in_progress", "not_started"}
        return self.standing.word.lower() if over else ""


def _signed(moved: Number) -> str:
    return f"{moved} more" if moved >= 0 else f"{-moved} fewer"


def computed_record(record: Record, standing: Standing, *, completed_at: str = "") -> Record:
    """Return a goal's record with what it has come to, for those who read nothing but records.

    Args:
        record: The record; where nothing was computed it is returned as it is.
        standing: How the goal stands.
        completed_at: When it reached its target, as files write times; empty if that is not known.
    """
    changed: dict[str, Any] = {}
    if standing.status != (text_at(record, "status") or "not_started"):
        changed["status"] = standing.status
    progress = object_at(record, "progress")
    if standing.current != standing.goal.base:
        changed["progress"] = {**progress, "current": standing.current}
    if standing.computed and completed_at:
        changed["completedAt"] = completed_at
    return {**record, **changed} if changed else record
