"""Paints one day of a calendar: its number, its moons, and what stands on it, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from sessionary.views.theme.fonts import tabular
from sessionary.views.timeline.shapes import looks, mark_path
from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.status_icon import paint_status
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.models.calendar_model import DayItem
    from sessionary.models.month_pages import PageDay
    from sessionary.views.theme import Theme

_CHARACTERS: Final = 200
_FULL: Final = 4
_AWAY: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is painted of a day.

    Attributes:
        day: The day.
        items: What stands on it and has a name.
        count: How many things there are, named or not.
        events: How many events happened on it, in words; empty for none.
        more: What the last line says, with room for a number.
        today: Whether it is now.
        chosen: Whether it is chosen.
        focused: Whether the focus is on it.
    """

    day: PageDay
    items: Sequence[DayItem]
    count: int
    events: str
    more: str
    today: bool
    chosen: bool
    focused: bool


class DayPainter:
    """Paints days with the colours and sizes of a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.line = theme.px(20)
        self.head = theme.px(26)
        self.least = self.head + 2 * self.line + theme.px(_AWAY) // 2
        self._pad = theme.px(_AWAY)
        self._number = tabular(theme.fonts["strong"])
        self._text = theme.fonts["secondary"]
        self._small = theme.fonts["chip"]

    def lines(self, rect: QRect, count: int) -> int:
        """Return how many things a day of this size names; the last line may tell of others."""
        room = max((rect.height() - self.head - self._pad // 2) // self.line, 0)
        return count if count <= room else max(room - 1, 0)

    def line_rect(self, rect: QRect, line: int) -> QRect:
        """Return where a line of a day stands."""
        inside = rect.adjusted(self._pad // 2, 0, -self._pad // 2, 0)
        top = rect.top() + self.head + line * self.line
        return QRect(inside.left(), top, inside.width(), self.line - 2)

    def paint(self, painter: QPainter, rect: QRect, told: Told) -> None:
        """Paint a day."""
        tokens = self.theme.tokens
        if told.chosen:
            painter.fillRect(rect, tokens.selection)
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.accent)
        painter.save()
        painter.setClipRect(rect)
        self._paint_head(painter, rect, told)
        shown = self.lines(rect, told.count)
        for line, item in enumerate(told.items[:shown]):
            self._paint_item(painter, self.line_rect(rect, line), item)
        hidden = told.count - min(shown, len(told.items))
        if hidden and rect.height() >= self.head + self.line:
            painter.setFont(self._small)
            painter.setPen(tokens.text2)
            last = self.line_rect(rect, min(shown, len(told.items)))
            where = last.adjusted(self._pad // 2, 0, 0, 0)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, told.more.format(hidden))
        painter.restore()
        if told.focused:
            paint_focus(painter, rect.adjusted(0, 0, -1, -1), tokens, 4)

    def _paint_head(self, painter: QPainter, rect: QRect, told: Told) -> None:
        tokens = self.theme.tokens
        head = QRect(
            rect.left() + self._pad, rect.top() + 3, rect.width() - 2 * self._pad, self.head - 5
        )
        moons = self._paint_moons(painter, head, told)
        head.setRight(head.right() - moons)
        painter.setFont(self._number)
        metrics = QFontMetrics(self._number)
        number = metrics.elidedText(told.day.number, Qt.TextElideMode.ElideRight, head.width())
        wide = metrics.horizontalAdvance(number)
        if told.today:
            pill = QRectF(head.left() - 5, head.top() + 1, wide + 10, head.height() - 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(tokens.on_accent if told.today else tokens.text)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, number)
        painter.setFont(self._small)
        rest = head.adjusted(wide + self._pad, 0, 0, 0)
        if told.events and QFontMetrics(self._small).horizontalAdvance(told.events) <= rest.width():
            painter.setPen(tokens.text2)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(rest, side, told.events)

    def _paint_moons(self, painter: QPainter, head: QRect, told: Told) -> int:
        """Paint a ring for a new moon and a disc for a full one; return how wide they are."""
        side = self.theme.px(10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = head.right()
        for _name, phase in told.day.moons[:3]:
            painter.setPen(QPen(self.theme.tokens.text2, 1.4))
            full = phase == _FULL
            painter.setBrush(self.theme.tokens.text2 if full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(right - side, head.center().y() - side / 2, side, side))
            right -= side + 4
        return head.right() - right + 4 if told.day.moons else 0

    def _paint_item(self, painter: QPainter, rect: QRect, item: DayItem) -> None:
        tokens, side = self.theme.tokens, self.theme.px(12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = rect.left() + self._pad // 2
        middle = rect.center().y() + 1
        if item.status:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.band_fill(tokens.category("blue")))
            painter.drawRoundedRect(QRectF(rect), 4, 4)
            paint_status(painter, QRectF(left, middle - side / 2, side, side), item.status, tokens)
        else:
            colour, shape = looks([item.category])[item.category]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.category(colour))
            painter.translate(QPointF(left + side / 2, middle))
            painter.drawPath(mark_path(shape, side / 2.6))
            painter.translate(-QPointF(left + side / 2, middle))
        painter.setFont(self._text)
        painter.setPen(tokens.text2 if item.status == "cancelled" else tokens.text)
        where = QRect(left + side + 5, rect.top(), rect.right() - left - side - 7, rect.height())
        text = QFontMetrics(self._text).elidedText(
            one_line(item.text, _CHARACTERS), Qt.TextElideMode.ElideRight, where.width()
        )
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
