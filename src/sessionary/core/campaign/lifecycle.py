"""The life of a session: planned, in progress, completed or cancelled, and the moves between them.

Source: campaign specification, sections 2 and 10.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import elapsed_fields, whole
from sessionary.core.campaign.record import instant_us, object_at
from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo


_US_PER_MINUTE: Final = 60_000_000


class Status(StrEnum):
    """Where a session is in its life; the values are those of the file format."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """How it is shown: Planned, Live, Played or Cancelled."""
        return _WORDS[self]


_WORDS: Final = {
    Status.PLANNED: "Planned",
    Status.IN_PROGRESS: "Live",
    Status.COMPLETED: "Played",
    Status.CANCELLED: "Cancelled",
}

MOVES: Final[Mapping[Status, frozenset[Status]]] = {
    Status.PLANNED: frozenset({Status.IN_PROGRESS, Status.CANCELLED}),
    Status.IN_PROGRESS: frozenset({Status.COMPLETED}),
    Status.COMPLETED: frozenset({Status.IN_PROGRESS}),
    Status.CANCELLED: frozenset({Status.PLANNED}),
}
"""To which statuses a session can be moved here. Imports are not bound by it."""


class InvalidTransition(UserError):
    """A move that the life of a session does not have."""

    def __init__(self, old: Status, new: Status) -> None:
        super().__init__(
            f"A session that is {old.replace('_', ' ')} cannot become {new.replace('_', ' ')}."
        )
        self.old = old
        self.new = new


def status_of(record: Mapping[str, Any]) -> Status:
    """Return the status of a session; one that does not say is planned."""
    value = record.get("status")
    try:
        return Status(value) if isinstance(value, str) else Status.PLANNED
    except ValueError:
        return Status.PLANNED


def move(old: Status, new: Status) -> Status:
    """Return `new` if a session may be moved there from `old`.

    Raises:
        InvalidTransition: There is no such move; the message names both statuses.
    """
    if new not in MOVES[old]:
        raise InvalidTransition(old, new)
    return new


class EndBeforeStart(UserError):
    """A session would end before it started."""


def moved(
    data: dict[str, Any],
    new: Status,
    *,
    now: str,
    zone: tzinfo,
    game: Mapping[str, Any] | None = None,
    clock: Clock = PLAIN,
) -> dict[str, Any]:
    """Move a session to another status, with the times that belong to the move.

    Starting keeps the planned start beside the real one; ending computes the duration and the game
    time that passed; reopening drops the end, which stays in the document's history. What was set
    is noted in ``own.edited``, so that an import does not overwrite it unasked.

    Args:
        data: The session's data, plain; it is changed.
        new: The status to move to.
        now: The start or end in real time, as files write it; for a session that is planned again
            its new start.
        zone: The zone of date-times that give no offset.
        game: The game time at that moment, as files write it; None leaves it as it is.
        clock: How the campaign's days are counted.

    Raises:
        InvalidTransition: There is no such move.
        EndBeforeStart: The session would end before it started.
    """
    record, own = data["record"], data.setdefault("own", {})
    old = status_of(record)
    move(old, new)
    edited = _MOVED[old, new](record, own, now, zone, game, clock)
    record["status"] = new.value
    places = [*own.get("edited", ()), "/status", *edited]
    own["edited"] = list(dict.fromkeys(places))
    return data


def _start(
    record: dict[str, Any], own: dict[str, Any], now: str, _zone: tzinfo, game: Any, _clock: Clock
) -> list[str]:
    times = _inside(record, "realTime")
    if times.get("startTime") is not None:
        own.setdefault("plannedStart", times["startTime"])
    times["startTime"] = now
    if game is None:
        return ["/realTime/startTime"]
    _inside(record, "gameTime")["startTime"] = dict(game)
    return ["/realTime/startTime", "/gameTime/startTime"]


def _end(
    record: dict[str, Any], _own: dict[str, Any], now: str, zone: tzinfo, game: Any, clock: Clock
) -> list[str]:
    times = _inside(record, "realTime")
    start = times.get("startTime")
    start_us = instant_us(start, zone) if isinstance(start, str) else None
    end_us = instant_us(now, zone)
    edited = ["/realTime/endTime"]
    if start_us is not None and end_us is not None:
        if end_us < start_us:
            raise EndBeforeStart(f"The session started at {start}; it cannot end at {now}.")
        times["durationMinutes"] = (end_us - start_us) // _US_PER_MINUTE
        edited.append("/realTime/durationMinutes")
    times["endTime"] = now
    if game is not None:
        edited += _end_of_game_time(_inside(record, "gameTime"), game, clock)
    return edited


def _end_of_game_time(times: dict[str, Any], game: Mapping[str, Any], clock: Clock) -> list[str]:
    times["endTime"] = dict(game)
    first, last = whole(object_at(times, "startTime").get("total")), whole(game.get("total"))
    if first is None or last is None:
        return ["/gameTime/endTime"]
    times["elapsed"] = elapsed_fields(last - first, clock)
    return ["/gameTime/endTime", "/gameTime/elapsed"]


def _reopen(
    record: dict[str, Any],
    _own: dict[str, Any],
    _now: str,
    _zone: tzinfo,
    _game: Any,
    _clock: Clock,
) -> list[str]:
    gone = (
        ("realTime", "endTime"),
        ("realTime", "durationMinutes"),
        ("gameTime", "endTime"),
        ("gameTime", "elapsed"),
    )
    for part, key in gone:
        _inside(record, part, make=False).pop(key, None)
    return [f"/{part}/{key}" for part, key in gone]


def _cancel(
    _record: dict[str, Any],
    _own: dict[str, Any],
    _now: str,
    _zone: tzinfo,
    _game: Any,
    _clock: Clock,
) -> list[str]:
    return []


def _plan_again(
    record: dict[str, Any], own: dict[str, Any], now: str, _zone: tzinfo, _game: Any, _clock: Clock
) -> list[str]:
    own.pop("plannedStart", None)
    _inside(record, "realTime")["startTime"] = now
    return ["/realTime/startTime"]


_MOVED: Final[Mapping[tuple[Status, Status], Callable[..., list[str]]]] = {
    (Status.PLANNED, Status.IN_PROGRESS): _start,
    (Status.PLANNED, Status.CANCELLED): _cancel,
    (Status.IN_PROGRESS, Status.COMPLETED): _end,
    (Status.COMPLETED, Status.IN_PROGRESS): _reopen,
    (Status.CANCELLED, Status.PLANNED): _plan_again,
}


def _inside(record: dict[str, Any], key: str, *, make: bool = True) -> dict[str, Any]:
    """Return the object under `key`; one that is missing is made, in the record if `make`."""
    part = record.get(key)
    if not isinstance(part, dict):
        part = {}
        if make:
            record[key] = part
    return part
