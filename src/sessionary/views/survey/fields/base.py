"""What every widget that answers a question has in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.given import given_of
from sessionary.core.survey.values import parse_raw, raw_form
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from sessionary.core.survey.given import Given
    from sessionary.core.survey.records import Answer, Question
    from sessionary.views.theme import Theme

_ALMOST_ALL: Final = 1000
_SAID: Final = 300

ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class AnswerField(QWidget):
    """Answers one question: shows what is answered or proposed, and gives what is there now.

    A value that the widget cannot show exactly is not touched by opening it: it stands there as
    text until the reader asks to replace it.

    Signals:
        edited: The reader changed something.
        entered: The reader wants to store what is there: by Enter or a button of the field.
    """

    edited = Signal()
    entered = Signal()

    uses: ClassVar[tuple[str, ...]] = ("text",)
    """Which of the data fields an answer of this type has its value in."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.question: Question | None = None
        self.answer: Answer | None = None
        self._proposal = ""
        self._filling = False
        self._baseline: object = None
        self._locked: _Locked | None = None
        self.is_replacing = False
        """Whether the reader is replacing an answer that the widget cannot show."""
        self.body = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.body)

    # What a kind of field fills in.

    def ask(self, question: Question) -> None:
        """Take over what the question says: bounds, choices, units."""

    def load(self, given: Given | None) -> None:
        """Show a value, or that there is none yet."""
        raise NotImplementedError

    def read(self) -> Given | None:
        """Return what is there; None if it is no value yet."""
        raise NotImplementedError

    def missing(self) -> str:
        """Return a sentence for people: what to do where there is no value yet."""
        return self.tr("Choose an answer first.")

    def why_locked(self) -> str:
        """Return a sentence: why the answer stands there as text."""
        return self.tr("The field cannot show this exactly, so it stays as it is.")

    def state(self) -> object:
        """Return something that changes whenever the reader changes something."""
        return self.read()

    def stops(self) -> list[QWidget]:
        """Return the widgets that the Tab key comes to, in order."""
        raise NotImplementedError

    # What the form does with it.

    def set(self, question: Question, answer: Answer | None, proposal: str = "") -> None:
        """Show a question's answer; what was typed before is gone.

        Args:
            question: What is asked.
            answer: What is answered, None if nothing is.
            proposal: The raw form of what an answer may begin with.
        """
        self.question, self.answer, self._proposal = question, answer, proposal
        self.is_replacing = False
        self._filling = True
        self.ask(question)
        if answer is None:
            self.load(parse_raw(question, proposal) if proposal else None)
            self._lock("")
        else:
            stored = given_of(answer)
            self.load(stored)
            self._lock("" if self.can_show(stored) else self.told_raw(answer))
        self._filling = False
        self._baseline = self.state()
        for stop in self.stops():
            # A box says what it is, and of which question.
            stop.setAccessibleDescription(one_line(question.text, _SAID))

    def given(self) -> Given | None:
        """Return what would be stored now, None if there is no value yet."""
        if self.is_locked:
            return None if self.answer is None else given_of(self.answer)
        found = self.read()
        if found is None or self.answer is None:
            return found
        # They say how the time was meant, and no widget shows them.
        deltas = self.answer.time_zone_delta, self.answer.dst_delta
        return replace(found, time_zone_delta=deltas[0], dst_delta=deltas[1])

    def can_show(self, stored: Given) -> bool:
        """Whether what was loaded is exactly what is shown now."""
        shown = self.read()
        return (
            self.is_of_question
            and shown is not None
            and all(getattr(shown, name) == getattr(stored, name) for name in self.uses)
        )

    @property
    def is_of_question(self) -> bool:
        """Whether the answer is of the question's type: its own type says what it means."""
        if self.answer is None or self.question is None:
            return True
        return self.answer.type == self.question.type

    def told_raw(self, answer: Answer) -> str:
        """Return what is shown of an answer that the widget cannot show."""
        return raw_form(answer)

    @property
    def touched(self) -> bool:
        """Whether the reader changed something that is not stored yet."""
        return not self.is_locked and self.state() != self._baseline

    @property
    def is_locked(self) -> bool:
        """Whether the answer stands there as text, to be replaced only."""
        return self._locked is not None and not self._locked.isHidden()

    def give_up(self) -> None:
        """Show what is stored again."""
        if self.question is not None:
            self.set(self.question, self.answer, self._proposal)

    def unlock(self) -> None:
        """Let an answer be replaced that the widget cannot show."""
        self._filling = True
        self.load(None)
        self._lock("")
        self._filling = False
        self.is_replacing = True
        self._baseline = self.state()
        if stops := self.stops():
            stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def all_stops(self) -> list[QWidget]:
        """Return the widgets that the Tab key comes to now."""
        if self.is_locked and self._locked is not None:
            return [self._locked.button]
        return [one for one in self.stops() if one.isEnabled() and not one.isHidden()]

    def forget(self) -> None:
        """Let go of all values: the widget waits for another question."""
        self._filling = True
        self.load(None)
        self._lock("")
        self._filling = False
        self.answer = None
        self._proposal = ""

    # For kinds of fields.

    @property
    def uid(self) -> str:
        """The question's."""
        return "" if self.question is None else self.question.uid

    def change(self, *_value: object) -> None:
        """Tell that the reader changed something; nothing while the field is being filled."""
        if not self._filling:
            self.edited.emit()

    def watch(self, widget: QWidget) -> None:
        """Let the window's undo have its keys while nothing in here waits to be stored."""
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            around = self.parentWidget()
            if event.type() == QEvent.Type.ShortcutOverride and not self.touched:
                standard = QKeySequence.StandardKey
                if event.matches(standard.Undo) or event.matches(standard.Redo):
                    event.ignore()
                    return True
            elif event.type() == QEvent.Type.KeyPress and is_way(event) and around is not None:
                # Boxes and buttons would step by it: it is for what the field stands in.
                QApplication.sendEvent(around, event)
                return True
        return super().eventFilter(watched, event)

    def _lock(self, raw: str) -> None:
        """Show `raw` as text in place of the widget; the widget where it is empty."""
        if raw and self._locked is None:
            self._locked = _Locked(self.theme)
            self._locked.button.clicked.connect(self.unlock)
            self._column.addWidget(self._locked)
        if self._locked is not None:
            self._locked.words.setText(raw)
            self._locked.hint.setText(self.why_locked())
            self._locked.setVisible(bool(raw))
        self.body.setVisible(not raw)


