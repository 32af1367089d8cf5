"""Two versions of a document laid side by side, as text: what went, what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sessionary.views.theme.tokens import mix
from sessionary.views.widgets.text import shown_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from sessionary.core.changes import Line
    from sessionary.views.theme import Theme

    Part: TypeAlias = tuple[str, Sequence[Line]]

_SIGNS: Final = {"-": "−", "+": "+", " ": " ", "…": "…"}
_GROUND: Final = (0.12, 0.20)
_LONGEST_LINE: Final = 4_000
_MOST_LINES: Final = 5_000


class ChangesText(QPlainTextEdit):
    """Shows changes place by place. Each line begins with its sign: colour never says it alone.

    It is read with the keys of a text, and can be copied.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._parts: Sequence[Part] = ()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        # Read-only text has no cursor to be moved by keys otherwise.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.changed.connect(self._write)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show changes: each a heading and the lines below it."""
        self._parts = parts
        self._write()

    @Slot()
    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        left = _MOST_LINES
        for number, (heading, lines) in enumerate(self._parts):
            if number:
                cursor.insertText("\n\n", QTextCharFormat())
            cursor.insertText(shown_text(heading, _LONGEST_LINE), self._bold())
            for line in lines[:left]:
                words = shown_text(line.text, _LONGEST_LINE)
                cursor.insertText("\n", QTextCharFormat())
                cursor.insertText(f"{_SIGNS[line.sign]} {words}".rstrip(), self._format(line.sign))
            left -= min(left, len(lines))
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _bold(self) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setFontWeight(600)
        return style

    def _format(self, sign: str) -> QTextCharFormat:
        tokens = self.theme.tokens
        style = QTextCharFormat()
        colour = {"-": tokens.bad, "+": tokens.ok}.get(sign)
        if colour is None:
            style.setForeground(tokens.text2)
        else:
            style.setForeground(tokens.text)
            style.setBackground(mix(colour, tokens.surface, _GROUND[tokens.dark]))
        return style
