"""The page of one thing of a world: what it is called, what was written, and where it occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.world import GM_ONLY, PUBLIC, Kind
from sessionary.core.problems import UserError
from sessionary.models.event_log import ICON_ROLE
from sessionary.models.mention_list import MentionListModel
from sessionary.models.world_words import kind_word, seen_word
from sessionary.services.sessions import document_data
from sessionary.services.world_edits import rename_thing, write_about
from sessionary.views.campaign.edits import DocumentEdits
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.live_text import LiveText
from sessionary.views.campaign.tags_field import TagsField
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.buttons import MenuButton, OutlinedButton
from sessionary.views.widgets.cards import Card
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, one_line, set_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from sessionary.core.campaign.world import Thing
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.world import Mention, World
    from sessionary.views.theme import Theme

_COMPACT_BELOW = 480


class WorldPage(QWidget):
    """Shows one thing and takes what is written about it.

    Signals:
        event_asked: The reader opened an event that tells of it; the number of its entry.
        merge_asked: The reader wants to make it and another thing one.
        renamed: It has another name now.
    """

    event_asked = Signal(object)
    merge_asked = Signal()
    renamed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.thing: Thing | None = None
        self._campaign = ""
        self._edits: DocumentEdits | None = None
        self._editable = self._player_view = False
        self.name = EditableText(theme, self.tr("Name"), self._save_name, role="page_title")
        self.merge_button = OutlinedButton(theme, self.tr("&Merge with…"), "link")
        self.kind = MenuButton(theme, self.tr("What it is"))
        self.seen = MenuButton(theme, self.tr("Who may know of it"))
        self.facts = TextLabel(tone="text2", elide=True)
        self.aliases = TagsField(
            theme, self._save_aliases, lambda _alias: None, name=self.tr("Other names"),
            hint=self.tr("the Stranger, Elara of the Tide"),
        )  # fmt: skip
        self.notes = LiveText(
            theme, self.tr("Notes"), self._take_notes, lines=(3, 9),
            placeholder=self.tr("What is behind it, what it wants, what nobody knows yet."),
        )  # fmt: skip
        self.notes_card = Card(theme, self.tr("Notes"))
        self.shared = QCheckBox(self.tr("Players may read this"))
        self.model = MentionListModel(self)
        self.table = Table(
            theme, _looks(), self.tr("Events that tell of it"),
            muted=lambda index: not self._is_named(index.row()),
        )  # fmt: skip
        self.table.setModel(self.model)
        self.heading = TextLabel(role="strong", wrap=True)
        self.nothing = EmptyState(theme, "scroll-text", self.tr("No event tells of it yet"), " ")
        self.rows = QStackedWidget()
        self.empty = EmptyState(
            theme,
            "globe",
            self.tr("Nothing selected"),
            self.tr("Choose a person, a place or a thing to see what is known about it."),
        )
        self._stack = QStackedWidget()
        self._fill_menus()
        self._lay_out()
        self.merge_button.clicked.connect(self.merge_asked)
        self.shared.clicked.connect(self._share)
        self.table.opened.connect(self._open)

    def _fill_menus(self) -> None:
        for kind in Kind:
            self._offer(self.kind, kind_word(kind), str(kind), "kind")
        for value in ("", PUBLIC, GM_ONLY):
            self._offer(self.seen, seen_word(value), value, "visibility")

    def _offer(self, button: MenuButton, word: str, value: str, key: str) -> None:
        action = button.choices.addAction(word)
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(lambda: self._choose(key, value))

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name, 1)
        first.addWidget(self.merge_button)
        second = QHBoxLayout()
        second.setContentsMargins(6, 0, 0, 0)
        second.setSpacing(8)
        second.addWidget(self.kind)
        second.addWidget(self.seen)
        second.addWidget(self.facts, 1)
        third = QHBoxLayout()
        third.setContentsMargins(6, 2, 0, 0)
        third.setSpacing(8)
        self.also = TextLabel(self.tr("Also"), tone="text2")
        third.addWidget(self.also)
        third.addWidget(self.aliases, 1)
        self.notes_card.add_to_header(self.shared)
        self.notes_card.add(self.notes)
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 10, 1, 6)
        inside.setSpacing(6)
        above = QHBoxLayout()
        above.setContentsMargins(15, 0, 15, 0)
        above.addWidget(self.heading, 1)
        inside.addLayout(above)
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.nothing)
        inside.addWidget(self.rows, 1)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(18, 12, 24, 16)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(third)
        column.addSpacing(8)
        cards = QVBoxLayout()
        cards.setContentsMargins(6, 0, 0, 0)
        cards.setSpacing(12)
        cards.addWidget(self.notes_card)
        cards.addWidget(frame, 1)
        column.addLayout(cards, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)
        tab_through(
            [
                *(self.name, self.merge_button, self.kind, self.seen, self.aliases),
                *(self.shared, self.notes, frame),
            ]
        )

    def show_thing(
        self,
        thing: Thing | None,
        library: OpenLibrary | None,
        world: World | None,
        *,
        player_view: bool,
    ) -> None:
        """Show a thing of a world, or that nothing is chosen.

        Args:
            thing: What is shown.
            library: The library that is open.
            world: What the thing belongs to.
            player_view: Only read, without what is for the GM alone.
        """
        if thing is None or library is None or world is None:
            self._leave()
            self.thing = None
            self._stack.setCurrentIndex(0)
            return
        if self._edits is None or self._edits.open_library is not library:
            self._edits = DocumentEdits(library, "world")
        if self._is_other(thing, world):
            self._leave()
            self.name.give_up()
            self.aliases.give_up()
            self.model.show((), {})
            self.heading.setText(" ")
            self.rows.setCurrentWidget(self.table)
        self.thing, self._campaign, self._player_view = thing, world.campaign, player_view
        self._edits.key = thing.key
        self._editable = not player_view and not library.library.read_only
        self._show_head(thing, world)
        self._show_notes(thing)
        self._stack.setCurrentIndex(1)

    def _is_other(self, thing: Thing, world: World) -> bool:
        if self.thing is None or world.campaign != self._campaign:
            return True
        same_document = bool(thing.key) and thing.key == self.thing.key
        return not (same_document or thing.goes_by(self.thing.name))

    def _show_head(self, thing: Thing, world: World) -> None:
        self.name.set_value(one_line(thing.name, 300), thing.name)
        self.name.set_editable(editable=self._editable)
        self.kind.setText(kind_word(thing.kind))
        self.seen.setText(seen_word(thing.visibility))
        for button, what, value in (
            (self.kind, self.tr("What it is"), str(thing.kind)),
            (self.seen, self.tr("Who may know of it"), thing.visibility),
        ):
            button.setAccessibleName(f"{what}: {button.text()}")
            for action in button.choices.actions():
                action.setChecked(action.data() == value)
        self.kind.setVisible(not self._player_view)
        self.kind.setEnabled(self._editable)
        self.seen.setVisible(not self._player_view)
        self.seen.setEnabled(self._editable)
        self.merge_button.setVisible(self._editable)
        self.aliases.set_tags(thing.aliases)
        self.aliases.set_editable(editable=self._editable)
        self.also.setVisible(bool(thing.aliases) or self._editable)
        first = world.sessions.get(thing.session)
        facts = [kind_word(thing.kind)] if self._player_view else []
        facts += [self.tr("first in {0}").format(one_line(first[1], 80))] if first else []
        self.facts.setText("  ·  ".join(facts))

    def _show_notes(self, thing: Thing) -> None:
        self.notes.setReadOnly(not self._editable)
        # A thing that is gathered for players has notes only if they may read them.
        text, shared = thing.notes, False
        if thing.key and self._edits is not None and not self._player_view:
            try:
                # What is typed and not saved yet as well.
                data = document_data(self._edits.library, "world", thing.key)
                text = text_at(data, "record", "notes")
                shared = text_at(data, "record", "notesVisibility") == PUBLIC
            except UserError:
                text = thing.notes
        self.notes.set_text(text)
        self.notes_card.setVisible(bool(text) or not self._player_view)
        self.shared.setVisible(not self._player_view)
        self.shared.setEnabled(self._editable)
        self.shared.setChecked(shared)
        # Of what they do not know they do not read notes either.
        known = thing.visibility == PUBLIC
        set_tip(self.shared, "" if known else self.tr("Once players know of it."))

    def show_mentions(self, mentions: Sequence[Mention], world: World) -> None:
        """Show the events that tell of the thing."""
        chosen = self.model.mention(self.table.currentIndex().row())
        clock = PLAIN
        if self._edits is not None:
            clock = self._edits.library.epochs.clock_of(world.campaign)
        self.model.show(mentions, world.sessions, clock)
        self.heading.setText(self._counted(mentions) or " ")
        self._say_nothing(world)
        self.rows.setCurrentWidget(self.table if mentions else self.nothing)
        if chosen is not None:
            self.table.choose_row(
                next((row for row, one in enumerate(mentions) if one.pk == chosen.pk), -1)
            )

    def _say_nothing(self, world: World) -> None:
        """Say where else it occurs, in the place of events that there are none of."""
        thing = self.thing
        listed = world.sessions.get(thing.session) if thing is not None and thing.lists else None
        self.nothing.say(
            "scroll-text",
            self.tr("No event tells of it yet"),
            self.tr("The summary of {0} names it.").format(one_line(listed[1], 80))
            if listed is not None
            else self.tr("Events that name it or speak of it will be listed here."),
        )

    def _counted(self, mentions: Sequence[Mention]) -> str:
        """Say how often the thing is named, and how often it is spoken of."""
        named = sum(one.named for one in mentions)
        told = len(mentions) - named
        lists = 0 if self.thing is None else self.thing.lists
        where = []
        if named:
            one = named == 1
            where.append(self.tr("1 event") if one else self.tr("{0} events").format(named))
        if lists:
            one = lists == 1
            where.append(self.tr("1 summary") if one else self.tr("{0} summaries").format(lists))
        parts = []
        if where:
            parts.append(self.tr("Named in {0}").format(self.tr(" and ").join(where)))
        if told:
            words = self.tr("spoken of in {0} more") if named else self.tr("spoken of in {0}")
            parts.append(words.format(told))
        said = ", ".join(parts)
        return said[:1].upper() + said[1:]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.merge_button.set_compact(compact=event.size().width() < self.theme.px(_COMPACT_BELOW))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        fields = all([self.name.flush(), self.aliases.flush(), self.notes.flush()])
        return fields and (self._edits is None or self._edits.flush())

    def begin_name(self) -> None:
        """Edit the name."""
        if self._editable and self.thing is not None:
            self.name.open_editor()

    def do(self, act: Callable[[DocumentEdits, str, Thing], Any]) -> str:
        """Do something with the thing that is shown; return what stood in the way."""
        if self._edits is None or self.thing is None:
            return ""
        edits, campaign, thing = self._edits, self._campaign, self.thing
        return edits.do(lambda: act(edits, campaign, thing))

    def _leave(self) -> None:
        if self.thing is not None:
            self.flush()
            if self._edits is not None:
                self._edits.let_go()

    def _save_name(self, typed: str) -> str:
        refused = self.do(
            lambda edits, campaign, thing: rename_thing(edits.library, campaign, thing, typed)
        )
        if not refused:
            self.renamed.emit(typed)
        return refused

    def _save_aliases(self, aliases: list[str]) -> str:
        return self._write({"aliases": aliases}, self.tr("Edit names"))

    def _choose(self, key: str, value: str) -> None:
        names = {"kind": self.tr("Change kind"), "visibility": self.tr("Change who knows of it")}
        self._write({key: value or None}, names[key])

    def _take_notes(self, typed: str) -> bool:
        name = self.tr("Edit notes")
        if self._edits is not None and self._edits.key:
            return self._edits.type("/notes", typed, name)
        # The first letter makes the document.
        return not self._write({"notes": typed}, name)

    def _share(self, on: bool) -> None:  # noqa: FBT001  Qt's signature
        name = self.tr("Let players read it") if on else self.tr("Keep for the GM alone")
        if self._write({"notesVisibility": PUBLIC if on else None}, name):
            self.shared.setChecked(not on)

    def _write(self, values: dict[str, Any], name: str) -> str:
        made: list[str] = []
        refused = self.do(
            lambda edits, campaign, thing: made.append(
                write_about(edits.library, campaign, thing, values, name)
            )
        )
        if made and self._edits is not None:
            self._edits.key = made[0]
        return refused

    def _is_named(self, row: int) -> bool:
        mention = self.model.mention(row)
        return mention is None or mention.named

    def _open(self, index: QModelIndex) -> None:
        mention = self.model.mention(index.row())
        if mention is not None and mention.session:
            self.event_asked.emit(mention.pk)


def _looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.ICON, width=36, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.NUMBER, width=142, tone="text2", left=True, gives_way=1),
        ColumnLook(width=190, tone="text2", gives_way=2),
    ]
