"""Writes what is edited on a page, and says why it could not be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.core.store.values import same
from sessionary.services import session_edits, sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sessionary.models.open_library import OpenLibrary


class DocumentEdits:
    """The edits of one document. Each is one act, so that it can be undone by itself.

    The functions return the sentence that stands in the way, empty if the edit was made. What a
    person cannot mend in the field (a full disk) is shown by the window as well.
    """

    def __init__(self, open_library: OpenLibrary, kind: str) -> None:
        self.open_library = open_library
        self.library = open_library.library
        self.kind = kind
        self.key = ""

    def put(self, pointer: str, value: Any, name: str) -> str:
        """Set one value of the record; None takes it away."""
        data = sessions.document_data(self.library, self.kind, self.key)
        if same(sessions.value_at(data, pointer), value):
            return ""
        return self._done(
            lambda: sessions.edit(self.library, self.kind, self.key, pointer, value, name)
        )

    def put_own(self, own_name: str, value: Any, name: str) -> str:
        """Set one value of the own part; None takes it away."""
        return self._done(
            lambda: sessions.edit_own(self.library, self.kind, self.key, own_name, value, name)
        )

    def put_together(
        self, values: Mapping[str, Any], name: str, own: Mapping[str, Any] | None = None
    ) -> str:
        """Set several values of a session as one act."""
        return self._done(
            lambda: session_edits.edit_together(self.library, self.key, values, name, own)
        )

    def do(self, act: Callable[[], Any]) -> str:
        """Do an act that is none of the above."""
        return self._done(act)

    def reckon(
        self,
        *,
        epoch: int | None = None,
        players_may_see: bool | None = None,
        own: Mapping[str, Any] | None = None,
        name: str = "",
    ) -> str:
        """Change how a campaign is reckoned; all its events are placed anew, as a job."""
        if self.library.read_only:
            return self.library.reason or self.open_library.tr("This library is read-only.")
        if self.open_library.busy:
            return self.open_library.tr("Something is being written; try again when it is done.")
        if not self.flush():
            return self.open_library.tr("What was typed before could not be saved yet.")
        self.open_library.reckon_campaign(
            self.key, epoch=epoch, players_may_see=players_may_see, own=own, name=name
        )
        return ""

    def type(self, pointer: str, text: str, name: str) -> bool:
        """Put what is being typed into the document; it is saved by itself soon after."""
        return self.open_library.try_act(
            lambda: session_edits.type_text(self.library, self.kind, self.key, pointer, text, name)
        )

    def flush(self) -> bool:
        """Save what was typed and not saved yet; say whether all of it was."""
        if not self.key or not session_edits.is_typing(self.library, self.kind, self.key):
            return True
        return self.library.save_all()

    def let_go(self) -> None:
        """Save what was typed and let go of the document."""
        if self.key and self.flush():
            session_edits.let_go(self.library, self.kind, self.key)

    def _done(self, act: Callable[[], Any]) -> str:
        if self.library.read_only:
            return self.library.reason or self.open_library.tr("This library is read-only.")
        refused: list[str] = []

        def act_in_field() -> None:
            try:
                act()
            except UserError as error:
                # It is told where it was typed.
                refused.append(str(error))
            except StoreError as error:
                refused.append(self.open_library.said(error))
                raise

        # What was typed elsewhere is an act of its own, not part of this one.
        if not self.flush():
            return self.open_library.tr("What was typed before could not be saved yet.")
        if not self.open_library.try_act(act_in_field) and not refused:
            return self.open_library.tr("This could not be saved.")
        return refused[0] if refused else ""
