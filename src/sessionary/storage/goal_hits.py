"""The index of what events have moved goals by: goal, entry, amount.

An event counts towards a goal if it came into the library after the goal was read, as the numbers
of entries have it: those of the goal's own file are part of the ``current`` that it states. The
goal's own part names the last event of its campaign that is counted already (``counted``), and,
for a goal that was closed here, the last one that still counts (``closed``); empty where the
campaign had none. They are named by their ids, which are the same in every library.

An event that says that a goal was completed comes when what completed that goal comes.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.goal_events import caused_by
from sessionary.core.campaign.goal_progress import Goal, goal_of
from sessionary.core.campaign.goal_tracking import as_meant, moves_by, words_tracked
from sessionary.core.campaign.record import object_at, text_at
from sessionary.core.text import fold
from sessionary.storage.goal_objectives import Objectives, data_in, types_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.campaign.own_types import OwnTypes
    from sessionary.core.campaign.record import Number, Record

COUNTED = "counted"
CLOSED_AT = "closed"

COMPLETIONS = ("completed-", "completed.")
"""The ids of the events which say that a goal is completed all lie between these two."""

_PART = 500
_BATCH = 10_000
# What counts: an event that is not struck, and of which the session is neither in the bin nor
# still to come.
_EVENTS = (
    "SELECT entry.pk, entry.text FROM entry LEFT JOIN document ON document.pk = entry.document "
    "WHERE entry.kind='session' AND entry.type='event' AND entry.scope=? AND struck IS NULL "
    "AND document.binned IS NULL AND (document.pk IS NOT NULL OR wanted IS NULL) "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptGoal:
    """A goal as the library holds it.

    Attributes:
        pk, key: What names its document.
        goal: What its record says.
        after: The number of the last entry that its record counts already.
        until: The number of the last entry that counts, None while it goes on.
        marks: The ids of the events that say so.
        public: Whether all players may see it.
        own: What only this library knows of it.
    """

    pk: int
    key: str
    goal: Goal
    after: int
    until: int | None
    marks: frozenset[str]
    public: bool
    own: Record = field(repr=False)

    def counts(self, entry: int) -> bool:
        """Return whether an entry of this number can move it."""
        return self.after < entry and (self.until is None or entry <= self.until)


def has_goals(connection: Connection) -> bool:
    """Return whether there is any goal at all."""
    found = connection.exec_driver_sql("SELECT 1 FROM document WHERE kind='goal' LIMIT 1")
    return found.first() is not None


def campaigns_with_goals(connection: Connection) -> list[str]:
    """Return the campaigns that have goals."""
    rows = connection.exec_driver_sql("SELECT DISTINCT container FROM document WHERE kind='goal'")
    return sorted(row[0] for row in rows)


def campaign_goals(connection: Connection, campaign: str) -> list[KeptGoal]:
    """Return the goals of a campaign in the order of their numbers.

    One whose document cannot be read is left out.
    """
    objectives, types = Objectives(connection, campaign), types_in(connection, campaign)
    rows = connection.exec_driver_sql(
        "SELECT pk, key, text, act FROM document WHERE kind='goal' AND container=? "
        "AND binned IS NULL ORDER BY pk",
        (campaign,),
    ).all()
    return [
        _kept(connection, campaign, (pk, key, act), data, objectives, types)
        for pk, key, text, act in rows
        if (data := data_in(text)) is not None
    ]


def _kept(
    connection: Connection,
    campaign: str,
    names: tuple[int, str, int],
    data: dict[str, Any],
    objectives: Objectives,
    types: OwnTypes,
) -> KeptGoal:
    pk, key, act = names
    record, own = object_at(data, "record"), object_at(data, "own")
    goal, after, until = goal_of(record), 0, None
    if status := objectives.status(record, own):
        goal = replace(goal, status=status)
    if types.meanings:
        goal = replace(goal, tracked=as_meant(goal.tracked, types))
    if goal.tracked:
        marked = _marked(connection, campaign, own, COUNTED)
        after = _last_when_read(connection, pk, key) if marked is None else marked
    if not goal.open:
        # Where its file says that it is over, nothing that came later has moved it.
        until = after
        if CLOSED_AT in own:
            marked = _marked(connection, campaign, own, CLOSED_AT)
            until = max(_last_of_act(connection, act) if marked is None else marked, after)
    visibility = text_at(own, "visibility") or text_at(record, "visibility")
    return KeptGoal(
        pk=pk,
        key=key,
        goal=goal,
        after=after,
        until=until,
        marks=frozenset(filter(None, (text_at(own, COUNTED), text_at(own, CLOSED_AT)))),
        public=visibility == "public",
        own=own,
    )


def _marked(connection: Connection, campaign: str, own: Mapping[str, Any], mark: str) -> int | None:
    """Return the number of the event that a mark names, None if there is no such mark or event."""
    named = own.get(mark)
    if not isinstance(named, str):
        return None
    return entry_number(connection, campaign, named) if named else 0


def _last_when_read(connection: Connection, pk: int, key: str) -> int:
    """Return the last entry that was there when a goal was read, or made, last.

    For a goal without a mark, or whose marked event was taken back since.
    """
    sql = connection.exec_driver_sql
    act = sql("SELECT max(act) FROM seen WHERE document=?", (pk,)).scalar()
    if act is None:
        act = sql(
            "SELECT max(act) FROM act_document WHERE kind='goal' AND key=? AND before=0", (key,)
        ).scalar()
    return _last_of_act(connection, act or 0)


def _last_of_act(connection: Connection, act: int) -> int:
    """Return the number of the last entry that had come by the end of an act."""
    found: int | None = connection.exec_driver_sql(
        "SELECT last_entry FROM act WHERE pk<=? AND last_entry IS NOT NULL "
        "ORDER BY pk DESC LIMIT 1",
        (act,),
    ).scalar()
    return found or 0


def last_event(connection: Connection, campaign: str) -> str:
    """Return the id of the event of a campaign that came last, empty if it has none.

    Those that say that a goal is completed are passed over: they come and go.
    """
    found: str | None = connection.exec_driver_sql(
        "SELECT id FROM entry WHERE pk = (SELECT max(pk) FROM entry WHERE kind='session' "
        "AND type='event' AND scope=? AND NOT (id>=? AND id<?))",
        (campaign, *COMPLETIONS),
    ).scalar()
    return found or ""


def entry_number(connection: Connection, campaign: str, identifier: str) -> int | None:
    """Return the number of a campaign's event, None if it is not here."""
    found: int | None = connection.exec_driver_sql(
        "SELECT pk FROM entry WHERE kind='session' AND type='event' AND scope=? AND id=?",
        (campaign, identifier),
    ).scalar()
    return found


