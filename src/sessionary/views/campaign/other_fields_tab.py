"""What a session's file says that the program does not know: kept, and exported as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sessionary.core.campaign.other_fields import other_pointers
from sessionary.core.json_grammar import JsonError
from sessionary.core.json_text import parse
from sessionary.models.other_fields import OtherFieldsModel, value_text
from sessionary.views.campaign.fields import EditableText
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.theme import Theme


class OtherFieldsTab(QWidget):
    """A table of paths and values to read and to copy; below it the chosen value, to be edited."""

    def __init__(self, theme: Theme, edits: DocumentEdits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._edits = theme, edits
        self._pointers: tuple[str, ...] = ()
        self._fields: tuple[tuple[str, Any], ...] = ()
        self._row = -1
        self._target: tuple[str, Any] | None = None
        self.model = OtherFieldsModel()
        looks = [
            ColumnLook(kind=CellKind.TITLE, width=220),
            ColumnLook(kind=CellKind.TEXT),
        ]
        self.table = Table(theme, looks, self.tr("Other fields"), several=True)
        self.table.setModel(self.model)
        self.words = TextLabel(
            self.tr("Kept as the file has them, and exported again unchanged unless edited here."),
            tone="text2",
            wrap=True,
        )
        self.path = TextLabel(role="strong", elide=True)
        self.value = EditableText(
            theme,
            self.tr("Value"),
            self._save,
            placeholder=self.tr("Empty"),
            lines=True,
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
        self.table.chosen.connect(lambda _index: self._choose())
        self.table.opened.connect(lambda _index: self.value.open_editor())
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self.table)
        shortcut.activated.connect(self.copy)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.copy_button)
        frame = CardFrame(self.table)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(frame, 1)
        column.addWidget(self.path)
        column.addWidget(self.value)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show the other fields of a session."""
        row = self.table.currentIndex().row()
        self._fields = page.review.other_fields
        self._pointers = other_pointers(page.data["record"])
        self.model.set_fields(self._fields)
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)
        self.value.set_editable(editable=editable)
        if row >= 0 and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), 0))
        self._choose()

    def _choose(self) -> None:
        row = self.table.currentIndex().row()
        if row != self._row:
            self._row = row
            # What is typed belongs to the field that was chosen before.
            self.value.flush()
            self.value.give_up()
        known = 0 <= row < len(self._fields)
        self._target = (self._pointers[row], self._fields[row][1]) if known else None
        self.path.setVisible(known)
        self.value.setVisible(known)
        if known:
            path, value = self._fields[row]
            self.path.setText(path)
            self.value.set_value(value_text(value))

    def _save(self, typed: str) -> str:
        """Write the chosen value: a text as it was typed, anything else as JSON."""
        if self._target is None:
            return ""
        pointer, former = self._target
        value: Any = typed
        if not isinstance(former, str):
            try:
                value = parse(typed)
            except JsonError as error:
                return self.tr("This is no JSON: {0} stands where {1} should.").format(
                    error.found, error.expected
                )
        return self._edits.put(pointer, value, self.tr("Edit other field"))

    def copy(self) -> None:
        """Put the chosen fields on the clipboard, all of them if none is chosen."""
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self.model.text(chosen or range(self.model.rowCount())))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.value.flush()

    def give_up(self) -> None:
        """Close the editor without saving."""
        self.value.give_up()
