"""How often something that recurs by rules has happened before a year, without walking the years.

A rule is kept as a sum of weighted remainders: "every 4 years, not every 100, but every 400" is
one of 4, less one of 100, and one of 400. Such a sum can be counted up to any year at once.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sessionary.core.calendar.definition import LeapRule

Remainders: TypeAlias = "dict[tuple[int, int], int]"
"""(period, remainder) -> weight."""

ALWAYS: Remainders = {(1, 0): 1}


def congruent(every: int, offset: int) -> Remainders:
    """Return what is true of the years that leave the same remainder as `offset`."""
    return {(every, offset % every): 1}


def both(one: Mapping[tuple[int, int], int], other: Mapping[tuple[int, int], int]) -> Remainders:
    """Return what is true where both are."""
    product: Remainders = {}
    for (first, remainder), weight in one.items():
        for (second, other_remainder), other_weight in other.items():
            met = _meeting(first, remainder, second, other_remainder)
            if met is not None:
                _add(product, met, weight * other_weight)
    return product


def _meeting(first: int, a: int, second: int, b: int) -> tuple[int, int] | None:
    """Return which numbers leave `a` by `first` and `b` by `second`; None if none does."""
    common = gcd(first, second)
    if (b - a) % common:
        return None
    period = first // common * second
    step = (b - a) // common * pow(first // common, -1, second // common)
    return period, (a + first * step) % period


def plus(into: Remainders, more: Mapping[tuple[int, int], int], times: int = 1) -> None:
    """Add a sum to another, so many times."""
    for key, weight in more.items():
        _add(into, key, weight * times)


def _add(into: Remainders, key: tuple[int, int], weight: int) -> None:
    into[key] = into.get(key, 0) + weight
    if not into[key]:
        del into[key]


def of_rules(rules: Iterable[LeapRule]) -> Remainders:
    """Return of which years the rules say that they have the leap day."""
    found: Remainders = {}
    # What no longer period has spoken of.
    open_years: Remainders = dict(ALWAYS)
    for rule in sorted(rules, key=lambda rule: -rule.every):
        spoken = both(open_years, congruent(rule.every, rule.offset))
        if rule.leap:
            plus(found, spoken)
        plus(open_years, spoken, -1)
    return found


def count_before(remainders: Iterable[tuple[int, int, int]], year: int) -> int:
    """Return the weights of the years from 0 up to `year`, which itself does not count.

    Args:
        remainders: (period, remainder, weight).
        year: Below 0 the years from it up to −1 are counted with a minus sign.
    """
    return sum(
        weight * ((year - remainder - 1) // period + 1) for period, remainder, weight in remainders
    )
