"""Puts the Insights place into the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.app.takeaways import make_takeaway
from sessionary.views.insights.insights_place import InsightsPlace

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow


def make_insights(window: MainWindow) -> InsightsPlace:
    """Make the place; what is opened in it opens in Sessions."""
    takeaway = make_takeaway(window)
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
