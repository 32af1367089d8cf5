"""Whether a module may read data: what was decided, and the dialog that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.given import Given
from sessionary.views.survey.fields.base import AnswerField, line_up
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question
    from sessionary.views.theme import Theme

_LONGEST = 120


class PermissionField(AnswerField):
    """DIALOG_DATA_CRAWLER: what was decided, and a dialog with two buttons that decides it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._text: str | None = None
        self._choices: tuple[str, ...] = ()
        self.words = TextLabel()
        self.button = OutlinedButton(theme, self.tr("Decide…"), "key-round")
        self.dialog: PermissionDialog | None = None
        line_up([self.button, self.words], self.body, 12)
        self.watch(self.button)
        self.button.clicked.connect(self._ask)

    @override
    def ask(self, question: Question) -> None:
        self._choices = question.choices
        self.button.setEnabled(len(self._choices) == 2)
        self.button.setAccessibleName(one_line(question.text, 200))

    @override
    def load(self, given: Given | None) -> None:
        self._take(None if given is None else given.text)

    @override
    def read(self) -> Given | None:
        if self._text is None or self._text not in self._choices or len(self._choices) != 2:
            return None
        return Given(uid=self.uid, text=self._text)

    @override
    def missing(self) -> str:
        if len(self._choices) != 2:
            return self.tr("This question needs exactly two choices, so it cannot be answered.")
        return self.tr("Decide first: grant it or deny it.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.button]

    def _take(self, text: str | None) -> None:
        self._text = text
        self.words.setText(one_line(text or "", _LONGEST))
        self.words.setVisible(bool(text))

    def _ask(self) -> None:
        if self.question is None:
            return
        self.dialog = PermissionDialog(self.theme, self.question, self)
        self.dialog.chosen.connect(self._decided)
        self.dialog.open()

    def _decided(self, text: str) -> None:
        # One goes on where the question stood, whatever the system does with closed dialogs.
        self.window().activateWindow()
        self._take(text)
        self.change()
        self.entered.emit()


class PermissionDialog(QDialog):
    """Asks whether a module may read data; nothing is ever sent to it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Permission to read data"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(TextLabel(question.text, role="heading", wrap=True))
        module = self.tr("Module: {0}").format(one_line(question.unit, 200) or "–")
        column.addWidget(TextLabel(module, tone="text2", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        self.buttons: list[OutlinedButton] = []
        for choice in question.choices:
            button = OutlinedButton(theme, literal(one_line(choice, 60)))
            button.clicked.connect(lambda _checked=False, text=choice: self._choose(text))
            row.addWidget(button)
            self.buttons.append(button)
        column.addLayout(row)
        self.setMinimumWidth(theme.px(360))

    def _choose(self, text: str) -> None:
        self.accept()
        self.chosen.emit(text)
