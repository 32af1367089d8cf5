"""Gaps in which nothing happened."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.timeline.folding import Fold, Passed, folds_between, merged, passed

DAY = 86_400


def test_twelve_days_between_two_sessions_are_one_fold() -> None:
    evening = 9 * 3600
    spans = [(0, evening), (12 * DAY + evening, 12 * DAY + 2 * evening)]
    (fold,) = folds_between(spans, threshold=DAY // 2, padding=1800)
    assert fold == Fold(evening + 1800, 12 * DAY + evening - 1800, evening, 12 * DAY + evening)
    assert passed(fold.gap) == Passed(12, "day")


def test_gaps_up_to_the_threshold_stay() -> None:
    assert folds_between([(0, 10), (110, 120)], threshold=100, padding=1) == ()
    assert len(folds_between([(0, 10), (111, 120)], threshold=100, padding=1)) == 1


def test_overlapping_and_touching_spans_leave_no_gap() -> None:
    assert merged([(20, 30), (0, 10), (10, 20), (5, 7)]) == [(0, 30)]


def test_a_span_that_ends_before_it_starts_is_a_moment() -> None:
    assert merged([(10, 5)]) == [(10, 10)]


def test_nothing_and_one_moment_have_no_folds() -> None:
    assert folds_between([], threshold=10, padding=1) == ()
    assert folds_between([(5, 5)], threshold=10, padding=1) == ()


def test_only_the_longest_gaps_are_folded_past_the_limit() -> None:
    spans = [(0, 0), (100, 100), (300, 300), (350, 350)]
    folds = folds_between(spans, threshold=20, padding=1, limit=2)
    assert [fold.gap for fold in folds] == [100, 200]


def test_padding_that_eats_the_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="padding"):
        folds_between([], threshold=10, padding=5)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (0, 10), (6, 20)])
def test_a_fold_lies_inside_its_gap(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="within its gap"):
        Fold(start, end, since=5, until=10)


@pytest.mark.parametrize(
    ("seconds", "day", "expected"),
    [
        (12 * DAY, DAY, Passed(12, "day")),
        (13 * DAY - 1, DAY, Passed(12, "day")),
        (DAY, DAY, Passed(1, "day")),
        (DAY - 1, DAY, Passed(23, "hour")),
        (DAY, 100_000, Passed(24, "hour")),
        (3599, DAY, Passed(59, "minute")),
        (-5, DAY, Passed(0, "minute")),
    ],
)
def test_a_gap_is_said_in_its_largest_whole_unit(seconds: int, day: int, expected: Passed) -> None:
    assert passed(seconds, day_seconds=day) == expected


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 10**6)), max_size=30),
    st.integers(10, 10**7),
)
def test_folds_cover_no_moment_at_which_something_happened(
    pairs: list[tuple[int, int]], threshold: int
) -> None:
    spans = [(start, start + length) for start, length in pairs]
    folds = folds_between(spans, threshold=threshold, padding=threshold // 4)
    for fold in folds:
        assert all(end <= fold.since or start >= fold.until for start, end in spans)
    assert all(a.end < b.start for a, b in itertools.pairwise(folds))
