"""How far the goals of a campaign have come: computed from what files say and what was logged.

Progress is the file's ``current`` plus what the events moved that were logged after it was read.
It does not depend on their order, so taking one back takes back exactly what it gave.

Source: campaign specification, sections 6 and 10.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.goal_milestones import Milestone, milestones_of
from sessionary.core.campaign.goal_tracking import Tracked, total, tracked_events
from sessionary.core.campaign.goals import parent_edges
from sessionary.core.campaign.record import (
    Number,
    Record,
    exact,
    number,
    object_at,
    text_at,
    texts_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CLOSED: Final = frozenset({"completed", "failed", "abandoned"})
"""The statuses that no event changes: somebody has said so."""

STATUS_WORDS: Final = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "completed": "Completed",
    "failed": "Failed",
    "abandoned": "Abandoned",
}
"""How a goal's status reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal as its record has it, before anything is computed.

    Attributes:
        id, name, description, type: As the record says; the name is the id where there is none.
        status: What the record says, ``not_started`` where it says nothing.
        base: How far the record says it had come.
        target: How far it shall come, None for a goal that is not counted.
        unit: What is counted.
        tracked: Which events move it.
        dependencies: The goals that must be completed before it starts.
        record: All that is said of it.
    """

    id: str
    name: str
    description: str
    type: str
    status: str
    base: Number
    target: Number | None
    unit: str
    tracked: tuple[Tracked, ...]
    dependencies: tuple[str, ...]
    record: Record = field(repr=False)

    @property
    def open(self) -> bool:
        """Whether events may still change its status."""
        return self.status not in CLOSED

    @property
    def rewards(self) -> tuple[str, ...]:
        """What is promised for it, a text each."""
        return tuple(_rewards(self.record.get("rewards")))

    def milestones(self, current: Number) -> tuple[Milestone, ...]:
        """Return its milestones, given how far it has come."""
        return milestones_of(self.record, current)


def goal_of(record: Record) -> Goal:
    """Return a goal from its record; whatever stands there, it never raises."""
    identifier = text_at(record, "id")
    progress = object_at(record, "progress")
    target = number(progress.get("target"))
    return Goal(
        id=identifier,
        name=text_at(record, "name") or identifier,
        description=text_at(record, "description"),
        type=text_at(record, "type"),
        status=text_at(record, "status") or "not_started",
        base=exact(number(progress.get("current")) or 0),
        target=None if target is None else exact(target),
        unit=text_at(progress, "unit"),
        tracked=tracked_events(record),
        dependencies=texts_at(record, "dependencies"),
        record=record,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the events logged after a goal was read have moved it by, and how many they are."""

    amount: Number = 0
    matches: int = 0

    def and_then(self, amount: Number) -> Tally:
        """Return this tally with one more event."""
        return Tally(amount=total([self.amount, amount]), matches=self.matches + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a goal stands.

    Attributes:
        goal: The goal.
        status: What it is by now, one of those of a record.
        current: How far it has come; past the target it goes on (23 of 20).
        target: How far it shall come, None for a goal that is not counted.
        moved: What events have added to what its record says.
        held: What events would add, had it started; it waits for other goals.
        waits_for: The dependencies that are not completed, while it has not started.
        children: Its sub-goals.
        rolled_up: Whether it counts its completed sub-goals and not events.
        computed: Whether it is completed because it has reached its target, and not because
            somebody says so.
    """

    goal: Goal
    status: str
    current: Number
    target: Number | None
    moved: Number = 0
    held: Number = 0
    waits_for: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    rolled_up: bool = False
    computed: bool = False

    @property
    def word(self) -> str:
        """How its status reads."""
        return STATUS_WORDS.get(self.status, self.status)

    @property
    def share(self) -> float | None:
        """How much of it is done, from 0 to 1; None for a goal that is not counted."""
        if self.status == "completed":
            return 1.0
        if self.target is None:
            return None
        if self.current >= self.target:
            return 1.0
        # Fractions: a file's numbers may be larger than any float.
        return float(max(Fraction(self.current) / Fraction(self.target), Fraction(0)))

    @property
    def text(self) -> str:
        """How far it has come in words such as ``15/20 rooms``; empty if nothing is counted."""
        return self.text_with(self.goal.unit)

    def text_with(self, unit: str, current: Number | None = None) -> str:
        """Return how far it has come in words, or had come then, with a unit that may be shown."""
        current = self.current if current is None else current
        if self.target is None and not current:
            return ""
        unit = unit or ("sub-goals" if self.rolled_up else "")
        amount = str(current) if self.target is None else f"{current}/{self.target}"
        return f"{amount} {unit}".rstrip()


def family(goals: Iterable[Goal]) -> dict[str, tuple[str, ...]]:
    """Return for each parent its sub-goals that are known, in the order of `goals`.

    It is enough that either of the two names the other.
    """
    listed = list(goals)
    known = {goal.id for goal in listed}
    found: dict[str, list[str]] = defaultdict(list)
    edges = parent_edges(goal.record for goal in listed)
    for goal in listed:
        for parent in edges.get(goal.id, ()):
            if parent in known and parent != goal.id:
                found[parent].append(goal.id)
    return {parent: tuple(dict.fromkeys(children)) for parent, children in found.items()}


def settle(
    goals: Iterable[Goal],
    tallies: Mapping[str, Tally],
    moved_by: Callable[[str], Mapping[str, Number]],
) -> dict[str, Standing]:
    """Return how all goals of a campaign stand, by their ids.

    A goal that waits for others loses nothing: what is logged meanwhile is held and counts once
    they are completed. So it does not matter whether the last room of the cellar was explored
    before or after the key was found, and correcting the log later gives the same result.

    What events say of a goal that is over does not change its status, and what reached its target
    stays reached for this reckoning, whatever its completion sets off; so there is always an end.

    Args:
        goals: All goals of one campaign.
        tallies: By goal id, what events have moved, those left out that say that a goal of these
            is completed because it reached its target.
        moved_by: Told the id of a goal that reaches its target, returns by how much the event
            that says so moves other goals.
    """
    settling = _Settling(list(goals), tallies)
    while reached := settling.reaching():
        for identifier in reached:
            settling.complete(identifier, moved_by(identifier))
    return {goal.id: settling.standing(goal) for goal in settling.goals}


class _Settling:
    """Goals while it is found out which of them have reached their targets."""

    def __init__(self, goals: list[Goal], tallies: Mapping[str, Tally]) -> None:
        self.goals = goals
        self._family = family(goals)
        self._tallies = {goal.id: tallies.get(goal.id, Tally()) for goal in goals}
        self._completed = {goal.id for goal in goals if goal.status == "completed"}
        self._reached: set[str] = set()

    def reaching(self) -> list[str]:
        """Return the goals that reach their targets now and had not before."""
        return [
            goal.id
            for goal in self.goals
            if goal.open and goal.id not in self._completed and self._reaches(goal)
        ]

    def complete(self, identifier: str, moves: Mapping[str, Number]) -> None:
        self._completed.add(identifier)
        self._reached.add(identifier)
        for moved, amount in moves.items():
            if moved in self._tallies:
                self._tallies[moved] = self._tallies[moved].and_then(amount)

    def _rolls_up(self, goal: Goal) -> bool:
        return not goal.tracked and bool(self._family.get(goal.id))

    def _waits_for(self, goal: Goal) -> tuple[str, ...]:
        if goal.status != "not_started":
            return ()
        return tuple(one for one in goal.dependencies if one not in self._completed)

    def _reaches(self, goal: Goal) -> bool:
        if self._waits_for(goal):
            return False
        # A goal that nothing has moved is what its file says, even at 20 of 20.
        if self._rolls_up(goal):
            moved = any(child in self._completed for child in self._family[goal.id])
        else:
            moved = self._tallies[goal.id].matches > 0
        target = self._target(goal)
        return moved and target is not None and self._current(goal) >= target

    def _target(self, goal: Goal) -> Number | None:
        if goal.target is None and self._rolls_up(goal):
            return len(self._family[goal.id])
        return goal.target

    def _current(self, goal: Goal) -> Number:
        if self._rolls_up(goal):
            return sum(child in self._completed for child in self._family[goal.id])
        if self._waits_for(goal):
            return goal.base
        return total([goal.base, self._tallies[goal.id].amount])

    def _status(self, goal: Goal) -> str:
        if goal.id in self._reached:
            return "completed"
        if goal.status != "not_started" or self._waits_for(goal):
            return goal.status
        if self._rolls_up(goal):
            moved = any(child in self._completed for child in self._family[goal.id])
        else:
            moved = self._tallies[goal.id].matches > 0
        return "in_progress" if moved else goal.status

    def standing(self, goal: Goal) -> Standing:
        waits, tally = self._waits_for(goal), self._tallies[goal.id]
        rolled_up = self._rolls_up(goal)
        return Standing(
            goal=goal,
            status=self._status(goal),
            current=self._current(goal),
            target=self._target(goal),
            moved=0 if waits or rolled_up else tally.amount,
            held=tally.amount if waits and not rolled_up else 0,
            waits_for=waits,
            children=self._family.get(goal.id, ()),
            rolled_up=rolled_up,
            computed=goal.id in self._reached,
        )


def _rewards(given: Any) -> Iterable[str]:
    if isinstance(given, str):
        yield from filter(None, [given])
    elif isinstance(given, bool) or given is None:
        return
    elif isinstance(given, (int, float)):
        yield str(given)
    elif isinstance(given, (list, tuple)):
        for one in given:
            named = text_at(one, "name") or text_at(one, "description")
            yield from [named] if named else _rewards(one)
    elif isinstance(given, Mapping):
        for key, value in given.items():
            said = ", ".join(_rewards(value))
            if said:
                yield f"{key}: {said}"
