"""What lists, the timeline and the search know of a survey's documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.survey.surveys import ID, answer, definition, session

from sessionary.core.entries import DerivedEntry
from sessionary.core.survey.lines import split_lines, stored_lines
from sessionary.core.survey.opening import snapshot_name
from sessionary.core.survey.rows import (
    definition_rows,
    file_lines,
    respondents,
    snapshot_columns,
    survey_rows,
)

HOME = Path(__file__).parents[2] / "data" / "survey"


class OneShelf:
    """A shelf with a definition of the survey that sessions of tests are of."""

    def __init__(self, content: str | None, *, kept: bool = True) -> None:
        self._content, self._kept = content, kept

    def snapshot(self, _survey: str, name: str) -> str | None:
        found = self._content is not None and self._kept and snapshot_name(self._content) == name
        return self._content if found else None

    def current(self, _survey: str) -> str | None:
        return self._content


def data(content: str, **own: Any) -> dict[str, Any]:
    lines = stored_lines(split_lines(content))
    return {"record": {"lines": lines}, "own": own, "spelling": {}}


def rows(content: str, survey: str | None, *, kept: bool = True, **own: Any) -> dict[str, Any]:
    return dict(survey_rows(ID, data(content, **own), OneShelf(survey, kept=kept)))


def entries(content: str, survey: str | None) -> list[Any]:
    return list(rows(content, survey)["entry"])


def row(content: str, survey: str | None, *, kept: bool = True) -> tuple[Any, ...]:
    (found,) = rows(content, survey, kept=kept)["session_row"]
    return tuple(found)


TONE = "tone:Which tone?::SINGLECHOICE:0::-1:-1:0:2:grim,heroic:"
SURVEY = definition(TONE, "q2")


@pytest.mark.parametrize(
    ("state", "body", "word"),
    [
        (1, (), "new"),
        (2, (answer("tone", "grim", type_="SINGLECHOICE"),), "open"),
        (3, (answer("q2"),), "finished"),
        (4, (answer("q2"),), "closed"),
    ],
)
@pytest.mark.parametrize("generation", [1, 2])
def test_the_status_of_a_session_is_its_state_in_a_word(
    state: int, body: tuple[str, ...], word: str, generation: int
) -> None:
    if generation == 1 and word == "finished":
        body = (answer("tone", "grim", type_="SINGLECHOICE"), answer("q2"))
    content = session(*body, survey=SURVEY, state=state, generation=generation)
    assert row(content, SURVEY)[5] == word


def test_a_session_is_listed_by_what_its_header_and_its_definition_say() -> None:
    content = (HOME / "tabletop/sessions/c004/c0040a1b-1111-4222-8333-444455556603").read_text()
    survey = content.partition("/")[2][:40]
    shelf = OneShelf((HOME / "tabletop/surveys/session-zero" / survey).read_text("latin-1"))
    key = "c0040a1b-1111-4222-8333-444455556603"
    found = survey_rows(key, data(content, tags=["tense"], notes="Ask again"), shelf)
    (listed,) = found["session_row"]
    assert listed[:7] == (
        "survey", key, "session-zero", None, "Session zero: the Amber Coast campaign · seat-4",
        "closed", "2024-06-01T13:53:20Z",
    )  # fmt: skip
    assert listed[7:] == (
        1717250000000000, "2024-06-01T14:08:20Z", 1717250900000000, 15, None, None, 0, 0, 10, 10,
        "tense", "seat-4",
    )  # fmt: skip
    assert found["facet"] == [("tag", "tense"), ("person", "seat-4")]
    assert found["link"] == [("definition", "session-zero", survey)]
    assert found["person"] == [("survey:seat-4",)]
    assert found["document"] == [("session-zero",)]
    assert "Ask again" in found["search"][0][0]


def test_an_answer_is_an_entry_with_its_question_and_its_value() -> None:
    body = (
        answer("tone", "grim", type_="SINGLECHOICE", stored=5000),
        answer("q2", "gone", deleted=True),
        "dice:META:log:1:0:0:0:0:0:0::0:5000",
    )
    header, tone, gone, dice = entries(session(*body, survey=SURVEY), SURVEY)[3:]
    assert (header.id, header.category, header.real_us, header.search) == (
        "@state", "system", None, "",
    )  # fmt: skip
    assert (tone.id, tone.label, tone.category, tone.word) == (
        "tone", "Which tone?: grim", "answer", "SINGLECHOICE",
    )  # fmt: skip
    assert (tone.position, tone.real_us, tone.struck, tone.visible) == (6, 5000000000, False, 0)
    assert ("question", "tone") in tone.facets
    assert (gone.category, gone.struck) == ("deleted", True)
    assert (dice.category, dice.importance, dice.real_us) == ("system", 0, None)


def test_without_its_definition_an_answer_goes_by_its_uid() -> None:
    (tone,) = entries(session(answer("tone", "grim"), survey=SURVEY), None)[4:]
    assert tone.label == "tone: grim"


@pytest.mark.parametrize(
    ("asked", "given_as"),
    [("SHA1_HASH", "SHA1_HASH"), ("PASSWORD", "PASSWORD"), ("SHA1_HASH", "TEXT")],
)
def test_a_secret_is_neither_shown_nor_found(asked: str, given_as: str) -> None:
    survey = definition(f"word:Your password::{asked}:0::-1:-1:0:0::")
    hashed = "d033e22ae348aeb5660fc2140aec35850c4da997"
    content = session(answer("word", hashed, type_=given_as), survey=survey)
    found = rows(content, survey)
    (entry,) = found["entry"][4:]
    assert entry.label == "Your password: hash stored"
    assert hashed not in repr(found)


def test_answers_with_one_uid_are_told_apart_by_their_order() -> None:
    body = (answer("a"), answer("a~2"), answer("a"), answer("a"))
    found = entries(session(*body, survey=SURVEY), SURVEY)[4:]
    assert [one.id for one in found] == ["a", "a~2", "a~3", "a~4"]
    again = entries(session(*body[1:], survey=SURVEY), SURVEY)[4:]
    assert [one.id for one in again] == ["a~2", "a", "a~3"]


def test_a_current_definition_stands_in_for_a_snapshot_with_the_same_bytes() -> None:
    content = session(answer("tone", "grim"), survey=SURVEY)
    assert row(content, SURVEY, kept=False)[4] == "About · ann"
    other = definition(TONE, "q3")
    assert row(content, other, kept=False)[4] != "About · ann"


def test_a_definition_is_found_by_all_that_it_asks() -> None:
    found = definition_rows("zero", data(SURVEY, tags=["start"]))
    assert "Which tone?" in found["search"][0][0]
    assert found["facet"] == [("tag", "start")]
    assert snapshot_columns(SURVEY).label == "About"


@pytest.mark.parametrize(
    "stored", [5, [["a"]], [["a", 1]], [["\u0100", "\n"]], ["ab"], [[None, ""]]]
)
def test_what_is_no_list_of_lines_is_no_file(stored: Any) -> None:
    found = {"record": {"lines": stored}, "own": {}, "spelling": {}}
    assert all(len(line.text) == 1 for line in file_lines(found))
    assert survey_rows(ID, found, OneShelf(None))["session_row"]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "zero/current", "@user:META:ann:0:0:0:0:0:0:0::0:1", "@group", answer("q1"),
                "@state:META::9:0:0:-5:0:0:0::0:1", answer("q1", stored=2**63), "", "\xff:\xfe",
                answer("q1", deleted=True), "q1:TEXT:\\n:1", answer("\x00"),
            ]
        ),
        st.text(st.characters(max_codepoint=255, exclude_characters="\n"), max_size=30),
    ),
    max_size=8,
)  # fmt: skip


@given(LINES, st.booleans())
def test_rows_can_be_made_of_any_lines(lines: list[str], known: bool) -> None:
    content = "".join(f"{line}\n" for line in lines)
    held = data(content)
    found = survey_rows(ID, held, OneShelf(definition("q1") if known else None))
    made = [DerivedEntry(*entry) for entry in found["entry"]]
    assert len({entry.id for entry in made}) == len(made)
    repr(found).encode()
    for entry in made:
        for text in (entry.id, entry.label, entry.search, *(value for _, value in entry.facets)):
            text.encode()
    assert [("survey:" + one,) for one in respondents(held)] in (found["person"], [])
