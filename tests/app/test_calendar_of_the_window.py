"""The calendar within the window: the list's filter, walked with the keys, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.app.conftest import Person


def focus(person: Person) -> object:
    return person.focus


def test_the_calendar_shares_the_filter_and_opens_what_stands_on_a_day(sample: Person) -> None:
    place = sample.window.sessions_place
    sample.press("Ctrl+Shift+3")
    pane = place.calendar
    assert pane is not None
    assert place.view == "calendar"
    assert focus(sample) is pane.view
    pane.show_days("game")
    others = place.others
    assert others is not None
    sample.wait(lambda: not others.loading and pane.model.total[1] > 50)
    assert pane.view.accessibleDescription().startswith("Day 24 · ")
    sample.filter("slack water")
    assert focus(sample) is pane.field
    sample.wait(lambda: not others.loading and pane.model.total[0] == 1)
    pane.view.setFocus()
    pane.show_days("real")
    (day,) = [day.day for day in pane.model.page.days if pane.model.items(day.day)]
    pane.model.go(day - 8)
    sample.press("Right", "Down", "PgUp", "PgDown", "Return")
    assert (place.view, sample.chosen()) == ("list", "Slack Water")
    sample.press("Ctrl+Shift+3", "Home", "Escape")
    assert place.view == "list"
