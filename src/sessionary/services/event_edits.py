"""Edits of events that were logged: each is one act, and one step of undo.

Of an event's text only the edited value is written anew; every other character stays. What only
the library knows of an event, such as until when it lasted, stands in the own part of its session
(of the campaign, where it has none), under ``events`` and the event's id.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.check import check_record
from sessionary.core.campaign.event_fields import end_time, game_time_values, shifted_values
from sessionary.core.campaign.gametime import elapsed_text, game_time, sort_value
from sessionary.core.campaign.own_events import OWN_EVENTS, end_of, with_end
from sessionary.core.entries import EntryPut
from sessionary.core.json_splice import cut_at, put_at
from sessionary.core.problems import Severity, UserError
from sessionary.core.store.values import same, thaw
from sessionary.services.sessions import document_data
from sessionary.storage import queries, walks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.entries import Entry
    from sessionary.core.json_text import J
    from sessionary.core.store.act import Act
    from sessionary.services.library import Library
    from sessionary.storage.walks import KeptEntry

Data = dict[str, Any]

BETWEEN: Final = ""
"""The key that stands for no session: what happened between two of them."""


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
    text = _edited(library, entry.text, values)
    if text == entry.text:
        return None
    with library.act(name) as act:
        act.put(_put(library, entry, text))
    return act.number


def edit_game_time(library: Library, pk: int, typed: str, name: str) -> int | None:
    """Change when an event happened, as one act; return the act's number.

    Args:
        library: Where it is.
        pk: The number of its entry.
        typed: See :func:`.game_time_values`; ``+2h`` counts from where it stood.
        name: What was done, for the undo menu.

    Raises:
        UserError: The text is no game time, or the event is gone.
    """
    entry = _kept(library, pk)
    values = game_time_values(
        json.loads(entry.text),
        typed,
        former=_face(library, entry),
        epoch=library.epochs.of(entry.scope),
        shift=_shift(library, entry),
        clock=library.epochs.clock_of(entry.scope),
    )
    return edit_event(library, pk, values, name)


def edit_end_time(library: Library, pk: int, typed: str, name: str) -> int | None:
    """Change until when a long event lasted, as one act; an empty text takes it away.

    Raises:
        UserError: The text is no game time or too early, or the event is gone.
    """
    entry = _kept(library, pk)
    epoch, clock = library.epochs.of(entry.scope), library.epochs.clock_of(entry.scope)
    place = _owner(entry)
    if place is None:
        raise UserError("This event has no campaign yet, so nothing can be noted of it.")
    former = end_of(document_data(library, *place), entry.id, epoch, clock)
    time = end_time(typed, begins=_face(library, entry), former=former, epoch=epoch, clock=clock)
    with library.act(name) as act:
        act.edit(library.stores[place[0]], place[1], with_end, entry.id, time)
    return act.number


def shift_events(library: Library, pks: Sequence[int], seconds: int) -> int | None:
    """Move the game time of events, as one act; return its number, None if none has a time.

    Long events end as much later. What only says the round of a combat stays.

    Args:
        library: Where they are.
        pks: The numbers of their entries.
        seconds: By how much; negative for earlier.
    """
    name = f"Shift {len(pks)} events" if len(pks) != 1 else "Shift event"
    with library.act(f"{name} by {elapsed_text(seconds)}") as act:
        ends: dict[tuple[str, str], dict[str, J]] = {}
        for pk in pks:
            entry = _kept(library, pk)
            face = _face(library, entry)
            if face is None:
                continue
            epoch, clock = library.epochs.of(entry.scope), library.epochs.clock_of(entry.scope)
            values = shifted_values(
                json.loads(entry.text),
                face,
                seconds,
                epoch=epoch,
                shift=_shift(library, entry),
                clock=clock,
            )
            act.put(_put(library, entry, _edited(library, entry.text, values)))
            place = _owner(entry)
            end = None if place is None else _end(library, place, entry.id, epoch, clock)
            if place is not None and end is not None:
                ends.setdefault(place, {})[entry.id] = game_time(
                    end + seconds, epoch=epoch, clock=clock
                )
        for place, times in ends.items():
            for identity, time in times.items():
                act.edit(library.stores[place[0]], place[1], with_end, identity, time)
    return act.number


def move_event(library: Library, pk: int, key: str) -> int | None:
    """Move an event to another session of its campaign, as one act; return its number.

    Args:
        library: Where it is.
        pk: The number of its entry.
        key: The key of that session, :data:`BETWEEN` for what happened between sessions.

    Raises:
        UserError: The event is gone, or there is no such session in its campaign.
    """
    entry = _kept(library, pk)
    if (entry.key or BETWEEN) == key and entry.wanted is None:
        return None
    where = _session_id(library, entry, key)
    values = {"/sessionId": where or None}
    text = _edited(library, entry.text, values)
    former, after = _owner(entry), ("session", key) if key else ("campaign", entry.scope)
    if former is None or not entry.scope:
        raise UserError("This event has no campaign yet; it moves when its session arrives.")
    with library.act("Move event" if key else "Move event between sessions") as act:
        act.put(_put(library, entry, text, document=("session", key) if key else None))
        if entry.id in document_data(library, *former)["own"].get(OWN_EVENTS, {}):
            _carry(library, act, entry.id, former, after)
    return act.number


def strike(library: Library, pk: int) -> int | None:
    """Strike an event out as one act; return the act's number.

    It stays in the library, and comes back when the act is undone.

    Raises:
        UserError: The event is gone.
    """
    entry = _kept(library, pk)
    with library.act("Remove event") as act:
        act.put(_put(library, entry, entry.text, struck=True))
    return act.number


def loose_event(library: Library, pk: int) -> tuple[Entry, Data] | None:
    """Return an event that belongs to no session with its record; None for any other."""
    with library.reading() as connection:
        found = queries.entries_by_pk(connection, [pk])
    if not found or found[0].struck or found[0].document is not None:
        return None
    return found[0], json.loads(found[0].text)


def game_second_of(library: Library, pk: int) -> int | None:
    """Return where an event stands, in seconds on the clock face; None if it is nowhere."""
    with library.reading() as connection:
        found = queries.entries_by_pk(connection, [pk])
    return found[0].game_s if found else None


def _carry(
    library: Library, act: Act, identity: str, former: tuple[str, str], after: tuple[str, str]
) -> None:
    """Take along what the own part of a document says of an event."""
    end = document_data(library, *former)["own"][OWN_EVENTS][identity]
    time = end.get("timestamp", {}).get("endGameTime")
    act.edit(library.stores[former[0]], former[1], with_end, identity, None)
    act.edit(library.stores[after[0]], after[1], with_end, identity, thaw(time))


def _session_id(library: Library, entry: KeptEntry, key: str) -> str:
    """Return the id by which files name a session of the event's campaign."""
    if not key:
        return ""
    with library.reading() as connection:
        stored = queries.document(connection, "session", key)
        summary = None if stored is None else queries.summary_of(connection, stored.pk)
    if summary is None or summary.container != entry.scope:
        raise UserError("This session is not of the event's campaign.")
    return summary.id


