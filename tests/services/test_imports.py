from __future__ import annotations

import gzip
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.conftest import DATA, LIFECYCLE, Desk, at, event, quiet, session

from sessionary.core.problems import UserError
from sessionary.services.check import check
from sessionary.services.imports import report as reports
from sessionary.services.imports.report import Verdict
from sessionary.services.pages import session_page, show_json
from sessionary.services.sessions import (
    delete_sessions,
    edit,
    empty_bin,
    restore_sessions,
    summaries,
)

BAD = DATA / "bad"


def test_a_status_that_moves_back_is_left_out_and_told(desk: Desk) -> None:
    desk.take(BAD / "status.move-first.jsonl")
    preview = desk.take(BAD / "status.move.jsonl")
    (problem,) = preview.files[0].problems
    assert (problem.code, problem.place) == ("status.move", "line 1, status")
    assert (problem.found, problem.expected) == ('"planned"', '"completed"')
    assert preview.counts == {Verdict.CONFLICT: 1, Verdict.NEW: 1}
    found = {s.id: s.status for s in summaries(desk.library)}
    assert found == {"session-001": "planned", "session-009": "completed", "session-002": "planned"}


def test_a_status_that_moves_back_is_taken_when_it_is_ticked(desk: Desk) -> None:
    desk.take(BAD / "status.move-first.jsonl")
    preview = desk.read(BAD / "status.move.jsonl")
    preview.state.drafts["session", "campaign-bad", "session-009"].accepted = True
    desk.write(preview)
    assert session_page(desk.library, "session-009").summary.status == "planned"
    assert desk.take(BAD / "status.move.jsonl").counts == {Verdict.SAME: 2}


def test_several_moves_in_one_file_are_judged_by_where_they_end(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1, status="planned")))
    moves = [{"id": "s-1", "status": status} for status in ("completed", "planned", "in_progress")]
    preview = desk.take(desk.paper("b.jsonl", *moves))
    assert not preview.files[0].problems
    assert session_page(desk.library, "s-1").summary.status == "in_progress"


def test_a_value_edited_here_is_kept_until_somebody_takes_the_files(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1, title="As planned")))
    edit(desk.library, "session", "s-1", "/title", "As played", "Rename")
    update = desk.paper("b.jsonl", {"id": "s-1", "title": "From the file", "location": "Online"})
    preview = desk.take(update)
    (problem,) = preview.files[0].problems
    assert (problem.code, problem.place) == ("conflict", "title")
    assert (problem.found, problem.expected) == ('"From the file"', '"As played"')
    record = session_page(desk.library, "s-1").data["record"]
    assert (record["title"], record.get("location")) == ("As played", None)
    accepted = desk.read(update)
    accepted.state.drafts["session", "c", "s-1"].accepted = True
    act = desk.write(accepted).act
    record = session_page(desk.library, "s-1").data["record"]
    assert (record["title"], record["location"]) == ("From the file", "Online")
    undone = desk.take_back(act).act
    assert session_page(desk.library, "s-1").data["record"]["title"] == "As played"
    desk.take_again(undone)
    assert session_page(desk.library, "s-1").data["record"]["title"] == "From the file"


def test_what_was_not_edited_here_is_changed_by_an_update(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1, title="As planned")))
    edit(desk.library, "session", "s-1", "/title", "As played", "Rename")
    preview = desk.take(desk.paper("b.jsonl", {"id": "s-1", "location": "Online"}))
    assert preview.counts == {Verdict.CHANGED: 1}
    record = session_page(desk.library, "s-1").data["record"]
    assert (record["title"], record["location"]) == ("As played", "Online")


def test_a_record_that_was_read_before_is_the_same_whatever_was_edited(desk: Desk) -> None:
    path = desk.paper("a.jsonl", session(1, title="As planned"))
    desk.take(path)
    desk.take(desk.paper("b.jsonl", {"id": "s-1", "title": "Second"}))
    edit(desk.library, "session", "s-1", "/title", "Third", "Rename")
    assert desk.take(path).counts == {Verdict.SAME: 1}
    assert session_page(desk.library, "s-1").data["record"]["title"] == "Third"


