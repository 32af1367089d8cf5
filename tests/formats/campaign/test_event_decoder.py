from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.campaign.event_parts import EventParts, event_parts
from sessionary.formats.campaign.event_decoder import decoded_events

ODD = [
    "1e400",
    "-0",
    "0.1e1",
    "18446744073709551616",
    "-1" + "0" * 400,
    "5e-324",
    '"\\ud83d\\ude00"',
]


def plain(parts: Any) -> Any:
    """Return the same as dictionaries, whatever classes it is made of; a list may be absent."""
    names = getattr(type(parts), "_fields", None) or getattr(type(parts), "__struct_fields__", None)
    if names is not None:
        return {name: plain(getattr(parts, name)) for name in names}
    if isinstance(parts, list):
        return [plain(one) for one in parts]
    return (type(parts), parts)


def same_both_ways(text: str) -> None:
    (decoded,) = decoded_events([text])
    assert plain(decoded) == plain(event_parts(json.loads(text)))


SCALAR = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=4)
)
ANY = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
    st.text(max_size=2), inner, max_size=2
), max_leaves=3)  # fmt: skip


def objects(**of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return objects that mostly are as they should be, and sometimes anything."""
    good: st.SearchStrategy[Any] = st.fixed_dictionaries({}, optional={**of, "other": ANY})
    return st.one_of(good, good, good, ANY)


TEXT = st.one_of(st.text(max_size=5), st.text(max_size=5), ANY)
VALUE = st.one_of(st.integers(), st.floats(allow_nan=False), TEXT)
EFFECTS = st.lists(objects(type=TEXT, value=VALUE, target=TEXT, condition=TEXT), max_size=2)
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "id": TEXT,
        "value": VALUE,
        "event": objects(
            type=TEXT, name=TEXT, description=TEXT, value=VALUE, amount=VALUE, coin=TEXT,
            item=TEXT, outcome=TEXT,
        ),
        "timestamp": objects(realTime=TEXT, gameTime=objects(formatted=TEXT, total=VALUE)),
        "participants": objects(
            actor=TEXT, targets=st.lists(TEXT, max_size=2) | ANY, location=TEXT
        ),
        "effects": objects(
            immediate=EFFECTS | ANY, ongoing=EFFECTS | ANY, cascade=st.lists(TEXT, max_size=2)
        ),
        "mechanics": objects(
            roll=objects(expression=TEXT, total=VALUE), outcome=TEXT, result=ANY
        ),
        "metadata": objects(visibility=TEXT),
    },
)  # fmt: skip


@settings(max_examples=40)
@given(record=RECORD, ascii_=st.booleans())
def test_a_text_is_read_as_its_record_is(record: dict[str, Any], ascii_: bool) -> None:
    same_both_ways(json.dumps(record, ensure_ascii=ascii_))


@pytest.mark.parametrize("number", ODD)
def test_unusual_spellings_are_read_as_ever(number: str) -> None:
    same_both_ways(f'{{"v\\u0061lue": {number}, "event": {{"value": {number}}}}}')
    same_both_ways(f'{{"mechanics": {{"roll": {{"total": {number}}}, "result": {number}}}}}')


@pytest.mark.parametrize("text", ["[]", "7", "null", '"words"', "[{}]"])
def test_what_is_no_record_says_nothing(text: str) -> None:
    assert plain(decoded_events([text])[0]) == plain(EventParts())


def test_one_odd_record_leaves_those_beside_it_alone() -> None:
    texts = ['{"id": "a"}', '{"id": 7, "event": {"name": "b"}}', '{"id": "c"}']
    assert [one.id for one in decoded_events(texts)] == ["a", None, "c"]
    assert decoded_events(texts)[1].event == event_parts(json.loads(texts[1])).event


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        decoded_events(["{"])
