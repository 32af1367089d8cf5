"""The goals of a campaign, or of one of its sessions: a tree, and one goal in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.models.goal_list import ICON_ROLE, SHARE_ROLE, GoalListModel
from sessionary.services.goals import flat
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.goal_detail import GoalDetail
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.services.goals import GoalNode
    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.goal_work import GoalWork
    from sessionary.views.theme import Theme

_BESIDE_FROM = 860
_COUNT_FROM = 480


class GoalsTab(QWidget):
    """Shows goals and how far they have come; Delete deletes the chosen one.

    Signals:
        event_asked: The reader wants an event that moved a goal; the number of its entry.
        counted: How many goals the campaign has that are still open; None where there is none.
    """

    event_asked = Signal(object)
    counted = Signal(object)

    def __init__(self, theme: Theme, work: GoalWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.work = theme, work
        self._editable = False
        self._whole: tuple[GoalNode, ...] = ()
        self.scope = SegmentedFilter(
            theme,
            [
                Segment("session", self.tr("This session")),
                Segment("campaign", self.tr("Campaign")),
            ],
            self.tr("Goals of this session, or of the whole campaign"),
        )
        self.count = TextLabel(tone="text2")
        self.add_field = EditableText(
            theme, self.tr("Add a goal"), self._add, placeholder=self.tr("Add a goal"),
            hint=self.tr("What is to be reached"),
        )  # fmt: skip
        self.model = GoalListModel(self)
        self.table = Table(theme, _looks(), self.tr("Goals"), muted=_is_over)
        self.table.setModel(self.model)
        self.detail = GoalDetail(theme, work)
        self.empty = EmptyState(theme, "target", self.tr("No goals yet"), " ")
        self.rows = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._framed = QWidget()
        around = QVBoxLayout(self._framed)
        around.setContentsMargins(24, 8, 24, 8)
        around.addWidget(CardFrame(self.table))
        self.rows.addWidget(self._framed)
        self.rows.addWidget(self.empty)
        self.splitter.addWidget(self.rows)
        self.splitter.addWidget(self.detail)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.detail.setMinimumWidth(self.theme.px(300))
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(24, 12, 24, 0)
        line.setSpacing(12)
        line.addWidget(self.scope)
        line.addWidget(self.add_field, 1)
        line.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.scope.chosen.connect(lambda _key: self._show_tree())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._enter_detail)
        self.table.installEventFilter(self)
        self.detail.event_asked.connect(self.event_asked)
        self.detail.goal_asked.connect(self._go_to)
        self.detail.deleted.connect(self._deleted)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show the goals that a session has to do with, or all of its campaign.

        Args:
            page: The session.
            editable: Whether goals can be changed.
        """
        session = page.summary.id
        if session != self.work.session:
            self.work.campaign, self.work.session = page.summary.container, session
            # Where the session has to do with none, those of the campaign say more.
            self.scope.choose("session" if self.work.tree(whole=False) else "campaign")
        self.scope.setVisible(True)
        self.show_goals(page.summary.container, session=session, editable=editable)

    def show_goals(self, campaign: str, *, session: str = "", editable: bool) -> None:
        """Show the goals of a campaign.

        Args:
            campaign: Its id.
            session: The id of the session that is looked at, empty if it is the campaign itself.
            editable: Whether goals can be changed.
        """
        self.work.campaign, self.work.session = campaign, session
        self._editable = editable and bool(campaign)
        self.add_field.set_editable(editable=self._editable)
        self.add_field.setVisible(self._editable)
        if not session:
            self.scope.choose("campaign")
            self.scope.hide()
        self._show_tree()

    def _show_tree(self) -> None:
        chosen = self.key()
        self._whole = self.work.tree(whole=True)
        whole = self.scope.key() == "campaign"
        self.model.show_goals(self._whole if whole else self.work.tree(whole=False))
        self._say_counts()
        self._go_to(chosen)

    def _say_counts(self) -> None:
        goals = self.model.goals()
        done = sum(one.standing.status == "completed" for one in goals)
        self.count.setText(
            self.tr("{0} of {1} completed").format(done, len(goals)) if goals else ""
        )
        is_open = sum(
            one.standing.status in {"not_started", "in_progress"} for _d, one in flat(self._whole)
        )
        self.counted.emit(is_open or None)
        if goals:
            self.rows.setCurrentWidget(self._framed)
            return
        self.detail.hide()
        if self._whole:
            self.empty.say(
                "target",
                self.tr("This session has moved no goal"),
                self.tr("Its own goals stand here, and those that its events have moved."),
            )
        else:
            self.empty.say(
                "target",
                self.tr("No goals yet"),
                self.tr("A goal says what is to be reached. It counts the events that you name, "
                        "and says why it stands where it stands."),
            )  # fmt: skip
        self.rows.setCurrentWidget(self.empty)

    def key(self) -> str:
        """Return the key of the chosen goal, empty if none is."""
        goal = self.model.goal_at(self.table.currentIndex().row())
        return "" if goal is None else goal.key

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([self.add_field.flush(), self.detail.flush()])

    def give_up(self) -> None:
        """Close all editors without saving."""
        self.add_field.give_up()
        self.detail.give_up()

    def set_player_view(self, *, on: bool) -> None:
        """Leave out what is for the GM alone, or show it again, when goals are shown next."""
        if on != self.work.players_only:
            self.work.players_only = on
            self.model.show_goals(())
            self.detail.show_goal(None, (), editable=False)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            # Taken for the goal, so that the session is not put into the bin by it.
            event.accept()
            if event.type() == QEvent.Type.KeyPress and self._editable and self.key():
                self.detail.delete()
            return True
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.count.setVisible(event.size().width() >= self.theme.px(_COUNT_FROM))
        beside = event.size().width() >= self.theme.px(_BESIDE_FROM)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.splitter.orientation() != orientation:
            self.splitter.setOrientation(orientation)
            whole = event.size().width() if beside else event.size().height()
            self.splitter.setSizes([whole * 6 // 10, whole * 4 // 10])

    def _add(self, typed: str) -> str:
        if not typed.strip():
            return ""
        refused = self.work.add(typed, of_session=self.scope.key() == "session")
        if not refused:
            self._show_tree()
            self._go_to(self.work.made)
        return refused

    def _choose(self, index: QModelIndex) -> None:
        goal = self.model.goal_at(index.row() if index.isValid() else -1)
        page = None if goal is None else self.work.page(goal.key)
        self.detail.setVisible(page is not None)
        others = [one for _depth, one in flat(self._whole)]
        self.detail.show_goal(page, others, editable=self._editable)
        # With the detail the table gets lower, and the chosen row may stand below its edge.
        QTimer.singleShot(0, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        if self.table.currentIndex().isValid():
            self.table.scrollTo(self.table.currentIndex())

    def _go_to(self, key: str) -> None:
        row = self.model.row_of(key) if key else -1
        if row < 0 and key and any(one.key == key for _depth, one in flat(self._whole)):
            # It is none of the session's.
            self.scope.choose("campaign")
            self.model.show_goals(self._whole)
            self._say_counts()
            row = self.model.row_of(key)
        if row < 0:
            self._choose(QModelIndex())
        elif self.table.currentIndex().row() == row:
            self._choose(self.model.index(row, 0))
        else:
            self.table.choose_row(row)

    def _enter_detail(self, _index: QModelIndex) -> None:
        self.detail.title.setFocus(Qt.FocusReason.TabFocusReason)

    def _deleted(self, _key: str) -> None:
        row = self.table.currentIndex().row()
        self._show_tree()
        self.table.choose_row(min(max(row, 0), self.model.rowCount() - 1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_over(index: object) -> bool:
    """Say whether a goal is written in the second tone: it was failed or given up."""
    data = getattr(index, "data", None)
    icon = data(ICON_ROLE) if callable(data) else ""
    return icon in {"circle-x", "ban"}


def _looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.ICON, width=36, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.BAR, width=160, role=SHARE_ROLE, tone="text2", gives_way=1),
        ColumnLook(kind=CellKind.TEXT, width=104, tone="text2", gives_way=2),
    ]
