"""Marks are told apart by shape and by colour."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from sessionary.views.theme import CATEGORY_NAMES, Theme
from sessionary.views.timeline.shapes import MarkPictures, looks, mark_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

KNOWN = (
    *("combat", "exploration", "social", "environmental", "rest"),
    *("time", "treasure", "quest", "goal", "note"),
)


def test_every_category_has_a_colour_and_a_shape_of_its_own() -> None:
    found = looks(KNOWN)
    assert {colour for colour, _ in found.values()} == set(CATEGORY_NAMES)
    assert len({shape for _, shape in found.values()}) == len(KNOWN)


def test_categories_of_a_file_repeat_colours_with_another_shape() -> None:
    found = looks([*KNOWN, "weather", "dreams"])
    assert found["weather"] != found["dreams"]
    assert found["weather"][1] not in {found[name][1] for name in KNOWN}
    assert found["combat"] == looks(KNOWN)["combat"]


@pytest.mark.parametrize("shape", [shape for _, shape in looks([*KNOWN, "other"]).values()])
def test_shapes_fill_about_the_same_square(shape: str) -> None:
    box = mark_path(shape, 10).boundingRect()
    assert 14 <= box.width() <= 23
    assert 14 <= box.height() <= 23


def test_pictures_differ_and_are_kept(qapp: QApplication, theme: Theme) -> None:
    pictures = MarkPictures(theme.tokens, 12, 2.0)
    images = [pictures.get(shape, "blue").toImage() for _, shape in looks(KNOWN).values()]
    assert all(one != other for one, other in itertools.combinations(images, 2))
    assert pictures.get("star", "gold") is pictures.get("star", "gold")
    assert images[0].width() == 2 * pictures.edge
