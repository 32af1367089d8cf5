"""Laid-out texts of the timeline, kept: laying text out costs more than all other painting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText

from sessionary.views.theme.fonts import tabular
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from sessionary.views.theme import TextRole, Theme

_MOST: Final = 6_000
# Longer texts are cut before they are measured: measuring grows with their length.
_CHARACTERS: Final = 120


class LaidOut(NamedTuple):
    """A text ready to be drawn with its font.

    Attributes:
        text: For `QPainter.drawStaticText`.
        width: In pixels.
        height: In pixels.
    """

    text: QStaticText
    width: float
    height: float


class Texts:
    """Lays out one-line texts and remembers them; made anew when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        """Lay texts out in the fonts of `theme`."""
        self._fonts: dict[TextRole, QFont] = {}
        self._metrics: dict[TextRole, QFontMetricsF] = {}
        self._theme = theme
        self._known: dict[tuple[str, TextRole, int], LaidOut] = {}

    def font(self, role: TextRole) -> QFont:
        """Return the font of `role`, with digits of one width."""
        if role not in self._fonts:
            font = tabular(self._theme.fonts[role])
            if role == "secondary":
                font.setWeight(QFont.Weight.Medium)
            self._fonts[role] = font
            self._metrics[role] = QFontMetricsF(font)
        return self._fonts[role]

    def get(self, text: str, role: TextRole, width: int = 10_000) -> LaidOut:
        """Return `text` on one line, cut with an ellipsis where it is wider than `width`."""
        key = (text, role, width)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[key] = self._lay_out(text, role, width)
        return known

    def draw(
        self,
        painter: QPainter,
        x: float,
        middle: float,
        text: str,
        role: TextRole,
        tone: QColor,
        *,
        room: int = 10_000,
    ) -> None:
        """Draw one line that begins at `x`, its height centred on `middle`."""
        if not text:
            return
        laid_out = self.get(text, role, room)
        painter.setFont(self.font(role))
        painter.setPen(tone)
        painter.drawStaticText(
            QPointF(round(x), round(middle - laid_out.height / 2)), laid_out.text
        )

    def _lay_out(self, text: str, role: TextRole, width: int) -> LaidOut:
        font = self.font(role)
        metrics = self._metrics[role]
        line = metrics.elidedText(
            one_line(text, _CHARACTERS), Qt.TextElideMode.ElideRight, float(width)
        )
        static = QStaticText(line)
        # Without this, text that looks like HTML would be taken for it.
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=font)
        size = static.size()
        return LaidOut(static, size.width(), size.height())
