"""What is written about a thing of a world: how it is renamed and merged, and what is indexed.

The record is ``{id, campaignId, kind, name, aliases[], notes, notesVisibility, visibility,
userId}``; what else a file says in it is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.persons import person_rows
from sessionary.core.campaign.record import Record, object_at, text_at, texts_at
from sessionary.core.campaign.world import PUBLIC, Data, Kind, Thing
from sessionary.core.index_rows import own_links
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


def partners(thing: Thing, things: Iterable[Thing]) -> list[Thing]:
    """Return with what a thing can become one, those first that share a word with its names."""
    own = set(_words_of(thing))
    others = [
        one
        for one in things
        if one != thing and (one.kind is Kind.PERSON) == (thing.kind is Kind.PERSON)
    ]
    return sorted(others, key=lambda one: -len(own.intersection(_words_of(one))))


def _words_of(thing: Thing) -> list[str]:
    texts = (thing.name, *thing.aliases)
    return [word for text in texts for word in fold(text).split() if len(word) > 3]


def joined(kept: Record, taken: Thing) -> dict[str, Any]:
    """Return a thing's record with another thing in it: its names, notes, and secrecy.

    Args:
        kept: The record of the thing that stays.
        taken: The thing that becomes another name of it.
    """
    own = {fold(text_at(kept, "name").strip())}
    names = (*texts_at(kept, "aliases"), taken.name, *taken.aliases)
    aliases: list[str] = []
    for name in names:
        if fold(name.strip()) not in own:
            own.add(fold(name.strip()))
            aliases.append(name)
    notes = "\n\n".join(filter(None, (text_at(kept, "notes"), taken.notes)))
    merged = {**kept, "aliases": aliases}
    if notes:
        merged["notes"] = notes
    if taken.notes:
        # What was written about the other one may be the GM's: both are, until somebody says so.
        merged.pop("notesVisibility", None)
    if taken.hidden and text_at(kept, "visibility") in ("", PUBLIC):
        # Who is hidden does not come to light by what it turns out to be.
        merged["visibility"] = taken.visibility
    return merged


def renamed(record: Record, name: str) -> dict[str, Any]:
    """Return a thing's record under another name; by the former one events still find it."""
    former = text_at(record, "name")
    aliases = [one for one in texts_at(record, "aliases") if fold(one) != fold(name)]
    if former and fold(former) != fold(name) and fold(former) not in map(fold, aliases):
        aliases.insert(0, former)
    return {**record, "name": name, "aliases": aliases}


def world_rows(_key: str, data: Data | None) -> dict[str, list[tuple[Any, ...]]]:
    """Return the index rows of what was written about a thing."""
    if data is None:
        return {}
    record = object_at(data, "record")
    texts = [text_at(record, "name"), *texts_at(record, "aliases"), text_at(record, "notes")]
    return {
        "search": [("\n".join(filter(None, texts)).replace("\0", ""),)],
        "link": own_links(object_at(data, "own")),
        "document": [(text_at(record, "campaignId"),)],
        "person": person_rows(world_people(data)),
    }


def world_people(data: Data) -> tuple[str, ...]:
    """Return the id of the person of whom something was written, if it is one."""
    user = text_at(data, "record", "userId")
    return (user,) if user else ()
