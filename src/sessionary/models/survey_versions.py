"""The versions of a survey, and in what two of them differ, as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.core.survey.values import printable
from sessionary.core.text import one_line
from sessionary.models.rows_model import RowsModel
from sessionary.models.survey_words import day_of, say, title_of, type_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.core.survey.differences import Differences, FieldChange, QuestionChange
    from sessionary.services.surveys import Survey, Version

Index = QModelIndex | QPersistentModelIndex

ICON_ROLE: Final = int(Qt.ItemDataRole.UserRole)

_SHOWN_DIGITS: Final = 8
_CHARACTERS: Final = 300
_WHOLE: Final = 40
_AROUND: Final = 12
_FIELD_WORDS: Final = {
    "text": str(QT_TRANSLATE_NOOP("Survey", "Question")),
    "html": str(QT_TRANSLATE_NOOP("Survey", "Description")),
    "type": str(QT_TRANSLATE_NOOP("Survey", "Type")),
    "flags": str(QT_TRANSLATE_NOOP("Survey", "Flags")),
    "default": str(QT_TRANSLATE_NOOP("Survey", "Proposed answer")),
    "min": str(QT_TRANSLATE_NOOP("Survey", "Least")),
    "max": str(QT_TRANSLATE_NOOP("Survey", "Greatest")),
    "decimals": str(QT_TRANSLATE_NOOP("Survey", "Decimal places")),
    "num_choices": str(QT_TRANSLATE_NOOP("Survey", "Number of choices in the file")),
    "choices": str(QT_TRANSLATE_NOOP("Survey", "Choices")),
    "unit": str(QT_TRANSLATE_NOOP("Survey", "Unit")),
    "version": str(QT_TRANSLATE_NOOP("Survey", "Version of the format")),
    "description": str(QT_TRANSLATE_NOOP("Survey", "Title")),
    "with_python": str(QT_TRANSLATE_NOOP("Survey", "A program decides what is asked")),
}


class SurveyVersionsModel(RowsModel):
    """The versions of a survey, the current one first."""

    headings = ("Version", "Questions", "Sessions", "Used since")
    context = "SurveyVersionsModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._versions: Sequence[Version] = ()

    def show(self, survey: Survey | None) -> None:
        """Show the versions of a survey; None shows nothing."""
        versions = () if survey is None else survey.versions
        if [one.name for one in versions] == [one.name for one in self._versions] and versions:
            self._versions = versions
            last = self.index(len(versions) - 1, len(self.headings) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._versions = versions
        self.endResetModel()

    def version(self, row: int) -> Version | None:
        """Return what stands in a row, None if there is no such row."""
        return self._versions[row] if 0 <= row < len(self._versions) else None

    @override
    def count(self) -> int:
        return len(self._versions)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        version = self.version(index.row()) if index.isValid() else None
        if version is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                version_name(version),
                str(len(version.definition.questions)),
                str(version.sessions),
                day_of(version.since),
            )[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            kept = say("kept as a snapshot") if version.is_kept else say("no snapshot yet")
            return f"{version.name}, {kept}"
        return None


def version_name(version: Version) -> str:
    """Return what a version is called: ``Current (0dcc6460)``, or the beginning of its name."""
    short = version.name[:_SHOWN_DIGITS]
    return say("Current ({0})").format(short) if version.is_current else short


class Difference(NamedTuple):
    """One line of what is different."""

    icon: str
    title: str
    what: str


def lines_of(found: Differences) -> list[Difference]:
    """Return what differs, a line each: the head, then questions added, removed and changed."""
    lines = [Difference("pencil", *_field(one)) for one in found.head]
    lines += [Difference("plus", _title(one), say("added")) for one in found.added]
    lines += [Difference("minus", _title(one), say("removed")) for one in found.removed]
    for change in found.changed:
        lines += _changed(change)
    return lines


def _changed(change: QuestionChange) -> Iterator[Difference]:
    title = _title(change.after)
    if change.moved:
        words = say("moved from {0} to {1}").format(change.place_before, change.place_after)
        yield Difference("arrow-up-down", title, words)
    for one in change.fields:
        name, what = _field(one)
        yield Difference("pencil", title, f"{name}: {what}")


def _field(change: FieldChange) -> tuple[str, str]:
    name = say(_FIELD_WORDS.get(change.field, change.field))
    before, after = (_value(change.field, one) for one in (change.before, change.after))
    before, after = cut_alike(before, after)
    return name, f"{before} → {after}"


def cut_alike(before: str, after: str) -> tuple[str, str]:
    """Return two texts without most of what both begin and end with, if they are long."""
    if max(len(before), len(after)) <= _WHOLE:
        return before, after
    least = min(len(before), len(after))
    head = next((at for at in range(least) if before[at] != after[at]), least)
    tail = next(
        (at for at in range(least - head) if before[-1 - at] != after[-1 - at]), least - head
    )
    begin, end = max(head - _AROUND, 0), max(tail - _AROUND, 0)
    cut = [text[begin : len(text) - end] for text in (before, after)]
    marked = [f"{'…' if begin else ''}{text}{'…' if end else ''}" for text in cut]
    return marked[0], marked[1]


def _value(field: str, value: object) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    text = type_word(str(value)) if field == "type" else printable(str(value))
    return one_line(text, _CHARACTERS) or say("nothing")


def _title(question: Any) -> str:
    return one_line(title_of(question), _CHARACTERS)


class DifferencesModel(RowsModel):
    """In what two versions differ."""

    headings = ("", "What", "How")
    context = "DifferencesModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Difference] = []

    def show(self, found: Differences | None) -> None:
        """Show other differences; None shows nothing."""
        self.beginResetModel()
        self._lines = [] if found is None else lines_of(found)
        self.endResetModel()

    def whole(self, row: int) -> str:
        """Return all that a line says, empty if there is no such line."""
        if not 0 <= row < len(self._lines):
            return ""
        line = self._lines[row]
        return f"{line.title}\n{line.what}"

    @override
    def count(self) -> int:
        return len(self._lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == ICON_ROLE:
            return line.icon
        if role == Qt.ItemDataRole.DisplayRole:
            return ("", line.title, line.what)[index.column()]
        return None


def counted(found: Differences) -> str:
    """Return in a line how much differs: ``2 added, 1 removed, 3 changed``."""
    moved = sum(one.moved for one in found.changed)
    edited = sum(bool(one.fields) for one in found.changed)
    counts = (
        (len(found.added), say("{0} added")),
        (len(found.removed), say("{0} removed")),
        (moved, say("{0} moved")),
        (edited, say("{0} changed")),
    )
    return ", ".join(words.format(count) for count, words in counts if count)
