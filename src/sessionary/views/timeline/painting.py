"""Paints a frame of the timeline: ground, folds, sessions, events, ruler and gutter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from sessionary.models.timeline_lod import column_image
from sessionary.views.theme.tokens import mix
from sessionary.views.timeline.frame import COLUMN
from sessionary.views.timeline.picked import PickedKind
from sessionary.views.timeline.shapes import looks, mark_path, mark_pixmap
from sessionary.views.timeline.texts import Texts
from sessionary.views.timeline.words import category_word, passes, translate

if TYPE_CHECKING:
    from sessionary.models.timeline_content import TimelineContent
    from sessionary.views.theme import TextRole, Theme
    from sessionary.views.timeline.frame import BandBox, FoldBox, Frame, MarkBox
    from sessionary.views.timeline.measures import Measures
    from sessionary.views.timeline.picked import Picked

_RADIUS: Final = 4.0
_STRIPE: Final = 4.0
_BAND_TEXT: Final = 11.0
_LEAST_FOLD_TEXT: Final = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a frame is painted with, besides its content.

    Attributes:
        picked: The thing that is picked.
        focused: Whether the keyboard acts on the timeline.
        hovered: The fold under the pointer.
        now: The present moment on this axis.
    """

    picked: Picked | None = None
    focused: bool = False
    hovered: int | None = None
    now: int | None = None


