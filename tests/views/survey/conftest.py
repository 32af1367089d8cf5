"""A library with surveys, the page of their sessions, and somebody at the keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sessionary.core.entries import EntryPut
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import join_lines, split_lines, stored_lines
from sessionary.core.survey.rows import file_lines, snapshot_columns
from sessionary.core.survey.session import read_session
from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.library import Library
from sessionary.services.sessions import document_data
from sessionary.views.survey.session_page import SurveySessionPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from sessionary.core.survey.records import Answer, Definition
    from sessionary.views.theme import Theme

DATA = Path(__file__).parents[2] / "data" / "survey"
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def content(*parts: str) -> str:
    """Return the bytes of a sample file as latin-1."""
    return DATA.joinpath(*parts).read_bytes().decode("latin-1")


def definition(home: str, survey: str) -> Definition:
    return read_definition(split_lines(content(home, "surveys", survey, "current")))


def answers(home: str, key: str) -> dict[str, Answer]:
    """Return the answers of a sample session by the uid of their question."""
    lines = split_lines(content(home, "sessions", key[:4], key))
    return {one.uid: one for one in read_session(lines, id=key).body}


class Desk:
    """An open library, and what was refused in it."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder, QtScheduler(), zone="Europe/Berlin")
        self.open = OpenLibrary(self.library)

    def keep(self, kind: str, key: str, text: str) -> None:
        """Put a file into the library as an import would."""
        data = {"record": {"lines": stored_lines(split_lines(text))}, "own": {}, "spelling": {}}
        with self.library.act("Import", "import") as act:
            act.create(self.library.stores[kind], key, data)

    def keep_snapshot(self, survey: str, name: str, text: str) -> None:
        """Put a version of a survey into the library."""
        put = EntryPut(
            kind="definition",
            type="snapshot",
            scope=survey,
            id=name,
            document=("definition", survey),
            text=text,
            columns=snapshot_columns(text),
        )
        with self.library.act("Import", "import") as act:
            act.put(put)

    def take(self, home: str, survey: str, key: str = "") -> None:
        """Put a survey of a sample home with its versions into the library, and a session of it."""
        self.keep("definition", survey, content(home, "surveys", survey, "current"))
        for version in sorted((DATA / home / "surveys" / survey).iterdir()):
            if version.name != "current":
                text = content(home, "surveys", survey, version.name)
                self.keep_snapshot(survey, version.name, text)
        if key:
            self.keep("survey", key, content(home, "sessions", key[:4], key))
        self.open.undo_stack.clear()

    def file(self, key: str) -> str:
        """Return the file of a session as it would be exported."""
        return join_lines(file_lines(document_data(self.library, "survey", key)))

    def body(self, key: str) -> list[str]:
        """Return the answer lines of a session, without when they were stored."""
        lines = self.file(key).splitlines()[5:]
        return [line.rpartition(":")[0] for line in lines]


class Typist:
    """Presses keys where the focus is, as somebody does who has no mouse."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot

    @property
    def focus(self) -> QWidget:
        # A window that comes to the front gets the focus a moment later.
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as ``Ctrl+Return``."""
        for key in keys:
            QTest.keySequence(self.focus, QKeySequence(key))
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text over what is marked."""
        for character in text:
            # Not `keyClicks`, which knows the keys of Latin letters alone.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(self.focus, event)

    def write(self, text: str) -> None:
        """Type a text in the place of all that is there."""
        self.press("Ctrl+A")
        self.type(text)

    def fill(self, text: str) -> None:
        """Type a text and store it."""
        self.write(text)
        self.press("Return")


@pytest.fixture
def typist(qtbot: QtBot) -> Typist:
    return Typist(qtbot)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path / "library")
    yield made
    made.open.close()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, desk: Desk) -> SurveySessionPage:
    """A page that shows nothing yet, in front of everything else."""
    with theme.undressed():
        made = SurveySessionPage(theme, lambda: desk.open, now=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(760, 820)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made
