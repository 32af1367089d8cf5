"""A dialog that asks for a line of text, with something to choose below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import Theme


class Asking(QDialog):
    """A line, something to choose, and two buttons."""

    def __init__(self, theme: Theme, title: str, take: str, parent: QWidget | None) -> None:
        """Make a dialog that asks nothing yet.

        Args:
            theme: Colours and sizes.
            title: What its title bar says.
            take: What the button says that takes what was typed.
            parent: The window.
        """
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words = TextLabel(role="strong", wrap=True)
        self.line = QLineEdit()
        self.choice_words = TextLabel(tone="text2", wrap=True)
        self.error = TextLabel(role="secondary", tone="bad", wrap=True)
        self.cancel = OutlinedButton(theme, self.tr("Cancel"))
        self.take = PrimaryButton(theme, take)
        self.take.setDefault(True)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        for widget in (self.words, self.line, self.error, self.choice_words):
            self.column.addWidget(widget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 12, 16, 12)
        around.setSpacing(12)
        around.addLayout(self.column)
        around.addStretch(1)
        around.addLayout(foot)
        self.resize(theme.px(460), theme.px(200))
        self.error.hide()
        self.cancel.clicked.connect(self.reject)
        self.line.textChanged.connect(lambda _text: self.error.hide())
        self.line.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; the dialog stays."""
        self.error.setText(sentence)
        self.error.show()
        self.line.setAccessibleDescription(sentence)
        self.line.setFocus()

    def complete(self, names: Sequence[str]) -> None:
        """Offer names while somebody types."""
        completer = QCompleter(list(names), self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
