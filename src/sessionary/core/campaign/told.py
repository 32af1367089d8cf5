"""What one event tells a review: all that is kept of it once its record has been read.

A log has thousands of records. Each is asked once for all that the rules want to know, so that
nobody has to keep them for that.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.combats import ENDS, outcome
from sessionary.core.campaign.discoveries import FEEDING, Fed, feed
from sessionary.core.campaign.event_parts import event_parts
from sessionary.core.campaign.event_types import COMBAT_STARTS
from sessionary.core.campaign.order import (
    ROUND_BEGINS,
    lone_round,
    order_of,
    round_in,
    seconds_of,
)
from sessionary.core.campaign.tallies import ADDING, Adding, Party, adding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sessionary.core.campaign.event_parts import EventParts
    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.entries import AnyColumns


class Told(NamedTuple):
    """What one event tells.

    Attributes:
        id: Its id.
        columns: Those of the event.
        lone_round: The round that it gives instead of a time; None if it gives a time, or neither.
        named_round: The largest round that its game time or its name names, 0 for none.
        adding: What it adds to the statistics, None if it adds nothing.
        fed: The list that it feeds and with which names, None if it feeds none.
        fight: The name of the fight that it starts, or how the one it ends came out; else empty.
    """

    id: str
    columns: AnyColumns
    lone_round: int | None
    named_round: int
    adding: Adding | None
    fed: Fed | None
    fight: str


_TELLING: Final = COMBAT_STARTS | ENDS | ADDING | FEEDING.keys()
"""The words of types that tell something without having effects."""
# Its own constructor is a function of Python, which takes three times as long.
_TOLD: Final = partial(tuple.__new__, Told)


def tell(parts: EventParts, columns: AnyColumns, party: Party) -> Told:
    """Return what an event tells.

    Args:
        parts: The event.
        columns: Those made of it.
        party: See :func:`~sessionary.core.campaign.tallies.party_of`.
    """
    said, time, word = parts.event, parts.timestamp, columns.word
    name = "" if said is None else said.name or ""
    clock = "" if time is None or time.gameTime is None else time.gameTime.formatted or ""
    alone, named = None, 0
    if clock[:1] in ROUND_BEGINS or name[:1] in ROUND_BEGINS:
        alone = lone_round(clock)
        named = max(round_in(clock) or 0, round_in(name) or 0)
    if parts.effects is None and word not in _TELLING:
        # Most of a log: ways, rolls, and what somebody notes.
        return _TOLD((parts.id or "", columns, alone, named, None, None, ""))
    fight = ""
    if word in COMBAT_STARTS:
        fight = name.strip()
    elif word in ENDS:
        fight = outcome(parts)
    fed = feed(parts, columns, party) if word in FEEDING else None
    return _TOLD((parts.id or "", columns, alone, named, adding(parts, word, party), fed, fight))


def tell_all(events: Iterable[LoggedEvent], party: Party) -> list[Told]:
    """Return what each of some events tells."""
    return [tell(event_parts(record), columns, party) for record, columns in events]


def told_order(told: Sequence[Told], clock: Clock = PLAIN) -> list[int]:
    """Return the positions of events in the order of a timeline; see `timeline_order`."""
    columns = [one.columns for one in told]
    seconds = _seconds([one.lone_round for one in told], columns, clock)
    return order_of(seconds, [one.real_us for one in columns])


def told_seconds(told: Sequence[Told], clock: Clock = PLAIN) -> list[int | None]:
    """Return the game time of each event, rounds counted from the start of their combat."""
    return _seconds([one.lone_round for one in told], [one.columns for one in told], clock)


def _seconds(
    rounds: Sequence[int | None], columns: Sequence[AnyColumns], clock: Clock
) -> list[int | None]:
    if rounds.count(None) < len(rounds):
        return seconds_of(zip(columns, rounds, strict=True), clock)
    # Nearly every log.
    return [one.game_s for one in columns]
