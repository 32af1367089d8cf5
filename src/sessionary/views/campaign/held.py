"""Whether another program has the document of a page open to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.models.open_library import OpenLibrary

_AGAIN_MS = 1000


class Holder(QObject):
    """Watches who else has a page's document.

    Signals:
        said: What to tell about it, empty when there is nothing to tell any more.
        changed: Another program took the document or let go of it: the page must show that.
    """

    said = Signal(str)
    changed = Signal()

    def __init__(self, open_library: OpenLibrary, kind: str, page: QWidget) -> None:
        super().__init__(page)
        self._open, self._kind, self._page = open_library, kind, page
        self._key = ""
        self._sentence = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._look)
        open_library.held_changed.connect(self._look)

    @property
    def held(self) -> bool:
        """Whether another program has it, so that it can only be read here."""
        return bool(self._sentence)

    def show(self, key: str) -> None:
        """Watch a document; say who has it, if that is not what was said last."""
        self._key = key
        sentence = self._open.held_elsewhere(self._kind, key) if key else ""
        if sentence != self._sentence:
            self._sentence = sentence
            self.said.emit(sentence)

    def _look(self) -> None:
        sentence = self._open.held_elsewhere(self._kind, self._key) if self._key else ""
        if sentence == self._sentence:
            return
        if sentence and self._typing():
            # What is typed stays where it is; writing it will say why that cannot be.
            self._again.start()
        else:
            self.changed.emit()

    def _typing(self) -> bool:
        focus = QApplication.focusWidget()
        return (
            isinstance(focus, QLineEdit)
            and not focus.isReadOnly()
            and self._page.isAncestorOf(focus)
        )
