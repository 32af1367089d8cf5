"""What is picked on a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PickedKind(StrEnum):
    """What kind of thing can be picked."""

    MARK = "mark"
    BAND = "band"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Picked:
    """One thing on a timeline.

    Attributes:
        kind: What it is.
        index: Its place among the events in the order of time, the bands or the folds.
        pk: The number of the event or of the session; 0 for a fold.
    """

    kind: PickedKind
    index: int
    pk: int = 0
