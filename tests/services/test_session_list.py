from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from sessionary.services import session_list
from sessionary.services.session_list import SessionList
from sessionary.services.sessions import (
    delete_sessions,
    edit,
    empty_bin,
    new_campaign,
    new_session,
    restore_sessions,
    summaries,
)
from sessionary.services.undo import undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.conftest import Desk


@pytest.fixture
def shown(sample: Desk) -> SessionList:
    """The list of a library, read once."""
    shown = SessionList(sample.library)
    sample.library.on_change(shown.take)
    shown.read()
    return shown


def test_what_is_read_after_any_act_is_what_is_there(sample: Desk, shown: SessionList) -> None:
    library = sample.library
    campaign = summaries(library)[0].container

    more = sample.paper("more.json", {"id": "s", "campaignId": campaign, "number": 99})

    def rename(key: str, title: str) -> None:
        edit(library, "session", key, "/title", title, "Rename")

    def rename_two() -> None:
        rename("session-03", "Again")
        rename("session-04", "Another")

    acts: list[Callable[[], object]] = [
        lambda: rename("session-03", "Élan"),
        lambda: undo(library, library.newest_act()),
        rename_two,
        lambda: new_session(library, campaign, datetime(2026, 11, 20, tzinfo=UTC)),
        lambda: edit(library, "session", "session-05", "/number", None, "No number"),
        lambda: delete_sessions(library, ["session-02", "session-04"]),
        lambda: restore_sessions(library, ["session-02"]),
        lambda: empty_bin(library),
        lambda: edit(library, "campaign", campaign, "/name", "Bells", "Rename"),
        lambda: new_campaign(library, "Other"),
        lambda: library.announce(sample.write(sample.read(more))),
        lambda: None,
    ]
    for act in acts:
        act()
        assert shown.read() == summaries(library)


def test_after_an_edit_only_what_was_edited_is_read(sample: Desk, shown: SessionList) -> None:
    edit(sample.library, "session", "session-03", "/title", "Élan", "Rename")
    with patch.object(session_list, "summaries", side_effect=AssertionError):
        titles = {session.key: session.title for session in shown.read()}
    assert titles["session-03"] == "Élan"
    assert len(titles) == 13
    # Nobody has said what changed since: that may be anything.
    with patch.object(session_list, "summaries", return_value=[]) as all_of_them:
        assert shown.read() == []
    assert all_of_them.called
