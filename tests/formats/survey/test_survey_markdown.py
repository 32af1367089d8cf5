from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sessionary.core.survey.fields import encode_field
from sessionary.core.survey.lines import split_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.records import Generation
from sessionary.core.survey.session import read_session
from sessionary.formats.survey.files import read_content, write_respondent
from sessionary.formats.survey.home import HomeShelf
from sessionary.formats.survey.markdown import Included, survey_lines, write_survey_session

if TYPE_CHECKING:
    from sessionary.core.survey.records import Opened

SAMPLES = Path(__file__).parents[2] / "data" / "survey"
ALL = Included(hidden=True, deleted=True, system=True)
HEADER = "".join(
    f"@{uid}:META:{text}:0:0:0:0:0:0:0::0:0\n"
    for uid, text in (("user", "ann"), ("group", ""), ("authority", ""), ("closed", ""))
)


class OneShelf:
    """A shelf with one definition for everything."""

    def __init__(self, definition: str) -> None:
        self._definition = definition

    def snapshot(self, _survey: str, _name: str, /) -> str | None:
        return self._definition or None

    def current(self, _survey: str, /) -> str | None:
        return None


def opened(questions: str, answers: str) -> Opened:
    definition = f"version 2\nAfter the game\nwithout python\n{questions}" if questions else ""
    name = snapshot_name(definition)
    session = read_session(split_lines(f"foo/{name}\n{HEADER}{answers}"))
    return open_session(session, OneShelf(definition))


def sample(home: str, start: str) -> Opened:
    (path,) = SAMPLES.glob(f"{home}/sessions/*/{start}*[0-9a-f]")
    session = read_session(split_lines(read_content(path)), id=path.name)
    return open_session(session, HomeShelf(SAMPLES / home))


def page(it: Opened, include: Included = Included()) -> str:  # noqa: B008 (frozen)
    return "".join(survey_lines(it, include=include))


def test_a_page_tells_questions_with_answers() -> None:
    assert page(sample("tabletop", "c002")) == (
        "# Session zero: the Amber Coast campaign – seat-2\n"
        "\n"
        "- **Survey:** session-zero\n"
        "- **Respondent:** seat-2\n"
        "- **State:** open, 3 of 10\n"
        "- **Started:** 2024-06-01 13:53:20 UTC\n"
        "\n"
        "## Welcome to the table\n"
        "\n"
        "Ten short questions before our first game. Nothing is compulsory unless it says so.\n"
        "\n"
        "## What should we call you at the table?\n"
        "\n"
        "> Thorn, the quiet one\n"
        "\n"
        "## Which tone do you want?\n"
        "\n"
        "> grim\n"
    )


def test_a_closed_session_says_since_when() -> None:
    told = page(sample("tabletop", "c004"))
    assert "- **State:** closed, 10 of 10\n- **Started:** 2024-06-01 13:53:20 UTC\n" in told
    assert "- **Closed:** 2024-06-01 14:08:20 UTC\n" in told


def test_what_was_taken_back_is_struck_through_if_it_is_asked_for() -> None:
    it = sample("tabletop", "c002")
    assert "combat" not in page(it)
    told = page(it, Included(deleted=True))
    assert "\n## What do you enjoy most?\n\n> ~~combat~~ (deleted)\n" in told


def test_the_programs_own_answers_are_told_if_they_are_asked_for() -> None:
    it = sample("tabletop", "d4d4b002")
    assert "table-log" not in page(it)
    told = page(it, Included(system=True))
    assert "\n## System answers\n\n| Name | Value | Stored |\n" in told
    assert "| diceLog | table-log, value 12345 | 2020-07-24 14:13:23 UTC |\n" in told
    assert "| @user | seat-1 | 2020-07-24 14:13:20 UTC |\n" in told


def test_every_type_is_told_as_people_read_it() -> None:
    told = page(sample("tabletop", "d4d4a001"))
    for said in ("1.25 x", "2024-07-06 18:00", "24:00", "18:30", "1 h 30 min", "Granted"):
        assert said in told
    assert "> Loved it:\\\n> \\- path C\\:\\\\maps\\\\new was missing\\\n> \\- tab here\n" in told