def test_an_event_with_another_text_is_changed(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), event(1)))
    preview = desk.take(desk.paper("b.jsonl", event(1, mechanics={"outcome": "hit"})))
    assert preview.counts == {Verdict.CHANGED: 1}
    assert session_page(desk.library, "s-1").records[0]["mechanics"] == {"outcome": "hit"}
    # Its first text was read before: it does not come back.
    assert desk.take(desk.paper("c.jsonl", event(1))).counts == {Verdict.SAME: 1}


def test_an_event_that_comes_twice_in_a_file_is_there_once(desk: Desk) -> None:
    path = desk.paper("a.jsonl", session(1), event(1), event(1, note="later"), event(2))
    preview = desk.take(path)
    assert preview.counts == {Verdict.NEW: 3, Verdict.CHANGED: 1}
    page = session_page(desk.library, "s-1")
    assert sorted(entry.id for entry in page.entries) == ["e-1", "e-2"]
    assert page.summary.entries == 2
    assert any(record.get("note") == "later" for record in page.records)
    assert desk.take(path).counts == {Verdict.SAME: 4}


def test_one_number_stands_once_in_a_campaign(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), session(2), session(1, "other")))
    update = desk.paper("b.jsonl", {"id": "s-2", "campaignId": "c", "number": 1})
    (problem,) = desk.take(update).files[0].problems
    assert problem.code == "number.duplicate"
    assert problem.message == "s-2 has number 1 of c, as s-1 has."
    assert desk.rows("SELECT text FROM reject") == [(update.read_bytes().rstrip(),)]


def test_two_sessions_may_swap_their_numbers(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), session(2)))
    swapped = [{"id": "s-1", "number": 2}, {"id": "s-2", "number": 1}]
    assert desk.take(desk.paper("b.jsonl", *swapped)).counts == {Verdict.CHANGED: 2}
    assert {s.id: s.number for s in summaries(desk.library)} == {"s-1": 2, "s-2": 1}


def test_a_number_in_the_bin_is_free(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1)))
    delete_sessions(desk.library, ["s-1"])
    newcomer = {**session(1), "id": "s-new"}
    assert desk.take(desk.paper("b.jsonl", newcomer)).counts == {Verdict.NEW: 1}
    with pytest.raises(UserError, match="Another session has taken its number"):
        restore_sessions(desk.library, ["s-1"])


def test_a_number_that_is_taken_cannot_be_ticked(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), session(2)))
    edit(desk.library, "session", "s-2", "/number", 7, "Renumber")
    preview = desk.read(desk.paper("b.jsonl", {"id": "s-2", "number": 1}))
    assert preview.counts == {Verdict.WRONG: 1}
    for draft in preview.state.drafts.values():
        draft.accepted = True
    assert not preview.writes


def test_a_first_session_needs_a_start(desk: Desk) -> None:
    preview = desk.take(desk.paper("a.jsonl", {"id": "s-1", "campaignId": "c", "number": 1}))
    (problem,) = preview.files[0].problems
    assert (problem.code, problem.place) == ("time.invalid", "realTime.startTime")
    assert preview.counts == {Verdict.WRONG: 1}


def test_an_end_before_the_start_is_found_in_what_updates_add_up_to(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1)))
    late = {"id": "s-1", "realTime": {"endTime": "2025-02-01T17:00:00Z"}}
    (problem,) = desk.take(desk.paper("b.jsonl", {"id": "x"}, late)).files[0].problems[1:]
    assert (problem.code, problem.place) == ("time.order", "line 2, realTime.endTime")


def test_records_without_a_campaign_go_to_the_one_that_is_chosen(desk: Desk) -> None:
    path = desk.paper("a.jsonl", session(1, None), event(1), event(2, None))
    preview = desk.take(path, campaign="mine")
    assert preview.counts == {Verdict.NEW: 3}
    assert summaries(desk.library)[0].container == "mine"
    assert "campaignId" not in session_page(desk.library, "s-1").data["record"]
    assert desk.rows("SELECT scope, document IS NULL FROM entry ORDER BY id") == [
        ("mine", 0),
        ("mine", 1),
    ]
    assert desk.take(path, campaign="mine").counts == {Verdict.SAME: 3}


