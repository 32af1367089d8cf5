"""Small parts that several cards of a page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLayout, QWidget
from typing_extensions import override

from sessionary.views.widgets.buttons import IconButton, LinkButton
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from sessionary.views.theme import Theme


class SmallButton(IconButton):
    """An icon in the head of a card, no higher than the title beside it."""

    @override
    def _resized(self) -> None:
        super()._resized()
        px = self.theme.px
        self.setStyleSheet(
            f"QToolButton {{ padding: {px(1)}px; }} QToolButton:focus {{ padding: {px(1) - 1}px; }}"
        )
        self.setFixedSize(px(24), px(22))


class EventLink(LinkButton):
    """A name that opens the events which tell of it."""

    def __init__(self, theme: Theme, text: str, events: Sequence[int]) -> None:
        super().__init__(theme, literal(one_line(text, 200)))
        self.events = tuple(events)


class TickLine(QWidget):
    """A box to tick with words that may take several lines.

    `ticked` says whether it is ticked, only when the reader did it.
    """

    ticked = Signal(bool)

    def __init__(self, text: str, *, ticked: bool, editable: bool) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setChecked(ticked)
        self.box.setEnabled(editable)
        self.box.setAccessibleName(one_line(text, 300))
        self.words = TextLabel(text, wrap=True)
        self.words.setContentsMargins(0, 4, 0, 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(self.ticked)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # The words belong to the box: a click on them ticks it too.
        if self.box.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.box.click()


def left(widget: QWidget) -> QWidget:
    """Return a widget that holds another at its left, no wider than it needs to be."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    holder.setFocusProxy(widget)
    return holder


def clear(layout: QLayout) -> None:
    """Take all widgets out of a layout and delete them."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
