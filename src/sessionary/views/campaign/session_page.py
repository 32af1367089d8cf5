"""The page of one session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QMessageBox, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.redact import is_hidden_session
from sessionary.core.problems import UserError
from sessionary.services import sessions
from sessionary.services.live import start_session
from sessionary.services.pages import session_page
from sessionary.services.player_pages import for_players
from sessionary.services.stored import DocumentBad
from sessionary.views.campaign.edits import DocumentEdits
from sessionary.views.campaign.held import Holder
from sessionary.views.campaign.page_ahead import PageAhead
from sessionary.views.campaign.session_header import SessionHeader
from sessionary.views.campaign.session_saves import SessionSaves
from sessionary.views.campaign.session_tabs import SessionTabs
from sessionary.views.stored_text_dialog import StoredTextDialog
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.message import message_box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent

    from sessionary.core.entries import Entry
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.pages import SessionPage as PageData
    from sessionary.views.campaign.attendance_tab import AttendanceTab
    from sessionary.views.campaign.goals_tab import GoalsTab
    from sessionary.views.campaign.log_tab import LogTab
    from sessionary.views.campaign.notes_tab import NotesTab
    from sessionary.views.campaign.other_fields_tab import OtherFieldsTab
    from sessionary.views.campaign.overview_tab import OverviewTab
    from sessionary.views.campaign.statistics_tab import StatisticsTab
    from sessionary.views.theme import Theme


def _no_category(_tag: str) -> None:
    return None


class SessionPage(QWidget):
    """Shows one session and takes what is edited in it.

    The window calls :meth:`refresh` when the library has changed.

    Signals:
        event_asked: The reader opened an event; the number of its entry.
        other_event_asked: The reader wants an event of another session; the number of its entry.
        thing_asked: The reader wants the page of somebody or something; the name.
        survey_asked: The reader wants to see a session of a survey; its key.
        export_asked: The reader wants to export the session; its key.
        moved: The session was moved to another status; its key and the file's word.
        end_asked: The reader wants to end the session; its key.
    """

    event_asked = Signal(object)
    other_event_asked = Signal(object)
    thing_asked = Signal(str)
    survey_asked = Signal(str)
    export_asked = Signal(str)
    moved = Signal(str, str)
    end_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        open_library: OpenLibrary,
        parent: QWidget | None = None,
        *,
        category_of: Callable[[str], int | str | None] = _no_category,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        """Make a page that shows nothing yet.

        Args:
            theme: Colours and sizes.
            open_library: Where sessions are.
            parent: The widget it belongs to.
            category_of: The colour of a tag.
            now: The time of day, with an offset.
        """
        super().__init__(parent)
        self.theme, self.open_library, self._now = theme, open_library, now
        self.key = ""
        self.page: PageData | None = None
        self._player_view = False
        self._stale: set[str] = set()
        self._bad: DocumentBad | None = None
        self.ahead = PageAhead(open_library, self)
        self.edits = DocumentEdits(open_library, "session")
        self.holder = Holder(open_library, "session", self)
        self.saves = SessionSaves(self.edits)
        self.header = SessionHeader(theme, self.saves, category_of)
        self.tabs = SessionTabs(theme, open_library, self.edits, self.saves, now)
        self.empty = EmptyState(
            theme,
            "calendar-days",
            self.tr("No session selected"),
            self.tr("Choose a session to see what happened, who came, and what was reached."),
        )
        self._stack = QStackedWidget()
        self._shown = QWidget()
        self._lay_out()
        self._connect()
        self.show_session("")

    @property
    def overview(self) -> OverviewTab:
        """What the session was, at a glance."""
        return self.tabs.overview

    @property
    def log(self) -> LogTab:
        """What happened."""
        return self.tabs.log

    @property
    def attendance(self) -> AttendanceTab:
        """Who came."""
        return self.tabs.attendance

    @property
    def goals(self) -> GoalsTab:
        """What it was for."""
        return self.tabs.goals

    @property
    def statistics(self) -> StatisticsTab:
        """What it comes to in numbers."""
        return self.tabs.statistics

    @property
    def notes(self) -> NotesTab:
        """What somebody wrote about it."""
        return self.tabs.notes

    @property
    def other(self) -> OtherFieldsTab:
        """What its record says beyond that."""
        return self.tabs.other

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.header)
        inner.addWidget(self.tabs, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self.tabs.turned.connect(self._turned)
        self.tabs.followed.connect(self._follow)
        self.tabs.event_asked.connect(self.event_asked)
        self.tabs.thing_asked.connect(self.thing_asked)
        self.tabs.survey_asked.connect(self.survey_asked)
        self.tabs.goal_event_asked.connect(self._go_to_event)
        self.header.move_asked.connect(self.move_to)
        self.header.hide_asked.connect(self._hide)
        self.header.export_asked.connect(lambda: self.export_asked.emit(self.key))
        self.empty.acted.connect(self._look_at_text)
        self.holder.changed.connect(self.refresh)

    def read_ahead(self, key: str) -> None:
        """Read a session in short steps; once `ahead` is ready, it can be shown in no time."""
        self.ahead.begin(key, players_only=self._player_view)

    def show_session(self, key: str) -> None:
        """Show a session, or that none is chosen; what was typed in the former one is saved."""
        if key == self.key and self.page is not None:
            self.refresh()
            return
        if self.key:
            self.flush()
            self.tabs.give_up()
            self.header.give_up()
            self.edits.let_go()
        self.key = self.edits.key = key
        self.page = None
        self.refresh()

    def refresh(self) -> None:
        """Show what the library says of the session now."""
        self.holder.show(self.key)
        if not self.key:
            self._show_empty("", "")
            return
        try:
            page = self.ahead.take(self.key) or self._read()
        except DocumentBad as bad:
            self._bad = bad
            self._show_empty(
                self.tr("This session cannot be used"),
                self.tr("{0} It is kept as it is, and never written.").format(bad),
                # Its text is all that it holds.
                "" if self._player_view else self.tr("Look at its text…"),
            )
            return
        except UserError as error:
            self._show_empty(str(error), self.tr("Choose another session."))
            return
        self.page = self.saves.page = page
        by_field = isinstance(page.data["own"].get("visibility"), Mapping)
        self.header.set_hidden(hidden=is_hidden_session(page.data), by_field=by_field)
        self.header.set_editable(editable=self.editable)
        self.header.show_review(page.review)
        self.tabs.set_count("log", len(page.entries))
        # Unknown fields are for the GM alone, and mostly there are none.
        others = len(page.review.other_fields)
        shown = bool(others) and not self._player_view
        if self.tabs.key() == "other" and not shown:
            self.tabs.turn_to("overview")
        self.tabs.set_shown("other", shown=shown)
        self._stale = set(self.tabs.parts)
        self._turned(self.tabs.key())
        self._stack.setCurrentWidget(self._shown)

    def _read(self) -> PageData:
        page = session_page(self.open_library.library, self.key, players_only=self._player_view)
        return for_players(page, self.open_library.library) if self._player_view else page

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
        self.saves.shows_private = not on
        self.tabs.set_player_view(on=on)
        self.tabs.give_up()
        self.header.give_up()
        self.refresh()
        # Also the tabs that are not open: nothing of the GM's may stay behind in any of them.
        for key in self._stale & self.tabs.made.keys():
            self._turned(key)

    def flush(self) -> bool:
        """Write what is typed; say whether all of it was written."""
        if not self.key:
            return True
        done = [self.header.flush(), self.tabs.flush()]
        return all(done) and self.edits.flush()

    def edit_title(self) -> None:
        """Open the title's editor."""
        if self.page is not None and self.editable:
            self.header.title.open_editor()

    def begin_entry(self) -> None:
        """Turn to the log and go into the line that logs."""
        if self.page is not None and self.editable:
            self.tabs.turn_to("log")
            self.log.begin_entry()

    def show_event(self, pk: int) -> None:
        """Turn to the log and choose an event."""
        self.tabs.turn_to("log")
        if not self.log.choose(pk):
            self.log.show_events([pk])

    def move_to(self, status: Status) -> None:
        """Move the session to another status; taking up one that was played asks first."""
        if self.page is None:
            return
        if self.page.review.status is Status.COMPLETED:
            message_box(
                self.theme,
                self,
                self.tr("Reopen session"),
                self.tr("Take up “{0}” again?").format(self.page.review.heading),
                details=self.tr("It becomes live and has no end until you end it again."),
                icon=QMessageBox.Icon.Question,
                buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
                answered=lambda answer: (
                    self._move(status) if answer == QMessageBox.StandardButton.Yes else None
                ),
            )
        else:
            self._move(status)

    def _hide(self, hidden: bool) -> None:  # noqa: FBT001  Qt's signature
        name = self.tr("Hide from players") if hidden else self.tr("Show to players")
        self.edits.put_own("visibility", "gm-only" if hidden else None, name)

    def _move(self, status: Status) -> None:
        key, library = self.key, self.open_library.library
        if status is Status.COMPLETED:
            # How it ended is asked first, where it is played.
            self.end_asked.emit(key)
            return

        def act() -> None:
            if status is Status.IN_PROGRESS:
                start_session(library, key, self._now())
            else:
                sessions.move_session(library, key, status, self._now())

        if self.flush() and self.open_library.try_act(act):
            self.moved.emit(key, status.value)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.flush()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def _turned(self, key: str) -> None:
        if self.page is not None and key in self._stale:
            self._stale.discard(key)
            self.tabs.parts[key]().show_page(self.page, editable=self.editable)

    def _follow(self, positions: Sequence[int]) -> None:
        if self.page is None:
            return
        pks = [event.pk for event in self._events_at(positions)]
        if not pks:
            return
        self.tabs.turn_to("log")
        self.log.show_events(pks)

    def _go_to_event(self, pk: int) -> None:
        entries = self.page.entries if self.page is not None else ()
        if any(entry.pk == pk for entry in entries):
            self.show_event(pk)
        else:
            self.other_event_asked.emit(pk)

    def _events_at(self, positions: Sequence[int]) -> list[Entry]:
        entries = self.page.entries if self.page is not None else ()
        return [entries[at] for at in positions if at < len(entries)]

    def _look_at_text(self) -> None:
        if self._bad is not None:
            StoredTextDialog(self.theme, self._bad, self).open()

    def _show_empty(self, statement: str, sentence: str, button: str = "") -> None:
        self.page = self.saves.page = None
        self.empty.say(
            "triangle-alert" if button else "calendar-days",
            statement or self.tr("No session selected"),
            sentence
            or self.tr("Choose a session to see what happened, who came, and what was reached."),
            button,
        )
        self._stack.setCurrentWidget(self.empty)
