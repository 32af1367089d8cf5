"""What is done for the safety of a library while a window has it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from sessionary.models.backup_clock import BackupClock
from sessionary.services.check import damage
from sessionary.services.forgetting import clear_traces

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary

# The window is painted and the list can be worked by then.
_LOOK_AFTER_MS: Final = 1500


class Safekeeping(QObject):
    """Looks whether a library that was opened is whole, and backs it up while it changes.

    Signals:
        damaged: The file is damaged; a sentence says how.
    """

    damaged = Signal(str)

    def __init__(
        self, window: MainWindow, library: OpenLibrary, *, look_after_ms: int = _LOOK_AFTER_MS
    ) -> None:
        # Gone with the library: what is another one's by then is not its business.
        super().__init__(library)
        self._window, self._library = window, library
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.timeout.connect(self._look)
        self._look_timer.start(look_after_ms)
        self.clock = BackupClock(library)
        self.clock.failed.connect(self._tell)

    def _look(self) -> None:
        if self._library.closed:
            return
        library = self._library.library
        job = self._library.run("check", lambda report: damage(library, report), shown=False)
        job.finished.connect(self._looked)

    def _looked(self, problems: list[str]) -> None:
        if problems:
            self.damaged.emit(problems[0])
        elif not self._library.closed:
            library = self._library.library
            self._library.run("traces", lambda _report: clear_traces(library), shown=False)

    def _tell(self, error: BaseException) -> None:
        words = self.tr("No backup was made: {0} It is tried again.")
        self._window.banner.say(words.format(error), tone="warn")
