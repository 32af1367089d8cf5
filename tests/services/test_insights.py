"""Figures of a campaign: those of its pages, counted once, and kept until something changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.services.conftest import event, quiet, session

from sessionary.core.campaign.insights import Measure, attendance_chart, charts
from sessionary.core.store.errors import StoreError
from sessionary.services import insights as service
from sessionary.services.insight_files import chart_table, insights_text
from sessionary.services.insights import Insights, count_insights, read_insights
from sessionary.services.log_entries import log_line
from sessionary.services.pages import session_page
from sessionary.services.player_pages import for_players
from sessionary.services.sessions import edit, edit_own
from sessionary.services.undo import undo
from sessionary.storage import session_logs

if TYPE_CHECKING:
    from tests.services.conftest import Desk

CAMPAIGN = "campaign-drowned-bells"
SESSION = "session-03"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def look(desk: Desk, *, players: bool = False, campaign: str = CAMPAIGN) -> Insights:
    """Return the figures without counting what waits."""
    assert desk.library.save_all()
    return read_insights(desk.library, campaign, quiet, players_only=players)


def count(desk: Desk, *, players: bool = False, campaign: str = CAMPAIGN) -> Insights:
    found = look(desk, players=players, campaign=campaign)
    return count_insights(desk.library, found, quiet)


@pytest.mark.parametrize("players", [False, True])
def test_the_figures_are_those_of_the_pages(sample: Desk, players: bool) -> None:
    found = count(sample, players=players)
    assert len(found.sessions) == 13
    for one in found.sessions:
        page = session_page(sample.library, one.key, findings=False)
        if players:
            page = for_players(page, sample.library)
        review = page.review
        assert (one.minutes, one.elapsed) == (review.minutes, review.elapsed_seconds)
        counted = {line.key: line.counted for line in review.statistics}
        assert one.counted == (counted if review.events else None)
        declared = {line.key: line.declared for line in review.statistics}
        assert one.declared == {key: value for key, value in declared.items() if value is not None}
        assert one.events == (len(review.events) or None)


def test_what_was_counted_is_kept_and_only_what_changed_is_counted_again(sample: Desk) -> None:
    assert look(sample).waiting == 11
    counted = count(sample)
    assert (look(sample).sessions, look(sample).waiting) == (counted.sessions, 0)
    log_line(sample.library, SESSION, "dmg 7 goblin", NOW)
    changed = look(sample)
    assert [one.key for one in changed.sessions if one.waits] == [SESSION]
    again = count_insights(sample.library, changed, quiet)
    both = {
        one.key: (one, other) for one, other in zip(counted.sessions, again.sessions, strict=True)
    }
    before, after = both[SESSION]
    assert before.counted is not None
    assert after.counted is not None
    assert after.counted["totalDamageDealt"] == before.counted["totalDamageDealt"] + 7
    assert all(one == other for key, (one, other) in both.items() if key != SESSION)


def test_undone_is_as_it_was_before(sample: Desk) -> None:
    counted = count(sample)
    log_line(sample.library, SESSION, "dmg 7 goblin", NOW)
    act = sample.library.newest_act()
    assert count(sample).sessions != counted.sessions
    undo(sample.library, act)
    assert count(sample).sessions == counted.sessions


def test_a_former_title_is_not_shown_and_its_log_not_counted_for_nothing(sample: Desk) -> None:
    count(sample)
    edit(sample.library, "session", SESSION, "/title", "Renamed", name="Edit title")
    found = count(sample)
    assert "Renamed" in [one.title for one in found.sessions]
    edit(sample.library, "campaign", CAMPAIGN, "/name", "Bells", name="Edit name")
    found = look(sample)
    assert (found.name, found.waiting) == ("Bells", 0)


def test_what_was_counted_before_it_was_stopped_is_kept(sample: Desk) -> None:
    class Stopped(Exception):
        pass

    calls = []

    def stop(done: int, _total: int) -> None:
        calls.append(done)
        if len(calls) > 4:
            raise Stopped

    with pytest.raises(Stopped):
        count_insights(sample.library, look(sample), stop)
    assert look(sample).waiting == 11 - 4


def test_players_see_nothing_of_what_is_for_the_gm_alone(desk: Desk) -> None:
    hit = {"type": "damage", "target": "goblin", "value": 8}
    desk.take(
        desk.paper(
            "one.jsonl",
            session(1, status="completed", stats={"totalDamageDealt": 999}, title="Open"),
            session(2, status="completed", title="CANARY"),
            event(1, effects={"immediate": [hit]}, metadata={"visibility": "public"}),
            event(2, effects={"immediate": [hit]}, metadata={"visibility": "gm-only"}),
            event(3, "s-2", metadata={"visibility": "public"}),
        )
    )
    edit_own(desk.library, "session", "s-2", "visibility", "gm-only", "Hide")
    found = count(desk, players=True, campaign="c")
    assert [one.title for one in found.sessions] == ["Open"]
    made = {one.measure: one for one in charts(found.sessions)}
    assert made[Measure.DAMAGE].series[0].total == 8
    attendance = attendance_chart(found.sessions)
    text = insights_text(found, list(made.values()), attendance)
    tables = chart_table(attendance) + b"".join(map(chart_table, made.values()))
    assert "CANARY" not in text
    assert b"CANARY" not in tables
    assert "999" not in text
    whole = count(desk, campaign="c")
    whole_made = {one.measure: one for one in charts(whole.sessions)}
    assert whole_made[Measure.DAMAGE].series[0].bars[0].value == 999
    assert whole_made[Measure.DAMAGE].series[0].bars[0].counted == 16


def test_nothing_is_kept_that_was_read_before_somebody_was_forgotten(sample: Desk) -> None:
    found = look(sample)
    with sample.library.file.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO act (at, name, origin) VALUES (0, 'Forget a person', 'forget')"
        )
    count_insights(sample.library, found, quiet)
    assert sample.rows("SELECT name FROM cache") == []
    assert count(sample).waiting == 0
    assert len(sample.rows("SELECT name FROM cache")) == 1


def test_a_session_that_cannot_be_read_is_named_and_left_out(sample: Desk) -> None:
    with sample.library.file.writing() as connection:
        connection.exec_driver_sql("UPDATE document SET text='{' WHERE key=?", (SESSION,))
    found = look(sample)
    assert found.unreadable == (SESSION,)
    assert SESSION not in [one.key for one in found.sessions]


def test_what_cannot_be_kept_is_counted_all_the_same(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise StoreError("busy")

    monkeypatch.setattr(session_logs, "keep_figures", refuse)
    assert count(sample).waiting == 0
    assert look(sample).waiting == 11


def test_another_form_of_what_is_kept_is_not_read(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(sample)
    monkeypatch.setattr(service, "_FORM", "2 key")
    assert look(sample).waiting == 11


def test_a_campaign_that_nobody_knows_has_no_sessions(desk: Desk) -> None:
    assert look(desk, campaign="nobody").sessions == ()
