"""What the fields have in common that are one box with a whole number in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from sessionary.core.survey.given import Given
from sessionary.views.survey.fields.base import AnswerField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.views.survey.fields.stepped import SteppedBox
    from sessionary.views.theme import Theme


class BoxField(AnswerField):
    """A field of one box; what stands beside it follows what is in it."""

    def __init__(self, theme: Theme, box: SteppedBox, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._number = box
        self.watch(box)
        box.edited.connect(self._typed)

    def follow(self) -> None:
        """Bring what stands beside the box up to it."""

    @override
    def load(self, given: Given | None) -> None:
        begins = "time_begin" in self.uses
        stored = None if given is None else given.time_begin if begins else given.value
        self._number.put(stored)
        self.follow()

    @override
    def read(self) -> Given | None:
        number = self._number.value()
        if number is None:
            return None
        if "time_begin" in self.uses:
            return Given(uid=self.uid, time_begin=number)
        return Given(uid=self.uid, value=number)

    @override
    def state(self) -> object:
        return self._number.text()

    @override
    def stops(self) -> list[QWidget]:
        return [self._number]

    def _typed(self) -> None:
        self.follow()
        self.change()
