"""Paints the edges of the timeline: ruler, gutter, the line of now, and the empty state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from sessionary.models.event_words import category_word
from sessionary.views.theme.tokens import mix
from sessionary.views.timeline.shapes import looks
from sessionary.views.timeline.words import translate

if TYPE_CHECKING:
    from sessionary.models.timeline_content import TimelineContent
    from sessionary.views.theme import Theme
    from sessionary.views.timeline.frame import Frame, Rows
    from sessionary.views.timeline.measures import Measures
    from sessionary.views.timeline.shapes import MarkPictures
    from sessionary.views.timeline.texts import Texts

_MAJOR: Final = 6
_MINOR: Final = 3
_INDENT: Final = 16
_LEAST_BREAK: Final = 10
_BREAK: Final = 9


class EdgePainter:
    """Paints what stands around the canvas, and keeps the gutter, which seldom changes."""

    def __init__(
        self,
        theme: Theme,
        measures: Measures,
        ratio: float,
        texts: Texts,
        marks: MarkPictures,
    ) -> None:
        """Prepare to paint.

        Args:
            theme: Colours and icons.
            measures: Sizes.
            ratio: Device pixels per pixel.
            texts: Lays texts out.
            marks: Pictures of marks, the legend of the gutter.
        """
        self._theme, self._tokens = theme, theme.tokens
        self._measures, self._ratio = measures, ratio
        self._texts, self._marks = texts, marks
        self._ticks = mix(theme.tokens.strong, theme.tokens.bg, 0.6)
        self._break: tuple[int, QPixmap] | None = None
        self._gutter: tuple[TimelineContent, Rows, int, QPixmap] | None = None

    def paint(
        self, painter: QPainter, content: TimelineContent, frame: Frame, canvas: QRect
    ) -> None:
        """Paint gutter and ruler around `canvas`."""
        painter.drawPixmap(0, canvas.top(), self._gutter_of(content, frame.rows, canvas.height()))
        self._ruler(painter, content, frame, canvas)

    def paint_now(
        self, painter: QPainter, content: TimelineContent, frame: Frame, canvas: QRect, now: int
    ) -> None:
        """Paint the line of now with its flag in the ruler, if it is in sight."""
        measures, tokens = self._measures, self._tokens
        x = frame.window.x(now)
        if not -1 <= x <= frame.window.width:
            return
        painter.save()
        painter.setClipRect(canvas.adjusted(0, -measures.ruler, 0, 0))
        painter.translate(measures.gutter, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(x - 0.75, measures.ruler - 6, 1.5, canvas.height() + 6), tokens.bad)
        minute = now - now % (60 * content.axis.second)
        said = content.axis.text(minute).rpartition(", ")[2]
        width = self._texts.get(said, "chip").width
        flag = QRectF(x - width / 2 - 8, 3, width + 16, measures.ruler - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.bad)
        painter.drawRoundedRect(flag, 4, 4)
        self._texts.draw(painter, flag.left() + 8, flag.center().y(), said, "chip", tokens.surface)
        painter.restore()

    def paint_empty(self, painter: QPainter, size: QRect, *, loading: bool) -> None:
        """Paint what stands where there is nothing, or nothing yet."""
        tokens, texts, room = self._tokens, self._texts, size.width() - 16
        painter.fillRect(size, tokens.surface)
        x, y = size.width() / 2, size.height() / 2
        if loading:
            head, line = translate("Timeline", "Reading the events …"), ""
        else:
            head = translate("Timeline", "Nothing on this timeline yet")
            line = translate("Timeline", "Sessions and events with a time will appear here.")
            icon = self._theme.pixmap("chart-gantt", "text2", 40, self._ratio)
            edge = icon.deviceIndependentSize().width()
            if size.height() > 3 * edge:
                painter.drawPixmap(QPointF(round(x - edge / 2), round(y - edge - 20)), icon)
        title, under = texts.get(head, "heading", room), texts.get(line, "body", room)
        texts.draw(painter, x - title.width / 2, y, head, "heading", tokens.text, room=room)
        y += (title.height + under.height) / 2 + 4
        texts.draw(painter, x - under.width / 2, y, line, "body", tokens.text2, room=room)

    def _gutter_of(self, content: TimelineContent, rows: Rows, height: int) -> QPixmap:
        kept = self._gutter
        if kept is not None and kept[0] is content and kept[1:3] == (rows, height):
            return kept[3]
        measures, tokens, ratio = self._measures, self._tokens, self._ratio
        picture = QPixmap(round(measures.gutter * ratio), max(1, round(height * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(tokens.surface)
        painter = QPainter(picture)
        painter.translate(0, -measures.ruler)
        known = looks(content.category_names)
        for lane in rows.seen:
            bottom = rows.y(lane) + rows.height - 1
            painter.fillRect(0, bottom, measures.gutter, 1, tokens.row_line)
            self._lane_name(painter, content, rows, lane, known)
        painter.fillRect(measures.gutter - 1, measures.ruler, 1, height, tokens.line)
        painter.end()
        self._gutter = (content, rows, height, picture)
        return picture

    def _lane_name(
        self,
        painter: QPainter,
        content: TimelineContent,
        rows: Rows,
        lane: int,
        known: dict[str, tuple[str, str]],
    ) -> None:
        one = content.lanes[lane]
        middle = rows.y(lane) + rows.height / 2
        left, name = _INDENT, one.name
        if one.category:
            colour, shape = known[one.category]
            half = self._marks.edge / 2
            center = _INDENT + self._measures.mark / 2 - 2
            place = QPointF(round(center - half), round(middle - half))
            painter.drawPixmap(place, self._marks.get(shape, colour))
            left, name = _INDENT + self._measures.mark + 2, category_word(one.category)
        room = self._measures.gutter - left - 4
        self._texts.draw(painter, left, middle, name, "medium", self._tokens.text, room=room)

    def _ruler(
        self, painter: QPainter, content: TimelineContent, frame: Frame, canvas: QRect
    ) -> None:
        measures, tokens, texts = self._measures, self._tokens, self._texts
        width, bottom = canvas.right() + 1, measures.ruler - 1
        painter.fillRect(0, 0, width, bottom, tokens.bg)
        painter.fillRect(0, bottom, width, 1, tokens.line)
        step = content.axis.step(measures.apart / frame.window.scale)
        first = max(frame.window.time_at(0.0), content.levels.span.start)
        middle = (measures.ruler - 4) / 2
        texts.draw(
            painter,
            _INDENT,
            middle,
            content.axis.context(first, step),
            "chip",
            tokens.text,
            room=measures.gutter - _INDENT - 4,
        )
        painter.setClipRect(QRect(measures.gutter, 0, canvas.width(), measures.ruler))
        painter.translate(measures.gutter, 0)
        for tick in frame.ticks:
            if tick.line:
                height = _MAJOR if tick.major else _MINOR
                painter.fillRect(round(tick.x), bottom - height, 1, height, self._ticks)
            if tick.label:
                tone = tokens.text if tick.opens else tokens.text2
                texts.draw(painter, tick.left, middle, tick.label, "chip", tone)
        for fold in frame.folds:
            if fold.width >= _LEAST_BREAK:
                sign = self._break_picture(round(fold.width))
                painter.drawPixmap(round(fold.x), measures.ruler - _BREAK, sign)
        painter.translate(-measures.gutter, 0)
        painter.setClipping(False)

    def _break_picture(self, width: int) -> QPixmap:
        """Return the sign of a broken axis, as wide as a fold, on the ruler's ground."""
        if self._break is None or self._break[0] != width:
            ratio = self._ratio
            picture = QPixmap(round(width * ratio), round(_BREAK * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._tokens.bg)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._tokens.strong, 1.2))
            bottom = _BREAK - 1
            for shift in (-3.0, 1.0):
                left = width / 2 + shift
                painter.drawLine(QLineF(left - 1.5, bottom, left + 2.5, bottom - 7))
            painter.end()
            self._break = (width, picture)
        return self._break[1]
