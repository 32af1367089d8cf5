"""Putting updates into records: objects key by key, players by their id, other lists whole.

What an update does not mention stays; a null takes the place of a value and is kept as null.
Merging the same update twice is merging it once.

Source: campaign specification, sections 2 and 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sessionary.core.campaign.lifecycle import Status, status_of
from sessionary.core.campaign.record import at, list_at
from sessionary.core.json_pointer import escape_key, pointer_keys
from sessionary.core.store.values import J, same, thaw

_PLAYERS: Final = "/participants/players"
_ABSENT: Final = object()

_BACKWARDS: Final = {
    (Status.IN_PROGRESS, Status.PLANNED),
    (Status.COMPLETED, Status.PLANNED),
    (Status.COMPLETED, Status.IN_PROGRESS),
    (Status.COMPLETED, Status.CANCELLED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A record with an update put into it.

    Attributes:
        value: The whole record, plain and sharing nothing with what it was made of.
        changed: JSON pointers of what is new or has another value now, in the update's order.
        players: For each player that the update lists, the place in the record's list.
    """

    value: dict[str, Any]
    changed: tuple[str, ...]
    players: tuple[int, ...] = ()

    def place(self, pointer: str) -> str:
        """Return where something of the update, such as a number's spelling, now stands."""
        keys = pointer_keys(pointer)
        if keys[:2] == ["participants", "players"] and len(keys) > 2 and keys[2].isdecimal():
            position = int(keys[2])
            if position < len(self.players):
                keys[2] = str(self.players[position])
        return "".join(f"/{escape_key(key)}" for key in keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A reason not to take an update without being asked.

    Attributes:
        reason: ``edited`` if it overwrites a value edited here, ``status`` if it moves the session
            back.
        pointer: The place in the record.
        ours: What stands there, None if nothing does.
        theirs: What the update brings.
    """

    reason: Literal["edited", "status"]
    pointer: str
    ours: J
    theirs: J


def merge_session(current: J | None, update: J) -> Merged:
    """Return a session with an update put into it.

    Args:
        current: The record so far, None for a first document.
        update: The record that a file brings. A player whom it lists twice is merged in order.
    """
    return merge_all(current, [update])


def merge_record(current: J | None, update: J) -> Merged:
    """Return a goal, campaign, character or user with an update put into it."""
    before = thaw(current) if isinstance(current, Mapping) else {}
    merging = _Merging(())
    value = merging.objects(before, thaw(update), "")
    return Merged(value=value, changed=_changes(before, value, merging.touched))


def merge_all(current: J | None, updates: Iterable[J]) -> Merged:
    """Return a session with several updates put into it, judged by what they add up to.

    ``players`` is that of the last update.
    """
    before = thaw(current) if isinstance(current, Mapping) else {}
    value, touched = before, dict[str, None]()
    players: tuple[int, ...] = ()
    for update in updates:
        merging = _Merging((_PLAYERS,))
        value = merging.objects(value, thaw(update), "")
        touched.update(merging.touched)
        players = tuple(merging.players)
    return Merged(value=value, changed=_changes(before, value, touched), players=players)


def moves_back(old: str, new: str) -> bool:
    """Return whether a status lies before another one in a session's life.

    A cancelled session that is planned again was rescheduled: that is no step back.
    """
    return (old, new) in _BACKWARDS


def conflicts(current: J | None, merged: Merged, edited: Iterable[str]) -> tuple[Conflict, ...]:
    """Return why an update should not be taken unasked.

    Args:
        current: The record before it.
        merged: The record with it, or with all updates of one file.
        edited: JSON pointers into the record of the values edited here.
    """
    if current is None:
        return ()
    found = []
    old, new = status_of(current), status_of(merged.value)
    if moves_back(old, new):
        found.append(Conflict(reason="status", pointer="/status", ours=old.value, theirs=new.value))
    places = tuple(edited)
    found += [
        Conflict(
            reason="edited",
            pointer=pointer,
            ours=_value_at(current, pointer),
            theirs=_value_at(merged.value, pointer),
        )
        for pointer in merged.changed
        if any(_overlap(pointer, place) for place in places)
    ]
    return tuple(found)


def merge_spelling(
    before: Mapping[str, str], update: Mapping[str, str], merged: Merged, root: str = "/record"
) -> dict[str, str]:
    """Return how the numbers of a merged record are spelt.

    Args:
        before: Spellings of the record so far, by pointers that begin with `root`.
        update: Those of the update, by pointers that begin with `root` as well.
        merged: What became of the two.
        root: Where the record stands in the data.
    """
    gone = tuple(root + pointer for pointer in merged.changed)
    kept = {
        pointer: spelling
        for pointer, spelling in before.items()
        if not any(_inside(pointer, place) for place in gone)
    }
    for pointer, spelling in update.items():
        kept[root + merged.place(pointer.removeprefix(root))] = spelling
    return kept


def planned_start(before: J | None, after: J, known: str | None = None) -> str | None:
    """Return the start that was planned, once a session has started: it is kept in its own part.

    Args:
        before: The record before a change, None if there was none.
        after: The record after it.
        known: The planned start that is kept already; it stays.
    """
    if known is not None or before is None:
        return known
    if status_of(before) is not Status.PLANNED or status_of(after) is Status.PLANNED:
        return None
    start = at(before, "realTime", "startTime")
    return start if isinstance(start, str) else None


class _Merging:
    """Goes through one update; notes the places that it sets."""

    def __init__(self, keyed_lists: Sequence[str]) -> None:
        self._keyed_lists = keyed_lists
        self.touched: dict[str, None] = {}
        self.players: list[int] = []

    def objects(
        self, current: Mapping[str, J], update: Mapping[str, J], place: str
    ) -> dict[str, J]:
        result = dict(current)
        for key, part in update.items():
            result[key] = self._part(result.get(key, _ABSENT), part, f"{place}/{escape_key(key)}")
        return result

    def _part(self, current: J, update: J, place: str) -> J:
        if isinstance(update, dict):
            if not isinstance(current, dict):
                self.touched[place] = None
                current = {}
            return self.objects(current, update, place)
        if place in self._keyed_lists and isinstance(update, list):
            return self._by_user(current if isinstance(current, list) else [], update, place)
        if current is _ABSENT or not same(current, update):
            self.touched[place] = None
        return update

    def _by_user(self, current: list[J], update: list[J], place: str) -> list[J]:
        if not update and not current:
            self.touched[place] = None
        result = list(current)
        for player in update:
            position = _position(result, player)
            if position is None:
                position = len(result)
                result.append(player)
                self.touched[f"{place}/{position}"] = None
            elif isinstance(player, dict):
                result[position] = self.objects(result[position], player, f"{place}/{position}")
            self.players.append(position)
        return result


def _position(players: list[J], player: J) -> int | None:
    """Return where a player stands in a list: by userId, or as the same entry if it has none."""
    user = at(player, "userId")
    for position, other in enumerate(players):
        if isinstance(user, str) and user:
            if at(other, "userId") == user and isinstance(other, dict):
                return position
        elif same(other, player):
            return position
    return None


def _changes(before: J, after: J, touched: Iterable[str]) -> tuple[str, ...]:
    # A place that was set and set back, or set inside a value that is new as a whole, is no change.
    changed: list[str] = []
    for pointer in touched:
        old, new = _value_at(before, pointer, _ABSENT), _value_at(after, pointer, _ABSENT)
        if old is not _ABSENT and same(old, new):
            continue
        if not any(_inside(pointer, place) for place in changed if place != pointer):
            changed.append(pointer)
    return tuple(changed)


def _value_at(value: J, pointer: str, default: object = None) -> Any:
    for key in pointer_keys(pointer):
        if isinstance(value, Mapping) and key in value:
            value = value[key]
        elif key.isdecimal() and int(key) < len(list_at(value)):
            value = value[int(key)]
        else:
            return default
    return value


def _inside(pointer: str, place: str) -> bool:
    return pointer == place or pointer.startswith(place + "/")


def _overlap(one: str, other: str) -> bool:
    return _inside(one, other) or _inside(other, one)
