"""What every place of the window is, so that the window needs to know none of them by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Place(QWidget):
    """A place of the window. It asks for the library that is open whenever it needs it.

    Signals:
        session_asked: The reader wants the page of a session; its key.
        event_asked: The reader wants to see an event in its session; its entry's number.
        left: The reader wants back to where he was before.
    """

    session_asked = Signal(str)
    event_asked = Signal(object)
    left = Signal()

    def begin(self) -> None:
        """Take the focus to where one begins; the place was just opened."""

    def refresh(self) -> None:
        """Read anew what is shown: the library has changed, or is another one, or none."""

    def flush(self) -> None:
        """Save what is being typed."""

    def set_player_view(self, *, on: bool) -> None:
        """Hide what is for the GM alone, or show it again."""

    @property
    def busy(self) -> bool:
        """Whether something is still being read that will be shown."""
        return False
