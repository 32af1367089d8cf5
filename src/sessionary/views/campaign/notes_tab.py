"""Running texts about a session: its description, and what is for the GM alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.record import at
from sessionary.core.store.values import thaw
from sessionary.views.campaign.live_text import LiveText
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True)
class _Text:
    """One text: its place, its title, what the empty editor says, and whether players see it."""

    pointer: str
    title: str
    placeholder: str
    act: str
    public: bool = False


class NotesTab(ScrollPage):
    """Plain texts, each saved while it is typed."""

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._saves = saves
        self._texts = self._kinds()
        self.editors: dict[str, LiveText] = {}
        self.cards: dict[str, Card] = {}
        for text in self._texts:
            card = Card(theme, text.title)
            editor = LiveText(theme, text.title, self._taker(text), placeholder=text.placeholder,
                              lines=(4, 24))  # fmt: skip
            if not text.public:
                card.add_to_header(TextLabel(self.tr("GM alone"), role="secondary", tone="text2"))
            card.add(editor)
            self.editors[text.pointer], self.cards[text.pointer] = editor, card
            self.add(card)

    def _kinds(self) -> tuple[_Text, ...]:
        return (
            _Text(
                "/description",
                self.tr("Description"),
                self.tr("What the session is about, in a sentence or two."),
                self.tr("Edit description"),
                public=True,
            ),
            _Text(
                "/notes",
                self.tr("Notes"),
                self.tr("How to run it, what to remember."),
                self.tr("Edit notes"),
            ),
            _Text(
                "/own/prep",
                self.tr("Preparation"),
                self.tr("Scenes, maps and stat blocks to have at hand."),
                self.tr("Edit preparation"),
            ),
            _Text(
                "/own/secrets",
                self.tr("Secrets"),
                self.tr("What the players have not found out yet, one a line."),
                self.tr("Edit secrets"),
            ),
        )

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show the texts; without leave to edit only those that players may see."""
        private = self._saves.shows_private
        for text in self._texts:
            self.cards[text.pointer].setVisible(text.public or private)
            part, *keys = self._place(text.pointer)
            value = at(page.data, part, *keys) if text.public or private else None
            editor = self.editors[text.pointer]
            # A value that is no text was put there by another program; it is shown, not edited.
            editor.setReadOnly(not editable or not isinstance(value, (str, type(None))))
            editor.set_text(_shown(value))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all(editor.flush() for editor in self.editors.values())

    def give_up(self) -> None:
        """Do nothing: what is typed here is handed on at once."""

    def _place(self, pointer: str) -> list[str]:
        keys = pointer.split("/")[1:]
        return keys if keys[0] == "own" else ["record", *keys]

    def _taker(self, text: _Text) -> Any:
        return lambda typed: self._saves.edits.type(text.pointer, typed, text.act)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    return json.dumps(thaw(value), ensure_ascii=False, indent=2)
