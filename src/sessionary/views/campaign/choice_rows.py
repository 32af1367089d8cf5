"""Rows with states, one below the other, walked by Up and Down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.views.campaign.choice_row import ChoiceRow
from sessionary.views.campaign.small_parts import Spares

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.views.campaign.choice_row import Choice
    from sessionary.views.theme import Theme


class ChoiceRows(QWidget):
    """As many rows as there are things to tell; a choice goes on to the row below."""

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[Choice],
        chosen: Callable[[int, str], object],
        *,
        wrap: bool = False,
        onward: bool = False,
    ) -> None:
        """Make no rows yet.

        Args:
            theme: Colours and sizes.
            choices: The states of a row.
            chosen: Called with the number of a row and the state that was chosen.
            wrap: Whether the words of a row may take several lines.
            onward: Whether a choice goes on to the row below: a key a row, as at a roll call.
        """
        super().__init__()
        self._chosen, self._onward = chosen, onward
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._spares: Spares[ChoiceRow] = Spares(
            column, lambda: self._made(theme, choices, wrap=wrap), ChoiceRow.clear
        )
        self.rows: list[ChoiceRow] = []
        self._wired: set[int] = set()

    def _made(self, theme: Theme, choices: Sequence[Choice], *, wrap: bool) -> ChoiceRow:
        row = ChoiceRow(theme, choices, wrap=wrap)
        at = len(self._wired)
        self._wired.add(at)
        row.chosen.connect(partial(self._choose, at))
        row.stepped.connect(partial(self._step, at))
        return row

    def take(self, count: int) -> list[ChoiceRow]:
        """Return as many rows as are wanted, to be filled."""
        self.rows = self._spares.take(count)
        return self.rows

    def _choose(self, at: int, key: str) -> None:
        self._chosen(at, key)
        if self._onward and at + 1 < len(self.rows) and self.rows[at].hasFocus():
            self._step(at, 1)

    def _step(self, at: int, down: int) -> None:
        if 0 <= at + down < len(self.rows):
            self.rows[at + down].setFocus(Qt.FocusReason.TabFocusReason)
