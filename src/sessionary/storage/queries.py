"""Reads of the library: lists, entries, sources. Each returns values of ``core``, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from operator import is_not, itemgetter
from typing import TYPE_CHECKING, Any

from sessionary.core.entries import Entry
from sessionary.core.kinds import ListedSession
from sessionary.storage import first_page
from sessionary.storage.columnwise import Maker
from sessionary.storage.connection import driver
from sessionary.storage.first_page import ALL_SESSIONS, ALL_SUMMARIES, SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from sessionary.core.kinds import SessionSummary

ENTRY = (
    "SELECT entry.pk, entry.kind, entry.type, entry.scope, entry.id, entry.document, "
    "entry.wanted, entry.position, entry.text, entry.real_us, entry.game_s, entry.category, "
    "entry.word, entry.importance, entry.visible, entry.label, entry.struck FROM entry"
)


_LISTED = (
    "SELECT session_row.kind, document.key, session_row.id, session_row.container, number, title, "
    f'status, start, start_us, "end", duration, entries FROM {ALL_SESSIONS} '
    "WHERE session_row.binned IS NULL"
)
# What `ListedSession._make` does, but for looking whether there are as many fields.
_as_listed: partial[ListedSession] = partial(tuple.__new__, ListedSession)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as it is stored, read without opening it."""

    pk: int
    kind: str
    key: str
    container: str
    revision: int
    text: str
    binned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReject:
    """What could not be read of a source."""

    pk: int
    source: int
    file: str
    format: str
    place: str
    code: str
    found: str
    expected: str
    message: str
    text: bytes


def _there(values: Iterable[Any]) -> Iterable[bool]:
    return map(partial(is_not, None), values)


_ENTRIES = Maker(Entry, {"struck": _there})


def entries(connection: Connection, query: str, given: tuple[Any, ...]) -> list[Entry]:
    """Return the entries of a query that begins as :data:`ENTRY` does."""
    return _ENTRIES.made(driver(connection).execute(query, given).fetchall())


def summaries(
    connection: Connection, *, binned: bool = False, kind: str | None = None
) -> list[SessionSummary]:
    """Return all sessions, or those in the bin; of one kind if one is given."""
    state = "IS NOT NULL" if binned else "IS NULL"
    where, given = (" AND session_row.kind=?", (kind,)) if kind else ("", ())
    rows = driver(connection).execute(
        f"{ALL_SUMMARIES} WHERE session_row.binned {state}{where}", given
    )
    return first_page.summaries(rows.fetchall())


def listed_sessions(connection: Connection, kind: str | None = None) -> list[ListedSession]:
    """Return what a line tells of each session, or each of one kind, that is not in the bin."""
    where, given = (" AND session_row.kind=?", (kind,)) if kind else ("", ())
    return list(map(_as_listed, driver(connection).execute(_LISTED + where, given)))


def summaries_by_pk(connection: Connection, pks: Iterable[int]) -> dict[int, SessionSummary]:
    """Return some sessions by their numbers, in the bin or not; what is none is left out."""
    listed = ", ".join(str(int(pk)) for pk in pks)
    rows = driver(connection).execute(f"{SUMMARIES} WHERE session_row.document IN ({listed})")
    return {session.pk: session for session in first_page.summaries(rows.fetchall())}


def summaries_by_name(
    connection: Connection, names: Iterable[tuple[str, str]]
) -> list[SessionSummary]:
    """Return the sessions among some documents, (kind, key) each, that are not in the bin."""
    sql = driver(connection).execute
    query = f"{SUMMARIES} WHERE document.kind=? AND document.key=? AND session_row.binned IS NULL"
    return first_page.summaries([row for name in names for row in sql(query, name)])


def summary_of(connection: Connection, pk: int) -> SessionSummary | None:
    """Return one session, in the bin or not."""
    row = connection.exec_driver_sql(f"{SUMMARIES} WHERE session_row.document=?", (pk,)).first()
    return None if row is None else first_page.summaries([row])[0]


