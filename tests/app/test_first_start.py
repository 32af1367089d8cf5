"""The first minutes: an empty library, and the ways on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QLineEdit

if TYPE_CHECKING:
    from tests.app.conftest import Desk, Person


def test_an_empty_library_greets_with_three_ways_on(empty: Person) -> None:
    greeting = empty.window.sessions_place.greeting
    assert greeting.isVisible()
    assert greeting.accessibleName() == "Your library is empty"
    assert [button.text() for button in (greeting.button, greeting.second, greeting.third)] == [
        "Import files…",
        "Load the sample campaign",
        "New campaign…",
    ]
    assert empty.focus is greeting.button
    assert not empty.can("session.rename")
    assert not empty.can("edit.undo")


def test_now_greets_as_well_while_nothing_is_there(empty: Person) -> None:
    empty.press("Ctrl+1")
    assert empty.window.place == "now"
    assert empty.window.now_place.greeting.isVisible()


def test_the_sample_fills_the_window_and_can_be_taken_back(empty: Person) -> None:
    empty.click(empty.window.sessions_place.greeting.second)
    empty.wait(lambda: empty.window.sessions_model.total == 13)
    empty.settle()
    assert empty.titles()[0] == "Thirteen Names Left"
    assert empty.chosen() == empty.heading() == "Thirteen Names Left"
    assert empty.focus is empty.window.sessions_place.list.table
    assert empty.window.sidebar.campaigns.count() == 2
    empty.press("Ctrl+Z")
    empty.wait(lambda: empty.window.sessions_model.total == 0)
    empty.settle()
    assert empty.window.sessions_place.greeting.isVisible()
    empty.press("Ctrl+Shift+Z")
    empty.wait(lambda: empty.window.sessions_model.total == 13)


def test_a_campaign_is_made_by_its_name_and_its_first_session_by_a_key(empty: Person) -> None:
    empty.click(empty.window.sessions_place.greeting.third)
    dialog = empty.dialog(QInputDialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    empty.type("The Salt Road")
    empty.press("Return")
    empty.wait(lambda: empty.window.sidebar.campaigns.currentText() == "The Salt Road")
    empty.settle()
    assert not empty.window.sessions_place.greeting.isVisible()
    page = empty.window.sessions_place.campaign_page
    assert page is not None
    assert page.isVisible()
    empty.press("Ctrl+N")
    empty.settle()
    assert empty.rows(1, 2)[0][0] == "1"
    # The title is being typed already: a session is made to be called something.
    empty.type("Out of Ostrel")
    empty.press("Return")
    empty.wait(lambda: empty.titles() == ["Out of Ostrel"])


def test_a_campaign_without_sessions_is_not_called_an_empty_library(
    empty: Person, desk: Desk
) -> None:
    from sessionary.services.sessions import new_campaign

    new_campaign(empty.library.library, "The Salt Road")
    desk.close(empty)
    again = desk.open(empty.folder)
    place = again.window.sessions_place
    assert not place.greeting.isVisible()
    assert place.list.empty.accessibleName() == "No sessions yet"
    again.click(place.list.empty.button)
    again.settle()
    assert again.window.sessions_model.total == 1
