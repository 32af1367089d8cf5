"""The tables of a library file: truth first, then the index that can be rebuilt from it.

Table classes do not validate; rows are made by this room alone, and hard rules are constraints.
"""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations at run time.
from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    LargeBinary,
    Numeric,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel


class DocumentRow(SQLModel, table=True):
    """A document: edited field by field, one JSON value under one key."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        CheckConstraint("revision > 0"),
        Index("document_container", "kind", "container"),
    )

    pk: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    container: str = ""
    revision: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    act: int
    saved_at: float
    binned: int | None = None


class HistoryRow(SQLModel, table=True):
    """A former revision of a document, put aside by the save that replaced it."""

    __tablename__ = "history"

    document: int = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    act: int
    saved_at: float
    binned: int | None = None
    packed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EntryTable(SQLModel, table=True):
    """An entry: added, replaced or struck whole; ``real_us`` to ``label`` come from ``text``."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("entry_name", "kind", "type", "scope", "id", unique=True),
        Index("entry_in_document", "document", "game_s", "pk"),
        Index("entry_in_game_time", "game_s", "pk"),
        Index("entry_in_real_time", "real_us", "pk"),
        Index("entry_wanted", "wanted", sqlite_where=text("wanted IS NOT NULL")),
    )

    pk: int | None = Field(default=None, primary_key=True)
    kind: str
    type: str
    scope: str
    id: str
    document: int | None = None
    wanted: str | None = None
    position: int
    real_us: int | None = None
    game_s: int | None = None
    category: str = ""
    word: str = ""
    importance: int = 1
    visible: int = 0
    label: str = ""
    act: int
    source: int | None = None
    struck: int | None = None
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    seen: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    # Last, so that a list reads its columns without walking over the record.
    text: str = Field(sa_column=Column(Text, nullable=False))


class EntryOldRow(SQLModel, table=True):
    """What an act replaced or removed, kept for its undo."""

    __tablename__ = "entry_old"

    act: int = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    row: str = Field(sa_column=Column(Text, nullable=False))
    # Digest of the entry as the act left it, null where the act removed it.
    remains: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class ActRow(SQLModel, table=True):
    """One row an act; the greatest number is what caches and other copies look at."""

    __tablename__ = "act"
    __table_args__ = (
        Index("act_entries", "last_entry", sqlite_where=text("last_entry IS NOT NULL")),
    )

    pk: int | None = Field(default=None, primary_key=True)
    at: float
    name: str
    origin: str
    undone_by: int | None = None
    # The entries that this act added are those in between: numbers only ever rise.
    first_entry: int | None = None
    last_entry: int | None = None


class ActDocumentRow(SQLModel, table=True):
    """Which revision of a document an act replaced, and what it left, for undo."""

    __tablename__ = "act_document"
    __table_args__ = (Index("act_document_name", "kind", "key"),)

    act: int = Field(primary_key=True)
    document: int = Field(primary_key=True)
    kind: str
    key: str
    # Revision before the act, 0 if there was none; digest of what it left, empty if nothing.
    before: int
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SourceRow(SQLModel, table=True):
    """A file that was read, and the choices made for it."""

    __tablename__ = "source"

    pk: int | None = Field(default=None, primary_key=True)
    act: int
    name: str
    path: str
    sha256: str
    format: str
    size: int
    choices: str


class RejectRow(SQLModel, table=True):
    """What could not be read, word for word."""

    __tablename__ = "reject"
    __table_args__ = (Index("reject_of_source", "source"),)

    pk: int | None = Field(default=None, primary_key=True)
    source: int
    act: int
    place: str
    code: str
    found: str
    expected: str
    message: str
    text: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SeenRow(SQLModel, table=True):
    """The digest of each record that was merged into a document."""

    __tablename__ = "seen"
    __table_args__ = (Index("seen_of_act", "act"),)

    document: int = Field(primary_key=True)
    hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    act: int


class RescueRow(SQLModel, table=True):
    """A value that could not be saved, and the revision on which it was built."""

    __tablename__ = "rescue"

    pk: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    at: float
    reason: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    revision: int = 0


class BackupRow(SQLModel, table=True):
    """The text of a revision as it was before a migration; the last three of a document."""

    __tablename__ = "backup"
    __table_args__ = (Index("backup_document", "kind", "key"),)

    pk: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    at: float
    revision: int
    packed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RevisionMarkRow(SQLModel, table=True):
    """A revision that is kept for ever: it moved the status, or somebody gave it a name."""

    __tablename__ = "revision_mark"

    document: int = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    why: str = Field(primary_key=True)
    name: str


