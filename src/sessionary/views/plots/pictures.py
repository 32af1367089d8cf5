"""Charts as pictures: PNG and SVG from the painter of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from sessionary.core.text import one_line
from sessionary.views.plots.plot import frame_of, full_width, height_of, paint_plot

if TYPE_CHECKING:
    from sessionary.views.plots.plot import Plot

_LEAST_WIDTH: Final = 720
_MOST_WIDTH: Final = 16_000
_SIDE: Final = 24
_RATIO: Final = 2
_DOTS_PER_INCH: Final = 96
"""At which a pixel of SVG is one of ours."""

translate = QCoreApplication.translate


class PictureFailed(Exception):
    """A picture could not be made; the text says why."""


def svg_bytes(plot: Plot, heading: str, sentence: str) -> bytes:
    """Return a chart as SVG, in the colours of the theme.

    Args:
        plot: The chart.
        heading: Stands above it.
        sentence: Stands below the heading: what the chart amounts to.
    """
    size = _size(plot)
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setResolution(_DOTS_PER_INCH)
    generator.setTitle(one_line(heading))
    generator.setDescription(one_line(sentence))
    with QPainter(generator) as painter:
        _paint(painter, plot, size, heading, sentence)
    return bytes(buffer.data().data())


def png_bytes(plot: Plot, heading: str, sentence: str) -> bytes:
    """Return a chart as PNG at twice its size, in the colours of the theme.

    Raises:
        PictureFailed: It would be too large.
    """
    size = _size(plot)
    ratio = _RATIO if size.width() * _RATIO <= _MOST_WIDTH else 1
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull() or size.width() > _MOST_WIDTH:
        words = "There are too many sessions for one picture; SVG has room for all."
        raise PictureFailed(translate("Insights", words))
    image.setDevicePixelRatio(ratio)
    with QPainter(image) as painter:
        _paint(painter, plot, size, heading, sentence)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want bytes
        raise PictureFailed(translate("Insights", "The picture could not be made."))
    return bytes(data.data())


def _size(plot: Plot) -> QSize:
    px = plot.theme.px
    width = max(px(_LEAST_WIDTH), round(full_width(plot)))
    return QSize(width + 2 * px(_SIDE), height_of(plot, width) + _head(plot) + 2 * px(_SIDE))


def _head(plot: Plot) -> int:
    return plot.theme.px(48)


def _paint(painter: QPainter, plot: Plot, size: QSize, heading: str, sentence: str) -> None:
    px, left = plot.theme.px, Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.fillRect(0, 0, size.width(), size.height(), plot.theme.tokens.surface)
    painter.translate(px(_SIDE), px(_SIDE))
    width = float(size.width() - 2 * px(_SIDE))
    line = QRectF(0, 0, width, px(24))
    plot.write(painter, line, heading, role="heading", tone="text", align=left)
    plot.write(painter, line.translated(0, px(24)), sentence, role="secondary", align=left)
    painter.translate(0, _head(plot))
    paint_plot(painter, plot, frame_of(plot, width, 0), width)
