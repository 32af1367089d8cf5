"""The font that everything is written in."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

# What fontconfig answers when nobody chose a font; Inter is preferred to these, where it is there.
_NOBODYS_CHOICE: Final = frozenset({"DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans"})


def system_font() -> QFont:
    """Return the system's font for windows, or Inter where nobody chose one and it is there."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if QFontInfo(font).family() in _NOBODYS_CHOICE and "Inter" in QFontDatabase.families():
        font.setFamily("Inter")
    return font
