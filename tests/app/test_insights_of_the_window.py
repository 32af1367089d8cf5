"""Insights worked with the keyboard, in the real window."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.app.test_nothing_is_cut import cut
from tests.app.test_walking_with_tab import follows, walk

from sessionary.app.places import INSIGHTS
from sessionary.core.campaign.insights import Measure
from sessionary.models.jobs import Cancelled
from sessionary.views.insights import insights_place
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


def test_a_chart_is_walked_and_opened_and_what_is_logged_then_is_counted(sample: Person) -> None:
    place = open_insights(sample)
    assert place.attendance is not None
    canvas = place.attendance.view.canvas
    assert sample.focus is canvas
    sample.press("Left", "Down", "Down")
    assert canvas.accessibleName() == (
        "Attendance. 10 Slack Water (4 of 4 came): Dev Okonjo left early as Pell Ambry"
    )
    assert place.attendance.told.text().startswith("11 of 11 sessions, 100.00 %, left early once")
    chart = place.cards[Measure.CATEGORIES]
    assert chart.summary.text().startswith("390 events")
    sample.press("Return")
    sample.settle()
    assert (sample.window.place, sample.heading()) == ("sessions", "Slack Water")
    sample.press("Ctrl+L")
    sample.type("npc Quillon the Glazier")
    sample.press("Return")
    open_insights(sample)
    assert chart.summary.text().startswith("391 events")


def test_all_of_it_is_reached_counted_copied_saved_and_hidden(
    sample: Person, tmp_path: Path
) -> None:
    place = counting_that_was_stopped_goes_on(sample)
    tab_walks_it_as_one_reads(sample, place)
    a_chart_is_copied_and_saved(sample, place, tmp_path)
    players_see_only_what_is_theirs(sample, place)
    the_switch_counts_planned_and_cancelled_sessions_too(sample, place)


def counting_that_was_stopped_goes_on(sample: Person) -> InsightsPlace:
    def stop(*_given: object) -> None:
        raise Cancelled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(insights_place, "count_insights", stop)
        place = open_insights(sample)
        sample.wait(place.count_button.isVisible)
    card = place.cards[Measure.XP]
    assert card.summary.text().startswith("11 logs are not counted yet. 6290 XP in 11 sessions")
    sample.click(place.count_button)
    sample.wait(lambda: not place.busy)
    assert card.summary.text().startswith("6290 XP in 11 sessions")
    assert not place.count_button.isVisible()
    return place


def tab_walks_it_as_one_reads(sample: Person, place: InsightsPlace) -> None:
    stops = walk(sample, place)
    # Two buttons and the chooser, the page, six of attendance, a menu and a chart each.
    assert len(stops) == 3 + 1 + 6 + 2 * len(place.cards)
    for first, second in pairwise(stops):
        assert follows(second, first, place), (first, second)
    sample.window.resize(1024, 700)
    sample.wait(lambda: cut(sample) == [])


def a_chart_is_copied_and_saved(sample: Person, place: InsightsPlace, folder: Path) -> None:
    card = place.cards[Measure.TREASURE]
    asked: list[str] = []

    def ask(_parent: object, _title: str, start: str, _kinds: str) -> str:
        asked.append(start)
        return str(folder / "chart")

    place.takeaway.ask_file = ask
    for ending in ("csv", "png", "svg"):
        card.save(ending)
        assert sample.banner() == f"chart.{ending} was written."
    assert (folder / "chart.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,title,start,")
    assert "The Ledger of Drowned Bells Treasure" in asked[0]
    place.save_all.click()
    assert (folder / "chart.md").read_text("utf-8").startswith("# The Ledger of Drowned Bells\n")
    card.copy()
    clipboard = sample.window.application.clipboard().text()
    assert clipboard.startswith("## Treasure\n\n| Session | Treasure |")
    place.takeaway.ask_file = lambda *_asked: str(folder / "none" / "chart.csv")
    card.save("csv")
    assert "none" in sample.banner()


def players_see_only_what_is_theirs(sample: Person, place: InsightsPlace) -> None:
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


def the_switch_counts_planned_and_cancelled_sessions_too(
    sample: Person, place: InsightsPlace
) -> None:
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
    assert sample.window.sessions_place.list.field.text() == '@"user-tomas"'
    assert len(sample.titles()) == 13


def test_an_empty_library_says_what_will_stand_here(empty: Person) -> None:
    place = open_insights(empty)
    assert place.empty.isVisible()
    assert place.empty.accessibleName() == "No campaign yet"
