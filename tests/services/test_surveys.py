"""The surveys of a library as lists tell of them, what they amount to, and how they are deleted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.services.conftest import session as campaign_session

from sessionary.core.problems import UserError
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import change_question
from sessionary.core.survey.given import Given
from sessionary.core.survey.records import State
from sessionary.core.survey.results import Choices, Numbers
from sessionary.core.survey.rows import file_lines
from sessionary.services.sessions import (
    binned_sessions,
    delete_sessions,
    document_data,
    empty_bin,
    restore_binned,
)
from sessionary.services.survey_bin import delete_survey
from sessionary.services.survey_edits import (
    answer,
    link_to_campaign,
    new_session,
    save_definition,
)
from sessionary.services.survey_links import surveys_of_session
from sessionary.services.survey_results import answers_table, counts_table, survey_results
from sessionary.services.surveys import Survey, Surveys
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from tests.services.conftest import Desk

TABLETOP = Path(__file__).parents[1] / "data" / "survey" / "tabletop"
NOW = 1_795_179_600
AFTER = "after-session"
FULL = "d4d4a001-0000-0000-1111-aabbccddeeff"


@pytest.fixture
def tabletop(desk: Desk) -> Desk:
    """The surveys of a table, as they come with the specification."""
    desk.take(TABLETOP)
    return desk


def surveys(desk: Desk) -> dict[str, Survey]:
    return {one.id: one for one in Surveys(desk.library).read()}


def test_surveys_are_listed_with_their_versions_and_sessions(tabletop: Desk) -> None:
    found = surveys(tabletop)
    told = {id_: (one.title, len(one.versions), len(one.sessions)) for id_, one in found.items()}
    assert told == {
        AFTER: ("After-session feedback: every question type", 1, 2),
        "handouts": ("Handouts", 1, 0),
        "oracle": ("Oracle interview (order decided by a controller)", 1, 1),
        "session-zero": ("Session zero: the Amber Coast campaign", 2, 4),
    }
    zero = found["session-zero"]
    assert [(one.is_current, one.is_kept, one.sessions) for one in zero.versions] == [
        (True, False, 0), (False, True, 4),
    ]  # fmt: skip
    rows = [
        (one.respondent, one.state, one.done, one.total, one.closed > 0) for one in zero.sessions
    ]
    assert rows == [
        ("seat-1", State.NEW, 0, 10, False),
        ("seat-2", State.OPEN, 3, 10, False),
        ("seat-3", State.FINISHED, 10, 10, False),
        ("seat-4", State.CLOSED, 10, 10, True),
    ]
    (oracle,) = found["oracle"].sessions
    assert (oracle.approximate, oracle.share) == (True, 1 / 3)


def test_only_what_has_changed_is_read_again(tabletop: Desk) -> None:
    reader = Surveys(tabletop.library)
    before = {one.key: one for survey in reader.read() for one in survey.sessions}
    key = new_session(tabletop.library, AFTER, "Ann", NOW, group="g")
    answer(tabletop.library, key, [Given(uid="intro", text="seen")], NOW)
    after = {one.key: one for survey in reader.read() for one in survey.sessions}
    assert all(after[same] is row for same, row in before.items())
    made = after[key]
    assert (made.respondent, made.group, made.state, made.done) == ("Ann", "g", State.OPEN, 1)
    lines = file_lines(document_data(tabletop.library, "definition", AFTER))
    definition = read_definition(lines)
    edited = change_question(definition, 1, replace(definition.questions[1], text="How was it?"))
    save_definition(tabletop.library, AFTER, edited)
    again = {one.id: one for one in reader.read()}[AFTER]
    assert [one.is_current for one in again.versions] == [True, False]
    assert again.versions[1].sessions == 3


def test_results_are_of_all_versions_or_of_one(tabletop: Desk) -> None:
    survey, results = survey_results(tabletop.library, AFTER)
    by_uid = {one.question.uid: one for one in results.questions}
    rating, best = by_uid["rating"].told, by_uid["best"].told
    assert isinstance(rating, Numbers)
    assert rating.figures is not None
    assert (rating.figures.least, rating.figures.greatest) == (Fraction(6), Fraction(9))
    assert isinstance(best, Choices)
    assert [one.count for one in best.choices] == [1, 1, 1, 0]
    assert by_uid["pace"].answered == 1
    _zero, of_one = survey_results(
        tabletop.library, "session-zero", version=surveys(tabletop)["session-zero"].versions[0].name
    )
    assert of_one.responses == ()
    assert len(of_one.questions) == 11
    table = answers_table(survey, results).decode("utf-8-sig").split("\r\n")
    assert table[0].startswith("session,respondent,version,state,begun,intro,rating,pace,best")
    assert table[2].startswith(f"{FULL},seat-3,d38273c7")
    assert ",finished,2024-06-29T22:26:40Z,seen,9,1.25,the heist; the feast," in table[2]
    counts = counts_table(results.questions).decode("utf-8-sig")
    assert "rating,Overall rating,INT,2,2,0,mean,,7.5\r\n" in counts
    assert "best,Best moments,MULTICHOICE,2,2,0,chosen,the duel,1\r\n" in counts
    assert "932e6411" not in answers_table(survey, results).decode("utf-8-sig")
    with pytest.raises(UserError):
        survey_results(tabletop.library, "nowhere")


def test_a_survey_session_is_found_from_the_evening_that_it_is_about(tabletop: Desk) -> None:
    tabletop.take(tabletop.paper("evening.json", campaign_session(1)))
    library = tabletop.library
    key = new_session(library, AFTER, "Ann", NOW, about="s-1")
    link_to_campaign(library, FULL, "s-1")
    assert [one.key for one in surveys_of_session(library, "s-1")] == [FULL, key]
    (mine,) = [one for one in surveys(tabletop)[AFTER].sessions if one.key == key]
    assert mine.links == ("s-1",)
    delete_sessions(library, [FULL], "survey")
    assert [one.key for one in surveys_of_session(library, "s-1")] == [key]


def test_a_survey_goes_into_the_bin_with_its_sessions_and_comes_back(tabletop: Desk) -> None:
    library = tabletop.library
    before = tabletop.content()
    act = delete_survey(library, AFTER)
    assert AFTER not in surveys(tabletop)
    binned = binned_sessions(library)
    assert {one.kind for one in binned} == {"survey", "definition"}
    assert [one.title for one in binned if one.kind == "definition"] == [
        "After-session feedback: every question type"
    ]
    assert act is not None
    undo(library, act)
    assert AFTER in surveys(tabletop)
    assert tabletop.content() == before
    delete_survey(library, AFTER)
    restore_binned(library, binned_sessions(library))
    assert len(surveys(tabletop)[AFTER].sessions) == 2
    delete_survey(library, AFTER)
    empty_bin(library)
    assert binned_sessions(library) == []
    assert AFTER not in surveys(tabletop)
