"""What people type into the fields of an event, as values for its record.

Each function returns JSON pointers into the record, each with what is to stand there; None takes
it away. What cannot be read is refused with a :class:`UserError` that says what was found and what
was expected. Nothing but the typed field is touched.

Source: campaign specification, sections 3 and 4; "At the table", sections 2 and 4.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.campaign.check_event import SUMMED_TYPES
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import CATEGORIES, EVENT_TYPES
from sessionary.core.campaign.gametime import clock_face, game_time, parse_round, parse_shift
from sessionary.core.campaign.log_line import ALIASES
from sessionary.core.campaign.record import LARGEST_COLUMN, at, list_at, object_at, text_at
from sessionary.core.campaign.typed import game_time_over, typed_face, typed_instant
from sessionary.core.json_pointer import J
from sessionary.core.json_text import JsonError, parse
from sessionary.core.problems import UserError
from sessionary.core.store.values import thaw
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from sessionary.core.campaign.record import Number, Record

Values: TypeAlias = dict[str, J]
"""JSON pointer into a record -> what is to stand there, None takes it away."""

_UNITS: Final = {"rounds", "minutes", "hours", "days"}
_LONGEST_NUMBER: Final = 60
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def type_values(typed: str, titles: Mapping[str, str]) -> Values:
    """Return the type of an event: any word will do, those known here by all their names.

    Args:
        typed: A type's word (``combat_start``), an alias of the log line (``fight``), a title
            (``Combat start``), or a word of one's own.
        titles: Title -> word, as people read them.
    """
    word = typed.strip()
    return {"/event/type": known_type(word, titles) or word or None}


def known_type(typed: str, titles: Mapping[str, str] | None = None) -> str:
    """Return the word of a type that is known here by what was typed, empty if none is."""
    if typed in EVENT_TYPES:
        return typed
    if typed in ALIASES:
        return ALIASES[typed].word
    folded = fold(typed)
    own = {fold(row.title): row.word for row in EVENT_TYPES.values() if not row.same_as}
    named = {fold(title): word for title, word in (titles or {}).items()}
    return named.get(folded) or own.get(folded) or ""


def category_values(typed: str, titles: Mapping[str, str]) -> Values:
    """Return the category of an event; without one it follows from the type."""
    word = typed.strip()
    folded = fold(word)
    known = {fold(title): category for title, category in titles.items()}
    known |= {category: category for category in CATEGORIES}
    return {"/event/category": known.get(folded) or word or None}


def text_values(pointer: str, typed: str) -> Values:
    """Return a text as it was typed; an empty one takes the key away."""
    return {pointer: typed.strip() or None}


def name_values(pointer: str, typed: str, id_of: Callable[[str], str]) -> Values:
    """Return who or what is named: the id of a name that is known, else the name itself."""
    name = typed.strip()
    return {pointer: id_of(name) if name else None}


def listed(value: object) -> list[J]:
    """Return the items of a list; a value that stands where a list belongs is its only item."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def added_values(record: Record, pointer: str, names: Sequence[str]) -> Values:
    """Return a list with more items behind those it has, each once."""
    keys = pointer.split("/")[1:]
    items = listed(at(record, *keys))
    new = [name for name in dict.fromkeys(names) if name not in items]
    if not new:
        return {}
    if isinstance(at(record, *keys), (list, tuple)) and len(new) == 1:
        # The list itself stays as it is written.
        return {f"{pointer}/-": new[0]}
    return {pointer: [*items, *new]}


def without_values(record: Record, pointer: str, position: int) -> Values:
    """Return a list without one of its items; an empty list goes."""
    items = listed(at(record, *pointer.split("/")[1:]))
    if len(items) <= 1:
        return {pointer: None}
    return {f"{pointer}/{position}": None}


def changed_values(record: Record, pointer: str, position: int, name: str) -> Values:
    """Return a list with another item in the place of one; an empty name takes it out."""
    if not name:
        return without_values(record, pointer, position)
    if isinstance(at(record, *pointer.split("/")[1:]), (list, tuple)):
        return {f"{pointer}/{position}": name}
    return {pointer: [name]}


def amount_values(record: Record, typed: str) -> Values:
    """Return the event's own value, where the record has it: what was dealt, won, or given."""
    pointer = "/event/value"
    if at(record, "event", "value") is None and record.get("value") is not None:
        pointer = "/value"
    if text_at(record, "event", "type") in SUMMED_TYPES and typed.strip():
        return {pointer: typed_number(typed)}
    return {pointer: number_or_text(typed)}


def typed_number(typed: str) -> Number:
    """Return the number that was typed; the point is its decimal separator, as in files.

    Raises:
        UserError: It is none.
    """
    text = typed.strip().replace("−", "-")
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        if text.lstrip("+-").isdecimal():
            return int(text)
        number = float(text)
        if math.isfinite(number):
            return number
    raise UserError(f"“{_short(typed)}” is no number. Write for example 8 or 12.5.")


def number_or_text(typed: str) -> J:
    """Return a number where one was typed, else the text; None for nothing."""
    try:
        return typed_number(typed)
    except UserError:
        return typed.strip() or None


def json_or_text(typed: str, former: object) -> J:
    """Return a text as it was typed; where something else than text stood, as JSON if it is some.

    Args:
        typed: What was typed.
        former: The value that stood there.
    """
    text = typed.strip()
    if former is not None and not isinstance(former, str):
        try:
            return parse(text)
        except JsonError:
            pass
    return text or None


