"""How the columns of a table look: a column is a row of a table, not a branch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.views.theme import ColourRole


class CellKind(Enum):
    """What a cell shows."""

    TEXT = auto()
    TITLE = auto()
    """The row's name: heavier, heavier still when selected; a gap between rows speaks here."""
    NUMBER = auto()
    """Figures, dates of one width and times: digits of one width, at the right."""
    STATUS = auto()
    """The icon of a status; the model gives the word as text and the status by `role`."""
    ICON = auto()
    """An icon; the model gives its name by `role`, and says in words what it means as text."""
    BAR = auto()
    """A bar of progress and the words beside it; the model gives the share by `role`."""
    CHIPS = auto()
    """Chips; the model gives a sequence of words, or of pairs of word and category, by `role`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLook:
    """How a column is painted.

    Attributes:
        kind: What its cells show.
        width: In pixels of the design; 0 for the one column that takes what is left.
        tone: Colour of its text.
        role: The model's role for what is not text: a status, an icon's name, a share, chips.
        category_of: For chips given as words: the category of a word, None for a chip without.
        hide_below: The table's width, in pixels of the design, under which the column hides.
        gives_way: Columns with higher figures hide first when the title gets too narrow; 0 never.
        left: Whether figures stand at the left after all, as dates do.
    """

    kind: CellKind = CellKind.TEXT
    width: int = 0
    tone: ColourRole = "text"
    role: int = Qt.ItemDataRole.DisplayRole
    category_of: Callable[[str], int | str | None] | None = None
    hide_below: int = 0
    gives_way: int = 0
    left: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """How the cells and the head of the column are aligned."""
        if self.kind in {CellKind.STATUS, CellKind.ICON}:
            return Qt.AlignmentFlag.AlignCenter
        if self.kind == CellKind.NUMBER and not self.left:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
