"""The shape and colour of each category's marks: told apart by either one alone."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

    from sessionary.views.theme import Tokens

# Points on the circle around the middle, as (angle in twelfths of a turn from the top, radius).
_POLYGONS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, 1), (3, 1), (6, 1), (9, 1)),
    "triangle": ((0, 1.0), (4, 1.08), (8, 1.08)),
    "pointer": ((3, 1.0), (7, 1.08), (11, 1.08)),
    "wedge": ((2, 1.08), (6, 1.0), (10, 1.08)),
    "square": ((1.5, 1.1), (4.5, 1.1), (7.5, 1.1), (10.5, 1.1)),
    "hexagon": tuple((twelfth, 1.0) for twelfth in (1, 3, 5, 7, 9, 11)),
    "star": tuple((tenth * 1.2, 1.1 if tenth % 2 == 0 else 0.5) for tenth in range(10)),
    "cross": tuple(
        (quarter * 3 + turn, far)
        for quarter in range(4)
        for turn, far in ((-0.7, 1.05), (0.7, 1.05), (1.5, 0.5))
    ),
}

# category: (colour name, shape)
_LOOKS: Final = {
    "combat": ("red", "diamond"),
    "exploration": ("green", "triangle"),
    "social": ("violet", "circle"),
    "environmental": ("teal", "hexagon"),
    "rest": ("blue", "moon"),
    "time": ("slate", "wedge"),
    "treasure": ("gold", "star"),
    "quest": ("rust", "pointer"),
    "goal": ("pink", "ring"),
    "note": ("brown", "square"),
}
_OTHER_COLOURS: Final = ("blue", "rust", "green", "violet", "gold", "pink", "teal", "red")
_OTHER_SHAPE: Final = "cross"


def looks(categories: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return colour name and shape of each category.

    A category that the program does not know repeats a colour with a shape of its own.
    """
    unknown = sorted(set(categories) - _LOOKS.keys())
    others = {
        name: (_OTHER_COLOURS[at % len(_OTHER_COLOURS)], _OTHER_SHAPE)
        for at, name in enumerate(unknown)
    }
    return {name: _LOOKS.get(name) or others[name] for name in categories}


def mark_path(shape: str, radius: float) -> QPainterPath:
    """Return the outline of a mark around (0, 0), all shapes of about the same weight."""
    path = QPainterPath()
    if shape == "moon":
        path.addEllipse(QPointF(0, 0), radius, radius)
        bite = QPainterPath()
        bite.addEllipse(QPointF(radius * 0.62, -radius * 0.36), radius * 0.8, radius * 0.8)
        return path.subtracted(bite)
    if shape == "ring":
        path.addEllipse(QPointF(0, 0), radius, radius)
        hole = QPainterPath()
        hole.addEllipse(QPointF(0, 0), radius * 0.45, radius * 0.45)
        return path.subtracted(hole)
    points = _POLYGONS.get(shape)
    if points is None:
        path.addEllipse(QPointF(0, 0), radius * 0.9, radius * 0.9)
        return path
    corners = [
        QPointF(sin(turn * pi / 6) * radius * far, -cos(turn * pi / 6) * radius * far)
        for turn, far in points
    ]
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


class MarkPictures:
    """The marks of one theme as pictures with a 1.5 px halo, made when first needed."""

    def __init__(self, tokens: Tokens, size: float, ratio: float) -> None:
        """Prepare marks of `size` pixels, at `ratio` device pixels per pixel."""
        self._tokens, self._size, self._ratio = tokens, size, ratio
        self._pictures: dict[tuple[str, str], QPixmap] = {}
        self.edge = round(size + 8)
        """How wide and high each picture is."""

    def get(self, shape: str, colour: str) -> QPixmap:
        """Return the mark of a shape in a category's colour; an unknown shape is a circle."""
        key = (shape, colour)
        if key not in self._pictures:
            self._pictures[key] = self._draw(shape, self._tokens.category(colour))
        return self._pictures[key]

    def _draw(self, shape: str, colour: QColor) -> QPixmap:
        pixmap = QPixmap(round(self.edge * self._ratio), round(self.edge * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.edge / 2, self.edge / 2)
        path = mark_path(shape, self._size / 2)
        halo = QPen(self._tokens.surface, 3.0, j=Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, halo)
        painter.fillPath(path, colour)
        painter.end()
        return pixmap
