"""What the tables of an import have in common: roles, words, and rows that come at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.services.imports.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Index = QModelIndex | QPersistentModelIndex

ICON_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The name of a cell's icon."""
TONE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""The colour role of a cell's icon."""
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""What a row is made of."""

ALL_FILES: Final = -1
"""Stands for all files in place of the number of one."""

# In the order in which they are counted and shown.
VERDICT_ICONS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.NEW: ("plus", "accent"),
    Verdict.CHANGED: ("pencil", "accent"),
    Verdict.SAME: ("check", "ok"),
    Verdict.CONFLICT: ("git-compare", "warn"),
    Verdict.WRONG: ("circle-x", "bad"),
}


def say(text: str) -> str:
    """Return a text of the import in the reader's language."""
    return QCoreApplication.translate("Import", text)


def verdict_word(verdict: Verdict) -> str:
    """Return the word a reader sees for what becomes of a record."""
    return {
        Verdict.NEW: say("New"),
        Verdict.CHANGED: say("Changed"),
        Verdict.SAME: say("The same"),
        Verdict.CONFLICT: say("Conflict"),
        Verdict.WRONG: say("Wrong"),
    }[verdict]


R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its head, the words of its cells, and what else a cell has by role."""

    head: str
    text: Callable[[R], str]
    icon: Callable[[R], tuple[str, str]] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """A table of rows that come all at once."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: list[R] = []

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - never changed
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - never changed
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].head
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if column.icon is not None and role in (ICON_ROLE, TONE_ROLE):
            return column.icon(row)[role == TONE_ROLE]
        return None
