"""How a timeline sorts events into lanes: by where they were, who took part, what they moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.storage.connection import Reader

_COMMON_PLACES = (
    "SELECT v.pk, v.value, min(f.owner) FROM facet_value v CROSS JOIN facet f ON f.value = v.pk "
    "WHERE v.name='place' AND f.owner > 0 GROUP BY v.pk ORDER BY count(*) DESC, v.value LIMIT ?"
)
_CHARACTERS = (
    "SELECT json_extract(person.value, '$.id'), json_extract(person.value, '$.name') "
    "FROM document JOIN json_each(CASE WHEN json_valid(document.text) THEN document.text "
    "ELSE '{}' END, '$.data.own.characters') AS person WHERE document.kind='campaign'"
)
_GOALS = (
    "SELECT pk, container, json_extract(text, '$.data.record.name'), "
    "coalesce(json_extract(text, '$.data.own.visibility'), "
    "json_extract(text, '$.data.record.visibility')) FROM document "
    "WHERE kind='goal' AND binned IS NULL AND json_valid(text) "
    "AND pk IN (SELECT DISTINCT goal FROM goal_hit) ORDER BY pk"
)


class KnownGoal(NamedTuple):
    """A goal that events have moved."""

    pk: int
    campaign: str
    name: str
    public: bool


def common_places(connection: Reader, most: int) -> list[tuple[int, str]]:
    """Return (facet value, name) of the places that events name most often, as one spells it."""
    found = connection.exec_driver_sql(_COMMON_PLACES, (most,)).all()
    named = []
    for value, folded, first in found:
        spelt = connection.exec_driver_sql(
            "SELECT json_extract(text, '$.participants.location') FROM entry WHERE pk=?", (first,)
        ).scalar()
        named.append((value, spelt if isinstance(spelt, str) else folded))
    return named


def party_values(connection: Reader) -> list[str]:
    """Return what sessions list as characters, folded for comparison."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT v.value FROM facet_value v JOIN facet f ON f.value = v.pk "
        "WHERE v.name='character' AND f.owner < 0 ORDER BY v.value"
    )
    return [row[0] for row in rows]


def character_names(connection: Reader) -> Iterator[tuple[str, str]]:
    """Yield (id, name) of the characters of all campaigns."""
    for identity, name in connection.exec_driver_sql(_CHARACTERS):
        if isinstance(identity, str) and isinstance(name, str) and name:
            yield identity, name


def facet_values(connection: Reader, names: Sequence[str], value: str) -> list[int]:
    """Return the numbers of a folded value among facets of some names."""
    marks = ", ".join("?" * len(names))
    rows = connection.exec_driver_sql(
        f"SELECT pk FROM facet_value WHERE name IN ({marks}) AND value=?", (*names, value)
    )
    return [row[0] for row in rows]


def owners_of(connection: Reader, values: Sequence[int]) -> list[int]:
    """Return the entries that have any of some facet values, each once."""
    listed = ", ".join(str(int(value)) for value in values)
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT owner FROM facet WHERE value IN ({listed}) AND owner > 0"
    )
    return [row[0] for row in rows]


def moved_goals(connection: Reader) -> list[KnownGoal]:
    """Return the goals that events have moved."""
    return [
        KnownGoal(pk, campaign, name if isinstance(name, str) else "", seen == "public")
        for pk, campaign, name, seen in connection.exec_driver_sql(_GOALS)
    ]


def moving(connection: Reader, goal: int) -> list[int]:
    """Return the entries that have moved a goal."""
    rows = connection.exec_driver_sql("SELECT entry FROM goal_hit WHERE goal=?", (goal,))
    return [row[0] for row in rows]
