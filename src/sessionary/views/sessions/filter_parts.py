"""The parts of the filter that list, timeline and calendar share: which view, which status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

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
