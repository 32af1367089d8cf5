from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from sessionary.core.store.plain import PlainScheduler
from sessionary.models.backup_list import BackupsModel
from sessionary.services.backups import automatic, back_up, listed
from sessionary.services.library import Library
from sessionary.services.sessions import new_campaign
from sessionary.storage.ids import FILE_NAME
from sessionary.views.backups_dialog import BackupsDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

    Show = Callable[..., BackupsDialog]

pytestmark = pytest.mark.gui
NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with three backups, an hour apart."""
    library = Library(tmp_path / "library", PlainScheduler(), zone="Europe/Berlin")
    for hours, why in enumerate(("after changes", "before import", "before restore")):
        new_campaign(library, f"Campaign {hours}")
        automatic(library, why, now=NOW - timedelta(hours=3 - hours))
    library.close()
    return tmp_path / "library"


@pytest.fixture
def show(qtbot: QtBot, theme: Theme, folder: Path) -> Iterator[Show]:
    shown: list[BackupsDialog] = []

    def made(words: str = "", other: str = "") -> BackupsDialog:
        def ask_file(_parent: QWidget | None, *_words: str) -> tuple[str, str]:
            return other, ""

        dialog = BackupsDialog(theme, folder, words=words, ask_file=ask_file)
        shown.append(dialog)
        dialog.open()
        return dialog

    yield made
    for dialog in shown:
        if isValid(dialog):
            dialog.close()


def cells(dialog: BackupsDialog, *columns: int) -> list[list[str]]:
    model = dialog.table.model()
    return [
        [model.index(row, column).data() for column in columns] for row in range(model.rowCount())
    ]


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-300])


def test_the_model_behaves(qtmodeltester: ModelTester, folder: Path) -> None:
    qtmodeltester.check(BackupsModel(folder))


def test_backups_are_listed_with_the_newest_first_and_the_chosen_one_is_proved(
    qtbot: QtBot, show: Show
) -> None:
    dialog = show()
    assert cells(dialog, 1, 2, 3) == [
        ["Before a restore", "0", "0"],
        ["Before an import", "0", "0"],
        ["After changes", "0", "0"],
    ]
    assert QLocale().toString(NOW.date().year)[-2:] in cells(dialog, 0)[0][0]
    assert not dialog.restore.isEnabled()
    qtbot.waitUntil(dialog.restore.isEnabled)
    assert dialog.about.text() == "0 sessions, 0 events. The file is whole."


def test_a_damaged_backup_cannot_be_restored(qtbot: QtBot, show: Show, folder: Path) -> None:
    spoil(folder / "backups" / listed(folder)[0].name)
    dialog = show()
    qtbot.waitUntil(lambda: "not whole" in dialog.about.text())
    assert not dialog.restore.isEnabled()
    dialog.table.choose_row(1)
    qtbot.waitUntil(dialog.restore.isEnabled)


def test_where_the_library_is_damaged_the_newest_whole_backup_is_chosen(
    qtbot: QtBot, show: Show, folder: Path
) -> None:
    for backup in listed(folder)[:2]:
        spoil(folder / "backups" / backup.name)
    dialog = show("The library is damaged.")
    assert dialog.words.isVisible()
    qtbot.waitUntil(dialog.restore.isEnabled)
    assert dialog.table.currentIndex().row() == 2


def test_restoring_is_asked_for_and_the_answer_told(qtbot: QtBot, show: Show, folder: Path) -> None:
    dialog = show()
    asked: list[Path] = []
    dialog.restore_asked.connect(asked.append)
    dialog.table.choose_row(1)
    qtbot.waitUntil(dialog.restore.isEnabled)
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    (box,) = dialog.findChildren(QMessageBox)
    assert "The present library is kept." in box.informativeText()
    assert asked == []
    yes = box.button(QMessageBox.StandardButton.Yes)
    assert yes is not None
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert asked == [folder / "backups" / listed(folder)[1].name]


def test_another_file_can_be_opened(qtbot: QtBot, show: Show, folder: Path, tmp_path: Path) -> None:
    copy = back_up(folder, tmp_path / "<b>copy &amp;.sessionary")
    dialog = show(other=str(copy))
    qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)
    assert cells(dialog, 0, 1)[0] == ["<b>copy &amp;.sessionary", "Another file"]
    chosen = dialog.chosen()
    assert chosen is not None
    assert chosen.path == copy
    qtbot.waitUntil(dialog.restore.isEnabled)
    qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)
    assert dialog.model.rowCount() == 4, "it is listed once"


def test_a_file_that_is_no_library_says_so(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Mara")
    dialog = show(other=str(letter))
    qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is not a library of this program" in dialog.about.text())
    assert not dialog.restore.isEnabled()


def test_without_backups_it_says_when_there_will_be_some(show: Show, folder: Path) -> None:
    for backup in listed(folder):
        (folder / "backups" / backup.name).unlink()
    dialog = show()
    assert dialog.empty.isVisible()
    assert not dialog.restore.isEnabled()


def test_it_can_be_closed_while_it_looks_into_a_backup(show: Show, folder: Path) -> None:
    dialog = show()
    dialog._look_into()
    assert dialog._looking
    dialog.close()
    assert (folder / FILE_NAME).exists()
    assert not list((folder / "backups").glob(".*"))
