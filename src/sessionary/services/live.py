"""A session while it is played: started, paused, its roll called, its agenda ticked, ended.

Each function that changes something is one act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.agenda import (
    Carried,
    Secret,
    Standing,
    carried,
    secrets,
    standings,
    with_secret,
    with_standing,
)
from sessionary.core.campaign.fight import Fight, open_fight
from sessionary.core.campaign.gametime import game_time
from sessionary.core.campaign.lifecycle import Status, moved, status_of
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.pauses import is_paused, played_us, with_pause
from sessionary.core.campaign.record import list_at, object_at, text_at
from sessionary.core.campaign.roll_call import Call, Called, roll_call, with_call
from sessionary.core.campaign.tallies import party_of
from sessionary.core.problems import UserError
from sessionary.services.goal_edits import add_objectives
from sessionary.services.log_entries import log_lines, table_of
from sessionary.services.pages import SessionPage, session_page
from sessionary.services.player_pages import for_players
from sessionary.services.sessions import document_data, move_session, summaries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sessionary.services.library import Library

Data = dict[str, Any]

_US_PER_SECOND = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePage:
    """A session that is played, with all that a game master looks at meanwhile.

    Attributes:
        page: The session's page.
        paused: Whether it is paused.
        objectives: What was planned, and where it stands.
        secrets: What the players do not know yet, or do by now; for players what they know.
        carried: What was taken over from sessions before; empty for players.
        calls: The players at the roll call.
        fight: The fight that is going on.
        here: Where the party was seen last, empty if the log does not say.
        cast: The NPCs of this evening, the one who was named last first.
    """

    page: SessionPage
    paused: bool
    objectives: tuple[tuple[str, Standing], ...]
    secrets: tuple[Secret, ...]
    carried: tuple[Carried, ...]
    calls: tuple[Call, ...]
    fight: Fight | None
    here: str
    cast: tuple[str, ...]

    def played_seconds(self, now: datetime) -> int:
        """Return how long was played until now, without pauses."""
        review = self.page.review
        if review.start_us is None:
            return 0
        end = review.end_us if review.end_us is not None else round(now.timestamp() * 1_000_000)
        zone = now.tzinfo if now.tzinfo is not None else UTC
        own = object_at(self.page.data, "own")
        return played_us(own, review.start_us, end, zone) // _US_PER_SECOND


def live_session(library: Library, campaign: str = "") -> str:
    """Return the key of the session that is played, empty if there is none.

    Args:
        library: Where to look.
        campaign: Of several the one of this campaign; else the one that was begun last.
    """
    live = [one for one in summaries(library) if one.status == Status.IN_PROGRESS]
    live.sort(key=lambda one: (one.container == campaign, one.start_us or 0))
    return live[-1].key if live else ""


def live_page(library: Library, key: str, *, players_only: bool = False) -> LivePage:
    """Return all that is looked at while a session is played.

    Args:
        library: Where it is.
        key: Its key.
        players_only: Leave out whatever is for the GM alone.

    Raises:
        UserError: There is no such session, it cannot be read, or players may not see it.
    """
    page = session_page(library, key, findings=False, players_only=players_only)
    if players_only:
        page = for_players(page, library)
    review, record = page.review, object_at(page.data, "record")
    name_of = names_of(page.campaign)
    party = party_of(record, list_at(page.campaign, "own", "characters"))
    own = object_at(page.data, "own")
    return LivePage(
        page=page,
        paused=is_paused(own),
        objectives=standings(page.data),
        secrets=secrets(page.data),
        carried=() if players_only else carried(page.data),
        calls=roll_call(page.data, name_of),
        fight=open_fight(
            review.combats, review.events, review.tallies.counted, party, name_of
        ),
        here=_here(page, name_of),
        cast=_cast(page),
    )  # fmt: skip


def _here(page: SessionPage, name_of: Callable[[str], str]) -> str:
    for record, entry in zip(reversed(page.records), reversed(page.entries), strict=True):
        if place := text_at(record, "participants", "location"):
            return name_of(place)
        if entry.word in {"location_discovered", "location_visited"} and entry.label:
            return name_of(entry.label)
    return ""


def _cast(page: SessionPage) -> tuple[str, ...]:
    review = page.review
    met = [*review.entries("npcsIntroduced"), *review.found["npcsMet"]]
    named = [one for one in met if one.events]
    latest = sorted(named, key=lambda one: -one.events[-1])
    return tuple(dict.fromkeys(one.name for one in latest))


def _stamp(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def start_session(library: Library, key: str, now: datetime) -> None:
    """Start a session: its real time is now, its game time where the campaign's clock stands.

    What is planned for it becomes its goals.

    Raises:
        InvalidTransition: It cannot be started.
    """
    table, record = table_of(library, key), document_data(library, "session", key)["record"]
    known = object_at(record, "gameTime", "startTime")
    game = None
    if not known and table.face is not None and status_of(record) is Status.PLANNED:
        game = game_time(table.face, epoch=table.epoch, clock=table.clock)
    move_session(
        library, key, Status.IN_PROGRESS, now, game=game,
        also=lambda act: add_objectives(library, act, key, now),
    )  # fmt: skip


def toggle_pause(library: Library, key: str, now: datetime) -> None:
    """Pause a session that is played, or go on with it.

    Raises:
        UserError: It is not being played.
    """
    data = document_data(library, "session", key)
    if status_of(data["record"]) is not Status.IN_PROGRESS:
        raise UserError("Only a session that is live can be paused.")
    name = "Resume session" if is_paused(data["own"]) else "Pause session"
    with library.act(name) as act:
        act.edit(library.stores["session"], key, with_pause, _stamp(now))


def call_player(
    library: Library, key: str, user: str, called: Called, minutes: int | None = None
) -> None:
    """Note at the roll call what holds of a player; see :func:`.with_call`."""
    with library.act("Roll call") as act:
        act.edit(
            library.stores["session"], key, lambda data: with_call(data, user, called, minutes)
        )


def set_standing(library: Library, key: str, text: str, standing: Standing) -> None:
    """Note where a planned objective stands."""
    with library.act("Tick objective") as act:
        act.edit(library.stores["session"], key, lambda data: with_standing(data, text, standing))


def reveal(library: Library, key: str, text: str, *, revealed: bool) -> None:
    """Note whether the players know a secret by now."""

    def noting(data: Data) -> Data:
        return with_secret(data, text, revealed=revealed)

    with library.act("Reveal secret" if revealed else "Hide secret again") as act:
        act.edit(library.stores["session"], key, noting)


def resume_fight(library: Library, key: str, fight: Carried, now: datetime) -> int | None:
    """Go on in a session with a fight that another one left open; return the act's number."""
    rounds = 1
    if fight.origin:
        former = session_page(library, fight.origin, findings=False).review.combats
        rounds = max(
            (one.rounds for one in former if one.name == fight.text and one.open), default=1
        )
    lines = [f"fight {fight.text}"]
    if rounds > 1:
        lines.append(f"round Round {rounds}")
    return log_lines(library, key, lines, now, f"Resume {fight.text}", still=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a session ends.

    Attributes:
        standings: Where each planned objective stands now.
        at: When it ended.
        face: What the game's clock shows, None where it is unknown.
    """

    standings: tuple[tuple[str, Standing], ...]
    at: datetime
    face: int | None


def proposed_ending(library: Library, key: str, now: datetime) -> Ending:
    """Return how a session would end now."""
    data = document_data(library, "session", key)
    return Ending(standings=standings(data), at=now, face=table_of(library, key).face)


def end_session(library: Library, key: str, ending: Ending) -> int | None:
    """End a session with its times and where its objectives stand; return the act's number.

    Summary and statistics are not stored: they are made from the log whenever they are looked at,
    so that none is ever old. What the GM wrote, and what a file declares, stays as it is.

    Raises:
        InvalidTransition: It is not being played.
        EndBeforeStart: It would end before it started.
    """
    table = table_of(library, key)
    game = None
    if ending.face is not None:
        game = game_time(ending.face, epoch=table.epoch, clock=table.clock)

    def ending_it(data: Data) -> Data:
        stamp = _stamp(ending.at)
        if is_paused(data["own"]):
            with_pause(data, stamp)
        for text, standing in ending.standings:
            with_standing(data, text, standing)
        return moved(
            data, Status.COMPLETED, now=stamp, zone=library.zone, game=game, clock=table.clock
        )

    with library.act("End session") as act:
        act.edit(library.stores["session"], key, ending_it)
    return act.number
