"""JSON as text: strict reading with exact places, writing that keeps how numbers were spelt.

`parse` and `scan` take what RFC 8259 allows and no more: no duplicate keys, no NaN, no half of a
surrogate pair, no nesting past :data:`MAX_DEPTH`. The C scanner of the standard library does the
reading; only where it objects does `Checker` go over the text again to say where and why.
"""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from json.scanner import make_scanner
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from sessionary.core.json_grammar import (
    MAX_DEPTH,
    MAX_DIGITS,
    NUMBER,
    Checker,
    JsonError,
    line_column,
    shown,
    skip_space,
)
from sessionary.core.json_pointer import J, escape_key, get_at, pointer_keys, set_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "MAX_DEPTH",
    "MAX_DIGITS",
    "J",
    "JsonError",
    "digest",
    "dump",
    "escape_key",
    "get_at",
    "line_column",
    "parse",
    "pointer_keys",
    "scan",
    "scan_again",
    "scan_part",
    "set_at",
    "shown",
    "skip_space",
    "spellings",
]

_TAIL: Final = 16
"""A text that is cut off is found wrong this near its end, never before; only strings excepted."""
_SPACE: Final = " \t\n\r"
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
# A number that json.dumps may spell otherwise, or text that looks like one.
_UNUSUAL: Final = re.compile(
    r"(?:^|[\[:,\s])(?:-?[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)|-0(?![0-9.eE]))"
)


class _Refused(Exception):
    """Raised by the scanner's hooks; what exactly is wrong, `Checker` says."""


def _unique(pairs: list[tuple[str, J]]) -> dict[str, J]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    raise _Refused


def _finite(text: str) -> float:
    number = float(text)
    if number - number == 0:
        return number
    raise _Refused


def _refuse(_word: str) -> NoReturn:
    raise _Refused


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse
)


# What raw_decode wraps; that wrapper costs a twentieth of a record.
_SCAN: Final = make_scanner(_DECODER)  # type: ignore[arg-type]  # typeshed wants a scanner there
_SCAN_AGAIN: Final = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]  # as above


def parse(text: str) -> J:
    """Return the one JSON value that `text` holds.

    Raises:
        JsonError: The first thing that is wrong with it.
    """
    value, end = scan(text, 0)
    end = skip_space(text, end)
    if end != len(text):
        raise JsonError("json.syntax", end, shown(text, end), "the end of the text")
    return value


def scan(text: str, start: int = 0, deepest: int = MAX_DEPTH) -> tuple[J, int]:
    """Read the JSON value that begins at `start` or after blanks there.

    Args:
        text: Where it stands.
        start: Its place.
        deepest: How many levels it may have.

    Returns:
        The value, and the place behind its last character; what follows is not looked at.

    Raises:
        JsonError: The first thing that is wrong with it; positions count from the text's start.
    """
    if text[start : start + 1] in _SPACE:
        start = skip_space(text, start)
    try:
        value, end = _SCAN(text, start)
    except (_Refused, StopIteration, ValueError, RecursionError) as cause:
        raise _explain(text, start, deepest, cause) from None
    if _suspicious(text, start, end, deepest):
        Checker(text, start, deepest).run()
    return value, end


def scan_part(text: str, start: int, deepest: int = MAX_DEPTH) -> tuple[J, int] | None:
    """Read the JSON value at `start` of a text that may go on behind its end.

    Returns:
        As `scan`; None if more text is needed to tell.

    Raises:
        JsonError: It is wrong, whatever may follow.
    """
    try:
        value, end = _SCAN(text, start)
    except (_Refused, StopIteration, ValueError, RecursionError) as cause:
        if _cut_off(text, cause):
            return None
        raise _explain(text, start, deepest, cause) from None
    if end >= len(text) - _TAIL and text[end - 1] not in '"}]':
        return None  # a number may have more digits, and "1e" is the beginning of one
    if _suspicious(text, start, end, deepest):
        Checker(text, start, deepest).run()
    return value, end


def scan_again(text: str, start: int) -> tuple[J, int] | None:
    """Read the value at `start` of a text that was found good before; nothing is looked for again.

    Returns:
        As `scan_part`; None too if it is not good after all.
    """
    try:
        value, end = _SCAN_AGAIN(text, start)
    except (StopIteration, ValueError, RecursionError):
        return None
    return (value, end) if end < len(text) - _TAIL or text[end - 1] in '"}]' else None


