"""The library file: recognised before it is trusted, and never there by half."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from sessionary.core.problems import UserError
from sessionary.storage.first_page import FileState, first_summaries, inspect_file
from sessionary.storage.ids import FILE_NAME
from sessionary.storage.library_file import DiskError, LibraryFile, LibraryInUse, NotALibrary
from sessionary.storage.lock import LibraryLock, LockHeld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LibraryFile]:
    file = LibraryFile(tmp_path)
    yield file
    file.close()


def test_a_library_is_made_where_there_is_none(library: LibraryFile, tmp_path: Path) -> None:
    assert inspect_file(tmp_path / FILE_NAME) is FileState.CURRENT
    assert first_summaries(tmp_path / FILE_NAME) == []
    assert not list(tmp_path.glob("*.new*"))


def test_what_a_killed_first_start_left_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / f"{FILE_NAME}.new").write_bytes(b"half of a library")
    file = LibraryFile(tmp_path)
    file.close()
    assert inspect_file(tmp_path / FILE_NAME) is FileState.CURRENT


@pytest.mark.parametrize("content", [b"", b"just text", b"SQLite format 3\0" + b"\0" * 100])
def test_a_file_that_is_none_of_ours_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(NotALibrary, match="left as it is"):
        LibraryFile(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE theirs (name)").close()
    with pytest.raises(NotALibrary):
        LibraryFile(tmp_path)


def test_a_newer_library_is_only_read_and_stays_byte_for_byte(tmp_path: Path) -> None:
    LibraryFile(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version=99").close()
        connection.execute("PRAGMA journal_mode=DELETE").close()
    before = (tmp_path / FILE_NAME).read_bytes()
    file = LibraryFile(tmp_path)
    assert file.read_only
    assert "newer Sessionary" in file.reason
    with file.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM document").scalar() == 0
    with pytest.raises(UserError, match="newer"), file.writing():
        pass
    file.close()
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_second_program_is_told_who_has_the_library(library: LibraryFile, tmp_path: Path) -> None:
    with pytest.raises(LibraryInUse, match="open in another window"):
        LibraryFile(tmp_path)
    reader = LibraryFile(tmp_path, read_only=True)
    with reader.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM act").scalar() == 0
    reader.close()


def test_the_lock_of_a_killed_program_is_free_at_once(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from sessionary.storage.lock import LibraryLock\n"
        "lock = LibraryLock(Path(sys.argv[1]))\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LockHeld, match=str(process.pid)):
        LibraryLock(tmp_path)
    process.kill()
    process.communicate()
    LibraryLock(tmp_path).release()


def test_a_reader_sees_one_state_for_as_long_as_it_reads(library: LibraryFile) -> None:
    with library.reading() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM act").scalar()
        with library.writing() as writer:
            writer.exec_driver_sql("INSERT INTO act (at, name, origin) VALUES (0, 'x', 'edit')")
        assert reader.exec_driver_sql("SELECT count(*) FROM act").scalar() == before
    with library.reading() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM act").scalar() == 1


def test_a_transaction_that_raises_leaves_nothing(library: LibraryFile) -> None:
    def fail_half_way() -> None:
        with library.writing() as writer:
            writer.exec_driver_sql("INSERT INTO act (at, name, origin) VALUES (0, 'x', 'edit')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with library.reading() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM act").scalar() == 0


def test_a_commit_to_a_file_that_was_deleted_is_an_error(
    library: LibraryFile, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(DiskError, match="deleted"), library.writing() as writer:
        writer.exec_driver_sql("INSERT INTO act (at, name, origin) VALUES (0, 'x', 'edit')")


def test_a_closed_library_is_one_file(tmp_path: Path) -> None:
    file = LibraryFile(tmp_path)
    with file.writing() as writer:
        writer.exec_driver_sql("INSERT INTO act (at, name, origin) VALUES (0, 'x', 'edit')")
    assert file.wal_bytes() > 0
    file.close()
    assert not (tmp_path / f"{FILE_NAME}-wal").exists()


def test_every_connection_is_set_up_to_lose_nothing(library: LibraryFile) -> None:
    wanted = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "journal_mode": "wal"}
    with library.writing() as writer:
        found = {name: writer.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted
