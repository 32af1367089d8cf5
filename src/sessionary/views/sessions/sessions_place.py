"""The Sessions place: one filter, seen as a list with a page, as a timeline, or as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.lifecycle import Status
from sessionary.models.jobs import Job
from sessionary.views.sessions.filter_parts import CALENDAR, LIST, TIMELINE
from sessionary.views.sessions.greeting import Greeting
from sessionary.views.sessions.session_list import SessionListPane
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.stacks import discard

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from sessionary.models.open_library import OpenLibrary
    from sessionary.models.session_list import SessionListModel
    from sessionary.views.campaign.campaign_page import CampaignPage
    from sessionary.views.campaign.session_page import SessionPage
    from sessionary.views.sessions.calendar_pane import CalendarPane
    from sessionary.views.sessions.other_views import OtherViews
    from sessionary.views.sessions.timeline_pane import TimelinePane
    from sessionary.views.theme import Theme
    from sessionary.views.widgets.search_field import SearchField

_WORKERS_END_S = 3.0


class SessionsPlace(QWidget):
    """Shows the sessions of one campaign or of all.

    Until a library is attached it shows the rows it was given and nothing can be edited.

    Signals:
        new_session_asked, new_campaign_asked, import_asked, sample_asked: What an empty library
            offers.
        export_asked: The reader wants to export a document: its kind and key.
        thing_asked: The reader wants the page of somebody or something; the name.
        survey_asked: The reader wants to see a session of a survey; its key.
        shown_changed: Another session is chosen, or another view is open.
        held_elsewhere: Who else has the document of the page that is shown; empty if nobody.
        live_asked: A session was started on its page; its key.
        end_asked: The reader wants to end the session of the page; its key.
    """

    new_session_asked = Signal()
    new_campaign_asked = Signal()
    import_asked = Signal()
    sample_asked = Signal()
    export_asked = Signal(str, str)
    thing_asked = Signal(str)
    survey_asked = Signal(str)
    shown_changed = Signal()
    held_elsewhere = Signal(str)
    live_asked = Signal(str)
    end_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        model: SessionListModel,
        category_of: Callable[[str], int | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.model, self._category_of = theme, model, category_of
        self.list = SessionListPane(theme, model, category_of)
        self.page: SessionPage | None = None
        self.campaign_page: CampaignPage | None = None
        self.others: OtherViews | None = None
        self._library: OpenLibrary | None = None
        self._player_view = self._stale = False
        self._sought: int | None = None
        self.nothing = EmptyState(
            theme,
            "list",
            self.tr("No session selected"),
            self.tr("Choose a session to see its log, attendance and notes."),
            self.tr("New session"),
        )
        self.greeting = Greeting(theme)
        self.detail = QStackedWidget()
        self.detail.addWidget(self.nothing)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.views = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self._turn)
        self._lay_out()
        self.list.chosen.connect(lambda _key: self._later.start())
        self.list.opened.connect(lambda _key: self.enter_page())
        self.list.narrowed.connect(self._narrowed)
        self.list.switch.chosen.connect(self.show_view)
        self.list.new_button.clicked.connect(self.new_session_asked)
        self.nothing.acted.connect(self.new_session_asked)
        self.greeting.acted.connect(self.import_asked)
        self.greeting.acted_second.connect(self.sample_asked)
        self.greeting.acted_third.connect(self.new_campaign_asked)
        model.modelReset.connect(self._greet)

    def _lay_out(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.list.setMinimumWidth(self.theme.px(380))
        self.detail.setMinimumWidth(self.theme.px(420))
        self.splitter.setSizes([self.theme.px(600), self.theme.px(640)])
        self.views.addWidget(self.splitter)
        self.views.addWidget(self.greeting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)

    def attach(self, library: OpenLibrary) -> None:
        """Take up a library: from now on pages are shown and can be edited."""
        # Imported here: the first picture of the window must not wait for the ORM and for numpy.
        from sessionary.views.campaign.session_page import SessionPage  # noqa: PLC0415
        from sessionary.views.sessions.other_views import OtherViews  # noqa: PLC0415

        self._library = library
        self.greeting.offer()
        self.page = SessionPage(self.theme, library, category_of=self._category_of)
        self.detail.addWidget(self.page)
        self.others = OtherViews(self.theme, library, self.list, self.views, self)
        self.others.timeline.model.changed.connect(self._pick_sought)
        self.others.view_chosen.connect(self.show_view)
        self.others.session_asked.connect(self.open_pk)
        self.others.event_asked.connect(self.open_event)
        self.page.ahead.ready.connect(
            lambda key: self._show_chosen() if key == self.list.key() else None
        )
        self.page.event_asked.connect(self.show_on_timeline)
        self.page.other_event_asked.connect(self.open_event)
        self.page.thing_asked.connect(self.thing_asked)
        self.page.survey_asked.connect(self.survey_asked)
        self.page.export_asked.connect(lambda key: self.export_asked.emit("session", key))
        self.page.holder.said.connect(self.held_elsewhere)
        self.page.moved.connect(self._moved)
        self.page.end_asked.connect(self.end_asked)
        self.set_player_view(on=self._player_view)
        self._show_chosen()
        self._greet()

    def _moved(self, key: str, status: str) -> None:
        if status == Status.IN_PROGRESS:
            self.live_asked.emit(key)

    def let_go(self) -> None:
        """Save what is typed and leave the library: the list stays, with the rows it has."""
        self.flush()
        self.views.setCurrentWidget(self.splitter)
        self.detail.setCurrentWidget(self.nothing)
        for page in (self.page, self.campaign_page):
            if page is not None:
                # A thread that outlives the library it reads ends the process.
                for job in page.findChildren(Job):
                    job.cancel()
                    job.wait(_WORKERS_END_S)
                discard(self.detail, page)
        if self.others is not None:
            self.others.let_go()
        self.page = self.campaign_page = self.others = self._library = None

    @property
    def timeline(self) -> TimelinePane | None:
        """The timeline, once a library is attached."""
        return None if self.others is None else self.others.timeline

    @property
    def calendar(self) -> CalendarPane | None:
        """The calendar, once it has been opened."""
        return None if self.others is None else self.others.calendar

    def _campaign_page(self, library: OpenLibrary) -> CampaignPage:
        """Return the page of a campaign; it is made when the first one is shown."""
        from sessionary.views.campaign.campaign_page import CampaignPage  # noqa: PLC0415

        if self.campaign_page is None:
            page = self.campaign_page = CampaignPage(self.theme, library)
            self.detail.addWidget(page)
            page.export_asked.connect(lambda key: self.export_asked.emit("campaign", key))
            page.holder.said.connect(self.held_elsewhere)
            page.session_asked.connect(self.open_key)
            page.thing_asked.connect(self.thing_asked)
            page.event_asked.connect(self.open_event)
            page.new_session_asked.connect(self.new_session_asked)
            page.set_player_view(self._player_view)
        return self.campaign_page

    def _greet(self) -> None:
        greeted = self.views.currentWidget() is self.greeting
        if self._empty() == greeted:
            return
        asked = self._has_focus(self.greeting)
        self.show_view(LIST)
        if greeted and asked:
            # What was chosen in the greeting has happened; its buttons are gone.
            self.begin()

    def begin(self) -> None:
        """Put the focus where one begins, and choose a session if none is."""
        if self._empty():
            self.greeting.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.list.container and not self.list.key():
            self.list.choose_near(0)
        if self.others is None or not self.others.begin():
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_focus(self, part: QWidget) -> bool:
        focus: object = self.window().focusWidget()
        # There is none while the window opens, whatever the stubs say.
        return isinstance(focus, QWidget) and part.isAncestorOf(focus)

    def _empty(self) -> bool:
        """Say whether there is nothing at all: neither a session nor a campaign."""
        return not self.model.everything() and not self.model.names()

    def show_view(self, view: str) -> None:
        """Show the list, the timeline or the calendar."""
        if self._empty():
            self.views.setCurrentWidget(self.greeting)
        elif view in (TIMELINE, CALENDAR) and self.others is not None:
            self.flush()
            self.others.show(view)
            self._renew_others()
            self.others.begin()
        else:
            self.views.setCurrentWidget(self.splitter)
        self.list.switch.choose(self.view)
        if self.others is not None:
            self.others.choose(self.view)
        self.shown_changed.emit()

    @property
    def turning(self) -> bool:
        """Whether the page of the chosen session is still to be shown."""
        return self._later.isActive() or (self.page is not None and self.page.ahead.reading)

    @property
    def filter_field(self) -> SearchField:
        """The field of the filter in the view that is open."""
        shown = None if self.others is None else self.others.open()
        return self.list.field if shown is None else shown.field

    @property
    def view(self) -> str:
        """Which view is open."""
        return (self.others.view() if self.others is not None else "") or LIST

    def _narrowed(self) -> None:
        if self.others is not None:
            self.others.follow_filter()
        self._renew_others()

    def _renew_others(self) -> None:
        if self.others is not None:
            self.others.renew(players_only=self._player_view)

    def set_container(self, container: str) -> None:
        """Show the sessions of one campaign, or of all."""
        self.list.set_container(container)
        self._show_chosen()

    def set_player_view(self, *, on: bool) -> None:
        """Hide what is for the GM alone, or show it again."""
        self._player_view = on
        for page in (self.page, self.campaign_page):
            if page is not None:
                page.set_player_view(on)
        self._renew_others()

    def refresh(self) -> None:
        """Read anew what is shown, or will be once the place is: the library has changed."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        for page in (self.page, self.campaign_page):
            if page is not None and self.detail.currentWidget() is page:
                page.refresh()
        self._renew_others()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _turn(self) -> None:
        """Read the chosen session in short steps, so that who walks on is not held up."""
        if self.page is not None and self.list.key():
            self.page.read_ahead(self.list.key())
        else:
            self._show_chosen()

    def _show_chosen(self) -> None:
        self._later.stop()
        if self.page is None or self._library is None:
            return
        key = self.list.key()
        focus = self.window().focusWidget() if self._has_focus(self.list) else None
        if key:
            self.page.show_session(key)
            self.detail.setCurrentWidget(self.page)
        elif self.list.container:
            self.page.flush()
            page = self._campaign_page(self._library)
            page.show_campaign(self.list.container)
            self.detail.setCurrentWidget(page)
        else:
            self.page.flush()
            self.detail.setCurrentWidget(self.nothing)
        if focus is not None:
            # Who walks through the list stays in it, whatever opens and closes beside it.
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown_changed.emit()

    def open_key(self, key: str) -> None:
        """Show a session's page, whatever the filter hides."""
        if not self.list.choose(key):
            self.list.clear_filter()
            if not self.list.choose(key):
                self.list.set_container("")
                self.list.choose(key)
        self.show_view(LIST)
        self._show_chosen()

    def open_pk(self, pk: int) -> None:
        """Show the page of a session by its number."""
        keys = (session.key for session in self.model.everything() if session.pk == pk)
        if key := next(keys, ""):
            self.open_key(key)

    def open_event(self, pk: int) -> None:
        """Show an event in the log of its session."""
        if self._library is None or self.page is None:
            return
        if survey := self._library.survey_of_event(pk):
            self.survey_asked.emit(survey)
        elif owner := self._library.session_of_event(pk):
            self.open_key(owner)
            self.page.show_event(pk)
            self.page.log.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_between(self, pk: int) -> None:
        """Show an event of the chosen campaign that belongs to no session."""
        self.list.choose("")
        self._show_chosen()
        if self.campaign_page is not None:
            self.campaign_page.show_event(pk)

    def show_on_timeline(self, pk: int) -> None:
        """Show an event among the others of the timeline."""
        self._sought = pk
        self.show_view(TIMELINE)

    def _pick_sought(self) -> None:
        if self.timeline is not None and self._sought is not None:
            self.timeline.view.pick_mark(self._sought)
            self._sought = None

    def enter_page(self) -> None:
        """Take the focus into the page of the chosen session."""
        self._show_chosen()
        if (shown := self.detail.currentWidget()) is self.nothing:
            self.nothing.button.setFocus(Qt.FocusReason.TabFocusReason)
        for page in (self.page, self.campaign_page):
            if page is not None and shown is page:
                page.tabs.bar.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self._step_out():
            super().keyPressEvent(event)

    def _step_out(self) -> bool:
        """Go from page or timeline to the list, and from a filtered list to a whole one."""
        if self.view != LIST:
            self.show_view(LIST)
        elif self._has_focus(self.detail):
            self.flush()
        elif self.list.filtered:
            self.list.clear_filter()
        else:
            return False
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def flush(self) -> None:
        """Save what is being typed."""
        if self.page is not None:
            self.page.flush()
        if self.campaign_page is not None:
            self.campaign_page.flush()
