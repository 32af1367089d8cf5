"""Titles that Qt would take for HTML are shown as they stand, everywhere, at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from sessionary.services.sessions import edit, new_campaign
from sessionary.views.widgets.text import tip_text

if TYPE_CHECKING:
    from tests.app.conftest import Person

HOSTILE = [
    '<img src="file:///dev/zero">',
    "<table><tr><td>" * 16,
    "<b>bold</b> & <script>x</script>",
    "a\nb\u2028c\u202e<i>d",
    "<" * 3000,
]
SECONDS = 2.0
"""For everything together; a nested table alone keeps Qt busy for minutes."""


def plain(title: str) -> str:
    """Return a title as one line shows it."""
    return title.replace("\n", " ").replace("\u2028", " ")


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_title_is_shown_as_it_stands_everywhere(sample: Person, title: str) -> None:
    key = next(s.key for s in sample.window.sessions_model.everything() if s.number == 12)
    library = sample.library.library
    edit(library, "session", key, "/title", title, f"Rename to {title}")
    new_campaign(library, title)
    before = time.process_time()
    sample.window.open_session(key)
    sample.settle()
    page = sample.window.sessions_place.page
    assert page is not None
    assert plain(page.header.title.face.value()).startswith(plain(title)[:50])
    assert sample.chosen() == title
    sample.press("Ctrl+Shift+2")
    timeline = sample.window.sessions_place.timeline
    assert timeline is not None
    sample.wait(lambda: timeline.model.content is not None and not timeline.model.loading)
    sample.window.grab()
    sample.press("Ctrl+1")
    sample.window.grab()
    sample.press("Ctrl+K")
    sample.type("go to session 12")
    sample.window.grab()
    sample.press("Return")
    sample.settle()
    sample.press("Ctrl+Shift+1", "Del")
    assert sample.window.banner.isVisible()
    look_over(sample.window)
    sample.window.grab()
    assert time.process_time() - before < SECONDS * 4


def look_over(window: QWidget) -> None:
    """Hold every label of a window to plain text or HTML of our making, every tip to its lines."""
    for label in window.findChildren(QLabel):
        if label.textFormat() == Qt.TextFormat.RichText:
            assert "<img" not in label.text()
            assert "<table" not in label.text()
        else:
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for widget in window.findChildren(QWidget):
        assert tip_text(widget.toolTip()) == widget.toolTip()


def test_the_tip_of_a_cut_title_is_escaped(sample: Person) -> None:
    title = HOSTILE[0] + " and a long tail" * 20
    key = next(s.key for s in sample.window.sessions_model.everything() if s.number == 12)
    edit(sample.library.library, "session", key, "/title", title, "Rename")
    sample.window.open_session(key)
    sample.settle()
    table = sample.window.sessions_place.list.table
    model = sample.window.sessions_model
    place = table.visualRect(model.index(model.row_of(key), 2)).center()
    everywhere = table.viewport().mapToGlobal(place)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(place), everywhere)
    QApplication.sendEvent(table.viewport(), event)
    assert HOSTILE[0] in QToolTip.text()
    label = next(one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel"))
    assert isinstance(label, QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()


def test_undo_names_a_hostile_title_in_the_menu_without_letters(sample: Person) -> None:
    sample.click_row("Slack Water")
    key = next(s.key for s in sample.window.sessions_model.everything() if s.number == 10)
    edit(sample.library.library, "session", key, "/title", "Salt & <b>Sand</b>", "Name Salt & Sand")
    assert sample.window.commands["edit.undo"].action.text() == "&Undo Name Salt && Sand"
