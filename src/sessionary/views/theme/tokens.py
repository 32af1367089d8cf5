"""The colours of both themes: one table, and what is computed from it.

The values were chosen by contrast and by distance under simulated colour blindness; a test holds
the contrasts. Whoever changes a value runs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from PySide6.QtGui import QColor

ColourRole: TypeAlias = Literal[
    "bg",
    "surface",
    "sunken",
    "hover",
    "line",
    "row_line",
    "strong",
    "text",
    "text2",
    "disabled",
    "accent",
    "on_accent",
    "selection",
    "ok",
    "warn",
    "bad",
]

# role, light, dark
_ROLES: Final[tuple[tuple[ColourRole, str, str], ...]] = (
    ("bg", "#F4F3F0", "#1B1A1E"),  # the window's ground
    ("surface", "#FFFFFF", "#232227"),  # lists and cards
    ("sunken", "#EAE8E3", "#151417"),
    ("hover", "#EFEDE8", "#2B2A30"),
    ("line", "#DAD7D0", "#38363D"),  # decoration; nothing readable
    ("row_line", "#E6E3DD", "#302E35"),
    ("strong", "#87827A", "#85828C"),  # outlines of fields and buttons, axes
    ("text", "#1F1D1A", "#ECEAE6"),
    ("text2", "#5C5850", "#B4B0B9"),  # meta, placeholders
    ("disabled", "#8D887F", "#7B7882"),  # only controls that cannot be used
    ("accent", "#2C5DB8", "#8DB1F6"),  # also the focus
    ("on_accent", "#FFFFFF", "#0F1D38"),
    ("selection", "#D9E5FA", "#2D3E63"),
    ("ok", "#2A7A4B", "#6DC28D"),
    ("warn", "#935800", "#E2AC52"),
    ("bad", "#B3261E", "#F39087"),
)

# name, light, dark; in the order in which they are given out. The names are kept across themes
# (brown is a sand, teal a cyan in the dark one). Never used for text, never tinted as a mark.
_CATEGORIES: Final = (
    ("blue", "#4A88F0", "#5FAEF2"),
    ("rust", "#8E2A07", "#E9842F"),
    ("green", "#48936E", "#659B81"),
    ("violet", "#692A8E", "#8064F2"),
    ("gold", "#827807", "#E6E03E"),
    ("pink", "#E136B0", "#AE6399"),
    ("teal", "#317783", "#5FEDFD"),
    ("red", "#FF3564", "#C85A4E"),
    ("slate", "#414752", "#AAB0B7"),
    ("brown", "#5A4136", "#EEC5A6"),
)

CATEGORY_NAMES: Final = tuple(name for name, _, _ in _CATEGORIES)

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
        categories=tuple(QColor(row[place]) for row in _CATEGORIES),
        **{row[0]: QColor(row[place]) for row in _ROLES},
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
