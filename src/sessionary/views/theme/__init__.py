"""How the window looks: colours, fonts, icons and sizes, all reached through one `Theme`."""

from sessionary.views.colours import ColourRole
from sessionary.views.theme.fonts import Fonts, TextRole
from sessionary.views.theme.icons import Icons
from sessionary.views.theme.theme import Appearance, Density, Look, Theme
from sessionary.views.theme.tokens import CATEGORY_NAMES, Tokens, contrast, tokens

__all__ = [
    "CATEGORY_NAMES",
    "Appearance",
    "ColourRole",
    "Density",
    "Fonts",
    "Icons",
    "Look",
    "TextRole",
    "Theme",
    "Tokens",
    "contrast",
    "tokens",
]
