"""The backups of a library, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.models.rows_model import RowsModel
from sessionary.services.backups import (
    AFTER_CHANGES,
    BEFORE_EMPTYING,
    BEFORE_IMPORT,
    BEFORE_MIGRATION,
    BEFORE_RESTORE,
    folder_of,
    listed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sessionary.core.backups import Backup

Index = QModelIndex | QPersistentModelIndex

COPY_ROLE: Final = Qt.ItemDataRole.UserRole + 1

_WHY: Final = {
    BEFORE_IMPORT: "Before an import",
    BEFORE_EMPTYING: "Before emptying the bin",
    BEFORE_MIGRATION: "Before an update",
    BEFORE_RESTORE: "Before a restore",
    AFTER_CHANGES: "After changes",
}


def _words(text: str) -> str:
    return QCoreApplication.translate("BackupList", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file that can be restored; `backup` is what its name says, None for one of elsewhere."""

    path: Path
    backup: Backup | None = None


def when_text(copy: Copy) -> str:
    """Return when a backup was made, in the reader's zone; for another file its name."""
    if copy.backup is None:
        return copy.path.name
    moment = QDateTime.fromSecsSinceEpoch(round(copy.backup.made.timestamp()))
    day = QLocale().toString(moment.date(), "ddd d MMM yyyy")
    time = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return f"{day}, {time}"


def why_text(copy: Copy) -> str:
    """Return why a backup was made, in words for people."""
    if copy.backup is None:
        return _words("Another file")
    return _words(_WHY.get(copy.backup.why, copy.backup.why))


def _size_text(copy: Copy) -> str:
    if copy.backup is None:
        return ""
    return QLocale().formattedDataSize(copy.backup.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _sessions_text(copy: Copy) -> str:
    contents = copy.backup.contents if copy.backup else None
    return "" if contents is None else QLocale().toString(contents.sessions)


def _events_text(copy: Copy) -> str:
    contents = copy.backup.contents if copy.backup else None
    return "" if contents is None else QLocale().toString(contents.events)


_COLUMNS: Final[tuple[tuple[str, Callable[[Copy], str]], ...]] = (
    ("When", when_text),
    ("Why", why_text),
    ("Sessions", _sessions_text),
    ("Events", _events_text),
    ("Size", _size_text),
)


class BackupsModel(RowsModel):
    """The backups of a library, newest first; other files that were opened stand above them."""

    headings = tuple(name for name, _cell in _COLUMNS)
    context = "BackupList"

    def __init__(self, library_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder = folder_of(library_folder)
        self._copies = [Copy(path=folder / one.name, backup=one) for one in listed(library_folder)]

    def add(self, path: Path) -> int:
        """Add another file, unless it is listed; return its row."""
        for row, copy in enumerate(self._copies):
            if copy.path == path:
                return row
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._copies.insert(0, Copy(path=path))
        self.endInsertRows()
        return 0

    @override
    def count(self) -> int:
        return len(self._copies)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        copy = self._copies[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[index.column()][1](copy)
        return copy if role == COPY_ROLE else None
