"""What the window's frame says of all sessions: counts in the status bar, lines in the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from sessionary.views.command_palette import PaletteEntry
from sessionary.views.subsequence import match

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.app.main_window import MainWindow
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.session_list import SessionListModel

_MOST_ENTRIES = 8
_MATCHED_CHARACTERS = 200
"""How much of a title the palette looks through; a longer one is no name any more."""


def _words(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)


def status_facts(window: MainWindow) -> list[str]:
    """Return how much there is of what is looked at: of sessions also how long they took."""
    players = window.acts.player_view
    place = window.places.current
    facts = None if place is None else place.foot_facts
    if facts is None:
        facts = _session_facts(window.sessions_model.everything(), players=players)
    return [_words("Player view") if players else "", *facts]


def _session_facts(sessions: Sequence[SessionSummary], *, players: bool) -> tuple[str, ...]:
    count = len(sessions)
    minutes = sum(session.duration or 0 for session in sessions)
    events = sum(session.entries for session in sessions)
    number = QLocale().toString
    happened = _words("1 event") if events == 1 else _words("{0} events").format(number(events))
    return (
        _words("1 session") if count == 1 else _words("{0} sessions").format(number(count)),
        _words("{0} h {1} min").format(*divmod(minutes, 60)) if minutes else "",
        # How many events there are is not for players, as some of them are hidden.
        "" if players else happened,
    )


def palette_sessions(
    model: SessionListModel, typed: str, open_session: Callable[[str], object]
) -> list[PaletteEntry]:
    """Return the sessions that fit what was typed in the palette, best first.

    Args:
        model: All sessions, with the names of their campaigns.
        typed: What was typed.
        open_session: Called with the key of the session that is chosen.
    """
    found = []
    for session in model.everything():
        number = "" if session.number is None else f"{session.number} "
        title = session.name[:_MATCHED_CHARACTERS]
        text = _words("Go to session {0}{1}").format(number, title)
        hit = match(typed, text) if typed else None
        if hit is not None:
            found.append((hit.score, text, session, hit.places))
    found.sort(key=lambda one: -one[0])
    return [
        PaletteEntry(
            text=text,
            act=partial(open_session, session.key),
            path=model.campaign_name(session.container),
            icon="list",
            places=places,
        )
        for _score, text, session, places in found[:_MOST_ENTRIES]
    ]
