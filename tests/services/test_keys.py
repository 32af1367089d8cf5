from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.services.keys import NoSuchKey, find_document
from sessionary.services.sessions import delete_sessions

if TYPE_CHECKING:
    from tests.services.conftest import Desk

START = {"startTime": "2025-02-01T18:00:00Z"}


@pytest.fixture
def many(desk: Desk) -> Desk:
    """Two campaigns that share an id, a campaign called like another one's session, a goal."""

    def session(identifier: str, campaign: str, number: int) -> dict[str, object]:
        return {"id": identifier, "campaignId": campaign, "number": number, "realTime": START}

    desk.take(
        desk.paper(
            "many.jsonl",
            session("s-1", "a", 1),
            session("s-1", "b", 1),
            session("s-2", "a", 2),
            session("deep/s/3", "a", 3),
            session("session/s-4", "a", 4),
            session("s-5", "a/2", 7),
            {"id": "g-1", "campaignId": "a", "name": "Goal", "progress": {"current": 0}},
            {"id": "s-2", "campaignId": "b", "name": "Goal", "progress": {"current": 0}},
        )
    )
    return desk


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("session/s-2", "session/s-2"),
        ("session/s-1", "session/s-1"),
        ("session/s-1~2", "session/s-1~2"),
        ("s-1~2", "session/s-1~2"),
        ("session/deep/s/3", "session/deep/s/3"),
        ("deep/s/3", "session/deep/s/3"),
        ("session/session/s-4", "session/session/s-4"),
        ("campaign/a", "campaign/a"),
        ("a", "campaign/a"),
        ("campaign/a/1", "session/s-1"),
        ("campaign/b/1", "session/s-1~2"),
        # An exact campaign id wins over a number in campaign a.
        ("campaign/a/2", "campaign/a/2"),
        ("campaign/a/2/7", "session/s-5"),
        ("goal/g-1", "goal/g-1"),
        ("g-1", "goal/g-1"),
    ],
)
def test_a_key_means_one_document(many: Desk, key: str, found: str) -> None:
    document = find_document(many.library, key)
    assert f"{document.kind}/{document.key}" == found


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("s-1", "s-1 could be any of session/s-1, session/s-1~2."),
        ("s-2", "s-2 could be any of goal/s-2, session/s-2."),
        ("session/nobody", "Nothing in the library goes by session/nobody."),
        ("campaign/a/99", "Nothing in the library goes by campaign/a/99."),
        ("campaign/a/x", "Nothing in the library goes by campaign/a/x."),
        ("world/a", "Nothing in the library goes by world/a."),
        ("", "Nothing in the library goes by ."),
        ("session/", "Nothing in the library goes by session/."),
    ],
)
def test_a_key_that_means_nothing_or_two_things_says_so(many: Desk, key: str, message: str) -> None:
    with pytest.raises(NoSuchKey) as raised:
        find_document(many.library, key)
    assert str(raised.value) == message


def test_a_number_in_the_bin_means_nothing(many: Desk) -> None:
    delete_sessions(many.library, ["s-2"])
    with pytest.raises(NoSuchKey):
        find_document(many.library, "campaign/a/2/2")
    assert find_document(many.library, "session/s-2").binned
