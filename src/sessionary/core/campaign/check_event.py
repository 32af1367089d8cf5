"""What can be wrong with the record of an event.

A file may hold a million events and hardly any has a problem. So a quick look comes first, which
is only ever sure that an event is in order; all others are gone through key by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.findings import (
    VISIBILITIES,
    Fields,
    Findings,
    check_fields,
    check_flag,
    check_game_time,
    check_number,
    check_text,
    check_texts,
    check_time,
    check_visibility,
    object_with,
    said,
)
from sessionary.core.campaign.gametime import is_readable
from sessionary.core.campaign.record import at, instant_us, list_at
from sessionary.core.campaign.rolls import roll_adds_up

if TYPE_CHECKING:
    from datetime import tzinfo

_TEXT: Final = (str, type(None))
_WHOLE: Final = (int, type(None))
_NUMBER: Final = (int, float, type(None))
_VISIBLE: Final = (*VISIBILITIES, None)
SUMMED_EFFECTS: Final = ("damage", "healing")
"""The effects whose value is summed, so that text there is an error."""


_EFFECT: Final[Fields] = {"type": check_text, "target": check_text, "condition": check_text}


def _check_effects(findings: Findings, value: object, place: str) -> None:
    if not isinstance(value, (list, tuple)):
        findings.wrong_type(value, place, "a list of effects")
        return
    for position, effect in enumerate(value):
        there = f"{place}[{position}]"
        if not isinstance(effect, Mapping):
            findings.wrong_type(effect, there, "an effect")
            continue
        check_fields(findings, effect, there, _EFFECT)
        if effect.get("type") in SUMMED_EFFECTS and effect.get("value") is not None:
            check_number(findings, effect["value"], f"{there}.value")


_FIELDS: Final[Fields] = {
    "sessionId": check_text,
    "campaignId": check_text,
    "timestamp": object_with({"realTime": check_time, "gameTime": check_game_time}),
    "event": object_with(
        {
            "type": check_text,
            "category": check_text,
            "name": check_text,
            "description": check_text,
        }
    ),
    "participants": object_with(
        {"actor": check_text, "targets": check_texts, "location": check_text}
    ),
    "mechanics": object_with(
        {
            "roll": object_with(
                {
                    "expression": check_text,
                    "total": check_number,
                    "advantage": check_flag,
                    "disadvantage": check_flag,
                }
            )
        }
    ),
    "effects": object_with(
        {"immediate": _check_effects, "ongoing": _check_effects, "cascade": check_texts}
    ),
    "metadata": object_with(
        {"tags": check_texts, "importance": check_text, "visibility": check_visibility}
    ),
}


def check_event(findings: Findings, record: Mapping[str, Any]) -> None:
    """Look at every key of an event."""
    check_fields(findings, record, "", _FIELDS)
    for place in (("event", "value"), ("value",)):
        value = at(record, *place)
        if at(record, "event", "type") in SUMMED_TYPES and value is not None:
            check_number(findings, value, ".".join(place))
    roll = at(record, "mechanics", "roll")
    if isinstance(roll, Mapping):
        _check_roll(findings, roll)


SUMMED_TYPES: Final = ("damage", "healing", "xp_awarded", "treasure_gained")
"""The types whose own value is summed, so that text there is an error."""


def _check_roll(findings: Findings, roll: Mapping[str, Any]) -> None:
    for position, die in enumerate(list_at(roll, "rolls")):
        check_number(findings, die, f"mechanics.roll.rolls[{position}]")
    if not roll_adds_up(roll):
        dice = " + ".join(str(die) for die in list_at(roll, "rolls"))
        found = f"{dice} with {said(roll.get('modifiers') or 0)} as {roll.get('total')}"
        message = f"the dice do not add up: {found}"
        expected = "dice and modifiers that give the total"
        findings.warning("roll.sum", "mechanics.roll", found, expected, message)


def is_plain_event(record: dict[str, Any], zone: tzinfo) -> bool:
    """Return whether an event is surely in order; false says only that it must be looked at.

    Takes a few microseconds, a third of what a look at every key costs.
    """
    get = record.get
    if (
        type(get("id")) is not str
        or not record["id"]
        or type(get("sessionId")) not in _TEXT
        or get("campaignId") is not None
    ):
        return False
    return (
        _plain_timestamp(get("timestamp"), zone)
        and _plain_event_part(get("event"))
        and get("value") is None
        and _plain_participants(get("participants"))
        and _plain_metadata(get("metadata"))
        and _plain_mechanics(get("mechanics"))
        and _plain_effects(get("effects"))
    )


def _plain_timestamp(value: Any, zone: tzinfo) -> bool:
    if type(value) is not dict:
        return value is None
    real = value.get("realTime")
    if real is not None and (
        type(real) is not str or real[-1:] != "Z" or instant_us(real, zone) is None
    ):
        return False
    game = value.get("gameTime")
    if type(game) is not dict:
        return game is None
    get = game.get
    text = get("formatted")
    return (
        type(get("total")) in _WHOLE
        and (text is None or (type(text) is str and is_readable(text)))
        and type(get("days")) in _WHOLE
        and type(get("hours")) in _WHOLE
        and type(get("minutes")) in _WHOLE
        and type(get("rounds")) in _WHOLE
    )


def _plain_event_part(value: Any) -> bool:
    if type(value) is not dict:
        return value is None
    get = value.get
    return (
        type(get("type")) in _TEXT
        and type(get("category")) in _TEXT
        and type(get("name")) in _TEXT
        and type(get("description")) in _TEXT
        and type(get("value")) in _NUMBER
    )


def _plain_participants(value: Any) -> bool:
    if type(value) is not dict:
        return value is None
    get = value.get
    return (
        type(get("actor")) in _TEXT
        and type(get("location")) in _TEXT
        and _plain_texts(get("targets"))
    )


def _plain_metadata(value: Any) -> bool:
    if type(value) is not dict:
        return value is None
    get = value.get
    visibility = get("visibility")
    return (
        type(get("importance")) in _TEXT
        and (visibility is None or (type(visibility) is str and visibility in _VISIBLE))
        and _plain_texts(get("tags"))
    )


def _plain_texts(value: Any) -> bool:
    if value is None or value == []:
        return True
    if type(value) is not list:
        return False
    for text in value:  # noqa: SIM110  (a generator costs more than the whole loop)
        if type(text) is not str:
            return False
    return True


def _plain_mechanics(value: Any) -> bool:
    if type(value) is not dict:
        return value is None
    roll = value.get("roll")
    if type(roll) is not dict:
        return roll is None
    get = roll.get
    dice = get("rolls")
    modifiers, total = get("modifiers"), get("total")
    if (
        type(get("expression")) not in _TEXT
        or get("advantage") is not None
        or get("disadvantage") is not None
        or type(dice) is not list
        or type(total) is not int
        or type(modifiers) not in _WHOLE
    ):
        return False
    for die in dice:
        if type(die) is not int:
            return False
    return sum(dice) + (modifiers or 0) == total


def _plain_effects(value: Any) -> bool:
    if type(value) is not dict:
        return value is None
    ongoing = value.get("ongoing")
    if (ongoing is not None and ongoing != []) or not _plain_texts(value.get("cascade")):
        return False
    immediate = value.get("immediate")
    if type(immediate) is not list:
        return immediate is None
    for effect in immediate:
        if (
            type(effect) is not dict
            or type(effect.get("type")) not in _TEXT
            or type(effect.get("target")) not in _TEXT
            or type(effect.get("condition")) not in _TEXT
            or type(effect.get("value")) not in _NUMBER
        ):
            return False
    return True
