"""What is typed into the editor of a question becomes the raw form of the file, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.problems import UserError
from sessionary.core.survey.question_typed import (
    fresh_uid,
    new_question,
    read_bounds,
    read_default,
    typed_bounds,
    typed_default,
    with_choices,
    with_type,
)

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question


def asked(type_: str, **values: Any) -> Question:
    return replace(new_question("q", "Which?"), type=type_, **values)


@pytest.mark.parametrize(
    ("question", "typed", "bounds"),
    [
        (asked("INT"), "1 to 10", (1, 10)),
        (asked("INT"), "-5 to 5", (-5, 5)),
        (asked("TEXT"), "0 to 120", (0, 120)),
        (asked("FIXEDPOINT", decimals=2), "0.50 to 3.00", (50, 300)),
        (asked("DAYTIME"), "18:00 to 24:00", (64_800, 86_400)),
        (asked("DURATION24"), "00:30 to 02:00", (1_800, 7_200)),
        (asked("DATETIME"), "2026-01-01 00:00 to 2026-01-02 00:00", (1767225600, 1767312000)),
        (asked("INT"), "", (-1, -1)),
    ],
)
def test_bounds_are_typed_as_their_type_is_read(
    question: Question, typed: str, bounds: tuple[int, int]
) -> None:
    assert read_bounds(question, typed) == bounds
    assert typed_bounds(replace(question, low=bounds[0], high=bounds[1])) == typed


@pytest.mark.parametrize("typed", ["1", "1 to x", "10 to 1", "3 to 3", "1 to 2 to 3"])
def test_bounds_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(UserError):
        read_bounds(asked("INT"), typed)


@pytest.mark.parametrize(
    ("question", "typed", "raw"),
    [
        (asked("INT", low=1, high=9), "7", "7"),
        (asked("FIXEDPOINT", decimals=2), "1.25", "125"),
        (asked("LATLON", decimals=1), "48.5, -9.0", "485,-90"),
        (asked("DAYTIME"), "19:30", "70200"),
        (asked("TIMERANGE"), "18:00 to 22:00", "64800,79200"),
        (asked("DATETIME"), "2026-01-01 18:00", "1767290400"),
        (asked("DURATION24"), "01:30", "5400"),
        (asked("TEXT"), "seven", "seven"),
        (asked("MULTICHOICE", choices=("a", "b")), "a,b", "a,b"),
        (asked("DAYTIME_SEQUENCE", choices=("x", "y")), "19:00, 20:00", "68400,72000"),
        (asked("FIXEDPOINT_SEQUENCE", decimals=1, choices=("x",)), "5.5", "5.5"),
        (asked("TEXT"), "", ""),
    ],
)
def test_a_proposed_answer_is_typed_as_it_is_read(question: Question, typed: str, raw: str) -> None:
    assert read_default(question, typed) == raw
    assert typed_default(replace(question, default=raw)) == typed


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (asked("INT", low=1, high=9), "70"),
        (asked("INT"), "seven"),
        (asked("SINGLECHOICE", choices=("a", "b")), "c"),
        (asked("TIMERANGE"), "18:00"),
        (asked("DAYTIME"), "25:00"),
    ],
)
def test_what_could_not_be_answered_is_not_proposed(question: Question, typed: str) -> None:
    with pytest.raises(UserError):
        read_default(question, typed)


def test_a_default_that_cannot_be_read_is_shown_as_it_stands() -> None:
    assert typed_default(asked("TIMERANGE", default="x")) == "x"


def test_another_type_leaves_behind_what_means_something_else_there() -> None:
    number = asked("INT", low=1, high=10, default="7", unit="points")
    text = with_type(number, "TEXT")
    assert (text.bounds, text.default, text.unit) == (None, "7", "points")
    fixed = with_type(number, "FIXEDPOINT")
    assert fixed.bounds is None
    choice = with_type(number, "SINGLECHOICE", ["first", "second", "third"])
    assert (choice.choices, choice.num_choices, choice.default) == (
        ("first", "second", "third"), 3, "",
    )  # fmt: skip
    assert with_type(choice, "CHECKBOX", ["no", "yes"]).choices == ("no", "yes")
    assert with_type(choice, "MULTICHOICE").choices == choice.choices
    time = with_type(choice, "DAYTIME")
    assert (time.choices, time.unit) == ((), "points")
    assert with_type(with_type(asked("TEXT"), "DAYTIME"), "TEXT").unit == ""
    assert with_type(number, "INT") is number
    assert with_type(number, "NOTHING") is number


def test_choices_are_typed_one_a_line() -> None:
    question = asked("SINGLECHOICE", choices=("a",), num_choices=1)
    assert with_choices(question, " b \n\nc").choices == ("b", "c")
    assert with_choices(question, "b\nc").num_choices == 2
    assert with_choices(replace(question, num_choices=5), "b\nc").num_choices == 5


def test_a_new_question_has_a_uid_of_its_own() -> None:
    questions = [replace(new_question(uid, ""), uid=uid) for uid in ("q2", "q3", "tone")]
    assert fresh_uid(questions) == "q4"
