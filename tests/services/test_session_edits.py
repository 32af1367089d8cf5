from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.core.problems import UserError
from sessionary.services.campaign_pages import campaign_page, event_lines, event_numbers
from sessionary.services.pages import session_page
from sessionary.services.player_pages import for_players
from sessionary.services.session_edits import (
    edit_together,
    game_times,
    is_typing,
    let_go,
    real_times,
    type_text,
)
from sessionary.services.sessions import document_data, edit_own

from .conftest import LIFECYCLE, SAMPLE

if TYPE_CHECKING:
    from .conftest import Desk

KEY = "session-015"


@pytest.fixture
def played(desk: Desk) -> Desk:
    for path in LIFECYCLE:
        desk.take(path, campaign="campaign-001")
    return desk


def test_values_that_belong_together_are_one_act(played: Desk) -> None:
    count = len(played.changes)
    data = document_data(played.library, "session", KEY)
    values = real_times(data["record"], "endTime", "2025-01-20T23:05:00Z", played.library.zone)
    assert edit_together(played.library, KEY, values, "Edit end")
    times = document_data(played.library, "session", KEY)["record"]["realTime"]
    assert times["endTime"] == "2025-01-20T23:05:00Z"
    assert times["durationMinutes"] == 300
    assert len(played.changes) == count + 1
    assert not edit_together(played.library, KEY, values, "Edit end")
    assert len(played.changes) == count + 1


def test_an_end_before_the_start_is_refused(played: Desk) -> None:
    data = document_data(played.library, "session", KEY)
    with pytest.raises(UserError, match="before it starts"):
        real_times(data["record"], "endTime", "2025-01-20T10:00:00Z", played.library.zone)


def test_what_a_file_could_not_bring_is_refused_and_nothing_is_written(played: Desk) -> None:
    before = document_data(played.library, "session", KEY)
    with pytest.raises(UserError):
        edit_together(played.library, KEY, {"/title": "New", "/number": "fifteen"}, "Edit")
    assert document_data(played.library, "session", KEY) == before


def test_a_game_time_that_goes_takes_the_span_with_it(played: Desk) -> None:
    record = document_data(played.library, "session", KEY)["record"]
    values = game_times(record, "endTime", None)
    assert values == {"/gameTime/endTime": None, "/gameTime/elapsed": None}
    edit_together(played.library, KEY, values, "Edit game time")
    assert set(document_data(played.library, "session", KEY)["record"]["gameTime"]) == {"startTime"}


def test_typing_is_seen_at_once_and_saved_when_it_is_let_go(played: Desk) -> None:
    library = played.library
    assert type_text(library, "session", KEY, "/own/prep", "Maps", "Edit preparation")
    assert is_typing(library, "session", KEY)
    assert document_data(library, "session", KEY)["own"]["prep"] == "Maps"
    let_go(library, "session", KEY)
    assert library.save_all()
    assert played.changes[-1].name == "Edit preparation"
    assert not is_typing(library, "session", KEY)
    type_text(library, "session", KEY, "/own/prep", "", "Edit preparation")
    assert "prep" not in document_data(library, "session", KEY)["own"]


def test_a_page_for_players_holds_only_what_they_may_see(desk: Desk) -> None:
    desk.take(SAMPLE)
    page = session_page(desk.library, "session-04")
    seen = for_players(page, desk.library)
    assert 0 < len(seen.entries) < len(page.entries)
    assert "notes" not in seen.data["record"]
    assert len(seen.entries) == len(seen.records) == len(seen.review.events)
    assert seen.review.gap == page.review.gap
    assert all(line.declared is None for line in seen.review.statistics)


def test_a_session_that_is_hidden_as_a_whole_has_no_page_for_players(desk: Desk) -> None:
    desk.take(SAMPLE)
    edit_own(desk.library, "session", "session-04", "visibility", "gm-only", "Hide")
    with pytest.raises(UserError, match="may not see"):
        for_players(session_page(desk.library, "session-04"), desk.library)
    campaign = "campaign-drowned-bells"
    everything = campaign_page(desk.library, campaign)
    seen = campaign_page(desk.library, campaign, players_only=True)
    assert len(seen.sessions) == len(everything.sessions) - 1
    numbers = event_numbers(desk.library, campaign, players_only=True)
    lines = [line for line in event_lines(desk.library, numbers[:200]) if line is not None]
    hidden = next(one.pk for one in everything.sessions if one.key == "session-04")
    assert hidden not in {line.session for line in lines}
    assert all(line.visible == 1 for line in lines)


def test_a_campaigns_events_come_in_the_order_of_game_time(desk: Desk) -> None:
    desk.take(SAMPLE)
    numbers = event_numbers(desk.library, "campaign-drowned-bells")
    assert len(numbers) == campaign_page(desk.library, "campaign-drowned-bells").events
    lines = event_lines(desk.library, numbers[:300])
    seconds = [line.game_s for line in lines if line is not None and line.game_s is not None]
    assert seconds == sorted(seconds)
    assert event_lines(desk.library, [999_999]) == [None]
