"""Acts on sessions and campaigns."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog

from sessionary.app.acts.base import Acts
from sessionary.core.campaign.lifecycle import Status
from sessionary.views.widgets.text import one_line

_UNDO_SECONDS = 12.0


class SessionActs(Acts):
    """Makes, opens, moves and deletes sessions."""

    def session_new(self) -> None:
        """Plan the next session of the campaign that is meant, or ask which one it is.

        In a place with a list of its own, begin a new one of that.
        """
        if self._library is None or (self._listing is not None and self._listing.make_item()):
            return
        campaign, known = self._campaign(), self._library.campaigns()
        if campaign:
            self._plan_session(campaign)
        elif known:
            self._ask_for_campaign()
        else:
            self.campaign_new()

    def _ask_for_campaign(self) -> None:
        from sessionary.views.campaign_chooser import CampaignChooser  # noqa: PLC0415

        library = self._library
        if library is None:
            return
        summaries = library.summaries()
        newest = max(summaries, key=lambda one: one.start_us or 0, default=None)
        dialog = CampaignChooser(
            self.window.theme,
            [
                (one.id, one.name, sum(session.container == one.id for session in summaries))
                for one in library.campaigns()
            ],
            newest.container if newest is not None else library.campaigns()[0].id,
            self.window,
        )
        dialog.taken.connect(self._plan_session)
        dialog.new_asked.connect(self.campaign_new)
        dialog.open()

    def _plan_session(self, campaign: str) -> None:
        from sessionary.services.sessions import new_session  # noqa: PLC0415

        library = self._library
        made: list[str] = []
        if library is not None and library.try_act(
            lambda: made.append(new_session(library.library, campaign, self.now()))
        ):
            self.window.open_session(made[0])
            self.edit_title()
            self._offer_left_over(made[0], campaign)

    def _offer_left_over(self, key: str, campaign: str) -> None:
        """Offer what the last session did not reach for the one that is planned."""
        from sessionary.services.next_session import left_for_next, take_over  # noqa: PLC0415

        library = self._library
        if library is None:
            return
        name, items = left_for_next(library.library, campaign)
        if not items:
            return
        first = one_line(items[0].text, 60)
        said = (
            self.tr("“{0}” was left open in {1}.").format(first, one_line(name, 60))
            if len(items) == 1
            else self.tr("{0} things were left open in {1}.").format(len(items), one_line(name, 60))
        )
        self.window.banner.say(
            said,
            self.tr("Plan again"),
            lambda: library.try_act(lambda: take_over(library.library, key, items)),
        )

    def campaign_new(self) -> None:
        """Ask for a name and make a campaign."""
        dialog = QInputDialog(self.window)
        dialog.setWindowTitle(self.tr("New campaign"))
        dialog.setLabelText(self.tr("What is the campaign called?"))
        dialog.setOkButtonText(self.tr("Create"))
        dialog.textValueSelected.connect(self._make_campaign)
        dialog.open()

    def _make_campaign(self, name: str) -> None:
        from sessionary.services.sessions import new_campaign  # noqa: PLC0415

        library = self._library
        made: list[str] = []
        if library is not None and library.try_act(
            lambda: made.append(new_campaign(library.library, name))
        ):
            self.window.choose_campaign(made[0])

    def session_open(self) -> None:
        """Go into the page of the chosen session."""
        self.window.go_to("sessions")
        self.window.sessions_place.enter_page()

    def session_previous(self) -> None:
        """Choose the session above."""
        if self._listing is not None and self._listing.step_item(-1):
            return
        self.window.go_to("sessions")
        self.window.sessions_place.list.step(-1)

    def session_next(self) -> None:
        """Choose the session below."""
        if self._listing is not None and self._listing.step_item(1):
            return
        self.window.go_to("sessions")
        self.window.sessions_place.list.step(1)

    def session_delete(self) -> None:
        """Put the selected sessions into the bin, or delete what a place lists."""
        from sessionary.services.sessions import delete_sessions  # noqa: PLC0415

        if self._listing is not None and self._listing.delete_item():
            return
        library = self._library
        chosen = self.window.sessions_place.list.selected()
        keys = [session.key for session in chosen]
        if library is None or not keys:
            return
        self.window.flush()
        if library.try_act(lambda: delete_sessions(library.library, keys)):
            self.window.banner.say(
                self.tr("“{0}” is deleted.").format(one_line(chosen[0].title or chosen[0].id, 80))
                if len(chosen) == 1
                else self.tr("{0} sessions are deleted.").format(len(chosen)),
                self.tr("Undo"),
                self.edit_undo,
                seconds=_UNDO_SECONDS,
            )

    def session_cancel(self) -> None:
        """Cancel the chosen session."""
        self._move_current(Status.CANCELLED)

    def session_plan(self) -> None:
        """Plan a cancelled session again."""
        self._move_current(Status.PLANNED)

    def _move_current(self, status: Status) -> None:
        session = self._current()
        if session is not None:
            self._move(session.key, status)

    def _move(self, key: str, status: Status) -> None:
        from sessionary.services.sessions import move_session  # noqa: PLC0415

        library = self._library
        if library is not None:
            self.window.flush()
            library.try_act(lambda: move_session(library.library, key, status, self.now()))

    def session_bin(self) -> None:
        """Show the deleted sessions."""
        from sessionary.views.bin_dialog import BinDialog  # noqa: PLC0415

        if self._library is not None:
            BinDialog(self.window.theme, self._library, self.window).open()
