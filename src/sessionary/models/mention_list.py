"""The events that tell of a thing, in game time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.text import one_line
from sessionary.models.event_log import ICON_ROLE
from sessionary.models.event_words import event_icon, game_text, label_text, type_word
from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.services.world import Mention

Index = QModelIndex | QPersistentModelIndex

ICON, WHAT, WHEN, WHERE = range(4)


class MentionListModel(RowsModel):
    """One row an event; those that only speak of the thing are muted."""

    headings = ("", "What happened", "Game time", "Session")
    context = "MentionListModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mentions: Sequence[Mention] = ()
        self._sessions: Mapping[int, tuple[str, str]] = {}
        self._clock = PLAIN

    def show(
        self,
        mentions: Sequence[Mention],
        sessions: Mapping[int, tuple[str, str]],
        clock: Clock = PLAIN,
    ) -> None:
        """Show these events.

        Args:
            mentions: They.
            sessions: Names the session of each by its number.
            clock: How the campaign's days are counted and written.
        """
        self.beginResetModel()
        self._mentions, self._sessions, self._clock = mentions, sessions, clock
        self.endResetModel()

    def mention(self, row: int) -> Mention | None:
        """Return what stands in a row, None if there is no such row."""
        return self._mentions[row] if 0 <= row < len(self._mentions) else None

    @override
    def count(self) -> int:
        return len(self._mentions)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        mention = self.mention(index.row()) if index.isValid() else None
        if mention is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(mention, index.column())
        if role == ICON_ROLE:
            return event_icon(mention.word, mention.category)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == WHAT:
            return f"{type_word(mention.word, mention.category)}: {label_text(mention.label)}"
        return None

    def _cell(self, mention: Mention, column: int) -> str:
        if column == WHAT:
            return label_text(mention.label)
        if column == WHEN:
            return game_text(mention.game_s, self._clock)
        if column == WHERE:
            if mention.session not in self._sessions:
                return QCoreApplication.translate("MentionListModel", "Between sessions")
            return one_line(self._sessions[mention.session][1], 80)
        return ""
