"""The list of a world with its filter: the left pane of the World place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QActionGroup, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sessionary.models.event_log import ICON_ROLE
from sessionary.models.world_list import WorldListModel, groups
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.buttons import MenuButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import one_line, set_tip

if TYPE_CHECKING:
    from sessionary.core.campaign.world import Thing
    from sessionary.services.world import World
    from sessionary.views.theme import Theme


class WorldListPane(QWidget):
    """Filters and lists the things of a world.

    Signals:
        chosen: Another thing is the current one, or none is.
        opened: The reader wants to go on in the chosen one.
    """

    chosen = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.model = WorldListModel(self)
        self._wanted: Thing | None = None
        self._scoped, self._campaign = True, ""
        self.header = PaneHeader(theme, self.tr("World"))
        self.new_button = PrimaryButton(theme, self.tr("&New entry"), "plus")
        self.header.add(self.new_button)
        self.field = SearchField(theme, self.tr("Filter by name"))
        self.kinds = SegmentedFilter(
            theme, [Segment(key, word) for key, word in groups()], self.tr("Kinds")
        )
        self.sorting = MenuButton(theme, self.tr("Sort"))
        self.table = Table(theme, _looks(), self.tr("World"))
        self.table.setModel(self.model)
        self.empty = EmptyState(theme, "globe", " ", " ", self.tr("Clear filter"))
        self.rows = QStackedWidget()
        self._fill_sorting()
        self._lay_out()
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.field.moved_on.connect(self.enter)
        self.kinds.chosen.connect(lambda _key: self._narrow())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _index: self.opened.emit())
        self.empty.acted.connect(self.clear_filter)

    def _fill_sorting(self) -> None:
        group = QActionGroup(self)
        for key, words in (
            ("", self.tr("Most mentioned")),
            ("name", self.tr("By name")),
            ("first", self.tr("By first session")),
        ):
            action = self.sorting.choices.addAction(words)
            action.setCheckable(True)
            action.setChecked(not key)
            action.triggered.connect(partial(self._sort, key, words))
            group.addAction(action)
        # There is no room for its words beside the field.
        self.sorting.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.theme.bind_icon(self.sorting, "arrow-up-down", "text2")
        self._say_sorting(self.tr("Most mentioned"))

    def _say_sorting(self, words: str) -> None:
        said = self.tr("Sorted: {0}").format(words)
        self.sorting.setAccessibleName(said)
        set_tip(self.sorting, said)

    def _sort(self, key: str, words: str) -> None:
        chosen = self.current()
        self._say_sorting(words)
        self.model.sort_by(key)
        self.table.choose_row(-1 if chosen is None else self.model.row_of(chosen))

    def _lay_out(self) -> None:
        narrowing = QHBoxLayout()
        narrowing.setSpacing(4)
        narrowing.addWidget(self.field, 1)
        narrowing.addWidget(self.sorting)
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.header)
        head.addLayout(narrowing)
        head.addWidget(self.kinds)
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.rows, 1)
        tab_through([self.header, self.field, self.sorting, self.kinds, self.rows])

    def show_world(self, world: World | None, campaign: str = "") -> None:
        """Show a world; the thing that was chosen stays so, also under another name.

        Args:
            world: What is shown.
            campaign: The name of its campaign, where another one could be meant.
        """
        self._campaign = one_line(campaign, 32)
        chosen, row = self.current(), self.table.currentIndex().row()
        self.model.show(world)
        self._count()
        at = -1 if chosen is None else self.model.row_of(chosen)
        if at < 0:
            at = min(max(row, 0), self.model.rowCount() - 1)
        self.table.choose_row(at)
        self._wanted = self.current()

    def set_scope(self, *, named: bool) -> None:
        """Say whether a campaign is chosen whose world can be shown."""
        self._scoped = named
        self.new_button.setEnabled(named)

    def choose(self, thing: Thing) -> None:
        """Make a thing the chosen one, and clear the filter if it hides it."""
        if self.model.row_of(thing) < 0:
            self.clear_filter()
        self.table.choose_row(self.model.row_of(thing))

    def current(self) -> Thing | None:
        """Return the chosen thing."""
        return self.model.thing(self.table.currentIndex().row())

    def enter(self) -> None:
        """Take the focus into the list."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def clear_filter(self) -> None:
        """Show everything again."""
        self.field.clear()
        self.kinds.choose("")
        self._narrow()

    def _narrow(self) -> None:
        chosen = self.current() or self._wanted
        self.model.narrow(self.field.text(), self.kinds.key())
        self._count()
        self.table.choose_row(max(0, -1 if chosen is None else self.model.row_of(chosen)))
        self._wanted = chosen
        self.chosen.emit()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self._wanted = self.model.thing(index.row())
        self.chosen.emit()

    def _count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        count = str(total) if shown == total else self.tr("{0} of {1}").format(shown, total)
        self.header.set_count("  ·  ".join(filter(None, (count, self._campaign))))
        self.rows.setCurrentWidget(self.table if shown else self.empty)
        if shown:
            return
        if total and self.field.text().strip():
            self.empty.say(
                "search",
                self.tr("Nothing of that name"),
                self.tr("No name has all of these words."),
                self.tr("Clear filter"),
            )
        elif total:
            self.empty.say(
                "globe",
                self.tr("None of this kind yet"),
                self.tr("No event names one. Add one, or say of something else that it is one."),
                self.tr("Show everything"),
            )
        elif not self._scoped:
            self.empty.say(
                "castle",
                self.tr("No campaign is chosen"),
                self.tr("Each campaign has a world of its own. Choose one in the sidebar."),
            )
        else:
            self.empty.say(
                "globe",
                self.tr("Nobody is known yet"),
                self.tr(
                    "Whoever and whatever events name is here by itself: people, places and "
                    "things. Log a line such as “npc Elara ^temple”."
                ),
            )


def _looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.ICON, width=40, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(width=92, tone="text2", gives_way=2),
        ColumnLook(kind=CellKind.NUMBER, width=72, tone="text2", gives_way=1),
        ColumnLook(width=150, tone="text2", hide_below=500, gives_way=3),
    ]
