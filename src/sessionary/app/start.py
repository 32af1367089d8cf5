"""Starts the window: first picture, then the library, then everything else."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from sessionary.app.crash import ErrorHook, log, start_logging
from sessionary.app.first_picture import MOST_ROWS, FirstPicture
from sessionary.app.instance import Door, claim, hand_over
from sessionary.app.main_window import SESSIONS, MainWindow
from sessionary.app.paths import local_zone, log_folder, settings_file
from sessionary.app.preferences_file import PreferencesFile
from sessionary.storage.first_rows import FirstRows, first_rows
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sessionary.app.signals import ClosingSignals
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.storage.first_page import FileState
    from sessionary.storage.lock import FileLock
    from sessionary.views.theme import Look, Theme

_KNOCKS = 50
_KNOCK_MS = 200
_LONGEST_S = 3600.0
"""How long the end waits for a migration: a thread that outlives it takes the process down."""

LATE_MODULES = (
    "sessionary.services.library",
    "sessionary.models.open_library",
    "sessionary.app.safekeeping",
    "sessionary.views.campaign.session_page",
    "sessionary.views.campaign.campaign_page",
    "sessionary.views.sessions.timeline_pane",
    "sessionary.models.timeline_source",
)
"""What the window needs after its first picture; a worker imports it meanwhile."""


def make_application() -> QApplication:
    """Return the application, named as desktops know it."""
    application = QApplication([])
    application.setApplicationName("sessionary")
    application.setApplicationDisplayName("Sessionary")
    application.setDesktopFileName("sessionary")
    return application


def make_theme(application: QApplication, look: Look, images: Path) -> Theme:
    """Dress the application."""
    from sessionary.app.resources import read_resource  # noqa: PLC0415  not for painting
    from sessionary.views.theme import Icons, Theme  # noqa: PLC0415

    return Theme(application, Icons(read_resource), images=images, look=look)


def open_window(folder: Path, files: Sequence[Path]) -> int:
    """Show the window of the library in ``folder`` until it is closed; return the exit status.

    Args:
        folder: Where the library lies.
        files: Files to be imported, shown once the library is open.
    """
    application = make_application()
    start_logging(log_folder())
    hook = ErrorHook(application)
    hook.install()
    if hand_over(folder, files):
        return 0
    preferences = PreferencesFile(settings_file())
    window = MainWindow(application, None, preferences, read_resource=_read)
    window.show_picture(_first_picture(folder, preferences))
    hook.happened.connect(
        lambda text: (
            window.banner.say(
                window.tr("Something went wrong: {0}. It is in the log.").format(text), tone="bad"
            )
            if window.furnished
            else None
        )
    )
    starter = _Starter(window, folder, files)
    window.painted.connect(starter.begin)
    window.library_asked.connect(lambda _folder: starter.open())
    window.closed.connect(application.quit)
    window.show()
    status = application.exec()
    starter.end()
    hook.uninstall()
    from sessionary.app.take_down import take_down  # noqa: PLC0415  not for painting

    take_down(application, window)
    return status


def _first_picture(folder: Path, preferences: PreferencesFile) -> FirstPicture:
    """Return what the window shows until it is furnished."""
    usual = preferences.text("order") in ("", "newest")
    listed = preferences.text("place") in ("", SESSIONS)
    found = FirstRows([], 0)
    if usual and listed:
        found = first_rows(folder / FILE_NAME, MOST_ROWS, preferences.text("campaign"))
    themes = {"light": False, "dark": True}
    dark = themes.get(preferences.appearance())
    return FirstPicture(found, dark=dark, percent=preferences.text_percent())


def _read(name: str) -> bytes:
    from sessionary.app.resources import read_resource  # noqa: PLC0415  not for painting

    return read_resource(name)


class _Starter:
    """Furnishes the window once it has been painted, then opens the library."""

    def __init__(self, window: MainWindow, folder: Path, files: Sequence[Path]) -> None:
        self._window, self._folder, self._files = window, folder, tuple(files)
        self._job: Job | None = None
        self._door: Door | None = None
        self._claim: FileLock | None = None
        self._signals: ClosingSignals | None = None
        self._knocks = 0
        self._over = False
        window.closed.connect(self._stop)

    def begin(self) -> None:
        """Furnish the window; then let a worker import what is slow to import."""
        from sessionary.app.signals import ClosingSignals  # noqa: PLC0415  not for painting
        from sessionary.models.jobs import Job  # noqa: PLC0415
        from sessionary.storage.first_page import (  # noqa: PLC0415
            first_campaigns,
            first_summaries,
        )

        window, file = self._window, self._folder / FILE_NAME
        look = window.preferences.preferences().look
        window.furnish(make_theme(window.application, look, settings_file().parent / "images"))
        window.show_first(first_summaries(file), first_campaigns(file))
        self._say_older()
        self._signals = ClosingSignals(window)
        self._job = Job("import", _import_late, window)
        self._job.finished.connect(lambda _nothing: self.open())
        self._job.failed.connect(self._fail)
        # After its second picture: until then it keeps the window from being painted.
        QTimer.singleShot(0, self._job.start)

    def _stop(self) -> None:
        # A job that ends meanwhile, or a knock that is tried again, must not open it once more.
        self._over = True

    def end(self) -> None:
        """Wait for what still runs."""
        if self._signals is not None:
            self._signals.end()
        if self._door is not None:
            # Who knocks now opens a window of his own as soon as this process has ended.
            self._door.shut()
        if self._job is not None:
            self._job.wait(_LONGEST_S)
        if self._claim is not None:
            self._claim.close()

    def open(self) -> None:
        """Open the library and hand it to the window; if there is one already, leave it to that."""
        if self._over:
            return
        from sessionary.storage.first_page import FileState  # noqa: PLC0415  not for painting

        if self._claim is None:
            self._claim = claim(self._folder)
        if self._claim is None:
            self._knock()
        elif self._state() is FileState.MISSING or self._is_older():
            self._bring_up()
        else:
            self._attach()

    def _state(self) -> FileState:
        from sessionary.storage.first_page import inspect_file  # noqa: PLC0415  not for painting

        return inspect_file(self._folder / FILE_NAME)

    def _is_older(self) -> bool:
        """Say whether an older version wrote the tables or the index of the library."""
        from sessionary.storage.first_page import (  # noqa: PLC0415  not for painting
            FileState,
            has_new_index,
        )

        state = self._state()
        current = state is FileState.CURRENT
        return state is FileState.OLDER or (current and not has_new_index(self._folder / FILE_NAME))

    def _say_older(self) -> None:
        if self._is_older():
            self._window.go_to(SESSIONS)
            self._window.sessions_place.greeting.wait()

    def _bring_up(self) -> None:
        """Make the library, or move it to the newest version, while the window can be looked at."""
        from sessionary.models.jobs import Job  # noqa: PLC0415  not for painting

        self._say_older()
        self._job = Job("bring up", partial(_bring_up, self._folder), self._window)
        self._job.finished.connect(lambda _nothing: None if self._over else self._attach())
        self._job.failed.connect(self._refused)
        self._job.start()

    def _refused(self, error: Exception) -> None:
        from sessionary.core.problems import UserError  # noqa: PLC0415
        from sessionary.storage.library_file import LibraryDamaged, NotALibrary  # noqa: PLC0415

        if self._over:
            log.error("Could not open the library", exc_info=error)
        elif isinstance(error, (LibraryDamaged, NotALibrary)):
            self._window.let_go()
            self._offer_backups(error)
        elif isinstance(error, (UserError, OSError)):
            self._fail(error)
        else:
            raise error

    def _attach(self) -> None:
        from sessionary.app.safekeeping import Safekeeping  # noqa: PLC0415
        from sessionary.core.problems import UserError  # noqa: PLC0415

        try:
            library = open_library(self._folder, on_error=self._save_error)
            self._window.attach(library)
        except (UserError, OSError) as error:
            self._refused(error)
            return
        # What stands by now stays until the end. Looking through all of it for what can be freed
        # holds the window up for several frames each time.
        gc.freeze()
        if not library.library.read_only:
            Safekeeping(self._window, library).damaged.connect(self._found_damaged)
        if self._door is None:
            self._door = Door(self._folder, self._window, may_enter=self._may_enter)
            self._door.knocked.connect(self._knocked)
        if self._files:
            files, self._files = self._files, ()
            QTimer.singleShot(0, partial(self._window.acts.import_paths, files))

    def _knock(self) -> None:
        """Hand the files to the window of another start, which may not be ready yet."""
        from sessionary.core.problems import UserError  # noqa: PLC0415

        self._knocks += 1
        if hand_over(self._folder, self._files):
            self._window.close()
        elif self._knocks > _KNOCKS:
            self._fail(UserError(self._window.tr("It is open in another window already.")))
        else:
            # That start may also have failed by then.
            QTimer.singleShot(_KNOCK_MS, self.open)

    def _may_enter(self) -> bool:
        library = self._window.library
        return library is None or not library.closed

    def _knocked(self, files: list[Path]) -> None:
        window = self._window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()
        window.acts.import_paths(files)

    def _save_error(self, error: Exception) -> None:
        log.error("Save failed", exc_info=error)
        if self._window.library is not None:
            self._window.library.take_error(error)

    def _offer_backups(self, error: Exception) -> None:
        """Show the backups of a library that cannot be opened; without one there is no window."""
        from sessionary.app.library_files import show_backups  # noqa: PLC0415

        log.error("Could not open the library", exc_info=error)
        show_backups(self._window, self._folder, str(error)).rejected.connect(self._window.close)

    def _found_damaged(self, sentence: str) -> None:
        """Let a library that is damaged only be read, and show its backups."""
        from sessionary.app.library_files import show_backups  # noqa: PLC0415
        from sessionary.core.problems import UserError  # noqa: PLC0415

        log.error("The library is damaged: %s", sentence)
        window = self._window
        if not window.let_go():
            window.banner.say(
                window.tr("Some changes could not be saved; a rescue copy was kept."), tone="bad"
            )
        try:
            library = open_library(self._folder, read_only=True)
            library.library.file.mark_damaged(
                window.tr("This library is damaged. It is shown as far as it can be read.")
            )
            window.attach(library)
        except (UserError, OSError) as error:
            window.let_go()
            self._offer_backups(error)
            return
        show_backups(window, self._folder, sentence)

    def _fail(self, error: Exception) -> None:
        from sessionary.views.widgets.message import message_box  # noqa: PLC0415  not for painting

        log.error("Could not open the library", exc_info=error)
        message_box(
            self._window.theme,
            self._window,
            self._window.tr("The library could not be opened"),
            str(error),
            details=str(self._folder),
            answered=lambda _button: self._window.close(),
        )


def _import_late(report: Callable[[int, int], None]) -> None:
    from importlib import import_module  # noqa: PLC0415  not for painting

    for number, name in enumerate(LATE_MODULES):
        import_module(name)
        report(number + 1, len(LATE_MODULES))


def _bring_up(folder: Path, report: Callable[[int, int], None]) -> None:
    from sessionary.core.store.plain import PlainScheduler  # noqa: PLC0415  not for painting
    from sessionary.services.library import Library  # noqa: PLC0415
    from sessionary.services.rebuild import bring_index_up  # noqa: PLC0415

    library = Library(folder, PlainScheduler(), zone=local_zone())
    try:
        bring_index_up(library, report)
    finally:
        library.close()


def open_library(
    folder: Path, *, on_error: Callable[[Exception], None] | None = None, read_only: bool = False
) -> OpenLibrary:
    """Open the library in ``folder`` for a window."""
    from sessionary.models.open_library import OpenLibrary  # noqa: PLC0415
    from sessionary.models.scheduler import QtScheduler  # noqa: PLC0415
    from sessionary.services.library import Library  # noqa: PLC0415

    return OpenLibrary(
        Library(folder, QtScheduler(), zone=local_zone(), read_only=read_only, on_error=on_error)
    )
