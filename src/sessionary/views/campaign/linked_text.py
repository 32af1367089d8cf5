"""Running text and lists of which parts open events: one label, however many lines it has."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from typing_extensions import override

from sessionary.views.widgets.text import MeasuredLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from sessionary.views.theme import ColourRole, Theme

_LONGEST = 1_000
_NARROWEST = 120


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text.

    Attributes:
        text: What it says; shown as it stands.
        events: The positions of the events that a click opens; none for plain text.
        tone: Its colour.
        strong: Whether it is written heavier.
    """

    text: str
    events: tuple[int, ...] = ()
    tone: ColourRole = "text"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its parts with blanks between them, and the space above it in pixels."""

    parts: tuple[Part, ...]
    above: int = 0
    bullet: bool = False


_JOINER = "\u2060"
"""Stands, unseen, before the first link: from one at the very beginning Shift+Tab never leaves."""


class LinkedText(MeasuredLabel):
    """Shows lines; a part that is made from events is a link, underlined under the mouse.

    `followed` says the positions of the events of a part.
    """

    followed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._lines: tuple[Line, ...] = ()
        self._events: list[tuple[int, ...]] = []
        self._hovered = -1
        # HTML of our own making, of escaped text: only it has links and a line height.
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setOpenExternalLinks(False)
        self.linkActivated.connect(self._follow)
        self.linkHovered.connect(self._hover)
        theme.changed.connect(self._write)

    @override
    def sizeHint(self) -> QSize:
        # A label's own hint lays the text out at several widths, one of them a word wide; the
        # columns that these stand in share their width out evenly and ask for the height at it.
        return QSize(self.theme.px(260), self.fontMetrics().lineSpacing())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.fontMetrics().lineSpacing())

    @override
    def heightForWidth(self, width: int, /) -> int:
        # Layouts also ask for the height at widths that no page ever has, even below nothing.
        if width < self.theme.px(_NARROWEST):
            return self.fontMetrics().lineSpacing()
        return super().heightForWidth(width)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._write()

    def lines(self) -> tuple[Line, ...]:
        """Return what is shown."""
        return self._lines

    def _write(self) -> None:
        self._events = []
        self.setText("".join(self._paragraph(line) for line in self._lines))
        self.setAccessibleName(
            "\n".join(" ".join(part.text for part in line.parts) for line in self._lines)[:5_000]
        )

    def _paragraph(self, line: Line) -> str:
        inner = _JOINER + " ".join(self._part(part) for part in line.parts)
        style = f"margin-top:{self.theme.px(line.above)}px; margin-bottom:0; line-height:139%"
        if not line.bullet:
            return f'<p style="{style}">{inner}</p>'
        # A hanging mark, so that the second line of an entry stands below its first.
        indent = self.theme.px(14)
        return (
            f'<p style="{style}; margin-left:{indent}px; text-indent:-{indent}px">'
            f"•&nbsp;&nbsp;{inner}</p>"
        )

    def _part(self, part: Part) -> str:
        text = html.escape(one_line(part.text, _LONGEST), quote=False)
        weight = "; font-weight:600" if part.strong else ""
        colour = self.theme.tokens.colour(part.tone).name()
        if not part.events:
            return f'<span style="color:{colour}{weight}">{text}</span>'
        place = len(self._events)
        self._events.append(part.events)
        line = "underline" if place == self._hovered else "none"
        style = f"color:{colour}; text-decoration:{line}{weight}"
        return f'<a href="{place}" style="{style}">{text}</a>'

    def _hover(self, link: str) -> None:
        # Underlined all the time, the text would be hard to read.
        self._hovered = int(link) if link else -1
        self._write()

    def _follow(self, link: str) -> None:
        place = int(link)
        if place < len(self._events):
            self.followed.emit(self._events[place])
