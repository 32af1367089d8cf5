from __future__ import annotations

import csv
import io
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.problems import UserError
from sessionary.services.exports import export, preview
from sessionary.services.exports.players import players_of
from sessionary.services.sessions import campaigns, delete_sessions, edit, edit_own

from .conftest import event, session

if TYPE_CHECKING:
    from tests.services.conftest import Desk

CAMPAIGN = "campaign-drowned-bells"
FORMATS = ("markdown", "vault", "html", "ics", "campaign", "json", "csv")
# A calendar tells of evenings, not of what happened in them.
TELLING = tuple(one for one in FORMATS if one != "ics")


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def chosen(*keys: str) -> list[tuple[str, str]]:
    return [(kind, key) for kind, _, key in (name.partition("/") for name in keys)]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("player_safe", [False, True])
def test_an_export_made_twice_has_the_same_bytes(
    sample: Desk, format_: str, player_safe: bool
) -> None:
    first = sample.exported(format_, player_safe=player_safe)
    assert first
    assert sample.exported(format_, player_safe=player_safe) == first


@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_may_be_written_over_itself(sample: Desk, format_: str) -> None:
    first = sample.export(format_, "out")
    assert sample.export(format_, "out").paths == first.paths


def test_a_single_session_becomes_the_file_that_was_named(sample: Desk) -> None:
    written = sample.export("markdown", "evening.md", chosen("session/session-03"))
    assert [path.name for path in written.paths] == ["evening.md"]
    assert written.paths[0].read_text().startswith("# Session 3: Nine Fathoms of Rope\n")


def test_a_file_in_a_folder_that_is_not_there_is_written(sample: Desk) -> None:
    written = sample.export("markdown", "a/b/evening.md", chosen("session/session-03"))
    assert written.paths[0].exists()


def test_several_files_need_a_folder(sample: Desk) -> None:
    with pytest.raises(UserError, match="2 files need a folder"):
        sample.export("markdown", "two.md", chosen("session/session-03", "session/session-04"))
    written = sample.export("markdown", "two", chosen("session/session-03", "session/session-04"))
    assert len(written.paths) == 2


def test_nothing_is_written_over_a_file_that_is_not_ours(sample: Desk) -> None:
    (name,) = sample.exported("markdown", chosen("session/session-03"))
    mine = sample.papers / "mine" / name
    mine.parent.mkdir()
    mine.write_text("my notes")
    with pytest.raises(UserError, match="not written by this export"):
        sample.export("markdown", "mine", chosen("session/session-03"))
    assert mine.read_text() == "my notes"


@pytest.mark.parametrize("format_", TELLING)
def test_what_lies_in_the_bin_is_left_out(sample: Desk, format_: str) -> None:
    delete_sessions(sample.library, ["session-03"])
    whole = b"".join(sample.exported(format_, chosen(f"campaign/{CAMPAIGN}")).values())
    assert b"Nine Fathoms of Rope" not in whole
    assert b"Struck Before Sailing" in whole


def test_everything_as_json_has_the_bin_too(sample: Desk) -> None:
    delete_sessions(sample.library, ["session-03"])
    (text,) = sample.exported("json").values()
    (session,) = [d for d in json.loads(text)["documents"] if d["key"] == "session-03"]
    assert session["binned"] is True


def test_what_is_typed_here_is_in_the_page_and_not_in_the_files_record(sample: Desk) -> None:
    edit_own(sample.library, "session", "session-03", "tags", ["set-here"], "Tag")
    edit(sample.library, "session", "session-03", "/title", "Nine *Fathoms*", "Rename")
    page = sample.exported("markdown", chosen("session/session-03"))
    (text,) = (content.decode() for content in page.values())
    assert "# Session 3: Nine \\*Fathoms\\*" in text
    assert "set-here" in text
    (bundle,) = (json.loads(b) for b in sample.exported("campaign").values())
    (session,) = [s for s in bundle["sessions"] if s["id"] == "session-03"]
    assert session["title"] == "Nine *Fathoms*"
    assert "set-here" not in session["tags"]


