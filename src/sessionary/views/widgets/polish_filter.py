"""What every widget gets before it is first shown, whoever made it.

Above all this is the second line of defence against text that looks like HTML; `text.py` is the
first. It catches what went past that one: a bare `QLabel`, a tip set without `set_tip`, a model
that gives raw text as a tip.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QDateTimeEdit,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.text import is_safe_tip, tip_html

_SPIN_BOX_INSET: Final = 6


class PolishFilter(QObject):
    """Makes labels and tips show their text as it stands, and sets spin boxes' figures in."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Polish:
            _make_plain(watched)
            _set_in(watched)
            _calm_weekends(watched)
        elif kind == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            return isinstance(event, QHelpEvent) and _tip_shown(watched, event)
        return False


def _set_in(watched: QObject) -> None:
    # A style sheet's padding at the left of a spin box is ignored (Qt 6.11); a date field that
    # opens a calendar is drawn as a combo box, and keeps it.
    if not isinstance(watched, QAbstractSpinBox):
        return
    if isinstance(watched, QDateTimeEdit) and watched.calendarPopup():
        return
    if (field := watched.findChild(QLineEdit)) is not None:
        field.setTextMargins(_SPIN_BOX_INSET, 0, 0, 0)


def _calm_weekends(watched: QObject) -> None:
    # Qt writes them in a red that is its own in every theme.
    if isinstance(watched, QCalendarWidget):
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            watched.setWeekdayTextFormat(day, QTextCharFormat())


def _make_plain(watched: QObject) -> None:
    if (
        isinstance(watched, QLabel)
        and watched.textFormat() == Qt.TextFormat.AutoText
        # The label of a tip is polished before it has its text; tips are looked at below.
        and watched.metaObject().className() != "QTipLabel"
    ):
        watched.setTextFormat(Qt.TextFormat.PlainText)


def _tip_shown(widget: QWidget, event: QHelpEvent) -> bool:
    """Show the tip that is wanted, if Qt would take it for HTML; return whether it is shown."""
    tip = _tip_of(widget, event)
    if not isinstance(tip, str) or is_safe_tip(tip):
        return False
    QToolTip.showText(event.globalPos(), tip_html(tip), widget)
    return True


def _tip_of(widget: QWidget, event: QHelpEvent) -> object:
    """Return the tip that Qt would show."""
    role = Qt.ItemDataRole.ToolTipRole
    view = widget.parentWidget()
    if isinstance(widget, QTabBar) and widget.tabAt(event.pos()) >= 0:
        return widget.tabToolTip(widget.tabAt(event.pos()))
    if isinstance(widget, QMenu) and (action := widget.actionAt(event.pos())) is not None:
        return action.toolTip()
    if isinstance(view, QHeaderView) and widget is view.viewport():
        section = view.logicalIndexAt(event.pos())
        return view.model().headerData(section, view.orientation(), role)
    if isinstance(view, QAbstractItemView) and widget is view.viewport():
        return view.indexAt(event.pos()).data(role)
    return widget.toolTip()
