"""The automatic summary on a page: each sentence opens the events it is made from."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sessionary.core.campaign.summary import summary_sentences
from sessionary.views.widgets.text import shown_text

if TYPE_CHECKING:
    from sessionary.core.campaign.session_review import SessionReview
    from sessionary.core.campaign.summary import Sentence
    from sessionary.views.theme import Theme

_LONGEST = 2_000


class Recap(QWidget):
    """Running text and lists; a sentence that is made from events is a link to them.

    `followed` says the positions of the events of a sentence.
    """

    followed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._sentences: tuple[Sentence, ...] = ()
        self._hovered = -1
        self.label = QLabel()
        # HTML of our own making, of escaped text: only it has links and a line height.
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.label.setOpenExternalLinks(False)
        self.label.linkActivated.connect(self._follow)
        self.label.linkHovered.connect(self._hover)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.label)
        theme.changed.connect(self._write)

    def show_review(self, review: SessionReview) -> None:
        """Show the summary of a session."""
        sentences = summary_sentences(review)
        if sentences != self._sentences:
            self._sentences = sentences
            self._write()

    def _write(self) -> None:
        running: list[str] = []
        lists: dict[str, list[str]] = {}
        for place, sentence in enumerate(self._sentences):
            text = self._linked(place, sentence)
            if sentence.heading:
                lists.setdefault(sentence.heading, []).append(text)
            else:
                running.append(text)
        tone = self.theme.tokens.text2.name()
        parts = [_paragraph(" ".join(running))] if running else []
        for heading, items in lists.items():
            parts.append(_paragraph(f'<span style="color:{tone}">{html.escape(heading)}</span>', 8))
            parts += [_paragraph(f"•&nbsp; {item}", 2) for item in items]
        self.label.setText("".join(parts))
        self.label.setAccessibleName(" ".join(sentence.text for sentence in self._sentences))

    def _linked(self, place: int, sentence: Sentence) -> str:
        text = html.escape(shown_text(sentence.text, _LONGEST), quote=False)
        if not sentence.events:
            return text
        tokens = self.theme.tokens
        line = "underline" if place == self._hovered else "none"
        style = f"color:{tokens.text.name()}; text-decoration:{line}"
        return f'<a href="{place}" style="{style}">{text}</a>'

    def _hover(self, link: str) -> None:
        # Underlined all the time, the text would be hard to read.
        self._hovered = int(link) if link else -1
        self._write()

    def _follow(self, link: str) -> None:
        place = int(link)
        if place < len(self._sentences):
            self.followed.emit(self._sentences[place].events)


def _paragraph(inner: str, above: int = 0) -> str:
    return f'<p style="margin-top:{above}px; margin-bottom:0; line-height:139%">{inner}</p>'
