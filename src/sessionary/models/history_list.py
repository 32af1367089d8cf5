"""The revisions of a document, as a table."""

from __future__ import annotations

from collections import OrderedDict
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

from sessionary.core.changes import ABSENT
from sessionary.core.problems import UserError
from sessionary.models.field_words import place_words
from sessionary.models.rows_model import RowsModel
from sessionary.services.history import Revision, changes, revision_data, revisions, told_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.changes import Difference
    from sessionary.services.library import Library

Index = QModelIndex | QPersistentModelIndex

REVISION_ROLE: Final = Qt.ItemDataRole.UserRole + 1

_KEPT_IN_MEMORY: Final = 40
_MOST_NAMED: Final = 4


def _words(text: str) -> str:
    return QCoreApplication.translate("HistoryList", text)


def moment_text(at: float) -> str:
    """Return a moment in the reader's zone: ``Fri 20 Nov 2026, 13:05``."""
    moment = QDateTime.fromSecsSinceEpoch(round(at))
    day = QLocale().toString(moment.date(), "ddd d MMM yyyy")
    return f"{day}, {QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)}"


class HistoryModel(RowsModel):
    """The revisions of one document, newest first: number, when, what was done, what it changed.

    What a revision changed is found out when a row is shown: it takes two texts to be read.
    """

    headings = (
        "No.",
        "When",
        "What",
        "Changed",
    )
    context = "HistoryModel"

    def __init__(
        self,
        library: Library,
        kind: str,
        key: str,
        name_of: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        """Make a model.

        Args:
            library: Where the document is.
            kind: Its kind.
            key: Its key.
            name_of: The name that an id stands for.
            parent: What it belongs to.
        """
        super().__init__(parent)
        self._library, self._kind, self._key = library, kind, key
        self._name_of = name_of
        self._revisions: list[Revision] = revisions(library, kind, key)
        self._read: OrderedDict[int, Any] = OrderedDict()
        self._told: dict[int, str] = {}
        self._columns: tuple[Callable[[Revision], str], ...] = (
            lambda one: QLocale().toString(one.number),
            lambda one: moment_text(one.at),
            self._name,
            lambda one: self._told_change(one.number),
        )

    def refresh(self) -> None:
        """Read the list anew: the document was changed."""
        self.beginResetModel()
        self._revisions = revisions(self._library, self._kind, self._key)
        self._told.clear()
        self._read.clear()
        self.endResetModel()

    def all(self) -> list[Revision]:
        """Return the revisions, newest first."""
        return list(self._revisions)

    def before(self, number: int) -> int | None:
        """Return the number of the revision that is kept before one, None if it is the first."""
        return next((one.number for one in self._revisions if one.number < number), None)

    def differences(self, older: int | None, newer: int) -> list[Difference]:
        """Return where two revisions differ.

        Args:
            older: The number of one; None stands for nothing at all.
            newer: The number of the other.

        Raises:
            UserError: One of them cannot be read.
        """
        return changes(
            ABSENT if older is None else self._data_of(older),
            self._data_of(newer),
        )

    def _data_of(self, number: int) -> Any:
        if number not in self._read:
            data = revision_data(self._library, self._kind, self._key, number)
            self._read[number] = told_data(self._library, self._kind, data)
            while len(self._read) > _KEPT_IN_MEMORY:
                self._read.popitem(last=False)
        return self._read[number]

    def _name(self, revision: Revision) -> str:
        name = revision.name or _words("Change")
        if revision.title:
            name = _words("“{0}”: {1}").format(revision.title, name)
        return _words("{0} (now)").format(name) if revision.present else name

    def _told_change(self, number: int) -> str:
        if number not in self._told:
            self._told[number] = self._change(number)
        return self._told[number]

    def _change(self, number: int) -> str:
        older = self.before(number)
        if older is None:
            return _words("The first that is kept")
        try:
            found = self.differences(older, number)
        except UserError as error:
            return str(error)
        places = [place_words(one.path, self._name_of) for one in found]
        said = "; ".join(places[:_MOST_NAMED])
        more = len(places) - _MOST_NAMED
        if more > 0:
            return _words("{0}; {1} more").format(said, more)
        return said or _words("Nothing that is shown")

    @override
    def count(self) -> int:
        return len(self._revisions)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        revision = self._revisions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[index.column()](revision)
        return revision if role == REVISION_ROLE else None
