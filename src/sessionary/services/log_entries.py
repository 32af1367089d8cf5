"""Logging at the table: a typed line becomes an event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from uuid import uuid4

from sessionary.core.campaign.log_line import parse_line
from sessionary.core.campaign.logged import logged_record
from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.rows import game_second
from sessionary.core.entries import EntryPut
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.services.sessions import document_data
from sessionary.storage import log_queries, queries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sessionary.core.campaign.log_line import LogLine
    from sessionary.services.library import Library

_MOST_NAMES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is known where a session is played.

    Attributes:
        key: The session's key.
        id: Its id in files.
        campaign: Its campaign.
        epoch: What the campaign's clock shows at total 0.
        face: Where its clock stands, in seconds since Day 0, midnight; None before it was set.
        names: Who can be named with ``@``.
        places: What can be named with ``^``.
        ids: Name, folded for comparison, -> id.
    """

    key: str
    id: str
    campaign: str
    epoch: int
    face: int | None
    names: tuple[str, ...]
    places: tuple[str, ...]
    ids: Mapping[str, str]

    def read(self, typed: str) -> LogLine:
        """Return what a line says."""
        return parse_line(typed, names=self.names, places=self.places)


def table_of(library: Library, key: str) -> Table:
    """Return what is known where a session is played.

    Raises:
        UserError: There is no such session, or it cannot be read.
    """
    data = document_data(library, "session", key)
    with library.reading() as connection:
        stored = queries.document(connection, "session", key)
        campaign = "" if stored is None else stored.container
        face = None if stored is None else log_queries.last_game_second(connection, stored.pk)
        actors = log_queries.facet_values(connection, ("actor", "target"), _MOST_NAMES)
        places = log_queries.facet_values(connection, ("place",), _MOST_NAMES)
    epoch = library.epochs.of(campaign)
    if face is None:
        face = game_second(data, "startTime", epoch)
    if face is None:
        face = _where_the_last_one_ended(library, key)
    ids = _ids(library, campaign)
    return Table(
        key=key,
        id=text_at(data, "record", "id") or key,
        campaign=campaign,
        epoch=epoch,
        face=face,
        names=(*(name for name, _ in ids), *actors),
        places=tuple(places),
        ids={fold(name): identity for name, identity in ids},
    )


def _where_the_last_one_ended(library: Library, key: str) -> int | None:
    """Return the clock face at which the session before this one ended."""
    with library.reading() as connection:
        stored = queries.document(connection, "session", key)
        session = None if stored is None else queries.summary_of(connection, stored.pk)
        if session is None or session.number is None:
            return None
        before = queries.session_before(connection, session.container, session.number)
        former = None if before is None else queries.document(connection, "session", before)
        last = None if former is None else queries.summary_of(connection, former.pk)
    return None if last is None else last.game_end


def _ids(library: Library, campaign: str) -> list[tuple[str, str]]:
    """Return name and id of the campaign's characters and people; characters go first."""
    if not campaign:
        return []
    try:
        own = document_data(library, "campaign", campaign)["own"]
    except UserError:
        return []
    found = [
        (text_at(one, "name").strip(), text_at(one, "id"))
        for kind in ("users", "characters")
        for one in own.get(kind, ())
    ]
    # Of a player and a character with one name, the game is about the character.
    return [(name, identity) for name, identity in found if name and identity]


def log_line(library: Library, key: str, typed: str, now: datetime) -> int | None:
    """Log a line in a session as one act; return the act's number.

    It is durable when this returns.

    Args:
        library: Where the session is.
        key: Its key.
        typed: The line.
        now: The time of day, with an offset.

    Raises:
        UserError: The line lacks something, or there is no such session.
    """
    table = table_of(library, key)
    line = table.read(typed)
    if line.problem:
        raise UserError(line.problem)
    face = None if table.face is None else table.face + line.shift
    stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    record = logged_record(
        line,
        identity=f"event-{uuid4()}",
        session=table.id,
        real_time=stamp,
        face=face,
        epoch=table.epoch,
        id_of=lambda name: table.ids.get(fold(name), name),
    )
    text = json.dumps(record, ensure_ascii=False)
    with library.act(f"Log “{_short(typed)}”") as act:
        act.put(
            EntryPut(
                kind="session",
                type="event",
                scope=table.campaign,
                id=str(record["id"]),
                document=("session", key),
                text=text,
                columns=library.columns_of("session", "event", table.campaign, text, None),
            )
        )
    return act.number


def _short(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= 40 else line[:39] + "…"
