"""What a campaign's game time is reckoned by: the length of its days and rounds, its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sessionary.core.calendar.almanac import Almanac
    from sessionary.core.calendar.definition import Calendar

SECONDS_PER_DAY: Final = 86_400
SECONDS_PER_ROUND: Final = 6
SHORTEST_DAY: Final = 60
LONGEST_DAY: Final = 1_000 * SECONDS_PER_DAY
LONGEST_ROUND: Final = SECONDS_PER_DAY
CLOCK_KEYS: Final = ("calendar", "dayLength", "roundLength", "rests")
"""The keys of a campaign's own part that its clock is made of."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How seconds on a campaign's clock face are counted and written.

    Attributes:
        day_length: Seconds in a day; where it is not 24 hours, times read ``27:30``.
        round_length: Seconds in a round of combat.
        calendar: The calendar by which days are named; None where they are only counted.
        day_zero: Which day of the calendar Day 0 is, counted from the first day of its year 1.
        short_rest: Seconds that a short rest takes.
        long_rest: Seconds that a long one takes.
        almanac: Reckons with the calendar.
    """

    day_length: int = SECONDS_PER_DAY
    round_length: int = SECONDS_PER_ROUND
    calendar: Calendar | None = None
    day_zero: int = 0
    short_rest: int = 3_600
    long_rest: int = 28_800
    almanac: Almanac | None = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "almanac", _almanac(self.calendar))
        # It is asked for with each text that is read; a calendar has many parts.
        parts = (self.day_length, self.round_length, self.calendar, self.day_zero)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        return self._hash

    @property
    def plain(self) -> bool:
        """Whether it is the clock of a campaign that sets none of this."""
        return self == PLAIN


def _almanac(calendar: Calendar | None) -> Almanac | None:
    if calendar is None:
        return None
    # The first picture of the window does not wait for calendars.
    from sessionary.core.calendar.almanac import Almanac  # noqa: PLC0415

    return Almanac(calendar)


PLAIN: Final = Clock()
"""Days of 24 hours that are only counted, rounds of six seconds."""


def campaign_clock(data: Mapping[str, Any] | None) -> Clock:
    """Return the clock of a campaign by its data; what cannot be used there is left out."""
    own = data.get("own") if isinstance(data, Mapping) else None
    if not isinstance(own, Mapping) or not any(key in own for key in CLOCK_KEYS):
        return PLAIN
    calendar, day_zero = None, 0
    kept = own.get("calendar")
    if kept is not None:
        from sessionary.core.calendar.document import read_calendar  # noqa: PLC0415

        calendar, _ = read_calendar(kept)
        first = kept.get("dayZero") if calendar is not None else 0
        day_zero = first if type(first) is int else 0
    return Clock(
        _within(own.get("dayLength"), SECONDS_PER_DAY, SHORTEST_DAY, LONGEST_DAY),
        _within(own.get("roundLength"), SECONDS_PER_ROUND, 1, LONGEST_ROUND),
        calendar,
        day_zero,
        _rest(own, "short", PLAIN.short_rest),
        _rest(own, "long", PLAIN.long_rest),
    )


def _rest(own: Mapping[str, Any], kind: str, usual: int) -> int:
    rests = own.get("rests")
    return (
        usual if not isinstance(rests, Mapping) else _within(rests.get(kind), usual, 0, LONGEST_DAY)
    )


def _within(value: object, usual: int, least: int, most: int) -> int:
    return value if type(value) is int and least <= value <= most else usual
