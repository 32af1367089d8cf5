"""The parts that every page is made of."""

from sessionary.views.widgets.banner import Banner
from sessionary.views.widgets.buttons import (
    DangerButton,
    IconButton,
    LinkButton,
    MenuButton,
    OutlinedButton,
    PrimaryButton,
)
from sessionary.views.widgets.cards import Card, CardRow, KeyValue, ScrollPage
from sessionary.views.widgets.chips import (
    Chip,
    ChipFlow,
    ChipText,
    chip_height,
    chip_width,
    paint_chip,
    paint_chips,
)
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.headers import DetailHeader, PaneHeader
from sessionary.views.widgets.list_letters import ListLetters
from sessionary.views.widgets.message import message_box
from sessionary.views.widgets.nav_list import NavList, NavRow
from sessionary.views.widgets.polish_filter import PolishFilter
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.status_bar import StatusBar
from sessionary.views.widgets.status_icon import (
    StatusBadge,
    StatusIcon,
    paint_status,
    status_pixmap,
    status_tone,
    status_word,
)
from sessionary.views.widgets.tab_bar import TabBar, TabPages
from sessionary.views.widgets.text import (
    Paragraph,
    TextLabel,
    literal,
    one_line,
    plain_name,
    set_tip,
    shown_text,
    tip_html,
)

__all__ = [
    "Banner",
    "Card",
    "CardRow",
    "Chip",
    "ChipFlow",
    "ChipText",
    "DangerButton",
    "DetailHeader",
    "EmptyState",
    "FlowLayout",
    "IconButton",
    "KeyValue",
    "LinkButton",
    "ListLetters",
    "MenuButton",
    "NavList",
    "NavRow",
    "OutlinedButton",
    "PaneHeader",
    "Paragraph",
    "PolishFilter",
    "PrimaryButton",
    "ScrollPage",
    "SearchField",
    "Segment",
    "SegmentedFilter",
    "StatusBadge",
    "StatusBar",
    "StatusIcon",
    "TabBar",
    "TabPages",
    "TextLabel",
    "chip_height",
    "chip_width",
    "literal",
    "message_box",
    "one_line",
    "paint_chip",
    "paint_chips",
    "paint_focus",
    "paint_status",
    "plain_name",
    "set_tip",
    "shown_text",
    "status_pixmap",
    "status_tone",
    "status_word",
    "tip_html",
]
