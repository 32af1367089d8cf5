from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.services.conftest import SAMPLE, Desk, quiet

from sessionary.core.entries import EntryPut
from sessionary.core.store.errors import UndoBlocked
from sessionary.services.check import check
from sessionary.services.pages import session_page
from sessionary.services.sessions import (
    delete_sessions,
    edit,
    edit_own,
    empty_bin,
    restore_sessions,
    summaries,
)
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.services.library import Library

START = {"startTime": "2025-02-01T18:00:00Z"}


def log(library: Library, number: int, name: str, session: str = "session-03") -> int:
    """Log an event as a window would; logging it again corrects it."""
    scope = session_page(library, session).summary.container
    record = {
        "id": f"logged-{number}",
        "sessionId": session,
        "timestamp": {"realTime": "2026-09-15T20:00:00Z"},
        "event": {"type": "note", "name": name},
    }
    text = json.dumps(record)
    with library.act(f"Log {name}") as act:
        act.put(
            EntryPut(
                kind="session", type="event", scope=scope, id=f"logged-{number}",
                document=("session", session), text=text,
                columns=library.columns_of("session", "event", scope, text, None),
            )
        )  # fmt: skip
    assert act.number is not None
    return act.number


def newest(library: Library) -> int:
    return library.newest_act()


ACTS: dict[str, Callable[[Library], Any]] = {
    "an edit": lambda library: edit(library, "session", "session-03", "/title", "New", "Rename"),
    "an edit of what is ours": lambda library: edit_own(
        library, "session", "session-03", "tags", ["a"], "Tag"
    ),
    "a value taken away": lambda library: edit(
        library, "session", "session-03", "/location", None, "Forget"
    ),
    "a deletion": lambda library: delete_sessions(library, ["session-03", "session-04"]),
    "a logged event": lambda library: log(library, 1, "Ambush"),
    "a campaign's name": lambda library: edit(
        library, "campaign", "campaign-drowned-bells", "/name", "Bells", "Rename"
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_taken_back_and_done_again(sample: Desk, name: str) -> None:
    before = (sample.content(), sample.index())
    ACTS[name](sample.library)
    after = (sample.content(), sample.index())
    assert after != before
    act = newest(sample.library)
    for _ in range(3):
        act = undo(sample.library, act)
        assert (sample.content(), sample.index()) == before
        act = undo(sample.library, act)
        assert (sample.content(), sample.index()) == after
    assert check(sample.library, quiet) == []


def test_a_deletion_for_good_is_taken_back_with_its_events(sample: Desk) -> None:
    delete_sessions(sample.library, ["session-03"])
    before = (sample.content(), sample.index())
    act = empty_bin(sample.library)
    assert act is not None
    after = (sample.content(), sample.index())
    for _ in range(2):
        act = undo(sample.library, act)
        assert (sample.content(), sample.index()) == before
        act = undo(sample.library, act)
        assert (sample.content(), sample.index()) == after
    undo(sample.library, act)
    restore_sessions(sample.library, ["session-03"])
    page = session_page(sample.library, "session-03")
    assert len(page.entries) == page.summary.entries > 0
    # What its file said is known still.
    counts = sample.take(SAMPLE).counts
    assert set(counts) == {"same"}


def test_a_correction_of_an_event_is_taken_back(sample: Desk) -> None:
    first = log(sample.library, 1, "Ambush")
    before = (sample.content(), sample.index())
    act = log(sample.library, 1, "Ambush at dawn")
    assert session_page(sample.library, "session-03").summary.entries
    act = undo(sample.library, act)
    assert (sample.content(), sample.index()) == before
    undo(sample.library, act)
    with pytest.raises(UndoBlocked, match="an event was changed since"):
        undo(sample.library, first)


def test_undo_is_blocked_by_what_was_edited_since(sample: Desk) -> None:
    edit(sample.library, "session", "session-03", "/title", "First", "Rename")
    act = newest(sample.library)
    edit(sample.library, "session", "session-03", "/location", "Online", "Move")
    with pytest.raises(UndoBlocked, match="session/session-03 was changed since"):
        undo(sample.library, act)


def test_undo_is_blocked_by_what_is_typed_and_not_saved_yet(sample: Desk) -> None:
    edit(sample.library, "session", "session-03", "/title", "First", "Rename")
    act = newest(sample.library)
    session = sample.library.stores["session"].load("session-03")
    session.patch(lambda data: {**data, "own": {**data["own"], "notes": "typing"}})
    with pytest.raises(UndoBlocked):
        undo(sample.library, act)


def test_an_edit_is_taken_back_in_the_session_that_is_open(sample: Desk) -> None:
    session = sample.library.stores["session"].load("session-03")
    told: list[str] = []
    session.updated(lambda data: told.append(data["record"]["title"]))
    edit(sample.library, "session", "session-03", "/title", "First", "Rename")
    undo(sample.library, newest(sample.library))
    assert told == ["Nine Fathoms of Rope", "First", "Nine Fathoms of Rope"]


@pytest.fixture
def update(sample: Desk) -> Any:
    """A file that changes sessions and events that are there, and brings others."""
    return sample.paper(
        "update.jsonl",
        {"id": "session-03", "title": "From the file"},
        {"id": "s-new", "campaignId": "campaign-drowned-bells", "number": 99, "realTime": START},
        {"id": "e-new", "sessionId": "s-new", "event": {"type": "note"}, "timestamp": {}},
        {
            "id": "event-03-002",
            "sessionId": "session-03",
            "event": {"type": "note"},
            "timestamp": {},
        },
        {"id": "e-waits", "sessionId": "nowhere", "event": {"type": "note"}, "timestamp": {}},
        '{"broken',
    )


def test_an_import_is_taken_back_and_done_again(sample: Desk, update: Any) -> None:
    before = (sample.content(), sample.index())
    act = sample.write(sample.read(update)).act
    after = (sample.content(), sample.index())
    assert after != before
    for _ in range(2):
        act = sample.take_back(act).act
        assert (sample.content(), sample.index()) == before
        act = sample.take_again(act).act
        assert (sample.content(), sample.index()) == after
    assert check(sample.library, quiet) == []


def test_the_first_import_of_all_leaves_an_empty_library(desk: Desk) -> None:
    empty = desk.content()
    act = desk.write(desk.read(SAMPLE)).act
    full = (desk.content(), desk.index())
    undone = desk.take_back(act).act
    assert desk.content() == empty
    assert summaries(desk.library) == []
    assert desk.rows("SELECT count(*) FROM fts_docsize") == [(0,)]
    desk.take_again(undone)
    assert (desk.content(), desk.index()) == full


def test_an_import_is_not_taken_back_over_an_edit(sample: Desk, update: Any) -> None:
    act = sample.write(sample.read(update)).act
    edit(sample.library, "session", "session-03", "/location", "Online", "Move")
    before = sample.content()
    with pytest.raises(UndoBlocked, match="session/session-03 was changed since"):
        sample.take_back(act)
    assert sample.content() == before


@pytest.mark.parametrize("event", ["e-new", "event-03-002"])
def test_an_import_is_not_taken_back_over_an_edited_event(
    sample: Desk, update: Any, event: str
) -> None:
    act = sample.write(sample.read(update)).act
    ((scope, text, session, seen),) = sample.rows(
        "SELECT scope, entry.text, key, seen FROM entry JOIN document "
        "ON document.pk = entry.document WHERE id=?",
        event,
    )
    text = text.replace("note", "ruling")
    with sample.library.act("Correct") as correcting:
        correcting.put(
            EntryPut(
                kind="session", type="event", scope=scope, id=event, text=text, seen=seen,
                document=("session", session),
                columns=sample.library.columns_of("session", "event", scope, text, None),
            )
        )  # fmt: skip
    before = sample.content()
    with pytest.raises(UndoBlocked, match="an event was changed since"):
        sample.take_back(act)
    assert sample.content() == before


def test_an_import_is_not_done_again_from_another_file(sample: Desk, update: Any) -> None:
    act = sample.take_back(sample.write(sample.read(update)).act).act
    update.write_text(update.read_text() + "\n")
    with pytest.raises(UndoBlocked, match="no longer the file that was imported"):
        sample.take_again(act)
    update.unlink()
    with pytest.raises(UndoBlocked, match="is gone"):
        sample.take_again(act)


def test_an_edited_event_is_a_conflict_for_the_next_file(sample: Desk) -> None:
    ((text, seen),) = sample.rows("SELECT text, seen FROM entry WHERE id='event-03-002'")
    scope = "campaign-drowned-bells"
    mine = json.dumps({**json.loads(text), "ours": True})
    with sample.library.act("Correct") as act:
        act.put(
            EntryPut(
                kind="session", type="event", scope=scope, id="event-03-002", text=mine,
                document=("session", "session-03"), seen=seen,
                columns=sample.library.columns_of("session", "event", scope, mine, None),
            )
        )  # fmt: skip
    theirs = sample.paper("theirs.jsonl", {**json.loads(text), "theirs": True})
    preview = sample.take(theirs)
    assert preview.counts == {"conflict": 1}
    assert sample.rows("SELECT text FROM entry WHERE id='event-03-002'") == [(mine,)]
    preview = sample.read(theirs)
    preview.accepted |= preview.conflicts
    act_number = sample.write(preview).act
    after = sample.content()
    assert "theirs" in sample.rows("SELECT text FROM entry WHERE id='event-03-002'")[0][0]
    undone = sample.take_back(act_number).act
    assert sample.rows("SELECT text FROM entry WHERE id='event-03-002'") == [(mine,)]
    sample.take_again(undone)
    assert sample.content() == after


class Acts(RuleBasedStateMachine):
    """Whatever is done, and taken back from the last on: the library is what it was."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile
        from pathlib import Path

        self._folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self._folder.name) / "library")
        self.done: list[tuple[str, int, str]] = []
        self.undone: list[tuple[str, int, str]] = []
        self.act = 0

    @initialize()
    def begin(self) -> None:
        sessions = [
            {"id": f"session-0{n}", "campaignId": "c", "number": n, "realTime": START}
            for n in (1, 2, 3)
        ]
        self.desk.take(self.desk.paper("a.jsonl", *sessions))
        self.act = newest(self.desk.library)

    def _did(self, sort: str, before: str) -> None:
        if newest(self.desk.library) != self.act:
            self.done.append((sort, newest(self.desk.library), before))
            self.undone.clear()
        self.act = newest(self.desk.library)

    @rule(number=st.sampled_from([1, 2, 3]), title=st.sampled_from(["A", "B", "Ü"]))
    def rename(self, number: int, title: str) -> None:
        before = self.desk.content()
        if f"session-0{number}" in {s.key for s in summaries(self.desk.library)}:
            edit(self.desk.library, "session", f"session-0{number}", "/title", title, "Rename")
        self._did("act", before)

    @rule(number=st.integers(1, 3), name=st.sampled_from(["Ambush", "Temple"]))
    def log(self, number: int, name: str) -> None:
        before = self.desk.content()
        if "session-03" in {s.key for s in summaries(self.desk.library)}:
            log(self.desk.library, number, name)
        self._did("act", before)

    @rule(number=st.sampled_from([1, 2, 3]))
    def delete(self, number: int) -> None:
        before = self.desk.content()
        if f"session-0{number}" in {s.key for s in summaries(self.desk.library)}:
            delete_sessions(self.desk.library, [f"session-0{number}"])
        self._did("act", before)

    @rule()
    def empty(self) -> None:
        before = self.desk.content()
        empty_bin(self.desk.library)
        self._did("act", before)

    @rule(
        number=st.integers(1, 4),
        event=st.integers(1, 4),
        name=st.sampled_from(["Ambush", "Siege"]),
    )
    def take(self, number: int, event: int, name: str) -> None:
        before = self.desk.content()
        records = [
            {"id": f"session-0{number}", "campaignId": "c", "number": number, "realTime": START},
            {
                "id": f"logged-{event}",
                "sessionId": f"session-0{event}",
                "event": {"type": "note", "name": name},
                "timestamp": {},
            },
        ]
        papers = len(list(self.desk.papers.iterdir()))
        self.desk.take(self.desk.paper(f"{papers}.jsonl", *records))
        self._did("import", before)

    @rule()
    def take_back(self) -> None:
        if not self.done:
            return
        sort, act, before = self.done.pop()
        after = self.desk.content()
        act = self.desk.take_back(act).act if sort == "import" else undo(self.desk.library, act)
        assert self.desk.content() == before
        self.undone.append((sort, act, after))
        self.act = newest(self.desk.library)

    @rule()
    def do_again(self) -> None:
        if not self.undone:
            return
        sort, act, after = self.undone.pop()
        before = self.desk.content()
        act = self.desk.take_again(act).act if sort == "import" else undo(self.desk.library, act)
        assert self.desk.content() == after
        self.done.append((sort, act, before))
        self.act = newest(self.desk.library)

    def teardown(self) -> None:
        problems = check(self.desk.library, quiet)
        self.desk.close()
        self._folder.cleanup()
        assert problems == []


Acts.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=15,
    deadline=None,
    # One example takes most of a second; shrinking one would take minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
TestActs = Acts.TestCase
