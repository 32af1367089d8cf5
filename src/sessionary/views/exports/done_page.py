"""What an export has written, and the way to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.text import TextLabel, shown_text

if TYPE_CHECKING:
    from sessionary.views.exports.offers import Written
    from sessionary.views.theme import Theme

_PATHS_SHOWN: Final = 500


class DonePage(QWidget):
    """What was written: the paths, what to know about them, and the way to their folder."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.place = Path()
        self.title = TextLabel(role="heading")
        self.paths = QPlainTextEdit()
        self.warnings_title = TextLabel(self.tr("Please note"), role="strong")
        self.warnings = QPlainTextEdit()
        for text, name in (
            (self.paths, self.tr("Files that were written")),
            (self.warnings, self.tr("Please note")),
        ):
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setAccessibleName(name)
        self.folder = OutlinedButton(theme, self.tr("&Open folder"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.folder)
        self.warnings.setMaximumHeight(theme.px(120))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.paths, 1)
        column.addWidget(self.warnings_title)
        column.addWidget(self.warnings)

    def show_written(self, written: Written) -> None:
        """Show what an export has left."""
        count = len(written.paths)
        one = self.tr("One file was written")
        many = self.tr("{0} files were written").format(QLocale().toString(count))
        self.title.setText(one if count == 1 else many)
        self.place = written.paths[0].parent if written.paths else Path()
        self.folder.setEnabled(bool(written.paths))
        lines = [str(path) for path in written.paths[:_PATHS_SHOWN]]
        if count > _PATHS_SHOWN:
            more = QLocale().toString(count - _PATHS_SHOWN)
            lines.append(self.tr("and {0} more").format(more))
        self.paths.setPlainText(shown_text("\n".join(lines), 100_000))
        self.warnings.setPlainText(shown_text("\n".join(written.warnings), 100_000))
        for widget in (self.warnings_title, self.warnings):
            widget.setVisible(bool(written.warnings))
