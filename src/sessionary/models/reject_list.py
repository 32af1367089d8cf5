"""What could not be read, as a table that can be narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from typing_extensions import override

from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.rejects import KeptReject

Index = QModelIndex | QPersistentModelIndex

REJECT_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class RejectsModel(RowsModel):
    """What was put aside: file, place, what is wrong, code."""

    headings = (
        "File",
        "Place",
        "What is wrong",
        "Code",
    )
    context = "RejectsModel"

    def __init__(self, rejects: Sequence[KeptReject], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rejects = tuple(rejects)

    @override
    def count(self) -> int:
        return len(self._rejects)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        reject = self._rejects[index.row()]
        if role == REJECT_ROLE:
            return reject
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (reject.file, reject.place, self.sentence(reject), reject.code)[index.column()]

    def sentence(self, reject: KeptReject) -> str:
        """Return what is wrong with it, in one sentence."""
        if reject.message:
            return reject.message
        if reject.expected:
            return self.tr("Found {0}, expected {1}.").format(reject.found, reject.expected)
        return reject.code


class RejectFilter(QSortFilterProxyModel):
    """Those in whose cells all of the typed words stand."""

    def __init__(self, source: RejectsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSourceModel(source)

    def narrow(self, typed: str) -> None:
        """Show those in which these words stand."""
        self.beginFilterChange()
        self._words = tuple(typed.casefold().split())
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index, /) -> bool:
        if not self._words:
            return True
        model = self.sourceModel()
        cells = [model.index(source_row, column).data() for column in range(model.columnCount())]
        said = " ".join(cells).casefold()
        return all(word in said for word in self._words)
