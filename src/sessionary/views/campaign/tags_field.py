"""Tags: chips that become a line of words to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.campaign.typed import names_line, typed_names
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import Spares
from sessionary.views.widgets.chips import Chip, ChipText
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import set_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.views.theme import Theme


class TagsField(QWidget):
    """Shows tags as chips in lines; the button behind them opens a line to edit them."""

    def __init__(
        self,
        theme: Theme,
        save: Callable[[list[str]], str],
        category_of: Callable[[str], int | str | None],
        parent: QWidget | None = None,
        *,
        name: str = "",
        hint: str = "",
    ) -> None:
        """Make a field without tags.

        Args:
            theme: Colours and sizes.
            save: Takes all tags; returns why they are refused, empty if they were saved.
            category_of: The colour of a tag.
            parent: The widget it belongs to.
            name: What they are, if they are no tags.
            hint: An example of them, then.
        """
        super().__init__(parent)
        self.theme, self._category_of = theme, category_of
        self._shown: tuple[str, ...] | None = None
        self._editable = True
        self.chips = QWidget()
        self._flow = FlowLayout(self.chips, gap=4)
        self._chips = Spares(
            self._flow, lambda: Chip(theme, ChipText("")), lambda chip: chip.set_chip(ChipText(""))
        )
        policy = self.chips.sizePolicy()
        policy.setHeightForWidth(True)
        self.chips.setSizePolicy(policy)
        self.edit_button = Chip(theme, ChipText("+"), clickable=True)
        words = self.tr("Edit {0}").format(name.lower()) if name else self.tr("Edit tags")
        self.edit_button.setAccessibleName(words)
        set_tip(self.edit_button, words)
        self.line = EditableText(
            theme,
            name or self.tr("Tags"),
            lambda text: save(typed_names(text)),
            hint=hint or self.tr("dungeon, temple"),
        )
        self.line.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.chips, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.line)
        self.edit_button.clicked.connect(self.edit)
        self.line.closed.connect(self._closed)
        self._flow.addWidget(self.edit_button)

    def set_tags(self, tags: Sequence[str]) -> None:
        """Show these tags."""
        if self._shown == tuple(tags):
            return
        self._shown = tuple(tags)
        for chip, tag in zip(self._chips.take(len(tags)), tags, strict=True):
            chip.set_chip(ChipText(tag, self._category_of(tag)))
        self._flow.move_to_end(self.edit_button)
        self.line.set_value(names_line(tags))
        self.updateGeometry()

    def set_editable(self, *, editable: bool) -> None:
        """Let the tags be edited or only read."""
        self._editable = editable
        self.line.set_editable(editable=editable)
        self.edit_button.setVisible(editable)
        if not self.line.editing:
            self._show_chips()

    def edit(self) -> None:
        """Open the line."""
        if self._editable:
            self.chips.hide()
            self.line.show()
            self.line.open_editor()

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.line.flush()

    def give_up(self) -> None:
        """Close the line without saving."""
        self.line.give_up()

    def _show_chips(self) -> None:
        self.line.hide()
        self.chips.show()

    def _closed(self) -> None:
        self._show_chips()
        # The tag button is where the editing began.
        if self._editable and self.window().isActiveWindow() and self.focusWidget() is None:
            self.edit_button.setFocus()
