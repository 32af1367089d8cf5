"""Measure a frame of the timeline with a million events against the blit of an image of its size.

Frames and blits take turns, so that both meet the same machine. Run it by hand:
``python tests/benchmarks/bench_timeline.py [events]``.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measure import EVENTS, Measure, print_rows
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from sessionary.models.timeline_content import AxisKind, Band, LaneKind, Members
from sessionary.models.timeline_lod import EventArrays
from sessionary.models.timeline_model import MarkText, TimelineModel
from sessionary.views.theme import Icons, Theme
from sessionary.views.timeline import TimelineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ICONS = Path(__file__).parents[2] / "resources"
_CATEGORIES = (
    *("combat", "exploration", "social", "note", "environmental"),
    *("rest", "time", "treasure", "quest", "goal"),
)
# A page of its own, which is judged, and a panel under a list, whose blit is so quick that the
# ratio tells little; there only the time counts.
_PAGE = (1440, 868)
_SIZES = (_PAGE, (1440, 400))
_SWEEPS = 3
_DAY = 86_400
_MEDIAN_LIMIT = 8.0
_WORST_LIMIT_MS = 16.7


class GeneratedCampaign:
    """A long campaign: an evening of events every five days."""

    def __init__(self, events: int, sessions: int) -> None:
        """Make `events` events in `sessions` sessions, always the same ones."""
        chance = np.random.default_rng(20)
        self._sessions = np.sort(chance.integers(0, sessions, events))
        within = (chance.beta(2, 3, events) * 30_000).astype(np.int64)
        self._times = self._sessions * 5 * _DAY + within
        self._categories = chance.integers(0, len(_CATEGORIES), events).astype(np.int16)
        self._importances = chance.integers(0, 4, events).astype(np.int8)
        self._count = sessions

    def bands(self) -> Sequence[Band]:
        """Return the sessions."""
        return [
            Band(
                pk=number + 1,
                title=f"Session {number}",
                number=number,
                hue=number % 10,
                game=(number * 5 * _DAY, number * 5 * _DAY + 30_000),
            )
            for number in range(self._count)
        ]

    def times(self, axis: AxisKind) -> EventArrays:
        """Return the events, whatever the axis."""
        del axis
        return EventArrays(
            times=self._times,
            pks=np.arange(1, self._times.size + 1),
            categories=self._categories,
            importances=self._importances,
            sessions=self._sessions + 1,
            category_names=_CATEGORIES,
        )

    def members(self, lanes: LaneKind) -> Members | None:
        """Return nothing: its lanes are the categories."""
        del lanes
        return None

    def labels(self, pks: Sequence[int]) -> Sequence[MarkText]:
        """Return a label for each event."""
        return [MarkText(pk, f"Event {pk} of the campaign") for pk in pks]


class Blit(QWidget):
    """Paints one opaque image: the least that any widget of this size must do."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Make the image."""
        super().__init__()
        self._image = QImage(*size, QImage.Format.Format_RGB32)
        self._image.fill(0xFFCC8844)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image."""
        del event
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()


def _milliseconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _moves(view: TimelineView) -> list[Callable[[], None]]:
    """Return moves of the window: zooms from everything to a round and back, with pans."""
    moves: list[Callable[[], None]] = [view.fit]
    for _ in range(45):
        moves.append(lambda: view.zoom(1.5, 640))
        moves += [lambda: view.pan(37.0)] * 5
    for _ in range(45):
        moves.append(lambda: view.zoom(1 / 1.5, 900))
        moves += [lambda: view.pan(-53.0)] * 5
    return moves


def _sweep(view: TimelineView, blit: Blit) -> tuple[list[float], list[float]]:
    """Return the milliseconds of blits and of frames, which take turns."""
    blits, frames = [], []
    for move in _moves(view):
        blits.append(_milliseconds(blit.repaint))

        def frame(move: Callable[[], None] = move) -> None:
            move()
            view.viewport().repaint()

        frames.append(_milliseconds(frame))
    return blits, frames


def measure(lanes: LaneKind, events: int, size: tuple[int, int]) -> tuple[float, float, float]:
    """Return (median blit, median frame, worst frame) in milliseconds.

    Each sweep has a new view, whose texts are not laid out yet. The worst frame is the worst of
    those that were slow in every sweep: a single slow one is another process at work.
    """
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        raise TypeError("needs an application with windows")
    theme = Theme(application, Icons(lambda name: (_ICONS / name).read_bytes()))
    model = TimelineModel(GeneratedCampaign(events, max(1, events // 500)), lanes=lanes)
    model.reload()
    blits: list[float] = []
    sweeps: list[list[float]] = []
    for _ in range(_SWEEPS):
        view, blit = TimelineView(theme, model), Blit(size)
        for widget in (view, blit):
            widget.resize(*size)
            widget.show()
        application.processEvents()
        some_blits, frames = _sweep(view, blit)
        blits += some_blits
        sweeps.append(frames)
        view.close()
        blit.close()
    limit = statistics.median(blits)
    median = statistics.median([frame for frames in sweeps for frame in frames])
    each = sorted(min(frames) for frames in zip(*sweeps, strict=True))
    return limit, median, each[-1]


def measures(events: int = EVENTS) -> list[Measure]:
    """Return median and worst frame of each view of so many events."""
    found = []
    for size in _SIZES:
        for lanes in LaneKind:
            limit, median, worst = measure(lanes, events, size)
            name = f"Timeline of {events:,} events by {lanes}, {size[0]} × {size[1]}"
            found += [
                Measure(
                    name=f"{name}: frame",
                    limit_name="blit",
                    limit=limit,
                    program=median,
                    target=_MEDIAN_LIMIT if size == _PAGE else None,
                ),
                Measure(name=f"{name}: worst frame", program=worst, most=_WORST_LIMIT_MS),
            ]
    return found


if __name__ == "__main__":
    sys.exit(print_rows(measures(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)))
