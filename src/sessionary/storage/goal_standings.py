"""How the goals of a campaign stand, read from the index and from the events of completion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.goal_events import caused_by, completion_id
from sessionary.core.campaign.goal_progress import Standing, settle
from sessionary.core.campaign.goal_tracking import total_of
from sessionary.core.campaign.record import text_at
from sessionary.core.entries import Visible
from sessionary.storage import goal_hits, goal_tallies
from sessionary.storage.goal_hits import campaign_goals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.campaign.record import Number
    from sessionary.storage.goal_hits import KeptGoal


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An event which says that a goal is completed, as the library has it.

    Attributes:
        pk, record: Its number, and what it says.
        document: The number of its session, None if it has none.
        visible: Who may see it.
        struck: Whether it was struck out.
        read: Whether it came with a file.
    """

    pk: int
    record: Mapping[str, Any]
    document: int | None
    visible: int
    struck: bool
    read: bool


def standings(
    connection: Connection,
    campaign: str,
    *,
    players_only: bool = False,
    goals: Sequence[KeptGoal] | None = None,
) -> list[tuple[KeptGoal, Standing]]:
    """Return how the goals of a campaign stand, in the order in which they came.

    Args:
        connection: A reader.
        campaign: The campaign's id.
        players_only: Count only events that players may see.
        goals: Its goals, if they were read already.
    """
    if goals is None:
        goals = campaign_goals(connection, campaign)
    if not goals:
        return []
    made = made_completions(connection, campaign)
    ours = following(goals, made)

    def moved_by(goal: str) -> Mapping[str, Number]:
        there = made.get(goal)
        if there is None:
            return {}
        return goal_tallies.moves_of(connection, goals, there.pk, players_only=players_only)

    tallies = goal_tallies.tallies(connection, goals, ours.values(), players_only=players_only)
    found = settle([kept.goal for kept in goals], tallies, moved_by)
    return [(kept, found[kept.goal.id]) for kept in goals]


def made_completions(connection: Connection, campaign: str) -> dict[str, Made]:
    """Return by goal id the events that were made to say that a goal is completed."""
    rows = connection.exec_driver_sql(
        "SELECT pk, id, text, document, visible, struck, source FROM entry "
        "WHERE kind='session' AND type='event' AND scope=? AND id>=? AND id<?",
        (campaign, *goal_hits.COMPLETIONS),
    ).all()
    found = {}
    for pk, identifier, text, document, visible, struck, source in rows:
        record = json.loads(text)
        goal = text_at(record, "goalId")
        if caused_by(record) and completion_id(goal) == identifier:
            found[goal] = Made(
                pk=pk,
                record=record,
                document=document,
                visible=visible,
                struck=struck is not None,
                read=source is not None,
            )
    return found


def following(goals: Sequence[KeptGoal], made: Mapping[str, Made]) -> dict[str, int]:
    """Return the numbers of those that follow from the log alone, by goal id.

    Where somebody has said that the goal is completed, the event stays whatever the log says.
    """
    return {
        kept.goal.id: made[kept.goal.id].pk
        for kept in goals
        if kept.goal.id in made and kept.goal.status != "completed"
    }


def completion_times(connection: Connection, campaign: str) -> dict[str, str]:
    """Return by goal id when goals were completed by events, as files write times."""
    made = made_completions(connection, campaign)
    return {goal: text_at(one.record, "timestamp", "realTime") for goal, one in made.items()}


def hits_with_entries(connection: Connection, goal: int) -> Iterator[Sequence[Any]]:
    """Walk over what has moved a goal, in the order in which it came.

    Each row has the entry's number and id, the amount, label and type, the key of its session
    with number and title, and when it was logged and happened.
    """
    yield from connection.exec_driver_sql(
        "SELECT entry.pk, entry.id, amount, label, word, document.key, session_row.number, "
        "session_row.title, real_us, game_s FROM goal_hit "
        "JOIN entry ON entry.pk = goal_hit.entry "
        "LEFT JOIN document ON document.pk = entry.document "
        "LEFT JOIN session_row ON session_row.document = entry.document "
        "WHERE goal=? ORDER BY entry.pk",
        (goal,),
    )


def hits_in_session(
    connection: Connection, session: int, *, players_only: bool = False
) -> Iterator[tuple[int, int, Number]]:
    """Walk over (goal, entry, amount) of what a session has moved, in the order in which it came.

    Args:
        connection: A reader.
        session: The number of the session's document.
        players_only: Leave out events that players may not see.
    """
    for row in connection.exec_driver_sql(
        "SELECT goal, goal_hit.entry, amount FROM entry "
        "JOIN goal_hit ON goal_hit.entry = entry.pk "
        f"WHERE entry.document=? {_seen(players_only)} ORDER BY goal_hit.entry",
        (session,),
    ):
        yield row[0], row[1], row[2]


def moved_until(
    connection: Connection, goal: int, last: int, *, players_only: bool = False
) -> Number:
    """Return what has moved a goal up to an entry and with it."""
    rows = connection.exec_driver_sql(
        "SELECT amount, count(*) FROM goal_hit JOIN entry ON entry.pk = goal_hit.entry "
        f"WHERE goal=? AND goal_hit.entry<=? {_seen(players_only)} GROUP BY amount",
        (goal, last),
    )
    return total_of((row[0], row[1]) for row in rows)


def moved_by_session(connection: Connection, campaign: str, session: str) -> set[int]:
    """Return the numbers of the goals that the events of a session, named by its id, moved."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT goal FROM session_row JOIN entry ON entry.document = session_row.document "
        "JOIN goal_hit ON goal_hit.entry = entry.pk "
        "WHERE session_row.container=? AND session_row.id=? AND session_row.binned IS NULL",
        (campaign, session),
    )
    return {row[0] for row in rows}


def _seen(players_only: bool) -> str:  # noqa: FBT001  the one thing it is about
    return f"AND entry.visible={int(Visible.PLAYERS)}" if players_only else ""
