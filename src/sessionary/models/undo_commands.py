"""The steps of a window's undo stack: each is an act that was written already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError, UndoBlocked
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.library import Change


class _Step(QUndoCommand):
    """A step that is done when it comes onto the stack, and may fail to be taken back.

    A stack moves whether or not its command could do what it was asked; what could not be done is
    put back by a move that does nothing.
    """

    def __init__(self, open_library: OpenLibrary, act: int, name: str) -> None:
        super().__init__(name)
        self._open = open_library
        self._act = act
        # Pushing a command calls redo, but the act is written already.
        self._idle = True

    @override
    def undo(self) -> None:
        self._move(forward=False)

    @override
    def redo(self) -> None:
        self._move(forward=True)

    def _move(self, *, forward: bool) -> None:
        if self._idle:
            self._idle = False
        else:
            self._turn(forward=forward)

    def _turn(self, *, forward: bool) -> None:
        raise NotImplementedError

    def _stay(self, *, forward: bool) -> None:
        """Put the stack back where it was before a move; not to be called within the move."""
        self._idle = True
        stack = self._open.undo_stack
        if forward:
            stack.undo()
        else:
            stack.redo()


class ActCommand(_Step):
    """One act. Undoing it is an act as well, and redoing it undoes that one."""

    @override
    def _turn(self, *, forward: bool) -> None:
        try:
            self._act = undo(self._open.library, self._act)
        except UndoBlocked as blocked:
            self.setObsolete(True)
            self._open.refused.emit(
                self._open.tr("“{0}” cannot be undone: {1}.").format(self.text(), blocked.detail)
            )
        except (UserError, StoreError, OSError) as error:
            self._open.refused.emit(self._open.said(error))
            QTimer.singleShot(0, self._open, lambda: self._stay(forward=forward))


class ImportCommand(_Step):
    """An import: its undo and redo are jobs, so they end after the stack has moved."""

    @override
    def _turn(self, *, forward: bool) -> None:
        job = self._job(forward=forward)
        job.finished.connect(self._take)
        for ended in (job.failed, job.cancelled):
            ended.connect(lambda *_error: self._stay(forward=forward))

    def _job(self, *, forward: bool) -> Job:
        turn = self._open.redo_import if forward else self._open.undo_import
        return turn(self._act)

    def _take(self, change: Change) -> None:
        self._act = change.act


class ReckonCommand(ImportCommand):
    """Another epoch and the like. Redoing it takes its undo back."""

    @override
    def _job(self, *, forward: bool) -> Job:
        return self._open.undo_reckoning(self._act)
