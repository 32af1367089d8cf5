"""The page of one campaign."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.problems import UserError
from sessionary.services.campaign_pages import campaign_page
from sessionary.services.stored import DocumentBad
from sessionary.views.campaign.campaign_events import CampaignEvents
from sessionary.views.campaign.campaign_overview import CampaignOverview
from sessionary.views.campaign.campaign_settings import CampaignSettings
from sessionary.views.campaign.edits import DocumentEdits
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.goal_work import GoalWork
from sessionary.views.campaign.goals_tab import GoalsTab
from sessionary.views.campaign.held import Holder
from sessionary.views.campaign.log_work import LogWork
from sessionary.views.campaign.when import length_text, number_text
from sessionary.views.stored_text_dialog import StoredTextDialog
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.tab_bar import TabPages
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.campaign_pages import CampaignPage as PageData
    from sessionary.views.theme import Theme


class CampaignPage(QWidget):
    """Shows one campaign and takes what is edited in it.

    Signals:
        event_asked: The reader opened an event; the number of its entry.
        session_asked: The reader wants the page of a session; its key.
        thing_asked: The reader wants the page of somebody or something; the name.
        export_asked: The reader wants to export the campaign; its key.
        new_session_asked: The reader wants to plan a session.
    """

    event_asked = Signal(object)
    session_asked = Signal(str)
    thing_asked = Signal(str)
    export_asked = Signal(str)
    new_session_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        open_library: OpenLibrary,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__(parent)
        self.theme, self.open_library = theme, open_library
        self.key = ""
        self.page: PageData | None = None
        self._player_view = self._every = False
        self._bad: DocumentBad | None = None
        self.edits = DocumentEdits(open_library, "campaign")
        self.holder = Holder(open_library, "campaign", self)
        self.name = EditableText(
            theme, self.tr("Name"), self._save_name, placeholder=self.tr("Add a name"),
            role="page_title",
        )  # fmt: skip
        self.facts = TextLabel(tone="text2", wrap=True)
        self.new_button = OutlinedButton(theme, self.tr("New &session"), "plus")
        self.export_button = OutlinedButton(theme, self.tr("&Export"), "file-up")
        self.tabs = TabPages(theme, self.tr("Parts of the campaign"))
        self.overview = CampaignOverview(theme, self.edits)
        self.goals = GoalsTab(theme, GoalWork(open_library, now))
        self.events = CampaignEvents(theme, open_library, LogWork(self.edits, now))
        self.settings = CampaignSettings(theme, self.edits)
        self.empty = EmptyState(
            theme,
            "book-open",
            self.tr("No campaign selected"),
            self.tr("Choose a campaign to see its sessions, players and events."),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name, 1)
        first.addWidget(self.new_button)
        first.addWidget(self.export_button)
        facts = QHBoxLayout()
        facts.setContentsMargins(6, 0, 0, 0)
        facts.addWidget(self.facts)
        head = QVBoxLayout()
        head.setContentsMargins(18, 12, 24, 4)
        head.setSpacing(2)
        head.addLayout(first)
        head.addLayout(facts)
        self.tabs.add("overview", self.tr("Overview"), self.overview)
        self.tabs.add("goals", self.tr("Goals"), self.goals)
        self.tabs.add("events", self.tr("Events"), self.events)
        self.tabs.add("settings", self.tr("Settings"), self.settings)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addLayout(head)
        inner.addWidget(self.tabs, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_session_asked)
        self.export_button.clicked.connect(lambda: self.export_asked.emit(self.key))
        self.overview.every_asked.connect(self._count_every)
        self.empty.acted.connect(self._look_at_text)
        self.holder.changed.connect(self.refresh)
        self.events.event_asked.connect(self.event_asked)
        self.goals.event_asked.connect(self.event_asked)
        self.goals.counted.connect(partial(self.tabs.set_count, "goals"))
        self.events.session_asked.connect(self.session_asked)
        self.events.thing_asked.connect(self.thing_asked)
        self.events.counted.connect(partial(self.tabs.set_count, "events"))
        self.tabs.turned.connect(lambda _key: self.events.look())

    def show_campaign(self, key: str) -> None:
        """Show a campaign, or that none is chosen; what was typed in the former one is saved."""
        if key != self.key:
            if self.key:
                self.flush()
                self.name.give_up()
                self.overview.give_up()
                self.settings.give_up()
                self.goals.give_up()
                self.events.give_up()
                self.edits.let_go()
            self.key = self.edits.key = key
        self.refresh()

    def refresh(self) -> None:
        """Show what the library says of the campaign now."""
        self.holder.show(self.key)
        try:
            page = self._read_page() if self.key else None
        except UserError as error:
            self._bad = error if isinstance(error, DocumentBad) else None
            # Its text is all that it holds, also what is the GM's.
            looked = self._bad is not None and not self._player_view
            words = self.tr("Look at its text…") if looked else ""
            self.empty.say(
                "triangle-alert", self.tr("This campaign cannot be used"), str(error), words
            )
            page = None
        self.page = page
        self._stack.setCurrentIndex(0 if page is None else 1)
        if page is None:
            return
        self.name.set_value(page.name)
        self.name.set_editable(editable=self.editable)
        sessions = len(page.sessions)
        one = self.tr("1 session")
        facts = [
            one if sessions == 1 else self.tr("{0} sessions").format(sessions),
            length_text(page.minutes) if page.minutes else "",
            # How many there are is not for players: some of them are hidden.
            "" if self._player_view else self.tr("{0} events").format(number_text(page.events)),
        ]
        self.facts.setText("  ·  ".join(fact for fact in facts if fact))
        self.new_button.setVisible(self.editable)
        self.overview.show_page(page, editable=self.editable, private=not self._player_view)
        self.tabs.set_shown("settings", shown=not self._player_view)
        if not self._player_view:
            self.settings.show_page(page, editable=self.editable)
        self.goals.show_goals(page.key, editable=self.editable)
        self.tabs.set_count("events", None if self._player_view else page.events)
        self.events.show_page(page, players_only=self._player_view, editable=self.editable)

    def _look_at_text(self) -> None:
        if self._bad is not None:
            StoredTextDialog(self.theme, self._bad, self).open()

    def _read_page(self) -> PageData:
        return campaign_page(
            self.open_library.library,
            self.key,
            every=self._every,
            players_only=self._player_view,
        )

    @property
    def editable(self) -> bool:
        """Whether values can be edited: the GM looks on, and nobody else edits it."""
        free = not self.open_library.library.read_only and not self.holder.held
        return free and not self._player_view

    def set_player_view(self, on: bool) -> None:  # noqa: FBT001  it is a switch
        """Hide whatever is for the GM alone, or show it again."""
        if on == self._player_view:
            return
        if on:
            self.flush()
        self._player_view = on
        self.goals.set_player_view(on=on)
        self.refresh()

    def show_event(self, pk: int) -> None:
        """Turn to the events and choose one, once they are read."""
        self.tabs.turn_to("events")
        self.events.seek(pk)

    def flush(self) -> bool:
        """Write what is typed; say whether all of it was written."""
        if not self.key:
            return True
        done = [
            part.flush()
            for part in (self.name, self.overview, self.goals, self.events, self.settings)
        ]
        return all(done) and self.edits.flush()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.flush()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self.theme.px(560)
        for button in (self.new_button, self.export_button):
            button.set_compact(compact=narrow)

    def _save_name(self, text: str) -> str:
        return self.edits.put("/name", text.strip() or None, self.tr("Edit campaign name"))

    def _count_every(self, every: bool) -> None:  # noqa: FBT001  Qt's signature
        self._every = every
        self.refresh()
