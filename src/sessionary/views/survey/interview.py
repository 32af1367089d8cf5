"""The interview: one question at a time, in the order of the survey."""

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
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.core.survey.findings import Level
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.records import State
from sessionary.core.survey.values import value_text
from sessionary.models.survey_words import limits_text, title_of
from sessionary.views.survey.fields import field_kind
from sessionary.views.survey.fields.base import ENTER
from sessionary.views.survey.question_row import next_stop
from sessionary.views.survey.small_parts import Description, FindingLine
from sessionary.views.survey.survey_work import Refusal
from sessionary.views.widgets.bars import ProgressLine
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.cards import ScrollPage
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import TextLabel, one_line, set_tip

if TYPE_CHECKING:
    from sessionary.core.survey.records import Answer
    from sessionary.core.survey.sheet import SheetRow
    from sessionary.views.survey.fields import AnswerField
    from sessionary.views.survey.session_view import SessionView
    from sessionary.views.survey.survey_work import SurveyEditor
    from sessionary.views.theme import Theme

_WIDEST: Final = 680


class Interview(QWidget):
    """Asks the next question; Enter goes on, Alt+Left takes the last answer back.

    Signals:
        form_asked: The reader wants to see all questions.
    """

    form_asked = Signal()

    def __init__(self, theme: Theme, editor: SurveyEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.editor = theme, editor
        self.view: SessionView | None = None
        self.asking = AskedQuestion(theme)
        self.over = EmptyState(theme, "circle-check", "", "", second=" ")
        self.progress = TextLabel(tone="text2")
        self.bar = ProgressLine(theme)
        self._stack = QStackedWidget()
        page = ScrollPage(theme)
        page.add(self.asking)
        self._stack.addWidget(page)
        self._stack.addWidget(self.over)
        self._lay_out()
        self.asking.answered.connect(self._answer)
        self.asking.back_asked.connect(self._back)
        self.over.acted.connect(self._act_at_end)
        self.over.acted_second.connect(self._back)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        head.setSpacing(12)
        head.addWidget(self.progress)
        head.addWidget(self.bar, 1)
        self.bar.setMaximumWidth(self.theme.px(420))
        head.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def show_view(self, view: SessionView | None) -> None:
        """Show where a session stands; what is typed stays while the same question is asked."""
        self.view = view
        if view is None:
            self.asking.give_up()
            return
        self.progress.setText(progress_text(self, view))
        total = view.standing.total
        self.bar.setVisible(bool(total))
        self.bar.set_share(view.standing.done / total if total else 0)
        self.bar.setAccessibleName(self.progress.text())
        asked = view.asked if view.answerable else None
        if asked is None:
            self.asking.give_up()
            self._tell_end(view)
            self._stack.setCurrentIndex(1)
            return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or QWidget())
        last = _last_given(view)
        moved = self.asking.ask(asked, last, total)
        self._stack.setCurrentIndex(0)
        if moved and had_focus:
            self.enter()

    def enter(self) -> None:
        """Take the focus."""
        if self._stack.currentIndex() == 0:
            self.asking.go_in()
        elif not self.over.button.isHidden():
            self.over.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Store what is typed; say whether nothing is left unsaved."""
        return not self.asking.touched or self._answer()

    def give_up(self) -> None:
        """Let go of what is typed."""
        self.asking.give_up()

    def _answer(self) -> bool:
        field = self.asking.field
        if field is None:
            return True
        given = field.given()
        if given is None:
            self.asking.tell(Refusal(field.missing()))
            return False
        refused = self.editor.answer(given)
        if refused is not None:
            self.asking.tell(refused)
        return refused is None

    def _back(self) -> None:
        self.asking.give_up()
        refused = self.editor.delete_previous()
        if refused is not None:
            self.asking.tell(refused)
        self.enter()

    def _act_at_end(self) -> None:
        if self.view is not None and self.view.standing.state is State.FINISHED:
            self.editor.close()
        else:
            self.form_asked.emit()

    def _tell_end(self, view: SessionView) -> None:
        """Say why nothing is asked."""
        icon, statement, sentence = self._why_nothing(view)
        finished = view.standing.state is State.FINISHED and view.answerable
        button = self.tr("Close the session") if finished else self.tr("Look at all questions")
        back = (
            self.tr("Back to the last question") if finished and view.opened.session.given else ""
        )
        self.over.say(icon, statement, sentence, button, back)

    def _why_nothing(self, view: SessionView) -> tuple[str, str, str]:
        state, session = view.standing.state, view.opened.session
        if session.damaged:
            return (
                "circle-alert",
                self.tr("A line cannot be read"),
                self.tr("Repair it first: the findings show where."),
            )
        if view.opened.definition is None:
            return (
                "circle-question-mark",
                self.tr("The questions are not known"),
                self.tr("The version of the survey that this session belongs to is missing."),
            )
        if state is State.CLOSED:
            return (
                "lock",
                self.tr("This session is closed"),
                self.tr("Nothing is asked any more."),
            )
        if view.standing.conflict is not None:
            return (
                "triangle-alert",
                self.tr("The next question is answered already"),
                self.tr("“{0}” is asked next. Take its answer back, or a later one.").format(
                    one_line(self._title(view, view.standing.conflict), 80)
                ),
            )
        if not view.standing.order_known:
            return self._unknown_order(view)
        if state is State.FINISHED:
            return (
                "circle-check",
                self.tr("All questions are asked"),
                self.tr("Close the session, or go back and answer again."),
            )
        return (
            "lock",
            self.tr("Nothing can be answered here"),
            self.tr("The session can only be read now."),
        )

    def _unknown_order(self, view: SessionView) -> tuple[str, str, str]:
        titles = [one_line(self._title(view, uid), 60) for uid in view.standing.next]
        asked = self.tr(" It says next: {0}.").format(", ".join(titles)) if titles else ""
        return (
            "circle-question-mark",
            self.tr("The order is not known"),
            self.tr("A program of the survey decides what is asked; it is not run here.") + asked,
        )

    def _title(self, view: SessionView, uid: str) -> str:
        found = next((one for one in view.rows if one.question.uid == uid), None)
        return uid if found is None else title_of(found.question)


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
        self.next = PrimaryButton(theme, self.tr("Next"), "arrow-right")
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

    def ask(self, row: SheetRow, last: Answer | None, total: int | None) -> bool:
        """Ask a question; say whether it is another one than before.

        Args:
            row: The question.
            last: The answer that going back would take back.
            total: How many questions there are.
        """
        former = self.row
        self._show_way_back(last)
        if former is not None and former[:6] == row[:6] and self.field is not None:
            self.row = row
            return False
        self.row = row
        question = row.question
        words = self.tr("Question {0} of {1}").format(row.number, total)
        marks = self.tr("must be answered") if question.is_mandatory else ""
        self.place.setText(" · ".join(part for part in (words, marks) if part))
        self.title.setText(title_of(question))
        self.description.set_html(question.html)
        said = is_secret(question.type) or question.type == "LATLON"
        self.hint.setText("" if said else limits_text(question))
        self.hint.setVisible(bool(self.hint.text()))
        self.refusal.say(Level.ERROR, "")
        self._take_field(field_kind(question))
        if self.field is not None:
            self.field.set(question, None, row.proposal)
        self.setAccessibleName(one_line(title_of(question), 300))
        return True

    def _show_way_back(self, last: Answer | None) -> None:
        self.back.setEnabled(last is not None)
        text = "" if last is None else one_line(value_text(last, None), 80)
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
        stops = [] if self.field is None else self.field.all_stops()
        (stops[0] if stops else self.next).setFocus(Qt.FocusReason.TabFocusReason)

    def _edited(self) -> None:
        if not self.refusal.isHidden():
            self.refusal.say(Level.ERROR, "")

    def _stops(self) -> list[QWidget]:
        stops = [] if self.field is None else self.field.all_stops()
        return [*stops, self.next, *([self.back] if self.back.isEnabled() else [])]

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


def progress_text(widget: QWidget, view: SessionView) -> str:
    """Return how far a session is: ``3 of 10 answered``."""
    standing = view.standing
    if standing.total is None:
        return widget.tr("{0} answers").format(standing.done)
    if standing.approximate:
        return widget.tr("About {0} of {1}").format(standing.done, standing.total)
    return widget.tr("{0} of {1}").format(standing.done, standing.total)


def _is_back(event: QKeyEvent) -> bool:
    alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
    return alt and event.key() == Qt.Key.Key_Left


def _last_given(view: SessionView) -> Answer | None:
    """Return the answer that going back takes back."""
    given = view.opened.session.given
    if not given or view.standing.state is State.CLOSED:
        return None
    return given[-1]
