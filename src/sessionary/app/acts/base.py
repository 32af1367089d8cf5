"""What all acts of the window share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sessionary.app.places import LIVE
from sessionary.core.campaign.lifecycle import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.app.main_window import MainWindow
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.place import Place


class Acts(QObject):
    """Does what menus, keys, palette and buttons ask for.

    Services are imported inside the methods: the first picture of the window must not wait for
    the ORM.
    """

    def __init__(self, window: MainWindow, read_resource: Callable[[str], bytes]) -> None:
        super().__init__(window)
        self.window = window
        self.player_view = False
        self._read_resource = read_resource

    @property
    def _library(self) -> OpenLibrary | None:
        return self.window.library

    def edit_undo(self) -> None:
        """Take back the last act."""
        self.window.flush()
        self.window.banner.withdraw(self.edit_undo)
        if self._library is not None:
            self._library.undo()

    def now(self) -> datetime:
        """Return the time of day, with the offset of where the program runs."""
        return datetime.fromtimestamp(self.window.now()).astimezone()

    def _current(self) -> SessionSummary | None:
        if self.window.place == LIVE:
            return self.live_summary()
        place = self.window.sessions_place
        return place.list.current() if self.window.place == "sessions" else None

    def live_summary(self) -> SessionSummary | None:
        """Return the session that the live mode shows, None if it shows none."""
        from sessionary.views.live.live_place import LivePlace  # noqa: PLC0415  not for painting

        place = self.window.places.get(LIVE)
        key = place.key if isinstance(place, LivePlace) else ""
        return self.window.sessions_model.by_key(key) if key else None

    def edit_title(self) -> None:
        """Open the editor of the title of the chosen session."""
        page = self.window.sessions_place.page
        if page is not None and self._current() is not None:
            self.window.sessions_place.enter_page()
            page.edit_title()

    def _open_document(self) -> tuple[str, str] | None:
        """Return kind and key of the document whose page is open, None if there is none."""
        session = self._current()
        if session is not None:
            return "session", session.key
        if self._listing is not None:
            return self._listing.document
        place = self.window.sessions_place
        if self.window.place == "sessions" and place.list.container:
            return "campaign", place.list.container
        return None

    def _campaign(self) -> str:
        """Return the campaign that is meant: the chosen one, the session's, or the only one.

        It is empty where there are several and none is meant.
        """
        place = self.window.sessions_place
        current = place.list.current()
        if place.list.container:
            return place.list.container
        if current is not None and current.container:
            return current.container
        known = self._library.campaigns() if self._library is not None else []
        return known[0].id if len(known) == 1 else ""

    def campaign_meant(self) -> str:
        """Return the campaign that a place is to show, empty if none is meant."""
        return self._campaign()

    @property
    def _listing(self) -> Place | None:
        """The place that is open, if it is one with acts of its own."""
        return self.window.places.current


def status_of_row(session: SessionSummary) -> Status | None:
    """Return the status of a session of a list, None for one that only a file knows."""
    try:
        return Status(session.status)
    except ValueError:
        return None