def documents(connection: Connection, kind: str | None = None) -> Iterator[StoredDocument]:
    """Walk over documents by kind and key, those in the bin too."""
    where, given = ("WHERE kind=?", (kind,)) if kind else ("", ())
    rows = connection.execution_options(stream_results=True).exec_driver_sql(
        f"SELECT pk, kind, key, container, revision, text, binned FROM document {where} "
        "ORDER BY kind, key",
        given,
    )
    for row in rows:
        yield _document(row)


def document(connection: Connection, kind: str, key: str) -> StoredDocument | None:
    """Return one document as it is stored."""
    row = connection.exec_driver_sql(
        "SELECT pk, kind, key, container, revision, text, binned FROM document "
        "WHERE kind=? AND key=?",
        (kind, key),
    ).first()
    return None if row is None else _document(row)


def document_by_pk(connection: Connection, pk: int) -> StoredDocument | None:
    """Return one document by its number."""
    row = connection.exec_driver_sql(
        "SELECT pk, kind, key, container, revision, text, binned FROM document WHERE pk=?", (pk,)
    ).first()
    return None if row is None else _document(row)


def _document(row: Sequence[Any]) -> StoredDocument:
    return StoredDocument(
        pk=row[0], kind=row[1], key=row[2], container=row[3], revision=row[4], text=row[5],
        binned=row[6] is not None,
    )  # fmt: skip


def entries_of(connection: Connection, document: int) -> list[Entry]:
    """Return a document's entries in the order in which they came in, struck ones too.

    Timelines begin from that order: a round counts from the combat before it in the file.
    """
    rows = driver(connection).execute(f"{ENTRY} WHERE document=?", (document,)).fetchall()
    # SQLite would copy all of each row, its record too, to put them in order.
    rows.sort(key=itemgetter(0))
    return _ENTRIES.made(rows)


def entries_by_pk(connection: Connection, pks: Sequence[int]) -> list[Entry]:
    """Return entries in the order of ``pks``; one that is gone is left out."""
    found: dict[int, Entry] = {}
    for start in range(0, len(pks), 500):
        part = pks[start : start + 500]
        marks = ", ".join("?" * len(part))
        some = entries(connection, f"{ENTRY} WHERE pk IN ({marks})", tuple(part))
        found.update((one.pk, one) for one in some)
    return [found[pk] for pk in pks if pk in found]


def waiting(connection: Connection) -> Iterator[tuple[Entry, str]]:
    """Walk over the entries that wait for a document, each with the name of its file."""
    rows = connection.exec_driver_sql(
        f"{ENTRY.replace(' FROM entry', ', source.name FROM entry')} "
        "LEFT JOIN source ON source.pk = entry.source WHERE wanted IS NOT NULL ORDER BY entry.pk"
    )
    for row in rows:
        (waits,) = _ENTRIES.made([tuple(row[:-1])])
        yield waits, row[-1] or ""


