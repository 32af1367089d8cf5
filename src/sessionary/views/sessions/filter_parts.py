"""The parts of the filter that list, timeline and calendar share: which view, which status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sessionary.views.widgets.segmented import Segment, SegmentedFilter

if TYPE_CHECKING:
    from sessionary.views.theme import Theme
    from sessionary.views.widgets.headers import PaneHeader

_ROOM_FOR_HEADER = 920
LIST, TIMELINE, CALENDAR = "list", "timeline", "calendar"


def _words(text: str) -> str:
    return QCoreApplication.translate("Filter", text)


def view_switch(theme: Theme) -> SegmentedFilter:
    """Return the choice between the views of one filter."""
    return SegmentedFilter(
        theme,
        [
            Segment(LIST, _words("List")),
            Segment(TIMELINE, _words("Timeline")),
            Segment(CALENDAR, _words("Calendar")),
        ],
        _words("View"),
    )


def status_filter(theme: Theme) -> SegmentedFilter:
    """Return the choice of a status; with its icons it is their legend too."""
    return SegmentedFilter(
        theme,
        [
            Segment("", _words("All")),
            Segment("planned", _words("Planned"), "planned"),
            Segment("in_progress", _words("Live"), "in_progress"),
            Segment("completed", _words("Played"), "completed"),
            Segment("cancelled", _words("Cancelled"), "cancelled"),
        ],
        _words("Status"),
    )


def show_header_where_room(theme: Theme, header: PaneHeader, width: int) -> None:
    """Leave out the title of a pane where it would push the filter aside: the switch says it."""
    header.setVisible(width >= theme.px(_ROOM_FOR_HEADER))


def filter_hint() -> str:
    """Return what an empty filter field says."""
    return _words("Filter by title, #tag, @player, day:15")


def pane_row(*parts: QWidget | int, above: int, below: int) -> QHBoxLayout:
    """Return a row of a pane.

    Args:
        parts: Widgets; the one behind a 1 takes what room is left.
        above: Space above it.
        below: Space below it.
    """
    row = QHBoxLayout()
    row.setContentsMargins(16, above, 16, below)
    row.setSpacing(8)
    stretch = 0
    for part in parts:
        if isinstance(part, int):
            stretch = part
            continue
        row.addWidget(part, stretch)
        stretch = 0
    return row


def lay_out_pane(
    pane: QWidget, top: QHBoxLayout, switches: QHBoxLayout, body: QWidget, foot: QHBoxLayout
) -> None:
    """Put filter, switches, the view itself and what is picked in it below each other."""
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(top)
    column.addLayout(switches)
    column.addWidget(body, 1)
    column.addWidget(line)
    column.addLayout(foot)
