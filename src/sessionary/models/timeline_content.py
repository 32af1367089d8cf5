"""What a timeline draws: its sessions and events in lanes, made whole by one pure function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from sessionary.models.timeline_lod import (
    EventArrays,
    Levels,
    build,
    folded_time,
    merged_folds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sessionary.core.kinds import SessionSummary
    from sessionary.core.timeline.axis import Axis
    from sessionary.core.timeline.folding import Fold

_MOST_BAND_ROWS: Final = 3
_REST: Final = {
    "character": "Nobody of the party",
    "place": "No place named",
    "goal": "Moves no goal",
}
# A stretch without anything longer than half a day is folded; half an hour stays on both sides.
_FOLD_SECONDS: Final = 43_200
_PADDING_SECONDS: Final = 1_800


class AxisKind(StrEnum):
    """Which time runs along the timeline."""

    GAME = "game"
    REAL = "real"


class LaneKind(StrEnum):
    """What the lanes of the timeline are."""

    CATEGORY = "category"
    SESSION = "session"
    CHARACTER = "character"
    PLACE = "place"
    GOAL = "goal"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Members:
    """Events and the lanes that they stand in; one may stand in several, or in none.

    Attributes:
        pks: The entries' numbers.
        places: Places in `names`, one for each of them.
        names: What the lanes are called.
    """

    pks: NDArray[np.int64]
    places: NDArray[np.int16]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A session on the timeline.

    Attributes:
        pk: The document's number.
        title: What stands on it.
        number: The session's number in its container.
        status: The file's word, such as ``planned``.
        hue: Which of the ten category colours it has.
        game: Start and end in seconds on the clock face, None if unknown.
        real: Start and end in µs since 1970 UTC, None if unknown.
    """

    pk: int
    title: str
    number: int | None = None
    status: str = "completed"
    hue: int = 0
    game: tuple[int, int] | None = None
    real: tuple[int, int] | None = None

    def span(self, axis: AxisKind) -> tuple[int, int] | None:
        """Return start and end on `axis`, the end never before the start."""
        times = self.game if axis == AxisKind.GAME else self.real
        return (times[0], max(times)) if times else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of the timeline.

    Attributes:
        name: What the gutter says: a category's or a session's name; empty where several rows
            of sessions belong together and another names them.
        category: The category of its marks; empty if it has marks of several, or none.
        bands: The sessions drawn in it, as places in `TimelineContent.bands`, in order.
        marks: Whether events are shown in it.
    """

    name: str
    category: str = ""
    bands: tuple[int, ...] = ()
    marks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimelineContent:
    """All that a timeline draws, complete and unchanging.

    Attributes:
        axis: Makes ticks and words of times.
        lanes: From top to bottom.
        bands: The sessions that have a time on this axis, by start.
        starts: Start of each band; `ends` and `band_lanes` (where it is drawn) likewise.
        levels: The events; their lanes are places in `lanes`.
        category_names: What `levels.categories` point to.
    """

    axis: Axis
    axis_kind: AxisKind
    lane_kind: LaneKind
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    band_lanes: NDArray[np.int32]
    levels: Levels
    category_names: tuple[str, ...]


def bands_of(summaries: Iterable[SessionSummary]) -> tuple[Band, ...]:
    """Return a band for each session that is not in the bin; the first tag decides its colour."""
    hues: dict[str, int] = {}
    result = []
    for one in summaries:
        hue = hues.setdefault(one.tags[0], len(hues)) if one.tags else 0
        result.append(
            Band(
                pk=one.pk,
                title=one.title,
                number=one.number,
                status=one.status,
                hue=hue,
                game=_span(one.game_start, one.game_end),
                real=_span(one.start_us, one.end_us),
            )
        )
    return tuple(result)


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    if start is None:
        return None
    return (start, start if end is None else max(start, end))


def content(
    bands: Sequence[Band],
    events: EventArrays,
    axis: Axis,
    *,
    axis_kind: AxisKind,
    lane_kind: LaneKind,
    opened: frozenset[Fold] = frozenset(),
    members: Members | None = None,
) -> TimelineContent | None:
    """Return what a timeline draws, None if there is nothing. Pure; made for a worker thread."""
    events = events.by_time()
    spans = [(span, band) for band in bands if (span := band.span(axis_kind)) is not None]
    spans.sort(key=lambda pair: pair[0])
    folded = folded_time(
        events.times,
        [span for span, _ in spans],
        threshold=_FOLD_SECONDS * axis.second,
        padding=_PADDING_SECONDS * axis.second,
    )
    if folded is None:
        return None
    shown = tuple(band for _, band in spans)
    if members is not None:
        lanes, places, events = _member_lanes(
            [span for span, _ in spans], events, members, _REST[lane_kind]
        )
    elif lane_kind == LaneKind.SESSION:
        lanes, places = _session_lanes(shown, events)
    else:
        lanes, places = _category_lanes([span for span, _ in spans], events)
    return TimelineContent(
        axis=axis,
        axis_kind=axis_kind,
        lane_kind=lane_kind,
        lanes=tuple(lanes),
        bands=shown,
        starts=np.array([span[0] for span, _ in spans], np.int64),
        ends=np.array([span[1] for span, _ in spans], np.int64),
        band_lanes=_band_lanes(lanes, len(shown)),
        levels=build(events, places, len(lanes), merged_folds(folded, opened)),
        category_names=events.category_names,
    )


def _category_lanes(
    spans: Sequence[tuple[int, int]], events: EventArrays
) -> tuple[list[Lane], NDArray[np.int32]]:
    """Return rows of sessions, then a lane for each category that occurs, in the order given."""
    rows = _rows(spans)
    lanes = [
        Lane(name="" if at else _tr("Sessions"), bands=tuple(row), marks=False)
        for at, row in enumerate(rows)
    ]
    used = np.bincount(events.categories, minlength=len(events.category_names)) > 0
    places = np.zeros(used.size, np.int32)
    places[used] = np.arange(int(used.sum())) + len(lanes)
    names = [name for name, here in zip(events.category_names, used.tolist(), strict=True) if here]
    lanes += [Lane(name=name, category=name) for name in names]
    return lanes, places[events.categories]


def _member_lanes(
    spans: Sequence[tuple[int, int]], events: EventArrays, members: Members, rest: str
) -> tuple[list[Lane], NDArray[np.int32], EventArrays]:
    """Return rows of sessions, a lane for each name that has an event, and one for the rest.

    An event that stands in several lanes is there as often.
    """
    order = np.argsort(events.pks, kind="stable")
    if events.pks.size:
        near = np.minimum(np.searchsorted(events.pks[order], members.pks), events.pks.size - 1)
        there = events.pks[order][near] == members.pks
        rows, named = order[near][there], members.places[there].astype(np.int64)
    else:
        rows = named = np.zeros(0, np.int64)
    alone = np.setdiff1d(np.arange(events.pks.size), rows)
    lanes = [
        Lane(name="" if at else _tr("Sessions"), bands=tuple(row), marks=False)
        for at, row in enumerate(_rows(spans))
    ]
    used = np.bincount(named, minlength=len(members.names)) > 0
    places = np.zeros(used.size, np.int32)
    places[used] = np.arange(int(used.sum())) + len(lanes)
    lanes += [
        Lane(name=name) for name, here in zip(members.names, used.tolist(), strict=True) if here
    ]
    if alone.size:
        lanes.append(Lane(name=_tr(rest)))
    taken = np.concatenate((rows, alone))
    where = np.concatenate((places[named], np.full(alone.size, len(lanes) - 1, np.int32)))
    # Equal times in the order of the events, and of lanes.
    sorting = np.lexsort((where, taken))
    return lanes, where[sorting], events.take(taken[sorting])


def _session_lanes(
    bands: Sequence[Band], events: EventArrays
) -> tuple[list[Lane], NDArray[np.int32]]:
    """Return a lane for each session, and a last one for events outside sessions."""
    lanes = [Lane(name=_lane_name(band), bands=(at,)) for at, band in enumerate(bands)]
    pks = np.array([band.pk for band in bands], np.int64)
    order = np.argsort(pks, kind="stable")
    outside = len(lanes)
    if not pks.size:
        places = np.full(events.times.size, outside, np.int64)
    else:
        near = np.minimum(np.searchsorted(pks[order], events.sessions), pks.size - 1)
        places = np.where(pks[order][near] == events.sessions, order[near], outside)
    if bool(np.any(places == outside)):
        lanes.append(Lane(name=_tr("Between sessions")))
    return lanes, places.astype(np.int32)


def _band_lanes(lanes: Sequence[Lane], bands: int) -> NDArray[np.int32]:
    places = np.zeros(bands, np.int32)
    for at, lane in enumerate(lanes):
        places[list(lane.bands)] = at
    return places


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def _lane_name(band: Band) -> str:
    return band.title if band.number is None else f"{band.number}  {band.title}"


def _rows(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return spans in as few rows as keep them from overlapping, but at most three."""
    rows: list[list[int]] = []
    until: list[int] = []
    for index, (start, end) in enumerate(spans):
        free = next((row for row, last in enumerate(until) if last <= start), None)
        if free is None and len(rows) < _MOST_BAND_ROWS:
            rows.append([])
            until.append(end)
            free = len(rows) - 1
        row = until.index(min(until)) if free is None else free
        rows[row].append(index)
        until[row] = max(until[row], end)
    return rows
