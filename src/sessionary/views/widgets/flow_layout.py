"""A layout that goes on in the next line when a line is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Lays widgets out in lines, like words; used for chips."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 4,
        line_gap: int | None = None,
        centred: bool = False,
    ) -> None:
        """Make an empty layout.

        Args:
            parent: The widget that is laid out.
            gap: Between neighbours, in pixels.
            line_gap: Between lines; as between neighbours if not given.
            centred: Whether what is lower than its line stands in the middle of it.
        """
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, gap if line_gap is None else line_gap
        self._centred = centred
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def move_to_end(self, widget: QWidget) -> None:
        """Place a widget of this layout behind the others."""
        self._items.sort(key=lambda item: item.widget() is widget)
        self.invalidate()

    def clear(self) -> None:
        """Take all widgets out and delete them."""
        while (item := self.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self._arranged(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._arranged(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._shown()]
        width = sum(widths) + self._gap * max(0, len(widths) - 1)
        return self._with_margins(QSize(width, self._highest()))

    @override
    def minimumSize(self) -> QSize:
        width = max((item.minimumSize().width() for item in self._shown()), default=0)
        return self._with_margins(QSize(width, self._highest()))

    def _shown(self) -> list[QLayoutItem]:
        """Return the items that take up room: hidden widgets do not."""
        return [item for item in self._items if not item.isEmpty()]

    def _highest(self) -> int:
        return max((item.sizeHint().height() for item in self._shown()), default=0)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arranged(self, rect: QRect, *, move: bool) -> int:
        """Place the items in `rect` if `move`, and return the height that they need."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        y, line = inner.top(), 0
        for placed in self._lines(inner.width()):
            line = max(size.height() for _item, _x, size in placed)
            for item, x, size in placed if move else ():
                down = (line - size.height()) // 2 if self._centred else 0
                at = QRect(QPoint(inner.left() + x, y + down), size)
                item.setGeometry(QStyle.visualRect(direction, inner, at))
            y += line + self._line_gap
        return y - (self._line_gap if line else 0) - rect.top() + margins.bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, int, QSize]]]:
        """Return what stands in each line: the items, how far from its left, and their sizes."""
        lines: list[list[tuple[QLayoutItem, int, QSize]]] = []
        x = 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(max(1, width), 1 << 20))
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if not lines or (x > 0 and x + size.width() > width):
                lines.append([])
                x = 0
            lines[-1].append((item, x, size))
            x += size.width() + self._gap
        return lines
