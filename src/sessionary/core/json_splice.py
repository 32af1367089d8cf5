"""Changes one value inside a JSON text and leaves every other character as it was.

A record that is parsed and dumped again loses its blanks, its escapes and how its numbers were
spelt. Here only the value at a pointer is cut out, put in or replaced.
"""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from sessionary.core.json_grammar import skip_space
from sessionary.core.json_pointer import J, pointer_keys

_READ: Final = json.JSONDecoder(strict=False).raw_decode
_CLOSING: Final = {"{": "}", "[": "]"}


class _Member(NamedTuple):
    """A member of an object or a list: its key, and where it, its value and its end stand."""

    key: str
    begin: int
    colon: str
    value: int
    end: int


def put_at(text: str, pointer: str, value: J) -> str:
    """Return a JSON text with `value` at a JSON pointer.

    Args:
        text: One JSON value, as :func:`.parse` takes it.
        pointer: Where; objects that are missing on the way are made; ``-`` or a list's length
            appends to that list.
        value: What is to stand there.

    Raises:
        KeyError: The way leads through something that is neither object nor list.
    """
    at, end = skip_space(text, 0), len(text.rstrip())
    keys = pointer_keys(pointer)
    for place, key in enumerate(keys):
        members, close = _members(text, at, pointer)
        found = next((one for one in members if one.key == key), None)
        if found is None:
            if text[at] == "[" and key not in ("-", str(len(members))):
                raise KeyError(pointer)
            for inner in reversed(keys[place + 1 :]):
                value = {inner: value}
            return _with_member(text, at, members, close, key, value)
        at, end = found.value, found.end
    return text[:at] + _dumped(value) + text[end:]


def cut_at(text: str, pointer: str) -> str:
    """Return a JSON text without the member that a JSON pointer names; nothing there is fine."""
    at = skip_space(text, 0)
    keys = pointer_keys(pointer)
    for place, key in enumerate(keys):
        if text[at] not in _CLOSING:
            return text
        members, close = _members(text, at, pointer)
        number = next((n for n, one in enumerate(members) if one.key == key), None)
        if number is None:
            return text
        if place + 1 < len(keys):
            at = members[number].value
        elif number:
            return text[: members[number - 1].end] + text[members[number].end :]
        elif len(members) > 1:
            return text[: members[0].begin] + text[members[1].begin :]
        else:
            return text[: at + 1] + text[close:]
    return text


def _members(text: str, at: int, pointer: str) -> tuple[list[_Member], int]:
    """Return the members of the object or list that begins at `at`, and where it closes."""
    if text[at] not in _CLOSING:
        raise KeyError(pointer)
    named, closing = text[at] == "{", _CLOSING[text[at]]
    members: list[_Member] = []
    here = skip_space(text, at + 1)
    while text[here] != closing:
        begin, key, colon = here, str(len(members)), ""
        if named:
            key, here = _READ(text, here)
            after_key = here
            here = skip_space(text, skip_space(text, here) + 1)
            colon = text[after_key:here]
        _value, end = _READ(text, here)
        members.append(_Member(key, begin, colon, here, end))
        here = skip_space(text, end)
        if text[here] == ",":
            here = skip_space(text, here + 1)
    return members, here


def _with_member(text: str, at: int, members: list[_Member], close: int, key: str, value: J) -> str:
    """Return the text with one more member, set as those before it are."""
    colon = members[-1].colon if members else ": "
    member = f"{_dumped(key)}{colon}" if text[at] == "{" else ""
    member += _dumped(value)
    if not members:
        return text[: at + 1] + member + text[close:]
    if len(members) > 1:
        between = text[members[-2].end : members[-1].begin]
    else:
        tight = colon == ":"
        between = "," + (text[at + 1 : members[0].begin] or ("" if tight else " "))
    last = members[-1].end
    return text[:last] + between + member + text[last:]


def _dumped(value: J) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
