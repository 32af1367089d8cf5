"""The editor of one question: each field is edited where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from sessionary.core.problems import UserError
from sessionary.core.survey.question_typed import (
    read_bounds,
    read_default,
    takes_bounds,
    takes_choices,
    takes_decimals,
    takes_default,
    takes_units,
    typed_bounds,
    typed_default,
    with_choices,
    with_type,
)
from sessionary.core.survey.question_types import QUESTION_TYPES, Choosing, type_named
from sessionary.core.survey.records import (
    AUTOMATIC,
    DAYS,
    HIDDEN,
    HOURS,
    MANDATORY,
    MINUTES,
    RANDOM,
    SECONDS,
    Question,
)
from sessionary.core.survey.values import printable
from sessionary.models.survey_words import type_word
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.overview_cards import tighten
from sessionary.views.campaign.small_parts import flush_all
from sessionary.views.widgets.buttons import MenuButton
from sessionary.views.widgets.cards import KeyValue, ScrollPage
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import one_line, shown_text

if TYPE_CHECKING:
    from sessionary.views.theme import TextRole, Theme

Save: TypeAlias = Callable[[Question, str], str]
"""Takes a question in the place of the one that is shown, and what was done; says what is wrong."""

_TYPES: Final = (
    ("TEXT", "TEXTAREA", "EMAIL"),
    ("SINGLECHOICE", "SINGLESELECT", "MULTICHOICE", "MULTISELECT", "CHECKBOX"),
    ("INT", "FIXEDPOINT", "LATLON"),
    ("DATETIME", "DAYTIME", "TIMERANGE", "DURATION24"),
    ("FIXEDPOINT_SEQUENCE", "DAYTIME_SEQUENCE", "DATETIME_SEQUENCE"),
    ("HIDDEN", "DIALOG_DATA_CRAWLER", "SHA1_HASH", "UUID", "UPLOAD"),
)


class QuestionEditor(ScrollPage):
    """Shows a question; what is edited in it is saved at once, one step of undo each."""

    def __init__(self, theme: Theme, save: Save, parent: QWidget | None = None) -> None:
        """Make an editor without a question.

        Args:
            theme: Colours and sizes.
            save: Saves an edited question.
            parent: The widget it belongs to.
        """
        super().__init__(theme, side=18, parent=parent)
        self.question: Question | None = None
        self._save = save
        self._filling = False
        add = self.tr("Add")
        self.text = self._field(
            self.tr("Question"), self._save_text, self.tr("What do you ask?"), role="pane_title"
        )
        self.description = EditableText(
            theme, self.tr("Description"), self._save_description, lines=True,
            placeholder=self.tr("Add a description"),
        )  # fmt: skip
        self.type = MenuButton(theme, self.tr("Type"))
        self.choices = EditableText(
            theme, self.tr("Choices"), self._save_choices, placeholder=add, lines=True,
            hint=self.tr("One a line"),
        )  # fmt: skip
        self.bounds = self._field(self.tr("Bounds"), self._save_bounds, add, hint="1 to 10")
        self.decimals = self._field(self.tr("Decimal places"), self._save_decimals, add)
        self.unit = self._field(self.tr("Unit"), self._save_unit, add)
        self.default = self._field(self.tr("Proposed answer"), self._save_default, add)
        self.uid = self._field(self.tr("Id"), self._save_uid, add)
        self.flags = {
            MANDATORY: QCheckBox(self.tr("Must be answered")),
            HIDDEN: QCheckBox(self.tr("Hidden from respondents")),
            AUTOMATIC: QCheckBox(self.tr("Filled automatically")),
            RANDOM: QCheckBox(self.tr("Filled by chance")),
        }
        self.units = {
            DAYS: QCheckBox(self.tr("Days")),
            HOURS: QCheckBox(self.tr("Hours")),
            MINUTES: QCheckBox(self.tr("Minutes")),
            SECONDS: QCheckBox(self.tr("Seconds")),
        }
        self.told_in = _boxes([*self.units.values()])
        self.rows = KeyValue(
            theme,
            [
                (self.tr("Type"), _boxes([self.type])),
                (self.tr("Choices"), self.choices),
                (self.tr("Bounds"), self.bounds),
                (self.tr("Decimals"), self.decimals),
                (self.tr("Told in"), self.told_in),
                (self.tr("Unit"), self.unit),
                (self.tr("Proposed"), self.default),
                (self.tr("Id"), self.uid),
            ],
        )
        tighten(self.rows)
        self._lay_out()
        self._fill_types()
        for flag, box in (*self.flags.items(), *self.units.items()):
            box.clicked.connect(partial(self._set_flag, flag))

    def _field(
        self,
        name: str,
        save: Callable[[str], str],
        placeholder: str,
        *,
        hint: str = "",
        role: TextRole = "body",
    ) -> EditableText:
        return EditableText(
            self.theme, name, save, placeholder=placeholder, hint=hint, wrap=True, role=role
        )

    def _lay_out(self) -> None:
        flags = _boxes([*self.flags.values()])
        inset = QWidget()
        column = QVBoxLayout(inset)
        column.setContentsMargins(6, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.rows)
        column.addWidget(flags)
        for widget in (self.text, self.description, inset):
            self.add(widget)
        tab_through([self.text, self.description, self.rows, flags])

    def _fill_types(self) -> None:
        for group in _TYPES:
            for name in group:
                action = self.type.choices.addAction(type_word(name))
                action.setCheckable(True)
                action.setData(name)
                action.triggered.connect(partial(self._choose_type, name))
            self.type.choices.addSeparator()

    def show_question(self, question: Question | None, *, editable: bool) -> None:
        """Show a question; without one nothing is seen.

        Args:
            question: What is shown.
            editable: Whether it can be edited.
        """
        former = self.question
        if former is not None and (question is None or question.uid != former.uid):
            for field in self._fields():
                field.give_up()
        self.question = question
        self._page.setVisible(question is not None)
        if question is None:
            return
        self._filling = True
        self._show_values(question)
        for field in self._fields():
            field.set_editable(editable=editable)
        self.type.setEnabled(editable)
        for flag, box in (*self.flags.items(), *self.units.items()):
            box.setChecked(bool(question.flags & flag))
            box.setEnabled(editable)
        self._show_rows(question)
        self._filling = False

    def _show_values(self, question: Question) -> None:
        texts = (
            (self.text, question.text),
            (self.description, question.html),
            (self.uid, question.uid),
            (self.unit, question.unit),
        )
        for field, value in texts:
            field.set_value(shown_text(printable(value)), printable(value))
        self.choices.set_value("\n".join(map(printable, question.choices)))
        self.bounds.set_value(typed_bounds(question))
        self.decimals.set_value(str(question.decimals) if question.decimals > 0 else "")
        self.default.set_value(one_line(printable(typed_default(question)), 300))
        self.type.setText(type_word(question.type))
        for action in self.type.choices.actions():
            action.setChecked(action.data() == question.type)

    def _show_rows(self, question: Question) -> None:
        kind = type_named(question.type)
        labels = kind is not None and kind.choosing is Choosing.LABELS
        length = kind is not None and kind.is_text
        show = self.rows.show_row
        choices = self.tr("Labels") if labels else self.tr("Choices")
        show(self.choices, shown=takes_choices(question), key=choices)
        bounds = self.tr("Length") if length else self.tr("Bounds")
        show(self.bounds, shown=takes_bounds(question), key=bounds)
        show(self.decimals, shown=takes_decimals(question))
        show(self.told_in, shown=takes_units(question))
        show(self.default, shown=takes_default(question))

    def _fields(self) -> tuple[EditableText, ...]:
        return (
            self.text, self.description, self.choices, self.bounds, self.decimals, self.unit,
            self.default, self.uid,
        )  # fmt: skip

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return flush_all(self._fields())

    def begin(self) -> None:
        """Edit the question's text."""
        self.text.open_editor()

    def _put(self, name: str, change: Callable[[Question], Question]) -> str:
        if self.question is None:
            return ""
        try:
            return self._save(change(self.question), name)
        except UserError as error:
            return str(error)

    def _save_text(self, typed: str) -> str:
        return self._put(self.tr("Edit question"), lambda one: replace(one, text=typed.strip()))

    def _save_description(self, typed: str) -> str:
        return self._put(self.tr("Edit description"), lambda one: replace(one, html=typed))

    def _save_choices(self, typed: str) -> str:
        return self._put(self.tr("Edit choices"), lambda one: with_choices(one, typed))

    def _save_bounds(self, typed: str) -> str:
        def bounded(one: Question) -> Question:
            low, high = read_bounds(one, typed)
            return replace(one, low=low, high=high)

        return self._put(self.tr("Edit bounds"), bounded)

    def _save_decimals(self, typed: str) -> str:
        if typed.strip() and not typed.strip().isdecimal():
            return self.tr("How many places are there after the point?")
        places = min(int(typed.strip() or 0), 18)
        return self._put(self.tr("Edit decimals"), lambda one: replace(one, decimals=places))

    def _save_unit(self, typed: str) -> str:
        return self._put(self.tr("Edit unit"), lambda one: replace(one, unit=typed.strip()))

    def _save_default(self, typed: str) -> str:
        return self._put(
            self.tr("Edit proposed answer"),
            lambda one: replace(one, default=read_default(one, typed)),
        )

    def _save_uid(self, typed: str) -> str:
        return self._put(self.tr("Edit id"), lambda one: replace(one, uid=typed.strip()))

    def _choose_type(self, name: str) -> None:
        kind = QUESTION_TYPES[name]
        pair = kind.choosing is Choosing.PAIR
        proposed = (
            [self.tr("no"), self.tr("yes")]
            if pair
            else [self.tr("first"), self.tr("second"), self.tr("third")]
        )
        self._put(self.tr("Change type"), lambda one: with_type(one, name, proposed))

    def _set_flag(self, flag: int, on: bool) -> None:  # noqa: FBT001  Qt's signature
        if not self._filling:
            name = self.tr("Edit question")
            self._put(
                name, lambda one: replace(one, flags=one.flags | flag if on else one.flags & ~flag)
            )


def _boxes(parts: Sequence[QWidget]) -> QWidget:
    around = QWidget()
    flow = FlowLayout(around, gap=12)
    for part in parts:
        flow.addWidget(part)
    # A column is no wider than its narrowest part unless one wants to grow.
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    around.setSizePolicy(policy)
    return around
