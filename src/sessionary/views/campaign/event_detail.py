"""Everything that one event says, and what of it can be changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.campaign.other_fields import EVENT_KEYS, other_fields
from sessionary.core.campaign.record import at, list_at, object_at, text_at, texts_at
from sessionary.core.campaign.rolls import roll_adds_up
from sessionary.core.entries import Importance, Visible
from sessionary.core.store.values import thaw
from sessionary.models.event_words import (
    category_word,
    game_text,
    importance_word,
    label_text,
    moment_text,
    type_word,
    visible_word,
)
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import clear, left
from sessionary.views.timeline.shapes import looks
from sessionary.views.widgets.buttons import LinkButton, MenuButton
from sessionary.views.widgets.cards import KeyValue, ScrollPage
from sessionary.views.widgets.chips import ChipFlow, ChipText
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import TextLabel, literal, one_line, shown_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.entries import Entry
    from sessionary.views.theme import Theme

    Edit = Callable[[int, Mapping[str, Any], str], str]

Record = dict[str, Any]
_SEEN: Final = {Visible.PLAYERS: "public", Visible.GM: "gm-only"}
_VALUE_CHARACTERS = 2_000


class EventDetail(ScrollPage):
    """Shows an event in full: when, who, dice, effects, and keys that are not known here.

    `event_asked` says the id of an event that this one triggered, when the reader wants it.
    """

    event_asked = Signal(str)

    def __init__(self, theme: Theme, edit: Edit, parent: QWidget | None = None) -> None:
        """Make an empty detail.

        Args:
            theme: Colours and sizes.
            edit: Writes what was changed of an event: the number of its entry, JSON pointers
                into its record with what is to stand there, and what was done in words. It
                returns the sentence that stands in the way, empty if it was written.
            parent: The widget it belongs to.
        """
        super().__init__(theme, side=24, parent=parent)
        self._edit, self._editable = edit, False
        self._shown: tuple[Entry, Record, bool, Clock] | None = None
        self.setAccessibleName(self.tr("The chosen event"))
        self.title = EditableText(
            theme, self.tr("What happened"), self._save_title, role="heading", wrap=True
        )
        self.chips = ChipFlow(theme)
        self.description = EditableText(
            theme,
            self.tr("Description"),
            self._save_description,
            placeholder=self.tr("Add a description"),
            lines=True,
        )
        self.importance = MenuButton(theme, self.tr("Importance"))
        self.visibility = MenuButton(theme, self.tr("Who may see it"))
        self._fill_menus()
        self.warning = TextLabel(tone="warn", wrap=True)
        self.rows = KeyValue(theme)
        self.links = QWidget()
        self._links = QVBoxLayout(self.links)
        self._links.setContentsMargins(0, 0, 0, 0)
        self._links.setSpacing(0)
        self.choices = QWidget()
        choices = FlowLayout(self.choices, gap=4)
        choices.addWidget(self.importance)
        choices.addWidget(self.visibility)
        for widget in (
            self.title, self.chips, self.description, self.warning, self.choices, self.rows,
            self.links,
        ):  # fmt: skip
            self.add(widget)
        self._forget()

    def _fill_menus(self) -> None:
        for level in Importance:
            self._offer(self.importance, importance_word(level), level.name.lower(), "importance")
        for seen, value in _SEEN.items():
            self._offer(self.visibility, visible_word(seen), value, "visibility")

    def _offer(self, button: MenuButton, word: str, value: str, key: str) -> None:
        action = button.choices.addAction(word)
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(lambda: self._choose(f"/metadata/{key}", value))

    def _choose(self, pointer: str, value: str) -> None:
        if self._shown is not None:
            names = {
                "/metadata/importance": self.tr("Change importance"),
                "/metadata/visibility": self.tr("Change who sees it"),
            }
            self._edit(self._shown[0].pk, {pointer: value}, names[pointer])
        if self._shown is not None:
            # The mark of the one that was chosen already has gone.
            self._show_choices(self._shown[0], editable=self._shown[2])

    def _save_title(self, typed: str) -> str:
        if self._shown is None:
            return ""
        entry, record, _editable, _clock = self._shown
        return self._edit(entry.pk, {_titled(record): typed or None}, self.tr("Rename event"))

    def _save_description(self, typed: str) -> str:
        if self._shown is None:
            return ""
        pk = self._shown[0].pk
        return self._edit(pk, {"/event/description": typed or None}, self.tr("Describe event"))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([self.title.flush(), self.description.flush()])

    def give_up(self) -> None:
        """Close the editors without saving."""
        self.title.give_up()
        self.description.give_up()

    def show_event(
        self,
        entry: Entry | None,
        record: Record | None,
        name_of: Callable[[str], str],
        labels: Mapping[str, str],
        *,
        editable: bool = False,
        clock: Clock = PLAIN,
    ) -> None:
        """Show an event; without one nothing is said.

        Args:
            entry: Its entry.
            record: Its record.
            name_of: Gives the names of ids.
            labels: Id -> label of the session's events, for what this one triggered.
            editable: Whether it can be changed.
            clock: How the campaign's days are counted and written.
        """
        self._page.setVisible(entry is not None)
        if entry is None or record is None:
            self._forget()
            return
        if (entry, record, editable, clock) == self._shown:
            return
        if self._shown is not None and self._shown[0].pk != entry.pk:
            # What is typed belongs to the event that was shown.
            self.flush()
            self.give_up()
        self._shown = (entry, record, editable, clock)
        self.title.set_value(label_text(entry.label), text_at(record, *_way(_titled(record))))
        self._show_choices(entry, editable=editable)
        colour, _shape = looks([entry.category])[entry.category]
        chips = [ChipText(category_word(entry.category), colour)]
        chips += [ChipText(tag) for tag in texts_at(record, "metadata", "tags")[:30]]
        self.chips.set_chips(chips)
        said = text_at(record, "event", "description")
        self.description.set_value(shown_text(said), said)
        # Without a name it is the description that stands above.
        named = _titled(record) == "/event/name"
        self.description.setVisible(named and (editable or bool(said)))
        wrong = not roll_adds_up(object_at(record, "mechanics", "roll"))
        self.warning.setText(self.tr("The numbers of this roll do not add up."))
        self.warning.setVisible(wrong)
        self.rows.set_rows(self._rows(entry, record, name_of, clock))
        self._show_cascade(texts_at(record, "effects", "cascade"), labels)
        self.verticalScrollBar().setValue(0)

    def _show_choices(self, entry: Entry, *, editable: bool) -> None:
        for field in (self.title, self.description):
            field.set_editable(editable=editable)
        self.choices.setVisible(editable)
        self.importance.setText(importance_word(entry.importance))
        self.visibility.setText(visible_word(entry.visible))
        level, seen = Importance(entry.importance).name.lower(), _SEEN.get(Visible(entry.visible))
        for button, value in ((self.importance, level), (self.visibility, seen)):
            for action in button.choices.actions():
                action.setChecked(action.data() == value)

    def _forget(self) -> None:
        """Say nothing any more, also not where nobody looks."""
        self.give_up()
        self._shown = None
        for field in (self.title, self.description):
            field.set_editable(editable=False)
            field.set_value("")
        self.chips.set_chips(())
        self.rows.set_rows(())
        clear(self._links)

    def _rows(
        self, entry: Entry, record: Record, name_of: Callable[[str], str], clock: Clock
    ) -> list[tuple[str, str]]:
        names = ", ".join(name_of(one) for one in texts_at(record, "participants", "targets"))
        actor = text_at(record, "participants", "actor")
        game = game_text(entry.game_s, clock)
        written = text_at(record, "timestamp", "gameTime", "formatted")
        if written and written != game:
            game = f"{game} ({written})" if game else written
        rows = [
            (self.tr("Type"), type_word(entry.word, entry.category)),
            (self.tr("Game time"), game),
            (self.tr("Logged"), moment_text(entry.real_us)),
            (self.tr("Who"), name_of(actor) if actor else ""),
            (self.tr("Targets"), names),
            (self.tr("Where"), name_of(text_at(record, "participants", "location"))),
            *self._mechanics(record),
            *self._effects(record, name_of),
        ]
        if self._shown is None or not self._shown[2]:
            rows.append((self.tr("Importance"), importance_word(entry.importance)))
            rows.append((self.tr("Seen by"), visible_word(entry.visible)))
        value = at(record, "event", "value")
        value = record.get("value") if value is None else value
        if value is not None:
            rows.insert(1, (self.tr("Value"), _text(value)))
        rows += [(path, _text(found)) for path, found in other_fields(record, EVENT_KEYS)[:100]]
        return [
            (one_line(key, 60), shown_text(text, _VALUE_CHARACTERS)) for key, text in rows if text
        ]

    def _mechanics(self, record: Record) -> list[tuple[str, str]]:
        mechanics = object_at(record, "mechanics")
        roll = object_at(mechanics, "roll")
        rows = [(self.tr("Prompt"), _text(mechanics.get("prompt")))]
        if roll:
            rows.append((self.tr("Roll"), self._roll(roll)))
        rows.append((self.tr("Result"), _text(mechanics.get("result"))))
        rows.append((self.tr("Outcome"), _text(mechanics.get("outcome"))))
        return rows

    def _roll(self, roll: Mapping[str, Any]) -> str:
        dice = ", ".join(_text(die) for die in list_at(roll, "rolls"))
        parts = [_text(roll.get("expression"))]
        if dice:
            parts.append(f"[{dice}]")
        modifiers = roll.get("modifiers")
        if isinstance(modifiers, (int, float)) and not isinstance(modifiers, bool) and modifiers:
            parts.append(f"{'+' if modifiers > 0 else '−'} {_text(abs(modifiers))}")
        elif modifiers:
            parts.append(f"+ {_text(modifiers)}")
        said = " ".join(part for part in parts if part)
        if roll.get("total") is not None:
            said = f"{said} = {_text(roll['total'])}"
        marks = [_text(roll.get("type"))]
        marks += [self.tr("advantage")] if roll.get("advantage") is True else []
        marks += [self.tr("disadvantage")] if roll.get("disadvantage") is True else []
        words = ", ".join(mark for mark in marks if mark)
        return f"{said} ({words})" if words else said

    def _effects(self, record: Record, name_of: Callable[[str], str]) -> list[tuple[str, str]]:
        titles = {"immediate": self.tr("Effects"), "ongoing": self.tr("Lasting")}
        rows = []
        for key, title in titles.items():
            lines = [_effect(one, name_of) for one in list_at(record, "effects", key)[:50]]
            rows.append((title, "\n".join(line for line in lines if line)))
        return rows

    def _show_cascade(self, ids: Sequence[str], labels: Mapping[str, str]) -> None:
        clear(self._links)
        self.links.setVisible(bool(ids))
        if not ids:
            return
        self._links.addWidget(TextLabel(self.tr("Triggered"), tone="text2"))
        for identity in ids[:50]:
            words = labels.get(identity)
            if words is None:
                self._links.addWidget(TextLabel(one_line(identity, 120), wrap=True))
                continue
            link = LinkButton(self.theme, literal(one_line(words, 120)))
            link.clicked.connect(lambda _c=False, to=identity: self.event_asked.emit(to))
            self._links.addWidget(left(link))


def _titled(record: Record) -> str:
    """Return where in a record its title stands: in the description where it has no name."""
    named = text_at(record, "event", "name") or not text_at(record, "event", "description")
    return "/event/name" if named else "/event/description"


def _way(pointer: str) -> list[str]:
    return pointer.split("/")[1:]


def _effect(effect: Any, name_of: Callable[[str], str]) -> str:
    """Return an effect in one line: ``damage 8 → Goblin, burning, 3 rounds``."""
    if not isinstance(effect, dict):
        return _text(effect)
    head = " ".join(
        _text(effect.get(key)) for key in ("type", "value") if effect.get(key) is not None
    )
    target = text_at(effect, "target")
    head = f"{head} → {name_of(target)}" if target else head
    rest = [_text(effect.get(key)) for key in ("condition", "duration") if effect.get(key)]
    return ", ".join(part for part in (head, *rest) if part)


def _text(value: Any) -> str:
    """Return a JSON value as text: a text as it is, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(thaw(value), ensure_ascii=False)
