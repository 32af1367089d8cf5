"""What players may not read: the names of hidden people, places, things and goals.

Pages and exports are reduced by :class:`.PlayerView` before anything is made of them. Lists are
read from the index, which knows nothing of that; here the names are taken out of their texts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.notes import PUBLIC
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.unreadable import hidden_tags_left_in, names_left_in
from sessionary.core.store.errors import BadReason
from sessionary.services.stored import opened
from sessionary.storage import campaign_queries, world_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sessionary.core.campaign.mentions import Names
    from sessionary.core.entries import Entry
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

Data = dict[str, Any]


def player_view(
    library: Library, connection: Reader, campaign: Data, sessions: Iterable[object] = ()
) -> PlayerView:
    """Return what players may see of a campaign, knowing its world and its goals.

    Args:
        library: Where it is.
        connection: A reader.
        campaign: The campaign's data.
        sessions: The data of its sessions, as far as their own visibility counts.
    """
    container = str(campaign["record"].get("id") or "")
    return PlayerView(
        campaign,
        world=stored_in(library, connection, "world", container).values(),
        goals=stored_in(library, connection, "goal", container).values(),
        sessions=sessions,
        unreadable=unreadable_names(library, connection, container),
    )


def unreadable_names(library: Library, connection: Reader, campaign: str) -> list[str]:
    """Return the names that documents of a campaign may hide which cannot be read."""
    names: list[str] = []
    for kind in ("campaign", "world", "goal"):
        for key, text in world_queries.documents_in(connection, kind, campaign):
            if not isinstance(opened(library, kind, text), BadReason):
                continue
            if kind == "campaign":
                names += hidden_tags_left_in(text)
            else:
                names += names_left_in(text, world_queries.found_by(connection, kind, key))
    return names


def stored_in(library: Library, connection: Reader, kind: str, campaign: str) -> dict[str, Data]:
    """Return key -> data of the documents of a kind in a campaign, as they are stored.

    What cannot be used is left out: its page says why.
    """
    found = {}
    for key, text in world_queries.documents_in(connection, kind, campaign):
        data = opened(library, kind, text)
        if not isinstance(data, BadReason):
            found[key] = data
    return found


def campaign_data(library: Library, connection: Reader, campaign: str) -> Data:
    """Return the data of a campaign, empty parts where there is none that can be used."""
    found = stored_in(library, connection, "campaign", campaign).get(campaign)
    return found or {"record": {"id": campaign}, "own": {}, "spelling": {}}


def hidden_names(library: Library, campaign: str) -> Names:
    """Return the names and ids that players of a campaign may not read; from any thread."""
    with library.reading() as connection:
        data = campaign_data(library, connection, campaign)
        return player_view(library, connection, data).hidden


def hidden_sessions(connection: Reader, campaign: str) -> frozenset[int]:
    """Return the numbers of the sessions that players may not see at all."""
    # An object hides single fields, not the session; "" says nothing, so it is visible.
    return frozenset(
        one.pk
        for one in campaign_queries.session_presences(connection, campaign)
        if one.visibility not in ("", PUBLIC) and not one.visibility.startswith("{")
    ).union(world_queries.unreadable_sessions(connection, campaign))


def hidden_everywhere(connection: Reader) -> frozenset[int]:
    """Return the numbers of the sessions of all campaigns that players may not see at all."""
    campaigns = campaign_queries.campaigns_of_sessions(connection)
    return frozenset().union(*(hidden_sessions(connection, one) for one in campaigns))


def sessions_for_players(
    library: Library, sessions: Sequence[SessionSummary]
) -> list[SessionSummary]:
    """Return the rows of sessions as players may read them; hidden sessions are left out."""
    names: dict[str, Names] = {}
    gone: set[int] = set()
    for container in {session.container for session in sessions}:
        names[container] = hidden_names(library, container)
        with library.reading() as connection:
            gone |= hidden_sessions(connection, container)
    return [
        without_names(session, names[session.container])
        for session in sessions
        if session.pk not in gone
    ]


def without_names(session: SessionSummary, hidden: Names) -> SessionSummary:
    """Return the row of a session without some names."""
    if not hidden:
        return session
    return session._replace(
        title=hidden.left_out(session.title),
        tag_lines="\n".join(tag for tag in session.tags if not hidden.in_text(tag)),
        people_lines="\n".join(name for name in session.people if not hidden.in_text(name)),
    )


def entries_for_players(library: Library, entries: Sequence[Entry]) -> list[Entry]:
    """Return entries whose labels are as players may read them; their records are left out."""
    names = {scope: hidden_names(library, scope) for scope in {one.scope for one in entries}}
    return [
        replace(entry, label=names[entry.scope].left_out(entry.label), text="") for entry in entries
    ]
