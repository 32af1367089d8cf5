"""The first tables of a library.

The statements stand here as they were: later changes of the table classes do not reach back.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE act (
        pk INTEGER NOT NULL,
        at FLOAT NOT NULL,
        name VARCHAR NOT NULL,
        origin VARCHAR NOT NULL,
        undone_by INTEGER,
        first_entry INTEGER,
        last_entry INTEGER,
        PRIMARY KEY (pk)
    )
    """,
    "CREATE INDEX act_entries ON act (last_entry) WHERE last_entry IS NOT NULL",
    """
    CREATE TABLE act_document (
        act INTEGER NOT NULL,
        document INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        "before" INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (act, document)
    )
    """,
    'CREATE INDEX act_document_name ON act_document (kind, "key")',
    """
    CREATE TABLE attendance (
        document INTEGER NOT NULL,
        person VARCHAR NOT NULL,
        came BOOLEAN NOT NULL,
        late BOOLEAN NOT NULL,
        "left" BOOLEAN NOT NULL,
        PRIMARY KEY (document, person)
    )
    """,
    "CREATE INDEX attendance_person ON attendance (person, document)",
    """
    CREATE TABLE cache (
        name VARCHAR NOT NULL,
        act INTEGER NOT NULL,
        blob BLOB NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE document (
        pk INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        container VARCHAR NOT NULL,
        revision INTEGER NOT NULL,
        text TEXT NOT NULL,
        hash BLOB NOT NULL,
        act INTEGER NOT NULL,
        saved_at FLOAT NOT NULL,
        binned INTEGER,
        PRIMARY KEY (pk),
        UNIQUE (kind, "key"),
        CHECK (revision > 0)
    )
    """,
    "CREATE INDEX document_container ON document (kind, container)",
    """
    CREATE TABLE entry (
        pk INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        type VARCHAR NOT NULL,
        scope VARCHAR NOT NULL,
        id VARCHAR NOT NULL,
        document INTEGER,
        wanted VARCHAR,
        position INTEGER NOT NULL,
        real_us INTEGER,
        game_s INTEGER,
        category VARCHAR NOT NULL,
        word VARCHAR NOT NULL,
        importance INTEGER NOT NULL,
        visible INTEGER NOT NULL,
        label VARCHAR NOT NULL,
        act INTEGER NOT NULL,
        source INTEGER,
        struck INTEGER,
        hash BLOB NOT NULL,
        seen BLOB NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (pk)
    )
    """,
    "CREATE INDEX entry_in_document ON entry (document, game_s, pk)",
    "CREATE INDEX entry_in_game_time ON entry (game_s, pk)",
    "CREATE INDEX entry_in_real_time ON entry (real_us, pk)",
    "CREATE UNIQUE INDEX entry_name ON entry (kind, type, scope, id)",
    "CREATE INDEX entry_wanted ON entry (wanted) WHERE wanted IS NOT NULL",
    """
    CREATE TABLE entry_old (
        act INTEGER NOT NULL,
        entry INTEGER NOT NULL,
        "row" TEXT NOT NULL,
        remains BLOB,
        PRIMARY KEY (act, entry)
    )
    """,
    """
    CREATE TABLE facet (
        value INTEGER NOT NULL,
        owner INTEGER NOT NULL,
        PRIMARY KEY (value, owner)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE facet_value (
        pk INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        PRIMARY KEY (pk),
        UNIQUE (name, value)
    )
    """,
    """
    CREATE TABLE history (
        document INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        act INTEGER NOT NULL,
        saved_at FLOAT NOT NULL,
        binned INTEGER,
        packed BLOB NOT NULL,
        PRIMARY KEY (document, revision)
    )
    """,
    """
    CREATE TABLE link (
        document INTEGER NOT NULL,
        to_kind VARCHAR NOT NULL,
        to_key VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        PRIMARY KEY (document, to_kind, to_key, role)
    )
    """,
    """
    CREATE TABLE reject (
        pk INTEGER NOT NULL,
        source INTEGER NOT NULL,
        act INTEGER NOT NULL,
        place VARCHAR NOT NULL,
        code VARCHAR NOT NULL,
        found VARCHAR NOT NULL,
        expected VARCHAR NOT NULL,
        message VARCHAR NOT NULL,
        text BLOB NOT NULL,
        PRIMARY KEY (pk)
    )
    """,
    "CREATE INDEX reject_of_source ON reject (source)",
    """
    CREATE TABLE rescue (
        pk INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        at FLOAT NOT NULL,
        reason VARCHAR NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (pk)
    )
    """,
    """
    CREATE TABLE searched (
        document INTEGER NOT NULL,
        text TEXT NOT NULL,
        facets TEXT NOT NULL,
        PRIMARY KEY (document)
    )
    """,
    """
    CREATE TABLE seen (
        document INTEGER NOT NULL,
        hash BLOB NOT NULL,
        act INTEGER NOT NULL,
        PRIMARY KEY (document, hash)
    )
    """,
    "CREATE INDEX seen_of_act ON seen (act)",
    """
    CREATE TABLE session_row (
        document INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        id VARCHAR NOT NULL,
        container VARCHAR NOT NULL,
        number INTEGER,
        title VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        start VARCHAR NOT NULL,
        start_us INTEGER,
        "end" VARCHAR NOT NULL,
        end_us INTEGER,
        duration INTEGER,
        game_start INTEGER,
        game_end INTEGER,
        entries INTEGER NOT NULL,
        listed INTEGER NOT NULL,
        attended INTEGER NOT NULL,
        planned INTEGER NOT NULL,
        reached INTEGER NOT NULL,
        tags VARCHAR NOT NULL,
        people VARCHAR NOT NULL,
        binned INTEGER,
        PRIMARY KEY (document)
    )
    """,
    """
    CREATE UNIQUE INDEX session_number ON session_row (container, number)
    WHERE kind = 'campaign' AND binned IS NULL AND number IS NOT NULL
    """,
    """
    CREATE TABLE source (
        pk INTEGER NOT NULL,
        act INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        path VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        format VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        choices VARCHAR NOT NULL,
        PRIMARY KEY (pk)
    )
    """,
    """
    CREATE TABLE setting (
        name VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    """
    CREATE VIRTUAL TABLE fts USING fts5(
        text, content='', prefix='2 3', tokenize="unicode61 remove_diacritics 2"
    )
    """,
)


def upgrade() -> None:
    """Make the tables, their indexes and the full text."""
    for statement in STATEMENTS:
        op.execute(statement)
