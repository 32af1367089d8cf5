"""Running text that is saved while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from sessionary.core.campaign.typed import typed_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from sessionary.views.theme import Theme


class LiveText(QPlainTextEdit):
    """An editor of plain text that grows with it; each change is handed on at once.

    Text that nobody touches is never handed on, and of text that is edited only what was edited
    changes: line breaks of other kinds and the like stay as they are kept.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        typed: Callable[[str], bool],
        *,
        placeholder: str = "",
        lines: tuple[int, int] = (3, 18),
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty editor.

        Args:
            theme: Colours and sizes.
            name: What the text is, for screen readers.
            typed: Takes the whole text after each change; says whether it could be taken.
            placeholder: What stands there while there is no text.
            lines: How many lines are shown at least and at most.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self._take, self._fewest_most = theme, typed, lines
        self._source = self._shown = ""
        self._waiting = self._filling = self._fitting = False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def set_text(self, text: str) -> None:
        """Show a text; what was typed and could not be taken yet is not overwritten."""
        if not self.flush() or text == self._source:
            return
        self._source = text
        self._filling = True
        place = self.textCursor().position() if self.hasFocus() else 0
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.toPlainText().encode("utf-16-le")) // 2))
        self.setTextCursor(cursor)
        self._filling = False
        self._shown = self.toPlainText()

    def text(self) -> str:
        """Return the whole text, with what was typed."""
        return self._source

    def flush(self) -> bool:
        """Hand on what could not be taken before; say whether nothing is left."""
        if self._waiting:
            self._hand_on()
        return not self._waiting

    def _changed(self) -> None:
        if not self._filling:
            self._hand_on()

    def _hand_on(self) -> None:
        shown = self.toPlainText()
        text = typed_back(self._source, self._shown, shown)
        if text == self._source and not self._waiting:
            return
        # Told first: taking it may show the text anew.
        self._source, self._shown = text, shown
        self._waiting = True
        self._waiting = not self._take(text)

    def _fit(self) -> None:
        # Another height may bring the bar and so break the lines elsewhere, which would go on
        # for ever: what one pass has found holds.
        if self._fitting:
            return
        self._fitting = True
        self._measure()
        self._fitting = False

    def _measure(self) -> None:
        fewest, most = self._fewest_most
        lines, block = 0, self.document().begin()
        while block.isValid() and lines < most:
            lines += max(1, block.layout().lineCount())
            block = block.next()
        # Without a bar unless it is needed: it would come and go as the text is laid out.
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if lines >= most else policies.ScrollBarAlwaysOff
        )
        lines = min(max(lines, fewest), most)
        margins = 2 * self.document().documentMargin() + 2 * self.theme.px(7)
        height = round(lines * self.fontMetrics().lineSpacing() + margins)
        if height != self.height():
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
