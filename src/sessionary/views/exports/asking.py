"""Asks where an export is to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from PySide6.QtWidgets import QWidget

    AskFile: TypeAlias = Callable[[QWidget | None, str, str], tuple[str, str]]
    AskFolder: TypeAlias = Callable[[QWidget | None, str, str], str]


def ask_for_file(parent: QWidget | None, title: str, start: str) -> tuple[str, str]:
    """Ask for a file; whether it may be replaced is asked once, when it is about to be."""
    option = QFileDialog.Option.DontConfirmOverwrite
    return QFileDialog.getSaveFileName(parent, title, start, options=option)


def ask_for_folder(parent: QWidget | None, title: str, start: str) -> str:
    """Ask for a folder."""
    return QFileDialog.getExistingDirectory(parent, title, start)
