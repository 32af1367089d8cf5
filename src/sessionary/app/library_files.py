"""Copies of the library from the window: where to, which one, and what becomes of the present."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from sessionary.models.jobs import Job
from sessionary.services.backups import back_up, describe, restore
from sessionary.storage.first_page import FileState, inspect_file
from sessionary.views.widgets.message import message_box

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary

_FILTER = "Sessionary (*.sessionary)"


def _words(text: str) -> str:
    return QCoreApplication.translate("LibraryFiles", text)


def ask_backup(window: MainWindow, library: OpenLibrary) -> None:
    """Ask where to, then copy the library there as a job."""
    stamp = datetime.fromtimestamp(window.now()).astimezone().strftime("%Y-%m-%d")
    proposed = Path.home() / f"library {stamp}.sessionary"
    name, _filter = QFileDialog.getSaveFileName(
        window, _words("Back up the library"), str(proposed), _FILTER
    )
    if name:
        make_backup(window, library, Path(name))


def make_backup(window: MainWindow, library: OpenLibrary, target: Path) -> None:
    """Copy the library to ``target`` as a job."""
    folder = library.library.file.folder
    library.library.save_all()
    job = library.run(_words("Backing up"), lambda _report: back_up(folder, target, replace=True))
    job.finished.connect(
        lambda path: window.banner.say(_words("Backed up to {0}").format(path), tone="ok")
    )
    job.failed.connect(lambda error: window.banner.say(str(error), tone="bad"))


def ask_restore(window: MainWindow, library: OpenLibrary) -> None:
    """Ask for a backup, say what is in it, and put it in the library's place."""
    folder = library.library.file.folder / "backups"
    name, _filter = QFileDialog.getOpenFileName(
        window, _words("Restore a backup"), str(folder if folder.exists() else ""), _FILTER
    )
    if not name:
        return
    copy = Path(name)
    if inspect_file(copy) not in (FileState.CURRENT, FileState.OLDER):
        words = _words("{0} is not a library that this program can open.")
        window.banner.say(words.format(copy.name), tone="bad")
        return
    message_box(
        window.theme,
        window,
        _words("Restore a backup"),
        _words("Put this backup in the library’s place?"),
        details=_words("{0}\n\nThe present library is kept as a backup.").format(describe(copy)),
        icon=QMessageBox.Icon.Warning,
        buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        answered=lambda button: (
            _restore(window, library, copy) if button == QMessageBox.StandardButton.Yes else None
        ),
    )


def _restore(window: MainWindow, library: OpenLibrary, copy: Path) -> None:
    """Close the library, put the copy in its place as a job, and open what is there then."""
    folder = library.library.file.folder
    if library.busy or not window.let_go():
        # What could not be saved is more than a backup has; nothing is put in its place.
        window.banner.say(_words("Some changes could not be saved first."), tone="bad")
        if window.library is None:
            window.library_asked.emit(folder)
        return
    job = Job(_words("Restoring"), lambda _report: restore(folder, copy), window)
    job.finished.connect(lambda kept: _restored(window, folder, kept))
    job.failed.connect(lambda error: _not_restored(window, folder, error))
    window.progress.follow(job)
    job.start()


def _restored(window: MainWindow, folder: Path, kept: Path | None) -> None:
    window.library_asked.emit(folder)
    words = _words("The backup is in place.")
    if kept is not None:
        words = _words("The backup is in place; what was there before is {0}.").format(kept.name)
    window.banner.say(words, tone="ok")


def _not_restored(window: MainWindow, folder: Path, error: BaseException) -> None:
    window.library_asked.emit(folder)
    window.banner.say(str(error), tone="bad")
