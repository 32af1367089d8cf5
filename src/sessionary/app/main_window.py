"""The main window: menus, sidebar, places, messages and status, and who talks to whom."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from sessionary.app.window_state import keep_state, restore_choices, restore_pages, restore_size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
    from PySide6.QtWidgets import QApplication, QMenu, QWidget
    from typing_extensions import override

    from sessionary.app.places import Places
    from sessionary.app.preferences_file import PreferencesFile
    from sessionary.app.window_acts import WindowActs
    from sessionary.app.window_parts import PaletteButton
    from sessionary.core.campaign.clock import Clock
    from sessionary.core.kinds import SessionSummary
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.models.session_list import SessionListModel
    from sessionary.services.library import Change
    from sessionary.views.command_palette import CommandPalette
    from sessionary.views.commands import Commands
    from sessionary.views.now_place import NowPlace
    from sessionary.views.sessions.sessions_place import SessionsPlace
    from sessionary.views.sidebar import Sidebar
    from sessionary.views.theme import Theme
    from sessionary.views.widgets.banner import Banner
    from sessionary.views.widgets.list_letters import ListLetters
    from sessionary.views.widgets.progress import JobProgress
    from sessionary.views.widgets.status_bar import StatusBar
else:

    def override(method):
        """Return the method; the real one takes as long to import as the sessions to read."""
        return method


NOW, SESSIONS = "now", "sessions"
_NARROW = 1000


class MainWindow(QMainWindow):
    """Shows one library. Until one is attached it shows the rows it is given.

    Its first picture must not wait for all that will be in it, so this module imports nothing
    but Qt; what is in the window is made by :mod:`sessionary.app.window_parts`.

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

    theme: Theme
    commands: Commands
    acts: WindowActs
    letters: ListLetters
    sessions_model: SessionListModel
    sidebar: Sidebar
    now_place: NowPlace
    sessions_place: SessionsPlace
    places: Places
    banner: Banner
    progress: JobProgress
    status: StatusBar
    recent_menu: QMenu
    palette_popup: CommandPalette
    palette_button: PaletteButton

    def __init__(
        self,
        application: QApplication,
        theme: Theme | None,
        preferences: PreferencesFile,
        *,
        read_resource: Callable[[str], bytes],
        now: Callable[[], float] = time.time,
    ) -> None:
        """Make a window.

        Args:
            application: What it belongs to.
            theme: Colours and sizes; without them the window is empty until :meth:`furnish`.
            preferences: What it remembers.
            read_resource: Reads a file that comes with the program.
            now: The time of day in seconds since 1970.
        """
        super().__init__()
        self.application, self.preferences, self.now = application, preferences, now
        self.read_resource = read_resource
        self.library: OpenLibrary | None = None
        self.furnished = False
        self._first_paint = True
        self._held = self._begun = ""
        self._narrow: bool | None = None
        self.setWindowTitle("Sessionary")
        if theme is not None:
            self.furnish(theme)

    def show_picture(self, picture: QWidget) -> None:
        """Show a picture until the window is furnished, in the size it had when it was closed."""
        restore_size(self)
        self.setCentralWidget(picture)

    def furnish(self, theme: Theme) -> None:
        """Put everything into the window; nothing of it is imported before."""
        from sessionary.app.window_parts import furnish  # noqa: PLC0415  not for painting

        self.theme = theme
        with theme.undressed():
            furnish(self)
        self.palette_button.fit()
        self.furnished = True
        self.fit_sidebar()

    def show_first(
        self, sessions: Sequence[SessionSummary], campaigns: Sequence[tuple[str, str]]
    ) -> None:
        """Show rows that were read before the library is open."""
        self._show_sessions(sessions, campaigns)
        self._begun = self.preferences.text("place") or SESSIONS
        # Other places wait for the library: making them takes what the first picture does without.
        self.go_to(self._begun if self._begun in (NOW, SESSIONS) else SESSIONS)
        restore_choices(self)

    def attach(self, library: OpenLibrary) -> None:
        """Take up a library: from now on everything works."""
        self.library = library
        library.changed.connect(self._changed)
        library.refused.connect(lambda text: self.banner.say(text, tone="warn"))
        library.save_failed.connect(self._save_failed)
        library.save_waits.connect(self._save_waits)
        library.lock_lost.connect(
            lambda text: self.banner.say(
                text, self.tr("Look…"), self.acts.tools_rescues, tone="bad"
            )
        )
        library.job_began.connect(self._job_began)
        library.undo_stack.indexChanged.connect(self.acts.update_enabled)
        with self.theme.undressed():
            self.sessions_place.attach(library)
        self.reload()
        restore_pages(self)
        self.go_to(self._begun or self.place)
        self._begun = ""
        self.places.refresh()
        self.sessions_place.begin()
        if library.library.read_only:
            self.banner.say(library.library.reason, tone="warn")
        from sessionary.app.rescuing import offer_rescues  # noqa: PLC0415  not for painting

        offer_rescues(self, library)
        self._say_saved()
        self.acts.update_enabled()

    def reload(self) -> None:
        """Read the lists anew."""
        if self.library is None:
            return
        campaigns = self.library.campaigns()
        self._show_sessions(
            self.library.summaries(players_only=self.acts.player_view),
            [(one.id, one.name) for one in campaigns],
            {one.id: one.clock for one in campaigns},
        )

    def _show_sessions(
        self,
        sessions: Sequence[SessionSummary],
        campaigns: Sequence[tuple[str, str]],
        clocks: Mapping[str, Clock] | None = None,
    ) -> None:
        pane = self.sessions_place.list
        chosen, row = pane.key(), pane.table.currentIndex().row()
        self.sidebar.set_sessions(sessions)
        self.sidebar.set_campaigns(campaigns, pane.container)
        self.sessions_model.set_sessions(sessions, dict(campaigns), clocks)
        if chosen and not pane.choose(chosen):
            pane.choose_near(row)
        told = None if self.acts.player_view else self.library  # raw records are the GM's
        rejects, unassigned = told.loose_ends() if told else (0, 0)
        self.now_place.show_sessions(sessions, rejects=rejects, unassigned=unassigned)
        self.sidebar.set_count(SESSIONS, str(len(sessions)) if sessions else "")
        live = any(session.status == "in_progress" for session in sessions)
        self.sidebar.set_count(NOW, badge=self.tr("LIVE") if live else "")
        self.acts.say_facts()

    def _changed(self, change: Change) -> None:
        self.reload()
        self.sessions_place.refresh()
        self.places.refresh()
        if change.origin != "elsewhere":
            self._say_saved()
        self.acts.update_enabled()

    def _say_saved(self) -> None:
        if self.library is not None and self.library.library.read_only:
            self.status.say_saved(self.tr("Read-only"))
            return
        from PySide6.QtCore import QLocale, QTime  # noqa: PLC0415  not for painting

        clock = QLocale().toString(QTime.currentTime(), QLocale.FormatType.ShortFormat)
        self.status.say_saved(self.tr("Saved {0}").format(clock))

    def _save_failed(self, reason: str) -> None:
        words = self.tr("Not saved: {0}. It is tried again.").format(reason.rstrip("."))
        self.status.say_saved(words, "failed")
        self.banner.say(words, tone="bad")

    def _save_waits(self) -> None:
        self.status.say_saved(self.tr("Saving after another program has written"), "saving")

    def say_held(self, sentence: str) -> None:
        """Say who else has what is shown, or that nobody has it any more."""
        if sentence:
            self.banner.say(sentence, tone="warn")
        elif self._held and self.banner.accessibleName() == self._held:
            self.banner.dismiss()
        self._held = self.banner.accessibleName() if sentence else ""

    def _job_began(self, job: Job) -> None:
        self.progress.follow(job)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(self.acts.update_enabled)
        self.acts.update_enabled()

    @property
    def place(self) -> str:
        """The place that is open."""
        return self.places.key

    def go_to(self, place: str) -> None:
        """Open a place."""
        self.flush()
        self.places.open(place)
        self.fit_sidebar()
        listed = self.places.is_listed(self.place)
        self.sidebar.choose_place(self.place if listed else "")
        if listed:
            self.preferences.keep_text("place", self.place)
        self.acts.say_facts()
        self.acts.update_enabled()

    def open_session(self, key: str) -> None:
        """Show a session's page, in the place of its kind."""
        if not self.acts.open_of_survey(key):
            self.go_to(SESSIONS)
            self.sessions_place.open_key(key)

    def open_event(self, pk: int) -> None:
        """Show an event in the log of its session, or among what lies between sessions."""
        if self.acts.open_answer(pk):
            return
        between = "" if self.library is None else self.library.campaign_between(pk)
        if between:
            self.choose_campaign(between)
            self.sessions_place.show_between(pk)
            return
        self.go_to(SESSIONS)
        self.sessions_place.open_event(pk)

    def choose_campaign(self, campaign: str) -> None:
        """Show one campaign, as if it was chosen in the sidebar."""
        self.reload()
        self.go_to(SESSIONS)
        self.filter_campaign(campaign)
        self.sidebar.choose_campaign(campaign)
        self.sessions_place.begin()

    def filter_campaign(self, campaign: str) -> None:
        """Show one campaign, or all: here where the place shows campaigns, else its sessions."""
        if not self.places.is_scoped(self.place):
            self.go_to(SESSIONS)
        self.sessions_place.set_container(campaign)
        self.places.refresh()

    def filter_tag(self, tag: str) -> None:
        """Show the sessions with a tag, here if the place lists any."""
        if not self.places.filter_tag(tag):
            self.go_to(SESSIONS)
            self.sessions_place.list.filter_by(_tag_filter(tag))

    def mark_tag(self) -> None:
        """Mark the tag in the sidebar that the list is filtered by, and no other."""
        words = self.sessions_place.list.field.text()
        if words != _tag_filter(self.sidebar.tags.key()):
            self.sidebar.tags.choose("")

    def let_go(self) -> bool:
        """Close the library; the window stays, with its list. Say whether all was saved."""
        library = self.library
        if library is None:
            return True
        self.places.flush()
        self.sessions_place.let_go()
        # The stack tells of its end, when there is nothing left to enable.
        library.undo_stack.indexChanged.disconnect(self.acts.update_enabled)
        saved = library.close()
        library.deleteLater()
        self.library = None
        self.places.refresh()
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
        self.places.flush()

    def fit_sidebar(self) -> None:
        """Show the sidebar's words where there is room for them; the live mode wants it all."""
        narrow = self.width() < self.theme.px(_NARROW) or self.place == "live"
        if narrow != self._narrow:
            self._narrow = narrow
            self.sidebar.set_collapsed(collapsed=narrow)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sidebar into the new width."""
        super().resizeEvent(event)
        if self.furnished:
            self.fit_sidebar()

    @override
    def event(self, event: QEvent) -> bool:
        """Tell of the first picture."""
        if event.type() == QEvent.Type.Paint and self._first_paint:
            self._first_paint = False
            QTimer.singleShot(0, self.painted.emit)
        return super().event(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the files."""
        from sessionary.views.imports.files import dropped_paths  # noqa: PLC0415  not for painting

        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Save everything, or stay."""
        # Refused first: an exception in here would close the window with what is not saved.
        event.ignore()
        if not self.furnished:
            event.accept()
            self.closed.emit()
            return
        from PySide6.QtWidgets import QDialog  # noqa: PLC0415  not for painting

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
