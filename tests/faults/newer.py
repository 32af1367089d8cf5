"""Makes of this program a newer one, whose tables are one version further."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sessionary.storage import migrate
from sessionary.storage.ids import SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection

# A new column that is filled in every row, a table built of another one, an index: what
# migrations do, and what SQLite does not undo by itself outside a transaction.
STATEMENTS = (
    "ALTER TABLE document ADD COLUMN length INTEGER",
    "CREATE TABLE letters (pk INTEGER PRIMARY KEY, text VARCHAR NOT NULL)",
    "INSERT INTO letters SELECT pk, text FROM entry",
    "UPDATE document SET length = length(text)",
    "CREATE INDEX entry_by_act ON entry (act)",
)


def become_newer() -> None:
    """Change this process for good: fork before."""
    upgrade = migrate._upgrade

    def upgrade_further(connection: Connection, target: str) -> None:
        upgrade(connection, target)
        for statement in STATEMENTS:
            connection.exec_driver_sql(statement)

    vars(migrate)["_upgrade"] = upgrade_further
    for name, module in tuple(sys.modules.items()):
        if name.startswith("sessionary.") and "SCHEMA_VERSION" in vars(module):
            vars(module)["SCHEMA_VERSION"] = SCHEMA_VERSION + 1
