"""The head of a table: small heavy words over a strong line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget
from typing_extensions import override

from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.delegates.columns import ColumnLook
    from sessionary.views.theme import Theme


class TableHeader(QHeaderView):
    """A horizontal head whose words are aligned as the cells below them."""

    def __init__(
        self, theme: Theme, looks: Sequence[ColumnLook], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme, self.looks = theme, looks
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(24)
        theme.changed.connect(self._restyle)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.theme.px(30))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self.theme.tokens.surface)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            line = QRect(0, self.height() - 1, self.width(), 1)
            painter.fillRect(line, self.theme.tokens.strong)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int, /) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        look = self.looks[logicalIndex]
        words = self.model().headerData(logicalIndex, self.orientation())
        painter.save()
        painter.fillRect(rect, tokens.surface)
        room = rect.adjusted(px(8), 0, -px(8), -1)
        painter.setFont(self.theme.fonts["caption"])
        painter.setPen(tokens.text2)
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        mark = px(12) + px(2) if sorted_by else 0
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(
            one_line(str(words or ""), 200), Qt.TextElideMode.ElideRight, room.width() - mark
        )
        wide = QSize(metrics.horizontalAdvance(shown) + mark, room.height())
        place = QStyle.alignedRect(self.layoutDirection(), look.alignment, wide, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if sorted_by:
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            name = "chevron-up" if up else "chevron-down"
            ratio = painter.device().devicePixelRatio()
            top = room.center().y() - px(12) // 2 + 1
            left = place.right() - px(12) + 1
            painter.drawPixmap(left, top, self.theme.pixmap(name, "text2", 12, ratio))
        painter.restore()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.viewport().update()
