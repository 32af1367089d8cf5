"""Keeps goals in step with the log, within the transaction of what moves them.

What events have moved is an index. That a goal has reached its target is said by an event of its
own, ``completed-<goal id>``, which is truth like any other: the act that brings the goal there
adds it, the act that takes the goal back removes it, and to undo either undoes that too.
"""

from __future__ import annotations

import json
from heapq import merge
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.goal_events import caused_by, completion_id, completion_record
from sessionary.core.campaign.goal_progress import family, settle
from sessionary.core.campaign.goal_tracking import moves_by, total
from sessionary.core.campaign.record import Number, object_at
from sessionary.core.entries import EntryPut, Visible
from sessionary.core.store.values import thaw
from sessionary.storage import goal_hits, goal_tallies
from sessionary.storage.entry_changes import EntryRemove, EntryWriter
from sessionary.storage.goal_hits import campaign_goals, computed_hits, write_hits
from sessionary.storage.goal_objectives import data_in, has_goals_of
from sessionary.storage.goal_standings import Made, following, made_completions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sessionary.core.store.backend import DocumentWrite
    from sessionary.storage.entry_changes import ColumnsOf
    from sessionary.storage.goal_hits import KeptGoal


class GoalKeeper:
    """Notes what an act does to goals and to what moves them, and brings them up to date.

    Args:
        connection: The writer, inside the act's transaction, before anything of it is written.
        columns_of: Computes the columns of an event.
    """

    def __init__(self, connection: Connection, columns_of: ColumnsOf) -> None:
        self._connection = connection
        self._columns_of = columns_of
        self._any = goal_hits.has_goals(connection)
        self._campaigns: set[str] = set()
        self._recounted: set[str] = set()
        self._moved: set[int] = set()

    @property
    def concerned(self) -> bool:
        """Whether something was noted that may move a goal."""
        return bool(self._campaigns or self._moved)

    def before(self, document: DocumentWrite) -> None:
        """Take note of a document that is going to be written."""
        if document.store == "goal":
            self._goal(document)
        elif document.store == "session" and self._any:
            self._session(document)

    def _goal(self, document: DocumentWrite) -> None:
        self._any = True
        row = self._connection.exec_driver_sql(
            "SELECT pk, container, text FROM document WHERE kind='goal' AND key=?", (document.key,)
        ).first()
        if row is not None:
            self._campaigns.add(row[1])
            if document.text is None:
                goal_hits.remove_goal(self._connection, row[0])
        for rows in document.rows.get("document", ()):
            self._campaigns.add(rows[0])
        former = None if row is None else data_in(row[2])
        if _counting(former) != _counting(document.value):
            self._recounted.add(document.key)

    def _session(self, document: DocumentWrite) -> None:
        for rows in document.rows.get("session_row", ()):
            identifier, container = rows[1], rows[2]
            if has_goals_of(self._connection, container, identifier):
                # What is ticked there may be one of them.
                self._campaigns.add(container)
        row = self._connection.exec_driver_sql(
            "SELECT pk, binned FROM document WHERE kind='session' AND key=?", (document.key,)
        ).first()
        if row is None:
            return
        gone = document.text is None or bool(object_at(document.value, "own").get("binned"))
        if document.text is not None and gone is (row[1] is not None):
            return
        self._moved.update(
            one[0]
            for one in self._connection.exec_driver_sql(
                "SELECT pk FROM entry WHERE document=?", (row[0],)
            )
        )

    def keep(self, writer: EntryWriter) -> None:
        """Bring goals up to date; ``writer`` has applied the changes of the act's entries."""
        moved = self._moved | writer.changed.keys()
        if not self._any or not (moved or self._campaigns):
            return
        ids = frozenset(writer.changed.values())
        campaigns = self._campaigns | self._campaigns_of(moved)
        goal_hits.remove_entries(self._connection, moved)
        for campaign in sorted(campaigns):
            goals = campaign_goals(self._connection, campaign)
            again = [k for k in goals if k.key in self._recounted or not ids.isdisjoint(k.marks)]
            self._write(campaign, [kept for kept in goals if kept not in again], moved)
            for kept in again:
                goal_hits.remove_goal(self._connection, kept.pk)
                self._write(campaign, [kept], None)
            complete(self._connection, campaign, goals, writer, self._columns_of)

    def _write(
        self, campaign: str, goals: Sequence[KeptGoal], entries: Iterable[int] | None
    ) -> None:
        write_hits(self._connection, computed_hits(self._connection, campaign, goals, entries))

    def _campaigns_of(self, entries: Iterable[int]) -> set[str]:
        """Return the campaigns of entries, also of those that are gone but have moved goals."""
        found: set[str] = set()
        for part in goal_hits.parts(entries):
            marks = ", ".join("?" * len(part))
            rows = self._connection.exec_driver_sql(
                f"SELECT DISTINCT scope FROM entry WHERE pk IN ({marks}) "
                "UNION SELECT container FROM goal_hit JOIN document ON document.pk = goal "
                f"WHERE entry IN ({marks})",
                (*part, *part),
            )
            found.update(row[0] for row in rows)
        return found


def _counting(data: Any) -> object:
    """Return what of a goal's data decides which events move it."""
    if data is None:
        return None
    own, record = object_at(data, "own"), object_at(data, "record")
    said = [thaw(record.get(key)) for key in ("trackedEvents", "status")]
    return own.get(goal_hits.COUNTED), own.get(goal_hits.CLOSED_AT), json.dumps(said)


