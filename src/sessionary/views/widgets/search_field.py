"""A field that filters what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QToolButton, QWidget
from typing_extensions import override

from sessionary.views.widgets.text import set_tip

if TYPE_CHECKING:
    from sessionary.views.theme import Theme


class SearchField(QLineEdit):
    """A line with a magnifier and, once something is typed, a cross that clears it.

    Escape clears it too. `moved_on` says that the reader pressed Down or Enter: the focus should
    go to what was found.
    """

    # Qt's own side icons stay 16 px however large the text is, so these are ours.

    moved_on = Signal()

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        """Make an empty field.

        Args:
            theme: Colours and sizes.
            placeholder: What it searches; also its name for screen readers.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.cross = QToolButton(self)
        self.cross.setObjectName("cross")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        self.cross.setAccessibleName(self.tr("Clear"))
        set_tip(self.cross, self.tr("Clear"))
        theme.bind_icon(self.cross, "circle-x", "text2")
        self.cross.hide()
        self.cross.clicked.connect(self.clear)
        self.textChanged.connect(self._typed)
        theme.changed.connect(self._restyle)
        self._restyle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            self.moved_on.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            side = self.theme.px(16)
            logical = QRect(self.theme.px(8), (self.height() - side) // 2, side, side)
            place = QStyle.visualRect(self.layoutDirection(), self.rect(), logical)
            pixmap = self.theme.pixmap("search", "text2", 16, self.devicePixelRatioF())
            painter.drawPixmap(place, pixmap)

    def _typed(self, text: str) -> None:
        self.cross.setVisible(bool(text))

    def _restyle(self) -> None:
        side = self.theme.px(16)
        self.cross.setIconSize(QSize(side, side))
        # Room for the icon at the left and the cross at the right, inside the frame's padding.
        self.setTextMargins(self.theme.px(22), 0, self.theme.px(22), 0)
        self._place()
        self.update()

    def _place(self) -> None:
        side = self.theme.px(24)
        logical = QRect(
            self.width() - side - self.theme.px(4), (self.height() - side) // 2, side, side
        )
        self.cross.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), logical))
