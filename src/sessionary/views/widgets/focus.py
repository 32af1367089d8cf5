"""Where the focus is seen, and the way that Tab takes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from sessionary.views.theme import Tokens


def paint_focus(painter: QPainter, rect: QRect | QRectF, tokens: Tokens, radius: float = 6) -> None:
    """Paint the 2 px accent outline just inside `rect`."""
    painter.save()
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def tab_through(parts: Sequence[QWidget], after: QWidget | None = None) -> None:
    """Let the Tab key go through parts of a window one after the other.

    Within each it goes on as it does: widgets that were made later than their neighbours, or moved
    to another place, come last otherwise.

    Args:
        parts: They, in the order in which one reads.
        after: What it stops at before them; else they begin where the first one stands by now.
    """
    if not parts:
        return
    window = parts[0].window()
    chain, at = [window], window.nextInFocusChain()
    while at is not None and at is not window:
        chain.append(at)
        at = at.nextInFocusChain()
    stops = [
        one
        for part in parts
        for one in chain
        if (one is part or part.isAncestorOf(one)) and _may_stop(one) and one.focusProxy() is None
    ]
    for first, second in pairwise([*([] if after is None else [after]), *stops]):
        QWidget.setTabOrder(first, second)
    for stop in stops:
        _bring_along(stop)


def _may_stop(widget: QWidget) -> bool:
    """Say whether Tab stops at a widget, or would if another button of its group was chosen."""
    if isinstance(widget, QAbstractButton) and widget.group() is not None:
        return widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _bring_along(stop: QWidget) -> None:
    """Place a widget that its child takes the focus for right before that child again.

    Apart from each other, the two lead Shift+Tab in a circle; Qt places them when they are joined.
    """
    around = stop.parentWidget()
    if around is not None and around.focusProxy() is stop:
        around.setFocusProxy(None)  # type: ignore[arg-type]  # takes none, whatever the stubs say
        around.setFocusProxy(stop)
