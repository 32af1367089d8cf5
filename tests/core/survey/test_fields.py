from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.fields import (
    LONGEST_FIELD,
    FieldFault,
    choice_list,
    encode_answer,
    encode_field,
    encode_question,
    read_choices,
    read_integer,
    split_fields,
)
from sessionary.core.survey.lines import (
    Line,
    join_lines,
    kept,
    lines_of,
    shown,
    split_lines,
    stored_lines,
)
from sessionary.core.survey.records import Answer, Generation, Question

FIRST, SECOND = Generation.FIRST, Generation.SECOND


@given(st.binary())
def test_any_bytes_are_lines_and_the_same_bytes_again(content: bytes) -> None:
    text = content.decode("latin-1")
    lines = split_lines(text)
    assert join_lines(lines).encode("latin-1") == content
    assert lines_of(stored_lines(lines)) == lines
    assert all(line.end for line in lines[:-1])
    assert not any("\n" in line.text for line in lines)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", ()),
        ("\n", (Line("", "\n"),)),
        ("a", (Line("a", ""),)),
        ("a\r", (Line("a\r", ""),)),
        ("a\r\nb\n", (Line("a", "\r\n"), Line("b", "\n"))),
        ("a\rb\r\r\n", (Line("a\rb\r", "\r\n"),)),
        ("\x85\u00a0\x0b\x0c\x1c\n", (Line("\x85\u00a0\x0b\x0c\x1c", "\n"),)),
    ],
)
def test_lines_end_at_line_feeds_only(content: str, lines: tuple[Line, ...]) -> None:
    assert split_lines(content) == lines


@given(st.binary())
def test_any_bytes_are_shown_and_kept(content: bytes) -> None:
    text = content.decode("latin-1")
    assert kept(shown(text)) == text


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("", [""]),
        (":", ["", ""]),
        ("a:b", ["a", "b"]),
        ("a\\:b", ["a:b"]),
        ("a\\\\:b", ["a\\", "b"]),
        ("\\\\\\:", ["\\:"]),
        ("\\n\\r\\t\\b", ["\n\r\t\b"]),
        ("raw\ttab: b ", ["raw\ttab", " b "]),
        # What the second generation's writer makes of C:\new, and what it means to its reader.
        ("C\\:\\new", ["C:\new"]),
        ("\u00c4\u0080", ["\u00c4\u0080"]),
    ],
)
def test_fields_end_at_colons_that_are_not_escaped(written: str, values: list[str]) -> None:
    assert split_fields(written) == values


@pytest.mark.parametrize(
    ("written", "number", "message"),
    [
        ("a\\q", 1, "The backslash before 'q' starts no escape."),
        ("a:b\\:c:\\,", 3, "The backslash before ',' starts no escape."),
        ("a:b:C\\:\\x:\\y", 3, "The backslash before 'x' starts no escape."),
        ("a:b\\", 2, "A backslash is the last byte of the line."),
        ("a\\\\\\", 1, "A backslash is the last byte of the line."),
        ('\\"', 1, "The backslash before '\"' starts no escape."),
        ("\\N", 1, "The backslash before 'N' starts no escape."),
    ],
)
def test_any_other_escape_is_a_fault_of_its_field(written: str, number: int, message: str) -> None:
    with pytest.raises(FieldFault) as caught:
        split_fields(written)
    assert (caught.value.code, caught.value.field_number) == ("ESCAPE", number)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "bits", "value", "canonical"),
    [
        ("0", 64, 0, True),
        ("-1", 32, -1, True),
        ("-0", 64, 0, False),
        ("007", 32, 7, False),
        ("-00", 64, 0, False),
        ("9223372036854775807", 64, 2**63 - 1, True),
        ("-9223372036854775808", 64, -(2**63), True),
        ("2147483647", 32, 2**31 - 1, True),
        ("-2147483648", 32, -(2**31), True),
        ("0" * 5000 + "5", 32, 5, False),
    ],
)
def test_integers_are_read(text: str, bits: int, value: int, *, canonical: bool) -> None:
    assert read_integer(text, bits) == (value, canonical)


