"""The live mode: one line to type in, two clocks, the log, the agenda and the table around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.lifecycle import Status
from sessionary.core.problems import UserError
from sessionary.services.live import LivePage, live_page, live_session
from sessionary.services.next_session import what_is_left
from sessionary.views.campaign.edits import DocumentEdits
from sessionary.views.campaign.held import Holder
from sessionary.views.campaign.log_tab import LogTab
from sessionary.views.campaign.log_work import LogWork
from sessionary.views.live.agenda_panel import AgendaPanel
from sessionary.views.live.end_page import EndPage
from sessionary.views.live.live_bar import LiveBar
from sessionary.views.live.live_work import LiveWork
from sessionary.views.live.table_panel import TablePanel
from sessionary.views.place import Place
from sessionary.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent

    from sessionary.core.campaign.agenda import Carried
    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.theme import Theme

_TICK_MS = 1000


class LivePlace(Place):
    """Shows the session that is played, and how it is to end.

    Signals:
        ended: The session has ended; its key and that of the one planned after it, or nothing.
        start_asked: The reader wants to start the next session.
        held_elsewhere: Who else has the session; empty if nobody does any more.
    """

    ended = Signal(str, str)
    start_asked = Signal()
    held_elsewhere = Signal(str)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        now: Callable[[], datetime],
    ) -> None:
        """Make the place; it shows nothing before it is opened.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            now: The time of day, with an offset.
        """
        super().__init__()
        self.theme, self._library, self._now = theme, library, now
        self.key = ""
        self._open: OpenLibrary | None = None
        self._page: LivePage | None = None
        self._player_view = False
        self.bar = LiveBar(theme)
        self.agenda = AgendaPanel(theme)
        self.table = TablePanel(theme)
        self.log: LogTab | None = None
        self._edits: DocumentEdits | None = None
        self._holder: Holder | None = None
        self.end_page = EndPage(theme)
        self.nothing = EmptyState(
            theme,
            "circle-play",
            self.tr("No session is being played"),
            self.tr("Start the next one to log what happens, with two clocks and a roll call."),
            self.tr("Start the next session"),
        )
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.at_the_table = QWidget()
        self.stack = QStackedWidget()
        self._lay_out()
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._connect()

    def _lay_out(self) -> None:
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        column = QVBoxLayout(self.at_the_table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(line)
        column.addWidget(self.columns, 1)
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        self.columns.addWidget(self.agenda)
        self.columns.addWidget(self.table)
        self.agenda.setMinimumWidth(self.theme.px(220))
        self.table.setMinimumWidth(self.theme.px(240))
        for page in (self.nothing, self.at_the_table, self.end_page):
            self.stack.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.stack)

    def _connect(self) -> None:
        self.bar.step_asked.connect(lambda shift: self._work().step(shift))
        self.bar.log_asked.connect(lambda typed: self._work().log(typed))
        self.bar.pause_asked.connect(self.pause)
        self.bar.end_asked.connect(self.ask_to_end)
        self.bar.jump_asked.connect(self._jump)
        self.bar.left.connect(self.left)
        self.agenda.plan_asked.connect(lambda: self.session_asked.emit(self.key))
        self.nothing.acted.connect(self.start_asked)
        self.end_page.left.connect(self._back_to_table)
        self.end_page.ended.connect(self._end)

    def _work(self) -> LiveWork:
        if self._open is None:
            raise UserError(self.tr("No library is open."))
        return LiveWork(self._open, self.key, self._now)

    def show_session(self, key: str) -> None:
        """Show a session that is played; without a key the one that was begun last."""
        if key != self.key:
            self.flush()
            self._give_up()
        self.key = key
        self.refresh()

    @override
    def begin(self) -> None:
        """Go to where one begins: the roll call, once that is done the line that logs."""
        if self.log is None or self.stack.currentWidget() is not self.at_the_table:
            return
        if self._page is not None and not self._page.page.entries and self._uncalled():
            self.table.begin_roll_call()
        else:
            self.log.begin_entry()

    def _uncalled(self) -> bool:
        return any(call.called == "open" for call in self._page.calls) if self._page else False

    def begin_entry(self) -> None:
        """Go into the line that logs."""
        if self.log is not None and self.stack.currentWidget() is self.at_the_table:
            self.log.begin_entry()

    def correct(self) -> None:
        """Edit the event that is chosen, or was logged last."""
        if self.log is not None and self.stack.currentWidget() is self.at_the_table:
            self.log.correct()

    @override
    def flush(self) -> None:
        if self.log is not None:
            self.log.flush()

    @override
    def set_player_view(self, *, on: bool) -> None:
        if on != self._player_view:
            self.flush()
            self._player_view = on
            if self.log is not None:
                self.log.give_up()
            self.refresh()

    @override
    def refresh(self) -> None:
        library = self._library()
        if library is not self._open:
            self._take_up(library)
        if library is None or library.closed:
            self._show_nothing()
            return
        if not self.key:
            self.key = live_session(library.library)
        page = self._read(library)
        if page is None or self.log is None or page.page.review.status is not Status.IN_PROGRESS:
            self._show_nothing()
            return
        self._show(page, self.log)

    def _take_up(self, library: OpenLibrary | None) -> None:
        self._open, self.key = library, ""
        if self.log is not None:
            self.log.deleteLater()
            self.log = self._edits = self._holder = None
        if library is None or library.closed:
            return
        self._edits = DocumentEdits(library, "session")
        self._holder = Holder(library, "session", self)
        self._holder.said.connect(self.held_elsewhere)
        self._holder.changed.connect(self.refresh)
        log = self.log = LogTab(self.theme, LogWork(self._edits, self._now), newest_first=True)
        log.event_asked.connect(self.event_asked)
        log.thing_asked.connect(self.thing_asked)
        self.columns.insertWidget(1, log)
        log.setMinimumWidth(self.theme.px(380))
        for place, share in enumerate((0, 1, 0)):
            self.columns.setStretchFactor(place, share)
        self.columns.setSizes([self.theme.px(260), self.theme.px(620), self.theme.px(280)])

    def _read(self, library: OpenLibrary) -> LivePage | None:
        if not self.key:
            return None
        try:
            return live_page(library.library, self.key, players_only=self._player_view)
        except UserError:
            return None

    def _show(self, page: LivePage, log: LogTab) -> None:
        self._page = page
        editable, private = self._editable(), not self._player_view
        if self._edits is not None:
            self._edits.key = self.key
        log.show_page(page.page, editable=editable)
        face = log.face
        work = self._work()
        self.bar.show_page(page, face, editable=editable)
        self.agenda.show_page(page, work, editable=editable, private=private)
        self.table.show_page(page, work, editable=editable, private=private)
        if self.stack.currentWidget() is self.end_page and editable:
            self._show_ending(page, face)
        else:
            self.stack.setCurrentWidget(self.at_the_table)
        self._tick()
        self._clock.start()

    def _editable(self) -> bool:
        if self._open is None or self._holder is None:
            return False
        self._holder.show(self.key)
        free = not self._open.library.read_only and not self._holder.held
        return free and not self._player_view

    def _show_nothing(self) -> None:
        self._give_up()
        self.stack.setCurrentWidget(self.nothing)

    def _give_up(self) -> None:
        self._page, self.key = None, ""
        self._clock.stop()
        if self.log is not None:
            self.log.give_up()

    def _tick(self) -> None:
        if self._page is not None:
            self.bar.show_played(self._page.played_seconds(self._now()))

    @property
    def paused(self) -> bool:
        """Whether the session that is shown is paused."""
        return self._page is not None and self._page.paused

    def pause(self) -> None:
        """Pause, or go on."""
        if self._page is not None:
            self._work().pause()

    def _jump(self) -> None:
        if self.log is not None:
            self.log.begin_with("+")

    def ask_to_end(self) -> None:
        """Show how the session would end now; nothing happens before that is agreed to."""
        if self._page is None or self.log is None or not self._editable():
            return
        self.flush()
        self.stack.setCurrentWidget(self.end_page)
        self.end_page.begin()
        self._show_ending(self._page, self.log.face)
        self.end_page.begin()

    def _show_ending(self, page: LivePage, face: int | None) -> None:
        work = self._work()
        left = what_is_left(work.open_library.library, self.key)
        self.end_page.show_page(page, work, left, face=face, now=self._now())

    def _back_to_table(self) -> None:
        self.stack.setCurrentWidget(self.at_the_table)
        self.begin_entry()

    def _end(self, taken: Sequence[Carried] | None) -> None:
        key, work = self.key, self._work()
        if work.end():
            self.ended.emit(key, "" if taken is None else work.draft(taken))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stack.currentWidget() is self.end_page:
            self._back_to_table()
        else:
            super().keyPressEvent(event)
