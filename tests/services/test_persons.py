"""The people of a library: listed, exported, and forgotten for good."""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.services.conftest import SAMPLE, Desk, event, quiet, session

from sessionary.core.problems import UserError
from sessionary.core.store.errors import SaveFailed, UndoBlocked
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.backups import automatic, listed
from sessionary.services.check import check
from sessionary.services.forgetting import (
    clear_traces,
    delete_backups,
    forget,
    plan_to_forget,
    traces_left,
)
from sessionary.services.history import revisions
from sessionary.services.library import Library
from sessionary.services.pages import session_page
from sessionary.services.persons import export_person, find_person, people
from sessionary.services.search import found_json, search
from sessionary.services.sessions import (
    delete_sessions,
    document_data,
    edit,
    edit_own,
    empty_bin,
    new_session,
)
from sessionary.services.undo import undo
from sessionary.storage import persons
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from sessionary.services.forgetting_plan import Forgetting

TOMAS, MIRELA = "campaign:user-tomas", "campaign:user-mirela"
CAMPAIGN = "campaign-drowned-bells"


def forgotten(desk: Desk, person: str) -> Forgetting:
    """Forget a person as the program does: what would go is looked up first."""
    plan = plan_to_forget(desk.library, person, quiet)
    desk.library.release_documents()
    told, change = forget(desk.library, plan, quiet, at=time.time())
    desk.library.announce(change)
    return told


