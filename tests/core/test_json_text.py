from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.json_text import (
    MAX_DEPTH,
    MAX_DIGITS,
    JsonError,
    digest,
    dump,
    get_at,
    line_column,
    parse,
    scan,
    scan_part,
    set_at,
    spellings,
)

if TYPE_CHECKING:
    from sessionary.core.json_text import J

NUMBERS = ["1e3", "1.10", "-0", "1E+2", "-0.0", "1e-7", "0.1", "7", "18446744073709551616", "5e0"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    SCALARS,
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=4), part, max_size=4)
    ),
    max_leaves=12,
)
# Numbers as texts of their own, so that their spelling is part of the value.
SPELT = st.recursive(
    st.sampled_from(NUMBERS) | st.just('"18:05.30, 1e3"') | st.just("null"),
    lambda part: (
        st.lists(part, max_size=4).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(st.sampled_from(["a", "a/b", "~", "", "0", "~1"]), part, max_size=4).map(
            lambda parts: (
                "{" + ", ".join(f"{json.dumps(key)}: {part}" for key, part in parts.items()) + "}"
            )
        )
    ),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("text", "code", "position", "found", "expected"),
    [
        ('{"a": 1, "a": 2}', "json.duplicate_key", 9, "the key a again", "each key once"),
        ('[{"b": {"x": 1, "x": 1}}]', "json.duplicate_key", 16, "the key x again", "each key once"),
        ("[NaN]", "json.not_finite", 1, "NaN", "a finite number"),
        ('{"a": -Infinity}', "json.not_finite", 6, "-Infinity", "a finite number"),
        ("[1e400]", "json.not_finite", 1, "1e400", "a finite number"),
        ("[" * 101 + "]" * 101, "json.depth", 100, "level 101", "at most 100 levels"),
        ("[" * 9000, "json.depth", 100, "level 101", "at most 100 levels"),
        (
            "[1" + "0" * 4300 + "]",
            "value.range",
            1,
            "a number of 4301 digits",
            "at most 4300 digits",
        ),
        ("[1,]", "json.syntax", 3, "]", "a value"),
        ("[1 2]", "json.syntax", 3, "2]", "a comma or the list's end"),
        ('{"a": 1 "b": 2}', "json.syntax", 8, '"b": 2}', "a comma or the object's end"),
        ('{"a" 1}', "json.syntax", 5, "1}", "a colon"),
        ("{a: 1}", "json.syntax", 1, "a: 1}", "a key in double quotes"),
        ("[tru]", "json.syntax", 1, "tru]", "a value"),
        ("01", "json.syntax", 1, "1", "the end of the text"),
        ("{} x", "json.syntax", 3, "x", "the end of the text"),
        ("", "json.syntax", 0, "the end of the text", "a value"),
        ("[1,\n", "json.syntax", 4, "the end of the text", "a value"),
        ("\ufeff1", "json.syntax", 0, '"\\ufeff1"', "a value"),
    ],
)
def test_wrong_text_is_refused_with_its_place(
    text: str, code: str, position: int, found: str, expected: str
) -> None:
    with pytest.raises(JsonError) as caught:
        parse(text)
    error = caught.value
    assert (error.code, error.position, error.found, error.expected) == (
        code,
        position,
        found,
        expected,
    )


@pytest.mark.parametrize("text", ['"\\ud800"', '{"a": "\\uDC00x"}', '"\ud800"', '{"\\ud800": 1}'])
def test_half_a_surrogate_pair_is_a_syntax_error(text: str) -> None:
    with pytest.raises(JsonError, match="half a surrogate pair") as caught:
        parse(text)
    assert caught.value.code == "json.syntax"


@pytest.mark.parametrize("text", ['"tab\there"', '"\\q"', '"\\u12"', '"open', '"a\nb"'])
def test_a_broken_string_is_a_syntax_error(text: str) -> None:
    with pytest.raises(JsonError) as caught:
        parse(text)
    assert caught.value.code == "json.syntax"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (' {"a" : [1, 2.5, "x"]}\n', {"a": [1, 2.5, "x"]}),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\u0000"', "\0"),
        ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
        ("[" + "[]," * 200 + "[]]", [[]] * 201),
        ("9" * MAX_DIGITS, None),
        ('{"a:b": "he said \\"c\\": no", "c" : {}}', {"a:b": 'he said "c": no', "c": {}}),
    ],
)
def test_what_json_allows_is_read(text: str, value: J) -> None:
    assert parse(text) == (json.loads(text) if value is None else value)


