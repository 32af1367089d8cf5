"""Rows below each other of which only those in sight are widgets, however many there are."""

from __future__ import annotations

import time
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from sessionary.views.theme import Theme

_AT_ONCE_S: Final = 0.06
_A_TURN_S: Final = 0.003
_SIDE: Final = 24
_WIDEST: Final = 780
_GAP: Final = 10
_EDGE: Final = 16


class RowSource(Protocol):
    """What the rows are."""

    def guesses(self) -> list[int]:
        """Return about how high each of them is; there may be thousands, so it must be quick."""

    def make(self, index: int) -> QWidget:
        """Return a widget that shows a row."""

    def put_away(self, index: int, widget: QWidget) -> None:
        """Take a widget back that is out of sight."""

    def is_needed(self, widget: QWidget) -> bool:
        """Whether a widget must stay, wherever it is: somebody types in it."""

    def paint(self, painter: QPainter, rect: QRect, index: int) -> None:
        """Paint a row for the moment before there is a widget for it."""


class RowScroll(QAbstractScrollArea):
    """Scrolls rows; those in sight and next to it are widgets, made a few at a time.

    A row that is scrolled into sight is painted at once and becomes a widget as soon as there is
    time, so that scrolling never waits for one.
    """

    def __init__(self, theme: Theme, source: RowSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._source = theme, source
        # With the gap below each of them.
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._widgets: dict[int, QWidget] = {}
        self._width = 0
        self._again: set[int] = set()
        # The row that somebody went to: it stays where it is while others get their heights.
        self._kept = -1
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)
        self._measuring = QTimer(self)
        self._measuring.setSingleShot(True)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self.measure)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._restyle)
        self.verticalScrollBar().sliderPressed.connect(self._let_go)
        # Only what covers its ground is scrolled without being painted anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What stands where.

    def reset(self, *, to_top: bool) -> None:
        """Begin with other rows; with `to_top` at the first of them."""
        for index in tuple(self._widgets):
            self._put_away(index)
        self._kept = -1
        self._guess_all()
        self._lay_out(to=0 if to_top else self.verticalScrollBar().value())
        self._fill(_AT_ONCE_S)

    def widget(self, index: int) -> QWidget | None:
        """Return the widget of a row, None if there is none now."""
        return self._widgets.get(index)

    def widgets(self) -> dict[int, QWidget]:
        """Return all widgets by row."""
        return dict(self._widgets)

    @property
    def busy(self) -> bool:
        """Whether rows in sight are still to become widgets."""
        return self._settling.isActive() or self._measuring.isActive()

    def ensure(self, index: int) -> QWidget:
        """Return the widget of a row, and bring the row into sight."""
        widget = self._widgets.get(index)
        if widget is None:
            self._make(index)
            self._lay_out()
            widget = self._widgets[index]
        self.measure()
        self.show_row(index)
        self._kept = index
        if self._wanted():
            self._fill(_AT_ONCE_S)
            self.show_row(index)
        return widget

    def renew(self, index: int) -> None:
        """Let a row have another widget; nothing if it has none now."""
        if index in self._widgets:
            self._put_away(index)
            self._make(index)
            self._lay_out()

    def show_row(self, index: int) -> None:
        """Scroll as little as shows all of a row."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._tops[index], self._tops[index + 1] - _GAP
        if top - _EDGE < bar.value() or bottom - top > page:
            bar.setValue(top - _EDGE)
        elif bottom + _EDGE > bar.value() + page:
            bar.setValue(bottom + _EDGE - page)

    def remeasure(self, index: int) -> None:
        """Measure a row again soon: something in it changed."""
        self._again.add(index)
        self._measuring.start()

    def measure(self) -> None:
        """Measure at once what waits for it."""
        changed = False
        for index in self._again:
            widget = self._widgets.get(index)
            if widget is not None and (height := self._height_of(widget)) != self._heights[index]:
                self._heights[index] = height
                changed = True
        self._again.clear()
        if changed:
            self._lay_out()
            self._settling.start()

    # How it is done.

    def _guess_all(self) -> None:
        self._width = self._row_width()
        self._heights = [height + _GAP for height in self._source.guesses()]

    def _row_width(self) -> int:
        return max(
            self.theme.px(200),
            min(self.viewport().width() - 2 * _SIDE, self.theme.px(_WIDEST)),
        )

    def _lay_out(self, to: int | None = None) -> None:
        """Place all rows; one of those in sight stays where it is, unless told where to go."""
        bar = self.verticalScrollBar()
        anchor = self._anchor() if to is None and self._heights else 0
        offset = bar.value() - self._tops[min(anchor, len(self._tops) - 1)]
        self._tops = list(accumulate(self._heights, initial=_EDGE))
        page = self.viewport().height()
        bar.setPageStep(page)
        bar.setSingleStep(self.theme.px(24))
        bar.setRange(0, max(0, self._tops[-1] - _GAP + _EDGE - page))
        bar.setValue(self._tops[anchor] + offset if to is None else to)
        top = bar.value()
        for index, widget in self._widgets.items():
            widget.setGeometry(self._rect(index, top))
        self.viewport().update()

    def _rect(self, index: int, top: int) -> QRect:
        left = _SIDE
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.viewport().width() - _SIDE - self._width
        return QRect(left, self._tops[index] - top, self._width, self._heights[index] - _GAP)

    def _first_in_sight(self) -> int:
        place = bisect_right(self._tops, self.verticalScrollBar().value()) - 1
        return min(max(place, 0), max(len(self._heights) - 1, 0))

    def _anchor(self) -> int:
        """Return the row that stays where it is: the one somebody went to, else the first."""
        return self._kept if self._kept in self._in_sight() else self._first_in_sight()

    def _in_sight(self, margin: int = 0) -> range:
        top = self.verticalScrollBar().value()
        first = bisect_right(self._tops, top - margin) - 1
        last = bisect_right(self._tops, top + self.viewport().height() + margin)
        return range(max(first, 0), min(last, len(self._heights)))

    def _wanted(self) -> list[int]:
        """Return the rows that want a widget, those in sight first."""
        near = [*self._in_sight(), *self._in_sight(self.viewport().height() // 2)]
        return [index for index in dict.fromkeys(near) if index not in self._widgets]

    def _settle(self) -> None:
        if not self._fill(_A_TURN_S):
            self._settling.start()

    def _fill(self, seconds: float) -> bool:
        """Make widgets for that long; say whether all are there that are wanted."""
        until = time.perf_counter() + seconds
        made = False
        wanted = self._wanted()
        while wanted:
            made = True
            if self._make(wanted.pop(0)):
                # Other heights move rows into sight, and out of it.
                self._lay_out()
                wanted = self._wanted()
            if time.perf_counter() > until:
                break
        if made or not wanted:
            self._clear_far()
        return not wanted

    def _make(self, index: int) -> bool:
        """Make the widget of a row; say whether the rows below stand elsewhere now."""
        widget = self._source.make(index)
        if widget.parentWidget() is not self.viewport():
            widget.setParent(self.viewport())
        self._widgets[index] = widget
        height = self._height_of(widget)
        moved = height != self._heights[index]
        self._heights[index] = height
        widget.setGeometry(self._rect(index, self.verticalScrollBar().value()))
        widget.show()
        widget.installEventFilter(self)
        return moved

    def _height_of(self, widget: QWidget) -> int:
        layout = widget.layout()
        if layout is None:
            return widget.sizeHint().height() + _GAP
        layout.activate()
        return layout.totalHeightForWidth(self._width) + _GAP

    def _put_away(self, index: int) -> None:
        widget = self._widgets.pop(index)
        widget.removeEventFilter(self)
        widget.hide()
        self._source.put_away(index, widget)

    def _clear_far(self) -> None:
        near = self._in_sight(self.viewport().height())
        focus = QApplication.focusWidget()
        for index, widget in tuple(self._widgets.items()):
            if index in near or self._source.is_needed(widget):
                continue
            if focus is not None and (widget is focus or widget.isAncestorOf(focus)):
                continue
            self._put_away(index)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            for index, widget in self._widgets.items():
                if widget is watched:
                    self.remeasure(index)
                    break
        return super().eventFilter(watched, event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._kept = -1
        super().wheelEvent(event)

    @override
    def scrollContentsBy(self, dx: int, dy: int, /) -> None:
        # Moves what is painted already; only what comes into sight is painted.
        self.viewport().scroll(0, dy)
        self._settling.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._row_width() != self._width:
            self._restyle()
        else:
            self._lay_out()
            self._settling.start()

    def _let_go(self) -> None:
        self._kept = -1

    def _restyle(self) -> None:
        """Measure all rows anew: their text has another size."""
        self._guess_all()
        for index, widget in self._widgets.items():
            self._heights[index] = self._height_of(widget)
        self._lay_out()
        self._settling.start()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        top = self.verticalScrollBar().value()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self.theme.tokens.bg)
            for index in self._in_sight():
                if index not in self._widgets:
                    self._source.paint(painter, self._rect(index, top), index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        self._kept = -1
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)
