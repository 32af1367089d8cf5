"""Damaged lines mended by hand."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.core.survey.surveys import answer, definition, opened, session

from sessionary.core.survey.lines import Line, join_lines, shown, split_lines
from sessionary.core.survey.repairs import proposed_repair, repair
from sessionary.core.survey.session import read_session

LINES = split_lines("a\r\nb\nc")


@pytest.mark.parametrize(
    ("number", "text", "through", "after"),
    [
        (1, "x", 0, "x\r\nb\nc"),
        (2, "x", 0, "a\r\nx\nc"),
        (3, "x", 0, "a\r\nb\nx"),
        (1, "x\ny", 0, "x\r\ny\r\nb\nc"),
        (3, "x\ny", 0, "a\r\nb\nx\r\ny"),
        (2, "x", 3, "a\r\nx"),
        (1, "x", 2, "x\nc"),
        (2, "", 0, "a\r\n\nc"),
        (2, None, 0, "a\r\nc"),
        (1, None, 3, ""),
    ],
)
def test_a_line_is_replaced_and_all_others_keep_their_bytes(
    number: int, text: str | None, through: int, after: str
) -> None:
    assert join_lines(repair(LINES, number, text, through=through)) == after


def broken(text: str) -> str:
    """Return a text as the writer of the first generation wrote it."""
    written = text.replace("\\", "\0").replace(":", "::").replace("\0", ":\\")
    for raw in "\r\n\t\b":
        written = written.replace(raw, f"\\{raw}")
    return written


@for_all(st.text("ab:\\\n\r\t\b é", max_size=20))
def test_a_defect_of_the_first_generation_can_be_mended(text: str) -> None:
    survey = definition("q1")
    file = session(answer("q1", broken(text)), answer("q1"), survey=survey, generation=1)
    lines = split_lines(file.encode().decode("latin-1"))
    number = 6
    proposed = proposed_repair(lines, number)
    assert proposed is not None
    mended = opened(repair(lines, number, proposed.text, through=proposed.last), survey).session
    assert not mended.damaged
    assert [one.text for one in mended.body] == [text, "x"]
    assert len(mended.lines) == number + 1


@pytest.mark.parametrize(
    "line",
    [
        "q1:TEXT:too:few",
        "q1:TEXT:0:0:0:0:0:0:0::0:1",
        "q1:NOTYPE:x:0:0:0:0:0:0:0::0:1",
        ":TEXT:x:0:0:0:0:0:0:0::0:1",
        "q1:TEXT:x:0:0:0:0:0:0:0::0:later",
        "q1:TEXT:a:b:0:0:0:0:0:0:0::0:1",
        "q1:TEXT:a\\",
        "q1:TEXT:x:0:0:0:0:0:0:0:u\\x:0:1",
        "",
    ],
)
def test_nothing_is_proposed_for_any_other_damage(line: str) -> None:
    assert proposed_repair([Line("foo/current"), Line(line)], 2) is None


def test_a_repaired_session_can_be_edited_again() -> None:
    survey = definition("q1")
    file = session("q1:TEXT:x", survey=survey)
    assert opened(file, survey).session.raw == (6,)
    after = read_session(repair(split_lines(file), 6, answer("q1", shown("ok"))))
    assert not after.damaged
