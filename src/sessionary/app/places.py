"""The places of the window: which there are, and which one is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from sessionary.views.widgets.nav_list import NavRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sessionary.app.main_window import MainWindow
    from sessionary.views.place import Place

NOW: Final = "now"
SESSIONS: Final = "sessions"
WORLD: Final = "world"
SEARCH: Final = "search"
SURVEYS: Final = "surveys"
INSIGHTS: Final = "insights"
LIVE: Final = "live"

_UNDO_SECONDS: Final = 12.0
_HELD: Final = "places"
"""Where it is kept which places have something to show."""


def _words(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKind:
    """One place of the window.

    Attributes:
        key: Its name in settings, in ``picture`` and in the key of its command.
        text: What the sidebar calls it; empty where it does not stand there. A window begins only
            with a place that does.
        icon: Name of an icon.
        make: Makes it, when it is opened for the first time.
        for_players: Whether it may be open in the player view.
        scoped: Whether it shows the campaign that is chosen in the sidebar.
        pictured: Whether ``picture`` takes it; those of the sidebar are taken anyway.
        kinds: The kinds of documents that it shows; while there is none of them, the sidebar
            folds it away. Empty for a place that is never folded.
    """

    key: str
    make: Callable[[MainWindow], Place]
    text: str = ""
    icon: str = ""
    for_players: bool = True
    scoped: bool = False
    pictured: bool = False
    kinds: tuple[str, ...] = ()


def _search(window: MainWindow) -> Place:
    from sessionary.views.search_place import SearchPlace  # noqa: PLC0415  not for painting

    place = SearchPlace(
        window.theme, lambda: window.library, lambda text: text in window.preferences.searches()
    )
    place.kept.connect(window.acts.keep_search)
    return place


def _world(window: MainWindow) -> Place:
    from sessionary.views.world.world_place import WorldPlace  # noqa: PLC0415  not for painting

    def say_undo(sentence: str) -> None:
        undo = window.acts.edit_undo
        window.banner.say(sentence, _words("Undo"), undo, seconds=_UNDO_SECONDS)

    place = WorldPlace(window.theme, lambda: window.library, window.acts.campaign_meant)
    place.acted.connect(say_undo)
    place.told.connect(window.banner.say)
    place.chosen.connect(window.acts.update_enabled)
    return place


def _surveys(window: MainWindow) -> Place:
    from sessionary.app.surveys import make_surveys  # noqa: PLC0415  not for painting

    return make_surveys(window)


def _insights(window: MainWindow) -> Place:
    from sessionary.app.insights import make_insights  # noqa: PLC0415  not for painting

    return make_insights(window)


def _live(window: MainWindow) -> Place:
    from sessionary.views.live.live_place import LivePlace  # noqa: PLC0415  not for painting

    place = LivePlace(window.theme, lambda: window.library, window.acts.now)
    place.ended.connect(window.acts.session_ended)
    place.start_asked.connect(window.acts.start_next)
    place.held_elsewhere.connect(window.say_held)
    return place


LATER: Final = (
    PlaceKind(key=WORLD, make=_world, text="World", icon="globe", scoped=True),
    PlaceKind(
        key=SURVEYS,
        make=_surveys,
        text="Surveys",
        icon="clipboard-list",
        kinds=("survey", "definition"),
    ),
    PlaceKind(key=INSIGHTS, make=_insights, text="Insights", icon="chart-column"),
    # What is found by words is also what players may not read.
    PlaceKind(key=SEARCH, make=_search, for_players=False),
    PlaceKind(key=LIVE, make=_live, pictured=True),
)
"""The places that are made once they are wanted, as the sidebar has them."""

_KINDS: Final = {kind.key: kind for kind in LATER}


def picture_places() -> list[str]:
    """Return what ``picture`` calls the places of the window."""
    later = (kind.key for kind in LATER if kind.text or kind.pictured)
    return [NOW, SESSIONS, "timeline", "calendar", *later]


class Places(QStackedWidget):
    """Holds the places, and makes those that are seldom wanted once they are."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._made: dict[str, Place] = {}
        self._stale: set[str] = set()
        self._before = SESSIONS
        for place in (window.now_place, window.sessions_place):
            self.addWidget(place)

    def rows(self, held: Collection[str]) -> tuple[list[NavRow], list[NavRow]]:
        """Return the rows of the sidebar, and those of places that have nothing to show yet.

        Args:
            held: The keys of the places for which there are documents.
        """
        shown = [
            NavRow(key=NOW, text=_words("Now"), icon="circle-dot"),
            NavRow(key=SESSIONS, text=_words("Sessions"), icon="list"),
        ]
        folded: list[NavRow] = []
        for kind in LATER:
            if kind.text:
                folds = bool(kind.kinds) and kind.key not in held
                row = NavRow(
                    key=kind.key, text=_words(kind.text), icon=kind.icon, indent=int(folds)
                )
                (folded if folds else shown).append(row)
        return shown, folded

    def show_rows(self) -> None:
        """Let the sidebar have a row for each place of which something is there."""
        library, kept = self._window.library, self._window.preferences
        if library is None:
            # Until the library is open, it has what it had when it was closed.
            held = kept.text(_HELD).split(",")
        else:
            held = [one.key for one in LATER if one.kinds and library.has_documents(one.kinds)]
            if ",".join(held) != kept.text(_HELD):
                kept.keep_text(_HELD, ",".join(held))
        self._window.sidebar.set_places(*self.rows(held))

    @property
    def key(self) -> str:
        """The place that is open."""
        shown = self.currentWidget()
        if shown is self._window.now_place:
            return NOW
        return next((key for key, place in self._made.items() if place is shown), SESSIONS)

    def is_listed(self, key: str) -> bool:
        """Say whether the sidebar has a place."""
        kind = _KINDS.get(key)
        return kind is None or bool(kind.text)

    def is_scoped(self, key: str) -> bool:
        """Say whether a place shows the campaign that is chosen in the sidebar."""
        return key == SESSIONS or (key in _KINDS and _KINDS[key].scoped)

    @property
    def current(self) -> Place | None:
        """The place that is open, None while it is Now or Sessions."""
        return self._made.get(self.key)

    def open(self, key: str) -> None:
        """Show a place; one that does not exist (any more) is Sessions."""
        if self.key != key:
            self._before = self.key
        self.setCurrentWidget(self._widget(key))
        if self.key in self._stale:
            self._stale.discard(self.key)
            self._made[self.key].refresh()

    def leave(self) -> None:
        """Go back to the place that was open before."""
        self._window.go_to(self._before)

    def get(self, key: str) -> Place | None:
        """Return a place that was made already."""
        return self._made.get(key)

    def refresh(self) -> None:
        """Let the place that is open read anew what it shows, and others once they are opened."""
        self.show_rows()
        self._stale = set(self._made)
        self.open(self.key)

    def filter_tag(self, tag: str) -> bool:
        """Leave only what has a tag in the place that is open; say whether it lists such."""
        return self.current is not None and self.current.filter_tag(tag)

    def flush(self) -> None:
        """Save what is being typed."""
        for place in self._made.values():
            place.flush()

    def set_player_view(self, *, on: bool) -> None:
        """Hide what is for the GM alone, or show it again."""
        if on and self.key in _KINDS and not _KINDS[self.key].for_players:
            self.leave()
        for place in self._made.values():
            place.set_player_view(on=on)

    @property
    def busy(self) -> bool:
        """Whether something is still being read that will be shown."""
        return self.key in self._made and self._made[self.key].busy

    def _widget(self, key: str) -> QWidget:
        if key == NOW:
            return self._window.now_place
        if key not in _KINDS:
            return self._window.sessions_place
        if key not in self._made:
            self._add(_KINDS[key])
        return self._made[key]

    def _add(self, kind: PlaceKind) -> None:
        window = self._window
        with window.theme.undressed():
            place = self._made[kind.key] = kind.make(window)
            self.addWidget(place)
        place.session_asked.connect(window.acts.open_found_session)
        place.event_asked.connect(window.acts.open_found_event)
        place.thing_asked.connect(window.acts.open_thing)
        place.left.connect(self.leave)
        place.set_player_view(on=window.acts.player_view)
        self._stale.add(kind.key)
