"""The person index on disk: what the engine's calls leave in the file, and what they do not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.store import (
    Database,
    ForgetReport,
    SaveFailed,
    Store,
    UndoBlocked,
    export_person,
    forget,
    people,
)
from sessionary.core.store.memory import HandScheduler
from sessionary.storage import acts
from sessionary.storage.backend import SqliteBackend
from sessionary.storage.library_file import DiskError, LibraryFile
from sessionary.storage.persons import SqlitePersons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sessionary.core.entries import EntryColumns


def no_columns(*_entry: object) -> EntryColumns:
    raise AssertionError


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LibraryFile]:
    opened = LibraryFile(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def database(file: LibraryFile) -> Database:
    backend = SqliteBackend(file, no_columns)
    return Database(backend, HandScheduler(), persons=SqlitePersons(file))


def leave(value: dict[str, Any], person: str) -> dict[str, Any]:
    return {"who": ["former" if name == person else name for name in value["who"]]}


@pytest.fixture
def campaigns(database: Database) -> Store[dict[str, Any]]:
    store: Store[dict[str, Any]] = Store(
        database,
        "campaign",
        default_data=lambda: {"who": []},
        index=lambda _key, value: {} if value is None else {"search": [(" ".join(value["who"]),)]},
    )
    store.action("forget", leave)
    return store


@pytest.fixture
def visits(database: Database) -> Store[dict[str, Any]]:
    return Store(
        database,
        "visit",
        default_data=lambda: {"who": []},
        index=lambda _key, value: (
            {} if value is None else {"person": [(name,) for name in value["who"]]}
        ),
    )


def write(store: Store[dict[str, Any]], key: str, *names: str, noted: bool = True) -> None:
    session = store.load(key)
    for count in range(1, len(names) + 1):
        session.patch(lambda _value, count=count: {"who": list(names[:count])})
        if noted:
            session.userid(names[count - 1])
        session.save()
        assert session.wait()
    session.stop()


def rows(file: LibraryFile, table: str) -> int:
    with file.reading() as connection:
        count: int = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        return count


def test_saves_fill_the_index_and_it_only_grows(
    database: Database, campaigns: Store[dict[str, Any]]
) -> None:
    write(campaigns, "one", "bo", "ann")
    write(campaigns, "one", "cy")
    assert people(database) == ["ann", "bo", "cy"]
    assert [found["key"] for found in export_person(database, "bo")["documents"]] == ["one"]


def test_index_rows_can_name_persons_so_that_an_import_needs_no_session(
    database: Database, visits: Store[dict[str, Any]]
) -> None:
    write(visits, "two", "dee", noted=False)
    assert people(database) == ["dee"]


def test_a_deleted_document_is_still_found_for_what_is_kept_of_it(
    database: Database, campaigns: Store[dict[str, Any]], file: LibraryFile
) -> None:
    write(campaigns, "one", "bo")
    campaigns.delete("one")
    assert people(database) == ["bo"]
    assert export_person(database, "bo")["documents"] == []
    assert rows(file, "history") == 1
    forget(database, "bo")
    assert people(database) == []
    assert rows(file, "history") == 0


def test_what_is_forgotten_is_nowhere_in_the_file(
    database: Database,
    campaigns: Store[dict[str, Any]],
    visits: Store[dict[str, Any]],
    file: LibraryFile,
) -> None:
    write(campaigns, "one", "ann", "wilhelmina")
    write(campaigns, "one", "wilhelmina")
    write(visits, "two", "wilhelmina")
    write(campaigns, "three", "ann", "ann")
    for reason in ("save_failed", "migration"):
        database.backend.put_aside("campaign", "one", "wilhelmina", reason, 1)
    assert forget(database, "wilhelmina") == ForgetReport(
        changed=(("campaign", "one"),), deleted=(("visit", "two"),)
    )
    assert people(database) == ["ann"]
    assert (rows(file, "rescue"), rows(file, "backup")) == (0, 0)
    file.close()
    assert b"wilhelmina" not in file.path.read_bytes()
    with closing(sqlite3.connect(file.path)) as connection:
        found = connection.execute("SELECT count(*) FROM fts WHERE fts MATCH 'wilhelmina'")
        assert found.fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_act_whose_former_texts_were_forgotten_cannot_be_undone(
    database: Database, campaigns: Store[dict[str, Any]], file: LibraryFile
) -> None:
    write(campaigns, "one", "ann", "bo")
    forget(database, "bo")
    with file.reading() as connection:
        act = connection.exec_driver_sql("SELECT max(pk) FROM act WHERE origin='edit'").scalar()
        with pytest.raises(UndoBlocked, match="not kept any more"):
            acts.touched_documents(connection, act or 0)


def test_a_disk_that_refuses_the_last_step_is_reported(
    file: LibraryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DiskError("disk full")

    monkeypatch.setattr(file, "vacuum", refuse)
    with pytest.raises(SaveFailed):
        SqlitePersons(file).purge()


def test_the_last_three_texts_from_before_migrations_are_kept(
    database: Database, file: LibraryFile
) -> None:
    for revision in range(1, 6):
        database.backend.put_aside("campaign", "one", f"text {revision}", "migration", revision)
    database.backend.put_aside("campaign", "two", "other", "migration", 9)
    database.backend.put_aside("campaign", "one", "unsaved", "lock_lost", 4)
    with file.reading() as connection:
        kept = connection.exec_driver_sql("SELECT key, revision FROM backup ORDER BY pk").all()
        rescued = connection.exec_driver_sql("SELECT key, reason, text, revision FROM rescue").all()
    assert kept == [("one", 3), ("one", 4), ("one", 5), ("two", 9)]
    assert rescued == [("one", "lock_lost", "unsaved", 4)]
