"""The timeline's level of detail counts what is there."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.timeline.window import Window
from sessionary.models.timeline_lod import (
    EventArrays,
    Levels,
    build,
    column_image,
    folded_time,
    merged_folds,
    no_events,
)

DAY = 86_400


def events(times: list[int], lanes: list[int] | None = None) -> EventArrays:
    count = len(times)
    return EventArrays(
        times=np.array(times, np.int64),
        pks=np.arange(100, 100 + count),
        categories=np.array(lanes or [0] * count, np.int16),
        importances=np.ones(count, np.int8),
        sessions=np.zeros(count, np.int64),
        category_names=("combat", "social", "quest"),
    )


def levels(times: list[int], lanes: list[int] | None = None, lane_count: int = 3) -> Levels:
    given_events = events(times, lanes).by_time()
    span = folded_time(given_events.times, [], threshold=DAY // 2, padding=1800)
    assert span is not None
    return build(given_events, given_events.categories.astype(np.int32), lane_count, span)


def columns_by_hand(found: Levels, window: Window, lane: int, edges: list[float]) -> list[int]:
    mine = [int(t) for t, at in zip(found.times, found.lanes, strict=True) if at == lane]
    places = [window.x(time) for time in mine]
    return [sum(a <= x < b for x in places) for a, b in itertools.pairwise(edges)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-(10**7), 10**7), st.integers(0, 2)), min_size=1, max_size=60),
    st.floats(1, 5000),
    st.floats(0, 1000),
)
def test_close_up_every_column_counts_its_own_events(
    pairs: list[tuple[int, int]], factor: float, x: float
) -> None:
    found = levels([time for time, _ in pairs], [lane for _, lane in pairs], lane_count=100)
    window = Window(span=found.span, width=1000.0).fitted().zoomed(factor, x)
    # An event that stands exactly on an edge may be counted on either side of it.
    edges = [edge + 0.0123 for edge in range(-4, 1005, 4)]
    counted = found.columns(window, range(3), np.array(edges))
    for lane in range(3):
        assert counted[lane].tolist() == columns_by_hand(found, window, lane, edges)


def test_from_afar_no_event_is_lost() -> None:
    chance = np.random.default_rng(5)
    times = chance.integers(0, 40 * DAY, 5_000).tolist()
    lanes = chance.integers(0, 3, 5_000).tolist()
    found = levels(times, lanes)
    window = Window(span=found.span, width=1000.0).fitted()
    edges = np.arange(-4.0, 1008.0, 4.0)
    counted = found.columns(window, range(3), edges)
    assert counted.sum(axis=1).tolist() == [lanes.count(lane) for lane in range(3)]
    exact = np.array([columns_by_hand(found, window, 1, edges.tolist())])
    # A bin is at most a quarter of a column wide.
    assert np.abs(np.cumsum(exact) - np.cumsum(counted[1])).max() <= 12


def test_columns_in_a_fold_are_empty() -> None:
    found = levels([0, 100, 20 * DAY, 20 * DAY + 100])
    window = Window(span=found.span, width=1000.0).fitted()
    fold = window.fold_x(0)
    counted = found.columns(window, range(1), np.linspace(fold + 1, fold + 25, 7))
    assert counted.sum() == 0


def test_what_is_seen_is_counted_and_listed() -> None:
    found = levels([0, 1000, 2000, 3000, 4000], [0, 1, 0, 1, 0])
    window = Window(span=found.span, width=100.0).fitted().zoomed(20, 50)
    first, last = window.time_at(0), window.time_at(window.width)
    number, places = found.visible(window, range(3))
    seen = [int(found.times[i]) for place in places for i in found.order[place.start : place.stop]]
    assert sorted(seen) == [t for t in (0, 1000, 2000, 3000, 4000) if first <= t <= last]
    assert number == len(seen)
    _, wider = found.visible(window, range(3), margin=1e6)
    assert sum(map(len, wider)) == 5


def test_histograms_never_say_more_than_there_are() -> None:
    found = levels([time * 10 for time in range(3_000)])
    window = Window(span=found.span, width=1000.0).fitted()
    assert found.surely_more(window, range(3), 2_000)
    assert not found.surely_more(window, range(3), 3_000)
    assert not levels([1, 2], lane_count=100).surely_more(window, range(100), 0)


def test_full_columns_follow_the_scale_alone() -> None:
    found = levels([time * 10 for time in range(30_000)])
    window = Window(span=found.span, width=1000.0).fitted()
    far = found.full(4 / window.scale)
    assert far == found.full(4 / window.panned(300).scale)
    assert found.full(0.0001) == 4.0 < found.full(1.0 * DAY) < far * 1000


def test_walking_a_lane_visits_its_events_in_order() -> None:
    found = levels([5, 1, 3, 1, 2], [0, 0, 1, 0, 0])
    first = found.nearest(0, -100)
    assert first is not None
    seen = [first]
    while (after := found.lane_neighbour(seen[-1], 1)) is not None:
        seen.append(after)
    assert found.times[seen].tolist() == [1, 1, 2, 5]
    assert found.lane_neighbour(first, -1) is None
    assert found.lane_neighbour(seen[-1], -1) == seen[-2]


def test_the_nearest_event_of_a_lane_is_found_on_both_sides() -> None:
    found = levels([0, 100, 50], [0, 0, 1])
    assert [int(found.times[found.nearest(0, time) or 0]) for time in (-9, 40, 60, 900)] == [
        0,
        0,
        100,
        100,
    ]
    assert found.nearest(2, 0) is None


def test_equal_times_keep_the_order_of_the_source() -> None:
    found = levels([7, 7, 7, 1])
    assert found.pks.tolist() == [103, 100, 101, 102]
    assert found.index_of(102) == 3
    assert found.index_of(9) is None


def test_no_events_cover_no_time_but_bands_do() -> None:
    assert folded_time(no_events().times, [], threshold=100, padding=1) is None
    span = folded_time(no_events().times, [(10, 20), (500, 400)], threshold=100, padding=1)
    assert span is not None
    assert (span.start, span.end, len(span.folds)) == (9, 501, 1)


def test_events_all_at_one_moment_have_a_span() -> None:
    found = levels([2**40] * 1000)
    window = Window(span=found.span, width=1000.0).fitted()
    assert found.columns(window, range(1), np.arange(0.0, 1004.0, 4.0)).sum() == 1000
    assert window.x(2**40) == pytest.approx(500)


def test_a_hundred_thousand_gaps_become_a_bounded_number_of_folds() -> None:
    times = np.arange(100_000, dtype=np.int64) * DAY
    span = folded_time(times, [], threshold=DAY // 2, padding=1800)
    assert span is not None
    assert len(span.folds) == 2_000


def test_opened_folds_are_left_out() -> None:
    found = levels([0, 20 * DAY, 40 * DAY])
    opened = merged_folds(found.span, frozenset(found.span.folds[:1]))
    assert opened.folds == found.span.folds[1:]
    assert merged_folds(found.span, frozenset()) is found.span


def test_columns_are_painted_from_the_ground_up() -> None:
    picture = column_image(
        np.array([[0, 1, 100]], np.int32),
        100.0,
        np.array([0xFF112233], np.uint32),
        height=10,
        width=4,
        gap=1,
    )
    assert picture.shape == (1, 10, 12)
    painted = (picture[0] == 0xFF112233).sum(axis=0).tolist()
    assert painted == [0, 0, 0, 0, 2, 2, 2, 0, 10, 10, 10, 0]
    assert picture[0, -1, 4] == 0xFF112233
    assert picture[0, 0, 4] == 0


def test_pixels_of_many_times_are_those_of_the_window() -> None:
    found = levels([-5, 0, 900, 20 * DAY, 20 * DAY + 7, 60 * DAY])
    window = Window(span=found.span, width=1000.0).fitted().zoomed(3, 200)
    expected = [window.x(int(time)) for time in found.times]
    assert found.pixels(window, found.times).tolist() == pytest.approx(expected)
