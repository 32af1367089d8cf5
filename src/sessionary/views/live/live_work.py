"""What is done while a session is played, each as one act of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.roll_call import Called
from sessionary.services import live, log_entries, next_session
from sessionary.views.campaign.standings import REVEALED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sessionary.core.campaign.agenda import Carried, Standing
    from sessionary.core.campaign.roll_call import Call
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.live import LivePage

_SECONDS_PER_MINUTE = 60


class LiveWork:
    """Acts on the session that is played. What stands in the way is shown by the window."""

    def __init__(self, library: OpenLibrary, key: str, now: Callable[[], datetime]) -> None:
        """Make the work of one session.

        Args:
            library: Where it is.
            key: Its key.
            now: The time of day, with an offset.
        """
        self.open_library, self.key, self._now = library, key, now

    def _do(self, act: Callable[[], object]) -> bool:
        return self.open_library.try_act(act)

    def call(self, page: LivePage, call: Call, called: Called) -> bool:
        """Note at the roll call what holds of a player; minutes are those of the clock."""
        minutes = None
        if called in {Called.LATE, Called.LEFT}:
            minutes = page.played_seconds(self._now()) // _SECONDS_PER_MINUTE or None
        if called is Called.LATE and call.minutes is not None:
            minutes = call.minutes
        return self.call_with(call.user, called, minutes)

    def call_with(self, user: str, called: Called, minutes: int | None) -> bool:
        """Note what holds of a player, with the minutes that somebody typed."""
        library = self.open_library.library
        return self._do(lambda: live.call_player(library, self.key, user, called, minutes))

    def stand(self, text: str, standing: Standing) -> bool:
        """Note where an objective stands."""
        library = self.open_library.library
        return self._do(lambda: live.set_standing(library, self.key, text, standing))

    def reveal(self, text: str, state: str) -> bool:
        """Note whether the players know a secret."""
        library = self.open_library.library
        return self._do(lambda: live.reveal(library, self.key, text, revealed=state == REVEALED))

    def pause(self) -> bool:
        """Pause, or go on."""
        library = self.open_library.library
        return self._do(lambda: live.toggle_pause(library, self.key, self._now()))

    def step(self, shift: str) -> bool:
        """Move the game's clock."""
        library = self.open_library.library
        return self._do(lambda: log_entries.step_clock(library, self.key, shift, self._now()))

    def log(self, typed: str) -> bool:
        """Log a line."""
        library = self.open_library.library
        return self._do(lambda: log_entries.log_line(library, self.key, typed, self._now()))

    def resume_fight(self, fight: Carried) -> bool:
        """Go on with a fight that a session before left open."""
        library = self.open_library.library
        return self._do(lambda: live.resume_fight(library, self.key, fight, self._now()))

    def end(self) -> bool:
        """End the session now."""
        library, now = self.open_library.library, self._now()
        return self._do(
            lambda: live.end_session(
                library, self.key, live.proposed_ending(library, self.key, now)
            )
        )

    def draft(self, items: Sequence[Carried]) -> str:
        """Plan the next session with what it takes over; return its key, empty if it failed."""
        library, made = self.open_library.library, list[str]()
        self._do(
            lambda: made.append(next_session.draft_next(library, self.key, items, self._now()))
        )
        return made[0] if made else ""
