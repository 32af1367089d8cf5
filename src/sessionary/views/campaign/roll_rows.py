"""What was rolled and what came of it: each number is edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.event_fields import shown_numbers, shown_value
from sessionary.core.campaign.record import at, number, object_at
from sessionary.core.campaign.rolls import roll_adds_up
from sessionary.views.campaign.field_rows import FieldRows, FlowRow
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import left
from sessionary.views.widgets.buttons import LinkButton, MenuButton
from sessionary.views.widgets.text import TextLabel, shown_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from sessionary.views.campaign.event_saves import EventSaves
    from sessionary.views.theme import Theme

Record = dict[str, Any]

_CHARACTERS: Final = 2_000
_ADVANTAGE, _DISADVANTAGE = "advantage", "disadvantage"


class RollRows(FieldRows):
    """The mechanics of an event; where there are none, one button that begins them."""

    def __init__(self, theme: Theme, saves: EventSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._saves = saves
        self._wanted = False
        self.begin = LinkButton(theme, self.tr("Add a roll or a result"), "dices")
        self._begin = left(self.begin)
        self.add_wide(self._begin)
        self.warning = TextLabel(tone="warn", wrap=True)
        self.warning.setText(self.tr("The numbers of this roll do not add up."))
        self.prompt = self._text(self.tr("Prompt"), "prompt", self.tr("Why it was rolled"))
        self.expression = self._part(self.tr("Roll"), "expression", "1d20+5")
        self.dice = self._part(self.tr("Dice"), "rolls", "14, 3")
        self.modifiers = self._part(self.tr("Modifiers"), "modifiers", "+5")
        self.total = self._part(self.tr("Total"), "total", "19")
        self.kind = self._part(self.tr("Kind of roll"), "type", self.tr("saving throw"))
        self._line = FlowRow((self.expression, self.dice, self.modifiers, self.total, self.kind))
        self.add_row(self.tr("Roll"), self._line)
        self.add_wide(self.warning)
        self.luck = MenuButton(theme, self.tr("Advantage"))
        self._luck = left(self.luck)
        self.add_row(self.tr("Advantage"), self._luck, middle=True)
        self.result = self._text(self.tr("Result"), "result", self.tr("hit"))
        self.outcome = self._text(self.tr("Outcome"), "outcome", self.tr("What came of it"))
        for word in ("", _ADVANTAGE, _DISADVANTAGE):
            action = self.luck.choices.addAction(self._lucky(word))
            action.setCheckable(True)
            action.setData(word)
            action.triggered.connect(lambda _on=False, luck=word: self._choose(luck))
        self.begin.clicked.connect(self._open)

    def _text(self, name: str, key: str, hint: str) -> EditableText:
        pointer = f"/mechanics/{key}"
        edit = self.tr("Edit {0}").format(name.lower())

        def save(text: str) -> str:
            return self._saves.text(pointer, text, edit)

        field = EditableText(self.theme, name, save, placeholder=self.tr("Add"), hint=hint)
        self.add_row(name, field)
        return field

    def _part(self, name: str, key: str, hint: str) -> EditableText:
        def save(text: str) -> str:
            return self._saves.roll(key, text)

        return EditableText(self.theme, name, save, placeholder=name.lower(), hint=hint)

    def _lucky(self, word: str) -> str:
        words = {_ADVANTAGE: self.tr("With advantage"), _DISADVANTAGE: self.tr("With disadvantage")}
        return words.get(word, self.tr("Neither"))

    @property
    def fields(self) -> tuple[EditableText, ...]:
        """All fields, in the order in which they stand."""
        return (
            self.prompt, self.expression, self.dice, self.modifiers, self.total, self.kind,
            self.result, self.outcome,
        )  # fmt: skip

    def show_record(self, record: Record, *, editable: bool, other: bool) -> None:
        """Show the mechanics of an event.

        Args:
            record: Its record.
            editable: Whether it can be changed.
            other: Whether it is another event than before.
        """
        if other:
            self._wanted = False
        mechanics, roll = object_at(record, "mechanics"), object_at(record, "mechanics", "roll")
        has = bool(at(record, "mechanics"))
        shown = editable and (has or self._wanted)
        self.prompt.set_value(shown_value(mechanics.get("prompt"))[:_CHARACTERS])
        odd = at(record, "mechanics", "roll")
        odd = odd if odd is not None and not roll else None
        self.expression.set_value(shown_value(odd or roll.get("expression")))
        self._show_numbers(roll)
        self.kind.set_value(shown_value(roll.get("type")))
        self.result.set_value(shown_text(shown_value(mechanics.get("result")), _CHARACTERS))
        self.outcome.set_value(shown_text(shown_value(mechanics.get("outcome")), _CHARACTERS))
        for field in self.fields:
            field.set_editable(editable=editable)
            field.setVisible(shown or bool(field.face.value()))
        for field in (self.prompt, self.result, self.outcome):
            self.show_row(field, shown=not field.isHidden())
        self.show_row(self._line, shown=shown or bool(odd or roll))
        self._show_luck(roll.get(_ADVANTAGE), roll.get(_DISADVANTAGE))
        lucky = bool(roll.get(_ADVANTAGE) or roll.get(_DISADVANTAGE))
        self.luck.setEnabled(editable)
        self.show_row(self._luck, shown=shown or lucky)
        self.warning.setVisible(not roll_adds_up(roll))
        self._begin.setVisible(editable and not shown)

    def _show_numbers(self, roll: Mapping[str, Any]) -> None:
        """Show a roll as it is read: ``1d20+5 [14] + 5 = 19``."""
        dice, total = shown_numbers(roll.get("rolls")), shown_value(roll.get("total"))
        self.dice.set_value(dice if dice.startswith("[") or not dice else f"[{dice}]", dice)
        modifiers = shown_numbers(roll.get("modifiers"))
        amount = number(roll.get("modifiers"))
        signed = modifiers if amount is None else f"{'+' if amount >= 0 else '−'} {abs(amount)}"
        self.modifiers.set_value(signed, modifiers)
        self.total.set_value(f"= {total}" if total else "", total)

    def _show_luck(self, advantage: object, disadvantage: object) -> None:
        luck = _DISADVANTAGE if disadvantage is True else ""
        luck = _ADVANTAGE if advantage is True else luck
        odd = [one for one in (advantage, disadvantage) if one not in (None, False, True)]
        both = advantage is True and disadvantage is True
        words = self.tr("With both") if both else self._lucky(luck)
        self.luck.setText(shown_value(odd[0])[:40] if odd else words)
        for action in self.luck.choices.actions():
            action.setChecked(action.data() == luck and not odd and not both)

    def _choose(self, luck: str) -> None:
        self._saves.luck(luck)
        # The mark of the one that was chosen already has gone.
        roll = object_at(self._saves.record, "mechanics", "roll")
        self._show_luck(roll.get(_ADVANTAGE), roll.get(_DISADVANTAGE))

    def _open(self) -> None:
        self._wanted = True
        self.show_record(self._saves.record, editable=True, other=False)
        self.expression.open_editor()

    def forget(self) -> None:
        """Say nothing any more, also not where nobody looks."""
        self._wanted = False
        for field in self.fields:
            field.set_editable(editable=False)
            field.set_value("")
        self.luck.setText("")
