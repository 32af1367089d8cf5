"""Surveys in a library: imported, edited, found, taken back, exported, forgotten."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.survey.surveys import ID, answer, definition, session
from tests.services.conftest import Desk, event, quiet
from tests.services.conftest import session as evening

from sessionary.core.problems import Severity, UserError
from sessionary.core.store.errors import UndoBlocked
from sessionary.core.survey.lines import join_lines
from sessionary.core.survey.opening import snapshot_name
from sessionary.core.survey.rows import file_lines
from sessionary.formats.survey.markdown import Included
from sessionary.services.check import check
from sessionary.services.exports import preview
from sessionary.services.forgetting import forget, plan_to_forget
from sessionary.services.keys import find_document
from sessionary.services.listing import key_of, listed, listed_json
from sessionary.services.pages import show_json, show_text
from sessionary.services.persons import export_person, people
from sessionary.services.search import found_json, search
from sessionary.services.sessions import (
    binned_sessions,
    delete_sessions,
    document_data,
    edit_own,
    empty_bin,
    restore_binned,
    summaries,
)
from sessionary.services.survey_shelf import opened_session
from sessionary.services.timeline import event_times
from sessionary.services.undo import undo
from sessionary.storage import campaign_queries
from sessionary.storage.campaign_queries import Events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.services.imports.preview import Preview

HOMES = Path(__file__).parents[1] / "data" / "survey"
HOME = HOMES / "tabletop"
FULL = "d4d4a001-0000-0000-1111-aabbccddeeff"
HALF = "d4d4b002-0000-0000-2222-aabbccddeeff"
SURVEY = definition("q1", "q2")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Desk(tmp_path_factory.mktemp("surveys") / "library")
    made.take(HOME)
    made.close()
    return made.folder


@pytest.fixture
def table(imported: Path, tmp_path: Path) -> Iterator[Desk]:
    """A library with the home folder of a table."""
    shutil.copytree(imported, tmp_path / "table")
    made = Desk(tmp_path / "table")
    yield made
    made.close()


def whole(desk: Desk) -> None:
    assert check(desk.library, quiet) == []


def entries(desk: Desk, key: str) -> dict[str, tuple[Any, ...]]:
    """Return the entries of a session: id -> its number and what a list shows."""
    rows = desk.rows(
        "SELECT entry.id, entry.pk, label, category, struck IS NOT NULL FROM entry "
        "JOIN document ON document.pk = entry.document WHERE document.key=? ORDER BY position",
        key,
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def put(desk: Desk, kind: str, key: str, content: str) -> int | None:
    """Edit a document as a patch of its lines does; return the act."""
    from sessionary.core.survey.lines import split_lines, stored_lines

    def replaced(data: Any) -> Any:
        data["record"]["lines"] = stored_lines(split_lines(content))
        return data

    with desk.library.act("Edit") as act:
        act.edit(desk.library.stores[kind], key, replaced)
    return act.number


def content_of(desk: Desk, kind: str, key: str) -> str:
    return join_lines(file_lines(document_data(desk.library, kind, key)))


def file_of(desk: Desk, name: str, content: str) -> Path:
    path = desk.papers / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("latin-1"))
    return path


def home_of(desk: Desk, *sessions: tuple[str, str], survey: str = SURVEY) -> Path:
    """Write a home folder with one survey."""
    for name in ("current", snapshot_name(survey)):
        file_of(desk, f"home/surveys/foo/{name}", survey)
    for key, content in sessions:
        file_of(desk, f"home/sessions/{key[:4]}/{key}", content)
    return desk.papers / "home"


def told(preview: Preview) -> set[tuple[str, str]]:
    return {
        (problem.severity.value, problem.code)
        for file in preview.files
        for problem in file.problems
    }


def counts(preview: Preview) -> dict[str, int]:
    return {verdict.value: count for verdict, count in preview.counts.items() if count}


# Import


@pytest.mark.parametrize("name", ["tabletop", "seed-gen1", "seed-gen2", "broken"])
def test_a_home_folder_comes_in_and_goes_out_byte_for_byte(desk: Desk, name: str) -> None:
    preview = desk.take(HOMES / name)
    assert set(counts(preview)) == {"new"}
    whole(desk)
    written = desk.exported("survey")
    files = [path for path in (HOMES / name).rglob("*") if path.is_file()]
    there = {str(path.relative_to(HOMES / name)): path.read_bytes() for path in files}
    assert written == {key: text for key, text in there.items() if "analysis" not in key}
    before = desk.content()
    assert set(counts(desk.take(HOMES / name))) == {"same"}
    assert desk.content() == before


def test_what_comes_in_is_called_as_people_call_it(desk: Desk) -> None:
    lines = [line for file in desk.read(HOME).files for line in file.lines]
    said = {(line.sort, line.title, line.detail) for line in lines}
    survey = "Session zero: the Amber Coast campaign"
    assert ("definition", survey, "session-zero") in said
    assert ("snapshot", survey, "session-zero/0dcc6460") in said
    assert ("survey", "seat-2", "session-zero") in said


def test_what_is_none_of_a_survey_in_a_home_folder_is_told_and_left_alone(desk: Desk) -> None:
    preview = desk.take(HOME)
    *_files, folder = preview.files
    assert folder.is_folder
    assert [(p.severity, p.code) for p in folder.problems] == [(Severity.NOTE, "survey.other")]
    assert "analysis.json was left alone" in folder.problems[0].message
    assert not preview.rejects


def test_a_folder_that_is_no_home_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="without surveys/ and sessions/"):
        desk.read(desk.papers)


def test_findings_are_told_with_their_severities(desk: Desk) -> None:
    preview = desk.take(HOMES / "broken")
    assert told(preview) >= {
        ("warning", "CRLF"),
        ("error", "FIELD-COUNT"),
        ("error", "ESCAPE"),
        ("warning", "S-DEF-MISSING"),
        ("warning", "A-UNKNOWN-UID"),
        ("error", "S-HEADER-MISSING"),
    }
    assert ("note", "S-DEF-OUTDATED") in told(desk.take(HOME))


def test_no_part_of_a_secret_that_was_split_is_told_or_found(desk: Desk) -> None:
    split = "p:PASSWORD:sword\\", "fish:0:0:0:0:0:0:0::0:5"
    content = session(*split, answer("q2", "coral"), survey=SURVEY, generation=1)
    preview = desk.take(home_of(desk, (ID, content)))
    problems = [one for file in preview.files for one in file.problems]
    assert [(one.code, one.found) for one in problems] == [("ESCAPE", ""), ("FIELD-COUNT", "")]
    found = [len(search(desk.library, word).entries) for word in ("coral", "fish", "sword")]
    assert found == [1, 0, 0]
    assert "fish" not in json.dumps(show_json(desk.library, "survey", ID))


def test_the_definition_of_a_session_may_stand_after_it(desk: Desk) -> None:
    key = file_of(desk, ID, session(answer("q1"), survey=SURVEY))
    name = file_of(desk, f"foo/{snapshot_name(SURVEY)}", SURVEY)
    assert ("warning", "S-DEF-MISSING") not in told(desk.take(key, name))
    assert entries(desk, ID)["q1"][1] == "Question: x"
    whole(desk)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (ID, "", "S-EMPTY"),
        (ID, "no/such/line\n@user:META::0:0:0:0:0:0:0::0:1\n", "S-FIRSTLINE"),
        ("nameless", session(survey=SURVEY), "S-ID"),
        ("zero/current", "version 3\n", "D-VERSION"),
        ("zero/current", "", "D-EMPTY"),
        ("zero/current", "version 2\nAbout\nwith cobra\n", "D-DIRECTIVE"),
    ],
)
def test_what_cannot_be_opened_is_kept_word_for_word(
    desk: Desk, name: str, content: str, code: str
) -> None:
    place = "home/surveys" if "/" in name else "home/sessions/aaaa"
    preview = desk.take(file_of(desk, f"{place}/{name}", content))
    (file,) = preview.files
    assert file.refused
    said = [one for one in file.as_json()["problems"] if one["code"] == code]
    assert [(one["severity"], one["fatal"]) for one in said] == [("error", True)]
    assert desk.rows("SELECT text FROM reject") == [(content.encode("latin-1"),)]
    assert desk.rows("SELECT count(*) FROM document") == [(0,)]


def test_a_definition_without_a_name_for_its_survey_is_refused(desk: Desk) -> None:
    preview = desk.take(file_of(desk, "what?.txt", SURVEY))
    assert told(preview) == {("error", "survey.id")}
    assert set(counts(desk.take(file_of(desk, "foo.txt", SURVEY)))) == {"new"}
    assert content_of(desk, "definition", "foo") == SURVEY


def test_a_session_in_the_wrong_folder_is_told_and_put_where_it_belongs(desk: Desk) -> None:
    path = file_of(desk, f"home/sessions/bbbb/{ID}", session(survey=SURVEY))
    assert ("warning", "S-PREFIX") in told(desk.take(path))
    assert document_data(desk.library, "survey", ID)["own"] == {"prefix": "bbbb"}
    assert list(desk.exported("survey")) == [f"sessions/aaaa/{ID}"]
    # Found in its place later, it is the same session.
    desk.take(file_of(desk, f"home/sessions/aaaa/{ID}", session(answer("q1"), survey=SURVEY)))
    assert document_data(desk.library, "survey", ID)["own"] == {}


def test_a_newer_file_takes_the_place_of_what_was_not_edited_here(desk: Desk) -> None:
    first, second = session(survey=SURVEY), session(answer("q1"), survey=SURVEY)
    desk.take(file_of(desk, ID, first))
    assert counts(desk.take(file_of(desk, ID, second))) == {"changed": 1}
    assert content_of(desk, "survey", ID) == second
    # The former one was read already: nothing goes back by itself.
    assert counts(desk.take(file_of(desk, ID, first))) == {"same": 1}
    whole(desk)


def test_what_was_edited_here_is_not_overwritten_unasked(desk: Desk) -> None:
    first, mine = session(survey=SURVEY), session(answer("q1", "mine"), survey=SURVEY)
    desk.take(file_of(desk, ID, first))
    put(desk, "survey", ID, mine)
    theirs = file_of(desk, ID, session(answer("q1", "theirs"), survey=SURVEY))
    preview = desk.take(theirs)
    assert counts(preview) == {"conflict": 1}
    assert content_of(desk, "survey", ID) == mine
    (draft,) = preview.state.drafts.values()
    draft.accepted = True
    desk.write(preview)
    assert "theirs" in content_of(desk, "survey", ID)
    assert counts(desk.take(theirs)) == {"same": 1}
    whole(desk)


def test_a_snapshot_never_changes(desk: Desk) -> None:
    desk.take(home_of(desk))
    other = file_of(desk, f"home/surveys/foo/{snapshot_name(SURVEY)}", SURVEY + "q3\n")
    assert told(desk.take(other)) >= {("error", "conflict")}
    assert desk.library.shelf.snapshot("foo", snapshot_name(SURVEY)) == SURVEY
    # One that was not what its name says is mended by one that is.
    wrong = file_of(desk, f"home/surveys/one/{snapshot_name(SURVEY)}", "version 1\nA\n")
    desk.take(wrong)
    wrong.write_bytes(SURVEY.encode())
    assert counts(desk.take(wrong)) == {"changed": 1}
    assert desk.library.shelf.snapshot("one", snapshot_name(SURVEY)) == SURVEY
    whole(desk)


def test_an_import_of_surveys_is_taken_back_and_done_again(desk: Desk) -> None:
    before = desk.content()
    desk.take(HOME)
    after, index = desk.content(), desk.index()
    undone = desk.take_back(desk.changes[-1].act)
    assert (desk.content(), desk.rows("SELECT count(*) FROM entry")) == (before, [(0,)])
    whole(desk)
    desk.take_again(undone.act)
    assert (desk.content(), desk.index()) == (after, index)
    whole(desk)


def test_an_import_is_not_taken_back_over_an_edit(table: Desk) -> None:
    act = max(act for (act,) in table.rows("SELECT pk FROM act"))
    put(table, "survey", HALF, session(survey=SURVEY))
    with pytest.raises(UndoBlocked, match=HALF):
        table.take_back(act)


def test_a_thousand_answers_come_in_a_second_or_so(desk: Desk) -> None:
    body = [answer(f"q{number}") for number in range(1000)]
    desk.take(file_of(desk, ID, session(*body, survey=SURVEY)))
    (listed_one,) = listed(desk.library, "survey")
    assert listed_one.entries == 1004


# Entries


def test_an_edit_changes_the_one_entry_that_it_concerns(table: Desk) -> None:
    before = entries(table, FULL)
    lines = content_of(table, "survey", FULL)
    act = put(table, "survey", FULL, lines.replace(":seen:", ":unseen:"))
    after = entries(table, FULL)
    changed = {name for name in before if before[name] != after[name]}
    assert {before[name][0] - after[name][0] for name in before} == {0}
    assert len(changed) == 1
    assert table.rows("SELECT count(*) FROM entry WHERE act=?", act) == [(1,)]
    assert [hit["key"] for hit in found_json(search(table.library, "unseen"))] == [f"survey/{FULL}"]
    whole(table)


def test_what_was_taken_back_is_no_longer_found(desk: Desk) -> None:
    desk.take(home_of(desk, (ID, session(answer("q1", "heron"), survey=SURVEY))))
    assert search(desk.library, "heron").entries
    put(desk, "survey", ID, session(answer("q1", "heron", deleted=True), survey=SURVEY))
    assert not search(desk.library, "heron").entries
    assert entries(desk, ID)["q1"][2:] == ("deleted", True)
    (one,) = listed(desk.library, "survey")
    assert one.entries == 4
    whole(desk)


def test_an_edit_is_taken_back_with_its_entries(table: Desk) -> None:
    content, index = table.content(), table.index()
    act = put(table, "survey", FULL, session(answer("q1"), survey=SURVEY))
    assert act is not None
    undone = undo(table.library, act)
    assert (table.content(), table.index()) == (content, index)
    whole(table)
    undo(table.library, undone)
    assert set(entries(table, FULL)) == {"@user", "@group", "@authority", "@state", "q1"}
    whole(table)


def test_no_number_of_an_entry_is_given_twice(desk: Desk) -> None:
    desk.take(home_of(desk, (ID, session(answer("q1"), survey=SURVEY))))
    last = max(number for number, *_rest in entries(desk, ID).values())
    delete_sessions(desk.library, [ID], "survey")
    empty_bin(desk.library)
    assert entries(desk, ID) == {}
    desk.take(desk.paper("s.jsonl", {"id": "s", "campaignId": "c"}, {
        "id": "e", "sessionId": "s", "timestamp": {}, "event": {"type": "note", "name": "N"},
    }))  # fmt: skip
    assert desk.rows("SELECT pk > ? FROM entry WHERE id='e'", last) == [(1,)]
    whole(desk)


def test_a_definition_that_comes_later_names_the_answers(desk: Desk) -> None:
    desk.take(file_of(desk, ID, session(answer("q1"), survey=SURVEY, generation=1)))
    before = desk.content()
    assert entries(desk, ID)["q1"][1] == "q1: x"
    desk.take(file_of(desk, f"foo/{snapshot_name(SURVEY)}", SURVEY))
    assert entries(desk, ID)["q1"][1] == "Question: x"
    whole(desk)
    desk.take_back(desk.changes[-1].act)
    assert entries(desk, ID)["q1"][1] == "q1: x"
    assert desk.content() == before
    whole(desk)


def test_sessions_of_no_fixed_version_follow_the_current_one(desk: Desk) -> None:
    desk.take(home_of(desk))
    pinned = session(answer("q1"), survey=SURVEY)
    loose = pinned.replace(snapshot_name(SURVEY), "current", 1)
    other = ID.replace("a", "b")
    desk.take(file_of(desk, ID, pinned), file_of(desk, other, loose))
    act = put(desk, "definition", "foo", SURVEY.replace("Question", "Riddle"))
    assert entries(desk, ID)["q1"][1] == "Question: x"
    assert entries(desk, other)["q1"][1] == "Riddle: x"
    whole(desk)
    assert act is not None
    undo(desk.library, act)
    assert entries(desk, other)["q1"][1] == "Question: x"
    whole(desk)


def test_an_index_that_is_damaged_is_found_out_and_written_anew(table: Desk) -> None:
    index = table.index()
    with table.library.file.writing() as connection:
        sql = connection.exec_driver_sql
        sql("UPDATE entry SET label='?' WHERE kind='survey' AND id='tone'")
        sql("DELETE FROM derived WHERE entry = (SELECT max(entry) FROM derived)")
        sql("DELETE FROM entry WHERE pk = (SELECT min(pk) FROM entry WHERE kind='survey')")
    assert any("The index (entry) of survey/" in one for one in check(table.library, quiet))
    assert check(table.library, quiet, mend_index=True) == []
    assert table.index() == index


def test_a_survey_session_can_be_put_into_the_bin_and_back(table: Desk) -> None:
    delete_sessions(table.library, [FULL], "survey")
    assert [key_of(one) for one in binned_sessions(table.library)] == [f"survey/{FULL}"]
    assert not [hit for hit in found_json(search(table.library, "seat-3")) if FULL in hit["key"]]
    assert f"sessions/d4d4/{FULL}" not in table.exported("survey")
    restore_binned(table.library, binned_sessions(table.library))
    whole(table)
    delete_sessions(table.library, [FULL], "survey")
    act = empty_bin(table.library)
    whole(table)
    assert act is not None
    undo(table.library, act)
    assert len(entries(table, FULL)) == 26
    whole(table)


def test_the_snapshots_of_a_definition_stay_when_it_is_deleted(desk: Desk) -> None:
    desk.take(home_of(desk, (ID, session(answer("q1"), survey=SURVEY))))
    with desk.library.act("Delete survey") as act:
        act.delete(desk.library.stores["definition"], "foo")
    assert entries(desk, ID)["q1"][1] == "Question: x"
    whole(desk)
    assert act.number is not None
    undo(desk.library, act.number)
    owner = "SELECT count(*) FROM entry WHERE type='snapshot' AND document IS NOT NULL"
    assert desk.rows(owner) == [(1,)]
    whole(desk)


BODY = st.lists(
    st.sampled_from(
        [
            answer("q1"), answer("q1", "other"), answer("q2"), answer("q2", deleted=True),
            answer("q1", stored=9999), "q1:TEXT:broken", "", answer("@stray"),
        ]
    ),
    max_size=6,
)  # fmt: skip


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(BODY, min_size=2, max_size=5))
def test_whatever_is_edited_the_index_is_that_of_the_lines(
    desk: Desk, bodies: list[list[str]]
) -> None:
    acts = [put(desk, "survey", ID, session(*body, survey=SURVEY)) for body in bodies]
    whole(desk)
    for act in reversed([one for one in acts if one is not None][1:]):
        undo(desk.library, act)
    whole(desk)


# Lists, pages, exports


def test_lists_of_campaigns_hold_no_surveys_and_the_other_way_round(sample: Desk) -> None:
    before = summaries(sample.library)
    sample.take(HOME)
    assert summaries(sample.library) == before
    assert {one.kind for one in listed(sample.library)} == {"campaign", "survey"}
    shown = listed_json(next(one for one in listed(sample.library, "survey") if one.key == FULL))
    assert shown == {
        "key": f"survey/{FULL}",
        "kind": "survey",
        "id": FULL,
        "title": "After-session feedback: every question type · seat-3",
        "status": "finished",
        "start": "2024-06-29T22:26:40Z",
        "end": None,
        "durationMinutes": None,
        "entries": 26,
    }
    whole(sample)


def test_a_survey_may_be_called_as_a_campaign_is(desk: Desk) -> None:
    desk.take(desk.paper("s.jsonl", evening(1, "foo"), event(1)))
    desk.take(home_of(desk, (ID, session(answer("q1"), survey=SURVEY))))
    with desk.library.act("Delete survey") as act:
        act.delete(desk.library.stores["definition"], "foo")
    with desk.library.reading() as connection:
        events = Events(container="foo")
        assert campaign_queries.count_loose(connection, "foo") == 0
        assert sum(campaign_queries.campaign_categories(connection, events).values()) == 1
    assert [one.container for one in summaries(desk.library)] == ["foo"]
    assert list(desk.exported("campaign").values())
    whole(desk)


def test_the_answers_of_a_session_stand_on_the_timeline_of_real_time(table: Desk) -> None:
    (pk,) = table.rows("SELECT pk FROM document WHERE key=?", HALF)[0]
    found = event_times(table.library, "real_us", [pk])
    assert (found.names, len(found.pks)) == (("answer",), 4)
    assert not event_times(table.library, "game_s", [pk]).pks
    assert not event_times(table.library, "real_us", [pk], players_only=True).pks


def test_a_session_is_shown_with_its_answers_and_what_follows(table: Desk) -> None:
    assert find_document(table.library, HALF).kind == "survey"
    shown = show_json(table.library, "survey", HALF)
    assert json.loads(json.dumps(shown))["document"]["lines"][1][0].startswith("@user:META:seat-1")
    sorts = [one["sort"] for one in shown["entries"]]
    assert sorts == ["header"] * 4 + ["given", "given", "system", "deleted", "given", "given"]
    derived = shown["derived"]
    assert (derived["state"], derived["next"], derived["generation"]) == ("open", ["pace"], 1)
    assert derived["progress"] == {"done": 4, "total": 22, "approximate": False}
    assert "Overall rating" in show_text(table.library, "survey", HALF)


def test_a_definition_is_shown_with_its_versions(table: Desk) -> None:
    shown = show_json(table.library, "definition", "session-zero")
    assert [one["id"] for one in shown["entries"]] == ["0dcc64604cc9345a22b3e71b3aab4d359ea121e5"]
    assert shown["entries"][0]["sha1"] != shown["derived"]["sha1"]
    assert len(shown["derived"]["questions"]) >= 10
    assert "tone (SINGLECHOICE)" in show_text(table.library, "definition", "session-zero")


def test_the_json_of_a_library_brings_surveys_back_byte_for_byte(table: Desk, other: Desk) -> None:
    edit_own(table.library, "survey", FULL, "tags", ["dear"], "Tag")
    delete_sessions(table.library, [HALF], "survey")
    (text,) = table.exported("json").values()
    path = table.papers / "all.json"
    path.write_bytes(text)
    assert set(counts(other.take(path))) == {"new"}
    assert list(other.exported("json").values()) == [text]
    assert other.content() == table.content()
    whole(other)
    assert set(counts(other.take(path))) == {"same"}
    # What it says of a session that was edited there is not taken unasked.
    put(other, "survey", FULL, session(answer("q1"), survey=SURVEY))
    put(table, "survey", FULL, session(answer("q2"), survey=SURVEY))
    path.write_bytes(next(iter(table.exported("json").values())))
    assert counts(other.take(path))["conflict"] == 1


def test_entries_that_follow_from_a_document_are_not_taken_from_a_file(desk: Desk) -> None:
    made = {
        "format": "sessionary", "version": 1, "documents": [], "rejects": [],
        "entries": [
            {"kind": "survey", "scope": ID, "type": "answer", "id": "q1", "document": None,
             "position": 1, "text": ""},
            {"kind": "definition", "scope": "zero", "type": "snapshot", "id": "a",
             "document": "zero", "position": 0, "text": "\u0100"},
        ],
    }  # fmt: skip
    assert counts(desk.take(desk.paper("made.json", made))) == {"wrong": 2}
    whole(desk)


def test_a_name_never_leads_out_of_a_home_folder(table: Desk, desk: Desk) -> None:
    empty = {"container": "", "record": {}, "own": {}, "spelling": {}}
    made = {
        "format": "sessionary", "version": 1, "entries": [], "rejects": [],
        "documents": [
            {"kind": "survey", "key": "../../../../outside", **empty},
            {"kind": "definition", "key": "..", **empty},
        ],
    }  # fmt: skip
    assert counts(desk.take(desk.paper("made.json", made))) == {"wrong": 2}
    with table.library.act("New") as act:
        data: dict[str, Any] = {"record": {}, "own": {}, "spelling": {}}
        act.create(table.library.stores["survey"], "../../outside", data)
    with pytest.raises(UserError, match="no name of a file"):
        table.export("survey", "home")
    assert not (table.papers / "home").exists()


def test_a_part_of_a_library_takes_the_survey_with_its_session(table: Desk, other: Desk) -> None:
    (text,) = table.exported("json", [("survey", HALF)]).values()
    path = table.papers / "part.json"
    path.write_bytes(text)
    other.take(path)
    opened = opened_session(other.library, HALF)
    assert opened.definition is not None
    assert not opened.confirm
    whole(other)


def test_one_session_is_written_to_the_file_that_is_named(table: Desk) -> None:
    written = table.export("survey", "one", [("survey", FULL)])
    assert written.paths == (table.papers / "one",)
    assert (table.papers / "one").read_bytes() == (HOME / f"sessions/d4d4/{FULL}").read_bytes()


def test_a_respondent_gets_what_they_have_given_alone(table: Desk) -> None:
    table.export("survey", "public", [("survey", HALF)], player_safe=True)
    lines = (table.papers / "public").read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["intro", "rating", "best", "npcs"]
    assert {line.count(":") for line in lines} == {8}


def test_a_home_folder_is_brought_up_to_date_but_nothing_unknown_is_overwritten(
    table: Desk,
) -> None:
    table.export("survey", "home")
    path = table.papers / "home/sessions/d4d4" / HALF
    put(table, "survey", HALF, session(answer("q1"), survey=SURVEY))
    table.export("survey", "home")
    assert b"\nq1:TEXT:x" in path.read_bytes()
    put(table, "survey", HALF, session(answer("q2"), survey=SURVEY))
    table.export("survey", "home")
    path.write_bytes(b"mine")
    with pytest.raises(UserError, match=f"sessions/d4d4/{HALF}"):
        table.export("survey", "home")
    assert path.read_bytes() == b"mine"


def test_pages_of_sessions_tell_more_only_when_they_are_asked(table: Desk) -> None:
    chosen = [("survey", HALF)]
    (page,) = table.exported("markdown", chosen).values()
    assert b"> 6 points" in page
    assert b"0.90" not in page
    more = Included(deleted=True, system=True)
    (page,) = table.exported("markdown", chosen, include=more).values()
    assert b"0.90" in page
    assert b"diceLog" in page
    (page,) = table.exported("html", chosen).values()
    assert b"<h1>" in page


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_a_page_for_players_tells_what_respondents_see_whatever_is_asked(
    table: Desk, format_: str
) -> None:
    edit_own(table.library, "survey", HALF, "notes", "Never tell them", "Note")
    chosen = [("survey", HALF)]
    (page,) = table.exported(format_, chosen).values()
    assert b"Never tell them" in page
    more = Included(hidden=True, deleted=True, system=True)
    (page,) = table.exported(format_, chosen, include=more, player_safe=True).values()
    assert [said in page for said in (b"6 points", b"Never", b"0.90", b"diceLog")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert "Never" not in preview(table.library, "survey", HALF, format_, player_safe=True)


@pytest.mark.parametrize(
    ("chosen", "format_", "how"),
    [
        ([("survey", FULL)], "csv", {}),
        ([("definition", "oracle")], "ics", {}),
        ([("survey", FULL)], "json", {"player_safe": True}),
        ([("campaign", "c")], "survey", {}),
        ([("survey", "none")], "survey", {}),
    ],
)
def test_what_does_not_fit_into_a_format_is_refused(
    table: Desk, chosen: Any, format_: str, how: dict[str, bool]
) -> None:
    with pytest.raises(UserError):
        table.export(format_, "x", chosen, **how)


def test_an_export_of_everything_says_what_it_has_no_room_for(sample: Desk) -> None:
    sample.take(HOME)
    written = sample.export("csv", "tables")
    assert any("7 sessions of surveys are not in it" in one for one in written.warnings)
    assert not any("surveys" in one for one in sample.export("markdown", "pages").warnings)


# People


def test_a_respondent_is_forgotten_with_all_that_they_answered(table: Desk) -> None:
    person = "survey:seat-2"
    known = {one.id: one for one in people(table.library)}
    assert (known[person].name, known[person].documents) == ("seat-2", 2)
    put(table, "survey", HALF, content_of(table, "survey", HALF).replace("seat-1", "seat-2"))
    put(table, "survey", HALF, content_of(table, "survey", HALF).replace("seat-2", "seat-9"))
    held = export_person(table.library, person, quiet)
    assert (len(held["documents"]), len(held["former"])) == (2, 1)
    plan = plan_to_forget(table.library, "seat-2", quiet)
    assert (plan.surveys, plan.revisions, plan.former) == (2, 2, "")
    table.library.release_documents()
    _told, change = forget(table.library, plan, quiet, at=time.time())
    table.library.announce(change)
    assert person not in {one.id for one in people(table.library)}
    assert len(listed(table.library, "survey")) == 5
    assert entries(table, HALF)
    whole(table)
    table.close()
    stored = b"".join(path.read_bytes() for path in table.folder.glob("library.sessionary*"))
    assert b"seat-2" not in stored
    table.reopen()


def test_a_player_is_forgotten_without_a_line_of_a_survey_being_changed(sample: Desk) -> None:
    content = session(answer("q1", "Tomas Berg was late"), survey=SURVEY).replace("ann", "Tomas")
    sample.take(file_of(sample, ID, content))
    person = next(one for one in people(sample.library) if one.id.startswith("campaign:"))
    plan = plan_to_forget(sample.library, person.id, quiet)
    sample.library.release_documents()
    forget(sample.library, plan, quiet, at=time.time())
    assert content_of(sample, "survey", ID) == content
    whole(sample)
