"""Widgets for times: of the day, two of them, and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QDate, QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.given import Given
from sessionary.core.survey.typed_values import DAY_SECONDS, moment_of
from sessionary.core.survey.values import duration_text
from sessionary.models.event_words import clock_text, day_text
from sessionary.views.survey.fields.base import AnswerField, line_up
from sessionary.views.survey.fields.boxed import BoxField
from sessionary.views.survey.fields.numbers import CalmSlider
from sessionary.views.survey.fields.stepped import ClockBox, MomentBox
from sessionary.views.widgets.buttons import IconButton
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question
    from sessionary.views.theme import Theme

_STEP: Final = 300
_MICRO: Final = 1_000_000


class DayTimeField(BoxField):
    """DAYTIME: a box up to 24:00, and a slider in steps of five minutes."""

    uses: ClassVar[tuple[str, ...]] = ("time_begin",)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        box = ClockBox(theme)
        super().__init__(theme, box, parent)
        self.box = box
        self.slider = CalmSlider()
        self.slider.setAccessibleName(self.tr("Slider"))
        self.slider.setRange(0, DAY_SECONDS // _STEP)
        self.slider.setPageStep(12)
        self.slider.setFixedWidth(theme.px(240))
        line_up([self.box, self.slider], self.body, 12)
        self.slider.valueChanged.connect(self._slid)

    @override
    def ask(self, question: Question) -> None:
        low, high = question.bounds or (0, DAY_SECONDS)
        self.box.set_bounds((max(low, 0), min(high, DAY_SECONDS)))
        self.box.setAccessibleName(one_line(question.text, 200))

    @override
    def missing(self) -> str:
        return self.tr("Type a time such as 19:30; a day ends at 24:00.")

    @override
    def follow(self) -> None:
        value = self.box.value()
        with QSignalBlocker(self.slider):
            self.slider.setValue(0 if value is None else min(max(value, 0), DAY_SECONDS) // _STEP)

    def _slid(self, steps: int) -> None:
        self.box.put(steps * _STEP)
        self.change()


class TimeRangeField(AnswerField):
    """TIMERANGE: two boxes; an end before the beginning is past midnight."""

    uses: ClassVar[tuple[str, ...]] = ("time_begin", "time_end")

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.begin, self.end = ClockBox(theme, self.tr("From")), ClockBox(theme, self.tr("To"))
        self.begin.start, self.end.start = DAY_SECONDS // 3, DAY_SECONDS // 3 * 2
        self.length = TextLabel(tone="text2")
        line_up([self.begin, TextLabel("–", tone="text2"), self.end, self.length], self.body)
        for box in (self.begin, self.end):
            self.watch(box)
            box.edited.connect(self._typed)

    @override
    def load(self, given: Given | None) -> None:
        # Nothing is proposed: a third and two thirds of the day are as good as any.
        begin, end = DAY_SECONDS // 3, DAY_SECONDS // 3 * 2
        if given is not None:
            begin, end = given.time_begin, given.time_end
        self.begin.put(begin)
        self.end.put(end)
        self._tell()

    @override
    def read(self) -> Given | None:
        begin, end = self.begin.value(), self.end.value()
        if begin is None or end is None:
            return None
        return Given(uid=self.uid, time_begin=begin, time_end=end)

    @override
    def state(self) -> object:
        return self.begin.text(), self.end.text()

    @override
    def missing(self) -> str:
        return self.tr("Type two times such as 18:00 and 22:30.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.begin, self.end]

    def _typed(self) -> None:
        self._tell()
        self.change()

    def _tell(self) -> None:
        found = self.read()
        if found is None:
            self.length.setText("")
            return
        seconds = (found.time_end - found.time_begin) % DAY_SECONDS
        words = duration_text(seconds, 0) if seconds else ""
        past = found.time_begin > found.time_end
        self.length.setText(self.tr("{0}, past midnight").format(words) if past else words)


class MomentField(BoxField):
    """DATETIME: a box in UTC with a calendar, and what that is where the reader is."""

    uses: ClassVar[tuple[str, ...]] = ("time_begin",)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        box = MomentBox(theme)
        super().__init__(theme, box, parent)
        self.box = box
        self.calendar = CalendarButton(theme, self.box)
        self.here = TextLabel(tone="text2")
        row = [self.box, TextLabel(self.tr("UTC"), tone="text2"), self.calendar, self.here]
        line_up(row, self.body)

    @override
    def ask(self, question: Question) -> None:
        self.box.set_bounds(question.bounds)
        self.box.setAccessibleName(one_line(question.text, 200))

    @override
    def missing(self) -> str:
        return self.tr("Type a date and time such as 2026-11-20 18:00, or @ and seconds.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.box, self.calendar]

    @override
    def follow(self) -> None:
        self.here.setText(here_text(self.box.value()))


class CalendarButton(IconButton):
    """Opens a month to choose the date of a box from; its time stays."""

    def __init__(self, theme: Theme, box: MomentBox) -> None:
        super().__init__(theme, "calendar", "")
        self.rename(self.tr("Choose a date"))
        self._box = box
        self._popup: QFrame | None = None
        self.clicked.connect(self._open)

    def _open(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setObjectName("popup")
        month = QCalendarWidget()
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        moment = moment_of(value) if (value := self._box.value()) is not None else None
        if moment is not None:
            month.setSelectedDate(QDate(moment.year, moment.month, moment.day))
        month.activated.connect(lambda date: self._take(popup, date))
        month.clicked.connect(lambda date: self._take(popup, date))
        column = QVBoxLayout(popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(month)
        popup.adjustSize()
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        month.setFocus()

    def _take(self, popup: QFrame, date: QDate) -> None:
        value = self._box.value()
        clock = 18 * 3600 if value is None else value % DAY_SECONDS
        days = QDate(1970, 1, 1).daysTo(date)
        self._box.put(days * DAY_SECONDS + clock)
        popup.close()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._box.edited.emit()


def here_text(seconds: int | None) -> str:
    """Return a moment as it is where the reader is, empty if no calendar has it."""
    moment = None if seconds is None else moment_of(seconds)
    if seconds is None or moment is None or not 1900 <= moment.year <= 9990:
        return ""
    micro = seconds * _MICRO
    return f"{day_text(micro)}, {clock_text(micro)}"
