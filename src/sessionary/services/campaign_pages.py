"""All that the page of a campaign says, read in one go; its events by the page."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sessionary.core.campaign.attendance import PlayerAttendance, attendance_by_player
from sessionary.core.campaign.event_filter import EventFilter
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.record import list_at, text_at
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.services.hidden import hidden_sessions, player_view, sessions_for_players
from sessionary.services.sessions import document_data, summaries
from sessionary.services.stored import DocumentBad
from sessionary.storage import campaign_queries
from sessionary.storage.campaign_queries import Events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.campaign.mentions import Names
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

Data = dict[str, Any]

_MOST_NAMED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerLine:
    """One player of a campaign.

    Attributes:
        name: What the player is called.
        characters: The names of the player's characters.
        attendance: How often the player came.
    """

    name: str
    characters: tuple[str, ...]
    attendance: PlayerAttendance


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    """One campaign with everything around it.

    Attributes:
        key: Its key.
        data: Its record and own part, unsaved typing included.
        epoch: What its clock shows at total 0, in seconds since Day 0, midnight.
        clock: How its days are counted and written.
        players_may_see: Whether players see imported events that do not say who may.
        sessions: Its sessions that are not in the bin, by number.
        players: Attendance in the order in which players first appear.
        users: (name, id) of the people of its bundle.
        characters: (name, id, name of the player) of its characters.
        loose: How many events it has outside its sessions.
    """

    key: str
    data: Data
    epoch: int
    clock: Clock
    players_may_see: bool
    sessions: tuple[SessionSummary, ...]
    players: tuple[PlayerLine, ...]
    users: tuple[tuple[str, str], ...]
    characters: tuple[tuple[str, str, str], ...]
    loose: int = 0

    @property
    def name(self) -> str:
        """What it is called, its id where no name is known."""
        return text_at(self.data, "record", "name") or self.key

    @property
    def minutes(self) -> int:
        """Real minutes of all sessions."""
        return sum(session.duration or 0 for session in self.sessions)

    @property
    def events(self) -> int:
        """How many events its sessions have, and how many there are between them."""
        return sum(session.entries for session in self.sessions) + self.loose


def campaign_page(
    library: Library, key: str, *, every: bool = False, players_only: bool = False
) -> CampaignPage:
    """Return the page of a campaign.

    Args:
        library: Where it is.
        key: Its key.
        every: Whether attendance counts planned and cancelled sessions as well.
        players_only: Leave out what is for the GM alone.

    Raises:
        UserError: It cannot be read.
    """
    data = _data(library, key)
    with library.reading() as connection:
        if players_only:
            data = player_view(library, connection, data).campaign(data)
        presences = campaign_queries.session_presences(connection, key)
        loose = campaign_queries.count_loose(connection, key)
        hidden = hidden_sessions(connection, key) if players_only else frozenset()
    sessions = [session for session in summaries(library) if session.container == key]
    name_of = names_of(data)
    attendance = attendance_by_player(
        (one.record for one in presences if one.pk not in hidden), every=every
    )
    characters = tuple(
        (name_of(text_at(one, "id")), text_at(one, "id"), text_at(one, "userId"))
        for one in list_at(data, "own", "characters")
    )
    return CampaignPage(
        key=key,
        data=data,
        epoch=library.epochs.of(key),
        clock=library.epochs.clock_of(key),
        players_may_see=library.is_open(key),
        loose=loose,
        sessions=tuple(
            sorted(
                sessions_for_players(library, sessions) if players_only else sessions,
                key=lambda session: (session.number is None, session.number or 0, session.key),
            )
        ),
        players=tuple(
            PlayerLine(
                name=name_of(one.user),
                characters=tuple(name for name, _id, user in characters if user == one.user),
                attendance=one,
            )
            for one in attendance
        ),
        users=tuple(
            (name_of(text_at(one, "id")), text_at(one, "id"))
            for one in list_at(data, "own", "users")
        ),
        characters=tuple((name, one, name_of(user)) for name, one, user in characters),
    )


def _data(library: Library, key: str) -> Data:
    """Return the data of a campaign; one that sessions only name has no document of its own."""
    try:
        return document_data(library, "campaign", key)
    except DocumentBad:
        raise
    except UserError:
        return {"record": {"id": key}, "own": {}, "spelling": {}}


def event_numbers(
    library: Library,
    key: str,
    report: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    wanted: EventFilter = EventFilter(),  # noqa: B008  frozen
    people: Mapping[str, str] | None = None,
    players_only: bool = False,
) -> array[int]:
    """Return the numbers of a campaign's events in the order of game time; from any thread.

    Args:
        library: Where they are.
        key: The campaign's key.
        report: Called as it goes on; may raise to cancel.
        wanted: Only the events that it lets through.
        people: Id -> name of its people, by whose names events are found as well.
        players_only: Leave out what only the GM may see.
    """
    numbers: array[int] = array("q")
    with library.reading() as connection:
        events = _events(connection, key, players_only=players_only)
        named = _named(wanted.text, people or {})
        for part in campaign_queries.campaign_numbers(
            connection, replace(events, wanted=wanted, named=named)
        ):
            numbers.extend(part)
            report(len(numbers), len(numbers) + 1)
    return numbers


def event_categories(library: Library, key: str, *, players_only: bool = False) -> dict[str, int]:
    """Return how many events of a campaign each category has; from any thread.

    Args:
        library: Where they are.
        key: The campaign's key.
        players_only: Leave out what only the GM may see.
    """
    with library.reading() as connection:
        events = _events(connection, key, players_only=players_only)
        return campaign_queries.campaign_categories(connection, events)


def _events(connection: Reader, key: str, *, players_only: bool) -> Events:
    without = hidden_sessions(connection, key) if players_only else ()
    return Events(container=key, players_only=players_only, without=tuple(sorted(without)))


def _named(text: str, people: Mapping[str, str]) -> dict[str, list[str]]:
    """Return of each word the ids of the people whose name it is a part of."""
    folded = {identity: fold(name) for identity, name in people.items()}
    return {
        word: [identity for identity, name in folded.items() if fold(word) in name][:_MOST_NAMED]
        for word in text.split()
    }


class EventLine(NamedTuple):
    """What a list of events shows of one of them; without a session it was between two."""

    pk: int
    session: int | None
    real_us: int | None
    game_s: int | None
    category: str
    word: str
    importance: int
    visible: int
    label: str
    actor: str


def event_lines(
    library: Library, pks: Sequence[int], hidden: Names | None = None
) -> list[EventLine | None]:
    """Return what a list shows of some events, in the order asked for; None for one that is gone.

    Args:
        library: Where they are.
        pks: The numbers of at most a few hundred entries.
        hidden: The names that are left out, for players.
    """
    with library.reading() as connection:
        rows = campaign_queries.shown_entries(connection, pks)
    lines = [_line(rows[pk]) if pk in rows else None for pk in pks]
    if not hidden:
        return lines
    return [None if line is None else _without(line, hidden) for line in lines]


def _line(row: Sequence[Any]) -> EventLine:
    actor = row[9]
    return EventLine._make((*row[:9], actor if type(actor) is str else ""))


def _without(line: EventLine, hidden: Names) -> EventLine:
    actor = "" if hidden.in_text(line.actor) else line.actor
    return line._replace(label=hidden.left_out(line.label), actor=actor)


def session_labels(
    library: Library, key: str, hidden: Names | None = None
) -> dict[int, tuple[str, str]]:
    """Return the number of each session of a campaign -> (its key, what it is called).

    Args:
        library: Where it is.
        key: The campaign's key.
        hidden: The names that are left out, for players.
    """
    with library.reading() as connection:
        labels = campaign_queries.session_labels(connection, key)
    if not hidden:
        return labels
    return {pk: (owner, hidden.left_out(said)) for pk, (owner, said) in labels.items()}
