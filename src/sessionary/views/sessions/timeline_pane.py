"""The timeline of the Sessions place: what runs along it, its lanes, and what is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from sessionary.models.timeline_content import AxisKind, LaneKind
from sessionary.views.sessions.filter_parts import (
    TIMELINE,
    filter_hint,
    lay_out_pane,
    pane_row,
    show_header_where_room,
    status_filter,
    view_switch,
)
from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.timeline_view import TimelineView
from sessionary.views.widgets.buttons import IconButton, OutlinedButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sessionary.models.timeline_model import TimelineModel
    from sessionary.models.timeline_source import LibraryTimeline
    from sessionary.views.theme import Theme


class TimelinePane(QWidget):
    """A timeline with its switches above and what is picked below.

    Signals:
        session_asked: The reader opened a session; its pk.
        event_asked: The reader opened an event; its pk.
    """

    session_asked = Signal(object)
    event_asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        model: TimelineModel,
        source: LibraryTimeline,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.model, self.source = theme, model, source
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._model = model
        self.header = PaneHeader(theme, self.tr("Timeline"))
        self.switch = view_switch(theme)
        self.switch.choose(TIMELINE)
        self.field = SearchField(theme, filter_hint())
        self.statuses = status_filter(theme)
        self.axis = SegmentedFilter(
            theme,
            [
                Segment(AxisKind.GAME, self.tr("Game time")),
                Segment(AxisKind.REAL, self.tr("Real time")),
            ],
            self.tr("Which time runs along"),
        )
        self.lanes = SegmentedFilter(
            theme,
            [
                Segment(LaneKind.CATEGORY, self.tr("Category")),
                Segment(LaneKind.SESSION, self.tr("Session")),
                Segment(LaneKind.CHARACTER, self.tr("Character")),
                Segment(LaneKind.PLACE, self.tr("Place")),
                Segment(LaneKind.GOAL, self.tr("Goal")),
            ],
            self.tr("What the lanes are"),
        )
        self.range = TextLabel(tone="text2", elide=True)
        self.zoom_out = IconButton(theme, "minus", self.tr("Zoom out (−)"))
        self.zoom_in = IconButton(theme, "plus", self.tr("Zoom in (+)"))
        self.fit = OutlinedButton(theme, self.tr("&Fit all"))
        self.view = TimelineView(theme, model)
        self.empty = EmptyState(
            theme,
            "chart-gantt",
            self.tr("Nothing on this timeline"),
            self.tr(
                "Sessions and events appear here once they have a time. "
                "Another filter or the other kind of time may show some."
            ),
        )
        self.stack = QStackedWidget()
        self.picked = TextLabel(elide=True)
        self.open_button = OutlinedButton(theme, self.tr("&Open"))
        self._lay_out()
        self.axis.chosen.connect(lambda key: model.set_axis(AxisKind(key)))
        self.lanes.chosen.connect(lambda key: model.set_lanes(LaneKind(key)))
        self.zoom_in.clicked.connect(lambda: self.view.zoom(1.5))
        self.zoom_out.clicked.connect(lambda: self.view.zoom(1 / 1.5))
        self.fit.clicked.connect(self.view.fit)
        self.open_button.clicked.connect(self.view.open_picked)
        self.view.range_changed.connect(self._tell_range)
        self.view.selection_changed.connect(self._tell_picked)
        self.view.mark_opened.connect(self.event_asked)
        self.view.band_opened.connect(self.session_asked)
        model.changed.connect(self._show_content)
        self._show_content()

    def begin(self) -> None:
        """Take the focus to the timeline, also while what it shows is still being read."""
        self._show_content()
        if self.stack.currentWidget() is self.view:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.switch.take_focus()

    def run_along(self, axis: str, lanes: str) -> None:
        """Choose which time runs along and what the lanes are; unknown words change nothing."""
        if axis in set(AxisKind):
            self.axis.choose(axis)
            self._model.set_axis(AxisKind(axis))
        if lanes in set(LaneKind):
            self.lanes.choose(lanes)
            self._model.set_lanes(LaneKind(lanes))

    def _lay_out(self) -> None:
        # Rather than its words, the status choices give up their icons.
        self.field.setMinimumWidth(self.theme.px(250))
        top = pane_row(self.header, self.switch, 1, self.field, self.statuses, above=12, below=4)
        top.insertSpacing(2, 8)
        switches = pane_row(
            self.axis, self.lanes, 1, self.range, self.zoom_out, self.zoom_in, self.fit,
            above=4, below=8,
        )  # fmt: skip
        switches.setAlignment(self.range, Qt.AlignmentFlag.AlignRight)
        foot = pane_row(1, self.picked, self.open_button, above=6, below=6)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        lay_out_pane(self, top, switches, self.stack, foot)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        show_header_where_room(self.theme, self.header, event.size().width())

    def _show_content(self) -> None:
        there = self.model.content is not None or self.model.loading
        walked = self.view.hasFocus()
        self.stack.setCurrentWidget(self.view if there else self.empty)
        if walked and not there:
            self.switch.take_focus()
        self._tell_range()
        self._tell_picked(self.view.picked)

    def _tell_range(self) -> None:
        self.range.setText(self.view.range_text())

    def _tell_picked(self, picked: Picked | None) -> None:
        self.open_button.setEnabled(picked is not None)
        if picked is None:
            self.picked.set_tone("text2")
            self.picked.setText(
                self.tr("Arrow keys walk from event to event, + and − zoom, Enter opens.")
            )
            return
        self.picked.set_tone("text")
        self.picked.setText(self.view.accessibleDescription())
        self.open_button.setText(
            self.tr("&Unfold") if picked.kind == PickedKind.FOLD else self.tr("&Open")
        )
