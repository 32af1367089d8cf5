"""The goals of a campaign as a table: each below the goal it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QModelIndex, QObject, Qt
from typing_extensions import override

from sessionary.core.text import one_line
from sessionary.models.rows_model import RowsModel
from sessionary.services.goals import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QPersistentModelIndex

    from sessionary.core.campaign.goal_progress import Standing
    from sessionary.services.goals import GoalNode

    Index = QModelIndex | QPersistentModelIndex

GOAL_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The goal of a row, a :class:`GoalNode`."""
ICON_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""The name of the icon of its status."""
SHARE_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""How much of it is done, from 0 to 1; None for a goal that is not counted."""

TITLE_COLUMN: Final = 1

_STEP: Final = "      "
_STATUSES: Final = {
    "not_started": ("circle-dashed", str(QT_TRANSLATE_NOOP("Goals", "Not started"))),
    "in_progress": ("circle-dot", str(QT_TRANSLATE_NOOP("Goals", "In progress"))),
    "completed": ("circle-check", str(QT_TRANSLATE_NOOP("Goals", "Completed"))),
    "failed": ("circle-x", str(QT_TRANSLATE_NOOP("Goals", "Failed"))),
    "abandoned": ("ban", str(QT_TRANSLATE_NOOP("Goals", "Abandoned"))),
    "waiting": ("hourglass", str(QT_TRANSLATE_NOOP("Goals", "Waiting"))),
}


def status_icon(standing: Standing) -> str:
    """Return the name of the icon of a goal's status."""
    return _STATUSES.get(_status(standing), ("circle-question-mark", ""))[0]


def status_word(standing: Standing) -> str:
    """Return a goal's status as people read it."""
    status = _status(standing)
    known = _STATUSES.get(status)
    return one_line(status, 60) if known is None else translated(known[1])


def word_of(status: str) -> str:
    """Return a status that a record has as people read it."""
    return translated(_STATUSES[status][1]) if status in _STATUSES else one_line(status, 60)


def _status(standing: Standing) -> str:
    return "waiting" if standing.waits_for else standing.status


def translated(text: str) -> str:
    """Return a word in the language of the program."""
    return QCoreApplication.translate("Goals", text)


class GoalListModel(RowsModel):
    """Goals, each indented below the one it belongs to: status, name, progress, status in words."""

    headings = (
        "",
        str(QT_TRANSLATE_NOOP("GoalListModel", "Goal")),
        str(QT_TRANSLATE_NOOP("GoalListModel", "Progress")),
        str(QT_TRANSLATE_NOOP("GoalListModel", "Status")),
    )
    context = "GoalListModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._goals: list[tuple[int, GoalNode]] = []

    def show_goals(self, tree: Iterable[GoalNode]) -> None:
        """Show these in the place of the former ones."""
        goals = list(flat(tree))
        if goals == self._goals:
            return
        same = [(depth, one.key) for depth, one in goals] == [
            (depth, one.key) for depth, one in self._goals
        ]
        if same:
            # What is looked at stays where it is.
            self._goals = goals
            last = self.index(len(goals) - 1, len(self.headings) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._goals = goals
        self.endResetModel()

    @override
    def count(self) -> int:
        return len(self._goals)

    def goal_at(self, row: int) -> GoalNode | None:
        """Return the goal of a row, None if there is no such row."""
        return self._goals[row][1] if 0 <= row < len(self._goals) else None

    def row_of(self, key: str) -> int:
        """Return the row of a goal, -1 if it is not shown."""
        return next((row for row, (_d, one) in enumerate(self._goals) if one.key == key), -1)

    def goals(self) -> list[GoalNode]:
        """Return all goals in the order of their rows."""
        return [one for _depth, one in self._goals]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        goal = self.goal_at(index.row()) if index.isValid() else None
        if goal is None:
            return None
        standing = goal.standing
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{standing.goal.name}, {standing.text}, {status_word(standing)}"
        return {
            GOAL_ROLE: goal,
            ICON_ROLE: status_icon(standing),
            SHARE_ROLE: standing.share,
        }.get(Qt.ItemDataRole(role) if role < Qt.ItemDataRole.UserRole else role)

    def _text(self, index: Index) -> str:
        depth, goal = self._goals[index.row()]
        standing = goal.standing
        texts = (
            status_word(standing),
            _STEP * min(depth, 8) + one_line(standing.goal.name, 300),
            one_line(standing.text, 120),
            status_word(standing),
        )
        return texts[index.column()]
