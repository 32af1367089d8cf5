"""The names that ids of a campaign's files stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.record import list_at, text_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def names_of(
    campaign: Mapping[str, Any] | None, names: Mapping[str, str] | None = None
) -> Callable[[str], str]:
    """Return a function from an id to its name; any other text comes back as it is.

    Args:
        campaign: The campaign's data, with the users and characters of its bundle.
        names: Names of further ids; they go before those of the campaign.
    """
    known: dict[str, str] = {}
    for kind in ("users", "characters"):
        for one in list_at(campaign, "own", kind):
            name = text_at(one, "name").strip()
            if name:
                known[text_at(one, "id")] = name
    known.update(names or {})
    return lambda key: known.get(key) or key
