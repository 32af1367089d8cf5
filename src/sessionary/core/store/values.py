"""JSON values: checking, comparing, freezing and copying them.

A *frozen* value is made of :class:`FrozenDict`, tuples and scalars and cannot be written to at any
depth, so one object can be handed to everybody. A *plain* value is made of dicts and lists.
"""

from __future__ import annotations

import math
from operator import is_
from types import NoneType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeAlias

from typing_extensions import override

from sessionary.core.store.errors import PatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

J: TypeAlias = Any
"""A JSON value, plain or frozen."""

MAX_DEPTH = 200
"""How deep a value may nest. Deeper ones could not be read back by every JSON reader."""

MAX_BITS = 14_280
"""How long a whole number may be: Python refuses to write or read more than 4300 digits."""

_NOTHING = object()


class FrozenDict(dict[str, Any]):
    """A mapping that refuses every write with ``TypeError``. Made by :func:`freeze` alone.

    It is a dict, so ``json.dumps``, ``isinstance(value, dict)`` and ``==`` work; ``dict(value)``
    gives a shallow copy that can be written to, :func:`thaw` a deep one.
    """

    __slots__ = ()

    def _refuse(self, *_args: object, **_named: object) -> NoReturn:
        raise TypeError("This value is frozen: change it by a patch.")

    __setitem__ = _refuse
    __delitem__ = _refuse
    clear = _refuse
    pop = _refuse
    popitem = _refuse
    setdefault = _refuse
    update = _refuse
    __ior__ = _refuse

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, object]) -> Self:
        return self

    @override
    def __reduce__(self) -> tuple[Callable[[dict[str, J]], FrozenDict], tuple[dict[str, J]]]:
        return FrozenDict, (dict(self),)


def freeze(value: J, like: J = _NOTHING) -> J:
    """Return `value` checked and frozen, using again every part that equals its part of `like`.

    Args:
        value: Any value; tuples count as lists, subclasses of the JSON types as those types.
        like: A frozen value, mostly the former version. If all of `value` equals it, the
            result *is* `like`; so ``freeze(new, old) is old`` also answers whether they differ.

    Raises:
        PatchError: ``not_json`` with the JSON pointer of the first place that is not JSON.
    """
    try:
        frozen = _frozen(value, like, 0)
    except _NotJson:
        raise PatchError("not_json", _fault(value, "", frozenset()) or "") from None
    if frozen is None:
        raise PatchError("not_json", "")
    return frozen


def thaw(value: J) -> J:
    """Return a deep plain copy of a frozen or plain value: dicts and lists to write to."""
    # Copied as a whole first: most of what is in it is no container.
    if isinstance(value, dict):
        members = dict(value)
        for key, child in value.items():
            if type(child) in _NESTING:
                members[key] = thaw(child)
        return members
    if isinstance(value, list | tuple):
        entries = list(value)
        for place, child in enumerate(value):
            if type(child) in _NESTING:
                entries[place] = thaw(child)
        return entries
    return value


def same(one: J, other: J) -> bool:
    """Return whether two values are the same JSON: 1, 1.0 and true are three different values.

    The order of keys does not matter; a tuple is a list.
    """
    if one is other:
        return True
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and len(one) == len(other)
            and all(key in other and same(child, other[key]) for key, child in one.items())
        )
    if isinstance(one, list | tuple):
        return (
            isinstance(other, list | tuple)
            and len(one) == len(other)
            and all(map(same, one, other))
        )
    return type(one) is type(other) and _equal_scalars(one, other)


def check_json(value: J) -> None:
    """Raise ``PatchError("not_json", pointer)`` if `value` is not JSON or is None."""
    fault = "" if value is None else _fault(value, "", frozenset())
    if fault is not None:
        raise PatchError("not_json", fault)


class _NotJson(Exception):
    """Somewhere below is something that is not JSON. The place is looked for afterwards."""


def _equal_scalars(one: J, other: J) -> bool:
    # -0.0 and 0.0 are equal numbers but different texts, and it is the text that is stored.
    return bool(one == other) and (type(one) is not float or repr(one) == repr(other))


