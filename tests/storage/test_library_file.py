from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from sessionary.core.backups import BackupFailed
from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.storage import backup, settings, tables
from sessionary.storage.connection import writer_engine
from sessionary.storage.first_page import FileState, inspect_file
from sessionary.storage.ids import APPLICATION_ID, FILE_NAME, SCHEMA_VERSION
from sessionary.storage.library_file import DiskError, LibraryFile, LibraryInUse, NotALibrary
from sessionary.storage.lock import LOCK_NAME, WRITE_NAME, LibraryLock, LockHeld
from sessionary.storage.migrate import migrate
from sessionary.storage.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LibraryFile]:
    file = LibraryFile(tmp_path / "library")
    yield file
    file.close()


def keep(library: LibraryFile, name: str, value: str) -> None:
    with library.writing() as connection:
        settings.keep(connection, name, value)


def kept(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, value FROM setting WHERE name<>'index'"))


def schema(connection: sqlite3.Connection) -> dict[str, object]:
    """Return columns and indexes of each table, in no order."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'fts%' "
        "AND name <> 'alembic_version' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    found: dict[str, object] = {}
    for (name,) in names:
        columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
        indexes = {
            (
                "" if row[1].startswith("sqlite_") else row[1],
                *row[2:5:2],
                *(part[2] for part in connection.execute(f"PRAGMA index_info({row[1]})")),
            )
            for row in connection.execute(f"PRAGMA index_list({name})").fetchall()
        }
        found[name] = ({(c[1], c[2], c[3], c[5]) for c in columns}, indexes)
    return found


def test_the_migrations_make_the_tables_that_the_classes_describe(
    library: LibraryFile, tmp_path: Path
) -> None:
    engine = writer_engine(tmp_path / "described.db")
    assert tables.DocumentRow.__tablename__ == "document"
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    with (
        closing(sqlite3.connect(tmp_path / "described.db")) as described,
        closing(sqlite3.connect(library.path)) as made,
    ):
        assert schema(made) == schema(described)


def test_a_new_library_is_marked_as_ours(library: LibraryFile) -> None:
    assert inspect_file(library.path) is FileState.CURRENT
    with closing(sqlite3.connect(library.path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_writer_loses_nothing_in_a_power_cut(library: LibraryFile) -> None:
    with library.writing() as connection:
        for pragma, value in (("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_library_that_was_begun_and_not_finished_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / f"{FILE_NAME}.new").write_bytes(b"half of it")
    file = LibraryFile(folder)
    keep(file, "a", "b")
    file.close()
    assert {path.name for path in folder.iterdir()} == {FILE_NAME, LOCK_NAME, WRITE_NAME}


def test_closed_it_is_one_file(library: LibraryFile) -> None:
    keep(library, "zone", "UTC")
    library.close()
    assert {path.name for path in library.folder.iterdir()} == {FILE_NAME, LOCK_NAME, WRITE_NAME}
    assert kept(library.path) == {"zone": "UTC"}


def test_an_exception_takes_the_whole_transaction_back(library: LibraryFile) -> None:
    keep(library, "a", "1")

    def change_and_fail() -> None:
        with library.writing() as connection:
            settings.keep(connection, "a", "2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert kept(library.path) == {"a": "1"}


def test_a_reader_sees_one_state_for_as_long_as_it_is_held(library: LibraryFile) -> None:
    keep(library, "a", "1")
    with library.reading() as connection:
        assert settings.value(connection, "a") == "1"
        done = threading.Thread(target=keep, args=(library, "a", "2"))
        done.start()
        done.join(10)
        assert settings.value(connection, "a") == "1"
    with library.reading() as connection:
        assert settings.value(connection, "a") == "2"


def test_a_reader_cannot_write(library: LibraryFile) -> None:
    with pytest.raises((DiskError, DBAPIError)), library.reading() as connection:
        settings.keep(connection, "a", "1")
    assert kept(library.path) == {}


def test_a_rule_of_the_tables_is_a_conflict_and_not_a_failing_disk(library: LibraryFile) -> None:
    twice = "INSERT INTO setting (name, value) VALUES ('a', 'b'), ('a', 'c')"
    with pytest.raises(StoreError, match="conflict"), library.writing() as connection:
        connection.exec_driver_sql(twice)


def test_several_programs_write_to_one_library_in_turn(library: LibraryFile) -> None:
    second = LibraryFile(library.folder)
    for number in range(20):
        keep((library, second)[number % 2], f"{number}", "kept")
    library.close()
    assert len(kept(second.path)) == 20
    keep(second, "last", "kept")
    second.close()
    assert len(kept(second.path)) == 21
    assert not second.path.with_name(f"{FILE_NAME}-wal").exists()


def test_a_writer_that_waits_too_long_is_told_so_and_has_changed_nothing(
    library: LibraryFile,
) -> None:
    second = LibraryFile(library.folder)
    with library.writing() as connection:
        settings.keep(connection, "a", "1")
        with (
            pytest.raises(DiskError, match="is being written to"),
            second.writing(patience=0.01) as late,
        ):
            settings.keep(late, "a", "2")
    with (
        second.writing(),
        pytest.raises(DiskError, match="is being written to"),
        library.writing(patience=0.01),
    ):
        pass
    second.close()
    assert kept(library.path) == {"a": "1"}


def test_what_need_not_last_is_written_without_waiting_and_the_next_one_waits(
    library: LibraryFile,
) -> None:
    def synchronous(*, lasting: bool) -> object:
        with library.writing(lasting=lasting) as connection:
            return connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert [synchronous(lasting=lasting) for lasting in (True, False, True)] == [2, 1, 2]
    with pytest.raises(ZeroDivisionError), library.writing(lasting=False):
        raise ZeroDivisionError
    assert synchronous(lasting=True) == 2


def test_a_long_wal_is_moved_into_the_file_by_the_commit_that_makes_it_long(
    library: LibraryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessionary.storage.writer.LONG_WAL", 100_000)
    size = library.path.stat().st_size
    keep(library, "a", "x" * 10_000)
    assert library.path.stat().st_size == size
    keep(library, "b", "x" * 200_000)
    assert library.path.stat().st_size > size + 200_000


def checkpoints_of(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with the checkpoints that a writer makes."""
    made: list[str] = []
    pragma = writer._pragma

    def noted(text: str) -> None:
        if text.startswith("wal_checkpoint"):
            made.append(text)
        pragma(text)

    monkeypatch.setattr(writer, "_pragma", noted)
    return made


def test_after_that_the_wal_begins_anew_and_other_commits_move_nothing(
    library: LibraryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessionary.storage.writer.LONG_WAL", 5_000_000)
    assert library._writer is not None
    library._writer.close()
    writer = library._writer = Writer(library.path)
    made = checkpoints_of(writer, monkeypatch)
    for number in range(90):
        keep(library, "a", f"{number:05d}" * 40_000)
    assert 2 <= len(made) <= 5
    assert library.wal_bytes() <= 5_500_000


def test_while_somebody_reads_the_wal_grows_and_is_not_moved_at_each_commit(
    library: LibraryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessionary.storage.writer.LONG_WAL", 200_000)
    assert library._writer is not None
    made = checkpoints_of(library._writer, monkeypatch)
    with library.reading() as connection:
        settings.value(connection, "a")
        for number in range(50):
            keep(library, "a", f"{number:05d}" * 2_000)
    assert 5 <= len(made) <= 15


def test_who_needs_the_library_alone_is_told_who_has_it(library: LibraryFile) -> None:
    with pytest.raises(LibraryInUse, match=f"open in another window .process {os.getpid()}"):
        LibraryFile(library.folder, alone=True)
    with pytest.raises(LockHeld):
        LibraryLock(library.folder)
    library.close()
    alone = LibraryFile(library.folder, alone=True)
    with pytest.raises(LibraryInUse, match="needed alone by another program"):
        LibraryFile(library.folder)
    second = LibraryFile(library.folder, read_only=True)
    with pytest.raises(UserError, match="reading only"), second.writing():
        pass
    second.close()
    alone.close()


def test_a_start_waits_for_one_that_is_soon_done_with_it_alone(library: LibraryFile) -> None:
    library.close()
    alone = LibraryFile(library.folder, alone=True)
    threading.Timer(0.1, alone.close).start()
    LibraryFile(library.folder).close()


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessionary.storage.library_file._OPENING_S", 0.5)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a kill")
def test_the_lock_of_a_program_that_was_killed_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; "
        "from sessionary.storage.library_file import LibraryFile; "
        "file = LibraryFile(Path(sys.argv[1]), alone=True); "
        "print('open', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], env=environment, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        try:
            with pytest.raises(LibraryInUse, match=f"process {holder.pid}"):
                LibraryFile(tmp_path)
        finally:
            holder.send_signal(signal.SIGKILL)
            holder.wait(10)
    LibraryFile(tmp_path).close()


@pytest.mark.parametrize("content", [b"", b"something else", b"SQLite format 3\0" + b"\0" * 100])
def test_a_file_that_is_none_of_ours_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(NotALibrary):
            LibraryFile(tmp_path, read_only=read_only)
    assert path.read_bytes() == content
    assert not (tmp_path / LOCK_NAME).exists()


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(NotALibrary):
        LibraryFile(tmp_path)
    assert path.read_bytes() == before


def test_a_newer_library_is_read_and_never_written(library: LibraryFile) -> None:
    keep(library, "a", "1")
    library.close()
    with closing(sqlite3.connect(library.path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = library.path.read_bytes()
    newer = LibraryFile(library.folder)
    assert newer.read_only
    assert "newer Sessionary" in newer.reason
    with newer.reading() as connection:
        assert settings.value(connection, "a") == "1"
    with pytest.raises(UserError, match="newer Sessionary"), newer.writing():
        pass
    newer.close()
    assert library.path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        # A table of the first migration is there already: half of it succeeds, then it fails.
        connection.execute("CREATE TABLE setting (other)")
        connection.execute("INSERT INTO setting VALUES (7)")
        connection.commit()
    engine = writer_engine(path)
    with pytest.raises(DBAPIError, match="already exists"):
        migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("setting",)]
        assert connection.execute("SELECT * FROM setting").fetchall() == [(7,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_file_that_is_deleted_while_it_is_open_is_noticed(library: LibraryFile) -> None:
    library.path.unlink()
    with pytest.raises(DiskError, match="was deleted while it was open"):
        keep(library, "a", "1")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_a_file_that_is_replaced_while_it_is_open_is_noticed(
    library: LibraryFile, tmp_path: Path
) -> None:
    keep(library, "a", "1")
    backup.copy(library.path, tmp_path / "copy")
    (tmp_path / "copy").replace(library.path)
    with pytest.raises(DiskError, match="was replaced while it was open"):
        keep(library, "a", "2")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_library_in_a_folder_that_cannot_be_written_is_read(library: LibraryFile) -> None:
    keep(library, "a", "1")
    library.close()
    library.folder.chmod(0o555)
    try:
        file = LibraryFile(library.folder, read_only=True)
        with file.reading() as connection:
            assert settings.value(connection, "a") == "1"
        file.close()
    finally:
        library.folder.chmod(0o755)


# Copies


def test_a_backup_is_of_one_moment_and_needs_no_other_file(
    library: LibraryFile, tmp_path: Path
) -> None:
    keep(library, "a", "1")
    assert library.wal_bytes() > 0
    made = backup.make(library.path, tmp_path / "copies", "before import").path
    keep(library, "a", "2")
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert made.name.endswith(" before import, 0 sessions, 0 events.sessionary.gz")
    with backup.unpacked(made, tmp_path) as (plain, _snapshot):
        assert inspect_file(plain) is FileState.CURRENT
        assert kept(plain) == {"a": "1"}


def test_two_backups_of_one_second_have_two_names(library: LibraryFile, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    now = datetime(2025, 1, 20, 18, 5, tzinfo=UTC)
    names = [backup.make(library.path, tmp_path, "x", now=now).path.name for _ in range(3)]
    assert names == [
        "2025-01-20 180500 x, 0 sessions, 0 events.sessionary.gz",
        "2025-01-20 180500 x, 0 sessions, 0 events (2).sessionary.gz",
        "2025-01-20 180500 x, 0 sessions, 0 events (3).sessionary.gz",
    ]


def test_without_room_there_is_no_backup_and_nothing_left_of_it(
    library: LibraryFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(BackupFailed, match="MB free"):
        backup.copy(library.path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_copy_that_is_not_whole_does_not_count(library: LibraryFile, tmp_path: Path) -> None:
    for number in range(2000):
        keep(library, f"name {number}", "value" * 20) if number % 500 == 0 else None
    with library.writing() as connection:
        for number in range(2000):
            settings.keep(connection, f"name {number}", "value" * 20)
    library.close()
    with library.path.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"\xff" * 8192)
    target = tmp_path / "copy"
    target.write_bytes(b"the last good one")
    with pytest.raises(BackupFailed):
        backup.copy(library.path, target)
    assert target.read_bytes() == b"the last good one"
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_takes_the_place_of_a_library(library: LibraryFile, tmp_path: Path) -> None:
    keep(library, "a", "1")
    copy = tmp_path / "copy"
    backup.copy(library.path, copy)
    keep(library, "a", "2")
    library.close()
    # What a program that died has left beside the file belongs to the old one.
    library.path.with_name(f"{FILE_NAME}-wal").write_bytes(b"old")
    with backup.unpacked(copy, library.folder) as (plain, _snapshot):
        backup.put_in_place(plain, library.path)
    assert kept(library.path) == {"a": "1"}
    assert not list(library.folder.glob(".*"))
