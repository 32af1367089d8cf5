"""A person meets a document that cannot be used: it is shown with its reason, and kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from sessionary.storage.ids import FILE_NAME
from sessionary.views.history_dialog import HistoryDialog
from sessionary.views.stored_text_dialog import StoredTextDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.conftest import Desk, Person

pytestmark = pytest.mark.gui
CAMPAIGN = "campaign-drowned-bells"


def spoil(folder: Path, kind: str, key: str) -> str:
    """Cut a document's text off, as no save would."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute(
            "UPDATE document SET text=substr(text, 1, 300) WHERE kind=? AND key=?", (kind, key)
        )
        row = connection.execute(
            "SELECT text FROM document WHERE kind=? AND key=?", (kind, key)
        ).fetchone()
    return str(row[0])


def test_what_cannot_be_used_is_shown_with_its_reason_and_its_text_is_saved(
    sample: Person, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close(sample)
    text = spoil(sample.folder, "session", "session-03")
    spoil(sample.folder, "campaign", CAMPAIGN)
    person = desk.open(sample.folder)
    place = person.window.sessions_place
    assert len(person.titles()) == 13
    person.click_row("Nine Fathoms of Rope")
    page = place.page
    assert page is not None
    assert "(corrupt)" in page.empty.accessibleDescription()
    person.press("Tab")
    while person.focus is not page.empty.button:
        person.press("Tab")
    person.press("Space")
    dialog = person.dialog(StoredTextDialog)
    assert dialog.words.toPlainText() == text
    assert dialog.words.isReadOnly()
    to = tmp_path / "saved.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a: (str(to), "")))
    dialog._ask = QFileDialog.getSaveFileName
    person.click(dialog.save)
    assert to.read_text() == text
    person.press("Esc")
    person.run("file.history")
    person.dialog(HistoryDialog).close()
    person.press("Del")
    assert "cannot be used" in person.banner()
    person.click_row("The Fish Market After Midnight")
    assert page.page is not None
    assert page.page.review.title == "The Fish Market After Midnight"
    person.window.choose_campaign(CAMPAIGN)
    place.list.choose("")
    place.refresh()
    person.settle()
    assert place.campaign_page is not None
    assert place.campaign_page.page is None
    person.click(place.campaign_page.empty.button)
    person.dialog(StoredTextDialog).close()
    person.press("Ctrl+Shift+2")
    timeline = place.timeline
    assert timeline is not None
    person.wait(lambda: timeline.model.content is not None)
    desk.close(person)
    assert spoil(sample.folder, "session", "session-03") == text