def test_a_bundle_has_every_record_as_its_file_had_it(desk: Desk) -> None:
    session = (
        '{"id": "s-1", "campaignId": "c", "number": 1, "stats": {"xpEarned": 1e3}, '
        '"realTime": {"startTime": "2025-01-20T18:00:00Z"}, "mood": {"x": [1.50, null]}}'
    )
    event = (
        '{"id":"e-1",  "sessionId":"s-1","timestamp":{"realTime":"2025-01-20T18:30:00Z"},'
        '"event":{"type":"note","value":2.0},"odd":true}'
    )
    user = '{"id": "u-1", "name": "Ann", "height": 1.70}'
    path = desk.papers / "bundle.json"
    path.write_text(
        f'{{"campaign": {{"id": "c", "weight": 2.50}}, "sessions": [{session}], '
        f'"events": [{event}], "users": [{user}]}}'
    )
    desk.take(path)
    (text,) = (content.decode() for content in desk.exported("campaign").values())
    for record in (session, event, user, '{"id": "c", "weight": 2.50}'):
        assert record in text


def test_tables_are_read_back_by_a_reader_of_csv(sample: Desk) -> None:
    tables = sample.exported("csv")
    assert sorted(tables) == ["attendance.csv", "events.csv", "players.csv", "sessions.csv"]
    rows = {
        name: list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for name, content in tables.items()
    }
    assert len(rows["sessions.csv"]) == 13
    assert len(rows["events.csv"]) == sample.rows("SELECT count(*) FROM entry")[0][0]
    assert rows["sessions.csv"][3]["title"] == "Nine Fathoms of Rope"


def test_two_campaigns_have_a_folder_each(sample: Desk) -> None:
    lifecycle = sorted((Path(__file__).parents[1] / "data/campaign/lifecycle").glob("*.json"))
    sample.take(*lifecycle)
    for format_ in ("vault", "csv"):
        names = {Path(name).parts[0] for name in sample.exported(format_)}
        assert len(names) == 2
    assert len(sample.exported("markdown")) == 2
    assert len(sample.exported("campaign")) == 2


def test_sessions_of_two_campaigns_with_one_id_and_title_get_two_files(desk: Desk) -> None:
    both = [
        {
            "id": "s-1",
            "campaignId": campaign,
            "number": 1,
            "title": "One",
            "realTime": {"startTime": "2025-01-20T18:00:00Z"},
        }
        for campaign in ("a", "b")
    ]
    desk.take(desk.paper("both.jsonl", *both))
    assert len(desk.exported("markdown", chosen("session/s-1", "session/s-1~2"))) == 2


@pytest.mark.parametrize("format_", ["campaign", "json"])
def test_a_goal_can_be_exported_by_itself(sample: Desk, format_: str) -> None:
    (goal,) = sample.rows("SELECT key FROM document WHERE kind='goal' ORDER BY key LIMIT 1")[0]
    (text,) = sample.exported(format_, chosen(f"goal/{goal}")).values()
    assert goal.encode() in text
    with pytest.raises(UserError, match="A goal by itself"):
        sample.exported("markdown", chosen(f"goal/{goal}"))


def test_an_empty_library_has_nothing_to_export_but_json(desk: Desk) -> None:
    with pytest.raises(UserError, match="nothing to export"):
        desk.exported("markdown")
    (text,) = desk.exported("json").values()
    assert json.loads(text) == {
        "format": "sessionary", "version": 1, "documents": [], "entries": [], "rejects": []
    }  # fmt: skip


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "html"])
@pytest.mark.parametrize("kind", ["session", "campaign"])
@pytest.mark.parametrize("player_safe", [False, True])
def test_a_preview_is_the_beginning_of_what_is_written(
    sample: Desk, format_: str, kind: str, player_safe: bool
) -> None:
    key = "session-03" if kind == "session" else CAMPAIGN
    shown = preview(sample.library, kind, key, format_, player_safe=player_safe)
    files = sample.exported(format_, [(kind, key)], player_safe=player_safe)
    texts = [content.decode("utf-8-sig") for content in files.values()]
    assert shown
    assert any(text.startswith(shown) for text in texts)


