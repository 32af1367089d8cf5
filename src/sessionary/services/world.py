"""The world of a campaign: its people, places and things, and what is written about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.event_types import words_for
from sessionary.core.campaign.mentions import Names
from sessionary.core.campaign.own_types import own_types
from sessionary.core.campaign.record import list_at, text_at, texts_at
from sessionary.core.campaign.world import (
    NAMING_TYPES,
    PUBLIC,
    Said,
    Thing,
    gather,
    named_by_session,
)
from sessionary.core.text import fold
from sessionary.services.hidden import (
    campaign_data,
    hidden_names,
    hidden_sessions,
    player_view,
    stored_in,
)
from sessionary.services.world_log import NamedInLog
from sessionary.storage import world_queries
from sessionary.storage.world_queries import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.world_queries import SessionRow, ToldRow

Data = dict[str, Any]

_WORDS = tuple(word for type_ in NAMING_TYPES for word in words_for(type_))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a campaign's world holds.

    Attributes:
        campaign: The campaign's id.
        things: Who and what it has, those named most often first.
        sessions: The number of a session -> (its key, what it is called).
    """

    campaign: str
    things: tuple[Thing, ...]
    sessions: Mapping[int, tuple[str, str]]

    def find(self, name: str) -> Thing | None:
        """Return what goes by a name, None if nothing does."""
        return next((one for one in self.things if one.goes_by(name)), None)


def world_of(library: Library, campaign: str, *, players_only: bool = False) -> World:
    """Return the world of a campaign; from any thread.

    Args:
        library: Where it is.
        campaign: The campaign's id.
        players_only: Only what players know: what visible events and sessions name, and what is
            marked as theirs. What was written about the rest is left out.
    """
    with library.reading() as connection:
        data = campaign_data(library, connection, campaign)
        documents = stored_in(library, connection, "world", campaign)
        view = player_view(library, connection, data)
        sessions = world_queries.naming_sessions(connection, campaign)
        party = _party(data, sessions)
        scope = _scope(connection, campaign, players_only=players_only)
        log = NamedInLog(library, _WORDS, party, own_types(data))
        said = list(_said(connection, scope, sessions, log))
    if players_only:
        data = view.campaign(data)
        seen = ((key, view.thing(one)) for key, one in documents.items())
        documents = {key: one for key, one in seen if one is not None}
        said = [one for one in said if not view.hidden.in_text(one.name)]
    order = {session.pk: place for place, session in enumerate(sessions)}
    things = gather(said, campaign=data, documents=documents, order=order)
    if players_only:
        things = tuple(one for one in things if _known_to_players(one))
    return World(
        campaign=campaign,
        things=things,
        sessions={
            one.pk: (one.key, view.hidden.left_out(_label(one)) if players_only else _label(one))
            for one in sessions
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An event that tells of something.

    Attributes:
        pk: The number of its entry.
        session: The number of its session, 0 for between sessions.
        game_s: When it was in the game, on the clock face.
        real_us: When it was logged.
        category, word, label: What a list shows of it.
        named: Whether it names the thing itself; else its text speaks of it.
    """

    pk: int
    session: int
    game_s: int | None
    real_us: int | None
    category: str
    word: str
    label: str
    named: bool


def mentions_of(
    library: Library, campaign: str, thing: Thing, *, players_only: bool = False
) -> tuple[Mention, ...]:
    """Return every event that names a thing or speaks of it, in game time; from any thread.

    Args:
        library: Where it is.
        campaign: The campaign's id.
        thing: What is looked for.
        players_only: Only what players may see, without the names that they may not read.
    """
    hidden = hidden_names(library, campaign) if players_only else Names(())
    with library.reading() as connection:
        scope = _scope(connection, campaign, players_only=players_only)
        rows = world_queries.told_of(connection, scope, thing.names)
        named = world_queries.naming(connection, thing.names)
    titles = {fold(name) for name in thing.names}

    def is_named(row: ToldRow) -> bool:
        return row.pk in named or (row.word in _WORDS and fold(row.label.strip()) in titles)

    return tuple(
        Mention(
            pk=row.pk,
            session=row.session,
            game_s=row.game_s,
            real_us=row.real_us,
            category=row.category,
            word=row.word,
            label=hidden.left_out(row.label),
            named=is_named(row),
        )
        for row in rows
    )


def _known_to_players(thing: Thing) -> bool:
    # A character that is nobody's is the GM's until an event shows it.
    seen = thing.mentions or thing.session or thing.user
    return bool(seen) or thing.visibility == PUBLIC


def _party(campaign: object, sessions: Iterable[SessionRow]) -> frozenset[str]:
    """Return the ids and names of the players' characters, folded for comparison."""
    found = set()
    for one in list_at(campaign, "own", "characters"):
        if text_at(one, "userId"):
            found |= {fold(text_at(one, "id")), fold(text_at(one, "name"))}
    for session in sessions:
        for player in list_at(session.record, "participants", "players"):
            found |= {fold(who) for who in texts_at(player, "characterIds")}
    return frozenset(found)


def _scope(connection: Reader, campaign: str, *, players_only: bool) -> Scope:
    without = world_queries.binned_sessions(connection, campaign)
    if players_only:
        without += hidden_sessions(connection, campaign)
    return Scope(campaign, tuple(without), players_only)


def _said(
    connection: Reader, scope: Scope, sessions: Iterable[SessionRow], log: NamedInLog
) -> Iterator[Said]:
    """Yield what a campaign names: the records of its sessions, and its events."""
    for session in sessions:
        if session.pk not in scope.without:
            yield from named_by_session(session.record, session.pk)
    yield from log.said(connection, scope)


def _label(session: SessionRow) -> str:
    if session.number is None:
        return session.title or session.key
    return f"{session.number}  {session.title}".strip()
