"""All acts of the window together, and which of them can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.app.acts.base import status_of_row
from sessionary.app.acts.files import FileActs
from sessionary.app.acts.live import LiveActs
from sessionary.app.acts.sessions import SessionActs
from sessionary.app.acts.surveys import SurveyActs
from sessionary.app.acts.tools import ToolActs
from sessionary.app.acts.views import ViewActs
from sessionary.app.places import WORLD
from sessionary.app.window_commands import PLACE_COMMANDS
from sessionary.core.campaign.lifecycle import MOVES, Status

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack


class WindowActs(FileActs, SessionActs, SurveyActs, LiveActs, ViewActs, ToolActs):
    """Every command of the window has a method here, of its name."""

    def update_enabled(self) -> None:
        """Let only what can be done now be chosen."""
        commands = self.window.commands
        library = self._library
        ready = library is not None and not library.busy and not library.library.read_only
        session = self._current()
        status = None if session is None else status_of_row(session)
        live = self._live_one()
        live_status = None if live is None else Status.IN_PROGRESS
        stack = library.undo_stack if library is not None else None
        place = self.window.places.current
        item = ready and place is not None and place.has_item
        moves = MOVES[status] if status is not None else frozenset()
        allowed = {
            "session.new": ready,
            "campaign.new": ready,
            "file.import": ready,
            "file.import_folder": ready,
            "file.sample": ready,
            "file.export": library is not None,
            "file.export_markdown": library is not None and session is not None,
            # Former revisions hold what players may not see.
            "file.history": library is not None
            and self._open_document() is not None
            and not self.player_view,
            "file.backup": library is not None,
            # A damaged library is only read, but a backup is what it wants.
            "file.restore": ready or (library is not None and library.library.file.damaged),
            # What is found by words is also what players may not read.
            "edit.find_everywhere": library is not None and not self.player_view,
            "edit.undo": ready and stack is not None and stack.canUndo(),
            "edit.redo": ready and stack is not None and stack.canRedo(),
            # In the player view the page is only read.
            "session.rename": item or (ready and session is not None and not self.player_view),
            "session.delete": item or (ready and session is not None),
            "world.merge": item and self.window.place == WORLD,
            "session.open": session is not None,
            "session.log": ready
            and not self.player_view
            and (session is not None or live is not None),
            "session.start": (ready and Status.IN_PROGRESS in moves)
            or Status.IN_PROGRESS in (status, live_status),
            "session.pause": ready and not self.player_view and live is not None,
            "session.end": ready
            and not self.player_view
            and Status.IN_PROGRESS in (status, live_status if session is None else None),
            "session.cancel": ready and Status.CANCELLED in moves,
            "session.plan": ready and Status.PLANNED in moves,
            # What lies in the bin, and what could not be read, is shown as it is.
            "session.bin": library is not None and not self.player_view,
            "tools.rejects": library is not None and not self.player_view,
            "tools.rescues": library is not None and not self.player_view,
            "tools.persons": library is not None and not library.busy and not self.player_view,
            "tools.check": library is not None,
        }
        for key in PLACE_COMMANDS:
            allowed[key] = ready and place is not None and place.allows(key)
        allowed["survey.new"] = ready and not self.player_view
        for key, enabled in allowed.items():
            commands[key].action.setEnabled(enabled)
        self._name_undo(stack)

    def _name_undo(self, stack: QUndoStack | None) -> None:
        # What was done may name whom players do not know of.
        named = None if self.player_view else stack
        undone = named.undoText() if named is not None else ""
        redone = named.redoText() if named is not None else ""
        undo = self.window.commands["edit.undo"].action
        redo = self.window.commands["edit.redo"].action
        undo.setText(self.tr("&Undo {0}").format(undone.replace("&", "&&")).rstrip())
        redo.setText(self.tr("&Redo {0}").format(redone.replace("&", "&&")).rstrip())
