"""The foot of the window: the saved state at the left, counts at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from sessionary.views.widgets.status_icon import status_pixmap
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import ColourRole, Theme

SaveState = Literal["saved", "saving", "failed"]

_ICONS: Final[dict[SaveState, tuple[str, ColourRole]]] = {
    "saving": ("clock", "text2"),
    "failed": ("circle-alert", "bad"),
}


class StatusBar(QStatusBar):
    """Says whether everything is saved, and counts; nothing matters that stands only here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._state: SaveState = "saved"
        self._icon = QLabel()
        self._icon.setTextFormat(Qt.TextFormat.PlainText)
        self._words = TextLabel(role="secondary")
        self._facts = TextLabel(role="secondary", tone="text2")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 10, 0)
        self.addWidget(self._icon)
        self.addWidget(self._words)
        right = QWidget()
        self._right = QHBoxLayout(right)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(12)
        self._right.addWidget(self._facts)
        self.addPermanentWidget(right)
        theme.changed.connect(self._restyle)

    def say_saved(self, words: str, state: SaveState = "saved") -> None:
        """Say how it stands with saving: ``Saved 20:41``; a failure stays until it is over."""
        self._state = state
        self._words.setText(one_line(words))
        self._words.set_tone("bad" if state == "failed" else "text")
        self._restyle()

    def say_facts(self, facts: Sequence[str]) -> None:
        """Show counts at the right, with dots between them."""
        self._facts.setText("  ·  ".join(one_line(fact) for fact in facts if fact))

    def add_fact(self, widget: QWidget) -> None:
        """Add a widget before the counts, such as the switch of the player view."""
        self._right.insertWidget(self._right.count() - 1, widget)

    @Slot()
    def _restyle(self) -> None:
        ratio = self.devicePixelRatioF()
        if self._state == "saved":
            self._icon.setPixmap(status_pixmap(self.theme, "played", ratio))
        else:
            name, role = _ICONS[self._state]
            self._icon.setPixmap(self.theme.pixmap(name, role, 14, ratio))
