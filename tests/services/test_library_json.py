"""The whole library as JSON: what goes out comes in again, byte for byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.services.imports.report import Verdict
from sessionary.services.pages import session_page
from sessionary.services.sessions import (
    delete_sessions,
    edit,
    edit_own,
    new_campaign,
    new_session,
    summaries,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.services.conftest import Desk

START = {"startTime": "2025-01-20T18:00:00Z"}


def whole(desk: Desk) -> bytes:
    (content,) = desk.exported("json").values()
    return content


def file_of(desk: Desk, name: str = "whole") -> Path:
    return desk.export("json", f"{name}.json").paths[0]


@pytest.fixture
def used(sample: Desk, now: datetime) -> Desk:
    """A library with everything in it that a library can have by now."""
    sample.take(
        sample.paper(
            "more.jsonl",
            {"id": "s-x", "campaignId": "other", "number": 1, "realTime": START, "x": [1.50, -0.0]},
            {"id": "session-03", "campaignId": "other", "number": 3, "realTime": START},
            '{"id": "s-bad", "campaignId": "other", "number": "nine"}',
            '{"id": "broken',
            {"id": "e-lost", "sessionId": "nowhere", "event": {"type": "note"}, "timestamp": {}},
            '{"id":"e-odd",  "sessionId":"s-x","event":{"type":"note","value":2.50}}',
        )
    )
    sample.take(
        sample.paper(
            "open.jsonl",
            {
                "id": "e-open",
                "sessionId": "s-x",
                "event": {"type": "note"},
                "timestamp": {"gameTime": {"total": 0, "formatted": "Day 7, 9:00 AM"}},
            },
        ),
        players_see=True,
    )
    library = sample.library
    edit(library, "session", "session-03", "/title", "Nine fathoms of chain", "Rename")
    edit_own(library, "session", "session-04", "tags", ["mine"], "Tag")
    edit_own(library, "session", "session-04", "prep", "\ud7ff 💀 \u2028 text", "Prepare")
    delete_sessions(library, ["session-05"])
    new_session(library, new_campaign(library, "Made here"), now)
    return sample


@pytest.fixture
def now() -> datetime:
    from datetime import UTC, datetime

    return datetime(2025, 2, 3, 19, 0, tzinfo=UTC)


def test_an_empty_library_takes_it_in_and_gives_the_same_bytes(used: Desk, other: Desk) -> None:
    before = whole(used)
    preview = other.take(file_of(used))
    assert set(preview.counts) == {Verdict.NEW}
    assert not preview.files[0].problems
    assert preview.files[0].format == "sessionary"
    assert whole(other) == before


def test_truth_and_index_come_through(used: Desk, other: Desk) -> None:
    other.take(file_of(used))
    assert other.rows("SELECT kind, key, hash FROM document ORDER BY 1, 2") == used.rows(
        "SELECT kind, key, hash FROM document ORDER BY 1, 2"
    )
    assert other.index() == used.index()
    columns = "scope, id, text, seen, struck IS NULL, wanted, position, game_s, visible"
    query = f"SELECT {columns} FROM entry ORDER BY pk"
    assert other.rows(query) == used.rows(query)


def test_every_other_export_is_the_same_too(used: Desk, other: Desk) -> None:
    other.take(file_of(used))
    for format_ in ("markdown", "vault", "campaign", "csv"):
        for player_safe in (False, True):
            assert other.exported(format_, player_safe=player_safe) == used.exported(
                format_, player_safe=player_safe
            )


def test_taken_in_twice_it_changes_nothing(used: Desk, other: Desk) -> None:
    path = file_of(used)
    other.take(path)
    act = other.library.newest_act()
    assert set(other.take(path).counts) == {Verdict.SAME}
    assert set(used.take(path).counts) == {Verdict.SAME}
    assert other.library.newest_act() == act
    # Bytes that differ are read, and say the same all the same.
    again = other.papers / "again.json"
    again.write_bytes(path.read_bytes() + b"\n\n")
    assert set(other.take(again).counts) == {Verdict.SAME}


def test_what_was_imported_there_is_known_here(used: Desk, other: Desk) -> None:
    other.take(file_of(used))
    from tests.services.conftest import SAMPLE

    counts = other.take(SAMPLE).counts
    assert set(counts) == {Verdict.SAME}


def test_one_import_is_one_step_of_undo(used: Desk, other: Desk) -> None:
    empty, path = other.content(), file_of(used)
    act = other.write(other.read(path)).act
    full, index = other.content(), other.index()
    undone = other.take_back(act).act
    assert other.content() == empty
    other.take_again(undone)
    assert other.content() == full
    assert other.index() == index


def test_newcomers_join_what_is_there(used: Desk, other: Desk) -> None:
    other.take(
        other.paper(
            "mine.jsonl",
            {"id": "session-03", "campaignId": "mine", "number": 3, "realTime": START},
            {"id": "e-1", "sessionId": "session-03", "event": {"type": "note"}, "timestamp": {}},
        )
    )
    preview = other.take(file_of(used))
    assert set(preview.counts) == {Verdict.NEW}
    found = {(s.key, s.container) for s in summaries(other.library) if s.id == "session-03"}
    assert len(found) == 3
    assert ("session-03", "mine") in found
    assert {key for key, _ in found} == {"session-03", "session-03~2", "session-03~3"}
    page = session_page(other.library, "session-03~3")
    for key, campaign in found:
        if campaign == "campaign-drowned-bells":
            page = session_page(other.library, key)
    assert page.summary.title == "Nine fathoms of chain"
    assert len(page.entries) == len(session_page(used.library, "session-03").entries)


def test_an_edit_there_comes_over_and_one_here_is_kept(used: Desk, other: Desk) -> None:
    other.take(file_of(used))
    edit(used.library, "session", "session-01", "/title", "Edited there", "Rename")
    edit(used.library, "session", "session-02", "/title", "Edited there", "Rename")
    edit(other.library, "session", "session-02", "/title", "Edited here", "Rename")
    edit_own(used.library, "session", "session-04", "prep", "there", "Prepare")
    preview = other.take(file_of(used, "second"))
    assert preview.counts[Verdict.CHANGED] == 1
    assert preview.counts[Verdict.CONFLICT] == 2
    titles = {s.key: s.title for s in summaries(other.library)}
    assert titles["session-01"] == "Edited there"
    assert titles["session-02"] == "Edited here"
    codes = [problem.code for problem in preview.files[0].problems]
    assert codes == ["conflict"] * len(codes)
    for draft in (accepted := other.read(file_of(used, "third"))).state.drafts.values():
        draft.accepted = True
    other.write(accepted)
    assert session_page(other.library, "session-02").data["record"]["title"] == "Edited there"
    assert session_page(other.library, "session-04").data["own"]["prep"] == "there"


def test_an_old_copy_does_not_take_back_what_was_edited_since(used: Desk, other: Desk) -> None:
    path = file_of(used)
    other.take(path)
    edit(other.library, "session", "session-02", "/title", "Edited here", "Rename")
    edit_own(other.library, "session", "session-02", "tags", ["here"], "Tag")
    assert set(other.take(path).counts) == {Verdict.SAME}
    assert session_page(other.library, "session-02").data["own"]["tags"] == ("here",)


def test_a_campaign_reckoned_from_another_epoch_shifts_what_comes(desk: Desk, other: Desk) -> None:
    def event(number: int, total: int, text: str) -> dict[str, Any]:
        time = {"total": total, "formatted": text}
        return {
            "id": f"e-{number}",
            "sessionId": "s-1",
            "event": {"type": "note"},
            "timestamp": {"gameTime": time},
        }

    session = {"id": "s-1", "campaignId": "c", "number": 1, "realTime": START}
    desk.take(desk.paper("a.jsonl", session, event(1, 3600, "Day 1, 1:00 AM")))
    other.take(other.paper("b.jsonl", session, event(2, 3600, "Day 5, 1:00 AM")))
    other.take(file_of(desk))
    times = dict(other.rows("SELECT id, game_s FROM entry"))
    assert times["e-1"] == times["e-2"] == 5 * 86_400 + 3600
    assert other.library.epochs.of("c") == 5 * 86_400
    third = type(other)(other.folder.parent / "third")
    third.take(file_of(other))
    assert dict(third.rows("SELECT id, game_s FROM entry")) == times
    assert whole(third) == whole(other)
    third.close()


def test_what_this_program_cannot_hold_is_kept_word_for_word(other: Desk) -> None:
    path = other.papers / "newer.json"
    empty: dict[str, Any] = {"record": {}, "own": {}, "spelling": {}}
    later = {"kind": "weather", "key": "w", "container": "", **empty}
    good = {**later, "kind": "campaign", "key": "c", "container": "c", "record": {"id": "c"}}
    odd = {**good, "key": "odd", "own": []}
    entry: dict[str, Any] = {
        "kind": "visit", "scope": "", "type": "event", "id": "v", "document": None,
        "position": 0, "record": {},
    }  # fmt: skip
    text = {
        "format": "sessionary", "version": 1, "later": {"x": 1},
        "documents": [later, good, odd], "entries": [entry], "rejects": [{"file": 3}],
    }  # fmt: skip
    path.write_text(json.dumps(text))
    preview = other.take(path)
    assert preview.counts == {Verdict.NEW: 1, Verdict.WRONG: 4}
    assert preview.files[0].noted == 1
    kept = [row[0] for row in other.rows("SELECT text FROM reject ORDER BY pk")]
    assert min(kept) == b'{"file": 3}'
    assert len(kept) == 5
    assert any(b'"kind": "weather"' in one for one in kept)


def test_a_file_of_a_newer_version_is_refused_whole(other: Desk) -> None:
    path = other.papers / "newer.json"
    path.write_text('{"format": "sessionary", "version": 2, "documents": []}')
    preview = other.take(path)
    assert [p.code for p in preview.files[0].problems] == ["file.version"]
    assert other.rows("SELECT code, text FROM reject") == [("file.version", path.read_bytes())]


def test_a_part_can_be_taken_to_another_library(used: Desk, other: Desk) -> None:
    path = used.export("json", "part.json", [("session", "session-03")]).paths[0]
    other.take(path)
    (session,) = summaries(other.library)
    assert (session.title, session.container) == (
        "Nine fathoms of chain",
        "campaign-drowned-bells",
    )
    here = session_page(other.library, session.key)
    there = session_page(used.library, "session-03")
    assert here.records == there.records
    assert here.review.statistics == there.review.statistics
    assert here.review.players == there.review.players
    again = other.exported("json", [("session", "session-03")])
    assert list(again.values()) == [path.read_bytes()]


def test_what_waits_in_the_file_finds_its_session_here(desk: Desk, other: Desk) -> None:
    event = {"id": "e-1", "sessionId": "s-1", "event": {"type": "note"}, "timestamp": {}}
    desk.take(desk.paper("event.jsonl", event))
    other.take(
        other.paper(
            "session.jsonl", {"id": "s-1", "campaignId": "c", "number": 1, "realTime": START}
        )
    )
    other.take(file_of(desk))
    assert [entry.id for entry in session_page(other.library, "s-1").entries] == ["e-1"]


def test_struck_events_stay_struck(used: Desk, other: Desk) -> None:
    text = json.loads(whole(used))
    struck = text["entries"][3::80]
    for entry in struck:
        entry["struck"] = True
    path = other.papers / "struck.json"
    path.write_text(json.dumps(text))
    other.take(path)
    ids = {row[0] for row in other.rows("SELECT id FROM entry WHERE struck IS NOT NULL")}
    assert ids == {entry["id"] for entry in struck}
    used.take(path)
    ids = {row[0] for row in used.rows("SELECT id FROM entry WHERE struck IS NOT NULL")}
    assert ids == {entry["id"] for entry in struck}
