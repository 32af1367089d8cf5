"""Surveys filled in: each edit is an act that can be taken back, and no secret gets anywhere."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.survey.surveys import NOW, answer, definition, session, told
from tests.services.conftest import quiet
from tests.services.conftest import session as campaign_session

from sessionary.core.problems import UserError
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import add_question, new_definition, remove_question
from sessionary.core.survey.flow import standing
from sessionary.core.survey.given import Given
from sessionary.core.survey.lines import Line, join_lines, split_lines, stored_lines
from sessionary.core.survey.opening import snapshot_name
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.repairs import repair
from sessionary.core.survey.rows import file_lines
from sessionary.services import history, survey_edits
from sessionary.services.check import check
from sessionary.services.pages import show_json
from sessionary.services.sessions import document_data
from sessionary.services.survey_shelf import opened_session
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from tests.services.conftest import Desk

SURVEY = definition("q1", "q2", "q3")
KEY = "aaaaaaaa-0000-0000-0000-aaaaaaaaaaaa"
WORD = "open sesame"
HASH = hashlib.sha1(WORD.encode()).hexdigest()  # noqa: S324 (the format asks for it)


def keep(desk: Desk, kind: str, key: str, content: str, **own: Any) -> None:
    """Put a file into the library as an import would."""
    data = {"record": {"lines": stored_lines(split_lines(content))}, "own": own, "spelling": {}}
    with desk.library.act("Import", "import") as act:
        act.create(desk.library.stores[kind], key, data)


def file(desk: Desk, key: str = KEY, kind: str = "survey") -> str:
    return join_lines(file_lines(document_data(desk.library, kind, key)))


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    """A library with a survey of three questions and a session that has one answer."""
    keep(desk, "definition", "foo", SURVEY)
    keep(desk, "survey", KEY, session(answer("q1"), survey=SURVEY, asked="q2"))
    desk.changes.clear()
    return desk


def test_every_edit_is_one_act_that_can_be_taken_back(open_desk: Desk) -> None:
    desk, library = open_desk, open_desk.library
    states = [file(desk)]
    stands = survey_edits.answer(library, KEY, [Given(uid="q2", text="a")], NOW)
    assert (stands.word, stands.next, stands.done) == ("open", ("q3",), 2)
    states.append(file(desk))
    stands = survey_edits.answer(library, KEY, [Given(uid="q3", text="b")], NOW)
    assert stands.word == "finished"
    states.append(file(desk))
    survey_edits.replace_answer(library, KEY, Given(uid="q1", text="c"), NOW)
    states.append(file(desk))
    survey_edits.delete_answer(library, KEY, "q3", NOW)
    states.append(file(desk))
    survey_edits.delete_previous_answer(library, KEY, NOW)
    states.append(file(desk))
    survey_edits.answer(library, KEY, [Given(uid="q2", text="a")], NOW)
    survey_edits.answer(library, KEY, [Given(uid="q3", text="b")], NOW)
    states += [file(desk), file(desk)]
    states[-2] = ""
    stands = survey_edits.close_session(library, KEY, NOW)
    assert stands.word == "closed"
    assert [change.name for change in desk.changes] == [
        "Answer “Question”", "Answer “Question”", "Correct “Question”", "Take back “Question”",
        "Take back “Question”", "Answer “Question”", "Answer “Question”", "Close survey session",
    ]  # fmt: skip
    for change in reversed(list(desk.changes)):
        before = states.pop()
        undo(library, change.act)
        assert before in {"", file(desk)}
        assert check(library, quiet) == []


def test_what_was_only_asked_is_not_saved(open_desk: Desk) -> None:
    assert standing(opened_session(open_desk.library, KEY)).next == ("q2",)
    survey_edits.answer(open_desk.library, KEY, [Given(uid="q2")], NOW)
    survey_edits.delete_previous_answer(open_desk.library, KEY, NOW)
    survey_edits.delete_previous_answer(open_desk.library, KEY, NOW)
    open_desk.changes.clear()
    # With no answer left there is nothing to do, and no act of it.
    survey_edits.delete_previous_answer(open_desk.library, KEY, NOW)
    assert not open_desk.changes


def test_a_refused_edit_is_no_act(open_desk: Desk) -> None:
    before = file(open_desk)
    with pytest.raises(Refused) as refused:
        survey_edits.answer(open_desk.library, KEY, [Given(uid="q3")], NOW)
    assert refused.value.code == "R-NOT-NEXT"
    with pytest.raises(Refused):
        survey_edits.close_session(open_desk.library, KEY, NOW)
    assert file(open_desk) == before
    assert not open_desk.changes


def test_several_answers_are_corrected_together_or_not_at_all(open_desk: Desk) -> None:
    library = open_desk.library
    survey_edits.answer(library, KEY, [Given(uid="q2")], NOW)
    open_desk.changes.clear()
    both = [Given(uid="q1", text="c"), Given(uid="q2", text="d")]
    with pytest.raises(Refused) as refused:
        survey_edits.replace_answers(library, KEY, [*both, Given(uid="q3", text="e")], NOW)
    assert (refused.value.code, refused.value.uid) == ("R-NOT-GIVEN", "q3")
    with pytest.raises(Refused):
        survey_edits.replace_answers(library, KEY, [], NOW)
    assert not open_desk.changes
    survey_edits.replace_answers(library, KEY, both, NOW)
    assert [change.name for change in open_desk.changes] == ["Correct answers"]
    given = opened_session(library, KEY).session.given
    assert [one.text for one in given] == ["c", "d"]


def test_a_typed_secret_is_in_no_file_of_the_library(desk: Desk) -> None:
    survey = definition("s:?::SHA1_HASH:0::-1:-1:0:0::", "p:?::PASSWORD:0::-1:-1:0:0::")
    keep(desk, "definition", "foo", survey)
    keep(desk, "survey", KEY, session(survey=survey, state=1, asked="s"))
    library = desk.library
    survey_edits.answer(library, KEY, [Given(uid="s", text=WORD)], NOW)
    survey_edits.answer(library, KEY, [Given(uid="p", text=WORD)], NOW)
    survey_edits.replace_answer(library, KEY, Given(uid="s", text=f"{WORD}!"), NOW + 5)
    undo(library, desk.changes[-1].act)
    with pytest.raises(Refused) as refused:
        survey_edits.answer(library, KEY, [Given(uid="s", text=WORD)], NOW)
    assert WORD not in f"{refused.value!r} {refused.value.__dict__}"
    assert told(split_lines(file(desk)))[5:] == [
        f"s:SHA1_HASH:{HASH}:0:0:0:0:0:0:0::0:{NOW}",
        f"p:PASSWORD:{HASH}:0:0:0:0:0:0:0::0:{NOW}",
    ]
    desk.close()
    for path in desk.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert WORD.encode() not in content
            assert WORD.encode("utf-16-le") not in content
    desk.library = desk._open()


def test_a_damaged_line_is_repaired_and_the_session_edited_again(desk: Desk) -> None:
    keep(desk, "definition", "foo", SURVEY)
    keep(desk, "survey", KEY, session("q1:TEXT:too:few", "rest", survey=SURVEY, asked="q1"))
    with pytest.raises(Refused, match="damaged"):
        survey_edits.answer(desk.library, KEY, [Given(uid="q1")], NOW)
    mended = repair(split_lines(file(desk)), 6, answer("q1"), through=7)
    survey_edits.put_lines(desk.library, KEY, mended)
    assert told(split_lines(file(desk)))[5:] == [answer("q1")]
    stands = survey_edits.answer(desk.library, KEY, [Given(uid="q2")], NOW)
    assert stands.next == ("q3",)


def test_lines_are_kept_as_their_file_is_split(desk: Desk) -> None:
    keep(desk, "survey", KEY, session(answer("q1"), "rest", survey=SURVEY).removesuffix("\n"))
    damaged = split_lines(file(desk))
    for typed, kept in (
        (f"{answer('q2')}\r\n", [Line(answer("q2"), "\r\n")]),
        ("", []),
        ("a\n\r", [Line("a"), Line("\r", "")]),
    ):
        survey_edits.put_lines(desk.library, KEY, repair(damaged, 7, typed))
        lines = file_lines(document_data(desk.library, "survey", KEY))
        assert lines == split_lines(join_lines(lines)) == (*damaged[:6], *kept)


def test_a_definition_that_is_not_what_its_name_says_must_be_confirmed(desk: Desk) -> None:
    keep(desk, "definition", "foo", SURVEY)
    with desk.library.act("Import") as act:
        named = survey_edits._snapshot("foo", SURVEY)
        act.put(type(named)(**{**{n: getattr(named, n) for n in named.__slots__}, "id": "a" * 40}))
    kept = session(answer("q1"), survey=SURVEY, asked="q2")
    keep(desk, "survey", KEY, kept.replace(snapshot_name(SURVEY), "a" * 40))
    with pytest.raises(Refused) as refused:
        survey_edits.answer(desk.library, KEY, [Given(uid="q2")], NOW)
    assert refused.value.code == "S-DEF-SHA"
    survey_edits.confirm_definition(desk.library, KEY)
    desk.changes.clear()
    survey_edits.confirm_definition(desk.library, KEY)
    assert not desk.changes
    assert survey_edits.answer(desk.library, KEY, [Given(uid="q2")], NOW).next == ("q3",)
    # It is still told; only the edit is allowed.
    codes = [one.code for one in opened_session(desk.library, KEY).findings]
    assert "S-DEF-SHA" in codes


def test_a_missing_snapshot_is_kept_from_the_same_current_one(open_desk: Desk) -> None:
    library = open_desk.library
    assert opened_session(library, KEY).offer
    survey_edits.keep_snapshot(library, KEY)
    assert library.shelf.snapshot("foo", snapshot_name(SURVEY)) == SURVEY
    assert not opened_session(library, KEY).offer
    with pytest.raises(Refused):
        survey_edits.keep_snapshot(library, KEY)


def test_a_new_session_is_pinned_to_a_snapshot(open_desk: Desk) -> None:
    library = open_desk.library
    key = survey_edits.new_session(library, "foo", "Ann: the “first”", NOW, group="amber")
    opened = opened_session(library, key)
    assert not opened.findings
    assert library.shelf.snapshots("foo") == [snapshot_name(SURVEY)]
    assert (opened.session.respondent, opened.session.survey) == ("Ann: the “first”", "foo")
    stands = standing(opened)
    assert (stands.word, stands.next, stands.done, stands.total) == ("new", ("q1",), 0, 3)
    another = survey_edits.new_session(library, "foo", "", NOW)
    assert library.shelf.snapshots("foo") == [snapshot_name(SURVEY)]
    undo(library, open_desk.changes[-1].act)
    with pytest.raises(UserError):
        opened_session(library, another)


@pytest.mark.parametrize(
    ("survey", "content", "name", "code"),
    [
        ("bar", None, "ann", "S-DEF-MISSING"),
        ("bar", definition("q1", directive="with python"), "ann", "R-CONTROLLER"),
        ("bar", definition("q1", version=1), "ann", "R-CONTROLLER"),
        ("bar", definition("q1", "q2:damaged"), "ann", "R-DAMAGED"),
        ("bar", definition(), "ann", "R-DAMAGED"),
        ("bar", SURVEY, "ann\\", "R-BACKSLASH-END"),
        ("bar", SURVEY, "x" * 16384, "R-TOO-LONG"),
    ],
)
def test_a_new_session_is_refused(
    desk: Desk, survey: str, content: str | None, name: str, code: str
) -> None:
    if content is not None:
        keep(desk, "definition", survey, content)
    desk.changes.clear()
    with pytest.raises(Refused) as refused:
        survey_edits.new_session(desk.library, survey, name, NOW)
    assert refused.value.code == code
    assert not desk.changes


def test_saving_a_definition_leaves_snapshots_and_sessions(open_desk: Desk) -> None:
    library = open_desk.library
    key = survey_edits.new_session(library, "foo", "ann", NOW)
    current = read_definition(split_lines(SURVEY))
    assert survey_edits.save_definition(library, "foo", remove_question(current, 2))
    assert file(open_desk, "foo", "definition") == definition("q1", "q2")
    opened = opened_session(library, key)
    assert standing(opened).total == 3
    assert [one.code for one in opened.findings] == ["S-DEF-OUTDATED"]
    assert not survey_edits.save_definition(library, "foo", remove_question(current, 2))
    with pytest.raises(Refused) as refused:
        survey_edits.save_definition(library, "foo", (Line("version 3"),))
    assert refused.value.code == "D-VERSION"


def test_a_new_survey_gets_an_id_that_a_folder_can_have(desk: Desk) -> None:
    lines = new_definition("Feedback")
    for survey in ("", "..", "a/b", "ä", "x" * 201):
        with pytest.raises(Refused) as refused:
            survey_edits.new_definition(desk.library, survey, lines)
        assert refused.value.code == "S-FIRSTLINE"
    survey_edits.new_definition(desk.library, "feed back", lines)
    with pytest.raises(UserError, match="already"):
        survey_edits.new_definition(desk.library, "feed back", lines)
    with desk.library.act("Delete") as act:
        act.edit(desk.library.stores["definition"], "feed back", _into_bin)
    with pytest.raises(UserError, match="bin"):
        survey_edits.new_definition(desk.library, "feed back", lines)
    undo(desk.library, desk.changes[-1].act)
    asked = read_definition(split_lines(SURVEY)).questions[0]
    whole = add_question(read_definition(lines), asked)
    survey_edits.save_definition(desk.library, "feed back", whole)
    assert survey_edits.new_session(desk.library, "feed back", "", NOW)


def _into_bin(data: Any) -> Any:
    data["own"]["binned"] = True
    return data


def test_an_edit_of_what_was_changed_meanwhile_is_not_saved(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_desk.library
    former = opened_session(library, KEY)
    survey_edits.answer(library, KEY, [Given(uid="q2", text="first")], NOW)
    monkeypatch.setattr(survey_edits, "opened_session", lambda _library, _key: former)
    with pytest.raises(UserError, match="meanwhile"):
        survey_edits.answer(library, KEY, [Given(uid="q2", text="second")], NOW)
    assert "first" in file(open_desk)


def test_a_session_is_linked_to_what_it_is_feedback_for(open_desk: Desk) -> None:
    desk, library = open_desk, open_desk.library
    desk.take(desk.paper("evening.json", campaign_session(15)))
    (row,) = desk.rows("SELECT key FROM document WHERE kind='session'")
    assert survey_edits.link_to_campaign(library, KEY, row[0])
    assert not survey_edits.link_to_campaign(library, KEY, row[0])
    links = "SELECT to_kind, to_key, role FROM link WHERE to_kind='session'"
    assert desk.rows(links) == [("session", row[0], "feedback")]
    survey_edits.link_to_campaign(library, KEY, row[0], role="session zero")
    desk.take(desk.paper("next.json", campaign_session(16)))
    (other,) = desk.rows("SELECT key FROM document WHERE kind='session' AND key<>?", row[0])
    survey_edits.link_to_campaign(library, KEY, other[0])
    assert survey_edits.unlink_from_campaign(library, KEY, row[0])
    assert desk.rows(links) == [("session", other[0], "feedback")]
    survey_edits.unlink_from_campaign(library, KEY, other[0])
    assert "links" not in document_data(library, "survey", KEY)["own"]
    assert not survey_edits.unlink_from_campaign(library, KEY, row[0])
    with pytest.raises(UserError):
        survey_edits.link_to_campaign(library, KEY, "nowhere")
    with pytest.raises(UserError):
        survey_edits.link_to_campaign(library, "nowhere", row[0])


def test_the_history_tells_answers_and_no_secret(desk: Desk) -> None:
    survey = definition("q1:Rating::INT:0::1:10:0:0::points", "p:?::PASSWORD:0::-1:-1:0:0::")
    keep(desk, "definition", "foo", survey)
    body = f"q1:INT::7:0:0:0:0:0:0:points:0:{NOW}", answer("p", "plain", type_="PASSWORD")
    keep(desk, "survey", KEY, session(*body, survey=survey, state=3))
    library = desk.library
    survey_edits.replace_answer(library, KEY, Given(uid="q1", value=9), NOW)
    survey_edits.delete_answer(library, KEY, "p", NOW)
    newest, middle, oldest = (one.number for one in history.revisions(library, "survey", KEY))

    def told(number: int) -> Any:
        data = history.revision_data(library, "survey", KEY, number)
        return history.told_data(library, "survey", data)

    found = history.changes(told(oldest), told(middle))
    assert [(*map(str, one.path[1:]), one.old, one.new) for one in found] == [
        ("answers", "Rating", "value", "7 points", "9 points")
    ]
    found = history.changes(told(middle), told(newest))
    assert ("answers", "?", "takenBack") in [tuple(map(str, one.path[1:])) for one in found]
    assert "plain" not in repr([told(number) for number in (newest, middle, oldest)])
    assert "plain" not in repr(show_json(library, "survey", KEY))
    data = document_data(library, "definition", "foo")
    assert history.told_data(library, "definition", data)["record"]["questions"][0]["min"] == 1
    data = {"record": {}, "own": {}, "spelling": {}}
    assert history.told_data(library, "session", data) is data
