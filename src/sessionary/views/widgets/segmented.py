"""A row of choices of which one holds, such as the status filter; it doubles as a legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.status_icon import paint_status
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice.

    Attributes:
        key: What `SegmentedFilter` calls it.
        text: What the reader sees.
        status: A status whose icon stands before the text where there is room; empty for none.
    """

    key: str
    text: str
    status: str = ""


class SegmentedFilter(QWidget):
    """Choices side by side; arrow keys move between them, as in any group of radio buttons.

    `chosen` says the key, only when the reader chose; `choose` does not emit it.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, segments: Sequence[Segment], name: str, parent: QWidget | None = None
    ) -> None:
        """Make a row of choices, of which the first holds.

        Args:
            theme: Colours and sizes.
            segments: The choices, at least one.
            name: What is chosen here, for screen readers.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.buttons = {segment.key: _SegmentButton(theme, segment) for segment in segments}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.buttons.values():
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)
        self._group.buttonToggled.connect(self._let_tab_in)
        self.choose(segments[0].key)
        theme.changed.connect(self._restyle)

    def key(self) -> str:
        """Return the key of the choice that holds."""
        checked = self._group.checkedButton()
        return checked.segment.key if isinstance(checked, _SegmentButton) else ""

    def choose(self, key: str) -> None:
        """Make a choice hold, without emitting `chosen`."""
        self.buttons[key].setChecked(True)

    def take_focus(self) -> None:
        """Put the focus on the choice that holds."""
        self.buttons[self.key()].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def sizeHint(self) -> QSize:
        width = sum(button.width_with(icon=True) for button in self.buttons.values())
        return QSize(width, self.theme.px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        width = sum(button.width_with(icon=False) for button in self.buttons.values())
        return QSize(width, self.theme.px(28))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        outline = QRect()
        for button in self.buttons.values():
            outline = outline.united(button.geometry())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.tokens.strong, 1))
            painter.setBrush(self.theme.tokens.surface)
            painter.drawRoundedRect(QRectF(outline).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _let_tab_in(self) -> None:
        # Qt sees to it only once one of them has had the focus: until then, Tab stops at the first.
        for button in self.buttons.values():
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _SegmentButton):
            self.chosen.emit(button.segment.key)

    def _fit(self) -> None:
        """Show the icons where there is room for them."""
        icons = self.width() >= self.sizeHint().width()
        for button in self.buttons.values():
            button.show_icon(shown=icons)

    def _restyle(self) -> None:
        self.updateGeometry()
        self._fit()
        self.update()


class _SegmentButton(QAbstractButton):
    def __init__(self, theme: Theme, segment: Segment) -> None:
        super().__init__()
        self.theme, self.segment = theme, segment
        self._icon = bool(segment.status)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(one_line(segment.text))
        self.setAccessibleName(one_line(segment.text))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.toggled.connect(self.update)

    def width_with(self, *, icon: bool) -> int:
        """Return the width it needs with or without its icon, the same checked or not."""
        font = self.theme.fonts["secondary"]
        font.setWeight(font.Weight.DemiBold)
        metrics = QFontMetrics(font)
        px = self.theme.px
        mark = px(14) + px(5) if icon and self.segment.status else 0
        return metrics.horizontalAdvance(self.text()) + mark + 2 * px(10)

    def show_icon(self, *, shown: bool) -> None:
        """Show or hide the icon."""
        self._icon = shown and bool(self.segment.status)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_with(icon=self._icon), self.theme.px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        checked = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            if checked:
                painter.setPen(QPen(tokens.accent, 1))
                painter.setBrush(tokens.selection)
                painter.drawRoundedRect(ground, 6, 6)
            elif self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.hover)
                painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 5, 5)
            if self.hasFocus():
                paint_focus(painter, self.rect(), tokens, 5)
            room = self.rect().adjusted(px(10), 0, -px(10), 0)
            if self._icon:
                side = px(14)
                mark = QRect(room.left(), (self.height() - side) // 2, side, side)
                mark = QStyle.visualRect(self.layoutDirection(), self.rect(), mark)
                paint_status(painter, QRectF(mark), self.segment.status, tokens)
                room.setLeft(room.left() + side + px(5))
                room = QStyle.visualRect(self.layoutDirection(), self.rect(), room)
            font = self.theme.fonts["secondary"]
            font.setWeight(font.Weight.DemiBold if checked else font.Weight.Normal)
            painter.setFont(font)
            painter.setPen(tokens.text if checked else tokens.text2)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
            painter.drawText(room, align, self.text())
