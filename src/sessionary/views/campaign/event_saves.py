"""Takes what is typed into the fields of an event and writes it as files write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from sessionary.core.campaign import event_fields as fields
from sessionary.core.campaign.effect_fields import effect_values, luck_values, roll_values
from sessionary.core.campaign.event_types import CATEGORIES, EVENT_TYPES
from sessionary.core.campaign.typed import typed_names
from sessionary.core.json_text import JsonError, parse
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.models.event_words import category_word, type_word
from sessionary.services.event_edits import BETWEEN
from sessionary.views.campaign.around import Around
from sessionary.views.campaign.when import reader_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.campaign.event_fields import Values
    from sessionary.core.entries import Entry
    from sessionary.views.campaign.log_work import LogWork

Record = dict[str, Any]

TARGETS: Final = "/participants/targets"
TAGS: Final = "/metadata/tags"
CASCADE: Final = "/effects/cascade"
SHOWN_TO: Final = "/metadata/visibleTo"
"""The players who may see an event that not all of them may see."""
_NAMED: Final = frozenset({TARGETS, SHOWN_TO})


def _words(text: str) -> str:
    return QCoreApplication.translate("EventSaves", text)


class EventSaves:
    """One method a field; each returns why the text is refused, empty if it was saved.

    Attributes:
        entry: The event that is shown, None without one.
        record: Its record.
        around: What stands around it.
    """

    def __init__(self, work: LogWork) -> None:
        self.work = work
        self.entry: Entry | None = None
        self.record: Record = {}
        self.around = Around()

    def _edit(self, values: Callable[[], Values], name: str) -> str:
        if self.entry is None:
            return ""
        try:
            wanted = values()
        except UserError as error:
            return str(error)
        return self.work.edit(self.entry.pk, wanted, name)

    def type(self, text: str) -> str:
        """Take the type: a word, an alias, a title, or a word of one's own."""
        titles = {type_word(word, ""): word for word in EVENT_TYPES}
        return self._edit(lambda: fields.type_values(text, titles), _words("Edit type"))

    def category(self, text: str) -> str:
        """Take the category; nothing lets it follow from the type."""
        titles = {category_word(one): one for one in CATEGORIES}
        return self._edit(lambda: fields.category_values(text, titles), _words("Edit category"))

    def value(self, text: str) -> str:
        """Take the event's own value, such as the XP that were won."""
        return self._edit(lambda: fields.amount_values(self.record, text), _words("Edit value"))

    def text(self, pointer: str, text: str, name: str) -> str:
        """Take a text."""
        return self._edit(lambda: fields.text_values(pointer, text), name)

    def said(self, text: str, name: str) -> str:
        """Take the description, blanks at its ends too."""
        return self._edit(lambda: {"/event/description": text or None}, name)

    def named(self, pointer: str, text: str, name: str) -> str:
        """Take who or where, by name or by id."""
        return self._edit(lambda: fields.name_values(pointer, text, self.around.id_of), name)

    def game_time(self, text: str) -> str:
        """Take when it happened."""
        if self.entry is None:
            return ""
        return self.work.edit_game_time(self.entry.pk, text, _words("Edit game time"))

    def until(self, text: str) -> str:
        """Take until when it lasted; nothing takes that away."""
        if self.entry is None:
            return ""
        return self.work.edit_end_time(self.entry.pk, text, _words("Edit end in game time"))

    def logged(self, text: str) -> str:
        """Take when it was logged."""
        zone = reader_zone(self.work.zone)
        return self._edit(
            lambda: fields.real_time_values(self.record, text, zone), _words("Edit time")
        )

    def session(self, text: str) -> str:
        """Move it to the session that is named by number or title, or between sessions."""
        if self.entry is None:
            return ""
        wanted = text.strip()
        if not wanted or fold(wanted) == fold(self.between()):
            return self.work.move(self.entry.pk, BETWEEN)
        number = wanted.removeprefix("#").strip()
        for key, (of, title) in self.work.sessions().items():
            if number == of or fold(wanted) in (fold(title), fold(session_line(of, title))):
                return self.work.move(self.entry.pk, key)
        return _words(
            "“{0}” is no session of this campaign. Write its number or its title, or nothing "
            "for what happened between sessions."
        ).format(wanted)

    def sessions(self) -> list[str]:
        """Return what can be typed for a session."""
        found = [session_line(*names) for names in self.work.sessions().values()]
        return [*found, self.between()]

    @staticmethod
    def between() -> str:
        """Return what stands for no session."""
        return _words("Between sessions")

    def add(self, pointer: str, text: str) -> str:
        """Add to targets, players or tags what is named, with commas between several."""
        names = typed_names(text)
        if pointer in _NAMED:
            names = [self.around.id_of(one) for one in names]
        return self._edit(
            lambda: fields.added_values(self.record, pointer, names), self._changed(pointer)
        )

    def change(self, pointer: str, position: int, text: str) -> str:
        """Put another target or tag in the place of one; nothing takes it out."""
        name = text.strip()
        if name and pointer in _NAMED:
            name = self.around.id_of(name)
        return self._edit(
            lambda: fields.changed_values(self.record, pointer, position, name),
            self._changed(pointer),
        )

    def remove(self, pointer: str, position: int) -> str:
        """Take a target, a tag, an effect or a triggered event out."""
        return self._edit(
            lambda: fields.without_values(self.record, pointer, position), self._changed(pointer)
        )

    @staticmethod
    def _changed(pointer: str) -> str:
        names = {
            TARGETS: _words("Edit targets"),
            TAGS: _words("Edit tags"),
            CASCADE: _words("Edit what it triggered"),
            SHOWN_TO: _words("Edit who sees it"),
        }
        return names.get(pointer, _words("Edit effects"))

    def roll(self, key: str, text: str) -> str:
        """Take a part of the roll."""
        return self._edit(lambda: roll_values(self.record, key, text), _words("Edit roll"))

    def luck(self, luck: str) -> str:
        """Take ``advantage``, ``disadvantage`` or neither."""
        return self._edit(lambda: luck_values(self.record, luck), _words("Edit roll"))

    def effect(self, kind: str, position: int, key: str, text: str) -> str:
        """Take a part of an effect; one that is not there yet is added."""
        return self._edit(
            lambda: effect_values(self.record, kind, position, key, text, self.around.id_of),
            _words("Edit effects"),
        )

    def triggered(self, text: str) -> str:
        """Add an event that this one triggered, by what it is called or by its id."""
        wanted = text.strip()
        if not wanted:
            return ""
        labels = self.around.labels
        known = [one for one, label in labels.items() if fold(label) == fold(wanted)]
        identity = wanted if wanted in labels or not known else known[0]
        return self._edit(
            lambda: fields.cascade_values(self.record, identity), self._changed(CASCADE)
        )

    def other(self, pointer: str, former: Any, text: str) -> str:
        """Take a field that the program does not know: text as typed, anything else as JSON."""
        value: Any = text
        if not isinstance(former, str):
            try:
                value = parse(text)
            except JsonError as error:
                return _words("This is no JSON: {0} stands where {1} should.").format(
                    error.found, error.expected
                )
        return self._edit(lambda: {pointer: value}, _words("Edit other field"))

    def shift(self, pks: Sequence[int], seconds: int) -> str:
        """Move the game time of other events as well."""
        return self.work.shift(pks, seconds)

    def items(self, pointer: str) -> list[Any]:
        """Return what stands in targets, tags or cascade, whatever it is."""
        value: Any = self.record
        for key in pointer.split("/")[1:]:
            value = fields.part_of(value, key)
        return fields.listed(value)

    def effects(self, kind: str) -> list[Any]:
        """Return the effects of a kind, whatever they are."""
        return fields.listed(fields.part_of(self.record.get("effects"), kind))

    def people(self) -> list[str]:
        """Return who can be named."""
        return self.around.people()

    def places(self) -> list[str]:
        """Return the places that can be named."""
        return self.around.places()

    def tags(self) -> list[str]:
        """Return the tags that other events have."""
        return self.around.tags()


def session_line(number: str, title: str) -> str:
    """Return a session as it is offered: ``15 · Into the Temple``."""
    return f"{number} · {title}" if number else title
