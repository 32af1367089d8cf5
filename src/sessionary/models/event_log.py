"""The events of one session, narrowed by a filter: as they happened, or under what caused them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_filter import EventFilter
from sessionary.core.campaign.order import cascade_parents
from sessionary.core.campaign.record import text_at, texts_at
from sessionary.core.entries import Visible
from sessionary.core.text import fold
from sessionary.models.event_words import (
    actor_text,
    aimed_text,
    category_order,
    clock_text,
    event_icon,
    game_text,
    importance_word,
    moment_text,
    type_word,
    visible_word,
)
from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.entries import Entry

Index = QModelIndex | QPersistentModelIndex
Record = dict[str, Any]

PK_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The number of an event's entry."""
ICON_ROLE: Final = PK_ROLE + 1
"""The name of a cell's icon."""
CATEGORY_ROLE: Final = PK_ROLE + 2
"""The category of an event."""
IMPORTANCE_ROLE: Final = PK_ROLE + 3
"""A value of ``Importance``."""

GAME, REAL, ICON, WHO, TEXT, MARK = range(6)
HEADINGS: Final = ("Game time", "Time", "", "Who", "What", "")

_STEP: Final = "      "
_OPEN: Final = "▾ "
_SHUT: Final = "▸ "


@dataclass
class _Event:
    """An event with its cells and what it is searched by, each made when it is asked for."""

    entry: Entry
    record: Record
    parent: int | None
    name_of: Callable[[str], str]
    clock: Clock

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """What stands in each column."""
        entry = self.entry
        return (
            game_text(entry.game_s, self.clock),
            clock_text(entry.real_us),
            type_word(entry.word, entry.category),
            actor_text(self.record, self.name_of),
            aimed_text(entry.label, self.record, self.name_of),
            "" if entry.visible == Visible.PLAYERS else visible_word(entry.visible),
        )

    @property
    def icon(self) -> str:
        """The icon of its type."""
        return event_icon(self.entry.word, self.entry.category)

    @cached_property
    def words(self) -> str:
        """The text by which it is found."""
        entry, record = self.entry, self.record
        targets = texts_at(record, "participants", "targets")
        return fold(
            "\n".join(
                (
                    *self.cells,
                    entry.category,
                    entry.word,
                    moment_text(entry.real_us),
                    importance_word(entry.importance),
                    text_at(record, "event", "description"),
                    text_at(record, "participants", "actor"),
                    text_at(record, "participants", "location"),
                    text_at(record, "mechanics", "prompt"),
                    text_at(record, "mechanics", "outcome"),
                    *targets,
                    *map(self.name_of, targets),
                    *texts_at(record, "metadata", "tags"),
                )
            )
        )


@dataclass(frozen=True, slots=True)
class _Row:
    event: int
    depth: int = 0
    parents: bool = False


def _words(text: str) -> str:
    return QCoreApplication.translate("EventLog", text) if text else ""


