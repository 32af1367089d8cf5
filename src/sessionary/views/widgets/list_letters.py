"""J and K in lists, for those who ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class ListLetters(QObject):
    """Turns J and K into Down and Up where a list has the focus and nothing is being edited."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.enabled = False

    def set_enabled(self, *, enabled: bool) -> None:
        """Switch the letters on or off; off, the application is not listened to."""
        if enabled and not self.enabled:
            self._application.installEventFilter(self)
        elif self.enabled and not enabled:
            self._application.removeEventFilter(self)
        self.enabled = enabled

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QAbstractItemView):
            return False
        arrows = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}
        if not isinstance(event, QKeyEvent) or event.modifiers() or event.key() not in arrows:
            return False
        if watched.state() == QAbstractItemView.State.EditingState:
            return False
        arrow = arrows[Qt.Key(event.key())]
        none = Qt.KeyboardModifier.NoModifier
        QCoreApplication.sendEvent(watched, QKeyEvent(QEvent.Type.KeyPress, arrow, none))
        return True
