"""The colours of one theme, and what is computed from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor

from sessionary.views.colours import CATEGORIES, ROLES, ColourRole

CATEGORY_NAMES: Final = tuple(name for name, _, _ in CATEGORIES)

# What a category's fill and border are made of: its share of the colour, the rest is surface.
_CHIP_FILL: Final = (0.10, 0.16)
_CHIP_BORDER: Final = 0.35
_BAND_FILL: Final = (0.16, 0.24)
_BAND_BORDER: Final = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one theme. Painters read them; nobody changes a `QColor` in place."""

    dark: bool
    bg: QColor
    surface: QColor
    sunken: QColor
    hover: QColor
    line: QColor
    row_line: QColor
    strong: QColor
    text: QColor
    text2: QColor
    disabled: QColor
    accent: QColor
    on_accent: QColor
    selection: QColor
    ok: QColor
    warn: QColor
    bad: QColor
    categories: tuple[QColor, ...]

    def colour(self, role: ColourRole) -> QColor:
        """Return the colour of `role`."""
        colour: QColor = getattr(self, role)
        return colour

    def category(self, which: int | str) -> QColor:
        """Return a category's colour by its place in `CATEGORY_NAMES` or by its name.

        An eleventh category repeats the first colour; an unknown name is slate.
        """
        if isinstance(which, int):
            return self.categories[which % len(self.categories)]
        name = which if which in CATEGORY_NAMES else "slate"
        return self.categories[CATEGORY_NAMES.index(name)]

    def chip_fill(self, colour: QColor) -> QColor:
        """Return the ground of a chip of this colour."""
        return mix(colour, self.surface, _CHIP_FILL[self.dark])

    def chip_border(self, colour: QColor) -> QColor:
        """Return the outline of a chip of this colour."""
        return mix(colour, self.surface, _CHIP_BORDER)

    def band_fill(self, colour: QColor) -> QColor:
        """Return the ground of a timeline band of this colour."""
        return mix(colour, self.surface, _BAND_FILL[self.dark])

    def band_border(self, colour: QColor) -> QColor:
        """Return the outline of a timeline band of this colour."""
        return mix(colour, self.surface, _BAND_BORDER)


def tokens(*, dark: bool) -> Tokens:
    """Return the colours of the dark or of the light theme."""
    place = 2 if dark else 1
    return Tokens(
        dark=dark,
        categories=tuple(QColor(row[place]) for row in CATEGORIES),
        **{row[0]: QColor(row[place]) for row in ROLES},
    )


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """Return `under` with `share` (0 to 1) of `over` laid on it."""
    rest = 1 - share
    return QColor(
        round(over.red() * share + under.red() * rest),
        round(over.green() * share + under.green() * rest),
        round(over.blue() * share + under.blue() * rest),
    )


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and of relative luminance.
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
