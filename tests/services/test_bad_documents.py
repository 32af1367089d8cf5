"""A document that cannot be used is told of, left as it is, and takes nothing else with it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.services.conftest import quiet, session

from sessionary.core.json_text import digest
from sessionary.core.problems import UserError
from sessionary.core.store.errors import SessionBad, UndoBlocked
from sessionary.services.bad_documents import bad_documents
from sessionary.services.campaign_pages import campaign_page
from sessionary.services.campaign_reckoning import reckon_campaign
from sessionary.services.check import check
from sessionary.services.history import bring_back, revisions
from sessionary.services.insights import read_insights
from sessionary.services.listing import listed
from sessionary.services.next_session import left_for_next
from sessionary.services.pages import session_page, show_json
from sessionary.services.search import found_json, search
from sessionary.services.sessions import (
    campaigns,
    delete_sessions,
    edit,
    empty_bin,
    new_session,
    summaries,
)
from sessionary.services.stored import DocumentBad
from sessionary.services.undo import undo
from sessionary.storage.first_page import first_campaigns, first_summaries
from sessionary.storage.first_rows import first_rows
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from tests.services.conftest import Desk

CAMPAIGN, SESSION = "campaign-drowned-bells", "session-03"
FORMATS = ("markdown", "vault", "html", "ics", "campaign", "json", "csv")

GOOD = '{"migrations": [], "pending": {}, "data": {"record": {}, "own": {}, "spelling": {}}}'
WAYS = {
    "cut": ('{"migrations": [], "pen', "corrupt", "line 1, column 24"),
    "empty": ("", "corrupt", "line 1, column 1"),
    "a letter": ("Dear Mara", "corrupt", "Dear Mara"),
    "a list": ("[]", "corrupt", "not an object"),
    "no envelope": ('{"data": {}}', "corrupt", "/migrations"),
    "no data": ('{"migrations": [], "pending": {}, "data": null}', "corrupt", "/data"),
    "half a character": (GOOD.replace("{}}}", '{"/a": "\\ud800"}}}'), "corrupt", "surrogate"),
    "newer": (GOOD.replace("[]", '["moons"]'), "unknown_migration", "“moons”"),
    "no record": (GOOD.replace('"record": {}, ', ""), "schema", "record"),
}


def spoil(desk: Desk, kind: str, key: str, text: str, *, hashed: bool = True) -> None:
    """Put a text in the place of a document's, as a disk or another program would."""
    desk.library.release_documents()
    with closing(sqlite3.connect(desk.folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE document SET text=? WHERE kind=? AND key=?", (text, kind, key))
        if hashed:
            connection.execute(
                "UPDATE document SET hash=? WHERE kind=? AND key=?", (digest(text), kind, key)
            )
    desk.library.epochs.forget()


def stored(desk: Desk, kind: str, key: str) -> str:
    ((text,),) = desk.rows("SELECT text FROM document WHERE kind=? AND key=?", kind, key)
    return str(text)


@pytest.mark.parametrize("way", WAYS)
def test_a_bad_session_is_told_of_with_code_and_place(sample: Desk, way: str) -> None:
    text, code, place = WAYS[way]
    spoil(sample, "session", SESSION, text)
    for use in (session_page, lambda library, key: show_json(library, "session", key)):
        with pytest.raises(DocumentBad) as bad:
            use(sample.library, SESSION)
        assert bad.value.reason.code == code
        assert str(bad.value).endswith(f"({code}).")
        assert place in str(bad.value)
        assert bad.value.text == text
    with sample.library.reading() as connection:
        assert list(bad_documents(sample.library, connection)) == [("session", SESSION)]


@pytest.mark.parametrize("way", ["cut", "newer", "no record"])
@pytest.mark.parametrize("kind", ["session", "campaign"])
def test_everything_else_goes_on_beside_it(sample: Desk, kind: str, way: str) -> None:
    text = WAYS[way][0]
    key = SESSION if kind == "session" else CAMPAIGN
    edit(sample.library, "campaign", CAMPAIGN, "/description", "Fog.", "Edit description")
    index, epoch = sample.index(), sample.library.epochs.of(CAMPAIGN)
    spoil(sample, kind, key, text)
    path = sample.folder / FILE_NAME
    assert len(summaries(sample.library)) == len(first_summaries(path)) == 13
    assert len(listed(sample.library, None)) == 13
    assert len(first_rows(path, 50).rows) == 13
    assert len(campaigns(sample.library)) == len(first_campaigns(path)) == 1
    assert found_json(search(sample.library, "bell", limit=50))
    assert session_page(sample.library, "session-04").entries
    assert sample.library.epochs.of(CAMPAIGN) == epoch
    if kind == "session":
        assert len(campaign_page(sample.library, CAMPAIGN).sessions) == 13
    else:
        with pytest.raises(DocumentBad):
            campaign_page(sample.library, CAMPAIGN)
    problems = check(sample.library, quiet, mend_index=True)
    assert [line.partition(" ")[0] for line in problems] == [f"{kind}/{key}"]
    assert sample.index() == index, "a rebuild leaves what it knows of a bad document"
    assert stored(sample, kind, key) == text


@pytest.mark.parametrize(
    ("kind", "way"), [("session", "cut"), ("session", "no record"), ("campaign", "newer")]
)
def test_all_else_is_exported_with_a_word_about_it(sample: Desk, kind: str, way: str) -> None:
    text, key = WAYS[way][0], SESSION if kind == "session" else CAMPAIGN
    spoil(sample, kind, key, text)
    for format_ in FORMATS:
        written = sample.export(format_, f"{format_} of all")
        assert any(f"{kind}/{key} was left out" in line for line in written.warnings)
        assert written.paths
    assert stored(sample, kind, key) == text


def test_players_get_no_word_of_a_bad_session(sample: Desk) -> None:
    spoil(sample, "session", SESSION, WAYS["cut"][0])
    for format_ in ("vault", "json"):
        sample.export(format_, f"{format_} for players", player_safe=True)


def test_a_bad_document_travels_word_for_word_with_the_whole_library(
    sample: Desk, other: Desk
) -> None:
    text = WAYS["newer"][0]
    spoil(sample, "session", SESSION, text)
    (path,) = sample.export("json", "library.json").paths
    kept = json.loads(path.read_text())["rejects"]
    assert [one["place"] for one in kept] == [f"session/{SESSION}"]
    other.take(path)
    assert other.rows("SELECT place, code, text FROM reject") == [
        (f"session/{SESSION}", "document.bad", text.encode())
    ]
    assert len(summaries(other.library)) == 12


def test_a_bad_document_that_is_asked_for_by_name_is_refused(sample: Desk) -> None:
    spoil(sample, "session", SESSION, WAYS["cut"][0])
    with pytest.raises(UserError, match=f"session/{SESSION} cannot be exported. Its stored text"):
        sample.export("markdown", "one", [("session", SESSION)])


@pytest.mark.parametrize("way", ["cut", "newer", "no record"])
def test_a_bad_document_is_never_written(sample: Desk, way: str) -> None:
    text = WAYS[way][0]
    edit(sample.library, "session", SESSION, "/title", "Rope", "Edit title")
    spoil(sample, "session", SESSION, text)
    with pytest.raises(SessionBad):
        edit(sample.library, "session", SESSION, "/title", "Bells", "Edit title")
    with pytest.raises(SessionBad):
        bring_back(sample.library, "session", SESSION, 1)
    update = {"id": SESSION, "campaignId": CAMPAIGN, "notes": "New"}
    preview = sample.read(sample.paper("update.json", update))
    (file,) = preview.files
    assert [problem.code for problem in file.problems] == ["document.bad"]
    sample.take(sample.paper("update.json", update))
    assert stored(sample, "session", SESSION) == text
    assert len(revisions(sample.library, "session", SESSION)) == 2, "its history can be looked at"


def test_a_bad_campaign_takes_no_import_and_keeps_its_sessions(sample: Desk) -> None:
    text = WAYS["cut"][0]
    spoil(sample, "campaign", CAMPAIGN, text)
    sample.take(sample.paper("more.json", session(99, CAMPAIGN)))
    assert len(summaries(sample.library)) == 14
    assert stored(sample, "campaign", CAMPAIGN) == text


def test_a_session_is_planned_after_one_that_cannot_be_used(sample: Desk) -> None:
    spoil(sample, "session", "session-12", WAYS["cut"][0])
    spoil(sample, "session", "session-11", WAYS["cut"][0])
    assert left_for_next(sample.library, CAMPAIGN)[1] == ()
    new_session(sample.library, CAMPAIGN, datetime(2026, 11, 20, 13, tzinfo=UTC))
    assert len(summaries(sample.library)) == 14


def test_a_bad_campaign_is_not_reckoned_anew(sample: Desk) -> None:
    text = WAYS["newer"][0]
    spoil(sample, "campaign", CAMPAIGN, text)
    with pytest.raises(DocumentBad):
        reckon_campaign(sample.library, CAMPAIGN, quiet, at=0.0, epoch=0)
    assert stored(sample, "campaign", CAMPAIGN) == text


def test_a_text_that_is_not_what_was_written_is_found_by_its_hash(sample: Desk) -> None:
    spoil(sample, "session", SESSION, WAYS["cut"][0], hashed=False)
    (problem,) = check(sample.library, quiet)
    assert SESSION in problem


def test_an_import_of_a_good_library_reads_no_document_as_bad(sample: Desk) -> None:
    with sample.library.reading() as connection:
        assert bad_documents(sample.library, connection) == {}


def test_a_bad_session_in_the_bin_leaves_it_with_the_others(sample: Desk) -> None:
    delete_sessions(sample.library, [SESSION, "session-04"])
    spoil(sample, "session", SESSION, WAYS["cut"][0])
    act = empty_bin(sample.library)
    assert act is not None
    assert summaries(sample.library, binned=True) == []
    with pytest.raises(UndoBlocked, match="cannot be read"):
        undo(sample.library, act)


@pytest.mark.parametrize("way", ["empty", "newer"])
def test_what_a_bad_document_may_hide_is_hidden_from_players(sample: Desk, way: str) -> None:
    edit(sample.library, "session", SESSION, "/title", "Zyxquill at the quay", "Rename")
    things = [
        {"id": "w-z", "campaignId": CAMPAIGN, "kind": "npc", "name": "Zyxquill",
         "visibility": "gm-only", "aliases": []},
    ]  # fmt: skip
    bundle = {"campaign": {"id": CAMPAIGN}, "world": things}
    sample.take(sample.paper("world.json", bundle))
    spoil(
        sample,
        "world",
        "w-z",
        WAYS[way][0].replace('"record": {}', '"record": {"name": "Zyxquill"}'),
    )
    for format_ in ("markdown", "json"):
        safe = sample.exported(format_, player_safe=True)
        assert not any(b"zyxquill" in content.lower() for content in safe.values()), format_
    page = campaign_page(sample.library, CAMPAIGN, players_only=True)
    assert not any("zyxquill" in one.title.casefold() for one in page.sessions)
    found = read_insights(sample.library, CAMPAIGN, quiet, players_only=True)
    assert not any("zyxquill" in one.title.casefold() for one in found.sessions)


def test_a_session_that_cannot_be_read_is_in_no_list_for_players(sample: Desk) -> None:
    spoil(sample, "session", SESSION, WAYS["cut"][0])
    page = campaign_page(sample.library, CAMPAIGN, players_only=True)
    assert SESSION not in {one.key for one in page.sessions}
