"""Widgets that take an answer from a list of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QWidget,
)
from typing_extensions import override

from sessionary.core.survey.given import Given
from sessionary.core.survey.typed_values import read_items
from sessionary.views.survey.fields.base import AnswerField, line_up
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import literal, one_line, set_tip, shown_text

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from sessionary.core.survey.records import Question
    from sessionary.views.theme import Theme

_LONGEST = 120
_TAKE_BACK = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_ROWS_SHOWN = 6


def _same_marks(stored: Given, shown: Given | None) -> bool:
    """Whether a list of choices is shown whole; its order is no part of it."""
    items = read_items(stored.text)
    return shown is not None and sorted(items) == sorted(read_items(shown.text))


class _ButtonsField(AnswerField):
    """Choices as buttons side by side, as many lines as they take."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.buttons: list[QAbstractButton] = []
        self._choices: tuple[str, ...] = ()
        self._flow = FlowLayout(self.body, gap=theme.px(14), line_gap=2)
        policy = self.body.sizePolicy()
        policy.setHeightForWidth(True)
        self.body.setSizePolicy(policy)

    def make(self) -> QAbstractButton:
        """Return a new button."""
        raise NotImplementedError

    @override
    def ask(self, question: Question) -> None:
        self._choices = question.choices
        while len(self.buttons) < len(self._choices):
            button = self.make()
            self.watch(button)
            button.toggled.connect(self.change)
            self._flow.addWidget(button)
            self.buttons.append(button)
        for place, button in enumerate(self.buttons):
            shown = place < len(self._choices)
            button.setVisible(shown)
            if shown:
                choice = shown_text(self._choices[place])
                button.setText(literal(one_line(choice, _LONGEST)) or self.tr("(nothing)"))
                set_tip(button, choice if len(choice) > _LONGEST else "")
        self._flow.invalidate()

    @property
    def _used(self) -> list[QAbstractButton]:
        return self.buttons[: len(self._choices)]

    def _marked(self) -> list[str]:
        pairs = zip(self._choices, self._used, strict=True)
        return [choice for choice, button in pairs if button.isChecked()]


class MultiChoiceField(_ButtonsField):
    """MULTICHOICE: a box to tick for each choice; none is an answer too."""

    @override
    def make(self) -> QAbstractButton:
        return QCheckBox()

    @override
    def load(self, given: Given | None) -> None:
        items = [] if given is None else read_items(given.text)
        for choice, button in zip(self._choices, self._used, strict=True):
            button.setChecked(choice in items)

    @override
    def read(self) -> Given | None:
        return Given(uid=self.uid, text=",".join(self._marked()))

    @override
    def can_show(self, stored: Given) -> bool:
        return self.is_of_question and _same_marks(stored, self.read())

    @override
    def stops(self) -> list[QWidget]:
        return list(self._used)


