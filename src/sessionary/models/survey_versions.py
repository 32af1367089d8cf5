"""The versions of a survey, as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.models.rows_model import RowsModel
from sessionary.models.survey_words import day_of, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.surveys import Survey, Version

Index = QModelIndex | QPersistentModelIndex

_SHOWN_DIGITS: Final = 8


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
