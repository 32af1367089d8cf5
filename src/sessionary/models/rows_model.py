"""What all tables of rows under fixed headings have in common."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Index: TypeAlias = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """A table of rows; a class of its own says how many there are and what their cells show.

    Attributes:
        headings: What stands over the columns.
        context: Where the headings are translated.
    """

    headings: ClassVar[tuple[str, ...]] = ()
    context: ClassVar[str] = ""

    def count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    @contextmanager
    def changing(self, *, same: bool) -> Iterator[None]:
        """Change the rows inside the block.

        Args:
            same: Whether each row still stands for what it stood for: then what is chosen stays.
        """
        if not same:
            self.beginResetModel()
        yield
        if same:
            last = self.index(self.count() - 1, len(self.headings) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else self.count()

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self.headings)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            text = self.headings[section]
            # A catalogue answers an empty text with what it knows of itself.
            return QCoreApplication.translate(self.context, text) if text else ""
        return None
