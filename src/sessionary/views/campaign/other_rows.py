"""The fields of an event that the program does not know, edited where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.core.campaign.event_fields import shown_value
from sessionary.core.campaign.other_fields import EVENT_KEYS, other_fields, other_pointers
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import Spares, TabAnchor, flush_all
from sessionary.views.widgets.text import TextLabel, one_line, shown_text

if TYPE_CHECKING:
    from sessionary.views.campaign.event_saves import EventSaves
    from sessionary.views.theme import Theme

_MOST: Final = 100
_CHARACTERS: Final = 2_000


class _Row(QWidget):
    """The path of one field with what stands there below it."""

    def __init__(self, theme: Theme, saves: EventSaves) -> None:
        super().__init__()
        self._saves = saves
        self._pointer, self._former = "", None
        self.path = TextLabel(tone="text2", elide=True)
        self.field = EditableText(theme, self.tr("Value"), self._save, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.path)
        column.addWidget(self.field)

    def show_field(self, path: str, pointer: str, value: Any, *, editable: bool) -> None:
        """Show a field."""
        self._pointer, self._former = pointer, value
        self.path.setText(one_line(path, 120))
        text = shown_value(value) if value is not None else "null"
        self.field.set_editable(editable=editable)
        self.field.set_value(shown_text(text, _CHARACTERS), text)

    def _save(self, typed: str) -> str:
        return self._saves.other(self._pointer, self._former, typed)


class OtherRows(QWidget):
    """Lists what an event says beyond what the program knows."""

    def __init__(self, theme: Theme, saves: EventSaves, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self.title = TextLabel(self.tr("Other fields"), tone="text2")
        self._anchor = TabAnchor(self)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        self._spares = Spares(
            lines,
            lambda: _Row(theme, saves),
            lambda row: row.show_field("", "", "", editable=False),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(lines)

    def show_record(self, record: dict[str, Any], *, editable: bool) -> None:
        """Show the unknown fields of an event."""
        known = other_fields(record, EVENT_KEYS)[:_MOST]
        pointers = other_pointers(record, EVENT_KEYS)
        self._rows = self._spares.take(len(known))
        for row, (path, value), pointer in zip(self._rows, known, pointers, strict=False):
            row.show_field(path, pointer, value, editable=editable)
        if editable:
            self._anchor.lead(self._rows)
        self.setVisible(bool(known))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return flush_all(row.field for row in self._rows)

    def give_up(self) -> None:
        """Close the editors without saving."""
        for row in self._rows:
            row.field.give_up()

    def forget(self) -> None:
        """Say nothing any more."""
        self._rows = self._spares.take(0)
