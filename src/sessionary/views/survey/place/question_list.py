"""The questions of a survey to be read: each with its type, its choices and its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from sessionary.models.survey_questions import LINE_ROLE, QuestionLine
from sessionary.views.theme.fonts import tabular
from sessionary.views.widgets.chips import ChipText, paint_chips
from sessionary.views.widgets.focus import paint_focus

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QKeyEvent

    from sessionary.views.theme import ColourRole, Theme

Index = QModelIndex | QPersistentModelIndex

_SIDE: Final = 16
_NUMBER: Final = 30
_TITLE_LINE: Final = 22
_LINE: Final = 19
_CHIPS: Final = 26
_AROUND: Final = 10
_KIND_BELOW: Final = 420


class QuestionList(QListView):
    """Questions in order; up and down walk them.

    `opened` says that the reader pressed Enter on one or clicked it twice; its row.
    """

    opened = Signal(int)

    def __init__(
        self, theme: Theme, name: str, *, short: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make a list without a model.

        Args:
            theme: Colours and sizes.
            name: What is listed, for screen readers.
            short: Show what a question is called and its type, nothing else.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self.short = theme, short
        self.setAccessibleName(name)
        self.setItemDelegate(_QuestionDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Eight thousand questions are not all measured before the first is seen.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self._restyle)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.viewport().update()

    def _restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class _QuestionDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QuestionList) -> None:
        super().__init__(view)
        self.theme, self._view = theme, view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self._view.short:
            return QSize(self.theme.px(200), self.theme.row_height)
        line: QuestionLine = index.data(LINE_ROLE)
        high = _TITLE_LINE + 2 * _AROUND
        high += _LINE if line.description else 0
        high += _CHIPS if line.choices else 0
        high += _LINE if line.facts else 0
        return QSize(self.theme.px(200), self.theme.px(high))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, rect, state)
        self._paint_line(painter, rect, index.data(LINE_ROLE))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen and self._view.hasFocus():
            paint_focus(painter, rect.adjusted(0, 0, 0, -1), self.theme.tokens, 4)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        tokens = self.theme.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, tokens.selection)
            bar = QRect(rect.left(), rect.top(), 3, rect.height() - 1)
            painter.fillRect(self._seen(rect, bar), tokens.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.row_line)

    def _paint_line(self, painter: QPainter, rect: QRect, line: QuestionLine) -> None:
        px, fonts = self.theme.px, self.theme.fonts
        muted: ColourRole = "text" if line.takes_part else "text2"
        high = px(_TITLE_LINE)
        short = self._view.short
        top = rect.top() + ((rect.height() - high) // 2 if short else px(_AROUND))
        left, right = rect.left() + px(_SIDE), rect.right() - px(_SIDE)
        number = str(line.number) if line.number else "–"
        self._write(
            painter, rect, QRect(left, top, px(_NUMBER) - px(10), high), number,
            tabular(fonts["body"]), "text2", Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        left += px(_NUMBER)
        end = right
        if rect.width() >= px(_KIND_BELOW):
            end -= self._paint_kind(painter, rect, QRect(left, top, right - left, high), line)
        self._write(
            painter, rect, QRect(left, top, end - left, high), line.title, fonts["medium"], muted
        )
        if not short:
            self._paint_more(painter, rect, QRect(left, top + high, right - left, 0), line)

    def _paint_more(self, painter: QPainter, rect: QRect, room: QRect, line: QuestionLine) -> None:
        """Paint what stands below the title, from the top of `room` downwards."""
        px, fonts = self.theme.px, self.theme.fonts
        left, top, right = room.left(), room.top(), room.left() + room.width()
        if line.description:
            described = QRect(left, top, right - left, px(_LINE))
            self._write(painter, rect, described, line.description, fonts["body"], "text2")
            top += px(_LINE)
        if line.choices:
            room = self._seen(rect, QRect(left, top + px(1), right - left, px(_CHIPS)))
            paint_chips(painter, room, [ChipText(one) for one in line.choices], self.theme)
            top += px(_CHIPS)
        if line.facts:
            room = QRect(left, top, right - left, px(_LINE))
            self._write(painter, rect, room, line.facts, fonts["secondary"], "text2")

    def _paint_kind(self, painter: QPainter, rect: QRect, room: QRect, line: QuestionLine) -> int:
        """Write the type at the right, and that it is mandatory; return how wide that is."""
        font = self.theme.fonts["secondary"]
        words = line.kind
        if line.mandatory:
            words = f"{self._view.tr('mandatory')}  ·  {words}"
        width = QFontMetrics(font).horizontalAdvance(words) + self.theme.px(2)
        place = QRect(room.right() - width, room.top(), width, room.height())
        self._write(painter, rect, place, words, font, "text2", Qt.AlignmentFlag.AlignRight)
        return width + self.theme.px(16)

    def _write(
        self,
        painter: QPainter,
        row: QRect,
        room: QRect,
        text: str,
        font: QFont,
        tone: ColourRole,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.tokens.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        seen = QStyle.visualAlignment(self._view.layoutDirection(), align)
        painter.drawText(self._seen(row, room), seen | Qt.AlignmentFlag.AlignVCenter, shown)

    def _seen(self, row: QRect, part: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), row, part)
