"""The interview: one question at a time, in the order of the survey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sessionary.core.survey.records import State
from sessionary.core.survey.values import value_text
from sessionary.models.survey_words import title_of
from sessionary.views.survey.asked_question import AskedQuestion
from sessionary.views.survey.survey_work import Refusal
from sessionary.views.widgets.cards import ScrollPage
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)

    def show_view(self, view: SessionView | None) -> None:
        """Show where a session stands; what is typed stays while the same question is asked."""
        self.view = view
        if view is None:
            self.asking.give_up()
            return
        asked = view.asked if view.answerable else None
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        if asked is None:
            self.asking.give_up()
            self._tell_end(view)
            if self._stack.currentIndex() == 0 and had_focus:
                # Not a button: Enter pressed once more must not close the session.
                self.over.setFocus(Qt.FocusReason.OtherFocusReason)
            self._stack.setCurrentIndex(1)
            return
        last = _last_given(view)
        moved = self.asking.ask(asked, last, view.standing.total)
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
        if view.for_players and view.standing.next:
            return (
                "eye-off",
                self.tr("The next question is for the game master"),
                self.tr("Once it is answered, the interview goes on."),
            )
        return (
            "lock",
            self.tr("Nothing can be answered here"),
            self.tr("The session can only be read now."),
        )

    def _unknown_order(self, view: SessionView) -> tuple[str, str, str]:
        quoted = self.tr("“{0}”")
        titles = [quoted.format(one_line(self._title(view, uid), 60)) for uid in view.standing.next]
        asked = self.tr(" It asks next: {0}.").format(", ".join(titles)) if titles else ""
        return (
            "circle-question-mark",
            self.tr("The order is not known"),
            self.tr("A program of the survey decides what is asked; it is not run here.") + asked,
        )

    def _title(self, view: SessionView, uid: str) -> str:
        found = next((one for one in view.rows if one.question.uid == uid), None)
        return uid if found is None else title_of(found.question)


def progress_text(widget: QWidget, view: SessionView) -> str:
    """Return how far a session is: ``3 of 10 answered``."""
    standing = view.standing
    if standing.total is None:
        one, many = widget.tr("1 answer"), widget.tr("{0} answers")
        return one if standing.done == 1 else many.format(standing.done)
    if standing.approximate:
        return widget.tr("About {0} of {1}").format(standing.done, standing.total)
    return widget.tr("{0} of {1}").format(standing.done, standing.total)


def _last_given(view: SessionView) -> str | None:
    """Return the answer that going back takes back, as people read it."""
    given = view.opened.session.given
    if not given or view.standing.state is State.CLOSED:
        return None
    definition = view.opened.definition
    question = None if definition is None else definition.question(given[-1].uid)
    return value_text(given[-1], question)
