"""Small parts that several cards of a page share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.buttons import IconButton
from sessionary.views.widgets.cards import WidthFirst
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from sessionary.views.theme import Theme

W = TypeVar("W", bound=QWidget)

_STACKED_BELOW: Final = 520


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


class TickLine(QWidget):
    """A box to tick with words that may take several lines.

    `ticked` says whether it is ticked, only when the reader did it.
    """

    ticked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.words = TextLabel(wrap=True)
        self.words.setContentsMargins(0, 4, 0, 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(self.ticked)

    def set_line(self, text: str, *, ticked: bool, editable: bool) -> None:
        """Show other words."""
        self.box.setChecked(ticked)
        self.box.setEnabled(editable)
        self.box.setAccessibleName(one_line(text, 300))
        self.words.setText(text)

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


class Flushed(Protocol):
    """What holds editors."""

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""


def flush_all(parts: Iterable[Flushed]) -> bool:
    """Save what is typed in each of some parts; say whether nothing is left unsaved in any."""
    done = [part.flush() for part in parts]
    return all(done)


class TabAnchor(QWidget):
    """Holds a place on the way of the Tab key for widgets that are made later."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # Qt leaves out what takes no focus when it orders the way; what is hidden takes none.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()
        self._led = 0

    def lead(self, parts: Sequence[QWidget]) -> None:
        """Let the Tab key come to these parts here, if there are more of them than before."""
        if len(parts) > self._led:
            self._led = len(parts)
            tab_through(parts, after=self)


class Spares(Generic[W]):
    """Widgets in a layout of their own that are kept for what is shown next.

    To make, style and show widgets takes longer than all else that happens when another document
    is opened.
    """

    def __init__(self, layout: QLayout, make: Callable[[], W], empty: Callable[[W], None]) -> None:
        """Begin without any.

        Args:
            layout: Where they stand, one behind the other.
            make: Returns a new one.
            empty: Takes the words of one that is not needed: nothing hidden may keep them.
        """
        self._layout, self._make, self._empty = layout, make, empty
        self._all: list[W] = []
        self._used = 0

    def take(self, count: int) -> list[W]:
        """Return as many of them as are wanted, shown; the others are hidden."""
        while len(self._all) < count:
            self._all.append(self._make())
            self._layout.addWidget(self._all[-1])
        for widget in self._all[self._used : count]:
            widget.setVisible(True)
        for widget in self._all[count : self._used]:
            widget.hide()
            self._empty(widget)
        self._used = count
        return self._all[:count]


class ShareBar(QWidget):
    """A bar as long as a share of the room it has, in a category's colour."""

    def __init__(self, theme: Theme, share: float, category: str) -> None:
        super().__init__()
        self.theme, self._share, self._category = theme, share, category
        self.setMinimumHeight(theme.px(14))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.tokens.category(self._category))
            width = max(2, round(self.width() * self._share))
            height = self.theme.px(10)
            bar = QRect(0, (self.height() - height) // 2, width, height)
            painter.drawRoundedRect(
                QStyle.visualRect(self.layoutDirection(), self.rect(), bar), 2, 2
            )


class TwoColumns(WidthFirst):
    """Cards in two columns, each card as high as it needs to be; in one where there is no room."""

    def __init__(self, theme: Theme, left_cards: list[QWidget], right_cards: list[QWidget],
                 together: list[QWidget]) -> None:  # fmt: skip
        """Lay the cards out.

        Args:
            theme: Colours and sizes.
            left_cards: The cards of the left column.
            right_cards: Those of the right one.
            together: All of them, in the order in which they stand in one column.
        """
        super().__init__()
        self.theme = theme
        self._left, self._right, self._together = left_cards, right_cards, together
        self._wide: bool | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column in self._columns:
            column.setSpacing(12)
            column.addStretch(1)
            row.addLayout(column, 1)
        for card in together:
            card.setParent(self)
            # Equal widths come from the stretch, not from what the cards hold.
            policy = card.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            card.setSizePolicy(policy)
        self._arrange(wide=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(wide=event.size().width() >= self.theme.px(_STACKED_BELOW))

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        for column in self._columns:
            for card in self._together:
                # Taken out by the layout itself: an item that outlives its place goes on keeping
                # the heights of its card, and the card is never measured again.
                column.removeWidget(card)
        placed = (self._left, self._right) if wide else (self._together, [])
        for column, cards in zip(self._columns, placed, strict=True):
            for card in cards:
                column.insertWidget(column.count() - 1, card)
        tab_through([card for cards in placed for card in cards])
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.setStretch(1, 1 if wide else 0)
            row.setSpacing(12 if wide else 0)
