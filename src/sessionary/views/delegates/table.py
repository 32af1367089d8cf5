"""The table that every list of the program uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from sessionary.views.delegates.row_delegate import RowDelegate
from sessionary.views.delegates.table_header import TableHeader
from sessionary.views.widgets.focus import paint_focus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QAbstractItemModel

    from sessionary.views.delegates.columns import ColumnLook
    from sessionary.views.delegates.row_delegate import Index
    from sessionary.views.theme import Theme

_TITLE_AT_LEAST: Final = 160
# With these the focus is where it was before, and was seen or not seen as before.
_COMING_BACK: Final = frozenset(
    {
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    }
)


class Table(QTableView):
    """Rows on a surface, one chosen at a time; the column of width 0 takes what is left.

    `chosen` says the index of the row that became the current one, by key, mouse or program;
    `opened` that the reader pressed Enter in it or clicked it twice.
    """

    chosen = Signal(QModelIndex)
    opened = Signal(QModelIndex)

    def __init__(
        self,
        theme: Theme,
        looks: Sequence[ColumnLook],
        name: str,
        *,
        muted: Callable[[Index], bool] | None = None,
        gap: Callable[[Index], str] | None = None,
        heading: Callable[[Index], str] | None = None,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a table without a model.

        Args:
            theme: Colours and sizes.
            looks: One for each column of the model; exactly one with width 0.
            name: What is listed, for screen readers.
            muted: Whether a row is written in the second tone.
            gap: What a row says that is a gap between rows; empty for ordinary rows.
            heading: What a row says that stands over the rows below it; empty for ordinary ones.
            several: Several rows can be selected at a time.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self.looks = theme, tuple(looks)
        self._by_key = False
        self.rows = RowDelegate(theme, self.looks, self, muted=muted, gap=gap, heading=heading)
        self.setAccessibleName(name)
        self.setItemDelegate(self.rows)
        self.setHorizontalHeader(TableHeader(theme, self.looks, self))
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(16)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.doubleClicked.connect(self.opened)
        theme.changed.connect(self._restyle)
        self._restyle()

    def choose_row(self, row: int) -> None:
        """Make a row the chosen one and bring it into sight; a row that is not there clears."""
        # Not selectRow(): read from right to left, that finds no column and does nothing.
        index = self.model().index(row, 0)
        if index.isValid():
            # Not setCurrentIndex(): while Ctrl or Shift of a shortcut is held, that adds the row.
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._restyle()

    @override
    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            self.chosen.emit(current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_key = False
        super().mousePressEvent(event)
        self.viewport().update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            self._by_key = False
        elif event.reason() not in _COMING_BACK:
            self._by_key = True
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            # Qt made the first row the current one; it is to look and act like a chosen one.
            self.choose_row(self.currentIndex().row())
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self.hasFocus() and self._by_key and self.currentIndex().isValid()):
            return
        top = self.rowViewportPosition(self.currentIndex().row())
        height = self.rowHeight(self.currentIndex().row())
        with QPainter(self.viewport()) as painter:
            row = QRect(0, top, self.viewport().width(), height)
            paint_focus(painter, row, self.theme.tokens, 4)

    def _hover(self, row: int) -> None:
        former, self.rows.hovered_row = self.rows.hovered_row, row
        if row == former or self.model() is None:
            return
        for changed in (former, row):
            if 0 <= changed < self.model().rowCount():
                top = self.rowViewportPosition(changed)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(changed))

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.theme.row_height)
        if self.model() is not None:
            header = self.horizontalHeader()
            modes = QHeaderView.ResizeMode
            for column, look in enumerate(self.looks):
                header.setSectionResizeMode(column, modes.Fixed if look.width else modes.Stretch)
                if look.width:
                    self.setColumnWidth(column, self.theme.px(look.width))
            self._fit_columns()
        self.viewport().update()

    def _fit_columns(self) -> None:
        """Hide the columns for which the table is too narrow now, and show the others."""
        if self.model() is None:
            return
        width = self.viewport().width()
        px = self.theme.px
        shown = {
            column: look for column, look in enumerate(self.looks) if width >= px(look.hide_below)
        }
        fixed = sum(px(look.width) for look in shown.values())
        for column, look in sorted(shown.items(), key=lambda one: -one[1].gives_way):
            if width - fixed >= px(_TITLE_AT_LEAST) or not look.gives_way:
                break
            fixed -= px(look.width)
            del shown[column]
        for column in range(len(self.looks)):
            if self.isColumnHidden(column) != (column not in shown):
                self.setColumnHidden(column, column not in shown)