@pytest.mark.parametrize(
    ("text", "bits", "code"),
    [
        ("", 64, "INT-SYNTAX"),
        ("-", 64, "INT-SYNTAX"),
        ("+1", 64, "INT-SYNTAX"),
        (" 1", 64, "INT-SYNTAX"),
        ("1 ", 64, "INT-SYNTAX"),
        ("1\n", 64, "INT-SYNTAX"),
        ("1.0", 64, "INT-SYNTAX"),
        ("0x1f", 64, "INT-SYNTAX"),
        ("1_000", 64, "INT-SYNTAX"),
        ("--1", 64, "INT-SYNTAX"),
        ("\u00b2", 64, "INT-SYNTAX"),
        ("9223372036854775808", 64, "INT-RANGE"),
        ("-9223372036854775809", 64, "INT-RANGE"),
        ("2147483648", 32, "INT-RANGE"),
        ("-2147483649", 32, "INT-RANGE"),
        ("9" * 10_000, 64, "INT-RANGE"),
    ],
)
def test_integers_that_are_none_or_too_large_are_faults(text: str, bits: int, code: str) -> None:
    with pytest.raises(FieldFault) as caught:
        read_integer(text, bits)
    assert caught.value.code == code


def test_a_message_quotes_no_more_than_the_beginning() -> None:
    with pytest.raises(FieldFault) as caught:
        read_integer("x\n" * 8000, 64)
    assert caught.value.message.startswith("Found 'x\\nx")
    assert len(caught.value.message) < 150
    assert "…" in caught.value.message


@pytest.mark.parametrize(
    ("value", "generation", "written"),
    [
        (":", SECOND, "\\:"),
        ("\\", SECOND, "\\\\"),
        ("\n\r\b", FIRST, "\\n\\r\\b"),
        ("\t", FIRST, "\t"),
        ("\t", SECOND, "\\t"),
        ("C:\\new", SECOND, "C\\:\\\\new"),
        ("ä\udcff", SECOND, "\u00c3\u00a4\u00ff"),
        (' "\x0b\x7f ', SECOND, ' "\x0b\x7f '),
    ],
)
def test_fields_are_written_with_the_escapes_of_their_generation(
    value: str, generation: Generation, written: str
) -> None:
    assert encode_field(value, generation) == written


TEXTS = st.binary(max_size=60).map(lambda content: shown(content.decode("latin-1")))
I64 = st.integers(-(2**63), 2**63 - 1)
I32 = st.integers(-(2**31), 2**31 - 1)


@given(st.lists(TEXTS, min_size=1), st.sampled_from(Generation))
def test_any_value_that_is_written_is_read_back(values: list[str], generation: Generation) -> None:
    line = ":".join(encode_field(value, generation) for value in values)
    assert [shown(field) for field in split_fields(line)] == values
    assert "\n" not in line
    assert "\r" not in line


def test_an_answer_is_written_as_its_line() -> None:
    answer = Answer(
        line=9,
        uid="a:b",
        type="text",
        text="é\t",
        value=-1,
        lat=2,
        lon=3,
        time_begin=4,
        time_end=5,
        time_zone_delta=6,
        dst_delta=7,
        unit="m\\s",
        flags=1,
        stored=8,
    )
    assert encode_answer(answer, SECOND) == "a\\:b:TEXT:\u00c3\u00a9\\t:-1:2:3:4:5:6:7:m\\\\s:1:8"
    assert encode_answer(answer, FIRST) == "a\\:b:TEXT:\u00c3\u00a9\t:-1:2:3:4:5:6:7:m\\\\s:1:8"


def test_a_question_is_written_as_its_line() -> None:
    question = Question(
        line=4,
        uid="tone",
        text="Which tone?",
        html="<em>a: b</em>",
        type="SINGLECHOICE",
        flags=128,
        default="grim",
        num_choices=3,
        choices=("heroic", "grim", "comic"),
    )
    written = "tone:Which tone?:<em>a\\: b</em>:SINGLECHOICE:128:grim:-1:-1:0:3:heroic,grim,comic:"
    assert encode_question(question) == written


@pytest.mark.parametrize(
    ("field", "choices"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a,", ("a",)),
        ("a,,b", ("a", "", "b")),
        (",", ("",)),
        (" a ,b,", (" a ", "b")),
    ],
)
def test_a_trailing_empty_choice_is_none(field: str, choices: tuple[str, ...]) -> None:
    assert read_choices(field) == choices


@given(st.lists(st.text(st.characters(exclude_characters=",", codec="utf-8"), max_size=3)))
def test_choices_that_are_written_are_read_back(choices: list[str]) -> None:
    assert read_choices(choice_list(tuple(choices))) == tuple(choices)


def test_a_field_may_be_as_long_as_a_reader_takes_it() -> None:
    assert len(split_fields("\\:" * LONGEST_FIELD)[0]) == LONGEST_FIELD
