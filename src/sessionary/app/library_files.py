"""Copies of the library from the window: where to, which one, and what becomes of the present."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from sessionary.models.jobs import Job
from sessionary.services.backups import back_up, restore
from sessionary.views.backups_dialog import BackupsDialog

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary

_FILTER = "Sessionary (*.sessionary *.sessionary.gz)"


def _words(text: str) -> str:
    return QCoreApplication.translate("LibraryFiles", text)


def ask_backup(window: MainWindow, library: OpenLibrary) -> None:
    """Ask where to, then copy the library there as a job."""
    stamp = datetime.fromtimestamp(window.now()).astimezone().strftime("%Y-%m-%d")
    proposed = Path.home() / f"library {stamp}.sessionary.gz"
    name, _filter = QFileDialog.getSaveFileName(
        window, _words("Back up the library"), str(proposed), _FILTER
    )
    if name:
        make_backup(window, library, Path(name))


def make_backup(window: MainWindow, library: OpenLibrary, target: Path) -> None:
    """Copy the library to ``target`` as a job; the file dialog has asked about what is there."""
    folder = library.library.file.folder
    library.library.save_all()
    job = library.run(_words("Backing up"), lambda _report: back_up(folder, target, replace=True))
    job.finished.connect(
        lambda path: window.banner.say(_words("Backed up to {0}").format(path), tone="ok")
    )
    job.failed.connect(lambda error: window.banner.say(str(error), tone="bad"))


def show_backups(window: MainWindow, folder: Path, words: str = "") -> BackupsDialog:
    """Show the backups of the library in ``folder``; restoring one opens it in the window.

    Args:
        window: The window; it need not have a library.
        folder: The library's folder.
        words: What is wrong with the library, if anything is.
    """
    dialog = BackupsDialog(
        window.theme, folder, words=words, ask_file=QFileDialog.getOpenFileName, parent=window
    )
    dialog.restore_asked.connect(lambda copy: _restore(window, dialog, folder, copy))
    dialog.open()
    return dialog


def _restore(window: MainWindow, dialog: BackupsDialog, folder: Path, copy: Path) -> None:
    """Close the library, put the copy in its place as a job, and open what is there then."""
    was_open = window.library is not None
    if (window.library is not None and window.library.busy) or not window.let_go():
        # What could not be saved is more than a backup has; nothing is put in its place.
        dialog.reject()
        window.banner.say(_words("Some changes could not be saved first."), tone="bad")
        if was_open and window.library is None:
            window.library_asked.emit(folder)
        return
    job = Job(_words("Restoring"), lambda report: restore(folder, copy, report), dialog)
    job.finished.connect(lambda kept: _restored(window, folder, kept))
    if was_open:
        # All is as it was, and can be worked with again.
        job.failed.connect(lambda _error: window.library_asked.emit(folder))
    dialog.work(job, _words("Restoring…"))
    job.start()


def _restored(window: MainWindow, folder: Path, kept: Path | None) -> None:
    window.library_asked.emit(folder)
    words = _words("The backup is in place.")
    if kept is not None:
        words = _words("The backup is in place; what was there before is {0}.").format(kept.name)
    window.banner.say(words, tone="ok")
