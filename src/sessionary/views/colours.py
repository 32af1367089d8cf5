"""The table of colours of both themes, and nothing else: the first picture needs it early.

The values were chosen by contrast and by distance under simulated colour blindness; a test holds
the contrasts. Whoever changes a value runs it.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

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
ROLES: Final[tuple[tuple[ColourRole, str, str], ...]] = (
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
CATEGORIES: Final = (
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
