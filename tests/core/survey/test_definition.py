from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.definition import MOST_QUESTIONS, read_definition
from sessionary.core.survey.lines import join_lines, split_lines
from sessionary.core.survey.records import Definition, Question

HEAD = "version 2\nSession zero\nwithout python\n"
ONE = "one:First::TEXT:0::-1:-1:0:0::\n"
TWO = "two:Second::TEXT:0::-1:-1:0:0::\n"
CHOICE = "tone:Which tone?:<b>x</b>:SINGLECHOICE:128:grim:-1:-1:0:5:heroic,grim,comic,:points\n"


def read(content: str) -> Definition:
    return read_definition(split_lines(content))


def found(definition: Definition) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.level.value, one.code, one.field) for one in definition.findings]


def test_a_definition_is_read() -> None:
    definition = read("version 2\nSession zero: \\ as it stands\nWithOut Python\n" + ONE + CHOICE)
    assert definition.version == 2
    assert definition.description == "Session zero: \\ as it stands"
    assert not definition.with_python
    assert not definition.findings
    assert not definition.damaged
    assert definition.questions == (
        Question(line=4, uid="one", text="First", html="", type="TEXT"),
        Question(
            line=5,
            uid="tone",
            text="Which tone?",
            html="<b>x</b>",
            type="SINGLECHOICE",
            flags=128,
            default="grim",
            num_choices=5,
            choices=("heroic", "grim", "comic"),
            unit="points",
        ),
    )
    assert definition.question("tone") == definition.questions[1]


def test_version_1_has_no_directive_and_is_ruled_by_a_program() -> None:
    definition = read("version 1\nOracle\n" + ONE)
    assert (definition.version, definition.with_python) == (1, True)
    assert [one.line for one in definition.questions] == [3]
    assert read("version 2\n\nwith python\n" + ONE).with_python


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("", 1, "D-EMPTY"),
        ("\n", 1, "D-VERSION"),
        ("version 3\nx\n", 1, "D-VERSION"),
        ("version 2 \nx\n", 1, "D-VERSION"),
        (" version 2\nx\n", 1, "D-VERSION"),
        ("Version 2\nx\n", 1, "D-VERSION"),
        ("version -2\nx\n", 1, "D-VERSION"),
        ("version 20\nx\n", 1, "D-VERSION"),
        ("version ++2\nx\n", 1, "D-VERSION"),
        ("\u00ef\u00bb\u00bfversion 2\nx\nwithout python\n", 1, "D-VERSION"),
        ("version 2", 2, "D-DESCRIPTION"),
        ("version 1\n", 2, "D-DESCRIPTION"),
        ("version 2\nx\n", 3, "D-DIRECTIVE"),
        ("version 2\nx\nwithout python \n", 3, "D-DIRECTIVE"),
        ("version 2\nx\n" + ONE, 3, "D-DIRECTIVE"),
    ],
)
def test_a_head_that_cannot_be_read_is_fatal(content: str, line: int, code: str) -> None:
    definition = read(content)
    assert definition.fatal
    assert definition.damaged
    assert not definition.questions
    assert (definition.findings[-1].line, definition.findings[-1].code) == (line, code)
    assert definition.findings[-1].level == "F"
    assert join_lines(definition.lines) == content


@pytest.mark.parametrize(
    "first", ["version\t2", "version2", "version  2", "version +2", "version 002", "version \t+02"]
)
def test_a_longer_form_of_the_version_is_read_with_a_warning(first: str) -> None:
    definition = read(f"{first}\nx\nwithout python\n{ONE}")
    assert definition.version == 2
    assert found(definition) == [(1, "W", "NONCANONICAL", "version")]


