"""Ctrl+C, and the end of the desktop's session: the window is closed, and so all is saved."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from types import FrameType

    from PySide6.QtWidgets import QWidget

_ENDS = (signal.SIGINT, signal.SIGTERM)
_AGAIN_MS = 20
_MOST_BYTES = 64


class ClosingSignals(QObject):
    """Closes a window when a signal asks for the end.

    Python runs a handler between any two of its own instructions, so also where a layout asks a
    widget for its size. A window that closed there would take pages from under that layout, and
    the process down with them. So handlers do nothing: the event loop closes the window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._receiver, self._sender = socket.socketpair()
        for end in (self._receiver, self._sender):
            end.setblocking(False)  # noqa: FBT003  the socket's own signature
        self._notifier = QSocketNotifier(self._receiver.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._come)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._close)
        # Handlers must be there for it to be written to; Qt may not come to one for hours.
        signal.set_wakeup_fd(self._sender.fileno())
        for number in _ENDS:
            signal.signal(number, _nothing)

    def _come(self) -> None:
        # A byte for each signal that has a handler, whoever set it.
        if not set(_ENDS).isdisjoint(self._receiver.recv(_MOST_BYTES)):
            self._close()

    def _close(self) -> None:
        if QThread.currentThread().loopLevel() <= 1:
            self._window.close()
            return
        # Whoever waits in an event loop of his own, as a save or a question does, is in the
        # middle of something; a question gets no answer.
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QDialog):
            asked.reject()
        self._again.start()

    def end(self) -> None:
        """Ignore signals: all is saved, and who asks again for the end is not to break it off."""
        signal.set_wakeup_fd(-1)
        for number in _ENDS:
            signal.signal(number, signal.SIG_IGN)
        self._notifier.setEnabled(False)
        for end in (self._receiver, self._sender):
            end.close()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Leave it to the event loop."""
