"""Sections 7 and 9: states, what is asked next, progress, proposals."""

import pytest
from tests.core.survey.surveys import answer, definition, opened, session

from sessionary.core.survey.flow import standing, stored_next
from sessionary.core.survey.records import State

SURVEY = definition("q1", "q2", "q3")


def stands(
    *answers: str, generation: int = 2, state: int = 2, asked: str = "", survey: str = SURVEY
) -> tuple[str, tuple[str, ...], int, int | None]:
    file = session(*answers, survey=survey, generation=generation, state=state, asked=asked)
    found = standing(opened(file, survey))
    return found.word, found.next, found.done, found.total


@pytest.mark.parametrize(
    ("given", "asked", "done"),
    [
        ([], ("q1",), 0),
        (["q1"], ("q2",), 1),
        (["q1", "q2"], ("q3",), 2),
        (["q1", "q2", "q3"], (), 3),
        (["q3"], (), 3),
        (["q2", "q1"], ("q2",), 1),
        (["q3", "q1"], ("q2",), 1),
        (["ghost"], ("q1",), 0),
        (["q2", "ghost"], ("q1",), 0),
    ],
)
def test_the_last_given_answer_decides_in_the_second_generation(
    given: list[str], asked: tuple[str, ...], done: int
) -> None:
    word = "open" if asked else "finished"
    assert stands(*(answer(uid) for uid in given)) == (word, asked, done, 3)


def test_deleted_and_system_answers_are_passed_over() -> None:
    rest = (answer("q2", deleted=True), answer("q3", type_="META"), answer("@x"))
    assert stands(answer("q1"), *rest) == ("open", ("q2",), 1, 3)


@pytest.mark.parametrize(
    ("given", "word", "asked", "done"),
    [
        ([], "new", ("q1",), 0),
        (["q1"], "open", ("q2",), 1),
        (["q2"], "open", ("q1",), 1),
        (["q3", "q1"], "open", ("q2",), 2),
        (["q1", "q1"], "open", ("q2",), 1),
        (["ghost"], "open", ("q1",), 0),
        (["q3", "q2", "q1"], "finished", (), 3),
    ],
)
def test_the_first_question_without_an_answer_is_asked_in_the_first_generation(
    given: list[str], word: str, asked: tuple[str, ...], done: int
) -> None:
    found = stands(*(answer(uid) for uid in given), generation=1)
    assert found == (word, asked, done, 3)


def test_a_deleted_answer_is_asked_again_in_the_first_generation() -> None:
    found = stands(answer("q1", deleted=True), answer("q2"), generation=1)
    assert found == ("open", ("q1",), 1, 3)


def test_a_closed_session_of_the_first_generation_is_closed() -> None:
    assert stands(generation=1, state=4)[0] == "closed"
    assert stands(answer("q1"), generation=1, state=4)[0] == "closed"


ASKING = [
    # what is stored, whether something is left, what it stands at then
    (1, True, 1),
    (1, False, 1),
    (2, True, 2),
    (2, False, 3),
    (3, True, 2),
    (3, False, 3),
    (4, True, 4),
    (4, False, 4),
    (0, True, 0),
    (-7, False, -7),
    (9, True, 9),
    (9, False, 9),
]


@pytest.mark.parametrize(("stored", "left", "number"), ASKING)
def test_asking_what_is_next_moves_between_open_and_finished(
    stored: int, left: bool, number: int
) -> None:
    file = session(answer("q1" if left else "q3"), survey=SURVEY, state=stored)
    found = standing(opened(file, SURVEY))
    assert found.number == number
    assert found.state == max(State.NEW, min(State.CLOSED, number))
    assert found.next == (("q2",) if left else ())


def test_a_question_that_is_asked_though_it_is_answered_is_a_conflict() -> None:
    found = standing(opened(session(answer("q2"), answer("q1"), survey=SURVEY), SURVEY))
    assert (found.next, found.conflict) == (("q2",), "q2")
    assert standing(opened(session(answer("q1"), survey=SURVEY), SURVEY)).conflict is None


def test_questions_after_a_blank_line_and_repeated_ones_do_not_count() -> None:
    survey = SURVEY + "\nq4:Late::TEXT:0::-1:-1:0:0::\n"
    assert stands(answer("q3"), survey=survey) == ("finished", (), 3, 3)
    survey = definition("q1", "q2", "q1", "q3")
    assert stands(answer("q1"), survey=survey) == ("open", ("q2",), 1, 4)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("generation", [1, 2])
def test_an_order_that_a_program_decides_is_not_guessed(version: int, generation: int) -> None:
    survey = definition("q1", "q2", "q3", directive="with python", version=version)
    file = session(answer("q3"), survey=survey, asked="q2,q1", generation=generation)
    found = standing(opened(file, survey))
    assert (found.word, found.order_known, found.approximate) == ("open", False, True)
    assert (found.done, found.total) == (1, 3)
    assert found.next == (("q2", "q1") if generation == 2 else ())


def test_without_a_definition_only_what_is_stored_is_told() -> None:
    found = standing(opened(session(answer("q1"), survey=SURVEY, asked="q2"), None))
    assert (found.word, found.next, found.done, found.total) == ("open", ("q2",), 1, None)
    assert not found.order_known


PROPOSALS = [
    ("q1:?::TEXT:0:default:-1:-1:0:0::", [], "default"),
    ("q1:?::TEXT:0:default:-1:-1:0:0::", [answer("q1", "former", deleted=True)], "former"),
    ("q1:?::TEXT:0:default:-1:-1:0:0::", [answer("q1", "", deleted=True)], "default"),
    ("q1:?::LATLON:0:1,2:-1:-1:0:0::", ["q1:LATLON::0:0:0:0:0:0:0::1:5"], "0,0"),
    ("q1:?::TIMERANGE:0::-1:-1:0:0::", ["q1:TIMERANGE::0:0:0:5:6:0:0::1:5"], "5,6"),
    ("q1:?::SHA1_HASH:0:d:-1:-1:0:0::", ["q1:SHA1_HASH:932e:0:0:0:0:0:0:0::1:5"], "d"),
    ("q1:?::INT:0:many:-1:-1:0:0::", [], ""),
    ("q1:?::LATLON:0:1,2,3:-1:-1:0:0::", [], ""),
    ("q1:?::UPLOAD:0:map:-1:-1:0:0::", [], ""),
    ("q1:?::INT:0:7:-1:-1:0:0::", [answer("q1", "many", deleted=True)], "7"),
    ("q1:?::PASSWORD:0::-1:-1:0:0::", ["q1:PASSWORD:plain:0:0:0:0:0:0:0::1:5"], ""),
]


@pytest.mark.parametrize(("asked", "answers", "raw"), PROPOSALS)
def test_an_answer_taken_back_is_proposed_before_the_default(
    asked: str, answers: list[str], raw: str
) -> None:
    survey = definition(asked)
    found = standing(opened(session(*answers, survey=survey), survey))
    assert found.proposals == {"q1": raw}


def test_the_stored_list_is_that_of_the_second_generation_only() -> None:
    assert stored_next(opened(session(asked="a,b"), None).session) == ("a", "b")
    assert stored_next(opened(session(), None).session) == ()
    assert stored_next(opened(session(generation=1), None).session) == ()
