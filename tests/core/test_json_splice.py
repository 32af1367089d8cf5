"""One value of a JSON text is changed; all other characters stay."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.json_pointer import escape_key, get_at, set_at
from sessionary.core.json_splice import cut_at, put_at

ODD = '{ "a" : 1e3,\n  "b":{"c~/d":[1.50 ,"\\u00e9", {"x" :-0}]} , "e": {} }\n'


@pytest.mark.parametrize(
    ("pointer", "value", "changed"),
    [
        ("/a", 2, ODD.replace("1e3", "2")),
        ("/b/c~0~1d/0", "y", ODD.replace("1.50", '"y"')),
        ("/b/c~0~1d/-", 7, ODD.replace("-0}]", "-0}, 7]")),
        ("/b/c~0~1d/2/x", 0, ODD.replace("-0}", "0}")),
        ("/e/f/g", True, ODD.replace('"e": {}', '"e": {"f": {"g": true}}')),
        ("/h", None, ODD.replace("{} }", '{} , "h": null }')),
    ],
)
def test_a_value_is_put_in_and_nothing_else_moves(pointer: str, value: Any, changed: str) -> None:
    assert put_at(ODD, pointer, value) == changed


@pytest.mark.parametrize(
    ("text", "pointer", "changed"),
    [
        (ODD, "/a", ODD.replace('"a" : 1e3,\n  ', "")),
        (ODD, "/b/c~0~1d/1", ODD.replace(' ,"\\u00e9"', "")),
        (ODD, "/b/c~0~1d/2/x", ODD.replace('"x" :-0', "")),
        (ODD, "/nothing/there", ODD),
        (ODD, "/a/0", ODD),
        ("[ 1, 2 ]", "/0", "[ 2 ]"),
    ],
)
def test_a_value_is_cut_out_with_its_comma(text: str, pointer: str, changed: str) -> None:
    assert cut_at(text, pointer) == changed


@pytest.mark.parametrize("pointer", ["/a/x", "/b/c~0~1d/9", "/b/c~0~1d/x"])
def test_what_leads_nowhere_is_refused(pointer: str) -> None:
    with pytest.raises(KeyError):
        put_at(ODD, pointer, 1)


_LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.floats(
    allow_nan=False, allow_infinity=False
)  # fmt: skip
_JSON = st.recursive(
    _LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
_OBJECTS = st.dictionaries(st.text(max_size=3), _JSON, min_size=1, max_size=4)
_STYLES = st.sampled_from(
    [
        {},
        {"indent": 2},
        {"separators": (",", ":")},
        {"ensure_ascii": False, "separators": (" ,", " : ")},
    ]
)


def _pointers(value: Any, at: str = "") -> list[str]:
    if isinstance(value, list):
        value = dict(enumerate(value))
    found = []
    for key, part in value.items() if isinstance(value, dict) else ():
        here = f"{at}/{escape_key(str(key))}"
        found += [here, *_pointers(part, here)]
    return found


@settings(max_examples=60)
@given(value=_OBJECTS, style=_STYLES, new=_JSON, data=st.data())
def test_what_was_cut_or_put_is_all_that_changed(
    value: Any, style: dict[str, Any], new: Any, data: st.DataObject
) -> None:
    text = json.dumps(value, **style)
    pointer = data.draw(st.sampled_from(_pointers(value)))
    put = put_at(text, pointer, new)
    assert json.loads(put) == set_at(value, pointer, new)
    # What stood there before, put back, gives the same characters but for its own.
    old = json.dumps(get_at(value, pointer))
    mark = '"\ue000"'
    marked = put_at(text, pointer, "\ue000")
    assert json.loads(marked.replace(mark, old)) == value
    assert put == marked.replace(mark, json.dumps(new, ensure_ascii=False))
    cut = cut_at(marked, pointer)
    assert json.loads(cut) is not None
    assert "\ue000" not in cut