def test_a_long_preview_is_cut(sample: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessionary.services.exports.writing.PREVIEW_LENGTH", 1000)
    assert len(preview(sample.library, "campaign", CAMPAIGN, "markdown")) == 1000


def test_an_export_runs_in_another_thread_with_a_document_open(sample: Desk) -> None:
    session = sample.library.stores["session"].load("session-03")
    session.patch(lambda data: {**data, "record": {**data["record"], "title": "Not saved yet"}})
    done: list[Any] = []

    def work() -> None:
        done.extend(
            export(sample.library, None, format_, sample.papers / format_, report=quiet)
            for format_ in FORMATS
        )

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert len(done) == len(FORMATS)
    assert not any(b"Not saved yet" in p.read_bytes() for one in done for p in one.paths)


def test_cancelling_leaves_nothing_behind(sample: Desk) -> None:
    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    many = [
        {"id": f"e-{n}", "sessionId": "session-03", "event": {"type": "note"}, "timestamp": {}}
        for n in range(600)
    ]
    sample.take(sample.paper("more.jsonl", *many))
    for format_ in TELLING:
        target = sample.papers / f"out {format_}"
        with pytest.raises(Cancelled):
            export(sample.library, None, format_, target, report=cancel)
        assert not [path for path in target.rglob("*") if path.is_file()]


def test_progress_ends_where_it_said(sample: Desk) -> None:
    told: list[tuple[int, int]] = []
    many = [
        {"id": f"e-{n}", "sessionId": "session-03", "event": {"type": "note"}, "timestamp": {}}
        for n in range(2000)
    ]
    sample.take(sample.paper("more.jsonl", *many))
    export(
        sample.library, chosen(f"campaign/{CAMPAIGN}"), "markdown", sample.papers / "out",
        report=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told
    assert all(0 < done <= total for done, total in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_players_never_get_what_is_for_the_gm(sample: Desk) -> None:
    edit_own(sample.library, "session", "session-03", "notes", "xyzzy-notes", "Note")
    edit_own(sample.library, "session", "session-03", "prep", "xyzzy-prep", "Prepare")
    edit(sample.library, "session", "session-03", "/notes", "xyzzy-record", "Note")
    sample.take(
        sample.paper(
            "hidden.jsonl",
            {
                "id": "e-hidden",
                "sessionId": "session-03",
                "event": {"type": "note", "name": "xyzzy-unmarked"},
                "timestamp": {"realTime": "2026-09-15T19:00:00Z"},
            },
        )
    )
    for format_ in FORMATS:
        full = sample.exported(format_)
        safe = sample.exported(format_, player_safe=True)
        assert any(b"xyzzy" in content for content in full.values()) == (format_ in TELLING)
        assert not any(b"xyzzy" in content for content in safe.values()), format_


def test_players_see_unmarked_events_once_somebody_said_so(desk: Desk) -> None:
    records = [
        {
            "id": "s-1",
            "campaignId": "c",
            "number": 1,
            "realTime": {"startTime": "2025-01-20T18:00:00Z"},
        },
        {
            "id": "e-1",
            "sessionId": "s-1",
            "event": {"type": "note", "name": "plugh"},
            "timestamp": {"realTime": "2025-01-20T18:30:00Z"},
        },
    ]
    desk.take(desk.paper("open.jsonl", *records), players_see=True)
    for format_ in ("markdown", "vault", "html", "campaign", "json"):
        safe = desk.exported(format_, player_safe=True)
        assert any(b"plugh" in content for content in safe.values())


def test_statistics_of_players_are_counted_from_what_they_see(sample: Desk) -> None:
    (text,) = sample.exported("campaign", player_safe=True).values()
    bundle = json.loads(text)
    by_id = {session["id"]: session for session in bundle["sessions"]}
    events = [e for e in bundle["events"] if e.get("sessionId") == "session-03"]
    assert all(event["metadata"]["visibility"] == "public" for event in events)
    assert by_id["session-03"]["stats"]["eventCount"] <= len(events)
    assert by_id["session-03"]["summary"]["auto"]


def test_the_json_for_players_can_be_imported(sample: Desk, other: Desk) -> None:
    sample.export("json", "players", player_safe=True)
    read = other.take(sample.papers / "players" / "library.json")
    assert not read.files[0].problems
    assert [one.name for one in campaigns(other.library)] == ["The Ledger of Drowned Bells"]


def test_a_preview_of_a_web_page_shows_what_it_says(sample: Desk) -> None:
    shown = preview(sample.library, "session", "session-03", "html")
    assert shown == preview(sample.library, "session", "session-03", "markdown")
    (written,) = sample.exported("html", chosen("session/session-03")).values()
    assert b"<h1>Session 3: Nine Fathoms of Rope</h1>" in written
    assert b"<summary>Log</summary>" in written


def test_a_calendar_has_the_evenings_that_are_planned_or_called_off(sample: Desk) -> None:
    (written,) = sample.exported("ics", chosen(f"campaign/{CAMPAIGN}")).values()
    text = written.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    assert "Session 12: Thirteen Names Left" in text
    assert "STATUS:CANCELLED" in text
    assert b"\r\n" in written
    assert b"\r\r\n" not in written
    (one,) = sample.exported("ics", chosen("session/session-03")).values()
    assert b"Nine Fathoms of Rope" in one.replace(b"\r\n ", b"")


def test_insights_are_exported_as_markdown_and_as_tables(sample: Desk) -> None:
    (text,) = sample.exported("insights").values()
    told = text.decode()
    assert told.startswith("# The Ledger of Drowned Bells\n")
    for title in ("Attendance", "Duration", "Days covered", "Damage", "Events by category"):
        assert f"\n## {title}\n" in told
    assert told == preview(sample.library, "campaign", CAMPAIGN, "insights")
    assert told == preview(sample.library, "campaign", CAMPAIGN, "insights-csv")
    tables = sample.exported("insights-csv", chosen(f"campaign/{CAMPAIGN}"))
    assert list(tables) == [
        "attendance.csv", "players.csv", "duration.csv", "game-time.csv", "days-covered.csv",
        "damage.csv", "healing.csv", "experience.csv", "treasure.csv", "events-by-category.csv",
    ]  # fmt: skip
    heads = tables["days-covered.csv"].decode("utf-8-sig").splitlines()
    assert heads[0] == "number,title,start,first day,last day,days"
    assert len(heads) == 12
    safe = sample.exported("insights", player_safe=True)
    assert safe.keys() != {}
    assert [*safe.values()] != [text]


def test_insights_of_a_single_session_are_refused(sample: Desk) -> None:
    with pytest.raises(UserError, match="export the campaign"):
        sample.export("insights", "out", chosen("session/session-03"))


def test_an_export_for_one_player_has_what_is_for_that_player_alone(desk: Desk) -> None:
    def whisper(number: int, *to: str) -> dict[str, Any]:
        marks = {"visibility": "player-specific", "visibleTo": list(to)}
        return event(number, event={"type": "note", "name": f"whisper-{number}"}, metadata=marks)

    own = {"users": [{"id": "ann", "name": "Ann"}, {"id": "ben", "name": "Ben"}]}
    path = desk.papers / "bundle.json"
    path.write_text(
        json.dumps(
            {
                "campaign": {"id": "c"}, **own, "sessions": [session(1)],
                "characters": [{"id": "wren", "name": "Wren", "userId": "ann"}],
                "events": [whisper(1, "ann"), whisper(2, "ben"), whisper(3, "wren")],
            }
        )
    )  # fmt: skip
    desk.take(path)
    for format_ in ("markdown", "csv", "json"):
        told = b"".join(desk.exported(format_, player="ann").values())
        assert [b"whisper-%d" % number in told for number in (1, 2, 3)] == [True, False, True]
        assert b"whisper" not in b"".join(desk.exported(format_, player_safe=True).values())


def test_an_export_for_somebody_whom_nobody_knows_is_refused(sample: Desk) -> None:
    known = players_of(sample.library, None)
    assert known
    for format_ in ("markdown", "insights"):
        with pytest.raises(UserError, match=f"no player nobody.*{known[0].id}"):
            sample.export(format_, "out", player="nobody")
        assert not (sample.folder / "out").exists()
    sample.export("markdown", "out", player=known[0].id)


def test_who_leads_and_never_plays_is_no_player(desk: Desk) -> None:
    people = {"gm": "u-gm", "players": [{"userId": "u-ann"}]}
    record = {
        "id": "s",
        "campaignId": "c",
        "number": 1,
        "realTime": {"startTime": "2025-01-01T18:00:00Z"},
        "participants": people,
    }
    users = [{"id": "u-gm", "name": "Gina"}, {"id": "u-ann", "name": "Ann"}]
    desk.take(desk.paper("c.json", {"campaign": {"id": "c"}, "sessions": [record], "users": users}))
    assert players_of(desk.library, [("session", "s")]) == [("u-ann", "Ann")]


def test_a_safety_pause_leaves_the_library_in_its_backups_alone(desk: Desk) -> None:
    times = {"startTime": "2025-01-01T18:00:00Z"}
    session = {"id": "s", "campaignId": "c", "number": 1, "realTime": times, "status": "completed"}
    pauses = [
        {"id": name, "sessionId": where, "event": {"type": "safety_pause", "name": "zyxquill"}}
        for name, where in (("e1", "s"), ("e2", "not-here"))
    ]
    note = {"id": "e3", "sessionId": "s", "event": {"type": "note", "name": "We go on"}}
    desk.take(desk.paper("c.jsonl", session, *pauses, note), campaign="c")
    for format_ in FORMATS:
        files = desk.exported(format_, None if format_ == "json" else chosen("campaign/c"))
        assert any(b"zyxquill" in text for text in files.values()) == (format_ == "json")
        assert format_ == "ics" or any(b"We go on" in text for text in files.values())


def test_players_count_coins_as_the_gm_does(desk: Desk) -> None:
    times = {"startTime": "2025-01-01T18:00:00Z"}
    session = {"id": "s", "campaignId": "c", "number": 1, "realTime": times, "status": "completed"}
    silver = {"type": "treasure_gained", "value": 150, "coin": "sp"}
    event = {"id": "e", "sessionId": "s", "event": silver, "metadata": {"visibility": "public"}}
    desk.take(desk.paper("c.jsonl", session, event))
    for player_safe in (False, True):
        (page,) = desk.exported("markdown", player_safe=player_safe).values()
        assert b"| Treasure (gp) | 15 |" in page
        assert b"Treasure gained 150 sp." in page


def test_tables_of_sessions_have_what_the_log_gives_where_nothing_is_declared(desk: Desk) -> None:
    times = {"startTime": "2025-01-01T18:05:00Z", "endTime": "2025-01-01T22:15:00Z"}
    session = {"id": "s", "campaignId": "c", "number": 1, "realTime": times, "status": "completed"}
    xp = {"type": "xp_awarded", "value": 400}
    event = {"id": "e", "sessionId": "s", "event": xp, "metadata": {"visibility": "public"}}
    desk.take(desk.paper("c.jsonl", {**session, "stats": {"eventCount": 247}}, event))
    for player_safe, events in ((False, "247"), (True, "1")):
        tables = desk.exported("csv", player_safe=player_safe)
        (row,) = csv.DictReader(io.StringIO(tables["sessions.csv"].decode("utf-8-sig")))
        assert (row["minutes"], row["events"], row["XP"]) == ("250", events, "400")
