"""Sessions, events, attendance and players as CSV tables for spreadsheets.

UTF-8 with the mark at the start by which Excel knows it, lines ending with CR LF as RFC 4180 has
them, a point as decimal sign, dates as the records write them. Several values of one cell are
parted by "; ". A text that a spreadsheet would take for a formula gets an apostrophe in front;
:func:`unguarded` takes it away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TextIO, TypeAlias

from sessionary.core.campaign.attendance import PlayerAttendance, presences
from sessionary.core.campaign.check_session import STATISTICS
from sessionary.core.campaign.event_types import category_of
from sessionary.core.campaign.record import at, number, object_at, text_at, texts_at
from sessionary.core.text import shown

ENCODING: Final = "utf-8-sig"
NEWLINE: Final = ""
"""What a stream for these tables is opened with: the lines bring their own ends."""

NOTE: Final = (
    "Texts that begin with =, +, -, @ or a tab have an apostrophe in front, so that no spreadsheet "
    "takes them for a formula."
)

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

SESSION_COLUMNS: Final = (
    "campaign", "number", "id", "title", "status", "start", "end", "minutes", "game start",
    "game end", "location", "GM", "players listed", "players attended", "objectives planned",
    "objectives reached", "tags", "events", "combats", "damage dealt", "damage received",
    "healing", "NPCs killed", "treasure (gp)", "XP",
)  # fmt: skip

EVENT_COLUMNS: Final = (
    "session", "session id", "id", "real time", "game time", "game seconds", "category", "type",
    "name", "description", "actor", "targets", "location", "roll", "rolled", "value",
    "importance", "visibility", "tags",
)  # fmt: skip

ATTENDANCE_COLUMNS: Final = (
    "campaign", "number", "id", "start", "player", "player id", "attended", "arrived late",
    "left early", "characters",
)  # fmt: skip

PLAYER_COLUMNS: Final = (
    "player", "player id", "attended", "counted", "percent", "late", "left early", "longest run",
)  # fmt: skip

NameOf: TypeAlias = Callable[[str], str]
"""Gives the name that an id stands for, the id itself where there is none."""


def guarded(text: str) -> str:
    """Return `text` with an apostrophe in front if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that :func:`guarded` was given."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def write_table(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a heading and rows; return how many rows.

    Args:
        stream: Opened with :data:`ENCODING` and :data:`NEWLINE`.
        columns: The heading.
        rows: Cells: text, a number, true or false (written ``yes`` and ``no``), None for empty, or
            a list of texts.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def write_sessions(stream: TextIO, sessions: Iterable[object], name: NameOf = str) -> int:
    """Write sessions.csv from the data of sessions (record and own part)."""
    return write_table(stream, SESSION_COLUMNS, (_session(data, name) for data in sessions))


def write_events(
    stream: TextIO,
    events: Iterable[object],
    name: NameOf = str,
    *,
    numbers: Mapping[str, int | None] | None = None,
) -> int:
    """Write events.csv from the records of events, one at a time.

    Args:
        stream: See :func:`write_table`.
        events: The records, in the order wanted.
        name: See :data:`NameOf`.
        numbers: The number of each session by its id.
    """
    known = numbers or {}
    return write_table(stream, EVENT_COLUMNS, (_event(event, name, known) for event in events))


def write_attendance(stream: TextIO, sessions: Iterable[object], name: NameOf = str) -> int:
    """Write attendance.csv, one row a player and session, from the data of sessions."""
    rows = (row for data in sessions for row in _attendance(data, name))
    return write_table(stream, ATTENDANCE_COLUMNS, rows)


def write_players(stream: TextIO, players: Iterable[PlayerAttendance], name: NameOf = str) -> int:
    """Write players.csv, one row a player of a campaign."""
    return write_table(stream, PLAYER_COLUMNS, (_player(player, name) for player in players))


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else "; ".join(value)
    return guarded(shown(text, None) if _CONTROL.search(text) else text)


def _session(data: object, name: NameOf) -> tuple[Any, ...]:
    record = object_at(data, "record")
    players = presences(record)
    gm = text_at(record, "participants", "gm")
    return (
        text_at(record, "campaignId"),
        number(at(record, "number")),
        text_at(record, "id"),
        text_at(record, "title"),
        text_at(record, "status") or "planned",
        text_at(record, "realTime", "startTime"),
        text_at(record, "realTime", "endTime"),
        number(at(record, "realTime", "durationMinutes")),
        text_at(record, "gameTime", "startTime", "formatted"),
        text_at(record, "gameTime", "endTime", "formatted"),
        text_at(record, "location"),
        name(gm) if gm else "",
        len(players),
        sum(player.attended for player in players),
        len(texts_at(record, "plannedObjectives")),
        len(texts_at(record, "actualObjectives")),
        tuple(dict.fromkeys((*texts_at(record, "tags"), *texts_at(data, "own", "tags")))),
        *(number(at(record, "stats", key)) for key in STATISTICS),
    )


def _event(event: object, name: NameOf, numbers: Mapping[str, int | None]) -> tuple[Any, ...]:
    session, kind = text_at(event, "sessionId"), text_at(event, "event", "type")
    who, metadata = object_at(event, "participants"), object_at(event, "metadata")
    actor, place = text_at(who, "actor"), text_at(who, "location")
    inner = number(at(event, "event", "value"))
    return (
        numbers.get(session),
        session,
        text_at(event, "id"),
        text_at(event, "timestamp", "realTime"),
        text_at(event, "timestamp", "gameTime", "formatted"),
        number(at(event, "timestamp", "gameTime", "total")),
        text_at(event, "event", "category") or category_of(kind),
        kind,
        text_at(event, "event", "name"),
        text_at(event, "event", "description"),
        name(actor) if actor else "",
        tuple(map(name, texts_at(who, "targets"))),
        name(place) if place else "",
        text_at(event, "mechanics", "roll", "expression"),
        number(at(event, "mechanics", "roll", "total")),
        number(at(event, "value")) if inner is None else inner,
        text_at(metadata, "importance"),
        text_at(metadata, "visibility"),
        texts_at(metadata, "tags"),
    )


def _attendance(data: object, name: NameOf) -> Iterator[tuple[Any, ...]]:
    record = object_at(data, "record")
    for presence in presences(record):
        yield (
            text_at(record, "campaignId"),
            number(at(record, "number")),
            text_at(record, "id"),
            text_at(record, "realTime", "startTime"),
            name(presence.user),
            presence.user,
            presence.attended,
            presence.late,
            presence.left,
            tuple(map(name, presence.characters)),
        )


def _player(player: PlayerAttendance, name: NameOf) -> tuple[Any, ...]:
    share = player.percentage
    return (
        name(player.user),
        player.user,
        player.attended,
        player.counted,
        None if share is None else float(share),
        player.late,
        player.left,
        player.longest_run,
    )