@given(VALUES)
def test_every_value_survives_writing_and_reading(value: J) -> None:
    assert repr(parse(dump(value))) == repr(value)


@given(SPELT)
def test_every_spelling_of_a_number_survives(text: str) -> None:
    spelling = spellings(text, "/record")
    assert dump(parse(text), spelling, "/record") == text


@given(VALUES, st.sampled_from([None, 1, " ", "\t"]))
def test_any_layout_is_read_as_the_standard_library_reads_it(value: J, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert repr(parse(text)) == repr(value)


def read(text: str) -> str | JsonError:
    try:
        return repr(parse(text))
    except JsonError as error:
        return error


def read_by_the_standard_library(text: str) -> str | None:
    try:
        return repr(json.loads(text))
    except ValueError:
        return None


@settings(max_examples=300)
@given(st.text(st.sampled_from('{}[]",:0123456789.eE+-\\untrfalsNI \n\ud800é'), max_size=30))
def test_reading_agrees_with_the_grammar_of_the_standard_library(text: str) -> None:
    ours, theirs = read(text), read_by_the_standard_library(text)
    if isinstance(ours, str):
        assert ours == theirs
    else:
        assert 0 <= ours.position <= len(text)
        assert theirs is None or ours.code != "json.syntax" or "surrogate" in ours.found


@given(VALUES, st.data())
def test_a_text_that_is_cut_off_is_never_called_wrong(value: J, data: st.DataObject) -> None:
    text = json.dumps(value, ensure_ascii=data.draw(st.booleans()))
    cut = data.draw(st.integers(0, len(text) - 1))
    read = scan_part(text[:cut], 0)
    if read is not None:
        assert scan(text, 0) == read


def test_a_spelling_is_dropped_when_its_number_has_changed() -> None:
    spelling = {"/record/xp": "1e3", "/record/list/0": "1.10", "/own/xp": "2e2"}
    record = {"xp": 1000.0, "list": [1.2, 1.1]}
    assert dump(record, spelling, "/record") == '{"xp": 1e3, "list": [1.2, 1.1]}'


def test_a_whole_number_is_not_written_as_the_fraction_it_equals() -> None:
    assert dump({"xp": 1000}, {"/xp": "1e3"}) == '{"xp": 1000}'
    assert dump({"xp": True}, {"/xp": "1"}) == '{"xp": true}'
    assert dump(-0.0, {"": "0.0"}) == "-0.0"


def test_a_number_that_is_not_finite_is_not_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump({"a": float("nan")})


def test_scan_reads_one_value_and_says_where_it_ends() -> None:
    assert scan('  {"a": 1}{"b": 2}') == ({"a": 1}, 10)
    assert scan("[1] x", 0) == ([1], 3)


def test_a_digest_tells_contents_apart() -> None:
    assert digest('{"a": 1}') == digest('{"a": 1}')
    assert digest('{"a": 1}') != digest('{"a":1}')
    assert len(digest("")) == 16


@pytest.mark.parametrize(
    ("pointer", "value"),
    [("", {"a/b": [1, {"~": 2}]}), ("/a~1b/0", 1), ("/a~1b/1/~0", 2)],
)
def test_a_pointer_leads_to_its_value(pointer: str, value: J) -> None:
    assert get_at({"a/b": [1, {"~": 2}]}, pointer) == value


@pytest.mark.parametrize("pointer", ["/b", "/a/2", "/a/x", "/a/0/b"])
def test_a_pointer_that_leads_nowhere_is_a_key_error(pointer: str) -> None:
    with pytest.raises(KeyError):
        get_at({"a": [1, 2]}, pointer)


@pytest.mark.parametrize(
    ("pointer", "after"),
    [
        ("/a/0", {"a": ["new", 2]}),
        ("/a/-", {"a": [1, 2, "new"]}),
        ("/b/c", {"a": [1, 2], "b": {"c": "new"}}),
        ("", "new"),
    ],
)
def test_setting_returns_a_changed_copy(pointer: str, after: J) -> None:
    before = {"a": [1, 2]}
    assert set_at(before, pointer, "new") == after
    assert before == {"a": [1, 2]}


def test_setting_inside_a_number_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        set_at({"a": 1}, "/a/b", 2)


def test_lines_and_columns_count_from_one() -> None:
    assert [line_column("ab\nc", place) for place in (0, 2, 3, 4)] == [
        (1, 1),
        (1, 3),
        (2, 1),
        (2, 2),
    ]