class EventLogModel(RowsModel):
    """Shows the events of one session. The order is the one in which they are given."""

    headings = HEADINGS
    context = "EventLog"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: list[_Event] = []
        self._rows: list[_Row] = []
        # (pk, depth, has children) of each row: whether the same rows stand in the same places.
        self._shown: list[tuple[int, int, bool]] = []
        self._filter = EventFilter()
        self._cascade = False
        self._shut: set[int] = set()

    def set_events(
        self,
        entries: Sequence[Entry],
        records: Sequence[Record],
        name_of: Callable[[str], str] = str,
        clock: Clock = PLAIN,
    ) -> None:
        """Show other events.

        Args:
            entries: The entries in the order of the timeline.
            records: The record of each.
            name_of: Gives the names of ids.
            clock: How the campaign's days are counted and written.
        """
        parents = cascade_parents(records)
        self._events = [
            _Event(entry, record, parent, name_of, clock)
            for entry, record, parent in zip(entries, records, parents, strict=True)
        ]
        self._arrange()

    def narrow(self, event_filter: EventFilter) -> None:
        """Show only events that the filter lets through."""
        self._filter = event_filter
        self._arrange()

    def set_cascade(self, *, cascade: bool) -> None:
        """Show each event under the one that triggered it, or all in their order."""
        if cascade != self._cascade:
            self._cascade = cascade
            self._arrange()

    @property
    def cascade(self) -> bool:
        """Whether events stand under what triggered them."""
        return self._cascade

    @property
    def total(self) -> int:
        """How many events there are, shown or not."""
        return len(self._events)

    @property
    def has_cascades(self) -> bool:
        """Whether any event triggered another."""
        return any(event.parent is not None for event in self._events)

    def categories(self) -> dict[str, int]:
        """Return how many events each category has, in the order in which they are offered."""
        counts: dict[str, int] = {}
        for event in self._events:
            counts[event.entry.category] = counts.get(event.entry.category, 0) + 1
        return {one: counts[one] for one in sorted(counts, key=category_order)}

    def entry_at(self, row: int) -> Entry | None:
        """Return the entry of a row."""
        return self._events[self._rows[row].event].entry if 0 <= row < len(self._rows) else None

    def record_at(self, row: int) -> Record | None:
        """Return the record of a row's event."""
        return self._events[self._rows[row].event].record if 0 <= row < len(self._rows) else None

    def row_of(self, pk: int) -> int:
        """Return the row of an entry, -1 if it is not shown."""
        for number, row in enumerate(self._rows):
            if self._events[row.event].entry.pk == pk:
                return number
        return -1

    def parent_row(self, row: int) -> int:
        """Return the row of what triggered an event, -1 if nothing that is shown did."""
        if not (self._cascade and 0 <= row < len(self._rows)):
            return -1
        parent = self._events[self._rows[row].event].parent
        return -1 if parent is None else self.row_of(self._events[parent].entry.pk)

    def set_open(self, row: int, *, is_open: bool) -> bool:
        """Show or hide what an event triggered; say whether that changed anything."""
        if not (self._cascade and 0 <= row < len(self._rows) and self._rows[row].parents):
            return False
        pk = self._events[self._rows[row].event].entry.pk
        if is_open == (pk not in self._shut):
            return False
        (self._shut.discard if is_open else self._shut.add)(pk)
        self._arrange()
        return True

    def _arrange(self) -> None:
        rows = self._tree() if self._cascade else self._flat()
        shown = [(self._events[row.event].entry.pk, row.depth, row.parents) for row in rows]
        if shown == self._shown and rows:
            self._rows = rows
            last = self.index(len(rows) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows, self._shown = rows, shown
        self.endResetModel()

    def _flat(self) -> list[_Row]:
        return [_Row(number) for number, event in enumerate(self._events) if self._lets(event)]

    def _tree(self) -> list[_Row]:
        """Return what the filter lets through under its causes, which are shown with it."""
        wanted: set[int] = set()
        for number, event in enumerate(self._events):
            at: int | None = number if self._lets(event) else None
            while at is not None and at not in wanted:
                wanted.add(at)
                at = self._events[at].parent
        children: dict[int | None, list[int]] = {}
        for number in sorted(wanted):
            children.setdefault(self._events[number].parent, []).append(number)
        rows = []
        waiting = [(number, 0) for number in reversed(children.get(None, []))]
        while waiting:
            number, depth = waiting.pop()
            below = children.get(number, [])
            rows.append(_Row(number, depth, bool(below)))
            if self._events[number].entry.pk not in self._shut:
                waiting += [(child, depth + 1) for child in reversed(below)]
        return rows

    def _lets(self, event: _Event) -> bool:
        entry, wanted = event.entry, self._filter
        words = fold(wanted.text).split()
        return (
            (wanted.categories is None or entry.category in wanted.categories)
            and entry.importance >= wanted.least
            and (wanted.visible is None or entry.visible == wanted.visible)
            and (wanted.pks is None or entry.pk in wanted.pks)
            and (not words or all(word in event.words for word in words))
        )

    @override
    def count(self) -> int:
        return len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        event = self._events[row.event]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            text = event.cells[column]
            return _branch(row, event.entry.pk in self._shut) + text if column == TEXT else text
        if role == ICON_ROLE:
            return event.icon if column == ICON else _mark(event.entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row, event, column)
        values = {
            PK_ROLE: event.entry.pk,
            CATEGORY_ROLE: event.entry.category,
            IMPORTANCE_ROLE: event.entry.importance,
        }
        return values.get(role)

    def _said(self, row: _Row, event: _Event, column: int) -> str:
        said = event.cells[column]
        if column != TEXT:
            return said
        if row.depth and event.parent is not None:
            cause = self._events[event.parent].cells[TEXT]
            said = f"{said}, {_words('triggered by')} {cause}"
        return f"{event.cells[ICON]}: {said}"


def _branch(row: _Row, shut: bool) -> str:  # noqa: FBT001  one of two states
    mark = "" if not row.parents else _SHUT if shut else _OPEN
    return _STEP * row.depth + mark


def _mark(entry: Entry) -> str:
    """Return the icon of who may see an event; what all players may see has none."""
    return {int(Visible.GM): "eye-off", int(Visible.SOME): "users"}.get(entry.visible, "")
