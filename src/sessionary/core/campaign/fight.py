"""The fight that is going on: its round, and how everybody in it stands.

The log alone rebuilds it; nothing of it is stored.

Source: "At the table", section 1, point 12; campaign specification, section 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.core.campaign.event_types import meaning
from sessionary.core.campaign.record import Number, exact, text_at, texts_at
from sessionary.core.campaign.tallies import Sort
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sessionary.core.campaign.combats import Combat
    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.tallies import Party, Tally

_HARM = frozenset({Sort.DEALT, Sort.RECEIVED})
_DEAD = frozenset({Sort.DEATH, Sort.PARTY_DEATH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fighter:
    """Somebody in a fight.

    Attributes:
        name: What the log calls them.
        damage: Damage received in this fight.
        healed: Healing received in this fight.
        down: Whether they went down and were not healed since.
        dead: Whether they died.
        party: Whether they belong to the players.
    """

    name: str
    damage: Number
    healed: Number
    down: bool
    dead: bool
    party: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fight:
    """A fight that is not over.

    Attributes:
        name: What it is called.
        round: The round that is being fought, 1 at first.
        first: The position of its first event.
        fighters: Whom something befell, those of the party first, each in order of appearance.
    """

    name: str
    round: int
    first: int
    fighters: tuple[Fighter, ...]


def open_fight(
    combats: Sequence[Combat],
    events: Sequence[LoggedEvent],
    tallies: Sequence[Tally],
    party: Party,
    name_of: Callable[[str], str] = str,
) -> Fight | None:
    """Return the fight that is going on in a session, None if there is none.

    Args:
        combats: The fights of the session.
        events: Its events in the order of the timeline.
        tallies: What they add up to, in the order of the events.
        party: Who belongs to the players.
        name_of: Gives the names of ids.
    """
    if not combats or not combats[-1].open:
        return None
    combat = combats[-1]
    fighters: dict[str, _Fighter] = {}
    for position, who, happened, amount in _deeds(events, tallies, combat.first):
        if not who or position < combat.first:
            continue
        fighter = fighters.setdefault(fold(who), _Fighter(who, who.strip().casefold() in party))
        fighter.take(happened, amount)
    told = [fighter.told(name_of) for fighter in fighters.values()]
    return Fight(
        name=combat.name,
        round=max(combat.rounds, 1),
        first=combat.first,
        fighters=tuple(sorted(told, key=lambda one: not one.party)),
    )


def _deeds(
    events: Sequence[LoggedEvent], tallies: Sequence[Tally], first: int
) -> Iterator[tuple[int, str, str, Number]]:
    """Yield (position, who, what, how much) in the order of the events."""
    found = [
        (tally.event, tally.target, _WHAT[tally.sort], tally.amount)
        for tally in tallies
        if tally.sort in _WHAT
    ]
    for position in range(first, len(events)):
        record, columns = events[position]
        if meaning(columns.word) == "pc_down":
            named = texts_at(record, "participants", "targets")
            who = named or (text_at(record, "participants", "actor"),)
            found += [(position, one, "down", 0) for one in who]
    yield from sorted(found, key=lambda deed: deed[0])


_WHAT = {
    **dict.fromkeys(_HARM, "damage"),
    Sort.HEALING: "healing",
    **dict.fromkeys(_DEAD, "dead"),
}


class _Fighter:
    """What befell somebody so far."""

    def __init__(self, who: str, party: bool) -> None:  # noqa: FBT001  one of two values of a row
        self._who, self._party = who, party
        self._sums: dict[str, list[Number]] = {"damage": [], "healing": []}
        self._down = self._dead = False

    def take(self, happened: str, amount: Number) -> None:
        """Note one thing that befell them."""
        if happened == "down":
            self._down = True
        elif happened == "dead":
            self._dead = True
        else:
            self._sums[happened].append(amount)
            if happened == "healing":
                self._down = False

    def told(self, name_of: Callable[[str], str]) -> Fighter:
        """Return how they stand."""
        return Fighter(
            name=name_of(self._who),
            damage=_sum(self._sums["damage"]),
            healed=_sum(self._sums["healing"]),
            down=self._down,
            dead=self._dead,
            party=self._party,
        )


def _sum(amounts: Sequence[Number]) -> Number:
    return exact(sum(amounts))
