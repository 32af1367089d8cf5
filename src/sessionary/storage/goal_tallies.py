"""What events have moved goals by, summed up from the index of :mod:`.goal_hits`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.goal_progress import Tally
from sessionary.core.campaign.goal_tracking import total_of
from sessionary.storage.goal_hits import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.campaign.record import Number
    from sessionary.storage.goal_hits import KeptGoal


def tallies(
    connection: Connection,
    goals: Sequence[KeptGoal],
    without: Iterable[int] = (),
    *,
    players_only: bool = False,
) -> dict[str, Tally]:
    """Return what events have moved some goals by, by the ids of the goals.

    Args:
        connection: A reader.
        goals: The goals.
        without: Entries that are left out.
        players_only: Leave out events that players may not see.
    """
    ids = {kept.pk: kept.goal.id for kept in goals}
    left_out = set(without)
    sums: dict[int, tuple[Number, int]] = {}
    broken: list[int] = []
    for goal, count, amount, is_broken in _sums(connection, ids, players_only=players_only):
        sums[goal] = (amount, count)
        if is_broken:
            broken.append(goal)
    for goal in broken:
        sums[goal] = _exact_sum(connection, goal, players_only=players_only), sums[goal][1]
    for goal, _entry, amount in _hits_of(connection, left_out, players_only=players_only):
        if goal in sums:
            moved, count = sums[goal]
            sums[goal] = total_of([(moved, 1), (amount, -1)]), count - 1
    return {
        ids[goal]: Tally(amount=amount, matches=count) for goal, (amount, count) in sums.items()
    }


def _sums(
    connection: Connection, goals: Iterable[int], *, players_only: bool
) -> Iterator[Sequence[Any]]:
    """Yield (goal, hits, sum, whether there are fractions in it)."""
    joined = "JOIN entry ON entry.pk = goal_hit.entry" if players_only else ""
    condition = "AND visible=1" if players_only else ""
    for part in parts(goals):
        marks = ", ".join("?" * len(part))
        yield from connection.exec_driver_sql(
            "SELECT goal, count(*), sum(amount), max(typeof(amount)='real') "
            f"FROM goal_hit {joined} WHERE goal IN ({marks}) {condition} GROUP BY goal",
            tuple(part),
        )


def _exact_sum(connection: Connection, goal: int, *, players_only: bool) -> Number:
    """Return the sum of amounts that are no whole numbers: SQLite's would be that of floats."""
    joined = "JOIN entry ON entry.pk = goal_hit.entry" if players_only else ""
    condition = "AND visible=1" if players_only else ""
    rows = connection.exec_driver_sql(
        f"SELECT amount, count(*) FROM goal_hit {joined} WHERE goal=? {condition} GROUP BY amount",
        (goal,),
    )
    return total_of((row[0], row[1]) for row in rows)


def _hits_of(
    connection: Connection, entries: Iterable[int], *, players_only: bool
) -> Iterator[tuple[int, int, Number]]:
    condition = "AND visible=1" if players_only else ""
    for part in parts(entries):
        marks = ", ".join("?" * len(part))
        for row in connection.exec_driver_sql(
            "SELECT goal, goal_hit.entry, amount FROM goal_hit "
            f"JOIN entry ON entry.pk = goal_hit.entry WHERE goal_hit.entry IN ({marks}) "
            f"{condition}",
            tuple(part),
        ):
            yield row[0], row[1], row[2]


def moves_of(
    connection: Connection, goals: Sequence[KeptGoal], entry: int, *, players_only: bool = False
) -> Mapping[str, Number]:
    """Return by goal id what one entry has moved."""
    ids = {kept.pk: kept.goal.id for kept in goals}
    hits = _hits_of(connection, [entry], players_only=players_only)
    return {ids[goal]: amount for goal, _entry, amount in hits if goal in ids}


def hits_of_goal(connection: Connection, goal: int) -> Iterator[tuple[int, Number]]:
    """Walk over (entry, amount) of what has moved a goal, in the order in which it came."""
    for row in connection.exec_driver_sql(
        "SELECT entry, amount FROM goal_hit WHERE goal=? ORDER BY entry", (goal,)
    ):
        yield row[0], row[1]
