"""Puts the Insights place into the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from sessionary.views.insights.insights_place import InsightsPlace
from sessionary.views.plots.takeaway import Takeaway

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
        lambda: _campaigns(window),
        lambda: window.sessions_place.list.container or _newest(window),
        takeaway,
    )

    def show_player(user: str) -> None:
        window.filter_campaign(place.campaign)
        window.sidebar.choose_campaign(place.campaign)
        window.sessions_place.list.filter_by(f'@"{user.replace(chr(34), "")}"')

    place.player_asked.connect(show_player)
    return place


def _campaigns(window: MainWindow) -> dict[str, str]:
    """Return what the campaigns are called, those too that are known by their sessions alone."""
    held = {one.container: one.container for one in window.sessions_model.everything()}
    return {key: name for key, name in {**held, **window.sessions_model.names()}.items() if key}


def _newest(window: MainWindow) -> str:
    """Return the campaign of the newest session, empty without one."""
    sessions = (one for one in window.sessions_model.everything() if one.container)
    newest = max(sessions, key=lambda one: one.start_us or 0, default=None)
    return "" if newest is None else newest.container
