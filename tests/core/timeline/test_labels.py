"""Places for labels."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.core.timeline.labels import LABEL_OFFSET, Wanted, place_labels


def test_labels_apart_stand_beside_their_marks() -> None:
    assert place_labels([Wanted(0, 50, 1), Wanted(100, 50, 1)], lines=2) == [0, 0]


def test_a_label_that_collides_goes_one_line_lower_then_away() -> None:
    crowd = [Wanted(0, 50, 1), Wanted(10, 50, 1), Wanted(20, 50, 1)]
    assert place_labels(crowd, lines=2) == [0, 1, None]


def test_the_less_important_is_hidden() -> None:
    assert place_labels([Wanted(0, 50, 1), Wanted(10, 50, 3)], lines=1) == [None, 0]


def test_taken_stretches_stay_free() -> None:
    assert place_labels([Wanted(0, 50, 1)], lines=2, taken=[(40, 60)]) == [None]
    assert place_labels([Wanted(0, 50, 1)], lines=2, taken=[(80, 90)]) == [0]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(Wanted, st.floats(-300, 1500), st.floats(0, 200), st.integers(0, 3)), max_size=60
    )
)
def test_no_two_labels_of_a_line_touch(wanted: list[Wanted]) -> None:
    lines = place_labels(wanted, lines=2)
    for line in (0, 1):
        spans = sorted(
            (w.x + LABEL_OFFSET, w.x + LABEL_OFFSET + w.width)
            for w, place in zip(wanted, lines, strict=True)
            if place == line
        )
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
