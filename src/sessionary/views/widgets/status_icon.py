"""The status of a session: told by shape, colour and word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from sessionary.views.widgets.text import TextLabel, set_tip, shown_text

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from sessionary.views.theme import ColourRole, Theme, Tokens

# The file's word and the reader's word for the same status.
_SHAPES: Final = {
    "planned": "planned",
    "in_progress": "live",
    "live": "live",
    "completed": "played",
    "played": "played",
    "cancelled": "cancelled",
    # How far a session of a survey is.
    "new": "planned",
    "open": "open",
    "finished": "played",
    "closed": "closed",
}
_TONES: Final[dict[str, ColourRole]] = {
    "planned": "text2",
    "live": "accent",
    "played": "ok",
    "cancelled": "bad",
    "open": "accent",
    "closed": "text2",
}


def status_word(status: str) -> str:
    """Return the word a reader sees for a status, given as a file or as a reader writes it."""
    states = {
        "new": QCoreApplication.translate("Status", "New"),
        "finished": QCoreApplication.translate("Status", "Finished"),
        "open": QCoreApplication.translate("Status", "Open"),
        "closed": QCoreApplication.translate("Status", "Closed"),
    }
    if status in states:
        return states[status]
    words = {
        "planned": QCoreApplication.translate("Status", "Planned"),
        "live": QCoreApplication.translate("Status", "Live"),
        "played": QCoreApplication.translate("Status", "Played"),
        "cancelled": QCoreApplication.translate("Status", "Cancelled"),
    }
    return words.get(_SHAPES.get(status, ""), shown_text(status, 100))


def status_tone(status: str) -> ColourRole:
    """Return the colour of a status."""
    return _TONES.get(_SHAPES.get(status, ""), "text2")


def paint_status(painter: QPainter, rect: QRectF, status: str, tokens: Tokens) -> None:
    """Paint a status as a ring in `rect`: dashed, with a play mark, filled with a tick, or struck.

    One of a survey that is open is a ring half full, one that is closed a disc with a lock. A
    status that is none of these gets a plain ring with a dot.
    """
    colour = tokens.colour(status_tone(status))
    side = min(rect.width(), rect.height())
    unit = side / 16
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(unit, unit)
    pen = QPen(colour, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    shape = _SHAPES.get(status, "other")
    if shape == "planned":
        _dashed(painter, pen)
    else:
        if shape in _FULL:
            painter.setBrush(colour)
        painter.drawEllipse(QPointF(0, 0), 6.0, 6.0)
        _MARKS.get(shape, _dot)(painter, colour, tokens.surface)
    painter.restore()


def _play(painter: QPainter, colour: QColor, _ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(-2, -3.2), QPointF(3.4, 0), QPointF(-2, 3.2)]))


def _tick(painter: QPainter, _colour: QColor, ground: QColor) -> None:
    painter.setPen(_round(ground, 1.6))
    painter.drawPolyline(QPolygonF([QPointF(-2.8, 0.2), QPointF(-0.8, 2.2), QPointF(2.9, -1.9)]))


def _stroke(painter: QPainter, _colour: QColor, _ground: QColor) -> None:
    painter.drawLine(QPointF(-4.4, -4.4), QPointF(4.4, 4.4))


def _half(painter: QPainter, colour: QColor, _ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(QRectF(-3.8, -3.8, 7.6, 7.6), 90 * 16, 180 * 16)


def _lock(painter: QPainter, _colour: QColor, ground: QColor) -> None:
    painter.setPen(_round(ground, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(-1.7, -3.6, 3.4, 4.2), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(-2.8, -0.9, 5.6, 4.0), 0.8, 0.8)


def _dot(painter: QPainter, colour: QColor, _ground: QColor) -> None:
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(0, 0), 1.2, 1.2)


_FULL: Final = frozenset({"played", "closed"})
_MARKS: Final = {
    "live": _play,
    "played": _tick,
    "cancelled": _stroke,
    "open": _half,
    "closed": _lock,
}


def status_pixmap(theme: Theme, status: str, ratio: float) -> QPixmap:
    """Return a status as a picture of 16 px at the design's text size, for menus and labels."""
    side = theme.px(16)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_status(painter, QRectF(0, 0, side, side), status, theme.tokens)
    return pixmap


def _round(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _dashed(painter: QPainter, pen: QPen) -> None:
    # Eight dashes: the circumference of 37.7 in units of the pen's width of 1.4, cut in eight.
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2.0, 1.366])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(0, 0), 6.0, 6.0)


class StatusIcon(QWidget):
    """The icon of a status, with the word as tooltip and accessible name."""

    def __init__(
        self, theme: Theme, status: str = "planned", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._status = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)
        self.set_status(status)

    def set_status(self, status: str) -> None:
        """Show another status."""
        self._status = status
        self.setAccessibleName(status_word(status))
        set_tip(self, status_word(status))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self.theme.px(16)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_status(painter, QRectF(self.rect()), self._status, self.theme.tokens)


class StatusBadge(QWidget):
    """Icon and word of a status, as headers show it: ``Live · 1:42``."""

    def __init__(
        self, theme: Theme, status: str = "planned", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = StatusIcon(theme, status)
        self._word = TextLabel(role="strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self.set_status(status)

    def set_status(self, status: str, addition: str = "") -> None:
        """Show a status, and after its word an addition such as the time that it has run."""
        word = status_word(status)
        self._icon.set_status(status)
        self._word.setText(f"{word} · {addition}" if addition else word)
        # Only the accent is readable enough on every ground; other words are text.
        self._word.set_tone("accent" if status_tone(status) == "accent" else "text")
