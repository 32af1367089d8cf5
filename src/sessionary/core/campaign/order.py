"""The order of events in a timeline, and the trees of what triggered what.

Source: campaign specification, sections 3 and 4.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import words_for
from sessionary.core.campaign.gametime import parse_clock, parse_round
from sessionary.core.campaign.record import Record, at, text_at, texts_at
from sessionary.core.entries import Entry, EntryColumns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_STARTS: Final = frozenset(words_for("combat_start"))

LoggedEvent: TypeAlias = tuple[Record, EntryColumns | Entry]
"""An event's record and the columns made of it."""


def timeline_order(events: Sequence[LoggedEvent], clock: Clock = PLAIN) -> list[int]:
    """Return the positions of events in the order of a timeline.

    They are ordered by game time, then real time, then as they stand in `events` (the order of the
    file). An event that only says its round stands that long after the start of its combat; one
    without any game time stands where it was logged, after the event before it in real time.
    """
    game = game_seconds(events, clock)
    logged = [columns.real_us for _, columns in events]
    if None not in game and None not in logged:
        # Nearly every log; sorting keeps the order of the file among equals.
        return sorted(range(len(events)), key=list(zip(game, logged, strict=True)).__getitem__)
    real = list(_carried(logged))
    by_real = sorted(range(len(events)), key=lambda i: (real[i], i))
    carried = dict(zip(by_real, _carried([game[i] for i in by_real]), strict=True))
    return sorted(range(len(events)), key=lambda i: (carried[i], real[i], i))


def _carried(values: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield each value so that it can be compared, an absent one as the one before it."""
    last = (0, 0)
    for value in values:
        if value is not None:
            last = (1, value)
        yield last


def game_seconds(events: Sequence[LoggedEvent], clock: Clock = PLAIN) -> list[int | None]:
    """Return the game time of each event, rounds counted from the start of their combat."""
    seconds: list[int | None] = []
    combat: int | None = None
    for record, columns in events:
        moment = columns.game_s
        if columns.word in _STARTS:
            combat = moment
        elif combat is not None:
            number = _only_round(text_at(record, "timestamp", "gameTime", "formatted"))
            if number is not None:
                moment = combat + max(number - 1, 0) * clock.round_length
        seconds.append(moment)
    return seconds


def round_of(record: Record) -> int | None:
    """Return the round that an event's game time names, None if it names none."""
    return round_in(text_at(record, "timestamp", "gameTime", "formatted"))


# A log says the same few names and times over and over.
@lru_cache(maxsize=4_096)
def round_in(text: str) -> int | None:
    """Return the round that a text such as ``Round 2, Turn 3`` names, None if it names none."""
    read = parse_round(text)
    return read[0] if read else None


@lru_cache(maxsize=4_096)
def _only_round(text: str) -> int | None:
    read = parse_round(text)
    return read[0] if read and parse_clock(text) is None else None


def cascade_parents(records: Sequence[Record]) -> list[int | None]:
    """Return for each event the position of the one that triggered it.

    An event that several list belongs to the first; ids that are not among the events are left
    out, and so is what would make an event trigger itself.
    """
    parents: list[int | None] = [None] * len(records)
    cascades = [(i, keys) for i, one in enumerate(records) if (keys := _triggered(one))]
    if not cascades:
        return parents
    position = {text_at(record, "id"): i for i, record in reversed(list(enumerate(records)))}
    # For each event one nearer to the root of its tree: cycles are found without long walks.
    nearer = list(range(len(records)))

    def root(i: int) -> int:
        while nearer[i] != i:
            nearer[i] = nearer[nearer[i]]
            i = nearer[i]
        return i

    for i, keys in cascades:
        for key in keys:
            child = position.get(key)
            if child is not None and parents[child] is None and root(i) != child:
                parents[child] = i
                nearer[child] = i
    return parents


def _triggered(record: Record) -> tuple[str, ...]:
    return texts_at(record, "effects", "cascade") if at(record, "effects", "cascade") else ()


def cascade_lines(records: Sequence[Record], order: Sequence[int]) -> list[tuple[int, int]]:
    """Return events as the lines of a tree: (position, depth), each under what triggered it.

    Args:
        records: All events.
        order: Their positions in the order in which they are shown.
    """
    children: dict[int | None, list[int]] = {}
    parents = cascade_parents(records)
    for i in order:
        children.setdefault(parents[i], []).append(i)
    lines = []
    waiting = [(i, 0) for i in reversed(children.get(None, []))]
    while waiting:
        i, depth = waiting.pop()
        lines.append((i, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(i, []))]
    return lines
