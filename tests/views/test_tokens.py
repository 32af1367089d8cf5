"""The colours, checked by number: what look.md promises holds for every pair that meets."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor

from sessionary.views.theme import CATEGORY_NAMES, ColourRole, Tokens, contrast, tokens
from sessionary.views.theme.tokens import mix

THEMES = pytest.mark.parametrize(
    "look", [tokens(dark=False), tokens(dark=True)], ids=["light", "dark"]
)
GROUNDS: tuple[ColourRole, ...] = ("bg", "surface", "sunken", "hover", "selection")


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)
    assert contrast(QColor("#FFFFFF"), QColor("#777777")) == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["text", "text2"])
def test_text_is_readable_on_every_ground(
    look: Tokens, text: ColourRole, ground: ColourRole
) -> None:
    assert contrast(look.colour(text), look.colour(ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["bg", "surface", "hover"])
@pytest.mark.parametrize("tone", ["accent", "ok", "warn", "bad"])
def test_coloured_words_are_readable_where_they_stand(
    look: Tokens, tone: ColourRole, ground: ColourRole
) -> None:
    assert contrast(look.colour(tone), look.colour(ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", ["accent", "ok", "warn", "bad", "text2"])
def test_icons_are_seen_on_every_ground(look: Tokens, mark: ColourRole, ground: ColourRole) -> None:
    assert contrast(look.colour(mark), look.colour(ground)) >= 3


@THEMES
@pytest.mark.parametrize("share", [0, 0.12, 0.24], ids=["rest", "hover", "pressed"])
def test_the_primary_button_is_readable_in_every_state(look: Tokens, share: float) -> None:
    ground = mix(look.text, look.accent, share)
    assert contrast(look.on_accent, ground) >= 4.5
    assert contrast(ground, look.bg) >= 3
    assert contrast(ground, look.surface) >= 3


@THEMES
@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_outlines_of_fields_are_seen(look: Tokens, ground: ColourRole) -> None:
    assert contrast(look.strong, look.colour(ground)) >= 3


@THEMES
@pytest.mark.parametrize("name", CATEGORY_NAMES)
def test_categories_are_seen_and_words_on_their_tints_are_readable(look: Tokens, name: str) -> None:
    colour = look.category(name)
    assert contrast(colour, look.surface) >= 3
    assert contrast(colour, look.bg) >= 3
    assert contrast(colour, look.chip_fill(colour)) >= 3
    assert contrast(look.text, look.chip_fill(colour)) >= 7
    assert contrast(look.text, look.band_fill(colour)) >= 6.8


@THEMES
def test_categories_are_ten_different_colours(look: Tokens) -> None:
    names = {look.category(place).name() for place in range(len(CATEGORY_NAMES))}
    assert len(names) == 10
    assert all(one != other for one, other in itertools.combinations(look.categories, 2))


def test_an_eleventh_category_repeats_the_first_and_an_unknown_one_is_slate() -> None:
    light = tokens(dark=False)
    assert light.category(10) == light.category("blue")
    assert light.category("mauve") == light.category("slate")


@THEMES
def test_focus_differs_from_the_outline_that_it_replaces(look: Tokens) -> None:
    # By 2 px instead of 1 and by hue; the accent itself has to be seen against the ground.
    assert contrast(look.accent, look.surface) >= 4.5
    assert look.accent != look.strong
