"""What a game master types at the table: one line becomes one event.

Source: "At the table", section 2. The first word may name a type, in full or by an alias;
``@name``, ``^place``, ``#tag``, ``!gm`` and ``!players`` may stand anywhere. A line that begins
with no type is a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import EVENT_TYPES, meaning
from sessionary.core.campaign.gametime import (
    parse_shift,
)
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.core.campaign.record import Number


class Takes(StrEnum):
    """What follows the word that names a type."""

    TEXT = "text"
    NAME = "name"
    TARGET = "target"
    AMOUNT = "amount"
    HIT = "hit"
    REST = "rest"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Alias:
    """A short word for a type.

    Attributes:
        word: The type.
        takes: What follows.
        coin: What an amount is counted in, empty where it is no money.
    """

    word: str
    takes: Takes = Takes.TEXT
    coin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line as it was understood.

    Attributes:
        word: The event's type.
        takes: How its text was read.
        text: What is said or named, without marks.
        amount: How much; None where nothing is counted.
        coin: What money is counted in.
        people: Who was named with ``@``, in order.
        target: Whom it befell, empty where the line does not say.
        place: What was named with ``^``; empty where nothing was.
        tags: What was named with ``#``.
        visibility: ``gm-only`` or ``public``; empty where the line does not say.
        shift: Seconds by which the clock moves.
        each: What each of the party gets; None where the amount was not said so.
        hint: Why it is a note and not what its first word says; empty if that is no command.
        problem: What is missing, in words for the one who types; empty if the line can be logged.
    """

    word: str
    takes: Takes
    text: str = ""
    amount: Number | None = None
    coin: str = ""
    people: tuple[str, ...] = ()
    target: str = ""
    place: str = ""
    tags: tuple[str, ...] = ()
    visibility: str = ""
    shift: int = 0
    each: Number | None = None
    hint: str = ""
    problem: str = ""


ALIASES: Final[Mapping[str, Alias]] = MappingProxyType(
    {
        "npc": Alias("npc_introduced", Takes.NAME),
        "met": Alias("npc_met", Takes.NAME),
        "loc": Alias("location_discovered", Takes.NAME),
        "room": Alias("room_explored", Takes.NAME),
        "loot": Alias("item_acquired", Takes.NAME),
        "lost": Alias("item_lost", Takes.NAME),
        "used": Alias("item_used", Takes.NAME),
        "fight": Alias("combat_start", Takes.NAME),
        "round": Alias("combat_round"),
        "end": Alias("combat_end", Takes.OUTCOME),
        "dmg": Alias("damage", Takes.HIT),
        "heal": Alias("healing", Takes.HIT),
        "down": Alias("pc_down", Takes.TARGET),
        "dead": Alias("creature_death", Takes.TARGET),
        "xp": Alias("xp_awarded", Takes.AMOUNT),
        **{coin: Alias("treasure_gained", Takes.AMOUNT, coin) for coin in ("cp", "sp", "ep", "gp")},
        "pp": Alias("treasure_gained", Takes.AMOUNT, "pp"),
        "spend": Alias("gold_spent", Takes.AMOUNT, "gp"),
        "q+": Alias("quest_started", Takes.NAME),
        "q>": Alias("quest_progressed", Takes.NAME),
        "q!": Alias("quest_completed", Takes.NAME),
        "q-": Alias("quest_failed", Takes.NAME),
        "rest": Alias("short_rest_complete", Takes.REST),
        "clue": Alias("clue_found"),
        "secret": Alias("secret_found"),
        "say": Alias("dialogue"),
        "promise": Alias("promise_made"),
        "decide": Alias("decision"),
        "rule": Alias("ruling"),
        "travel": Alias("travel"),
        "*": Alias("highlight"),
        '"': Alias("quote"),
    }
)
"""The words that stand for types until a campaign has words of its own."""

_NAMED: Final = {
    "damage": Takes.HIT,
    "healing": Takes.HIT,
    "combat_start": Takes.NAME,
    "combat_end": Takes.OUTCOME,
    "xp_awarded": Takes.AMOUNT,
    "treasure_gained": Takes.AMOUNT,
    "gold_spent": Takes.AMOUNT,
    "creature_death": Takes.TARGET,
    "pc_down": Takes.TARGET,
    "pc_death": Takes.TARGET,
}


def takes_of(word: str) -> Takes:
    """Return what follows a type in a line."""
    if word in _NAMED:
        return _NAMED[word]
    return next((one.takes for one in ALIASES.values() if one.word == word), Takes.TEXT)


