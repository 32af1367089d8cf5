"""The bin: deleted sessions, to be put back or deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sessionary.models.session_list import STATUS_ROLE, SessionListModel
from sessionary.services import sessions
from sessionary.services.backups import BEFORE_EMPTYING
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.messages import ask_without_backup
from sessionary.views.widgets.buttons import DangerButton, OutlinedButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.message import message_box
from sessionary.views.widgets.text import Paragraph

if TYPE_CHECKING:
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.theme import Theme


class BinDialog(QDialog):
    """Lists deleted sessions.

    Signals:
        restored: Sessions were put back; their keys.
    """

    restored = Signal(object)

    def __init__(self, theme: Theme, library: OpenLibrary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._library = theme, library
        self.setWindowTitle(self.tr("Deleted sessions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = SessionListModel()
        self.table = Table(theme, _looks(), self.tr("Deleted sessions"), several=True)
        self.table.setModel(self.model)
        self.empty = EmptyState(
            theme, "trash-2", self.tr("Nothing is deleted"), self.tr("Deleted sessions wait here.")
        )
        self.stack = QStackedWidget()
        self.restore = PrimaryButton(theme, self.tr("&Put back"), "archive-restore")
        self.erase = DangerButton(theme, self.tr("&Empty the bin…"))
        self.close_button = OutlinedButton(theme, self.tr("Close"))
        self._lay_out()
        self.restore.clicked.connect(self._restore)
        self.erase.clicked.connect(self._ask_to_erase)
        self.close_button.clicked.connect(self.close)
        self.table.opened.connect(lambda _index: self._restore())
        self.table.selectionModel().selectionChanged.connect(self._enable)
        library.changed.connect(self._read)
        self._read()

    def _lay_out(self) -> None:
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.erase)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.restore)
        words = Paragraph(
            self.tr(
                "A deleted session keeps everything until the bin is emptied. "
                "Its number may be used again meanwhile."
            ),
            tone="text2",
        )
        words.setContentsMargins(16, 12, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(words)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
        self.resize(self.theme.px(620), self.theme.px(440))

    def _read(self) -> None:
        names = {campaign.id: campaign.name for campaign in self._library.campaigns()}
        binned = sessions.binned_sessions(self._library.library)
        self.model.set_sessions(binned, names)
        self.stack.setCurrentWidget(self.table if binned else self.empty)
        self._enable()

    def _enable(self) -> None:
        writable = not self._library.library.read_only and not self._library.busy
        self.restore.setEnabled(writable and bool(self._chosen()))
        self.erase.setEnabled(writable and self.model.total > 0)

    def _chosen(self) -> list[SessionSummary]:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        found = [self.model.session_at(row) for row in sorted(rows)]
        return [session for session in found if session is not None]

    def _restore(self) -> None:
        chosen = self._chosen()
        if chosen and self._library.try_act(
            lambda: sessions.restore_binned(self._library.library, chosen)
        ):
            self.restored.emit([session.key for session in chosen])

    def _ask_to_erase(self) -> None:
        message_box(
            self.theme,
            self,
            self.tr("Empty the bin"),
            self.tr("Delete what lies in the bin?"),
            details=self.tr(
                "The sessions leave the library; their events stay, unassigned. "
                "Undo brings all of it back while the program runs."
            ),
            icon=QMessageBox.Icon.Warning,
            buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            answered=self._erase,
        )

    def _erase(self, button: QMessageBox.StandardButton) -> None:
        if button != QMessageBox.StandardButton.Yes:
            return
        # Not of this dialog: it may be closed before the backup is made.
        library, theme, window = self._library, self.theme, self.parentWidget()

        def empty() -> None:
            library.try_act(lambda: sessions.empty_bin(library.library))

        def ask(error: BaseException) -> None:
            words = QCoreApplication.translate("BinDialog", "Empty the bin without a backup")
            ask_without_backup(theme, window, str(error), words, empty)

        self.erase.setEnabled(False)
        job = library.back_up(BEFORE_EMPTYING)
        job.finished.connect(lambda _path: empty())
        job.failed.connect(ask)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(self._enable)


def _looks() -> list[ColumnLook]:
    hidden = ColumnLook(width=60, hide_below=100_000)
    return [
        ColumnLook(kind=CellKind.STATUS, width=40, role=STATUS_ROLE),
        ColumnLook(kind=CellKind.NUMBER, width=44, tone="text2"),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.NUMBER, width=126, tone="text2", left=True),
        *[hidden] * 6,
    ]
