"""Says, when a library is opened, that changes of it could not be saved the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sessionary.models.history_list import moment_text
from sessionary.services.rescues import rescues
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary

_TITLE_CHARACTERS = 80


def _words(text: str) -> str:
    return QCoreApplication.translate("Rescues", text)


def offer_rescues(window: MainWindow, library: OpenLibrary) -> None:
    """Let the reader look at the rescue copies of a library, if there are any."""
    kept = [] if library.library.read_only else rescues(library.library)
    if not kept:
        return
    words = _words("{0} changes could not be saved; they were kept.").format(len(kept))
    if len(kept) == 1:
        title = one_line(kept[0].title, _TITLE_CHARACTERS)
        words = _words("A change to “{0}” could not be saved on {1}.").format(
            title, moment_text(kept[0].at)
        )
    window.banner.say(words, _words("Look…"), window.acts.tools_rescues, tone="warn")
