"""The keys of a record that the program does not know, as a table of paths and values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.core.store.values import thaw
from sessionary.core.text import one_line
from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Iterable

Index = QModelIndex | QPersistentModelIndex

HEADINGS: Final = ("Field", "Value")
_SHOWN_CHARACTERS: Final = 400


class OtherFieldsModel(RowsModel):
    """Shows paths such as ``participants.players[1].nickname`` with the JSON that stands there."""

    headings = HEADINGS
    context = "OtherFields"

    def __init__(self) -> None:
        super().__init__()
        self._fields: list[tuple[str, str]] = []

    def set_fields(self, fields: Iterable[tuple[str, Any]]) -> None:
        """Show these fields.

        Args:
            fields: (path, value) of each, as ``core.campaign.other_fields`` gives them.
        """
        made = [(path, value_text(value)) for path, value in fields]
        if made == self._fields:
            return
        self.beginResetModel()
        self._fields = made
        self.endResetModel()

    def text(self, rows: Iterable[int]) -> str:
        """Return some fields as text for the clipboard, one a line."""
        return "\n".join(": ".join(self._fields[row]) for row in rows)

    @override
    def count(self) -> int:
        return len(self._fields)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return one_line(self._fields[index.row()][index.column()], _SHOWN_CHARACTERS)
        return None


def value_text(value: Any) -> str:
    """Return a JSON value as it is shown: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(thaw(value), ensure_ascii=False)
