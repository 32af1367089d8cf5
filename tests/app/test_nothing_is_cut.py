"""Labels have the height that their text takes, however the window was made and dressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from tests.app.conftest import Person


def cut(person: Person) -> list[str]:
    """Return the texts of labels that are lower than what they say."""
    labels = [one for one in person.window.findChildren(QLabel) if one.isVisible() and one.text()]
    assert labels
    return [
        one.text()
        for one in labels
        if one.height()
        < (one.heightForWidth(one.width()) if one.wordWrap() else one.fontMetrics().height())
    ]


def test_an_empty_library(empty: Person) -> None:
    empty.wait(lambda: cut(empty) == [])


def test_every_tab_of_a_session(sample: Person) -> None:
    sample.click_row("The Bell Rings Once")
    page = sample.window.sessions_place.page
    assert page is not None
    for tab in ("overview", "log", "attendance", "statistics", "notes"):
        page.tabs.turn_to(tab)
        sample.settle()
        sample.wait(lambda: cut(sample) == [])


def test_now_the_timeline_and_the_calendar(sample: Person) -> None:
    sample.press("Ctrl+1")
    sample.wait(lambda: cut(sample) == [])
    for key in ("Ctrl+Shift+2", "Ctrl+Shift+3"):
        sample.press(key)
        sample.wait(lambda: cut(sample) == [])


def test_an_event_with_all_its_fields_in_a_small_window(sample: Person) -> None:
    sample.window.resize(1024, 700)
    sample.click_row("The Bell Rings Once")
    page = sample.window.sessions_place.page
    assert page is not None
    page.tabs.turn_to("log")
    page.log.table.setCurrentIndex(page.log.model.index(12, 0))
    detail = page.log.detail
    detail.roll.begin.click()
    detail.effects.add()
    detail.rows.game.open_editor()
    assert detail.rows.game.editor is not None
    sample.type("teatime")
    sample.press("Return")
    assert detail.rows.game.error.isVisible()
    assert detail.effects.lines
    sample.wait(lambda: cut(sample) == [])
    bar = detail.horizontalScrollBar()
    assert bar.maximum() == 0
