"""Lets charts and results go out of the window: where to, and who is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from sessionary.views.plots.takeaway import Takeaway

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow

_FOLDER = "export_folder"


def make_takeaway(window: MainWindow) -> Takeaway:
    """Return a way out that remembers its folder and tells in the window's banner."""

    def folder() -> Path:
        kept = window.preferences.text(_FOLDER)
        return Path(kept) if kept and Path(kept).is_dir() else Path.home()

    return Takeaway(
        folder=folder,
        keep_folder=lambda chosen: window.preferences.keep_text(_FOLDER, str(chosen)),
        tell=lambda text, tone: window.banner.say(
            text, tone="ok" if tone == "ok" else "bad", seconds=6.0 if tone == "ok" else None
        ),
        copy=QGuiApplication.clipboard().setText,
    )
