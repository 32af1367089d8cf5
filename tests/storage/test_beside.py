"""Statements beside Python: in order, before the transaction ends, and never behind it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from sessionary.storage.beside import Beside
from sessionary.storage.connection import writer_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

_MANY = "INSERT INTO number SELECT value FROM json_each(?)"
_SLOW = (
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 300000) "
    "INSERT INTO number SELECT n FROM up"
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = writer_engine(tmp_path / "library.sqlite")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE number (n INTEGER)")
    yield made
    made.dispose()


def _count(engine: Engine) -> int:
    with engine.begin() as connection:
        found: int = connection.exec_driver_sql("SELECT count(*) FROM number").scalar_one()
    return found


def test_statements_are_done_when_the_block_is_left(engine: Engine) -> None:
    with engine.begin() as connection, Beside(connection) as beside:
        beside.run([(_SLOW, ())])
        beside.run([("DELETE FROM number WHERE n > 10", ()), (_MANY, ("[11, 12]",))])
    assert _count(engine) == 12


def test_other_statements_may_be_executed_meanwhile(engine: Engine) -> None:
    with engine.begin() as connection, Beside(connection) as beside:
        beside.run([(_SLOW, ())])
        connection.exec_driver_sql("INSERT INTO number VALUES (0)")
        beside.wait()
    assert _count(engine) == 300_001


def test_an_error_is_told_to_whoever_waits(engine: Engine) -> None:
    with engine.begin() as connection, Beside(connection) as beside:
        beside.run([("INSERT INTO nothing VALUES (1)", ())])
        with pytest.raises(sqlite3.OperationalError):
            beside.wait()


def test_an_error_that_nobody_waited_for_ends_the_transaction(engine: Engine) -> None:
    def write() -> None:
        with engine.begin() as connection, Beside(connection) as beside:
            connection.exec_driver_sql("INSERT INTO number VALUES (0)")
            beside.run([("INSERT INTO nothing VALUES (1)", ())])

    with pytest.raises(sqlite3.OperationalError):
        write()
    assert _count(engine) == 0


def test_nothing_runs_behind_a_transaction_that_was_cancelled(engine: Engine) -> None:
    def write() -> None:
        with engine.begin() as connection, Beside(connection) as beside:
            beside.run([(_SLOW, ())])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert _count(engine) == 0
