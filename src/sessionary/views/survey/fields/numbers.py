"""Widgets for numbers: whole ones, with a fixed count of decimals, durations, places on earth."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget
from typing_extensions import override

from sessionary.core.survey.given import Given
from sessionary.core.survey.records import DAYS, HOURS, MINUTES, SECONDS, Question
from sessionary.core.survey.validation import MOST_DECIMALS
from sessionary.views.survey.fields.base import AnswerField, line_up, together
from sessionary.views.survey.fields.boxed import BoxField
from sessionary.views.survey.fields.stepped import NumberBox
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from sessionary.views.theme import Theme

_SLIDER_SPAN: Final = 20
_UNITS: Final = ((DAYS, 86_400), (HOURS, 3600), (MINUTES, 60), (SECONDS, 1))
_DAY: Final = 86_400


class CalmSlider(QSlider):
    """A slider that lets the page scroll when the wheel turns over it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NumberField(BoxField):
    """INT and FIXEDPOINT: a box with its unit, and a slider where there are few values."""

    uses: ClassVar[tuple[str, ...]] = ("value",)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        box = NumberBox(theme, wide=8)
        super().__init__(theme, box, parent)
        self.box = box
        self.unit = TextLabel(tone="text2")
        self.slider = CalmSlider()
        self.slider.setMinimumWidth(theme.px(60))
        self.slider.setMaximumWidth(theme.px(200))
        self.slider.setAccessibleName(self.tr("Slider"))
        line_up([self.box, self.unit, self.slider], self.body, 10, stretch=self.slider)
        self.setFocusProxy(self.box)
        self.slider.valueChanged.connect(self._slid)

    @override
    def ask(self, question: Question) -> None:
        self.box.decimals = decimals_of(question) if question.type == "FIXEDPOINT" else 0
        self.box.size_of_step = _step(self.box.decimals)
        bounds = question.bounds
        self.box.set_bounds(bounds)
        self.box.start = _start(bounds)
        self.box.setAccessibleName(one_line(question.text, 200))
        self.unit.setText(question.unit)
        self.unit.setVisible(bool(question.unit))
        few = bounds is not None and bounds[1] - bounds[0] <= _SLIDER_SPAN
        self.slider.setVisible(few and self.box.decimals == 0)
        if bounds is not None and few:
            # What a slider cannot hold, the box holds: it counts from the least value.
            self.slider.setRange(0, bounds[1] - bounds[0])

    @override
    def state(self) -> object:
        return self.box.text() if self.box.value() is None else self.box.value()

    @override
    def missing(self) -> str:
        if self.box.is_empty:
            return self.tr("Type a number first.")
        if self.box.decimals:
            return self.tr("This is no number with at most {0} decimals.").format(self.box.decimals)
        return self.tr("This is no whole number.")

    @override
    def follow(self) -> None:
        low = self.box.low
        value = self.box.value()
        steps = 0 if value is None or low is None else value - low
        with QSignalBlocker(self.slider):
            self.slider.setValue(min(max(steps, 0), _SLIDER_SPAN))

    def _slid(self, steps: int) -> None:
        if self.box.low is not None:
            self.box.put(self.box.low + steps)
            self.change()


