"""Logging at the table: a typed line becomes an event."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sessionary.core.campaign.event_types import meaning, words_for
from sessionary.core.campaign.gametime import game_time
from sessionary.core.campaign.line_words import party_at_table, with_sum
from sessionary.core.campaign.log_line import Takes, parse_line
from sessionary.core.campaign.logged import logged_record
from sessionary.core.campaign.order import round_in
from sessionary.core.campaign.own_types import BUILT_IN, OwnTypes
from sessionary.core.campaign.record import instant_us, object_at, text_at, texts_at
from sessionary.core.campaign.rows import game_second
from sessionary.core.campaign.world import Kind, kind_of
from sessionary.core.entries import EntryPut
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.services.event_edits import edit_event
from sessionary.services.hidden import stored_in
from sessionary.services.sessions import document_data
from sessionary.storage import log_queries, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.campaign.log_line import LogLine
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

_MOST_NAMES = 5_000
_NAMED_BY_TEXT = {
    "npc_introduced": Kind.NPC,
    "npc_met": Kind.NPC,
    "location_discovered": Kind.PLACE,
    "room_explored": Kind.PLACE,
}
_FIGHT = tuple(
    one for word in ("combat_start", "combat_round", "combat_end") for one in words_for(word)
)
_STEP_US = 5 * 60 * 1_000_000
_STEP_KEYS = {"id", "sessionId", "timestamp", "event"}


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
        fight_round: The round that the fight that is going on has reached, 0 without a fight.
        types: The words for types that the campaign logs with.
        party: How many share what each of the party gets.
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
    fight_round: int = 0
    types: OwnTypes = BUILT_IN
    party: int = 0

    def read(self, typed: str) -> LogLine:
        """Return what a line says; the next round of a fight names itself."""
        line = parse_line(
            typed,
            names=self.names,
            places=self.places,
            aliases=self.types.aliases,
            clock=self.clock,
        )
        if self.fight_round and meaning(line.word) == "combat_round" and not line.text:
            return replace(line, text=f"Round {self.fight_round + 1}")
        return with_sum(line, self.party)

    def new_in(self, line: LogLine) -> list[tuple[str, Kind]]:
        """Return whom and which places a line names that were never named before."""
        word, said = meaning(line.word), []
        if line.takes is Takes.NAME and word in _NAMED_BY_TEXT:
            said.append((line.text, _NAMED_BY_TEXT[word]))
        said += [(name, Kind.NPC) for name in (*line.people, line.target)]
        said.append((line.place, Kind.PLACE))
        known = {fold(name) for name in (*self.names, *self.places, *self.ids)}
        new = {fold(name): (name, kind) for name, kind in said if name.strip()}
        return [one for name, one in new.items() if name not in known]


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
        fought = [] if stored is None else log_queries.fight_texts(connection, stored.pk, _FIGHT)
        actors = log_queries.facet_values(connection, ("actor", "target"), _MOST_NAMES)
        places = log_queries.facet_values(connection, ("place",), _MOST_NAMES)
        written = _written(library, connection, campaign)
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
        names=(
            *(name for name, _ in ids),
            *(n for n, is_place in written if not is_place),
            *actors,
        ),
        places=(*(name for name, is_place in written if is_place), *places),
        ids={fold(name): identity for name, identity in ids},
        fight_round=_fight_round(fought),
        types=library.epochs.types_of(campaign),
        party=party_at_table(object_at(data, "record")),
    )


def _written(library: Library, connection: Reader, campaign: str) -> list[tuple[str, bool]]:
    """Return the names of what is written about the world, and whether each is that of a place."""
    found = []
    for data in stored_in(library, connection, "world", campaign).values():
        is_place = kind_of(text_at(data, "record", "kind")) is Kind.PLACE
        names = (text_at(data, "record", "name"), *texts_at(data, "record", "aliases"))
        found += [(name, is_place) for name in names if name.strip()]
    return found


def _fight_round(fought: Sequence[tuple[str, str]]) -> int:
    """Return the round that a fight has reached, 0 where none is going on."""
    reached = 0
    for word, text in fought:
        what = meaning(word)
        if what == "combat_round":
            named = round_in(text_at(json.loads(text), "event", "name"))
            reached = max(reached + 1, named or 0) if reached else 0
        else:
            reached = 1 if what == "combat_start" else 0
    return reached


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
    return log_lines(library, key, [typed], now, f"Log “{_short(typed)}”")


def log_lines(
    library: Library,
    key: str,
    typed: Sequence[str],
    now: datetime,
    name: str,
    *,
    still: bool = False,
) -> int | None:
    """Log several lines in a session as one act; return the act's number.

    Args:
        library: Where the session is.
        key: Its key.
        typed: The lines.
        now: The time of day, with an offset.
        name: What is done, for the undo menu.
        still: Whether the game's clock stands still meanwhile.

    Raises:
        UserError: A line lacks something, or there is no such session.
    """
    table = table_of(library, key)
    stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    face = table.face
    with library.act(name) as act:
        for one in typed:
            line = table.read(one)
            if line.problem:
                raise UserError(line.problem)
            if face is not None and not still:
                face += line.shift
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
            act.put(_entry(library, table, json.dumps(record, ensure_ascii=False), record["id"]))
    return act.number


def _entry(library: Library, table: Table, text: str, identity: str) -> EntryPut:
    return EntryPut(
        kind="session",
        type="event",
        scope=table.campaign,
        id=identity,
        document=("session", table.key),
        text=text,
        columns=library.columns_of("session", "event", table.campaign, text, None),
    )


def step_clock(library: Library, key: str, shift: str, now: datetime) -> int | None:
    """Move the game's clock on, as one act; return the act's number.

    A step straight after another one makes that one longer: ten steps are one entry in the log.

    Args:
        library: Where the session is.
        key: Its key.
        shift: By how much, such as ``+10m``.
        now: The time of day, with an offset.

    Raises:
        UserError: It is no time, or the campaign's clock was never set.
    """
    table = table_of(library, key)
    line = table.read(shift)
    if line.problem or not line.shift:
        raise UserError(line.problem or f"“{shift}” is no time. Write for example +10m or +3d 4h.")
    if table.face is None:
        raise UserError("The game’s clock is not set yet: give the session a game time first.")
    with library.reading() as connection:
        last = log_queries.last_entry(connection, "session", key)
    record = {} if last is None else json.loads(last.text)
    if last is None or not _is_step(record, now):
        return log_lines(library, key, [shift], now, f"Clock {shift}")
    time = game_time(table.face + line.shift, epoch=table.epoch, clock=table.clock)
    return edit_event(library, last.pk, {"/timestamp/gameTime": time}, f"Clock {shift}")


def _is_step(record: Mapping[str, Any], now: datetime) -> bool:
    """Say whether an event only moved the clock, a moment ago."""
    event = record.get("event")
    if not isinstance(event, dict) or event.keys() - {"type", "category"}:
        return False
    at = instant_us(text_at(record, "timestamp", "realTime"), UTC)
    fresh = at is not None and 0 <= now.timestamp() * 1_000_000 - at < _STEP_US
    return event.get("type") == "time_advanced" and fresh and record.keys() <= _STEP_KEYS


def _short(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= 40 else line[:39] + "…"
