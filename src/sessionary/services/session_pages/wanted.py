"""A page that an export wants, and all that it is made of but the session's events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sessionary.core.campaign.session_review import GoalLine
    from sessionary.core.kinds import SessionSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page that is to be had.

    Attributes:
        session: Whose page it is.
        data: The session's data.
        previous: The data of the session before it, None if there is none.
        goals: What became of goals in it.
        documents: Kind and key of the documents that go into it.
        worth: Whether it is to be kept once it is made.
    """

    session: SessionSummary
    data: dict[str, Any]
    previous: dict[str, Any] | None
    goals: tuple[GoalLine, ...]
    documents: tuple[tuple[str, str], ...]
    worth: bool