def _cut_off(text: str, cause: Exception) -> bool:
    if isinstance(cause, StopIteration):
        return bool(cause.value >= len(text) - _TAIL)
    if isinstance(cause, json.JSONDecodeError):
        return cause.pos >= len(text) - _TAIL or cause.msg.startswith("Unterminated string")
    return False


def _suspicious(text: str, start: int, end: int, deepest: int) -> bool:
    # What the C scanner lets pass, tested so cheaply that it may suspect an innocent text.
    if text.count("[", start, end) + text.count("{", start, end) > deepest:
        return True
    if text.find("\\", start, end) >= 0 and _SURROGATE_ESCAPE.search(text, start, end):
        return True
    if text.isascii():
        return False
    try:
        text[start:end].encode()
    except UnicodeEncodeError:
        return True
    return False


def _explain(text: str, start: int, deepest: int, cause: Exception) -> JsonError:
    try:
        Checker(text, start, deepest).run()
    except JsonError as error:
        return error
    if isinstance(cause, json.JSONDecodeError):
        return JsonError("json.syntax", cause.pos, shown(text, cause.pos), cause.msg)
    raise cause


class _Spelled(str):
    """A number as its file spells it."""

    __slots__ = ()


def _spelled_int(text: str) -> int | _Spelled:
    # Of whole numbers, JSON has one spelling that an int forgets.
    return _Spelled(text) if text == "-0" else int(text)


_SPELLING_DECODER: Final = json.JSONDecoder(parse_float=_Spelled, parse_int=_spelled_int)


def spellings(text: str, pointer: str = "") -> dict[str, str]:
    """Return the numbers of a valid JSON text that `json.dumps` would spell otherwise.

    Args:
        text: One JSON value, as `parse` takes it.
        pointer: JSON pointer that is put before each key, such as ``/record``.

    Returns:
        By JSON pointer the spelling, such as ``{"/record/stats/xpEarned": "1e3"}``.
    """
    if not _UNUSUAL.search(text):
        return {}
    value = _SPELLING_DECODER.decode(text)
    return {
        place: str(number)
        for place, number in _numbers(value, pointer)
        if json.dumps(_number_of(number)) != number
    }


def _number_of(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _numbers(value: J, pointer: str) -> Iterator[tuple[str, _Spelled]]:
    if isinstance(value, _Spelled):
        yield pointer, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _numbers(part, f"{pointer}/{escape_key(key)}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _numbers(part, f"{pointer}/{index}")


def dump(value: J, spelling: Mapping[str, str] | None = None, pointer: str = "") -> str:
    """Return the JSON text of `value`, in the style of `json.dumps`, characters not escaped.

    Args:
        value: Any JSON value.
        spelling: Spellings by JSON pointer, as `spellings` gives them. One is used only while
            the number at its place is still the one it spells.
        pointer: Where `value` stands among those pointers, such as ``/record``.

    Raises:
        ValueError: A float that is not finite.
    """
    below: _Node = {}
    for place, number in (spelling or {}).items():
        if place == pointer or place.startswith(f"{pointer}/"):
            _plant(below, place[len(pointer) :].split("/")[1:], number)
    return _written(value, below)


_Node: TypeAlias = dict[str | None, Any]  # by key the nodes below; under None the spelling here


def _plant(node: _Node, keys: list[str], number: str) -> None:
    for key in keys:
        node = node.setdefault(key, {})
    node[None] = number


def _written(value: J, node: _Node) -> str:
    if node and isinstance(value, dict):
        parts = (
            f"{_plain(key)}: {_written(part, node.get(escape_key(key), {}))}"
            for key, part in value.items()
        )
        return f"{{{', '.join(parts)}}}"
    if node and isinstance(value, list):
        parts = (_written(part, node.get(str(index), {})) for index, part in enumerate(value))
        return f"[{', '.join(parts)}]"
    number = node.get(None)
    return number if number is not None and _spells(number, value) else _plain(value)


def _plain(value: J) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _spells(text: str, value: J) -> bool:
    if type(value) not in (int, float) or not NUMBER.fullmatch(text):
        return False
    number = _number_of(text)
    # repr, because 0.0 == -0.0 and the sign is part of the value.
    return type(number) is type(value) and repr(number) == repr(value)


def digest(text: str) -> bytes:
    """Return the 16 bytes by which the exact content of a record is known again."""
    return blake2b(text.encode(), digest_size=16).digest()
