"""Acts on the session that is played: started, paused, logged in, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from sessionary.app.acts.base import Acts, status_of_row
from sessionary.app.places import LIVE
from sessionary.core.campaign.lifecycle import Status
from sessionary.views.widgets.message import message_box
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from sessionary.core.kinds import SessionSummary
    from sessionary.views.live.live_place import LivePlace

_UNDO_SECONDS = 20.0


class LiveActs(Acts):
    """Opens the live mode and does in it what has a key."""

    def session_start(self) -> None:
        """Start the chosen session, or go to the one that is live; paused, it goes on."""
        session = self._current() or self._live_one()
        status = None if session is None else status_of_row(session)
        if session is None:
            return
        if status is Status.IN_PROGRESS:
            resumed = self.window.place == LIVE
            place = self.open_live(session.key)
            if resumed and place is not None and place.paused:
                place.pause()
        elif status is Status.COMPLETED:
            message_box(
                self.window.theme,
                self.window,
                self.tr("Reopen session"),
                self.tr("Reopen “{0}”?").format(one_line(session.name, 200)),
                details=self.tr("It becomes live again and loses its end; undo brings both back."),
                icon=QMessageBox.Icon.Question,
                buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
                answered=lambda button: (
                    self._start(session.key) if button == QMessageBox.StandardButton.Yes else None
                ),
            )
        elif status is Status.PLANNED:
            self._start(session.key)

    def _start(self, key: str) -> None:
        from sessionary.services.live import start_session  # noqa: PLC0415  not for painting

        library = self._library
        if library is None:
            return
        self.window.flush()
        if library.try_act(lambda: start_session(library.library, key, self.now())):
            self.open_live(key)

    def open_or_play(self, key: str) -> None:
        """Show a session: one that is live where it is played, others on their page."""
        session = self.window.sessions_model.by_key(key)
        live = session is not None and status_of_row(session) is Status.IN_PROGRESS
        if live and self._library is not None:
            self.open_live(key)
        else:
            self.window.open_session(key)

    def start_next(self) -> None:
        """Start the planned session that is due first, or plan one."""
        planned = [one for one in self._sessions() if status_of_row(one) is Status.PLANNED]
        mine = [one for one in planned if one.container == self._campaign()] or planned
        due = min(mine, key=lambda one: one.start_us or 0, default=None)
        if due is not None:
            self._start(due.key)
        else:
            self.window.commands["session.new"].action.trigger()

    def open_live(self, key: str) -> LivePlace | None:
        """Open the live mode with a session."""
        from sessionary.views.live.live_place import LivePlace  # noqa: PLC0415  not for painting

        self.window.go_to(LIVE)
        place = self.window.places.get(LIVE)
        if not isinstance(place, LivePlace):
            return None
        place.show_session(key)
        self.window.setFocus()
        place.begin()
        return place

    def session_pause(self) -> None:
        """Pause the session that is live, or go on with it."""
        session = self._live_one()
        place = self._place()
        if session is not None and (place is None or self.window.place != LIVE):
            place = self.open_live(session.key)
        if place is not None:
            place.pause()

    def session_log(self) -> None:
        """Go into the line that logs: of the chosen session, elsewhere of the one that is live."""
        window, page = self.window, self.window.sessions_place.page
        session = self._live_one()
        if window.place == LIVE:
            place = self._place()
            if place is not None:
                place.begin_entry()
        elif page is not None and self._current() is not None:
            window.sessions_place.enter_page()
            page.begin_entry()
        elif session is not None:
            place = self.open_live(session.key)
            if place is not None:
                place.begin_entry()

    def session_rename(self) -> None:
        """Edit the title of the chosen session; in the live mode the words of an event.

        In a place with a list of its own, edit the name of what is chosen there.
        """
        place = self._place()
        if self.window.place == LIVE and place is not None:
            place.correct()
        elif self._listing is None or not self._listing.rename_item():
            self.edit_title()

    def session_end(self) -> None:
        """Show how the session that is chosen, or live, would end now."""
        session = self._current() or self._live_one()
        if session is None or status_of_row(session) is not Status.IN_PROGRESS:
            return
        place = self.open_live(session.key)
        if place is not None:
            place.ask_to_end()

    def session_ended(self, key: str, planned: str) -> None:
        """Show a session that has ended, and tell of the one that was planned after it."""
        self.window.open_session(key)
        said = self.tr("The session has ended.")
        if planned:
            following = self.window.sessions_model.by_key(planned)
            name = one_line(following.name, 80) if following is not None else ""
            said = self.tr("The session has ended; {0} is planned.").format(name)
            self.window.banner.say(
                said,
                self.tr("Look"),
                lambda: self.window.open_session(planned),
                seconds=_UNDO_SECONDS,
            )
        else:
            self.window.banner.say(said, self.tr("Undo"), self.edit_undo, seconds=_UNDO_SECONDS)

    def _place(self) -> LivePlace | None:
        from sessionary.views.live.live_place import LivePlace  # noqa: PLC0415  not for painting

        place = self.window.places.get(LIVE)
        return place if isinstance(place, LivePlace) else None

    def _live_one(self) -> SessionSummary | None:
        """Return the session that is live: of several the one of the campaign that is meant."""
        live = [one for one in self._sessions() if status_of_row(one) is Status.IN_PROGRESS]
        campaign = self.window.sessions_place.list.container
        return max(
            live, key=lambda one: (one.container == campaign, one.start_us or 0), default=None
        )

    def _sessions(self) -> list[SessionSummary]:
        return self.window.sessions_model.everything()
