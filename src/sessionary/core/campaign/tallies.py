"""What single events add to the statistics: damage, healing, deaths, treasure, experience.

Everything that is summed anywhere — for a session, for one combat, for one character — is summed
over these, so that all sums agree and each can name its events.

Source: campaign specification, sections 7 and 10; "At the table", section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, partial
from typing import Final, NamedTuple

from sessionary.core.campaign.event_types import EVENT_TYPES, category_of, meaning, words_for
from sessionary.core.campaign.order import parents_of, triggered
from sessionary.core.campaign.record import (
    Number,
    Record,
    at,
    event_text_at,
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


def tally(records: Sequence[Record], party: Party, words: Sequence[str] | None = None) -> Tallies:
    """Return what events add to the statistics.

    Args:
        records: Events, in the order of the timeline or of the file.
        party: See :func:`party_of`.
        words: What their types count as, where a campaign has aliases; else their own words.
    """
    if words is None:
        words = [event_text_at(one, "type") for one in records]
    return tallied(
        [text_at(one, "id") for one in records],
        [adding(one, word, party) for one, word in zip(records, words, strict=True)],
    )


def adding(record: Record, word: str, party: Party) -> Adding | None:
    """Return what one event adds to the statistics, None if that is nothing.

    Damage and healing are those of ``effects.immediate``; an event without such effects counts by
    its own value, unless it was triggered by one whose effects were counted already.

    Args:
        record: The event.
        word: Its type.
        party: See :func:`party_of`.
    """
    effects = record.get("effects")
    if not effects and word not in _TELLING:
        # Most of a log: talk, ways and rolls.
        return None
    harm = _done(record, effects, party) if effects else []
    caused = triggered(record) if effects else ()
    if word not in _TELLING:
        return _ADDING((caused, [], harm, bool(harm), not harm)) if harm or caused else None
    word = meaning(word)
    certain = _certain(record, word, party)
    if harm:
        return _ADDING((caused, certain, harm, True, word in _HARM))
    return _ADDING((caused, certain, _own_damage(record, word, party), False, True))


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
            amounts = one.certain if one.repeatable and i in repeats else one.certain + one.harm
            for sort, amount, actor, target in amounts:
                found.append(Tally(sort=sort, amount=amount, event=i, actor=actor, target=target))
    return Tallies(
        counted=tuple([one for one in found if one.amount >= 0]),
        negative=tuple([one for one in found if one.amount < 0]),
    )


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


def _certain(record: Record, word: str, party: Party) -> list[Amount]:
    """Return what an event adds whatever led to it: a combat, deaths, treasure and experience."""
    if word == "combat_start":
        return [(Sort.COMBAT, 1, "", "")]
    if word == "creature_death":
        return _deaths(record, party)
    return _gains(record, word) if word in _SPENDING else []


def _done(record: Record, effects: object, party: Party) -> list[Amount]:
    """Return the damage and healing that an event has as its effects, where they give a number."""
    done: list[Amount] = []
    immediate = effects.get("immediate") if type(effects) is dict else at(effects, "immediate")
    for effect in immediate if isinstance(immediate, (list, tuple)) else ():
        if type(effect) is not dict and not isinstance(effect, Mapping):
            continue
        kind, target, value = effect.get("type"), effect.get("target"), effect.get("value")
        amount = value if type(value) is int else number(value)
        if amount is None or kind not in _HARM:
            continue
        if not (isinstance(target, str) and target):
            target = _only_target(record)
        actor = text_at(record, "participants", "actor")
        done.append((_sort(kind, target, party), exact(amount), actor, target))
    return done


def _own_damage(record: Record, word: str, party: Party) -> list[Amount]:
    """Return the damage or healing that an event without effects gives as its own value."""
    hazard = category_of(word) == "environmental"
    if word not in _HARM and not hazard:
        return []
    value = own_value(record)
    if value is None:
        return []
    actor, target = text_at(record, "participants", "actor"), _only_target(record)
    if hazard and not target:
        # Who falls or freezes is the actor of that event, and nobody did it.
        actor, target = "", actor
    sort = _sort("healing" if word == "healing" else "damage", target, party)
    return [(sort, value, actor, target)]


def _sort(effect: str, target: str, party: Party) -> Sort:
    if effect == "healing":
        return _HEALING
    return _RECEIVED if _folded(target) in party else _DEALT


def _only_target(record: Record) -> str:
    return next(iter(texts_at(record, "participants", "targets")), "")


def _deaths(record: Record, party: Party) -> list[Amount]:
    """Return one death a target; with an actor alone, the actor died."""
    actor = text_at(record, "participants", "actor")
    targets = texts_at(record, "participants", "targets")
    dead = targets or ((actor,) if actor else ("",) * _number_of_dead(record))
    by = actor if targets else ""
    return [
        (Sort.PARTY_DEATH if in_party(name, party) else Sort.DEATH, 1, by, name) for name in dead
    ]


def _number_of_dead(record: Record) -> int:
    value = own_value(record)
    # A million deaths in one event would be a million tallies; nobody names that many.
    return min(value, 10_000) if isinstance(value, int) and value > 1 else 1


def _gains(record: Record, word: str) -> list[Amount]:
    value = own_value(record)
    if value is None:
        return []
    sort = _SPENDING[word]
    coin = text_at(record, "event", "coin").lower()
    if sort is not Sort.XP and coin in _COINS:
        value = _in_gp(value, coin)
    return [(sort, value, text_at(record, "participants", "actor"), "")]


def _in_gp(value: Number, coin: str) -> Number:
    gold = Fraction(value) * _COINS[coin]
    return int(gold) if gold.denominator == 1 else float(gold)
