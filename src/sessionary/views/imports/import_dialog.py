"""The import dialog: reads, shows what would happen, and does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.core.backups import BackupFailed
from sessionary.core.survey.rows import SURVEY
from sessionary.models.import_preview import lacks_campaign
from sessionary.services.imports.reading import Preview, read_files
from sessionary.views.imports.preview_page import PreviewPage
from sessionary.views.imports.wording import offer
from sessionary.views.messages import ask_without_backup
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.library import Change
    from sessionary.views.theme import Theme

_PERMILLE: Final = 1000
_NAME_CHARACTERS: Final = 80


class ImportDialog(QDialog):
    """Shows what importing files would do, then does it. Nothing is written before that.

    `imported` carries the :class:`Change` once everything is written; the dialog closes then.
    What goes wrong is said in the dialog, which stays.
    """

    imported = Signal(object)

    def __init__(
        self,
        theme: Theme,
        open_library: OpenLibrary,
        paths: Sequence[Path],
        campaigns: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog and begin to read; show it with `open`.

        Args:
            theme: Colours and sizes.
            open_library: Where the files go.
            paths: The files, at least one, in the order in which their records are merged.
            campaigns: (id, name) of the campaigns that are there.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._open = open_library
        self._paths = tuple(paths)
        self._job: Job | None = None
        self._writing = False
        self._preview: Preview | None = None
        self._asks_campaign = False
        self.setWindowTitle(self.tr("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = PaneHeader(theme, self._title())
        self.reading = EmptyState(theme, "import", self.tr("Reading…"), "")
        self.failed = EmptyState(
            theme, "circle-alert", self.tr("These files could not be read"), "", self.tr("&Again")
        )
        self.page = PreviewPage(theme, campaigns)
        self._pages = QStackedWidget()
        for page in (self.reading, self.failed, self.page):
            self._pages.addWidget(page)
        self.sentence = TextLabel(tone="text2", wrap=True)
        self.progress = QProgressBar()
        self.cancel = OutlinedButton(theme, self.tr("Cancel"))
        self.go = PrimaryButton(theme, self.tr("&Import"))
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._write)
        self.failed.acted.connect(self._read)
        self.page.ticked.connect(self._offer)
        self.page.campaign.chosen.connect(self._campaign_chosen)
        self.page.visibility.chosen.connect(self._visibility_chosen)
        self._read()

    def _lay_out(self) -> None:
        px = self.theme.px
        self.progress.setRange(0, _PERMILLE)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(px(180))
        self.progress.setAccessibleName(self.tr("Progress"))
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 4)
        top.addWidget(self.head)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.sentence, 1)
        for widget in (self.progress, self.cancel, self.go):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addWidget(_line())
        column.addLayout(foot)
        self.resize(px(960), px(640))
        self.setMinimumSize(px(640), px(440))

    def _title(self) -> str:
        if len(self._paths) == 1:
            name = one_line(self._paths[0].name, _NAME_CHARACTERS)
            return self.tr("Import {0}").format(name)
        return self.tr("Import {0} files").format(QLocale().toString(len(self._paths)))

    # Reading

    @Slot()
    def _read(self) -> None:
        library, paths = self._open.library, self._paths
        campaign = self.page.campaign.campaign()
        players_see = self.page.visibility.tick.isChecked()
        if self._preview is None:
            self._pages.setCurrentWidget(self.reading)
        self._begin(
            self._open.run(
                self.tr("Reading {0}").format(self._paths[0].name),
                lambda report: read_files(
                    library, paths, report, campaign=campaign, players_see=players_see
                ),
            ),
            self.tr("Nothing is written yet."),
        )
        self._connect(self._read_done)

    @Slot(object)
    def _read_done(self, preview: Preview) -> None:
        self._end()
        # Once asked for, the campaign can be changed: then nothing lacks one any more.
        self._asks_campaign = self._asks_campaign or lacks_campaign(preview)
        self._preview = preview
        self.page.show_preview(preview, campaign=self._asks_campaign)
        self._pages.setCurrentWidget(self.page)
        records = preview.counts.total()
        one = self.tr("1 record")
        many = self.tr("{0} records").format(QLocale().toString(records))
        size = QLocale().formattedDataSize(sum(file.size for file in preview.files), 1)
        self.head.set_count(f"{one if records == 1 else many}  ·  {size}")
        self._offer()
        if self.go.isEnabled() and self.focusWidget() in (None, self.cancel):
            self.go.setFocus()

    @property
    def is_of_surveys(self) -> bool:
        """Whether what was read is of surveys alone."""
        files = () if self._preview is None else self._preview.files
        return bool(files) and all(one.is_folder or one.format == SURVEY for one in files)

    @Slot(str)
    def _campaign_chosen(self, campaign: str) -> None:
        if self._preview is not None and campaign != self._preview.state.chosen:
            self._read()

    @Slot(bool)
    def _visibility_chosen(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._preview is not None:
            self._preview.players_see = on

    @Slot()
    def _offer(self) -> None:
        if self._preview is None:
            return
        made = offer(self._preview)
        self.go.setText(made.button)
        self.go.setEnabled(made.possible)
        self._tell(made.sentence)

    # Writing

    @Slot()
    def _write(self) -> None:
        self._begin_writing(protected=True)

    def _begin_writing(self, *, protected: bool) -> None:
        if self._preview is None or self._job is not None:
            return
        if self._open.busy:
            self._tell(self.tr("Another import is being written; try again when it is done."))
            return
        self._writing = True
        self._begin(
            self._open.write_import(self._preview, protected=protected), self.tr("Importing…")
        )
        self._connect(self._written)

    @Slot(object)
    def _written(self, change: Change) -> None:
        self._end()
        self.imported.emit(change)
        self.accept()

    # Jobs

    def _begin(self, job: Job, sentence: str) -> None:
        self._job = job
        self.page.setEnabled(False)
        self.go.setEnabled(False)
        self.progress.setValue(0)
        self.progress.show()
        self._tell(sentence)
        self.reading.say("import", self.tr("Reading…"), sentence)

    def _connect(self, done: object) -> None:
        job = self._job
        assert job is not None  # begun just before  # noqa: S101
        job.progressed.connect(self._progressed)
        job.finished.connect(done)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)

    def _end(self) -> None:
        self._job = None
        self._writing = False
        self.page.setEnabled(True)
        self.cancel.setEnabled(True)
        self.progress.hide()

    @Slot(object, object)
    def _progressed(self, done: int, total: int) -> None:
        # Sizes of files pass what a progress bar can count.
        self.progress.setValue(done * _PERMILLE // total if total else 0)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        wrote = self._writing
        self._end()
        if self._preview is not None:
            self._offer()
            self._tell(str(error), bad=True)
        else:
            statement = self.tr("These files could not be read")
            self.failed.say("circle-alert", statement, str(error), self.tr("&Again"))
            self._pages.setCurrentWidget(self.failed)
            self._tell("")
        if wrote:
            self.go.setFocus()
        if isinstance(error, BackupFailed):
            ask_without_backup(
                self.theme,
                self,
                str(error),
                self.tr("Import without a backup"),
                lambda: self._begin_writing(protected=False),
            )

    @Slot()
    def _cancelled(self) -> None:
        self._end()
        if self._preview is None:
            super().reject()
            return
        self._offer()
        self._tell(self.tr("Cancelled: nothing was written."))

    def _tell(self, sentence: str, *, bad: bool = False) -> None:
        self.sentence.set_tone("bad" if bad else "text2")
        self.sentence.setText(one_line(sentence))

    # Leaving

    @override
    def reject(self) -> None:
        """Stop what is going on, or close the dialog."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        if self._writing:
            # It ends once everything is taken back.
            self.cancel.setEnabled(False)
            self._tell(self.tr("Cancelling…"))
            return
        self._let_go()
        super().reject()

    def _let_go(self) -> None:
        """Leave a reading that was told to stop: it ends by itself, and nobody waits for it."""
        assert self._job is not None  # called while reading  # noqa: S101
        self._job.disconnect(self)
        self._end()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._writing:
            event.ignore()
        self.reject()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(self.focusWidget(), QLineEdit):
            # Enter takes the name that was typed, it does not import.
            return
        if enter and self.focusWidget() is self.go:
            self.go.click()
            return
        super().keyPressEvent(event)


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
