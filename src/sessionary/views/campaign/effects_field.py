"""The effects of an event: a line for each, every part of it edited where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.campaign.effect_fields import EFFECT_KINDS, EFFECT_TYPES
from sessionary.core.campaign.event_fields import part_of, shown_value
from sessionary.views.campaign.field_rows import FlowRow
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import SmallButton, Spares, TabAnchor, flush_all, left
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.campaign.event_saves import EventSaves
    from sessionary.views.theme import Theme

_PARTS: Final = ("type", "value", "target", "condition", "duration")
_CHARACTERS: Final = 400
_MOST: Final = 100


class EffectLine(QWidget):
    """One effect: what, how much, to whom, in which condition, for how long.

    `given_up` says that the reader does not want an effect that is not there yet.
    """

    given_up = Signal()

    def __init__(self, theme: Theme, saves: EventSaves, kind: str) -> None:
        super().__init__()
        self._saves, self._kind, self._position = saves, kind, 0
        self._new = False
        words = {
            "type": (self.tr("Effect"), self.tr("damage")),
            "value": (self.tr("How much"), "8"),
            "target": (self.tr("To whom"), self.tr("goblin")),
            "condition": (self.tr("Condition"), self.tr("prone")),
            "duration": (self.tr("How long"), self.tr("3 rounds")),
            "": (self.tr("Effect as it stands"), ""),
        }
        self.parts = {
            key: EditableText(
                theme,
                name,
                partial(self._save, key),
                placeholder=name.lower(),
                hint=hint,
            )
            for key, (name, hint) in words.items()
        }
        self.parts["type"].set_choices(EFFECT_TYPES)
        self.parts["target"].set_choices(saves.people)
        self.remove = SmallButton(theme, "x", self.tr("Remove effect"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(FlowRow(self.parts.values()), 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.remove.clicked.connect(self._remove)

    def show_effect(self, effect: Any, position: int, *, new: bool, editable: bool) -> None:
        """Show an effect, whatever stands there.

        Args:
            effect: It, None for one that is not there yet.
            position: Its place among those of its kind.
            new: Whether it is not there yet.
            editable: Whether it can be changed.
        """
        self._position = position
        odd = not new and not isinstance(effect, dict)
        for key, field in self.parts.items():
            value = effect if odd else part_of(effect, key)
            text = shown_value(value)
            if key == "target" and isinstance(value, str):
                text = self._saves.around.name_of(value)
            field.set_editable(editable=editable)
            field.set_value(text[:_CHARACTERS] if odd == (key == "") else "", text)
            shown = bool(text) or editable
            field.setVisible(odd == (key == "") and shown)
        self._new = new
        self.remove.setVisible(editable)
        self.remove.rename(self.tr("Remove effect {0}").format(position + 1))

    def clear(self) -> None:
        """Say nothing any more."""
        for field in self.parts.values():
            field.set_editable(editable=False)
            field.set_value("")

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return flush_all(self.parts.values())

    def _save(self, part: str, text: str) -> str:
        return self._saves.effect(self._kind, self._position, part, text)

    def _remove(self) -> None:
        if self._new:
            self.given_up.emit()
            return
        self._saves.remove(f"/effects/{self._kind}", self._position)


class EffectsField(QWidget):
    """The effects of one kind: those that happened at once, or those that last."""

    def __init__(
        self, theme: Theme, saves: EventSaves, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._saves, self._kind = theme, saves, kind
        # Where a line stands for an effect that is not there yet.
        self._new_at: int | None = None
        self._editable = True
        lasting = kind == EFFECT_KINDS[1]
        self.title = TextLabel(self.tr("Lasting") if lasting else self.tr("Effects"), tone="text2")
        words = self.tr("Add a lasting effect") if lasting else self.tr("Add an effect")
        self._anchor = TabAnchor(self)
        self.add_button = LinkButton(theme, words, "plus")
        self._add = left(self.add_button)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self._spares = Spares(self._lines, self._made, lambda line: line.clear())
        self._shown: list[EffectLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addLayout(self._lines)
        column.addWidget(self._add)
        self.setAccessibleName(self.title.text())
        self.add_button.clicked.connect(self.add)

    def _made(self) -> EffectLine:
        line = EffectLine(self._theme, self._saves, self._kind)
        for part in line.parts.values():
            part.closed.connect(lambda field=part: QTimer.singleShot(0, field, self._closed))
        line.given_up.connect(self._give_up_new)
        return line

    @property
    def lines(self) -> Sequence[EffectLine]:
        """The lines that are shown."""
        return self._shown

    def show_effects(self, *, editable: bool, other: bool) -> None:
        """Show the effects of the event.

        Args:
            editable: Whether they can be changed.
            other: Whether it is another event than before.
        """
        self._editable = editable
        effects = self._saves.effects(self._kind)[:_MOST]
        if other or len(effects) != self._new_at:
            # What was typed made the new line an effect like any other.
            self._new_at = None
        new = self._new_at is not None and editable
        self._shown = self._spares.take(len(effects) + new)
        for position, line in enumerate(self._shown):
            there = position < len(effects)
            effect = effects[position] if there else None
            line.show_effect(effect, position, new=not there, editable=editable)
        if editable:
            self._anchor.lead([*self._shown, self.add_button])
        self.title.setVisible(bool(self._shown))
        self._add.setVisible(editable and not new)
        self.setVisible(editable or bool(self._shown))

    def add(self) -> None:
        """Begin a new effect: the first part that is typed makes it."""
        self._new_at = len(self._saves.effects(self._kind)[:_MOST])
        self.show_effects(editable=self._editable, other=False)
        if self._shown:
            self._shown[-1].parts["type"].open_editor()

    def _closed(self) -> None:
        """Take a new line away that was left by Enter or Escape, and says nothing."""
        if self._new_at is None or not self._shown:
            return
        parts = self._shown[-1].parts
        editing = any(part.editing for part in parts.values())
        if not editing and self.window().focusWidget() is parts["type"].face:
            self._give_up_new()

    def _give_up_new(self) -> None:
        self._new_at = None
        self.show_effects(editable=self._editable, other=False)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return flush_all(self._shown)

    def give_up(self) -> None:
        """Close the editors without saving."""
        for line in self._shown:
            for field in line.parts.values():
                field.give_up()

    def forget(self) -> None:
        """Say nothing any more."""
        self._new_at = None
        self._shown = self._spares.take(0)
