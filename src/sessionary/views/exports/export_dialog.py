"""The export dialog: what, in which format, for whom, to where; with the text it would write."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.views.exports.asking import ask_for_file, ask_for_folder
from sessionary.views.exports.choice_list import ChoiceList
from sessionary.views.exports.done_page import DonePage
from sessionary.views.exports.for_whom import ForWhom
from sessionary.views.exports.offers import FORMATS, is_one_file, nobody, proposed
from sessionary.views.exports.preview_pane import PreviewPane
from sessionary.views.messages import ask
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.screen import resize_within_screen
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent

    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.exports.asking import AskFile, AskFolder
    from sessionary.views.exports.offers import (
        Export,
        ExportFormat,
        ExportScope,
        Players,
        Preview,
        Written,
    )
    from sessionary.views.theme import Theme

_PERMILLE: Final = 1000
_CHOICES: Final = 340


class ExportDialog(QDialog):
    """Writes sessions, campaigns or the library as files.

    `exported` carries what was written, with its `paths` and `warnings`; `folder_chosen` the
    folder that it went to, to be remembered.
    """

    exported = Signal(object)
    folder_chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        open_library: OpenLibrary,
        scopes: Sequence[ExportScope],
        export: Export,
        preview: Preview,
        folder: Path,
        *,
        formats: Sequence[ExportFormat] = FORMATS,
        players: Players = nobody,
        ask_file: AskFile = ask_for_file,
        ask_folder: AskFolder = ask_for_folder,
        open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; show it with `open`.

        Args:
            theme: Colours and sizes.
            open_library: What is exported.
            scopes: What may be exported, at least one; the first one is chosen.
            export: Writes, as :func:`sessionary.services.exports.export` does.
            preview: Makes the text that is shown, as :func:`sessionary.services.exports.preview`.
            folder: Where exports went last.
            formats: What may be chosen; the first one is.
            players: Returns the players of what is exported: a copy can be for one of them.
            ask_file: Asks for a file, as `QFileDialog.getSaveFileName` does.
            ask_folder: Asks for a folder, as `QFileDialog.getExistingDirectory` does.
            open_url: Opens a folder in the system's program for folders.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._open = open_library
        self._scopes = {scope.key: scope for scope in scopes}
        self._formats = {format_.key: format_ for format_ in formats}
        self._export, self._preview = export, preview
        self._known_players = players
        self._folder = folder
        self._ask_file, self._ask_folder, self._open_url = ask_file, ask_folder, open_url
        self._job: Job | None = None
        self._named_by_hand = False
        self.setWindowTitle(self.tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = PaneHeader(theme, self.tr("Export"))
        self.scope = ChoiceList(
            theme,
            [(one.key, one.words(), one_line(one.title, 200)) for one in scopes],
            self.tr("What to export"),
        )
        self.format = ChoiceList(
            theme, [(one.key, one.words(), one.sentence()) for one in formats], self.tr("Format")
        )
        self.for_whom = ForWhom(theme, self._players_of)
        self.players, self.player = self.for_whom.players, self.for_whom.player
        self.target = QLineEdit()
        self.choose = OutlinedButton(theme, self.tr("&Choose…"))
        self.pane = PreviewPane(theme, open_library)
        self.sentence = TextLabel(tone="text2", wrap=True)
        self.progress = QProgressBar()
        self.cancel = OutlinedButton(theme, self.tr("Cancel"))
        self.go = PrimaryButton(theme, self.tr("&Export"))
        self.done_page = DonePage(theme)
        self.pages = QStackedWidget()
        self._lay_out()
        self.scope.chosen.connect(self._changed)
        self.format.chosen.connect(self._changed)
        self.for_whom.changed.connect(self._changed)
        self.target.textEdited.connect(self._name_typed)
        self.choose.clicked.connect(self._choose_target)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.done_page.folder.clicked.connect(self._open_folder)
        self._changed()

    def _lay_out(self) -> None:
        px = self.theme.px
        self.target.setAccessibleName(self.tr("File or folder"))
        self.progress.setRange(0, _PERMILLE)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(px(180))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.hide()
        self.go.setDefault(True)
        body = QWidget()
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self._choices())
        both.addLayout(self._right(), 1)
        self.pages.addWidget(body)
        self.pages.addWidget(self.done_page)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
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
        column.addWidget(self.pages, 1)
        column.addWidget(_line())
        column.addLayout(foot)
        resize_within_screen(self, px(980), px(820))
        self.setMinimumSize(px(700), px(440))

    def _choices(self) -> QWidget:
        choices = ScrollPage(self.theme, side=12)
        choices.setFixedWidth(self.theme.px(_CHOICES))
        choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        choices.column.setContentsMargins(12, 0, 12, 12)
        for title, part in ((self.tr("What"), self.scope), (self.tr("Format"), self.format)):
            card = Card(self.theme, title)
            card.add(part)
            choices.add(card)
        return choices

    def _right(self) -> QVBoxLayout:
        """Lay out the preview, and below it for whom and to where."""
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(2)
        form.setColumnMinimumWidth(0, 76)
        form.setColumnStretch(1, 1)
        whom = TextLabel(self.tr("For whom"), tone="text2")
        whom.setContentsMargins(0, 4, 0, 0)
        form.addWidget(whom, 0, 0, Qt.AlignmentFlag.AlignTop)
        form.addWidget(self.for_whom, 0, 1, 1, 2)
        form.setRowMinimumHeight(1, 8)
        form.addWidget(TextLabel(self.tr("Where"), tone="text2"), 2, 0)
        form.addWidget(self.target, 2, 1)
        form.addWidget(self.choose, 2, 2)
        card = Card(self.theme)
        card.body.addLayout(form)
        place = QVBoxLayout()
        place.setContentsMargins(12, 12, 12, 12)
        place.addWidget(card)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.pane, 1)
        right.addLayout(place)
        return right

    # Choosing

    def chosen_scope(self) -> ExportScope:
        """Return what is to be exported."""
        return self._scopes[self.scope.key()]

    def chosen_format(self) -> ExportFormat:
        """Return the format."""
        return self._formats[self.format.key()]

    def _players_of(self, scope: ExportScope) -> Sequence[tuple[str, str]]:
        documents = None if scope.documents is None else list(scope.documents)
        return self._known_players(self._open.library, documents)

    @Slot()
    def _changed(self) -> None:
        scope = self.chosen_scope()
        self.format.allow(set(self._formats) - scope.without)
        format_ = self.chosen_format()
        self.for_whom.offer(scope, format_)
        if not self._named_by_hand:
            safe, name = self.for_whom.player_safe(), self.for_whom.player_name()
            path = proposed(self._folder, scope, format_, player_safe=safe, player=name)
            self.target.setText(str(path))
            self.target.setCursorPosition(len(str(path)))
        self._tell("")
        self._renew_preview(scope, format_)

    def _renew_preview(self, scope: ExportScope, format_: ExportFormat) -> None:
        shown = scope.shown
        if shown is None:
            self.pane.show_text(None)
            return
        kind, key = shown
        self.pane.show_text(
            partial(
                self._preview,
                self._open.library,
                kind,
                key,
                format_.key,
                player_safe=self.for_whom.player_safe(),
                player=self.for_whom.player_id(),
            )
        )

    @Slot()
    def _name_typed(self) -> None:
        self._named_by_hand = True
        self._tell("")

    @Slot()
    def _choose_target(self) -> None:
        start = self.target.text()
        if is_one_file(self.chosen_scope(), self.chosen_format()):
            to, _filter = self._ask_file(self, self.tr("Export as"), start)
        else:
            to = self._ask_folder(self, self.tr("Export to"), str(self._folder))
        if to:
            self._named_by_hand = True
            self.target.setText(to)

    # Writing

    @Slot()
    def _go(self) -> None:
        if self._job is not None:
            return
        typed = self.target.text().strip()
        to = Path(typed).expanduser()
        if not typed or not to.is_absolute():
            self._tell(self.tr("Name a file or a folder, with its whole path."), bad=True)
            self.target.setFocus()
            return
        if to.is_file():
            ask(
                self.theme,
                self,
                self.tr("Replace “{0}”?").format(one_line(to.name, 120)),
                details=self.tr("There is a file of that name in {0}.").format(str(to.parent)),
                yes=self.tr("Replace"),
                agreed=partial(self._write, to),
                danger=True,
            )
            return
        self._write(to)

    def _write(self, to: Path) -> None:
        # What is being typed belongs to it.
        if not self._open.try_act(self._open.library.save_all):
            self._tell(self.tr("Something could not be saved; nothing was exported."), bad=True)
            return
        scope, format_ = self.chosen_scope(), self.chosen_format()
        documents = None if scope.documents is None else list(scope.documents)
        safe, player = self.for_whom.player_safe(), self.for_whom.player_id()
        library, export = self._open.library, self._export
        write = partial(
            export, library, documents, format_.key, to, player_safe=safe, player=player
        )
        job = self._open.run(self.tr("Export"), lambda report: write(report=report))
        self._job = job
        self.pages.setEnabled(False)
        self.go.setEnabled(False)
        self.progress.setValue(0)
        self.progress.show()
        self._tell(self.tr("Exporting…"))
        job.progressed.connect(self._progressed)
        job.finished.connect(self._written)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)

    def _end(self) -> None:
        self._job = None
        self.pages.setEnabled(True)
        self.go.setEnabled(True)
        self.cancel.setEnabled(True)
        self.progress.hide()

    @Slot(object, object)
    def _progressed(self, done: int, total: int) -> None:
        self.progress.setValue(done * _PERMILLE // total if total else 0)

    @Slot(object)
    def _written(self, written: Written) -> None:
        self._end()
        self._tell("")
        self.done_page.show_written(written)
        self.pages.setCurrentWidget(self.done_page)
        self.go.hide()
        self.cancel.setText(self.tr("Close"))
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        if written.paths:
            self.folder_chosen.emit(Path(self.target.text().strip()).expanduser().parent)
        self.exported.emit(written)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._end()
        self._tell(self.tr("Nothing was exported. {0}").format(error), bad=True)

    @Slot()
    def _cancelled(self) -> None:
        self._end()
        self._tell(self.tr("Cancelled: nothing was exported."))

    @Slot()
    def _open_folder(self) -> None:
        self._open_url(QUrl.fromLocalFile(str(self.done_page.place)))

    def _tell(self, sentence: str, *, bad: bool = False) -> None:
        self.sentence.set_tone("bad" if bad else "text2")
        self.sentence.setText(one_line(sentence, 600))

    # Leaving

    @override
    def reject(self) -> None:
        """Stop what is going on, or close the dialog."""
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
            self._tell(self.tr("Cancelling…"))
            return
        self.pane.leave()
        super().reject()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            event.ignore()
        self.reject()


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
