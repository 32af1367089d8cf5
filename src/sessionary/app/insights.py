"""Puts the Insights place into the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from sessionary.views.insights.insights_place import InsightsPlace
from sessionary.views.insights.takeaway import Takeaway

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow

_FOLDER = "export_folder"


def make_insights(window: MainWindow) -> InsightsPlace:
    """Make the place; what is opened in it opens in Sessions."""

    def folder() -> Path:
        kept = window.preferences.text(_FOLDER)
        return Path(kept) if kept and Path(kept).is_dir() else Path.home()

    takeaway = Takeaway(
        folder=folder,
        keep_folder=lambda chosen: window.preferences.keep_text(_FOLDER, str(chosen)),
        tell=lambda text, tone: window.banner.say(
            text, tone="ok" if tone == "ok" else "bad", seconds=6.0 if tone == "ok" else None
        ),
        copy=QGuiApplication.clipboard().setText,
    )
    place = InsightsPlace(
        window.theme,
        lambda: window.library,
        lambda: window.sessions_place.list.container,
        takeaway,
    )

    def show_player(name: str) -> None:
        window.go_to("sessions")
        window.sessions_place.list.filter_by(f'@"{name}"' if " " in name else f"@{name}")

    place.player_asked.connect(show_player)
    return place
