"""Backups: whole, verified, and put back without losing what was there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sessionary.core.backups import BackupFailed
from sessionary.core.problems import UserError
from sessionary.services.backups import back_up, describe, restore
from sessionary.storage import backup
from sessionary.storage.ids import FILE_NAME
from sessionary.storage.library_file import LibraryFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def acts(folder: Path) -> int:
    file = LibraryFile(folder, read_only=True)
    with file.reading() as connection:
        count: int = connection.exec_driver_sql("SELECT count(*) FROM act").scalar_one()
    file.close()
    return count


def note(file: LibraryFile, times: int) -> None:
    with file.writing() as writer:
        for _time in range(times):
            writer.exec_driver_sql("INSERT INTO act (at, name, origin) VALUES (0, 'x', 'edit')")


def test_a_backup_of_an_open_library_holds_what_was_saved(tmp_path: Path) -> None:
    file = LibraryFile(tmp_path / "home")
    note(file, 3)
    back_up(tmp_path / "home", tmp_path / "away" / FILE_NAME)
    note(file, 2)
    file.close()
    assert acts(tmp_path / "away") == 3
    assert not list((tmp_path / "away").glob("*.part"))


def test_a_backup_that_does_not_fit_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LibraryFile(tmp_path / "home").close()
    usage = shutil.disk_usage(tmp_path)
    full: Callable[[Path], object] = lambda _path: usage._replace(free=10)  # noqa: E731
    monkeypatch.setattr("shutil.disk_usage", full)
    with pytest.raises(BackupFailed, match="MB free"):
        back_up(tmp_path / "home", tmp_path / "away" / "copy.sessionary")
    assert not list((tmp_path / "away").iterdir())


def test_two_backups_of_one_second_have_two_names(tmp_path: Path) -> None:
    LibraryFile(tmp_path).close()
    made = {backup.make(tmp_path / FILE_NAME, tmp_path / "b", "before import") for _ in range(3)}
    assert len(made) == 3


def test_restoring_keeps_what_was_there(tmp_path: Path) -> None:
    file = LibraryFile(tmp_path / "home")
    note(file, 1)
    file.close()
    copy = back_up(tmp_path / "home", tmp_path / "copy.sessionary")
    file = LibraryFile(tmp_path / "home")
    note(file, 4)
    file.close()
    kept = restore(tmp_path / "home", copy)
    assert acts(tmp_path / "home") == 1
    assert kept is not None
    assert kept.name.endswith("before restore, 0 sessions, 0 events.sessionary.gz")
    assert "0 sessions" in describe(kept)
    restore(tmp_path / "home", kept)
    assert acts(tmp_path / "home") == 5


def test_what_is_no_library_is_not_restored(tmp_path: Path) -> None:
    file = LibraryFile(tmp_path / "home")
    file.close()
    other = tmp_path / "notes.txt"
    other.write_text("not a library")
    with pytest.raises(UserError, match="not a library"):
        restore(tmp_path / "home", other)


def test_a_library_that_is_open_is_not_replaced(tmp_path: Path) -> None:
    file = LibraryFile(tmp_path / "home")
    copy = back_up(tmp_path / "home", tmp_path / "copy.sessionary")
    with pytest.raises(UserError, match="open in another window"):
        restore(tmp_path / "home", copy)
    file.close()
