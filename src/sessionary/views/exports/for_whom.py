"""Whom an export is for: the game master, all players, or one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.views.exports.offers import ExportFormat, ExportScope
    from sessionary.views.theme import Theme


class ForWhom(QWidget):
    """A tick for what players may see and, where there are players, a choice of one of them.

    Signals:
        changed: It is for others now.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, players_of: Callable[[ExportScope], Sequence[tuple[str, str]]]
    ) -> None:
        """Make it.

        Args:
            theme: Colours and sizes.
            players_of: Returns id and name of the players of what is exported.
        """
        super().__init__()
        self._players_of = players_of
        self._known: dict[str, Sequence[tuple[str, str]]] = {}
        self.players = QCheckBox(self.tr("&Only what players may see"))
        self.players.setAccessibleName(self.tr("Only what players may see"))
        self.player = QComboBox()
        self.player.setAccessibleName(self.tr("For which player"))
        self.player.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.player.setMinimumContentsLength(24)
        self.player.setMaximumWidth(theme.px(280))
        self.player.hide()
        self.note = TextLabel(role="secondary", tone="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.players)
        column.addWidget(self.player, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note)
        self.players.toggled.connect(self.changed)
        self.player.currentIndexChanged.connect(self.changed)

    def offer(self, scope: ExportScope, format_: ExportFormat) -> None:
        """Offer what there is for an export: copies for players, and for one of them."""
        self.players.setEnabled(format_.player_safe)
        players: Sequence[tuple[str, str]] = ()
        if self.player_safe() and format_.one_player:
            if scope.key not in self._known:
                self._known[scope.key] = self._players_of(scope)
            players = self._known[scope.key]
        self._fill(players)
        if not format_.player_safe:
            words = self.tr("This format has everything in it; choose another one for players.")
        elif self.player_name():
            words = self.tr("What is for the GM alone stays out; what is for {0} alone is in it.")
            words = words.format(self.player_name())
        else:
            words = self.tr(
                "What is for the GM alone, secrets, notes and all that is hidden, stays out."
            )
        self.note.setText(words)

    def player_safe(self) -> bool:
        """Say whether only what players may see is exported."""
        return self.players.isEnabled() and self.players.isChecked()

    def player_id(self) -> str:
        """Return the id of the one player whom the copy is for; empty for all of them."""
        return str(self.player.currentData() or "") if self.player_safe() else ""

    def player_name(self) -> str:
        """Return what that player is called; empty for all of them."""
        return self.player.currentText() if self.player_id() else ""

    def _fill(self, players: Sequence[tuple[str, str]]) -> None:
        former = self.player.currentData()
        with QSignalBlocker(self.player):
            self.player.clear()
            self.player.addItem(self.tr("All players"), "")
            for identity, name in players:
                self.player.addItem(one_line(name, 80), identity)
            self.player.setCurrentIndex(max(0, self.player.findData(former)))
        self.player.setVisible(bool(players))
