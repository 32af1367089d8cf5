"""Attendance across the sessions of a campaign, and the history of one player."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.insight_words import attendance_words
from sessionary.core.campaign.insights import AttendanceChart, attendance_chart
from sessionary.models.player_history import KEY_ROLE, PlayerHistory
from sessionary.services.insight_files import players_table
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.insights.attendance_plot import AttendancePlot
from sessionary.views.insights.chart_card import InsightCard
from sessionary.views.widgets.buttons import MenuButton, OutlinedButton
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtCore import QModelIndex

    from sessionary.services.insights import Insights
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme

_LOOKS: Final = (
    ColumnLook(kind=CellKind.NUMBER, width=60),
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(kind=CellKind.NUMBER, width=180, tone="text2", left=True, gives_way=2),
    ColumnLook(width=120),
    ColumnLook(width=200, tone="text2", gives_way=3),
)
_MOST_ROWS: Final = 5
_NAME_CHARACTERS: Final = 60


class AttendanceCard(InsightCard):
    """Who came to which session; below it the history of the player whose row is current.

    `player_asked` says the user id of a player whose sessions the reader wants in the list.
    """

    player_asked = Signal(str)

    def __init__(self, theme: Theme, takeaway: Takeaway, zone: tzinfo) -> None:
        """Make an empty card.

        Args:
            theme: Colours and sizes.
            takeaway: Where it goes when it is copied or saved.
            zone: The zone of date-times that give no offset.
        """
        super().__init__(theme, QCoreApplication.translate("Insights", "Attendance"), takeaway)
        self._insights: Insights | None = None
        self.user = ""
        self.every = QCheckBox(self.tr("Also count planned and cancelled sessions"))
        self.player = MenuButton(theme, self.tr("Player"))
        self.told = TextLabel(tone="text2", wrap=True)
        self.list_button = OutlinedButton(theme, self.tr("Show in the list"))
        self.history = PlayerHistory(self.name_of, zone)
        self.history.setParent(self)
        self.table = Table(theme, _LOOKS, self.tr("History of one player"))
        self.table.setModel(self.history)
        self._below = QWidget()
        line = QHBoxLayout(self._below)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.player)
        line.addWidget(self.told, 1)
        line.addWidget(self.list_button)
        self.header.insertWidget(1, self.every)
        self.add(self._below)
        self.add(self.table)
        words = self.tr("Save the players as CSV…")
        self.menu.addAction(words).triggered.connect(self.save_players)
        self.every.toggled.connect(self._count_again)
        self.view.moved.connect(lambda _place: self._follow())
        self.table.opened.connect(self._open)
        self.list_button.clicked.connect(lambda: self.player_asked.emit(self.user))
        theme.changed.connect(self._fit_table)

    def show_insights(self, insights: Insights, chart: AttendanceChart) -> None:
        """Show who came.

        Args:
            insights: The figures of the campaign.
            chart: Who came to which of the sessions that are to count.
        """
        self._insights = insights
        self._show(chart)

    @override
    def stops(self) -> list[QWidget]:
        line = [self.player, self.list_button, self.table]
        return [self.every, self.menu_button, self.view.canvas, *line]

    @override
    def name_of(self, identity: str) -> str:
        names = {} if self._insights is None else self._insights.names
        return one_line(names.get(identity, identity), _NAME_CHARACTERS)

    def choose(self, user: str) -> None:
        """Show the history of a player."""
        chart = self.chart
        if not isinstance(chart, AttendanceChart) or user not in chart.marks:
            return
        self.user = user
        player = next(one for one in chart.players if one.user == user)
        self.player.setText(literal(self.name_of(user)))
        self.told.setText(attendance_words(player))
        self.history.show(chart.sessions, chart.marks[user])
        self._fit_table()

    def save_players(self) -> None:
        """Ask where to and save how often each player came."""
        chart = self.chart
        if isinstance(chart, AttendanceChart):
            make = partial(players_table, chart, self.name_of)
            self.takeaway.save(self, self.tr("Players"), "csv", make)

    def _count_again(self) -> None:
        if self._insights is not None:
            every = self.every.isChecked()
            self._show(attendance_chart(self._insights.sessions, every=every))

    def _show(self, chart: AttendanceChart) -> None:
        self.chart = chart
        for widget in (self._below, self.table):
            widget.setVisible(bool(chart.players))
        if not chart.players:
            self.show_plot(None, self.tr("No session that counts lists a player yet."))
            return
        self.show_plot(AttendancePlot(self.theme, chart, self.name_of), self._sentence(chart))
        self._fill_players(chart)
        self.choose(self.user if self.user in chart.marks else chart.players[0].user)

    def _sentence(self, chart: AttendanceChart) -> str:
        players, sessions = len(chart.players), len(chart.sessions)
        return ", ".join(
            (
                self.tr("1 player") if players == 1 else self.tr("{0} players").format(players),
                self.tr("1 session that counts")
                if sessions == 1
                else self.tr("{0} sessions that count").format(sessions),
            )
        )

    def _follow(self) -> None:
        plot = self.view.plot
        if isinstance(plot, AttendancePlot):
            user = plot.players[self.view.canvas.row]
            if user != self.user:
                self.choose(user)

    def _fill_players(self, chart: AttendanceChart) -> None:
        self.player.choices.clear()
        for player in chart.players:
            action = self.player.choices.addAction(literal(self.name_of(player.user)))
            action.triggered.connect(partial(self.choose, player.user))

    def _fit_table(self) -> None:
        rows = min(self.history.rowCount(), _MOST_ROWS)
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + rows * self.theme.row_height + 2)

    def _open(self, index: QModelIndex) -> None:
        self.session_asked.emit(index.data(KEY_ROLE))
