"""The few rows that the window's first picture shows, read with nothing but sqlite3.

Every import counts here: the picture is there before most of the program is.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from sessionary.storage.ids import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


_DAY = 86_400
# As core.session_order sorts by default: what has no number goes by its start, before the rest.
_NEWEST = (
    "number IS NULL AND start_us IS NULL, number IS NOT NULL, number DESC, start_us DESC, "
    "document DESC"
)


class FirstRow(NamedTuple):
    """What the first picture says of a session.

    Attributes:
        number: Its number.
        title: Its title, else its number, else its id.
        start: When it began, as its file writes it.
        duration: Its length in minutes.
        apart: Whether a gap in game time stands between it and the next row.
    """

    number: int | None
    title: str
    start: str
    duration: int | None
    apart: bool


class FirstRows(NamedTuple):
    """The beginning of the list of sessions.

    Attributes:
        rows: The newest sessions of the campaign that stands first, in the order of the list.
        sessions: How many there are in all.
    """

    rows: list[FirstRow]
    sessions: int


def open_plain(path: Path) -> sqlite3.Connection:
    """Open a file for reading alone, whatever it is."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA busy_timeout=2000").close()
    connection.execute("PRAGMA query_only=ON").close()
    return connection


def first_rows(path: Path, most: int, campaign: str = "") -> FirstRows:
    """Return the first rows of the list as it is sorted by default.

    Args:
        path: The library file. If it is none, or not a current one, there are no rows.
        most: How many rows are wanted.
        campaign: The one campaign whose sessions are listed, empty for all.
    """
    if not path.exists():
        return FirstRows([], 0)
    try:
        with closing(open_plain(path)) as connection:
            return _read(connection, most, campaign)
    except sqlite3.Error:
        return FirstRows([], 0)


def _read(connection: sqlite3.Connection, most: int, campaign: str) -> FirstRows:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) != (APPLICATION_ID, SCHEMA_VERSION):
        return FirstRows([], 0)
    names = connection.execute(
        "SELECT container, count(*), (SELECT CASE WHEN json_valid(text) THEN "
        "json_extract(text, '$.data.record.name') END FROM document "
        "WHERE kind = 'campaign' AND key = session_row.container) FROM session_row "
        "WHERE session_row.kind = 'campaign' AND binned IS NULL AND ? IN ('', container) "
        "GROUP BY container",
        (campaign,),
    ).fetchall()
    if not names:
        return FirstRows([], 0)
    # Campaigns stand by their names, as in the list.
    first = min(names, key=lambda row: (str(row[2] or row[0]).casefold(), row[0]))[0]
    rows = connection.execute(
        "SELECT number, coalesce(nullif(title, ''), 'Session ' || number, id), start, duration, "
        "game_start, coalesce(game_end, game_start) FROM session_row "
        "WHERE container = ? AND session_row.kind = 'campaign' AND binned IS NULL "
        f"ORDER BY {_NEWEST} LIMIT ?",
        (first, most),
    ).fetchall()
    ends = [*(row[5] for row in rows[1:]), None]
    made = [
        FirstRow(row[0], row[1], row[2], row[3], apart=_is_gap(row[4], end))
        for row, end in zip(rows, ends, strict=bool(rows))
    ]
    return FirstRows(made, sum(row[1] for row in names))


def _is_gap(start: int | None, end_before: int | None) -> bool:
    """Tell whether the list has a row between two sessions: for days, and steps back in time."""
    return start is not None and end_before is not None and not 0 <= start - end_before < _DAY