def test_a_known_id_with_another_campaign_is_another_session(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1, "a"), session(1, "b", title="Another")))
    assert {(s.key, s.container) for s in summaries(desk.library)} == {("s-1", "a"), ("s-1~2", "b")}
    update = {"id": "s-1", "campaignId": "b", "title": "Changed"}
    desk.take(desk.paper("b.jsonl", update))
    assert {s.title for s in summaries(desk.library)} == {"", "Changed"}


def test_an_ambiguous_update_is_taken_where_somebody_chose(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1, "a"), session(1, "b")))
    path = desk.paper("b.jsonl", {"id": "s-1", "title": "Which?"}, event(1))
    assert desk.take(path).counts == {Verdict.WRONG: 2}
    assert desk.take(path, campaign="b").counts == {Verdict.CHANGED: 1, Verdict.NEW: 1}
    assert {s.container: s.title for s in summaries(desk.library)} == {"a": "", "b": "Which?"}


def test_an_event_waits_for_its_session_and_moves_to_it_by_itself(desk: Desk) -> None:
    desk.take(desk.paper("early.jsonl", at(1, 3600, "Day 3, 1:00 AM"), event(2)))
    assert desk.rows("SELECT scope, wanted, document FROM entry") == [("", "s-1", None)] * 2
    act = desk.write(desk.read(desk.paper("late.jsonl", session(1)))).act
    page = session_page(desk.library, "s-1")
    assert [entry.id for entry in page.entries] == ["e-2", "e-1"] or len(page.entries) == 2
    assert page.summary.entries == 2
    assert desk.rows("SELECT DISTINCT scope, wanted FROM entry") == [("c", None)]
    desk.take_back(act)
    assert desk.rows("SELECT scope, wanted, document FROM entry") == [("", "s-1", None)] * 2
    assert desk.take(desk.paper("early.jsonl", at(1, 3600, "Day 3, 1:00 AM"))).counts == {
        Verdict.SAME: 1
    }


def test_events_of_a_refused_session_wait_for_it(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1)))
    twin = {**session(1), "id": "s-twin"}
    preview = desk.take(desk.paper("b.jsonl", twin, event(1, "s-twin")))
    assert [p.code for p in preview.files[0].problems] == [
        "number.duplicate",
        "event.session.unknown",
    ]
    assert desk.rows("SELECT wanted, document FROM entry") == [("s-twin", None)]
    desk.take(desk.paper("c.jsonl", {**twin, "number": 2}))
    assert session_page(desk.library, "s-twin").summary.entries == 1


def test_newcomers_are_shifted_to_the_epoch_that_a_campaign_has(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), at(1, 0, "Day 1, 12:00 AM")))
    other = [at(2, 0, "Day 3, 12:00 AM"), at(3, 7200, None)]
    desk.take(desk.paper("b.jsonl", *other))
    times = dict(desk.rows("SELECT id, game_s FROM entry"))
    assert times == {"e-1": 86_400, "e-2": 86_400, "e-3": 86_400 + 7200}
    stored = desk.rows("SELECT text FROM entry WHERE id='e-2'")[0][0]
    assert json.loads(stored) == other[0], "what the file says is not rewritten"


def test_an_epoch_that_is_learnt_late_places_what_was_there(desk: Desk) -> None:
    game = {"startTime": {"total": 0}}
    desk.take(desk.paper("a.jsonl", session(1, gameTime=game), at(1, 3600, None)))
    index = desk.index()
    act = desk.write(desk.read(desk.paper("b.jsonl", at(2, 0, "Day 9, 12:00 AM")))).act
    assert dict(desk.rows("SELECT id, game_s FROM entry"))["e-1"] == 9 * 86_400 + 3600
    assert summaries(desk.library)[0].game_start == 9 * 86_400
    desk.take_back(act)
    assert desk.index() == index


