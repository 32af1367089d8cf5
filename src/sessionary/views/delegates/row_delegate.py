"""Paints the rows of all tables: tint and accent bar, row line, text, figures, icons, chips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.theme.fonts import tabular
from sessionary.views.widgets.bars import paint_progress
from sessionary.views.widgets.chips import ChipText, chip_width, paint_chips
from sessionary.views.widgets.status_icon import paint_status
from sessionary.views.widgets.text import one_line, shown_text, tip_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_CELL_CHARACTERS: Final = 500
_PADDING: Final = 8
_BAR_WIDTH: Final = 56


class RowDelegate(QStyledItemDelegate):
    """Paints cells by the looks of their columns."""

    def __init__(
        self,
        theme: Theme,
        looks: Sequence[ColumnLook],
        view: QAbstractItemView,
        *,
        muted: Callable[[Index], bool] | None = None,
        gap: Callable[[Index], str] | None = None,
        heading: Callable[[Index], str] | None = None,
    ) -> None:
        """Make a delegate.

        Args:
            theme: Colours and sizes.
            looks: One for each column of the model.
            view: Whose rows are painted.
            muted: Whether a row is written in the second tone, as cancelled sessions are.
            gap: What a row says that is no row but a gap between rows, such as
                ``12 days pass``; empty for ordinary rows.
            heading: What a row says that stands over the rows below it, such as a campaign's
                name; empty for ordinary rows.
        """
        super().__init__(view)
        self.theme, self.looks = theme, looks
        self.hovered_row = -1
        self._muted, self._gap, self._heading = muted, gap, heading
        theme.changed.connect(self._take_fonts)
        self._take_fonts()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = self.looks[index.column()]
        width = self.theme.px(look.width)
        if look.kind in {CellKind.TEXT, CellKind.TITLE, CellKind.NUMBER}:
            words = QFontMetrics(self._font(look, selected=True)).horizontalAdvance(_words(index))
            width = words + 2 * self.theme.px(_PADDING)
        elif look.kind == CellKind.BAR:
            words = QFontMetrics(self._font(look, selected=True)).horizontalAdvance(_words(index))
            width = words + self.theme.px(_BAR_WIDTH) + 3 * self.theme.px(_PADDING)
        return QSize(width, self.theme.row_height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        gap = self._gap(index) if self._gap is not None else ""
        heading = self._heading(index) if self._heading is not None else ""
        self._paint_ground(painter, rect, selected=selected, row=index.row())
        if heading:
            self._paint_heading(painter, rect, index, heading)
        elif gap:
            self._paint_gap(painter, rect, index, gap)
        else:
            look = self.looks[index.column()]
            room = rect.adjusted(self.theme.px(_PADDING), 0, -self.theme.px(_PADDING), -1)
            self._paint_cell(painter, room, index, look, selected=selected)
        painter.restore()

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        tip = self.tip(option.rect, index)
        if tip:
            QToolTip.showText(event.globalPos(), tip, view.viewport(), option.rect)
        else:
            QToolTip.hideText()
        return True

    def tip(self, rect: QRect, index: Index) -> str:
        """Return the tip of a cell in `rect`: the model's, else what the cell had to leave out."""
        given = index.data(Qt.ItemDataRole.ToolTipRole)
        if isinstance(given, str) and given:
            return tip_text(given)
        look = self.looks[index.column()]
        room = rect.width() - 2 * self.theme.px(_PADDING)
        if look.kind == CellKind.CHIPS:
            chips = self.chips(index, look)
            gap = self.theme.px(4)
            wanted = sum(chip_width(self.theme, chip) + gap for chip in chips) - gap
            return tip_text(", ".join(chip.text for chip in chips)) if wanted > room else ""
        words = shown_text(str(index.data() or ""))
        if look.kind in {CellKind.STATUS, CellKind.ICON}:
            return tip_text(words)
        if look.kind == CellKind.BAR:
            room -= min(self.theme.px(_BAR_WIDTH), room // 2) + self.theme.px(_PADDING)
        metrics = QFontMetrics(self._font(look, selected=True))
        return tip_text(words) if metrics.horizontalAdvance(_words(index)) > room else ""

    def chips(self, index: Index, look: ColumnLook) -> list[ChipText]:
        """Return the chips of a cell."""
        given: Any = index.data(look.role)
        if isinstance(given, str):
            given = [word for word in given.split("\n") if word]
        chips = []
        for one in given or ():
            if isinstance(one, str):
                chips.append(ChipText(one, look.category_of(one) if look.category_of else None))
            else:
                word, category = one
                chips.append(ChipText(word, category))
        return chips

    def _take_fonts(self) -> None:
        fonts = self.theme.fonts
        self._text_font = fonts["body"]
        self._title_font = fonts["medium"]
        self._strong_font = fonts["strong"]
        self._number_font = tabular(fonts["body"])
        self._gap_font = fonts["secondary"]
        self._heading_font = fonts["strong"]

    def _font(self, look: ColumnLook, *, selected: bool) -> QFont:
        if look.kind == CellKind.TITLE:
            return self._strong_font if selected else self._title_font
        return self._number_font if look.kind == CellKind.NUMBER else self._text_font

    def _paint_ground(self, painter: QPainter, rect: QRect, *, selected: bool, row: int) -> None:
        tokens = self.theme.tokens
        if selected:
            painter.fillRect(rect, tokens.selection)
        elif row == self.hovered_row:
            painter.fillRect(rect, tokens.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.row_line)
        if selected and self._is_first(rect):
            left = rect.left() if not self._mirrored() else rect.right() - 2
            painter.fillRect(left, rect.top(), 3, rect.height(), tokens.accent)

    def _mirrored(self) -> bool:
        view = self.parent()
        return isinstance(view, QAbstractItemView) and view.isRightToLeft()

    def _is_first(self, rect: QRect) -> bool:
        view = self.parent()
        if self._mirrored() and isinstance(view, QAbstractItemView):
            return rect.right() >= view.viewport().width() - 1
        return rect.left() <= 0

    def _paint_heading(self, painter: QPainter, rect: QRect, index: Index, words: str) -> None:
        px = self.theme.px
        painter.fillRect(rect.adjusted(0, 0, 0, -1), self.theme.tokens.bg)
        if self.looks[index.column()].kind == CellKind.TITLE:
            painter.setFont(self._heading_font)
            painter.setPen(self.theme.tokens.text)
            room = rect.adjusted(px(_PADDING), 0, -px(_PADDING), 0)
            shown = painter.fontMetrics().elidedText(
                one_line(words, _CELL_CHARACTERS), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_gap(self, painter: QPainter, rect: QRect, index: Index, words: str) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        line = QRect(rect.left(), rect.center().y(), rect.width(), 1)
        if self.looks[index.column()].kind == CellKind.TITLE:
            painter.setFont(self._gap_font)
            painter.setPen(tokens.text2)
            room = rect.adjusted(px(_PADDING), 0, -px(_PADDING), 0)
            shown = painter.fontMetrics().elidedText(
                one_line(words, _CELL_CHARACTERS), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            line.setLeft(
                room.left() + painter.fontMetrics().horizontalAdvance(shown) + px(_PADDING)
            )
        direction = _direction(self._mirrored())
        painter.fillRect(QStyle.visualRect(direction, rect, line), tokens.line)

    def _paint_cell(
        self, painter: QPainter, room: QRect, index: Index, look: ColumnLook, *, selected: bool
    ) -> None:
        if look.kind == CellKind.STATUS:
            mark = _centred(room, self.theme.px(16))
            paint_status(painter, QRectF(mark), str(index.data(look.role)), self.theme.tokens)
        elif look.kind == CellKind.ICON:
            self._paint_icon(painter, room, index, look)
        elif look.kind == CellKind.CHIPS:
            paint_chips(painter, room, self.chips(index, look), self.theme)
        else:
            if look.kind == CellKind.BAR:
                room = self._paint_bar(painter, room, index, look)
            muted = self._muted is not None and self._muted(index)
            # What does not count is not written heavier than the rest.
            plain = muted and look.kind == CellKind.TITLE and not selected
            font = self._text_font if plain else self._font(look, selected=selected)
            painter.setFont(_struck(font, index))
            painter.setPen(self.theme.tokens.colour("text2" if muted else look.tone))
            shown = painter.fontMetrics().elidedText(
                _words(index), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(
                room, QStyle.visualAlignment(_direction(self._mirrored()), look.alignment), shown
            )

    def _paint_bar(self, painter: QPainter, room: QRect, index: Index, look: ColumnLook) -> QRect:
        """Paint a bar of progress at the beginning of a cell; return the room beside it."""
        px, direction = self.theme.px, _direction(self._mirrored())
        width = min(px(_BAR_WIDTH), room.width() // 2)
        share = index.data(look.role)
        if isinstance(share, (int, float)):
            high = px(8)
            bar = QRect(room.left(), room.top() + (room.height() - high) // 2, width, high)
            paint_progress(
                painter, QStyle.visualRect(direction, room, bar), float(share), self.theme.tokens,
                mirrored=self._mirrored(),
            )  # fmt: skip
        beside = room.adjusted(width + px(_PADDING), 0, 0, 0)
        return QStyle.visualRect(direction, room, beside)

    def _paint_icon(self, painter: QPainter, room: QRect, index: Index, look: ColumnLook) -> None:
        name = index.data(look.role)
        if isinstance(name, str) and name:
            mark = _centred(room, self.theme.px(16))
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(mark, self.theme.pixmap(name, look.tone, 16, ratio))


def _words(index: Index) -> str:
    value = index.data()
    return "" if value is None else one_line(str(value), _CELL_CHARACTERS)


def _struck(font: QFont, index: Index) -> QFont:
    """Return the font of a cell, struck through where the model wants that."""
    wanted = index.data(Qt.ItemDataRole.FontRole)
    if not (isinstance(wanted, QFont) and wanted.strikeOut()):
        return font
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck


def _centred(room: QRect, side: int) -> QRect:
    left = room.left() + (room.width() - side) // 2
    return QRect(left, room.top() + (room.height() - side) // 2, side, side)


def _direction(mirrored: bool) -> Qt.LayoutDirection:  # noqa: FBT001 - one argument
    return Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
