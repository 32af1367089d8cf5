"""The history of one player as a table: each session that counts, and whether the player came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.core.campaign.insight_words import mark_words
from sessionary.core.campaign.record import instant_us
from sessionary.core.text import one_line
from sessionary.models.event_words import moment_text
from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from sessionary.core.campaign.attendance import Presence
    from sessionary.core.campaign.session_figures import SessionFigures

Index = QModelIndex | QPersistentModelIndex

KEY_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_NAME_CHARACTERS: Final = 120


class PlayerHistory(RowsModel):
    """Sessions by number, newest first: number, title, start, whether the player came, as whom."""

    headings: ClassVar[tuple[str, ...]] = ("#", "Session", "Start", "Attended", "Characters")
    context: ClassVar[str] = "PlayerHistory"

    def __init__(self, name_of: Callable[[str], str], zone: tzinfo) -> None:
        """Make an empty history.

        Args:
            name_of: Gives the name that an id stands for.
            zone: The zone of date-times that give no offset.
        """
        super().__init__()
        self.name_of, self.zone = name_of, zone
        self._rows: list[tuple[SessionFigures, Presence]] = []

    def show(self, sessions: Sequence[SessionFigures], marks: Sequence[Presence | None]) -> None:
        """Show one player.

        Args:
            sessions: The sessions that count, by number.
            marks: The player's presence at each, None where the player is not listed.
        """
        self.beginResetModel()
        pairs = zip(sessions, marks, strict=True)
        self._rows = [(session, mark) for session, mark in pairs if mark is not None][::-1]
        self.endResetModel()

    @override
    def count(self) -> int:
        return len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        session, mark = self._rows[index.row()]
        if role == KEY_ROLE:
            return session.key
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.column(), session, mark)
        return None

    def _text(self, column: int, session: SessionFigures, mark: Presence) -> str:
        if column == 0:
            return "–" if session.number is None else str(session.number)
        if column == 1:
            return one_line(session.title or session.key, _NAME_CHARACTERS)
        if column == 2:
            start = instant_us(session.start, self.zone)
            return one_line(session.start, 40) if start is None else moment_text(start)
        if column == 3:
            return QCoreApplication.translate("Insights", mark_words(session, mark))
        return one_line(", ".join(map(self.name_of, mark.characters)), _NAME_CHARACTERS)
