"""How events are told in lists: icons and words for categories, importance and visibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import meaning, readable
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.record import text_at, texts_at
from sessionary.core.entries import Importance, Visible
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_CATEGORIES: Final = {
    "combat": ("swords", str(QT_TRANSLATE_NOOP("Events", "Combat"))),
    "exploration": ("compass", str(QT_TRANSLATE_NOOP("Events", "Exploration"))),
    "social": ("message-circle", str(QT_TRANSLATE_NOOP("Events", "Social"))),
    "environmental": ("cloud-sun", str(QT_TRANSLATE_NOOP("Events", "Environmental"))),
    "rest": ("bed", str(QT_TRANSLATE_NOOP("Events", "Rest"))),
    "time": ("hourglass", str(QT_TRANSLATE_NOOP("Events", "Time"))),
    "treasure": ("coins", str(QT_TRANSLATE_NOOP("Events", "Treasure"))),
    "quest": ("flag", str(QT_TRANSLATE_NOOP("Events", "Quest"))),
    "goal": ("target", str(QT_TRANSLATE_NOOP("Events", "Goal"))),
    "progress": ("trophy", str(QT_TRANSLATE_NOOP("Events", "Progress"))),
    "table": ("users", str(QT_TRANSLATE_NOOP("Events", "At the table"))),
    "note": ("sticky-note", str(QT_TRANSLATE_NOOP("Events", "Note"))),
}
# Types whose icon says more than that of their category.
_TYPES: Final = {
    "attack": "sword",
    "save": "shield",
    "healing": "heart",
    "spell_cast": "sparkles",
    "creature_death": "skull",
    "pc_death": "skull",
    "pc_down": "activity",
    "npc_introduced": "user-plus",
    "npc_met": "user-check",
    "dialogue": "message-square",
    "quote": "quote",
    "location_discovered": "map-pin",
    "location_visited": "map-pin",
    "room_explored": "door-open",
    "travel": "footprints",
    "skill_check": "dices",
    "trap_triggered": "zap",
    "puzzle_solved": "puzzle",
    "item_acquired": "package",
    "item_lost": "package",
    "item_used": "package",
    "item_identified": "gem",
    "long_rest_complete": "moon",
    "short_rest_complete": "coffee",
    "clue_found": "search",
    "lore_revealed": "book-open",
    "secret_found": "key-round",
    "highlight": "star",
    "ruling": "scale",
    "time_jump": "skip-forward",
    "extreme_cold": "snowflake",
    "extreme_heat": "flame",
}
_IMPORTANCE: Final = {
    Importance.TRIVIAL: str(QT_TRANSLATE_NOOP("Events", "Trivial")),
    Importance.NORMAL: str(QT_TRANSLATE_NOOP("Events", "Normal")),
    Importance.SIGNIFICANT: str(QT_TRANSLATE_NOOP("Events", "Significant")),
    Importance.CRITICAL: str(QT_TRANSLATE_NOOP("Events", "Critical")),
}
_VISIBLE: Final = {
    Visible.GM: str(QT_TRANSLATE_NOOP("Events", "GM alone")),
    Visible.PLAYERS: str(QT_TRANSLATE_NOOP("Events", "Players")),
    Visible.SOME: str(QT_TRANSLATE_NOOP("Events", "Some players")),
}
_LABEL_CHARACTERS: Final = 300

translate = QCoreApplication.translate


def event_icon(word: str, category: str) -> str:
    """Return the name of an event's icon, by its type or else by its category."""
    return _TYPES.get(meaning(word)) or _CATEGORIES.get(category, ("circle-dot", ""))[0]


def category_icon(category: str) -> str:
    """Return the name of a category's icon."""
    return _CATEGORIES.get(category, ("circle-dot", ""))[0]


def category_word(category: str) -> str:
    """Return a category's name for people; one that is not known here as the file writes it."""
    if category in _CATEGORIES:
        return translate("Events", _CATEGORIES[category][1])
    return one_line(category, 60) or translate("Events", "Other")


def category_order(category: str) -> tuple[int, str]:
    """Return by what categories are sorted: those known here first, in their order."""
    known = list(_CATEGORIES)
    return (known.index(category) if category in known else len(known), category)


def importance_word(importance: int) -> str:
    """Return an importance as people read it."""
    return translate("Events", _IMPORTANCE.get(Importance(importance), ""))


def visible_word(visible: int) -> str:
    """Return who may see an event, as people read it."""
    return translate("Events", _VISIBLE.get(Visible(visible), ""))


def type_word(word: str, category: str) -> str:
    """Return what an event is in words, such as ``Combat start``."""
    return one_line(readable(word), 60) if word else category_word(category)


def game_text(second: int | None, clock: Clock = PLAIN) -> str:
    """Return a game time, such as ``Day 15, 3:30 PM``; empty if it is not known."""
    return "" if second is None else clock_face(second, clock=clock)


def clock_text(us: int | None) -> str:
    """Return the time of day in the reader's zone, such as ``19:05``."""
    if us is None:
        return ""
    return QDateTime.fromMSecsSinceEpoch(us // 1000).time().toString("HH:mm")


def moment_text(us: int | None) -> str:
    """Return day and time in the reader's zone, such as ``Fri 20 Nov 2026, 19:05``."""
    if us is None:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(us // 1000), "ddd d MMM yyyy, HH:mm")


def day_text(us: int | None) -> str:
    """Return the day in the reader's zone, such as ``Fri 20 Nov 2026``."""
    if us is None:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(us // 1000), "ddd d MMM yyyy")


def label_text(label: str) -> str:
    """Return what a list shows of an event."""
    return one_line(label, _LABEL_CHARACTERS) or translate("Events", "Event without a name")


def aimed_text(label: str, record: Mapping[str, Any], name_of: Callable[[str], str]) -> str:
    """Return what a list shows of an event; one without a name of its own says whom it befell."""
    text = label_text(label)
    if text_at(record, "event", "name") or text_at(record, "event", "description"):
        return text
    names = [name_of(target) for target in texts_at(record, "participants", "targets")]
    return f"{text} → {one_line(', '.join(names), 120)}" if names else text


def actor_text(record: Mapping[str, Any], name_of: Callable[[str], str]) -> str:
    """Return who did it, empty if the event does not say."""
    actor = text_at(record, "participants", "actor")
    return one_line(name_of(actor), 120) if actor else ""
