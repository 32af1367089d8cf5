"""What a page does to goals: they are read, made, edited, ended and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.services import goal_edits
from sessionary.services.goals import goal_page, goal_tree
from sessionary.views.campaign.edits import DocumentEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.goals import GoalNode, GoalPage


class GoalWork:
    """Reads and changes the goals of one campaign. Each change is one act.

    The functions that write return the sentence that stands in the way, empty if there was none.

    Attributes:
        campaign: The campaign's id.
        session: The id of the session that is looked at, empty for the whole campaign.
        players_only: Whether what is for the GM alone is left out.
        made: The key of the goal that was made last.
    """

    def __init__(self, open_library: OpenLibrary, now: Callable[[], datetime]) -> None:
        self.library, self._now = open_library.library, now
        self._edits = DocumentEdits(open_library, "goal")
        self.campaign = self.session = self.made = ""
        self.players_only = False

    def tree(self, *, whole: bool) -> tuple[GoalNode, ...]:
        """Return the goals of the campaign, or those that the session has to do with."""
        return goal_tree(
            self.library,
            self.campaign,
            session="" if whole else self.session,
            players_only=self.players_only,
        )

    def page(self, key: str) -> GoalPage | None:
        """Return a goal and why it stands where it stands, None if there is none to be shown."""
        try:
            return goal_page(self.library, key, players_only=self.players_only)
        except UserError:
            return None

    def add(self, name: str, *, of_session: bool) -> str:
        """Make a goal of the campaign, or of the session."""

        def adding() -> None:
            goal = goal_edits.NewGoal(
                name=name,
                type="session" if of_session else "campaign",
                session=self.session if of_session else "",
            )
            self.made = goal_edits.new_goal(self.library, self.campaign, goal, self._now())

        return self._edits.do(adding)

    def edit(self, key: str, values: Mapping[str, Any], name: str) -> str:
        """Change what a goal says: JSON pointers into its record, each with its new value."""
        return self._edits.do(
            lambda: goal_edits.edit_goal(self.library, key, values, name, self._now())
        )

    def set_status(self, key: str, status: str) -> str:
        """End a goal, or open it again."""
        return self._edits.do(lambda: goal_edits.set_status(self.library, key, status, self._now()))

    def set_parent(self, key: str, parent: str) -> str:
        """Make a goal a sub-goal of another, or of none."""
        return self._edits.do(lambda: goal_edits.set_parent(self.library, key, parent, self._now()))

    def delete(self, key: str) -> str:
        """Delete a goal; it comes back when the act is undone."""
        return self._edits.do(lambda: goal_edits.delete_goal(self.library, key, self._now()))
