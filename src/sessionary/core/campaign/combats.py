"""The fights of a session, rebuilt from its log.

Source: campaign specification, sections 5 and 10.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.event_parts import Mechanics, said_of
from sessionary.core.campaign.event_types import COMBAT_STARTS, words_for
from sessionary.core.campaign.statistics import total
from sessionary.core.campaign.tallies import Sort, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sessionary.core.campaign.discoveries import Naming
    from sessionary.core.campaign.event_parts import EventParts
    from sessionary.core.campaign.record import Number
    from sessionary.core.campaign.told import Told

ENDS: Final = frozenset(words_for("combat_end"))
"""All words for the end of a fight."""
_ROUNDS: Final = frozenset(words_for("combat_round"))
_EDGES: Final = COMBAT_STARTS | ENDS
_NO_MECHANICS: Final = Mechanics()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one of the fighters dealt, received or healed."""

    name: str
    amount: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Combat:
    """One fight, from its start to its end.

    Attributes:
        name: What it is called, "Combat" if the log gives no name.
        first: The position of its first event.
        last: The position of its last event.
        open: Whether the log does not tell its end.
        rounds: How many rounds it took, 0 if the log tells none.
        seconds: How long it took in game time, None if unknown.
        dealt, received, healing: Damage and healing in all.
        dealt_by: Who dealt how much, the most first; whom the log does not name is left out.
        received_by: Who of the party received how much.
        deaths: The dead outside the party, in order; a nameless one is "someone".
        fallen: The dead of the party.
        outcome: How it ended, in the log's words; empty if it does not say.
    """

    name: str
    first: int
    last: int
    open: bool
    rounds: int
    seconds: int | None
    dealt: Number
    received: Number
    healing: Number
    dealt_by: tuple[Share, ...]
    received_by: tuple[Share, ...]
    deaths: tuple[str, ...]
    fallen: tuple[str, ...]
    outcome: str


def combats(
    told: Sequence[Told],
    seconds: Sequence[int | None],
    tallies: Sequence[Tally],
    name_of: Naming = str,
) -> tuple[Combat, ...]:
    """Return the fights of a session in order.

    Args:
        told: What its events tell, in the order of the timeline.
        seconds: The game time of each.
        tallies: What they add up to, with positions among the events.
        name_of: Gives the names of ids.
    """
    # Tallies stand in the order of their events.
    places = [one.event for one in tallies]
    return tuple(
        _combat(
            told, first, last, ended,
            tallies[bisect_left(places, first) : bisect_right(places, last)], seconds, name_of,
        )
        for first, last, ended in _spans(told)
    )  # fmt: skip


def _spans(told: Sequence[Told]) -> Iterator[tuple[int, int, bool]]:
    """Yield (first, last, ended) of each fight; a start before an end closes the one before."""
    start: int | None = None
    words = [one.columns.word for one in told]
    for position in [i for i, word in enumerate(words) if word in _EDGES]:
        word = words[position]
        if word in COMBAT_STARTS:
            if start is not None:
                yield start, position - 1, False
            start = position
        elif start is not None:
            yield start, position, True
            start = None
    if start is not None:
        yield start, len(told) - 1, False


def _combat(
    told: Sequence[Told],
    first: int,
    last: int,
    ended: bool,  # noqa: FBT001  (one of three values of a span, passed on as it came)
    inside: Sequence[Tally],
    seconds: Sequence[int | None],
    name_of: Naming,
) -> Combat:
    begun, over = seconds[first], seconds[last]
    of: dict[Sort, list[Tally]] = {sort: [] for sort in Sort}
    for one in inside:
        of[one.sort].append(one)
    return Combat(
        name=told[first].fight or "Combat",
        first=first,
        last=last,
        open=not ended,
        rounds=_rounds(told[first : last + 1]),
        seconds=over - begun if ended and begun is not None and over is not None else None,
        dealt=total(of[Sort.DEALT]),
        received=total(of[Sort.RECEIVED]),
        healing=total(of[Sort.HEALING]),
        dealt_by=_shares([(one.actor, one.amount) for one in of[Sort.DEALT]], name_of),
        received_by=_shares([(one.target, one.amount) for one in of[Sort.RECEIVED]], name_of),
        deaths=_dead(of[Sort.DEATH], name_of),
        fallen=_dead(of[Sort.PARTY_DEATH], name_of),
        outcome=name_of(told[last].fight) if ended and told[last].fight else "",
    )


def _shares(amounts: Iterable[tuple[str, Number]], name_of: Naming) -> tuple[Share, ...]:
    sums: dict[str, Number] = {}
    for who, amount in amounts:
        if who:
            name = name_of(who)
            sums[name] = sums.get(name, 0) + amount
    # Sorting keeps the order of the log among equals.
    most_first = sorted(sums.items(), key=lambda share: -share[1])
    return tuple(Share(name=name, amount=amount) for name, amount in most_first)


def _dead(tallies: Iterable[Tally], name_of: Naming) -> tuple[str, ...]:
    return tuple([name_of(one.target) if one.target else "someone" for one in tallies])


def _rounds(told: Sequence[Told]) -> int:
    """Return the larger of the rounds that ended and the largest round that is named."""
    ended = sum([1 for one in told if one.columns.word in _ROUNDS])
    return max(ended, *[one.named_round for one in told])


def outcome(parts: EventParts) -> str:
    """Return how a fight ended, from the first place of its last event that says so in words.

    Empty if it says nothing; it may be an id.
    """
    mechanics, said = parts.mechanics or _NO_MECHANICS, said_of(parts)
    places = (mechanics.outcome, said.outcome, mechanics.result, said.value, said.description)
    return next((text.strip() for text in places if isinstance(text, str) and text.strip()), "")
