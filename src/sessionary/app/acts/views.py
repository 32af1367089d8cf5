"""Acts of the Edit, View and Go menus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from sessionary.app.acts.base import Acts
from sessionary.app.places import INSIGHTS, SEARCH, SURVEYS, WORLD
from sessionary.views.sessions.filter_parts import CALENDAR, LIST, TIMELINE
from sessionary.views.theme import Appearance

if TYPE_CHECKING:
    from sessionary.views.settings_dialog import Preferences


class ViewActs(Acts):
    """Undoes, finds, and changes what is seen."""

    def say_facts(self) -> None:
        """Say at the foot of the window how much there is of what is looked at."""
        from sessionary.app.session_facts import status_facts  # noqa: PLC0415  not for painting

        self.window.status.say_facts(status_facts(self.window))

    def edit_redo(self) -> None:
        """Do again what was taken back."""
        self.window.flush()
        self.window.banner.withdraw(self.edit_undo)
        if self._library is not None:
            self._library.redo()

    def edit_find(self) -> None:
        """Go to the filter of the place that has one, else to that of the sessions."""
        if self._listing is not None and self._listing.find_here():
            return
        self.window.go_to("sessions")
        field = self.window.sessions_place.filter_field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def edit_find_everywhere(self) -> None:
        """Search the whole library."""
        self._open_place(SEARCH)

    def search_for(self, text: str) -> None:
        """Search the whole library for words that were kept."""
        from sessionary.views.search_place import SearchPlace  # noqa: PLC0415  seldom wanted

        if not self.window.commands["edit.find_everywhere"].action.isEnabled():
            return
        self._open_place(SEARCH)
        place = self.window.places.get(SEARCH)
        if isinstance(place, SearchPlace):
            place.look_for(text)

    def keep_search(self, text: str, kept: bool) -> None:  # noqa: FBT001  Qt's signature
        """Keep a search in the sidebar, or do so no more."""
        others = [one for one in self.window.preferences.searches() if one != text]
        self.window.preferences.keep_searches([*others, text] if kept else others)
        self._show_searches()

    def _show_searches(self) -> None:
        # What is found by words is also what players may not read.
        kept = [] if self.player_view else self.window.preferences.searches()
        self.window.sidebar.set_searches(kept)

    def edit_clear_filter(self) -> None:
        """Show all sessions again."""
        self.window.go_to("sessions")
        self.window.sessions_place.list.clear_filter()

    def view_list(self) -> None:
        """Show the list."""
        self.window.go_to("sessions")
        self.window.sessions_place.show_view(LIST)
        self.window.sessions_place.begin()

    def view_timeline(self) -> None:
        """Show the timeline."""
        self.window.go_to("sessions")
        self.window.sessions_place.show_view(TIMELINE)

    def view_calendar(self) -> None:
        """Show the calendar."""
        self.window.go_to("sessions")
        self.window.sessions_place.show_view(CALENDAR)

    def view_players(self) -> None:
        """Hide what is for the GM alone, or show it again."""
        self.player_view = self.window.commands["view.players"].action.isChecked()
        self.window.flush()
        # What it tells of an act may name whom players do not know of.
        self.window.banner.dismiss()
        self._show_searches()
        self.window.places.set_player_view(on=self.player_view)
        self.window.sessions_place.set_player_view(on=self.player_view)
        self.window.reload()
        self.window.sessions_place.shown_changed.emit()

    def view_sidebar(self) -> None:
        """Show or hide the sidebar."""
        shown = self.window.commands["view.sidebar"].action.isChecked()
        if not shown and self.window.sidebar.isAncestorOf(self.window.focusWidget()):
            self.window.sessions_place.list.table.setFocus()
        self.window.sidebar.setVisible(shown)

    def view_full_screen(self) -> None:
        """Fill the screen, or go back."""
        if self.window.commands["view.full_screen"].action.isChecked():
            self.window.showFullScreen()
        else:
            self.window.showNormal()

    def view_system(self) -> None:
        """Follow the system's theme."""
        self._appear(Appearance.SYSTEM)

    def view_light(self) -> None:
        """Use the light theme."""
        self._appear(Appearance.LIGHT)

    def view_dark(self) -> None:
        """Use the dark theme."""
        self._appear(Appearance.DARK)

    def _appear(self, appearance: Appearance) -> None:
        preferences = self.window.preferences.preferences()
        self.take_preferences(
            replace(preferences, look=replace(preferences.look, appearance=appearance))
        )

    def go_now(self) -> None:
        """Open Now."""
        self.window.go_to("now")

    def go_sessions(self) -> None:
        """Open Sessions."""
        self.window.go_to("sessions")

    def go_world(self) -> None:
        """Open World."""
        self._open_place(WORLD)

    def open_thing(self, name: str) -> None:
        """Show the page of somebody or something of the world."""
        from sessionary.views.world.world_place import WorldPlace  # noqa: PLC0415  not for painting

        self.window.go_to(WORLD)
        place = self._listing
        if isinstance(place, WorldPlace):
            place.seek(name)

    def world_merge(self) -> None:
        """Make the chosen thing and another one."""
        from sessionary.views.world.world_place import WorldPlace  # noqa: PLC0415  not for painting

        place = self._listing
        if isinstance(place, WorldPlace):
            place.ask_to_merge()

    def go_surveys(self) -> None:
        """Open Surveys."""
        self._open_place(SURVEYS)

    def go_insights(self) -> None:
        """Open Insights, with the campaign that is meant."""
        self._open_place(INSIGHTS)

    def _open_place(self, key: str) -> None:
        self.window.go_to(key)
        place = self.window.places.get(key)
        if place is not None:
            place.begin()

    def go_palette(self) -> None:
        """Open the command palette."""
        self.window.palette_popup.open()

    def take_preferences(self, preferences: Preferences) -> None:
        """Let what the reader chose hold from now on."""
        self.window.preferences.keep_preferences(preferences)
        self.window.theme.set_look(preferences.look)
        self.window.letters.set_enabled(enabled=preferences.list_letters)
