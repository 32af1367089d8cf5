"""Goals that stand for an objective of their session: how they stand is what is ticked there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.agenda import Standing, standings
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

OBJECTIVE: Final = "objective"
"""Where a goal's own part names the objective; gone once its status is set by hand."""

_STATUSES: Final = {
    Standing.OPEN: "in_progress",
    Standing.PARTLY: "in_progress",
    Standing.MET: "completed",
    Standing.FAILED: "failed",
    # It is the goal of another session by now.
    Standing.MOVED: "abandoned",
}


def objective_status(session: Mapping[str, Any], text: str) -> str:
    """Return the status of the goal that stands for an objective, empty if none is planned so.

    Args:
        session: The data of the session.
        text: The objective.
    """
    wanted = fold(text).strip()
    for planned, standing in standings(session):
        if fold(planned).strip() == wanted:
            return _STATUSES[standing]
    return ""
