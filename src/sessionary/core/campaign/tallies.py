"""What single events add to the statistics: damage, healing, deaths, treasure, experience.

Everything that is summed anywhere — for a session, for one combat, for one character — is summed
over these, so that all sums agree and each can name its events.

Source: campaign specification, sections 7 and 10; "At the table", section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from sessionary.core.campaign.event_types import EVENT_TYPES, category_of, meaning
from sessionary.core.campaign.order import cascade_parents
from sessionary.core.campaign.record import (
    Number,
    Record,
    exact,
    list_at,
    number,
    object_at,
    text_at,
    texts_at,
)


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


# Not frozen: a long log makes many thousands, and to freeze one takes longer than to make it.
@dataclass(slots=True, kw_only=True)
class Tally:
    """One amount that one event adds. Nobody changes it.

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


_TELLING: Final = frozenset(
    {"combat_start", "creature_death", "damage", "healing", *_SPENDING}
    | {word for word, row in EVENT_TYPES.items() if row.category == "environmental"}
)
"""The types that add something without having effects."""
_NO_EFFECTS: Final[list[Record]] = []


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


def tally(records: Sequence[Record], party: Party) -> Tallies:
    """Return what events add to the statistics.

    Damage and healing are those of ``effects.immediate``; an event without such effects counts by
    its own value, unless it was triggered by one whose effects were counted already.

    Args:
        records: Events, in the order of the timeline or of the file.
        party: See :func:`party_of`.
    """
    effects = [_effects(record) for record in records]
    repeats = _repeats(cascade_parents(records), effects)
    counted: list[Tally] = []
    negative: list[Tally] = []
    for i, record in enumerate(records):
        word = meaning(text_at(record, "event", "type"))
        if not effects[i] and word not in _TELLING:
            # Most of a log: talk, ways and rolls.
            continue
        for found in _of_event(i, record, word, effects[i], party, repeats[i]):
            (negative if found.amount < 0 else counted).append(found)
    return Tallies(counted=tuple(counted), negative=tuple(negative))


def own_value(record: Record) -> Number | None:
    """Return the value of an event: ``event.value``, ``value``, else its effects on resources."""
    for place in (record.get("event"), record):
        value = number(object_at(place).get("value"))
        if value is not None:
            return exact(value)
    resources = [
        amount
        for effect in list_at(record, "effects", "immediate")
        if text_at(effect, "type") == "resource"
        and (amount := number(object_at(effect).get("value"))) is not None
    ]
    if resources:
        return exact(sum(resources))
    amount = number(object_at(record, "event").get("amount"))
    return None if amount is None else exact(amount)


def in_party(name: str, party: Party) -> bool:
    """Return whether an id or name is that of a character of the players."""
    return _folded(name) in party


# The same few fighters hit each other over and over.
@lru_cache(maxsize=4_096)
def _folded(name: str) -> str:
    return name.strip().casefold()


def _effects(record: Record) -> list[Record]:
    """Return the effects of damage and healing that give a number."""
    effects = record.get("effects")
    if effects is None:
        return _NO_EFFECTS
    return [
        effect
        for effect in list_at(effects, "immediate")
        if isinstance(effect, Mapping)
        and effect.get("type") in {"damage", "healing"}
        and number(effect.get("value")) is not None
    ]


def _repeats(parents: Sequence[int | None], effects: Sequence[list[Record]]) -> list[bool]:
    """Return of each event whether one that led to it has effects already, so that it repeats them.

    The parents are a forest, and each of its branches is walked once, however long it is.
    """
    known: dict[int | None, bool] = {None: False}
    repeats = [False] * len(parents)
    for i, led in enumerate(parents):
        if led is None:
            continue
        walked: list[int] = []
        step: int | None = i
        while step is not None and step not in known:
            walked.append(step)
            step = parents[step]
        for event in reversed(walked):
            parent = parents[event]
            known[event] = known[parent] or (parent is not None and bool(effects[parent]))
        repeats[i] = known[i]
    return repeats


def _of_event(
    i: int, record: Record, word: str, effects: list[Record], party: Party,
    repeated: bool,  # noqa: FBT001  (one of six values of an event, passed on as they came)
) -> Iterator[Tally]:  # fmt: skip
    if word == "combat_start":
        yield Tally(sort=Sort.COMBAT, amount=1, event=i)
    elif word == "creature_death":
        yield from _deaths(i, record, party)
    elif word in _SPENDING:
        yield from _gains(i, record, word)
    if effects and not (repeated and word in {"damage", "healing"}):
        yield from [_effect(i, record, effect, party) for effect in effects]
    elif not effects and not repeated:
        yield from _own_damage(i, record, word, party)


def _effect(i: int, record: Record, effect: Record, party: Party) -> Tally:
    target = text_at(effect, "target") or _only_target(record)
    return Tally(
        sort=_sort(text_at(effect, "type"), target, party),
        amount=exact(number(effect.get("value")) or 0),
        event=i,
        actor=text_at(record, "participants", "actor"),
        target=target,
    )


def _own_damage(i: int, record: Record, word: str, party: Party) -> Iterator[Tally]:
    """Yield the damage or healing that an event without effects gives as its own value."""
    hazard = category_of(word) == "environmental"
    if word not in {"damage", "healing"} and not hazard:
        return
    value = own_value(record)
    if value is None:
        return
    actor, target = text_at(record, "participants", "actor"), _only_target(record)
    if hazard and not target:
        # Who falls or freezes is the actor of that event, and nobody did it.
        actor, target = "", actor
    sort = _sort("healing" if word == "healing" else "damage", target, party)
    yield Tally(sort=sort, amount=value, event=i, actor=actor, target=target)


def _sort(effect: str, target: str, party: Party) -> Sort:
    if effect == "healing":
        return Sort.HEALING
    return Sort.RECEIVED if in_party(target, party) else Sort.DEALT


def _only_target(record: Record) -> str:
    return next(iter(texts_at(record, "participants", "targets")), "")


def _deaths(i: int, record: Record, party: Party) -> Iterator[Tally]:
    """Yield one death a target; with an actor alone, the actor died."""
    actor = text_at(record, "participants", "actor")
    targets = texts_at(record, "participants", "targets")
    dead = targets or ((actor,) if actor else ("",) * _number_of_dead(record))
    for name in dead:
        sort = Sort.PARTY_DEATH if in_party(name, party) else Sort.DEATH
        by = actor if targets else ""
        yield Tally(sort=sort, amount=1, event=i, actor=by, target=name)


def _number_of_dead(record: Record) -> int:
    value = own_value(record)
    # A million deaths in one event would be a million tallies; nobody names that many.
    return min(value, 10_000) if isinstance(value, int) and value > 1 else 1


def _gains(i: int, record: Record, word: str) -> Iterator[Tally]:
    value = own_value(record)
    if value is None:
        return
    sort = _SPENDING[word]
    coin = text_at(record, "event", "coin").lower()
    if sort is not Sort.XP and coin in _COINS:
        value = _in_gp(value, coin)
    yield Tally(sort=sort, amount=value, event=i, actor=text_at(record, "participants", "actor"))


def _in_gp(value: Number, coin: str) -> Number:
    gold = Fraction(value) * _COINS[coin]
    return int(gold) if gold.denominator == 1 else float(gold)
