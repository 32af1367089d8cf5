"""The log of a session in Markdown: its events by game day, one line each.

Written for speed: a campaign's log has a hundred thousand lines. The values of an event are taken
as they are found, and what has another type than it should have is passed over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.campaign.clock import PLAIN, SECONDS_PER_DAY, Clock
from sessionary.core.campaign.event_types import readable
from sessionary.core.campaign.gametime import clock_face, day_name
from sessionary.core.entries import AnyColumns, Visible
from sessionary.formats.markdown.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.record import Record
    from sessionary.formats.markdown.names import MarkdownNames

_NOTHING: Final[dict[str, Any]] = {}
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
    lines = (log_line(record, columns, names, brief=brief) for record, columns in events)
    return day_lines(lines, heading=heading, clock=clock)


def log_line(
    record: Record, columns: AnyColumns, names: MarkdownNames, *, brief: bool = False
) -> LogLine:
    """Return what the log says of one event; see :func:`log_lines`."""
    face = columns.game_s
    text = brief_text(columns) if brief else event_text(record, names)
    return face, _real_time(record) if face is None else "", text


def day_lines(
    lines: Iterable[LogLine], *, heading: str = "###", clock: Clock = PLAIN
) -> Iterator[str]:
    """Yield what :func:`log_lines` does, of events of which the text is made already."""
    number: int | None = None
    day, said_day = "", None
    for face, real_time, text in lines:
        if face is None:
            day, time, number = "Without game time", real_time, None
        else:
            today, second = divmod(face, clock.day_length)
            time = _time_of_day(second // _MINUTE, clock.day_length)
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


def event_text(record: Record, names: MarkdownNames) -> str:
    """Return what one event says, in one line of Markdown.

    Such as ``**Ambush** (Combat start). Malachar → Ann, at the Temple. 8 damage to Ann.``
    """
    get = record.get
    event = get("event")
    if not isinstance(event, dict):
        event = _NOTHING
    what = _what(event, record)
    said = [what]
    participants, effects, mechanics = get("participants"), get("effects"), get("mechanics")
    who = _who(participants, names) if isinstance(participants, dict) else ""
    done = _done(effects, names) if isinstance(effects, dict) else ""
    if not (event.get("name") or event.get("description")):
        said = _nameless(what, who, done)
    else:
        if who and not _says(what, who, event):
            said.append(who)
        if done:
            said.append(done)
    if isinstance(mechanics, dict) and (roll := _roll(mechanics)):
        said.append(roll)
    description = event.get("description")
    if isinstance(description, str) and event.get("name") and (told := escape(description)):
        said.append(told)
    text = " ".join([part if part[-1] in _ENDS else part + "." for part in said])
    metadata = get("metadata")
    if isinstance(metadata, dict):
        visibility = metadata.get("visibility")
        if visibility != "public" and isinstance(visibility, str):
            return text + _HIDDEN.get(visibility, " *(GM only)*")
    return text


def _nameless(what: str, who: str, done: str) -> list[str]:
    """Return what an event without a word of its own says: `8 damage to Ann`, not "Damage"."""
    if done:
        return [part for part in (who if not who.startswith("→ ") else "", done) if part]
    if who.startswith("→ "):
        return [f"{what}: {who[2:]}"]
    return [what, who] if who else [what]


def _says(what: str, who: str, event: dict[str, Any]) -> bool:
    """Return whether what is told of an event names its people already."""
    if event.get("name"):
        # An introduction is often called what its only participant is called.
        return what.startswith(who, 2) and what.startswith(f"**{who}**")
    return all(name in what for name in _BETWEEN.split(who) if name)


def _what(event: dict[str, Any], record: Record) -> str:
    word, name, value = event.get("type"), event.get("name"), event.get("value")
    kind = _said_type(word) if isinstance(word, str) else ""
    if value is None:
        value = record.get("value")
    amount = f" {value}" if type(value) in _NUMBERS else ""
    if isinstance(name, str) and (title := escape(name)):
        return f"**{title}** ({kind}{amount})" if kind else f"**{title}**"
    said = event.get("description")
    if isinstance(said, str) and (told := escape(said)):
        if word == "quote":
            return f"“{told}”"
        return f"{kind}: {told}" if kind else told
    return f"{kind or _short(readable(word if isinstance(word, str) else '')) or 'Event'}{amount}"


@lru_cache(maxsize=4_096)
def _said_type(word: str) -> str:
    """Return a type in words, empty for one that says nothing beside a name."""
    return "" if word in _PLAIN_WORDS else escape(readable(word))


def _who(participants: dict[str, Any], names: MarkdownNames) -> str:
    actor, targets = participants.get("actor"), participants.get("targets")
    place = participants.get("location")
    text = names[actor] if isinstance(actor, str) and actor else ""
    if targets and isinstance(targets, (list, tuple)):
        told = []
        for target in targets:
            if isinstance(target, str) and target:
                told.append(names[target])  # noqa: PERF401  for one, a loop is quicker
        if to := told[0] if len(told) == 1 else ", ".join(told):
            text = f"{text} → {to}" if text else f"→ {to}"
    if isinstance(place, str) and place:
        at = names[place]
        return f"{text}, at {at}" if text else f"At {at}"
    return text


def _done(effects: dict[str, Any], names: MarkdownNames) -> str:
    said = []
    for found in (effects.get("immediate"), effects.get("ongoing")):
        for effect in found if isinstance(found, (list, tuple)) else ():
            if isinstance(effect, dict):
                said.append(_effect(effect, names))  # noqa: PERF401  for one, a loop is quicker
    return said[0] if len(said) == 1 else ", ".join([text for text in said if text])


def _effect(effect: dict[str, Any], names: MarkdownNames) -> str:
    kind, value, target = effect.get("type"), effect.get("value"), effect.get("target")
    what = effect.get("condition")
    if not (isinstance(what, str) and what):
        what = kind if isinstance(kind, str) else ""
    said = _short(what)
    if type(value) in _NUMBERS:
        said = f"{value} {said}" if said else str(value)
    elif not what:
        return ""
    if isinstance(target, str) and target:
        return f"{said} to {names[target]}"
    return said


def _roll(mechanics: dict[str, Any]) -> str:
    roll, outcome = mechanics.get("roll"), mechanics.get("outcome")
    said = ""
    if isinstance(roll, dict):
        expression, total = roll.get("expression"), roll.get("total")
        if isinstance(expression, str) and expression:
            said = f"Rolled {_short(expression)}"
        if type(total) in _NUMBERS:
            said = f"{said} = {total}" if said else f"Rolled {total}"
    if isinstance(outcome, str) and outcome.strip():
        return f"{said}, {_short(outcome)}" if said else f"Outcome: {_short(outcome)}"
    return said


# A log names the minutes of its days over and over.
@lru_cache(maxsize=4_096)
def _time_of_day(minute: int, day_length: int) -> str:
    text = clock_face(minute * _MINUTE, clock=Clock(day_length=day_length))
    # Where a day has not 24 hours the face reads "D2 27:30".
    return text.partition(" " if day_length != SECONDS_PER_DAY else ", ")[2]


def _real_time(record: Record) -> str:
    timestamp = record.get("timestamp")
    real = timestamp.get("realTime") if isinstance(timestamp, dict) else None
    return real[11:16] if isinstance(real, str) and real[10:11] == "T" else ""
