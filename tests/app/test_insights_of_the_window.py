"""Insights worked with the keyboard, in the real window."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tests.app.test_nothing_is_cut import cut
from tests.app.test_walking_with_tab import follows, walk

from sessionary.app.places import INSIGHTS
from sessionary.core.campaign.insights import Measure
from sessionary.views.insights.insights_place import InsightsPlace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.conftest import Person


def open_insights(person: Person) -> InsightsPlace:
    person.press("Ctrl+7")
    place = person.window.places.get(INSIGHTS)
    assert isinstance(place, InsightsPlace)
    person.wait(lambda: not place.busy)
    return place


def test_the_arrows_walk_a_chart_and_enter_opens_the_session(sample: Person) -> None:
    place = open_insights(sample)
    assert place.attendance is not None
    canvas = place.attendance.view.canvas
    assert sample.focus is canvas
    sample.press("Left", "Down", "Down")
    assert canvas.accessibleName() == (
        "Attendance. 10 Slack Water (4 of 4 came): Dev Okonjo left early as Pell Ambry"
    )
    assert place.attendance.told.text().startswith("11 of 11 sessions, 100.00 %, left early once")
    sample.press("Return")
    sample.settle()
    assert (sample.window.place, sample.heading()) == ("sessions", "Slack Water")


def test_tab_walks_the_place_as_one_reads_and_nothing_is_cut(sample: Person) -> None:
    place = open_insights(sample)
    stops = walk(sample, place)
    assert len(stops) == 3 + 1 + 6 + 2 * len(place.cards)
    for first, second in pairwise(stops):
        assert follows(second, first, place), (first, second)
    sample.window.resize(1024, 700)
    sample.wait(lambda: cut(sample) == [])


def test_the_switch_counts_planned_and_cancelled_sessions_too(sample: Person) -> None:
    place = open_insights(sample)
    card = place.attendance
    assert card is not None
    assert card.summary.text() == "5 players, 11 sessions that count"
    assert place.facts.text() == "11 sessions  ·  Apart: 1 cancelled, 1 planned"
    card.every.setFocus()
    sample.press("Space")
    assert card.summary.text() == "5 players, 13 sessions that count"
    assert card.told.text().startswith("10 of 13 sessions, 76.92 %")
    sample.click(card.list_button)
    assert sample.window.place == "sessions"
    assert len(sample.titles()) == 13


def test_a_chart_is_copied_and_saved(sample: Person, tmp_path: Path) -> None:
    place = open_insights(sample)
    card = place.cards[Measure.TREASURE]
    asked: list[str] = []

    def ask(_parent: object, _title: str, start: str, _kinds: str) -> str:
        asked.append(start)
        return str(tmp_path / "chart")

    place.takeaway.ask_file = ask
    for ending in ("csv", "png", "svg"):
        card.save(ending)
        assert sample.banner() == f"chart.{ending} was written."
    assert (tmp_path / "chart.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,title,start,")
    assert asked[0].endswith(".csv")
    assert "The Ledger of Drowned Bells Treasure" in asked[0]
    card.copy()
    clipboard = sample.window.application.clipboard().text()
    assert clipboard.startswith("## Treasure\n\n| Session | Treasure |")
    place.takeaway.ask_file = lambda *_asked: str(tmp_path / "none" / "chart.csv")
    card.save("csv")
    assert "none" in sample.banner()


def test_the_player_view_counts_visible_events_and_nothing_declared(sample: Person) -> None:
    place = open_insights(sample)
    chart = place.cards[Measure.CATEGORIES]
    whole = chart.summary.text()
    sample.window.commands["view.players"].action.trigger()
    assert not place.page.isVisible()
    sample.wait(lambda: not place.busy)
    assert chart.summary.text() != whole
    assert place.insights is not None
    assert all(not one.declared for one in place.insights.sessions)
    sample.run("view.players")
    sample.wait(lambda: not place.busy)
    assert chart.summary.text() == whole


def test_what_is_logged_is_counted_at_once(sample: Person) -> None:
    place = open_insights(sample)
    chart = place.cards[Measure.CATEGORIES]
    assert chart.summary.text().startswith("390 events")
    sample.press("Ctrl+2")
    sample.click_row("Slack Water")
    sample.press("Ctrl+L")
    sample.type("npc Quillon the Glazier")
    sample.press("Return")
    open_insights(sample)
    assert chart.summary.text().startswith("391 events")


def test_an_empty_library_says_what_will_stand_here(empty: Person) -> None:
    place = open_insights(empty)
    assert place.empty.isVisible()
    assert place.empty.accessibleName() == "No campaign yet"
