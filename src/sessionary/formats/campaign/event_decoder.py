"""Reads the texts of events into their parts, without making trees of them first.

That is four times as fast as a tree, and the parts are as quick to ask. It is good only because it
gives exactly what the slow way gives: a record in which anything has another type than expected,
or that this reader refuses, goes the slow way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from sessionary.core.campaign.event_parts import EventParts, event_parts


def decoded_events(texts: Iterable[str]) -> list[EventParts]:
    """Return the parts of events, of the exact texts of their records.

    Raises:
        ValueError: One of them is no JSON.
    """
    decode = _decoder().decode
    found = []
    for text in texts:
        try:
            found.append(decode(text))
        except ValueError:
            # It is no JSON, or not as expected: an amount in the place of a list, a name that is
            # a number. To begin anew costs these alone.
            found.append(event_parts(_record(text)))
    return found


def _record(text: str) -> dict[str, Any]:
    record = json.loads(text)
    return record if isinstance(record, dict) else {}


@cache
def _decoder() -> msgspec.json.Decoder[EventParts]:
    # What it makes has the attributes of EventParts and of its parts, each of the same type.
    return cast("msgspec.json.Decoder[EventParts]", msgspec.json.Decoder(_struct(EventParts)))


def _struct(kind: type[NamedTuple]) -> type[msgspec.Struct]:
    """Return a class with the fields of a named tuple, of which the decoder makes objects."""
    hints = get_type_hints(kind)
    return msgspec.defstruct(
        kind.__name__,
        [(name, _decoded(hints[name]), None) for name in kind._fields],
        # They hold no cycles.
        gc=False,
    )


def _decoded(hint: Any) -> Any:
    """Return a type with named tuples in it as the decoder is to make it."""
    if isinstance(hint, type) and hasattr(hint, "_fields"):
        return _struct(hint)
    if get_origin(hint) is Sequence:
        return list[_decoded(get_args(hint)[0])]  # type: ignore[misc]
    if isinstance(hint, UnionType) or get_origin(hint) is Union:
        return Union[tuple(map(_decoded, get_args(hint)))]  # noqa: UP007  made as it runs
    return hint
