"""The timeline within the window: the list's filter, walked, zoomed, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from sessionary.views.timeline.picked import PickedKind

if TYPE_CHECKING:
    from tests.app.conftest import Person

    from sessionary.views.sessions.timeline_pane import TimelinePane


@pytest.fixture
def pane(sample: Person) -> TimelinePane:
    """The timeline of the sample, opened by its key."""
    sample.press("Ctrl+Shift+2")
    timeline = sample.window.sessions_place.timeline
    assert timeline is not None
    loaded(sample, timeline)
    return timeline


def loaded(person: Person, pane: TimelinePane) -> None:
    """Wait until the timeline shows what was asked for last."""
    person.wait(lambda: pane.model.content is not None and not pane.model.loading)


def events(pane: TimelinePane) -> int:
    """Return how many events the timeline holds."""
    assert pane.model.content is not None
    return len(pane.model.content.levels.pks)


def test_the_key_opens_it_with_the_focus_in_it(sample: Person, pane: TimelinePane) -> None:
    assert sample.focus is pane.view
    assert events(pane) > 300
    sample.press("Ctrl+Shift+1")
    assert sample.window.sessions_place.view == "list"


def test_each_view_has_the_focus_before_anything_is_read_for_it(sample: Person) -> None:
    place = sample.window.sessions_place
    for key, view, begins in [
        ("Ctrl+Shift+2", "timeline", "TimelineView"),
        ("Ctrl+Shift+3", "calendar", "MonthView"),
        ("Ctrl+Shift+1", "list", "Table"),
    ]:
        sample.press("Ctrl+F", key)
        assert type(sample.focus).__name__ == begins
        assert sample.focus.isVisible()
        shown = place.others.open() if place.others is not None else None
        assert (place.list.switch if shown is None else shown.switch).key() == view


def test_it_has_the_filter_of_the_list_both_ways(sample: Person, pane: TimelinePane) -> None:
    whole = events(pane)
    sample.filter("slack water")
    loaded(sample, pane)
    assert sample.focus is pane.field
    assert 0 < events(pane) < whole
    sample.press("Ctrl+Shift+1")
    assert sample.window.sessions_place.list.field.text() == "slack water"
    assert sample.titles() == ["Slack Water"]
    sample.press("Ctrl+Shift+2")
    sample.click(pane.statuses.buttons["planned"])
    sample.wait(pane.empty.isVisible)
    assert sample.window.sessions_place.list.statuses.key() == "planned"
    assert sample.titles() == []


def test_wheel_and_keys_zoom_and_fit_goes_back(sample: Person, pane: TimelinePane) -> None:
    def width() -> float:
        window = pane.view.window_on_time
        assert window is not None
        return window.time_at(window.width) - window.time_at(0)

    whole = width()
    middle = QPointF(pane.view.viewport().rect().center())
    wheel = QWheelEvent(
        middle,
        QPointF(pane.view.viewport().mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.view.viewport(), wheel)
    once = width()
    assert once < whole
    sample.press("+")
    assert width() < once
    sample.press("-")
    assert width() == pytest.approx(once, rel=0.05)
    sample.press("0")
    assert width() == pytest.approx(whole, rel=0.01)


def test_the_arrows_visit_every_event_once_in_order(sample: Person, pane: TimelinePane) -> None:
    sample.filter("slack water")
    loaded(sample, pane)
    pane.view.setFocus()
    sample.press("Home")
    visited = []
    while pane.view.picked is not None and pane.view.picked.pk not in visited:
        assert pane.view.picked.kind == PickedKind.MARK
        assert pane.view.accessibleDescription()
        visited.append(pane.view.picked.pk)
        sample.press("Right")
    assert len(visited) == events(pane)


def test_enter_opens_the_event_in_its_session(sample: Person, pane: TimelinePane) -> None:
    sample.press("End")
    picked = pane.view.picked
    assert picked is not None
    sample.press("Return")
    sample.settle()
    page = sample.window.sessions_place.page
    assert page is not None
    assert sample.window.sessions_place.view == "list"
    assert page.tabs.key() == "log"
    owner = sample.library.session_of_event(picked.pk)
    assert page.key == owner
    entry = page.log.model.entry_at(page.log.table.currentIndex().row())
    assert entry is not None
    assert entry.pk == picked.pk
    assert sample.focus is page.log.table


def test_enter_in_the_log_shows_the_event_on_the_timeline(
    sample: Person, pane: TimelinePane
) -> None:
    sample.press("Home", "Return")
    sample.settle()
    page = sample.window.sessions_place.page
    assert page is not None
    page.log.table.setFocus()
    entry = page.log.model.entry_at(page.log.table.currentIndex().row())
    assert entry is not None
    sample.press("Return")
    loaded(sample, pane)
    sample.wait(lambda: pane.view.picked is not None and pane.view.picked.pk == entry.pk)


def test_escape_goes_back_to_the_list(sample: Person, pane: TimelinePane) -> None:
    sample.press("Esc")
    assert sample.window.sessions_place.view == "list"
    assert sample.focus is sample.window.sessions_place.list.table


def test_game_time_and_real_time_lanes_and_sessions_can_be_chosen(
    sample: Person, pane: TimelinePane
) -> None:
    before = pane.range.text()
    sample.click(pane.axis.buttons["real"])
    loaded(sample, pane)
    assert pane.range.text() != before
    lanes = pane.model.content
    assert lanes is not None
    sample.click(pane.lanes.buttons["session"])
    loaded(sample, pane)
    assert pane.model.content is not lanes


def test_what_is_only_the_gms_is_not_on_it_in_the_player_view(
    sample: Person, pane: TimelinePane
) -> None:
    whole = events(pane)
    sample.press("Ctrl+Shift+P")
    loaded(sample, pane)
    sample.wait(lambda: not pane.model.loading)
    assert events(pane) < whole
    assert not sample.can("session.rename")
    sample.press("Ctrl+Shift+P")
    loaded(sample, pane)
    sample.wait(lambda: not pane.model.loading)
    assert events(pane) == whole


def test_a_filter_that_leaves_nothing_says_so(sample: Person, pane: TimelinePane) -> None:
    sample.filter("dragon")
    sample.wait(lambda: not pane.model.loading)
    assert pane.empty.isVisible()
    sample.press("Ctrl+Shift+2")
    sample.wait(pane.empty.isVisible)
    assert sample.focus is pane.switch.buttons["timeline"]
    sample.filter("")
    loaded(sample, pane)
    assert pane.view.isVisible()