class DurationField(AnswerField):
    """DURATION24, and INT that is shown as a duration: a box for each unit."""

    uses: ClassVar[tuple[str, ...]] = ("value",)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        words = {DAYS: self.tr("d"), HOURS: self.tr("h"), MINUTES: self.tr("min"),
                 SECONDS: self.tr("s")}  # fmt: skip
        names = {DAYS: self.tr("Days"), HOURS: self.tr("Hours"), MINUTES: self.tr("Minutes"),
                 SECONDS: self.tr("Seconds")}  # fmt: skip
        self.boxes: dict[int, NumberBox] = {}
        self._words: dict[int, TextLabel] = {}
        row: list[QWidget] = []
        for flag, _size in _UNITS:
            self.boxes[flag] = NumberBox(theme, names[flag], wide=5)
            self._words[flag] = TextLabel(words[flag], tone="text2")
            row += [self.boxes[flag], self._words[flag]]
            self.watch(self.boxes[flag])
            self.boxes[flag].edited.connect(self.change)
        line_up(row, self.body, 6)
        self._flags = HOURS | MINUTES

    @override
    def ask(self, question: Question) -> None:
        if question.type == "DURATION24":
            # Its flags say how it is shown; hours and minutes are what is edited.
            self._flags = question.flags & SECONDS | HOURS | MINUTES
        else:
            self._flags = question.flags & (DAYS | HOURS | MINUTES | SECONDS)

    @override
    def load(self, given: Given | None) -> None:
        value = None if given is None else given.value
        self._show_units(value)
        left = 0 if value is None else abs(value)
        negative = value is not None and value < 0
        for flag, size in _UNITS:
            if not self._shown(flag):
                continue
            count, left = divmod(left, size)
            # The sign stands at each part, so that the sum is the value whatever is edited.
            self.boxes[flag].put(None if value is None else -count if negative else count)
            self.boxes[flag].set_bounds(None if negative else (0, 1 << 40))

    def _show_units(self, value: int | None) -> None:
        flags = self._flags
        if value is not None:
            smallest = min(size for flag, size in _UNITS if flag & flags)
            # Odd seconds are kept: they get a box of their own.
            for flag, size in _UNITS:
                if size < smallest and abs(value) % smallest:
                    flags |= flag
        for flag, _size in _UNITS:
            self.boxes[flag].setVisible(bool(flag & flags))
            self._words[flag].setVisible(bool(flag & flags))

    def _shown(self, flag: int) -> bool:
        return not self.boxes[flag].isHidden()

    @override
    def read(self) -> Given | None:
        shown = [(self.boxes[flag], size) for flag, size in _UNITS if self._shown(flag)]
        if all(box.is_empty for box, _size in shown):
            return None
        total = 0
        for box, size in shown:
            value = 0 if box.is_empty else box.value()
            if value is None:
                return None
            total += value * size
        return Given(uid=self.uid, value=total)

    @override
    def state(self) -> object:
        return tuple(box.text() for box in self.boxes.values())

    @override
    def missing(self) -> str:
        return self.tr("Type how long: whole numbers of hours and minutes.")

    @override
    def stops(self) -> list[QWidget]:
        return list(self.boxes.values())


class PlaceField(AnswerField):
    """LATLON: two boxes in degrees."""

    uses: ClassVar[tuple[str, ...]] = ("lat", "lon")

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.lat = NumberBox(theme, self.tr("Latitude"), wide=9)
        self.lon = NumberBox(theme, self.tr("Longitude"), wide=10)
        row: list[QWidget] = []
        for word, box in ((self.tr("Lat"), self.lat), (self.tr("Lon"), self.lon)):
            degrees = TextLabel("°", tone="text2")
            row.append(together([TextLabel(word, tone="text2"), box, degrees]))
            self.watch(box)
            box.edited.connect(self.change)
        line_up(row, self.body, 6)

    @override
    def ask(self, question: Question) -> None:
        decimals = decimals_of(question)
        for box, most in ((self.lat, 90), (self.lon, 180)):
            box.decimals = decimals
            box.size_of_step = 10**decimals
            box.set_bounds((-most * 10**decimals, most * 10**decimals))

    @override
    def load(self, given: Given | None) -> None:
        self.lat.put(None if given is None else given.lat)
        self.lon.put(None if given is None else given.lon)

    @override
    def read(self) -> Given | None:
        lat, lon = self.lat.value(), self.lon.value()
        return None if lat is None or lon is None else Given(uid=self.uid, lat=lat, lon=lon)

    @override
    def state(self) -> object:
        return self.lat.text(), self.lon.text()

    @override
    def missing(self) -> str:
        return self.tr("Type latitude and longitude in degrees, such as −34.93 and 138.6.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.lat, self.lon]


def decimals_of(question: Question) -> int:
    """Return how many decimals a question's numbers are shown with."""
    # With more of them no number would have a digit before the point.
    return question.decimals if 0 < question.decimals <= MOST_DECIMALS else 0


def _step(decimals: int) -> int:
    """Return what one step adds: five hundredths, or one of the last place."""
    return 5 if decimals > 1 else 1


def _start(bounds: tuple[int, int] | None) -> int:
    return bounds[0] if bounds is not None and not bounds[0] <= 0 <= bounds[1] else 0
