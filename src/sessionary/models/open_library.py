"""The library as the window has it: its changes as signals, its acts on one undo stack."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from sessionary.core.backups import BackupFailed
from sessionary.core.problems import UserError
from sessionary.core.store.errors import (
    LockLost,
    SaveFailed,
    SessionBad,
    SessionLocked,
    StoreError,
)
from sessionary.models.jobs import Job
from sessionary.models.undo_commands import ActCommand, ImportCommand, ReckonCommand
from sessionary.services import sessions
from sessionary.services.backups import automatic, before_import
from sessionary.services.campaign_reckoning import ORIGIN, reckon_campaign
from sessionary.services.elsewhere import Elsewhere
from sessionary.services.event_edits import loose_event
from sessionary.services.forgetting import check_settled, forget
from sessionary.services.hidden import sessions_for_players
from sessionary.services.imports.writing import write_import
from sessionary.services.pages import (
    has_documents,
    is_survey_session,
    loose_ends,
    owner_of,
    survey_of,
)
from sessionary.services.session_list import SessionList
from sessionary.services.undo import redo_import, undo_import
from sessionary.storage.library_file import LibraryBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sessionary.core.json_text import J
    from sessionary.core.kinds import SessionSummary
    from sessionary.core.store.errors import LockInfo
    from sessionary.services.forgetting_plan import Forgetting
    from sessionary.services.imports.reading import Preview
    from sessionary.services.library import Change, Library
    from sessionary.services.sessions import Campaign


_JOBS_END_SECONDS = 10.0
_LOOK_MS = 1000
_PATIENCE_S = 1.0


class OpenLibrary(QObject):
    """One library in one window.

    Everything that changes it goes through here or through services; either way the change comes
    back as :attr:`changed`, and what can be taken back stands on :attr:`undo_stack`.

    Signals:
        changed: A :class:`Change` was written.
        refused: Something could not be done; the sentence says why.
        job_began: A :class:`Job` began; the window shows its progress.
        save_failed: A save did not succeed and is tried again; the sentence says why.
        save_waits: Another program writes for long; what is typed here is saved after that.
        lock_lost: Another program took documents over; the sentence says what becomes of them.
        held_changed: Other programs took documents or let go of them; see
            :meth:`held_elsewhere`.
    """

    changed = Signal(object)
    refused = Signal(str)
    job_began = Signal(object)
    save_failed = Signal(str)
    save_waits = Signal()
    lock_lost = Signal(str)
    held_changed = Signal()

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.undo_stack = QUndoStack(self)
        self._job: Job | None = None
        self._jobs: set[Job] = set()
        self._closed = False
        self._told = ""
        # Who types must not wait for another program; what is not saved now is tried again.
        library.file.patience = _PATIENCE_S
        self._elsewhere = Elsewhere(library)
        self._sessions = SessionList(library)
        self._off = library.on_change(self._take)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()

    def _take(self, change: Change) -> None:
        self._sessions.take(change)
        # What an undo or redo wrote is on the stack already.
        if change.origin == "edit":
            self.undo_stack.push(ActCommand(self, change.act, change.name))
        elif change.origin == "import":
            self.undo_stack.push(ImportCommand(self, change.act, change.name))
        elif change.origin == ORIGIN:
            self.undo_stack.push(ReckonCommand(self, change.act, change.name))
        self.changed.emit(change)

    def look(self) -> None:
        """Take note of what other programs have done; it is done by itself each second."""
        if self._job is not None or self._closed:
            return
        before = self._elsewhere.held
        try:
            self.library.file.check_in_place()
            change = self._elsewhere.look()
        except OSError as error:
            self._tell_once(str(error))
            return
        except UserError:
            # Whoever shows what cannot be read says so.
            return
        if change is not None:
            self.library.announce(change)
        if self._elsewhere.held != before:
            self.held_changed.emit()

    def _tell_once(self, sentence: str) -> None:
        """Tell of what does not go away by itself, and is found again with each look."""
        if sentence != self._told:
            self._told = sentence
            self.save_failed.emit(sentence)

    def held_elsewhere(self, kind: str, key: str) -> str:
        """Return a sentence about who else has a document open to change it, empty if nobody."""
        info = self._elsewhere.holder(kind, key)
        return "" if info is None else self._said_of(info)

    def _said_of(self, info: LockInfo) -> str:
        words = self.tr("Open for editing in {0}. Until it is closed there it can only be read.")
        return words.format(info.label)

    def said(self, error: Exception) -> str:
        """Return what went wrong, in a sentence for people."""
        if isinstance(error, SessionLocked):
            return self._said_of(error.info)
        if isinstance(error, SessionBad):
            return self.tr("This document cannot be used, so it stays as it is; its page says why.")
        return str(error)

    def take_error(self, error: Exception) -> None:
        """Tell of a save that did not succeed, or never will."""
        if isinstance(error, LockLost):
            self.lock_lost.emit(
                self.tr(
                    "Another program took over what was open here. What was not saved is kept "
                    "as a rescue copy."
                )
            )
            self.look()
        elif isinstance(error, SaveFailed) and isinstance(error.cause, LibraryBusy):
            self.save_waits.emit()
        else:
            self.save_failed.emit(self.said(error))

    def try_act(self, act: Callable[[], Any]) -> bool:
        """Do what may be refused; say whether it was done. What stood in the way is shown."""
        if self._job is not None:
            self.refused.emit(self.tr("An import is being written; try again when it is done."))
            return False
        try:
            act()
        except (UserError, StoreError, OSError) as error:
            self.refused.emit(self.said(error))
            if isinstance(error, SessionLocked):
                self.look()
            return False
        return True

    def undo(self) -> None:
        """Take back the last act; what was typed and not saved yet is an act as well."""
        if self._job is None and self.try_act(self.library.save_all):
            self.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._job is None and self.try_act(self.library.save_all):
            self.undo_stack.redo()

    def write_import(self, preview: Preview, *, protected: bool = True) -> Job:
        """Import what a preview shows, as a job that makes a backup first.

        Args:
            preview: What is imported.
            protected: Fail with :class:`BackupFailed` where there can be no backup, and import
                nothing. False imports without one: somebody has said so.
        """

        def work(report: Callable[[int, int], None]) -> Change:
            if protected:
                before_import(self.library, lambda _done, total: report(0, total))
            return write_import(self.library, preview, report, at=time.time())

        return self._write(self.tr("Import"), work)

    def back_up(self, why: str, *, shown: bool = True) -> Job:
        """Make a backup, as a job, unless the last one holds everything."""
        return self.run(
            self.tr("Backing up"),
            lambda report: automatic(self.library, why, report),
            shown=shown,
        )

    def reckon_campaign(
        self,
        campaign: str,
        *,
        epoch: int | None = None,
        players_may_see: bool | None = None,
        own: Mapping[str, J] | None = None,
        name: str = "",
    ) -> Job:
        """Change how a campaign is reckoned, as a job; see :func:`.reckon_campaign`."""
        return self._write(
            self.tr("Reckon again"),
            lambda report: reckon_campaign(
                self.library,
                campaign,
                report,
                at=time.time(),
                epoch=epoch,
                players_may_see=players_may_see,
                own=own,
                name=name,
            ),
        )

    def undo_reckoning(self, act: int) -> Job:
        """Take back such a change, or its undo, as a job."""
        return self._write(
            self.tr("Reckon again"),
            lambda report: undo_import(self.library, act, report, at=time.time()),
        )

    def undo_import(self, act: int) -> Job:
        """Take back an import, as a job that makes a backup first."""

        def work(report: Callable[[int, int], None]) -> Change:
            self._protect(report)
            return undo_import(self.library, act, report, at=time.time())

        return self._write(self.tr("Undo import"), work)

    def redo_import(self, act: int) -> Job:
        """Import again what was taken back by ``act``, as a job that makes a backup first."""

        def work(report: Callable[[int, int], None]) -> Change:
            self._protect(report)
            return redo_import(self.library, act, report, at=time.time())

        return self._write(self.tr("Redo import"), work)

    def _protect(self, report: Callable[[int, int], None]) -> None:
        """Make a backup before much is changed; without one nothing is.

        Raises:
            UserError: There can be none; the sentence says why.
        """
        try:
            before_import(self.library, lambda _done, total: report(0, total))
        except BackupFailed as error:
            # Who imports is asked whether to go on without; here the step just stays undone.
            raise UserError(self.tr("Nothing was changed. {0}").format(error)) from error

    def forget(self, plan: Forgetting) -> Job | None:
        """Take a person out of the library for good, as a job; nothing before can be undone then.

        Args:
            plan: What somebody agreed to.

        Returns:
            None if a transaction is not settled there; that is shown.
        """
        self.library.release_documents()
        if not self.try_act(lambda: check_settled(self.library, plan)):
            return None

        def work(report: Callable[[int, int], None]) -> Change:
            return forget(self.library, plan, report, at=time.time())[1]

        job = self._write(self.tr("Forgetting a person"), work)
        # What could be taken back would bring the person back.
        job.finished.connect(lambda _change: self.undo_stack.clear())
        return job

    def run(
        self, name: str, work: Callable[[Callable[[int, int], None]], Any], *, shown: bool = True
    ) -> Job:
        """Start work that changes no document; the window shows its progress, or nothing of it."""
        job = Job(name, work, self)
        self._begin(job, shown=shown)
        return job

    def _begin(self, job: Job, *, shown: bool = True) -> None:
        self._jobs.add(job)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(lambda *_result: self._jobs.discard(job))
        if shown:
            self.job_began.emit(job)
        job.start()

    def _write(self, name: str, work: Callable[[Callable[[int, int], None]], Change]) -> Job:
        """Start work that writes documents; until it ends nothing else can be changed."""
        self.library.release_documents()
        job = Job(name, work, self)
        self._job = job
        for ended in (job.failed, job.cancelled):
            ended.connect(self._write_ended)
        job.finished.connect(self._written)
        job.failed.connect(self._tell_failure)
        self._begin(job)
        return job

    def _written(self, change: Change) -> None:
        self._job = None
        self.library.announce(change)

    def _write_ended(self) -> None:
        self._job = None

    def _tell_failure(self, error: BaseException) -> None:
        # Whoever began it asks whether to go on without a backup.
        if not isinstance(error, BackupFailed):
            self.refused.emit(str(error))

    def summaries(self, *, players_only: bool = False) -> list[SessionSummary]:
        """Return the sessions that are not in the bin, or what players may read of them."""
        found = self._sessions.read()
        return sessions_for_players(self.library, found) if players_only else found

    def campaigns(self) -> list[Campaign]:
        """Return the campaigns by name."""
        return sessions.campaigns(self.library)

    def has_documents(self, kinds: tuple[str, ...]) -> bool:
        """Say whether there is a document of some kinds that is not in the bin."""
        return has_documents(self.library, kinds)

    def loose_ends(self) -> tuple[int, int]:
        """Return how many records could not be read, and how many events wait for a session."""
        return loose_ends(self.library)

    def session_of_event(self, pk: int) -> str:
        """Return the key of the session to which an event belongs, empty if it has none."""
        return owner_of(self.library, pk)

    def survey_of_event(self, pk: int) -> str:
        """Return the key of the survey session that an entry is an answer of, else nothing."""
        return survey_of(self.library, pk)

    def is_survey_session(self, key: str) -> bool:
        """Say whether a key is that of a session of a survey."""
        return is_survey_session(self.library, key)

    def campaign_between(self, pk: int) -> str:
        """Return the campaign of an event that belongs to no session, empty for any other."""
        found = loose_event(self.library, pk)
        return "" if found is None else found[0].scope

    @property
    def busy(self) -> bool:
        """Whether a job is writing."""
        return self._job is not None

    @property
    def closed(self) -> bool:
        """Whether it was closed; no job may be begun any more."""
        return self._closed

    def close(self) -> bool:
        """Save everything and close the file; say whether all of it was saved."""
        self._closed = True
        # A thread that outlives its library ends the process; told to stop, each ends at its
        # next report, and what it wrote until then is rolled back.
        for job in self._jobs:
            job.cancel()
        for job in tuple(self._jobs):
            job.wait(_JOBS_END_SECONDS)
        self._looking.stop()
        self._elsewhere.close()
        self._off()
        return self.library.close()
