"""A list of names as chips: each can be edited and taken out, and more can be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import Spares, TabAnchor
from sessionary.views.widgets.buttons import IconButton
from sessionary.views.widgets.chips import Chip, ChipText
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import one_line, set_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from sessionary.views.campaign.suggestions import Source
    from sessionary.views.theme import Theme

_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2})
_REMOVES = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class _ItemChip(Chip):
    """A chip that says by which key what is wanted of it."""

    opened = Signal()
    dropped = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENS:
            self.opened.emit()
        elif event.key() in _REMOVES:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class _Item(QWidget):
    """One chip with the cross that takes it out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.chip = _ItemChip(theme, ChipText(""), clickable=True)
        self.cross = IconButton(theme, "x", "")
        # The keyboard has Delete; a second stop a chip would make the way twice as long.
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.chip)
        row.addWidget(self.cross)
        self.setFocusProxy(self.chip)
        theme.changed.connect(self._resized)
        self._resized()

    def show_item(self, word: str, *, editable: bool) -> None:
        """Show what it stands for."""
        self.chip.set_chip(ChipText(word))
        focus = Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus
        self.chip.setFocusPolicy(focus)
        self.chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=not editable)
        said = self.tr("Press Enter to edit, Delete to take it out") if editable else ""
        self.chip.setAccessibleDescription(said)
        self.cross.setVisible(editable)
        self.cross.rename(self.tr("Take out {0}").format(one_line(word, 60)) if word else "")

    def _resized(self) -> None:
        px = self.theme.px
        self.cross.setStyleSheet("QToolButton { padding: 0; border: none; }")
        self.cross.setFixedSize(px(18), px(22))


class ChipsField(QWidget):
    """Shows a list as chips; the one behind them opens a line to add more.

    Click, Enter or F2 on a chip edits it, Delete takes it out.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        add: Callable[[str], str],
        change: Callable[[int, str], str],
        remove: Callable[[int], str],
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a field without anything in it.

        Args:
            theme: Colours and sizes.
            name: What is listed, for screen readers.
            add: Takes what was typed to be added, with commas between several.
            change: Takes a position and what is to stand there.
            remove: Takes the position of what is to go. All three return why they are refused,
                empty if they were done.
            hint: An example of what can be typed.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._add, self._change, self._remove = add, change, remove
        self._words: list[str] = []
        self._position: int | None = None
        self._editable = True
        self.chips = QWidget()
        self._anchor = TabAnchor(self)
        self._flow = FlowLayout(self.chips, gap=4)
        self._items = Spares(self._flow, self._made, lambda item: item.show_item("", editable=True))
        policy = self.chips.sizePolicy()
        policy.setHeightForWidth(True)
        self.chips.setSizePolicy(policy)
        self.add_button = Chip(theme, ChipText("+"), clickable=True)
        said = self.tr("Add to {0}").format(name.lower())
        self.add_button.setAccessibleName(said)
        set_tip(self.add_button, said)
        self._flow.addWidget(self.add_button)
        self.line = EditableText(theme, name, self._save, hint=hint)
        self.line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chips)
        column.addWidget(self.line)
        self.setAccessibleName(name)
        self.add_button.clicked.connect(lambda: self.edit(None))
        self.line.closed.connect(lambda: QTimer.singleShot(0, self, self._closed))

    def _made(self) -> _Item:
        item = _Item(self.theme)
        item.chip.clicked.connect(lambda: self.edit(self._place(item)))
        item.chip.opened.connect(lambda: self.edit(self._place(item)))
        item.chip.dropped.connect(lambda: self.take_out(self._place(item)))
        item.cross.clicked.connect(lambda: self.take_out(self._place(item)))
        return item

    def items(self) -> list[_Item]:
        """Return the chips that are shown."""
        return self._items.take(len(self._words))

    def _place(self, item: _Item) -> int:
        return self.items().index(item)

    def set_words(self, words: Sequence[str]) -> None:
        """Show these words."""
        self._words = [*words]
        for item, word in zip(self.items(), self._words, strict=True):
            item.show_item(word, editable=self._editable)
        self._flow.move_to_end(self.add_button)
        if self._editable:
            self._anchor.lead([*(item.chip for item in self.items()), self.add_button])
        self.updateGeometry()

    def set_editable(self, *, editable: bool) -> None:
        """Let the list be edited or only read."""
        self._editable = editable
        self.line.set_editable(editable=editable)
        self.add_button.setVisible(editable)
        self.set_words(self._words)

    def set_choices(self, choices: Source) -> None:
        """Offer these texts while somebody types."""
        self.line.set_choices(choices)

    def edit(self, position: int | None) -> None:
        """Open the line on one of the words, or to add another."""
        if not self._editable:
            return
        if position is not None and position >= len(self._words):
            position = None
        self._position = position
        self.line.set_value("" if position is None else self._words[position])
        self.chips.setVisible(position is None)
        self.line.show()
        self.line.open_editor()

    def take_out(self, position: int) -> None:
        """Take one of the words out; the next one takes the focus."""
        if not self._editable:
            return
        focused = self.items()[position].chip.hasFocus()
        if self._remove(position):
            return
        items = self.items()
        if focused:
            # What has gone had the focus.
            stop = items[min(position, len(items) - 1)].chip if items else self.add_button
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.line.flush()

    def give_up(self) -> None:
        """Close the line without saving."""
        self.line.give_up()

    def _save(self, text: str) -> str:
        if self._position is None:
            return self._add(text) if text.strip() else ""
        return self._change(self._position, text)

    def _closed(self) -> None:
        if self.line.editing:
            return
        if self.window().focusWidget() is self.line.face:
            items, place = self.items(), self._position
            inside = place is not None and place < len(items)
            stop = items[place].chip if inside and place is not None else self.add_button
            self.chips.show()
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chips.show()
        self.line.hide()
