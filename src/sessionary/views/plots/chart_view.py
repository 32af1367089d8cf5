"""A chart that is looked at, walked with the arrow keys and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent, QPainter
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.plots.plot import (
    Frame,
    Plot,
    frame_of,
    height_of,
    paint_plot,
    paint_readout,
)
from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.text import tip_text

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from sessionary.views.theme import Theme

_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR: Final = 10**9
_LEAPS: Final = {
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}
_OPENS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class _Canvas(QWidget):
    """Paints a chart; Left and Right walk its columns, Up and Down its rows, Enter opens.

    `opened` says the key of a column; `moved` that another one is current, by its position.
    """

    opened = Signal(str)
    moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.plot: Plot | None = None
        self.first: int | None = None
        self.place: int | None = None
        self.row = 0
        self._hovered: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)

    def frame(self) -> Frame | None:
        """Return where the columns stand."""
        return None if self.plot is None else frame_of(self.plot, self.width(), self.first)

    def show_plot(self, plot: Plot) -> None:
        """Show a chart; who was at a session stays there."""
        key = self.key()
        self.plot = plot
        self.place = {one: at for at, one in enumerate(plot.keys)}.get(key)
        self.row = min(self.row, plot.rows - 1)
        self._hovered = None
        self._restyle()
        self._tell()

    def key(self) -> str:
        """Return the key of the column that is current, empty if none is."""
        if self.plot is None or self.place is None:
            return ""
        return self.plot.keys[self.place]

    def readout(self) -> str:
        """Return what the current column says; the one under the mouse goes first."""
        if self.plot is None:
            return ""
        if self._hovered is not None:
            return self.plot.words(*self._hovered)
        if self.place is None or not self.hasFocus():
            return ""
        return self.plot.words(self.place, self.row)

    def go(self, place: int, row: int) -> None:
        """Make another column or row the current one."""
        if self.plot is None or not self.plot.keys:
            return
        self.place = min(max(place, 0), len(self.plot.keys) - 1)
        self.row = min(max(row, 0), self.plot.rows - 1)
        self.moved.emit(self.place)
        self._tell()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.heightForWidth(max(self.width(), 200)))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return 0 if self.plot is None else height_of(self.plot, width)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        plot, frame = self.plot, self.frame()
        if plot is None or frame is None:
            return
        with QPainter(self) as painter:
            self._paint_current(painter, plot, frame)
            paint_plot(painter, plot, frame, self.width())
            paint_readout(painter, plot, self.readout(), self.width())
            if self.hasFocus() and self.place is not None:
                cell = plot.cell(frame.column(self.place), self.row)
                if frame.area.left() - 1 <= cell.left() < frame.area.right():
                    paint_focus(painter, cell, self.theme.tokens, 4)

    def _paint_current(self, painter: QPainter, plot: Plot, frame: Frame) -> None:
        tokens = self.theme.tokens
        if self.place is not None and self.hasFocus():
            column = frame.column(self.place)
            if frame.area.left() - 1 <= column.left() < frame.area.right():
                painter.fillRect(column, tokens.selection)
        if self._hovered is not None and self._hovered[0] != self.place:
            painter.fillRect(frame.column(self._hovered[0]), tokens.hover)
        if plot.rows > 1 and self.hasFocus():
            row = plot.cell(frame.area, self.row)
            painter.fillRect(row, tokens.hover if self.place is None else tokens.selection)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.plot is None or not plain:
            super().keyPressEvent(event)
        elif key in _OPENS and self.key() and self.plot.opens:
            self.opened.emit(self.key())
        elif key in _LEAPS:
            self.go((self.place or 0) + _LEAPS[key], self.row)
        elif key in _STEPS and (self.plot.rows > 1 or _STEPS[key][0]):
            self._step(*_STEPS[key])
        else:
            # Up and Down of a chart of one row scroll the page.
            super().keyPressEvent(event)

    def _step(self, right: int, down: int) -> None:
        at = self.place if self.place is not None else len(self.plot.keys if self.plot else ())
        self.go(at + right, self.row + down)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.place is None and self.plot is not None:
            self.go(_FAR if self.plot.from_end else 0, self.row)
        self._tell()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position().toPoint()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.go(*at)
            if self.plot is not None and self.plot.opens:
                self.opened.emit(self.key())

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(event.pos())
            words = "" if at is None or self.plot is None else self.plot.words(*at)
            QToolTip.showText(event.globalPos(), tip_text(words), self)
            return True
        return super().event(event)

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        """Return the column and the row at a point."""
        frame = self.frame()
        if self.plot is None or frame is None:
            return None
        place = frame.place_at(point.x())
        if place is None or not frame.area.top() <= point.y() < frame.area.bottom():
            return None
        column = frame.column(place)
        for row in range(self.plot.rows):
            if self.plot.cell(column, row).contains(point):
                return place, row
        return None

    def _hover(self, at: tuple[int, int] | None) -> None:
        if at == self._hovered:
            return
        self._hovered = at
        pointing, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        opens = at is not None and self.plot is not None and self.plot.opens
        self.setCursor(pointing if opens else arrow)
        self.update()

    def _tell(self) -> None:
        """Say in words what is current."""
        if self.plot is None:
            return
        words = "" if self.place is None else self.plot.words(self.place, self.row)
        self.setAccessibleName(f"{self.plot.title}. {words}" if words else self.plot.title)
        if QAccessible.isActive() and words and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _restyle(self) -> None:
        if self.plot is not None:
            self.plot.restyle()
        self.updateGeometry()
        self.update()


class _Bar(QScrollBar):
    """A scroll bar that leaves the wheel to the page, unless it is turned sideways."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChartView(QWidget):
    """A chart with a scroll bar below it where it has more columns than room.

    `opened` says the key of a column that the reader opened; `moved` that another one is
    current.
    """

    opened = Signal(str)
    moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        # Time runs from left to right in every language; so does what is painted beside it.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.canvas = _Canvas(theme)
        self.bar = _Bar(Qt.Orientation.Horizontal)
        self.bar.hide()
        self._count = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.canvas)
        column.addWidget(self.bar)
        self.setFocusProxy(self.canvas)
        self.canvas.opened.connect(self.opened)
        self.canvas.moved.connect(self._follow)
        self.bar.valueChanged.connect(self._scrolled)

    @property
    def plot(self) -> Plot | None:
        """What is shown."""
        return self.canvas.plot

    def show_plot(self, plot: Plot) -> None:
        """Show a chart."""
        self.canvas.show_plot(plot)
        if len(plot.keys) != self._count:
            self._count = len(plot.keys)
            self.canvas.first = None
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        angle = event.angleDelta()
        sideways = angle.x() or (
            angle.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways and self.bar.maximum():
            self.bar.setValue(self.bar.value() - round(sideways / 40))
            event.accept()
        else:
            super().wheelEvent(event)

    def _fit(self) -> None:
        """Show the scroll bar where there is something to scroll."""
        frame = self.canvas.frame()
        if frame is None:
            return
        most = max(self._count - frame.shown, 0)
        first = frame.first
        self.bar.blockSignals(True)  # noqa: FBT003  Qt's
        self.bar.setRange(0, most)
        self.bar.setPageStep(frame.shown)
        self.bar.setValue(first)
        self.bar.blockSignals(False)  # noqa: FBT003  Qt's
        self.bar.setVisible(most > 0)
        self.canvas.update()

    def _scrolled(self, first: int) -> None:
        self.canvas.first = first
        self.canvas.update()

    def _follow(self, place: int) -> None:
        """Bring the current column into sight."""
        frame = self.canvas.frame()
        if frame is not None:
            least = place - frame.shown + 1
            self.bar.setValue(min(max(frame.first, least), place))
        self.moved.emit(place)
