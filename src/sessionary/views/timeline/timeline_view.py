"""The timeline as people use it: mouse, wheel, keyboard and screen reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QNativeGestureEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip
from typing_extensions import override

from sessionary.views.timeline.canvas import TimelineCanvas
from sessionary.views.timeline.keys import command_for
from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.words import picked_words, point_words
from sessionary.views.widgets.text import tip_text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from sessionary.core.timeline.window import Window
    from sessionary.models.timeline_model import TimelineModel
    from sessionary.views.theme import Theme

_NOTCH: Final = 120
_ZOOM_PER_NOTCH: Final = 1.25


class TimelineView(TimelineCanvas):
    """Shows sessions and events along game time or real time.

    Wheel and ``+``/``-`` zoom, drag and Ctrl+arrows pan, arrows walk from thing to thing, Enter
    opens; `keys` has the whole table.

    Signals:
        mark_opened: A person opened an event; carries its pk.
        band_opened: A person opened a session; carries its pk.
        selection_changed: Another thing is picked; carries a `Picked` or None.
    """

    mark_opened = Signal(object)
    band_opened = Signal(object)
    selection_changed = Signal(object)

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        """Show `model` in `theme`; follows the changes of both."""
        super().__init__(theme, model, parent)
        self._walking = PickedKind.MARK
        self._pressed: QPoint | None = None
        self._grabbed: tuple[Window, int] | None = None
        self.setAccessibleName(self.tr("Timeline"))
        self.viewport().setMouseTracking(True)
        model.changed.connect(self._content_changed)
        self._content_changed()

    @property
    def walking(self) -> PickedKind:
        """Return over which things the arrows walk: marks or bands."""
        return self._walking

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
            self._sight.expect(fold)
            self._model.open_fold(fold)

    def close_folds(self) -> None:
        """Fold again whatever was opened."""
        self._model.close_folds()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_for(event)
        if command is None or self._content is None:
            super().keyPressEvent(event)
            return
        command(self)
        event.accept()

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
        window = self._sight.window
        if event.button() == Qt.MouseButton.LeftButton and window is not None:
            self._pressed = event.position().toPoint()
            self._grabbed = (window, self.verticalScrollBar().value())

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
            if moved.y():
                self.verticalScrollBar().setValue(scrolled - moved.y())
            self._look(replace(window, left=window.left - moved.x()).clamped())

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
            reach = self._measures.reach
            text = point_words(self._content, frame, self._at(event.pos()), place, reach)
        if text:
            QToolTip.showText(event.globalPos(), tip_text(text), self.viewport())
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
            # Few screen readers read a description that changes; an announcement they all do.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @Slot()
    def _content_changed(self) -> None:
        self._content = self._model.content
        self._sight.take(self._content, self._canvas_width(), self._measures.fold)
        self._settle()
        self.pick(self._again(self._picked), show=False)

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
