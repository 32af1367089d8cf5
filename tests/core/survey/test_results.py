"""Results count what was given, in steps that people count in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.distribution import Measure, bins_of, coverage, figures_of
from sessionary.core.survey.records import Answer, Definition, Question, State
from sessionary.core.survey.results import (
    Choices,
    Counted,
    Numbers,
    QuestionResult,
    Ranges,
    Response,
    Series,
    Texts,
    results_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR = 3_600


def question(uid: str, type_: str, **values: Any) -> Question:
    return Question(line=4, uid=uid, text=uid.title(), html="", type=type_, **values)


def version(*questions: Question) -> Definition:
    return Definition(lines=(), version=2, with_python=False, questions=questions)


def answer(uid: str, type_: str, text: str = "", **values: Any) -> Answer:
    return Answer(line=6, uid=uid, type=type_, text=text, stored=100, **values)


def response(number: int, *answers: Answer, of: str = "new") -> Response:
    return Response(
        key=f"s{number}", respondent=f"seat-{number}", version=of, state=State.OPEN,
        started=number, answers=answers,
    )  # fmt: skip


def result(asked: Question, answers: Sequence[Answer]) -> QuestionResult:
    responses = [response(at, one) for at, one in enumerate(answers)]
    (found,) = results_of("s", {"new": version(asked)}, responses).questions
    return found


def test_choices_are_counted_in_the_order_in_which_they_are_offered() -> None:
    asked = question("tone", "MULTICHOICE", choices=("grim", "comic", "heroic"))
    given = ["comic,grim", "comic", "comic,comic", "odd", ""]
    found = result(asked, [answer("tone", "MULTICHOICE", text) for text in given])
    assert isinstance(found.told, Choices)
    assert [(one.text, one.count, one.offered) for one in found.told.choices] == [
        ("grim", 1, True), ("comic", 3, True), ("heroic", 0, True), ("odd", 1, False),
    ]  # fmt: skip
    assert (found.asked, found.answered, found.left_empty) == (5, 4, 1)
    assert found.told.several


@pytest.mark.parametrize(
    ("asked", "answers", "figures", "bins"),
    [
        (
            question("n", "INT", low=1, high=5),
            [answer("n", "INT", value=value) for value in (2, 4, 4)],
            (Fraction(2), Fraction(4), Fraction(10, 3), Fraction(4)),
            [(1, 0), (2, 1), (3, 0), (4, 2), (5, 0)],
        ),
        (
            question("n", "FIXEDPOINT", decimals=2),
            [answer("n", "FIXEDPOINT", value=value) for value in (90, 125, 310)],
            (Fraction(9, 10), Fraction(31, 10), Fraction(7, 4), Fraction(5, 4)),
            [
                (Fraction(fifths, 5), int(fifths in {4, 6, 15}))
                for fifths in range(4, 16)
            ],
        ),
        (
            question("n", "DAYTIME"),
            [answer("n", "DAYTIME", time_begin=value) for value in (18 * HOUR, 19 * HOUR + 60)],
            (Fraction(18 * HOUR), Fraction(19 * HOUR + 60), Fraction(66_630), Fraction(66_630)),
            [(18 * HOUR, 1), (18 * HOUR + 900, 0), (18 * HOUR + 1800, 0), (18 * HOUR + 2700, 0),
             (19 * HOUR, 1)],
        ),
        (
            question("n", "DURATION24"),
            [answer("n", "DURATION24", value=5400)],
            (Fraction(5400), Fraction(5400), Fraction(5400), Fraction(5400)),
            [(5400, 1)],
        ),
    ],
)  # fmt: skip
def test_numbers_and_times_are_distributed(
    asked: Question,
    answers: list[Answer],
    figures: tuple[Fraction, ...],
    bins: list[tuple[Fraction, int]],
) -> None:
    told = result(asked, answers).told
    assert isinstance(told, Numbers)
    assert told.figures is not None
    found = told.figures
    assert (found.least, found.greatest, found.mean, found.median) == figures
    assert [(one.low, one.count) for one in told.bins] == bins


def test_days_are_counted_in_weeks_from_monday() -> None:
    day = 86_400
    assert [one.count for one in bins_of([Fraction(5), Fraction(9)], Measure.MOMENT)] == [1, 1]
    found = bins_of([Fraction((19_900 + 3 * at) * day) for at in range(14)], Measure.MOMENT)
    assert {one.high - one.low for one in found} == {7 * day}
    assert all((int(one.low) // day + 3) % 7 == 0 for one in found)


def test_a_fixed_point_number_is_read_by_the_version_that_it_was_given_to() -> None:
    new, old = question("n", "FIXEDPOINT", decimals=2), question("n", "FIXEDPOINT", decimals=1)
    given = answer("n", "FIXEDPOINT", value=150)
    found = results_of(
        "s",
        {"new": version(new), "old": version(old)},
        [response(1, given), response(2, given, of="old")],
    )
    told = found.questions[0].told
    assert isinstance(told, Numbers)
    assert told.figures is not None
    assert (told.figures.least, told.figures.greatest) == (Fraction(3, 2), Fraction(15))


def test_an_answer_of_another_type_is_told_apart() -> None:
    found = result(question("n", "INT"), [answer("n", "INT", value=3), answer("n", "TEXT", "four")])
    assert isinstance(found.told, Numbers)
    assert [one.answer.text for one in found.odd] == ["four"]


def test_a_range_covers_the_half_hours_of_its_evening_past_midnight() -> None:
    found = result(
        question("slot", "TIMERANGE"),
        [
            answer("slot", "TIMERANGE", time_begin=66_600, time_end=1 * HOUR),
            answer("slot", "TIMERANGE", time_begin=22 * HOUR, time_end=23 * HOUR),
        ],
    ).told
    assert isinstance(found, Ranges)
    assert found.bins[0].low == 66_600
    assert found.bins[-1].high == 25 * HOUR
    assert [one.count for one in found.bins] == [1] * 7 + [2, 2] + [1] * 4


def test_a_sequence_has_figures_for_each_of_its_labels() -> None:
    asked = question("tension", "FIXEDPOINT_SEQUENCE", decimals=1, choices=("act 1", "act 2"))
    found = result(
        asked,
        [
            answer("tension", asked.type, text)
            for text in ("1,3.5", "2", "1,x", "1e9,2", f"0,{'9' * 5000}")
        ],
    )
    assert isinstance(found.told, Series)
    means = [(label, None if one is None else one.mean) for label, one in found.told.labels]
    assert means == [("act 1", Fraction(3, 2)), ("act 2", Fraction(7, 2))]
    assert [one.answer.text for one in found.odd] == ["1,x", "1e9,2", f"0,{'9' * 5000}"]


def test_of_what_nobody_may_read_only_the_number_is_told() -> None:
    found = result(question("secret", "SHA1_HASH"), [answer("secret", "SHA1_HASH", "ab" * 20)])
    assert found.told == Counted()
    assert found.answered == 1


def test_questions_stand_as_in_the_newest_version_and_then_those_of_older_ones() -> None:
    first, second, gone = (question(uid, "TEXT") for uid in ("b", "a", "gone"))
    versions = {"new": version(first, second), "old": version(gone, first)}
    responses = [
        response(1, answer("b", "TEXT", "x"), answer("lost", "EMAIL", "e@x.org"), of="missing"),
        response(2, answer("b", "TEXT", "first"), answer("b", "TEXT", "again")),
        response(3, answer("gone", "TEXT", "y"), of="old"),
    ]
    found = results_of("s", versions, responses)
    told = [(one.question.uid, one.number, one.asked, one.answered) for one in found.questions]
    assert told == [("b", 1, 3, 2), ("a", 2, 1, 0), ("gone", 0, 1, 1), ("lost", 0, 1, 1)]
    texts = found.questions[0].told
    assert isinstance(texts, Texts)
    assert [one.answer.text for one in texts.texts] == ["x", "first"]
    of_old = results_of("s", versions, responses, version="old")
    assert [one.question.uid for one in of_old.questions] == ["gone", "b"]
    assert [one.key for one in of_old.responses] == ["s3"]


def test_nothing_amounts_to_nothing() -> None:
    assert figures_of([]) is None
    assert bins_of([], Measure.NUMBER) == ()
    assert coverage([]) == ()
    assert results_of("s", {}, []).questions == ()


NUMBERS = st.fractions(Fraction(-(2**63)), Fraction(2**63), max_denominator=10**6)


@given(
    st.lists(NUMBERS, min_size=1, max_size=8),
    st.sampled_from(list(Measure)),
    st.one_of(
        st.none(),
        st.tuples(st.integers(-5, 5).map(Fraction), st.integers(6, 40).map(Fraction)),
    ),
)
def test_every_number_falls_into_one_step(
    values: list[Fraction], measure: Measure, bounds: tuple[Fraction, Fraction] | None
) -> None:
    found = bins_of(values, measure, bounds)
    assert sum(one.count for one in found) == len(values)
    assert len(found) <= 21
    for value in values:
        (one,) = [b for b in found if b.low <= value < b.high or value == b.low == b.high]
        assert one.count > 0


@given(st.lists(st.tuples(st.integers(0, 86_400), st.integers(0, 86_400)), max_size=5))
def test_no_half_hour_of_a_range_is_lost(ranges: list[tuple[int, int]]) -> None:
    found = coverage(ranges)
    assert len(found) <= 48
    assert all(0 <= one.count <= len(ranges) for one in found)
    if found:
        assert found[0].count > 0
        assert found[-1].count > 0
