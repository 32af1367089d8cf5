"""Widgets for texts: a line, several lines, slides, secrets and ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator, QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from sessionary.core.campaign.typed import typed_back
from sessionary.core.survey.given import Given
from sessionary.views.survey.fields.base import ENTER, AnswerField, line_up
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from sessionary.core.survey.records import Answer, Question
    from sessionary.views.theme import Theme

_LONGEST: Final = 16_383
# What no line shows: control characters, breaks, halves of characters that were no text.
_NOT_IN_A_LINE: Final = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_NOT_IN_LINES: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")


class _AtMost(QValidator):
    """Stops typing after so many characters, each counted once, whatever it is made of."""

    most = _LONGEST

    @override
    def validate(self, text: str, place: int, /) -> tuple[QValidator.State, str, int]:
        states = QValidator.State
        return (states.Acceptable if len(text) <= self.most else states.Invalid, text, place)


class TextField(AnswerField):
    """TEXT and EMAIL: one line, no longer than the question's bound."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.line = QLineEdit()
        self.line.setMaxLength(_LONGEST)
        self._most = _AtMost(self.line)
        self.line.setValidator(self._most)
        self.line.setMaximumWidth(theme.px(560))
        line_up([self.line], self.body, stretch=self.line)
        self.watch(self.line)
        self.line.textEdited.connect(self.change)

    @override
    def ask(self, question: Question) -> None:
        self._most.most = _LONGEST if question.bounds is None else question.bounds[1]
        self.line.setAccessibleName(one_line(question.text, 200))
        mail = question.type == "EMAIL"
        self.line.setPlaceholderText(self.tr("name@example.org") if mail else "")

    @override
    def load(self, given: Given | None) -> None:
        text = "" if given is None else given.text
        self.line.setText("" if _NOT_IN_A_LINE.search(text) else text)
        self.line.setCursorPosition(0)

    @override
    def read(self) -> Given | None:
        return Given(uid=self.uid, text=self.line.text())

    @override
    def state(self) -> object:
        return self.line.text()

    @override
    def stops(self) -> list[QWidget]:
        return [self.line]


class TextAreaField(AnswerField):
    """TEXTAREA: lines; Enter begins another one, Ctrl+Enter stores."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.area = _GrowingText(theme)
        self._source = self._shown = ""
        self.area.setMaximumWidth(theme.px(640))
        line_up([self.area], self.body, stretch=self.area)
        self.watch(self.area)
        self.area.textChanged.connect(self.change)

    @override
    def ask(self, question: Question) -> None:
        self.area.setAccessibleName(one_line(question.text, 200))

    @override
    def load(self, given: Given | None) -> None:
        text = "" if given is None else given.text
        self._source = "" if _NOT_IN_LINES.search(text.replace("\r\n", "\n")) else text
        self.area.setPlainText(self._source)
        self._shown = self.area.toPlainText()

    @override
    def read(self) -> Given | None:
        # The editor has line ends and blanks of its own: only what was edited is another.
        text = typed_back(self._source, self._shown, self.area.toPlainText())
        return Given(uid=self.uid, text=text)

    @override
    def state(self) -> object:
        return self.area.toPlainText()

    @override
    def stops(self) -> list[QWidget]:
        return [self.area]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.key() in ENTER
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            # The window has a command on the same key.
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.entered.emit()
            return True
        return super().eventFilter(watched, event)


class _GrowingText(QPlainTextEdit):
    """Lines that take the height they need, from three to ten of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines, block = 0, self.document().begin()
        while block.isValid() and lines < 10:
            lines += max(1, block.layout().lineCount())
            block = block.next()
        # Without a bar unless it is needed: it would come and go as the text is laid out.
        policies = Qt.ScrollBarPolicy
        full = lines >= 10
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if full else policies.ScrollBarAlwaysOff
        )
        margins = 2 * self.document().documentMargin() + 2 * self.theme.px(7)
        height = round(min(max(lines, 3), 10) * self.fontMetrics().lineSpacing() + margins)
        if height != self.height():
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class SlideField(AnswerField):
    """HIDDEN: a slide of text without input; the button goes on and stores the default."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._text = ""
        self.words = TextLabel(tone="text2", wrap=True)
        self.button = OutlinedButton(theme, self.tr("Next"), "arrow-right")
        line_up([self.button, self.words], self.body, 12, stretch=self.words)
        self.watch(self.button)
        self.button.clicked.connect(self.entered)

    @override
    def load(self, given: Given | None) -> None:
        self._text = "" if given is None else given.text
        answered = self.answer is not None
        self.button.setVisible(not answered)
        self.words.setText(self._text if answered and self._text else "")
        if answered and not self._text:
            self.words.setText(self.tr("Read"))

    @override
    def read(self) -> Given | None:
        return Given(uid=self.uid, text=self._text)

    @override
    def stops(self) -> list[QWidget]:
        return [self.button]


class SecretField(AnswerField):
    """SHA1_HASH and PASSWORD: typed unseen; afterwards only that there is one can be told."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setPlaceholderText(self.tr("Only a fingerprint is kept"))
        self.line.setMaximumWidth(theme.px(420))
        line_up([self.line], self.body, stretch=self.line)
        self.watch(self.line)
        self.line.textEdited.connect(self.change)

    @override
    def ask(self, question: Question) -> None:
        self.line.setAccessibleName(one_line(question.text, 200))

    @override
    def load(self, given: Given | None) -> None:
        # Also what undo inside the line would bring back.
        self.line.setText("")

    @override
    def read(self) -> Given | None:
        text = self.line.text()
        return Given(uid=self.uid, text=text) if text else None

    @override
    def can_show(self, stored: Given) -> bool:
        return False

    @override
    def told_raw(self, answer: Answer) -> str:
        return self.tr("Hash stored")

    @override
    def why_locked(self) -> str:
        return self.tr("Nobody can read it any more; it can only be typed anew.")

    @override
    def state(self) -> object:
        return self.line.text()

    @override
    def missing(self) -> str:
        return self.tr("Type something first.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.line]


class UuidField(AnswerField):
    """UUID: typed or pasted, or a new one."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        make: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        """Make an empty field.

        Args:
            theme: Colours and sizes.
            parent: The widget it belongs to.
            make: Returns a new id.
        """
        super().__init__(theme, parent)
        self._make = make
        self.line = QLineEdit()
        pattern = QRegularExpression("(?!-)[0-9a-f-]{0,36}")
        self.line.setValidator(QRegularExpressionValidator(pattern, self.line))
        self.line.setPlaceholderText("00000000-0000-0000-0000-000000000000")
        self.line.setMinimumWidth(theme.px(310))
        self.button = OutlinedButton(theme, self.tr("New"), "sparkles")
        line_up([self.line, self.button], self.body)
        self.watch(self.line)
        self.line.textEdited.connect(self.change)
        self.button.clicked.connect(self._new)

    @override
    def ask(self, question: Question) -> None:
        self.line.setAccessibleName(one_line(question.text, 200))

    @override
    def load(self, given: Given | None) -> None:
        text = "" if given is None else given.text
        self.line.setText("" if _NOT_IN_A_LINE.search(text) else text)
        self.line.setCursorPosition(0)

    @override
    def read(self) -> Given | None:
        text = self.line.text()
        return Given(uid=self.uid, text=text) if text else None

    @override
    def state(self) -> object:
        return self.line.text()

    @override
    def missing(self) -> str:
        return self.tr("Type an id, or press New for one that nobody has.")

    @override
    def stops(self) -> list[QWidget]:
        return [self.line, self.button]

    def _new(self) -> None:
        self.line.setText(self._make())
        self.change()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
