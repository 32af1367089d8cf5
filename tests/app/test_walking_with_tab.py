"""The Tab key walks as the eye does: down each column of a page, and along each row."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sessionary.views.campaign.small_parts import TwoColumns
from sessionary.views.widgets.cards import Card, CardRow, ScrollPage

if TYPE_CHECKING:
    from tests.app.conftest import Person

_MOST = 200


def walk(person: Person, page: QWidget) -> list[QWidget]:
    """Press Tab from the first field of a page until it is left; return what had the focus."""
    first = next(one for one in in_chain(person.window) if page.isAncestorOf(one) and takes(one))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _step in range(_MOST):
        focus = QApplication.focusWidget()
        if focus is None or not page.isAncestorOf(focus) or focus in seen[:-1]:
            break
        if focus not in seen:
            # A text with links keeps the focus until Tab has been to all of them.
            seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    for scrolled in page.findChildren(ScrollPage):
        scrolled.verticalScrollBar().setValue(0)
    return seen


def in_chain(window: QWidget) -> list[QWidget]:
    """Return all widgets of a window in the order in which Tab goes through them."""
    chain, at = [window], window.nextInFocusChain()
    while at is not None and at is not window:
        chain.append(at)
        at = at.nextInFocusChain()
    return chain


def takes(widget: QWidget) -> bool:
    """Say whether Tab stops at a widget."""
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled() and not widget.focusProxy()


def block(widget: QWidget, page: QWidget) -> tuple[int, ...]:
    """Return where the card of a widget stands on the page, as one reads."""
    card: QWidget | None = widget
    while card is not None and card is not page and not isinstance(card, Card):
        card = card.parentWidget()
    if card is None or card is page:
        # What scrolls stands where its upper edge is, before all that is in it.
        top = 0 if isinstance(widget, ScrollPage) else widget.height() // 2
        return (widget.mapTo(page, QPoint(0, top)).y() // 40, 0, 0)
    corner, around = card.mapTo(page, QPoint(0, 0)), card.parentWidget() or page
    top = around.mapTo(page, QPoint(0, 0)).y() // 40
    if isinstance(around, TwoColumns):
        # The whole left column, then the right one.
        return (top, 1 + corner.x(), corner.y())
    if isinstance(around, CardRow):
        return (top, 1 + corner.y(), corner.x())
    return (corner.y() // 40, 1, 0)


def follows(second: QWidget, first: QWidget, page: QWidget) -> bool:
    """Say whether one reads the second widget after the first."""
    if block(first, page) != block(second, page):
        return block(first, page) < block(second, page)
    ones = [QRect(one.mapTo(page, QPoint(0, 0)), one.size()) for one in (first, second)]
    in_row = ones[0].top() < ones[1].center().y() < ones[0].bottom()
    return ones[1].left() > ones[0].left() if in_row else ones[1].top() >= ones[0].top()


def names(widgets: list[QWidget]) -> list[str]:
    return [f"{type(one).__name__} {one.accessibleName()[:40]}" for one in widgets]


def check(person: Person, page: QWidget) -> None:
    person.wait(page.isVisible)
    person.qtbot.wait(30)
    for _pass in range(3):
        # Fields inside fields are laid out from the inside out, one pass after the other.
        QApplication.processEvents()
    walked = walk(person, page)
    wrong = [pair for pair in pairwise(walked) if not follows(pair[1], pair[0], page)]
    assert not [names(list(pair)) for pair in wrong]
    assert set(names(walked)) == set(names([w for w in page.findChildren(QWidget) if takes(w)]))
    assert len(walked) > 1


@pytest.mark.parametrize("width", [1440, 1024])
def test_on_the_page_of_a_session(sample: Person, width: int) -> None:
    sample.window.resize(width, 900)
    sample.click_row("A Guest of the Second Tide")
    sample.click_row("Slack Water")
    page = sample.window.sessions_place.page
    assert page is not None
    for tab in ("overview", "log", "attendance", "statistics", "notes"):
        page.tabs.turn_to(tab)
        if tab == "log":
            page.log.table.setCurrentIndex(page.log.model.index(3, 0))
        check(sample, page)


@pytest.mark.parametrize("width", [1440, 1024])
def test_on_the_page_of_a_campaign(sample: Person, width: int) -> None:
    sample.window.resize(width, 900)
    sample.window.choose_campaign("campaign-drowned-bells")
    sample.window.sessions_place.list.choose("")
    sample.window.sessions_place._show_chosen()
    page = sample.window.sessions_place.campaign_page
    assert page is not None
    for tab in ("overview", "events", "settings"):
        page.tabs.turn_to(tab)
        sample.wait(lambda: not page.events.reading)
        check(sample, page)


def test_in_the_list_and_its_other_views(sample: Person) -> None:
    place = sample.window.sessions_place
    for view in ("list", "timeline", "calendar"):
        place.show_view(view)
        sample.settle()
        part = {"list": place.list, "timeline": place.timeline}.get(view, place.calendar)
        assert part is not None
        check(sample, part)


def test_on_the_now_place(sample: Person) -> None:
    sample.window.go_to("now")
    check(sample, sample.window.now_place)


def test_from_a_field_that_is_open_tab_goes_to_the_next_one(sample: Person) -> None:
    sample.click_row("Slack Water")
    page = sample.window.sessions_place.page
    assert page is not None
    glance = page.overview.glance
    glance.place.face.setFocus()
    sample.press("Return")
    assert glance.place.editing
    sample.press("Tab")
    sample.wait(lambda: not glance.place.editing)
    assert QApplication.focusWidget() is glance.gm.face
    sample.press("Return", "Shift+Tab")
    sample.wait(lambda: not glance.gm.editing)
    assert QApplication.focusWidget() is glance.place.face
