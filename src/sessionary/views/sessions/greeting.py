"""What the Sessions place says while there is nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.views.theme import Theme


class Greeting(EmptyState):
    """Offers what one can begin with in an empty library."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "book-open", "", "", primary=True, parent=parent)
        self.offer()

    def offer(self) -> None:
        """Say that the library is empty, and what can be done about it."""
        self.say(
            "book-open",
            self.tr("Your library is empty"),
            self.tr(
                "Import sessions, start a campaign of your own, or have a look round a sample "
                "campaign first. Files can also be dropped on this window."
            ),
            self.tr("Import files…"),
            second=self.tr("Load the sample campaign"),
            third=self.tr("New campaign…"),
        )

    def wait(self) -> None:
        """Say that the library cannot be shown yet."""
        self.say(
            "hourglass",
            self.tr("Your library is being brought up to date"),
            self.tr(
                "An older version of the program wrote it. With a large library this takes a while."
            ),
        )
