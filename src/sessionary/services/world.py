"""The world of a campaign: its people, places and things, and what is written about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.event_types import words_for
from sessionary.core.campaign.mentions import Names
from sessionary.core.campaign.record import list_at, text_at, texts_at
from sessionary.core.campaign.world import (
    NAMING_TYPES,
    PUBLIC,
    Kind,
    Said,
    Thing,
    gather,
    named_by_session,
    named_in,
    visibility_of,
)
from sessionary.core.entries import Visible
from sessionary.core.text import fold
from sessionary.services.hidden import (
    campaign_data,
    hidden_names,
    hidden_sessions,
    player_view,
    stored_in,
)
from sessionary.storage import world_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.world_queries import NamedRow, NamingRow, SessionRow, ToldRow

Data = dict[str, Any]

_WORDS = tuple(word for type_ in NAMING_TYPES for word in words_for(type_))
_KINDS = {"actor": Kind.NPC, "target": Kind.NPC, "place": Kind.PLACE}


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
        said = list(_said(connection, campaign, party, sessions, players_only=players_only))
    if players_only:
        data = view.campaign(data)
        documents = {k: _for_players(v) for k, v in documents.items() if visibility_of(v) == PUBLIC}
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
        left_out = world_queries.binned_sessions(connection, campaign)
        if players_only:
            left_out += hidden_sessions(connection, campaign)
        rows = world_queries.told_of(connection, campaign, thing.names, left_out)
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
        if not players_only or row.visible == Visible.PLAYERS
    )


def _for_players(data: Data) -> Data:
    record = {key: value for key, value in data["record"].items() if key != "notes"}
    return {**data, "record": record}


def _known_to_players(thing: Thing) -> bool:
    # A character that is nobody's is the GM's until an event shows it.
    seen = thing.mentions or thing.session or thing.user
    return bool(seen) or thing.visibility == PUBLIC


def _party(campaign: object, sessions: Iterable[SessionRow]) -> Callable[[str], bool]:
    """Return what says whether an id or name is a player's character."""
    found = set()
    for one in list_at(campaign, "own", "characters"):
        if text_at(one, "userId"):
            found |= {fold(text_at(one, "id")), fold(text_at(one, "name"))}
    for session in sessions:
        for player in list_at(session.record, "participants", "players"):
            found |= {fold(who) for who in texts_at(player, "characterIds")}
    return lambda name: fold(name) in found


def _said(
    connection: Reader,
    campaign: str,
    in_party: Callable[[str], bool],
    sessions: Sequence[SessionRow],
    *,
    players_only: bool,
) -> Iterator[Said]:
    """Yield what a campaign names; facets give most of it, and the JSON of few events the rest."""
    left_out = world_queries.binned_sessions(connection, campaign)
    if players_only:
        left_out += hidden_sessions(connection, campaign)
    for session in sessions:
        if session.pk not in left_out:
            yield from named_by_session(session.record, session.pk)
    rows = world_queries.named_in_events(connection, campaign, _WORDS, left_out)
    rows = [row for row in rows if not players_only or row.visible == Visible.PLAYERS]
    spelt = _spellings(connection, rows)
    for row in rows:
        name, kind = spelt[row.facet, row.value], _KINDS[row.facet]
        yield Said(name, kind, row.session, row.events, game_s=row.game_s)
    first: dict[tuple[str, Kind], NamingRow] = {}
    counts: Counter[tuple[str, Kind]] = Counter()
    for event in world_queries.naming_events(connection, campaign, _WORDS, left_out):
        if not players_only or event.visible == Visible.PLAYERS:
            named = named_in(event.record, in_party)
            counts.update(named)
            for one in named:
                first.setdefault(one, event)
    for (name, kind), events in counts.items():
        event = first[name, kind]
        yield Said(name, kind, event.session, events, game_s=event.game_s)


def _spellings(connection: Reader, rows: Iterable[NamedRow]) -> dict[tuple[str, str], str]:
    """Return of each facet how its first event spells it."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        name = (row.facet, row.value)
        first[name] = min(first.get(name, row.pk), row.pk)
    wanted: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for name, pk in first.items():
        wanted[pk].append(name)
    found = {name: name[1] for name in first}
    for pk, who in world_queries.participants(connection, sorted(wanted)).items():
        texts = {
            "actor": (text_at(who, "actor"),),
            "target": texts_at(who, "targets"),
            "place": (text_at(who, "location"),),
        }
        for facet, value in wanted[pk]:
            found[facet, value] = next((t for t in texts[facet] if fold(t) == value), value)
    return found


def _label(session: SessionRow) -> str:
    if session.number is None:
        return session.title or session.key
    return f"{session.number}  {session.title}".strip()