CASES = {
    "crlf is told once": (
        (HEAD + ONE + TWO).replace("\n", "\r\n"),
        [(1, "W", "CRLF", "")],
    ),
    "no final newline": (HEAD + ONE.rstrip("\n"), [(4, "W", "NO-FINAL-NEWLINE", "")]),
    "no questions": (HEAD, [(4, "E", "D-NO-QUESTIONS", "")]),
    "no questions but after a blank line": (
        HEAD + "\n" + ONE,
        [(4, "I", "BLANK-LINE", ""), (4, "E", "D-NO-QUESTIONS", ""), (5, "W", "Q-AFTER-BLANK", "")],
    ),
    "a question after a blank line": (
        HEAD + ONE + "\n" + TWO + "\n",
        [(5, "I", "BLANK-LINE", ""), (6, "W", "Q-AFTER-BLANK", ""), (7, "I", "BLANK-LINE", "")],
    ),
    "bytes that are no UTF-8 in the description": (
        HEAD.replace("zero", "\u00e9") + ONE,
        [(2, "W", "NOT-UTF8", "description")],
    ),
    "NUL in the description": (HEAD.replace("zero", "\0") + ONE, [(2, "E", "NUL", "description")]),
    "bytes that are no UTF-8": (
        HEAD + "one:Fi\\:rst:\u00ff:TEXT:0::-1:-1:0:0::\n",
        [(4, "W", "NOT-UTF8", "html")],
    ),
    "escape": (HEAD + ONE.replace("First", "Fi\\xrst"), [(4, "E", "ESCAPE", "text")]),
    "too few fields": (HEAD + "one:First:TEXT\n" + TWO, [(4, "E", "FIELD-COUNT", "")]),
    "surplus fields": (HEAD + ONE.replace("::\n", ":::\n"), [(4, "E", "FIELD-COUNT", "")]),
    "a blank that is no blank line": (HEAD + ONE + " \n", [(5, "E", "FIELD-COUNT", "")]),
    "long field": (HEAD + ONE.replace("First", "x" * 16384), [(4, "E", "FIELD-LONG", "text")]),
    "long line": (HEAD + ONE.replace("First", "x" * 70000), [(4, "E", "LINE-LONG", "")]),
    "no uid": (HEAD + ONE.removeprefix("one"), [(4, "E", "UID-EMPTY", "uid")]),
    "unknown type": (HEAD + ONE.replace("TEXT", "RUNE"), [(4, "E", "TYPE-UNKNOWN", "type")]),
    "a sharp s is no two of them": (
        HEAD + ONE.replace("TEXT", "PA\u00dfWORD"),
        [(4, "W", "NOT-UTF8", "type"), (4, "E", "TYPE-UNKNOWN", "type")],
    ),
    "type of the first generation": (
        HEAD + ONE.replace("TEXT", "PASSWORD"),
        [(4, "W", "TYPE-LEGACY", "type")],
    ),
    "small letters": (HEAD + ONE.replace("TEXT", "Text"), [(4, "W", "NONCANONICAL", "type")]),
    "an integer that is none": (
        HEAD + ONE.replace("TEXT:0", "TEXT:"),
        [(4, "E", "INT-SYNTAX", "flags")],
    ),
    "an integer of more than 32 bits": (
        HEAD + ONE.replace("TEXT:0", "TEXT:2147483648"),
        [(4, "E", "INT-RANGE", "flags")],
    ),
    "bounds have 64 bits": (HEAD + ONE.replace("-1:-1", "-1:2147483648"), []),
    "syntax before range": (
        HEAD + "one:First::TEXT:2147483648::-1:x:0:0::\n",
        [(4, "E", "INT-SYNTAX", "max")],
    ),
    "leading zeros": (
        HEAD + "one:First::TEXT:00::-1:-01:0:0::\n",
        [(4, "W", "NONCANONICAL", "flags"), (4, "W", "NONCANONICAL", "max")],
    ),
    "unknown flags are kept": (HEAD + ONE.replace("TEXT:0", "TEXT:4096"), []),
    "a repeated uid": (HEAD + ONE + TWO + ONE, [(6, "W", "DUP-UID", "uid")]),
    "META": (HEAD + ONE.replace("TEXT", "META"), [(4, "W", "Q-SYSTEM", "type")]),
    "a uid of the system": (HEAD + "@" + ONE, [(4, "W", "Q-SYSTEM", "uid")]),
    "a choice without choices": (
        HEAD + ONE.replace("TEXT", "MULTISELECT"),
        [(4, "W", "Q-CHOICES", "choices")],
    ),
    "a check box with three": (
        HEAD + "one:First::CHECKBOX:0::-1:-1:0:2:no,yes,maybe:\n",
        [(4, "W", "Q-CHOICES", "choices")],
    ),
    "a check box whose second choice is empty": (
        HEAD + "one:First::CHECKBOX:0::-1:-1:0:2:no,,:\n",
        [],
    ),
}


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_odd_or_wrong_is_told_by_line(
    content: str, expected: list[tuple[int, str, str, str]]
) -> None:
    definition = read(content)
    assert found(definition) == expected
    assert definition.damaged == any(level == "E" for _, level, _, _ in expected)
    assert not definition.fatal
    assert all(
        one.raw == (*definition.lines, *split_lines("\n"))[one.line - 1].text
        for one in definition.findings
    )


def test_questions_after_a_blank_line_take_no_part() -> None:
    definition = read(HEAD + ONE + "\n" + TWO + ONE)
    assert [one.uid for one in definition.questions] == ["one"]
    assert [(one.uid, one.line) for one in definition.after_blank] == [("two", 6), ("one", 7)]
    assert definition.question("two") is None


def test_the_first_of_a_uid_counts() -> None:
    definition = read(HEAD + ONE + ONE.replace("First", "Again"))
    question = definition.question("one")
    assert question is not None
    assert question.text == "First"


def test_more_questions_than_allowed_are_an_error_at_the_first_of_them() -> None:
    lines = "".join(f"q{n}:::TEXT:0::0:0:0:0::\n" for n in range(MOST_QUESTIONS))
    assert not read(HEAD + lines).findings
    definition = read(HEAD + lines + ONE + TWO)
    assert found(definition) == [(MOST_QUESTIONS + 4, "E", "D-TOO-MANY", "")]
    assert len(definition.questions) == MOST_QUESTIONS + 2


@pytest.mark.parametrize(
    ("low", "high", "bounds"), [(-1, -1, None), (0, 0, None), (5, 1, None), (-3, 4, (-3, 4))]
)
def test_bounds_count_only_if_there_is_something_between_them(
    low: int, high: int, bounds: tuple[int, int] | None
) -> None:
    question = Question(line=1, uid="q", text="", html="", type="INT", low=low, high=high)
    assert question.bounds == bounds


PARTS = st.sampled_from(
    ["version 2\n", "version 1\r\n", "x\n", "without python\n", "\n", ONE, TWO, CHOICE, "\\", ":"]
)


@given(st.one_of(st.lists(PARTS).map("".join), st.binary().map(lambda b: b.decode("latin-1"))))
def test_any_bytes_are_a_definition_that_is_saved_unchanged(content: str) -> None:
    definition = read(content)
    assert join_lines(definition.lines) == content
    errors = [one.line for one in definition.findings if one.level == "E"]
    assert len(errors) == len(set(errors))
    assert definition.damaged == (bool(errors) or definition.fatal)


def test_a_question_is_found_by_its_uid_the_first_of_several() -> None:
    survey = read(HEAD + ONE + TWO + ONE.replace("First", "Again"))
    asked = [survey.question(uid) for uid in ("one", "two", "three")]
    assert asked == [*survey.questions[:2], None]
    shorter = replace(survey, questions=survey.questions[1:])
    assert shorter.question("one") == survey.questions[2]
    assert shorter != survey
