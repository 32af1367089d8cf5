"""What can be done with goals: made, edited, ended, reopened, deleted. Each is one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sessionary.core.campaign.check import GOAL_STATUSES, check_record
from sessionary.core.campaign.goal_objectives import OBJECTIVE
from sessionary.core.campaign.goal_progress import CLOSED, STATUS_WORDS
from sessionary.core.campaign.goals import dependency_edges, find_cycle, parent_edges
from sessionary.core.campaign.record import list_at, object_at, text_at, texts_at
from sessionary.core.problems import Severity, UserError
from sessionary.core.store.values import thaw
from sessionary.core.text import fold
from sessionary.services.session_edits import with_values
from sessionary.services.sessions import document_data
from sessionary.storage import goal_hits, queries
from sessionary.storage.goal_hits import CLOSED_AT, COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sessionary.core.campaign.record import Number, Record
    from sessionary.core.json_text import J
    from sessionary.core.store.act import Act
    from sessionary.services.library import Library

Data = dict[str, Any]


class GoalCycle(UserError):
    """A goal would be its own parent, or wait for itself.

    Attributes:
        code: The stable name of the problem.
        goals: The ids of the goals that lead back to each other.
    """

    code = "goal.cycle"

    def __init__(self, goals: tuple[str, ...], names: Mapping[str, str]) -> None:
        round_trip = " → ".join(names.get(one, one) for one in (*goals, goals[0]))
        super().__init__(f"This goal would lead back to itself: {round_trip}.")
        self.goals = goals


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGoal:
    """What a goal is to be.

    Attributes:
        name: What it is called.
        description: More about it.
        type: ``campaign``, ``character``, ``session`` or ``quest``.
        target: How far it shall come, None for a goal that is not counted.
        unit: What is counted.
        tracked: Which events move it, in the form of a record.
        parent: The id of the goal that it belongs to, empty for none.
        dependencies: The ids of the goals that must be completed before it starts.
        visibility: ``public`` or ``gm-only``.
        session: The id of the session that it is a goal of, empty for none.
        status: ``not_started`` or ``in_progress``.
        objective: Whether it stands for the objective of its session that has its name: how it
            stands is what is ticked there then.
    """

    name: str
    description: str = ""
    type: str = "campaign"
    target: Number | None = None
    unit: str = ""
    tracked: tuple[Record, ...] = ()
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    visibility: str = "gm-only"
    session: str = ""
    status: str = "not_started"
    objective: bool = False

    def record(self, identifier: str, campaign: str, stamp: str) -> Data:
        """Return its record."""
        progress = {"current": 0, "target": self.target, "unit": self.unit or None}
        given = {
            "id": identifier,
            "campaignId": campaign,
            "sessionId": self.session,
            "name": self.name.strip(),
            "description": self.description,
            "type": self.type,
            "visibility": self.visibility,
            "status": self.status,
            "progress": {key: value for key, value in progress.items() if value is not None},
            "trackedEvents": [thaw(one) for one in self.tracked],
            "parentGoalId": self.parent,
            "dependencies": list(self.dependencies),
            "createdAt": stamp,
            "updatedAt": stamp,
        }
        return {key: value for key, value in given.items() if value not in ("", [])}


def new_goal(library: Library, campaign: str, goal: NewGoal, now: datetime) -> str:
    """Make a goal; return its key.

    It counts what is logged from now on.

    Raises:
        UserError: It has no name, or cannot be what it is to be.
        GoalCycle: It would lead back to itself.
    """
    if not goal.name.strip():
        raise UserError("A goal needs a name.")
    with library.act(f"New goal {goal.name.strip()}") as act:
        return _create(library, act, campaign, goal, now)


def _create(library: Library, act: Act, campaign: str, goal: NewGoal, now: datetime) -> str:
    identifier = f"goal-{uuid4()}"
    record = goal.record(identifier, campaign, _stamp(now))
    _check(library, campaign, identifier, record)
    own = {COUNTED: _last(library, campaign)}
    if goal.type == "session" and goal.objective:
        own[OBJECTIVE] = goal.name
    data = {"record": record, "own": own, "spelling": {}}
    act.create(library.stores["goal"], identifier, data)
    return identifier


def edit_goal(
    library: Library, key: str, values: Mapping[str, J], name: str, now: datetime
) -> int | None:
    """Change what a goal says; return the number of the act, None if nothing changes.

    Progress that is set by hand counts all that was logged until then; so does the first thing
    that a goal tracks.

    Args:
        library: Where it is.
        key: Its key.
        values: JSON pointer into its record -> what is to stand there; None takes it away.
        name: What was done, for the undo menu.
        now: The time of day, with an offset.

    Raises:
        UserError: There is no such goal, or a value may not stand there.
        GoalCycle: It would lead back to itself.
    """
    data = document_data(library, "goal", key)
    campaign = _campaign(library, key)
    own: dict[str, J] = {}
    begins = "/trackedEvents" in values and not list_at(data, "record", "trackedEvents")
    if begins or "/progress/current" in values:
        own[COUNTED] = _last(library, campaign)
    with library.act(name) as act:
        _edit(library, act, key, values, own, now)
        session = library.stores["goal"].session_of(key)
        if session is not None:
            record = object_at(act.value(session), "record")
            _check(library, campaign, text_at(record, "id") or key, record)
    return act.number


def _edit(
    library: Library,
    act: Act,
    key: str,
    values: Mapping[str, J],
    own: Mapping[str, J],
    now: datetime,
) -> None:
    def editing(data: Data) -> Data | None:
        changed = with_values(data, dict(values), {})
        if changed is None and all(data["own"].get(mark) == own[mark] for mark in own):
            return None
        for mark, value in own.items():
            # An empty mark says something: that nothing was logged yet.
            if value is None:
                data["own"].pop(mark, None)
            else:
                data["own"][mark] = value
        # Not among what was edited here: an import may always bring a later one.
        data["record"] = {**data["record"], "updatedAt": _stamp(now)}
        return data

    act.edit(library.stores["goal"], key, editing)


def set_status(library: Library, key: str, status: str, now: datetime) -> int | None:
    """End a goal, or open it again; return the number of the act.

    What is logged after its end does not move it. Opened again it counts that too. A goal that
    stood for an objective goes its own way from then on.

    Args:
        library: Where it is.
        key: Its key.
        status: ``completed``, ``failed`` or ``abandoned`` end it; the others open it.
        now: The time of day, with an offset.

    Raises:
        UserError: There is no such goal or status.
    """
    if status not in GOAL_STATUSES:
        raise UserError(f"There is no status {status} of a goal.")
    name = text_at(document_data(library, "goal", key), "record", "name") or key
    stamp = _stamp(now)
    values: dict[str, J] = {
        "/status": status,
        "/completedAt": stamp if status == "completed" else None,
        "/failedAt": stamp if status == "failed" else None,
    }
    last = _last(library, _campaign(library, key)) if status in CLOSED else None
    with library.act(f"Set {name} to {STATUS_WORDS[status].lower()}") as act:
        _edit(library, act, key, values, {CLOSED_AT: last, OBJECTIVE: None}, now)
    return act.number


def set_parent(library: Library, key: str, parent: str, now: datetime) -> int | None:
    """Make a goal a sub-goal of another one, or of none; return the number of the act.

    Args:
        library: Where it is.
        key: Its key.
        parent: The id of the goal it shall belong to, empty for none.
        now: The time of day, with an offset.

    Raises:
        UserError: There is no such goal.
        GoalCycle: It would lead back to itself.
    """
    record = document_data(library, "goal", key)["record"]
    identifier = text_at(record, "id") or key
    with library.reading() as connection:
        others = goal_hits.campaign_goals(connection, _campaign(library, key))
    lists = {
        kept.key: [one for one in texts_at(kept.goal.record, "childGoalIds") if one != identifier]
        for kept in others
        if identifier in texts_at(kept.goal.record, "childGoalIds") and kept.goal.id != parent
    }
    changed = [
        {**kept.goal.record, "childGoalIds": lists.get(kept.key, kept.goal.record["childGoalIds"])}
        if "childGoalIds" in kept.goal.record
        else kept.goal.record
        for kept in others
        if kept.key != key
    ]
    check_cycles([*changed, {**record, "parentGoalId": parent}])
    with library.act(f"Move goal {text_at(record, 'name') or identifier}") as act:
        for other, left in lists.items():
            _edit(library, act, other, {"/childGoalIds": left or None}, {}, now)
        _edit(library, act, key, {"/parentGoalId": parent or None}, {}, now)
    return act.number


def delete_goal(library: Library, key: str, now: datetime) -> int | None:
    """Delete a goal; return the number of the act, which takes it back when it is undone.

    Its sub-goals stay, without it; goals that waited for it do so no longer.

    Raises:
        UserError: There is no such goal.
    """
    record = document_data(library, "goal", key)["record"]
    identifier = text_at(record, "id") or key
    with library.reading() as connection:
        others = goal_hits.campaign_goals(connection, _campaign(library, key))
    with library.act(f"Delete goal {text_at(record, 'name') or identifier}") as act:
        for other in others:
            values = _without(other.goal.record, identifier)
            if values and other.key != key:
                _edit(library, act, other.key, values, {}, now)
        act.delete(library.stores["goal"], key)
    return act.number


def _without(record: Record, goal: str) -> dict[str, J]:
    """Return what changes in a record when a goal that it may name is no more."""
    values: dict[str, J] = {}
    if text_at(record, "parentGoalId") == goal:
        values["/parentGoalId"] = None
    for name in ("dependencies", "childGoalIds"):
        named = texts_at(record, name)
        if goal in named:
            values[f"/{name}"] = [one for one in named if one != goal]
    return values


def objectives_to_goals(library: Library, key: str, now: datetime) -> int | None:
    """Make the objectives planned for a session its goals; return the number of the act.

    For the start of a session. An objective that is a goal of it already is passed over; None if
    there is nothing to make.

    Raises:
        UserError: There is no such session, or it cannot be read.
    """
    with library.act("Make objectives goals") as act:
        add_objectives(library, act, key, now)
    return act.number


def add_objectives(library: Library, act: Act, key: str, now: datetime) -> tuple[str, ...]:
    """Do what :func:`objectives_to_goals` does as a part of another act; return their keys."""
    data = document_data(library, "session", key)
    session = text_at(data, "record", "id") or key
    with library.reading() as connection:
        stored = queries.document(connection, "session", key)
        campaign = "" if stored is None else stored.container
        there = {
            fold(kept.goal.name).strip()
            for kept in goal_hits.campaign_goals(connection, campaign)
            if text_at(kept.goal.record, "sessionId") == session
        }
    made = []
    for text in dict.fromkeys(texts_at(data, "record", "plannedObjectives")):
        if text.strip() and fold(text).strip() not in there:
            # What is planned is shown to players, so its goal is no secret.
            goal = NewGoal(
                name=text, type="session", session=session, visibility="public",
                status="in_progress", objective=True,
            )  # fmt: skip
            made.append(_create(library, act, campaign, goal, now))
    return tuple(made)


def _campaign(library: Library, key: str) -> str:
    with library.reading() as connection:
        stored = queries.document(connection, "goal", key)
    if stored is None:
        raise UserError(f"There is no goal {key}.")
    return stored.container


def _last(library: Library, campaign: str) -> str:
    with library.reading() as connection:
        return goal_hits.last_event(connection, campaign)


def _check(library: Library, campaign: str, identifier: str, record: Record) -> None:
    """Refuse a record that a file could not bring either."""
    for problem in check_record("goal", thaw(record), first=True, zone=library.zone):
        if problem.severity is Severity.ERROR:
            raise UserError(problem.message or problem.sentence())
    with library.reading() as connection:
        goals = goal_hits.campaign_goals(connection, campaign)
    records = [kept.goal.record for kept in goals if kept.goal.id != identifier]
    check_cycles([*records, record])


def check_cycles(records: Iterable[Record]) -> None:
    """Raise GoalCycle if goals lead back to themselves, by parents or by dependencies."""
    listed = list(records)
    names = {text_at(one, "id"): text_at(one, "name") or text_at(one, "id") for one in listed}
    for edges in (parent_edges, dependency_edges):
        cycle = find_cycle(edges(listed))
        if cycle:
            raise GoalCycle(cycle, names)


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
