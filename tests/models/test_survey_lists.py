"""The lists of the Surveys place: filtered by words and state, and what versions differ in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import new_definition
from sessionary.core.survey.differences import differences
from sessionary.core.survey.question_typed import new_question
from sessionary.core.survey.records import MANDATORY, Question, State
from sessionary.models.survey_list import SurveyListModel, SurveySessionsModel
from sessionary.models.survey_questions import QuestionListModel, question_line
from sessionary.models.survey_versions import DifferencesModel, counted, cut_alike, lines_of
from sessionary.models.survey_words import limits_text
from sessionary.services.surveys import RespondentSession, Survey, Version

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester


def version(title: str, *questions: Question) -> Version:
    definition = read_definition(new_definition(title, questions))
    return Version(name="a" * 40, definition=definition, is_current=True, is_kept=True)


ASKED = replace(new_question("q1", "Which tone?"), flags=MANDATORY)
SESSIONS = (
    RespondentSession(key="1", survey="zero", respondent="Ann", state=State.OPEN, done=3, total=10,
                      warnings=1, tags=("amber",)),
    RespondentSession(key="2", survey="zero", respondent="Bob", state=State.CLOSED, done=10,
                      total=10),
    RespondentSession(key="3" * 36, survey="zero", answers=2, state=State.OPEN, approximate=True),
    RespondentSession(key="4", survey="zero", bad="It cannot be read.", respondent="Cy"),
)  # fmt: skip
ZERO = Survey(id="zero", versions=(version("Session zero", ASKED),), sessions=SESSIONS)
AFTER = Survey(id="after", versions=())


def cells(model: SurveyListModel | SurveySessionsModel, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_surveys_and_sessions_are_left_that_have_all_words(qtmodeltester: ModelTester) -> None:
    surveys, sessions = SurveyListModel(), SurveySessionsModel()
    surveys.show([AFTER, ZERO])
    sessions.show(ZERO)
    assert cells(surveys, 1) == ["after", "Session zero"]
    assert [cells(surveys, column)[1] for column in (2, 3, 4)] == ["1", "1", "4"]
    assert cells(surveys, 2)[0] == "–"
    assert cells(sessions, 1) == ["Ann", "Bob", "33333333", "Cy"]
    assert cells(sessions, 2) == ["3/10", "10/10", "2", "–"]
    assert cells(sessions, 4) == ["1 warning", "", "", "It cannot be read."]
    for words, state, left, kept in (
        ("zero", None, ["Session zero"], 4),
        ("#amber", None, ["Session zero"], 1),
        ("", State.OPEN, ["after", "Session zero"], 2),
        ("bob", State.OPEN, ["Session zero"], 0),
        ("nobody", None, [], 0),
    ):
        surveys.narrow(words)
        sessions.narrow(words, state)
        assert (cells(surveys, 1), sessions.rowCount()) == (left, kept)
    surveys.narrow("")
    qtmodeltester.check(surveys)
    qtmodeltester.check(sessions)


def test_what_two_versions_differ_in_is_a_line_each(qtmodeltester: ModelTester) -> None:
    first, second, third = (new_question(f"q{at}", f"Question {at}") for at in (1, 2, 3))
    old = version("Title", first, second).definition
    edited = replace(first, type="SINGLECHOICE", choices=("yes", "no"))
    new = version("Other title", second, edited, third).definition
    found = differences(old, new)
    told = [(one.icon, one.title, one.what) for one in lines_of(found)]
    assert told[0] == ("pencil", "Title", "Title → Other title")
    assert ("plus", "Question 3", "added") in told
    assert ("pencil", "Question 1", "Choices: nothing → yes, no") in told
    assert any(one[0] == "arrow-up-down" for one in told)
    assert counted(found) == "1 added, 1 moved, 1 changed"
    model = DifferencesModel()
    model.show(found)
    qtmodeltester.check(model)


def test_long_texts_are_told_where_they_differ() -> None:
    before = "<p>Ten short questions before our first game. Nothing is compulsory.</p>"
    after = before.replace("Ten", "Eleven")
    assert cut_alike(before, after) == ("<p>Ten short que…", "<p>Eleven short que…")
    assert cut_alike("a", "b") == ("a", "b")
    assert cut_alike("x" * 50, "x" * 50)[0].startswith("…")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (replace(ASKED, type="INT", low=1, high=10, unit="points"), "1 to 10 points"),
        (replace(ASKED, type="FIXEDPOINT", decimals=2, low=0, high=300, unit="x"),
         "0.00 to 3.00 x"),
        (replace(ASKED, low=0, high=40), "at most 40 characters"),
        (replace(ASKED, low=2, high=40), "2 to 40 characters"),
        (replace(ASKED, type="DAYTIME", low=0, high=86_400, unit="seconds"), ""),
        (replace(ASKED, type="DAYTIME", low=64_800, high=86_400), "18:00 to 24:00"),
        (replace(ASKED, type="DURATION24", low=0, high=7_200), "0 min to 2 h"),
    ],
)  # fmt: skip
def test_bounds_are_told_as_their_type_is_read(question: Question, said: str) -> None:
    assert limits_text(question) == said


def test_questions_are_listed_with_what_holds_for_them(qtmodeltester: ModelTester) -> None:
    line = question_line(replace(ASKED, type="INT", default="7", html="<b>So?</b>"), 1)
    assert (line.title, line.kind, line.description, line.facts, line.mandatory) == (
        "Which tone?", "Whole number", "So?", "proposed: 7", True,
    )  # fmt: skip
    model = QuestionListModel()
    model.show(ZERO.versions[0].definition)
    assert model.row_of("q1") == 0
    qtmodeltester.check(model)
