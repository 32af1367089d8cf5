"""Logging at the table: a typed line becomes an event; events are edited and struck."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sessionary.core.campaign.check import check_record
from sessionary.core.campaign.log_line import parse_line
from sessionary.core.campaign.logged import logged_record
from sessionary.core.campaign.own_types import BUILT_IN, OwnTypes
from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.rows import game_second
from sessionary.core.entries import EntryPut
from sessionary.core.json_pointer import remove_at, set_at
from sessionary.core.json_text import dump, spellings
from sessionary.core.problems import Severity, UserError
from sessionary.core.store.values import same
from sessionary.core.text import fold
from sessionary.services.sessions import document_data
from sessionary.storage import log_queries, queries, walks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.campaign.log_line import LogLine
    from sessionary.core.json_text import J
    from sessionary.services.library import Library
    from sessionary.storage.walks import KeptEntry

_MOST_NAMES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is known where a session is played.

    Attributes:
        key: The session's key.
        id: Its id in files.
        campaign: Its campaign.
        epoch: What the campaign's clock shows at total 0.
        clock: How its days are counted and written.
        face: Where its clock stands, in seconds since Day 0, midnight; None before it was set.
        names: Who can be named with ``@``.
        places: What can be named with ``^``.
        ids: Name, folded for comparison, -> id.
        types: The words for types that the campaign logs with.
    """

    key: str
    id: str
    campaign: str
    epoch: int
    clock: Clock
    face: int | None
    names: tuple[str, ...]
    places: tuple[str, ...]
    ids: Mapping[str, str]
    types: OwnTypes = BUILT_IN

    def read(self, typed: str) -> LogLine:
        """Return what a line says."""
        return parse_line(
            typed,
            names=self.names,
            places=self.places,
            aliases=self.types.aliases,
            clock=self.clock,
        )


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
    epoch, clock = library.epochs.of(campaign), library.epochs.clock_of(campaign)
    if face is None:
        face = game_second(data, "startTime", epoch, clock)
    if face is None:
        face = _where_the_last_one_ended(library, key)
    ids = _ids(library, campaign)
    return Table(
        key=key,
        id=text_at(data, "record", "id") or key,
        campaign=campaign,
        epoch=epoch,
        clock=clock,
        face=face,
        names=(*(name for name, _ in ids), *actors),
        places=tuple(places),
        ids={fold(name): identity for name, identity in ids},
        types=library.epochs.types_of(campaign),
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
    own = _campaign_data(library, campaign).get("own", {})
    found = [
        (text_at(one, "name").strip(), text_at(one, "id"))
        for kind in ("users", "characters")
        for one in own.get(kind, ())
    ]
    # Of a player and a character with one name, the game is about the character.
    return [(name, identity) for name, identity in found if name and identity]


def _campaign_data(library: Library, campaign: str) -> dict[str, Any]:
    """Return the data of a campaign, nothing where it cannot be read."""
    try:
        return document_data(library, "campaign", campaign) if campaign else {}
    except UserError:
        return {}


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
        clock=table.clock,
        id_of=lambda name: table.ids.get(fold(name), name),
        category=table.types.category,
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


def edit_event(library: Library, pk: int, values: Mapping[str, J], name: str) -> int | None:
    """Change what an event says as one act; return the act's number, None if nothing changes.

    Args:
        library: Where it is.
        pk: The number of its entry.
        values: JSON pointer into its record -> what is to stand there; None takes it away.
        name: What was done, for the undo menu.

    Raises:
        UserError: The event is gone, or a value may not stand there.
    """
    entry = _kept(library, pk)
    record = json.loads(entry.text)
    changed = record
    for pointer, value in values.items():
        try:
            gone = value is None
            changed = remove_at(changed, pointer) if gone else set_at(changed, pointer, value)
        except KeyError:
            raise UserError(f"This event has no room for {pointer}.") from None
    if same(changed, record):
        return None
    wrong = check_record(
        "event", changed, first=False, zone=library.zone, clock=library.epochs.clock_of(entry.scope)
    )
    refused = [one for one in wrong if one.severity is Severity.ERROR]
    if refused:
        raise UserError(refused[0].sentence())
    return _put(library, entry, name, text=dump(changed, spellings(entry.text)))


def strike(library: Library, pk: int) -> int | None:
    """Strike an event out as one act; return the act's number.

    It stays in the library, and comes back when the act is undone.

    Raises:
        UserError: The event is gone.
    """
    entry = _kept(library, pk)
    return _put(library, entry, "Remove event", text=entry.text, struck=True)


def _kept(library: Library, pk: int) -> KeptEntry:
    with library.reading() as connection:
        entry = walks.kept_entry(connection, pk)
    if entry is None:
        raise UserError("This event is gone.")
    return entry


def _put(
    library: Library, entry: KeptEntry, name: str, *, text: str, struck: bool = False
) -> int | None:
    """Replace an entry by one that says another text; all else of it stays."""
    columns = library.columns_of(entry.kind, entry.type, entry.scope, text, entry.source)
    with library.act(name) as act:
        act.put(
            EntryPut(
                kind=entry.kind,
                type=entry.type,
                scope=entry.scope,
                id=entry.id,
                document=None if entry.key is None else (entry.kind, entry.key),
                text=text,
                columns=columns,
                wanted=entry.wanted,
                # An import knows by it that the event was changed here.
                seen=entry.seen,
                source=entry.source,
                position=entry.position,
                struck=struck,
            )
        )
    return act.number


def _short(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= 40 else line[:39] + "…"
