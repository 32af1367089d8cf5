"""Sees to it that no more than half an hour of changes is without a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from sessionary.services.backups import AFTER_CHANGES, is_due

if TYPE_CHECKING:
    from sessionary.models.open_library import OpenLibrary

INTERVAL_MS: Final = 30 * 60 * 1000


class BackupClock(QObject):
    """Makes a backup half an hour after the first change that no backup holds.

    Signals:
        made: A backup; its path, None if another one came first.
        failed: None was made; the error says why. It is tried again half an hour later.
    """

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, library: OpenLibrary, *, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(library)
        self._library = library
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._back_up)
        library.changed.connect(self._changed)
        # What was changed by a window that was closed before its half hour was over.
        if is_due(library.library):
            self._timer.start()

    def waiting(self) -> bool:
        """Say whether there are changes that no backup holds."""
        return self._timer.isActive()

    def _changed(self, _change: object) -> None:
        # Not anew with each change: who types without a pause would never have one.
        if not self._timer.isActive():
            self._timer.start()

    def _back_up(self) -> None:
        if self._library.closed:
            return
        job = self._library.back_up(AFTER_CHANGES, shown=False)
        job.finished.connect(self.made)
        job.failed.connect(self._fail)

    def _fail(self, error: BaseException) -> None:
        self._timer.start()
        self.failed.emit(error)
