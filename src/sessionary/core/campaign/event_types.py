"""The event types that the program gives a meaning to: a table of rows, not code.

Every other type is shown as it stands. A file's own word is never replaced; what is looked up here
is only its category, what it counts as, and how it reads.

Source: campaign specification, sections 4 and 10; "At the table", section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sessionary.core.entries import Importance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CATEGORIES: Final = (
    "combat",
    "exploration",
    "social",
    "environmental",
    "rest",
    "time",
    "treasure",
    "quest",
    "goal",
    "progress",
    "table",
    "note",
)
"""The categories that the program names; a file may use any other word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One row of the table.

    Attributes:
        word: The type as events write it.
        category: Where it belongs if the event does not say.
        title: How a list shows it.
        same_as: The type that it is another word for, empty for a type of its own.
        counted: Whether such an event adds 1 to ``eventCount``.
        importance: What such an event weighs if it does not say.
    """

    word: str
    category: str
    title: str
    same_as: str = ""
    counted: bool = True
    importance: Importance = Importance.NORMAL


# One line a category: types in order. A word after "=" is the type that it is another word for,
# a leading "0" marks a type that eventCount leaves out.
_ROWS: Final = (
    ("combat", "combat_start 0combat_round 0round_end=combat_round attack save initiative damage"),
    ("combat", "healing spell_cast condition_applied condition_removed creature_death"),
    (
        "combat",
        "enemy_defeated=creature_death pc_down pc_death character_death=pc_death combat_end",
    ),
    ("exploration", "location_discovered location_visited room_explored travel secret_found"),
    ("exploration", "trap_triggered puzzle_solved skill_check"),
    ("social", "npc_introduced npc_met dialogue promise_made decision reputation_changed"),
    (
        "environmental",
        "weather_changed extreme_cold extreme_heat fall suffocation exhaustion hazard",
    ),
    ("rest", "short_rest_start short_rest_complete short_rest=short_rest_complete"),
    ("rest", "short_rest_interrupted long_rest_start long_rest_complete long_rest_interrupted"),
    ("rest", "long_rest=long_rest_complete"),
    ("time", "time_advanced time_passed=time_advanced time_jump new_day duration_end"),
    ("time", "deadline_reached"),
    ("treasure", "item_acquired item_lost item_used item_identified treasure_gained gold_spent"),
    ("quest", "quest_started quest_progressed quest_completed quest_failed clue_found"),
    ("quest", "lore_revealed"),
    ("goal", "0goal_completed 0goal_failed 0goal_progress 0objective_completed"),
    ("progress", "xp_awarded milestone level_up"),
    ("table", "0session_started 0session_paused 0session_resumed 0session_ended"),
    ("table", "0player_joined 0player_left highlight quote ruling 0safety_pause"),
    ("note", "note"),
)

_TITLES: Final = {
    "npc_introduced": "NPC introduced",
    "npc_met": "NPC met",
    "pc_down": "PC down",
    "pc_death": "PC death",
    "xp_awarded": "XP awarded",
}

ALWAYS_HIDDEN: Final = frozenset({"safety_pause"})
"""Types that are the GM's alone whatever the event says; they are neither exported nor counted."""


@cache
def readable(word: str) -> str:
    """Return a type as a person reads it: ``combat_start`` is "Combat start"."""
    words = _TITLES.get(word) or word.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _rows() -> Iterable[EventType]:
    for category, words in _ROWS:
        for marked in words.split():
            word, _, same_as = marked.lstrip("0").partition("=")
            deadly = "pc_death" in {word, same_as}
            yield EventType(
                word=word,
                category=category,
                title=readable(word),
                same_as=same_as,
                counted=not marked.startswith("0"),
                importance=Importance.CRITICAL if deadly else Importance.NORMAL,
            )


EVENT_TYPES: Final[Mapping[str, EventType]] = MappingProxyType({row.word: row for row in _rows()})
"""All default types by their word, those that are another word for a type included."""

_SAME: Final = {row.word: row.same_as or row.word for row in EVENT_TYPES.values()}


def meaning(word: str) -> str:
    """Return the type that `word` counts as: itself, unless it is another word for one."""
    return _SAME.get(word, word)


def words_for(word: str) -> tuple[str, ...]:
    """Return all words that count as a type, itself among them."""
    return tuple(one for one, same in _SAME.items() if same == word)


COMBAT_STARTS: Final = frozenset(words_for("combat_start"))
"""All words for the start of a fight."""


def category_of(word: str) -> str:
    """Return the category of a type, empty for one that is not known here."""
    row = EVENT_TYPES.get(word)
    return row.category if row else ""


def is_counted(word: str) -> bool:
    """Return whether an event of this type adds 1 to ``eventCount``; unknown types do."""
    row = EVENT_TYPES.get(word)
    return row is None or row.counted
