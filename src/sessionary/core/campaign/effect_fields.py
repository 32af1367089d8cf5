"""What people type for the dice and the effects of an event, as values for its record.

See :mod:`sessionary.core.campaign.event_fields`, whose other half this is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.check_event import SUMMED_EFFECTS
from sessionary.core.campaign.event_fields import (
    json_or_text,
    listed,
    number_or_text,
    typed_number,
)
from sessionary.core.campaign.record import at, object_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.campaign.event_fields import Values
    from sessionary.core.campaign.record import Record
    from sessionary.core.json_pointer import J

EFFECT_TYPES: Final = ("damage", "healing", "condition", "resource", "status")
EFFECT_KINDS: Final = ("immediate", "ongoing")

_BETWEEN: Final = re.compile(r"[\s,;]+|(?<=\d)\s*\+\s*(?=\d)")


def roll_values(record: Record, key: str, typed: str) -> Values:
    """Return one part of a roll of dice.

    Args:
        record: The event.
        key: ``expression``, ``rolls``, ``modifiers``, ``total`` or ``type``.
        typed: Such as ``1d20+5``; the dice as ``14, 3``; one modifier or several: ``+5``, ``2 -1``.

    Raises:
        UserError: Something else than numbers stands where numbers belong.
    """
    pointer = f"/mechanics/roll/{key}"
    text = typed.strip()
    if not text:
        return {pointer: None}
    if key == "total":
        return {pointer: typed_number(text)}
    if key not in ("rolls", "modifiers"):
        return {pointer: text}
    numbers = [
        typed_number(part) for part in _BETWEEN.split(text.replace("−", "-").strip("[] ")) if part
    ]
    former = at(record, "mechanics", "roll", key)
    if key == "modifiers" and len(numbers) == 1 and not isinstance(former, (list, tuple)):
        return {pointer: numbers[0]}
    return {pointer: numbers}


def luck_values(record: Record, luck: str) -> Values:
    """Return whether a roll was made with ``advantage``, ``disadvantage`` or neither.

    A flag that is no longer true goes; one that says false already stays.
    """
    roll = object_at(record, "mechanics", "roll")
    values: Values = {}
    for key in ("advantage", "disadvantage"):
        if key == luck:
            values[f"/mechanics/roll/{key}"] = True
        elif roll.get(key) not in (None, False):
            values[f"/mechanics/roll/{key}"] = None
    return values


def effect_values(
    record: Record, kind: str, position: int, key: str, typed: str, id_of: Callable[[str], str]
) -> Values:
    """Return one part of an effect, or a new effect.

    Args:
        record: The event.
        kind: One of :data:`EFFECT_KINDS`.
        position: Which effect; as many as there are means a new one.
        key: ``type``, ``value``, ``target``, ``condition`` or ``duration``; empty for an effect
            that is no object, and is edited whole.
        typed: What was typed.
        id_of: Gives the id of a name.
    """
    effects = listed(at(record, "effects", kind))
    former = effects[position] if position < len(effects) else None
    value = _effect_part(key, typed, former, id_of)
    listing = isinstance(at(record, "effects", kind), (list, tuple))
    if position >= len(effects):
        if value is None:
            return {}
        new = {key: value}
        where = f"/effects/{kind}"
        return {f"{where}/-": new} if listing else {where: [*effects, new]}
    if not listing:
        # One effect alone, where a list belongs.
        where = f"/effects/{kind}"
        return {f"{where}/{key}" if key else where: value}
    pointer = f"/effects/{kind}/{position}"
    return {f"{pointer}/{key}" if key else pointer: value}


def _effect_part(key: str, typed: str, former: object, id_of: Callable[[str], str]) -> J:
    text = typed.strip()
    if key == "type":
        return text.lower() if text.lower() in EFFECT_TYPES else text or None
    if key == "target":
        return id_of(text) if text else None
    if key == "value":
        summed = isinstance(former, Mapping) and former.get("type") in SUMMED_EFFECTS
        return typed_number(text) if summed and text else number_or_text(text)
    return json_or_text(text, former.get(key) if isinstance(former, Mapping) else former)
