"""Reads the page of a session before it is shown, a step in each turn of the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sessionary.core.problems import UserError
from sessionary.services.page_steps import page_in_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.pages import SessionPage


class PageAhead(QObject):
    """Holds one page that was read ahead, until it is taken or the library changes.

    `ready` says the key of the session that was read, or that cannot be.
    """

    ready = Signal(str)

    def __init__(self, open_library: OpenLibrary, parent: QObject) -> None:
        super().__init__(parent)
        self._open_library = open_library
        self._key, self._players_only = "", False
        self._steps: Iterator[SessionPage] | None = None
        self._page: SessionPage | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)
        open_library.changed.connect(self._again)

    def begin(self, key: str, *, players_only: bool) -> None:
        """Read a session; what was read of another one is dropped."""
        self._key, self._players_only = key, players_only
        self._begin()

    @property
    def reading(self) -> bool:
        """Whether a session is being read."""
        return self._turn.isActive()

    def take(self, key: str) -> SessionPage | None:
        """Return the page of a session if all of it was read; it is not read on."""
        if key != self._key:
            return None
        page = None if self.reading else self._page
        self._turn.stop()
        self._key, self._page, self._steps = "", None, None
        return page

    def _begin(self) -> None:
        self._page = None
        self._steps = page_in_steps(
            self._open_library.library, self._key, players_only=self._players_only
        )
        self._turn.start()

    def _again(self) -> None:
        if self._key:
            self._begin()

    def _step(self) -> None:
        try:
            page = None if self._steps is None else next(self._steps, None)
        except UserError:
            # Told when the page is shown: it is tried again then.
            page = self._page = None
        if page is not None:
            self._page = page
            return
        self._turn.stop()
        self.ready.emit(self._key)
