"""The list of sessions with its filter: the left pane of the Sessions place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.query import parse_query
from sessionary.models.session_list import (
    GAP_ROLE,
    HEADING_ROLE,
    STATUS_ROLE,
    TAGS_ROLE,
    TITLE_COLUMN,
    SessionListModel,
)
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.sessions.filter_parts import filter_hint, status_filter, view_switch
from sessionary.views.widgets.buttons import MenuButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import one_line, set_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from sessionary.core.kinds import SessionSummary
    from sessionary.views.theme import Theme

_TYPING_PAUSE_MS = 120
_SIDES = 24


class SessionListPane(QWidget):
    """Filters, sorts and lists sessions.

    Signals:
        chosen: Another session is the current one; its key, empty if none is.
        opened: The reader wants to go on in the chosen one.
        narrowed: Another filter holds.
    """

    chosen = Signal(str)
    opened = Signal(str)
    narrowed = Signal()

    def __init__(
        self,
        theme: Theme,
        model: SessionListModel,
        category_of: Callable[[str], int | None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the pane.

        Args:
            theme: Colours and sizes.
            model: What is listed.
            category_of: The colour of a tag.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self.model = theme, model
        self.container = ""
        self._compact = False
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.header = PaneHeader(theme, self.tr("Sessions"))
        self.new_button = PrimaryButton(theme, self.tr("&New session"), "plus")
        self.switch = view_switch(theme)
        self.header.add(self.switch)
        self.header.add(self.new_button)
        self.field = SearchField(theme, filter_hint())
        self.statuses = status_filter(theme)
        self.sorting = MenuButton(theme, self.tr("Sort sessions"))
        self.table = Table(
            theme,
            self._looks(category_of),
            self.tr("Sessions"),
            muted=lambda index: index.data(STATUS_ROLE) == "cancelled",
            gap=lambda index: str(index.data(GAP_ROLE) or ""),
            heading=lambda index: str(index.data(HEADING_ROLE) or ""),
            several=True,
        )
        self.table.setModel(model)
        self.empty = EmptyState(theme, "search", "", "", self.tr("Clear filter"))
        self.rows = QStackedWidget()
        self._fill_sorting()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._narrow)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.moved_on.connect(self._enter_table)
        self.statuses.chosen.connect(lambda _key: self._narrow())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.empty.acted.connect(self._leave_empty)
        model.modelReset.connect(self._count)
        model.modelReset.connect(self._span_headings)
        model.dataChanged.connect(self._count)
        self._count()

    def _looks(self, category_of: Callable[[str], int | None]) -> list[ColumnLook]:
        return [
            ColumnLook(kind=CellKind.STATUS, width=40, role=STATUS_ROLE),
            ColumnLook(kind=CellKind.NUMBER, width=44, tone="text2"),
            ColumnLook(kind=CellKind.TITLE),
            ColumnLook(kind=CellKind.NUMBER, width=96, tone="text2", left=True, gives_way=2),
            ColumnLook(kind=CellKind.NUMBER, width=58, tone="text2", gives_way=3),
            ColumnLook(kind=CellKind.NUMBER, width=54, tone="text2", hide_below=620, gives_way=5),
            ColumnLook(kind=CellKind.NUMBER, width=54, tone="text2", hide_below=620, gives_way=6),
            ColumnLook(
                kind=CellKind.NUMBER, width=92, tone="text2", left=True, hide_below=760, gives_way=7
            ),
            ColumnLook(width=150, tone="text2", hide_below=980, gives_way=8),
            ColumnLook(
                kind=CellKind.CHIPS,
                width=124,
                role=TAGS_ROLE,
                category_of=category_of,
                hide_below=560,
                gives_way=4,
            ),
        ]

    def _fill_sorting(self) -> None:
        choices = {
            "newest": self.tr("Newest first"),
            "oldest": self.tr("Oldest first"),
            "title": self.tr("By title"),
            "date": self.tr("By date"),
            "longest": self.tr("Longest first"),
            "game": self.tr("By game time"),
            "attended": self.tr("Best attended first"),
            "events": self.tr("Most events first"),
            "status": self.tr("By status"),
        }
        group = QActionGroup(self)
        for key, text in choices.items():
            action = self.sorting.choices.addAction(text)
            action.setCheckable(True)
            action.setChecked(key == "newest")
            action.setData(key)
            group.addAction(action)
        group.triggered.connect(lambda action: self.sort_by(action.data()))
        self._orders = group
        self.sorting.setText(choices["newest"])

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(14, 12, 10, 8)
        top.setSpacing(8)
        top.addWidget(self.header)
        top.addWidget(self.field)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.statuses, 1)
        line.addWidget(self.sorting)
        top.addLayout(line)
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.rows, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show an icon alone where words would cut what stands beside them."""
        self._fit_new_button()
        style = Qt.ToolButtonStyle
        words = self.fontMetrics().horizontalAdvance(self.sorting.text()) + self.theme.px(36)
        room = self.width() - _SIDES - 8 - self.statuses.minimumSizeHint().width()
        compact = words > room
        text = self.sorting.text()
        set_tip(self.sorting, self.tr("Sorted: {0}").format(text) if compact else "")
        if compact == self._compact:
            return
        self._compact = compact
        self.theme.bind_icon(self.sorting, "arrow-up-down" if compact else "chevron-down", "text2")
        self.sorting.setToolButtonStyle(
            style.ToolButtonIconOnly if compact else style.ToolButtonTextBesideIcon
        )

    def _fit_new_button(self) -> None:
        room = self.width() - _SIDES
        # Rather than the button its word, the pane gives up its title: the sidebar says it too.
        self.header.show_title(shown=True)
        self.header.show_title(shown=self._needed() <= room)
        self.new_button.set_compact(compact=self._needed() > room)

    def _needed(self) -> int:
        """Return how wide the head of the pane is with all words of its button."""
        beside = self.header.sizeHint().width() - self.new_button.sizeHint().width()
        return beside + self.new_button.full_width()

    def set_container(self, container: str) -> None:
        """Show one campaign's sessions, or those of all."""
        self.container = container
        self._narrow()

    def filter_by(self, text: str, status: str = "") -> None:
        """Filter by words and a status, as if they were typed and chosen."""
        self.statuses.choose(status)
        self.field.setText(text)
        self._narrow()

    @property
    def typing(self) -> bool:
        """Whether what stands in the filter does not hold yet."""
        return self._pause.isActive()

    @property
    def filtered(self) -> bool:
        """Whether words or a status narrow the list."""
        return bool(self.field.text().strip() or self.statuses.key())

    def clear_filter(self) -> None:
        """Show everything again."""
        self.filter_by("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def sort_by(self, order: str) -> None:
        """Sort the list, and say how on the button."""
        for action in self._orders.actions():
            if action.data() == order:
                action.setChecked(True)
                self.sorting.setText(action.text())
                self._fit()
        with_key = self.key()
        self.model.sort_by(order)
        self.choose(with_key)

    def orders(self) -> list[str]:
        """Return what the list can be sorted by."""
        return [str(action.data()) for action in self._orders.actions()]

    @property
    def order(self) -> str:
        """How the list is sorted."""
        return str(self._orders.checkedAction().data())

    def _narrow(self) -> None:
        self._pause.stop()
        before = self.key()
        self.model.narrow(
            query=parse_query(self.field.text()),
            status=self.statuses.key(),
            container=self.container,
        )
        self.choose(before)
        self.narrowed.emit()

    def _span_headings(self) -> None:
        """Give the names of campaigns the room of all columns behind the title's."""
        self.table.clearSpans()
        width = self.model.columnCount() - TITLE_COLUMN
        for row in self.model.headings():
            self.table.setSpan(row, TITLE_COLUMN, 1, width)

    def _count(self) -> None:
        shown, total = len(self.model.shown()), self.model.total
        self.header.set_count(
            str(total) if shown == total else self.tr("{0} of {1}").format(shown, total)
        )
        if shown:
            self.rows.setCurrentWidget(self.table)
            return
        if total:
            self._say_no_match(total)
        else:
            self.empty.say(
                "list",
                self.tr("No sessions yet"),
                self.tr("Sessions that you plan or import are listed here."),
                self.tr("New session"),
            )
        self.rows.setCurrentWidget(self.empty)

    def _say_no_match(self, total: int) -> None:
        words = one_line(self.field.text().strip(), 60)
        hidden = (
            self.tr("The filter hides the one session there is.")
            if total == 1
            else self.tr("The filter hides all {0} sessions.").format(total)
        )
        self.empty.say(
            "search",
            self.tr("No session matches “{0}”").format(words)
            if words
            else self.tr("No session is {0}").format(self._status_word()),
            self.tr("Titles, numbers, tags and player names were searched. {0}").format(hidden),
            self.tr("Clear filter"),
        )

    def _leave_empty(self) -> None:
        if self.model.total:
            self.clear_filter()
        else:
            self.new_button.click()

    def _status_word(self) -> str:
        button = self.statuses.buttons.get(self.statuses.key())
        return button.text().lower() if button is not None else ""

    def current(self) -> SessionSummary | None:
        """Return the session that is chosen."""
        return self.model.session_at(self.table.currentIndex().row())

    def key(self) -> str:
        """Return the key of the session that is chosen, empty if none is."""
        session = self.current()
        return session.key if session is not None else ""

    def selected(self) -> list[SessionSummary]:
        """Return all sessions that are selected, in the order of the list."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        found = [self.model.session_at(row) for row in rows]
        return [session for session in found if session is not None]

    def choose(self, key: str) -> bool:
        """Make a session the current one; say whether it is shown."""
        row = self.model.row_of(key) if key else -1
        if row < 0:
            self.table.setCurrentIndex(QModelIndex())
            self.chosen.emit("")
            return False
        index = self.model.index(row, 0)
        self.table.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.table.scrollTo(index)
        return True

    def choose_near(self, row: int) -> None:
        """Choose the session that stands now where one stood that is gone, or the last one."""
        rows = self.model.rowCount()
        for near in (*range(max(row, 0), rows), *range(min(row, rows) - 1, -1, -1)):
            session = self.model.session_at(near)
            if session is not None:
                self.choose(session.key)
                return

    def step(self, down: int) -> None:
        """Choose the next session below (1) or above (-1) the current one."""
        row = self.table.currentIndex().row() + down
        while 0 <= row < self.model.rowCount():
            session = self.model.session_at(row)
            if session is not None:
                self.choose(session.key)
                return
            row += down

    def _choose(self, index: QModelIndex) -> None:
        session = self.model.session_at(index.row())
        if session is not None:
            self.chosen.emit(session.key)

    def _open(self, index: QModelIndex) -> None:
        session = self.model.session_at(index.row())
        if session is not None:
            self.opened.emit(session.key)

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
