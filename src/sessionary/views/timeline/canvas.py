"""The timeline as a widget that shows, zooms and pans; it does not listen to anybody yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame
from typing_extensions import override

from sessionary.models.timeline_content import LaneKind
from sessionary.views.timeline.frame import Frame, Rows, arrange
from sessionary.views.timeline.measures import Measures
from sessionary.views.timeline.painting import Shown, TimelinePainter
from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.sight import Sight
from sessionary.views.timeline.walking import Walk
from sessionary.views.timeline.words import between
from sessionary.views.widgets.focus import paint_focus

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from sessionary.core.timeline.window import Window
    from sessionary.models.timeline_content import TimelineContent
    from sessionary.models.timeline_model import TimelineModel
    from sessionary.views.theme import Theme

_FLAG: Final = 52.0


class TimelineCanvas(QAbstractScrollArea):
    """Shows the content of a model, as much of it as is in sight.

    Sideways the window on time moves; the scroll bar moves the lanes.

    Signals:
        range_changed: Another stretch of time is seen, see `range_text`.
    """

    range_changed = Signal()

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        """Prepare to show `model` in `theme`; the changes of the model are the heir's to follow."""
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._measures = Measures.of(theme)
        self._ratio = self.devicePixelRatioF()
        self._painter = TimelinePainter(theme, self._measures, self._ratio)
        self._content: TimelineContent | None = None
        self._sight = Sight()
        self._frame: Frame | None = None
        self._picked: Picked | None = None
        self._hovered: int | None = None
        self._now: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._theme_changed)

    @property
    def window_on_time(self) -> Window | None:
        """Return what stretch of time is seen, None while there is nothing."""
        return self._sight.window

    @property
    def content(self) -> TimelineContent | None:
        """Return what is drawn."""
        return self._content

    @property
    def walk(self) -> Walk | None:
        """Return the way over the content."""
        return Walk(self._content) if self._content is not None else None

    @property
    def picked(self) -> Picked | None:
        """Return what is picked."""
        return self._picked

    def frame_in_sight(self) -> Frame | None:
        """Return what is seen, with its places; None while there is nothing."""
        content, window = self._content, self._sight.window
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
        content, window = self._content, self._sight.window
        if content is None or window is None:
            return ""
        span = content.levels.span
        first = max(window.time_at(0.0), span.start)
        last = min(window.time_at(window.width), span.end)
        return between(content.axis.text(first), content.axis.text(last))

    def zoom_percent(self) -> int:
        """Return the zoom, 100 where everything fits."""
        window = self._sight.window
        return 100 if window is None else round(window.scale / window.fitted().scale * 100)

    def set_now(self, now: int | None) -> None:
        """Mark the present moment on the axis, or take the mark away."""
        if now != self._now:
            self._now = now
            self._refresh()

    def fit(self) -> None:
        """Show all there is."""
        self._sight.fit()
        self._looked()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge `factor` times around pixel `x` of the canvas.

        Without `x`, what is picked stays in its place, or the middle if that is out of sight.
        """
        window, walk = self._sight.window, self.walk
        if window is None:
            return
        if x is None:
            x = window.width / 2
            if self._picked is not None and walk is not None:
                place = window.x(walk.time(self._picked))
                x = place if 0 <= place <= window.width else x
        self._look(window.zoomed(factor, x))

    def pan(self, pixels: float) -> None:
        """Move the window to the right over the time."""
        if self._sight.window is not None:
            self._look(self._sight.window.panned(pixels))

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
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

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
        bar = self.verticalScrollBar()
        if self._content is None:
            bar.setRange(0, 0)
        else:
            rows = self._rows(self._content)
            room = self.viewport().height() - self._measures.ruler
            bar.setRange(0, max(0, rows.height * len(self._content.lanes) - room))
            bar.setPageStep(max(1, room))
            bar.setSingleStep(rows.height // 2)
        self._sight.resize(self._canvas_width(), self._measures.fold)
        self._looked()

    def _canvas_width(self) -> float:
        return float(max(1, self.viewport().width() - self._measures.gutter))

    def _look(self, window: Window) -> None:
        self._sight.look(window)
        self._follow(window)
        self._looked()

    def _follow(self, window: Window) -> None:
        """Scroll to the lanes of the sessions in sight if none of the lanes in sight has any."""
        content = self._content
        if content is None or content.lane_kind != LaneKind.SESSION or not content.bands:
            return
        rows = self._rows(content)
        first = int(content.ends.searchsorted(window.time_at(0.0)))
        last = int(content.starts.searchsorted(window.time_at(window.width), side="right"))
        # Lanes are in the order of their sessions; ends are, too, unless sessions overlap.
        if first < last and (last <= rows.seen.start or first >= rows.seen.stop):
            self.verticalScrollBar().setValue(first * rows.height)

    def _looked(self) -> None:
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
        walk, window = self.walk, self._sight.window
        if walk is None or window is None or self._content is None:
            return
        moved = window.showing(walk.time(picked))
        if moved != window:
            self._look(moved)
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
            return frame.at(x, place.y(), self._measures.reach)
        lane = frame.rows.lane_at(place.y())
        bands = self._content.lanes[lane].bands if lane is not None else ()
        # The gutter names one session in a lane of its own, and all of them beside the others.
        if lane is None or not self._content.lanes[lane].marks or not bands:
            return None
        return Picked(PickedKind.BAND, bands[0], self._content.bands[bands[0]].pk)

    @Slot()
    def _theme_changed(self) -> None:
        self._ratio = self.devicePixelRatioF()
        self._measures = Measures.of(self._theme)
        self._painter = TimelinePainter(self._theme, self._measures, self._ratio)
        self.updateGeometry()
        self._settle()
