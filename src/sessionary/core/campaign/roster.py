"""The players of a campaign and their characters, as its document keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.record import text_at
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Record = dict[str, Any]


def with_user(users: Sequence[Mapping[str, Any]], name: str) -> list[Record] | None:
    """Return the users and a new one, None if there is one of that name.

    Until sessions know better a name is its own id, so that who was listed by name is met again.
    """
    known = {fold(text_at(one, key)) for one in users for key in ("id", "name")}
    if fold(name) in known:
        return None
    return [*map(dict, users), {"id": name, "name": name}]


def renamed(users: Sequence[Mapping[str, Any]], identity: str, name: str) -> list[Record]:
    """Return the users with another name for one of them."""
    return [{**one, "name": name} if text_at(one, "id") == identity else dict(one) for one in users]


def with_characters(
    characters: Sequence[Mapping[str, Any]], user: str, names: Iterable[str]
) -> list[Record]:
    """Return the characters, of which those named are the user's and no others.

    A character that is taken from the user stays, without a player: events know it.
    """
    wanted = {fold(name): name for name in names}
    found: list[Record] = []
    for one in characters:
        key = next((k for k in (text_at(one, "name"), text_at(one, "id")) if fold(k) in wanted), "")
        made = dict(one)
        if key:
            wanted.pop(fold(key))
            made["userId"] = user
        elif text_at(one, "userId") == user:
            made.pop("userId")
        found.append(made)
    taken = {text_at(one, "id") for one in found}
    for name in wanted.values():
        identity = name if name not in taken else f"{name}~2"
        found.append({"id": identity, "name": name, "userId": user})
    return found
