"""Paints a frame of the timeline: lines, folds, sessions and events; the edges lie in `edges`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from sessionary.models.timeline_lod import column_image
from sessionary.views.timeline.edges import EdgePainter
from sessionary.views.timeline.frame import COLUMN
from sessionary.views.timeline.picked import PickedKind
from sessionary.views.timeline.shapes import MarkPictures, looks, mark_path
from sessionary.views.timeline.texts import Texts
from sessionary.views.timeline.words import passes

if TYPE_CHECKING:
    from sessionary.models.timeline_content import Band, TimelineContent
    from sessionary.views.theme import Theme
    from sessionary.views.timeline.frame import BandBox, FoldBox, Frame, MarkBox
    from sessionary.views.timeline.measures import Measures
    from sessionary.views.timeline.picked import Picked

_RADIUS: Final = 4.0
_STRIPE: Final = 4
_BAND_TEXT: Final = 11.0
_LEAST_FOLD_EDGES: Final = 8
_CAP: Final = 8
_LEAST_LABEL: Final = 12
_MOST_PICTURES: Final = 200


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

    def index(self, kind: PickedKind) -> int | None:
        """Return the place of what is picked if it is of `kind`."""
        return self.picked.index if self.picked and self.picked.kind == kind else None


class _BandTones(NamedTuple):
    """The colours of a band: of its stripe, its ground, its border."""

    full: QColor
    fill: QColor
    border: QColor


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
        self._tokens = theme.tokens
        self._measures = measures
        self._ratio = ratio
        self._marks = MarkPictures(theme.tokens, measures.mark * 0.86, ratio)
        self._edges = EdgePainter(theme, measures, ratio, self.texts, self._marks)
        self._folds: dict[tuple[str, int, int, bool], QPixmap] = {}
        self._caps: dict[tuple[int, int, bool], tuple[QPixmap, QPixmap]] = {}
        self._tones: dict[int, _BandTones] = {}

    def paint(
        self, painter: QPainter, size: QRect, content: TimelineContent, frame: Frame, shown: Shown
    ) -> None:
        """Paint everything inside `size`, which starts at (0, 0)."""
        measures = self._measures
        canvas = size.adjusted(measures.gutter, measures.ruler, 0, 0)
        painter.fillRect(canvas, self._tokens.surface)
        painter.setClipRect(canvas)
        painter.translate(measures.gutter, 0)
        self._lines(painter, frame, canvas)
        for fold in frame.folds:
            self._fold(painter, fold, canvas, shown)
        self._bands(painter, content, frame, shown)
        if frame.columns is not None and frame.columns.size:
            self._columns(painter, content, frame)
        self._events(painter, content, frame, shown)
        painter.translate(-measures.gutter, 0)
        painter.setClipping(False)
        self._edges.paint(painter, content, frame, canvas)
        if shown.now is not None:
            self._edges.paint_now(painter, content, frame, canvas, shown.now)

    def paint_empty(self, painter: QPainter, size: QRect, *, loading: bool) -> None:
        """Paint what stands where there is nothing, or nothing yet."""
        self._edges.paint_empty(painter, size, loading=loading)

    def _lines(self, painter: QPainter, frame: Frame, canvas: QRect) -> None:
        tokens, top, height = self._tokens, canvas.top(), canvas.height()
        for tick in frame.ticks:
            if tick.major and tick.line:
                painter.fillRect(round(tick.x), top, 1, height, tokens.line)
        for lane in frame.rows.seen:
            bottom = frame.rows.y(lane) + frame.rows.height - 1
            painter.fillRect(0, bottom, canvas.width(), 1, tokens.row_line)

    def _fold(self, painter: QPainter, fold: FoldBox, canvas: QRect, shown: Shown) -> None:
        left, width = round(fold.x), max(1, round(fold.x + fold.width) - round(fold.x))
        top, height = canvas.top(), canvas.height()
        if width < _LEAST_FOLD_EDGES:
            painter.fillRect(left, top, width, height, self._tokens.bg)
            return
        key = (passes(fold.length), width, height, shown.hovered == fold.index)
        if key not in self._folds:
            if len(self._folds) > _MOST_PICTURES:
                self._folds.clear()
            self._folds[key] = self._fold_picture(*key)
        painter.drawPixmap(left, top, self._folds[key])
        if fold.index == shown.index(PickedKind.FOLD):
            self._outline(painter, QRectF(left + 2, top + 2, width - 4, height - 4), shown)

    def _fold_picture(self, text: str, width: int, height: int, hovered: bool) -> QPixmap:  # noqa: FBT001 - from a key
        """Return a fold: a strip of ground between two lines, its text running upwards."""
        tokens = self._tokens
        picture = self._empty_picture(width, height)
        picture.fill(tokens.hover if hovered else tokens.bg)
        painter = QPainter(picture)
        painter.fillRect(0, 0, 1, height, tokens.line)
        painter.fillRect(width - 1, 0, 1, height, tokens.line)
        laid_out = self.texts.get(text, "chip", max(10, height - 8))
        if width >= laid_out.height:
            left = round((width - laid_out.height) / 2)
            painter.translate(left, round((height + laid_out.width) / 2))
            painter.rotate(-90)
            painter.setFont(self.texts.font("chip"))
            painter.setPen(tokens.text2)
            painter.drawStaticText(QPointF(0, 0), laid_out.text)
        painter.end()
        return picture

    def _empty_picture(self, width: int, height: int) -> QPixmap:
        picture = QPixmap(round(width * self._ratio), round(height * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _bands(
        self, painter: QPainter, content: TimelineContent, frame: Frame, shown: Shown
    ) -> None:
        inset, rows = self._measures.inset, frame.rows
        height = rows.height - 2 * inset
        for lane, x, hue in frame.narrow:
            painter.fillRect(x, rows.y(lane) + inset, 3, height, self._tone(hue).full)
        picked = shown.index(PickedKind.BAND)
        outlined = None
        for band in frame.bands:
            self._band(painter, content, frame, band)
            if band.index == picked:
                outlined = band
        if outlined is not None:
            self._outline(painter, QRectF(self._band_rect(frame, outlined)), shown)

    def _tone(self, hue: int) -> _BandTones:
        if hue not in self._tones:
            full = self._tokens.category(hue)
            self._tones[hue] = _BandTones(
                full, self._tokens.band_fill(full), self._tokens.band_border(full)
            )
        return self._tones[hue]

    def _band_rect(self, frame: Frame, band: BandBox) -> QRect:
        inset = self._measures.inset
        left = max(round(band.x + 1), -2 * _CAP)
        right = min(round(band.x + band.width - 1), round(frame.window.width) + 2 * _CAP)
        top = frame.rows.y(band.lane) + inset
        return QRect(left, top, max(2, right - left), frame.rows.height - 2 * inset - 1)

    def _band(
        self, painter: QPainter, content: TimelineContent, frame: Frame, band: BandBox
    ) -> None:
        one = content.bands[band.index]
        rect = self._band_rect(frame, band)
        if rect.width() < 2 * _CAP:
            tones = self._tone(one.hue)
            painter.fillRect(rect, tones.border)
            rect.setWidth(min(_STRIPE, rect.width()))
            painter.fillRect(rect, tones.full)
            return
        self._band_ground(painter, rect, one.hue, planned=one.status == "planned")
        # In a lane with marks they would cover the label; there the gutter names the session.
        left = max(rect.left(), 0) + _BAND_TEXT
        room = int(min(rect.right(), frame.window.width) - left - 4)
        named = band.width >= self._measures.named and not content.lanes[band.lane].marks
        if named and room >= _LEAST_LABEL:
            tone = self._tokens.text2 if one.status == "cancelled" else self._tokens.text
            middle = rect.top() + rect.height() / 2
            said = self._band_label(one, room)
            self.texts.draw(painter, left, middle, said, "secondary", tone, room=room)

    def _band_label(self, band: Band, room: int) -> str:
        """Return the title, or the number where of the title only a letter or two would be left."""
        if room >= self._measures.titled or band.number is None:
            return band.title
        fits = self.texts.get(band.title, "secondary").width <= room
        return band.title if fits else str(band.number)

    def _band_ground(self, painter: QPainter, rect: QRect, hue: int, *, planned: bool) -> None:
        """Paint a band from its two ends, which are kept as pictures, and what is between."""
        key = (hue, rect.height(), planned)
        if key not in self._caps:
            self._caps[key] = self._band_ends(*key)
        first, last = self._caps[key]
        tones, left, width = self._tone(hue), rect.left() + _CAP, rect.width() - 2 * _CAP
        painter.fillRect(left, rect.top(), width, rect.height(), tones.fill)
        if planned:
            painter.setPen(QPen(tones.border, 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(left, rect.top(), left + width - 1, rect.top())
            painter.drawLine(left, rect.bottom(), left + width - 1, rect.bottom())
        else:
            painter.fillRect(left, rect.top(), width, 1, tones.border)
            painter.fillRect(left, rect.bottom(), width, 1, tones.border)
        painter.drawPixmap(rect.left(), rect.top(), first)
        painter.drawPixmap(left + width, rect.top(), last)

    def _band_ends(self, hue: int, height: int, planned: bool) -> tuple[QPixmap, QPixmap]:  # noqa: FBT001 - from a key
        tones = self._tone(hue)
        ends = []
        for shift in (0, -2 * _CAP):
            picture = self._empty_picture(_CAP, height)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            style = Qt.PenStyle.DashLine if planned else Qt.PenStyle.SolidLine
            painter.setPen(QPen(tones.border, 1.0, style))
            painter.setBrush(tones.fill)
            whole = QRectF(shift + 0.5, 0.5, 3 * _CAP - 1, height - 1)
            painter.drawRoundedRect(whole, _RADIUS, _RADIUS)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.full)
            painter.drawRoundedRect(QRectF(shift, 0, _STRIPE, height), _STRIPE / 2, _STRIPE / 2)
            painter.end()
            ends.append(picture)
        return ends[0], ends[1]

    def _columns(self, painter: QPainter, content: TimelineContent, frame: Frame) -> None:
        counts = frame.columns
        if counts is None:
            return
        inset, rows, ratio = self._measures.inset, frame.rows, self._ratio
        room = rows.height - 2 * inset
        height = round(room * ratio)
        colours = [self._lane_colour(content, lane).rgba() for lane in rows.seen]
        pixels = column_image(
            counts,
            frame.full,
            np.array(colours, np.uint32),
            height=height,
            width=round(COLUMN * ratio),
            gap=round(ratio),
        )
        lanes, _, line = pixels.shape
        picture = QImage(
            pixels.data, line, lanes * height, line * 4, QImage.Format.Format_ARGB32_Premultiplied
        )
        for at, lane in enumerate(rows.seen):
            if counts[at].any():
                target = QRectF(
                    frame.first_column, rows.y(lane) + inset, counts.shape[1] * COLUMN, room
                )
                painter.drawImage(target, picture, QRectF(0, at * height, line, height))

    def _lane_colour(self, content: TimelineContent, lane: int) -> QColor:
        one = content.lanes[lane]
        if one.category:
            colour, _ = looks(content.category_names)[one.category]
            return self._tokens.category(colour)
        if one.bands:
            return self._tone(content.bands[one.bands[0]].hue).full
        return self._tokens.category("slate")

    def _events(
        self, painter: QPainter, content: TimelineContent, frame: Frame, shown: Shown
    ) -> None:
        if not frame.marks:
            return
        known = looks(content.category_names)
        rows, half = frame.rows, self._marks.edge / 2
        for mark in frame.marks:
            if not mark.covered:
                colour, shape = known[content.category_names[mark.category]]
                middle = rows.y(mark.lane) + rows.height / 2
                place = QPointF(round(mark.x - half), round(middle - half))
                painter.drawPixmap(place, self._marks.get(shape, colour))
        painter.setFont(self.texts.font("secondary"))
        painter.setPen(self._tokens.text)
        picked = shown.index(PickedKind.MARK)
        for label in frame.labels:
            if label.index == picked:
                continue
            middle = rows.y(label.lane) + rows.height / 2 + label.line * self._measures.line
            top = round(middle - label.laid_out.height / 2)
            painter.drawStaticText(QPointF(round(label.x), top), label.laid_out.text)
        for mark in frame.marks:
            if mark.index == picked:
                self._picked_mark(painter, content, frame, mark, shown)

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
            top = middle - laid_out.height / 2
            ground = QRectF(left - 4, top - 2, laid_out.width + 8, laid_out.height + 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.selection)
            painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
            self.texts.draw(
                painter,
                left,
                middle,
                mark.text.label,
                "secondary",
                tokens.text,
                room=measures.longest,
            )
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
