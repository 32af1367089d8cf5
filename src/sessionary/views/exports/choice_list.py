"""Choices one below the other, each with a sentence that says what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from sessionary.views.widgets.text import TextLabel, literal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sessionary.views.theme import Theme


class ChoiceList(QWidget):
    """Radio buttons with a second line; `chosen` says the key of the one that now holds."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[tuple[str, str, str]],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make a list of choices, of which the first holds.

        Args:
            theme: Colours and sizes.
            choices: (key, words, sentence) of each; at least one.
            name: What is chosen here, for screen readers.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for key, words, sentence in choices:
            button = QRadioButton(literal(words))
            button.setAccessibleDescription(sentence)
            self._group.addButton(button)
            self.buttons[key] = button
            column.addWidget(button)
            if sentence:
                said = TextLabel(sentence, role="secondary", tone="text2", wrap=True)
                # Under the words, past the ring.
                said.setContentsMargins(theme.px(29), 0, 0, theme.px(6))
                column.addWidget(said)
        self.buttons[choices[0][0]].setChecked(True)
        self._group.buttonClicked.connect(self._clicked)

    def key(self) -> str:
        """Return the key of the choice that holds."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Make a choice hold, without emitting `chosen`."""
        self.buttons[key].setChecked(True)

    def allow(self, keys: Collection[str]) -> None:
        """Let only some be chosen; where another one held, the first of them holds."""
        for key, button in self.buttons.items():
            button.setEnabled(key in keys)
        if self.key() not in keys:
            self.choose(next(key for key in self.buttons if key in keys))

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self.key())
