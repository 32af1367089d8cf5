"""What is in the main window: made, laid out and wired once, after its first picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from sessionary.app.places import Places
from sessionary.app.session_facts import palette_sessions
from sessionary.app.window_acts import WindowActs
from sessionary.app.window_commands import build_menus
from sessionary.app.window_state import restore_shape
from sessionary.models.session_list import SessionListModel
from sessionary.views.command_palette import CommandPalette
from sessionary.views.commands import Commands
from sessionary.views.now_place import NowPlace
from sessionary.views.sessions.sessions_place import SessionsPlace
from sessionary.views.sidebar import Sidebar
from sessionary.views.widgets.banner import Banner
from sessionary.views.widgets.list_letters import ListLetters
from sessionary.views.widgets.progress import JobProgress
from sessionary.views.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow


def _words(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)


class PaletteButton(QToolButton):
    """The way to the palette, in the corner of the menu bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._bar = window.menuBar()
        self.setText(_words("Search or run a command…  Ctrl+K"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        window.theme.bind_icon(self, "search", "text2")
        self.clicked.connect(window.palette_popup.open)
        window.theme.changed.connect(self.fit)

    def fit(self) -> None:
        """Be as high as the menus, once these are styled."""
        # Out of the way first: the bar is as high as what stands in its corner at least.
        self.setFixedHeight(1)
        self.setFixedHeight(self._bar.sizeHint().height() - 2)


def furnish(window: MainWindow) -> None:
    """Put menus, sidebar, places and status bar into a window that has its theme."""
    theme, preferences = window.theme, window.preferences
    window.commands = Commands(theme, window)
    window.acts = WindowActs(window, window.read_resource)
    window.letters = ListLetters(window.application)
    window.sessions_model = SessionListModel()
    window.sidebar = Sidebar(theme)
    window.now_place = NowPlace(
        theme,
        window.sessions_model.campaign_name,
        window.now,
        window.sessions_model.clock_of,
    )
    window.sessions_place = SessionsPlace(theme, window.sessions_model, window.sidebar.hue_of)
    window.places = Places(window)
    window.banner = Banner(theme)
    window.progress = JobProgress(theme)
    window.status = StatusBar(theme)
    submenus = build_menus(window.menuBar(), window.commands, window.acts)
    window.recent_menu = submenus["file.recent"]
    window.palette_popup = CommandPalette(
        theme,
        window.commands,
        window,
        lambda typed: palette_sessions(window.sessions_model, typed, window.open_session),
    )
    _lay_out(window)
    _wire(window)
    window.commands.restore(preferences.keys())
    window.letters.set_enabled(enabled=preferences.preferences().list_letters)
    # Smaller than what is in it, so that it can shrink to where the sidebar gives way.
    window.setMinimumSize(theme.px(856), theme.px(540))
    restore_shape(window)
    window.acts.update_enabled()
    window.setAcceptDrops(True)


def _lay_out(window: MainWindow) -> None:
    palette_button = window.palette_button = PaletteButton(window)
    # A child of the bar from the start: the bar alone would not keep it alive.
    corner = QWidget(window.menuBar())
    corner_row = QHBoxLayout(corner)
    corner_row.setContentsMargins(0, 0, 8, 0)
    corner_row.addWidget(palette_button)
    window.menuBar().setCornerWidget(corner, Qt.Corner.TopRightCorner)
    right = QWidget()
    column = QVBoxLayout(right)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(window.places, 1)
    column.addWidget(window.progress)
    column.addWidget(window.banner)
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(window.sidebar)
    row.addWidget(right, 1)
    window.setCentralWidget(middle)
    window.setStatusBar(window.status)
    window.status.say_saved(_words("Opening the library…"), "saving")


def _wire(window: MainWindow) -> None:
    window.places.show_rows()
    acts, place = window.acts, window.sessions_place
    window.sidebar.place_chosen.connect(window.go_to)
    window.sidebar.campaign_chosen.connect(window.filter_campaign)
    window.sidebar.tag_chosen.connect(window.filter_tag)
    window.sidebar.search_chosen.connect(acts.search_for)
    window.sidebar.set_searches(window.preferences.searches())
    place.list.narrowed.connect(window.mark_tag)
    window.sidebar.settings_asked.connect(acts.tools_settings)
    window.now_place.session_asked.connect(acts.open_or_play)
    window.now_place.rejects_asked.connect(acts.tools_rejects)
    for empty in (window.now_place, place):
        empty.import_asked.connect(acts.file_import)
        empty.sample_asked.connect(acts.file_sample)
        empty.new_campaign_asked.connect(acts.campaign_new)
    place.new_session_asked.connect(acts.session_new)
    place.export_asked.connect(acts.export_document)
    place.thing_asked.connect(acts.open_thing)
    place.survey_asked.connect(acts.open_survey_session)
    place.shown_changed.connect(acts.update_enabled)
    place.held_elsewhere.connect(window.say_held)
    place.live_asked.connect(acts.open_live)
    place.end_asked.connect(lambda _key: acts.session_end())
    window.files_dropped.connect(acts.import_paths)
    window.recent_menu.aboutToShow.connect(acts.fill_recent)
    window.commands.keys_changed.connect(
        lambda: window.preferences.keep_keys(window.commands.changed())
    )
    window.theme.changed.connect(window.fit_sidebar)
    # Not by a lambda, which would outlive the window: Qt takes its method's connection away.
    window.application.applicationStateChanged.connect(window.flush)
    # The system ends the session and will not wait: what is typed is saved first.
    window.application.commitDataRequest.connect(lambda _manager: window.save_now())
