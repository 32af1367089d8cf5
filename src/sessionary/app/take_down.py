"""The end of the program: nothing of Qt may call into Python once Python itself ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, qInstallMessageHandler

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget


def take_down(application: QApplication, window: QWidget) -> None:
    """Delete the window, which is closed, and what listens to the application.

    Left to the end of the process, they are deleted while the interpreter is half gone; a
    filter of events, a style or a handler of messages that is called then takes the process down.
    """
    qInstallMessageHandler(None)
    for child in application.findChildren(QObject):
        if type(child).__module__.startswith("sessionary."):
            application.removeEventFilter(child)
    shiboken6.delete(window)
    application.setStyle("Fusion")
