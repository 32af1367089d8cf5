"""What the keys do on a timeline: one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from sessionary.views.timeline.picked import Picked
    from sessionary.views.timeline.timeline_view import TimelineView

_ZOOM: Final = 1.5
_PAN_SHARE: Final = 0.25


def command_for(event: QKeyEvent) -> Callable[[TimelineView], None] | None:
    """Return what a key does, None if the timeline has no use for it."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    # Where + needs Shift, and where it does not, it zooms.
    if event.key() in _SIGNS:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return _COMMANDS.get((Qt.Key(event.key()), modifiers))


def _step(view: TimelineView, by: int) -> None:
    """Walk to the next thing, or to the first in sight if nothing is picked."""
    walk = view.walk
    if walk is None:
        return
    if view.picked is None:
        _pick(view, _first(view))
    else:
        _pick(view, walk.beside(view.picked, by, kind=view.walking))


def _along(view: TimelineView, by: int) -> None:
    walk = view.walk
    if walk is None or view.picked is None:
        _step(view, by)
    else:
        _pick(view, walk.along(view.picked, by))


def _across(view: TimelineView, by: int) -> None:
    walk = view.walk
    if walk is None:
        return
    lane = walk.lane(view.picked) if view.picked is not None else None
    if view.picked is None or lane is None:
        _pick(view, _first(view))
    else:
        _pick(view, walk.across(lane, by, walk.time(view.picked)))


def _first(view: TimelineView) -> Picked | None:
    walk, window = view.walk, view.window_on_time
    if walk is None or window is None:
        return None
    return walk.first_from(window.time_at(0.0))


def _pick(view: TimelineView, picked: Picked | None) -> None:
    # At the end of the way one stays where one is.
    if picked is not None:
        view.pick(picked)


def _end(view: TimelineView, *, last: bool) -> None:
    walk = view.walk
    if walk is not None:
        _pick(view, walk.end(view.walking, last=last))


def _pan(view: TimelineView, by: int) -> None:
    if view.window_on_time is not None:
        view.pan(by * view.window_on_time.width * _PAN_SHARE)


def _page(view: TimelineView, by: int) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + by * bar.pageStep())


_NONE: Final = Qt.KeyboardModifier.NoModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SIGNS: Final = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal})

_COMMANDS: Final[dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[TimelineView], None]]] = {
    (Qt.Key.Key_Right, _NONE): lambda view: _step(view, 1),
    (Qt.Key.Key_Left, _NONE): lambda view: _step(view, -1),
    (Qt.Key.Key_Right, _SHIFT): lambda view: _along(view, 1),
    (Qt.Key.Key_Left, _SHIFT): lambda view: _along(view, -1),
    (Qt.Key.Key_Down, _NONE): lambda view: _across(view, 1),
    (Qt.Key.Key_Up, _NONE): lambda view: _across(view, -1),
    (Qt.Key.Key_Right, _CTRL): lambda view: _pan(view, 1),
    (Qt.Key.Key_Left, _CTRL): lambda view: _pan(view, -1),
    (Qt.Key.Key_Home, _NONE): lambda view: _end(view, last=False),
    (Qt.Key.Key_End, _NONE): lambda view: _end(view, last=True),
    (Qt.Key.Key_PageDown, _NONE): lambda view: _page(view, 1),
    (Qt.Key.Key_PageUp, _NONE): lambda view: _page(view, -1),
    (Qt.Key.Key_Plus, _NONE): lambda view: view.zoom(_ZOOM),
    (Qt.Key.Key_Equal, _NONE): lambda view: view.zoom(_ZOOM),
    (Qt.Key.Key_Minus, _NONE): lambda view: view.zoom(1 / _ZOOM),
    (Qt.Key.Key_0, _NONE): lambda view: view.fit(),
    (Qt.Key.Key_F, _NONE): lambda view: view.close_folds(),
    (Qt.Key.Key_Return, _NONE): lambda view: view.open_picked(),
    (Qt.Key.Key_Enter, _NONE): lambda view: view.open_picked(),
}
