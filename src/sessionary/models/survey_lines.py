"""The lines of a survey session, and what is odd or wrong in them, as tables."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from sessionary.core.survey.findings import Level
from sessionary.core.survey.values import value_text
from sessionary.core.text import one_line
from sessionary.models.event_words import clock_text, day_text
from sessionary.models.rows_model import RowsModel
from sessionary.models.survey_words import say, title_of, type_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.findings import Finding
    from sessionary.core.survey.records import Answer, Opened, Question

Index = QModelIndex | QPersistentModelIndex

ICON_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_SHOWN: Final = 300
_MILLION: Final = 1_000_000
_KNOWN: Final = 2**37


class Kind(StrEnum):
    """What kind of line it is."""

    HEADER = "header"
    SYSTEM = "system"
    GIVEN = "given"
    TAKEN_BACK = "taken-back"


_ICONS: Final = {
    Kind.HEADER: "settings",
    Kind.SYSTEM: "settings",
    Kind.GIVEN: "circle-check",
    Kind.TAKEN_BACK: "undo-2",
}
LEVEL_ICONS: Final = {
    Level.FATAL: "circle-x",
    Level.ERROR: "circle-alert",
    Level.WARNING: "triangle-alert",
    Level.INFO: "info",
}


class AnswerLinesModel(RowsModel):
    """The answer lines of a session in the order of the file, or one kind of them."""

    headings = ("", "Line", "Question", "Answer", "Type", "Stored")
    context = "AnswerLinesModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[Kind, Answer]] = []
        self._rows: list[tuple[Kind, Answer]] = []
        self._questions: dict[str, Question] = {}
        self._kind = ""
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    def show(self, opened: Opened | None) -> None:
        """Show the lines of a session, or none."""
        questions = () if opened is None or opened.definition is None else (
            opened.definition.questions
        )  # fmt: skip
        self._questions = {one.uid: one for one in reversed(questions)}
        self._all = []
        if opened is not None:
            session = opened.session
            self._all = [(Kind.HEADER, one) for one in session.header]
            self._all += [(_kind_of(one), one) for one in session.body]
        self._choose()

    def narrow(self, kind: str) -> None:
        """Show only one kind of lines; with an empty one all of them."""
        self._kind = kind
        self._choose()

    def _choose(self) -> None:
        self.beginResetModel()
        wanted = {self._kind, Kind.HEADER if self._kind == Kind.SYSTEM else self._kind}
        self._rows = [one for one in self._all if not self._kind or one[0] in wanted]
        self.endResetModel()

    def answer(self, row: int) -> Answer:
        """Return the answer of a row."""
        return self._rows[row][1]

    def row_of(self, line: int) -> int:
        """Return the row of a physical line, -1 if it is not shown."""
        return next((i for i, (_kind, one) in enumerate(self._rows) if one.line == line), -1)

    @override
    def count(self) -> int:
        return len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        kind, answer = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(kind, answer, index.column())
        if role == ICON_ROLE:
            return _ICONS[kind]
        if role == Qt.ItemDataRole.FontRole and kind is Kind.TAKEN_BACK and index.column() == 3:
            return self._struck
        return None

    def _text(self, kind: Kind, answer: Answer, column: int) -> str:
        if column == 0:
            return kind_word(kind)
        if column == 1:
            return str(answer.line)
        question = self._questions.get(answer.uid)
        if column == 2:
            shown = answer.uid if question is None or answer.is_system else title_of(question)
            return one_line(shown, _SHOWN)
        if column == 3:
            return one_line(value_text(answer, question), _SHOWN)
        return type_word(answer.type) if column == 4 else when_text(answer.stored)


class FindingsModel(RowsModel):
    """What is odd or wrong in a session, by line."""

    headings = ("", "Line", "What", "Code")
    context = "FindingsModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Finding, ...] = ()

    def show(self, findings: Sequence[Finding]) -> None:
        """Show other findings."""
        if tuple(findings) != self._rows:
            self.beginResetModel()
            self._rows = tuple(findings)
            self.endResetModel()

    def finding(self, row: int) -> Finding:
        """Return the finding of a row."""
        return self._rows[row]

    @override
    def count(self) -> int:
        return len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        if role == ICON_ROLE:
            return LEVEL_ICONS[one.level]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 2:
            return one.message
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (level_word(one.level), str(one.line), one.message, one.code)[index.column()]


def _kind_of(answer: Answer) -> Kind:
    if answer.is_system:
        return Kind.SYSTEM
    return Kind.TAKEN_BACK if answer.is_deleted else Kind.GIVEN


def kind_word(kind: Kind) -> str:
    """Return what people call a kind of line."""
    words = {
        Kind.HEADER: say("Header"),
        Kind.SYSTEM: say("Of the program"),
        Kind.GIVEN: say("Given"),
        Kind.TAKEN_BACK: say("Taken back"),
    }
    return words[kind]


def level_word(level: Level) -> str:
    """Return what people call a level."""
    words = {
        Level.FATAL: say("Cannot be opened"),
        Level.ERROR: say("Error"),
        Level.WARNING: say("Warning"),
        Level.INFO: say("Note"),
    }
    return words[level]


def when_text(seconds: int) -> str:
    """Return UNIX seconds as the reader's date and time, empty for what no calendar shows."""
    if not 0 < seconds < _KNOWN:
        return ""
    micro = seconds * _MILLION
    return f"{day_text(micro)}, {clock_text(micro)}"
