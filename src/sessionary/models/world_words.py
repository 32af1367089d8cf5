"""How the things of a world are told in lists: icons and words for their kinds."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from sessionary.core.campaign.world import GM_ONLY, PUBLIC, Kind

KIND_ICONS: Final = {
    Kind.CHARACTER: "shield",
    Kind.NPC: "user",
    Kind.PLACE: "map-pin",
    Kind.ITEM: "package",
    Kind.FACTION: "handshake",
    Kind.PERSON: "dices",
}
_KIND_WORDS: Final = {
    Kind.CHARACTER: str(QT_TRANSLATE_NOOP("World", "Character")),
    Kind.NPC: str(QT_TRANSLATE_NOOP("World", "NPC")),
    Kind.PLACE: str(QT_TRANSLATE_NOOP("World", "Place")),
    Kind.ITEM: str(QT_TRANSLATE_NOOP("World", "Item")),
    Kind.FACTION: str(QT_TRANSLATE_NOOP("World", "Faction")),
    Kind.PERSON: str(QT_TRANSLATE_NOOP("World", "At the table")),
}
_SEEN: Final = {
    "": str(QT_TRANSLATE_NOOP("World", "Known from events")),
    PUBLIC: str(QT_TRANSLATE_NOOP("World", "Players know")),
    GM_ONLY: str(QT_TRANSLATE_NOOP("World", "Hidden from players")),
}

GROUPS: Final = {
    "": tuple(Kind),
    "party": (Kind.CHARACTER, Kind.PERSON),
    "npc": (Kind.NPC,),
    "place": (Kind.PLACE,),
    "item": (Kind.ITEM,),
    "faction": (Kind.FACTION,),
}
"""What a list can be narrowed to."""


def kind_word(kind: Kind) -> str:
    """Return what people call a kind."""
    return QCoreApplication.translate("World", _KIND_WORDS[kind])


def seen_word(visibility: str) -> str:
    """Return who may know of a thing, in words; a word of a file that is not known is the GM's."""
    return QCoreApplication.translate("World", _SEEN.get(visibility, _SEEN[GM_ONLY]))
