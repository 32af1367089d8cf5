"""All answer lines of a session as the file has them: the header and the program's own as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.values import HASH_STORED, printable
from sessionary.models.survey_lines import ICON_ROLE, AnswerLinesModel, Kind, kind_word, when_text
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.widgets.cards import Card, CardFrame, KeyValue, ScrollPage
from sessionary.views.widgets.segmented import Segment, SegmentedFilter

if TYPE_CHECKING:
    from sessionary.core.survey.records import Answer
    from sessionary.views.survey.session_view import SessionView
    from sessionary.views.theme import Theme

_NUMBERS: Final = (
    "value", "lat", "lon", "time_begin", "time_end", "time_zone_delta", "dst_delta", "flags",
    "stored",
)  # fmt: skip
_SHOWN: Final = 4000


class LinesTab(QWidget):
    """A table of lines, and all fields of the one that is chosen; nothing is edited here.

    Signals:
        question_asked: The reader opened a line of a question; its uid.
    """

    question_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.model = AnswerLinesModel(self)
        self.kinds = SegmentedFilter(
            theme,
            (
                Segment("", self.tr("All")),
                Segment(Kind.GIVEN, kind_word(Kind.GIVEN)),
                Segment(Kind.TAKEN_BACK, kind_word(Kind.TAKEN_BACK)),
                Segment(Kind.SYSTEM, self.tr("Header and program")),
            ),
            self.tr("Which lines"),
        )
        looks = (
            ColumnLook(kind=CellKind.ICON, width=34, tone="text2", role=ICON_ROLE),
            ColumnLook(kind=CellKind.NUMBER, width=48, tone="text2", gives_way=3),
            ColumnLook(kind=CellKind.TEXT, width=150),
            ColumnLook(kind=CellKind.TITLE),
            ColumnLook(kind=CellKind.TEXT, width=130, tone="text2", gives_way=2),
            ColumnLook(kind=CellKind.NUMBER, width=178, tone="text2", left=True, gives_way=1),
        )
        self.table = Table(theme, looks, self.tr("Lines of the session"))
        self.table.setModel(self.model)
        self.fields = KeyValue(theme)
        self.card = Card(theme, self.tr("The line"))
        self.card.add(self.fields)
        self._lay_out()
        self.kinds.chosen.connect(self._narrow)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.kinds)
        head.addStretch(1)
        self._detail = ScrollPage(self.theme, side=0)
        self._detail.setMaximumHeight(self.theme.px(230))
        self._detail.add(self.card)
        self._detail.setAccessibleName(self.tr("The line"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(CardFrame(self.table), 1)
        column.addWidget(self._detail)
        self._detail.hide()

    def show_view(self, view: SessionView | None) -> None:
        """Show a session's lines."""
        row = self.table.currentIndex().row()
        line = self.model.answer(row).line if 0 <= row < self.model.count() else 0
        self.model.show(None if view is None else view.opened)
        there = self.model.row_of(line)
        if there >= 0:
            self.table.choose_row(there)
        else:
            self._detail.hide()

    def show_line(self, line: int) -> None:
        """Choose a physical line."""
        self.kinds.choose("")
        self.model.narrow("")
        if (row := self.model.row_of(line)) >= 0:
            self.table.choose_row(row)

    def _narrow(self, kind: str) -> None:
        self.model.narrow(kind)
        self._detail.hide()

    def _choose(self, index: QModelIndex) -> None:
        self._detail.setVisible(index.isValid())
        if index.isValid():
            answer = self.model.answer(index.row())
            self.card.set_title(self.tr("Line {0}").format(answer.line))
            self.fields.set_rows(_field_rows(answer))

    def _open(self, index: QModelIndex) -> None:
        answer = self.model.answer(index.row())
        if not answer.is_system:
            self.question_asked.emit(answer.uid)


def _field_rows(answer: Answer) -> list[tuple[str, str]]:
    """Return the fields of a line that say something, by the names of the format."""
    text = HASH_STORED if is_secret(answer.type) and answer.text else printable(answer.text)
    rows = [("uid", printable(answer.uid)), ("type", answer.type), ("text", text[:_SHOWN])]
    rows += [(name, _number(name, answer)) for name in _NUMBERS if getattr(answer, name)]
    rows.append(("unit", printable(answer.unit)))
    return [(name, said) for name, said in rows if said]


def _number(name: str, answer: Answer) -> str:
    """Return a number as it stands, and what time it is where it always is one."""
    value: int = getattr(answer, name)
    when = when_text(value) if name == "stored" else ""
    return f"{value}  ·  {when}" if when else str(value)
