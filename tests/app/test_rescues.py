"""A change that could not be saved is offered at the next start, and never comes by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QMessageBox

from sessionary.core.store.errors import SaveFailed
from sessionary.services.rescues import rescues
from sessionary.services.sessions import document_data, edit
from sessionary.views.rescue_dialog import RescueDialog

if TYPE_CHECKING:
    from tests.app.conftest import Desk, Person

pytestmark = pytest.mark.gui
KEY = "session-10"


def title(person: Person) -> Any:
    return document_data(person.library.library, "session", KEY)["record"]["title"]


def keep(person: Person, new_title: str, key: str = KEY) -> None:
    """Put a change aside, as a session does whose last save failed."""
    library = person.library.library
    data = json.loads(json.dumps(document_data(library, "session", KEY)))
    data["record"]["title"] = new_title
    text = json.dumps({"migrations": [], "pending": {}, "data": data})
    library.database.backend.put_aside("session", key, text, "save_failed", 1)


@pytest.fixture
def person(sample: Person, desk: Desk) -> Person:
    """A person whose change to “Slack Water” could not be saved the last time."""
    keep(sample, "Slack & <b>Water</b>")
    desk.close(sample)
    return desk.open(sample.folder)


def test_a_last_save_that_fails_keeps_a_copy(
    sample: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = sample.library.library.database
    session = sample.library.library.stores["session"].load(KEY)
    pauses: tuple[float, ...] = ()
    monkeypatch.setattr("sessionary.core.store.saving.RETRY_AFTER_S", pauses)

    def refuse(_write: object) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr(database, "on_error", lambda _error: None)
    monkeypatch.setattr(database.backend, "commit", refuse)
    session.patch(lambda data: {**data, "record": {**data["record"], "title": "Ebb"}})
    session.stop()
    sample.wait(lambda: session.state == "done")
    (kept,) = rescues(sample.library.library)
    assert (kept.title, kept.reason, kept.wrong) == ("Ebb", "save_failed", "")


def test_the_change_is_offered_and_not_loaded(person: Person) -> None:
    assert "A change to “Slack & <b>Water</b>” could not be saved on" in person.banner()
    assert title(person) == "Slack Water"
    person.click(person.window.banner.action)
    dialog = person.dialog(RescueDialog)
    assert dialog.changes.toPlainText().split("\n") == [
        "Title", "− Slack Water", "+ Slack & <b>Water</b>",
    ]  # fmt: skip
    person.press("Esc")
    assert title(person) == "Slack Water"


def test_it_is_brought_back_and_that_is_undone(person: Person, desk: Desk) -> None:
    person.run("tools.rescues")
    dialog = person.dialog(RescueDialog)
    person.click(dialog.back)
    assert title(person) == "Slack & <b>Water</b>"
    assert dialog.pages.currentWidget() is dialog.nothing
    person.press("Esc")
    person.press("Ctrl+Z")
    assert title(person) == "Slack Water"
    desk.close(person)
    assert desk.open(person.folder).banner() == ""


def test_it_is_let_go_after_asking(person: Person, desk: Desk) -> None:
    person.run("tools.rescues")
    dialog = person.dialog(RescueDialog)
    person.click(dialog.drop)
    person.answer(QMessageBox.StandardButton.Cancel)
    assert len(rescues(person.library.library)) == 1
    person.click(dialog.drop)
    person.answer(QMessageBox.StandardButton.Yes)
    assert rescues(person.library.library) == []
    assert title(person) == "Slack Water"


def test_a_document_that_was_never_saved_comes_back_as_a_new_one(person: Person) -> None:
    keep(person, "A night that nobody saved", key="lost")
    library = person.library.library
    person.run("tools.rescues")
    dialog = person.dialog(RescueDialog)
    assert dialog.model.rowCount() == 2
    person.click(dialog.back)
    # It has the number of the session that it was copied from.
    assert "has taken its number" in dialog.told.text()
    edit(library, "session", KEY, "/number", 77, "Edit number")
    dialog.table.choose_row(0)
    person.click(dialog.back)
    assert "A night that nobody saved" in person.titles()


def test_several_changes_are_offered_together(sample: Person, desk: Desk) -> None:
    keep(sample, "One")
    keep(sample, "Two")
    desk.close(sample)
    person = desk.open(sample.folder)
    assert person.banner() == "2 changes could not be saved; they were kept."


def test_a_copy_that_cannot_be_read_says_why_and_is_not_brought_back(sample: Person) -> None:
    sample.library.library.database.backend.put_aside("session", KEY, "{", "lock_lost", 1)
    sample.run("tools.rescues")
    dialog = sample.dialog(RescueDialog)
    assert "(corrupt)" in dialog.changes.toPlainText()
    assert not dialog.back.isEnabled()
    assert dialog.drop.isEnabled()
