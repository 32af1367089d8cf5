"""The World place: the people, places and things of one campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout
from typing_extensions import override

from sessionary.core.campaign.world import Kind
from sessionary.core.campaign.world_record import partners
from sessionary.services.world import mentions_of, world_of
from sessionary.services.world_edits import delete_things, make_thing, merge_things
from sessionary.views.place import Place
from sessionary.views.widgets.text import one_line
from sessionary.views.world.thing_dialogs import MergeChooser, NewThing
from sessionary.views.world.world_list import WorldListPane
from sessionary.views.world.world_page import WorldPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.campaign.world import Thing
    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.library import Library
    from sessionary.services.world import Mention, World
    from sessionary.views.theme import Theme

_MENTIONS_MS = 30


class WorldPlace(Place):
    """Lists what a campaign's events mention, with a page beside it.

    Signals:
        acted: Something was done that can be taken back; the sentence says what.
        told: The sentence says why nothing was done.
        chosen: Another thing is chosen, or none.
    """

    acted = Signal(str)
    told = Signal(str)
    chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        campaign: Callable[[], str],
    ) -> None:
        """Make the place, empty until it is opened.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            campaign: Returns the campaign that is meant, empty if none is.
        """
        super().__init__()
        self.theme, self._library, self._campaign = theme, library, campaign
        self.world: World | None = None
        self._player_view = False
        self._reading: Job | None = None
        self._again = False
        self._mentioning: Job | None = None
        self._then: str = ""
        self.list = WorldListPane(theme)
        self.page = WorldPage(theme)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_MENTIONS_MS)
        self._later.timeout.connect(self._read_mentions)
        self._lay_out()
        self.list.chosen.connect(self._show_chosen)
        self.list.opened.connect(self._enter_page)
        self.list.new_button.clicked.connect(self.make_item)
        self.page.event_asked.connect(self.event_asked)
        self.page.merge_asked.connect(self.ask_to_merge)
        self.page.renamed.connect(self.seek)

    def _lay_out(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.page)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.list.setMinimumWidth(self.theme.px(380))
        self.page.setMinimumWidth(self.theme.px(420))
        self.splitter.setSizes([self.theme.px(560), self.theme.px(640)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

    @override
    def begin(self) -> None:
        """Take the focus into the list."""
        if self.list.model.rowCount():
            self.list.enter()
        else:
            self.list.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def refresh(self) -> None:
        """Read the world anew; what is shown stays until it is read."""
        library = self._library()
        if self._reading is not None:
            self._again = True
            return
        if library is None or library.closed or not self._campaign():
            self.list.set_scope(named=bool(self._campaign()))
            self._show(None)
            return
        campaign, players_only = self._campaign(), self._player_view
        self.list.set_scope(named=True)
        if self.world is not None and self.world.campaign != campaign:
            self._show(None)
        self._reading = library.run(
            self.tr("Reading the world"),
            lambda _report: world_of(library.library, campaign, players_only=players_only),
            shown=False,
        )
        self._reading.finished.connect(self._read)
        self._reading.failed.connect(self._failed)
        self._reading.cancelled.connect(lambda: self._read(None))

    @override
    def flush(self) -> None:
        """Save what is typed."""
        self.page.flush()

    @override
    def set_player_view(self, *, on: bool) -> None:
        """Leave out what is for the GM alone, or show it again."""
        if on != self._player_view:
            self._player_view = on
            # Nothing that players may not know stays in sight until it is read anew.
            self.page.flush()
            self._show(None)
            self.list.new_button.setVisible(not on)
            self.refresh()

    @property
    @override
    def busy(self) -> bool:
        """Whether something is still being read."""
        waiting = self._later.isActive() or self._mentioning is not None
        return self._reading is not None or waiting

    def _failed(self, error: BaseException) -> None:
        self._read(None)
        self.told.emit(self.tr("The world cannot be read. {0}").format(error))

    def _read(self, world: World | None) -> None:
        self._reading = None
        if self._again:
            self._again = False
            self.refresh()
            return
        self._show(world)

    def _show(self, world: World | None) -> None:
        self.world = world
        self.list.show_world(world, self._campaign_name())
        found = world.find(self._then) if world is not None and self._then else None
        if found is not None:
            self._then = ""
            self.list.choose(found)
        self._show_chosen()

    def _campaign_name(self) -> str:
        """Return what the campaign is called, empty where there is no other."""
        library = self._library()
        known = library.campaigns() if library is not None and not library.closed else []
        if self.world is None or len(known) < 2:
            return ""
        return next((one.name for one in known if one.id == self.world.campaign), "")

    def _show_chosen(self) -> None:
        thing = self.list.current()
        self.page.show_thing(thing, self._library(), self.world, player_view=self._player_view)
        if thing is not None:
            self._later.start()
        self.chosen.emit()

    def _read_mentions(self) -> None:
        library, world, thing = self._library(), self.world, self.page.thing
        if library is None or library.closed or world is None or thing is None:
            return
        if self._mentioning is not None:
            # What is chosen by then is read once this is done.
            self._later.start()
            return
        players_only = self._player_view
        job = self._mentioning = library.run(
            self.tr("Looking for mentions"),
            lambda _report: mentions_of(
                library.library, world.campaign, thing, players_only=players_only
            ),
            shown=False,
        )
        job.finished.connect(lambda found: self._mentioned(world, thing, found))
        job.failed.connect(lambda _error: self._mentioned(world, thing, ()))
        job.cancelled.connect(lambda: self._mentioned(world, thing, ()))

    def _mentioned(self, world: World, thing: Thing, found: tuple[Mention, ...]) -> None:
        self._mentioning = None
        if self.page.thing is thing and self.world is world:
            self.page.show_mentions(found, world)

    def _enter_page(self) -> None:
        if self.page.model.rowCount():
            if not self.page.table.currentIndex().isValid():
                self.page.table.choose_row(0)
            self.page.table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.page.notes.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    @override
    def document(self) -> tuple[str, str] | None:
        """What is written about the chosen thing."""
        thing = self.page.thing
        return ("world", thing.key) if thing is not None and thing.key else None

    @property
    @override
    def has_item(self) -> bool:
        """Whether something is chosen that can be renamed."""
        return self.page.thing is not None and not self._player_view

    @override
    def make_item(self) -> bool:
        """Ask for the name of a new thing."""
        if self.world is None or self._player_view:
            return True
        group = self.list.kinds.key()
        dialog = NewThing(self.theme, Kind(group) if group in set(Kind) else Kind.NPC, self)
        dialog.taken.connect(self._make)
        dialog.open()
        return True

    def _make(self, name: str, kind: str) -> None:
        campaign, known = self._campaign(), self.world.find(name) if self.world else None
        if known is not None:
            self.list.choose(known)
            self._enter_page()
        elif self._act(lambda library: make_thing(library, campaign, name, Kind(kind))):
            self.seek(name)

    @override
    def rename_item(self) -> bool:
        """Edit the name of the chosen thing."""
        self.page.begin_name()
        return True

    @override
    def delete_item(self) -> bool:
        """Delete what is written about the chosen thing."""
        thing = self.page.thing
        if thing is None or self._player_view:
            return True
        name = one_line(thing.name, 80)
        if not thing.key:
            self.told.emit(self.tr("Nothing is written about “{0}”; events name it.").format(name))
            return True
        # What is typed is saved first, so that undo brings it back.
        self.page.flush()
        if self._act(lambda library: delete_things(library, [thing.key])):
            self.acted.emit(self.tr("What was written about “{0}” is deleted.").format(name))
        return True

    @override
    def find_here(self) -> bool:
        """Go into the filter."""
        self.list.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.field.selectAll()
        return True

    def ask_to_merge(self) -> None:
        """Ask with what the chosen thing is to become one."""
        thing, world = self.page.thing, self.world
        if thing is None or world is None or self._player_view:
            return
        dialog = MergeChooser(self.theme, thing, partners(thing, world.things), self)
        dialog.taken.connect(self._merge)
        dialog.open()

    def _merge(self, taken: Thing, into: Thing) -> None:
        campaign = self._campaign()
        self.page.flush()
        if self._act(lambda library: merge_things(library, campaign, taken, into)):
            self.seek(into.name)
            words = self.tr("“{0}” is another name of “{1}” now.")
            names = (one_line(one.name, 60) for one in (taken, into))
            self.acted.emit(words.format(*names))

    def _act(self, act: Callable[[Library], object]) -> bool:
        library = self._library()
        return library is not None and library.try_act(lambda: act(library.library))

    def seek(self, name: str) -> None:
        """Choose what goes by a name as soon as it is read."""
        self._then = name
        found = self.world.find(name) if self.world is not None else None
        if self._reading is None and found is not None:
            self._then = ""
            self.list.choose(found)
