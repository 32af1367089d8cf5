"""Icons: Lucide's SVG outlines, drawn in a colour of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from collections.abc import Callable

_STROKE: Final = ('stroke-width="2"', 'stroke-width="1.9"')


class Icons:
    """Draws the program's icons and keeps what it has drawn."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """Make a source of icons.

        Args:
            read: Returns the content of a resource such as ``icons/search.svg``.
        """
        self._read = read
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}

    def svg(self, name: str, colour: QColor) -> bytes:
        """Return the icon called `name` as SVG text in `colour`."""
        if name not in self._sources:
            text = self._read(f"icons/{name}.svg").decode("utf-8")
            self._sources[name] = text.replace(*_STROKE)
        return self._sources[name].replace("currentColor", colour.name()).encode("utf-8")

    def pixmap(self, name: str, colour: QColor, size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Return the icon called `name`, `size` logical pixels wide, for a screen of `ratio`."""
        key = (name, colour.rgb(), size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, colour, size, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, normal: QColor, disabled: QColor) -> QIcon:
        """Return a `QIcon` for buttons and menus, sharp on the screens that there are."""
        icon = QIcon()
        for size in (16, 18, 20, 24, 40):
            for ratio in self._ratios():
                for mode, colour in (
                    (QIcon.Mode.Normal, normal),
                    (QIcon.Mode.Disabled, disabled),
                ):
                    icon.addPixmap(self.pixmap(name, colour, size, ratio), mode)
        return icon

    @staticmethod
    def _ratios() -> list[float]:
        return sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})

    def _draw(self, name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        side = max(1, round(size * ratio))
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(self.svg(name, colour))).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