_AMOUNT: Final = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)(?!\S)\s*")
_LONGEST_SHIFT: Final = 12
_MARK: Final = re.compile(r"(?<!\S)([@^#!])(?=\S)")
_WORD: Final = re.compile(r"[\w'’\-]*\w", re.UNICODE)
_QUOTED: Final = re.compile(r'"([^"]+)"')
_SEEN_BY: Final = {"gm": "gm-only", "players": "public"}
_RESTS: Final = {
    "l": "long_rest_complete",
    "long": "long_rest_complete",
    "s": "short_rest_complete",
    "short": "short_rest_complete",
    "": "short_rest_complete",
}


def parse_line(
    line: str,
    *,
    names: Sequence[str] = (),
    places: Sequence[str] = (),
    aliases: Mapping[str, Alias] = ALIASES,
    clock: Clock = PLAIN,
) -> LogLine:
    """Return what a line says. Never raises: what is no command is a note.

    Args:
        line: What was typed.
        names: Names that may have several words, such as ``Cult Leader Malachar``; others end
            with their first word, or stand in quotes.
        places: The same for places.
        aliases: The short words for types.
        clock: How long days, rounds and rests of the campaign are.
    """
    line = " ".join(line.split())
    found = _parsed(line, names, places, aliases, clock)
    if not found.problem:
        return found
    # What lacks something is said all the same: nothing stands in the way at the table.
    marks = _marks(line, names, places)
    if not any(map(str.isalnum, marks.text)):
        return found
    return replace(_line("note", Takes.TEXT, marks, text=marks.text), hint=found.problem)


def _parsed(
    line: str,
    names: Sequence[str],
    places: Sequence[str],
    aliases: Mapping[str, Alias],
    clock: Clock,
) -> LogLine:
    """Return what a line says as the command that it begins with; its problem is what it lacks."""
    word, alias, rest = _command(line, aliases)
    shift = _shift(line, clock)
    if shift is not None:
        seconds, rest = shift
        marks = _marks(rest, names, places)
        word = "time_jump" if marks.text else "time_advanced"
        return _line(word, Takes.TEXT, marks, text=marks.text, shift=seconds)
    if alias.takes is Takes.REST:
        return _rest(rest, names, places, clock)
    if alias.takes in {Takes.AMOUNT, Takes.HIT}:
        return _counted(word, alias, rest, names, places)
    marks = _marks(rest, names, places)
    if alias.takes is Takes.TARGET:
        target = _target(marks)
        return _line(
            alias.word, alias.takes, marks, target=target,
            problem="" if target else f"Who? Such as {word} goblin.",
        )  # fmt: skip
    if alias.takes is Takes.NAME:
        name = _unquoted(marks.bare) or next(iter([*marks.people, *marks.places]), "")
        problem = "" if name else f"What is it called? Such as {word} Malachar."
        return _line(alias.word, alias.takes, marks, text=name, problem=problem)
    text = marks.text.strip('" ') if alias.word == "quote" else marks.text
    silent = alias.word in {"combat_round", "combat_end"}
    problem = "" if text or silent else "There is nothing to log yet."
    moved = clock.round_length if meaning(alias.word) == "combat_round" else 0
    return _line(alias.word, alias.takes, marks, text=text, shift=moved, problem=problem)


@dataclass(slots=True)
class _Marks:
    """The rest of a line, its marks taken out."""

    text: str = ""
    bare: str = ""
    people: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    visibility: str = ""


def _line(
    word: str,
    takes: Takes,
    marks: _Marks,
    *,
    text: str = "",
    amount: Number | None = None,
    coin: str = "",
    target: str = "",
    shift: int = 0,
    problem: str = "",
) -> LogLine:
    people = [one for one in dict.fromkeys(marks.people) if fold(one) != fold(target)]
    return LogLine(
        word=word, takes=takes, text=text, amount=amount, coin=coin, people=tuple(people),
        target=target, place=next(iter(marks.places), ""), tags=tuple(dict.fromkeys(marks.tags)),
        visibility=marks.visibility, shift=shift, problem=problem,
    )  # fmt: skip


def _command(line: str, aliases: Mapping[str, Alias]) -> tuple[str, Alias, str]:
    """Return the first word, the type it names and the rest; a note where it names none.

    Words are taken in small letters only: "Fight for the bridge" is a note.
    """
    first, _, rest = line.partition(" ")
    if first in aliases:
        return first, aliases[first], rest
    if line[:1] in aliases and not line[:1].isalnum():
        return line[0], aliases[line[0]], line[1:].lstrip()
    if first in EVENT_TYPES:
        return first, Alias(first, _NAMED.get(first, Takes.TEXT)), rest
    return "", Alias("note"), line