def computed_hits(
    connection: Connection,
    campaign: str,
    goals: Sequence[KeptGoal],
    entries: Iterable[int] | None = None,
) -> Iterator[tuple[int, int, Number]]:
    """Yield (goal, entry, amount) as the events of a campaign give them.

    Args:
        connection: A reader or the writer.
        campaign: The campaign's id.
        goals: Goals of it; those that track nothing are passed over.
        entries: The numbers of the events to look at; all of them if None.
    """
    tracking = [kept for kept in goals if kept.goal.tracked and kept.until != kept.after]
    if not tracking:
        return
    types = types_in(connection, campaign)
    if entries is None:
        entries = _candidates(connection, tracking)
    for part in parts(entries):
        marks = ", ".join("?" * len(part))
        rows = connection.exec_driver_sql(
            f"{_EVENTS} AND entry.pk IN ({marks})", (campaign, *part)
        ).all()
        for pk, text in rows:
            record = json.loads(text)
            came = pk
            if cause := caused_by(record):
                came = entry_number(connection, campaign, cause) or pk
            for kept in tracking:
                amount = moves_by(kept.goal.tracked, record, types) if kept.counts(came) else None
                if amount is not None:
                    yield kept.pk, pk, amount


def _candidates(connection: Connection, goals: Sequence[KeptGoal]) -> Iterator[int]:
    """Walk over the entries of the types that goals track, found by their facets, in order."""
    words = {fold(word) for kept in goals for word in words_tracked(kept.goal.tracked)}
    after = min(kept.after for kept in goals)
    # Of a large log they are many: eight bytes each.
    found: list[array[int]] = []
    for word in sorted(words):
        rows = connection.exec_driver_sql(
            "SELECT owner FROM facet JOIN facet_value ON facet_value.pk = facet.value "
            "WHERE name='type' AND facet_value.value=? AND owner>? ORDER BY owner",
            (word, after),
        )
        found.append(array("q", (row[0] for row in rows)))
    return (number for number, _same in groupby(merge(*found)))


def parts(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield numbers in parts that fit into one statement."""
    left = iter(numbers)
    while part := list(islice(left, _PART)):
        yield part


def write_hits(connection: Connection, hits: Iterable[tuple[int, int, Number]]) -> None:
    """Write hits; those that were there for the same goals and entries must be out already."""
    left = iter(hits)
    while given := list(islice(left, _BATCH)):
        connection.exec_driver_sql(
            "INSERT INTO goal_hit (goal, entry, amount) VALUES (?, ?, ?)", given
        )


def remove_entries(connection: Connection, entries: Iterable[int]) -> None:
    """Take out what some entries have moved."""
    for part in parts(entries):
        marks = ", ".join("?" * len(part))
        connection.exec_driver_sql(f"DELETE FROM goal_hit WHERE entry IN ({marks})", tuple(part))


def remove_goal(connection: Connection, goal: int) -> None:
    """Take out what has moved a goal."""
    connection.exec_driver_sql("DELETE FROM goal_hit WHERE goal=?", (goal,))


def count_again(connection: Connection) -> None:
    """Write all hits anew, from documents and entries."""
    if not has_goals(connection):
        connection.exec_driver_sql("DELETE FROM goal_hit")
        return
    connection.exec_driver_sql("DELETE FROM goal_hit")
    for campaign in campaigns_with_goals(connection):
        goals = campaign_goals(connection, campaign)
        write_hits(connection, computed_hits(connection, campaign, goals))


def hit_problems(connection: Connection) -> list[str]:
    """Return the goals of which the stored hits are not those that the events give."""
    stored: dict[int, set[tuple[int, Number]]] = defaultdict(set)
    for goal, entry, amount in connection.exec_driver_sql(
        "SELECT goal, entry, amount FROM goal_hit"
    ):
        stored[goal].add((entry, amount))
    names: dict[int, str] = {}
    computed: dict[int, set[tuple[int, Number]]] = defaultdict(set)
    for campaign in campaigns_with_goals(connection):
        goals = campaign_goals(connection, campaign)
        names.update((kept.pk, kept.key) for kept in goals)
        for goal, entry, amount in computed_hits(connection, campaign, goals):
            computed[goal].add((entry, amount))
    return [
        f"The index (goal_hit) of goal/{names.get(goal, goal)} is not its events'."
        for goal in sorted(stored.keys() | computed.keys())
        if stored[goal] != computed[goal]
    ]
