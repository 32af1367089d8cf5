"""The parts of the filter that list and timeline share: which view, which status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sessionary.views.widgets.segmented import Segment, SegmentedFilter

if TYPE_CHECKING:
    from sessionary.views.theme import Theme

LIST, TIMELINE = "list", "timeline"


def _words(text: str) -> str:
    return QCoreApplication.translate("Filter", text)


def view_switch(theme: Theme) -> SegmentedFilter:
    """Return the choice between the views of one filter."""
    return SegmentedFilter(
        theme,
        [Segment(LIST, _words("List")), Segment(TIMELINE, _words("Timeline"))],
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


def filter_hint() -> str:
    """Return what an empty filter field says."""
    return _words("Filter by title, #tag, @player, day:15")
