"""Fonts: every size is a share of the system's own, so that larger system text works."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from PySide6.QtGui import QFont, QFontInfo

TextRole: TypeAlias = Literal[
    "caption",  # column headers
    "chip",
    "secondary",  # second lines, status bar
    "body",
    "medium",  # titles of rows
    "strong",  # titles of cards, selected rows
    "heading",  # empty states
    "pane_title",
    "page_title",
]

_ROLES: Final[dict[TextRole, tuple[float, QFont.Weight]]] = {
    "caption": (0.85, QFont.Weight.DemiBold),
    "chip": (0.85, QFont.Weight.Medium),
    "secondary": (0.92, QFont.Weight.Normal),
    "body": (1.0, QFont.Weight.Normal),
    "medium": (1.0, QFont.Weight.Medium),
    "strong": (1.0, QFont.Weight.DemiBold),
    "heading": (1.15, QFont.Weight.DemiBold),
    "pane_title": (1.4, QFont.Weight.DemiBold),
    "page_title": (1.85, QFont.Weight.DemiBold),
}

DESIGN_BASE: Final = 13.0
"""The text size, in pixels, at which the measures of the design are given."""


class Fonts:
    """The fonts of one text size."""

    def __init__(self, base: QFont, percent: int = 100) -> None:
        """Compute all fonts from the system's.

        Args:
            base: The system's font for windows.
            percent: What the reader asked for, on top of the system's size.
        """
        # Small text is 0.85 of the base: under 13 px it would be smaller than 11 px.
        self.base_pixels = max(DESIGN_BASE, float(QFontInfo(base).pixelSize())) * percent / 100
        self._fonts = {
            role: self._font(base, share, weight) for role, (share, weight) in _ROLES.items()
        }

    def __getitem__(self, role: TextRole) -> QFont:
        """Return the font of `role`, to keep and to change."""
        return QFont(self._fonts[role])

    def pixels(self, role: TextRole) -> int:
        """Return the size of `role` in pixels."""
        return self._fonts[role].pixelSize()

    def weight(self, role: TextRole) -> int:
        """Return the weight of `role`, 100 to 900."""
        return int(self._fonts[role].weight())

    @property
    def family(self) -> str:
        """The family in use."""
        return self._fonts["body"].family()

    @property
    def scale(self) -> float:
        """By how much measures given for the design's base have to grow."""
        return self.base_pixels / DESIGN_BASE

    def _font(self, base: QFont, share: float, weight: QFont.Weight) -> QFont:
        font = QFont(base)
        font.setPixelSize(round(self.base_pixels * share))
        font.setWeight(weight)
        return font


def tabular(font: QFont) -> QFont:
    """Return `font` with digits of one width, for times and scores."""
    even = QFont(font)
    even.setFeature(QFont.Tag("tnum"), 1)
    return even
