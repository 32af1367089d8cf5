"""What every place of the window is, so that the window needs to know none of them by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Place(QWidget):
    """A place of the window. It asks for the library that is open whenever it needs it.

    Signals:
        session_asked: The reader wants the page of a session; its key.
        event_asked: The reader wants to see an event in its session; its entry's number.
        thing_asked: The reader wants the page of somebody or something of the world; the name.
        left: The reader wants back to where he was before.
    """

    session_asked = Signal(str)
    event_asked = Signal(object)
    thing_asked = Signal(str)
    left = Signal()

    def begin(self) -> None:
        """Take the focus to where one begins; the place was just opened."""

    def refresh(self) -> None:
        """Read anew what is shown: the library has changed, or is another one, or none."""

    def flush(self) -> None:
        """Save what is being typed."""

    def set_player_view(self, *, on: bool) -> None:
        """Hide what is for the GM alone, or show it again."""

    def show_document(self, kind: str, key: str) -> bool:  # noqa: ARG002  of those with pages
        """Show the page of a document; say whether the place has one for its kind."""
        return False

    @property
    def document(self) -> tuple[str, str] | None:
        """Kind and key of the document that is shown, None if there is none."""
        return None

    @property
    def foot_facts(self) -> tuple[str, ...] | None:
        """What the foot of the window says of the place, None for what it says of sessions."""
        return None

    @property
    def has_item(self) -> bool:
        """Whether one of what the place lists is chosen, so that it can be renamed and deleted."""
        return False

    def make_item(self) -> bool:
        """Begin a new one of what the place lists; say whether it lists anything."""
        return False

    def rename_item(self) -> bool:
        """Edit the name of what is chosen; say whether the place lists anything."""
        return False

    def delete_item(self) -> bool:
        """Delete what is chosen; say whether the place lists anything."""
        return False

    def step_item(self, down: int) -> bool:  # noqa: ARG002  of those with lists
        """Choose what is below (1) or above (-1) the chosen one; say whether the place lists."""
        return False

    def allows(self, command: str) -> bool:  # noqa: ARG002  of those with commands
        """Say whether a command that is the place's own can be done now."""
        return False

    def filter_tag(self, tag: str) -> bool:  # noqa: ARG002  of those with tags
        """Leave only what has a tag; say whether what the place lists can have one."""
        return False

    def find_here(self) -> bool:
        """Go into the place's own filter; say whether it has one."""
        return False

    @property
    def busy(self) -> bool:
        """Whether something is still being read that will be shown."""
        return False
