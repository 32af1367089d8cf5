"""JSON pointers (RFC 6901): the names of places inside a JSON value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

J: TypeAlias = Any
"""Any JSON value: dict, list, str, int, float, bool or None."""


def escape_key(key: str) -> str:
    """Return a key as it stands in a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def pointer_keys(pointer: str) -> list[str]:
    """Return the keys of a JSON pointer, list places as decimal text."""
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def get_at(value: J, pointer: str) -> J:
    """Return what stands at a JSON pointer.

    Raises:
        KeyError: Nothing stands there.
    """
    for key in pointer_keys(pointer):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, (list, tuple)) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            raise KeyError(pointer)
    return value


def set_at(value: J, pointer: str, part: J) -> J:
    """Return a copy of `value` with `part` at a JSON pointer; `value` stays as it was.

    Objects that are missing on the way are made; ``-`` or a list's length appends to that list.

    Raises:
        KeyError: The way leads through something that is neither object nor list.
    """
    keys = pointer_keys(pointer)
    return _with(value, keys, part, pointer)


def remove_at(value: dict[str, Any], pointer: str) -> dict[str, Any]:
    """Return a copy of `value` without the key that a JSON pointer names; nothing there is fine."""
    *way, last = pointer_keys(pointer)
    copy = dict(value)
    node = copy
    for key in way:
        inner = node.get(key)
        if not isinstance(inner, dict):
            return copy
        node[key] = node = dict(inner)
    node.pop(last, None)
    return copy


def without(value: J, pointers: Iterable[str]) -> J:
    """Return a copy of `value` without what stands at any of the JSON pointers."""
    return _without(value, {tuple(pointer_keys(pointer)) for pointer in pointers})


def _without(value: J, places: set[tuple[str, ...]]) -> J:
    if isinstance(value, Mapping):
        return {
            key: _without(inner, _below(key, places))
            for key, inner in value.items()
            if (key,) not in places
        }
    if isinstance(value, (list, tuple)):
        return [
            _without(inner, _below(str(index), places))
            for index, inner in enumerate(value)
            if (str(index),) not in places
        ]
    return value


def _below(key: str, places: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {place[1:] for place in places if len(place) > 1 and place[0] == key}


def _with(value: J, keys: list[str], part: J, pointer: str) -> J:
    if not keys:
        return part
    key, rest = keys[0], keys[1:]
    if isinstance(value, dict):
        return {**value, key: _with(value.get(key, {}), rest, part, pointer)}
    if isinstance(value, list):
        index = len(value) if key == "-" else int(key) if key.isdecimal() else -1
        if 0 <= index < len(value):
            return [*value[:index], _with(value[index], rest, part, pointer), *value[index + 1 :]]
        if index == len(value):
            return [*value, _with({}, rest, part, pointer)]
    raise KeyError(pointer)
