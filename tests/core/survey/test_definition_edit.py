"""Section 3: questions added, moved, changed and removed, and how two versions differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.core.survey.surveys import definition, question

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import (
    add_question,
    change_question,
    describe,
    move_question,
    new_definition,
    remove_question,
)
from sessionary.core.survey.differences import FieldChange, differences
from sessionary.core.survey.lines import Line, join_lines, split_lines
from sessionary.core.survey.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.survey.records import Definition

ODD = "q2:Odd::int:007::1:10:0:5:a,b:"
FILE = definition("q1", ODD, "q3") + "\nlate:After the end::TEXT:0::-1:-1:0:0::\n"


def read(file: str = FILE) -> Definition:
    return read_definition(split_lines(file))


def test_a_new_survey_is_whole_once_it_has_a_question() -> None:
    lines = new_definition(
        "Täst", [question(uid="a"), question("CHECKBOX", "b", choices=("n", "y"))]
    )
    found = read_definition(lines)
    assert not found.findings
    assert (found.description, found.with_python) == ("Täst", False)
    assert [one.uid for one in found.questions] == ["a", "b"]
    empty = read_definition(new_definition("No question yet"))
    assert [one.code for one in empty.findings] == ["D-NO-QUESTIONS"]
    first = read_definition(add_question(empty, question()))
    assert not first.findings


@pytest.mark.parametrize("place", [0, 1, 2, 3, None])
def test_a_question_is_added_between_lines_that_keep_their_bytes(place: int | None) -> None:
    before = read()
    after = add_question(before, question("SINGLECHOICE", "new", choices=("a", "")), place)
    at = 3 + (3 if place is None else place)
    assert after[at].text == "new:Question::SINGLECHOICE:0::-1:-1:0:2:a,,:"
    assert (*after[:at], *after[at + 1 :]) == before.lines


def test_what_is_added_to_a_file_without_a_last_line_end_gets_one() -> None:
    file = definition("q1").replace("\n", "\r\n").removesuffix("\r\n")
    after = add_question(read(file), question(uid="q2"))
    assert [line.end for line in after] == ["\r\n"] * 5


def test_a_question_is_changed_in_its_line_alone() -> None:
    before = read()
    odd = before.questions[1]
    assert change_question(before, 1, odd) == before.lines
    after = change_question(before, 1, replace(odd, text="Even:"))
    assert after[4] == Line("q2:Even\\:::INT:7::1:10:0:5:a,b:")
    assert (*after[:4], *after[5:]) == (*before.lines[:4], *before.lines[5:])


@pytest.mark.parametrize(
    ("place", "to", "order"),
    [(0, 2, "q2 q3 q1"), (2, 0, "q3 q1 q2"), (1, 1, "q1 q2 q3"), (1, 9, "q1 q3 q2")],
)
def test_a_question_is_moved_with_its_bytes(place: int, to: int, order: str) -> None:
    before = read()
    after = move_question(before, place, to)
    assert [one.uid for one in read_definition(after).questions] == order.split()
    assert sorted(after) == sorted(before.lines)
    assert after[-2:] == before.lines[-2:]


def test_the_end_of_the_file_stays_as_it_is_when_questions_move_and_go() -> None:
    file = definition("q1", "q2").removesuffix("\n")
    assert [line.end for line in move_question(read(file), 0, 1)][-2:] == ["\n", ""]
    assert [line.end for line in remove_question(read(file), 1)][-2:] == ["\n", ""]
    assert [line.end for line in remove_question(read(file), 0)][-2:] == ["\n", ""]


def test_a_question_is_removed_and_the_last_one_stays() -> None:
    before = read()
    assert remove_question(before, 1) == (*before.lines[:4], *before.lines[5:])
    with pytest.raises(Refused) as refused:
        remove_question(read(definition("q1")), 0)
    assert refused.value.code == "D-NO-QUESTIONS"


def test_a_description_is_one_line() -> None:
    after = describe(read(), "Über \\ all:")
    assert read_definition(after).description == "Über \\ all:"
    assert (after[0], *after[2:]) == (read().lines[0], *read().lines[2:])
    for text, code in (("a\nb", "D-DESCRIPTION"), ("\0", "NUL"), ("\ud800", "NOT-UTF8"),
                       ("x" * 65534, "R-TOO-LONG")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            describe(read(), text)
        assert refused.value.code == code


def test_a_tab_is_written_as_old_readers_take_it() -> None:
    for version, text in ((1, "a\tb"), (2, "a\\tb")):
        survey = read(definition("q1", version=version))
        line = add_question(survey, question(uid="q2", text="a\tb"))[-1].text
        assert line.startswith(f"q2:{text}:")


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"uid": ""}, "UID-EMPTY"),
    ({"uid": "@me"}, "Q-SYSTEM"),
    ({"uid": "q1"}, "DUP-UID"),
    ({"type_": "META"}, "Q-SYSTEM"),
    ({"type_": "PASSWORD"}, "TYPE-UNKNOWN"),
    ({"type_": "RIDDLE"}, "TYPE-UNKNOWN"),
    ({"type_": "SINGLECHOICE"}, "Q-CHOICES"),
    ({"type_": "MULTISELECT"}, "Q-CHOICES"),
    ({"type_": "DAYTIME_SEQUENCE"}, "Q-CHOICES"),
    ({"type_": "CHECKBOX", "choices": ("a",)}, "Q-CHOICES"),
    ({"type_": "DIALOG_DATA_CRAWLER", "choices": ("a", "b", "c")}, "Q-CHOICES"),
    ({"type_": "SINGLECHOICE", "choices": ("a,b", "c")}, "Q-CHOICES"),
    ({"type_": "SINGLECHOICE", "choices": ("a", "a")}, "Q-CHOICES"),
    ({"type_": "SINGLECHOICE", "choices": ("a\\", "b")}, "Q-CHOICES"),
    ({"low": -(1 << 63) - 1}, "INT-RANGE"),
    ({"high": 1 << 63}, "INT-RANGE"),
    ({"flags": 1 << 31}, "INT-RANGE"),
    ({"decimals": -(1 << 31) - 1}, "INT-RANGE"),
    ({"text": "x" * 16384}, "R-TOO-LONG"),
    ({"text": ":" * 16383, "html": ":" * 16383}, "R-TOO-LONG"),
    ({"unit": "m\\"}, "R-BACKSLASH-END"),
    ({"uid": "q\\"}, "R-BACKSLASH-END"),
    ({"html": "\0"}, "NUL"),
    ({"default": "\ud800"}, "NOT-UTF8"),
]


@pytest.mark.parametrize(("said", "code"), REFUSED)
def test_a_question_that_cannot_be_asked_is_refused(said: dict[str, Any], code: str) -> None:
    asked = question(**({"uid": "new"} | said))
    with pytest.raises(Refused) as refused:
        add_question(read(), asked)
    assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        change_question(read(), 2, asked)
    assert refused.value.code == code


def test_what_was_odd_before_does_not_stand_in_the_way_of_other_changes() -> None:
    survey = read(
        definition("q1:?::CHECKBOX:0::-1:-1:0:0:one:", "q1", "@x", "q5:?::META:0::0:0:0:0::")
    )
    for place in range(4):
        asked = replace(survey.questions[place], text="Other")
        assert change_question(survey, place, asked) != survey.lines


@pytest.mark.parametrize("file", ["", definition("q1", "q2:too:few")])
def test_a_damaged_definition_is_repaired_first(file: str) -> None:
    survey = read(file)
    edits: list[Callable[[], object]] = [
        lambda: add_question(survey, question(uid="new")),
        lambda: change_question(survey, 0, question(uid="new")),
        lambda: move_question(survey, 0, 0),
        lambda: remove_question(survey, 0),
        lambda: describe(survey, "x"),
    ]
    for edit in edits:
        with pytest.raises(Refused) as refused:
            edit()
        assert refused.value.code == "R-DAMAGED"


def test_a_survey_has_8192_questions_at_most() -> None:
    survey = read(definition(*(f"q{number}" for number in range(8192))))
    with pytest.raises(Refused) as refused:
        add_question(survey, question(uid="new"))
    assert refused.value.code == "D-TOO-MANY"
    with pytest.raises(Refused) as refused:
        move_question(survey, 8192, 0)
    assert refused.value.code == "R-UNKNOWN-UID"


def test_versions_differ_by_their_questions() -> None:
    old = read(definition("q1", "q2", "q3", "q4"))
    new = read(definition("q4", "q1", "q5:New::TEXT:0::-1:-1:0:0::",
                          "q2:Question::INT:0::1:-1:0:0::", version=1))  # fmt: skip
    found = differences(old, new)
    assert [one.uid for one in found.added] == ["q5"]
    assert [one.uid for one in found.removed] == ["q3"]
    assert {one.field for one in found.head} == {"version", "with_python"}
    moved, changed = found.changed
    assert (moved.after.uid, moved.moved, moved.fields) == ("q4", True, ())
    assert (moved.place_before, moved.place_after) == (4, 1)
    assert (changed.after.uid, changed.moved) == ("q2", False)
    assert changed.fields == (
        FieldChange(field="type", before="TEXT", after="INT"),
        FieldChange(field="min", before=-1, after=1),
    )


def test_a_version_does_not_differ_from_itself_whatever_its_bytes() -> None:
    assert differences(read(), read(FILE.replace("\n", "\r\n"))).is_empty
    assert differences(read(), read(FILE.replace(":int:007:", ":INT:7:"))).is_empty


@for_all(st.permutations([f"q{number}" for number in range(7)]))
def test_no_more_questions_are_said_to_be_moved_than_have_to_be(order: list[str]) -> None:
    found = differences(read(definition(*sorted(order))), read(definition(*order)))
    stayed = [uid for uid in order if uid not in {one.after.uid for one in found.changed}]
    assert stayed == sorted(stayed)
    assert len(stayed) >= 3 or not any(
        order[a] < order[b] < order[c] for a in range(7) for b in range(a, 7) for c in range(b, 7)
    )


TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    | st.sampled_from(list("\n\r\t\b\\:,")),
    max_size=30,
).map(lambda text: text.rstrip("\\"))


@for_all(
    st.text("abcäö:\t ", min_size=1, max_size=8),
    TEXTS,
    st.lists(TEXTS.map(lambda text: text.replace(",", "")), max_size=4, unique=True),
    st.sampled_from([1, 2]),
)
def test_a_question_written_is_read_back_equal(
    uid: str, text: str, choices: list[str], version: int
) -> None:
    choices = [one.rstrip("\\") for one in choices]
    asked = question(
        "TEXT", uid, text=text, html=text, default=text, unit=text,
        choices=tuple(dict.fromkeys(choices)), low=-5, high=1 << 62, flags=128,
    )  # fmt: skip
    lines = add_question(read(definition("q1", version=version)), asked)
    found = read_definition(split_lines(join_lines(lines)))
    assert found.questions[-1] == replace(asked, line=len(lines), num_choices=len(asked.choices))
