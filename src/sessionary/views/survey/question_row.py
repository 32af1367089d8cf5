"""One question of the form: what is asked, its answer or the widget for it, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.core.survey.findings import Level
from sessionary.core.survey.records import Generation
from sessionary.core.survey.sheet import Stand
from sessionary.core.survey.values import value_text
from sessionary.models.survey_words import marks_of, title_of
from sessionary.views.campaign.small_parts import SmallButton
from sessionary.views.survey.fields import field_kind
from sessionary.views.survey.fields.base import ENTER, is_way
from sessionary.views.survey.fields.times import here_text
from sessionary.views.survey.row_words import hint_text, stand_word
from sessionary.views.survey.small_parts import Description, FindingLine, FindingLines, IconLabel
from sessionary.views.theme.fonts import tabular
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.text import TextLabel, one_line, set_tip, shown_text

if TYPE_CHECKING:
    from sessionary.core.survey.records import Answer
    from sessionary.core.survey.sheet import SheetRow
    from sessionary.views.survey.fields import AnswerField
    from sessionary.views.survey.survey_work import Refusal
    from sessionary.views.theme import ColourRole, Theme

STAND_ICONS: Final[dict[Stand, tuple[str, ColourRole]]] = {
    Stand.ANSWERED: ("circle-check", "ok"),
    Stand.ASKED: ("circle-dot", "accent"),
    Stand.LATER: ("circle-dashed", "text2"),
    Stand.LOOSE: ("circle-question-mark", "warn"),
    Stand.IGNORED: ("ban", "text2"),
}
_ALONE, _FOLLOWING = False, True
_NARROW: Final = 560
_TITLE: Final = 600


class QuestionRow(QFrame):
    """A card for one question.

    With a field its answer can be edited; without, it stands there as text.

    Signals:
        passed: Tab left the row, forwards or backwards.
        save_asked: The reader pressed Enter.
        delete_asked: The reader takes the answer back; whether all later ones as well.
        stepped: The reader goes some questions on or back.
        opened: The reader clicked somewhere in the row.
    """

    passed = Signal(bool)
    save_asked = Signal()
    delete_asked = Signal(bool)
    stepped = Signal(int)
    opened = Signal()

    def __init__(self, theme: Theme, kind: type[AnswerField] | None) -> None:
        """Make a row that shows nothing yet.

        Args:
            theme: Colours and sizes.
            kind: The field that it answers with, None for one that is only read.
        """
        super().__init__()
        self.theme, self.kind = theme, kind
        self.index = -1
        self.row: SheetRow | None = None
        self._choose_delete = False
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.icon = IconLabel(theme)
        self.number = TextLabel(tone="text2")
        self.title = TextLabel(role="strong", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.marks = TextLabel(role="secondary", tone="text2")
        self.stored = TextLabel(role="secondary", tone="text2")
        self.remove = SmallButton(
            theme, "undo-2", self.tr("Take the answer back (Ctrl+Shift+Delete)")
        )
        self.remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.description = Description()
        self.field = None if kind is None else kind(theme)
        self.value = TextLabel(wrap=True, selectable=True)
        self.value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.answer_button = LinkButton(theme, self.tr("Answer"), "corner-down-left")
        self.answer_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        set_tip(self.answer_button, self.tr("Store the answer and go on (Enter)"))
        self.former = TextLabel(tone="text2", elide=True)
        self.former_when = TextLabel(role="secondary", tone="text2")
        self.hint = TextLabel(role="secondary", tone="text2", wrap=True)
        self.refusal = FindingLine(theme)
        self.findings = FindingLines(theme)
        self._lay_out()
        self.remove.clicked.connect(self.ask_delete)
        self.answer_button.clicked.connect(self.save_asked)
        if self.field is not None:
            self.field.entered.connect(self.save_asked)
            self.field.edited.connect(self._edited)

    def _lay_out(self) -> None:
        struck = self.former.font()
        struck.setStrikeOut(True)
        self.former.setFont(struck)
        self.former.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.number.setFont(tabular(self.number.font()))
        self.number.setMinimumWidth(self.theme.px(18))
        for label in (self.number, self.title, self.marks, self.stored):
            # So that the first line is level with the button at its end.
            label.setContentsMargins(0, 2, 0, 2)
        head = QHBoxLayout()
        head.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        former = QHBoxLayout()
        former.setSpacing(8)
        former.addWidget(self.former)
        former.addWidget(self.former_when)
        former.addStretch(1)
        head.addWidget(self.number, 0, top)
        head.addWidget(self.title, 1)
        for part in (self.marks, self.stored, self.answer_button, self.remove):
            head.addWidget(part, 0, top)
        inner = QVBoxLayout()
        inner.setSpacing(6)
        inner.addLayout(head)
        inner.addWidget(self.description)
        inner.addLayout(former)
        inner.addWidget(self.field or self.value)
        inner.addWidget(self.hint)
        inner.addWidget(self.refusal)
        inner.addWidget(self.findings)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(10)
        row.addWidget(self.icon, 0, top)
        row.addLayout(inner, 1)

    # What it shows.

    def show_row(
        self, row: SheetRow, index: int, generation: Generation | None, *, removable: bool
    ) -> None:
        """Show a question; what was typed and not stored is gone.

        Args:
            row: The question and its answer.
            index: The place of the row in the form.
            generation: Of the session: in the first one may take back an answer alone.
            removable: Whether its answer may be taken back.
        """
        self.row, self.index = row, index
        question, answer = row.question, row.answer
        name, role = STAND_ICONS[row.stand]
        when = "" if answer is None else here_text(answer.stored)
        self.icon.set_icon(name, role, " ".join(filter(None, (stand_word(self, row), when))))
        quiet = row.stand in (Stand.LATER, Stand.IGNORED)
        self.number.setText(f"{row.number}" if row.number else "")
        self.number.setVisible(bool(row.number))
        self.title.setText(shown_text(title_of(question), _TITLE))
        self.title.set_tone("text2" if quiet else "text")
        marks = [] if row.stand is Stand.LOOSE else marks_of(question)
        self.marks.setText(" · ".join(marks))
        self.marks.setVisible(bool(marks))
        self._show_stored(answer)
        self.remove.setVisible(removable and answer is not None)
        self._choose_delete = generation is Generation.FIRST
        self.description.set_html("" if quiet else question.html)
        self._show_answer(row)
        # What bounds an answer is of no interest where it is only read.
        only_read = self.field is None and row.stand is Stand.ANSWERED and not row.is_again
        self.hint.setText("" if only_read else hint_text(self, row))
        self.hint.setVisible(bool(self.hint.text()))
        self.refusal.say(Level.ERROR, "")
        self.findings.show_all([(one.level, one.message, one.code) for one in row.findings])
        self.setAccessibleName(one_line(f"{row.number}. {title_of(question)}", 300))

    def _show_stored(self, answer: Answer | None) -> None:
        self.stored.setText("" if answer is None else here_text(answer.stored))
        self._fit()

    def _fit(self) -> None:
        """Leave out when it was answered where the title needs the room; the icon says it too."""
        room = self.width() >= self.theme.px(_NARROW)
        self.stored.setVisible(room and bool(self.stored.text()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_answer(self, row: SheetRow) -> None:
        if self.field is not None:
            self.field.set(row.question, row.answer, row.proposal)
        else:
            text = "" if row.answer is None else value_text(row.answer, row.question)
            if row.answer is not None and not text:
                text = self.tr("Read") if row.answer.type == "HIDDEN" else self.tr("Skipped")
            self.value.setText(text)
            self.value.setVisible(bool(text))
        slide = row.question.type == "HIDDEN"
        self.answer_button.setVisible(
            self.field is not None and row.stand is Stand.ASKED and not slide
        )
        taken = row.taken_back
        text = "" if taken is None else value_text(taken, row.question)
        self.former.setText(one_line(text, 400))
        self.former.setVisible(bool(text))
        when = "" if taken is None or not text else here_text(taken.stored)
        self.former_when.setText(self.tr("taken back {0}").format(when) if when else "")
        self.former_when.setVisible(bool(when))

    def tell(self, refusal: Refusal) -> None:
        """Say beside the question why its answer was refused."""
        self.refusal.say(Level.ERROR, refusal.message, refusal.code)
        self.refusal.setVisible(True)

    def clear(self) -> None:
        """Let go of what it shows: it waits for another question."""
        self.row, self.index = None, -1
        if self.field is not None:
            self.field.forget()
        for label in (self.value, self.former, self.title, self.hint):
            label.setText("")
        self.refusal.say(Level.ERROR, "")

    @property
    def touched(self) -> bool:
        """Whether something is typed in it that is not stored."""
        return self.field is not None and self.field.touched

    # What the reader does with it.

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops in it."""
        return [] if self.field is None else self.field.all_stops()

    def go_in(self, *, forward: bool = True) -> bool:
        """Take the focus at the first or the last stop; say whether there is one."""
        stops = self.stops()
        if not stops:
            return False
        reasons = Qt.FocusReason
        stop = stops[0] if forward else stops[-1]
        stop.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        return True

    def ask_delete(self) -> None:
        """Take the answer back; where one may choose, ask for how many."""
        if self.row is None or self.row.answer is None or self.remove.isHidden():
            return
        if not self._choose_delete:
            self.delete_asked.emit(_FOLLOWING)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        alone = menu.addAction(self.tr("Take back this answer"))
        following = menu.addAction(self.tr("Take back this answer and all after it"))
        alone.triggered.connect(lambda: self.delete_asked.emit(_ALONE))
        following.triggered.connect(lambda: self.delete_asked.emit(_FOLLOWING))
        menu.popup(self.remove.mapToGlobal(self.remove.rect().bottomLeft()))
        menu.setActiveAction(alone)

    def _edited(self) -> None:
        if not self.refusal.isHidden():
            self.refusal.say(Level.ERROR, "")

    @override
    def focusNextPrevChild(self, next: bool, /) -> bool:
        stops, focus = self.stops(), QApplication.focusWidget()
        at = next_stop(stops, focus, forward=next)
        if at is None:
            self.passed.emit(next)
        else:
            reasons = Qt.FocusReason
            at.setFocus(reasons.TabFocusReason if next else reasons.BacktabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape and self.field is not None and self.touched:
            self.field.give_up()
            self.refusal.say(Level.ERROR, "")
        elif is_way(event) and key == Qt.Key.Key_Delete:
            self.ask_delete()
        elif is_way(event) and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        focus = QApplication.focusWidget()
        is_box = isinstance(focus, QCheckBox | QRadioButton)
        if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus) and not is_box:
            focus.click()
        else:
            self.save_asked.emit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.opened.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        focus = QApplication.focusWidget()
        if self.field is not None and focus is not None and self.isAncestorOf(focus):
            with QPainter(self) as painter:
                right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
                place = self.width() - 4 if right else 1
                painter.fillRect(place, 9, 3, self.height() - 18, self.theme.tokens.accent)

    @override
    def event(self, event: QEvent) -> bool:
        # Keys that the window has for itself are the row's while somebody is in it.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            escape = event.key() == Qt.Key.Key_Escape and self.touched
            if escape or (is_way(event) and event.key() != Qt.Key.Key_Left):
                event.accept()
                return True
        return super().event(event)


def kind_of_row(row: SheetRow, *, editable: bool) -> type[AnswerField] | None:
    """Return the field that a row has, None for one that is only read."""
    if not editable or row.stand not in (Stand.ANSWERED, Stand.ASKED):
        return None
    if row.answer is not None and (row.answer.type == "UPLOAD" or not row.can_correct):
        return None
    return field_kind(row.question)


def next_stop(stops: list[QWidget], focus: QWidget | None, *, forward: bool) -> QWidget | None:
    """Return the stop after the one that has the focus, or before it; None at the end."""
    at = next((i for i, one in enumerate(stops) if one is focus or _holds(one, focus)), None)
    if at is None:
        # Round buttons share one stop, and arrows move among them.
        return None
    at += 1 if forward else -1
    return stops[at] if 0 <= at < len(stops) else None


def _holds(one: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and one.isAncestorOf(focus)
