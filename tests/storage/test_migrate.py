"""Migrations: what they make, and that a failure anywhere leaves the file as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from sessionary.storage import tables
from sessionary.storage.connection import writer_engine
from sessionary.storage.ids import APPLICATION_ID, SCHEMA_VERSION
from sessionary.storage.migrate import migrate

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
