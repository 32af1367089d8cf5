"""A month of a calendar as people use it: painted, with mouse, keys and screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QHelpEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip
from typing_extensions import override

from sessionary.models.month_pages import phase_words
from sessionary.views.calendar.day_painting import DayPainter, Told
from sessionary.views.calendar.grid import Grid
from sessionary.views.widgets.status_icon import status_word
from sessionary.views.widgets.text import one_line, tip_text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from sessionary.models.calendar_model import CalendarModel, DayItem
    from sessionary.views.theme import Theme

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TURNS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SAID: Final = 12
_CHARACTERS: Final = 120


class MonthView(QAbstractScrollArea):
    """Shows the page of a calendar model.

    Arrows walk from day to day, Page Up and Page Down turn the page, Home goes to today or to the
    last day that was played, Enter opens what stands on the day.

    Signals:
        opened: A person opened something; carries a `DayItem`.
        several: A person opened a day with several things; carries where they might be asked.
    """

    opened = Signal(object)
    several = Signal(QPoint)

    def __init__(self, theme: Theme, model: CalendarModel, parent: QWidget | None = None) -> None:
        """Show `model` in `theme`; follows the changes of both."""
        super().__init__(parent)
        self.theme, self.model = theme, model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Calendar"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = DayPainter(theme)
        self._grid = self._laid_out()
        theme.changed.connect(self._restyle)
        model.changed.connect(self._renew)

    @property
    def head(self) -> int:
        """How high the row of weekdays is; nothing where they have no names."""
        return self.theme.px(28) if self.model.page.weekdays else 0

    def said(self, day: int) -> str:
        """Return what a day says in full: its date, its moons, and what stands on it."""
        page = self.model.page
        shown = page.days[day - page.first]
        items = self.model.items(day)
        parts = [shown.name, *(phase_words(*moon) for moon in shown.moons)]
        sessions, events = self.model.sessions_on(day), self.model.events_on(day)
        if sessions:
            one = self.tr("1 session")
            parts.append(one if sessions == 1 else self.tr("{0} sessions").format(sessions))
        if events:
            parts.append(self.events_text(events))
        lines = [" · ".join(parts)]
        for item in items[:_SAID]:
            text = one_line(item.text, _CHARACTERS)
            lines.append(f"{text} ({status_word(item.status)})" if item.status else text)
        hidden = sessions + events - min(len(items), _SAID)
        if hidden > 0:
            lines.append(self.tr("and {0} more").format(hidden))
        return "\n".join(lines)

    def events_text(self, count: int) -> str:
        """Return how many events there are, in words."""
        return self.tr("1 event") if count == 1 else self.tr("{0} events").format(count)

    def _restyle(self) -> None:
        self._painter = DayPainter(self.theme)
        self._renew()

    def _renew(self) -> None:
        self._grid = self._laid_out()
        self._scroll()
        self._tell()
        self.viewport().update()

    def _laid_out(self) -> Grid:
        size = self.viewport().size()
        painter = self._painter
        return Grid(
            self.model.page,
            size.width(),
            size.height() - self.head,
            week=painter.least,
            wide=painter.least,
            mirrored=self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )

    def _scroll(self) -> None:
        room = self.viewport().height() - self.head
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self._grid.height - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(self._painter.line)
        rect = self._grid.rects[self._chosen]
        if rect.top() < bar.value():
            bar.setValue(rect.top())
        elif rect.bottom() > bar.value() + room:
            bar.setValue(rect.bottom() - room + 1)

    @property
    def _chosen(self) -> int:
        page = self.model.page
        return min(max(self.model.day - page.first, 0), len(page.days) - 1)

    def _tell(self) -> None:
        """Tell a screen reader which day is chosen."""
        text = self.said(self.model.page.days[self._chosen].day).replace("\n", ". ")
        if text == self.accessibleDescription():
            return
        self.setAccessibleDescription(text)
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def open_day(self) -> None:
        """Open what stands on the chosen day; of several things one is asked for."""
        items = self.model.items(self.model.day)
        if len(items) == 1:
            self.opened.emit(items[0])
        elif items:
            rect = self._in_view(self._grid.rects[self._chosen])
            self.several.emit(self.viewport().mapToGlobal(rect.bottomLeft()))

    def _in_view(self, rect: QRect) -> QRect:
        return rect.translated(0, self.head - self.verticalScrollBar().value())

    def _at(self, point: QPoint) -> int | None:
        if point.y() < self.head:
            return None
        y = point.y() - self.head + self.verticalScrollBar().value()
        return self._grid.at(point.x(), y)

    def _item_at(self, place: int, point: QPoint) -> DayItem | None:
        day = self.model.page.days[place].day
        items = self.model.items(day)
        rect = self._in_view(self._grid.rects[place])
        shown = self._painter.lines(rect, self._count(day))
        for line, item in enumerate(items[:shown]):
            if self._painter.line_rect(rect, line).contains(point):
                return item
        return None

    def _count(self, day: int) -> int:
        return self.model.sessions_on(day) + self.model.events_on(day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        model = self.model
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            ahead = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
            model.go(model.day + _STEPS[key] * ahead)
        elif key in _ROWS:
            self._walk_down(_ROWS[key])
        elif key in _TURNS:
            model.turn(_TURNS[key])
        elif key == Qt.Key.Key_Home:
            model.go(model.latest())
        elif key in _OPENS:
            self.open_day()
        else:
            super().keyPressEvent(event)

    def _walk_down(self, down: int) -> None:
        page = self.model.page
        place = self._grid.beside(self._chosen, down)
        if place is not None:
            self.model.go(page.days[place].day)
            return
        # The week goes on upon the next page.
        self.model.go(self.model.day + down * page.columns)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.model.go(self.model.page.days[place].day)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        place = self._at(point)
        if place is None:
            return
        item = self._item_at(place, point)
        if item is not None:
            self.opened.emit(item)
        else:
            self.open_day()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                text = tip_text(self.said(self.model.page.days[place].day))
                QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    @override
    def focusInEvent(self, event: object) -> None:
        self.viewport().update()

    @override
    def focusOutEvent(self, event: object) -> None:
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid = self._laid_out()
        self._scroll()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(360), self.theme.px(200))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self.theme.tokens
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), tokens.surface)
            painter.save()
            painter.setClipRect(self.viewport().rect().adjusted(0, self.head, 0, 0))
            self._paint_days(painter, event.rect())
            painter.restore()
            self._paint_weekdays(painter)

    def _paint_days(self, painter: QPainter, region: QRect) -> None:
        page, tokens = self.model.page, self.theme.tokens
        more = self.tr("+{0} more")
        for row in self._grid.rows:
            first = self._in_view(self._grid.rects[row.cells[0][0]])
            whole = QRect(0, first.top(), self._grid.width, first.height())
            if not whole.intersects(region):
                continue
            if not row.wide:
                # Days of other pages: nothing stands there.
                painter.fillRect(whole, tokens.bg)
            for place, _column in row.cells:
                rect, day = self._in_view(self._grid.rects[place]), page.days[place]
                painter.fillRect(rect, tokens.surface)
                events = self.model.events_on(day.day)
                told = Told(
                    day=day,
                    items=self.model.items(day.day),
                    count=self._count(day.day),
                    events=self.events_text(events) if events else "",
                    more=more,
                    today=day.day == self.model.today,
                    chosen=place == self._chosen,
                    focused=place == self._chosen and self.hasFocus(),
                )
                self._painter.paint(painter, rect, told)
                painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), tokens.row_line)
            painter.fillRect(QRect(0, whole.bottom(), whole.width(), 1), tokens.row_line)

    def _paint_weekdays(self, painter: QPainter) -> None:
        names, tokens, width = self.model.page.weekdays, self.theme.tokens, self._grid.width
        if not names:
            return
        font = self.theme.fonts["caption"]
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(tokens.text2)
        for column, name in enumerate(names):
            left, right = self._grid.column(column, len(names))
            left += self.theme.px(8)
            room = right - left - 4
            text = metrics.elidedText(one_line(name), Qt.TextElideMode.ElideRight, room)
            where = QRect(left, 0, room, self.head)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
        painter.fillRect(QRect(0, self.head - 1, width, 1), tokens.strong)
