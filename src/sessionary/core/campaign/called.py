"""Who and what a record calls by name, by whom it is hidden or known."""

from __future__ import annotations

from sessionary.core.campaign.record import list_at, object_at, text_at, texts_at


def names_called(data: object) -> list[str]:
    """Return the id, the name and the aliases of a document."""
    record = object_at(data, "record")
    said = (text_at(record, "id"), text_at(record, "name"), *texts_at(record, "aliases"))
    return [name for name in (*said, *texts_at(data, "own", "aliases")) if name]


def people_in(event: object, word: str) -> tuple[str, ...]:
    """Return whom an event names; `word` is the type that it counts as."""
    said = [text_at(event, "participants", "actor"), *texts_at(event, "participants", "targets")]
    for part in ("immediate", "ongoing"):
        said += [text_at(effect, "target") for effect in list_at(event, "effects", part)]
    if word in {"npc_introduced", "npc_met"}:
        said.append(text_at(event, "event", "name"))
    return tuple(name for name in said if len(name) > 1)


def characters_of(own: object, player: str) -> list[str]:
    """Return the ids of a player's characters, given the own part of their campaign."""
    mine = (who for who in list_at(own, "characters") if text_at(who, "userId") == player)
    return [identity for identity in (text_at(who, "id") for who in mine) if identity]
