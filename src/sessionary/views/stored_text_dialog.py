"""The stored text of a document that cannot be used: looked at, copied, saved; never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSaveFile, Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from sessionary.views.sources_dialog import SHOWN_WORDS
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.screen import resize_within_screen
from sessionary.views.widgets.text import Paragraph, TextLabel, one_line, shown_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sessionary.services.stored import DocumentBad
    from sessionary.views.theme import Theme

    Ask: TypeAlias = Callable[[QWidget | None, str, str], tuple[str, str]]

_NAME_CHARACTERS = 60


class StoredTextDialog(QDialog):
    """Shows why a document cannot be used, and what is stored of it, word for word."""

    def __init__(
        self,
        theme: Theme,
        bad: DocumentBad,
        parent: QWidget | None = None,
        *,
        ask: Ask | None = None,
    ) -> None:
        """Make the dialog; show it with `open`.

        Args:
            theme: Colours and sizes.
            bad: The document.
            parent: The window it belongs to.
            ask: Asks for the file that the text is saved to, as `QFileDialog` does.
        """
        super().__init__(parent)
        self.theme, self._bad = theme, bad
        self._ask = ask if ask is not None else QFileDialog.getSaveFileName
        self.setWindowTitle(self.tr("Stored text"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = PaneHeader(theme, one_line(f"{bad.kind}/{bad.key}", _NAME_CHARACTERS))
        self.reason = Paragraph(
            self.tr("{0} It is kept as it is, and never written.").format(bad), tone="text2"
        )
        self.words = QPlainTextEdit()
        self.told = TextLabel(tone="text2", elide=True)
        self.copy = OutlinedButton(theme, self.tr("&Copy text"))
        self.save = OutlinedButton(theme, self.tr("&Save text…"))
        self.close_button = OutlinedButton(theme, self.tr("Close"))
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self.words.setPlainText(shown_text(bad.text, SHOWN_WORDS))
        if len(bad.text) > SHOWN_WORDS:
            self.told.setText(self.tr("This is the beginning; saved or copied it is whole."))

    def _lay_out(self) -> None:
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Its text, word for word"))
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.told, 1)
        for button in (self.copy, self.save, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.reason)
        column.addWidget(self.words, 1)
        column.addLayout(foot)
        resize_within_screen(self, self.theme.px(720), self.theme.px(520))
        self.setMinimumSize(self.theme.px(420), self.theme.px(320))

    @Slot()
    def _dress(self) -> None:
        """Give the text a font whose letters are all as wide, in the size of the theme."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        # The application's style sheet would have the last word about a font that is only set.
        size = self.theme.fonts.pixels("body")
        self.words.setStyleSheet(f'font-family: "{font.family()}"; font-size: {size}px;')

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._bad.text)
        self.told.set_tone("text2")
        self.told.setText(self.tr("The text was copied."))

    @Slot()
    def _save(self) -> None:
        name = "".join(c if c.isalnum() or c in "-_." else "-" for c in self._bad.key)
        to, _filter = self._ask(self, self.tr("Save text"), f"{name[:_NAME_CHARACTERS]}.txt")
        if not to:
            return
        file, text = QSaveFile(to), self._bad.text.encode("utf-8", "surrogatepass")
        ready = file.open(QSaveFile.OpenModeFlag.WriteOnly)
        saved = ready and file.write(text) == len(text) and file.commit()
        self.told.set_tone("text2" if saved else "bad")
        words = self.tr("Saved as {0}.").format(to) if saved else f"{to}: {file.errorString()}."
        self.told.setText(words)
