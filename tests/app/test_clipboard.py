"""While players look on, nothing that is the game master's can be copied out of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from sessionary.core.campaign.world import Kind
from sessionary.services.log_entries import log_lines
from sessionary.services.session_edits import edit_together
from sessionary.services.sessions import edit, edit_own
from sessionary.services.world_edits import make_thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.app.conftest import Person

GM = "zyxquill"
MOST_ROWS, MOST_COLUMNS = 100, 8
PLACES = ("Ctrl+1", "Ctrl+Shift+1", "Ctrl+3", "Ctrl+7")


def plant(person: Person) -> None:
    """Put a word that players must not see wherever the GM writes."""
    library = person.library.library
    session = person.window.sessions_place.list.current()
    assert session is not None
    key, campaign = session.key, session.container
    own = {"prep": GM, "secrets": f"{GM}\nThe bell rings", "tags": [GM], "notes": GM}
    edit_together(library, key, {"/notes": GM, "/houseRule": GM, "/location": GM}, "Plant", own)
    edit_own(library, "session", key, "visibility", {"/record/location": "gm-only"}, "Plant")
    edit_own(library, "campaign", campaign, "notes", GM, "Plant")
    edit(library, "campaign", campaign, "/description", GM, "Plant")
    thing = make_thing(library, campaign, f"Lord {GM}", Kind.NPC)
    edit_own(library, "world", thing, "visibility", "gm-only", "Plant")
    log_lines(
        library,
        key,
        [f"npc {GM} ^{GM} #{GM} !gm", f"* {GM} laughs"],
        person.window.acts.now(),
        "Plant",
    )
    person.library.reckon_campaign(campaign, own={"hiddenTags": [GM]}, name="Plant")
    person.settle()


def copied(window: QWidget) -> Iterator[str]:
    """Yield all that can be copied out of what is seen now."""
    clipboard = QGuiApplication.clipboard()
    for widget in [one for one in window.findChildren(QWidget) if one.isVisible()]:
        for act in list(acts(widget)):
            clipboard.clear()
            act()
            yield clipboard.text()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from cells(widget)
    for action in window.findChildren(QAction):
        if "copy" in action.text().replace("&", "").casefold() and action.isEnabled():
            clipboard.clear()
            action.trigger()
            yield clipboard.text()


def acts(widget: QWidget) -> Iterator[Any]:
    """Yield the ways to copy out of a widget."""
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        yield lambda: (widget.selectAll(), widget.copy())
    elif isinstance(widget, QLabel):
        if widget.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            rich = widget.textFormat() != Qt.TextFormat.PlainText
            text = QTextDocumentFragment.fromHtml(widget.text()).toPlainText()
            widget.setSelection(0, len(text if rich else widget.text()))
            yield lambda: copy_keys(widget)
    elif isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        yield lambda: copy_keys(widget)
    elif isinstance(widget, QAbstractButton) and "copy" in widget.text().casefold():
        yield widget.click


def cells(view: QAbstractItemView) -> Iterator[str]:
    """Yield what Ctrl+C copies of each cell, which is what it shows."""
    model = view.model()
    for row in range(min(model.rowCount(), MOST_ROWS)):
        for column in range(MOST_COLUMNS):
            yield str(model.index(row, column).data() or "")


def copy_keys(widget: QWidget) -> None:
    QTest.keySequence(widget, QKeySequence(QKeySequence.StandardKey.Copy))


def pages(person: Person) -> str:
    """Return all that can be copied out of the page of the session that is chosen."""
    page = person.window.sessions_place.page
    assert page is not None
    found = []
    for tab in ("overview", "log", "attendance", "goals", "statistics", "notes", "other"):
        page.tabs.turn_back_to(tab)
        shown = page.tabs.pages.currentWidget()
        assert shown is not None
        found += list(copied(shown))
    return "\n".join(found).casefold()


def places(person: Person) -> str:
    """Return all that can be copied out of the places of the window."""
    found = []
    for keys in PLACES:
        person.press(keys)
        person.settle()
        person.wait(lambda: not person.window.places.busy)
        found += list(copied(person.window))
    return "\n".join(found).casefold()


def test_nothing_of_the_gms_reaches_the_clipboard_in_the_player_view(sample: Person) -> None:
    sample.click_row("Slack Water")
    plant(sample)
    assert GM in pages(sample)
    sample.window.banner.say(f"“{GM}” is hidden.")
    sample.press("Ctrl+Shift+P")
    sample.settle()
    assert not sample.banner()
    assert sample.window.commands["edit.undo"].action.text() == "&Undo"
    assert not sample.can("tools.rejects")
    assert not sample.can("session.bin")
    assert "events" not in sample.window.status._facts.text()
    told = pages(sample) + places(sample)
    assert "slack water" in told
    assert GM not in told
