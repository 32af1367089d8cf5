"""What the log of a session tells about places, people, things and quests, each named once.

Source: "At the table", section 4: which types of event feed which list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.event_parts import participants_of, said_of
from sessionary.core.campaign.event_types import words_for
from sessionary.core.campaign.tallies import Party, in_party
from sessionary.core.text import fold

if TYPE_CHECKING:
    from sessionary.core.campaign.event_parts import EventParts
    from sessionary.core.campaign.told import Told
    from sessionary.core.entries import AnyColumns

Naming = Callable[[str], str]
"""Gives the name that an id stands for, and any other text as it is."""


# Not frozen, as tallies are not: a long log names many thousands.
@dataclass(slots=True, kw_only=True)
class Named:
    """Something that events name. Nobody changes it.

    Attributes:
        name: What it is called.
        events: The positions of the events that name it, first mention first.
    """

    name: str
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """Which events feed one list, and where in them the name stands (of several the first)."""

    words: tuple[str, ...]
    places: tuple[str, ...]


FEEDS: Final = {
    "highlights": _Feed(words=("highlight", "quote", "pc_down", "pc_death"), places=("text",)),
    "npcsIntroduced": _Feed(words=("npc_introduced",), places=("npc", "name")),
    "locationsVisited": _Feed(
        words=("location_discovered",), places=("location", "target", "name")
    ),
    "itemsAcquired": _Feed(words=("item_acquired",), places=("item", "name", "target")),
    "questsStarted": _Feed(words=("quest_started",), places=("name", "target", "text")),
    "questsCompleted": _Feed(words=("quest_completed",), places=("name", "target", "text")),
    "roomsExplored": _Feed(words=("room_explored",), places=("location", "target", "name")),
    "placesRevisited": _Feed(words=("location_visited",), places=("location", "target", "name")),
    "npcsMet": _Feed(words=("npc_met",), places=("npc", "name")),
    "dialogue": _Feed(words=("dialogue",), places=("text",)),
    "openThreads": _Feed(words=("promise_made", "decision"), places=("text",)),
    "clues": _Feed(words=("clue_found", "lore_revealed", "secret_found"), places=("text",)),
    "itemsLost": _Feed(words=("item_lost", "item_used"), places=("item", "name", "target")),
}
"""The lists made from a log: the six of a summary, then those of the review alone."""

FEEDING: Final = {
    same: (key, feed.places)
    for key, feed in FEEDS.items()
    for word in feed.words
    for same in words_for(word)
}
"""By the word of a type: the list that it feeds, and where in an event the names stand."""


Fed = tuple[str, Sequence[str]]
"""A list of :data:`FEEDS`, and the names that one event brings for it."""


def feed(parts: EventParts, columns: AnyColumns, party: Party) -> Fed:
    """Return which list an event feeds with which names.

    Args:
        parts: An event whose type is one of :data:`FEEDING`.
        columns: Those made of it.
        party: The characters of the players: who meets an NPC is not the NPC.
    """
    key, places = FEEDING[columns.word]
    return key, _names(parts, columns.label, places, party)


def discoveries(told: Iterable[Told], name_of: Naming = str) -> dict[str, tuple[Named, ...]]:
    """Return every list of :data:`FEEDS` as a log gives it.

    Args:
        told: What the events of a session tell, in the order of the timeline.
        name_of: Gives the names of ids.
    """
    found: dict[str, dict[str, list[int]]] = {key: {} for key in FEEDS}
    names: dict[str, str] = {}
    for position, one in enumerate(told):
        if one.fed is None:
            continue
        key, raw_names = one.fed
        for raw in raw_names:
            name = name_of(raw).strip()
            if name:
                folded = fold(name)
                names.setdefault(folded, name)
                found[key].setdefault(folded, []).append(position)
    return {
        key: tuple(
            Named(name=names[folded], events=tuple(positions))
            for folded, positions in listed.items()
        )
        for key, listed in found.items()
    }


def _names(parts: EventParts, label: str, places: Sequence[str], party: Party) -> Sequence[str]:
    """Return the names at the first of these places that has any."""
    for place in places:
        names = [name for name in _at_place(parts, label, place, party) if name.strip()]
        if names:
            return names
    return ()


def _at_place(parts: EventParts, label: str, place: str, party: Party) -> Sequence[str]:
    if place == "text":
        return (label,)
    if place == "npc":
        return _npcs(parts, party)
    if place == "target":
        return participants_of(parts).targets or ()
    if place == "location":
        return (participants_of(parts).location or "",)
    said = said_of(parts)
    return ((said.item if place == "item" else said.name) or "",)


def _npcs(parts: EventParts, party: Party) -> Sequence[str]:
    people = participants_of(parts)
    if people.actor and not in_party(people.actor, party):
        return (people.actor,)
    return [target for target in people.targets or () if not in_party(target, party)]
