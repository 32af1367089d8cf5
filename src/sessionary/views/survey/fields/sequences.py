"""The widget for lists with one value for each label of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.given import Given
from sessionary.core.survey.typed_values import read_items, read_scaled, scaled_text
from sessionary.core.survey.validation import MOST_DECIMALS
from sessionary.views.survey.fields.base import AnswerField
from sessionary.views.survey.fields.numbers import decimals_of
from sessionary.views.survey.fields.stepped import ClockBox, MomentBox, NumberBox, SteppedBox
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question
    from sessionary.views.theme import Theme


class ShortNumberBox(NumberBox):
    """A number without the zeros at its end, as lists of them are written."""

    @override
    def told(self, value: int) -> str:
        return _short(value, self.decimals)


class SequenceField(AnswerField):
    """The three types of sequences: a row for each label, and what is wrong between two rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.boxes: list[SteppedBox] = []
        self._labels: list[TextLabel] = []
        self._sources: list[str] = []
        self._count = 0
        self._decimals = 0
        self._grid = QGridLayout(self.body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, theme.px(76))
        self._grid.setColumnStretch(2, 1)

    def make(self) -> SteppedBox:
        """Return a box for one value."""
        return ShortNumberBox(self.theme, wide=9)

    @override
    def ask(self, question: Question) -> None:
        self._count = len(question.choices)
        while len(self.boxes) < self._count:
            self._add_row()
        for place, box in enumerate(self.boxes):
            shown = place < self._count
            box.setVisible(shown)
            self._labels[place].setVisible(shown)
            if shown:
                label = one_line(question.choices[place], 80)
                self._labels[place].setText(label)
                box.setAccessibleName(f"{one_line(question.text, 120)}: {label}")
        self._decimals = max(decimals_of(question), 1)

    def _add_row(self) -> None:
        box, label = self.make(), TextLabel(tone="text2")
        self.watch(box)
        box.edited.connect(self.change)
        place = len(self.boxes)
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(box, place, 1)
        self.boxes.append(box)
        self._labels.append(label)

    @override
    def load(self, given: Given | None) -> None:
        text = "" if given is None else given.text
        items = read_items(text)
        self._sources = items if len(items) == self._count else []
        places = [len(item.partition(".")[2]) for item in self._sources]
        for place, box in enumerate(self._used):
            if isinstance(box, NumberBox):
                box.decimals = min(max([self._decimals, *places]), MOST_DECIMALS)
                box.size_of_step = 10**box.decimals
            box.put(self._value(box, self._sources[place]) if self._sources else None)

    @override
    def read(self) -> Given | None:
        if all(box.is_empty for box in self._used):
            needed = self.question is not None and self.question.is_mandatory
            return None if needed else Given(uid=self.uid)
        items = []
        for place, box in enumerate(self._used):
            value = box.value()
            if value is None:
                return None
            items.append(self._item(box, value, place))
        return Given(uid=self.uid, text=",".join(items))

    @override
    def state(self) -> object:
        return [box.text() for box in self._used]

    @override
    def missing(self) -> str:
        return self.tr("Fill in every row, or none; no value may be lower than the one above.")

    @override
    def stops(self) -> list[QWidget]:
        return list(self._used)

    @property
    def _used(self) -> list[SteppedBox]:
        return self.boxes[: self._count]

    def _value(self, box: SteppedBox, item: str) -> int | None:
        return read_scaled(item, box.decimals if isinstance(box, NumberBox) else 0)

    def _item(self, box: SteppedBox, value: int, place: int) -> str:
        """Return a value as the list has it; one that was not edited as it was written."""
        if self._sources and value == self._value(box, self._sources[place]):
            return self._sources[place]
        return _short(value, box.decimals) if isinstance(box, NumberBox) else str(value)


class DayTimeSequenceField(SequenceField):
    """DAYTIME_SEQUENCE: times of day that do not go back."""

    @override
    def make(self) -> SteppedBox:
        return ClockBox(self.theme)


class MomentSequenceField(SequenceField):
    """DATETIME_SEQUENCE: dates and times in UTC that do not go back."""

    @override
    def make(self) -> SteppedBox:
        return MomentBox(self.theme)


def _short(value: int, decimals: int) -> str:
    text = scaled_text(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
