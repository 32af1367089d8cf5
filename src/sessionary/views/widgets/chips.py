"""Chips: a category's square and a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget
from typing_extensions import override

from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import one_line, set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import Theme

_CHIP_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class ChipText:
    """What a chip says.

    Attributes:
        text: The word.
        category: Place or name of its colour (`CATEGORY_NAMES`); None for a chip without one.
    """

    text: str
    category: int | str | None = None


def chip_height(theme: Theme) -> int:
    """Return how high a chip is."""
    return theme.px(20)


def chip_width(theme: Theme, chip: ChipText) -> int:
    """Return how wide a chip wants to be."""
    metrics = QFontMetrics(theme.fonts["chip"])
    square = 0 if chip.category is None else theme.px(8) + theme.px(5)
    return metrics.horizontalAdvance(_word(chip)) + square + 2 * theme.px(6) + 2


def paint_chip(painter: QPainter, rect: QRect, chip: ChipText, theme: Theme) -> None:
    """Paint a chip in `rect`; its word is elided where it does not fit."""
    tokens = theme.tokens
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill, border = _colours(chip, theme)
    painter.setPen(QPen(border, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    left = rect.left() + theme.px(6) + 1
    if chip.category is not None:
        side = theme.px(8)
        square = QRect(left, rect.top() + (rect.height() - side) // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.category(chip.category))
        painter.drawRoundedRect(_seen(painter, rect, square), 2, 2)
        left += side + theme.px(5)
    font = QFont(theme.fonts["chip"])
    room = QRect(left, rect.top(), rect.right() - theme.px(6) - left + 1, rect.height())
    word = QFontMetrics(font).elidedText(_word(chip), Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(tokens.text)
    painter.drawText(
        _seen(painter, rect, room), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word
    )
    painter.restore()


def paint_chips(painter: QPainter, rect: QRect, chips: Sequence[ChipText], theme: Theme) -> None:
    """Paint as many chips as fit side by side in `rect`, and ``+2`` for the rest."""
    gap, height = theme.px(4), chip_height(theme)
    top = rect.top() + (rect.height() - height) // 2
    left, end = rect.left(), rect.right() + 1
    for place, chip in enumerate(chips):
        rest = len(chips) - place - 1
        more = chip_width(theme, _more(rest)) + gap if rest else 0
        width = chip_width(theme, chip)
        if left + width + more > end:
            if place == 0 and end - left - more > theme.px(40):
                width = end - left - more
            else:
                over = _more(rest + 1)
                place_of_over = QRect(left, top, chip_width(theme, over), height)
                paint_chip(painter, _seen(painter, rect, place_of_over), over, theme)
                return
        place_of_chip = _seen(painter, rect, QRect(left, top, width, height))
        paint_chip(painter, place_of_chip, chip, theme)
        left += width + gap


def _seen(painter: QPainter, around: QRect, part: QRect) -> QRect:
    """Return where a part is seen: mirrored where one reads from right to left."""
    return QStyle.visualRect(painter.layoutDirection(), around, part)


def _more(count: int) -> ChipText:
    # A left-to-right mark keeps the sign before the figure in a line read from the right.
    return ChipText(f"\u200e+{count}")


def _word(chip: ChipText) -> str:
    return one_line(chip.text, _CHIP_CHARACTERS)


def _colours(chip: ChipText, theme: Theme) -> tuple[QColor, QColor]:
    tokens = theme.tokens
    if chip.category is None:
        return tokens.sunken, tokens.line
    colour = tokens.category(chip.category)
    return tokens.chip_fill(colour), tokens.chip_border(colour)


class Chip(QAbstractButton):
    """A chip as a widget; pressed, it says `clicked` if it is `clickable`."""

    def __init__(
        self,
        theme: Theme,
        chip: ChipText,
        *,
        clickable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.chip = theme, chip
        self.set_chip(chip)
        focus = Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=not clickable)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_chip(self, chip: ChipText) -> None:
        """Show another chip."""
        self.chip = chip
        self.setAccessibleName(one_line(chip.text))
        set_tip(self, chip.text if len(chip.text) > _CHIP_CHARACTERS else "")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.theme, self.chip), chip_height(self.theme) + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.theme.px(48), self.sizeHint().width()), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_chip(painter, self.rect().adjusted(0, 2, 0, -2), self.chip, self.theme)
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self.theme.tokens.accent, 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class ChipFlow(QWidget):
    """Chips in lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._flow = FlowLayout(self, gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: Sequence[ChipText]) -> None:
        """Show these chips instead of the former ones; without any, the widget hides."""
        self._flow.clear()
        for chip in chips:
            self._flow.addWidget(Chip(self.theme, chip))
        self.setAccessibleName(", ".join(one_line(chip.text) for chip in chips))
        if self.parentWidget() is not None:
            self.setVisible(bool(chips))
        self.updateGeometry()
