"""A session as a sheet: how each question stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.flow import standing
from sessionary.core.survey.lines import Line, split_lines
from sessionary.core.survey.records import Opened, Question
from sessionary.core.survey.session import read_session
from sessionary.core.survey.sheet import SheetRow, Stand, sheet
from sessionary.core.survey.values import parse_raw

DATA = Path(__file__).parents[2] / "data" / "survey"


def opened(home: str, survey: str, key: str) -> Opened:
    def lines(*parts: str) -> tuple[object, ...]:
        return split_lines(DATA.joinpath(home, *parts).read_bytes().decode("latin-1"))

    session = read_session(lines("sessions", key[:4], key), id=key)  # type: ignore[arg-type]
    version = session.snapshot if home != "seed-gen1" else "current"
    definition = read_definition(lines("surveys", survey, version))  # type: ignore[arg-type]
    return Opened(session=session, definition=definition, findings=session.findings)


def rows(home: str, survey: str, key: str) -> dict[str, SheetRow]:
    found = opened(home, survey, key)
    return {one.question.uid: one for one in sheet(found, standing(found))}


def stands(home: str, survey: str, key: str) -> str:
    """Return the first letter of each question's stand, in order."""
    return "".join(one.stand.name[1] for one in rows(home, survey, key).values())


@pytest.mark.parametrize(
    ("survey", "key", "letters"),
    [
        # The second letter: aNswered, aSked, lAter.
        ("session-zero", "c0010a1b-1111-4222-8333-444455556600", "SAAAAAAAAA"),
        ("session-zero", "c0020a1b-1111-4222-8333-444455556601", "NNNSAAAAAA"),
        ("session-zero", "c0030a1b-1111-4222-8333-444455556602", "NNNNNNNNNN"),
        ("after-session", "d4d4b002-0000-0000-2222-aabbccddeeff", "NNSNN" + "S" * 17),
        ("oracle", "e5e5c003-0000-0000-3333-aabbccddeeff", "AAN"),
    ],
)
def test_how_questions_stand(survey: str, key: str, letters: str) -> None:
    assert stands("tabletop", survey, key) == letters


def test_what_was_taken_back_is_proposed_and_what_has_no_question_is_last() -> None:
    found = rows("tabletop", "session-zero", "c0020a1b-1111-4222-8333-444455556601")
    assert found["pillars"].is_next
    assert found["pillars"].proposal == "combat"
    assert found["pillars"].taken_back is not None
    assert found["lines"].taken_back is not None
    odd = rows("broken", "foo", "bad00006-0000-0000-0000-000000000000")
    assert [*odd] == ["question1", "question2", "ghost"]
    assert odd["question1"].is_again
    assert odd["ghost"].stand is Stand.LOOSE
    assert odd["ghost"].number == 0


def test_where_a_program_decides_only_the_last_answer_can_be_corrected() -> None:
    found = opened("tabletop", "oracle", "e5e5c003-0000-0000-3333-aabbccddeeff")
    more = Line("price:TEXT:a song:0:0:0:0:0:0:0::0:1719700006")
    session = read_session((*found.session.lines, more), id=found.session.id)
    found = replace(found, session=session)
    correctable = {one.question.uid: one.can_correct for one in sheet(found, standing(found))}
    assert correctable["price"]
    assert not correctable["oath"]
    zero = rows("tabletop", "session-zero", "c0030a1b-1111-4222-8333-444455556602")
    assert all(one.can_correct for one in zero.values())


def test_a_default_in_letters_is_none_for_a_number() -> None:
    asked = Question(line=4, uid="q", text="", html="", type="INT")
    assert parse_raw(asked, "\U0001f409") is None
