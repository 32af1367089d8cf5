"""The Now place: what is going on, what comes next, and what is unfinished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN
from sessionary.models.session_list import (
    came_text,
    date_text,
    duration_text,
    game_text,
)
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import Card, CardRow, KeyValue, ScrollPage
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.stacks import discard
from sessionary.views.widgets.status_icon import StatusBadge
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.kinds import SessionSummary
    from sessionary.views.theme import Theme

_US_PER_SECOND = 1_000_000
_SHOWN_UNFINISHED = 6


class NowPlace(QWidget):
    """Cards for the live session, the next one and the last one, and a list of loose ends.

    Signals:
        session_asked: The reader opened a session; its key.
        rejects_asked: The reader wants to see what could not be read.
        import_asked, sample_asked, new_campaign_asked: What an empty library offers.
    """

    session_asked = Signal(str)
    rejects_asked = Signal()
    import_asked = Signal()
    new_campaign_asked = Signal()
    sample_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        campaign_name: Callable[[str], str],
        now: Callable[[], float],
        clock_of: Callable[[str], Clock] = lambda _campaign: PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty place.

        Args:
            theme: Colours and sizes.
            campaign_name: What a campaign is called.
            now: The time of day in seconds since 1970.
            clock_of: How a campaign's days are counted and written.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._campaign_name, self._now, self._clock_of = campaign_name, now, clock_of
        self._sessions: Sequence[SessionSummary] = ()
        self._loose: tuple[int, int] = (0, 0)
        self._stale = False
        self.greeting = EmptyState(
            theme,
            "book-open",
            self.tr("Nothing is going on yet"),
            self.tr(
                "Your live and next sessions appear here, with what is unfinished. "
                "Import sessions or load the sample campaign to begin."
            ),
            self.tr("Import files…"),
            second=self.tr("Load the sample campaign"),
            third=self.tr("New campaign…"),
            primary=True,
        )
        self.stack = QStackedWidget()
        self.page = QWidget()
        self.stack.addWidget(self.greeting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.greeting.acted.connect(self.import_asked)
        self.greeting.acted_second.connect(self.sample_asked)
        self.greeting.acted_third.connect(self.new_campaign_asked)

    def show_sessions(
        self, sessions: Sequence[SessionSummary], *, rejects: int = 0, unassigned: int = 0
    ) -> None:
        """Show what these sessions amount to today.

        Args:
            sessions: Those of the library that are not in the bin.
            rejects: How many records of imported files could not be read.
            unassigned: How many events wait for their session.
        """
        wanted = (tuple(sessions), (rejects, unassigned))
        if wanted == (self._sessions, self._loose) and (self.stack.count() > 1 or self._stale):
            return
        self._sessions, self._loose = wanted
        # Nobody looks: an event logged at the table must not wait for it.
        self._stale = not self.isVisible()
        if not self._stale:
            self._make()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._make()

    def _make(self) -> None:
        while (old := self.stack.widget(1)) is not None:
            discard(self.stack, old)
        if self._sessions:
            self.stack.addWidget(self._made())
            self.stack.setCurrentIndex(1)
        else:
            self.stack.setCurrentWidget(self.greeting)

    def _made(self) -> QWidget:
        now_us = int(self._now() * _US_PER_SECOND)
        played = [one for one in self._sessions if one.status == "completed"]
        live = [one for one in self._sessions if one.status == "in_progress"]
        planned = [one for one in self._sessions if one.status == "planned"]
        coming = [one for one in planned if one.start_us is not None and one.start_us >= now_us]
        overdue = [one for one in planned if one not in coming]
        page = ScrollPage(self.theme)
        title = TextLabel(self.tr("Now"), role="page_title")
        page.add(title)
        page.add(TextLabel(self._today(), tone="text2"))
        cards = CardRow(self.theme)
        for session in live:
            cards.add(self._card(self.tr("Live now"), session))
        soonest = min(coming or planned, key=_start, default=None)
        if soonest is not None:
            cards.add(self._card(self.tr("Next session"), soonest))
        if played:
            cards.add(self._card(self.tr("Last played"), max(played, key=_start)))
        page.add(cards)
        loose = self._loose_ends([one for one in overdue if one is not soonest])
        if loose is not None:
            page.add(loose)
        page.add(self._totals(played))
        return page

    def _today(self) -> str:
        from PySide6.QtCore import QDateTime  # noqa: PLC0415

        moment = QDateTime.fromSecsSinceEpoch(int(self._now()))
        return QLocale().toString(moment.date(), QLocale.FormatType.LongFormat)

    def _card(self, title: str, session: SessionSummary) -> Card:
        card = Card(self.theme, title)
        number = "" if session.number is None else f"{session.number}  "
        name = TextLabel(f"{number}{session.name}", role="pane_title", elide=True)
        card.add(name)
        badge = StatusBadge(self.theme)
        badge.set_status(session.status)
        card.add(badge)
        rows = [
            (self.tr("Campaign"), self._campaign_name(session.container)),
            (self.tr("Date"), date_text(session)),
            (self.tr("Length"), duration_text(session.duration) if session.duration else ""),
            (self.tr("Game time"), game_text(session, self._clock_of(session.container))),
            (self.tr("Came"), came_text(session)),
            (self.tr("Objectives"), self._objectives(session)),
        ]
        card.add(KeyValue(self.theme, [(key, text) for key, text in rows if text]))
        button = OutlinedButton(self.theme, self.tr("Open"))
        button.setAccessibleName(self.tr("Open {0}").format(session.name))
        button.clicked.connect(lambda: self.session_asked.emit(session.key))
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _objectives(self, session: SessionSummary) -> str:
        parts = [
            self.tr("{0} planned").format(session.planned) if session.planned else "",
            self.tr("{0} reached").format(session.reached) if session.reached else "",
        ]
        return ", ".join(part for part in parts if part)

    def _loose_ends(self, overdue: Sequence[SessionSummary]) -> Card | None:
        rejects, unassigned = self._loose
        if not overdue and not rejects and not unassigned:
            return None
        card = Card(self.theme, self.tr("Loose ends"))
        for session in overdue[:_SHOWN_UNFINISHED]:
            button = OutlinedButton(
                self.theme,
                self.tr("{0} was planned for {1}").format(
                    session.name, date_text(session) or self.tr("no date")
                ),
            )
            button.clicked.connect(lambda _on=False, key=session.key: self.session_asked.emit(key))
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if unassigned:
            card.add(
                Paragraph(
                    self._counted(
                        unassigned,
                        self.tr("1 event waits for its session."),
                        self.tr("{0} events wait for their session."),
                    )
                )
            )
        if rejects:
            button = OutlinedButton(
                self.theme,
                self._counted(
                    rejects,
                    self.tr("1 record could not be read…"),
                    self.tr("{0} records could not be read…"),
                ),
            )
            button.clicked.connect(self.rejects_asked)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _counted(self, count: int, one: str, many: str) -> str:
        return one if count == 1 else many.format(QLocale().toString(count))

    def _totals(self, played: Sequence[SessionSummary]) -> Card:
        card = Card(self.theme, self.tr("So far"))
        minutes = sum(session.duration or 0 for session in played)
        card.add(
            KeyValue(
                self.theme,
                [
                    (
                        self.tr("Played"),
                        self._counted(len(played), self.tr("1 session"), self.tr("{0} sessions")),
                    ),
                    (self.tr("Time"), self.tr("{0} h {1} min").format(*divmod(minutes, 60))),
                    (
                        self.tr("Events"),
                        QLocale().toString(sum(session.entries for session in self._sessions)),
                    ),
                ],
            )
        )
        return card


def _start(session: SessionSummary) -> int:
    return session.start_us or 0
