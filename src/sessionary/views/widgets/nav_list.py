"""The sidebar's list of places: icon, word, count, and an accent bar at the chosen one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from sessionary.views.theme.fonts import tabular
from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.text import one_line, tip_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import ColourRole, Theme

_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class NavRow:
    """One row of the sidebar.

    Attributes:
        key: What `NavList` calls it; empty for a heading.
        text: What the reader sees.
        icon: Name of an icon.
        category: Instead of an icon, a square in this category's colour.
        count: What stands at the right, in words or figures.
        badge: Instead of a count, a word in the accent colour, such as LIVE.
        heading: A heading over the rows that follow; it cannot be chosen.
        indent: How many steps it is set in.
        folds: It shows or hides the rows that follow it; it is pressed, never chosen.
    """

    key: str = ""
    text: str
    icon: str = ""
    category: int | str | None = None
    count: str = ""
    badge: str = ""
    heading: bool = False
    indent: int = 0
    folds: bool = False


class NavList(QListView):
    """Rows of which one is chosen; up and down move the choice, letters jump.

    `chosen` says the key when the reader chose by mouse or key; `choose` does not emit it.
    `folded` says the key of a row that folds others, when it was pressed.
    """

    chosen = Signal(str)
    folded = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list.

        Args:
            theme: Colours and sizes.
            name: What the list is for, for screen readers.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.collapsed = False
        self._offered = self._held = ""
        self._rows = _NavModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_NavDelegate(theme, self))
        self.setAccessibleName(name)
        self.setObjectName("nav")
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    def set_rows(self, rows: Sequence[NavRow]) -> None:
        """Show these rows; the chosen one stays chosen if it is among them."""
        kept = self.key()
        self._rows.set_rows(rows)
        if kept:
            self.choose(kept)
        self.updateGeometry()

    def set_count(self, key: str, count: str = "", badge: str = "") -> None:
        """Change what stands at the right of a row."""
        self._rows.set_count(key, count, badge)

    def key(self) -> str:
        """Return the key of the chosen row, empty if none is."""
        row = self._current()
        return row.key if row is not None and not row.folds else ""

    def _current(self) -> NavRow | None:
        row = self.currentIndex().data(_ROW_ROLE)
        return row if isinstance(row, NavRow) else None

    def choose(self, key: str) -> None:
        """Make a row the chosen one without emitting `chosen`; an unknown key chooses none."""
        self._held = key
        with QSignalBlocker(self):
            self.setCurrentIndex(self._rows.index_of(key))
        self.viewport().update()

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Show only icons, with the words as tooltips."""
        self.collapsed = self._rows.with_tips = collapsed
        self._restyle()

    @override
    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        row = current.data(_ROW_ROLE) if current.isValid() else None
        if isinstance(row, NavRow) and row.key and not row.folds:
            self._choose(row.key)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        before = self.key()
        # Qt makes the first row the current one; who comes by with Tab has chosen nothing yet.
        with QSignalBlocker(self):
            super().focusInEvent(event)
        self._offered = self.key() if not before else ""

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._offered and self.key() == self._offered:
            self.choose("")
        elif self._is_at_fold():
            # Who only came by has chosen nothing else.
            self.choose(self._held)
        self._offered = ""

    def _is_at_fold(self) -> bool:
        row = self._current()
        return row is not None and row.folds

    def _fold(self) -> None:
        row, held = self._current(), self._held
        if row is not None:
            self.folded.emit(row.key)
            self.choose(held)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        again = self.indexAt(event.position().toPoint()) == self.currentIndex()
        super().mousePressEvent(event)
        if self._is_at_fold():
            self._fold()
            return
        # Pressing the place one is in leads back to its first page.
        if again and self.key():
            self._choose(self.key())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            if self._is_at_fold():
                self._fold()
                return
            if self.key():
                self._choose(self.key())
                return
        super().keyPressEvent(event)

    def _choose(self, key: str) -> None:
        if not self.signalsBlocked():
            self._offered, self._held = "", key
        self.chosen.emit(key)

    @override
    def sizeHint(self) -> QSize:
        rows = self._rows.rowCount()
        height = sum(self.sizeHintForIndex(self._rows.index(row)).height() for row in range(rows))
        return QSize(self.theme.px(48 if self.collapsed else 200), height + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(28), min(self.sizeHint().height(), self.theme.px(72)))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class _NavModel(QAbstractListModel):
    def __init__(self, parent: NavList) -> None:
        super().__init__(parent)
        self.with_tips = False
        self._rows: list[NavRow] = []

    def set_rows(self, rows: Sequence[NavRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def set_count(self, key: str, count: str, badge: str) -> None:
        for place, row in enumerate(self._rows):
            if row.key == key:
                self._rows[place] = replace(row, count=count, badge=badge)
                self.dataChanged.emit(self.index(place), self.index(place))

    def index_of(self, key: str) -> QModelIndex:
        for place, row in enumerate(self._rows):
            if key and row.key == key:
                return self.index(place)
        return QModelIndex()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        said = ", ".join(part for part in (one_line(row.text), row.count, row.badge) if part)
        if role == _ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said
        if role == Qt.ItemDataRole.ToolTipRole and self.with_tips:
            return tip_text(said)
        return None


class _NavDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: NavList) -> None:
        super().__init__(view)
        self.theme, self._view = theme, view

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row = index.data(_ROW_ROLE)
        hidden = self._view.collapsed and row.heading
        return QSize(self.theme.px(28), self.theme.px(12 if hidden else 34))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(_ROW_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._paint_heading(painter, rect, row)
        else:
            self._paint_row(painter, rect.adjusted(0, 1, 0, -1), row, state)
        painter.restore()

    def _seen(self, row: QRect, part: QRect) -> QRect:
        """Return where a part of a row is seen: mirrored where one reads from right to left."""
        return QStyle.visualRect(self._view.layoutDirection(), row, part)

    def _paint_heading(self, painter: QPainter, rect: QRect, row: NavRow) -> None:
        if self._view.collapsed:
            middle = rect.center().y()
            line = QRect(rect.left() + 4, middle, rect.width() - 8, 1)
            painter.fillRect(line, self.theme.tokens.line)
            return
        painter.setFont(self.theme.fonts["caption"])
        painter.setPen(self.theme.tokens.text2)
        room = self._seen(rect, rect.adjusted(self.theme.px(10), self.theme.px(6), -4, 0))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, one_line(row.text))

    def _paint_row(
        self, painter: QPainter, rect: QRect, row: NavRow, state: QStyle.StateFlag
    ) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(tokens.selection if chosen else tokens.hover)
            painter.drawRoundedRect(rect, 6, 6)
        if chosen:
            bar = self._seen(rect, QRect(rect.left(), rect.center().y() - px(8) + 1, 3, px(16)))
            painter.setBrush(tokens.accent)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        if chosen and self._view.hasFocus():
            paint_focus(painter, rect, tokens)
        self._paint_mark(painter, rect, row, chosen=chosen)
        if not self._view.collapsed:
            self._paint_words(painter, rect, row, chosen=chosen)

    def _paint_mark(self, painter: QPainter, rect: QRect, row: NavRow, *, chosen: bool) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        side = px(10 if row.category is not None else 16)
        space = rect.width() if self._view.collapsed else px(36) + px(16) * row.indent * 2
        left = rect.left() + (space - side) // 2
        mark = self._seen(rect, QRect(left, rect.top() + (rect.height() - side) // 2, side, side))
        if row.category is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.category(row.category))
            painter.drawRoundedRect(mark, 3, 3)
        elif row.icon:
            ratio = painter.device().devicePixelRatio()
            role: ColourRole = "accent" if chosen else "text2"
            painter.drawPixmap(mark, self.theme.pixmap(row.icon, role, 16, ratio))

    def _paint_words(self, painter: QPainter, rect: QRect, row: NavRow, *, chosen: bool) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        right = one_line(row.badge or row.count, 40)
        end = rect.right() - px(8)
        if right:
            font = tabular(self.theme.fonts["caption" if chosen or row.badge else "chip"])
            width = QFontMetrics(font).horizontalAdvance(right)
            painter.setFont(font)
            painter.setPen(_right_colour(self.theme, row, chosen=chosen))
            room = self._seen(rect, QRect(end - width, rect.top(), width + 1, rect.height()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, right)
            end -= width + px(8)
        word_font = QFont(self.theme.fonts["strong" if chosen else "body"])
        left = rect.left() + px(36) + px(16) * row.indent
        room = self._seen(rect, QRect(left, rect.top(), max(0, end - left), rect.height()))
        word = QFontMetrics(word_font).elidedText(
            one_line(row.text, 200), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(word_font)
        painter.setPen(tokens.text)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, word)


def _right_colour(theme: Theme, row: NavRow, *, chosen: bool) -> QColor:
    if row.badge:
        return theme.tokens.accent
    return theme.tokens.text if chosen else theme.tokens.text2
