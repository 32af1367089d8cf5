"""Backups: whole, verified, and put back without losing what was there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from sessionary.core.backups import BackupFailed
from sessionary.core.problems import UserError
from sessionary.services.backups import back_up, describe, restore
from sessionary.storage import backup
from sessionary.storage.first_page import FileState, inspect_file
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


def stopped(folder: Path, target: Path) -> Path:
    """Return what is left of a library in use when its program is killed just now."""
    shutil.copytree(folder, target)
    (target / (FILE_NAME + "-shm")).unlink(missing_ok=True)
    return target


def test_an_old_library_is_whole_when_a_restore_is_stopped_before_the_new_one_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = LibraryFile(tmp_path / "home")
    back_up(tmp_path / "home", tmp_path / "copy.sessionary")
    note(file, 3)
    hot = stopped(tmp_path / "home", tmp_path / "hot")
    file.close()

    class Stopped(BaseException):
        """The program is killed here."""

    def stop(*_arguments: object) -> None:
        raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", stop)
        with pytest.raises(Stopped):
            backup.put_in_place(tmp_path / "copy.sessionary", hot / FILE_NAME)
    assert not (hot / (FILE_NAME + "-wal")).exists()
    assert acts(hot) == 3
    backup.put_in_place(tmp_path / "copy.sessionary", hot / FILE_NAME)
    assert acts(hot) == 0


def test_a_restored_library_needs_no_journal_to_be_written_to(tmp_path: Path) -> None:
    LibraryFile(tmp_path / "home").close()
    back_up(tmp_path / "home", tmp_path / "copy.sessionary")
    restore(tmp_path / "home", tmp_path / "copy.sessionary")
    with closing(sqlite3.connect(tmp_path / "home" / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_copy_is_a_library_also_when_a_program_was_stopped_while_it_first_opened_it(
    tmp_path: Path,
) -> None:
    file = LibraryFile(tmp_path / "home")
    note(file, 3)
    file.close()
    (tmp_path / "copied").mkdir()
    back_up(tmp_path / "home", tmp_path / "copied" / FILE_NAME)
    with closing(sqlite3.connect(tmp_path / "copied" / FILE_NAME)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")
        connection.execute("DELETE FROM act")
        left = stopped(tmp_path / "copied", tmp_path / "left")
    assert (left / (FILE_NAME + "-journal")).stat().st_size
    assert inspect_file(left / FILE_NAME) is FileState.CURRENT
    LibraryFile(left).close()
    assert acts(left) == 3
