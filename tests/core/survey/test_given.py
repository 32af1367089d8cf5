"""Section 4.5: what a respondent gives and sees."""

import hashlib

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.core.survey.surveys import answer, definition, opened, session

from sessionary.core.survey.given import (
    Given,
    hashed,
    read_public_line,
    respondent_lines,
    write_public_line,
)
from sessionary.core.survey.records import Generation
from sessionary.core.survey.refusals import Refused

I32, I64 = 1 << 31, 1 << 63
WIDE = st.integers(-I64, I64 - 1)
NARROW = st.integers(-I32, I32 - 1)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)


@for_all(
    st.builds(
        Given,
        uid=TEXTS.filter(bool),
        text=TEXTS,
        value=WIDE,
        lat=WIDE,
        lon=WIDE,
        time_begin=WIDE,
        time_end=WIDE,
        time_zone_delta=NARROW,
        dst_delta=NARROW,
    ),
    st.sampled_from(Generation),
)
def test_a_public_line_is_read_back_equal(given: Given, generation: Generation) -> None:
    assert read_public_line(write_public_line(given, generation)) == given


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("q1:x:0:0:0:0:0:0", "FIELD-COUNT", ""),
        ("q1:x:0:0:0:0:0:0:0:0", "FIELD-COUNT", ""),
        ("q1:TEXT:x:0:0:0:0:0:0:0::0:1", "FIELD-COUNT", ""),
        ("", "FIELD-COUNT", ""),
        (":x:0:0:0:0:0:0:0", "UID-EMPTY", "uid"),
        (r"q1:\x:0:0:0:0:0:0:0", "ESCAPE", "text"),
        ("q1:x:one:0:0:0:0:0:0", "INT-SYNTAX", "value"),
        ("q1:x:-:0:0:0:0:0:0", "INT-SYNTAX", "value"),
        (f"q1:x:0:{I64}:0:0:0:0:0", "INT-RANGE", "lat"),
        (f"q1:x:0:0:0:0:0:{I32}:0", "INT-RANGE", "time_zone_delta"),
        (f"q1:x:0:0:0:0:0:0:{-I32 - 1}", "INT-RANGE", "dst_delta"),
        ("q1:" + "x" * 16384 + ":0:0:0:0:0:0:0", "R-TOO-LONG", "text"),
        ("q1:" + "x" * 65534 + ":0:0:0:0:0:0:0", "R-TOO-LONG", ""),
        ("q1:\0:0:0:0:0:0:0:0", "NUL", ""),
        ("q1:\ud800:0:0:0:0:0:0:0", "NOT-UTF8", ""),
    ],
)
def test_a_line_that_is_no_public_line_is_refused(line: str, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_public_line(line)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_refusal_quotes_nothing_of_what_was_typed() -> None:
    with pytest.raises(Refused) as refused:
        read_public_line("secret:my:hunter2:0:0:0:0:0:0")
    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in repr(Given(uid="secret", text="hunter2"))


def test_the_hash_of_what_is_typed_is_that_of_its_bytes() -> None:
    expected = hashlib.sha1("mühle".encode()).hexdigest()  # noqa: S324 (the format asks for it)
    assert hashed(Given(uid="q", text="mühle")) == Given(uid="q", text=expected)
    assert hashed(Given(uid="q")) == Given(uid="q")


def test_a_respondent_sees_given_answers_alone() -> None:
    survey = definition("q1", "q2")
    file = session(
        answer("q1", "one\\: two"),
        answer("dice", "5", type_="META"),
        answer("@mood", "good", type_="TEXT"),
        answer("q2", deleted=True),
        answer("old", "plain", type_="PASSWORD"),
        answer("hash", "932e" * 10, type_="SHA1_HASH"),
        answer("typed", "plain", type_="SHA1_HASH"),
        survey=survey,
    )
    assert respondent_lines(opened(file, survey).session) == [
        "q1:one\\: two:0:0:0:0:0:0:0",
        "old::0:0:0:0:0:0:0",
        f"hash:{'932e' * 10}:0:0:0:0:0:0:0",
        "typed::0:0:0:0:0:0:0",
    ]
