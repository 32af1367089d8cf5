"""The order of events in a timeline, and the trees of what triggered what.

Source: campaign specification, sections 3 and 4.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_parts import EventParts
from sessionary.core.campaign.event_types import COMBAT_STARTS
from sessionary.core.campaign.gametime import parse_clock, parse_round
from sessionary.core.campaign.record import Record, text_at, texts_at
from sessionary.core.entries import AnyColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


ROUND_BEGINS: Final = frozenset("rR \t\n\r\f\v")
"""What a text that names a round begins with: hardly any event has one."""

LoggedEvent: TypeAlias = tuple[Record, AnyColumns]
"""An event's record and the columns made of it."""
ReadEvent: TypeAlias = tuple[EventParts, AnyColumns]
"""What is told and counted of an event, and the columns made of it."""


def timeline_order(events: Sequence[LoggedEvent], clock: Clock = PLAIN) -> list[int]:
    """Return the positions of events in the order of a timeline.

    They are ordered by game time, then real time, then as they stand in `events` (the order of the
    file). An event that only says its round stands that long after the start of its combat; one
    without any game time stands where it was logged, after the event before it in real time.
    """
    return order_of(game_seconds(events, clock), [columns.real_us for _, columns in events])


def order_of(game: Sequence[int | None], logged: Sequence[int | None]) -> list[int]:
    """Return the same of events of which the game times and real times are known."""
    if None not in game and None not in logged:
        # Nearly every log; sorting keeps the order of the file among equals.
        return sorted(range(len(game)), key=list(zip(game, logged, strict=True)).__getitem__)
    real = list(_carried(logged))
    by_real = sorted(range(len(game)), key=lambda i: (real[i], i))
    carried = dict(zip(by_real, _carried([game[i] for i in by_real]), strict=True))
    return sorted(range(len(game)), key=lambda i: (carried[i], real[i], i))


def _carried(values: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield each value so that it can be compared, an absent one as the one before it."""
    last = (0, 0)
    for value in values:
        if value is not None:
            last = (1, value)
        yield last


def game_seconds(events: Sequence[LoggedEvent], clock: Clock = PLAIN) -> list[int | None]:
    """Return the game time of each event, rounds counted from the start of their combat."""
    rounds = [(columns, lone_round(game_text(record))) for record, columns in events]
    return seconds_of(rounds, clock)


def seconds_of(
    events: Iterable[tuple[AnyColumns, int | None]], clock: Clock = PLAIN
) -> list[int | None]:
    """Return the same of events of which the columns and the round are known.

    Args:
        events: Columns, and the round that the event gives instead of a time; see `lone_round`.
        clock: How long rounds of the campaign are.
    """
    seconds: list[int | None] = []
    combat: int | None = None
    for columns, number in events:
        moment = columns.game_s
        if columns.word in COMBAT_STARTS:
            combat = moment
        elif number is not None and combat is not None:
            moment = combat + max(number - 1, 0) * clock.round_length
        seconds.append(moment)
    return seconds


def round_of(record: Record) -> int | None:
    """Return the round that an event's game time names, None if it names none."""
    return round_in(game_text(record))


def game_text(record: Record) -> str:
    """Return what the clock of the game showed at an event, in words; empty if it does not say."""
    # What `text_at` gives, asked of each event several times: nearly all have it.
    try:
        text = record["timestamp"]["gameTime"]["formatted"]
    except (KeyError, TypeError):
        return ""
    return text if isinstance(text, str) else ""


def round_in(text: str) -> int | None:
    """Return the round that a text such as ``Round 2, Turn 3`` names, None if it names none."""
    # Nearly all of what is asked about is a day and time, or the name of an event.
    return _read_round(text) if text[:1] in ROUND_BEGINS else None


# A log says the same few rounds over and over.
@lru_cache(maxsize=4_096)
def _read_round(text: str) -> int | None:
    read = parse_round(text)
    return read[0] if read else None


def lone_round(text: str) -> int | None:
    """Return the round that a text names instead of a time, None if it names a time or neither."""
    number = round_in(text)
    return number if number is not None and parse_clock(text) is None else None


def cascade_parents(records: Sequence[Record]) -> list[int | None]:
    """Return for each event the position of the one that triggered it.

    An event that several list belongs to the first; ids that are not among the events are left
    out, and so is what would make an event trigger itself.
    """
    caused = {i: keys for i, one in enumerate(records) if (keys := triggered(one))}
    return parents_of([text_at(record, "id") for record in records] if caused else records, caused)


def parents_of(ids: Sequence[object], caused: Mapping[int, Sequence[str]]) -> list[int | None]:
    """Return the same of events of which the ids are known.

    Args:
        ids: The id of each event; what they are does not matter where nothing was caused.
        caused: Ids of what they triggered, by the positions of those that triggered anything.
    """
    parents: list[int | None] = [None] * len(ids)
    if not caused:
        return parents
    position = {key: i for i, key in reversed(list(enumerate(ids)))}
    # For each event one nearer to the root of its tree: cycles are found without long walks.
    nearer = list(range(len(ids)))

    def root(i: int) -> int:
        while nearer[i] != i:
            nearer[i] = nearer[nearer[i]]
            i = nearer[i]
        return i

    for i, keys in caused.items():
        for key in keys:
            child = position.get(key)
            if child is not None and parents[child] is None and root(i) != child:
                parents[child] = i
                nearer[child] = i
    return parents


def triggered(record: Record) -> tuple[str, ...]:
    """Return the ids of the events that one triggered."""
    effects = record.get("effects")
    if not effects or (type(effects) is dict and "cascade" not in effects):
        return ()
    return texts_at(effects, "cascade")


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