@pytest.mark.parametrize("include", [Included(), ALL])
def test_a_secret_is_never_told(include: Included) -> None:
    told = page(sample("tabletop", "d4d4a001"), include)
    assert "932e6411f5816cdd470c246b11f61597563a5f83" not in told
    assert "> *Kept secret.*\n" in told
    old = opened(
        "word:The word::PASSWORD:0::0:0:0:0::\nhash:The hash::SHA1_HASH:0::0:0:0:0::\n",
        "word:PASSWORD:swordfish:0:0:0:0:0:0:0::0:0\n"
        "hash:TEXT:swordfish:0:0:0:0:0:0:0::1:0\n"
        "lost:PASSWORD:swordfish:0:0:0:0:0:0:0::0:0\n",
    )
    told = page(old, include)
    assert "swordfish" not in told
    assert "- lost: *Kept secret.*\n" in told


def test_what_is_hidden_from_the_respondent_is_told_if_it_is_asked_for() -> None:
    it = opened(
        "mood:The mood::TEXT:32::0:0:0:0::\none:First::TEXT:0::0:0:0:0::\n",
        "mood:TEXT:sour:0:0:0:0:0:0:0::0:0\none:TEXT::0:0:0:0:0:0:0::0:0\n",
    )
    assert "sour" not in page(it)
    assert "## First\n\n> *Skipped.*\n" in page(it)
    assert "## The mood\n\n> sour\n" in page(it, Included(hidden=True))


def test_answers_without_a_question_stand_at_the_end() -> None:
    it = opened("one:First::TEXT:0::0:0:0:0::\n", "ghost:TEXT:boo:0:0:0:0:0:0:0::0:0\n")
    assert "## Answers without a question\n\n- ghost: boo\n" in page(it)
    missing = page(sample("broken", "bad0000a"))
    assert missing.startswith("# foo\n\n- **Survey:** foo\n- **State:** open\n")
    assert missing.endswith("\n## Answers\n\n- question1: one\n")


def test_lines_that_cannot_be_read_are_counted() -> None:
    assert "- **Left out:** 3 lines that cannot be read\n" in page(sample("broken", "bad00004"))


def test_facts_and_notes_of_ours_are_told() -> None:
    stream = io.StringIO()
    it = sample("seed-gen2", "3815")
    write_survey_session(stream, it, facts=[("Tags", "feedback")], notes="Ask *again*.\n\nSoon.")
    told = stream.getvalue()
    assert "- **Tags:** feedback\n\n## Question 1\n" in told
    assert told.endswith("\n## Notes\n\nAsk \\*again\\*.\n\nSoon.\n")


NASTY = st.text(st.sampled_from("<script>*_#`|~[]()!\\- \n:&;1.xÄ\udcff"), max_size=30)


@given(NASTY, NASTY)
def test_nothing_that_people_type_becomes_markup(title: str, answer: str) -> None:
    said, asked = (encode_field(text, Generation.FIRST) for text in (answer, title))
    told = page(
        opened(
            f"one:{asked}:{asked}:TEXTAREA:0::0:0:0:0::\n",
            f"one:TEXTAREA:{said}:0:0:0:0:0:0:0::0:0\n",
        ),
        ALL,
    )
    kinds = {token.type for token in MarkdownIt("commonmark").enable("table").parse(told)}
    assert not kinds & {"html_block", "code_block", "fence", "hr"}
    headings = [line for line in told.split("\n") if line.startswith("#")]
    assert len(headings) == 3


def test_the_respondents_view_has_the_given_answers_alone(tmp_path: Path) -> None:
    path = tmp_path / "view"
    write_respondent(path, sample("tabletop", "c002").session)
    assert path.read_bytes() == (
        b"hello::0:0:0:0:0:0:0\n"
        b"handle:Thorn, the quiet one:0:0:0:0:0:0:0\n"
        b"tone:grim:0:0:0:0:0:0:0\n"
    )
