"""What a session's file says that the program does not know: kept, shown, exported unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sessionary.models.other_fields import OtherFieldsModel
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.services.pages import SessionPage
    from sessionary.views.theme import Theme


class OtherFieldsTab(QWidget):
    """A table of paths and values to read and to copy."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.model = OtherFieldsModel()
        looks = [
            ColumnLook(kind=CellKind.TITLE, width=220),
            ColumnLook(kind=CellKind.TEXT),
        ]
        self.table = Table(theme, looks, self.tr("Other fields"), several=True)
        self.table.setModel(self.model)
        self.words = TextLabel(
            self.tr("Kept as the file has them and exported again unchanged."),
            tone="text2",
            wrap=True,
        )
        self.copy_button = OutlinedButton(theme, self.tr("&Copy"), "copy")
        self.empty = EmptyState(
            theme,
            "file-text",
            self.tr("No other fields"),
            self.tr("The file says nothing that is not shown elsewhere on this page."),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.copy_button.clicked.connect(self.copy)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self.table)
        shortcut.activated.connect(self.copy)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.copy_button)
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 6, 1, 6)
        inside.addWidget(self.table)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(frame, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:  # noqa: ARG002  as all tabs
        """Show the other fields of a session."""
        self.model.set_fields(page.review.other_fields)
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)

    def copy(self) -> None:
        """Put the chosen fields on the clipboard, all of them if none is chosen."""
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self.model.text(chosen or range(self.model.rowCount())))

    def flush(self) -> bool:
        """Do nothing: nothing can be typed here."""
        return True

    def give_up(self) -> None:
        """Do nothing: there are no editors here."""
