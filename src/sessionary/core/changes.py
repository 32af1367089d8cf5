"""What differs between two JSON values, place by place; and between two texts, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.store.values import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

J: TypeAlias = Any

_NAMES: Final = ("userId", "id")
"""Keys that tell one object of a list from the others, whatever its place."""

_MOST_LINES: Final = 1_000
"""Longer texts are not laid side by side: that takes seconds."""


class Absent(Enum):
    """What stands where nothing does; None is a value of JSON."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class Member(str):
    """A step of a path that is not a key: the id of an object in a list."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two values differ.

    Attributes:
        path: The keys that lead there; a :class:`Member` where an object of a list is meant.
        old: What stood there, :data:`ABSENT` if nothing did.
        new: What stands there now, :data:`ABSENT` if nothing does.
    """

    path: tuple[str, ...]
    old: J = field(repr=False)
    new: J = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: ``-`` it went, ``+`` it came, blank it stayed, ``…`` left out."""

    sign: str
    text: str


def differences(old: J, new: J, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Walk over the places at which two values differ, in the order of the newer one.

    Objects are compared key by key. So are lists of objects that have an id each, object by
    object; every other list is one place.
    """
    if old is ABSENT and isinstance(new, dict) and new:
        old = {}
    elif new is ABSENT and isinstance(old, dict) and old:
        new = {}
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_objects(old, new, path)
        return
    name = _name_of_members(old, new)
    if name:
        yield from _of_members(old, new, path, name)
    elif old is ABSENT or new is ABSENT or not same(old, new):
        yield Difference(path, old, new)


def _of_objects(
    old: Mapping[str, J], new: Mapping[str, J], path: tuple[str, ...]
) -> Iterator[Difference]:
    for key in dict.fromkeys(chain(new, old)):
        before, after = old.get(key, ABSENT), new.get(key, ABSENT)
        if before is not after:
            yield from differences(before, after, (*path, key))


def _of_members(
    old: Sequence[J], new: Sequence[J], path: tuple[str, ...], name: str
) -> Iterator[Difference]:
    before = {member[name]: member for member in old}
    after = {member[name]: member for member in new}
    for identifier in dict.fromkeys(chain(after, before)):
        yield from differences(
            before.get(identifier, ABSENT),
            after.get(identifier, ABSENT),
            (*path, Member(identifier)),
        )
    stayed = [identifier for identifier in after if identifier in before]
    if stayed != [identifier for identifier in before if identifier in after]:
        yield Difference(path, list(before), list(after))


def _name_of_members(old: J, new: J) -> str:
    """Return the key by which the objects of two lists are told apart, empty if there is none."""
    if not isinstance(old, (list, tuple)) or not isinstance(new, (list, tuple)):
        return ""
    members = [*old, *new]
    if not members or not all(isinstance(member, dict) for member in members):
        return ""
    for name in _NAMES:
        if all(_are_told_apart(side, name) for side in (old, new)):
            return name
    return ""


def _are_told_apart(members: Sequence[J], name: str) -> bool:
    identifiers = [member.get(name) for member in members]
    return all(isinstance(one, str) for one in identifiers) and len(set(identifiers)) == len(
        identifiers
    )


def line_changes(old: Sequence[str], new: Sequence[str], *, around: int = 1) -> list[Line]:
    """Return two texts as one: which lines went, came and stayed.

    Args:
        old: The lines of the older text.
        new: The lines of the newer one.
        around: How many lines that stayed are kept beside those that did not.
    """
    if len(old) + len(new) > _MOST_LINES:
        return [*(Line("-", line) for line in old), *(Line("+", line) for line in new)]
    lines: list[Line] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for at, (step, from_old, to_old, from_new, to_new) in enumerate(steps):
        if step == "equal":
            lines += _stayed(old[from_old:to_old], around, at == 0, at == len(steps) - 1)
        else:
            lines += [Line("-", line) for line in old[from_old:to_old]]
            lines += [Line("+", line) for line in new[from_new:to_new]]
    return lines


def _stayed(lines: Sequence[str], around: int, first: bool, last: bool) -> list[Line]:  # noqa: FBT001  two ends of one stretch
    head = 0 if first else around
    tail = 0 if last else around
    if len(lines) <= head + tail + 1:
        return [Line(" ", line) for line in lines]
    kept = [Line(" ", line) for line in lines[:head]]
    kept.append(Line("…", ""))
    return kept + [Line(" ", line) for line in lines[len(lines) - tail :]]
