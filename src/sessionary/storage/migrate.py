"""Moves a library file to the newest version of its tables, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sessionary.storage import goal_hits
from sessionary.storage.ids import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class MigrationError(Exception):
    """A migration would have left rows that point nowhere; nothing was changed."""


def migrate(engine: Engine, *, target: str = "head") -> None:
    """Bring the file behind ``engine`` to ``target`` in one transaction.

    Args:
        engine: A writer.
        target: The name of a migration, such as ``0001``; the newest one if not given.

    Raises:
        MigrationError: The migrated file would break a foreign key. It is as it was before.
    """
    raw = engine.raw_connection()
    try:
        # A table rebuilt with foreign keys on deletes every row that points to it; the pragma
        # is ignored inside a transaction, so it goes first.
        raw.cursor().execute("PRAGMA foreign_keys=OFF")
        with engine.begin() as connection:
            _upgrade(connection, target)
            if target == "head":
                # Computed by what the newest tables are for, so it is no part of one migration.
                goal_hits.count_again(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise MigrationError(f"Table {broken[0]} has rows that point nowhere.")
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            version = SCHEMA_VERSION if target == "head" else int(target)
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
        raw.cursor().execute("PRAGMA foreign_keys=ON")
    finally:
        raw.close()


def _upgrade(connection: Connection, target: str) -> None:
    # Nearly every start finds the file as it should be, and then need not wait for Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
