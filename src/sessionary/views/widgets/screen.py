"""Dialogs that fit on the screen, at any text size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_FRAME: Final = QSize(16, 48)


def resize_within_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its size, or as much of it as the screen has room for."""
    room = dialog.screen().availableGeometry().size() - _FRAME
    dialog.resize(QSize(width, height).boundedTo(room))
