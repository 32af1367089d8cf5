"""By how much which entries have moved goals: an index, filled when the migration is through."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE goal_hit (
        goal INTEGER NOT NULL,
        entry INTEGER NOT NULL,
        amount NUMERIC NOT NULL,
        PRIMARY KEY (goal, entry)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX goal_hit_entry ON goal_hit (entry)",
)


def upgrade() -> None:
    """Make the table."""
    for statement in STATEMENTS:
        op.execute(statement)
