"""The list of sessions: filtered, sorted, grouped by campaign, with the gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDate,
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.day_span import day_span
from sessionary.core.campaign.gametime import days_name, gap_text
from sessionary.core.query import Query, matches
from sessionary.core.session_order import ORDERS, Order, gaps, sorted_sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sessionary.core.kinds import SessionSummary

Index = QModelIndex | QPersistentModelIndex
SESSION_ROLE = int(Qt.ItemDataRole.UserRole)
STATUS_ROLE = SESSION_ROLE + 1
TAGS_ROLE = SESSION_ROLE + 2
GAP_ROLE = SESSION_ROLE + 3
HEADING_ROLE = SESSION_ROLE + 4

STATUS_WORDS = {
    "planned": "Planned",
    "in_progress": "Live",
    "completed": "Played",
    "cancelled": "Cancelled",
}


def _words(text: str) -> str:
    return QCoreApplication.translate("SessionList", text)


def status_word(status: str) -> str:
    """Return what people call a status; one that only a file knows is shown as it stands."""
    return _words(STATUS_WORDS.get(status, status))


def date_text(session: SessionSummary) -> str:
    """Return the day of a session in the reader's zone, such as ``Fri 20 Nov 2026``."""
    if session.start_us is None:
        return ""
    moment = QDateTime.fromMSecsSinceEpoch(session.start_us // 1000)
    return QLocale().toString(moment.date(), "ddd d MMM yyyy")


def short_date_text(session: SessionSummary) -> str:
    """Return the day of a session for a column: the weekday in this year, the year in others."""
    if session.start_us is None:
        return ""
    day = QDateTime.fromMSecsSinceEpoch(session.start_us // 1000).date()
    this_year = day.year() == QDate.currentDate().year()
    return QLocale().toString(day, "ddd d MMM" if this_year else "d MMM yyyy")


def duration_text(minutes: int | None) -> str:
    """Return a length as hours and minutes, such as ``4:10``; a dash while it is not known."""
    if minutes is None:
        return "–"
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else ''}{hours}:{rest:02}"


def came_text(session: SessionSummary) -> str:
    """Return how many of the players came, such as ``4/5``; empty before it is known."""
    if not session.listed or session.status == "planned":
        return ""
    return f"{session.attended}/{session.listed}"


def reached_text(session: SessionSummary) -> str:
    """Return how many objectives were reached of those planned, such as ``3/4``.

    A file may tell in other words what was reached, so it is counted and not compared. What was
    reached beyond the plan does not count; with nothing planned it is ``+2``.
    """
    if not session.planned and not session.reached:
        return ""
    if session.status == "planned":
        return f"{session.planned}"
    if not session.planned:
        return f"+{session.reached}"
    return f"{min(session.reached, session.planned)}/{session.planned}"


def reached_tip(planned: int, reached: int) -> str:
    """Return what ``3/3`` leaves out: that more was reached than was planned; mostly nothing."""
    more = reached - planned
    if more <= 0:
        return ""
    words = _words("One more was reached than was planned.")
    return words if more == 1 else _words("{0} more were reached than were planned.").format(more)


def game_text(session: SessionSummary, clock: Clock = PLAIN) -> str:
    """Return the game days of a session, such as ``Day 15`` or ``Day 9–14``."""
    if session.game_start is None:
        return ""
    last = session.game_start if session.game_end is None else session.game_end
    return days_name(session.game_start // clock.day_length, last // clock.day_length, clock)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the text of its cells."""

    heading: str
    text: Callable[[SessionSummary], str]


COLUMNS = (
    Column("", lambda session: status_word(session.status)),
    Column("#", lambda session: "–" if session.number is None else str(session.number)),
    Column("Title", lambda session: session.name),
    Column("Date", short_date_text),
    Column("Length", lambda session: duration_text(session.duration)),
    Column("Came", came_text),
    Column("Goals", reached_text),
    Column("Game time", game_text),
    Column("Since the one before", lambda _session: ""),
    Column("Tags", lambda session: ", ".join(session.tags)),
)
REACHED_COLUMN = 6
GAME_COLUMN = 7
GAP_COLUMN = 8
TITLE_COLUMN = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A session, the heading of a campaign, or the gap between two sessions."""

    session: SessionSummary | None = None
    heading: str = ""
    gap: str = ""


class SessionListModel(QAbstractTableModel):
    """Shows sessions; knows neither where they are kept nor how they are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[SessionSummary] = []
        self._names: Mapping[str, str] = {}
        self._clocks: Mapping[str, Clock] = {}
        self._rows: list[_Row] = []
        self._query = Query()
        self._status = ""
        self._container = ""
        self._order: Order = ORDERS["newest"]
        self._jumps: dict[int, int] = {}

    def set_sessions(
        self,
        sessions: Iterable[SessionSummary],
        names: Mapping[str, str] | None = None,
        clocks: Mapping[str, Clock] | None = None,
    ) -> None:
        """Show other sessions.

        Args:
            sessions: All of them, in any order.
            names: Campaign id -> what it is called.
            clocks: Campaign id -> how its days are counted and written.
        """
        self._all = list(sessions)
        if names is not None:
            self._names = names
        if clocks is not None:
            self._clocks = clocks
        self._arrange()

    def narrow(self, *, query: Query, status: str = "", container: str = "") -> None:
        """Show only sessions that meet a query, have a status, and belong to a campaign."""
        self._query, self._status, self._container = query, status, container
        self._arrange()

    def sort_by(self, order: str) -> None:
        """Sort by one of ``core.session_order.ORDERS``."""
        self._order = ORDERS[order]
        self._arrange()

    @property
    def total(self) -> int:
        """How many sessions there are in the campaign that is shown, filtered or not."""
        return sum(self._in_scope(session) for session in self._all)

    def everything(self) -> list[SessionSummary]:
        """Return all sessions, whatever is shown."""
        return list(self._all)

    def by_key(self, key: str) -> SessionSummary | None:
        """Return a session, shown or not."""
        return next((session for session in self._all if session.key == key), None)

    def shown(self) -> list[SessionSummary]:
        """Return the sessions that are shown, in their order."""
        return [row.session for row in self._rows if row.session is not None]

    def names(self) -> Mapping[str, str]:
        """Return what the campaigns are called, by their ids."""
        return self._names

    def campaign_name(self, container: str) -> str:
        """Return what a campaign is called."""
        return self._names.get(container) or container or _words("No campaign")

    def clock_of(self, container: str) -> Clock:
        """Return how a campaign's days are counted and written."""
        return self._clocks.get(container, PLAIN)

    def _in_scope(self, session: SessionSummary) -> bool:
        return not self._container or session.container == self._container

    def _arrange(self) -> None:
        shown = [
            session
            for session in self._all
            if self._in_scope(session)
            and (not self._status or session.status == self._status)
            and matches(
                self._query, session, partial(day_span, clock=self.clock_of(session.container))
            )
        ]
        ordered = sorted_sessions(shown, self._order, self.campaign_name)
        rows = self._with_gaps(ordered)
        before = [row.session.pk if row.session else None for row in self._rows]
        after = [row.session.pk if row.session else None for row in rows]
        if before == after and self._rows:
            # The same sessions in the same places: only what they say may have changed.
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _with_gaps(self, sessions: Sequence[SessionSummary]) -> list[_Row]:
        jumps = self._jumps = gaps([one for one in self._all if self._in_scope(one)])
        several = len({session.container for session in sessions}) > 1
        rows: list[_Row] = []
        container: str | None = None
        for session in sessions:
            if several and session.container != container:
                container = session.container
                count = sum(one.container == container for one in sessions)
                sessions_word = _words("session") if count == 1 else _words("sessions")
                name = self.campaign_name(container)
                rows.append(_Row(heading=f"{name}  ·  {count} {sessions_word}"))
            jump = jumps.get(session.pk) if self._order.by_time else None
            # Only what would be missed stands between the rows: days, and steps back in time.
            clock = self.clock_of(session.container)
            tells = jump is not None and (jump < 0 or jump >= clock.day_length)
            gap = _Row(gap=gap_text(jump, clock)) if jump and tells else None
            # Read upwards, a gap stands below the session that it comes before.
            rows += (
                [_Row(session), gap]
                if self._order.down and gap
                else [*([gap] if gap else []), _Row(session)]
            )
        return rows

    def session_at(self, row: int) -> SessionSummary | None:
        """Return the session of a row, None for a heading or a gap."""
        return self._rows[row].session if 0 <= row < len(self._rows) else None

    def headings(self) -> list[int]:
        """Return the rows that are headings of campaigns."""
        return [number for number, row in enumerate(self._rows) if row.heading]

    def row_of(self, key: str) -> int:
        """Return the row of a session by its key, -1 if it is not shown."""
        for number, row in enumerate(self._rows):
            if row.session is not None and row.session.key == key:
                return number
        return -1

    def _text(self, session: SessionSummary, column: int) -> str:
        if column == GAP_COLUMN:
            jump = self._jumps.get(session.pk)
            return gap_text(jump, self.clock_of(session.container)) if jump else ""
        if column == GAME_COLUMN:
            return game_text(session, self.clock_of(session.container))
        return COLUMNS[column].text(session)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].session is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _words(COLUMNS[section].heading)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if row.session is None:
            return _between(row, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row.session, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading, text = COLUMNS[index.column()].heading, self._text(row.session, index.column())
            return f"{_words(heading)}: {text}" if heading and text else text
        if role == Qt.ItemDataRole.ToolTipRole:
            reached = index.column() == REACHED_COLUMN and row.session.status != "planned"
            return reached_tip(row.session.planned, row.session.reached) if reached else None
        if role == STATUS_ROLE:
            return row.session.status
        if role == TAGS_ROLE:
            return row.session.tags
        return row.session if role == SESSION_ROLE else None


def _between(row: _Row, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return row.heading or row.gap
    if role == GAP_ROLE:
        return row.gap
    return row.heading if role == HEADING_ROLE else None
