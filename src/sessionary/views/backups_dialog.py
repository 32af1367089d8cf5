"""Restoring a backup: which ones there are, what is in one, and whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from sessionary.models.backup_list import COPY_ROLE, BackupsModel, Copy, when_text
from sessionary.models.jobs import Job
from sessionary.services.backups import folder_of, look_into
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.list_dialog import ListDialog, Told, pages_of, wait_at_the_end
from sessionary.views.messages import ask
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from PySide6.QtGui import QCloseEvent

    from sessionary.storage.snapshot import Snapshot
    from sessionary.views.theme import Theme

    Ask: TypeAlias = Callable[[QWidget | None, str, str, str], tuple[str, str]]

_FILTER: Final = "Sessionary (*.sessionary *.sessionary.gz *.gz);;* (*)"
_LOOKS: Final = (
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=190, tone="text2", gives_way=1),
    ColumnLook(kind=CellKind.NUMBER, width=80),
    ColumnLook(kind=CellKind.NUMBER, width=80),
    ColumnLook(kind=CellKind.NUMBER, width=84, tone="text2", hide_below=480),
)
# Long enough for a key that is held down to pass rows by without unpacking each.
_PAUSE_MS: Final = 120
_LONGEST_SECONDS: Final = 600.0


class BackupsDialog(ListDialog):
    """Lists the backups of a library, and proves the chosen one before it can be restored.

    Signals:
        restore_asked: The reader wants a backup restored and has been asked; its path. Whoever
            does it calls :meth:`work`.
    """

    restore_asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        library_folder: Path,
        *,
        words: str = "",
        ask_file: Ask = QFileDialog.getOpenFileName,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; show it with `open`.

        Args:
            theme: Colours and sizes.
            library_folder: The folder of the library whose backups are listed.
            words: What is wrong with the library, if anything is. The newest whole backup is
                chosen then.
            ask_file: Asks for another file, as `QFileDialog` does.
            parent: The window it belongs to.
        """
        super().__init__(theme, self.tr("Restore a backup"), parent)
        self._folder, self._ask_file = library_folder, ask_file
        self._looking: set[Job] = set()
        self._look: Job | None = None
        self._busy: Job | None = None
        self._searching = bool(words)
        self.model = BackupsModel(library_folder, self)
        self.words = Paragraph(words, tone="bad")
        self.table = Table(theme, _LOOKS, self.tr("Backups, newest first"))
        self.table.setModel(self.model)
        self.empty = EmptyState(
            theme,
            "archive",
            self.tr("There is no backup yet"),
            self.tr("Backups are made before imports and after half an hour of changes."),
        )
        self.pages = pages_of(self.table, self.empty)
        self.about = Told()
        self.other = OutlinedButton(theme, self.tr("&Open another file…"), "folder-open")
        self.restore = PrimaryButton(theme, self.tr("&Restore…"), "archive-restore")
        self._pause = QTimer(self)
        self._lay_out()
        self._pause.timeout.connect(self._look_into)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _index: self.restore.click())
        self.table.clicked.connect(self._stop_searching)
        self.other.clicked.connect(self._open_other)
        self.restore.clicked.connect(self._ask)
        wait_at_the_end(self._wait)
        self._count()
        self.table.choose_row(0)

    def _lay_out(self) -> None:
        px = self.theme.px
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.words.setVisible(bool(self.words.text()))
        self.about.label.setMinimumHeight(px(44))
        self.about.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.restore.setEnabled(False)
        self.lay_out(
            self.pages,
            (self.other, None, self.close_button, self.restore),
            above=(self.words,),
            below=self.about,
            size=(720, 520),
            least=(480, 360),
        )

    # Choosing

    def chosen(self) -> Copy | None:
        """Return the backup that is chosen."""
        copy = self.table.currentIndex().data(COPY_ROLE)
        return copy if isinstance(copy, Copy) else None

    def _count(self) -> None:
        count = self.model.rowCount()
        self.head.set_count(QLocale().toString(count) if count else "")
        self.pages.setCurrentWidget(self.table if count else self.empty)

    @Slot()
    def _stop_searching(self) -> None:
        self._searching = False

    @Slot()
    def _open_other(self) -> None:
        folder = folder_of(self._folder)
        start = str(folder if folder.exists() else Path.home())
        name, _filter = self._ask_file(self, self.tr("Open a backup"), start, _FILTER)
        if name:
            self._stop_searching()
            row = self.model.add(Path(name))
            self._count()
            self.table.choose_row(row)
            self.table.setFocus()

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None
        self.restore.setEnabled(False)
        self.about.say(self.tr("Looking into it…") if index.isValid() else "")
        if index.isValid():
            self._pause.start()

    @Slot()
    def _look_into(self) -> None:
        copy = self.chosen()
        if copy is None or self._busy is not None:
            return
        folder = folder_of(self._folder)
        job = Job("look", lambda report: look_into(copy.path, folder, report), self)
        self._look = job
        self._looking.add(job)
        job.finished.connect(lambda seen: self._looked(job, copy, seen))
        job.failed.connect(lambda error: self._spoilt(job, error))
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(lambda *_result: self._looking.discard(job))
        job.start()

    def _looked(self, job: Job, copy: Copy, seen: Snapshot) -> None:
        if job is not self._look:
            return
        self._searching = False
        self.about.say(_what(copy, seen))
        self.restore.setEnabled(True)
        if self.focusWidget() in (None, self.close_button):
            self.restore.setFocus()

    def _spoilt(self, job: Job, error: BaseException) -> None:
        if job is not self._look:
            return
        row = self.table.currentIndex().row() + 1
        if self._searching and row < self.model.rowCount():
            # Nobody has chosen yet: an older one that is whole is what is wanted.
            self.table.choose_row(row)
        else:
            self.about.say(str(error), "bad")

    # Restoring

    @Slot()
    def _ask(self) -> None:
        copy = self.chosen()
        if copy is None:
            return
        question = self.tr("Put the backup of {0} in the library’s place?")
        if copy.backup is None:
            question = self.tr("Put {0} in the library’s place?")
        ask(
            self.theme,
            self,
            question.format(when_text(copy)),
            details=self.tr("{0}\n\nThe present library is kept.").format(self.about.text()),
            yes=self.tr("Restore"),
            agreed=lambda: self.restore_asked.emit(copy.path),
        )

    def work(self, job: Job, words: str) -> None:
        """Show a job that restores; until it ends the dialog stays."""
        self._busy = job
        self.about.follow(job, words)
        for widget in (self.table, self.other, self.close_button, self.restore):
            widget.setEnabled(False)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(self._worked)
        job.failed.connect(lambda error: self.about.say(str(error), "bad"))
        job.finished.connect(self.accept)

    @Slot()
    def _worked(self) -> None:
        self._busy = None
        for widget in (self.table, self.other, self.close_button):
            widget.setEnabled(True)

    # Leaving

    @Slot()
    def _wait(self) -> None:
        for job in tuple(self._looking):
            job.cancel()
            job.wait(_LONGEST_SECONDS)
        if self._busy is not None:
            self._busy.wait(_LONGEST_SECONDS)

    @override
    def done(self, result: int) -> None:
        self._look = None
        self._pause.stop()
        self._wait()
        super().done(result)

    @override
    def reject(self) -> None:
        """Close the dialog, unless it restores."""
        if self._busy is None:
            super().reject()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()


def _what(copy: Copy, seen: Snapshot) -> str:
    """Return what is in a backup that is whole."""
    say, number = QCoreApplication.translate, QLocale().toString
    if seen.contents is None:
        return say("BackupsDialog", "{0} was written by another version of Sessionary.").format(
            copy.path.name
        )
    sessions, events = seen.contents.sessions, seen.contents.events
    one, many = say("BackupsDialog", "1 session"), say("BackupsDialog", "{0} sessions")
    said = [(one if sessions == 1 else many).format(number(sessions))]
    one, many = say("BackupsDialog", "1 event"), say("BackupsDialog", "{0} events")
    said.append((one if events == 1 else many).format(number(events)))
    if (day := QDate.fromString(seen.latest[:10], Qt.DateFormat.ISODate)).isValid():
        latest = QLocale().toString(day, "ddd d MMM yyyy")
        said.append(say("BackupsDialog", "the latest session of {0}").format(latest))
    return say("BackupsDialog", "{0}. The file is whole.").format(", ".join(said))
