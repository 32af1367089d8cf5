"""The whole library searched with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.app.places import SEARCH
from sessionary.views.search_place import SearchPlace

if TYPE_CHECKING:
    from tests.app.conftest import Desk, Person


def search_of(person: Person) -> SearchPlace:
    place = person.window.places.get(SEARCH)
    assert isinstance(place, SearchPlace)
    return place


def open_search(person: Person) -> SearchPlace:
    person.press("Ctrl+Shift+F")
    place = search_of(person)
    assert person.focus is place.field
    return place


def look_for(person: Person, text: str) -> list[tuple[str, str]]:
    """Type a search; return what and where of the rows, once it is done."""
    place = search_of(person)
    person.press("Ctrl+A", "Del")
    if text:
        person.type(text)
    person.wait(lambda: not place.busy)
    model = place.model
    return [
        (str(model.index(row, 1).data()), str(model.index(row, 2).data()))
        for row in range(model.rowCount())
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Malachar", None),
        ("type:quote", ("Lot six", "4  The Fish Market After Midnight")),
        ("nine fathoms", ("3  Nine Fathoms of Rope", "2026-09-15")),
        ("nine -fathoms zzz", None),
    ],
)
def test_it_finds_what_was_typed(sample: Person, typed: str, first: tuple[str, str] | None) -> None:
    place = open_search(sample)
    found = look_for(sample, typed)
    if first is None:
        assert found == []
        assert place.empty.isVisible()
    else:
        assert first in found
        assert place.table.isVisible()


def test_down_and_enter_open_an_event_in_its_log(sample: Person) -> None:
    place = open_search(sample)
    found = look_for(sample, "type:quote")
    sample.press("Down")
    assert sample.focus is place.table
    sample.press("Return")
    sample.settle()
    assert sample.window.place == "sessions"
    page = sample.window.sessions_place.page
    assert page is not None
    entry = page.log.model.entry_at(page.log.table.currentIndex().row())
    assert entry is not None
    assert entry.label == found[0][0]


def test_enter_on_a_session_opens_its_page(sample: Person) -> None:
    open_search(sample)
    look_for(sample, "nine fathoms")
    sample.press("Return", "Return")
    sample.settle()
    assert sample.heading() == "Nine Fathoms of Rope"


def test_escape_clears_and_then_goes_back(sample: Person) -> None:
    sample.press("Ctrl+1")
    place = open_search(sample)
    look_for(sample, "bell")
    sample.press("Esc")
    assert place.field.text() == ""
    assert sample.window.place == "search"
    sample.press("Esc")
    assert sample.window.place == "now"


def test_what_is_logged_is_found_at_once(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.press("Ctrl+L")
    sample.type("npc Quillon the Glazier")
    sample.press("Return")
    open_search(sample)
    assert [what for what, _where in look_for(sample, "quillon")] == ["Quillon the Glazier"]


def test_players_cannot_search_what_they_may_not_read(sample: Person) -> None:
    open_search(sample)
    sample.run("view.players")
    assert sample.window.place == "sessions"
    assert not sample.can("edit.find_everywhere")


def test_the_window_does_not_begin_with_the_search(sample: Person) -> None:
    open_search(sample)
    assert sample.window.preferences.text("place") != "search"


def test_what_happened_between_sessions_is_opened_on_the_page_of_its_campaign(
    sample: Person,
) -> None:
    open_search(sample)
    found = look_for(sample, '"The coast road, first week"')
    assert len(found) == 1
    sample.press("Down", "Return")
    page = sample.window.sessions_place.campaign_page
    assert page is not None
    sample.wait(page.events.detail.isVisible)
    assert page.events.detail.title.face.value() == "The coast road, first week"


def test_a_search_is_kept_in_the_sidebar_and_taken_out_again(sample: Person, desk: Desk) -> None:
    place = open_search(sample)
    look_for(sample, "type:quote")
    sample.click(place.keep)
    assert place.keep.text() == "Ta&ke out of the sidebar"
    desk.close(sample)
    again = desk.open(sample.folder)
    searches = again.window.sidebar.searches
    assert searches.isVisible()
    searches.setFocus()
    again.press("Down", "Return")
    place = search_of(again)
    assert again.window.place == SEARCH
    assert place.field.text() == "type:quote"
    again.wait(lambda: not place.busy)
    assert place.table.isVisible()
    again.click(place.keep)
    assert searches.isHidden()
