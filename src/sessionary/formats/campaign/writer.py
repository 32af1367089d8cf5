"""Writes a campaign as one bundle: the file that gives the same campaign again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


def write_bundle(
    out: TextIO,
    campaign: str,
    *,
    sessions: Iterable[str] = (),
    events: Iterable[str] = (),
    goals: Iterable[str] = (),
    world: Iterable[str] = (),
    characters: Iterable[str] = (),
    users: Iterable[str] = (),
) -> None:
    """Write a bundle, record by record as the iterables give them.

    Args:
        out: Where to; UTF-8, line ends untranslated.
        campaign: The campaign's record as JSON text; empty if there is none.
        sessions: The exact JSON text of each record; it is written as it stands, on a line of
            its own unless it has line ends itself.
        events: As `sessions`.
        goals: As `sessions`.
        world: As `sessions`; left out if it is empty: other programs do not know it.
        characters: As `sessions`.
        users: As `sessions`.
    """
    out.write("{\n")
    if campaign:
        out.write(f'"campaign": {campaign},\n')
    lists: dict[str, Iterable[str]] = {
        "sessions": sessions,
        "events": events,
        "goals": goals,
        "characters": characters,
        "users": users,
    }
    if things := list(world):
        lists["world"] = things
    for place, (key, records) in enumerate(lists.items(), 1):
        out.write(f'"{key}": ')
        write_list(out, records)
        out.write(",\n" if place < len(lists) else "\n")
    out.write("}\n")


def write_list(out: TextIO, records: Iterable[str]) -> None:
    """Write a JSON list of texts that are JSON already, each on a new line."""
    before = "[\n"
    for record in records:
        out.write(before)
        out.write(record)
        before = ",\n"
    out.write("[]" if before == "[\n" else "\n]")
