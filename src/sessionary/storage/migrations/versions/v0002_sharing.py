"""Locks, the journal and persons; copies from before migrations, and revisions kept for ever.

The statements stand here as they were: later changes of the table classes do not reach back.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE session_lock (
        kind VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        owner VARCHAR,
        label VARCHAR NOT NULL,
        pid INTEGER NOT NULL,
        started VARCHAR NOT NULL,
        boot VARCHAR NOT NULL,
        generation INTEGER NOT NULL,
        beat INTEGER NOT NULL,
        busy BOOLEAN NOT NULL,
        PRIMARY KEY (kind, "key")
    )
    """,
    "CREATE INDEX session_lock_owner ON session_lock (owner) WHERE owner IS NOT NULL",
    """
    CREATE TABLE journal (
        txid VARCHAR NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (txid)
    )
    """,
    """
    CREATE TABLE person_index (
        person VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        PRIMARY KEY (person, kind, "key")
    )
    """,
    'CREATE INDEX person_index_document ON person_index (kind, "key")',
    """
    CREATE TABLE backup (
        pk INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        at FLOAT NOT NULL,
        revision INTEGER NOT NULL,
        packed BLOB NOT NULL,
        PRIMARY KEY (pk)
    )
    """,
    'CREATE INDEX backup_document ON backup (kind, "key")',
    """
    CREATE TABLE revision_mark (
        document INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        why VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        PRIMARY KEY (document, revision, why)
    )
    """,
    "ALTER TABLE rescue ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    # An id that stays with the file when it is moved: transactions over several files need one.
    """
    CREATE TABLE file_id (
        id VARCHAR NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "INSERT INTO file_id (id) VALUES (lower(hex(randomblob(16))))",
)


def upgrade() -> None:
    """Make the tables, and the column that says on which revision a rescue copy was built."""
    for statement in STATEMENTS:
        op.execute(statement)
