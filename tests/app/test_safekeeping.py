"""The window and a library that is backed up, restored, damaged, lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMessageBox

from sessionary.app.main_window import MainWindow
from sessionary.app.preferences_file import PreferencesFile
from sessionary.app.resources import read_resource
from sessionary.app.safekeeping import Safekeeping
from sessionary.app.start import _Starter
from sessionary.services.backups import automatic, listed
from sessionary.storage.connection import writer_engine
from sessionary.storage.first_page import FileState, first_campaigns, first_summaries, inspect_file
from sessionary.storage.ids import FILE_NAME
from sessionary.storage.migrate import migrate
from sessionary.views.backups_dialog import BackupsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.conftest import Desk, Person

pytestmark = pytest.mark.gui


@pytest.fixture
def folder(desk: Desk, template: Path, tmp_path: Path) -> Path:
    """The sample in a library, and a backup of it."""
    folder = tmp_path / "library"
    shutil.copytree(template, folder)
    person = desk.open(folder)
    automatic(person.library.library, "after changes")
    desk.close(person)
    return folder


def start(desk: Desk, folder: Path) -> Person:
    """Start the program on a library, in whatever state that is."""
    from tests.app.conftest import NOON, Person

    preferences = PreferencesFile(desk.home / "settings.ini")
    window = MainWindow(
        desk.qapp, desk.theme, preferences, read_resource=read_resource, now=lambda: NOON
    )
    desk.windows.append(window)
    window.show_first(first_summaries(folder / FILE_NAME), first_campaigns(folder / FILE_NAME))
    starter = _Starter(window, folder, ())
    window.starter = starter  # type: ignore[attr-defined]  # kept as long as the window
    window.library_asked.connect(lambda _folder: starter.open())
    window.show()
    starter.open()
    return Person(desk.qtbot, window, folder)


def older(folder: Path) -> None:
    """Make an empty library as the first version of the program made it."""
    folder.mkdir()
    engine = writer_engine(folder / FILE_NAME)
    migrate(engine, target="0001")
    engine.dispose()


def restore(person: Person) -> None:
    dialog = person.dialog(BackupsDialog)
    person.wait(dialog.restore.isEnabled)
    person.click(dialog.restore)
    person.answer(QMessageBox.StandardButton.Yes)
    person.wait(lambda: person.banner().startswith("The backup is in place"))


def test_a_backup_is_restored_and_the_window_goes_on_with_it(desk: Desk, folder: Path) -> None:
    person = start(desk, folder)
    person.settle()
    person.click_row("Slack Water")
    person.press("Del")
    assert "Slack Water" not in person.titles()
    person.run("file.restore")
    restore(person)
    person.settle()
    assert "Slack Water" in person.titles()
    assert [backup.why for backup in listed(folder)] == ["before restore", "after changes"]
    person.click_row("Slack Water")
    person.press("Del")
    assert "Slack Water" not in person.titles(), "it can be edited"


def test_an_older_library_is_brought_up_to_date_beside_the_window(
    desk: Desk, tmp_path: Path
) -> None:
    older(tmp_path / "older")
    person = start(desk, tmp_path / "older")
    greeting = person.window.sessions_place.greeting
    assert greeting.accessibleName() == "Your library is being brought up to date"
    assert greeting.button.isHidden()
    person.wait(lambda: person.window.library is not None)
    assert greeting.accessibleName() == "Your library is empty"
    assert greeting.button.isVisible()
    assert [backup.why for backup in listed(person.folder)] == ["before migration"]


def test_a_window_that_is_closed_meanwhile_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    person = start(desk, tmp_path / "new")
    assert person.window.library is None
    assert person.window.close()
    person.window.starter.end()  # type: ignore[attr-defined]  # as the program does
    desk.qapp.processEvents()
    assert person.window.library is None
    assert first_summaries(person.folder / FILE_NAME) == []
    assert inspect_file(person.folder / FILE_NAME) is FileState.CURRENT


@pytest.mark.parametrize("damage", ["cut", "empty", "a letter", "gone"])
def test_a_library_that_cannot_be_opened_offers_its_backup(
    desk: Desk, folder: Path, damage: str
) -> None:
    file = folder / FILE_NAME
    spoilt = {"cut": file.read_bytes()[:50_000], "empty": b"", "a letter": b"Dear Mara" * 999}
    if damage in spoilt:
        file.write_bytes(spoilt[damage])
    else:
        file.unlink()
    person = start(desk, folder)
    dialog = person.dialog(BackupsDialog)
    assert str(file) in dialog.words.text()
    restore(person)
    person.settle()
    assert "Slack Water" in person.titles()
    kept = list(folder.glob("library damaged *"))
    assert [path.read_bytes() for path in kept] == ([spoilt[damage]] if damage in spoilt else [])


def test_declining_closes_the_window_and_leaves_the_file(desk: Desk, folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"Dear Mara" * 999)
    person = start(desk, folder)
    person.click(person.dialog(BackupsDialog).close_button)
    assert not person.window.isVisible()
    assert (folder / FILE_NAME).read_bytes() == b"Dear Mara" * 999


def test_damage_that_is_found_later_makes_the_library_read_only(desk: Desk, folder: Path) -> None:
    file = folder / FILE_NAME
    whole = file.read_bytes()
    # A page of an index that the window does not read: only a look at the whole file finds it.
    for page in range(len(whole) // 4096 - 1, 1, -1):
        at = page * 4096
        file.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
        if len(first_summaries(file)) == 13 and first_campaigns(file):
            break
    spoilt = file.read_bytes()
    person = start(desk, folder)
    dialog = person.dialog(BackupsDialog)
    assert "damaged" in dialog.words.text()
    assert file.read_bytes() == spoilt
    if person.window.library is not None:
        assert person.library.library.read_only
    restore(person)
    person.settle()
    assert "Slack Water" in person.titles()
    assert not person.library.library.read_only


def test_a_text_that_is_not_the_one_that_was_written_is_found_at_the_start(
    desk: Desk, folder: Path
) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        # SQLite itself has nothing against it.
        connection.execute("UPDATE entry SET text = replace(text, 'bell', 'boll') WHERE pk = 7")
        connection.execute("UPDATE document SET text = replace(text, 'Wren', 'Wran')")
    person = start(desk, folder)
    dialog = person.dialog(BackupsDialog)
    assert "is not as it was written" in dialog.words.text()
    assert person.library.library.read_only


def test_a_whole_library_is_looked_at_without_a_word(desk: Desk, folder: Path) -> None:
    person = desk.open(folder)
    found: list[str] = []
    keeping = Safekeeping(person.window, person.library, look_after_ms=0)
    keeping.damaged.connect(found.append)
    person.wait(lambda: bool(person.library._jobs))
    person.wait(lambda: not person.library._jobs)
    assert found == []
    assert person.banner() == ""


def test_a_backup_that_cannot_be_made_is_told_of(desk: Desk, folder: Path) -> None:
    person = desk.open(folder)
    shutil.rmtree(folder / "backups")
    (folder / "backups").write_text("in the way")
    keeping = Safekeeping(person.window, person.library)
    keeping.clock._back_up()
    person.wait(lambda: person.banner().startswith("No backup was made"))
