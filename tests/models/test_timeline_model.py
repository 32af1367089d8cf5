"""What a timeline is made of, and how it is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from PySide6.QtCore import QThread, QThreadPool

from sessionary.core.kinds import SessionSummary
from sessionary.core.timeline.game_axis import GameAxis
from sessionary.core.timeline.real_axis import RealAxis
from sessionary.models.timeline_content import AxisKind, Band, LaneKind, Members, bands_of, content
from sessionary.models.timeline_lod import EventArrays, no_events
from sessionary.models.timeline_model import MarkText, TimelineModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

DAY = 86_400


class Evenings:
    """Two evenings twelve days apart, and one event between them."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.threads: set[bool] = set()

    def bands(self) -> Sequence[Band]:
        self.threads.add(QThread.currentThread().isMainThread())
        return [
            Band(pk=2, title="Second", number=2, game=(13 * DAY, 13 * DAY + 3600)),
            Band(pk=1, title="First", number=1, game=(0, 3600), real=(0, 10**9)),
        ]

    def times(self, axis: AxisKind) -> EventArrays:
        if axis == AxisKind.REAL:
            return no_events()
        return EventArrays(
            times=np.array([60, 13 * DAY + 5, 120, 6 * DAY], np.int64),
            pks=np.array([11, 12, 13, 14]),
            categories=np.array([2, 0, 2, 0], np.int16),
            importances=np.array([1, 1, 3, 0], np.int8),
            sessions=np.array([1, 2, 1, 0]),
            category_names=("combat", "never", "social"),
        )

    def members(self, lanes: LaneKind) -> Members | None:
        if lanes != LaneKind.PLACE:
            return None
        pks, places = np.array([99, 11, 13, 11]), np.array([0, 2, 1, 1], np.int16)
        return Members(pks=pks, places=places, names=("Gone", "Quay", "Chapel"))

    def labels(self, pks: Sequence[int]) -> Sequence[MarkText]:
        self.asked.append(list(pks))
        return [MarkText(pk, f"Event {pk}") for pk in pks if pk != 14]


def test_lanes_by_category_are_the_sessions_and_each_category_that_occurs() -> None:
    model = TimelineModel(Evenings())
    model.reload()
    assert model.content is not None
    assert [lane.name for lane in model.content.lanes] == ["Sessions", "combat", "social"]
    assert [band.title for band in model.content.bands] == ["First", "Second"]
    assert model.content.levels.lanes.tolist() == [2, 2, 1, 1]


def test_an_event_stands_in_the_lane_of_each_name_and_the_rest_in_one_of_their_own() -> None:
    model = TimelineModel(Evenings(), lanes=LaneKind.PLACE)
    model.reload()
    assert model.content is not None
    names = [lane.name for lane in model.content.lanes]
    assert names == ["Sessions", "Quay", "Chapel", "No place named"]
    levels = model.content.levels
    assert list(zip(levels.pks.tolist(), levels.lanes.tolist(), strict=True)) == [
        (11, 1), (11, 2), (13, 1), (14, 3), (12, 3),
    ]  # fmt: skip


def test_lanes_by_session_end_with_what_lies_between_them() -> None:
    model = TimelineModel(Evenings(), lanes=LaneKind.SESSION)
    model.reload()
    assert model.content is not None
    names = [lane.name for lane in model.content.lanes]
    assert names == ["1  First", "2  Second", "Between sessions"]
    assert model.content.levels.lanes.tolist() == [0, 0, 2, 1]


def test_sessions_that_overlap_stand_in_rows_of_their_own() -> None:
    bands = [
        Band(pk=pk, title="", game=(start, start + 100))
        for pk, start in enumerate((0, 50, 60, 70, 100))
    ]
    made = content(
        bands,
        no_events(),
        GameAxis(),
        axis_kind=AxisKind.GAME,
        lane_kind=LaneKind.CATEGORY,
    )
    assert made is not None
    assert [lane.bands for lane in made.lanes] == [(0, 3), (1, 4), (2,)]
    assert made.band_lanes.tolist() == [0, 1, 2, 0, 1]


def test_a_session_without_a_time_on_the_axis_is_left_out() -> None:
    model = TimelineModel(Evenings(), axis=AxisKind.REAL)
    model.reload()
    assert model.content is not None
    assert [band.title for band in model.content.bands] == ["First"]
    assert isinstance(model.content.axis, RealAxis)


def test_gaps_are_folded_opened_and_folded_again() -> None:
    model = TimelineModel(Evenings())
    model.reload()
    assert model.content is not None
    folds = model.content.levels.span.folds
    assert [fold.gap // DAY for fold in folds] == [5, 7]
    model.open_fold(folds[0])
    assert model.content.levels.span.folds == folds[1:]
    model.close_folds()
    assert model.content.levels.span.folds == folds


def test_another_axis_and_other_lanes_make_new_content() -> None:
    model = TimelineModel(Evenings(), zone=ZoneInfo("Europe/Berlin"))
    model.reload()
    model.set_axis(AxisKind.REAL)
    assert model.content is not None
    assert model.content.axis_kind == AxisKind.REAL
    model.set_lanes(LaneKind.SESSION)
    assert model.content.lane_kind == LaneKind.SESSION
    before = model.content
    model.set_axis(AxisKind.REAL)
    model.set_lanes(LaneKind.SESSION)
    assert model.content is before


def test_texts_are_asked_for_once() -> None:
    source = Evenings()
    model = TimelineModel(source)
    assert [text.label for text in model.texts([11, 12])] == ["Event 11", "Event 12"]
    assert [text.label for text in model.texts([12, 13])] == ["Event 12", "Event 13"]
    assert source.asked == [[11, 12], [13]]
    model.reload()
    model.texts([12])
    assert source.asked[-1] == [12]


def test_a_text_that_is_gone_is_empty() -> None:
    model = TimelineModel(Evenings())
    assert model.texts([14]) == [MarkText(14, "")]


def test_texts_kept_are_bounded() -> None:
    source = Evenings()
    model = TimelineModel(source)
    for first in range(100, 10_000, 400):
        assert len(model.texts(range(first, first + 400))) == 400
    model.texts([100])
    assert source.asked[-1] == [100]


def test_content_is_made_in_a_worker_and_only_the_latest_arrives(qtbot: QtBot) -> None:
    source = Evenings()
    pool = QThreadPool()
    model = TimelineModel(source, pool=pool)
    with qtbot.waitSignal(model.changed):
        model.reload()
        model.set_lanes(LaneKind.SESSION)
        assert model.loading
    qtbot.waitUntil(lambda: not model.loading)
    assert source.threads == {False}
    assert model.content is not None
    assert model.content.lane_kind == LaneKind.SESSION
    pool.waitForDone()


def summary(pk: int, **changes: object) -> SessionSummary:
    values: dict[str, object] = dict.fromkeys(SessionSummary._fields)
    values |= {
        "pk": pk,
        "title": f"Session {pk}",
        "status": "completed",
        "tag_lines": "",
        "people_lines": "",
    }
    return SessionSummary(**(values | changes))  # type: ignore[arg-type]  # a table of fields


def test_bands_take_their_colour_from_the_first_tag() -> None:
    bands = bands_of(
        [
            summary(1, tag_lines="clue\nharbour", game_start=5, game_end=9, number=1),
            summary(2, tag_lines="combat", game_start=20),
            summary(3, tag_lines="clue", start_us=7, end_us=3),
            summary(5),
        ]
    )
    assert [band.hue for band in bands] == [0, 1, 0, 0]
    assert [band.game for band in bands] == [(5, 9), (20, 20), None, None]
    assert bands[2].real == (7, 7)
