"""Where charts go when they leave the window: the clipboard and files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from sessionary.services.insight_files import proposed_name, write_file
from sessionary.views.plots.pictures import PictureFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from PySide6.QtWidgets import QWidget

    AskFile: TypeAlias = Callable[[QWidget, str, str, str], str]

_KINDS: Final = {
    "csv": "CSV (*.csv)",
    "png": "PNG (*.png)",
    "svg": "SVG (*.svg)",
    "md": "Markdown (*.md)",
}

translate = QCoreApplication.translate


def ask_for_file(parent: QWidget, title: str, start: str, kinds: str) -> str:
    """Ask for a file to write, and whether it may be replaced; empty if there is to be none."""
    return QFileDialog.getSaveFileName(parent, title, start, kinds)[0]


class Takeaway:
    """Saves and copies, and tells how it went."""

    def __init__(
        self,
        *,
        folder: Callable[[], Path],
        keep_folder: Callable[[Path], None],
        tell: Callable[[str, str], None],
        copy: Callable[[str], None],
        ask_file: AskFile = ask_for_file,
    ) -> None:
        """Make the way out.

        Args:
            folder: Returns the folder in which the last file was saved.
            keep_folder: Remembers it.
            tell: Shows a sentence in a tone, ``ok`` or ``bad``.
            copy: Puts a text on the clipboard.
            ask_file: Asks for a file.
        """
        self._folder, self._keep_folder = folder, keep_folder
        self._tell, self._copy, self.ask_file = tell, copy, ask_file
        self.campaign = ""
        self.name = ""

    def copy(self, title: str, text: str) -> None:
        """Put a text on the clipboard."""
        self._copy(text)
        self._tell(translate("Insights", "{0}: copied.").format(title), "ok")

    def save(self, parent: QWidget, title: str, ending: str, make: Callable[[], bytes]) -> None:
        """Ask where to and write a file.

        Args:
            parent: Over which it is asked.
            title: What is saved; the file is named after it and the campaign.
            ending: Of the file's name, without the dot.
            make: Makes its content.
        """
        proposed = proposed_name(f"{self.name} {title}", self.campaign, ending)
        start = self._folder() / proposed
        chosen = self.ask_file(parent, title, str(start), _KINDS[ending])
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(f".{ending}")
        try:
            write_file(path, make())
        except (OSError, PictureFailed) as error:
            self._tell(str(error), "bad")
            return
        self._keep_folder(path.parent)
        self._tell(translate("Insights", "{0} was written.").format(path.name), "ok")
