"""Rows of the import's tables: icons in the colour of their meaning, and ticks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from sessionary.models.import_rows import TONE_ROLE
from sessionary.views.delegates import CellKind, ColumnLook, RowDelegate, Table
from sessionary.views.theme import ColourRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from sessionary.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class TonedRows(RowDelegate):
    """Paints an icon in the tone that the model gives it by `TONE_ROLE`."""

    @override
    def _paint_icon(self, painter: QPainter, room: QRect, index: Index, look: ColumnLook) -> None:
        tone = index.data(TONE_ROLE)
        toned = replace(look, tone=tone) if tone in get_args(ColourRole) else look
        super()._paint_icon(painter, room, index, toned)


class TonedTable(Table):
    """A table whose icons have tones."""

    def __init__(
        self,
        theme: Theme,
        looks: Sequence[ColumnLook],
        name: str,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, looks, name, parent=parent)
        self.rows = TonedRows(theme, self.looks, self)
        self.setItemDelegate(self.rows)


class _TickRows(RowDelegate):
    """Paints the tick box of a row in its first column."""

    @override
    def _paint_icon(self, painter: QPainter, room: QRect, index: Index, look: ColumnLook) -> None:
        view = self.parent()
        assert isinstance(view, Table)  # this delegate is made by one  # noqa: S101
        side = self.theme.px(16) + 2
        box = QStyleOptionViewItem()
        box.initFrom(view)
        box.rect = QRect(
            room.left() + (room.width() - side) // 2,
            room.top() + (room.height() - side) // 2,
            side,
            side,
        )
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        states = QStyle.StateFlag
        state = states.State_On if ticked == Qt.CheckState.Checked else states.State_Off
        box.state = states.State_Enabled | state
        element = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
        view.style().drawPrimitive(element, box, painter, view)


class TickTable(Table):
    """A table whose first column is a tick box: Space or a click on it sets and clears it."""

    def __init__(
        self, theme: Theme, looks: Sequence[ColumnLook], name: str, parent: QWidget | None = None
    ) -> None:
        """Make a table without a model; the first look should be `TICK_LOOK`."""
        super().__init__(theme, looks, name, parent=parent)
        self.rows = _TickRows(theme, self.looks, self)
        self.setItemDelegate(self.rows)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._turn(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not index.column():
            self._turn(index.row())

    def _turn(self, row: int) -> None:
        index = self.model().index(row, 0)
        role = Qt.ItemDataRole.CheckStateRole
        ticked = Qt.CheckState(index.data(role)) == Qt.CheckState.Checked
        states = Qt.CheckState
        self.model().setData(index, states.Unchecked if ticked else states.Checked, role)
        self.viewport().update()


TICK_LOOK = ColumnLook(kind=CellKind.ICON, width=44)
