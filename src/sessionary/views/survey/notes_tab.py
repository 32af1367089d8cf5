"""The game master's notes on a survey session; they are the library's, not the file's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.views.campaign.live_text import LiveText
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from sessionary.views.survey.session_view import SessionView
    from sessionary.views.theme import Theme


class NotesTab(ScrollPage):
    """A text that is saved while it is typed."""

    def __init__(
        self, theme: Theme, typed: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        """Make an empty tab.

        Args:
            theme: Colours and sizes.
            typed: Takes the whole text after each change; says whether it could be taken.
            parent: The widget it belongs to.
        """
        super().__init__(theme, parent=parent)
        card = Card(theme, self.tr("Notes"))
        card.add_to_header(TextLabel(self.tr("GM alone"), role="secondary", tone="text2"))
        self.text = LiveText(
            theme,
            self.tr("Notes"),
            typed,
            placeholder=self.tr("What to make of these answers. No file carries it."),
            lines=(5, 24),
        )
        card.add(self.text)
        self.add(card)

    def show_view(self, view: SessionView | None, *, editable: bool) -> None:
        """Show the notes on a session."""
        notes = None if view is None or view.for_players else view.own.get("notes")
        self.text.setReadOnly(not editable or not isinstance(notes, str | None))
        self.text.set_text(notes if isinstance(notes, str) else "")
