"""Every key of the program on one page, made from the commands themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sessionary.views.commands import Commands
    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key that is no command's, such as the arrows in the timeline.

    Attributes:
        group: Under which heading it stands.
        text: What it does.
        keys: The keys, as they are read.
    """

    group: str
    text: str
    keys: tuple[str, ...]


class ShortcutsOverlay(QDialog):
    """The list of keys, grouped as the menus are; a line at the top narrows it."""

    def __init__(
        self,
        theme: Theme,
        commands: Commands,
        hints: Sequence[KeyHint] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make a list of today's keys; make a new one when keys have changed.

        Args:
            theme: Colours and sizes.
            commands: Those that have a key are listed.
            hints: Keys that are no command's; they come last.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows: list[tuple[Card, QWidget, str]] = []
        self._cards: list[Card] = []
        self.field = SearchField(theme, self.tr("Filter by command or key"))
        self._columns = _Columns()
        page = ScrollPage(theme, side=16)
        page.add(self._columns)
        self.nothing = TextLabel(self.tr("No key matches."), tone="text2")
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 0)
        head.addWidget(self.field)
        head.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(page, 1)
        for group, entries in _grouped(commands, hints).items():
            self._add_group(group, entries)
        self._columns.show_cards(self._cards)
        self.nothing.hide()
        self.field.textChanged.connect(self._narrow)
        self.resize(theme.px(860), theme.px(600))

    def listed(self) -> list[str]:
        """Return what is listed now, as ``text: keys``."""
        return [row.accessibleName() for _, row, _ in self._rows if not row.isHidden()]

    def _add_group(self, group: str, entries: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        card = Card(self.theme, group)
        for text, keys in entries:
            row = QWidget()
            row.setAccessibleName(f"{text}: {', '.join(keys)}")
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(TextLabel(text, elide=True), 1)
            line.addWidget(KeyCaps(self.theme, keys))
            card.add(row)
            self._rows.append((card, row, f"{text} {' '.join(keys)}".casefold()))
        self._cards.append(card)

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        for _, row, said in self._rows:
            row.setVisible(all(word in said for word in words))
        shown = [
            card
            for card in self._cards
            if any(owner is card and not row.isHidden() for owner, row, _ in self._rows)
        ]
        self._columns.show_cards(shown)
        self.nothing.setVisible(not shown)


def _grouped(
    commands: Commands, hints: Sequence[KeyHint]
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    native = QKeySequence.SequenceFormat.NativeText
    for command in commands:
        keys = tuple(one.toString(native) for one in command.action.shortcuts())
        if keys:
            groups.setdefault(command.group, []).append((command.name, keys))
    for hint in hints:
        groups.setdefault(hint.group, []).append((hint.text, hint.keys))
    return groups


class _Columns(QWidget):
    """Cards in as many columns as there is room for, filled so that they end about level."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[Card] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._stacks: list[QVBoxLayout] = []

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards and hide the others."""
        for card in self._cards:
            card.setVisible(card in cards)
        self._cards = [*cards, *(card for card in self._cards if card not in cards)]
        self._arrange(self._count(self.width()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = self._count(event.size().width())
        if count != len(self._stacks):
            self._arrange(count)

    def _count(self, width: int) -> int:
        return max(1, min(3, width // (26 * self.fontMetrics().averageCharWidth() + 130)))

    def _arrange(self, count: int) -> None:
        for stack in self._stacks:
            while stack.takeAt(0) is not None:
                pass
            self._row.removeItem(stack)
        self._stacks = [QVBoxLayout() for _ in range(count)]
        heights = [0] * count
        for stack in self._stacks:
            stack.setSpacing(12)
            self._row.addLayout(stack, 1)
        for card in self._cards:
            place = heights.index(min(heights))
            self._stacks[place].addWidget(card)
            policy = card.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            card.setSizePolicy(policy)
            heights[place] += (
                0 if card.isHidden() and self.isVisible() else card.sizeHint().height()
            )
        for stack in self._stacks:
            stack.addStretch(1)


class KeyCaps(QWidget):
    """Keys painted as keys; several ways to the same command have a stroke between them."""

    def __init__(self, theme: Theme, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._keys = theme, tuple(keys)
        self.setAccessibleName(", ".join(keys))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        px = self.theme.px
        widths = [self._width(key) for key in self._keys]
        return QSize(sum(widths) + px(4) * max(0, len(widths) - 1), px(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.theme.fonts["chip"])
            left = 0
            for key in self._keys:
                cap = QRect(left, 0, self._width(key), self.height())
                painter.setPen(QPen(tokens.strong, 1))
                painter.setBrush(tokens.bg)
                painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
                painter.setPen(tokens.text)
                painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
                left += cap.width() + px(4)

    def _width(self, key: str) -> int:
        metrics = QFontMetrics(self.theme.fonts["chip"])
        return max(self.theme.px(22), metrics.horizontalAdvance(key) + 2 * self.theme.px(6))
