"""The milestones of a goal: those of words alone are ticked by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.views.campaign.small_parts import Spares, TickLine
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.campaign.goal_milestones import Milestone

_MOST: Final = 50


class GoalMilestones(QWidget):
    """One line a milestone, with a box.

    Signals:
        ticked: The reader has ticked a milestone, or taken its tick away: its place, and whether
            it is reached now.
    """

    ticked = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.heading = TextLabel(self.tr("Milestones"), role="strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        column.addLayout(lines)
        self._spares: Spares[TickLine] = Spares(lines, self._line, _cleared)
        self._made: list[TickLine] = []
        self.lines: list[TickLine] = []

    def _line(self) -> TickLine:
        line = TickLine()
        line.ticked.connect(partial(self._tick, len(self._made)))
        self._made.append(line)
        return line

    def show_milestones(self, milestones: Sequence[Milestone], *, editable: bool) -> None:
        """Show milestones; one that is counted ticks itself.

        Args:
            milestones: In the order of the goal's record.
            editable: Whether those of words can be ticked.
        """
        shown = milestones[:_MOST]
        self.lines = self._spares.take(len(shown))
        for line, one in zip(self.lines, shown, strict=True):
            text = one_line(one.text, 200)
            if one.at is not None and text != str(one.at):
                text = self.tr("{0} (at {1})").format(text, one.at)
            line.set_line(text, ticked=one.reached, editable=editable and one.at is None)
            line.setVisible(bool(text))
        self.setVisible(any(one.text for one in shown))

    def _tick(self, place: int, on: bool) -> None:  # noqa: FBT001  Qt's signature
        self.ticked.emit(place, on)


def _cleared(line: TickLine) -> None:
    line.set_line("", ticked=False, editable=False)
