"""The log of a session in Markdown: its events by game day, one line each.

Written for speed: a campaign's log has a hundred thousand lines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from sessionary.core.campaign.clock import PLAIN, SECONDS_PER_DAY, Clock
from sessionary.core.campaign.event_parts import EventParts, Said, event_parts
from sessionary.core.campaign.event_types import readable
from sessionary.core.campaign.gametime import clock_face, day_name
from sessionary.core.entries import AnyColumns, Visible
from sessionary.formats.markdown.escape import escape, escape_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sessionary.core.campaign.event_parts import (
        Effect,
        Effects,
        Mechanics,
        Participants,
        Value,
    )
    from sessionary.core.campaign.order import LoggedEvent, ReadEvent
    from sessionary.formats.markdown.names import MarkdownNames

_NO_WORDS: Final = Said()
_NO_PARTS: Final = EventParts()
_PLAIN_WORDS: Final = frozenset({"", "note", "highlight"})
_ENDS: Final = frozenset('.!?…”"')
_BETWEEN: Final = re.compile(r" → |→ |, at |At |, ")
_NUMBERS: Final = frozenset({int, float})
_HIDDEN: Final = {"public": "", "player-specific": " *(for some players)*"}
_PLAYERS: Final = int(Visible.PLAYERS)
_SEEN_BY: Final = (" *(GM only)*", "", " *(for some players)*")
_MINUTE: Final = 60

# The same few types, dice and outcomes stand in most lines of a log.
_short: Final = lru_cache(maxsize=4_096)(escape)


LogLine: TypeAlias = tuple[int | None, str, str]
"""Game time in seconds on the clock face, the real time where there is none, and the text."""


def log_lines(
    events: Iterable[LoggedEvent],
    names: MarkdownNames,
    *,
    heading: str = "###",
    clock: Clock = PLAIN,
    brief: bool = False,
) -> Iterator[str]:
    """Yield the lines of a log, each with its line end, under a heading for every game day.

    Args:
        events: Records as read from JSON with their columns, in the order in which they are to
            stand; they are taken one at a time.
        names: How people and places are named.
        heading: The mark of a day's heading.
        clock: How the campaign's days are counted and written.
        brief: Whether lines say only what the columns know, label and type. The records are not
            looked at then, so that nobody has to parse them.
    """
    if brief:
        lines = (_line(columns, _NO_PARTS, brief_text(columns)) for _, columns in events)
    else:
        told = ((event_parts(record), columns) for record, columns in events)
        lines = (_line(columns, parts, event_text(parts, names)) for parts, columns in told)
    return day_lines(lines, heading=heading, clock=clock)


def told_lines(events: Sequence[ReadEvent], names: MarkdownNames) -> list[LogLine]:
    """Return what the log says of each of some events, all at once: that is quicker."""
    said = [parts.event or _NO_WORDS for parts, _ in events]
    titles = escape_all([one.name or "" for one in said])
    told = escape_all([one.description or "" for one in said])
    return [
        _line(columns, parts, _text(parts, names, title, words))
        for (parts, columns), title, words in zip(events, titles, told, strict=True)
    ]


def _line(columns: AnyColumns, parts: EventParts, text: str) -> LogLine:
    face = columns.game_s
    return face, _real_time(parts) if face is None else "", text


def day_lines(
    lines: Iterable[LogLine], *, heading: str = "###", clock: Clock = PLAIN
) -> Iterator[str]:
    """Yield what :func:`log_lines` does, of events of which the text is made already."""
    number: int | None = None
    day, said_day, length = "", None, clock.day_length
    for face, real_time, text in lines:
        if face is None:
            day, time, number = "Without game time", real_time, None
        else:
            today, second = divmod(face, length)
            time = _time_of_day(second // _MINUTE, length)
            if today != number:
                number, day = today, day_name(today, clock)
        if day != said_day:
            yield f"{heading} {day}\n\n" if said_day is None else f"\n{heading} {day}\n\n"
            said_day = day
        yield f"- {time}: {text}\n" if time else f"- {text}\n"


def brief_text(columns: AnyColumns) -> str:
    """Return what the columns of an event say of it: its label, and its type in words."""
    label, word = columns.label, columns.word
    kind = _short(readable(word))
    text = escape(label)
    if text == kind or word in _PLAIN_WORDS:
        said = text or kind or "Event"
    else:
        said = f"**{text}** ({kind})"
    return said if columns.visible == _PLAYERS else f"{said}{_SEEN_BY[columns.visible]}"


def event_text(parts: EventParts, names: MarkdownNames) -> str:
    """Return what one event says, in one line of Markdown.

    Such as ``**Ambush** (Combat start). Malachar → Ann, at the Temple. 8 damage to Ann.``
    """
    said = parts.event or _NO_WORDS
    return _text(parts, names, escape(said.name or ""), escape(said.description or ""))


def _text(parts: EventParts, names: MarkdownNames, title: str, told: str) -> str:
    """Return the same, given its name and its description as Markdown."""
    said = parts.event or _NO_WORDS
    what = _what(said, parts.value, title, told)
    who = _who(parts.participants, names) if parts.participants else ""
    done = _done(parts.effects, names) if parts.effects else ""
    if said.name or said.description:
        text = what if what[-1] in _ENDS else f"{what}."
        if who and not _says(what, who, said):
            text = f"{text} {who}" if who[-1] in _ENDS else f"{text} {who}."
        if done:
            text = f"{text} {done}" if done[-1] in _ENDS else f"{text} {done}."
    else:
        text = _nameless(what, who, done)
    if parts.mechanics and (roll := _roll(parts.mechanics)):
        text = f"{text} {roll}" if roll[-1] in _ENDS else f"{text} {roll}."
    if told and said.name:
        text = f"{text} {told}" if told[-1] in _ENDS else f"{text} {told}."
    if (metadata := parts.metadata) and (visibility := metadata.visibility) is not None:
        return text if visibility == "public" else text + _HIDDEN.get(visibility, " *(GM only)*")
    return text


def _nameless(what: str, who: str, done: str) -> str:
    """Return what an event without a word of its own says: `8 damage to Ann`, not "Damage"."""
    if done:
        said = [part for part in (who if not who.startswith("→ ") else "", done) if part]
    elif who.startswith("→ "):
        said = [f"{what}: {who[2:]}"]
    else:
        said = [what, who] if who else [what]
    return " ".join([part if part[-1] in _ENDS else f"{part}." for part in said])


def _says(what: str, who: str, said: Said) -> bool:
    """Return whether what is told of an event names its people already."""
    if said.name:
        # An introduction is often called what its only participant is called.
        return what.startswith(who, 2) and what.startswith(f"**{who}**")
    return all(name in what for name in _BETWEEN.split(who) if name)


def _what(said: Said, value: Value, title: str, told: str) -> str:
    word = said.type or ""
    kind = _said_type(word)
    if said.value is not None:
        value = said.value
    amount = f" {value}" if type(value) in _NUMBERS else ""
    if amount and said.coin:
        amount = f"{amount} {escape(said.coin)}"
    if title:
        return f"**{title}** ({kind}{amount})" if kind else f"**{title}**"
    if told:
        if word == "quote":
            return f"“{told}”"
        return f"{kind}: {told}" if kind else told
    return f"{kind or _short(readable(word)) or 'Event'}{amount}"


@lru_cache(maxsize=4_096)
def _said_type(word: str) -> str:
    """Return a type in words, empty for one that says nothing beside a name."""
    return "" if word in _PLAIN_WORDS else escape(readable(word))


def _who(people: Participants, names: MarkdownNames) -> str:
    actor, targets, place = people.actor, people.targets, people.location
    text = names[actor] if actor else ""
    if text and place and targets and len(targets) == 1 and (to := names[targets[0]]):
        # Most of a log.
        return f"{text} → {to}, at {names[place]}"
    if targets:
        if len(targets) == 1:
            to = names[targets[0]] if targets[0] else ""
        else:
            to = ", ".join([names[target] for target in targets if target])
        if to:
            text = f"{text} → {to}" if text else f"→ {to}"
    if place:
        return f"{text}, at {names[place]}" if text else f"At {names[place]}"
    return text


def _done(effects: Effects, names: MarkdownNames) -> str:
    now, lasting = effects.immediate, effects.ongoing
    if now and not lasting and len(now) == 1:
        return _effect(now[0], names)
    said = [_effect(one, names) for one in (*(now or ()), *(lasting or ()))]
    return ", ".join([text for text in said if text])


def _effect(effect: Effect, names: MarkdownNames) -> str:
    value, target, what = effect.value, effect.target, effect.condition or effect.type or ""
    said = _short(what)
    if type(value) in _NUMBERS:
        said = f"{value} {said}" if said else str(value)
    elif not what:
        return ""
    return f"{said} to {names[target]}" if target else said


def _roll(mechanics: Mechanics) -> str:
    roll, outcome = mechanics.roll, mechanics.outcome
    said = ""
    if roll is not None:
        expression, total = roll.expression, roll.total
        if expression:
            said = f"Rolled {_short(expression)}"
        if type(total) in _NUMBERS:
            said = f"{said} = {total}" if said else f"Rolled {total}"
    if outcome and outcome.strip():
        return f"{said}, {_short(outcome)}" if said else f"Outcome: {_short(outcome)}"
    return said


# A log names the minutes of its days over and over.
@lru_cache(maxsize=4_096)
def _time_of_day(minute: int, day_length: int) -> str:
    text = clock_face(minute * _MINUTE, clock=Clock(day_length=day_length))
    # Where a day has not 24 hours the face reads "D2 27:30".
    return text.partition(" " if day_length != SECONDS_PER_DAY else ", ")[2]


def _real_time(parts: EventParts) -> str:
    real = (parts.timestamp.realTime if parts.timestamp else None) or ""
    return real[11:16] if real[10:11] == "T" else ""
