"""A window that is opened again looks as it did when it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.app.conftest import Desk, Person


def again(desk: Desk, person: Person) -> Person:
    """Close a window and open another one on the same library."""
    desk.close(person)
    return desk.open(person.folder)


def alike(one: list[int], other: list[int]) -> bool:
    """Say whether two ways to share out room are the same, but for what a line more takes."""
    return all(abs(a - b) <= 24 for a, b in zip(one, other, strict=True))


def small(person: Person) -> None:
    """Make a window so small that it fits on the screen that is not there."""
    # Twice: it can be smaller once the sidebar shows icons alone.
    for _time in range(2):
        person.window.resize(700, 740)
        person.qtbot.wait(10)


def test_size_splitter_and_sidebar(desk: Desk, sample: Person) -> None:
    small(sample)
    sample.run("view.sidebar")
    splitter = sample.window.sessions_place.splitter
    sample.wait(lambda: splitter.sizes()[0] > 0)
    splitter.setSizes([400, 440])
    sizes, size = splitter.sizes(), sample.window.size()
    later = again(desk, sample)
    assert later.window.size() == size
    assert later.window.sessions_place.splitter.sizes() == sizes
    assert not later.window.sidebar.isVisible()
    assert not later.window.commands["view.sidebar"].action.isChecked()


@pytest.mark.parametrize("state", ["maximised", "full screen"])
def test_a_window_that_filled_the_screen_does_so_again(
    desk: Desk, sample: Person, state: str
) -> None:
    if state == "maximised":
        sample.window.showMaximized()
    else:
        sample.press("F11")
    later = again(desk, sample)
    assert later.window.isMaximized() == (state == "maximised")
    assert later.window.isFullScreen() == (state == "full screen")
    action = later.window.commands["view.full_screen"].action
    assert action.isChecked() == (state == "full screen")


def test_campaign_session_order_and_tab(desk: Desk, sample: Person) -> None:
    small(sample)
    sample.window.filter_campaign("campaign-drowned-bells")
    sample.window.sessions_place.list.sort_by("title")
    sample.click_row("Slack Water")
    page = sample.window.sessions_place.page
    assert page is not None
    page.tabs.turn_to("log")
    page.log.table.setCurrentIndex(page.log.model.index(2, 0))
    sample.qtbot.wait(10)
    page.log.splitter.setSizes([100, 300])
    sizes = page.log.splitter.sizes()
    later = again(desk, sample)
    place = later.window.sessions_place
    assert place.list.container == "campaign-drowned-bells"
    assert later.window.sidebar.campaigns.currentText() == "The Ledger of Drowned Bells"
    assert place.list.order == "title"
    assert later.chosen() == "Slack Water"
    assert later.heading() == "Slack Water"
    assert place.page is not None
    assert place.page.tabs.key() == "log"
    assert place.page.log.model.total > 0
    place.page.log.table.setCurrentIndex(place.page.log.model.index(2, 0))
    later.wait(lambda: place.page is not None and alike(sizes, place.page.log.splitter.sizes()))


def test_the_view_and_what_runs_along_the_timeline(desk: Desk, sample: Person) -> None:
    sample.press("Ctrl+Shift+2")
    timeline = sample.window.sessions_place.timeline
    assert timeline is not None
    sample.click(timeline.axis.buttons["real"])
    sample.click(timeline.lanes.buttons["session"])
    later = again(desk, sample)
    timeline = later.window.sessions_place.timeline
    assert timeline is not None
    assert later.window.sessions_place.view == "timeline"
    assert (timeline.axis.key(), timeline.lanes.key()) == ("real", "session")
    later.wait(timeline.view.isVisible)


def test_the_place(desk: Desk, sample: Person) -> None:
    sample.press("Ctrl+1")
    assert again(desk, sample).window.place == "now"
