"""The questions of one version of a survey, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.core.survey.question_html import plain_text
from sessionary.core.survey.values import parse_raw, printable, value_text
from sessionary.core.text import one_line
from sessionary.models.survey_words import limits_text, marks_of, say, title_of, type_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.records import Definition, Question

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)

_CHARACTERS: Final = 400
_MOST_CHOICES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """What a list tells of one question.

    Attributes:
        number: Its place, counted from 1; 0 if it stands after the blank line that ends a survey.
        kind: What people call its type.
        description: Its longer text without any formatting.
        choices: What can be chosen, or the labels of a sequence.
        facts: Bounds, unit, default and the like, in words.
        mandatory: Whether it must be answered.
    """

    uid: str
    number: int
    title: str
    kind: str
    description: str
    choices: tuple[str, ...]
    facts: str
    mandatory: bool

    @property
    def takes_part(self) -> bool:
        """Whether it is asked at all."""
        return self.number > 0


def question_line(question: Question, number: int) -> QuestionLine:
    """Return what a list tells of a question."""
    default = parse_raw(question, question.default)
    said = "" if default is None else value_text(default, question)
    facts = [limits_text(question)]
    facts += [say("proposed: {0}").format(said)] if said else []
    facts += [mark for mark in marks_of(question) if mark != say("mandatory")]
    facts += [] if number else [say("after the blank line that ends the survey: never asked")]
    return QuestionLine(
        uid=question.uid,
        number=number,
        title=one_line(title_of(question), _CHARACTERS),
        kind=type_word(question.type),
        description=one_line(printable(plain_text(question.html[: 10 * _CHARACTERS])), _CHARACTERS),
        choices=tuple(one_line(printable(one), 80) for one in question.choices[:_MOST_CHOICES]),
        facts=one_line("  ·  ".join(filter(None, facts)), _CHARACTERS),
        mandatory=question.is_mandatory,
    )


class QuestionListModel(QAbstractListModel):
    """The questions of a definition, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions: list[tuple[Question, int]] = []
        self._lines: dict[int, QuestionLine] = {}

    def show(self, definition: Definition | None, *, hidden: bool = True) -> None:
        """Show the questions of a definition.

        Args:
            definition: What is shown; None shows nothing.
            hidden: Whether questions are shown that respondents do not see.
        """
        asked: Sequence[Question] = () if definition is None else definition.questions
        after: Sequence[Question] = () if definition is None else definition.after_blank
        numbered = [*((one, at) for at, one in enumerate(asked, start=1)), *((o, 0) for o in after)]
        shown = [(one, at) for one, at in numbered if hidden or not one.is_hidden]
        self.beginResetModel()
        self._questions, self._lines = shown, {}
        self.endResetModel()

    def question(self, row: int) -> Question | None:
        """Return the question of a row, None if there is no such row."""
        return self._questions[row][0] if 0 <= row < len(self._questions) else None

    def row_of(self, uid: str) -> int:
        """Return where a question stands, -1 if it does not."""
        return next((row for row, (one, _) in enumerate(self._questions) if one.uid == uid), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._questions)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._line(index.row())
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mandatory = say("mandatory") if line.mandatory else ""
            parts = (line.title, line.kind, mandatory, ", ".join(line.choices), line.facts)
            return ". ".join(filter(None, parts))
        return None

    def _line(self, row: int) -> QuestionLine:
        if row not in self._lines:
            self._lines[row] = question_line(*self._questions[row])
        return self._lines[row]
