"""What a session that is planned took over from one before it; each item can be left out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.views.campaign.small_parts import SmallButton, Spares, TabAnchor
from sessionary.views.campaign.standings import sort_word
from sessionary.views.widgets.cards import Card
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.campaign.agenda import Carried
    from sessionary.views.theme import Theme

_MOST: Final = 60
_CHARACTERS: Final = 300


class _Row(QWidget):
    """One item, and the button that leaves it out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = TextLabel(wrap=True)
        self.words.setContentsMargins(0, 3, 0, 3)
        self.button = SmallButton(theme, "x", self.tr("Leave out"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.button)

    def show_item(self, said: str, *, editable: bool) -> None:
        """Show another item."""
        self.words.setText(said)
        self.button.setVisible(editable)
        self.button.rename(self.tr("Leave out “{0}”").format(one_line(said, 80)) if said else "")


class CarriedCard(Card):
    """Lists what was taken over.

    `refused` carries the item that the reader does not want after all.
    """

    refused = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Taken over"))
        self._items: tuple[Carried, ...] = ()
        self._made: list[_Row] = []
        self._anchor = TabAnchor(self)
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self._spares: Spares[_Row] = Spares(
            lines, lambda: self._row(theme), lambda row: row.show_item("", editable=False)
        )
        self.rows: list[_Row] = []
        self.add(holder)

    def _row(self, theme: Theme) -> _Row:
        row, place = _Row(theme), len(self._made)
        self._made.append(row)
        row.button.clicked.connect(lambda: self.refused.emit(self._items[place]))
        return row

    def show_items(self, items: Sequence[Carried], *, editable: bool) -> None:
        """Show these items; without any the card hides.

        Args:
            items: What was taken over.
            editable: Whether it can be left out again.
        """
        self._items = tuple(items[:_MOST])
        self.setVisible(bool(self._items))
        self.rows = self._spares.take(len(self._items))
        for row, item in zip(self.rows, self._items, strict=True):
            said = f"{sort_word(item.sort)}: {one_line(item.text, _CHARACTERS)}"
            row.show_item(said, editable=editable)
        if editable:
            self._anchor.lead([row.button for row in self.rows])
