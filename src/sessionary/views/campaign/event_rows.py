"""When and where an event happened, and who took part: each value is edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal

from sessionary.core.campaign.event_fields import shown_value
from sessionary.core.campaign.event_types import EVENT_TYPES, category_of, readable
from sessionary.core.campaign.gametime import parse_round
from sessionary.core.campaign.log_line import ALIASES
from sessionary.core.campaign.record import at, text_at
from sessionary.core.campaign.world import called_in
from sessionary.core.entries import Visible
from sessionary.models.event_words import (
    category_word,
    game_text,
    importance_word,
    moment_text,
    type_word,
    visible_word,
)
from sessionary.views.campaign.chips_field import ChipsField
from sessionary.views.campaign.event_saves import SHOWN_TO, TAGS, TARGETS
from sessionary.views.campaign.field_rows import FieldRows
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.shift_offer import ShiftOffer
from sessionary.views.campaign.thing_links import ThingLinks
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from sessionary.core.entries import Entry
    from sessionary.views.campaign.around import Around
    from sessionary.views.campaign.event_saves import EventSaves
    from sessionary.views.theme import Theme

Record = dict[str, Any]

_CHARACTERS: Final = 2_000
_MOST_CHIPS: Final = 200


class EventRows(FieldRows):
    """The rows of an event that every event has, and those that only some have.

    `thing_asked` says the name of somebody or something whose page the reader wants.
    """

    thing_asked = Signal(str)

    def __init__(self, theme: Theme, saves: EventSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._saves = saves
        self.offer = ShiftOffer(theme, saves.shift)
        add = self.tr("Add")
        self.type = self._text(self.tr("Type"), saves.type, add)
        self.category = self._text(self.tr("Category"), saves.category, add)
        self.value = self._text(self.tr("Value"), saves.value, add)
        self.game = self._text(
            self.tr("Game time"), self._save_game, add, self.tr("Day 15, 3:30 PM or +2h")
        )
        self.add_wide(self.offer)
        self.until = self._text(
            self.tr("Until"), saves.until, add, self.tr("Day 17, 9:00 AM or +3d")
        )
        self.logged = self._text(
            self.tr("Logged"), saves.logged, add, self.tr("2025-01-20 18:05 or 18:05")
        )
        self.session = self._text(self.tr("Session"), saves.session, saves.between())
        self.who = self._text(
            self.tr("Who"),
            lambda text: saves.named("/participants/actor", text, self.tr("Edit who did it")),
            add,
        )
        self.targets = self._chips(self.tr("Targets"), TARGETS)
        self.where = self._text(
            self.tr("Where"),
            lambda text: saves.named("/participants/location", text, self.tr("Edit place")),
            add,
        )
        self.things = ThingLinks(theme)
        self.add_row(self.tr("In World"), self.things)
        self.things.thing_asked.connect(self.thing_asked)
        self.tags = self._chips(self.tr("Tags"), TAGS)
        self.shown_to = self._chips(self.tr("Shown to"), SHOWN_TO)
        self.importance = self._label(self.tr("Importance"))
        self.seen = self._label(self.tr("Seen by"))
        self._offer_choices()

    def _text(
        self, name: str, save: Callable[[str], str], placeholder: str, hint: str = ""
    ) -> EditableText:
        field = EditableText(self.theme, name, save, placeholder=placeholder, hint=hint)
        self.add_row(name, field)
        return field

    def _chips(self, name: str, pointer: str) -> ChipsField:
        saves = self._saves
        field = ChipsField(
            self.theme,
            name,
            add=lambda text: saves.add(pointer, text),
            change=lambda position, text: saves.change(pointer, position, text),
            remove=lambda position: saves.remove(pointer, position),
        )
        self.add_row(name, field)
        return field

    def _label(self, name: str) -> TextLabel:
        label = TextLabel()
        label.setContentsMargins(6, 3, 6, 3)
        self.add_row(name, label)
        return label

    def _offer_choices(self) -> None:
        saves = self._saves
        aliases: dict[str, list[str]] = {}
        for short, alias in ALIASES.items():
            aliases.setdefault(alias.word, []).append(short)
        self.type.set_choices(
            {word: ", ".join([readable(word), *aliases.get(word, ())]) for word in EVENT_TYPES}
        )
        self.category.set_choices(
            lambda: [category_word(one) for one in dict.fromkeys(map(category_of, EVENT_TYPES))]
        )
        self.session.set_choices(saves.sessions)
        self.who.set_choices(saves.people)
        self.targets.set_choices(saves.people)
        self.shown_to.set_choices(saves.people)
        self.where.set_choices(saves.places)
        self.tags.set_choices(saves.tags)

    @property
    def fields(self) -> tuple[EditableText | ChipsField, ...]:
        """All fields, in the order in which they stand."""
        return (
            self.type, self.category, self.value, self.game, self.until, self.logged,
            self.session, self.who, self.targets, self.where, self.tags, self.shown_to,
        )  # fmt: skip

    def show_event(self, entry: Entry, record: Record, around: Around, *, editable: bool) -> None:
        """Show the values of an event; those that it has not are hidden unless they can be added.

        Args:
            entry: Its entry.
            record: Its record.
            around: What stands around it.
            editable: Whether it can be changed.
        """
        self.offer.look(entry)
        self._show_what(entry, record)
        self._show_when(entry, record, around)
        self._show_names(record, around)
        self.importance.setText(importance_word(entry.importance))
        self.seen.setText(visible_word(entry.visible))
        for field in self.fields:
            field.set_editable(editable=editable)
            has = bool(field.items()) if isinstance(field, ChipsField) else bool(field.face.value())
            self.show_row(field, shown=editable or has)
        self.show_row(self.session, shown=editable)
        for_some = entry.visible == Visible.SOME
        self.show_row(self.shown_to, shown=(editable and for_some) or bool(self.shown_to.items()))
        for label in (self.importance, self.seen):
            self.show_row(label, shown=not editable)

    def _show_what(self, entry: Entry, record: Record) -> None:
        word = at(record, "event", "type")
        shown = type_word(word, "") if isinstance(word, str) and word else shown_value(word)
        self.type.set_value(shown[:_CHARACTERS], shown_value(word))
        category = at(record, "event", "category")
        if category in (None, "") and entry.category:
            follows = self.tr("{0}, as its type says").format(category_word(entry.category))
            self.category.set_value(follows, "")
        else:
            shown = category_word(category) if isinstance(category, str) else shown_value(category)
            known = isinstance(category, str)
            self.category.set_value(shown, shown if known and category else shown_value(category))
        value = at(record, "event", "value")
        self.value.set_value(shown_value(record.get("value") if value is None else value))

    def _show_when(self, entry: Entry, record: Record, around: Around) -> None:
        game = game_text(entry.game_s, around.clock)
        stored = at(record, "timestamp", "gameTime")
        written = text_at(record, "timestamp", "gameTime", "formatted")
        if stored is not None and not isinstance(stored, dict):
            written = shown_value(stored)
        shown = game
        if written and written != game:
            shown = f"{game} ({written})" if game else written
        # What is typed is read on the campaign's clock, whatever clock its file had.
        typed = game if game and parse_round(written) is None else written
        self.game.set_value(shown[:_CHARACTERS], typed)
        end = around.end_of(entry.id)
        if end is None:
            self.until.set_value(text_at(record, "timestamp", "endGameTime", "formatted"))
        else:
            early = entry.game_s is not None and end < entry.game_s
            said = self.tr("{0}, before it begins") if early else "{0}"
            until = game_text(end, around.clock)
            self.until.set_value(said.format(until), until)
        real = shown_value(at(record, "timestamp", "realTime"))
        self.logged.set_value((moment_text(entry.real_us) or real)[:_CHARACTERS], real)

    def _show_names(self, record: Record, around: Around) -> None:
        self.session.set_value(around.session_name)
        called = called_in(record, around.types)
        named = {around.name_of(one): one for one in reversed(called)}
        self.things.show_things([(one, name) for name, one in reversed(named.items())])
        self.show_row(self.things, shown=bool(named))
        for field, key in ((self.who, "actor"), (self.where, "location")):
            value = at(record, "participants", key)
            shown = around.name_of(value) if isinstance(value, str) else shown_value(value)
            field.set_value(shown)
        lists = ((self.targets, TARGETS), (self.tags, TAGS), (self.shown_to, SHOWN_TO))
        for chips, pointer in lists:
            items = self._saves.items(pointer)[:_MOST_CHIPS]
            words = [one if isinstance(one, str) else shown_value(one) for one in items]
            if pointer != TAGS:
                words = [around.name_of(word) for word in words]
            chips.set_words(words)

    def forget(self) -> None:
        """Say nothing any more, also not where nobody looks."""
        self.offer.withdraw()
        self.things.show_things(())
        for field in self.fields:
            field.set_editable(editable=False)
            if isinstance(field, ChipsField):
                field.set_words(())
            else:
                field.set_value("")
        for label in (self.importance, self.seen):
            label.setText("")

    def _save_game(self, typed: str) -> str:
        saves = self._saves
        before = saves.entry
        later = [] if before is None else saves.around.after(before.pk)
        refused = saves.game_time(typed)
        if refused or before is None or before.game_s is None or not later:
            return refused
        after = saves.work.game_second(before.pk)
        if after is not None and after != before.game_s:
            self.offer.offer(before.pk, after, later, after - before.game_s)
        return ""
