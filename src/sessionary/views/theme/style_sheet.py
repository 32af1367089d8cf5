"""The style sheet: only for the parts of the shell that Qt paints.

Rows, chips and bands are not here: they are painted from the same tokens, so that a change of
theme is a new palette, a new style sheet and a repaint.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Final, get_args

from sessionary.views.colours import ColourRole
from sessionary.views.theme.fonts import TextRole
from sessionary.views.theme.tokens import mix

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QColor

    from sessionary.views.theme.fonts import Fonts
    from sessionary.views.theme.icons import Icons
    from sessionary.views.theme.tokens import Tokens

# The tones a label may have; labels say theirs in the property "tone".
_TONES: Final[tuple[ColourRole, ...]] = (
    "text",
    "text2",
    "disabled",
    "accent",
    "on_accent",
    "ok",
    "warn",
    "bad",
)

_SHELL: Final = """
QMainWindow, QDialog { background: $bg; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMenuBar { background: $bg; border: 0; border-bottom: 1px solid $line; padding: 0 $p8; }
QMenuBar::item { padding: $p6 $p10; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $selection; }
QMenu { background: $surface; border: 1px solid $strong; padding: $p4; }
QMenu::item { padding: $p6 $p24 $p6 $p10; border-radius: 4px; color: $text;
    border: 1px solid transparent; }
QMenu::item:selected { background: $selection; border-color: $accent; }
QMenu::item:disabled { color: $disabled; background: transparent; border-color: transparent; }
QMenu::icon { padding-left: $p8; }
QMenu::separator { height: 1px; background: $line; margin: $p4 $p8; }
QStatusBar { background: $bg; border-top: 1px solid $line; min-height: $p26;
    font-size: $secondary_size; }
QStatusBar::item { border: 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $strong; padding: $p4 $p6; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $strong; border-radius: 3px; border: 0; margin: 2px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::handle:vertical { min-height: $p32; }
QScrollBar::handle:horizontal { min-width: $p32; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea { border: 0; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget#page, QListView#nav { background: transparent; }
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#pane { background: $surface; border: 0; }
QFrame#line { background: $line; border: 0; }
QFrame#banner { background: $surface; border: 1px solid $strong; border-radius: 8px; }
QFrame#popup { background: $surface; border: 1px solid $strong; border-radius: 8px; }
"""

_CONTROLS: Final = """
QPushButton { background: $surface; color: $text; border: 1px solid $strong; border-radius: 6px;
    padding: $p6 $p14; min-height: $p18; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $accent; padding: $p5 $p13; }
QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:disabled { color: $disabled; background: $bg; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_press; border-color: $accent_press; }
QPushButton[kind="primary"]:focus { border-color: $accent; border-width: 1px;
    padding: $p6 $p14; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $disabled;
    border-color: $sunken; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $accent;
    padding: $p3 $p6; min-height: 0; font-weight: 600; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: $p2 $p5; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent;
    border-radius: 6px; padding: $p6; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border: 2px solid $accent; padding: $p5; }
QToolButton#cross { padding: 0; border: 0; border-radius: 4px; }
QToolButton:disabled { color: $disabled; }
QToolButton::menu-indicator { image: none; width: 0; }
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QKeySequenceEdit QLineEdit {
    background: $surface; color: $text; border: 1px solid $strong; border-radius: 6px;
    selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $text2; }
QLineEdit { padding: $p6 $p8; min-height: $p18; }
QComboBox, QAbstractSpinBox { padding: $p6 $p8; min-height: $p18; }
QComboBox { combobox-popup: 0; }
QPlainTextEdit, QTextEdit { padding: $p6 $p8; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $accent;
    padding: $p5 $p7; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: $p5 $p7; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled,
QTextEdit:disabled { color: $disabled; background: $bg; border-color: $line; }
QLineEdit:read-only { background: $bg; }
QTextBrowser, QPlainTextEdit[frameless="true"] { border: 0; background: transparent; padding: 0; }
QComboBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QTabBar::scroller { width: $p26; }
QTabBar QToolButton { background: $bg; border: 1px solid $line; padding: 0; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $strong; padding: $p4;
    outline: 0; selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: $p28; padding: 0 $p8; border-radius: 4px;
    border: 1px solid transparent; color: $text; }
QComboBox QAbstractItemView::item:selected { background: $selection; border-color: $accent; }
QListView, QTreeView, QTableView { background: $surface; border: 0; outline: 0;
    selection-background-color: $selection; selection-color: $text; }
QListWidget#choices { border: 1px solid $strong; border-radius: 6px; }
QListWidget#choices:focus { border: 2px solid $accent; }
QListWidget::item, QTreeWidget::item { min-height: $p28; padding: 0 $p4; color: $text; }
QTableWidget::item { padding: 0 $p8; color: $text; }
QListWidget::item:hover, QTreeWidget::item:hover, QTableWidget::item:hover { background: $hover; }
QListWidget::item:selected, QTreeWidget::item:selected, QTableWidget::item:selected {
    background: $selection; color: $text; }
QListWidget::item:disabled, QTreeWidget::item:disabled { color: $disabled; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $text2; border: 0;
    border-bottom: 1px solid $strong; padding: $p6 $p8; font-size: $caption_size;
    font-weight: 600; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabWidget > QTabBar::tab { background: transparent; color: $text2; border: 0;
    border-bottom: 2px solid transparent; padding: $p8 $p2; margin-right: $p20; }
QTabWidget > QTabBar::tab:selected { color: $text; border-bottom-color: $accent;
    font-weight: 600; }
QTabWidget > QTabBar::tab:focus { color: $accent; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { padding: $p4; }
QCalendarWidget QAbstractItemView { outline: 0; alternate-background-color: $surface; }
QCheckBox, QRadioButton { spacing: $p8; padding: $p3; border: 2px solid transparent;
    border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: $p20; padding: $p12; }
QGroupBox::title { subcontrol-origin: margin; left: $p4; font-weight: 600; color: $text; }
QProgressBar { background: $sunken; border: 1px solid $strong; border-radius: 4px;
    text-align: center; color: $text; min-height: $p18; }
QProgressBar::chunk { background: $selection; border-radius: 3px; }
QSlider:horizontal { min-height: $p20; }
QSlider::groove:horizontal { height: 4px; background: $sunken; border: 1px solid $strong;
    border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 1px solid $strong; width: $p16;
    height: $p16; margin: -$p7 0; border-radius: $p8; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; }
"""

_IMAGES: Final = """
QComboBox::drop-down { border: 0; width: $p28; subcontrol-origin: border; }
QComboBox::down-arrow { image: $down; width: $p16; height: $p16; }
QComboBox::down-arrow:disabled { image: $down_off; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: $p24;
    background: transparent; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: $up; width: $p12; height: $p12; }
QAbstractSpinBox::down-arrow { image: $down; width: $p12; height: $p12; }
QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::up-arrow:disabled { image: $up_off; }
QAbstractSpinBox::down-arrow:off, QAbstractSpinBox::down-arrow:disabled { image: $down_off; }
QDateTimeEdit::drop-down { border: 0; width: $p24; subcontrol-origin: border; }
QDateTimeEdit::down-arrow { image: $down; width: $p16; height: $p16; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: $p16;
    height: $p16; border: 1px solid $strong; border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: $p8; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: $hover; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
    border-color: $accent; image: $tick; }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: $dash; }
QRadioButton::indicator:checked { background: $on_accent; border: 5px solid $accent;
    width: $p8; height: $p8; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $sunken;
    border-color: $line; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled {
    background: $disabled; border-color: $disabled; }
QTabBar QToolButton::left-arrow { image: $left; width: $p16; height: $p16; }
QTabBar QToolButton::right-arrow { image: $right; width: $p16; height: $p16; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: $left; }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: $right; }
QMenu::indicator { width: $p16; height: $p16; left: $p6; }
QMenu::indicator:checked { image: $tick_menu; }
QMenu::right-arrow { image: $right; width: $p16; height: $p16; }
"""


class StyleImages:
    """The few images that a style sheet can only name by file."""

    def __init__(self, icons: Icons, folder: Path | None) -> None:
        self._icons = icons
        self._folder = folder

    def url(self, name: str, colour: QColor) -> str | None:
        """Return a style sheet's address of an icon, or None if it could not be written."""
        if self._folder is None:
            return None
        path = self._folder / f"{name}-{colour.name()[1:]}.svg"
        svg = self._icons.svg(name, colour)
        try:
            if not path.is_file() or path.read_bytes() != svg:
                self._folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(svg)
        except OSError:
            # A cache that cannot be written costs an arrow's looks, not the program's start.
            return None
        address = path.as_posix().replace("\\", "\\\\").replace('"', '\\"')
        return f'url("{address}")'


def style_sheet(tokens: Tokens, fonts: Fonts, images: StyleImages) -> str:
    """Return the application's style sheet in these colours and at this text size."""
    names: dict[str, str] = {role: tokens.colour(role).name() for role in get_args(ColourRole)}
    names["secondary_size"] = f"{fonts.pixels('secondary')}px"
    names["caption_size"] = f"{fonts.pixels('caption')}px"
    names["accent_hover"] = mix(tokens.text, tokens.accent, 0.12).name()
    names["accent_press"] = mix(tokens.text, tokens.accent, 0.24).name()
    return "\n".join(
        [
            _filled(_SHELL, names, fonts.scale),
            _filled(_CONTROLS, names, fonts.scale),
            *(_text_type(role, fonts) for role in get_args(TextRole)),
            *(f'QLabel[tone="{role}"] {{ color: {names[role]}; }}' for role in _TONES),
            f"QLabel:disabled {{ color: {names['disabled']}; }}",
            _with_images(tokens, images, names, fonts.scale),
        ]
    )


def _filled(rules: str, names: dict[str, str], scale: float) -> str:
    """Put in the colours, and for ``$p12`` what 12 px of the design are at this text size."""
    template = Template(rules)
    measures = {
        name: f"{round(int(name[1:]) * scale)}px"
        for name in template.get_identifiers()
        if name[0] == "p" and name[1:].isdecimal()
    }
    return template.substitute(names, **measures)


def _text_type(role: TextRole, fonts: Fonts) -> str:
    return (
        f'*[type="{role}"] {{ font-size: {fonts.pixels(role)}px; '
        f"font-weight: {fonts.weight(role)}; }}"
    )


def _with_images(tokens: Tokens, images: StyleImages, names: dict[str, str], scale: float) -> str:
    """Return the rules that take arrows and ticks away from Qt, if we can give ours."""
    wanted = {
        "down": ("chevron-down", tokens.text2),
        "down_off": ("chevron-down", tokens.disabled),
        "up": ("chevron-up", tokens.text2),
        "up_off": ("chevron-up", tokens.disabled),
        "right": ("chevron-right", tokens.text2),
        "left": ("chevron-left", tokens.text2),
        "tick": ("check", tokens.on_accent),
        "tick_menu": ("check", tokens.text),
        "dash": ("minus", tokens.on_accent),
    }
    urls = {}
    for key, (name, colour) in wanted.items():
        url = images.url(name, colour)
        if url is None:
            return ""
        urls[key] = url
    return _filled(_IMAGES, {**names, **urls}, scale)
