"""Fusion, and what every widget gets before it is first shown, whoever made it.

Above all this is the second line of defence against text that looks like HTML; `widgets/text.py`
is the first. It catches what went past that one: a bare `QLabel`, and whatever is said as a tip.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QDateTimeEdit,
    QLabel,
    QLineEdit,
    QProxyStyle,
    QWidget,
)

_SPIN_BOX_INSET: Final = 6


class PlainStyle(QProxyStyle):
    """Makes labels and tips show their text as it stands, and sets spin boxes' figures in.

    A filter of the application's events would see widgets as early, but every other event of
    every object with them.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(  # type: ignore[override]  # noqa: D102  Qt's; the stubs have a type for each form
        self, polished: QWidget | QApplication | QPalette
    ) -> QPalette | None:
        if isinstance(polished, QLabel):
            _make_plain(polished)
        elif isinstance(polished, QAbstractSpinBox):
            _set_in(polished)
        elif isinstance(polished, QCalendarWidget):
            _calm_weekends(polished)
        return super().polish(polished)


def _make_plain(label: QLabel) -> None:
    # The label of a tip, too: it is polished before it has its text.
    if label.textFormat() == Qt.TextFormat.AutoText:
        label.setTextFormat(Qt.TextFormat.PlainText)


def _set_in(box: QAbstractSpinBox) -> None:
    # A style sheet's padding at the left of a spin box is ignored (Qt 6.11); a date field that
    # opens a calendar is drawn as a combo box, and keeps it.
    if isinstance(box, QDateTimeEdit) and box.calendarPopup():
        return
    if (field := box.findChild(QLineEdit)) is not None:
        field.setTextMargins(_SPIN_BOX_INSET, 0, 0, 0)


def _calm_weekends(calendar: QCalendarWidget) -> None:
    # Qt writes them in a red that is its own in every theme.
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
