"""The second line of defence against text that looks like HTML.

`text.py` is the first. This filter, installed on the application, catches what went past it:
a bare `QLabel`, a tip set without `set_tip`, a model that gives raw text as a tip.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.text import is_safe_tip, tip_html


class PlainTextFilter(QObject):
    """Makes labels and tips show their text as it stands."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Polish:
            _make_plain(watched)
        elif kind == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            return isinstance(event, QHelpEvent) and _tip_shown(watched, event)
        return False


def _make_plain(watched: QObject) -> None:
    if not isinstance(watched, QLabel) or watched.textFormat() != Qt.TextFormat.AutoText:
        return
    if not (_is_tip(watched) and is_safe_tip(watched.text())):
        watched.setTextFormat(Qt.TextFormat.PlainText)


def _is_tip(widget: QWidget) -> bool:
    return widget.objectName() == "qtooltip_label"


def _tip_shown(widget: QWidget, event: QHelpEvent) -> bool:
    """Make the tip that is about to be shown safe; return whether it is shown already."""
    tip = _tip_of(widget, event)
    # Qt reuses the label of the last tip, with its format, and without polishing it again.
    for label in QApplication.topLevelWidgets():
        if isinstance(label, QLabel) and _is_tip(label):
            safe = tip is not None
            label.setTextFormat(Qt.TextFormat.AutoText if safe else Qt.TextFormat.PlainText)
    if tip is None or is_safe_tip(tip):
        return False
    QToolTip.showText(event.globalPos(), tip_html(tip), widget)
    return True


def _tip_of(widget: QWidget, event: QHelpEvent) -> str | None:
    """Return the tip that Qt would show, None if it cannot be known here."""
    view = widget.parentWidget()
    if isinstance(view, QHeaderView) and widget is view.viewport():
        section = view.logicalIndexAt(event.pos())
        tip = view.model().headerData(section, view.orientation(), Qt.ItemDataRole.ToolTipRole)
        return tip if isinstance(tip, str) else ""
    if isinstance(view, QAbstractItemView) and widget is view.viewport():
        tip = view.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole)
        return tip if isinstance(tip, str) else ""
    return widget.toolTip() or None
