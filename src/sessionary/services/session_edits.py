"""Edits of a session that change several values at once, and typing that is saved by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.check import check_record
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import elapsed_fields, whole
from sessionary.core.campaign.record import instant_us, object_at, text_at
from sessionary.core.json_pointer import get_at, remove_at, set_at
from sessionary.core.problems import Severity, UserError
from sessionary.core.store.values import same, thaw

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from sessionary.core.json_text import J
    from sessionary.services.library import Library

Data = dict[str, Any]

_US_PER_MINUTE = 60_000_000


def edit_together(
    library: Library,
    key: str,
    values: Mapping[str, J],
    name: str,
    own: Mapping[str, J] | None = None,
) -> bool:
    """Set several values of a session, as one act; say whether any of them was another before.

    Args:
        library: Where it is.
        key: The session's key.
        values: JSON pointer into the record -> what is to stand there, None takes it away.
        name: What was done, for the undo menu.
        own: Name in the own part -> value, None takes it away.

    Raises:
        UserError: One of the values may not stand there.
    """
    store = library.stores["session"]
    with library.act(name) as act:
        changed = act.edit(store, key, with_values, dict(values), dict(own or {}))
        if changed:
            session = store.session_of(key)
            after = {} if session is None else act.value(session)
            _check(object_at(after, "record"), library.zone)
    return changed


def with_values(data: Data, values: dict[str, J], own: dict[str, J]) -> Data | None:
    """Return data with values set in its record and its own part, None if nothing changes.

    Args:
        data: The data of a document; it is changed.
        values: JSON pointer into the record -> what is to stand there, None takes it away.
        own: Name in the own part -> value, None takes it away.

    Raises:
        UserError: The record has no such place.
    """
    before = thaw(data)
    for pointer, value in values.items():
        _set(data, pointer, value)
    for name, value in own.items():
        if value is None or value in ("", [], {}):
            data["own"].pop(name, None)
        else:
            data["own"][name] = value
    return None if same(before, data) else data


def _set(data: Data, pointer: str, value: J) -> None:
    record = data["record"]
    if same(_at(record, pointer), value):
        return
    try:
        changed = remove_at(record, pointer) if value is None else set_at(record, pointer, value)
    except KeyError as error:
        raise UserError(f"There is no place for {pointer} in this record.") from error
    data["record"] = changed
    edited = data["own"].setdefault("edited", [])
    if pointer not in edited:
        edited.append(pointer)
    spelt = f"/record{pointer}"
    data["spelling"] = {
        place: number
        for place, number in data["spelling"].items()
        if place != spelt and not place.startswith(f"{spelt}/")
    }


def _at(record: Data, pointer: str) -> J:
    try:
        return get_at(record, pointer)
    except KeyError:
        return None


def _check(record: Mapping[str, Any], zone: tzinfo) -> None:
    for problem in check_record("session", thaw(record), first=True, zone=zone):
        if problem.severity is Severity.ERROR:
            raise UserError(problem.message or problem.sentence())


def real_times(
    record: Mapping[str, Any], which: str, text: str | None, zone: tzinfo
) -> dict[str, J]:
    """Return the values that change with a session's real start or end: itself and the length.

    Args:
        record: The session's record as it is.
        which: ``startTime`` or ``endTime``.
        text: The new date-time as files write it; None takes it away.
        zone: The zone of date-times that give no offset.
    """
    values: dict[str, J] = {f"/realTime/{which}": text}
    times = {**object_at(record, "realTime"), which: text}
    start, end = (_us(times, key, zone) for key in ("startTime", "endTime"))
    if start is None or end is None:
        length = None
    elif end < start:
        raise UserError("A session cannot end before it starts.")
    else:
        length = (end - start) // _US_PER_MINUTE
    if length is not None or "durationMinutes" in times:
        values["/realTime/durationMinutes"] = length
    return values


def _us(times: Mapping[str, Any], key: str, zone: tzinfo) -> int | None:
    text = text_at(times, key)
    return instant_us(text, zone) if text else None


def game_times(
    record: Mapping[str, Any], which: str, time: Mapping[str, Any] | None, clock: Clock = PLAIN
) -> dict[str, J]:
    """Return the values that change with a session's game start or end: itself and the span."""
    values: dict[str, J] = {f"/gameTime/{which}": None if time is None else dict(time)}
    times = {**object_at(record, "gameTime"), which: time}
    totals = [whole(object_at(times, key).get("total")) for key in ("startTime", "endTime")]
    if totals[0] is not None and totals[1] is not None:
        values["/gameTime/elapsed"] = elapsed_fields(totals[1] - totals[0], clock)
    elif "elapsed" in times:
        values["/gameTime/elapsed"] = None
    return values


class _Typed:
    """Puts a text into a record or its own part; its label names the act in the undo menu."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, data: Data, pointer: str, text: str | None) -> Data:
        if pointer.startswith("/own/"):
            name = pointer.removeprefix("/own/")
            if text:
                data["own"][name] = text
            else:
                data["own"].pop(name, None)
        else:
            _set(data, pointer, text or None)
        return data


def type_text(library: Library, kind: str, key: str, pointer: str, text: str, name: str) -> bool:
    """Put what is being typed into a document; it is saved by itself a second later.

    Args:
        library: Where it is.
        kind: The kind of document.
        key: Its key.
        pointer: JSON pointer into the record, or ``/own/notes`` and the like.
        text: The whole text; an empty one takes the value away.
        name: What the save is called in the undo menu.

    Raises:
        StoreError: The document cannot be changed now.
    """
    return library.stores[kind].load(key).patch(_Typed(name), pointer, text)


def is_typing(library: Library, kind: str, key: str) -> bool:
    """Say whether a document has typing that is not saved yet."""
    session = library.stores[kind].session_of(key)
    return session is not None and session.dirty


def let_go(library: Library, kind: str, key: str) -> None:
    """Save what was typed into a document and let go of it."""
    session = library.stores[kind].session_of(key)
    if session is not None and session.state == "open":
        session.stop()