class SessionLockRow(SQLModel, table=True):
    """Who has a document open to change it. The row stays: its generation never falls."""

    __tablename__ = "session_lock"
    __table_args__ = (Index("session_lock_owner", "owner", sqlite_where=text("owner IS NOT NULL")),)

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    # Null when nobody holds it; what follows is then what was true of the last holder.
    owner: str | None = None
    label: str
    pid: int
    started: str
    boot: str
    generation: int
    beat: int
    busy: bool


class JournalTableRow(SQLModel, table=True):
    """A transaction over several files that is not settled everywhere."""

    __tablename__ = "journal"

    txid: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))


class PersonIndexRow(SQLModel, table=True):
    """Which documents hold, or once held, data of a person."""

    __tablename__ = "person_index"
    __table_args__ = (Index("person_index_document", "kind", "key"),)

    person: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)


class FileIdRow(SQLModel, table=True):
    """One row: by what journals of other files know this one."""

    __tablename__ = "file_id"

    id: str = Field(primary_key=True)


class SessionRow(SQLModel, table=True):
    """Index: all that a list of sessions shows of one."""

    __tablename__ = "session_row"
    __table_args__ = (
        Index(
            "session_number",
            "container",
            "number",
            unique=True,
            sqlite_where=text("kind = 'campaign' AND binned IS NULL AND number IS NOT NULL"),
        ),
    )

    document: int = Field(primary_key=True)
    kind: str
    id: str
    container: str
    number: int | None = None
    title: str
    status: str
    start: str
    start_us: int | None = None
    end: str
    end_us: int | None = None
    duration: int | None = None
    game_start: int | None = None
    game_end: int | None = None
    entries: int = 0
    listed: int = 0
    attended: int = 0
    planned: int = 0
    reached: int = 0
    tags: str = ""
    people: str = ""
    binned: int | None = None


class AttendanceRow(SQLModel, table=True):
    """Index: who was listed for a session, and who came."""

    __tablename__ = "attendance"
    __table_args__ = (Index("attendance_person", "person", "document"),)

    document: int = Field(primary_key=True)
    person: str = Field(primary_key=True)
    came: bool
    late: bool
    left: bool


class FacetValueRow(SQLModel, table=True):
    """Index: the values by which entries and documents are found, one number each."""

    __tablename__ = "facet_value"
    __table_args__ = (UniqueConstraint("name", "value"),)

    pk: int | None = Field(default=None, primary_key=True)
    name: str
    value: str


class FacetRow(SQLModel, table=True):
    """Index: which entry (its pk) or document (its pk below zero) has a value."""

    __tablename__ = "facet"
    __table_args__ = {"sqlite_with_rowid": False}

    value: int = Field(primary_key=True)
    owner: int = Field(primary_key=True)


class LinkRow(SQLModel, table=True):
    """Index: what a document points to."""

    __tablename__ = "link"

    document: int = Field(primary_key=True)
    to_kind: str = Field(primary_key=True)
    to_key: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


class GoalHitRow(SQLModel, table=True):
    """Index: by how much an entry moves a goal, whose document it names."""

    __tablename__ = "goal_hit"
    __table_args__ = (Index("goal_hit_entry", "entry"), {"sqlite_with_rowid": False})

    goal: int = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    # Whole numbers stay whole, so that sums of them are exact.
    amount: float = Field(sa_column=Column(Numeric, nullable=False))


class SearchedRow(SQLModel, table=True):
    """Index: what full text search reads of a document; needed to take it out again."""

    __tablename__ = "searched"

    document: int = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    facets: str = Field(sa_column=Column(Text, nullable=False))


class DerivedRow(SQLModel, table=True):
    """Index: what full text and facets know of an entry that follows from its document."""

    __tablename__ = "derived"

    entry: int = Field(primary_key=True)
    # Tells in short whether the entry is the one that was written.
    mark: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    facets: str = Field(sa_column=Column(Text, nullable=False))


class CacheRow(SQLModel, table=True):
    """Index: blobs that are quick to read, good for the act they name."""

    __tablename__ = "cache"

    name: str = Field(primary_key=True)
    act: int
    blob: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SettingRow(SQLModel, table=True):
    """What holds for this library alone, such as the zone in which bare times are read."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str
