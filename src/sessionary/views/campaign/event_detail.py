"""Everything that one event says, each value edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sessionary.core.campaign.effect_fields import EFFECT_KINDS
from sessionary.core.campaign.event_fields import shown_value
from sessionary.core.campaign.record import at, text_at
from sessionary.core.entries import Importance, Visible
from sessionary.models.event_words import category_word, importance_word, label_text, visible_word
from sessionary.views.campaign.around import Around
from sessionary.views.campaign.effects_field import EffectsField
from sessionary.views.campaign.event_rows import EventRows
from sessionary.views.campaign.event_saves import EventSaves
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.other_rows import OtherRows
from sessionary.views.campaign.roll_rows import RollRows
from sessionary.views.campaign.small_parts import flush_all
from sessionary.views.campaign.triggered_field import TriggeredField
from sessionary.views.timeline.shapes import looks
from sessionary.views.widgets.buttons import MenuButton
from sessionary.views.widgets.cards import ScrollPage
from sessionary.views.widgets.chips import ChipFlow, ChipText
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import one_line, shown_text

if TYPE_CHECKING:
    from sessionary.core.entries import Entry
    from sessionary.views.campaign.log_work import LogWork
    from sessionary.views.theme import Theme

Record = dict[str, Any]
_SEEN: Final = {
    Visible.PLAYERS: "public",
    Visible.GM: "gm-only",
    Visible.SOME: "player-specific",
}


class EventDetail(ScrollPage):
    """Shows an event in full: when, who, dice, effects, and keys that are not known here.

    Signals:
        event_asked: The reader wants an event that this one triggered; its id.
        thing_asked: The reader wants the page of somebody or something; the name.
    """

    event_asked = Signal(str)
    thing_asked = Signal(str)

    rows: EventRows
    roll: RollRows
    effects: EffectsField
    lasting: EffectsField
    triggered: TriggeredField
    other: OtherRows

    def __init__(self, theme: Theme, work: LogWork, parent: QWidget | None = None) -> None:
        """Make an empty detail.

        Args:
            theme: Colours and sizes.
            work: Writes what is edited.
            parent: The widget it belongs to.
        """
        super().__init__(theme, side=24, parent=parent)
        self.saves = EventSaves(work)
        self._shown: tuple[Entry, Record, bool, Any] | None = None
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
        self.choices = QWidget()
        choices = FlowLayout(self.choices, gap=4)
        choices.addWidget(self.importance)
        choices.addWidget(self.visibility)
        self._furnished = False
        for widget in (self.title, self.chips, self.description, self.choices):
            self.add(widget)
        self._forget()

    def _furnish(self) -> None:
        """Make the many fields, once there is an event to show: most pages are never asked."""
        self._furnished = True
        self.rows = EventRows(self.theme, self.saves)
        self.roll = RollRows(self.theme, self.saves)
        self.effects, self.lasting = (
            EffectsField(self.theme, self.saves, kind) for kind in EFFECT_KINDS
        )
        self.triggered = TriggeredField(self.theme, self.saves)
        self.other = OtherRows(self.theme, self.saves)
        self.triggered.event_asked.connect(self.event_asked)
        self.rows.thing_asked.connect(self.thing_asked)
        parts = (self.rows, self.roll, self.effects, self.lasting, self.triggered, self.other)
        for widget in parts:
            self.add(widget)
        tab_through((self.title, self.description, self.choices, *parts))

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
            self.saves.work.edit(self._shown[0].pk, {pointer: value}, names[pointer])
        if self._shown is not None:
            # The mark of the one that was chosen already has gone.
            self._show_choices(*self._shown[:2], editable=self._shown[2])

    def _save_title(self, typed: str) -> str:
        if self._shown is None:
            return ""
        return self.saves.text(_titled(self._shown[1]), typed, self.tr("Rename event"))

    def _save_description(self, typed: str) -> str:
        return self.saves.said(typed, self.tr("Describe event"))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return flush_all(self._parts())

    def give_up(self) -> None:
        """Close the editors without saving."""
        for part in self._parts():
            part.give_up()

    def _parts(self) -> tuple[Any, ...]:
        """Return all that holds editors."""
        if not self._furnished:
            return (self.title, self.description)
        return (
            self.title, self.description, *self.rows.fields, *self.roll.fields, self.effects,
            self.lasting, self.triggered, self.other,
        )  # fmt: skip

    def show_event(
        self,
        entry: Entry | None,
        record: Record | None,
        around: Around,
        *,
        editable: bool = False,
    ) -> None:
        """Show an event; without one nothing is said.

        Args:
            entry: Its entry.
            record: Its record.
            around: What stands around it.
            editable: Whether it can be changed.
        """
        self._page.setVisible(entry is not None)
        if entry is None or record is None:
            self._forget()
            return
        if not self._furnished:
            self._furnish()
        shown = (entry, record, editable, around.own.get("events"))
        other = self._shown is None or self._shown[0].pk != entry.pk
        if other and self._shown is not None:
            # What is typed belongs to the event that was shown.
            self.flush()
            self.give_up()
        self.saves.around = around
        if shown == self._shown:
            return
        self._shown = shown
        self.saves.entry, self.saves.record = entry, record
        self._show_head(entry, record, editable=editable)
        self._show_choices(entry, record, editable=editable)
        self.rows.show_event(entry, record, around, editable=editable)
        self.roll.show_record(record, editable=editable, other=other)
        for field in (self.effects, self.lasting):
            field.show_effects(editable=editable, other=other)
        self.triggered.show_triggered(editable=editable)
        self.other.show_record(record, editable=editable)
        if other:
            self.verticalScrollBar().setValue(0)

    def _show_head(self, entry: Entry, record: Record, *, editable: bool) -> None:
        pointer = _titled(record)
        stored = at(record, *pointer.split("/")[1:])
        odd = stored is not None and not isinstance(stored, str)
        typed = shown_value(stored)
        self.title.set_value(one_line(typed, 300) if odd else label_text(entry.label), typed)
        colour, _shape = looks([entry.category])[entry.category]
        self.chips.set_chips([ChipText(category_word(entry.category), colour)])
        said = shown_value(at(record, "event", "description"))
        self.description.set_value(shown_text(said), said)
        # Without a name it is the description that stands above.
        named = pointer == "/event/name"
        self.description.setVisible(named and (editable or bool(said)))
        for field in (self.title, self.description):
            field.set_editable(editable=editable)

    def _show_choices(self, entry: Entry, record: Record, *, editable: bool) -> None:
        self.choices.setVisible(editable)
        level, seen = Importance(entry.importance).name.lower(), _SEEN.get(Visible(entry.visible))
        stored = ("importance", "visibility")
        words = (importance_word(entry.importance), visible_word(entry.visible))
        buttons = (self.importance, self.visibility)
        for button, key, word, value in zip(buttons, stored, words, (level, seen), strict=True):
            given = at(record, "metadata", key)
            odd = given is not None and given != value
            # A word of a file that is known to nobody is shown as it stands.
            button.setText(f"{word} ({one_line(shown_value(given), 40)})" if odd else word)
            for action in button.choices.actions():
                action.setChecked(action.data() == value and not odd)

    def _forget(self) -> None:
        """Say nothing any more, also not where nobody looks."""
        self.give_up()
        self._shown = None
        self.saves.entry, self.saves.record = None, {}
        self.saves.around = Around()
        for field in (self.title, self.description):
            field.set_editable(editable=False)
            field.set_value("")
        self.chips.set_chips(())
        for button in (self.importance, self.visibility):
            button.setText("")
        if self._furnished:
            for part in (self.rows, self.roll, self.effects, self.lasting, self.triggered):
                part.forget()
            self.other.forget()


def _titled(record: Record) -> str:
    """Return where in a record its title stands: in the description where it has no name."""
    if at(record, "event", "name") not in (None, ""):
        return "/event/name"
    return "/event/description" if text_at(record, "event", "description") else "/event/name"