def _edited(library: Library, text: str, values: Mapping[str, J]) -> str:
    """Return an event's text with other values.

    Raises:
        UserError: A value may not stand there. What was wrong before does not stand in the way.
    """
    record = json.loads(text)
    changed = text
    for pointer, value in values.items():
        try:
            changed = cut_at(changed, pointer) if value is None else put_at(changed, pointer, value)
        except KeyError:
            raise UserError(f"This event has no room for {pointer}.") from None
    after = json.loads(changed)
    if same(after, record):
        return text
    before = {
        (one.code, one.place, one.found)
        for one in check_record("event", record, first=False, zone=library.zone)
    }
    for one in check_record("event", after, first=False, zone=library.zone):
        if one.severity is Severity.ERROR and (one.code, one.place, one.found) not in before:
            raise UserError(one.sentence())
    return changed


def _face(library: Library, entry: KeptEntry) -> int | None:
    """Return where an event stands, in seconds on its campaign's clock face."""
    time = json.loads(entry.text).get("timestamp")
    time = time.get("gameTime") if isinstance(time, dict) else None
    if not isinstance(time, dict):
        return None
    return sort_value(
        time,
        library.epochs.of(entry.scope),
        shift=_shift(library, entry),
        clock=library.epochs.clock_of(entry.scope),
    )


def _shift(library: Library, entry: KeptEntry) -> int:
    """Return what the campaign's face is ahead of that of the file of an event."""
    return library.sources.of(entry.source).shift.get(entry.scope, 0)


def _end(
    library: Library, place: tuple[str, str], identity: str, epoch: int, clock: Clock
) -> int | None:
    return end_of(document_data(library, *place), identity, epoch, clock)


def _owner(entry: KeptEntry) -> tuple[str, str] | None:
    """Return the document whose own part knows more of an event."""
    if entry.key is not None:
        return "session", entry.key
    return ("campaign", entry.scope) if entry.scope else None


def _kept(library: Library, pk: int) -> KeptEntry:
    with library.reading() as connection:
        entry = walks.kept_entry(connection, pk)
    if entry is None:
        raise UserError("This event is gone.")
    return entry


_SAME: Final = ("", "")


def _put(
    library: Library,
    entry: KeptEntry,
    text: str,
    *,
    struck: bool = False,
    document: tuple[str, str] | None = _SAME,
) -> EntryPut:
    """Return the change by which an entry says another text; all else of it stays.

    Args:
        library: Where it is.
        entry: It, as it is.
        text: What it is to say.
        struck: Whether it is struck out.
        document: Where it belongs from now on, if that is to change.
    """
    moved = document != _SAME
    if not moved:
        document = None if entry.key is None else (entry.kind, entry.key)
    return EntryPut(
        kind=entry.kind,
        type=entry.type,
        scope=entry.scope,
        id=entry.id,
        document=document,
        text=text,
        columns=library.columns_of(entry.kind, entry.type, entry.scope, text, entry.source),
        wanted=None if moved else entry.wanted,
        # An import knows by it that the event was changed here.
        seen=entry.seen,
        source=entry.source,
        position=entry.position,
        struck=struck,
    )
