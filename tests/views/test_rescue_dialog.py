"""What could not be saved, as a person sees it and decides about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from sessionary.core.store.errors import SaveFailed
from sessionary.core.store.plain import PlainScheduler
from sessionary.models.open_library import OpenLibrary
from sessionary.models.rescue_list import RescuesModel
from sessionary.services.library import Library
from sessionary.services.rescues import rescues
from sessionary.services.sessions import document_data, edit, summaries
from sessionary.views.rescue_dialog import RescueDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

    Show = Callable[[], RescueDialog]

pytestmark = pytest.mark.gui


def data(title: str) -> dict[str, Any]:
    record = {
        "id": "s", "campaignId": "c", "number": 1, "title": title,
        "realTime": {"startTime": "2025-02-01T18:00:00Z"},
    }  # fmt: skip
    return {"record": record, "own": {}, "spelling": {}}


@pytest.fixture
def library(qapp: QApplication, tmp_path: Path) -> Iterator[OpenLibrary]:
    """A session called Bells, of which a change to Drowned Bells could not be saved."""
    opened = OpenLibrary(Library(tmp_path / "library", PlainScheduler(), zone="UTC"))
    with opened.library.act("New session") as act:
        act.create(opened.library.stores["session"], "s", data("Bells"))
    keep(opened, "Drowned Bells")
    yield opened
    opened.close()


def keep(library: OpenLibrary, title: str, key: str = "s") -> None:
    text = json.dumps({"migrations": [], "pending": {}, "data": data(title)})
    library.library.database.backend.put_aside("session", key, text, "save_failed", 1)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme, library: OpenLibrary) -> Iterator[Show]:
    shown: list[RescueDialog] = []

    def made() -> RescueDialog:
        dialog = RescueDialog(theme, library)
        shown.append(dialog)
        dialog.open()
        return dialog

    yield made
    for dialog in shown:
        if isValid(dialog):
            dialog.close()


def title(library: OpenLibrary) -> Any:
    return document_data(library.library, "session", "s")["record"]["title"]


def answer(dialog: RescueDialog, button: QMessageBox.StandardButton) -> None:
    box = dialog.findChildren(QMessageBox)[-1]
    pressed = box.button(button)
    assert pressed is not None
    pressed.click()


def test_the_model_behaves(qtmodeltester: ModelTester, library: OpenLibrary) -> None:
    qtmodeltester.check(RescuesModel(rescues(library.library)))


def test_a_copy_is_shown_against_the_present(show: Show, library: OpenLibrary) -> None:
    dialog = show()
    assert [dialog.model.index(0, column).data() for column in (1, 2)] == [
        "Drowned Bells", "The disk did not take it",
    ]  # fmt: skip
    assert dialog.changes.toPlainText().split("\n") == ["Title", "− Bells", "+ Drowned Bells"]
    assert title(library) == "Bells"


def test_a_copy_is_let_go_after_asking(show: Show, library: OpenLibrary) -> None:
    dialog = show()
    dialog.drop.click()
    answer(dialog, QMessageBox.StandardButton.Cancel)
    assert len(rescues(library.library)) == 1
    dialog.drop.click()
    answer(dialog, QMessageBox.StandardButton.Yes)
    assert rescues(library.library) == []
    assert title(library) == "Bells"


def test_a_document_that_was_never_saved_comes_back_as_a_new_one(
    show: Show, library: OpenLibrary
) -> None:
    keep(library, "A night that nobody saved", key="lost")
    dialog = show()
    dialog.back.click()
    # It has the number of the other session.
    assert "has taken its number" in dialog.told.text()
    edit(library.library, "session", "s", "/number", 77, "Edit number")
    dialog.table.choose_row(0)
    dialog.back.click()
    found = [session.title for session in summaries(library.library)]
    assert sorted(found) == ["A night that nobody saved", "Bells"]
    library.undo()
    assert [session.title for session in summaries(library.library)] == ["Bells"]


def test_a_copy_that_says_what_the_library_says_is_told_to(
    show: Show, library: OpenLibrary
) -> None:
    edit(library.library, "session", "s", "/title", "Drowned Bells", "Edit title")
    assert show().changes.toPlainText() == "The library says all that already."


def test_a_copy_that_cannot_be_read_says_why_and_is_not_brought_back(
    show: Show, library: OpenLibrary
) -> None:
    library.library.database.backend.put_aside("session", "s", "{", "lock_lost", 1)
    dialog = show()
    assert "(corrupt)" in dialog.changes.toPlainText()
    assert not dialog.back.isEnabled()
    assert dialog.drop.isEnabled()


def test_a_last_save_that_fails_leaves_a_copy(
    library: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = library.library.database
    session = library.library.stores["session"].load("s")
    monkeypatch.setattr("sessionary.core.store.saving.RETRY_AFTER_S", ())

    def refuse(_write: object) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr(database, "on_error", lambda _error: None)
    monkeypatch.setattr(database.backend, "commit", refuse)
    session.patch(lambda value: {**value, "record": {**value["record"], "title": "Ebb"}})
    session.stop()
    assert not session.wait(5)
    kept = rescues(library.library)[0]
    assert (kept.title, kept.reason, kept.wrong) == ("Ebb", "save_failed", "")
