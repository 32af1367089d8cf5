"""A field that filters what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from sessionary.views.theme import Theme


class SearchField(QLineEdit):
    """A line with a magnifier and, once something is typed, a cross that clears it.

    Escape clears it too. `moved_on` says that the reader pressed Down or Enter: the focus should
    go to what was found.
    """

    moved_on = Signal()

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        """Make an empty field.

        Args:
            theme: Colours and sizes.
            placeholder: What it searches; also its name for screen readers.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        magnifier = QAction(self)
        theme.bind_icon(magnifier, "search", "text2")
        self.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        magnifier.setEnabled(True)
        self._cross = QAction(self.tr("Clear"), self)
        theme.bind_icon(self._cross, "circle-x", "text2")
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setVisible(False)
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(self._typed)

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

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