def test_a_bundle_may_have_keys_of_its_own(desk: Desk) -> None:
    path = desk.papers / "bundle.json"
    path.write_text(
        json.dumps({"campaign": {"id": "c"}, "exportedBy": {"x": 1}, "sessions": [session(1)]})
    )
    preview = desk.take(path)
    (problem,) = preview.files[0].problems
    assert problem.severity.value == "note"
    assert not preview.files[0].errors
    assert preview.counts == {Verdict.NEW: 2}
    assert desk.rows("SELECT text FROM reject") == [(b'{"x": 1}',)]
    assert desk.take(path).counts == {Verdict.SAME: 2}
    assert desk.rows("SELECT count(*) FROM reject") == [(1,)]


def test_a_note_alone_is_kept_as_well(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", {"campaign": {"id": "c"}}))
    path = desk.paper("b.jsonl", {"campaign": {"id": "c"}, "odd": 1})
    preview = desk.take(path)
    assert preview.counts == {Verdict.SAME: 1}
    assert desk.rows("SELECT text FROM reject") == [(b"1",)]


def test_a_file_that_is_none_of_ours_is_kept_whole(desk: Desk) -> None:
    path = desk.papers / "notes.txt"
    path.write_bytes(b"Dear diary,\xff\x00")
    preview = desk.take(path)
    assert [p.code for p in preview.files[0].problems] == ["record.unknown"]
    assert preview.files[0].as_json()["format"] == ""
    assert desk.rows("SELECT text FROM reject") == [(path.read_bytes(),)]


def test_a_file_broken_at_its_beginning_says_where(desk: Desk) -> None:
    path = desk.papers / "broken.json"
    path.write_text('{"id": 5,, "number": 1}')
    (problem,) = desk.take(path).files[0].problems
    assert (problem.code, problem.place) == ("json.syntax", "line 1, column 10")
    assert desk.rows("SELECT text FROM reject") == [(path.read_bytes(),)]


def test_a_large_file_of_which_nothing_can_be_read_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "KEPT_BYTES", 2_000_000)
    monkeypatch.setattr("sessionary.services.imports.preview.KEPT_BYTES", 2_000_000)
    path = desk.papers / "large.bin"
    path.write_bytes(b"\xff" * 3_000_000)
    preview = desk.take(path)
    assert [p.code for p in preview.files[0].problems][-1] == "file.limit"
    assert "up to 2 MB" in preview.files[0].problems[-1].message
    assert desk.rows("SELECT count(*) FROM reject") == [(0,)]


def test_packed_files_are_read_like_others(desk: Desk) -> None:
    path = desk.papers / "evening.json.gz"
    path.write_bytes(gzip.compress(json.dumps([session(1), event(1)]).encode()))
    assert desk.take(path).counts == {Verdict.NEW: 2}


def test_a_file_that_changed_since_the_preview_is_not_written(desk: Desk) -> None:
    path = desk.paper("a.jsonl", session(1))
    preview = desk.read(path)
    path.write_text(json.dumps(session(2)))
    with pytest.raises(UserError, match="has changed since it was read"):
        desk.write(preview)
    assert summaries(desk.library) == []


