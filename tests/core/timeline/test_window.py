"""Which moment stands at which pixel."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sessionary.core.timeline.axis import CENTURY_SECONDS
from sessionary.core.timeline.folding import Fold, folds_between
from sessionary.core.timeline.window import FOLD_WIDTH, FoldedTime, Window

DAY = 86_400


def campaign(sessions: int = 12) -> FoldedTime:
    spans = [(number * 12 * DAY, number * 12 * DAY + 32_400) for number in range(sessions)]
    folds = folds_between(spans, threshold=DAY // 2, padding=1800)
    return FoldedTime(-1800, spans[-1][1] + 1800, folds)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(st.integers(-(2**40), 2**40))
    spans = [(start, start)]
    for gap, length in draw(
        st.lists(st.tuples(st.integers(1, 10**8), st.integers(0, 10**6)), max_size=12)
    ):
        first = spans[-1][1] + gap
        spans.append((first, first + length))
    folds = folds_between(spans, threshold=40_000, padding=2_000)
    window = Window(span=FoldedTime(start - 100, spans[-1][1] + 100, folds), width=1300.0).fitted()
    for factor, x in draw(st.lists(st.tuples(st.floats(0.1, 10), st.floats(0, 1300)), max_size=4)):
        window = window.zoomed(factor, x)
    return window


@settings(max_examples=200, deadline=None)
@given(windows(), st.floats(0, 1))
def test_a_moment_comes_back_from_its_pixel(window: Window, share: float) -> None:
    time = window.span.start + int((window.span.end - window.span.start) * share)
    back = window.time_at(window.x(time))
    assert abs(window.x(back) - window.x(time)) <= max(1e-3, window.scale)


@settings(max_examples=150, deadline=None)
@given(windows(), st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_later_is_never_further_left(window: Window, shares: list[float]) -> None:
    length = window.span.end - window.span.start
    times = sorted(window.span.start + int(length * share) for share in shares)
    places = [window.x(time) for time in times]
    assert all(a <= b + 1e-6 for a, b in itertools.pairwise(places))


@settings(max_examples=150, deadline=None)
@given(windows(), st.floats(1.01, 5), st.floats(100, 1200))
def test_zooming_keeps_what_is_under_the_pointer(window: Window, factor: float, x: float) -> None:
    time = window.time_at(x)
    after = window.zoomed(factor, x)
    assume(abs(after.left + after.width / 2) > 1 and abs(after.left - after.total) > 1)
    assume(-after.width / 2 < after.left < after.total - after.width / 2)
    assert abs(after.x(time) - x) <= max(after.scale, FOLD_WIDTH * 1e-3, 1e-3) + 1e-6


def test_everything_fits_with_a_margin() -> None:
    window = Window(span=campaign(), width=1300.0).fitted()
    assert window.x(window.span.start) == pytest.approx(12)
    assert window.x(window.span.end) == pytest.approx(1288)
    assert window.fold_width == FOLD_WIDTH
    assert list(window.folds_in(0, 1300)) == list(range(11))


def test_thousands_of_folds_leave_two_thirds_to_the_sessions() -> None:
    window = Window(span=campaign(2000), width=1300.0).fitted()
    assert window.span.live_length * window.scale == pytest.approx(1276 / 1.5)
    assert window.zoomed(1000.0, 650).fold_width == FOLD_WIDTH


def test_one_zooms_from_a_round_to_a_century() -> None:
    window = Window(span=campaign(), width=1300.0).fitted()
    near = window.zoomed(1e12, 400)
    assert near.scale == near.highest
    assert near.width / near.scale == pytest.approx(6)
    far = window.zoomed(1e-12, 400)
    assert far.width / far.scale == pytest.approx(CENTURY_SECONDS)


def test_more_than_a_century_can_be_seen_at_once() -> None:
    window = Window(span=FoldedTime(-CENTURY_SECONDS * 9, 2**40), width=1000.0)
    far = window.fitted().zoomed(1e-9, 10)
    assert far.total <= far.width / 1.9


def test_the_middle_never_leaves_the_time() -> None:
    window = Window(span=campaign(), width=1300.0).fitted()
    assert window.panned(1e9).time_at(650) == pytest.approx(window.span.end, abs=5)
    assert window.panned(-1e9).time_at(650) == pytest.approx(window.span.start, abs=5)


def test_a_pixel_in_a_fold_is_a_moment_in_it() -> None:
    window = Window(span=campaign(), width=1300.0).fitted()
    fold = window.span.folds[3]
    middle = window.fold_x(3) + window.fold_width / 2
    assert fold.start < window.time_at(middle) < fold.end
    assert window.x((fold.start + fold.end) // 2) == pytest.approx(middle, abs=0.1)


def test_opening_a_fold_puts_its_time_back() -> None:
    span = campaign()
    opened = span.without(span.folds[0])
    assert len(opened.folds) == 10
    assert opened.live_length == span.live_length + span.folds[0].cut


def test_showing_moves_no_more_than_needed() -> None:
    window = Window(span=campaign(), width=1300.0).fitted().zoomed(40, 100)
    assert window.showing(window.time_at(600)) == window
    far = window.span.end - 1800
    assert window.showing(far).x(far) == pytest.approx(1300 - 48)
    near = window.span.start
    assert window.panned(5000).showing(near).x(near) == pytest.approx(48)


def test_a_wider_window_keeps_its_left_edge() -> None:
    window = Window(span=campaign(), width=1300.0).fitted().zoomed(40, 100)
    assert window.resized(900).left == window.left
    assert window.resized(0).width == 1


def test_a_time_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        FoldedTime(5, 5)


def test_folds_outside_the_window_are_not_listed() -> None:
    span = FoldedTime(0, 10_000, (Fold(100, 200, 90, 210), Fold(5_000, 6_000, 4_990, 6_010)))
    window = Window(span=span, width=100.0, scale=1.0)
    assert list(window.folds_in(0, 100)) == [0]