class _Locked(QWidget):
    """An answer as it is stored, and the word that lets it be replaced."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = TextLabel(wrap=True, selectable=True)
        self.words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.button = LinkButton(theme, self.tr("Replace…"))
        self.hint = TextLabel(role="secondary", tone="text2", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addLayout(row)


def is_way(event: QKeyEvent) -> bool:
    """Whether a key leads from question to question, or takes an answer back."""
    modifiers = Qt.KeyboardModifier
    ways = {
        (Qt.Key.Key_Up, modifiers.ControlModifier),
        (Qt.Key.Key_Down, modifiers.ControlModifier),
        (Qt.Key.Key_Left, modifiers.AltModifier),
        (Qt.Key.Key_Delete, modifiers.ControlModifier | modifiers.ShiftModifier),
    }
    return (event.key(), event.modifiers() & ~modifiers.KeypadModifier) in ways


def line_up(
    widgets: list[QWidget], body: QWidget, gap: int = 8, *, stretch: QWidget | None = None
) -> None:
    """Lay widgets out in a row at the left of a field's body, in several where it is narrow.

    Args:
        widgets: They, from the left.
        body: What they stand in.
        gap: Between them.
        stretch: The one that takes the room that is left, all in one row; none if not given.
    """
    if stretch is None:
        flow = FlowLayout(body, gap=gap, line_gap=4, centred=True)
        for widget in widgets:
            flow.addWidget(widget)
        return
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for widget in widgets:
        # What is as wide as it may be leaves the rest free at its right.
        row.addWidget(widget, _ALMOST_ALL if widget is stretch else 0)
    row.addStretch(1)


def together(widgets: list[QWidget], gap: int = 6) -> QWidget:
    """Return widgets as one that `line_up` does not tear apart."""
    one = QWidget()
    row = QHBoxLayout(one)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget)
    return one
