"""Bars of progress, painted: a track with an outline that is seen, and what is done of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPaintEvent

    from sessionary.views.theme import Theme, Tokens


def paint_progress(
    painter: QPainter, bar: QRect | QRectF, share: float, tokens: Tokens, *, mirrored: bool = False
) -> None:
    """Paint a bar of which a share, from 0 to 1, is done."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QRectF(bar).adjusted(0.5, 0.5, -0.5, -0.5)
    radius = outline.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.sunken)
    painter.drawRoundedRect(outline, radius, radius)
    if share > 0:
        # So little that it would not be seen is a dot all the same.
        done = QRectF(outline)
        done.setWidth(max(outline.height(), outline.width() * min(share, 1.0)))
        if mirrored:
            done.moveRight(outline.right())
        painter.setBrush(tokens.ok if share >= 1 else tokens.accent)
        painter.drawRoundedRect(done, radius, radius)
    painter.setPen(QPen(tokens.strong, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(outline, radius, radius)
    painter.restore()


class ProgressLine(QWidget):
    """A bar of progress that takes the width there is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._share = theme, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_share(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._share = share
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(10))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            paint_progress(painter, self.rect(), self._share, self.theme.tokens, mirrored=mirrored)
