"""The real window on a real library, and a person who works it with keys and mouse."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from shiboken6 import isValid

from sessionary.app.main_window import MainWindow
from sessionary.app.preferences_file import PreferencesFile
from sessionary.app.resources import read_resource
from sessionary.app.sample import sample_file
from sessionary.app.start import open_library
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library
from sessionary.storage.first_page import first_campaigns, first_summaries
from sessionary.storage.ids import FILE_NAME
from sessionary.views.theme import Appearance, Icons, Look, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from pytestqt.qtbot import QtBot

    from sessionary.models.open_library import OpenLibrary

    W = TypeVar("W", bound=QWidget)

NOON = 1_795_179_600.0
"""A Friday in November 2026, 13:00 UTC: between the last session of the sample and its next."""


class Person:
    """Works one window as a person does, and reads it as the eye does."""

    def __init__(self, qtbot: QtBot, window: MainWindow, folder: Path) -> None:
        self.qtbot, self.window, self.folder = qtbot, window, folder

    # What is there

    @property
    def library(self) -> OpenLibrary:
        """The library of the window."""
        assert self.window.library is not None
        return self.window.library

    def rows(self, *columns: int) -> list[list[str]]:
        """Return the cells of the list, row by row; a gap or a heading is a row of one cell."""
        model = self.window.sessions_model
        return [
            [str(model.index(row, column).data() or "") for column in columns or (2,)]
            if model.session_at(row) is not None
            else [str(model.index(row, 0).data())]
            for row in range(model.rowCount())
        ]

    def titles(self) -> list[str]:
        """Return the titles of the sessions that are listed."""
        return [session.title for session in self.window.sessions_model.shown()]

    def counted(self) -> str:
        """Return what the list says of how many sessions it shows."""
        return self.window.sessions_place.list.header._count.text()

    def chosen(self) -> str:
        """Return the title of the session that is chosen, empty if none is."""
        session = self.window.sessions_place.list.current()
        return session.title if session is not None else ""

    def heading(self) -> str:
        """Return the title on the page."""
        page = self.window.sessions_place.page
        assert page is not None
        return page.page.review.title if page.page is not None else ""

    def can(self, command: str) -> bool:
        """Say whether a command can be chosen."""
        return self.window.commands[command].action.isEnabled()

    def dialog(self, kind: type[W]) -> W:
        """Return the dialog of a kind that is open, once it is."""
        self.qtbot.waitUntil(lambda: bool(self._open(kind)))
        return self._open(kind)[0]

    def _open(self, kind: type[W]) -> list[W]:
        return [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, kind) and widget.isVisible()
        ]

    def banner(self) -> str:
        """Return what the banner says, empty while it is hidden."""
        banner = self.window.banner
        return "" if banner.isHidden() else banner.accessibleName()

    # What is done

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        if QApplication.activeWindow() is None:
            # No window manager gives the focus back when a dialog closes.
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        focus = QApplication.focusWidget()
        return focus if focus is not None else self.window

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as ``Ctrl+Z``."""
        for key in keys:
            QTest.keySequence(self.focus, QKeySequence(key))
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click a widget."""
        assert widget.isVisible()
        assert widget.isEnabled()
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(widget, button, none, place or widget.rect().center())
        QApplication.processEvents()

    def click_row(self, title: str) -> None:
        """Click the row of a session."""
        table = self.window.sessions_place.list.table
        key = next(s.key for s in self.window.sessions_model.shown() if s.title == title)
        index = self.window.sessions_model.index(self.window.sessions_model.row_of(key), 2)
        self.click(table.viewport(), table.visualRect(index).center())
        self.settle()

    def run(self, command: str) -> None:
        """Choose a command in its menu."""
        action = self.window.commands[command].action
        assert action.isEnabled(), command
        action.trigger()
        QApplication.processEvents()

    def filter(self, text: str) -> None:
        """Type into the filter and wait until it holds."""
        self.press("Ctrl+F", "Ctrl+A", "Del")
        if text:
            self.type(text)
        place = self.window.sessions_place
        self.qtbot.waitUntil(lambda: not place.list.typing)

    def answer(self, button: QMessageBox.StandardButton) -> None:
        """Answer the message that is open."""
        box = self.dialog(QMessageBox)
        pressed = box.button(button)
        assert pressed is not None
        self.click(pressed)

    def settle(self) -> None:
        """Wait until the page of the chosen session is there, and no job runs."""
        self.qtbot.waitUntil(lambda: not self.window.sessions_place.turning)
        self.qtbot.waitUntil(self.window.progress.isHidden)

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(ready)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a library, to be copied: importing it for each test would take long."""
    folder = tmp_path_factory.mktemp("template")
    library = Library(folder, PlainScheduler(), zone="Europe/Berlin")
    preview = read_files(library, [sample_file(read_resource)], lambda _done, _all: None)
    write_import(library, preview, lambda _done, _all: None, at=time.time())
    assert library.close()
    return folder


@pytest.fixture(scope="session")
def icons(qapp: QApplication) -> Icons:
    """The icons, each drawn once."""
    return Icons(read_resource)


@pytest.fixture
def theme(qapp: QApplication, icons: Icons, tmp_path: Path) -> Iterator[Theme]:
    """The light theme."""
    made = Theme(qapp, icons, images=tmp_path / "images", look=Look(appearance=Appearance.LIGHT))
    yield made
    made.setParent(None)
    qapp.setStyleSheet("")
    made.deleteLater()


class Desk:
    """Opens windows on libraries, one after the other, as starts of the program do."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, theme: Theme, home: Path) -> None:
        self.qtbot, self.qapp, self.theme, self.home = qtbot, qapp, theme, home
        self.windows: list[MainWindow] = []

    def open(self, folder: Path, *, read_only: bool = False) -> Person:
        """Open a window on a library, in the order in which the program does it."""
        preferences = PreferencesFile(self.home / "settings.ini")
        window = MainWindow(
            self.qapp, self.theme, preferences, read_resource=read_resource, now=lambda: NOON
        )
        self.windows.append(window)
        file = folder / FILE_NAME
        window.show_first(first_summaries(file), first_campaigns(file))
        if preferences.state("geometry") is None:
            # The screen that is not there is small; most people's are not.
            window.resize(1440, 900)
        with self.qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        with self.qtbot.waitActive(window):
            pass
        window.attach(open_library(folder, read_only=read_only))
        person = Person(self.qtbot, window, folder)
        person.settle()
        return person

    def close(self, person: Person) -> None:
        """Close a window, which must save everything."""
        assert person.window.close()
        self._clear(person.window)

    def clear(self) -> None:
        """Close what is open still."""
        for window in self.windows:
            if isValid(window):
                for dialog in window.findChildren(QDialog):
                    dialog.close()
                window.close()
                self._clear(window)

    def _clear(self, window: MainWindow) -> None:
        window.letters.set_enabled(enabled=False)
        window.deleteLater()
        # No event loop runs here that would do it: a window must not linger into the next test.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.qapp.processEvents()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, qapp, theme, tmp_path)
    yield made
    made.clear()


@pytest.fixture
def sample(desk: Desk, template: Path, tmp_path: Path) -> Person:
    """A person in front of the sample campaign."""
    folder = tmp_path / "library"
    shutil.copytree(template, folder)
    return desk.open(folder)


@pytest.fixture
def empty(desk: Desk, tmp_path: Path) -> Person:
    """A person who starts the program for the first time."""
    return desk.open(tmp_path / "library")