def test_cancelling_while_it_writes_leaves_nothing(sample: Desk) -> None:
    class Cancelled(Exception):
        pass

    from sessionary.services.imports.writing import write_import

    many = [event(number, "session-03") for number in range(2000)]
    preview = sample.read(sample.paper("many.jsonl", *many))
    before, act = sample.content(), sample.library.newest_act()

    def cancel(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_import(sample.library, preview, cancel, at=0.0)
    assert (sample.content(), sample.library.newest_act()) == (before, act)
    assert sample.take(sample.papers / "many.jsonl").counts == {Verdict.NEW: 2000}


def test_a_large_import_is_indexed_as_a_small_one(desk: Desk) -> None:
    many = [at(n, n * 60, f"Day 1, {n // 60}:{n % 60:02} AM") for n in range(60, 719)]
    more = [event(n, f"s-{n % 3}", metadata={"tags": [f"tag-{n % 7}"]}) for n in range(1000, 2200)]
    desk.take(desk.paper("many.jsonl", session(1), session(2), *many, *more))
    assert check(desk.library, quiet) == []
    assert {s.id: s.entries for s in summaries(desk.library)} == {"s-1": 659 + 400, "s-2": 400}
    names = desk.rows("SELECT name FROM sqlite_master WHERE type='index' AND tbl_name='entry'")
    assert len(names) == 5, "the indexes that were left out while it wrote are there again"


def test_what_was_deleted_for_good_comes_again_as_new(desk: Desk) -> None:
    path = desk.paper("a.jsonl", session(1), event(1))
    desk.take(path)
    delete_sessions(desk.library, ["s-1"])
    assert desk.take(path).counts == {Verdict.SAME: 2}, "what lies in the bin is known"
    empty_bin(desk.library)
    assert desk.take(path).counts[Verdict.NEW] == 1
    assert session_page(desk.library, "s-1").summary.entries == 1


def test_a_user_edited_nowhere_is_updated_and_known_again(desk: Desk) -> None:
    def bundle(name: str) -> str:
        people = [{"id": "u-1", "name": name, "height": 1.5}]
        return json.dumps({"campaign": {"id": "c"}, "users": people})

    first = desk.paper("a.jsonl", bundle("Ann"))
    desk.take(first)
    assert desk.take(desk.paper("b.jsonl", bundle("Anna"))).counts[Verdict.CHANGED] == 1
    assert desk.take(first).counts == {Verdict.SAME: 2}
    (content,) = desk.exported("campaign").values()
    assert json.loads(content)["users"] == [{"id": "u-1", "name": "Anna", "height": 1.5}]


EVENTS = st.lists(
    st.builds(
        lambda number, name, total: at(
            number, total, None, event={"type": "note", "name": name}, metadata={"tags": [name]}
        ),
        st.integers(0, 400),
        st.sampled_from(["Ambush", "Temple", "Élan", "龍"]),
        st.integers(-(10**6), 10**6),
    ),
    max_size=30,
    unique_by=lambda record: record["id"],
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=EVENTS, cuts=st.lists(st.integers(0, 30), max_size=3), order=st.permutations(range(4))
)
def test_in_how_many_files_events_come_and_in_which_order_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory,
    events: list[dict[str, Any]],
    cuts: list[int],
    order: list[int],
) -> None:
    folder = tmp_path_factory.mktemp("import")
    whole, parted = Desk(folder / "whole"), Desk(folder / "parted")
    try:
        whole.take(whole.paper("all.jsonl", session(1), *events))
        places = [0, *sorted(cuts), len(events)]
        pieces = [events[a:b] for a, b in pairwise(places)]
        papers = [parted.paper("session.jsonl", session(1))]
        papers += [parted.paper(f"{n}.jsonl", *piece) for n, piece in enumerate(pieces) if piece]
        for paper in sorted(papers, key=lambda paper: order[papers.index(paper) % 4]):
            parted.take(paper)
        assert seen(whole) == seen(parted)
        assert whole.index() == parted.index()
    finally:
        whole.close()
        parted.close()


def seen(desk: Desk) -> Any:
    """Return what a page says, the order in the files left aside."""
    page = session_page(desk.library, "s-1")
    records = sorted(page.records, key=lambda record: str(record["id"]))
    return page.data["record"], records, page.review.statistics, page.summary.entries


@pytest.mark.parametrize("parts", range(1, 5))
def test_the_four_documents_in_files_of_any_length_give_one_session(
    desk: Desk, other: Desk, parts: int
) -> None:
    records = [json.loads(path.read_text()) for path in LIFECYCLE]
    desk.take(*LIFECYCLE)
    papers = [
        other.paper(f"{start}.jsonl", *records[start : start + parts])
        for start in range(0, len(records), parts)
    ]
    other.take(*papers)
    assert show_json(other.library, "session", "session-015") == show_json(
        desk.library, "session", "session-015"
    )
