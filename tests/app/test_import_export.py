"""Files in and out of the window: dialogs, drops, the recent ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from sessionary.app.resources import read_resource
from sessionary.app.sample import sample_file
from sessionary.views.exports.export_dialog import ExportDialog
from sessionary.views.imports.import_dialog import ImportDialog
from sessionary.views.sources_dialog import SourcesDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.conftest import Person

GOOD = {
    "id": "s-1",
    "campaignId": "salt-road",
    "number": 1,
    "title": "Out of Ostrel",
    "status": "completed",
    "realTime": {"startTime": "2026-01-20T18:00:00Z", "endTime": "2026-01-20T22:00:00Z"},
}
LATER = {**GOOD, "id": "s-2", "number": 2, "title": "The First Well"}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two sessions with a broken record between them, a line each."""
    path = tmp_path / "salt road.jsonl"
    lines = [json.dumps(GOOD), '{"id": "s-9", "title": ', json.dumps(LATER)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(person: Person) -> ImportDialog:
    """Return the import dialog once it has read."""
    dialog = person.dialog(ImportDialog)
    person.wait(dialog.progress.isHidden)
    return dialog


def drop(person: Person, *paths: Path) -> bool:
    """Drop files on the window; say whether they were taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    coming = QDragEnterEvent(QPoint(300, 300), copy, mime, left, none)
    coming.setAccepted(False)
    QApplication.sendEvent(person.window, coming)
    if not coming.isAccepted():
        return False
    event = QDropEvent(QPointF(300, 300), copy, mime, left, none)
    QApplication.sendEvent(person.window, event)
    return event.isAccepted()


def test_a_dropped_file_is_shown_before_it_is_imported(empty: Person, files: Path) -> None:
    assert drop(empty, files)
    dialog = read(empty)
    assert empty.window.sessions_model.total == 0
    assert dialog.go.isEnabled()
    empty.click(dialog.go)
    empty.wait(lambda: empty.window.sessions_model.total == 2)
    empty.settle()
    assert empty.titles() == ["The First Well", "Out of Ostrel"]
    assert empty.banner().startswith("Import")
    # What could not be read is kept, and Now tells of it.
    empty.press("Ctrl+1")
    card = [b for b in empty.window.now_place.findChildren(type(dialog.cancel)) if b.isVisible()]
    loose = next(button for button in card if "could not be read" in button.text())
    empty.click(loose)
    sources = empty.dialog(SourcesDialog)
    assert sources.words.toPlainText().strip() == '{"id": "s-9", "title":'
    sources.close()
    # One undo takes the whole import back.
    empty.press("Ctrl+Z")
    empty.wait(lambda: empty.window.sessions_model.total == 0)


def test_what_is_no_file_is_not_taken(empty: Person) -> None:
    mime = QMimeData()
    mime.setText("only words")
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, mime, left, none)
    event.setAccepted(False)
    QApplication.sendEvent(empty.window, event)
    assert not event.isAccepted()


def test_the_same_file_again_changes_nothing(sample: Person) -> None:
    before = sample.titles()
    sample.window.acts.import_paths([sample_file(read_resource)])
    dialog = read(sample)
    assert not dialog.go.isEnabled()
    sample.press("Esc")
    assert sample.titles() == before
    assert not sample.can("edit.undo")


def test_imported_files_are_offered_as_recent_ones(empty: Person, files: Path) -> None:
    drop(empty, files)
    dialog = read(empty)
    empty.click(dialog.go)
    empty.wait(lambda: empty.window.sessions_model.total == 2)
    menu = empty.window.recent_menu
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["salt road.jsonl", "&Clear this list"]
    menu.actions()[0].trigger()
    again = read(empty)
    assert not again.go.isEnabled()
    empty.press("Esc")
    files.unlink()
    menu.aboutToShow.emit()
    assert not menu.actions()[0].isEnabled()
    menu.actions()[-1].trigger()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["&Clear this list"]


def test_a_session_is_exported_as_it_is_previewed(sample: Person, tmp_path: Path) -> None:
    sample.click_row("Slack Water")
    sample.press("Ctrl+Shift+M")
    dialog = sample.dialog(ExportDialog)
    assert dialog.chosen_scope().key == "session"
    assert dialog.chosen_format().key == "markdown"
    target = tmp_path / "slack water.md"
    dialog.target.setFocus()
    sample.press("Ctrl+A")
    sample.type(str(target))
    sample.click(dialog.go)
    sample.wait(target.exists)
    sample.wait(dialog.progress.isHidden)
    text = target.read_text(encoding="utf-8")
    assert "Slack Water" in text.splitlines()[0]
    sample.press("Esc")
    assert sample.window.preferences.text("export_folder") == str(tmp_path)


def test_in_the_player_view_an_export_is_for_players(sample: Person) -> None:
    sample.press("Ctrl+Shift+P", "Ctrl+E")
    dialog = sample.dialog(ExportDialog)
    assert dialog.for_whom.player_safe()
    dialog.close()


def test_an_empty_library_can_be_exported_as_a_whole(empty: Person) -> None:
    empty.run("file.export")
    dialog = empty.dialog(ExportDialog)
    assert dialog.chosen_scope().key == "library"
    dialog.close()


def test_a_campaign_is_exported_from_its_page(sample: Person) -> None:
    sample.window.sessions_place.list.choose("")
    sample.window.choose_campaign(sample.library.campaigns()[0].id)
    sample.settle()
    page = sample.window.sessions_place.campaign_page
    assert page is not None
    sample.click(page.export_button)
    dialog = sample.dialog(ExportDialog)
    assert dialog.chosen_scope().title == "The Ledger of Drowned Bells"
    dialog.close()
