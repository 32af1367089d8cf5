"""The timeline as a widget: what is seen of it, and what mouse and screen reader do with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QHelpEvent,
    QNativeGestureEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip
from typing_extensions import override

from sessionary.core.timeline.window import Window
from sessionary.views.timeline.frame import Frame, Rows, arrange
from sessionary.views.timeline.keys import command_for
from sessionary.views.timeline.measures import Measures
from sessionary.views.timeline.painting import Shown, TimelinePainter
from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.walking import Walk
from sessionary.views.timeline.words import between, picked_words, point_words
from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.text import tip_html

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from sessionary.models.timeline_content import TimelineContent
    from sessionary.models.timeline_model import TimelineModel
    from sessionary.views.theme import Theme

_NOTCH: Final = 120
_ZOOM_PER_NOTCH: Final = 1.25
_FLAG: Final = 52.0
# Of the width, when a fold is opened: the stretch that it cut out.
_OPENED_SHARE: Final = 0.6


class TimelineView(QAbstractScrollArea):
    """Shows sessions and events along game time or real time.

    Wheel and ``+``/``-`` zoom, drag and Ctrl+arrows pan, arrows walk from thing to thing, Enter
    opens. Sideways the window on time moves; the scroll bar moves the lanes.

    Signals:
        mark_opened: A person opened an event; carries its pk.
        band_opened: A person opened a session; carries its pk.
        selection_changed: Another thing is picked; carries a `Picked` or None.
        range_changed: Another stretch of time is seen, see `range_text`.
    """

    mark_opened = Signal(object)
    band_opened = Signal(object)
    selection_changed = Signal(object)
    range_changed = Signal()

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        """Show `model` in `theme`; follows the changes of both."""
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._measures = Measures.of(theme)
        self._painter = TimelinePainter(theme, self._measures, self.devicePixelRatioF())
        self._ratio = self.devicePixelRatioF()
        self._content: TimelineContent | None = None
        self._window: Window | None = None
        self._frame: Frame | None = None
        self._fitted = True
        self._picked: Picked | None = None
        self._walking = PickedKind.MARK
        self._now: int | None = None
        self._pressed: QPoint | None = None
        self._grabbed: tuple[Window, int] | None = None
        self._hovered: int | None = None
        self._opening: tuple[int, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._theme_changed)
        model.changed.connect(self._content_changed)
        self._content_changed()

    @property
    def picked(self) -> Picked | None:
        """Return what is picked."""
        return self._picked

    @property
    def window_on_time(self) -> Window | None:
        """Return what stretch of time is seen, None while there is nothing."""
        return self._window

    @property
    def content(self) -> TimelineContent | None:
        """Return what is drawn."""
        return self._content

    @property
    def walk(self) -> Walk | None:
        """Return the way over the content."""
        return Walk(self._content) if self._content is not None else None

    @property
    def walking(self) -> PickedKind:
        """Return over which things the arrows walk: marks or bands."""
        return self._walking

    def frame_in_sight(self) -> Frame | None:
        """Return what is seen, with its places; None while there is nothing."""
        content, window = self._content, self._window
        if self._frame is None and content is not None and window is not None:
            self._frame = arrange(
                content,
                window,
                self._rows(content),
                self._measures,
                self._painter.texts,
                read=self._model.texts,
                taken=self._flag(window),
            )
        return self._frame

    def range_text(self) -> str:
        """Return from when to when is seen; empty while there is nothing."""
        if self._content is None or self._window is None:
            return ""
        span, window = self._content.levels.span, self._window
        first = max(window.time_at(0.0), span.start)
        last = min(window.time_at(window.width), span.end)
        return between(self._content.axis.text(first), self._content.axis.text(last))

    def zoom_percent(self) -> int:
        """Return the zoom, 100 where everything fits."""
        if self._window is None:
            return 100
        return round(self._window.scale / self._window.fitted().scale * 100)

    def set_now(self, now: int | None) -> None:
        """Mark the present moment on the axis, or take the mark away."""
        if now != self._now:
            self._now = now
            self._refresh()

    def pick(self, picked: Picked | None, *, show: bool = True) -> None:
        """Make `picked` the thing that is picked.

        Args:
            picked: What; None picks nothing.
            show: Whether to move the window and the lanes so that it is seen.
        """
        if picked is not None:
            if picked.kind != PickedKind.FOLD:
                self._walking = picked.kind
            if show:
                self._show(picked)
        if picked == self._picked:
            return
        self._picked = picked
        self._tell()
        self._refresh()
        self.selection_changed.emit(picked)

    def pick_mark(self, pk: int) -> bool:
        """Pick the event with this pk and show it; tell whether it is here."""
        index = self._content.levels.index_of(pk) if self._content is not None else None
        if index is not None:
            self.pick(Picked(PickedKind.MARK, index, pk))
        return index is not None

    def open_picked(self) -> None:
        """Open what is picked: an event, a session or a fold."""
        picked = self._picked
        if picked is None or self._content is None:
            return
        if picked.kind == PickedKind.MARK:
            self.mark_opened.emit(picked.pk)
        elif picked.kind == PickedKind.BAND:
            self.band_opened.emit(picked.pk)
        else:
            fold = self._content.levels.span.folds[picked.index]
            self._opening = (fold.since, fold.until)
            self._model.open_fold(fold)

    def close_folds(self) -> None:
        """Fold again whatever was opened."""
        self._model.close_folds()

    def fit(self) -> None:
        """Show all there is."""
        if self._window is not None:
            self._fitted = True
            self._look(self._window.fitted())

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge `factor` times around pixel `x` of the canvas.

        Without `x`, what is picked stays in its place, or the middle if that is out of sight.
        """
        if self._window is None:
            return
        if x is None:
            x = self._window.width / 2
            if self._picked is not None and self.walk is not None:
                place = self._window.x(self.walk.time(self._picked))
                x = place if 0 <= place <= self._window.width else x
        self._fitted = False
        self._look(self._window.zoomed(factor, x))

    def pan(self, pixels: float) -> None:
        """Move the window to the right over the time."""
        if self._window is not None:
            self._fitted = False
            self._look(self._window.panned(pixels))

    @override
    def minimumSizeHint(self) -> QSize:
        lanes = self._measures.ruler + 2 * self._measures.lowest
        return QSize(self._measures.gutter * 2, lanes)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._measures.gutter * 6, self._measures.ruler + 6 * self._measures.highest)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ratio != self.devicePixelRatioF():
            self._theme_changed()
        size = QRect(QPoint(0, 0), self.viewport().size())
        painter = QPainter(self.viewport())
        frame = self.frame_in_sight()
        if frame is None or self._content is None:
            self._painter.paint_empty(painter, size, loading=self._model.loading)
        else:
            shown = Shown(
                picked=self._picked,
                focused=self.hasFocus(),
                hovered=self._hovered,
                now=self._now,
            )
            self._painter.paint(painter, size, self._content, frame, shown)
        if self.hasFocus() and self._picked is None:
            paint_focus(painter, size, self._theme.tokens, 2)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_for(event)
        if command is None or self._content is None:
            super().keyPressEvent(event)
            return
        command(self)
        event.accept()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, angle = event.pixelDelta(), event.angleDelta()
        sideways = pixels.x() or angle.x()
        if abs(sideways) > abs(pixels.y() or angle.y()):
            self.pan(-sideways)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-angle.y())
        elif event.position().x() < self._measures.gutter:
            super().wheelEvent(event)
            return
        else:
            x = event.position().x() - self._measures.gutter
            self.zoom(_ZOOM_PER_NOTCH ** (angle.y() / _NOTCH), x)
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._window is not None:
            self._pressed = event.position().toPoint()
            self._grabbed = (self._window, self.verticalScrollBar().value())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None or self._grabbed is None:
            self._hover(place)
            return
        moved = place - self._pressed
        dragging = self.viewport().cursor().shape() == Qt.CursorShape.ClosedHandCursor
        if dragging or moved.manhattanLength() >= QApplication.startDragDistance():
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            window, scrolled = self._grabbed
            self._fitted = False
            self._look(replace(window, left=window.left - moved.x()).clamped())
            self.verticalScrollBar().setValue(scrolled - moved.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed, self._grabbed = self._pressed, None, None
        if self.viewport().cursor().shape() == Qt.CursorShape.ClosedHandCursor:
            self.viewport().unsetCursor()
            return
        if pressed is None:
            return
        found = self._at(event.position().toPoint())
        self.pick(found, show=False)
        if found is not None and found.kind == PickedKind.FOLD:
            self.open_picked()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        if found is not None and found.kind != PickedKind.FOLD:
            self.pick(found, show=False)
            self.open_picked()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(QPoint(-1, -1))
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), event.position().x() - self._measures.gutter)
            return True
        return super().viewportEvent(event)

    def _rows(self, content: TimelineContent) -> Rows:
        measures, lanes = self._measures, len(content.lanes)
        room = max(1, self.viewport().height() - measures.ruler)
        height = min(max(room // lanes, measures.lowest), measures.highest)
        scrolled = self.verticalScrollBar().value()
        first = scrolled // height
        last = min(lanes, -(-(scrolled + room) // height))
        return Rows(top=measures.ruler - scrolled, height=height, seen=range(first, last))

    def _settle(self) -> None:
        """Fit window and scroll bar to the size of the widget."""
        if self._content is None or self._window is None:
            self.verticalScrollBar().setRange(0, 0)
            self._refresh()
            return
        rows = self._rows(self._content)
        room = self.viewport().height() - self._measures.ruler
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows.height * len(self._content.lanes) - room))
        bar.setPageStep(max(1, room))
        bar.setSingleStep(rows.height // 2)
        window = self._window.resized(self._canvas_width())
        self._look(window.fitted() if self._fitted else window)

    def _canvas_width(self) -> float:
        return float(max(1, self.viewport().width() - self._measures.gutter))

    def _look(self, window: Window) -> None:
        self._window = window
        self._refresh()
        self.range_changed.emit()

    def _refresh(self) -> None:
        self._frame = None
        self.viewport().update()

    def _flag(self, window: Window) -> tuple[float, float] | None:
        if self._now is None:
            return None
        x = window.x(self._now)
        return (x - _FLAG, x + _FLAG) if -_FLAG <= x <= window.width + _FLAG else None

    def _show(self, picked: Picked) -> None:
        walk = self.walk
        if walk is None or self._window is None or self._content is None:
            return
        window = self._window.showing(walk.time(picked))
        if window != self._window:
            self._fitted = False
            self._look(window)
        lane = walk.lane(picked)
        if lane is not None:
            rows = self._rows(self._content)
            room = self.viewport().height() - self._measures.ruler
            bar, top = self.verticalScrollBar(), lane * rows.height
            bar.setValue(min(max(bar.value(), top + rows.height - room), top))

    def _at(self, place: QPoint) -> Picked | None:
        """Return what is under a point of the viewport."""
        frame = self.frame_in_sight()
        if frame is None or self._content is None or place.y() < self._measures.ruler:
            return None
        x = place.x() - self._measures.gutter
        if x >= 0:
            return frame.at(x, place.y(), self._measures.mark * 0.65)
        lane = frame.rows.lane_at(place.y())
        bands = self._content.lanes[lane].bands if lane is not None else ()
        # The gutter names one session in a lane of its own, and all of them beside the others.
        if lane is None or not self._content.lanes[lane].marks or not bands:
            return None
        return Picked(PickedKind.BAND, bands[0], self._content.bands[bands[0]].pk)

    def _hover(self, place: QPoint) -> None:
        found = self._at(place) if self.viewport().rect().contains(place) else None
        fold = found.index if found is not None and found.kind == PickedKind.FOLD else None
        if found is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        if fold != self._hovered:
            self._hovered = fold
            self.viewport().update()

    def _tip(self, event: QHelpEvent) -> None:
        frame = self.frame_in_sight()
        text = ""
        if frame is not None and self._content is not None:
            place = QPoint(event.pos().x() - self._measures.gutter, event.pos().y())
            reach = self._measures.mark * 0.65
            text = point_words(self._content, frame, self._at(event.pos()), place, reach)
        if text:
            QToolTip.showText(event.globalPos(), tip_html(text), self.viewport())
        else:
            QToolTip.hideText()

    def _tell(self) -> None:
        """Tell a screen reader what is picked."""
        text = ""
        if self._picked is not None and self._content is not None:
            read = self._model.texts
            text = picked_words(self._content, self._picked, read).replace("\n", ". ")
        self.setAccessibleDescription(text)
        if QAccessible.isActive() and text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ValueChanged))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @Slot()
    def _theme_changed(self) -> None:
        self._ratio = self.devicePixelRatioF()
        self._measures = Measures.of(self._theme)
        self._painter = TimelinePainter(self._theme, self._measures, self._ratio)
        self.updateGeometry()
        self._settle()

    @Slot()
    def _content_changed(self) -> None:
        before, self._content = self._content, self._model.content
        content, window = self._content, self._window
        if content is None:
            self._window = None
        elif before is None or window is None or before.axis_kind != content.axis_kind:
            self._fitted = True
            self._window = self._over(content)
        else:
            middle = window.time_at(window.width / 2)
            moved = replace(window, span=content.levels.span)
            self._window = moved.panned(moved.x(middle) - window.width / 2)
        self._settle()
        if self._opening is not None and self._window is not None:
            self._open_up(self._window, *self._opening)
        self._opening = None
        self.pick(self._again(self._picked), show=False)

    def _over(self, content: TimelineContent) -> Window:
        return Window(
            span=content.levels.span,
            width=self._canvas_width(),
            second=content.axis.second,
            widest_fold=self._measures.fold,
        ).fitted()

    def _open_up(self, window: Window, since: int, until: int) -> None:
        """Show the whole of a stretch that was folded, if it is there already."""
        room = window.width * _OPENED_SHARE
        wide = window.x(until) - window.x(since)
        if wide > room:
            self._fitted = False
            window = window.zoomed(room / wide, window.width / 2)
            self._look(window.panned((window.x(since) + window.x(until) - window.width) / 2))

    def _again(self, picked: Picked | None) -> Picked | None:
        """Return what was picked in the content that is new; None if it is gone."""
        if picked is None or self._content is None:
            return None
        if picked.kind == PickedKind.MARK:
            index = self._content.levels.index_of(picked.pk)
            return None if index is None else replace(picked, index=index)
        if picked.kind == PickedKind.BAND:
            pks = [band.pk for band in self._content.bands]
            return replace(picked, index=pks.index(picked.pk)) if picked.pk in pks else None
        return None
