"""The history of a document: what is kept, what it says, and bringing it back."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from tests.services.conftest import session

from sessionary.core.problems import UserError
from sessionary.services.history import (
    bring_back,
    changes,
    name_revision,
    revision_data,
    revisions,
)
from sessionary.services.sessions import (
    delete_sessions,
    document_data,
    edit,
    edit_own,
    restore_sessions,
)
from sessionary.services.undo import undo
from sessionary.storage.history import thin

if TYPE_CHECKING:
    from tests.services.conftest import Desk


def title(desk: Desk, key: str = "s-1") -> Any:
    return document_data(desk.library, "session", key)["record"].get("title")


@pytest.fixture
def edited(desk: Desk) -> Desk:
    """A session that was imported, renamed and tagged."""
    desk.take(desk.paper("a.jsonl", session(1, title="First"), session(2)))
    edit(desk.library, "session", "s-1", "/title", "Second", "Edit title")
    edit_own(desk.library, "session", "s-1", "tags", ["bell"], "Edit tags")
    return desk


def test_revisions_are_listed_newest_first_with_the_acts_that_made_them(edited: Desk) -> None:
    found = revisions(edited.library, "session", "s-1")
    assert [(one.number, one.name, one.origin, one.present) for one in found] == [
        (3, "Edit tags", "edit", True),
        (2, "Edit title", "edit", False),
        (1, "Import a.jsonl", "import", False),
    ]
    assert found[0].at >= found[2].at


def test_a_change_is_told_without_what_follows_from_it(edited: Desk) -> None:
    one, two, three = (revision_data(edited.library, "session", "s-1", n) for n in (1, 2, 3))
    assert [(d.path, d.old, d.new) for d in changes(one, two)] == [
        (("record", "title"), "First", "Second")
    ]
    assert [d.path for d in changes(two, three)] == [("own", "tags")]


def test_bringing_back_writes_the_former_value_as_a_new_revision(edited: Desk) -> None:
    before = revision_data(edited.library, "session", "s-1", 1)
    act = bring_back(edited.library, "session", "s-1", 1)
    assert document_data(edited.library, "session", "s-1") == before
    assert [one.number for one in revisions(edited.library, "session", "s-1")] == [4, 3, 2, 1]
    assert act is not None
    undo(edited.library, act)
    assert title(edited) == "Second"
    assert edited.index() == _rebuilt(edited)


def _rebuilt(desk: Desk) -> str:
    from tests.services.conftest import quiet

    from sessionary.services.rebuild import rebuild_index

    desk.library.release_documents()
    rebuild_index(desk.library, quiet)
    return desk.index()


def test_bringing_back_what_it_says_already_does_nothing(edited: Desk) -> None:
    newest = edited.library.newest_act()
    assert bring_back(edited.library, "session", "s-1", 3) is None
    assert edited.library.newest_act() == newest


def test_a_session_that_was_in_the_bin_then_stays_out_of_it(edited: Desk) -> None:
    delete_sessions(edited.library, ["s-1"])
    restore_sessions(edited.library, ["s-1"])
    bring_back(edited.library, "session", "s-1", 4)
    assert "binned" not in document_data(edited.library, "session", "s-1")["own"]


def test_a_number_that_another_session_has_taken_is_refused_in_words(edited: Desk) -> None:
    edit(edited.library, "session", "s-1", "/number", 7, "Edit number")
    edit(edited.library, "session", "s-2", "/number", 1, "Edit number")
    with pytest.raises(UserError, match="has taken the number"):
        bring_back(edited.library, "session", "s-1", 1)
    assert document_data(edited.library, "session", "s-1")["record"]["number"] == 7


def test_number_spellings_come_back_too(desk: Desk) -> None:
    spelt = '{"id": "s-1", "campaignId": "c", "number": 1, "stats": {"xpEarned": 1e3}, '
    spelt += '"realTime": {"startTime": "2025-02-01T18:00:00Z"}}'
    desk.take(desk.paper("a.jsonl", spelt))
    edit(desk.library, "session", "s-1", "/stats/xpEarned", 5, "Edit XP")
    assert document_data(desk.library, "session", "s-1")["spelling"] == {}
    bring_back(desk.library, "session", "s-1", 1)
    spelling = document_data(desk.library, "session", "s-1")["spelling"]
    assert spelling == {"/record/stats/xpEarned": "1e3"}


def test_the_epoch_of_a_campaign_stays_when_it_is_brought_back(sample: Desk) -> None:
    key = "campaign-drowned-bells"
    epoch = document_data(sample.library, "campaign", key)["own"].get("epoch")
    edit(sample.library, "campaign", key, "/name", "Bells", "Edit name")
    edit_own(sample.library, "campaign", key, "epoch", 0, "Edit epoch")
    bring_back(sample.library, "campaign", key, 1)
    data = document_data(sample.library, "campaign", key)
    assert data["record"]["name"] == "The Ledger of Drowned Bells"
    assert epoch != 0
    assert data["own"]["epoch"] == 0


def test_a_revision_that_is_not_kept_is_said_to_be_gone(edited: Desk) -> None:
    with pytest.raises(UserError, match="Version 9 is not kept any more"):
        bring_back(edited.library, "session", "s-1", 9)


def test_a_revision_can_be_given_a_name_and_another_and_none(edited: Desk) -> None:
    def titles() -> list[str]:
        return [one.title for one in revisions(edited.library, "session", "s-1")]

    name_revision(edited.library, "session", "s-1", 2, " Before the finale ")
    assert titles() == ["", "Before the finale", ""]
    name_revision(edited.library, "session", "s-1", 2, "Finale")
    assert titles() == ["", "Finale", ""]
    name_revision(edited.library, "session", "s-1", 2, "")
    assert titles() == ["", "", ""]


def test_a_revision_with_a_name_is_kept_when_the_history_is_thinned(edited: Desk) -> None:
    for number in range(4):
        edit(edited.library, "session", "s-1", "/title", f"Title {number}", "Edit title")
    name_revision(edited.library, "session", "s-1", 2, "Before the finale")
    later = revisions(edited.library, "session", "s-1")[0].at + 3_000_000
    with edited.library.file.writing() as connection:
        assert thin(connection, ("session", "s-1"), later, UTC, newest=1) > 0
    kept = [one.number for one in revisions(edited.library, "session", "s-1")]
    assert 2 in kept
    assert 3 not in kept
    bring_back(edited.library, "session", "s-1", 2)
    assert title(edited) == "Second"
