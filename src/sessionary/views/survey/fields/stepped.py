"""Boxes for figures and times: typed or stepped, exact, and empty until there is a value.

Qt's own spin boxes hold 32 bits or a floating number, always have a value, and end a day at 23:59;
an answer has 64 bits, is not there at first, and may be at 24:00.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QWidget
from typing_extensions import override

from sessionary.core.survey.typed_values import (
    clock_text,
    moment_text,
    read_clock,
    read_moment,
    read_scaled,
    scaled_text,
    stepped_moment,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QWheelEvent

    from sessionary.views.theme import Theme

_HOUR: Final = 3600
_STEP: Final = 300
_DAY: Final = 86_400
_SECTIONS: Final = ((4, "year"), (7, "month"), (10, "day"), (13, "hour"))


class SteppedBox(QAbstractSpinBox):
    """A line for one value, with arrows; it may be empty.

    `edited` says that the reader typed or stepped.
    """

    edited = Signal()

    def __init__(self, theme: Theme, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._value: int | None = None
        self._typed = False
        self.low: int | None = None
        self.high: int | None = None
        self.start = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().textEdited.connect(self._type)

    def value(self) -> int | None:
        """Return the value, None while there is none or what is typed is none."""
        return self.read(self.text()) if self._typed else self._value

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.text().strip()

    def put(self, value: int | None) -> None:
        """Show a value, or none."""
        self._value, self._typed = value, False
        self.lineEdit().setText("" if value is None else self.told(value))

    def set_bounds(self, bounds: tuple[int, int] | None) -> None:
        """Let the arrows stop at a least and a greatest value; what is typed may be beyond."""
        self.low, self.high = (None, None) if bounds is None else bounds

    def read(self, text: str) -> int | None:
        """Return the value of what is typed, None if it is none."""
        raise NotImplementedError

    def told(self, value: int) -> str:
        """Return a value as it is typed."""
        raise NotImplementedError

    def widest(self) -> str:
        """Return a text that must fit into the box."""
        raise NotImplementedError

    def stepped(self, value: int, steps: int) -> int:
        """Return the value so many steps on."""
        return value + steps

    @override
    def stepBy(self, steps: int) -> None:
        value = self.value()
        place = self.lineEdit().cursorPosition()
        wanted = self._within(self.start if value is None else self.stepped(value, steps))
        if wanted != value:
            self.put(wanted)
            self.edited.emit()
        self.lineEdit().setCursorPosition(place)

    @override
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        value = self.value()
        up = value is None or self.high is None or value < self.high
        down = value is None or self.low is None or value > self.low
        allowed = flags.StepNone
        if up and not self.isReadOnly():
            allowed |= flags.StepUpEnabled
        if down and not self.isReadOnly():
            allowed |= flags.StepDownEnabled
        return allowed

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls; an answer does not change because somebody passes over it.
        event.ignore()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # What was typed in another shape stands there as the box writes it.
        if self._typed and (value := self.value()) is not None:
            self.put(value)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        width = self.fontMetrics().horizontalAdvance(self.widest())
        return QSize(width + self.theme.px(50), hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _type(self) -> None:
        self._typed = True
        self.edited.emit()

    def _within(self, value: int) -> int:
        if self.low is not None and value < self.low:
            return self.low
        if self.high is not None and value > self.high:
            return self.high
        return value


class NumberBox(SteppedBox):
    """A number with a fixed count of decimals, kept as a whole one."""

    def __init__(self, theme: Theme, name: str = "", *, decimals: int = 0, wide: int = 9) -> None:
        """Make an empty box.

        Args:
            theme: Colours and sizes.
            name: What the number is, for screen readers.
            decimals: How many places it has.
            wide: For how many characters there is room.
        """
        super().__init__(theme, name)
        self.decimals, self._wide = decimals, wide
        self.size_of_step = 1

    @override
    def read(self, text: str) -> int | None:
        return read_scaled(text, self.decimals)

    @override
    def told(self, value: int) -> str:
        return scaled_text(value, self.decimals)

    @override
    def widest(self) -> str:
        return "0" * self._wide

    @override
    def stepped(self, value: int, steps: int) -> int:
        return value + steps * self.size_of_step


class ClockBox(SteppedBox):
    """A time of day up to 24:00; the arrows move the hours or, behind them, five minutes."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__(theme, name)
        self.set_bounds((0, _DAY))
        self.start = 18 * _HOUR
        self.lineEdit().setPlaceholderText(self.tr("hh:mm"))

    @override
    def read(self, text: str) -> int | None:
        return read_clock(text)

    @override
    def told(self, value: int) -> str:
        return clock_text(value)

    @override
    def widest(self) -> str:
        return "00:00:00"

    @override
    def stepped(self, value: int, steps: int) -> int:
        in_hours = self.lineEdit().cursorPosition() <= 2
        return value + steps * (_HOUR if in_hours else _STEP)


class MomentBox(SteppedBox):
    """A date and time in UTC; the arrows move what the cursor stands in."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__(theme, name)
        self.lineEdit().setPlaceholderText(self.tr("YYYY-MM-DD hh:mm"))

    @override
    def read(self, text: str) -> int | None:
        return read_moment(text)

    @override
    def told(self, value: int) -> str:
        return moment_text(value)

    @override
    def widest(self) -> str:
        return "0000-00-00 00:00:00"

    @override
    def stepped(self, value: int, steps: int) -> int:
        place = self.lineEdit().cursorPosition()
        unit = next((unit for end, unit in _SECTIONS if place <= end), "minute")
        return stepped_moment(value, unit, steps)
