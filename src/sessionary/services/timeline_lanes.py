"""Which events stand in which lane of a timeline: by character, by place, by goal."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.text import fold, one_line
from sessionary.services.hidden import hidden_names
from sessionary.storage import campaign_queries, lane_queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

MOST_LANES: Final = 40
_PEOPLE: Final = ("actor", "target")
_NAME_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class LaneMembers:
    """Events and the lanes that they stand in; one may stand in several.

    Attributes:
        pks: Numbers of entries.
        places: Places in ``names``, one for each of them.
        names: What the lanes are called, those of most events first.
    """

    pks: array[int]
    places: array[int]
    names: tuple[str, ...]


def lane_members(library: Library, kind: str, *, players_only: bool = False) -> LaneMembers:
    """Return the events of each lane; from any thread.

    Args:
        library: Where they are.
        kind: ``character``, ``place`` or ``goal``.
        players_only: Leave out lanes whose names players may not read.
    """
    with library.reading() as connection:
        campaigns = campaign_queries.campaigns_of_sessions(connection)
    hidden = [hidden_names(library, one) for one in campaigns] if players_only else []
    with library.reading() as connection:
        found = {
            name: events
            for name, events in _KINDS[kind](library, connection, players_only)
            if events and not any(names.in_text(name) for names in hidden)
        }
    pks, places = array("q"), array("h")
    most = sorted(found.items(), key=lambda lane: -len(lane[1]))[:MOST_LANES]
    for place, (_name, events) in enumerate(most):
        pks.extend(events)
        places.extend([place] * len(events))
    return LaneMembers(pks, places, tuple(one_line(name, _NAME_CHARACTERS) for name, _ in most))


def _by_place(
    _library: Library,
    connection: Reader,
    _players_only: bool,  # noqa: FBT001  as the others
) -> Iterator[tuple[str, list[int]]]:
    for value, name in lane_queries.common_places(connection, MOST_LANES):
        yield name, lane_queries.owners_of(connection, [value])


def _by_character(
    _library: Library,
    connection: Reader,
    _players_only: bool,  # noqa: FBT001  as the others
) -> Iterator[tuple[str, list[int]]]:
    names = {fold(identity): name for identity, name in lane_queries.character_names(connection)}
    # An event may call a character by the id or by the name.
    called: dict[str, set[str]] = defaultdict(set)
    spelt: dict[str, str] = {}
    for value in lane_queries.party_values(connection):
        name = names.get(value, value)
        called[fold(name)] |= {value, fold(name)}
        spelt.setdefault(fold(name), name)
    for folded, values in called.items():
        numbers = [
            number
            for value in sorted(values)
            for number in lane_queries.facet_values(connection, _PEOPLE, value)
        ]
        if numbers:
            yield spelt[folded], lane_queries.owners_of(connection, numbers)


def _by_goal(
    library: Library,
    connection: Reader,
    players_only: bool,  # noqa: FBT001  as the others
) -> Iterator[tuple[str, list[int]]]:
    if not library.file.has_goals:
        return
    moved: dict[str, list[int]] = defaultdict(list)
    for goal in lane_queries.moved_goals(connection):
        if goal.public or not players_only:
            moved[goal.name] += lane_queries.moving(connection, goal.pk)
    for name, events in moved.items():
        yield name, list(dict.fromkeys(events))


_KINDS: Final = {"character": _by_character, "place": _by_place, "goal": _by_goal}
