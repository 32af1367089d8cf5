"""What a search of the whole library found: sessions first, then events, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.survey.rows import SURVEY
from sessionary.core.text import one_line
from sessionary.models.event_log import ICON_ROLE
from sessionary.models.event_words import event_icon, game_text, label_text, type_word
from sessionary.models.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.entries import Entry
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.search import Found

Index = QModelIndex | QPersistentModelIndex

ICON, WHAT, WHERE, WHEN = range(4)
_SURVEY_ICON: Final = "clipboard-list"
HEADINGS: Final = ("", "What", "Session", "Game time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One row.

    Attributes:
        session: The key of its session, empty for an event that has none.
        pk: The number of the event's entry, None for a session.
        icon: Name of an icon.
        said: What a screen reader says of the icon.
        cells: The texts of the columns.
    """

    session: str
    pk: int | None
    icon: str
    said: str
    cells: tuple[str, str, str, str]


class SearchResults(RowsModel):
    """The rows of one search."""

    headings = HEADINGS
    context = "SearchResults"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def show(self, found: Found | None, clock_of: Callable[[str], Clock] = lambda _: PLAIN) -> None:
        """Show what was found; None shows nothing.

        Args:
            found: What was found.
            clock_of: Gives how a campaign's days are counted and written.
        """
        self.beginResetModel()
        self._hits = []
        if found is not None:
            self._hits += [_session(one, clock_of) for one in found.sessions]
            self._hits += [_event(entry, session, clock_of) for entry, session in found.entries]
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """Return a row, None if there is none."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    @override
    def count(self) -> int:
        return len(self._hits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.cells[index.column()]
        if role == ICON_ROLE:
            return hit.icon
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.said}: {hit.cells[WHAT]}" if index.column() == WHAT else None
        return None


def _words(text: str) -> str:
    return QCoreApplication.translate("SearchResults", text)


def _named(session: SessionSummary) -> str:
    title = one_line(session.title)
    if session.kind == SURVEY:
        # Whose answers they are first: the title of the survey is often too long for the column.
        survey, dot, respondent = title.rpartition(" · ")
        return f"{respondent} · {survey}" if dot else title
    if not title or session.number is None:
        return title or one_line(session.name)
    return f"{session.number}  {title}"


def _session(session: SessionSummary, clock_of: Callable[[str], Clock]) -> Hit:
    return Hit(
        session=session.key,
        pk=None,
        icon=_SURVEY_ICON if session.kind == SURVEY else "calendar-days",
        said=_words("Survey session") if session.kind == SURVEY else _words("Session"),
        cells=(
            "",
            _named(session),
            one_line(session.start[:10]),
            game_text(session.game_start, clock_of(session.container)),
        ),
    )


def _event(entry: Entry, session: SessionSummary | None, clock_of: Callable[[str], Clock]) -> Hit:
    is_answer = entry.kind == SURVEY
    return Hit(
        session="" if session is None else session.key,
        pk=entry.pk,
        icon=_SURVEY_ICON if is_answer else event_icon(entry.word, entry.category),
        said=_words("Answer") if is_answer else type_word(entry.word, entry.category),
        cells=(
            "",
            label_text(entry.label),
            _words("Between sessions") if session is None else _named(session),
            game_text(entry.game_s, clock_of(entry.scope)),
        ),
    )