class TimelinePainter:
    """Paints frames in one theme, and keeps the pictures that recur; made anew with the theme."""

    def __init__(self, theme: Theme, measures: Measures, ratio: float) -> None:
        """Prepare to paint.

        Args:
            theme: Colours and fonts.
            measures: Sizes.
            ratio: Device pixels per pixel.
        """
        self.texts = Texts(theme)
        self._theme = theme
        self._tokens = theme.tokens
        self._measures = measures
        self._ratio = ratio
        self._marks: dict[tuple[str, str], QPixmap] = {}
        self._folds: dict[tuple[str, int], QPixmap] = {}

    def paint(
        self, painter: QPainter, size: QRect, content: TimelineContent, frame: Frame, shown: Shown
    ) -> None:
        """Paint everything inside `size`, which starts at (0, 0)."""
        measures, tokens = self._measures, self._tokens
        canvas = size.adjusted(measures.gutter, measures.ruler, 0, 0)
        painter.fillRect(size, tokens.surface)
        painter.save()
        painter.setClipRect(canvas)
        painter.translate(measures.gutter, 0)
        self._lines(painter, frame, canvas)
        for fold in frame.folds:
            self._fold(painter, fold, canvas, shown)
        self._bands(painter, content, frame, shown)
        if frame.columns is not None:
            self._columns(painter, content, frame)
        self._events(painter, content, frame, shown)
        painter.restore()
        self._gutter(painter, content, frame, canvas)
        self._ruler(painter, content, frame, canvas)
        if shown.now is not None:
            self._now(painter, content, frame, canvas, shown.now)

    def paint_empty(self, painter: QPainter, size: QRect, *, loading: bool) -> None:
        """Paint what stands where there is nothing, or nothing yet."""
        tokens = self._tokens
        painter.fillRect(size, tokens.surface)
        middle = QPointF(size.center())
        head = (
            translate("Timeline", "Reading the events …")
            if loading
            else translate("Timeline", "Nothing on this timeline yet")
        )
        title = self.texts.get(head, "heading", size.width() - 16)
        top = middle.y() - title.height / 2
        if not loading:
            icon = self._theme.pixmap("chart-gantt", "text2", 40, self._ratio)
            edge = icon.deviceIndependentSize().width()
            if size.height() > 3 * edge:
                painter.drawPixmap(QPointF(middle.x() - edge / 2, top - edge - 8), icon)
            line = translate("Timeline", "Sessions and events with a time will appear here.")
            under = self.texts.get(line, "body", size.width() - 16)
            self._text(
                painter,
                middle.x() - under.width / 2,
                top + title.height + 4 + under.height / 2,
                line,
                "body",
                tokens.text2,
                size.width() - 16,
            )
        self._text(
            painter,
            middle.x() - title.width / 2,
            middle.y(),
            head,
            "heading",
            tokens.text,
            size.width() - 16,
        )

    def _lines(self, painter: QPainter, frame: Frame, canvas: QRect) -> None:
        tokens = self._tokens
        for tick in frame.ticks:
            if tick.major and tick.line:
                painter.fillRect(round(tick.x), canvas.top(), 1, canvas.height(), tokens.line)
        for lane in frame.rows.seen:
            bottom = frame.rows.y(lane) + frame.rows.height - 1
            painter.fillRect(0, bottom, canvas.width(), 1, tokens.row_line)

    def _fold(self, painter: QPainter, fold: FoldBox, canvas: QRect, shown: Shown) -> None:
        tokens = self._tokens
        left, width = round(fold.x), max(1, round(fold.x + fold.width) - round(fold.x))
        box = QRect(left, canvas.top(), width, canvas.height())
        hovered = shown.hovered == fold.index
        painter.fillRect(box, tokens.hover if hovered else tokens.bg)
        painter.fillRect(left, box.top(), 1, box.height(), tokens.line)
        painter.fillRect(box.right(), box.top(), 1, box.height(), tokens.line)
        if width >= _LEAST_FOLD_TEXT:
            picture = self._fold_text(passes(fold.length), box.height())
            size = picture.deviceIndependentSize()
            painter.drawPixmap(
                QPointF(
                    round(left + (width - size.width()) / 2),
                    round(box.top() + (box.height() - size.height()) / 2),
                ),
                picture,
            )
        picked = shown.picked
        if picked and picked.kind == PickedKind.FOLD and picked.index == fold.index:
            self._outline(painter, QRectF(box).adjusted(1, 1, -1, -1), shown)

    def _fold_text(self, text: str, room: int) -> QPixmap:
        """Return a text that runs upwards."""
        key = (text, room)
        if key not in self._folds:
            self._folds[key] = self._upwards(text, room)
        return self._folds[key]

    def _upwards(self, text: str, room: int) -> QPixmap:
        laid_out = self.texts.get(text, "chip", max(10, room - 8))
        ratio = self._ratio
        picture = QPixmap(round(laid_out.height * ratio) + 1, round(laid_out.width * ratio) + 1)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.translate(0, laid_out.width)
        painter.rotate(-90)
        painter.setFont(self.texts.font("chip"))
        painter.setPen(self._tokens.text2)
        painter.drawStaticText(QPointF(0, 0), laid_out.text)
        painter.end()
        return picture

    def _bands(
        self, painter: QPainter, content: TimelineContent, frame: Frame, shown: Shown
    ) -> None:
        inset, rows = self._measures.inset, frame.rows
        for lane, x, hue in frame.narrow:
            colour = self._tokens.category(hue)
            painter.fillRect(x, rows.y(lane) + inset, 3, rows.height - 2 * inset, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for band in frame.bands:
            self._band(painter, content, frame, band)
        picked = shown.picked
        if picked and picked.kind == PickedKind.BAND:
            for band in frame.bands:
                if band.index == picked.index:
                    self._outline(painter, self._band_rect(frame, band), shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _band_rect(self, frame: Frame, band: BandBox) -> QRectF:
        inset = self._measures.inset
        # Wider than the canvas by little: Qt's rounded rectangles slow down with their length.
        left = max(band.x + 1, -20.0)
        right = min(band.x + band.width - 1, frame.window.width + 20)
        top = frame.rows.y(band.lane) + inset
        return QRectF(left, top, max(2.0, right - left), frame.rows.height - 2 * inset - 1)

    def _band(
        self, painter: QPainter, content: TimelineContent, frame: Frame, band: BandBox
    ) -> None:
        tokens = self._tokens
        one = content.bands[band.index]
        colour = tokens.category(one.hue)
        rect = self._band_rect(frame, band)
        pen = QPen(tokens.band_border(colour), 1.0)
        if one.status == "planned":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tokens.band_fill(colour))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        stripe = QRectF(rect.left(), rect.top(), min(_STRIPE, rect.width()), rect.height())
        painter.drawRoundedRect(stripe, _STRIPE / 2, _STRIPE / 2)
        if content.lanes[band.lane].marks:
            return
        left = max(rect.left(), 0.0) + _BAND_TEXT
        room = min(rect.right(), frame.window.width) - left - 4
        if band.width >= self._measures.named and room >= 12:
            tone = tokens.text2 if one.status == "cancelled" else tokens.text
            self._text(painter, left, rect.center().y(), one.title, "secondary", tone, int(room))

    def _columns(self, painter: QPainter, content: TimelineContent, frame: Frame) -> None:
        counts = frame.columns
        if counts is None or not counts.size:
            return
        inset, rows, ratio = self._measures.inset, frame.rows, self._ratio
        height, width = round((rows.height - 2 * inset) * ratio), round(COLUMN * ratio)
        colours = np.array(
            [self._lane_colour(content, lane).rgba() for lane in rows.seen], np.uint32
        )
        pixels = column_image(
            counts, frame.full, colours, height=height, width=width, gap=round(ratio)
        )
        lanes, _, line = pixels.shape
        picture = QImage(
            pixels.data, line, lanes * height, line * 4, QImage.Format.Format_ARGB32_Premultiplied
        )
        for at, lane in enumerate(rows.seen):
            painter.drawImage(
                QRectF(
                    frame.first_column,
                    rows.y(lane) + inset,
                    counts.shape[1] * COLUMN,
                    rows.height - 2 * inset,
                ),
                picture,
                QRectF(0, at * height, line, height),
            )

    def _lane_colour(self, content: TimelineContent, lane: int) -> QColor:
        one = content.lanes[lane]
        if one.category:
            colour, _ = looks(content.category_names)[one.category]
            return self._tokens.category(colour)
        if one.bands:
            return self._tokens.category(content.bands[one.bands[0]].hue)
        return self._tokens.category("slate")

    def _events(
        self, painter: QPainter, content: TimelineContent, frame: Frame, shown: Shown
    ) -> None:
        known = looks(content.category_names)
        rows = frame.rows
        picked = shown.picked if shown.picked and shown.picked.kind == PickedKind.MARK else None
        half = self._picture("circle", "slate").deviceIndependentSize().width() / 2
        for mark in frame.marks:
            if mark.covered:
                continue
            colour, shape = known[content.category_names[mark.category]]
            middle = rows.y(mark.lane) + rows.height / 2
            place = QPointF(round(mark.x - half), round(middle - half))
            painter.drawPixmap(place, self._picture(shape, colour))
        painter.setFont(self.texts.font("secondary"))
        painter.setPen(self._tokens.text)
        for label in frame.labels:
            middle = rows.y(label.lane) + rows.height / 2 + label.line * self._measures.line
            top = round(middle - label.laid_out.height / 2)
            painter.drawStaticText(QPointF(round(label.x), top), label.laid_out.text)
        if picked:
            for mark in frame.marks:
                if mark.index == picked.index:
                    self._picked_mark(painter, content, frame, mark, shown)

    def _picture(self, shape: str, colour: str) -> QPixmap:
        key = (shape, colour)
        if key not in self._marks:
            self._marks[key] = mark_pixmap(
                shape,
                self._tokens.category(colour),
                self._tokens.surface,
                size=self._measures.mark * 0.86,
                ratio=self._ratio,
            )
        return self._marks[key]

    def _picked_mark(
        self,
        painter: QPainter,
        content: TimelineContent,
        frame: Frame,
        mark: MarkBox,
        shown: Shown,
    ) -> None:
        """Paint the picked mark over all others, with its label on a ground of its own."""
        tokens, measures = self._tokens, self._measures
        middle = frame.rows.y(mark.lane) + frame.rows.height / 2
        laid_out = self.texts.get(mark.text.label, "secondary", measures.longest)
        left = mark.x + measures.label
        if left + laid_out.width > frame.window.width:
            left = mark.x - measures.label - laid_out.width
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if laid_out.width:
            ground = QRectF(
                left - 4, middle - laid_out.height / 2 - 2, laid_out.width + 8, laid_out.height + 4
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.selection)
            painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
            self._text(painter, left, middle, mark.text.label, "secondary", tokens.text, 10_000)
        colour, shape = looks(content.category_names)[content.category_names[mark.category]]
        path = mark_path(shape, measures.mark * 0.46).translated(round(mark.x), round(middle))
        join = Qt.PenJoinStyle.RoundJoin
        edge = tokens.accent if shown.focused else tokens.strong
        painter.strokePath(path, QPen(edge, 7.0, j=join))
        painter.strokePath(path, QPen(tokens.surface, 3.0, j=join))
        painter.fillPath(path, tokens.category(colour))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _outline(self, painter: QPainter, rect: QRectF, shown: Shown) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._tokens.accent if shown.focused else self._tokens.strong
        painter.setPen(QPen(colour, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), _RADIUS + 1, _RADIUS + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _gutter(
        self, painter: QPainter, content: TimelineContent, frame: Frame, canvas: QRect
    ) -> None:
        measures, tokens, rows = self._measures, self._tokens, frame.rows
        painter.save()
        painter.setClipRect(QRect(0, measures.ruler, measures.gutter, canvas.height()))
        painter.fillRect(0, measures.ruler, measures.gutter, canvas.height(), tokens.surface)
        known = looks(content.category_names)
        for lane in rows.seen:
            one = content.lanes[lane]
            middle = rows.y(lane) + rows.height / 2
            painter.fillRect(0, rows.y(lane) + rows.height - 1, measures.gutter, 1, tokens.row_line)
            left = 16.0
            name = one.name
            if one.category:
                colour, shape = known[one.category]
                picture = self._picture(shape, colour)
                half = picture.deviceIndependentSize().width() / 2
                painter.drawPixmap(QPointF(round(20 - half), round(middle - half)), picture)
                left, name = 32.0, category_word(one.category)
            room = int(measures.gutter - left - 4)
            self._text(painter, left, middle, name, "medium", tokens.text, room)
        painter.fillRect(measures.gutter - 1, measures.ruler, 1, canvas.height(), tokens.line)
        painter.restore()

    def _ruler(
        self, painter: QPainter, content: TimelineContent, frame: Frame, canvas: QRect
    ) -> None:
        measures, tokens = self._measures, self._tokens
        width = canvas.right() + 1
        painter.fillRect(0, 0, width, measures.ruler, tokens.bg)
        painter.fillRect(0, measures.ruler - 1, width, 1, tokens.line)
        step = content.axis.step(measures.apart / frame.window.scale)
        first = max(frame.window.time_at(0.0), content.levels.span.start)
        context = content.axis.context(first, step)
        middle = (measures.ruler - 4) / 2
        self._text(painter, 16, middle, context, "chip", tokens.text, measures.gutter - 20)
        painter.save()
        painter.setClipRect(QRect(measures.gutter, 0, canvas.width(), measures.ruler))
        painter.translate(measures.gutter, 0)
        soft = mix(tokens.strong, tokens.bg, 0.6)
        for tick in frame.ticks:
            if tick.line:
                height = 6 if tick.major else 3
                painter.fillRect(round(tick.x), measures.ruler - 1 - height, 1, height, soft)
            if tick.label:
                tone = tokens.text if tick.opens else tokens.text2
                self._text(painter, tick.left, middle, tick.label, "chip", tone, 10_000)
        for fold in frame.folds:
            self._break(painter, fold)
        painter.restore()

    def _break(self, painter: QPainter, fold: FoldBox) -> None:
        """Paint the sign of a broken axis on the lower edge of the ruler."""
        tokens, bottom = self._tokens, self._measures.ruler - 1
        left, width = round(fold.x), round(fold.width)
        painter.fillRect(left, bottom, width, 1, tokens.bg)
        if width >= 10:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.strong, 1.2))
            middle = left + width / 2
            for shift in (-3.0, 1.0):
                painter.drawLine(
                    QLineF(middle + shift - 1.5, bottom, middle + shift + 2.5, bottom - 7)
                )
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _now(
        self,
        painter: QPainter,
        content: TimelineContent,
        frame: Frame,
        canvas: QRect,
        now: int,
    ) -> None:
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
        text = self.texts.get(content.axis.text(minute).rpartition(", ")[2], "chip")
        flag = QRectF(x - text.width / 2 - 8, 3, text.width + 16, measures.ruler - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.bad)
        painter.drawRoundedRect(flag, _RADIUS, _RADIUS)
        painter.setFont(self.texts.font("chip"))
        painter.setPen(tokens.surface)
        painter.drawStaticText(
            QPointF(flag.left() + 8, flag.center().y() - text.height / 2), text.text
        )
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        x: float,
        middle: float,
        text: str,
        role: TextRole,
        tone: QColor,
        room: int,
    ) -> None:
        """Paint one line that begins at `x`, its height centred on `middle`."""
        if not text:
            return
        laid_out = self.texts.get(text, role, room)
        painter.setFont(self.texts.font(role))
        painter.setPen(tone)
        painter.drawStaticText(
            QPointF(round(x), round(middle - laid_out.height / 2)), laid_out.text
        )