def _frozen(value: J, old: J, depth: int) -> J:
    if value is old:
        return old
    maker = _MAKERS.get(type(value))
    if maker is not None:
        return maker(value, old, depth)
    for base, convert in _BASES:
        if isinstance(value, base):
            return _MAKERS[base](convert(value), old, depth)
    raise _NotJson


def _mapping(value: Mapping[str, J], old: J, depth: int) -> J:
    if depth >= MAX_DEPTH:
        raise _NotJson
    before: Mapping[str, J] = old if type(old) is FrozenDict else {}
    unchanged = before is old and len(old) == len(value)
    made: dict[str, J] = {}
    for key, child in value.items():
        former = before.get(key, _NOTHING)
        # A thawed copy has the scalars of its original: mostly there is nothing to look into.
        if child is former and type(key) is str:
            made[key] = child
            continue
        name = key if type(key) is str else _name(key)
        if not name.isascii():
            _text(name, _NOTHING, depth)
        frozen = _frozen(child, former, depth + 1)
        unchanged = unchanged and frozen is former
        made[name] = frozen
    return old if unchanged else FrozenDict(made)


def _name(key: object) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    raise _NotJson


def _sequence(value: list[J] | tuple[J, ...], old: J, depth: int) -> J:
    if depth >= MAX_DEPTH:
        raise _NotJson
    if type(old) is not tuple:
        return tuple([_frozen(child, _NOTHING, depth + 1) for child in value])
    if len(old) != len(value):
        return _shifted(value, old, depth)
    if all(map(is_, value, old)):
        return old
    made = [_frozen(child, former, depth + 1) for child, former in zip(value, old, strict=True)]
    return old if all(map(is_, made, old)) else tuple(made)


def _shifted(value: list[J] | tuple[J, ...], old: tuple[J, ...], depth: int) -> J:
    """Freeze a list in which entries were put in or taken out somewhere."""
    made: list[J] = []
    moved = 0
    for place, child in enumerate(value):
        former = _partner(old, place + moved)
        if not moved and not same(child, former):
            # It was here: what follows is found that much further on.
            moved = len(old) - len(value)
            former = _partner(old, place + moved)
        made.append(_frozen(child, former, depth + 1))
    return tuple(made)


def _partner(old: tuple[J, ...], place: int) -> J:
    return old[place] if 0 <= place < len(old) else _NOTHING


def _text(value: str, old: J, _depth: int) -> str:
    if type(old) is str and value == old:
        return old
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _NotJson from None
    return value


def _whole(value: int, old: J, _depth: int) -> int:
    if type(old) is int and value == old:
        return old
    if value.bit_length() > MAX_BITS:
        raise _NotJson
    return value


def _number(value: float, old: J, _depth: int) -> float:
    if type(old) is float and _equal_scalars(value, old):
        return old
    if not math.isfinite(value):
        raise _NotJson
    return value


def _single(value: bool | None, _old: J, _depth: int) -> bool | None:  # noqa: FBT001  # it is a JSON value
    return value


_MAKERS: Mapping[type, Callable[[Any, J, int], J]] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _single,
    NoneType: _single,
    dict: _mapping,
    FrozenDict: _mapping,
    list: _sequence,
    tuple: _sequence,
}
_BASES: tuple[tuple[type, Callable[[Any], J]], ...] = (
    (str, str.__str__),
    (int, int),
    (float, float),
    (dict, dict),
    (list, list),
    (tuple, list),
)
_NESTING = frozenset({dict, FrozenDict, list, tuple})


def _fault(value: J, pointer: str, above: frozenset[int]) -> str | None:
    """Return the JSON pointer of the first place that is not JSON, None if all is well."""
    if not isinstance(value, dict | list | tuple):
        try:
            _frozen(value, _NOTHING, 1)
        except _NotJson:
            return pointer
        return None
    if id(value) in above or len(above) >= MAX_DEPTH:
        return pointer
    above |= {id(value)}
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in pairs:
        name = str(key).encode(errors="backslashreplace").decode()
        below = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if isinstance(value, dict) and _fault(key, below, above) is not None:
            return below
        if isinstance(value, dict) and not isinstance(key, str):
            return below
        fault = _fault(child, below, above)
        if fault is not None:
            return fault
    return None
