"""The first picture of the window: its parts and the newest sessions, before anything is made.

It is painted while most of the program is not even imported. So it keeps away from Qt's styles,
views and the namespace ``Qt``: to make those known to Python takes longer than all that is done
here. That is also why colours are set in palettes: a painter asked for one looks into ``Qt``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from sessionary.views.colours import ROLES
from sessionary.views.system_font import system_font

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from typing_extensions import override

    from sessionary.storage.first_rows import FirstRows
else:

    def override(method):
        """Return the method; the real one takes as long to import as the rows to read."""
        return method


MOST_ROWS = 40
_BASE = 13
_MENU, _STATUS = 33, 27
_NARROW, _SIDEBAR, _COLLAPSED, _LIST = 1000, 220, 48, 560
_HEADING, _FIRST_ROW, _ROW = 34, 176, 36
# Where the columns of the list begin, and where the last one ends.
_LEFT, _NUMBER, _TITLE, _DATE, _RIGHT = 16, 48, 92, 380, 544
_CHARACTERS = 200


class FirstPicture(QWidget):
    """Stands in the window until it is furnished; nothing in it can be used."""

    def __init__(self, found: FirstRows, *, dark: bool | None, percent: int) -> None:
        """Make the picture.

        Args:
            found: The sessions to show.
            dark: Whether the dark theme was chosen; None follows the system.
            percent: The size of text relative to the system's.
        """
        super().__init__()
        self.found = found
        if dark is None:
            dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        colours = {row[0]: QColor(row[2 if dark else 1]) for row in ROLES}
        font = system_font()
        # As the theme reckons it; see views/theme/fonts.py.
        self._scale = max(_BASE, QFontInfo(font).pixelSize()) * percent / 100 / _BASE
        font.setPixelSize(self._px(_BASE))
        self.setFont(font)
        _colour(self, colours["bg"], colours["text"])
        # A window that is covered all over is not painted itself, and would not tell of it.
        self.setAutoFillBackground(False)
        self._list = _List(self, found, self._scale)
        _colour(self._list, colours["surface"], colours["text"])

    def _px(self, measure: int) -> int:
        return round(measure * self._scale)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002  Qt's signature
        """Lay the list where it will stand."""
        wide = self.width() >= self._px(_NARROW)
        left = self._px(_SIDEBAR if wide else _COLLAPSED)
        height = self.height() - self._px(_MENU + _STATUS)
        self._list.setGeometry(left, self._px(_MENU), self._px(_LIST), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Paint the ground."""
        with QPainter(self) as painter:
            painter.setBackground(self.palette().window())
            painter.eraseRect(self.rect())


class _List(QWidget):
    """The pane of the list: its heading, its count and its first rows."""

    def __init__(self, parent: QWidget, found: FirstRows, scale: float) -> None:
        super().__init__(parent)
        self._found, self._scale = found, scale

    def _px(self, measure: int) -> int:
        return round(measure * self._scale)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        """Paint the heading and as many rows as there is room for."""
        if not self._found.sessions:
            return
        with QPainter(self) as painter:
            heading = QFont(self.font())
            heading.setPixelSize(self._px(18))
            painter.setFont(heading)
            name = QCoreApplication.translate("SessionListPane", "Sessions")
            painter.drawText(self._px(_LEFT), self._px(_HEADING), name)
            beside = painter.fontMetrics().horizontalAdvance(name) + self._px(_LEFT + 8)
            painter.setFont(self.font())
            painter.drawText(beside, self._px(_HEADING), str(self._found.sessions))
            room = self._px(_DATE - _TITLE - 8)
            line = 0
            for row in self._found.rows:
                base = self._px(_FIRST_ROW + line * _ROW)
                # Where time passes in between, the list has a row that says so.
                line += 1 + row.apart
                number = "–" if row.number is None else str(row.number)
                painter.drawText(self._px(_NUMBER), base, number)
                painter.drawText(self._px(_TITLE), base, self._cut(row.title, room))
                painter.drawText(self._px(_DATE), base, row.start[:10])
                if row.duration is not None:
                    length = f"{row.duration // 60}:{row.duration % 60:02}"
                    width = painter.fontMetrics().horizontalAdvance(length)
                    painter.drawText(self._px(_RIGHT) - width, base, length)

    def _cut(self, text: str, room: int) -> str:
        """Return the text, its end left out where it does not fit."""
        shown = " ".join(text[:_CHARACTERS].split())
        while shown and self.fontMetrics().horizontalAdvance(shown) > room:
            shown = shown[: len(shown) * 4 // 5].rstrip("… ") + "…"
        return shown


def _colour(widget: QWidget, ground: QColor, text: QColor) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, ground)
    palette.setColor(QPalette.ColorRole.WindowText, text)
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
