"""Pictures of the window's places, as the window shows them, with or without a screen."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary

_SETTLE_SECONDS = 5.0


def take_picture(
    folder: Path, place: str, key: str | None, target: Path, *, dark: bool, size: str
) -> None:
    """Write a picture of a place of the window to a PNG file.

    Args:
        folder: The library's folder.
        place: One of :func:`.picture_places`.
        key: A KEY whose page is shown, None for the place itself.
        target: The PNG file.
        dark: Use the dark theme.
        size: Width and height in pixels, such as ``1440x900``.

    Raises:
        UserError: There is no such place, no such document, or the size cannot be read.
    """
    from sessionary.app.places import picture_places  # noqa: PLC0415  it needs Qt

    places = picture_places()
    if place not in places:
        raise UserError(f"There is no place {place}; there are {', '.join(places)}.")
    width, height = _size(size)
    with _Studio(folder, dark=dark) as studio:
        studio.window.resize(width, height)
        studio.show(place, key)
        studio.grab(target)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"A size is written like 1440x900, not {text}.")
    if not (300 <= int(width) <= 8000 and 300 <= int(height) <= 8000):
        raise UserError("Width and height are 300 to 8000 pixels.")
    return int(width), int(height)


def _tell(_kind: object, _context: object, message: str) -> None:
    """Pass on what Qt says, but for what it says of every window without a screen."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


class _Studio:
    """A window that nobody sees, on one library, which it does not change."""

    def __init__(self, folder: Path, *, dark: bool) -> None:
        self._folder, self._dark = folder, dark
        self._settings = TemporaryDirectory()

    def __enter__(self) -> _Studio:
        # A picture needs no screen, and must look alike with and without one.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415  after the platform

        qInstallMessageHandler(_tell)
        from sessionary.app.main_window import MainWindow  # noqa: PLC0415  after the platform
        from sessionary.app.preferences_file import PreferencesFile  # noqa: PLC0415
        from sessionary.app.resources import read_resource  # noqa: PLC0415
        from sessionary.app.start import (  # noqa: PLC0415
            make_application,
            make_theme,
        )
        from sessionary.views.theme import Appearance, Look  # noqa: PLC0415

        look = Look(appearance=Appearance.DARK if self._dark else Appearance.LIGHT)
        self.application: QApplication = make_application()
        place = Path(self._settings.name)
        theme = make_theme(self.application, look, place / "images")
        self.window: MainWindow = MainWindow(
            self.application,
            theme,
            PreferencesFile(place / "settings.ini"),
            read_resource=read_resource,
        )
        self.library = self._open()
        self.window.show_first([], [])
        self.window.attach(self.library)
        self.window.show()
        return self

    def _open(self) -> OpenLibrary:
        """Open the library as a window does; where one has it open already, only to read."""
        from sessionary.app.start import open_library  # noqa: PLC0415  after the platform
        from sessionary.storage.library_file import LibraryInUse  # noqa: PLC0415

        if not (self._folder / FILE_NAME).exists():
            raise UserError(f"There is no library in {self._folder}.")
        try:
            return open_library(self._folder)
        except LibraryInUse:
            return open_library(self._folder, read_only=True)

    def show(self, place: str, key: str | None) -> None:
        """Bring the window to a place."""
        from sessionary.services.keys import find_document  # noqa: PLC0415

        sessions = self.window.sessions_place
        if place not in ("sessions", "timeline", "calendar"):
            self.window.go_to(place)
            shown = self.window.places.current
            if key is not None and shown is not None:
                document = find_document(self.library.library, key)
                shown.show_document(document.kind, document.key)
        elif key is not None:
            document = find_document(self.library.library, key)
            if document.kind == "campaign":
                self.window.choose_campaign(document.key)
                # Its page stands where no session is chosen.
                sessions.list.choose("")
            else:
                self.window.open_session(document.key)
        else:
            self.window.go_to("sessions")
            listed = self.window.sessions_model.shown()
            if listed:
                # What a reader would look at first: the last evening that was played.
                played = [one for one in listed if one.status == "completed"]
                self.window.open_session((played or listed)[0].key)
        if place in ("timeline", "calendar"):
            sessions.show_view(place)

    def grab(self, target: Path) -> None:
        """Let the window come to rest, then write what it shows."""
        until = time.monotonic() + _SETTLE_SECONDS
        quiet = 0
        while quiet < 10 and time.monotonic() < until:
            self.application.processEvents()
            time.sleep(0.02)
            quiet = 0 if self._loading() else quiet + 1
        self.window.banner.dismiss()
        self._unfocus()
        self.application.processEvents()
        target.parent.mkdir(parents=True, exist_ok=True)
        if not self.window.grab().save(str(target), "PNG"):
            raise UserError(f"The picture could not be written to {target}.")

    def _unfocus(self) -> None:
        # A window that nobody has worked in has its focus on the first thing that takes it.
        from PySide6.QtWidgets import QAbstractButton  # noqa: PLC0415  after the platform

        focus = self.application.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.clearFocus()

    def _loading(self) -> bool:
        others = self.window.sessions_place.others
        return self.window.places.busy or (others is not None and others.loading)

    def __exit__(self, *_error: object) -> None:
        from sessionary.app.take_down import take_down  # noqa: PLC0415  after the platform

        self.window.close()
        take_down(self.application, self.window)
        self._settings.cleanup()
