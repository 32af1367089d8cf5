"""A list of a million events: their numbers are known, the rest is read by the page."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QDateTime,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.text import one_line
from sessionary.models.event_log import ICON_ROLE, PK_ROLE
from sessionary.models.event_words import event_icon, game_text, label_text, type_word
from sessionary.models.rows_model import RowsModel
from sessionary.services.campaign_pages import EventLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Index = QModelIndex | QPersistentModelIndex

PAGE: Final = 256
"""How many rows are read at a time."""
_BITS: Final = 8
_KEPT: Final = 64

GAME, REAL, ICON, WHO, TEXT, SESSION = range(6)
HEADINGS: Final = ("Game time", "Date", "", "Who", "What", "Session")

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_SAID: Final = int(Qt.ItemDataRole.AccessibleTextRole)

Cells = tuple[str, ...]
Page = list["EventLine | Cells | None"]
"""The events of some rows, each with its cells instead once they were looked at."""


class EntryPagesModel(RowsModel):
    """Shows events by their numbers; of those that were not looked at it knows nothing more.

    Their texts are made when they are first looked at, and forgotten with their page: 64 pages are
    kept.
    """

    headings = HEADINGS
    context = "EntryPages"

    def __init__(
        self,
        read: Callable[[Sequence[int]], Sequence[EventLine | None]],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            read: Returns the events of some numbers in their order, None for one that is gone.
            parent: What it belongs to.
        """
        super().__init__(parent)
        self._read = read
        self._numbers: array[int] = array("q")
        self._name_of: Callable[[str], str] = str
        self._sessions: Mapping[int, tuple[str, str]] = {}
        self._clock = PLAIN
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._last: tuple[int, Page] = (-1, [])

    def set_numbers(
        self,
        numbers: array[int],
        name_of: Callable[[str], str] = str,
        sessions: Mapping[int, tuple[str, str]] | None = None,
        clock: Clock = PLAIN,
    ) -> None:
        """Show other events.

        Args:
            numbers: The numbers of their entries, in the order of the list.
            name_of: Gives the names of ids.
            sessions: Number of a session -> (its key, what it is called).
            clock: How the campaign's days are counted and written.
        """
        self.beginResetModel()
        self._numbers, self._name_of = numbers, name_of
        self._sessions, self._clock = sessions or {}, clock
        self._forget()
        self.endResetModel()

    @property
    def numbers(self) -> array[int]:
        """The numbers of the entries that are listed, in their order."""
        return self._numbers

    def reread(self) -> None:
        """Read again what is shown: something about the same events may have changed."""
        self._forget()
        if self._numbers:
            last = self.index(len(self._numbers) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def pk_at(self, row: int) -> int | None:
        """Return the number of a row's entry."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else None

    def session_at(self, row: int) -> str:
        """Return the key of the session of a row's event, empty if it is not known."""
        return self._cells(row)[-2] if 0 <= row < len(self._numbers) else ""

    @override
    def count(self) -> int:
        return len(self._numbers)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(self._numbers):
            return None
        number, page = self._last
        if number != row >> _BITS:
            page = self._page(row >> _BITS)
        cells = page[row & (PAGE - 1)]
        if cells.__class__ is not tuple:
            cells = self._made(page, row & (PAGE - 1))
        if role in (_DISPLAY, _SAID):
            return cells[index.column()]
        if role == ICON_ROLE:
            return cells[-1] if index.column() == ICON else ""
        return self._numbers[row] if role == PK_ROLE else None

    def _cells(self, row: int) -> Cells:
        return self._made(self._page(row >> _BITS), row & (PAGE - 1))

    def _made(self, page: Page, place: int) -> Cells:
        """Return the cells of an event, making them when they are first looked at."""
        line = page[place]
        if line is None or isinstance(line, EventLine):
            page[place] = line = self._texts(line)
        return line

    def _page(self, number: int) -> Page:
        page = self._pages.get(number)
        if page is None:
            first = number << _BITS
            lines = self._read(self._numbers[first : first + PAGE])
            page = self._pages[number] = list(lines)
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        self._last = (number, page)
        return page

    def _texts(self, line: EventLine | None) -> Cells:
        """Return the cells of an event, then the key of its session and the name of its icon."""
        if line is None:
            gone = QCoreApplication.translate("EntryPages", "This event was removed.")
            return ("", "", "", "", gone, "", "", "")
        key, session = "", QCoreApplication.translate("EntryPages", "Between sessions")
        if line.session is not None:
            key, session = self._sessions.get(line.session, ("", ""))
        return (
            game_text(line.game_s, self._clock),
            _date_text(line.real_us),
            type_word(line.word, line.category),
            one_line(self._name_of(line.actor), 120) if line.actor else "",
            label_text(line.label),
            one_line(session, 120),
            key,
            event_icon(line.word, line.category),
        )

    def _forget(self) -> None:
        self._pages.clear()
        self._last = (-1, [])


def _date_text(us: int | None) -> str:
    if us is None:
        return ""
    return QDateTime.fromMSecsSinceEpoch(us // 1000).toString("yyyy-MM-dd HH:mm")