def real_time_values(record: Record, typed: str, zone: tzinfo) -> Values:
    """Return when an event was logged, as files write it.

    Args:
        record: The event.
        typed: ``2025-01-20 18:05``; a time alone is on the former day.
        zone: The zone of what gives no offset.

    Raises:
        UserError: It is no date and time.
    """
    pointer = "/timestamp/realTime"
    if not typed.strip():
        return {pointer: None}
    stamp = typed_instant(typed, former=text_at(record, "timestamp", "realTime"), zone=zone)
    if stamp is None:
        raise UserError(
            f"“{_short(typed)}” is no date and time. Write for example 2025-01-20 18:05."
        )
    return {pointer: stamp}


def game_time_values(
    record: Record,
    typed: str,
    *,
    former: int | None,
    epoch: int,
    shift: int = 0,
    clock: Clock = PLAIN,
) -> Values:
    """Return when an event happened: days, hours, total and text, all of one time.

    Args:
        record: The event.
        typed: ``Day 15, 3:30 PM``, ``15d 9h``, ``+2h`` from what it was, a time on the same day,
            or the round of a combat, which leaves the total.
        former: Where it stood, in seconds on the campaign's clock face; None if that is not known.
        epoch: The campaign's epoch.
        shift: What the campaign's face is ahead of that of the event's file.
        clock: How the campaign's days are counted and written.

    Raises:
        UserError: It is no game time.
    """
    pointer = "/timestamp/gameTime"
    if not typed.strip():
        return {pointer: None}
    if parse_round(typed) is not None:
        return {f"{pointer}/formatted": typed.strip()}
    face = read_face(typed, former, clock)
    time = object_at(record, "timestamp", "gameTime")
    return {pointer: game_time_over(time, face, epoch=epoch, shift=shift, clock=clock)}


def read_face(typed: str, former: int | None, clock: Clock = PLAIN) -> int:
    """Return what was typed for a game time, in seconds on the clock face.

    Raises:
        UserError: It is none; the text says what was found and what is expected.
    """
    text = typed.strip()
    face = typed_face(text, former=former, clock=clock)
    if face is None and former is None and parse_shift(text, clock) is not None:
        raise UserError(
            f"“{_short(text)}” counts from a time, and there is none yet. "
            "Write for example Day 15, 3:30 PM."
        )
    if face is None:
        raise UserError(
            f"“{_short(text)}” is no game time. Write for example Day 15, 3:30 PM, 15d 9h, "
            "or +2h from what it was."
        )
    if abs(face) > LARGEST_COLUMN:
        raise UserError(f"“{_short(text)}” is too far away: no calendar reaches that day.")
    return face


def end_time(
    typed: str, *, begins: int | None, former: int | None, epoch: int, clock: Clock = PLAIN
) -> J:
    """Return until when a long event lasted, as a game time of ours; None for nothing typed.

    Args:
        typed: As for :func:`game_time_values`; ``+3d`` counts from the former end, without one
            from the begin.
        begins: When it begins, in seconds on the campaign's clock face.
        former: When it ended so far.
        epoch: The campaign's epoch.
        clock: How the campaign's days are counted and written.

    Raises:
        UserError: It is no game time, or before the begin.
    """
    if not typed.strip():
        return None
    face = read_face(typed, begins if former is None else former, clock)
    if begins is not None and face < begins:
        raise UserError(
            f"{clock_face(face, clock=clock)} is before it begins, which is "
            f"{clock_face(begins, clock=clock)}. "
            "Write a later time, or for example +2h."
        )
    return game_time(face, epoch=epoch, clock=clock)


def shifted_values(
    record: Record, face: int, seconds: int, *, epoch: int, shift: int, clock: Clock = PLAIN
) -> Values:
    """Return the game time of an event, moved by some seconds from where it stands.

    It says no more than it did: a total alone stays one, and so does the round of a combat.
    """
    time = object_at(record, "timestamp", "gameTime")
    after = game_time_over(time, face + seconds, epoch=epoch, shift=shift, clock=clock)
    said = text_at(time, "formatted")
    if parse_round(said) is not None:
        after["formatted"] = said
    unsaid = {key for key in ("total", "formatted") if key not in time}
    if not any(key in time for key in _UNITS):
        unsaid |= _UNITS
    return {"/timestamp/gameTime": {key: part for key, part in after.items() if key not in unsaid}}


def cascade_values(record: Record, identity: str) -> Values:
    """Return what an event triggered, with one more.

    Raises:
        UserError: It would have triggered itself.
    """
    if identity == text_at(record, "id"):
        raise UserError("An event does not trigger itself.")
    if identity in list_at(record, "effects", "cascade"):
        return {}
    return added_values(record, "/effects/cascade", [identity])


def shown_value(value: object) -> str:
    """Return a JSON value as a field shows it: text as it is, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(thaw(value), ensure_ascii=False)


def shown_numbers(value: object) -> str:
    """Return numbers with commas between them, as they are typed; anything else as JSON."""
    if isinstance(value, (list, tuple)) and all(
        isinstance(one, (int, float)) and not isinstance(one, bool) for one in value
    ):
        return ", ".join(json.dumps(one) for one in value)
    return shown_value(value)


def _short(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= 60 else line[:59] + "…"


def part_of(value: object, key: str) -> Any:
    """Return a part of an effect, None where it is no object."""
    return value.get(key) if isinstance(value, Mapping) else None
