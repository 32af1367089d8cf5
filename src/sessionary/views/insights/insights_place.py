"""The Insights place: charts across the sessions of one campaign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.insight_words import apart_words
from sessionary.core.campaign.insights import (
    AttendanceChart,
    Chart,
    Measure,
    attendance_chart,
    charts,
)
from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.services.insight_files import insights_text
from sessionary.services.insights import Insights, count_insights, read_insights
from sessionary.views.insights.attendance_card import AttendanceCard
from sessionary.views.insights.chart_card import ChartCard
from sessionary.views.place import Place
from sessionary.views.widgets.buttons import MenuButton, OutlinedButton
from sessionary.views.widgets.cards import CardRow, ScrollPage
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What is shown, made beside the window: of 2,000 sessions it takes longer than a frame."""

    insights: Insights
    charts: Sequence[Chart]
    attendance: AttendanceChart


def _shown(
    report: Callable[[int, int], None],
    *,
    read: Callable[[Callable[[int, int], None]], Insights],
    every: bool,
) -> _Shown:
    insights = read(report)
    return _Shown(
        insights=insights,
        charts=charts(insights.sessions, insights.clock),
        attendance=attendance_chart(insights.sessions, every=every),
    )


# What stands beside each other where there is room.
_ROWS = (
    (Measure.DURATION, Measure.GAME_TIME),
    (Measure.DAMAGE,),
    (Measure.HEALING, Measure.XP),
    (Measure.TREASURE, Measure.DAYS),
    (Measure.CATEGORIES,),
)
_NAME_CHARACTERS = 60
_NARROW = 680
_WORTH_TELLING = 20
"""The logs from which on their counting is shown, and can be stopped."""


