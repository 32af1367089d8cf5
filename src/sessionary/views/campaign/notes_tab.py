"""Running texts about a session: its description, and notes that are mostly for the GM alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from sessionary.core.campaign.agenda import secrets
from sessionary.core.campaign.notes import is_shared
from sessionary.core.campaign.record import at
from sessionary.core.store.values import thaw
from sessionary.views.campaign.choice_rows import ChoiceRows
from sessionary.views.campaign.live_text import LiveText
from sessionary.views.campaign.standings import HIDDEN, REVEALED, secret_choices
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.core.campaign.agenda import Secret
    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True)
class _Text:
    """One text.

    Attributes:
        pointer: Its place.
        title: How it is called.
        placeholder: What the empty editor says.
        act: What editing it is called in the undo menu.
        public: Whether players see it in any case.
        note: Its name as a note that players may be let read; empty for no such note.
    """

    pointer: str
    title: str
    placeholder: str
    act: str
    public: bool = False
    note: str = ""


class NotesTab(ScrollPage):
    """Plain texts, each saved while it is typed, and who may read them."""

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._saves = saves
        self._texts = self._kinds()
        self.editors: dict[str, LiveText] = {}
        self.cards: dict[str, Card] = {}
        self.shared: dict[str, QCheckBox] = {}
        self._secrets: tuple[Secret, ...] = ()
        self.secrets = ChoiceRows(theme, secret_choices(said=True), self._reveal, wrap=True)
        for text in self._texts:
            card = Card(theme, text.title)
            editor = LiveText(theme, text.title, self._taker(text), placeholder=text.placeholder,
                              lines=(4, 24))  # fmt: skip
            if text.note:
                card.add_to_header(self._switch(text))
            elif not text.public:
                hint = self.tr("GM alone until revealed")
                card.add_to_header(TextLabel(hint, role="secondary", tone="text2"))
            card.add(editor)
            self.editors[text.pointer], self.cards[text.pointer] = editor, card
            self.add(card)
        self.cards["/own/secrets"].add(self.secrets)

    def _switch(self, text: _Text) -> QCheckBox:
        box = QCheckBox(self.tr("Players may read this"))
        box.setAccessibleName(self.tr("{0}: players may read this").format(text.title))
        box.clicked.connect(lambda on: self._share(text.note, on=on))
        self.shared[text.note] = box
        return box

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
                note="notes",
            ),
            _Text(
                "/own/prep",
                self.tr("Preparation"),
                self.tr("Scenes, maps and stat blocks to have at hand."),
                self.tr("Edit preparation"),
                note="prep",
            ),
            _Text(
                "/own/secrets",
                self.tr("Secrets"),
                self.tr("What the players have not found out yet, one a line."),
                self.tr("Edit secrets"),
            ),
        )

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show the texts; players get a page that holds only those they may read."""
        private = self._saves.shows_private
        for text in self._texts:
            part, *keys = self._place(text.pointer)
            value = at(page.data, part, *keys)
            self.cards[text.pointer].setVisible(text.public or private or bool(value))
            editor = self.editors[text.pointer]
            # A value that is no text was put there by another program; it is shown, not edited.
            editor.setReadOnly(not editable or not isinstance(value, (str, type(None))))
            editor.set_text(_shown(value))
        for note, box in self.shared.items():
            box.setChecked(is_shared(page.data, note))
            box.setEnabled(editable)
            box.setVisible(private)
        # Players read them as rows alone, without the marks and blank lines of the text.
        self.editors["/own/secrets"].setVisible(private)
        self._secrets = secrets(page.data)
        rows = self.secrets.take(len(self._secrets))
        for row, secret in zip(rows, self._secrets, strict=True):
            row.set_row(secret.text, REVEALED if secret.revealed else HIDDEN, editable=editable)

    def _share(self, note: str, *, on: bool) -> None:
        if self._saves.share_note(note, shared=on):
            # It could not be: the box says again what holds.
            self.shared[note].setChecked(not on)

    def _reveal(self, row: int, state: str) -> None:
        self._saves.reveal(self._secrets[row].text, revealed=state == REVEALED)

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