def bytes_of(folder: Path) -> bytes:
    """Return all bytes of the library, whatever file they lie in."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob(f"{FILE_NAME}*")))


def rows_of_index(desk: Desk) -> set[tuple[str, str, str]]:
    return set(desk.rows("SELECT person, kind, key FROM person_index"))


def test_the_people_of_a_library_are_listed_by_name(sample: Desk) -> None:
    found = people(sample.library)
    assert [one.name for one in found] == [
        "Aiko Lindqvist", "Dev Okonjo", "Ingrid Vale", "Jonas Whitby", "Mirela Stan", "Tomás Reyes",
    ]  # fmt: skip
    assert found[-1].id == TOMAS
    assert found[-1].documents > 5
    assert find_person(sample.library, "user-tomas") == found[-1]
    with pytest.raises(UserError, match="holds nothing of a person nobody"):
        find_person(sample.library, "nobody")


def test_the_index_is_filled_by_import_edit_and_rebuild(desk: Desk) -> None:
    people_of = {"gm": "ann", "players": [{"userId": "bea"}]}
    desk.take(desk.paper("a.jsonl", session(1, participants=people_of)))
    assert rows_of_index(desk) == {
        ("campaign:ann", "session", "s-1"), ("campaign:bea", "session", "s-1"),
    }  # fmt: skip
    edit(desk.library, "session", "s-1", "/participants/gm", "cleo", "Edit GM")
    before = rows_of_index(desk)
    assert ("campaign:cleo", "session", "s-1") in before
    assert ("campaign:ann", "session", "s-1") in before, "a former revision holds data of them"
    with desk.library.file.writing() as connection:
        connection.exec_driver_sql("DELETE FROM person_index")
    desk.library.release_documents()
    assert check(desk.library, quiet, mend_index=True) == []
    assert rows_of_index(desk) == before - {("campaign:ann", "session", "s-1")}


def test_a_library_from_before_the_index_is_looked_through_once(sample: Desk) -> None:
    edit(sample.library, "session", "session-03", "/participants/gm", "user-zoe", "Edit GM")
    edit(sample.library, "session", "session-03", "/participants/gm", "user-ingrid", "Edit GM")
    with sample.library.file.writing() as connection:
        connection.exec_driver_sql("DELETE FROM person_index")
        connection.exec_driver_sql("DELETE FROM setting WHERE name='persons'")
    assert [one.id for one in people(sample.library)][-1] == "campaign:user-zoe"
    with sample.library.reading() as connection:
        assert len(persons.all_rows(connection)) > 40


def test_all_that_is_held_about_a_person_is_exported(sample: Desk) -> None:
    noted = event(1, "session-03", campaignId=CAMPAIGN, participants={"actor": "user-tomas"})
    broken = '{"id": "e-9", "by": "user-tomas", '
    sample.take(sample.paper("more.jsonl", noted, broken))
    edit(sample.library, "session", "session-03", "/title", "Rope", "Edit title")
    held = export_person(sample.library, "user-tomas", quiet)
    assert held["person"] == TOMAS
    assert held["name"] == "Tomás Reyes"
    assert {"campaign", "session"} == {one["store"] for one in held["documents"]}
    assert [(one["key"], one["revision"]) for one in held["former"]] == [("session-03", 1)]
    assert [one["record"]["id"] for one in held["events"]] == ["e-1"]
    assert held["unread"] == [broken.strip()]
    assert json.loads(json.dumps(held)) == held


def test_what_would_go_is_told_exactly_and_then_goes(sample: Desk) -> None:
    noted = event(1, "session-03", campaignId=CAMPAIGN, participants={"actor": "user-tomas"})
    sample.take(sample.paper("Tomás Reyes.jsonl", noted, '{"id": "e-9", "by": "user-tomas"'))
    edit(sample.library, "session", "session-03", "/title", "Rope", "Edit title of user-tomas")
    edit_own(sample.library, "session", "session-04", "notes", "Ask Tomás Reyes. Tomás!", "Notes")
    plan = plan_to_forget(sample.library, TOMAS, quiet)
    assert (plan.former, plan.name) == ("former-player-1", "Tomás Reyes")
    assert (plan.campaigns, plan.goals, plan.events, plan.rejects) == (1, 0, 1, 1)
    assert plan.revisions == 2
    assert plan.names == 3, "the file, its import, and the edit that was called after them"
    told = forgotten(sample, TOMAS)
    assert told == plan
    assert ("session", "session-04") in told.remaining, "of the first name alone nothing is known"
    spoken = document_data(sample.library, "session", "session-04")["own"]["notes"]
    assert spoken == "Ask former player 1. Tomás!"


def test_nothing_of_a_forgotten_person_is_left_in_the_file(sample: Desk) -> None:
    noted = event(1, "session-03", campaignId=CAMPAIGN, participants={"actor": "user-tomas"})
    sample.take(sample.paper("Tomás Reyes.jsonl", noted, '{"id": "e-9", "by": "user-tomas"'))
    sample.take(sample.paper("again.jsonl", {**noted, "note": "Tomás Reyes again"}))
    edit(sample.library, "session", "session-03", "/title", "Rope", "Edit title")
    sample.library.database.backend.put_aside("session", "session-03", '["user-tomas"]', "x", 1)
    sample.export("markdown", "pages")
    delete_sessions(sample.library, ["session-05"])
    empty_bin(sample.library)
    forgotten(sample, TOMAS)
    left = bytes_of(sample.folder)
    assert b"user-tomas" not in left
    assert "Tomás Reyes".encode() not in left
    assert "tomas reyes" not in str(sample.rows("SELECT text FROM searched"))
    assert found_json(search(sample.library, '"Tomás Reyes"', limit=9)) == []
    assert revisions(sample.library, "session", "session-03")[1:] == []
    assert sample.rows("SELECT count(*) FROM cache") == [(0,)], "kept pages hold names"
    packed = sample.rows("SELECT packed FROM history UNION SELECT packed FROM backup")
    assert not any(b"user-tomas" in zlib.decompress(blob) for (blob,) in packed)
    assert [one.name for one in people(sample.library)][-1] == "Mirela Stan"
    sample.library.release_documents()
    assert check(sample.library, quiet) == [], "hashes and index are as they should be"


def test_attendance_and_characters_stay(sample: Desk) -> None:
    before = session_page(sample.library, "session-03").review
    forgotten(sample, "user-mirela")
    data = document_data(sample.library, "session", "session-03")
    assert data["record"]["participants"]["players"][3] == {
        "userId": "former-player-1", "characterIds": ("char-ysolde",), "attended": True,
        "arrivedLate": True,
    }  # fmt: skip
    after = session_page(sample.library, "session-03").review
    assert [p.word for p in after.players] == [p.word for p in before.players]
    own = document_data(sample.library, "campaign", CAMPAIGN)["own"]
    assert {"id": "former-player-1"} in [dict(one) for one in own["users"]]
    ysolde = next(one for one in own["characters"] if one["id"] == "char-ysolde")
    assert ysolde["userId"] == "former-player-1"
    assert ysolde["name"]
    key = new_session(sample.library, CAMPAIGN, datetime(2026, 11, 20, 13, tzinfo=UTC))
    record = document_data(sample.library, "session", key)["record"]
    assert "former-player-1" not in str(record), "nobody waits for them any more"


def test_each_forgotten_person_has_a_number_of_their_own(sample: Desk) -> None:
    assert forgotten(sample, TOMAS).former == "former-player-1"
    assert forgotten(sample, MIRELA).former == "former-player-2"
    with pytest.raises(UserError, match="holds nothing"):
        plan_to_forget(sample.library, TOMAS, quiet)
    with pytest.raises(UserError, match="holds nothing"):
        plan_to_forget(sample.library, "former-player-1", quiet)


def test_importing_the_same_file_again_does_not_bring_a_person_back(sample: Desk) -> None:
    forgotten(sample, TOMAS)
    sample.take(SAMPLE)
    assert TOMAS not in [one.id for one in people(sample.library)]
    assert b"user-tomas" not in bytes_of(sample.folder)


def test_what_was_done_before_cannot_be_undone_into_the_library(sample: Desk) -> None:
    edit(sample.library, "session", "session-03", "/title", "Rope", "Edit title")
    act = sample.library.newest_act()
    forgotten(sample, TOMAS)
    with pytest.raises(UndoBlocked):
        undo(sample.library, act)


def test_spellings_of_numbers_stay(desk: Desk) -> None:
    spelt = (
        '{"id": "e-1", "sessionId": "s-1", "campaignId": "c", "n": 1.50, "by": "user-tomas", '
        '"event": {"type": "note"}}'
    )
    players = {"players": [{"userId": "user-tomas"}]}
    desk.take(desk.paper("a.jsonl", session(1, participants=players), spelt))
    forgotten(desk, TOMAS)
    ((text,),) = desk.rows("SELECT text FROM entry")
    assert '"n": 1.50' in text
    assert '"by": "former-player-1"' in text


def test_a_library_that_changed_meanwhile_is_looked_at_again(sample: Desk) -> None:
    plan = plan_to_forget(sample.library, TOMAS, quiet)
    edit(sample.library, "session", "session-03", "/title", "Rope", "Edit title")
    sample.library.release_documents()
    with pytest.raises(UserError, match="Look again"):
        forget(sample.library, plan, quiet, at=0.0)
    assert b"user-tomas" in bytes_of(sample.folder)


def test_a_document_that_cannot_be_used_stands_in_the_way(sample: Desk) -> None:
    with sample.library.file.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE document SET text=replace(text, '\"pending\"', '\"waiting\"') "
            "WHERE key='session-03'"
        )
    content = sample.content()
    with pytest.raises(UserError, match=r"Nothing was changed: session/session-03 cannot be used"):
        forgotten(sample, TOMAS)
    assert sample.content() == content


def test_cancelling_changes_nothing(sample: Desk) -> None:
    plan = plan_to_forget(sample.library, TOMAS, quiet)
    sample.library.release_documents()
    content, index = sample.content(), sample.index()

    def stop(done: int, total: int) -> None:
        if done > total // 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forget(sample.library, plan, stop, at=0.0)
    assert (sample.content(), sample.index()) == (content, index)


def test_backups_that_hold_the_person_are_named_and_deleted_on_request(sample: Desk) -> None:
    automatic(sample.library, "after changes")
    told = forgotten(sample, TOMAS)
    (name,) = told.backups
    assert name == listed(sample.folder)[0].name
    automatic(sample.library, "after changes")
    assert plan_to_forget(sample.library, MIRELA, quiet).backups == tuple(
        one.name for one in listed(sample.folder)
    )
    assert delete_backups(sample.library, [name, "../library.sessionary"]) == []
    assert len(listed(sample.folder)) == 1
    assert plan_to_forget(sample.library, MIRELA, quiet).backups
    assert sample.folder.joinpath(FILE_NAME).exists()


def test_ids_that_are_common_words_are_taken_out_where_persons_stand(desk: Desk) -> None:
    record: dict[str, Any] = session(7, title="7", participants={"gm": "7", "players": []})
    desk.take(desk.paper("a.jsonl", record, event(7, "s-7", participants={"actor": "7"})))
    told = forgotten(desk, "7")
    assert (told.sessions, told.events) == (1, 1)
    data = document_data(desk.library, "session", "s-7")["record"]
    assert (data["title"], data["number"], data["participants"]["gm"]) == (
        "7", 7, "former-player-1",
    )  # fmt: skip


def test_goals_and_what_is_struck_are_no_hiding_place(sample: Desk) -> None:
    goal = {"id": "g-1", "campaignId": CAMPAIGN, "name": "Pay Tomás Reyes", "ownerId": "user-tomas",
            "progress": {"current": 0, "target": 1}, "type": "character"}  # fmt: skip
    sample.take(sample.paper("goal.jsonl", goal))
    told = forgotten(sample, TOMAS)
    assert told.goals == 1
    record = document_data(sample.library, "goal", "g-1")["record"]
    assert (record["name"], record["ownerId"]) == ("Pay former player 1", "former-player-1")


def test_a_document_that_another_program_has_open_stands_in_the_way(sample: Desk) -> None:
    other = Library(sample.folder, PlainScheduler(), zone="UTC")
    try:
        assert other.stores["session"].load("session-03").bad() is None
        content = sample.content()
        with pytest.raises(UserError, match="session-03"):
            forgotten(sample, TOMAS)
        assert sample.content() == content
    finally:
        other.close()
    assert forgotten(sample, TOMAS).sessions == 13


def test_a_library_of_the_first_version_is_looked_through_without_its_index(sample: Desk) -> None:
    edit(sample.library, "session", "session-03", "/title", "Rope", "Edit title")
    listed_before = people(sample.library)
    held_before = export_person(sample.library, TOMAS, quiet)
    sample.close()
    with closing(sqlite3.connect(sample.folder / FILE_NAME)) as connection, connection:
        for table in ("person_index", "backup", "revision_mark", "journal", "session_lock"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM setting WHERE name='persons'")
        connection.execute("PRAGMA user_version=1")
    library = Library(sample.folder, PlainScheduler(), zone="UTC", read_only=True)
    try:
        assert people(library) == listed_before
        assert export_person(library, TOMAS, quiet) == held_before
        assert plan_to_forget(library, TOMAS, quiet).sessions == 13
    finally:
        library.close()
        with closing(sqlite3.connect(sample.folder / FILE_NAME)) as connection, connection:
            connection.execute("PRAGMA user_version=2")


def test_what_the_disk_does_not_take_is_cleared_at_the_next_start(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: object) -> None:
        raise SaveFailed("no room")

    with monkeypatch.context() as full:
        full.setattr(persons.SqlitePersons, "purge", refuse)
        forgotten(sample, TOMAS)
        assert traces_left(sample.library)
    clear_traces(sample.library)
    assert not traces_left(sample.library)
    assert b"user-tomas" not in bytes_of(sample.folder)
