"""What can be done with the things of a world: written about, renamed, merged, forgotten again.

Each is one act. A document is made with the first thing that somebody writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.world import GM_ONLY, PUBLIC, Kind
from sessionary.core.campaign.world_record import joined, renamed
from sessionary.core.problems import UserError
from sessionary.core.store.values import same, thaw
from sessionary.core.text import fold
from sessionary.services.hidden import stored_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.core.campaign.world import Thing
    from sessionary.core.json_text import J
    from sessionary.core.store.act import Act
    from sessionary.services.library import Library

Data = dict[str, Any]

_STORE = "world"


def make_thing(library: Library, campaign: str, name: str, kind: Kind) -> str:
    """Write down a thing of a name; return the key of its document.

    Raises:
        UserError: The name is empty, or something was written about a thing of that name.
    """
    name = _usable(library, campaign, name)
    with library.act(f"New {_said(kind)} “{_short(name)}”") as act:
        return _create(library, act, _record(campaign, name, kind))


def write_about(
    library: Library, campaign: str, thing: Thing, values: Mapping[str, J], name: str
) -> str:
    """Set values of what is written about a thing; return the key of its document.

    Args:
        library: Where it is.
        campaign: Its campaign.
        thing: What is written about.
        values: Key of the record -> value; None takes it away.
        name: What was done, for the undo menu.

    Raises:
        UserError: A value may not stand there.
    """
    _check(values)
    with library.act(name) as act:
        return _changed(library, act, campaign, thing, lambda record: _with(record, values))


def rename_thing(library: Library, campaign: str, thing: Thing, name: str) -> str:
    """Give a thing another name; its former one becomes an alias, by which events find it.

    Raises:
        UserError: The name is empty, or something is written about another thing of that name.
    """
    name = _usable(library, campaign, name, but=thing.key)
    with library.act(f"Rename to “{_short(name)}”") as act:
        return _changed(library, act, campaign, thing, lambda record: renamed(record, name))


def merge_things(library: Library, campaign: str, taken: Thing, into: Thing) -> str:
    """Make two things one; return the key of its document.

    Its aliases are all names of the other one, whose notes stand below its own. Events stay as
    they are; an alias that is taken away again is a thing of its own again.

    Raises:
        UserError: They are one already, or one of them is a person at the table.
    """
    if into.goes_by(taken.name):
        raise UserError("These are one already.")
    if (taken.kind is Kind.PERSON) != (into.kind is Kind.PERSON):
        raise UserError("A person at the table and a figure of the game stay two.")
    name = f"Merge “{_short(taken.name)}” with “{_short(into.name)}”"
    with library.act(name) as act:
        if taken.key:
            act.delete(library.stores[_STORE], taken.key)
        return _changed(library, act, campaign, into, lambda record: joined(record, taken))


def delete_things(library: Library, keys: Sequence[str]) -> int | None:
    """Delete what is written about things, as one act; return its number.

    What events name stays in the list: only what was written about it is gone.
    """
    what = "what is written about it" if len(keys) == 1 else f"{len(keys)} things of the world"
    with library.act(f"Delete {what}") as act:
        for key in keys:
            act.delete(library.stores[_STORE], key)
    return act.number


def _usable(library: Library, campaign: str, name: str, *, but: str = "") -> str:
    name = " ".join(name.split())
    if not name:
        raise UserError("It needs a name.")
    with library.reading() as connection:
        documents = stored_in(library, connection, "world", campaign)
    for key, data in documents.items():
        if key != but and fold(text_at(data, "record", "name").strip()) == fold(name):
            raise UserError(f"“{name}” is there already; merge the two instead.")
    return name


def _check(values: Mapping[str, J]) -> None:
    kinds = {str(kind) for kind in Kind}
    if values.get("kind", Kind.NPC) not in kinds:
        raise UserError("There is no such kind of thing.")
    seen = (values.get("visibility"), values.get("notesVisibility"))
    if not {None, PUBLIC, GM_ONLY}.issuperset(seen):
        raise UserError("There is no such visibility.")


def _record(campaign: str, name: str, kind: Kind, user: str = "") -> Data:
    record = {
        "id": f"world-{uuid4()}",
        "campaignId": campaign,
        "kind": str(kind),
        "name": name,
        "aliases": [],
    }
    return {**record, "userId": user} if user else record


def _create(library: Library, act: Act, record: Data) -> str:
    key = str(record["id"])
    act.create(library.stores[_STORE], key, {"record": record, "own": {}, "spelling": {}})
    return key


def _changed(
    library: Library,
    act: Act,
    campaign: str,
    thing: Thing,
    change: Callable[[Data], Data],
) -> str:
    """Change what is written about a thing, beginning it if nothing is; return its key."""
    if thing.key:
        act.edit(library.stores[_STORE], thing.key, _changing(change))
        return thing.key
    record = change(_record(campaign, thing.name, thing.kind, thing.user))
    return _create(library, act, record)


def _changing(change: Callable[[Data], Data]) -> Callable[[Data], Data | None]:
    def changed(data: Data) -> Data | None:
        before = thaw(data["record"])
        after = change(before)
        keys = [key for key in {**before, **after} if not same(before.get(key), after.get(key))]
        if not keys:
            return None
        # An import must not overwrite unasked what was written here.
        edited = data["own"].setdefault("edited", [])
        edited += [f"/{key}" for key in keys if f"/{key}" not in edited]
        data["record"] = after
        data["spelling"] = {
            place: number
            for place, number in data["spelling"].items()
            if place.split("/")[2:3] not in [[key] for key in keys]
        }
        return data

    return changed


def _with(record: Data, values: Mapping[str, J]) -> Data:
    # A key that was there keeps its place.
    merged = {**record, **values}
    return {k: v for k, v in merged.items() if k not in values or v not in (None, "")}


def _said(kind: Kind) -> str:
    return kind.word if kind is Kind.NPC else kind.word.lower()


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"
