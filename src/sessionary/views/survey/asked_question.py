"""One question of the interview, as large as it deserves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.core.survey.findings import Level
from sessionary.models.survey_words import title_of
from sessionary.views.survey.fields import field_kind
from sessionary.views.survey.fields.base import ENTER
from sessionary.views.survey.question_row import next_stop
from sessionary.views.survey.row_words import bounds_text
from sessionary.views.survey.small_parts import Description, FindingLine
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.text import TextLabel, one_line, set_tip

if TYPE_CHECKING:
    from sessionary.core.survey.sheet import SheetRow
    from sessionary.views.survey.fields import AnswerField
    from sessionary.views.survey.survey_work import Refusal
    from sessionary.views.theme import Theme

_WIDEST: Final = 680


class AskedQuestion(QFrame):
    """One question as large as it deserves, its field, and the ways on and back.

    Signals:
        answered: The reader wants to store what is there and go on.
        back_asked: The reader wants to take the last answer back.
    """

    answered = Signal()
    back_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.row: SheetRow | None = None
        self.field: AnswerField | None = None
        self._fields: dict[type[AnswerField], AnswerField] = {}
        self.setObjectName("card")
        self.setMaximumWidth(theme.px(_WIDEST))
        self.place = TextLabel(role="secondary", tone="text2")
        self.title = TextLabel(role="pane_title", wrap=True)
        self.description = Description()
        self.hint = TextLabel(role="secondary", tone="text2", wrap=True)
        self.refusal = FindingLine(theme)
        self.back = OutlinedButton(theme, self.tr("Back"), "arrow-left")
        set_tip(self.back, self.tr("Take the last answer back (Alt+Left)"))
        self.before = TextLabel(role="secondary", tone="text2", elide=True)
        self.next = OutlinedButton(theme, self.tr("Next"), "arrow-right")
        set_tip(self.next, self.tr("Store the answer and go on (Enter)"))
        self._slot = QVBoxLayout()
        self._lay_out()
        self.back.clicked.connect(self.back_asked)
        self.next.clicked.connect(self.answered)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        ways = QHBoxLayout()
        ways.setSpacing(12)
        ways.addWidget(self.back)
        ways.addWidget(self.before, 1)
        ways.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(8)
        column.addWidget(self.place)
        column.addWidget(self.title)
        column.addWidget(self.description)
        column.addSpacing(8)
        column.addLayout(self._slot)
        column.addWidget(self.hint)
        column.addWidget(self.refusal)
        column.addSpacing(16)
        column.addLayout(ways)

    def ask(self, row: SheetRow, last: str | None, total: int | None) -> bool:
        """Ask a question; say whether it is another one than before.

        Args:
            row: The question.
            last: The answer that going back would take back, None if there is none.
            total: How many questions there are.
        """
        former = self.row
        self._show_way_back(last)
        same = (
            former is not None
            and (former.question, former.proposal) == (row.question, row.proposal)
            and former.taken_back == row.taken_back
        )
        if same and self.field is not None:
            self.row = row
            return False
        self.row = row
        question = row.question
        words = self.tr("Question {0} of {1}").format(row.number, total)
        marks = self.tr("must be answered") if question.is_mandatory else ""
        self.place.setText(" · ".join(part for part in (words, marks) if part))
        self.title.setText(title_of(question))
        self.description.set_html(question.html)
        self.hint.setText(bounds_text(self, question))
        self.hint.setVisible(bool(self.hint.text()))
        self.refusal.say(Level.ERROR, "")
        self._take_field(field_kind(question))
        if self.field is not None:
            self.field.set(question, None, row.proposal)
            # A slide has one way on, which stands below it.
            self.field.setVisible(question.type != "HIDDEN")
        self.setAccessibleName(one_line(title_of(question), 300))
        return True

    def _show_way_back(self, last: str | None) -> None:
        self.back.setEnabled(last is not None)
        text = one_line(last or "", 80)
        self.before.setText(self.tr("before: {0}").format(text) if text else "")

    def _take_field(self, kind: type[AnswerField]) -> None:
        """Put the field of a kind in its place; each kind is made once."""
        if self.field is not None:
            self.field.forget()
            self.field.hide()
        if kind not in self._fields:
            field = kind(self.theme)
            field.entered.connect(self.answered)
            field.edited.connect(self._edited)
            self._slot.addWidget(field)
            self._fields[kind] = field
        self.field = self._fields[kind]
        self.field.show()

    def give_up(self) -> None:
        """Let go of the question and of what is typed."""
        if self.field is not None:
            self.field.forget()
        self.row = None
        self.refusal.say(Level.ERROR, "")

    def tell(self, refusal: Refusal) -> None:
        """Say why an answer was refused."""
        self.refusal.say(Level.ERROR, refusal.message, refusal.code)

    @property
    def touched(self) -> bool:
        """Whether something is typed that is not stored."""
        return self.row is not None and self.field is not None and self.field.touched

    def go_in(self) -> None:
        """Take the focus where the answer is given."""
        stops = self._answer_stops()
        (stops[0] if stops else self.next).setFocus(Qt.FocusReason.TabFocusReason)

    def _edited(self) -> None:
        if not self.refusal.isHidden():
            self.refusal.say(Level.ERROR, "")

    def _answer_stops(self) -> list[QWidget]:
        shown = self.field is not None and not self.field.isHidden()
        return self.field.all_stops() if shown and self.field is not None else []

    def _stops(self) -> list[QWidget]:
        return [*self._answer_stops(), self.next, *([self.back] if self.back.isEnabled() else [])]

    @override
    def focusNextPrevChild(self, next: bool, /) -> bool:  # Qt's name
        # First the answer, then the way on: the way back stands before them, and is not the way.
        at = next_stop(self._stops(), QApplication.focusWidget(), forward=next)
        if at is None:
            return super().focusNextPrevChild(next)
        reasons = Qt.FocusReason
        at.setFocus(reasons.TabFocusReason if next else reasons.BacktabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            focus = QApplication.focusWidget()
            is_box = isinstance(focus, QCheckBox | QRadioButton)
            if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus) and not is_box:
                focus.click()
            else:
                self.answered.emit()
        elif _is_back(event) and self.back.isEnabled():
            self.back_asked.emit()
        elif event.key() == Qt.Key.Key_Escape and self.touched and self.field is not None:
            self.field.give_up()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (_is_back(event) or (event.key() == Qt.Key.Key_Escape and self.touched))
        ):
            event.accept()
            return True
        return super().event(event)


def _is_back(event: QKeyEvent) -> bool:
    alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
    return alt and event.key() == Qt.Key.Key_Left
