"""Rolls of dice in events: whether their numbers add up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import Number, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KEPT: Final = re.compile(r"(?P<act>k|d)(?P<end>h|l)?(?P<count>\d*)", re.IGNORECASE | re.ASCII)
_DICE: Final = re.compile(r"\d*d(?:\d+|%|f)", re.IGNORECASE | re.ASCII)


def roll_adds_up(roll: Mapping[str, Any]) -> bool:
    """Return whether the dice and modifiers of a roll give its total.

    With advantage the highest die counts, with disadvantage the lowest, with both they cancel out;
    an expression such as ``4d6kh3`` or ``2d20dl1`` says which dice are kept. A roll that does not
    give its dice and its total as numbers cannot be wrong.
    """
    total = number(roll.get("total"))
    dice = _numbers(roll.get("rolls"))
    modifiers = _modifier(roll.get("modifiers"))
    if total is None or not dice or modifiers is None:
        return True
    return any(kept + modifiers == total for kept in _sums(roll, dice))


def _sums(roll: Mapping[str, Any], dice: Sequence[Number]) -> set[Number]:
    """Return what the kept dice may sum up to."""
    up, down = roll.get("advantage") is True, roll.get("disadvantage") is True
    if up and down:
        return {sum(dice), *dice}
    if up or down:
        # A single die is the one that was kept already.
        return {max(dice) if up else min(dice)}
    return {sum(dice), _kept(roll.get("expression"), dice)}


def _kept(expression: object, dice: Sequence[Number]) -> Number:
    """Return the sum of the dice that an expression such as ``4d6kh3`` keeps."""
    if not isinstance(expression, str):
        return sum(dice)
    found = _KEPT.search(_DICE.sub("", expression, count=1))
    if found is None:
        return sum(dice)
    keeps = found["act"] in "kK"
    end = (found["end"] or ("h" if keeps else "l")).lower()
    count = min(int(found["count"] or 1), len(dice))
    count = count if keeps else len(dice) - count
    high_stays = (end == "h") == keeps
    return sum(sorted(dice, reverse=high_stays)[:count])


def _numbers(value: object) -> Sequence[Number] | None:
    if not isinstance(value, (list, tuple)):
        return None
    numbers = [number(part) for part in value]
    return [part for part in numbers if part is not None] if None not in numbers else None


def _modifier(value: object) -> Number | None:
    """Return the sum of the modifiers: nothing, one number, or a list of numbers."""
    if value is None:
        return 0
    if isinstance(value, (list, tuple)):
        parts = _numbers(value)
        return None if parts is None else sum(parts)
    return number(value)
