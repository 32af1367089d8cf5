"""The keys of a record that the program does not know: shown, searched for nothing, never lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.campaign.check_session import STATISTICS, SUMMARY_LISTS
from sessionary.core.json_pointer import escape_key

if TYPE_CHECKING:
    from sessionary.core.campaign.record import Record

Known: TypeAlias = Mapping[str, Any]
"""Known keys: each with the known keys inside it, or None where everything inside belongs to it."""

_GAME_TIME: Final[Known] = dict.fromkeys(
    ("rounds", "minutes", "hours", "days", "total", "formatted")
)
_SPAN: Final[Known] = dict.fromkeys(("rounds", "minutes", "hours", "days"))

SESSION_KEYS: Final[Known] = {
    **dict.fromkeys(("id", "campaignId", "number", "title", "description", "location", "notes")),
    **dict.fromkeys(("plannedObjectives", "actualObjectives", "status", "tags")),
    **dict.fromkeys(("createdAt", "updatedAt")),
    "realTime": dict.fromkeys(("startTime", "endTime", "durationMinutes")),
    "gameTime": {"startTime": _GAME_TIME, "endTime": _GAME_TIME, "elapsed": _SPAN},
    "participants": {
        "gm": None,
        "players": dict.fromkeys(
            ("userId", "characterIds", "attended", "arrivedLate", "leftEarly")
        ),
        "characters": None,
    },
    "summary": dict.fromkeys(("auto", "gm", *SUMMARY_LISTS)),
    "stats": dict.fromkeys(STATISTICS),
}

_EFFECT: Final[Known] = dict.fromkeys(("type", "target", "value", "condition", "duration"))

EVENT_KEYS: Final[Known] = {
    **dict.fromkeys(("id", "sessionId", "campaignId", "value")),
    "timestamp": {"realTime": None, "gameTime": _GAME_TIME, "endGameTime": _GAME_TIME},
    "event": dict.fromkeys(("type", "category", "name", "description", "value")),
    "participants": dict.fromkeys(("actor", "targets", "location")),
    "mechanics": {
        **dict.fromkeys(("prompt", "result", "outcome")),
        "roll": dict.fromkeys(
            ("expression", "rolls", "modifiers", "total", "type", "advantage", "disadvantage")
        ),
    },
    "effects": {"immediate": _EFFECT, "ongoing": _EFFECT, "cascade": None},
    "metadata": dict.fromkeys(("tags", "importance", "visibility", "visibleTo")),
}


def other_fields(record: Record, known: Known = SESSION_KEYS) -> tuple[tuple[str, Any], ...]:
    """Return the unknown keys of a record at any depth, as (path, value) in the record's order.

    Args:
        record: A session or an event.
        known: :data:`SESSION_KEYS` or :data:`EVENT_KEYS`.

    Returns:
        Paths such as ``participants.players[1].nickname``; the whole value under an unknown key.
    """
    return tuple((path, value) for path, _, value in _unknown(record, known, "", ""))


def other_pointers(record: Record, known: Known = SESSION_KEYS) -> tuple[str, ...]:
    """Return the JSON pointers of the fields that :func:`other_fields` returns, in that order."""
    return tuple(pointer for _, pointer, _ in _unknown(record, known, "", ""))


def _unknown(value: Any, known: Known, place: str, pointer: str) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, (list, tuple)):
        for position, part in enumerate(value):
            yield from _unknown(part, known, f"{place}[{position}]", f"{pointer}/{position}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            there = f"{place}.{key}" if place else key
            below = f"{pointer}/{escape_key(key)}"
            if key not in known:
                yield there, below, part
            elif known[key] is not None:
                yield from _unknown(part, known[key], there, below)
