"""What is told of an event and counted of it, taken out of its record: typed, and checked once.

A record is a tree of a dozen parts, and may hold anything. The rules and the log ask it for the
same few things; these are they, and whoever asks need not look at their types again. Records of
long logs are read into the same shape without becoming trees first
(:mod:`sessionary.formats.campaign.event_decoder`), so what has another type than it should have
reads as absent here as there.

All parts name what they hold as files do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias

from sessionary.core.campaign.record import Record, number

Value: TypeAlias = int | float | str | None
"""A number, or words in its place."""


class Said(NamedTuple):
    """The object ``event``: what it is called, and what it is worth."""

    type: str | None = None
    name: str | None = None
    description: str | None = None
    value: Value = None
    amount: Value = None
    coin: str | None = None
    item: str | None = None
    outcome: str | None = None


class GameTime(NamedTuple):
    """The object ``timestamp.gameTime``."""

    formatted: str | None = None


class Timestamp(NamedTuple):
    """The object ``timestamp``."""

    realTime: str | None = None  # noqa: N815
    gameTime: GameTime | None = None  # noqa: N815


class Participants(NamedTuple):
    """The object ``participants``."""

    actor: str | None = None
    targets: Sequence[str] | None = None
    location: str | None = None


class Effect(NamedTuple):
    """One of the effects of an event."""

    type: str | None = None
    value: Value = None
    target: str | None = None
    condition: str | None = None


class Effects(NamedTuple):
    """The object ``effects``."""

    immediate: Sequence[Effect] | None = None
    ongoing: Sequence[Effect] | None = None
    cascade: Sequence[str] | None = None


class Roll(NamedTuple):
    """The object ``mechanics.roll``."""

    expression: str | None = None
    total: Value = None


class Mechanics(NamedTuple):
    """The object ``mechanics``."""

    roll: Roll | None = None
    outcome: str | None = None
    # Files write numbers, words and objects here.
    result: Any = None


class Metadata(NamedTuple):
    """The object ``metadata``."""

    visibility: str | None = None


class EventParts(NamedTuple):
    """What is told of an event and counted of it; None where the record does not say it."""

    id: str | None = None
    value: Value = None
    event: Said | None = None
    timestamp: Timestamp | None = None
    participants: Participants | None = None
    effects: Effects | None = None
    mechanics: Mechanics | None = None
    metadata: Metadata | None = None


# Their own constructors are functions of Python, which take three times as long.
_SAID: Final = partial(tuple.__new__, Said)
_PARTICIPANTS: Final = partial(tuple.__new__, Participants)
_EFFECT: Final = partial(tuple.__new__, Effect)
_EFFECTS: Final = partial(tuple.__new__, Effects)
_PARTS: Final = partial(tuple.__new__, EventParts)
_NOTHING_SAID: Final = Said()
_NOBODY: Final = Participants()


def event_parts(record: Record) -> EventParts:
    """Return the parts of a record; what has another type than expected is left out."""
    get = record.get
    return _PARTS(
        (
            _text(get("id")),
            _value(get("value")),
            _said(get("event")),
            _timestamp(get("timestamp")),
            _participants(get("participants")),
            _effects(get("effects")),
            _mechanics(get("mechanics")),
            _metadata(get("metadata")),
        )
    )


def said_of(parts: EventParts) -> Said:
    """Return what stands under ``event``, an empty one if there is nothing."""
    return parts.event or _NOTHING_SAID


def participants_of(parts: EventParts) -> Participants:
    """Return who took part, an empty one if the record does not say."""
    return parts.participants or _NOBODY


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> Sequence[str] | None:
    if not isinstance(value, (list, tuple)):
        return None
    return [one for one in value if isinstance(one, str)]


def _value(value: object) -> Value:
    if value is None or isinstance(value, str):
        return value
    return number(value)


def _object(value: object) -> Record | None:
    # Nearly all values are plain; to ask whether one is any mapping takes five times as long.
    return value if type(value) is dict or isinstance(value, Mapping) else None


def _said(value: object) -> Said | None:
    given = _object(value)
    if given is None:
        return None
    get = given.get
    return _SAID(
        (
            _text(get("type")),
            _text(get("name")),
            _text(get("description")),
            _value(get("value")),
            _value(get("amount")),
            _text(get("coin")),
            _text(get("item")),
            _text(get("outcome")),
        )
    )


def _timestamp(value: object) -> Timestamp | None:
    given = _object(value)
    if given is None:
        return None
    shown = _object(given.get("gameTime"))
    time = None if shown is None else GameTime(_text(shown.get("formatted")))
    return Timestamp(_text(given.get("realTime")), time)


def _participants(value: object) -> Participants | None:
    given = _object(value)
    if given is None:
        return None
    get = given.get
    return _PARTICIPANTS((_text(get("actor")), _texts(get("targets")), _text(get("location"))))


def _effects(value: object) -> Effects | None:
    given = _object(value)
    if given is None:
        return None
    get = given.get
    return _EFFECTS(
        (_each_effect(get("immediate")), _each_effect(get("ongoing")), _texts(get("cascade")))
    )


def _each_effect(value: object) -> Sequence[Effect] | None:
    if not isinstance(value, (list, tuple)):
        return None
    gets = [given.get for one in value if (given := _object(one)) is not None]
    return [
        _EFFECT(
            (
                _text(get("type")),
                _value(get("value")),
                _text(get("target")),
                _text(get("condition")),
            )
        )
        for get in gets
    ]


def _mechanics(value: object) -> Mechanics | None:
    given = _object(value)
    if given is None:
        return None
    roll = _object(given.get("roll"))
    rolled = (
        None if roll is None else Roll(_text(roll.get("expression")), _value(roll.get("total")))
    )
    return Mechanics(rolled, _text(given.get("outcome")), given.get("result"))


def _metadata(value: object) -> Metadata | None:
    given = _object(value)
    return None if given is None else Metadata(_text(given.get("visibility")))
