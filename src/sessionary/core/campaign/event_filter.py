"""Which events a list shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are shown.

    Attributes:
        categories: Only these; None for all.
        least: Only events that weigh so much or more.
        visible: Only those of this visibility; None for all.
        text: All of its words stand somewhere in the event.
        pks: Only these entries; None for all.
    """

    categories: frozenset[str] | None = None
    least: int = 0
    visible: int | None = None
    text: str = ""
    pks: frozenset[int] | None = None

    @property
    def narrows(self) -> bool:
        """Whether it can hide anything."""
        return self != EventFilter()