def _shift(line: str, clock: Clock) -> tuple[int, str] | None:
    """Return the shift that a line begins with, in seconds, and what follows it."""
    if not line.startswith(("+", "-")):
        return None
    words = line.split(" ")
    # "+3d 4 wolves" is three days and four wolves: as much is taken as can be read.
    for count in range(min(len(words), _LONGEST_SHIFT), 0, -1):
        seconds = parse_shift(" ".join(words[:count]), clock)
        if seconds is not None:
            return seconds, " ".join(words[count:])
    return None


def _rest(rest: str, names: Sequence[str], places: Sequence[str], clock: Clock) -> LogLine:
    first, _, more = rest.partition(" ")
    if first not in _RESTS:
        first, more = "", rest
    word = _RESTS[first]
    seconds = clock.short_rest if word == "short_rest_complete" else clock.long_rest
    marks = _marks(more, names, places)
    return _line(word, Takes.REST, marks, text=marks.text, shift=seconds)


def _counted(
    word: str, alias: Alias, rest: str, names: Sequence[str], places: Sequence[str]
) -> LogLine:
    found = _AMOUNT.match(rest)
    if found is None:
        example = f"{word} 8 goblin" if alias.takes is Takes.HIT else f"{word} 150"
        marks = _marks(rest, names, places)
        problem = f"How much? Such as {example}."
        return _line(alias.word, alias.takes, marks, text=marks.text, problem=problem)
    amount: Number = float(found[1]) if "." in found[1] else int(found[1])
    marks = _marks(rest[found.end() :], names, places)
    if alias.takes is Takes.AMOUNT:
        return _line(
            alias.word, alias.takes, marks, text=marks.text, amount=amount, coin=alias.coin
        )
    target = _target(marks)
    problem = "" if target else f"To whom? Such as {word} {found[1]} goblin."
    return _line(alias.word, alias.takes, marks, amount=amount, target=target, problem=problem)


def _target(marks: _Marks) -> str:
    """Return whom it befell: what stands without a mark, in quotes or not, else who is named."""
    return _unquoted(marks.bare) or (marks.people[0] if marks.people else "")


def _unquoted(text: str) -> str:
    """Return a text that stands in quotes as a whole without them."""
    found = _QUOTED.fullmatch(text.strip())
    return found[1].strip() if found else text


def _marks(rest: str, names: Sequence[str], places: Sequence[str]) -> _Marks:
    """Take the marks out of a text: names and places stay as words, the others go."""
    marks = _Marks()
    text: list[str] = []
    bare: list[str] = []
    at = 0
    while (found := _MARK.search(rest, at)) is not None:
        known = {"@": names, "^": places}.get(found[1], ())
        value, end = _value(rest, found.end(), known)
        plain = rest[at : found.start()]
        if not value or (found[1] == "!" and value not in _SEEN_BY):
            # A lone mark is a character like any other.
            plain, end, kept = rest[at : found.end()], found.end(), ""
        else:
            kept = _take(marks, found[1], value)
        text += [plain, kept]
        bare.append(plain)
        at = end
    marks.text = _joined([*text, rest[at:]])
    marks.bare = _joined([*bare, rest[at:]])
    return marks


def _take(marks: _Marks, mark: str, value: str) -> str:
    """Note what a mark says; return what stays of it in the text."""
    if mark == "@":
        marks.people.append(value)
    elif mark == "^":
        marks.places.append(value)
    elif mark == "#":
        marks.tags.append(value)
    else:
        marks.visibility = _SEEN_BY[value]
    return value if mark in "@^" else ""


def _value(rest: str, start: int, known: Sequence[str]) -> tuple[str, int]:
    """Return what a mark at `start` names, and where that ends; empty if it names nothing."""
    quoted = _QUOTED.match(rest, start)
    if quoted is not None:
        return quoted[1].strip(), quoted.end()
    lower = rest[start:].casefold()
    longest = max(
        (name for name in known if name and _begins(lower, name.casefold())), key=len, default=""
    )
    if longest:
        end = min(start + len(longest), len(rest))
        # What is known only as searches compare it tells nothing of how it is written.
        return (rest[start:end] if longest == longest.casefold() else longest), end
    word = _WORD.match(rest, start)
    return (word[0], word.end()) if word else ("", start)


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and not (after.isalnum() or after == "_")


def _joined(parts: Sequence[str]) -> str:
    text = " ".join("".join(parts).split())
    return re.sub(r" ([,.;:!?])(?=\s|$)", r"\1", text).rstrip(" ,;")
