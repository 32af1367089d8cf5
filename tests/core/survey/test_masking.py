"""What is shown of raw lines and of versions: never a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.core.survey.surveys import answer, definition, opened, session
from tests.core.survey.test_repairs import broken

from sessionary.core.changes import differences
from sessionary.core.survey.comparing import told_definition, told_session
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.fields import encode_field
from sessionary.core.survey.lines import Line, split_lines
from sessionary.core.survey.masking import masked_line, masked_lines
from sessionary.core.survey.records import Generation

if TYPE_CHECKING:
    from collections.abc import Callable

STORED = "hash stored"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (answer("p", "plain", type_="PASSWORD"), answer("p", STORED, type_="PASSWORD")),
        (answer("p", "pl\\:a\\\\", type_="password"), answer("p", STORED, type_="password")),
        (answer("a\\:b", "x", type_="SHA1_HASH"), answer("a\\:b", STORED, type_="SHA1_HASH")),
        (answer("p", "", type_="PASSWORD"), answer("p", "", type_="PASSWORD")),
        (answer("p", "PASSWORD"), answer("p", "PASSWORD")),
        (answer("p", "pl::ain", type_="PASSWORD"), f"p:PASSWORD:{STORED}"),
        # Thirteen fields, as a colon too many and an escaped one make up for each other.
        ("p:PASSWORD::plain\\:0:0:0:0:0:0:0::0:5", f"p:PASSWORD:{STORED}"),
        ("p:PASSWORD:pl\\ain:0", f"p:PASSWORD:{STORED}"),
        ("a::b:PASSWORD:plain:0:0:0:0:0:0:0::0:5", f"a::b:PASSWORD:{STORED}"),
        (answer("p", "x\\:PASSWORD\\:y"), answer("p", "x\\:PASSWORD\\:y")),
        ("p:PASSWORD:plain", f"p:PASSWORD:{STORED}"),
        ("p:PASSWORD", "p:PASSWORD"),
        ("", ""),
    ],
)
def test_a_line_shows_no_secret(line: str, shown: str) -> None:
    assert masked_line(line) == shown


def test_a_secret_that_is_split_over_lines_is_left_out_as_a_whole() -> None:
    whole = answer("q", "seen")
    lines = [Line(text) for text in ("p:PASSWORD:first\\", "second\\", "third:0:0", whole, "odd")]
    assert list(masked_lines(lines)) == [f"p:PASSWORD:{STORED}", STORED, STORED, whole, "odd"]


@for_all(
    st.text("a:\\\n\r\t\b", max_size=12),
    st.text("a:\\\n\r\t\b", max_size=12),
    st.sampled_from([lambda text: encode_field(text, Generation.FIRST), broken, str]),
)
def test_however_a_password_was_written_it_is_not_shown(
    before: str, after: str, written: Callable[[str], str]
) -> None:
    line = answer("p", written(f"{before}hunter2{after}"), type_="PASSWORD")
    assert "hunter2" not in "".join(masked_lines(split_lines(f"{line}\n")))


def test_versions_of_a_session_are_compared_by_their_answers() -> None:
    survey = definition("q1:Rating::INT:0::1:10:0:0::points", "q2")
    before = session("q1:INT::7:0:0:0:0:0:0:points:0:5", "q9:PASSWORD:plain:0", survey=survey)
    after = session(
        "q1:INT::9:0:0:0:0:0:0:points:1:5", answer("q2"), answer("q2", "y"), survey=survey,
        state=4,
    )  # fmt: skip
    old, new = (opened(file, survey) for file in (before, after))
    found = list(
        differences(
            told_session(old.session, old.definition), told_session(new.session, new.definition)
        )
    )
    assert [(*map(str, one.path), one.new) for one in found if one.path[0] == "answers"][:2] == [
        ("answers", "Rating", "value", "9 points"),
        ("answers", "Rating", "takenBack", True),
    ]
    assert "plain" not in repr([(one.old, one.new) for one in found])
    closed = after.replace("@state:META::4:0:0:1000:0:", "@state:META::4:0:0:1000:60:")
    said = told_session(opened(closed, survey).session, None)["header"]["state"]
    assert said == "Closed (4), 1970-01-01 00:01 UTC"
    told = told_session(new.session, None)
    assert [one["id"] for one in told["answers"]] == ["q1", "q2", "q2 (2)"]
    assert told["header"] == {"user": "ann", "group": "", "authority": "", "state": "Closed (4)"}


def test_versions_of_a_definition_are_compared_by_their_questions() -> None:
    file = definition("q1", "q1", "too:few") + "\nlate:x::TEXT:0::-1:-1:0:0::\n"
    told = told_definition(read_definition(split_lines(file)))
    assert [one["id"] for one in told["questions"]] == ["q1", "q1 (2)"]
    assert [one["id"] for one in told["afterTheEnd"]] == ["late"]
    assert told["damaged"] == [{"id": "line 6", "text": "too:few"}]
    (changed,) = differences(
        told_definition(read_definition(split_lines(definition("q1")))),
        told_definition(read_definition(split_lines(definition("q1:New::TEXT:0::-1:-1:0:0::")))),
    )
    assert (changed.path[-1], changed.old, changed.new) == ("title", "Question", "New")
