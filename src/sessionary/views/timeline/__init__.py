"""The timeline: sessions as bands and events as marks, by game time or real time."""

from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.timeline_view import TimelineView

__all__ = ["Picked", "PickedKind", "TimelineView"]
