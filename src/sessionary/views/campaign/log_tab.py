"""The log of a session: filters, a table or the tree of causes, and one event in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.models.event_log import ICON_ROLE, EventLogModel
from sessionary.views.campaign.around import Around, around_of
from sessionary.views.campaign.event_detail import EventDetail
from sessionary.views.campaign.event_filter_row import EventFilterRow
from sessionary.views.campaign.log_entry import LogEntry
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.segmented import Segment, SegmentedFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.log_work import LogWork
    from sessionary.views.theme import Theme

_BESIDE_FROM = 860
_ROW = 30


class LogTab(QWidget):
    """Shows the events of one session.

    Signals:
        event_asked: The reader opened an event; the number of its entry.
        thing_asked: The reader wants the page of somebody or something; the name.
    """

    event_asked = Signal(object)
    thing_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        work: LogWork,
        parent: QWidget | None = None,
        *,
        newest_first: bool = False,
    ) -> None:
        """Make a log that shows nothing yet.

        Args:
            theme: Colours and sizes.
            work: What can be done in it.
            parent: The widget it belongs to.
            newest_first: What was logged last stands at the top, and nothing filters: so it is
                read while a session is played.
        """
        super().__init__(parent)
        self.theme, self._work, self._newest_first = theme, work, newest_first
        self.face: int | None = None
        """Where the game's clock stands, None before it was set."""
        # Whether the event that comes next is one that was logged here.
        self._awaits = False
        self.model = EventLogModel(self)
        self._pks: frozenset[int] | None = None
        self._ids: dict[str, int] = {}
        self._key = ""
        self._context = Around()
        self._player = False
        self.shape = SegmentedFilter(
            theme,
            [Segment("list", self.tr("List")), Segment("tree", self.tr("Causes"))],
            self.tr("List of events, or each under what triggered it"),
        )
        self.entry = LogEntry(theme, self._log)
        self.filters = EventFilterRow(theme, self.tr("Filter the log"), self.shape)
        self.table = Table(theme, _looks(), self.tr("Events"))
        self.table.setModel(self.model)
        self.detail = EventDetail(theme, work)
        self.empty = EmptyState(theme, "scroll-text", self.tr("No events yet"), " ")
        self.rows = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._restyle()

    def _lay_out(self) -> None:
        holder = QWidget()
        around = self._around = QVBoxLayout(holder)
        around.setContentsMargins(24, 0, 24, 8)
        around.addWidget(CardFrame(self.table))
        self._framed = holder
        self.rows.addWidget(holder)
        self.rows.addWidget(self.empty)
        self.splitter.addWidget(self.rows)
        self.splitter.addWidget(self.detail)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.detail.setMinimumWidth(self.theme.px(300))
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(24, 12, 24, 8 if self._newest_first else 0)
        top.addWidget(self.entry)
        column.addWidget(self._top)
        column.addWidget(self.filters)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.entry.left.connect(self._enter_table)
        self.entry.thing_asked.connect(self.thing_asked)
        self.filters.narrowed.connect(self.narrow)
        self.filters.moved_on.connect(self._enter_table)
        self.shape.chosen.connect(self._reshape)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._clicked)
        self.table.installEventFilter(self)
        self.detail.event_asked.connect(self._go_to)
        self.detail.thing_asked.connect(self.thing_asked)
        self.empty.acted.connect(self.clear_filter)
        self.model.modelReset.connect(self._counted)
        self.theme.changed.connect(self._restyle)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show the log of a session.

        Args:
            page: All that is known of it.
            editable: Whether the GM looks on; else what only the GM may filter by is hidden.
        """
        self._player = not editable
        self._ids = {entry.id: entry.pk for entry in page.entries}
        chosen = self._still_there(page)
        if self._awaits and page.entries:
            # While a session is played the line goes on, and the log stays as wide as it is.
            newest = max(entry.pk for entry in page.entries)
            chosen = None if self._newest_first else newest
        self._awaits = False
        self._top.setVisible(editable)
        table = self._work.table()
        self.face = None if table is None else table.face
        self.entry.set_table(table if editable else None)
        ids = table.ids if table is not None and editable else {}
        self._context = around_of(page, ids)
        way = -1 if self._newest_first else 1
        self.model.set_events(
            page.entries[::way],
            page.records[::way],
            self._context.name_of,
            page.review.clock,
        )
        self.filters.set_private(private=editable)
        self.filters.set_categories(self.model.categories())
        self.shape.setVisible(self.model.has_cascades)
        self.filters.setVisible(not self._newest_first)
        # Without line and filter above it the table would touch what is over it.
        bare = self._newest_first and not editable
        self._around.setContentsMargins(24, 12 if bare else 0, 24, 8)
        if not self.model.has_cascades and self.model.cascade:
            self.shape.choose("list")
            self.model.set_cascade(cascade=False)
        self._counted()
        self.choose(chosen)

    def _still_there(self, page: SessionPage) -> int | None:
        """Return the chosen event; if it has moved to another session, what took its place."""
        pk, row = self.pk(), self.table.currentIndex().row()
        same, self._key = page.key == self._key, page.key
        if pk is None or not same or any(entry.pk == pk for entry in page.entries):
            return pk
        beside = self.model.entry_at(row + 1) or self.model.entry_at(row - 1)
        focus = QApplication.focusWidget()
        if focus is not None and self.detail.isAncestorOf(focus):
            # The field that had the focus shows something else now.
            self._enter_table()
        return None if beside is None else beside.pk

    def show_events(self, pks: Sequence[int]) -> None:
        """Show only some events and choose the first of them."""
        self.clear_filter(focus=False)
        self._pks = frozenset(pks) if len(pks) > 1 else None
        self.narrow()
        if pks:
            self.choose(pks[0])

    def choose(self, pk: int | None) -> bool:
        """Make an event the current one; say whether it is shown."""
        row = -1 if pk is None else self.model.row_of(pk)
        if row < 0:
            self._choose(QModelIndex())
            return False
        index = self.model.index(row, 0)
        if self.table.currentIndex().row() == row:
            self._choose(index)
        else:
            self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        return True

    def pk(self) -> int | None:
        """Return the number of the chosen event's entry."""
        entry = self.model.entry_at(self.table.currentIndex().row())
        return None if entry is None else entry.pk

    def clear_filter(self, *, focus: bool = True) -> None:
        """Show all events again."""
        self._pks = None
        self.filters.clear(focus=focus)

    def narrow(self) -> None:
        """Show the events that the filter lets through."""
        chosen = self.pk()
        self.model.narrow(replace(self.filters.wanted(), pks=self._pks))
        self._counted()
        self.choose(chosen)

    def flush(self) -> bool:
        """Save what is typed of the chosen event; a line that was begun stays a line."""
        return self.detail.flush()

    def give_up(self) -> None:
        """Forget what was typed: it belongs to another session."""
        self.detail.give_up()
        self.entry.set_session()

    def begin_entry(self) -> None:
        """Go into the line that logs."""
        self.entry.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_with(self, text: str) -> None:
        """Go into the line that logs, with these first words in it."""
        self.entry.field.setText(text)
        self.begin_entry()

    def correct(self) -> None:
        """Edit the words of the chosen event, of none chosen the newest one's."""
        if self.pk() is None:
            newest = [self.model.entry_at(row) for row in range(self.model.rowCount())]
            self.choose(max((one.pk for one in newest if one is not None), default=None))
        if self.pk() is not None and not self._player:
            self.detail.title.open_editor()

    def remove_event(self) -> None:
        """Remove the chosen event and choose the one that takes its place."""
        row, pk = self.table.currentIndex().row(), self.pk()
        if pk is None or self._player:
            return
        beside = self.model.entry_at(row + 1) or self.model.entry_at(row - 1)
        if not self._work.remove(pk) and beside is not None:
            self.choose(beside.pk)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Delete and self._deleted(event):
                return True
            if event.type() == QEvent.Type.KeyPress and self.model.cascade:
                return self._branch(event.key()) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _deleted(self, event: QKeyEvent) -> bool:
        """Take Delete for the event, so that the session is not put into the bin by it."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self.remove_event()
            return True
        return False

    def _log(self, typed: str) -> str:
        self._awaits = True
        refused = self._work.log(typed)
        if refused:
            self._awaits = False
        return refused

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= self.theme.px(_BESIDE_FROM)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.splitter.orientation() != orientation:
            self.splitter.setOrientation(orientation)
            whole = event.size().width() if beside else event.size().height()
            self.splitter.setSizes([whole * 6 // 10, whole * 4 // 10])

    def _branch(self, key: int) -> bool:
        """Open, shut or leave a branch by Right and Left."""
        row = self.table.currentIndex().row()
        if key == Qt.Key.Key_Right:
            return self._set_open(row, is_open=True)
        if key == Qt.Key.Key_Left:
            if self._set_open(row, is_open=False):
                return True
            parent = self.model.parent_row(row)
            if parent >= 0:
                self.table.setCurrentIndex(self.model.index(parent, 0))
            return parent >= 0
        return False

    def _set_open(self, row: int, *, is_open: bool) -> bool:
        entry = self.model.entry_at(row)
        changed = self.model.set_open(row, is_open=is_open)
        if changed and entry is not None:
            self.choose(entry.pk)
        return changed

    def _clicked(self, index: QModelIndex) -> None:
        """Open or shut a branch by its mark."""
        if not self.model.cascade or index.column() != 4:
            return
        place = self.table.visualRect(index)
        mark = self.table.viewport().mapFromGlobal(self.table.cursor().pos()).x() - place.left()
        if mark < self.theme.px(36) and not self._set_open(index.row(), is_open=True):
            self._set_open(index.row(), is_open=False)

    def _reshape(self, key: str) -> None:
        chosen = self.pk()
        self.model.set_cascade(cascade=key == "tree")
        self.choose(chosen)

    def _choose(self, index: QModelIndex) -> None:
        row = index.row() if index.isValid() else -1
        entry, record = self.model.entry_at(row), self.model.record_at(row)
        self.detail.setVisible(entry is not None)
        self.detail.show_event(entry, record, self._context, editable=not self._player)

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.entry_at(index.row())
        if entry is not None:
            self.event_asked.emit(entry.pk)

    def _go_to(self, identity: str) -> None:
        pk = self._ids.get(identity)
        if pk is not None and not self.choose(pk):
            self.show_events([pk])

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _counted(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.filters.say_count(shown, total)
        if shown:
            self.rows.setCurrentWidget(self._framed)
            return
        self.detail.hide()
        if total:
            self.empty.say(
                "search",
                self.tr("No event matches"),
                self.tr("The filter hides all {0} events of this session.").format(total),
                self.tr("Clear filter"),
            )
        else:
            self.empty.say(
                "scroll-text",
                self.tr("No events yet"),
                self.tr("What is logged during the session, or comes with an import, "
                        "stands here in the order of game time."),
            )  # fmt: skip
        self.rows.setCurrentWidget(self.empty)

    def _restyle(self) -> None:
        # Rows of a log are lower than those of other lists: they are read in a stretch.
        self.table.verticalHeader().setDefaultSectionSize(self.theme.px(_ROW))


def _looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.NUMBER, width=132, tone="text2", left=True, gives_way=1),
        ColumnLook(kind=CellKind.NUMBER, width=60, tone="text2", left=True, gives_way=3),
        ColumnLook(kind=CellKind.ICON, width=32, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE, width=136, gives_way=2),
        ColumnLook(kind=CellKind.TEXT),
        ColumnLook(kind=CellKind.ICON, width=32, tone="text2", role=ICON_ROLE),
    ]