def keep_all(
    connection: Connection, act: int, columns_of: ColumnsOf, campaigns: Iterable[str] = ()
) -> None:
    """Bring all goals up to date at the end of a job's transaction.

    Args:
        connection: The writer, inside the transaction, all indexes in place.
        act: The number of its act.
        columns_of: Computes the columns of an event.
        campaigns: Campaigns that had goals before and may have none by now.
    """
    goal_hits.count_again(connection)
    concerned = {*campaigns, *goal_hits.campaigns_with_goals(connection)}
    if not concerned:
        return
    writer = EntryWriter(connection, act, columns_of)
    for campaign in sorted(concerned):
        goals = campaign_goals(connection, campaign)
        complete(connection, campaign, goals, writer, columns_of)
    writer.finish()


def complete(
    connection: Connection,
    campaign: str,
    goals: Sequence[KeptGoal],
    writer: EntryWriter,
    columns_of: ColumnsOf,
) -> None:
    """Make the events of a campaign that say which goals have reached their targets.

    Args:
        connection: The writer; the hits of the campaign's goals are up to date.
        campaign: The campaign's id.
        goals: All its goals.
        writer: Writes the entries of the act.
        columns_of: Computes the columns of an event.
    """
    made = made_completions(connection, campaign)
    if not goals and not made:
        return
    ours = following(goals, made)
    completing = _Completing(connection, campaign, goals, made, columns_of)
    settle(
        [kept.goal for kept in goals],
        goal_tallies.tallies(connection, goals, ours.values()),
        completing.moved_by,
    )
    known = {kept.goal.id for kept in goals}
    for goal, there in made.items():
        # What came with a file speaks of a goal that may come yet.
        orphaned = goal not in known and not there.read
        if orphaned or (goal in ours and goal not in completing.kept):
            writer.apply([EntryRemove(pk=there.pk)])
            goal_hits.remove_entries(connection, [there.pk])
    for put in completing.puts:
        writer.apply([put])
        pk = goal_hits.entry_number(connection, campaign, put.id)
        if pk is not None:
            goal_hits.remove_entries(connection, [pk])
            write_hits(connection, computed_hits(connection, campaign, goals, [pk]))


class _Completing:
    """Finds out which events say that goals are completed, while goals are settled.

    Attributes:
        kept: The goals of which the event that is there is as it should be.
        puts: The events that are not there.
    """

    def __init__(
        self,
        connection: Connection,
        campaign: str,
        goals: Sequence[KeptGoal],
        made: Mapping[str, Made],
        columns_of: ColumnsOf,
    ) -> None:
        self._connection = connection
        self._campaign = campaign
        self._goals = {kept.goal.id: kept for kept in goals}
        self._family = family(kept.goal for kept in goals)
        self._made = made
        self._ours = frozenset(following(goals, made).values())
        self._columns_of = columns_of
        # The number of the event that brought each goal to its target.
        self._causes: dict[str, int] = {}
        # What completed goals have moved, as if what completed them had done so.
        self._moved: dict[str, list[tuple[int, Number]]] = {}
        self.kept: set[str] = set()
        self.puts: list[EntryPut] = []

    def moved_by(self, goal: str) -> Mapping[str, Number]:
        """Note that a goal has reached its target; return what the event of that moves."""
        cause = self._cause(self._goals[goal])
        if cause is None:
            # No event did it: somebody said that its last sub-goal is completed.
            return {}
        self._causes[goal] = cause
        identifier, text, visible, key = self._connection.exec_driver_sql(
            "SELECT entry.id, entry.text, visible, document.key FROM entry "
            "LEFT JOIN document ON document.pk = entry.document WHERE entry.pk=?",
            (cause,),
        ).one()
        there = self._made.get(goal)
        if there is not None and caused_by(there.record) == identifier:
            self.kept.add(goal)
            return {} if there.struck else self._moves(there.record, cause)
        name = completion_id(goal)
        if there is None and goal_hits.entry_number(self._connection, self._campaign, name):
            # A file, or somebody, has said so already; what that moves is counted with the rest.
            return {}
        public = self._goals[goal].public and visible == Visible.PLAYERS
        record = completion_record(self._goals[goal].goal, json.loads(text), public=public)
        self.puts.append(self._put(record, key))
        return self._moves(record, cause)

    def _put(self, record: dict[str, Any], key: str | None) -> EntryPut:
        text = json.dumps(record, ensure_ascii=False)
        return EntryPut(
            kind="session",
            type="event",
            scope=self._campaign,
            id=str(record["id"]),
            document=None if key is None else ("session", key),
            text=text,
            columns=self._columns_of("session", "event", self._campaign, text, None),
        )

    def _moves(self, record: Mapping[str, Any], cause: int) -> Mapping[str, Number]:
        moves = {}
        for goal, kept in self._goals.items():
            amount = moves_by(kept.goal.tracked, record) if kept.counts(cause) else None
            if amount is not None:
                moves[goal] = amount
                self._moved.setdefault(goal, []).append((cause, amount))
        return moves

    def _cause(self, kept: KeptGoal) -> int | None:
        """Return the event that brought a goal to its target: the last one that it needed."""
        goal = kept.goal
        children = self._family.get(goal.id, ())
        if children and not goal.tracked:
            found = [self._causes[child] for child in children if child in self._causes]
        else:
            found = [entry for entry in [self._reaching(kept)] if entry is not None]
        if goal.status == "not_started":
            found += [self._causes[one] for one in goal.dependencies if one in self._causes]
        return max(found, default=None)

    def _reaching(self, kept: KeptGoal) -> int | None:
        """Return the event with which a goal's sum came to its target."""
        logged = (
            hit
            for hit in goal_tallies.hits_of_goal(self._connection, kept.pk)
            if hit[0] not in self._ours
        )
        current, target, last = kept.goal.base, kept.goal.target, None
        for entry, amount in merge(logged, sorted(self._moved.get(kept.goal.id, ()))):
            current, last = total([current, amount]), entry
            if target is not None and current >= target:
                break
        return last
