"""A status and facts in one line, or in as many as they need."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from sessionary.views.campaign.small_parts import Spares
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from sessionary.views.theme import Theme

_GAP: Final = 18
_LINE_GAP: Final = 4


class FactsLine(QWidget):
    """A status and facts; dots stand between those that share a line, and at the end of none."""

    def __init__(self, theme: Theme, badge: QWidget) -> None:
        """Make a line without facts.

        Args:
            theme: Colours and sizes.
            badge: The status, which stands first.
        """
        super().__init__()
        self.theme = theme
        self._shown: list[str] | None = None
        self._badge = badge
        self._flow = FlowLayout(self, gap=_GAP, line_gap=_LINE_GAP)
        self._flow.addWidget(badge)
        self._spares = Spares(
            self._flow, lambda: TextLabel(tone="text2"), lambda label: label.setText("")
        )
        self._labels: list[TextLabel] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_facts(self, facts: list[str]) -> None:
        """Show these facts behind the status; empty ones are left out."""
        facts = [one_line(fact, 200) for fact in facts if fact]
        if facts == self._shown:
            return
        self._shown = facts
        self._labels = self._spares.take(len(facts))
        for label, fact in zip(self._labels, facts, strict=True):
            label.setText(fact)
        self._flow.invalidate()
        self.updateGeometry()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.theme.tokens.text2)
            for one, other in pairwise([self._badge, *self._labels]):
                first, second = one.geometry(), other.geometry()
                if not first.top() <= second.center().y() <= first.bottom():
                    continue
                # Read from the right, the one that comes next stands at the left.
                left, right = (first, second) if first.left() < second.left() else (second, first)
                width = right.left() - left.right() - 1
                gap = QRect(left.right() + 1, left.top(), width, left.height())
                painter.drawText(gap, Qt.AlignmentFlag.AlignCenter, "·")
