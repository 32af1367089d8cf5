"""What single events add to the statistics: damage, healing, deaths, treasure, experience.

Everything that is summed anywhere — for a session, for one combat, for one character — is summed
over these, so that all sums agree and each can name its events.

Source: campaign specification, sections 7 and 10; "At the table", section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.campaign.event_parts import (
    Effect,
    EventParts,
    Participants,
    event_parts,
    participants_of,
    said_of,
)
from sessionary.core.campaign.event_types import EVENT_TYPES, category_of, meaning, words_for
from sessionary.core.campaign.order import parents_of
from sessionary.core.campaign.record import (
    Number,
    Record,
    exact,
    list_at,
    number,
    text_at,
    texts_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Sort(StrEnum):
    """What a tally counts."""

    COMBAT = "combat"
    DEALT = "dealt"
    RECEIVED = "received"
    HEALING = "healing"
    DEATH = "death"
    PARTY_DEATH = "party_death"
    TREASURE = "treasure"
    SPENT = "spent"
    XP = "xp"

    @property
    def word(self) -> str:
        """What the sum of it is called in a sentence."""
        return _WORDS[self]


_WORDS: Final = {
    Sort.COMBAT: "combats",
    Sort.DEALT: "damage dealt",
    Sort.RECEIVED: "damage received",
    Sort.HEALING: "healing",
    Sort.DEATH: "NPCs killed",
    Sort.PARTY_DEATH: "deaths in the party",
    Sort.TREASURE: "treasure",
    Sort.SPENT: "gold spent",
    Sort.XP: "XP",
}


class Tally(NamedTuple):
    """One amount that one event adds.

    Attributes:
        sort: What it counts.
        amount: How much; deaths and combats count 1 each.
        event: The position of the event among those given.
        actor: Who did it, empty if the event does not say.
        target: Whom it befell, empty if the event does not say.
    """

    sort: Sort
    amount: Number
    event: int
    actor: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """What events add up to.

    Attributes:
        counted: The amounts that are summed, in the order of the events.
        negative: Amounts below zero: shown, and not summed.
    """

    counted: tuple[Tally, ...]
    negative: tuple[Tally, ...]


Party = frozenset[str]
"""Ids and names of the characters who belong to the players, folded for comparison."""

_COINS: Final = {
    "cp": Fraction(1, 100),
    "sp": Fraction(1, 10),
    "ep": Fraction(1, 2),
    "gp": Fraction(1),
    "pp": Fraction(10),
}
_SPENDING: Final = {
    "treasure_gained": Sort.TREASURE,
    "gold_spent": Sort.SPENT,
    "xp_awarded": Sort.XP,
}


ADDING: Final = frozenset(
    {
        same
        for word in ("combat_start", "creature_death", "damage", "healing", *_SPENDING)
        for same in words_for(word)
    }
    | {word for word, row in EVENT_TYPES.items() if row.category == "environmental"}
)
"""The words of types that add something without having effects."""
_HARM: Final = ("damage", "healing")
# To take a member out of its class takes as long as the rest of a tally.
_DEALT, _RECEIVED, _HEALING = Sort.DEALT, Sort.RECEIVED, Sort.HEALING


def party_of(session: Record, characters: Iterable[Record] = ()) -> Party:
    """Return the party of a session: its characters and those of its players.

    Args:
        session: The session's record.
        characters: Records of the campaign's characters: an event may name one by its name.
    """
    ids = set(texts_at(session, "participants", "characters"))
    for player in list_at(session, "participants", "players"):
        ids.update(texts_at(player, "characterIds"))
    names = {text_at(one, "name") for one in characters if text_at(one, "id") in ids}
    return frozenset(_folded(name) for name in ids | names if name)


Amount = tuple[Sort, Number, str, str]
"""What is counted, how much, who did it and whom it befell."""


class Adding(NamedTuple):
    """What one event adds to the statistics, before it is known what led to it.

    Attributes:
        caused: Ids of the events that it triggered.
        certain: What it adds whatever led to it.
        harm: Damage and healing.
        has_effects: Whether its damage and healing are effects.
        repeatable: Whether its damage and healing are those of an event that led to it, where
            that has effects.
    """

    caused: tuple[str, ...]
    certain: list[Amount]
    harm: list[Amount]
    has_effects: bool
    repeatable: bool


# Its own constructor is a function of Python, which takes three times as long.
_ADDING: Final = partial(tuple.__new__, Adding)
_TALLY: Final = partial(tuple.__new__, Tally)


def tally(records: Sequence[Record], party: Party) -> Tallies:
    """Return what events add to the statistics.

    Args:
        records: Events, in the order of the timeline or of the file.
        party: See :func:`party_of`.
    """
    told = [event_parts(record) for record in records]
    return tallied(
        [one.id or "" for one in told],
        [adding(one, said_of(one).type or "", party) for one in told],
    )


def adding(parts: EventParts, word: str, party: Party) -> Adding | None:
    """Return what one event adds to the statistics, None if that is nothing.

    Damage and healing are those of ``effects.immediate``; an event without such effects counts by
    its own value, unless it was triggered by one whose effects were counted already.

    Args:
        parts: The event.
        word: Its type.
        party: See :func:`party_of`.
    """
    effects = parts.effects
    if effects is None and word not in ADDING:
        # Most of a log: talk, ways and rolls.
        return None
    harm = _done(parts, effects.immediate, party) if effects and effects.immediate else []
    caused = tuple(effects.cascade) if effects and effects.cascade else ()
    if word not in ADDING:
        return _ADDING((caused, [], harm, bool(harm), not harm)) if harm or caused else None
    word = meaning(word)
    certain = _certain(parts, word, party)
    if harm:
        return _ADDING((caused, certain, harm, True, word in _HARM))
    return _ADDING((caused, certain, _own_damage(parts, word, party), False, True))


def tallied(ids: Sequence[str], addings: Sequence[Adding | None]) -> Tallies:
    """Return what events add to the statistics.

    Args:
        ids: The id of each event.
        addings: What each of them adds; see :func:`adding`.
    """
    repeats = _repeats(ids, addings)
    found: list[Tally] = []
    for i, one in enumerate(addings):
        if one is not None:
            for sort, amount, actor, target in one.certain:
                found.append(_TALLY((sort, amount, i, actor, target)))
            if one.harm and not (one.repeatable and i in repeats):
                for sort, amount, actor, target in one.harm:
                    found.append(_TALLY((sort, amount, i, actor, target)))
    negative = tuple([one for one in found if one.amount < 0])
    counted = [one for one in found if one.amount >= 0] if negative else found
    return Tallies(counted=tuple(counted), negative=negative)


def own_value(parts: EventParts) -> Number | None:
    """Return the value of an event: ``event.value``, ``value``, else its effects on resources."""
    said = said_of(parts)
    for given in (said.value, parts.value):
        value = number(given)
        if value is not None:
            return exact(value)
    effects = (parts.effects.immediate if parts.effects else None) or ()
    resources = [
        amount
        for effect in effects
        if effect.type == "resource" and (amount := number(effect.value)) is not None
    ]
    if resources:
        return exact(sum(resources))
    amount = number(said.amount)
    return None if amount is None else exact(amount)


def in_party(name: str, party: Party) -> bool:
    """Return whether an id or name is that of a character of the players."""
    return _folded(name) in party


# The same few fighters hit each other over and over.
@lru_cache(maxsize=4_096)
def _folded(name: str) -> str:
    return name.strip().casefold()


def _repeats(ids: Sequence[str], addings: Sequence[Adding | None]) -> frozenset[int]:
    """Return the positions of events that repeat what one that led to them has as its effects.

    The events that led to others are a forest, and each of its branches is walked once, however
    long it is.
    """
    caused = {i: one.caused for i, one in enumerate(addings) if one is not None and one.caused}
    if not caused:
        return frozenset()
    parents = parents_of(ids, caused)
    known: dict[int | None, bool] = {None: False}
    for i in range(len(parents)):
        walked: list[int] = []
        step: int | None = i
        while step is not None and step not in known:
            walked.append(step)
            step = parents[step]
        for event in reversed(walked):
            parent = parents[event]
            led = None if parent is None else addings[parent]
            known[event] = known[parent] or (led is not None and led.has_effects)
    return frozenset(i for i, repeats in known.items() if i is not None and repeats)


def _certain(parts: EventParts, word: str, party: Party) -> list[Amount]:
    """Return what an event adds whatever led to it: a combat, deaths, treasure and experience."""
    if word == "combat_start":
        return [(Sort.COMBAT, 1, "", "")]
    if word == "creature_death":
        return _deaths(parts, party)
    return _gains(parts, word) if word in _SPENDING else []


def _done(parts: EventParts, effects: Sequence[Effect], party: Party) -> list[Amount]:
    """Return the damage and healing that an event has as its effects, where they give a number."""
    done: list[Amount] = []
    people = participants_of(parts)
    for effect in effects:
        kind, value = effect.type, effect.value
        amount = value if type(value) is int else number(value)
        if amount is None or kind not in _HARM:
            continue
        target = effect.target or _only_target(people)
        done.append((_sort(kind, target, party), exact(amount), people.actor or "", target))
    return done


def _own_damage(parts: EventParts, word: str, party: Party) -> list[Amount]:
    """Return the damage or healing that an event without effects gives as its own value."""
    hazard = category_of(word) == "environmental"
    if word not in _HARM and not hazard:
        return []
    value = own_value(parts)
    if value is None:
        return []
    people = participants_of(parts)
    actor, target = people.actor or "", _only_target(people)
    if hazard and not target:
        # Who falls or freezes is the actor of that event, and nobody did it.
        actor, target = "", actor
    sort = _sort("healing" if word == "healing" else "damage", target, party)
    return [(sort, value, actor, target)]


def _sort(effect: str, target: str, party: Party) -> Sort:
    if effect == "healing":
        return _HEALING
    return _RECEIVED if _folded(target) in party else _DEALT


def _only_target(people: Participants) -> str:
    return people.targets[0] if people.targets else ""


def _deaths(parts: EventParts, party: Party) -> list[Amount]:
    """Return one death a target; with an actor alone, the actor died."""
    people = participants_of(parts)
    actor, targets = people.actor or "", people.targets
    dead = targets or ((actor,) if actor else ("",) * _number_of_dead(parts))
    by = actor if targets else ""
    return [
        (Sort.PARTY_DEATH if in_party(name, party) else Sort.DEATH, 1, by, name) for name in dead
    ]


def _number_of_dead(parts: EventParts) -> int:
    value = own_value(parts)
    # A million deaths in one event would be a million tallies; nobody names that many.
    return min(value, 10_000) if isinstance(value, int) and value > 1 else 1


def _gains(parts: EventParts, word: str) -> list[Amount]:
    value = own_value(parts)
    if value is None:
        return []
    sort = _SPENDING[word]
    coin = (said_of(parts).coin or "").lower()
    if sort is not Sort.XP and coin in _COINS:
        value = _in_gp(value, coin)
    return [(sort, value, participants_of(parts).actor or "", "")]


def _in_gp(value: Number, coin: str) -> Number:
    gold = Fraction(value) * _COINS[coin]
    return int(gold) if gold.denominator == 1 else float(gold)
