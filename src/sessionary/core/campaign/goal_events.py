"""The event which says that a goal has reached its target: made here, and once for each goal.

Source: campaign specification, section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import text_at
from sessionary.core.store.values import thaw

if TYPE_CHECKING:
    from sessionary.core.campaign.goal_progress import Goal
    from sessionary.core.campaign.record import Record

_PREFIX: Final = "completed-"


def completion_id(goal: str) -> str:
    """Return the id of the event that says that a goal is completed."""
    return f"{_PREFIX}{goal}"


def caused_by(record: Record) -> str:
    """Return the id of the event that completed a goal, empty if the record was not made here."""
    return text_at(record, "completedBy") if text_at(record, "goalId") else ""


def completion_record(goal: Goal, cause: Record, *, public: bool) -> dict[str, Any]:
    """Return the record of the event that says that a goal is completed.

    Args:
        goal: The goal.
        cause: The event that completed it; it happened in the same session at the same time.
        public: Whether players may see the goal and the event that completed it.
    """
    record: dict[str, Any] = {"id": completion_id(goal.id)}
    for key in ("campaignId", "sessionId", "timestamp"):
        if key in cause:
            record[key] = thaw(cause[key])
    record["event"] = {"type": "goal_completed", "category": "goal", "name": goal.name}
    record["metadata"] = {"visibility": "public" if public else "gm-only"}
    record["goalId"] = goal.id
    record["completedBy"] = text_at(cause, "id")
    return record
