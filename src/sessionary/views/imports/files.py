"""Which files are to be imported: chosen in a dialog, or dropped on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from sessionary.formats.survey.home import is_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

    AskFolder: TypeAlias = Callable[[QWidget | None, str, str], str]
    Ask: TypeAlias = Callable[[QWidget | None, str, str, str], tuple[list[str], str]]

_ENDINGS: Final = (".json", ".jsonl", ".ndjson", ".gz")


def ask_for_files(
    parent: QWidget | None, folder: Path | None, *, ask: Ask = QFileDialog.getOpenFileNames
) -> list[Path]:
    """Ask which files are to be imported.

    Args:
        parent: The window that asks.
        folder: Where to begin, usually where the last files came from.
        ask: The question, as :meth:`QFileDialog.getOpenFileNames` puts it.

    Returns:
        The files, none if the question was not answered.
    """
    say = QCoreApplication.translate
    endings = " ".join(f"*{ending}" for ending in _ENDINGS)
    filters = ";;".join(
        [
            say("Import", "Campaign files ({0})").format(endings),
            say("Import", "All files (*)"),
        ]
    )
    start = str(folder) if folder is not None and folder.is_dir() else ""
    chosen, _filter = ask(parent, say("Import", "Import files"), start, filters)
    return [Path(name) for name in chosen]


def ask_for_folder(
    parent: QWidget | None,
    folder: Path | None,
    *,
    ask: AskFolder = QFileDialog.getExistingDirectory,
) -> Path | None:
    """Ask which home folder of surveys is to be imported; None if the question is not answered."""
    say = QCoreApplication.translate
    start = str(folder) if folder is not None and folder.is_dir() else ""
    chosen = ask(parent, say("Import", "Import a folder of surveys"), start)
    return Path(chosen) if chosen else None


def dropped_paths(mime: QMimeData) -> list[Path]:
    """Return the files that were dropped.

    Only files of this machine count; of a folder, those in it that may be imported, by name. A
    home folder of surveys stands for all that is in it.
    """
    paths: list[Path] = []
    for url in mime.urls():
        if not url.isLocalFile():
            continue
        path = Path(url.toLocalFile())
        if path.is_dir() and is_home(path):
            paths.append(path)
        elif path.is_dir():
            inside = (one for one in path.iterdir() if one.suffix.lower() in _ENDINGS)
            paths += sorted(one for one in inside if one.is_file())
        elif path.is_file():
            paths.append(path)
    # A folder and a file of it may be dropped together.
    return list(dict.fromkeys(paths))
