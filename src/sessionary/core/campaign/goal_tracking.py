"""By how much an event moves a goal: what a goal tracks, held against an event's record.

Source: campaign specification, sections 6 and 10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.event_types import meaning, words_for
from sessionary.core.campaign.own_types import BUILT_IN
from sessionary.core.campaign.record import Number, exact, list_at, number, object_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.core.campaign.own_types import OwnTypes
    from sessionary.core.campaign.record import Record

# A library sums them as whole numbers of 64 bits.
_LARGEST: Final = 10**12
_PLACES: Final = ((), ("event",), ("participants",), ("metadata",))
"""Where a key is looked up, in this order: the first place that has it decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One sort of event that a goal tracks.

    Attributes:
        type: The type it counts as; other words for the same type are tracked too.
        filter: Key -> what the event must have there.
        contribution: By how much such an event moves the goal.
    """

    type: str
    filter: Record
    contribution: Number


def tracked_events(record: Record) -> tuple[Tracked, ...]:
    """Return what a goal tracks; an entry without a type tracks nothing.

    A contribution that is missing, or is no number that can be summed, counts as 1.
    """
    return tuple(
        Tracked(
            type=meaning(text_at(entry, "type")),
            filter=object_at(entry, "filter"),
            contribution=_contribution(entry),
        )
        for entry in list_at(record, "trackedEvents")
        if text_at(entry, "type")
    )


def _contribution(entry: object) -> Number:
    given = number(object_at(entry).get("contribution"))
    if given is None or not -_LARGEST <= given <= _LARGEST:
        return 1
    return exact(given)


def words_tracked(tracked: Sequence[Tracked]) -> frozenset[str]:
    """Return the types, in all the words that events may use for them."""
    return frozenset(word for one in tracked for word in (one.type, *words_for(one.type)))


def as_meant(tracked: Sequence[Tracked], types: OwnTypes) -> tuple[Tracked, ...]:
    """Return what a goal tracks, an alias of its campaign as the type that it stands for."""
    return tuple(replace(one, type=types.meaning(one.type)) for one in tracked)


def moves_by(
    tracked: Sequence[Tracked], event: Record, types: OwnTypes = BUILT_IN
) -> Number | None:
    """Return by how much an event moves a goal, None if the goal does not track it.

    Two entries that match the same event both count. An event may match and yet move by 0.

    Args:
        tracked: What the goal tracks, :func:`as_meant` by the same types.
        event: The event's record.
        types: The event types and aliases of the campaign.
    """
    word = types.meaning(text_at(event, "event", "type"))
    matching = [one for one in tracked if one.type == word and matches(one.filter, event)]
    return total(one.contribution for one in matching) if matching else None


def total(amounts: Iterable[Number]) -> Number:
    """Return the sum of numbers as people add them: three times 0.1 is 0.3."""
    return total_of((amount, 1) for amount in amounts)


def total_of(counted: Iterable[tuple[Number, int]]) -> Number:
    """Return the sum of numbers as people add them, each taken as often as is said beside it."""
    # As written: a float holds no tenth, and a goal of 0.3 would never be reached.
    added = sum((Fraction(str(amount)) * times for amount, times in counted), Fraction(0))
    return int(added) if added.denominator == 1 else float(added)


def matches(wanted: Record, event: Record) -> bool:
    """Return whether an event has what a filter asks for, under each of its keys.

    A key is looked up at the top of the event, then in ``event``, in its participants and its
    metadata; it may be a dotted path such as ``mechanics.roll.type``. Where the event has a list,
    one item that is equal will do; where the filter has one, it lists what will do. An object is
    matched key by key: what else the event's object holds does not matter. ``null`` asks that
    nothing is there.
    """
    return all(_agrees(value, _found(event, key)) for key, value in wanted.items())


def _found(event: Record, key: str) -> Any:
    for place in _PLACES:
        there = object_at(event, *place)
        found = there.get(key)
        if found is None and "." in key:
            found = _at_path(there, key.split("."))
        if found is not None:
            return found
    return None


def _at_path(there: object, steps: Sequence[str]) -> Any:
    for at, step in enumerate(steps):
        if isinstance(there, (list, tuple)):
            # Of the effects of an event, say, any may be meant.
            reached = [_at_path(one, steps[at:]) for one in there]
            return [one for one in reached if one is not None] or None
        if not isinstance(there, Mapping):
            return None
        there = there.get(step)
    return there


def _agrees(wanted: Any, found: Any) -> bool:
    if isinstance(found, (list, tuple)):
        return any(_agrees(wanted, one) for one in found) or _same_list(wanted, found)
    if isinstance(wanted, (list, tuple)):
        return any(_agrees(one, found) for one in wanted)
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            _agrees(value, found.get(key)) for key, value in wanted.items()
        )
    # True is no 1, though Python thinks so.
    return isinstance(wanted, bool) is isinstance(found, bool) and bool(wanted == found)


def _same_list(wanted: Any, found: Sequence[Any]) -> bool:
    return isinstance(wanted, (list, tuple)) and list(wanted) == list(found)
