"""What entries that follow from their documents are found by: an index, empty before surveys."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE derived (
        entry INTEGER NOT NULL,
        mark BLOB NOT NULL,
        text TEXT NOT NULL,
        facets TEXT NOT NULL,
        PRIMARY KEY (entry)
    )
    """,
)


def upgrade() -> None:
    """Make the table."""
    for statement in STATEMENTS:
        op.execute(statement)
