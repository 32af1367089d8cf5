"""The main window: menus, sidebar, places, messages and status, and who talks to whom."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.app.session_facts import palette_sessions, status_facts
from sessionary.app.window_acts import WindowActs
from sessionary.app.window_commands import build_menus
from sessionary.app.window_state import keep_state, restore_choices, restore_shape
from sessionary.models.session_list import SessionListModel
from sessionary.views.command_palette import CommandPalette
from sessionary.views.commands import Commands
from sessionary.views.now_place import NowPlace
from sessionary.views.sessions.sessions_place import SessionsPlace
from sessionary.views.sidebar import Sidebar
from sessionary.views.widgets.banner import Banner
from sessionary.views.widgets.list_letters import ListLetters
from sessionary.views.widgets.nav_list import NavRow
from sessionary.views.widgets.progress import JobProgress
from sessionary.views.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDropEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QApplication

    from sessionary.app.preferences_file import PreferencesFile
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.library import Change
    from sessionary.views.theme import Theme

NOW, SESSIONS = "now", "sessions"
_NARROW = 1000


class MainWindow(QMainWindow):
    """Shows one library. Until one is attached it shows the rows it is given.

    Signals:
        painted: The window was painted for the first time.
        library_asked: A library should be opened; its folder.
        files_dropped: Files were dropped on the window.
        closed: The window was closed and everything is saved.
    """

    painted = Signal()
    library_asked = Signal(object)
    files_dropped = Signal(object)
    closed = Signal()

    def __init__(
        self,
        application: QApplication,
        theme: Theme,
        preferences: PreferencesFile,
        *,
        read_resource: Callable[[str], bytes],
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.theme, self.preferences, self.now = theme, preferences, now
        self.library: OpenLibrary | None = None
        self.commands = Commands(theme, self)
        self.acts = WindowActs(self, read_resource)
        self.letters = ListLetters(application)
        self.sessions_model = SessionListModel()
        self.sidebar = Sidebar(theme)
        self.now_place = NowPlace(theme, self.sessions_model.campaign_name, now)
        self.sessions_place = SessionsPlace(theme, self.sessions_model, self.sidebar.hue_of)
        self.places = QStackedWidget()
        self.banner = Banner(theme)
        self.progress = JobProgress(theme)
        self.status = StatusBar(theme)
        self._places = {NOW: self.now_place, SESSIONS: self.sessions_place}
        # Kept alive as long as the window, which signals close.
        self.signal_sockets: tuple[object, ...] = ()
        self._first_paint = True
        self._narrow: bool | None = None
        submenus = build_menus(self.menuBar(), self.commands, self.acts)
        self.recent_menu = submenus["file.recent"]
        self.palette_popup = CommandPalette(
            theme,
            self.commands,
            self,
            lambda typed: palette_sessions(self.sessions_model, typed, self.open_session),
        )
        self._lay_out()
        self._wire(application)
        self.commands.restore(preferences.keys())
        self.letters.set_enabled(enabled=preferences.preferences().list_letters)
        # Smaller than what is in it, so that it can shrink to where the sidebar gives way.
        self.setMinimumSize(theme.px(856), theme.px(540))
        restore_shape(self)
        self.acts.update_enabled()
        self.setAcceptDrops(True)
        self.setWindowTitle("Sessionary")

    def _lay_out(self) -> None:
        palette_button = QToolButton()
        palette_button.setText(self.tr("Search or run a command…  Ctrl+K"))
        palette_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        palette_button.setAutoRaise(True)
        palette_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.theme.bind_icon(palette_button, "search", "text2")
        palette_button.clicked.connect(self.palette_popup.open)
        # A child of the bar from the start: the bar alone would not keep it alive.
        corner = QWidget(self.menuBar())
        corner_row = QHBoxLayout(corner)
        corner_row.setContentsMargins(0, 0, 8, 0)
        palette_button.setFixedHeight(self.menuBar().sizeHint().height() - 2)
        corner_row.addWidget(palette_button)
        self.menuBar().setCornerWidget(corner, Qt.Corner.TopRightCorner)
        for place in self._places.values():
            self.places.addWidget(place)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.places, 1)
        column.addWidget(self.progress)
        column.addWidget(self.banner)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.status.say_saved(self.tr("Opening the library…"), "saving")

    def _wire(self, application: QApplication) -> None:
        self.sidebar.set_places(
            [
                NavRow(key=NOW, text=self.tr("Now"), icon="circle-dot"),
                NavRow(key=SESSIONS, text=self.tr("Sessions"), icon="list"),
            ]
        )
        acts, place = self.acts, self.sessions_place
        self.sidebar.place_chosen.connect(self.go_to)
        self.sidebar.campaign_chosen.connect(self._choose_campaign)
        self.sidebar.tag_chosen.connect(self._filter_tag)
        place.list.narrowed.connect(self._mark_tag)
        self.sidebar.settings_asked.connect(acts.tools_settings)
        self.now_place.session_asked.connect(self.open_session)
        self.now_place.rejects_asked.connect(acts.tools_rejects)
        for empty in (self.now_place, place):
            empty.import_asked.connect(acts.file_import)
            empty.sample_asked.connect(acts.file_sample)
            empty.new_campaign_asked.connect(acts.campaign_new)
        place.new_session_asked.connect(acts.session_new)
        place.export_asked.connect(acts.export_document)
        place.shown_changed.connect(acts.update_enabled)
        self.files_dropped.connect(acts.import_paths)
        self.recent_menu.aboutToShow.connect(acts.fill_recent)
        self.commands.keys_changed.connect(
            lambda: self.preferences.keep_keys(self.commands.changed())
        )
        self.theme.changed.connect(self._fit_sidebar)
        application.applicationStateChanged.connect(lambda _state: self.flush())
        # The system ends the session and will not wait: what is typed is saved first.
        application.commitDataRequest.connect(lambda _manager: self.save_now())

    def show_first(
        self, sessions: Sequence[SessionSummary], campaigns: Sequence[tuple[str, str]]
    ) -> None:
        """Show rows that were read before the library is open."""
        self._show_sessions(sessions, campaigns)
        self.go_to(self.preferences.text("place") or SESSIONS)
        restore_choices(self)

    def attach(self, library: OpenLibrary) -> None:
        """Take up a library: from now on everything works."""
        self.library = library
        library.changed.connect(self._changed)
        library.refused.connect(lambda text: self.banner.say(text, tone="warn"))
        library.save_failed.connect(self._save_failed)
        library.job_began.connect(self._job_began)
        library.undo_stack.indexChanged.connect(self.acts.update_enabled)
        self.sessions_place.attach(library)
        self.reload()
        self.sessions_place.show_view(self.preferences.text("view"))
        self.go_to(self.place)
        self.sessions_place.begin()
        if library.library.read_only:
            self.banner.say(library.library.reason, tone="warn")
        self._say_saved()
        self.acts.update_enabled()

    def reload(self) -> None:
        """Read the lists anew."""
        if self.library is None:
            return
        campaigns = [(one.id, one.name) for one in self.library.campaigns()]
        self._show_sessions(self.library.summaries(), campaigns)

    def _show_sessions(
        self, sessions: Sequence[SessionSummary], campaigns: Sequence[tuple[str, str]]
    ) -> None:
        pane = self.sessions_place.list
        chosen, row = pane.key(), pane.table.currentIndex().row()
        self.sidebar.set_sessions(sessions)
        self.sidebar.set_campaigns(campaigns, pane.container)
        self.sessions_model.set_sessions(sessions, dict(campaigns))
        if chosen and not pane.choose(chosen):
            pane.choose_near(row)
        rejects, unassigned = self.library.loose_ends() if self.library else (0, 0)
        self.now_place.show_sessions(sessions, rejects=rejects, unassigned=unassigned)
        self.sidebar.places.set_count(SESSIONS, str(len(sessions)) if sessions else "")
        live = any(session.status == "in_progress" for session in sessions)
        self.sidebar.places.set_count(NOW, badge=self.tr("LIVE") if live else "")
        player_view = self.tr("Player view") if self.acts.player_view else ""
        self.status.say_facts([player_view, *status_facts(sessions)])

    def _changed(self, _change: Change) -> None:
        self.reload()
        self.sessions_place.refresh()
        self._say_saved()
        self.acts.update_enabled()

    def _say_saved(self) -> None:
        if self.library is not None and self.library.library.read_only:
            self.status.say_saved(self.tr("Read-only"))
            return
        clock = QLocale().toString(QTime.currentTime(), QLocale.FormatType.ShortFormat)
        self.status.say_saved(self.tr("Saved {0}").format(clock))

    def _save_failed(self, reason: str) -> None:
        words = self.tr("Not saved: {0}. It is tried again.").format(reason.rstrip("."))
        self.status.say_saved(words, "failed")
        self.banner.say(words, tone="bad")

    def _job_began(self, job: Job) -> None:
        self.progress.follow(job)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(self.acts.update_enabled)
        self.acts.update_enabled()

    @property
    def place(self) -> str:
        """The place that is open."""
        return NOW if self.places.currentWidget() is self.now_place else SESSIONS

    def go_to(self, place: str) -> None:
        """Open a place."""
        self.flush()
        self.places.setCurrentWidget(self._places.get(place, self.sessions_place))
        self.sidebar.places.choose(self.place)
        self.preferences.keep_text("place", self.place)
        self.acts.update_enabled()

    def open_session(self, key: str) -> None:
        """Show a session's page."""
        self.go_to(SESSIONS)
        self.sessions_place.open_key(key)

    def choose_campaign(self, campaign: str) -> None:
        """Show one campaign, as if it was chosen in the sidebar."""
        self.reload()
        self._choose_campaign(campaign)
        self.sidebar.choose_campaign(campaign)
        self.sessions_place.begin()

    def _choose_campaign(self, campaign: str) -> None:
        self.go_to(SESSIONS)
        self.sessions_place.set_container(campaign)

    def _filter_tag(self, tag: str) -> None:
        self.go_to(SESSIONS)
        self.sessions_place.list.filter_by(_tag_filter(tag))

    def _mark_tag(self) -> None:
        """Mark the tag in the sidebar that the list is filtered by, and no other."""
        words = self.sessions_place.list.field.text()
        if words != _tag_filter(self.sidebar.tags.key()):
            self.sidebar.tags.choose("")

    def let_go(self) -> bool:
        """Close the library; the window stays, with its list. Say whether all was saved."""
        library = self.library
        if library is None:
            return True
        self.sessions_place.let_go()
        # The stack tells of its end, when there is nothing left to enable.
        library.undo_stack.indexChanged.disconnect(self.acts.update_enabled)
        saved = library.close()
        library.deleteLater()
        self.library = None
        self.acts.update_enabled()
        return saved

    def save_now(self) -> None:
        """Save what is being typed, and wait until it is on the disk."""
        self.flush()
        if self.library is not None:
            self.library.try_act(self.library.library.save_all)

    def flush(self) -> None:
        """Save what is being typed."""
        self.sessions_place.flush()

    def _fit_sidebar(self) -> None:
        narrow = self.width() < self.theme.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self.sidebar.set_collapsed(collapsed=narrow)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sidebar()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._first_paint:
            self._first_paint = False
            QTimer.singleShot(0, self.painted.emit)
        return super().event(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        from sessionary.views.imports.files import dropped_paths  # noqa: PLC0415  not for painting

        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # Refused first: an exception in here would close the window with what is not saved.
        event.ignore()
        keep_state(self)
        for dialog in self.findChildren(QDialog):
            # What waits for an answer gets none; a dialog that stayed would keep the program up.
            if dialog.isVisible():
                dialog.reject()
        if not self.let_go():
            self.banner.say(
                self.tr("Some changes could not be saved; a rescue copy was kept."), tone="bad"
            )
            return
        event.accept()
        self.closed.emit()


def _tag_filter(tag: str) -> str:
    """Return the words of a filter that leaves the sessions with a tag."""
    return f'#"{tag}"' if " " in tag else f"#{tag}"