def timeline_rows(
    connection: Connection,
    documents: Sequence[int] | None,
    column: str,
    *,
    between: str | None = None,
    players_only: bool = False,
    without: Iterable[int] = (),
) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield parts of (time, pk, document, category, importance), sorted by time.

    Args:
        connection: A reader.
        documents: Sessions to show, None for all that are not in the bin; what happened between
            sessions is then shown too, as document 0.
        column: ``game_s`` or ``real_us``.
        between: With some sessions, the campaign of which that is shown.
        players_only: Leave out what not all players may see.
        without: Sessions that are left out in any case.
    """
    if column not in ("game_s", "real_us"):
        raise ValueError(column)
    given: tuple[str, ...] = ()
    if documents is None:
        where = "document.binned IS NULL AND (document.pk IS NOT NULL OR entry.wanted IS NULL)"
    else:
        where = f"document.pk IN ({', '.join(str(int(pk)) for pk in documents)})"
        if between is not None:
            where += " OR entry.document IS NULL AND entry.wanted IS NULL AND entry.scope=?"
            given = (between,)
    if players_only:
        where = f"({where}) AND entry.visible = 1"
    if hidden := ", ".join(str(int(pk)) for pk in without):
        where = f"({where}) AND coalesce(entry.document, 0) NOT IN ({hidden})"
    rows = connection.execution_options(stream_results=True).exec_driver_sql(
        f"SELECT entry.{column}, entry.pk, coalesce(entry.document, 0), entry.category, "
        "entry.importance FROM entry LEFT JOIN document ON document.pk = entry.document "
        f"WHERE ({where}) AND entry.struck IS NULL AND entry.{column} IS NOT NULL "
        f"ORDER BY entry.{column}, entry.pk",
        given,
    )
    yield from rows.partitions(20_000)


def rejects(connection: Connection) -> Iterator[StoredReject]:
    """Walk over what could not be read, source by source."""
    rows = connection.exec_driver_sql(
        "SELECT reject.pk, source, name, format, place, code, found, expected, message, text "
        "FROM reject JOIN source ON source.pk = reject.source ORDER BY reject.pk"
    )
    for row in rows:
        yield StoredReject(
            pk=row[0], source=row[1], file=row[2], format=row[3], place=row[4], code=row[5],
            found=row[6], expected=row[7], message=row[8], text=row[9],
        )  # fmt: skip


def newest_act(connection: Connection) -> int:
    """Return the number of the newest act: it changes whenever anything does."""
    return connection.exec_driver_sql("SELECT max(pk) FROM act").scalar() or 0


def source_choices(connection: Connection, source: int) -> str:
    """Return the JSON text of the choices made for a source."""
    text: str | None = connection.exec_driver_sql(
        "SELECT choices FROM source WHERE pk=?", (source,)
    ).scalar()
    return text or "{}"


def campaign_names(connection: Connection) -> Iterator[tuple[str, str]]:
    """Walk over (key, name) of the campaigns that are not in the bin."""
    rows = connection.exec_driver_sql(
        "SELECT key, CASE WHEN json_valid(text) THEN json_extract(text, '$.data.record.name') END "
        "FROM document "
        "WHERE kind='campaign' AND binned IS NULL"
    )
    for key, name in rows:
        yield key, name if isinstance(name, str) else ""


def session_before(connection: Connection, container: str, number: int) -> str | None:
    """Return the key of the last session of a campaign, before a number, that took place.

    One that says no game time is passed over: it does not hide the gap to the one before it.
    """
    key: str | None = connection.exec_driver_sql(
        "SELECT document.key FROM session_row JOIN document ON document.pk = session_row.document "
        "WHERE session_row.container=? AND number<? AND session_row.binned IS NULL "
        "AND status IN ('completed', 'in_progress') AND game_end IS NOT NULL "
        "ORDER BY number DESC LIMIT 1",
        (container, number),
    ).scalar()
    return key


def has_documents(connection: Connection, kinds: tuple[str, ...]) -> bool:
    """Say whether there is a document of some kinds that is not in the bin."""
    marks = ", ".join("?" * len(kinds))
    return (
        connection.exec_driver_sql(
            f"SELECT 1 FROM document WHERE kind IN ({marks}) AND binned IS NULL LIMIT 1", kinds
        ).first()
        is not None
    )


def count_entries(connection: Connection) -> int:
    """Return how many entries there are, struck ones too."""
    return connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() or 0


def count_rejects(connection: Connection) -> int:
    """Return how many parts of imported files could not be read."""
    return connection.exec_driver_sql("SELECT count(*) FROM reject").scalar() or 0


def count_unassigned(connection: Connection) -> int:
    """Return how many entries wait for a document that is not here yet."""
    return (
        connection.exec_driver_sql("SELECT count(*) FROM entry WHERE wanted IS NOT NULL").scalar()
        or 0
    )
