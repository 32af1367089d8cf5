"""The way over a timeline leaves nothing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sessionary.models.timeline_model import TimelineModel
from sessionary.views.timeline.picked import Picked, PickedKind
from sessionary.views.timeline.walking import Walk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from sessionary.models.timeline_content import TimelineContent

DAY = 86_400
MARK, BAND, FOLD = PickedKind.MARK, PickedKind.BAND, PickedKind.FOLD


def content(source: Any) -> TimelineContent:
    model = TimelineModel(source)
    model.reload()
    assert model.content is not None
    return model.content


def way(walk: Walk, start: Picked, by: int, kind: PickedKind) -> list[tuple[str, int]]:
    seen = []
    here: Picked | None = start
    while here is not None:
        seen.append((here.kind.value, here.index))
        here = walk.beside(here, by, kind=kind)
    return seen


@pytest.mark.usefixtures("qapp")
def test_bands_are_walked_over_every_fold_between_them(campaign: Any) -> None:
    # Three evenings, and an event on its own halfway: two folds between the first two evenings.
    source = campaign(times=[9 * DAY])
    walk = Walk(content(source))
    there = way(walk, walk.band(0), 1, BAND)
    assert there == [
        ("band", 0),
        ("fold", 0),
        ("fold", 1),
        ("band", 1),
        ("fold", 2),
        ("band", 2),
    ]
    assert way(walk, walk.band(2), -1, BAND) == there[::-1]


@pytest.mark.usefixtures("qapp")
def test_marks_are_walked_over_folds_at_both_ends(campaign: Any) -> None:
    walk = Walk(content(campaign(times=[9 * DAY])))
    assert way(walk, walk.mark(0), 1, MARK) == [("mark", 0)]
    assert way(walk, Picked(FOLD, 0), 1, MARK) == [("fold", 0), ("mark", 0)]
    assert way(walk, Picked(FOLD, 2), -1, MARK) == [("fold", 2), ("fold", 1), ("mark", 0)]
    assert way(walk, Picked(FOLD, 2), 1, MARK) == [("fold", 2)]


def test_a_timeline_of_bands_alone_is_walked(qapp: QApplication, campaign: Any) -> None:
    walk = Walk(content(campaign(each=0)))
    assert walk.first_from(0) == walk.band(0)
    assert walk.end(MARK, last=True) == walk.band(2)
    rest = [("fold", 0), ("band", 1), ("fold", 1), ("band", 2)]
    assert way(walk, Picked(FOLD, 0), 1, MARK) == rest
    assert walk.along(walk.band(0), 1) == walk.band(1)
    assert walk.along(walk.band(2), 1) is None
    assert walk.along(Picked(FOLD, 0), 1) is None
    assert walk.across(0, 1, 0) is None


def test_a_timeline_of_marks_alone_is_walked(qapp: QApplication, campaign: Any) -> None:
    walk = Walk(content(campaign(evenings=0, times=[1, 2, 3])))
    assert walk.end(BAND, last=False) == walk.mark(0)
    assert walk.end(BAND, last=True) == walk.mark(2)
    assert walk.first_from(2) == walk.mark(1)
    assert walk.first_from(99) == walk.mark(2)
