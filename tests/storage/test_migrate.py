"""Migrations: what they make, and that a failure anywhere leaves the file as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from sessionary.storage import backup, tables
from sessionary.storage.connection import writer_engine
from sessionary.storage.first_page import FileState, inspect_file
from sessionary.storage.ids import APPLICATION_ID, FILE_NAME, SCHEMA_VERSION
from sessionary.storage.library_file import LibraryFile
from sessionary.storage.migrate import migrate
from sessionary.storage.persons import SqlitePersons

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def made(path: Path) -> Engine:
    engine = writer_engine(path)
    migrate(engine)
    return engine


def shape(engine: Engine) -> dict[str, list[tuple[str, bool]]]:
    found = {}
    with engine.begin() as connection:
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'fts%' "
            "AND name <> 'alembic_version' ORDER BY name"
        ).all():
            rows = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
            found[name] = [(row[1], bool(row[3])) for row in rows]
    return found


def indexes(engine: Engine) -> set[str]:
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='index' AND name NOT LIKE 'sqlite_%'"
        )
        return {row[0] for row in rows}


def test_the_migrations_make_the_tables_that_the_classes_describe(tmp_path: Path) -> None:
    assert tables.DocumentRow.__tablename__ == "document"
    migrated = made(tmp_path / "migrated.db")
    described = writer_engine(tmp_path / "described.db")
    with described.begin() as connection:
        SQLModel.metadata.create_all(connection)
    assert shape(migrated) == shape(described)
    assert indexes(migrated) == indexes(described)


def test_a_new_library_says_what_it_is_in_its_header(tmp_path: Path) -> None:
    made(tmp_path / "library.db").dispose()
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


class Broken(Exception):
    """Raised in place of a statement."""


@pytest.mark.parametrize("failing", range(1, 45, 4))
def test_a_migration_that_fails_at_any_statement_leaves_nothing(
    tmp_path: Path, failing: int
) -> None:
    engine = writer_engine(tmp_path / "library.db")
    count = 0

    def interrupt(*arguments: Any) -> None:
        nonlocal count
        if arguments[2].lstrip().startswith(("CREATE", "INSERT", "PRAGMA application_id")):
            count += 1
            if count == failing:
                raise Broken

    event.listen(engine, "before_cursor_execute", interrupt)
    broke = False
    try:
        migrate(engine)
    except Broken:
        broke = True
    event.remove(engine, "before_cursor_execute", interrupt)
    if broke:
        assert shape(engine) == {}
        migrate(engine)
    assert "document" in shape(engine)


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    engine = made(tmp_path / "library.db")
    before = shape(engine)
    migrate(engine)
    assert shape(engine) == before


def of_version(path: Path, version: str) -> Engine:
    engine = writer_engine(path)
    migrate(engine, target=version)
    return engine


def filled(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO rescue (kind, key, at, reason, text) VALUES ('session', 'k', 1, 'r', 't')"
        )
        connection.exec_driver_sql(
            "INSERT INTO document (kind, key, container, revision, text, hash, act, saved_at) "
            "VALUES ('session', 'k', '', 3, '{}', x'00', 1, 5.0)"
        )


def all_rows(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'fts%'"
            )
        ]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_a_library_of_the_first_version_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    engine = of_version(path, "0001")
    filled(engine)
    before = all_rows(path)
    migrate(engine)
    engine.dispose()
    after = all_rows(path)
    assert after["rescue"] == [(1, "session", "k", 1.0, "r", "t", 0)]
    assert after["document"] == before["document"]
    assert len(after["file_id"][0][0]) == 32
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


@pytest.mark.parametrize("failing", range(1, 12))
def test_a_step_from_the_first_version_that_fails_leaves_that_version(
    tmp_path: Path, failing: int
) -> None:
    path = tmp_path / "library.db"
    engine = of_version(path, "0001")
    filled(engine)
    before = all_rows(path)
    count = 0

    def interrupt(*arguments: Any) -> None:
        nonlocal count
        if arguments[2].lstrip().startswith(("CREATE", "ALTER", "INSERT", "UPDATE")):
            count += 1
            if count == failing:
                raise Broken

    event.listen(engine, "before_cursor_execute", interrupt)
    with pytest.raises(Broken):
        migrate(engine)
    event.remove(engine, "before_cursor_execute", interrupt)
    assert all_rows(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    migrate(engine)
    assert "journal" in shape(engine)
    engine.dispose()


def test_an_older_library_is_backed_up_before_it_is_moved_on(tmp_path: Path) -> None:
    of_version(tmp_path / FILE_NAME, "0001").dispose()
    LibraryFile(tmp_path).close()
    assert inspect_file(tmp_path / FILE_NAME) is FileState.CURRENT
    (copy,) = (tmp_path / backup.FOLDER).iterdir()
    assert "before migration, 0 sessions, 0 events" in copy.name
    with backup.unpacked(copy, tmp_path) as (plain, snapshot):
        assert snapshot.version == 1
        assert inspect_file(plain) is FileState.OLDER


def test_an_older_library_that_is_only_read_stays_as_it_is(tmp_path: Path) -> None:
    of_version(tmp_path / FILE_NAME, "0001").dispose()
    before = (tmp_path / FILE_NAME).read_bytes()
    file = LibraryFile(tmp_path, read_only=True)
    assert SqlitePersons(file).people() == []
    assert SqlitePersons(file).documents_of("ann") == []
    file.close()
    assert (tmp_path / FILE_NAME).read_bytes() == before
