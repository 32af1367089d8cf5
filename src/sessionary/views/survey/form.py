"""The form: all questions of a session below each other, each with the widget for its answer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.sheet import SheetRow, Stand
from sessionary.views.survey.fields.raw import RawField
from sessionary.views.survey.question_row import QuestionRow, kind_of_row
from sessionary.views.survey.row_painting import guessed_heights, paint_row
from sessionary.views.survey.row_scroll import RowScroll
from sessionary.views.survey.survey_work import Refusal
from sessionary.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from sessionary.views.survey.fields import AnswerField
    from sessionary.views.survey.session_view import SessionView
    from sessionary.views.survey.survey_work import SurveyEditor
    from sessionary.views.theme import Theme

_POOL: Final = 12


class SurveyForm(QWidget):
    """Shows the questions of a session and takes their answers.

    Enter stores an answer and goes on to the next question; leaving a question stores it too.
    """

    def __init__(self, theme: Theme, editor: SurveyEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.editor = theme, editor
        self.view: SessionView | None = None
        self._pool: dict[type[AnswerField] | None, list[QuestionRow]] = defaultdict(list)
        self._current = -1
        self._saving: QuestionRow | None = None
        self.questions = RowScroll(theme, self)
        self.questions.setAccessibleName(self.tr("Questions"))
        self.questions.installEventFilter(self)
        self.nothing = EmptyState(
            theme,
            "clipboard-list",
            self.tr("No questions"),
            self.tr("Neither the questions nor an answer of this session can be shown."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.questions)
        self._stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    # What it shows.

    def show_view(self, view: SessionView | None) -> None:
        """Show a session, or that it has changed; what is typed in other rows stays."""
        former, self.view = self.view, view
        self._stack.setCurrentIndex(0 if view is None or view.rows else 1)
        if view is None:
            self._current = -1
            self.questions.reset(to_top=True)
            return
        same = (
            former is not None
            and former.key == view.key
            and former.for_players == view.for_players
            and [one.question for one in former.rows] == [one.question for one in view.rows]
        )
        if not same:
            self._current = -1
            self.questions.reset(to_top=former is None or former.key != view.key)
            return
        self._renew()

    def _renew(self) -> None:
        if self.view is None:
            return
        lost = False
        for index, widget in self.questions.widgets().items():
            if not isinstance(widget, QuestionRow):
                continue
            row = self.view.rows[index]
            if widget.kind is not self._kind(row):
                had_focus = _within(QApplication.focusWidget(), widget)
                self.questions.renew(index)
                again = self.questions.widget(index)
                lost |= had_focus and not (isinstance(again, QuestionRow) and again.go_in())
            elif self._may_show(widget, row):
                self._show(widget, index)
                self.questions.remeasure(index)
        self.questions.measure()
        self.questions.viewport().update()
        if lost:
            # What was typed in cannot be answered any more: go on where something can.
            self._current = -1
            self.enter()

    def _may_show(self, widget: QuestionRow, row: SheetRow) -> bool:
        if widget is self._saving or not widget.touched or widget.row is None:
            return True
        # What is typed stays, as long as it answers what is there.
        return (widget.row.answer, widget.row.stand) != (row.answer, row.stand)

    def flush(self) -> bool:
        """Store what is typed; say whether nothing is left unsaved."""
        done = [self.save(widget) for widget in self._rows()]
        return all(done)

    def give_up(self) -> None:
        """Let go of what is typed."""
        for widget in self._rows():
            if widget.field is not None and widget.touched:
                widget.field.give_up()

    def jump_to(self, uid: str) -> bool:
        """Go to a question; say whether there is such a one."""
        rows = () if self.view is None else self.view.rows
        index = next((i for i, one in enumerate(rows) if one.question.uid == uid), -1)
        if index < 0:
            return False
        widget = self.questions.ensure(index)
        if not (isinstance(widget, QuestionRow) and widget.go_in()):
            self.questions.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def enter(self) -> None:
        """Take the focus: where it was last, else at the first question that wants an answer."""
        index = self._current
        if not (0 <= index < self.count() and self._has_stops(index)):
            index = self._first()
        if index >= 0:
            self._go_to(index)
        else:
            self.questions.setFocus(Qt.FocusReason.OtherFocusReason)

    def row_of(self, uid: str) -> QuestionRow | None:
        """Return the widget of a question, brought into sight; None if there is no such one."""
        rows = () if self.view is None else self.view.rows
        index = next((i for i, one in enumerate(rows) if one.question.uid == uid), -1)
        widget = self.questions.ensure(index) if index >= 0 else None
        return widget if isinstance(widget, QuestionRow) else None

    # What the rows are, for the scroll area.

    def count(self) -> int:
        """Return how many rows there are."""
        return 0 if self.view is None else len(self.view.rows)

    def guesses(self) -> list[int]:
        """Return about how high each row is."""
        rows = () if self.view is None else self.view.rows
        return guessed_heights(rows, self.theme)

    def make(self, index: int) -> QWidget:
        """Return a widget that shows a row."""
        assert self.view is not None  # noqa: S101  no row without a session
        kind = self._kind(self.view.rows[index])
        spare = self._pool[kind]
        widget = spare.pop() if spare else self._new(kind)
        self._show(widget, index)
        return widget

    def put_away(self, index: int, widget: QWidget) -> None:  # noqa: ARG002  see `RowSource`
        """Keep a widget for another row."""
        if not isinstance(widget, QuestionRow):
            return
        widget.clear()
        spare = self._pool[widget.kind]
        if len(spare) < _POOL:
            spare.append(widget)
        else:
            widget.deleteLater()

    def is_needed(self, widget: QWidget) -> bool:
        """Whether somebody has typed in a row what is not stored."""
        return isinstance(widget, QuestionRow) and widget.touched

    def paint(self, painter: QPainter, rect: QRect, index: int) -> None:
        """Paint a row that is no widget yet."""
        if self.view is None:
            return
        paint_row(painter, rect, self.view.rows[index], self.theme)

    # What the reader does.

    def _new(self, kind: type[AnswerField] | None) -> QuestionRow:
        widget = QuestionRow(self.theme, kind)
        widget.passed.connect(lambda forward: self._pass(widget, forward=forward))
        widget.save_asked.connect(lambda: self._entered(widget))
        widget.delete_asked.connect(lambda following: self._delete(widget, following=following))
        widget.stepped.connect(lambda step: self._step(widget, step))
        widget.opened.connect(lambda: self._opened(widget))
        return widget

    def _show(self, widget: QuestionRow, index: int) -> None:
        assert self.view is not None  # noqa: S101  no row without a session
        view = self.view
        widget.show_row(view.rows[index], index, view.generation, removable=view.answerable)

    def _kind(self, row: SheetRow) -> type[AnswerField] | None:
        return kind_of_row(row, editable=self.view is not None and self.view.answerable)

    def _rows(self) -> list[QuestionRow]:
        return [one for one in self.questions.widgets().values() if isinstance(one, QuestionRow)]

    def save(self, widget: QuestionRow, *, entered: bool = False) -> bool:
        """Store what a row says; say whether it says nothing else than what is stored.

        Args:
            widget: The row.
            entered: Whether the reader wants to answer with what is there, typed or not.
        """
        row, field = widget.row, widget.field
        if row is None or field is None or self._saving is widget:
            return True
        if not field.touched and not (entered and (row.answer is None or field.is_replacing)):
            if field.is_replacing:
                field.give_up()
            return True
        given = field.given()
        if given is None:
            self._tell(widget, Refusal(field.missing()))
            return False
        self._saving = widget
        index = widget.index
        store = self.editor.answer if row.answer is None else self.editor.replace
        refused = store(given)
        self._saving = None
        if refused is not None and widget.index == index:
            self._tell(widget, refused)
        return refused is None

    def _tell(self, widget: QuestionRow, refused: Refusal) -> None:
        """Say beside a question why its answer was refused, where that is seen."""
        widget.tell(refused)
        self.questions.remeasure(widget.index)
        self.questions.measure()
        if self._row_around(QApplication.focusWidget()) is widget:
            self.questions.show_row(widget.index)

    def _entered(self, widget: QuestionRow) -> None:
        index, new = widget.index, widget.row is not None and widget.row.answer is None
        if not self.save(widget, entered=True):
            return
        following = self._first(after=index) if new else self._with_stops(index, 1)
        if following >= 0:
            self._go_to(following)

    def _pass(self, widget: QuestionRow, *, forward: bool) -> None:
        index = widget.index
        self.save(widget)
        there = self._with_stops(index, 1 if forward else -1)
        if there >= 0:
            self._go_to(there, forward=forward)
        else:
            self._leave(forward=forward)

    def _step(self, widget: QuestionRow, step: int) -> None:
        there = self._with_stops(widget.index, step)
        self.save(widget)
        if there >= 0:
            self._go_to(there)

    def _opened(self, widget: QuestionRow) -> None:
        """Go into a row that was clicked; storing another one may just have let it be answered."""
        index = widget.index
        QTimer.singleShot(0, self, lambda: self._go_to_clicked(index))

    def _go_to_clicked(self, index: int) -> None:
        widget = self.questions.widget(index)
        focus = QApplication.focusWidget()
        if isinstance(widget, QuestionRow) and (focus is widget or not _within(focus, widget)):
            widget.go_in()

    def _delete(self, widget: QuestionRow, *, following: bool) -> None:
        row, index = widget.row, widget.index
        if row is None:
            return
        refused = self.editor.delete(row.question.uid, following=following)
        if refused is not None:
            self._tell(widget, refused)
        elif index < self.count() and self._has_stops(index):
            self._go_to(index)

    def _go_to(self, index: int, *, forward: bool = True) -> None:
        widget = self.questions.ensure(index)
        if isinstance(widget, QuestionRow):
            widget.go_in(forward=forward)

    def _first(self, after: int = -1) -> int:
        """Return the next row that wants an answer, from the top again at the end; else -1."""
        rows = () if self.view is None or not self.view.answerable else self.view.rows
        order = [*range(after + 1, len(rows)), *range(min(after + 1, len(rows)))]
        wanting = (i for i in order if rows[i].stand is Stand.ASKED and self._has_stops(i))
        return next(wanting, -1)

    def _with_stops(self, index: int, step: int) -> int:
        """Return the next row before or behind one in which Tab stops, -1 if there is none."""
        places = range(index + step, self.count() if step > 0 else -1, step)
        return next((place for place in places if self._has_stops(place)), -1)

    def _has_stops(self, index: int) -> bool:
        """Whether Tab stops in a row; known without its widget."""
        if self.view is None:
            return False
        row = self.view.rows[index]
        kind = self._kind(row)
        if kind is None or kind is RawField:
            return False
        return row.answer is None or row.question.type != "HIDDEN"

    def _leave(self, *, forward: bool) -> None:
        """Take the focus out of the form, to what stands before or behind it."""
        at: QWidget | None = self.questions
        for _step in range(10_000):
            assert at is not None  # noqa: S101  the chain is a circle
            at = at.nextInFocusChain() if forward else at.previousInFocusChain()
            if at is self.questions or at is None:
                return
            by_tab = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if by_tab and not self.isAncestorOf(at) and at.isVisible() and at.isEnabled():
                reasons = Qt.FocusReason
                at.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
                return

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        left, came = self._row_around(old), self._row_around(now)
        for widget in {left, came} - {None}:
            if widget is not None:
                widget.update()
        if came is not None and came.index >= 0:
            self._current = came.index
        if left is not None and left is not came and now is not None and left.field is not None:
            # After the focus has arrived where it goes: storing changes the page.
            QTimer.singleShot(0, self, lambda: self._left(left))

    def _left(self, widget: QuestionRow) -> None:
        if widget in self._rows() and self._row_around(QApplication.focusWidget()) is not widget:
            self.save(widget)

    def _row_around(self, widget: QWidget | None) -> QuestionRow | None:
        """Return the row in which a widget stands, also one in a window of its own before it."""
        while widget is not None and not isinstance(widget, QuestionRow):
            widget = widget.parentWidget()
        return widget if widget is not None and self.isAncestorOf(widget) else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.questions
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusIn
            and event.reason() in (Qt.FocusReason.TabFocusReason,
                                   Qt.FocusReason.BacktabFocusReason)
        ):  # fmt: skip
            forward = event.reason() == Qt.FocusReason.TabFocusReason
            QTimer.singleShot(0, self, lambda: self._tabbed_in(forward=forward))
        return super().eventFilter(watched, event)

    def _tabbed_in(self, *, forward: bool) -> None:
        there = self._with_stops(-1, 1) if forward else self._with_stops(self.count(), -1)
        if self.questions.hasFocus() and there >= 0:
            self._go_to(there, forward=forward)


def _within(widget: QWidget | None, around: QWidget) -> bool:
    return widget is not None and (widget is around or around.isAncestorOf(widget))
