"""A real library, files to import, and the dialog as a person works it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.library import Library
from sessionary.views.imports import ImportDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QTableView
    from pytestqt.qtbot import QtBot

    from sessionary.services.library import Change
    from sessionary.views.theme import Theme

    Write = Callable[..., Path]


@pytest.fixture
def open_library(qapp: QApplication, tmp_path: Path) -> Iterator[OpenLibrary]:
    opened = OpenLibrary(Library(tmp_path / "library", QtScheduler(), zone="Europe/Berlin"))
    yield opened
    opened.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records as JSON Lines and return the file."""

    def written(name: str, *records: dict[str, Any] | str) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return written


class Hand:
    """Opens import dialogs, waits for them, and reads what they show."""

    def __init__(self, qtbot: QtBot, theme: Theme, open_library: OpenLibrary) -> None:
        self._qtbot, self._theme, self._open = qtbot, theme, open_library
        self.shown: list[ImportDialog] = []

    def show(self, *paths: Path, names: tuple[tuple[str, str], ...] = ()) -> ImportDialog:
        """Open the dialog for files and wait until they are read."""
        dialog = ImportDialog(self._theme, self._open, paths, names)
        self.shown.append(dialog)
        dialog.open()
        self.wait_read(dialog)
        return dialog

    def wait_read(self, dialog: ImportDialog) -> None:
        """Wait until the dialog has read."""
        self._qtbot.waitUntil(dialog.progress.isHidden)

    def do_import(self, dialog: ImportDialog) -> Change:
        """Press the button and wait until all is written."""
        with self._qtbot.waitSignal(dialog.imported) as told:
            self._qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        assert told.args is not None
        change: Change = told.args[0]
        return change

    def close(self) -> None:
        """Close what is open still."""
        for dialog in self.shown:
            if isValid(dialog):
                dialog.close()

    @staticmethod
    def seen(table: QTableView) -> list[list[str]]:
        """Return the cells as the eye reads them."""
        model = table.model()
        return [
            [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    @staticmethod
    def session(number: int, **more: Any) -> dict[str, Any]:
        """Return a session's record."""
        return {
            "id": f"s-{number}",
            "campaignId": "temple",
            "number": number,
            "title": f"Evening {number}",
            "realTime": {"startTime": "2025-01-20T18:00:00Z"},
            **more,
        }

    @staticmethod
    def event(identifier: str, **more: Any) -> dict[str, Any]:
        """Return an event's record."""
        return {
            "id": identifier,
            "sessionId": "s-1",
            "timestamp": {"realTime": "2025-01-20T18:30:00Z"},
            "event": {"type": "note", "description": identifier},
            **more,
        }


@pytest.fixture
def hand(qtbot: QtBot, theme: Theme, open_library: OpenLibrary) -> Iterator[Hand]:
    working = Hand(qtbot, theme, open_library)
    yield working
    working.close()
