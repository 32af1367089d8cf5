"""What cannot be answered with a widget: its data as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.question_types import DATA_FIELDS
from sessionary.views.survey.fields.base import AnswerField
from sessionary.views.widgets.cards import KeyValue
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.core.survey.given import Given
    from sessionary.views.theme import Theme


class RawField(AnswerField):
    """UPLOAD, META and types that are not known: the data fields, to be read only."""

    uses = ()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._given: Given | None = None
        self.table = KeyValue(theme)
        self.nothing = TextLabel(tone="text2", wrap=True)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addWidget(self.nothing)

    @override
    def load(self, given: Given | None) -> None:
        self._given = given if self.answer is not None else None
        rows = [
            (name, str(getattr(self._given, name)))
            for name in DATA_FIELDS
            if self._given is not None and getattr(self._given, name)
        ]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setText(
            self.tr("Questions of this type cannot be answered here.") if not rows else ""
        )
        self.nothing.setVisible(not rows)

    @override
    def read(self) -> Given | None:
        return self._given

    @override
    def can_show(self, stored: Given) -> bool:
        return True

    @override
    def missing(self) -> str:
        return self.tr("Questions of this type cannot be answered here.")

    @override
    def stops(self) -> list[QWidget]:
        return []
