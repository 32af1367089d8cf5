"""The changes that could not be saved, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.models.history_list import moment_text
from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.rescues import Rescue

Index = QModelIndex | QPersistentModelIndex

RESCUE_ROLE: Final = Qt.ItemDataRole.UserRole + 1

_WHY: Final = {
    "save_failed": str(QT_TRANSLATE_NOOP("RescueList", "The disk did not take it")),
    "lock_lost": str(QT_TRANSLATE_NOOP("RescueList", "Another window had taken it over")),
}


def why_text(rescue: Rescue) -> str:
    """Return why a change could not be saved, in words."""
    return QCoreApplication.translate("RescueList", _WHY.get(rescue.reason, rescue.reason))


class RescuesModel(RowsModel):
    """Rescue copies: when, of what, why."""

    headings = (
        "When",
        "What",
        "Why it was not saved",
    )
    context = "RescuesModel"

    def __init__(self, rescues: Sequence[Rescue], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rescues = list(rescues)

    def show_rescues(self, rescues: Sequence[Rescue]) -> None:
        """Show these in the place of the former ones."""
        self.beginResetModel()
        self._rescues = list(rescues)
        self.endResetModel()

    @override
    def count(self) -> int:
        return len(self._rescues)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        rescue = self._rescues[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (moment_text(rescue.at), rescue.title, why_text(rescue))[index.column()]
        return rescue if role == RESCUE_ROLE else None
