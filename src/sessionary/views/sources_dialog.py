"""What could not be read: everything that imports put aside, word for word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QSaveFile,
    Qt,
    Slot,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sessionary.models.reject_list import REJECT_ROLE, RejectFilter, RejectsModel
from sessionary.services.rejects import KeptReject, kept_rejects, waiting_events
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import KeyValue
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import Paragraph, TextLabel, shown_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sessionary.services.library import Library
    from sessionary.views.theme import Theme

    Ask: TypeAlias = Callable[[QWidget | None, str, str], tuple[str, str]]

SHOWN_WORDS: Final = 100_000
"""How much of a text is shown; one line of much more keeps the window busy for seconds."""

_LOOKS: Final = (
    ColumnLook(width=180),
    ColumnLook(width=160, tone="text2", gives_way=1),
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=150, tone="text2", hide_below=700, gives_way=2),
)


class SourcesDialog(QDialog):
    """Lists what imports could not read, with its text to be copied or saved and mended."""

    def __init__(
        self,
        theme: Theme,
        library: Library,
        *,
        ask: Ask = QFileDialog.getSaveFileName,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; show it with `open` or `show`.

        Args:
            theme: Colours and sizes.
            library: Whose rejects are listed.
            ask: Asks for the file that a text is saved to, as `QFileDialog` does.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._ask = ask
        self.setWindowTitle(self.tr("What was set aside"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = RejectsModel([*kept_rejects(library), *waiting_events(library)], self)
        self._matching = RejectFilter(self.model, self)
        self.head = PaneHeader(theme, self.tr("What was set aside"))
        self.field = SearchField(theme, self.tr("Filter by file, place or problem"))
        self.table = Table(theme, _LOOKS, self.tr("What was set aside"))
        self.table.setModel(self._matching)
        self.facts = KeyValue(theme)
        self.words = QPlainTextEdit()
        self.copy = OutlinedButton(theme, self.tr("&Copy text"))
        self.save = OutlinedButton(theme, self.tr("&Save text…"))
        self.done_button = OutlinedButton(theme, self.tr("Close"))
        self.told = TextLabel(tone="text2", elide=True)
        self._pages = QStackedWidget()
        self._lay_out()
        self.field.textChanged.connect(self._narrow)
        self.field.moved_on.connect(self.table.setFocus)
        self.table.chosen.connect(self._show)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.done_button.clicked.connect(self.close)
        self._show(QModelIndex())
        self._narrow("")
        self.resize(theme.px(900), theme.px(620))

    def _lay_out(self) -> None:
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Its text, word for word"))
        self.words.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(8)
        top.addWidget(self.head)
        top.addWidget(
            Paragraph(
                self.tr(
                    "Imports keep what they cannot take. Mend the text and import it again; "
                    "undoing an import takes its part of this list away."
                ),
                tone="text2",
            )
        )
        top.addWidget(self.field)
        below = QWidget()
        detail = QVBoxLayout(below)
        detail.setContentsMargins(16, 12, 16, 0)
        detail.setSpacing(8)
        detail.addWidget(self.facts)
        detail.addWidget(self.words, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.nothing = EmptyState(
            self.theme,
            "circle-check",
            self.tr("Everything could be read"),
            self.tr(
                "What an import cannot take is kept here word for word, with events that "
                "wait for their session."
            ),
        )
        self.no_match = EmptyState(
            self.theme,
            "funnel",
            self.tr("Nothing matches"),
            self.tr("Files, places and problems were searched."),
            self.tr("Clear filter"),
        )
        self.no_match.acted.connect(self.field.clear)
        for page in (split, self.nothing, self.no_match):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.told, 1)
        for button in (self.copy, self.save, self.done_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)

    def chosen(self) -> KeptReject | None:
        """Return the one that is chosen."""
        reject = self.table.currentIndex().data(REJECT_ROLE)
        return reject if isinstance(reject, KeptReject) else None

    @Slot(str)
    def _narrow(self, typed: str) -> None:
        self._matching.narrow(typed)
        shown, total = self._matching.rowCount(), self.model.rowCount()
        number = QLocale().toString
        of = self.tr("{0} of {1}").format(number(shown), number(total))
        self.head.set_count(number(total) if shown == total else of)
        self.field.setVisible(bool(total))
        page = 0 if shown else 1 if not total else 2
        self._pages.setCurrentIndex(page)
        for button in (self.copy, self.save):
            button.setVisible(bool(total))
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._matching.index(0, 0))

    @Slot(QModelIndex)
    def _show(self, index: QModelIndex) -> None:
        reject = index.data(REJECT_ROLE)
        for button in (self.copy, self.save):
            button.setEnabled(isinstance(reject, KeptReject))
        self.told.setText("")
        if not isinstance(reject, KeptReject):
            self.facts.set_rows([])
            self.words.clear()
            return
        rows = [
            (self.tr("Problem"), self.model.sentence(reject)),
            (self.tr("Found"), reject.found),
            (self.tr("Expected"), reject.expected),
        ]
        self.facts.set_rows([(key, shown_text(value, 300)) for key, value in rows if value])
        self.words.setPlainText(shown_text(reject.words, SHOWN_WORDS))

    @Slot()
    def _copy(self) -> None:
        if (reject := self.chosen()) is not None:
            QGuiApplication.clipboard().setText(reject.words)
            self.told.setText(self.tr("The text was copied."))

    @Slot()
    def _save(self) -> None:
        reject = self.chosen()
        if reject is None:
            return
        name = f"{Path(reject.file).stem}-{reject.number}{Path(reject.file).suffix or '.txt'}"
        to, _filter = self._ask(self, self.tr("Save text"), name)
        if not to:
            return
        file = QSaveFile(to)
        ready = file.open(QSaveFile.OpenModeFlag.WriteOnly)
        if ready and file.write(reject.text) == len(reject.text) and file.commit():
            self.told.set_tone("text2")
            self.told.setText(self.tr("Saved as {0}.").format(to))
        else:
            self.told.set_tone("bad")
            self.told.setText(f"{to}: {file.errorString()}.")
