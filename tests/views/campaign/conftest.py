"""A library with the lifecycle sample and a session whose every field holds a word of its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.store.plain import PlainScheduler
from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library
from sessionary.storage.ids import FILE_NAME
from sessionary.views.campaign.session_page import SessionPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

LIFECYCLE = sorted((Path(__file__).parents[2] / "data/campaign/lifecycle").glob("*.json"))

FULL: dict[str, Any] = {
    "campaign": {"id": "deep", "name": "The Deep"},
    "users": [{"id": "ann", "name": "Ann Lee"}, {"id": "bo", "name": "Bo"}],
    "characters": [{"id": "wren", "name": "Wren", "userId": "ann"}],
    "sessions": [
        {
            "id": "s1",
            "campaignId": "deep",
            "number": 1,
            "status": "completed",
            "title": "Down\r\nthere",
            "description": "First\r\nsecond\u2028third\u00a0end",
            "location": "Attic",
            "notes": "GMNOTES are here",
            "realTime": {
                "startTime": "2025-03-01T18:00:00+05:45",
                "endTime": "2025-03-01T22:00:00.123456789+05:45",
                "durationMinutes": 240,
            },
            "gameTime": {
                "startTime": {"total": 1296000, "formatted": "Day 15, 9:00 AM", "moon": "full"},
                "endTime": {"total": 1328400, "formatted": "Day 15, 6:00 PM"},
                "elapsed": {"hours": 9},
            },
            "participants": {
                "gm": "bo",
                "players": [
                    {"userId": "ann", "characterIds": ["wren"], "attended": True},
                    {"userId": "cy", "characterIds": [], "attended": False, "seat": "SEAT"},
                ],
            },
            "plannedObjectives": ["Go down", "Come up\nagain"],
            "actualObjectives": ["Go down", "Found a lamp"],
            "summary": {"gm": "Told by the GM.", "highlights": ["The lamp"]},
            "stats": {"eventCount": 9, "xpEarned": 1e3},
            "tags": ["deep", "a, b"],
            "mood": {"OTHERKEY": 1.50},
        }
    ],
    "events": [
        {
            "id": "e1",
            "sessionId": "s1",
            "timestamp": {"gameTime": {"total": 1299600, "formatted": "Day 15, 10:00 AM"}},
            "event": {"type": "npc_introduced", "name": "Mother Dunn"},
            "participants": {"actor": "Mother Dunn"},
            "effects": {"cascade": ["e2"]},
            "metadata": {"visibility": "public"},
        },
        {
            "id": "e2",
            "sessionId": "s1",
            "timestamp": {"gameTime": {"total": 1303200, "formatted": "Day 15, 11:00 AM"}},
            "event": {"type": "clue_found", "name": "HIDDENCLUE"},
            "mechanics": {
                "roll": {"expression": "1d20+5", "rolls": [3], "modifiers": 5, "total": 9}
            },
            "metadata": {"visibility": "gm-only", "importance": "critical"},
            "SECRETKEY": "SECRETVALUE",
        },
    ],
}


class Desk:
    """An open library, its folder, and what was refused in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library(folder, QtScheduler(), zone="Europe/Berlin")
        self.open = OpenLibrary(self.library)
        self.refused: list[str] = []
        self.open.refused.connect(self.refused.append)

    def take(self, *paths: Path) -> None:
        """Import files one after the other."""
        for path in paths:
            preview = read_files(self.library, [path], _quiet)
            self.library.announce(write_import(self.library, preview, _quiet, at=time.time()))

    def bytes(self) -> list[tuple[Any, ...]]:
        """Return every document with its text, its revision and its hash."""
        with sqlite3.connect(f"file:{self.folder / FILE_NAME}?mode=ro", uri=True) as connection:
            found = connection.execute(
                "SELECT kind, key, revision, text, hash, act FROM document ORDER BY kind, key"
            ).fetchall()
        connection.close()
        return found

    def record(self, key: str = "s1", kind: str = "session") -> Any:
        """Return the record of a stored document."""
        value = self.library.stores[kind].view(key).latest()
        assert value is not None
        return value["record"]

    def own(self, key: str = "s1", kind: str = "session") -> Any:
        """Return the own part of a stored document."""
        value = self.library.stores[kind].view(key).latest()
        assert value is not None
        return value["own"]


def _quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with both campaigns, to be copied: importing them takes long."""
    folder = tmp_path_factory.mktemp("imported")
    full = folder / "full.json"
    full.write_text(json.dumps(FULL), encoding="utf-8")
    library = Library(folder / "library", PlainScheduler(), zone="Europe/Berlin")
    for path in (*LIFECYCLE, full):
        write_import(library, read_files(library, [path], _quiet), _quiet, at=time.time())
    assert library.close()
    return folder / "library"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, imported: Path) -> Iterator[Desk]:
    shutil.copytree(imported, tmp_path / "library")
    made = Desk(tmp_path / "library")
    yield made
    made.open.close()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, desk: Desk) -> SessionPage:
    """The page of the session whose fields are all filled."""
    with theme.undressed():
        made = SessionPage(theme, desk.open)
    qtbot.addWidget(made)
    desk.open.changed.connect(lambda _change: made.refresh())
    made.resize(760, 900)
    made.show_session("s1")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made