class SingleChoiceField(_ButtonsField):
    """SINGLECHOICE: a round button for each choice; Delete takes the choice back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._group = QButtonGroup(self)

    @override
    def make(self) -> QAbstractButton:
        button = QRadioButton()
        self._group.addButton(button)
        return button

    @override
    def load(self, given: Given | None) -> None:
        self._take_back()
        for choice, button in zip(self._choices, self._used, strict=True):
            if given is not None and choice == given.text and choice:
                button.setChecked(True)
                break

    @override
    def read(self) -> Given | None:
        marked = self._marked()
        needed = self.question is not None and self.question.is_mandatory
        if not marked and needed:
            return None
        return Given(uid=self.uid, text=marked[0] if marked else "")

    @override
    def state(self) -> object:
        return self._marked()

    @override
    def stops(self) -> list[QWidget]:
        marked = [button for button in self._used if button.isChecked()]
        return [*(marked or self._used[:1])]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _TAKE_BACK
            and not event.modifiers()
        ):
            self._take_back()
            self.change()
            return True
        return super().eventFilter(watched, event)

    def _take_back(self) -> None:
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self._group.setExclusive(True)


class ChoiceList(QListWidget):
    """A list of boxes to tick that is as high as it needs to be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("choices")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Take the height of the rows, or of a few of them."""
        rows = min(max(self.count(), 1), _ROWS_SHOWN)
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), self.theme.px(28)) + 2)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.count() > _ROWS_SHOWN and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class MultiSelectField(AnswerField):
    """MULTISELECT: a list of boxes to tick; Space ticks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.list = ChoiceList(theme)
        self.list.setMaximumWidth(theme.px(420))
        line_up([self.list], self.body, stretch=self.list)
        self.watch(self.list)
        self.list.itemChanged.connect(self.change)

    @override
    def ask(self, question: Question) -> None:
        self.list.setAccessibleName(one_line(question.text, 200))
        self.list.clear()
        for choice in question.choices:
            item = QListWidgetItem(one_line(choice, _LONGEST) or self.tr("(nothing)"))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                          | Qt.ItemFlag.ItemIsUserCheckable)  # fmt: skip
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.fit()

    @override
    def load(self, given: Given | None) -> None:
        items = [] if given is None else read_items(given.text)
        choices = () if self.question is None else self.question.choices
        for place, choice in enumerate(choices):
            ticked = Qt.CheckState.Checked if choice in items else Qt.CheckState.Unchecked
            self.list.item(place).setCheckState(ticked)

    @override
    def read(self) -> Given | None:
        choices = () if self.question is None else self.question.choices
        ticked = [
            choice
            for place, choice in enumerate(choices)
            if self.list.item(place).checkState() == Qt.CheckState.Checked
        ]
        return Given(uid=self.uid, text=",".join(ticked))

    @override
    def can_show(self, stored: Given) -> bool:
        return self.is_of_question and _same_marks(stored, self.read())

    @override
    def stops(self) -> list[QWidget]:
        return [self.list]


class CalmComboBox(QComboBox):
    """A drop-down that lets the page scroll when the wheel turns over it."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SingleSelectField(AnswerField):
    """SINGLESELECT: a drop-down whose first entry is empty."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.box = CalmComboBox()
        self.box.setMinimumWidth(theme.px(220))
        self.box.setMaximumWidth(theme.px(420))
        self._choices: tuple[str, ...] = ()
        line_up([self.box], self.body)
        self.watch(self.box)
        self.box.currentIndexChanged.connect(self.change)

    @override
    def ask(self, question: Question) -> None:
        self._choices = question.choices
        self.box.setAccessibleName(one_line(question.text, 200))
        self.box.clear()
        self.box.addItem("")
        for choice in self._choices:
            self.box.addItem(one_line(choice, _LONGEST))

    @override
    def load(self, given: Given | None) -> None:
        known = given is not None and given.text in self._choices
        self.box.setCurrentIndex(self._choices.index(given.text) + 1 if given and known else 0)

    @override
    def read(self) -> Given | None:
        place = self.box.currentIndex()
        if place > 0:
            return Given(uid=self.uid, text=self._choices[place - 1])
        needed = self.question is not None and self.question.is_mandatory
        return None if needed else Given(uid=self.uid)

    @override
    def state(self) -> object:
        return self.box.currentIndex()

    @override
    def stops(self) -> list[QWidget]:
        return [self.box]


class CheckField(AnswerField):
    """CHECKBOX: one box with the words of the second choice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.box = QCheckBox()
        self._choices: tuple[str, ...] = ()
        line_up([self.box], self.body)
        self.watch(self.box)
        self.box.toggled.connect(self.change)

    @override
    def ask(self, question: Question) -> None:
        self._choices = question.choices
        words = self._choices[1] if len(self._choices) == 2 else ""
        self.box.setText(literal(one_line(words, _LONGEST)))
        self.box.setAccessibleName(one_line(f"{question.text}: {words}", 300))
        self.box.setEnabled(len(self._choices) == 2)

    @override
    def load(self, given: Given | None) -> None:
        on = given is not None and len(self._choices) == 2 and given.text == self._choices[1]
        self.box.setChecked(on)

    @override
    def read(self) -> Given | None:
        if len(self._choices) != 2:
            return None
        return Given(uid=self.uid, text=self._choices[self.box.isChecked()])

    @override
    def missing(self) -> str:
        return self.tr("This question needs exactly two choices, so it cannot be answered.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.box]
