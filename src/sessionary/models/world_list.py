"""The list of a world: its people, places and things, filtered as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.core.text import fold, one_line
from sessionary.models.event_log import ICON_ROLE
from sessionary.models.rows_model import RowsModel
from sessionary.models.world_words import GROUPS, KIND_ICONS, kind_word

if TYPE_CHECKING:
    from sessionary.core.campaign.world import Thing
    from sessionary.services.world import World

Index = QModelIndex | QPersistentModelIndex

ICON, NAME, KIND, MENTIONS, FIRST = range(5)
_NAME_CHARACTERS = 200
_GROUP_WORDS: Final = {
    "": str(QT_TRANSLATE_NOOP("World", "All")),
    "party": str(QT_TRANSLATE_NOOP("World", "Party")),
    "npc": str(QT_TRANSLATE_NOOP("World", "NPCs")),
    "place": str(QT_TRANSLATE_NOOP("World", "Places")),
    "item": str(QT_TRANSLATE_NOOP("World", "Items")),
    "faction": str(QT_TRANSLATE_NOOP("World", "Factions")),
}


class WorldListModel(RowsModel):
    """The things of one world that a filter leaves, in the order in which the world has them."""

    headings = ("", "Name", "Kind", "Mentions", "First in")
    context = "WorldListModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world: World | None = None
        self._shown: list[Thing] = []
        self._text, self._group, self._sorting = "", "", ""

    def show(self, world: World | None) -> None:
        """Show a world; None shows nothing."""
        self._world = world
        self._narrow()

    def narrow(self, text: str, group: str) -> None:
        """Leave only what has all words of a text in its names, of one of :data:`GROUPS`."""
        if (text, group) != (self._text, self._group):
            self._text, self._group = text, group
            self._narrow()

    def sort_by(self, sorting: str) -> None:
        """Sort by ``name``, by ``first`` occurrence, or, empty, by mentions."""
        if sorting != self._sorting:
            self._sorting = sorting
            self._narrow()

    def _narrow(self) -> None:
        self.beginResetModel()
        words, kinds = fold(self._text).split(), GROUPS[self._group]
        self._shown = [
            thing
            for thing in (self._world.things if self._world else ())
            if thing.kind in kinds and _has_all(thing, words)
        ]
        if self._sorting == "name":
            self._shown.sort(key=lambda thing: fold(thing.name))
        elif self._sorting == "first" and self._world is not None:
            order = {pk: place for place, pk in enumerate(self._world.sessions)}
            last = len(order)
            self._shown.sort(key=lambda thing: (order.get(thing.session, last), thing.game_s or 0))
        self.endResetModel()

    @property
    def total(self) -> int:
        """How many things the world has."""
        return len(self._world.things) if self._world else 0

    def thing(self, row: int) -> Thing | None:
        """Return what stands in a row, None if there is no such row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, thing: Thing) -> int:
        """Return where a thing stands, by its document or else by its name; -1 if it does not."""
        for row, one in enumerate(self._shown):
            if (thing.key and one.key == thing.key) or one.goes_by(thing.name):
                return row
        return -1

    @override
    def count(self) -> int:
        return len(self._shown)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        thing = self.thing(index.row()) if index.isValid() else None
        if thing is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(thing, index.column())
        if role == ICON_ROLE:
            return KIND_ICONS[thing.kind]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
            return f"{kind_word(thing.kind)}: {self._cell(thing, NAME)}"
        return None

    def _cell(self, thing: Thing, column: int) -> str:
        if column == NAME:
            return one_line(thing.name, _NAME_CHARACTERS)
        if column == KIND:
            return kind_word(thing.kind)
        if column == MENTIONS:
            return str(thing.mentions) if thing.mentions else ""
        if column == FIRST and self._world is not None:
            return one_line(self._world.sessions.get(thing.session, ("", ""))[1], 80)
        return ""


def _has_all(thing: Thing, words: list[str]) -> bool:
    if not words:
        return True
    said = " ".join(map(fold, thing.names))
    return all(word in said for word in words)


def groups() -> list[tuple[str, str]]:
    """Return (key, word) of what the list can be narrowed to."""
    return [(key, QCoreApplication.translate("World", _GROUP_WORDS[key])) for key in GROUPS]