class InsightsPlace(Place):
    """A page of cards, one a chart. Reading and counting happen beside the window.

    `player_asked` says the user id of a player whose sessions the reader wants in the list.
    """

    player_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        campaigns: Callable[[], Mapping[str, str]],
        preferred: Callable[[], str],
        takeaway: Takeaway,
    ) -> None:
        """Make an empty place.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            campaigns: Returns what its campaigns are called, by their ids.
            preferred: Returns the campaign that is meant, empty for any.
            takeaway: Where charts go when they are copied or saved.
        """
        super().__init__()
        self.theme, self._library = theme, library
        self._campaigns, self._preferred = campaigns, preferred
        self.takeaway = takeaway
        self.campaign = ""
        self.insights: Insights | None = None
        self.attendance: AttendanceCard | None = None
        self.cards: dict[Measure, ChartCard] = {}
        self._charts: Sequence[Chart] = ()
        self._player_view = False
        self._job: Job | None = None
        self._again = self._stale = self._focus_wanted = False
        self.title = TextLabel(self.tr("Insights"), role="page_title")
        self.chooser = MenuButton(theme, self.tr("Campaign"))
        self.facts = TextLabel(tone="text2", wrap=True)
        self.count_button = OutlinedButton(theme, self.tr("Count the &logs"), "refresh-cw")
        self.copy_all = OutlinedButton(theme, self.tr("&Copy all"), "copy")
        self.save_all = OutlinedButton(theme, self.tr("Save &all…"), "file-down")
        self.page = ScrollPage(theme)
        self.empty = EmptyState(theme, "chart-column", " ", " ")
        self._stack = QStackedWidget()
        self._lay_out()
        self.copy_all.clicked.connect(self._copy_all)
        self.save_all.clicked.connect(self._save_all)
        self.count_button.clicked.connect(self._count)
        self.count_button.hide()
        self._say_nothing()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.title)
        first.addWidget(self.chooser, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        first.addWidget(self.count_button)
        first.addWidget(self.copy_all)
        first.addWidget(self.save_all)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(24, 12, 24, 4)
        head.setSpacing(2)
        head.addLayout(first)
        head.addWidget(self.facts)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)

    @override
    def begin(self) -> None:
        """Take the focus to the first chart; the campaign that is meant is shown."""
        preferred = self._preferred()
        if preferred and preferred != self.campaign:
            self.choose(preferred)
        self._focus_wanted = True
        self._take_focus()

    def _take_focus(self) -> None:
        if self._focus_wanted and self.attendance is not None and self.insights is not None:
            self._focus_wanted = False
            self.attendance.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    @override
    def busy(self) -> bool:
        """Whether something is being read or counted."""
        return self._job is not None

    @override
    def set_player_view(self, *, on: bool) -> None:
        """Count only what players may see, or everything again."""
        if on != self._player_view:
            self._player_view = on
            # What the GM alone may see is not on the screen while the rest is counted.
            self._drop()
            self._stale = True
            if self.isVisible():
                self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    @override
    def refresh(self) -> None:
        """Read anew what the library has."""
        library = self._library()
        if self._job is not None and self._job.parent() is library:
            # Told to stop, it ends at its next report, and the reading begins anew.
            self._again = True
            self._job.cancel()
            return
        # The job of a library that is gone ends with it, and nobody waits for that.
        self._job, self._stale = None, False
        self._fill_chooser()
        if library is None or library.closed or not self.campaign:
            self._drop()
            return
        campaign, players_only = self.campaign, self._player_view

        def read(report: Callable[[int, int], None]) -> Insights:
            return read_insights(library.library, campaign, report, players_only=players_only)

        self._run(library, self.tr("Reading figures"), read, self._show_read, shown=False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self.theme.px(_NARROW)
        for button in (self.count_button, self.copy_all, self.save_all):
            button.set_compact(compact=narrow)

    def choose(self, campaign: str) -> None:
        """Show another campaign."""
        if campaign != self.campaign:
            self.campaign = campaign
            self._drop()
            self.refresh()

    def _run(
        self,
        library: OpenLibrary,
        name: str,
        read: Callable[[Callable[[int, int], None]], Insights],
        show: Callable[[OpenLibrary, _Shown], None],
        *,
        shown: bool,
    ) -> None:
        wanted = (self.campaign, self._player_view)
        every = self.attendance is not None and self.attendance.every.isChecked()
        job = self._job = library.run(name, partial(_shown, read=read, every=every), shown=shown)

        def ended(tell: Callable[[Any], None]) -> Callable[[Any], None]:
            def slot(result: Any = None) -> None:
                if self._job is not job:
                    return
                self._job = None
                if self._again or wanted != (self.campaign, self._player_view):
                    self._again = False
                    self.refresh()
                else:
                    tell(result)

            return slot

        job.finished.connect(ended(lambda made: show(library, made)))
        job.cancelled.connect(ended(lambda _nothing: self._stopped()))
        job.failed.connect(ended(self._failed))

    def _stopped(self) -> None:
        if self.insights is not None and self.insights.waiting:
            self._say_facts()
            self.count_button.show()

    def _failed(self, error: BaseException) -> None:
        self._drop()
        expected = isinstance(error, (UserError, StoreError, OSError))
        sentence = str(error) if expected else self.tr("Something went wrong; the log says what.")
        self.empty.say("triangle-alert", self.tr("This campaign cannot be read"), sentence)
        if not expected:
            raise error

    def _show_read(self, library: OpenLibrary, made: _Shown) -> None:
        self._show(library, made)
        if made.insights.waiting:
            self._count()

    def _count(self) -> None:
        library, insights = self._library(), self.insights
        if library is None or library.closed or insights is None or self._job is not None:
            return
        self.count_button.hide()

        def count(report: Callable[[int, int], None]) -> Insights:
            return count_insights(library.library, insights, report)

        shown = insights.waiting > _WORTH_TELLING
        self._run(library, self.tr("Counting logs"), count, self._show, shown=shown)

    def _show(self, library: OpenLibrary, made: _Shown) -> None:
        insights = self.insights = made.insights
        self.takeaway.campaign, self.takeaway.name = insights.campaign, insights.name
        if not insights.sessions:
            self._say_nothing()
            return
        self._charts = made.charts
        if self.attendance is None:
            with self.theme.undressed():
                self._make_cards(library)
        for chart in self._charts:
            self.cards[chart.measure].show_chart(chart)
        if self.attendance is not None:
            self.attendance.show_insights(insights, made.attendance)
        self.count_button.hide()
        self._say_facts()
        self._stack.setCurrentWidget(self.page)
        self._enable(on=True)
        self._take_focus()

    def _make_cards(self, library: OpenLibrary) -> None:
        self.attendance = AttendanceCard(self.theme, self.takeaway, library.library.zone)
        self.attendance.session_asked.connect(self.session_asked)
        self.attendance.player_asked.connect(self.player_asked)
        self.page.add(self.attendance)
        by_measure = {chart.measure: chart for chart in self._charts}
        for row in _ROWS:
            made = [ChartCard(self.theme, by_measure[one], self.takeaway) for one in row]
            self.cards.update(zip(row, made, strict=True))
            for card in made:
                card.session_asked.connect(self.session_asked)
            self.page.add(made[0] if len(made) == 1 else CardRow(self.theme, made))
        cards = (self.attendance, *self.cards.values())
        tab_through([stop for card in cards for stop in card.stops()], after=self.page)

    def _left_out(self, bad: int) -> str:
        one = self.tr("1 session cannot be read and is left out")
        many = self.tr("{0} sessions cannot be read and are left out")
        return one if bad == 1 else many.format(bad)

    def _say_facts(self) -> None:
        insights = self.insights
        if insights is None:
            return
        played = sum(one.took_place for one in insights.sessions)
        bad = len(insights.unreadable)
        said = [
            self.tr("1 session") if played == 1 else self.tr("{0} sessions").format(played),
            apart_words(insights.sessions).rstrip("."),
            self._left_out(bad) if bad else "",
        ]
        self.facts.setText("  ·  ".join(one for one in said if one))

    def _fill_chooser(self) -> None:
        """Offer the campaigns; without a choice that holds, the one that is meant is shown."""
        known = {key: name or key for key, name in self._campaigns().items()}
        if self.campaign not in known:
            preferred = self._preferred()
            self.campaign = preferred if preferred in known else next(iter(known), "")
        self.chooser.choices.clear()
        for key, name in known.items():
            action = self.chooser.choices.addAction(literal(one_line(name, _NAME_CHARACTERS)))
            action.triggered.connect(partial(self.choose, key))
        name = known.get(self.campaign, "")
        self.chooser.setText(literal(one_line(name, _NAME_CHARACTERS)))
        self.chooser.setVisible(bool(known))

    def _drop(self) -> None:
        """Show nothing of any campaign."""
        self.insights = None
        self._say_nothing()

    def _say_nothing(self) -> None:
        self.facts.setText("")
        self._enable(on=False)
        if not self.campaign:
            statement = self.tr("No campaign yet")
            sentence = self.tr("Attendance, duration, damage and more of its sessions stand here.")
        elif self.insights is not None:
            statement = self.tr("No session yet")
            sentence = self.tr("Charts appear here once this campaign has sessions.")
        else:
            statement, sentence = self.tr("Reading the figures…"), " "
        self.empty.say("chart-column", statement, sentence)
        self._stack.setCurrentWidget(self.empty)

    def _enable(self, *, on: bool) -> None:
        for button in (self.copy_all, self.save_all):
            button.setVisible(on)

    def _all_text(self) -> str:
        attendance = None if self.attendance is None else self.attendance.chart
        if self.insights is None or not isinstance(attendance, AttendanceChart):
            return ""
        return insights_text(self.insights, self._charts, attendance)

    def _copy_all(self) -> None:
        self.takeaway.copy(self.tr("Insights"), self._all_text())

    def _save_all(self) -> None:
        make = lambda: self._all_text().encode()  # noqa: E731  one line of a file
        self.takeaway.save(self, self.tr("Insights"), "md", make)
