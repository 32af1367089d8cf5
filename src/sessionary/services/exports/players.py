"""For which players an export can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sessionary.core.campaign.attendance import presences
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.record import list_at, text_at
from sessionary.core.problems import UserError
from sessionary.services.bad_documents import bad_documents
from sessionary.services.exports.selection import select
from sessionary.services.exports.surveys import KINDS
from sessionary.services.hidden import campaign_data
from sessionary.storage import campaign_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.exports.selection import Named, Part
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

_MOST_NAMED = 12


class Player(NamedTuple):
    """One player: the user id, and what it stands for."""

    id: str
    name: str


def players_of(library: Library, chosen: Sequence[Named] | None) -> list[Player]:
    """Return the players for one of whom an export can be made, by name; from any thread.

    Who only leads sessions is none of them.

    Args:
        library: Where the documents are.
        chosen: Kind and key of each document that is exported; None for everything.

    Raises:
        UserError: Something chosen is not there.
    """
    if chosen is not None:
        chosen = [named for named in chosen if named[0] not in KINDS]
    with library.reading() as connection:
        parts = select(connection, chosen, bad_documents(library, connection))
        found = _players(library, connection, parts, leaders=False)
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def check_player(library: Library, connection: Reader, parts: Sequence[Part], player: str) -> None:
    """Refuse an export for somebody whom nobody knows.

    Raises:
        UserError: No campaign of it has a player of that id.
    """
    known = _players(library, connection, parts, leaders=True)
    if any(one.id == player for one in known):
        return
    listed = [one.id if one.id == one.name else f"{one.id} ({one.name})" for one in known]
    if len(listed) > _MOST_NAMED:
        listed[_MOST_NAMED:] = [f"{len(listed) - _MOST_NAMED} more"]
    there = f"There are {', '.join(listed)}." if listed else "No player is listed in it."
    raise UserError(f"There is no player {player}. {there}")


def _players(
    library: Library, connection: Reader, parts: Sequence[Part], *, leaders: bool
) -> list[Player]:
    found: dict[str, Player] = {}
    for part in parts:
        data = campaign_data(library, connection, part.campaign)
        name_of = names_of(data)
        records = [
            one.record for one in campaign_queries.session_presences(connection, part.campaign)
        ]
        playing = [one.user for record in records for one in presences(record)]
        leading = {text_at(record, "participants", "gm") for record in records}
        users = [text_at(one, "id") for one in list_at(data, "own", "users")]
        for user in (*users, *playing):
            if user and (leaders or user in playing or user not in leading):
                found.setdefault(user, Player(user, name_of(user)))
    return list(found.values())
