from __future__ import annotations

import copy
import json
import operator
import pickle
from collections import OrderedDict
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.store.envelope import Envelope, EnvelopeWriter, write_envelope
from sessionary.core.store.errors import PatchError
from sessionary.core.store.values import MAX_DEPTH, FrozenDict, check_json, freeze, same, thaw

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = st.one_of(
    st.booleans(),
    st.integers(),
    st.sampled_from([0, 1, 0.0, -0.0, 1.0]),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(st.one_of(st.none(), inner), max_size=4),
        st.dictionaries(texts, st.one_of(st.none(), inner), max_size=4),
    ),
    max_leaves=20,
)


def text_of(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@given(values)
def test_thawing_what_was_frozen_gives_the_same_json(value: Any) -> None:
    frozen = freeze(value)
    assert text_of(frozen) == text_of(value)
    assert text_of(thaw(frozen)) == text_of(value)
    assert same(thaw(frozen), value)


@given(values, values)
def test_values_are_the_same_exactly_if_their_json_is(one: Any, other: Any) -> None:
    assert same(one, other) == (text_of(one) == text_of(other))


@given(values, values)
def test_freezing_gives_the_former_object_exactly_if_nothing_changed(one: Any, other: Any) -> None:
    former = freeze(one)
    frozen = freeze(other, former)
    assert (frozen is former) == same(one, other)
    assert text_of(frozen) == text_of(other)


parts = st.dictionaries(st.sampled_from("abc"), st.one_of(st.none(), values), max_size=3)
documents = st.dictionaries(st.sampled_from("xyz"), st.one_of(st.none(), parts, values), max_size=3)


@given(st.lists(st.one_of(documents, values), max_size=4))
def test_a_value_is_written_alike_whatever_was_written_before(them: list[Any]) -> None:
    writer, former = EnvelopeWriter(), None
    for value in them:
        former = freeze(value, former)
        envelope = Envelope(migrations=["a"], pending={"ü": {"settled": 1}}, data=former)
        assert writer.text(envelope) == write_envelope(envelope)
        assert json.loads(writer.text(envelope))["data"] == thaw(former)


@given(values)
@settings(max_examples=20)
def test_what_is_not_frozen_is_written_anew_each_time(value: Any) -> None:
    writer, part = EnvelopeWriter(), {"list": [value]}
    writer.text(Envelope(migrations=[], data={"record": part}))
    part["list"].append("more")
    assert '"more"' in writer.text(Envelope(migrations=[], data={"record": part}))


@given(values)
def test_freezing_a_copy_gives_the_former_object(value: Any) -> None:
    former = freeze(value)
    assert freeze(thaw(former), former) is former
    assert freeze(json.loads(json.dumps(value)), former) is former


@settings(max_examples=50)
@given(st.lists(values, min_size=1, max_size=5), st.data())
def test_all_but_the_changed_entry_of_a_list_is_shared(entries: list[Any], data: Any) -> None:
    former = freeze([{"at": place, "value": value} for place, value in enumerate(entries)])
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = thaw(former)
    action = data.draw(st.sampled_from(["take out", "put in", "replace"]))
    if action == "take out":
        del changed[place]
        kept = former[:place] + former[place + 1 :]
        made = freeze(changed, former)
        assert all(map(operator.is_, made, kept))
        return
    if action == "put in":
        changed.insert(place, {"at": -1})
    else:
        changed[place] = {"at": -1}
    made = freeze(changed, former)
    behind = made[place + 1 :]
    assert all(map(operator.is_, made[:place], former))
    rest = former[place + (action == "replace") :]
    assert all(map(operator.is_, behind, rest))


def test_one_and_one_point_zero_and_true_are_three_values() -> None:
    assert not same(1, 1.0)
    assert not same(1, True)
    assert not same(1.0, True)
    former = freeze({"value": 1})
    assert freeze({"value": 1.0}, former) is not former
    assert freeze({"value": True}, former) is not former


def test_the_order_of_keys_does_not_matter() -> None:
    former = freeze({"a": 1, "b": 2})
    assert freeze({"b": 2, "a": 1}, former) is former


@pytest.mark.parametrize(
    "write",
    [
        lambda value: value.__setitem__("a", 2),
        lambda value: value.__delitem__("a"),
        lambda value: value.clear(),
        lambda value: value.pop("a"),
        lambda value: value.popitem(),
        lambda value: value.setdefault("b", 1),
        lambda value: value.update(a=2),
        lambda value: value.__ior__({"a": 2}),
        lambda value: value["deep"][0].__setitem__("x", 1),
        lambda value: value["deep"].__setitem__(0, 1),
    ],
)
def test_writing_into_a_frozen_value_raises(write: Any) -> None:
    value = freeze({"a": 1, "deep": [{"x": 0}]})
    with pytest.raises((TypeError, AttributeError)):
        write(value)
    assert value == {"a": 1, "deep": ({"x": 0},)}


def test_a_frozen_value_can_be_copied_and_pickled() -> None:
    value = freeze({"a": [{"b": 1}]})
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value
    again = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes
    assert type(again) is FrozenDict
    assert again == value


def test_tuples_are_lists_and_subclasses_are_their_json_types() -> None:
    class Word(StrEnum):
        PLANNED = "planned"

    class Number(IntEnum):
        TWO = 2

    class Real(float):
        pass

    class Entries(list[Any]):
        pass

    class Pair(tuple[Any, ...]):
        __slots__ = ()

    value = freeze(
        {
            Word.PLANNED: Number.TWO,
            "ordered": OrderedDict(a=Word.PLANNED),
            "list": Entries([Real(1.5)]),
            "pair": Pair((1, 2)),
        }
    )
    assert text_of(value) == (
        '{"list": [1.5], "ordered": {"a": "planned"}, "pair": [1, 2], "planned": 2}'
    )
    assert [type(key) for key in value] == [str] * 4
    assert type(value["planned"]) is int
    assert type(value["list"][0]) is float


def cycle() -> Any:
    inner: list[Any] = [1]
    inner.append({"again": inner})
    return {"list": inner}


def deep(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        (None, ""),
        (b"bytes", ""),
        ({"a": [0, {1, 2}]}, "/a/1"),
        ({"a/b": {"c~d": float("nan")}}, "/a~1b/c~0d"),
        ([float("inf")], "/0"),
        ([-float("inf")], "/0"),
        ({"a": {7: "seven"}}, "/a/7"),
        ({"a": "\ud800"}, "/a"),
        ({"\ud800": 1}, "/\\ud800"),
        ([10**4300], "/0"),
        (cycle(), "/list/1/again"),
        (deep(MAX_DEPTH + 1), "/0" * MAX_DEPTH),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(value: Any, pointer: str) -> None:
    for refuse in (freeze, check_json):
        with pytest.raises(PatchError) as caught:
            refuse(value)
        assert (caught.value.code, caught.value.detail) == ("not_json", pointer)


def test_json_is_accepted_up_to_its_limits() -> None:
    value = {"none": None, "é": "日本", "big": 10**4297, "deep": deep(MAX_DEPTH - 2), "": [[], {}]}
    check_json(value)
    assert text_of(thaw(freeze(value))) == text_of(value)
    assert thaw("word") == "word"
